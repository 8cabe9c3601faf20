//! Hex decoding with a table.

use std::fmt;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecodeError {
    OddLength,
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

const BAD: u8 = 0xff;

static VALUES: [u8; 256] = {
    let mut table = [BAD; 256];
    let mut i = 0;
    while i < 10 {
        table[b'0' as usize + i] = i as u8;
        i += 1;
    }
    let mut i = 0;
    while i < 6 {
        table[b'a' as usize + i] = 10 + i as u8;
        table[b'A' as usize + i] = 10 + i as u8;
        i += 1;
    }
    table
};

pub fn decode(text: &str) -> Result<Vec<u8>, DecodeError> {
    let bytes = text.as_bytes();
    if bytes.len() % 2 == 0 {
        let mut seen = 0u8;
        let out: Vec<u8> = bytes
            .chunks_exact(2)
            .map(|pair| {
                let (high, low) = (VALUES[pair[0] as usize], VALUES[pair[1] as usize]);
                seen |= high | low;
                high << 4 | low & 15
            })
            .collect();
        if seen < 16 {
            return Ok(out);
        }
    }
    Err(explain(text))
}

#[cold]
fn explain(text: &str) -> DecodeError {
    if text.chars().count() % 2 != 0 {
        return DecodeError::OddLength;
    }
    match text.chars().position(|c| !c.is_ascii_hexdigit()) {
        Some(at) => DecodeError::InvalidDigit(at),
        None => DecodeError::OddLength,
    }
}
