// SPDX-License-Identifier: MIT
//! UTF-8 as bytes.

/// How many bytes a letter has that begins with a byte; 0 where none begins with it.
const LENGTHS: [u8; 256] = lengths();

const fn lengths() -> [u8; 256] {
    let mut lengths = [0; 256];
    let mut first = 0;
    while first < 256 {
        lengths[first] = match first {
            0x00..=0x7f => 1,
            0xc2..=0xdf => 2,
            0xe0..=0xef => 3,
            0xf0..=0xf4 => 4,
            _ => 0,
        };
        first += 1;
    }
    lengths
}

/// How many bytes a letter has, by its first one.
pub fn letter_length(first: u8) -> usize {
    usize::from(LENGTHS[usize::from(first)])
}

/// How many letters a text has: the bytes that do not go on with one.
pub fn count_letters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| (**byte as i8) >= -0x40).count()
}

/// Whether bytes are valid UTF-8, with what the standard library has for it.
pub fn is_utf8(bytes: &[u8]) -> bool {
    core::str::from_utf8(bytes).is_ok()
}

/// How many bytes at the beginning of a text are ASCII, looked at eight at a time.
pub fn ascii_prefix(bytes: &[u8]) -> usize {
    let mut at = 0;
    for chunk in bytes.chunks_exact(8) {
        let high = u64::from_le_bytes(chunk.try_into().unwrap_or_default()) & 0x8080_8080_8080_8080;
        if high != 0 {
            return at + (high.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    at + bytes[at..].iter().take_while(|byte| **byte < 0x80).count()
}

/// The first letter of a text and its length; `None` where there is none or it is not valid.
pub fn first_letter(bytes: &[u8]) -> Option<(char, usize)> {
    let length = usize::from(LENGTHS[usize::from(*bytes.first()?)]);
    let letter = core::str::from_utf8(bytes.get(..length)?).ok()?;
    Some((letter.chars().next()?, length))
}
