//! The donors that synth brings along do what they say, and the gate lets each of them in; those of a user are transplanted, and
//! the variant says where its code comes from.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use common::{command, evolve, synth, trace};
use synth::component::Sources;
use synth::verdict::Gate;

mod common;

/// Each file as a module, and its text.
macro_rules! donors {
    ($($name:ident $path:literal)*) => {
        $(#[path = $path]
        #[allow(dead_code)]
        #[allow(clippy::manual_is_multiple_of, reason = "a seed's oldest compiler may not know it")]
        #[allow(clippy::slow_vector_initialization, reason = "a seed may not call `vec!`, and the gate lets no new macro in")]
        mod $name;)*
        const TEXTS: &[(&str, &str)] = &[$((stringify!($name), include_str!($path))),*];
    };
}

donors! {
    ascii "../corpora/donors/ascii.rs"
    big "../corpora/donors/big.rs"
    bits "../corpora/donors/bits.rs"
    bytes "../corpora/donors/bytes.rs"
    checksum "../corpora/donors/checksum.rs"
    codecs "../corpora/donors/codecs.rs"
    decimal "../corpora/donors/decimal.rs"
    distance "../corpora/donors/distance.rs"
    hash "../corpora/donors/hash.rs"
    lists "../corpora/donors/lists.rs"
    number "../corpora/donors/number.rs"
    search "../corpora/donors/search.rs"
    sequences "../corpora/donors/sequences.rs"
    sort "../corpora/donors/sort.rs"
    sums "../corpora/donors/sums.rs"
    texts "../corpora/donors/texts.rs"
    utf8 "../corpora/donors/utf8.rs"
}

/// Numbers that look random.
fn numbers(count: usize) -> Vec<u64> {
    let mut state = 88_172_645_463_325_252;
    (0..count).map(|_| hash::xorshift64(&mut state)).collect()
}

/// Texts of every length below 300, over few and over many letters.
fn texts() -> impl Iterator<Item = Vec<u8>> {
    let all = numbers(600);
    (0..600).map(move |n| {
        all[..n / 2].iter().map(|number| (number >> 40) as u8 % if n % 2 == 0 { 4 } else { 251 }).collect()
    })
}

#[test]
fn the_gate_lets_every_donor_in_and_each_names_its_licence() {
    let sources = |text: String| Sources::default().with("src/lib.rs", text);
    let gate = Gate::new(&sources("pub fn host() {}".into()), false, None);
    for (name, text) in TEXTS {
        assert!(text.starts_with("// SPDX-License-Identifier: MIT\n//! "), "{name}");
        let code: String =
            text.lines().filter(|line| !line.trim_start().starts_with("//")).map(|line| format!("{line}\n")).collect();
        assert_eq!(gate.admit(&sources(format!("pub fn host() {{ {code} }}"))), Ok(()), "{name}");
    }
}

#[test]
fn bytes_are_counted_and_found() {
    for text in texts() {
        assert_eq!(bytes::count_byte(&text, 2), text.iter().filter(|byte| **byte == 2).count());
        assert_eq!(bytes::byte_counts(&text)[2] as usize, bytes::count_byte(&text, 2));
        assert_eq!(bytes::find_byte(&text, 3), text.iter().position(|byte| *byte == 3));
        assert_eq!(bytes::contains_byte(&text, 200), text.contains(&200));
        let mut other = text.clone();
        other.iter_mut().skip(text.len() / 2).for_each(|byte| *byte ^= 1);
        assert_eq!(bytes::common_prefix(&text, &other), text.len() / 2);
        let lengths: usize = bytes::runs(&text).iter().map(|(length, _)| length).sum();
        assert_eq!(lengths, text.len());
        let bits = |a: &[u8]| a.iter().map(|byte| byte.count_ones()).sum::<u32>();
        let differing: Vec<u8> = text.iter().zip(&other).map(|(a, b)| a ^ b).collect();
        assert_eq!((bits::count_ones(&text), bits::differing_bits(&text, &other)), (bits(&text), bits(&differing)));
        assert_eq!(utf8::is_utf8(&text), std::str::from_utf8(&text).is_ok());
        assert_eq!(utf8::ascii_prefix(&text), text.iter().take_while(|byte| byte.is_ascii()).count());
        assert_eq!(ascii::is_ascii_text(&text), text.is_ascii());
    }
    assert_eq!(ascii::count_words(b" two  words "), 2);
    assert_eq!(utf8::count_letters("naïve".as_bytes()), 5);
}

