// SPDX-License-Identifier: MIT
//! Bytes as text and back: hexadecimal, base64, percent signs, numbers of varying length.

/// Both digits of each byte in small letters.
const HEX_PAIRS: [[u8; 2]; 256] = hex_pairs(b"0123456789abcdef");

/// Both digits of each byte in capitals.
const HEX_CAPITALS: [[u8; 2]; 256] = hex_pairs(b"0123456789ABCDEF");

const fn hex_pairs(digits: &[u8; 16]) -> [[u8; 2]; 256] {
    let mut pairs = [[0; 2]; 256];
    let mut byte = 0;
    while byte < 256 {
        pairs[byte] = [digits[byte >> 4], digits[byte & 15]];
        byte += 1;
    }
    pairs
}

/// Encodes bytes as a text of hexadecimal digits, two for each.
pub fn hex_text(bytes: &[u8]) -> String {
    let mut text = Vec::with_capacity(2 * bytes.len());
    for &byte in bytes {
        text.extend_from_slice(&HEX_PAIRS[usize::from(byte)]);
    }
    String::from_utf8(text).unwrap_or_default()
}

/// Encodes bytes as a text of hexadecimal digits in capitals (upper case).
pub fn hex_text_in_capitals(bytes: &[u8]) -> String {
    let mut text = Vec::with_capacity(2 * bytes.len());
    for &byte in bytes {
        text.extend_from_slice(&HEX_CAPITALS[usize::from(byte)]);
    }
    String::from_utf8(text).unwrap_or_default()
}

/// What each hexadecimal digit is worth; 255: it is none.
const HEX_VALUES: [u8; 256] = hex_values();

const fn hex_values() -> [u8; 256] {
    let mut values = [255; 256];
    let mut digit = 0;
    while digit < 16 {
        values[b"0123456789abcdef"[digit as usize] as usize] = digit;
        values[b"0123456789ABCDEF"[digit as usize] as usize] = digit;
        digit += 1;
    }
    values
}

/// Decodes the bytes of a text of hexadecimal digits; `None` where it has another letter or an odd length.
pub fn hex_bytes(text: &[u8]) -> Option<Vec<u8>> {
    if text.len() % 2 != 0 {
        return None;
    }
    let mut seen = 0;
    let byte = |pair: &[u8]| {
        let (high, low) = (HEX_VALUES[usize::from(pair[0])], HEX_VALUES[usize::from(pair[1])]);
        seen |= high | low;
        high << 4 | low
    };
    let bytes: Vec<u8> = text.chunks_exact(2).map(byte).collect();
    (seen < 16).then_some(bytes)
}

/// The letters of base64, in the order of what they are worth.
const BASE64_LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The two letters of each number of twelve bits.
const BASE64_PAIRS: [[u8; 2]; 4096] = base64_pairs();

const fn base64_pairs() -> [[u8; 2]; 4096] {
    let mut pairs = [[0; 2]; 4096];
    let mut number = 0;
    while number < 4096 {
        pairs[number] = [BASE64_LETTERS[number >> 6], BASE64_LETTERS[number & 63]];
        number += 1;
    }
    pairs
}

/// Encodes bytes as base64 with padding: three of them are two pairs of letters.
pub fn base64_text(bytes: &[u8]) -> String {
    let groups = bytes.chunks_exact(3);
    let rest = groups.remainder();
    let mut text = Vec::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in groups {
        let number = usize::from(group[0]) << 16 | usize::from(group[1]) << 8 | usize::from(group[2]);
        let ([a, b], [c, d]) = (BASE64_PAIRS[number >> 12], BASE64_PAIRS[number & 4095]);
        text.extend_from_slice(&[a, b, c, d]);
    }
    match *rest {
        [one] => {
            text.extend_from_slice(&BASE64_PAIRS[usize::from(one) << 4]);
            text.extend_from_slice(b"==");
        }
        [one, two] => {
            let number = usize::from(one) << 10 | usize::from(two) << 2;
            text.extend_from_slice(&BASE64_PAIRS[number >> 6]);
            text.push(BASE64_LETTERS[number & 63]);
            text.push(b'=');
        }
        _ => {}
    }
    String::from_utf8(text).unwrap_or_default()
}

/// What each letter of base64 is worth; 255: it is none.
const BASE64_VALUES: [u8; 256] = values_of(BASE64_LETTERS);

const fn values_of(letters: &[u8]) -> [u8; 256] {
    let mut values = [255; 256];
    let mut value = 0;
    while value < letters.len() {
        values[letters[value] as usize] = value as u8;
        value += 1;
    }
    values
}

/// Decodes the bytes of a text in base64 with or without padding; `None` where it has another letter, ends in the middle of a byte, or
/// has bits left.
pub fn base64_bytes(text: &[u8]) -> Option<Vec<u8>> {
    let text = match text {
        [inner @ .., b'=', b'='] | [inner @ .., b'='] if text.len() % 4 == 0 => inner,
        _ => text,
    };
    let groups = text.chunks_exact(4);
    let rest = groups.remainder();
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 2);
    let mut seen = 0;
    for group in groups {
        let value = |at: usize| BASE64_VALUES[usize::from(group[at])];
        let (a, b, c, d) = (value(0), value(1), value(2), value(3));
        seen |= a | b | c | d;
        bytes.extend_from_slice(&[a << 2 | b >> 4 & 3, b << 4 | c >> 2 & 15, c << 6 | d & 63]);
    }
    let mut left = 0;
    for (place, letter) in rest.iter().enumerate() {
        let value = BASE64_VALUES[usize::from(*letter)];
        seen |= value;
        match place {
            0 => left = value << 2,
            1 => {
                bytes.push(left | value >> 4 & 3);
                left = value << 4;
            }
            _ => {
                bytes.push(left | value >> 2 & 15);
                left = value << 6;
            }
        }
    }
    (seen < 64 && left == 0 && rest.len() != 1).then_some(bytes)
}

