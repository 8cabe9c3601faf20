//! The donors that synth brings along do what they say, and the gate lets each of them in.

use synth::component::Sources;
use synth::verdict::Gate;

/// Each file as a module, and its text.
macro_rules! donors {
    ($($name:ident $path:literal)*) => {
        $(#[path = $path] #[allow(dead_code)] mod $name;)*
        const TEXTS: &[(&str, &str)] = &[$((stringify!($name), include_str!($path))),*];
    };
}

donors! {
    ascii "../corpora/donors/ascii.rs"
    bits "../corpora/donors/bits.rs"
    bytes "../corpora/donors/bytes.rs"
    checksum "../corpora/donors/checksum.rs"
    decimal "../corpora/donors/decimal.rs"
    distance "../corpora/donors/distance.rs"
    hash "../corpora/donors/hash.rs"
    number "../corpora/donors/number.rs"
    search "../corpora/donors/search.rs"
    sort "../corpora/donors/sort.rs"
    sums "../corpora/donors/sums.rs"
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
    let gate = Gate::new(&sources("pub fn host() {}".into()), false);
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
