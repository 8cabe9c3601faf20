// SPDX-License-Identifier: MIT
//! Letters of ASCII: case, classes, digits of other bases.

/// What a byte is: 1 a letter, 2 a digit, 4 white space, 8 punctuation.
const CLASSES: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 128 {
        let letter = byte as u8;
        classes[byte] = letter.is_ascii_alphabetic() as u8
            | (letter.is_ascii_digit() as u8) << 1
            | (letter.is_ascii_whitespace() as u8) << 2
            | (letter.is_ascii_punctuation() as u8) << 3;
        byte += 1;
    }
    classes
}

/// Whether all bytes are ASCII, looked at many at a time.
pub fn is_ascii_text(bytes: &[u8]) -> bool {
    bytes.chunks(32).all(|chunk| chunk.iter().fold(0, |all, byte| all | byte) < 0x80)
}

/// Whether two texts are equal but for the case of ASCII letters.
pub fn equal_ignoring_case(a: &[u8], b: &[u8]) -> bool {
    a.eq_ignore_ascii_case(b)
}

/// Makes ASCII letters small, without a branch.
pub fn lower_case(bytes: &mut [u8]) {
    for byte in bytes {
        *byte |= u8::from(byte.is_ascii_uppercase()) << 5;
    }
}

/// A text with its ASCII letters small.
pub fn to_lower_case(text: &str) -> String {
    text.to_ascii_lowercase()
}

/// How many words a text has, by white space of ASCII.
pub fn count_words(bytes: &[u8]) -> usize {
    let mut words = 0;
    let mut before = true;
    for &byte in bytes {
        let space = CLASSES[usize::from(byte)] & 4 != 0;
        words += usize::from(before & !space);
        before = space;
    }
    words
}

/// How many ASCII letters and digits there are.
pub fn count_alphanumeric(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| CLASSES[usize::from(**byte)] & 3 != 0).count()
}

/// Whether a text is an identifier: a letter or `_`, then letters, digits and `_`.
pub fn is_identifier(bytes: &[u8]) -> bool {
    let word = |byte: u8| CLASSES[usize::from(byte)] & 3 != 0 || byte == b'_';
    bytes.first().is_some_and(|first| !first.is_ascii_digit()) && bytes.iter().all(|byte| word(*byte))
}

/// The value of a hexadecimal digit.
pub const fn hex_value(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

/// A text without the ASCII white space at its ends.
pub fn trimmed(bytes: &[u8]) -> &[u8] {
    bytes.trim_ascii()
}