#[test]
fn numbers_of_any_size_are_added_multiplied_and_compared() {
    let digits = |n: u128| -> Vec<u8> {
        let text = n.to_string();
        text.trim_start_matches('0').bytes().rev().map(|digit| digit - b'0').collect()
    };
    let numbers: Vec<u128> =
        numbers(40).into_iter().map(|n| u128::from(n >> (n % 61))).chain([0, 1, 999, 10]).collect();
    for (a, b) in numbers.iter().flat_map(|a| numbers.iter().map(move |b| (*a, *b))) {
        let (one, other) = (a.to_string(), format!("00{b}"));
        assert_eq!(big::decimal_sum(&one, &other), Some((a + b).to_string()));
        assert_eq!(big::decimal_product(&one, &other), Some((a * b).to_string()));
        assert_eq!(big::decimal_order(&one, &other), Some(a.cmp(&b)));
        assert_eq!(big::digits_sum(&digits(a), &digits(b)), digits(a + b));
        assert_eq!(big::digits_product(&digits(a), &digits(b)), digits(a * b));
    }
    let nines = "9".repeat(400);
    let square = format!("{}8{}1", "9".repeat(399), "0".repeat(399));
    assert_eq!(big::decimal_product(&nines, &nines), Some(square));
    assert_eq!(
        (big::decimal_sum("", "1"), big::decimal_product("1", "-1"), big::decimal_order("a", "1")),
        (None, None, None)
    );
}

#[test]
fn slices_are_sorted_and_searched() {
    for text in texts() {
        let values: Vec<u32> = text.iter().map(|byte| u32::from(*byte) << 13).collect();
        let mut sorted = values.clone();
        sorted.sort();
        let sorts: [fn(&mut [u32]); 5] =
            [sort::sort_any, sort::insertion_sort, sort::heap_sort, sort::merge_sort, sort::radix_sort];
        for (which, sort) in sorts.iter().enumerate() {
            let mut mine = values.clone();
            sort(&mut mine);
            assert_eq!(mine, sorted, "sort {which}");
        }
        let mut counted = text.clone();
        sort::counting_sort(&mut counted);
        assert!(sort::is_sorted(&counted) && counted.len() == text.len());
        let (a, b) = sorted.split_at(sorted.len() / 3);
        assert_eq!(sort::merge(a, b), sorted);
        assert_eq!(search::lower_bound(&sorted, 2 << 13), sorted.partition_point(|value| *value < 2 << 13));
        if !values.is_empty() {
            let mut parts = values.clone();
            let border = sort::partition_by_last(&mut parts);
            assert!(
                parts[..border].iter().all(|value| *value < parts[border])
                    && parts[border..].iter().all(|value| *value >= parts[border])
            );
        }
        let needle = &text[text.len() / 2..(text.len() / 2 + 3).min(text.len())];
        let naive = (0..=text.len() - needle.len()).find(|&at| &text[at..at + needle.len()] == needle);
        assert_eq!(search::find_bytes(&text, needle), naive);
        assert_eq!(search::find_by_skips(&text, needle), naive);
        assert_eq!(sums::sum_bytes(&text), text.iter().map(|byte| u64::from(*byte)).sum::<u64>());
        assert_eq!(sums::sum_numbers(&values), values.iter().map(|value| u64::from(*value)).sum::<u64>());
    }
    // What sorts zeros and ones by comparing fixed places sorts everything.
    for (length, word) in (0..=8).flat_map(|length| (0..1u32 << length).map(move |word| (length, word))) {
        let mut values: Vec<u32> = (0..length).map(|at| word >> at & 1).collect();
        sort::sort_by_network(&mut values);
        assert!(values.is_sorted(), "{length} values, {word:b}");
    }
    assert_eq!(search::border_lengths(b"abacaba"), [0, 0, 1, 0, 1, 2, 3]);
}