/// Decodes what stands for each percent sign and two hexadecimal digits in a text (as in a URL) as bytes; `None` where these are not there.
pub fn percent_bytes(text: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.iter().position(|byte| *byte == b'%') {
        bytes.extend_from_slice(&rest[..at]);
        let (high, low) = (HEX_VALUES[usize::from(*rest.get(at + 1)?)], HEX_VALUES[usize::from(*rest.get(at + 2)?)]);
        if high | low > 15 {
            return None;
        }
        bytes.push(high << 4 | low);
        rest = &rest[at + 3..];
    }
    bytes.extend_from_slice(rest);
    Some(bytes)
}

/// Reads a number of varying length (varint, LEB128): seven bits a byte, the lowest first, and how many bytes it had; `None` where it does not end
/// or is too large.
pub fn read_varint(bytes: &[u8]) -> Option<(u64, usize)> {
    let mut number = 0;
    for (at, &byte) in bytes.iter().take(10).enumerate() {
        if at == 9 && byte > 1 {
            return None;
        }
        number |= u64::from(byte & 127) << (7 * at);
        if byte < 128 {
            return Some((number, at + 1));
        }
    }
    None
}

/// Appends a number in varying length (varint, LEB128): seven bits a byte, the lowest first.
pub fn push_varint(bytes: &mut Vec<u8>, number: u64) {
    let mut rest = number;
    while rest > 127 {
        bytes.push(rest as u8 | 128);
        rest >>= 7;
    }
    bytes.push(rest as u8);
}

/// A number with a sign as one without, small ones small (zigzag).
pub const fn zigzag(number: i64) -> u64 {
    (number << 1 ^ number >> 63) as u64
}

/// The number with a sign that a zigzag number stands for.
pub const fn from_zigzag(number: u64) -> i64 {
    (number >> 1) as i64 ^ -((number & 1) as i64)
}

/// The digits of base 58: letters and numbers but for those that look alike (0, O, I, l).
const BASE58: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/// What each of them is worth; 255: it is none.
const BASE58_VALUES: [u8; 256] = values_of(BASE58);

/// Five digits of base 58 at a time.
const FIVE_DIGITS: u64 = 58 * 58 * 58 * 58 * 58;

/// Encodes bytes, seen as one number, in base 58: four bytes at a time, five digits at a time. Each leading zero is a digit.
pub fn base58_text(bytes: &[u8]) -> String {
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    let (first, rest) = bytes.split_at(bytes.len() % 4);
    let mut fives: Vec<u64> = Vec::with_capacity(bytes.len() / 3 + 1);
    for part in std::iter::once(first).chain(rest.chunks_exact(4)) {
        let mut carry = part.iter().fold(0, |number, byte| number << 8 | u64::from(*byte));
        for five in fives.iter_mut() {
            carry += *five << (8 * part.len());
            *five = carry % FIVE_DIGITS;
            carry /= FIVE_DIGITS;
        }
        while carry > 0 {
            fives.push(carry % FIVE_DIGITS);
            carry /= FIVE_DIGITS;
        }
    }
    let mut digits = Vec::with_capacity(zeros + 5 * fives.len());
    for (place, five) in fives.iter().enumerate() {
        let (mut left, mut count) = (*five, 0);
        // The first of them has no zeros before it.
        while if place + 1 < fives.len() { count < 5 } else { left > 0 } {
            digits.push(BASE58[(left % 58) as usize]);
            left /= 58;
            count += 1;
        }
    }
    digits.resize(digits.len() + zeros, BASE58[0]);
    digits.reverse();
    String::from_utf8(digits).unwrap_or_default()
}

/// Decodes a text of digits of base 58; `None` where it has another letter.
pub fn base58_bytes(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes();
    let zeros = digits.iter().take_while(|digit| **digit == BASE58[0]).count();
    let (first, rest) = digits.split_at(digits.len() % 5);
    let mut words: Vec<u32> = Vec::with_capacity(digits.len() / 5 + 1);
    for part in std::iter::once(first).chain(rest.chunks_exact(5)) {
        let (mut carry, mut power) = (0, 1);
        for digit in part {
            let value = BASE58_VALUES[usize::from(*digit)];
            if value == 255 {
                return None;
            }
            carry = carry * 58 + u64::from(value);
            power *= 58;
        }
        for word in words.iter_mut() {
            carry += u64::from(*word) * power;
            *word = carry as u32;
            carry >>= 32;
        }
        if carry > 0 {
            words.push(carry as u32);
        }
    }
    let mut bytes = Vec::with_capacity(zeros + 4 * words.len());
    bytes.resize(zeros, 0);
    let number = words.iter().rev().flat_map(|word| word.to_be_bytes());
    bytes.extend(number.skip_while(|byte| *byte == 0));
    Some(bytes)
}
