//! Decoding of hexadecimal text, as it stands in configuration files and checksums.

use std::fmt;

/// The digits, in the order of their values.
const DIGITS: &str = "0123456789abcdef";

/// Why a text is not hexadecimal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecodeError {
    /// The text has an odd number of characters.
    OddLength,
    /// The character at this position (counted in characters) is no hex digit.
    InvalidDigit(usize),
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DecodeError::OddLength => write!(f, "odd number of hex digits"),
            DecodeError::InvalidDigit(position) => write!(f, "no hex digit at {position}"),
        }
    }
}

impl std::error::Error for DecodeError {}

/// The value of one digit, upper or lower case.
fn digit_value(c: char) -> Option<u8> {
    DIGITS.find(c.to_ascii_lowercase()).map(|index| index as u8)
}

/// Decodes a text of hex digits, two for each byte.
pub fn decode(text: &str) -> Result<Vec<u8>, DecodeError> {
    let chars: Vec<char> = text.chars().collect();
    if chars.len() % 2 != 0 {
        return Err(DecodeError::OddLength);
    }
    let mut bytes = Vec::new();
    let mut i = 0;
    while i < chars.len() {
        let high = digit_value(chars[i]).ok_or(DecodeError::InvalidDigit(i))?;
        let low = digit_value(chars[i + 1]).ok_or(DecodeError::InvalidDigit(i + 1))?;
        bytes.push(high * 16 + low);
        i += 2;
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_both_cases() {
        assert_eq!(decode("00fF10Ab"), Ok(vec![0, 255, 16, 171]));
        assert_eq!(decode(""), Ok(vec![]));
    }

    #[test]
    fn refuses_odd_texts() {
        assert_eq!(decode("abc"), Err(DecodeError::OddLength));
    }

    #[test]
    fn names_the_bad_digit() {
        assert_eq!(decode("ab0g"), Err(DecodeError::InvalidDigit(3)));
        assert_eq!(decode("é0"), Err(DecodeError::InvalidDigit(0)));
    }
}