#[test]
fn numbers_are_written_read_and_taken_apart() {
    for (shift, number) in numbers(640).into_iter().enumerate() {
        let number = number >> (shift % 64);
        let text = number.to_string();
        assert_eq!((decimal::decimal_string(number), decimal::digit_count(number)), (text.clone(), text.len()));
        let mut pushed = Vec::new();
        decimal::push_decimal(&mut pushed, number);
        assert_eq!(pushed, text.as_bytes());
        assert_eq!(decimal::parse_decimal(text.as_bytes()), Some(number));
        assert_eq!(decimal::parse_signed(format!("-{}", number / 2).as_bytes()), Some(-((number / 2) as i64)));
        assert_eq!(number::square_root(number), number.isqrt());
        assert_eq!(number::gcd(number, 360), number::gcd_by_remainders(number, 360));
        assert_eq!(bits::popcount(number), number.count_ones());
        assert_eq!(bits::from_gray(bits::gray(number)), number);
        let (x, y) = (number as u32, (number >> 32) as u32);
        let code = (0..32).fold(0, |code, bit| {
            code | u64::from(x >> bit & 1) << (2 * bit) | u64::from(y >> bit & 1) << (2 * bit + 1)
        });
        assert_eq!((bits::interleave(x, y), bits::coordinates(code)), (code, (x, y)));
        assert_eq!(number::is_prime(number >> 40), number::is_prime_by_division(number >> 40));
    }
    assert_eq!(decimal::parse_decimal(b"18446744073709551616"), None);
    assert_eq!(decimal::parse_decimal(b"12a"), None);
    assert_eq!(decimal::parse_signed(b"-9223372036854775808"), Some(i64::MIN));
    assert_eq!(number::primes(30), [2, 3, 5, 7, 11, 13, 17, 19, 23, 29]);
    assert_eq!([0, 1, 2, 10, 90].map(number::fibonacci), [0, 1, 1, 55, 2_880_067_194_370_816_120]);
    assert_eq!((number::power(3, 5), number::power_modulo(3, 200, 13), number::binomial(10, 3)), (243, 9, Some(120)));
}

#[test]
fn checksums_and_hashes_are_those_that_are_known() {
    assert_eq!(checksum::crc32(b"123456789"), 0xcbf4_3926);
    assert_eq!(checksum::adler32(b"Wikipedia"), 0x11e6_0398);
    assert_eq!(checksum::fletcher16(b"abcde"), 0xc8f0);
    assert_eq!((hash::fnv1a(b"a"), hash::fnv1a_32(b"a")), (0xaf63_dc4c_8601_ec8c, 0xe40c_292c));
    for text in texts() {
        assert_eq!(checksum::crc32_by_four(&text), checksum::crc32(&text));
    }
}

#[test]
fn texts_have_their_distances() {
    assert_eq!(distance::edit_distance(b"kitten", b"sitting"), 3);
    assert_eq!(distance::edit_distance(b"", b"abc"), 3);
    assert_eq!(distance::edit_distance(b"abcd", b"abd"), 1);
    assert_eq!(distance::common_subsequence(b"abcbdab", b"bdcaba"), 4);
}

#[test]
fn sequences_are_found_in_sequences() {
    for text in texts().filter(|text| text.len() < 40) {
        let mut lengths = vec![1; text.len()];
        for (i, j) in (0..text.len()).flat_map(|i| (0..i).map(move |j| (i, j))) {
            if text[j] < text[i] {
                lengths[i] = lengths[i].max(lengths[j] + 1);
            }
        }
        assert_eq!(sequences::increasing_lengths(&text), lengths);
        assert_eq!(sequences::longest_increasing(&text), lengths.into_iter().max().unwrap_or(0));
    }
    assert_eq!([&b""[..], b"a", b"abba", b"abbbaa"].map(sequences::longest_run), [0, 1, 2, 3]);
}

