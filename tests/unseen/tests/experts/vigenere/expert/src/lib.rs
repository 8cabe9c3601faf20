//! Caesar and Vigenère ciphers over the ASCII letters, and a little analysis.

const ENGLISH: [f64; 26] = [
    8.2, 1.5, 2.8, 4.3, 12.7, 2.2, 2.0, 6.1, 7.0, 0.15, 0.77, 4.0, 2.4, 6.7, 7.5, 1.9, 0.095, 6.0,
    6.3, 9.1, 2.8, 0.98, 2.4, 0.15, 2.0, 0.074,
];

/// 0 to 25 for the ASCII letters of either case, 26 for any other byte.
const LETTER: [u8; 256] = {
    let mut table = [26; 256];
    let mut i = 0;
    while i < 26 {
        table[b'a' as usize + i] = i as u8;
        table[b'A' as usize + i] = i as u8;
        i += 1;
    }
    table
};

/// Only ASCII letters are replaced, and by ASCII letters, so the text stays valid.
fn text_of(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("letters replace letters")
}

/// The letter `byte` turned by `by` from 0 to 25 places.
#[inline(always)]
fn rotate(byte: u8, by: u8) -> u8 {
    let base = (byte & 0x20) | b'A';
    let place = byte - base + by;
    base + if place >= 26 { place - 26 } else { place }
}

fn key_shifts(key: &str, negate: bool) -> Vec<u8> {
    key.bytes()
        .map(|b| LETTER[b as usize])
        .filter(|&s| s < 26)
        .map(|s| if negate && s > 0 { 26 - s } else { s })
        .collect()
}

fn with_shifts(text: &str, shifts: &[u8]) -> Option<String> {
    if shifts.is_empty() {
        return None;
    }
    let mut at = 0;
    let bytes = text
        .bytes()
        .map(|b| {
            if !b.is_ascii_alphabetic() {
                return b;
            }
            let by = shifts[at];
            at += 1;
            if at == shifts.len() {
                at = 0;
            }
            rotate(b, by)
        })
        .collect();
    Some(text_of(bytes))
}

/// Shifts every letter by `shift` places, keeping its case.
pub fn caesar(text: &str, shift: i32) -> String {
    let by = shift.rem_euclid(26) as u8;
    let turn = |b: u8| {
        let base = (b & 0x20) | b'A';
        let place = b.wrapping_sub(base);
        let turned = place.wrapping_add(by);
        let turned = if turned >= 26 { turned.wrapping_sub(26) } else { turned };
        if place < 26 { base.wrapping_add(turned) } else { b }
    };
    text_of(text.bytes().map(turn).collect())
}

/// Enciphers the letters of `text` with those of `key`; `None` if it has none.
pub fn encipher(text: &str, key: &str) -> Option<String> {
    with_shifts(text, &key_shifts(key, false))
}

/// Undoes [`encipher`].
pub fn decipher(text: &str, key: &str) -> Option<String> {
    with_shifts(text, &key_shifts(key, true))
}

fn counts_of(text: &str) -> [usize; 26] {
    let mut even = [0u32; 32];
    let mut odd = [0u32; 32];
    let pairs = text.as_bytes().chunks_exact(2);
    if let [last] = pairs.remainder() {
        even[LETTER[*last as usize] as usize & 31] += 1;
    }
    for pair in pairs {
        even[LETTER[pair[0] as usize] as usize & 31] += 1;
        odd[LETTER[pair[1] as usize] as usize & 31] += 1;
    }
    std::array::from_fn(|i| even[i] as usize + odd[i] as usize)
}

/// How often each letter from a to z occurs, in either case.
pub fn letter_counts(text: &str) -> Vec<usize> {
    counts_of(text).to_vec()
}

/// The numbers of letters, digits, spaces and other characters (of Unicode).
pub fn classes(text: &str) -> (usize, usize, usize, usize) {
    let (mut letters, mut digits, mut spaces, mut all) = (0, 0, 0, 0);
    if text.is_ascii() {
        all = text.len();
        for b in text.bytes() {
            letters += b.is_ascii_alphabetic() as usize;
            digits += b.is_ascii_digit() as usize;
            spaces += (b == b' ' || b.wrapping_sub(9) < 5) as usize;
        }
    } else {
        for c in text.chars() {
            all += 1;
            letters += c.is_alphabetic() as usize;
            digits += c.is_numeric() as usize;
            spaces += c.is_whitespace() as usize;
        }
    }
    (letters, digits, spaces, all - letters - digits - spaces)
}

/// The chi-squared sum for counts that were turned back by `shift`.
fn oddness_of(counts: &[usize; 26], expected: &[f64; 26], shift: usize) -> f64 {
    let (front, back) = counts.split_at(shift);
    back.iter()
        .chain(front)
        .zip(expected)
        .filter(|&(_, &expected)| expected > 0.0)
        .map(|(&n, &expected)| {
            let off = n as f64 - expected;
            off * off / expected
        })
        .sum()
}

fn expectations(counts: &[usize; 26]) -> [f64; 26] {
    let total = counts.iter().sum::<usize>() as f64;
    ENGLISH.map(|percent| percent * total / 100.0)
}

/// How unlike English the letters of the text are (chi-squared, 0 without letters).
pub fn oddness(text: &str) -> f64 {
    let counts = counts_of(text);
    oddness_of(&counts, &expectations(&counts), 0)
}

/// The Caesar shift that was most likely used to make the text.
pub fn guess_shift(text: &str) -> i32 {
    let counts = counts_of(text);
    let expected = expectations(&counts);
    let mut best = (oddness_of(&counts, &expected, 0), 0);
    for shift in 1..26 {
        let odd = oddness_of(&counts, &expected, shift);
        if odd.total_cmp(&best.0).is_lt() {
            best = (odd, shift as i32);
        }
    }
    best.1
}