/// Base 58 as one divides by hand.
fn base58(bytes: &[u8]) -> String {
    let digits = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    let (mut number, mut text) = (bytes.to_vec(), Vec::new());
    while number.iter().any(|byte| *byte != 0) {
        let rest = number.iter_mut().fold(0, |rest, byte| {
            let value = rest * 256 + u32::from(*byte);
            *byte = (value / 58) as u8;
            value % 58
        });
        text.push(digits[rest as usize]);
    }
    text.extend(bytes.iter().take_while(|byte| **byte == 0).map(|_| b'1'));
    text.iter().rev().map(|digit| char::from(*digit)).collect()
}

#[test]
fn bytes_become_texts_and_come_back() {
    for bytes in texts() {
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!((codecs::hex_text(&bytes), codecs::hex_text_in_capitals(&bytes)), (hex.clone(), hex.to_uppercase()));
        assert_eq!(codecs::hex_bytes(hex.as_bytes()).as_ref(), Some(&bytes));
        let text = codecs::base64_text(&bytes);
        assert_eq!(codecs::base64_bytes(text.as_bytes()).as_ref(), Some(&bytes));
        assert_eq!(codecs::base64_bytes(text.trim_end_matches('=').as_bytes()).as_ref(), Some(&bytes));
        let escaped: String = bytes.iter().map(|byte| format!("%{byte:02X}")).collect();
        assert_eq!(codecs::percent_bytes(escaped.as_bytes()).as_ref(), Some(&bytes));
        let short = &bytes[..bytes.len().min(50)];
        let text = codecs::base58_text(short);
        assert_eq!((text.clone(), codecs::base58_bytes(&text)), (base58(short), Some(short.to_vec())));
    }
    assert_eq!(codecs::base58_text(b"Hello World!"), "2NEpo7TZRRrLZSi2U");
    assert_eq!(["0", "1O", "Il", "\u{e9}"].map(codecs::base58_bytes), [const { None }; 4]);
    assert_eq!(
        ["", "f", "fo", "foo", "foob"].map(|text| codecs::base64_text(text.as_bytes())),
        ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg=="]
    );
    for wrong in ["Zg=", "Zh==", "Z", "Zg==Zg==", "Z===", "Zm9*", "===="] {
        assert_eq!(codecs::base64_bytes(wrong.as_bytes()), None, "{wrong}");
    }
    for wrong in ["0", "0g", "g0", "-1"] {
        assert_eq!(codecs::hex_bytes(wrong.as_bytes()), None, "{wrong}");
    }
    assert_eq!(codecs::percent_bytes(b"a%20b").as_deref(), Some(&b"a b"[..]));
    assert_eq!([&b"%"[..], b"%2", b"%2x"].map(codecs::percent_bytes), [const { None }; 3]);
    for (shift, number) in numbers(640).into_iter().enumerate() {
        let number = number >> (shift % 64);
        let mut bytes = Vec::new();
        codecs::push_varint(&mut bytes, number);
        assert_eq!(codecs::read_varint(&bytes), Some((number, bytes.len())));
        assert_eq!(codecs::zigzag(codecs::from_zigzag(number)), number);
    }
    assert_eq!(codecs::read_varint(&[128; 11]), None);
    assert_eq!(codecs::read_varint(&[255, 255, 255, 255, 255, 255, 255, 255, 255, 2]), None);
    assert_eq!((codecs::zigzag(-1), codecs::zigzag(1)), (1, 2));
}

#[test]
fn lists_are_put_together_and_compared() {
    for (n, text) in texts().enumerate().filter(|(_, text)| text.len() < 60) {
        let values: Vec<i64> = text.iter().map(|byte| i64::from(*byte)).collect();
        let (a, b) = values.split_at(values.len() / 2);
        let in_order =
            |values: &[i64]| -> Vec<i64> { BTreeSet::from_iter(values.iter().copied()).into_iter().collect() };
        let (one, two) = (in_order(a), in_order(b));
        let both: Vec<i64> = one.iter().copied().filter(|value| b.contains(value)).collect();
        assert_eq!(lists::common_of_sorted(&one, &two), Some(both.clone()));
        assert_eq!(in_order(&lists::common(a, b)), both);
        assert_eq!(lists::count_common(&one, b), both.len());
        assert_eq!(lists::union_in_order(&one, &two), in_order(&values));
        let mut all = lists::concatenated(&[one.clone(), two.clone()]);
        assert_eq!(lists::merge_sorted(std::slice::from_ref(&all)).is_some(), all.is_sorted());
        all.sort();
        assert_eq!(lists::merge_sorted(&[one.clone(), two]), Some(all));
        assert_eq!(lists::without(&one, b).len(), one.len() - both.len());
        assert_eq!(lists::unique(&values).len(), lists::count_different(&values));
        assert_eq!(lists::has_equal(&values), lists::unique(&values).len() < values.len());
        let width = n % 7;
        let windows = || values.windows(width.max(1)).filter(|_| width > 0);
        assert_eq!(
            lists::window_sums(&values, width),
            windows().map(|window| window.iter().sum()).collect::<Vec<i64>>()
        );
        assert_eq!(
            lists::window_maximums(&values, width),
            windows().filter_map(|window| window.iter().copied().max()).collect::<Vec<_>>()
        );
        assert_eq!(
            lists::window_minimums(&values, width),
            windows().filter_map(|window| window.iter().copied().min()).collect::<Vec<_>>()
        );
        let mut sorted = values.clone();
        sorted.sort();
        assert_eq!(lists::smallest_few(&values, width), sorted[..width.min(sorted.len())]);
        sorted.reverse();
        assert_eq!(lists::largest_few(&values, width), sorted[..width.min(sorted.len())]);
        let pairs = || (0..values.len()).flat_map(|j| (0..j).map(move |i| (i, j)));
        assert_eq!(lists::inversions(&values), pairs().filter(|&(i, j)| values[i] > values[j]).count() as u64);
        let sum = |found: Option<(usize, usize)>| found.map(|(i, j)| values[i] + values[j]);
        assert_eq!(sum(lists::pair_with_sum(&values, 3)), sum(pairs().find(|&(i, j)| values[i] + values[j] == 3)));
    }
    assert_eq!(lists::most_frequent(&[3, 1, 3, 1, 2]), Some(1));
    assert_eq!(lists::matrix_product(&[vec![1.0, 2.0]], &[vec![3.0], vec![4.0]]), [[11.0]]);
}

#[test]
fn texts_are_matched_read_and_written() {
    let matches = |pattern: &str, text: &str| texts::glob_match(pattern.as_bytes(), text.as_bytes());
    assert!(matches("a*b?d*", "axxbcbyd") && matches("*", "") && matches("**a", "aa") && matches("", ""));
    assert!(!matches("a*b?d", "axxbcbyde") && !matches("?", "") && !matches("a", "ab"));
    assert!(texts::is_balanced(b"f(a[1], {b})") && !texts::is_balanced(b"(]") && !texts::is_balanced(b"("));
    assert!(
        texts::same_letters("listen", "silent") && texts::same_letters("ö€", "€ö") && !texts::same_letters("ab", "aa")
    );
    assert_eq!(texts::rotated_by_thirteen("Hello, Wörld"), "Uryyb, Jöeyq");
    for number in 1..4000 {
        assert_eq!(texts::roman_number(&texts::roman_numeral(number)), Some(number));
    }
    assert_eq!((texts::roman_numeral(1994), texts::roman_number("IIII")), ("MCMXCIV".into(), None));
    assert_eq!(texts::ipv4_number(b"192.168.0.1"), Some(0xc0a8_0001));
    for wrong in ["1.2.3", "1.2.3.256", "1.2.3.4.5", "01.2.3.4", "1..2.3", "1.2.3.", "a.b.c.d"] {
        assert_eq!(texts::ipv4_number(wrong.as_bytes()), None, "{wrong}");
    }
    for days in (-1_000_000..1_000_000).step_by(37) {
        let (year, month, day) = texts::date_of_days(days);
        assert_eq!(texts::days_of_date(year, month, day), days);
        assert_eq!(texts::is_leap_year(year), texts::days_of_date(year, 3, 1) - texts::days_of_date(year, 2, 28) == 2);
    }
    assert_eq!(texts::date_of_days(19_782), (2024, 2, 29));
    assert_eq!(texts::run_lengths("aaabccccccccccccd"), "3a1b12c1d");
    assert_eq!([&b"babad"[..], b"cbbd", b"", b"x"].map(texts::longest_palindrome), [&b"bab"[..], b"bb", b"", b"x"]);
}

/// A component that makes a text for no reason, and what its user has elsewhere.
fn digits(dir: &Path) -> std::path::PathBuf {
    let seed = dir.join("seed");
    fs::create_dir_all(seed.join("src")).expect("writable");
    fs::create_dir_all(seed.join("fast/inner")).expect("writable");
    let manifest = "[package]\nname = \"digits\"\nversion = \"0.1.0\"\nedition = \"2021\"\n\n[package.metadata.synth]\ndonors = [\"fast\"]\n";
    fs::write(seed.join("Cargo.toml"), manifest).expect("writable");
    let source = "/// The squares of the digits of a number, added up.\npub fn squares(number: u64) -> u64 {\n    \
                  number.to_string().bytes().map(|digit| u64::from(digit - b'0')).map(|digit| digit * digit).sum()\n}\n";
    fs::write(seed.join("src/lib.rs"), source).expect("writable");
    let donor = "// SPDX-License-Identifier: Zlib\n\n/// Squares of digits.\npub fn digit_squares(n: u64) -> u64 {\n    \
                 let (mut rest, mut sum) = (n, 0);\n    while rest > 0 {\n        sum += (rest % BASE) * (rest % BASE);\n        \
                 rest /= BASE;\n    }\n    sum\n}\n\nconst BASE: u64 = 10;\n";
    fs::write(seed.join("fast/inner/mine.rs"), donor).expect("writable");
    seed
}

#[test]
fn what_a_user_has_elsewhere_is_transplanted_and_named_with_its_licence() {
    let dir = tempfile::tempdir().expect("a folder");
    let (seed, out) = (digits(dir.path()), dir.path().join("out"));
    let calls = (1..60_u64).map(|n| format!("{{\"call\":\"squares\",\"args\":[{}]}}", n * n * n * 977));
    let calls = trace(dir.path(), "digits", &calls.collect::<Vec<_>>());
    let summary = evolve(&seed, &calls, &out, &["--evaluations", "120"]);
    assert_eq!(summary["status"], "improved", "{summary:#}");
    let manifest = fs::read_to_string(out.join("variants/v1/Cargo.toml")).expect("a variant");
    assert!(manifest.contains("from = \"fast/inner/mine.rs:digit_squares\"\nlicence = \"Zlib\""), "{manifest}");
    let readme = fs::read_to_string(out.join("variants/v1/README.md")).expect("a variant");
    assert!(readme.contains("code transplanted from fast/inner/mine.rs:digit_squares, licence Zlib"), "{readme}");
    let library = fs::read_to_string(out.join("variants/v1/src/lib.rs")).expect("a variant");
    assert!(library.contains("    const BASE: u64 = 10;\n    let (mut rest, mut sum) = (number, 0);\n"), "{library}");

    fs::write(seed.join("fast/more.rs"), "fn more(x: u8) -> u8 { x }").expect("writable");
    let resumed = synth(&command(&seed, &calls, &out, &["--evaluations", "120", "--resume"]));
    let said = String::from_utf8_lossy(&resumed.stderr).into_owned();
    assert!(resumed.status.code() == Some(2) && said.contains("donors"), "{said}");

    fs::write(seed.join("fast/more.rs"), "fn more(\n").expect("writable");
    let refused = synth(&command(&seed, &calls, &dir.path().join("other"), &[]));
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(refused.status.code() == Some(3) && said.contains("fast/more.rs:"), "{said}");
}
