//! Checks of international bank account numbers.

/// Why a number is wrong.
#[derive(Debug, Clone, PartialEq)]
pub enum IbanError {
    /// A character that is neither letter nor digit nor blank.
    Character(char),
    /// It does not begin with two letters and two digits.
    Start,
    /// The country has no such numbers.
    Country(String),
    /// The length the country has, and the one found.
    Length(usize, usize),
    /// The check digits do not fit.
    Checksum,
}

const COUNTRIES: [(&[u8; 2], u8); 40] = [
    (b"AD", 24), (b"AE", 23), (b"AT", 20), (b"BE", 16), (b"BG", 22), (b"CH", 21), (b"CY", 28),
    (b"CZ", 24), (b"DE", 22), (b"DK", 18), (b"EE", 20), (b"ES", 24), (b"FI", 18), (b"FR", 27),
    (b"GB", 22), (b"GI", 23), (b"GR", 27), (b"HR", 21), (b"HU", 28), (b"IE", 22), (b"IS", 26),
    (b"IT", 27), (b"LI", 21), (b"LT", 20), (b"LU", 20), (b"LV", 21), (b"MC", 27), (b"MT", 31),
    (b"NL", 18), (b"NO", 15), (b"PL", 28), (b"PT", 25), (b"RO", 24), (b"RS", 22), (b"SA", 24),
    (b"SE", 24), (b"SI", 19), (b"SK", 24), (b"SM", 27), (b"TR", 26),
];

/// The length by both letters, 0 for none.
static LENGTHS: [u8; 26 * 26] = {
    let mut table = [0; 26 * 26];
    let mut i = 0;
    while i < COUNTRIES.len() {
        let (letters, length) = COUNTRIES[i];
        table[(letters[0] - b'A') as usize * 26 + (letters[1] - b'A') as usize] = length;
        i += 1;
    }
    table
};

fn length_of(a: u8, b: u8) -> Option<usize> {
    let (a, b) = (a.wrapping_sub(b'A') as usize, b.wrapping_sub(b'A') as usize);
    if a >= 26 || b >= 26 {
        return None;
    }
    Some(LENGTHS[a * 26 + b] as usize).filter(|&length| length > 0)
}

const LONGEST: usize = 31;

/// The first characters without blanks, in capitals, and how many there are in all.
struct Compact {
    bytes: [u8; LONGEST],
    length: usize,
}

fn compact(text: &str) -> Result<Compact, IbanError> {
    let mut bytes = [0; LONGEST];
    let mut length = 0;
    for (i, &byte) in text.as_bytes().iter().enumerate() {
        if byte.is_ascii_alphanumeric() {
            if length < LONGEST {
                bytes[length] = byte.to_ascii_uppercase();
            }
            length += 1;
        } else if byte != b' ' {
            let wrong = text.get(i..).and_then(|rest| rest.chars().next());
            return Err(IbanError::Character(wrong.unwrap_or('?')));
        }
    }
    Ok(Compact { bytes, length })
}

/// Goes on with the rest by 97; the bytes are digits and capitals.
fn mod97(start: u32, bytes: &[u8]) -> u32 {
    let mut rest = start as u64;
    // Eight characters are at most sixteen digits.
    for chunk in bytes.chunks(8) {
        for &byte in chunk {
            rest = if byte <= b'9' {
                rest * 10 + (byte - b'0') as u64
            } else {
                rest * 100 + (byte - b'A') as u64 + 10
            };
        }
        rest %= 97;
    }
    rest as u32
}

fn text_of(bytes: &[u8]) -> String {
    std::str::from_utf8(bytes).unwrap_or("").to_string()
}

/// A number that is right in all, with its length.
fn verify(text: &str) -> Result<Compact, IbanError> {
    let compact = compact(text)?;
    let bytes = &compact.bytes;
    let start = compact.length >= 4
        && bytes[..2].iter().all(u8::is_ascii_uppercase)
        && bytes[2..4].iter().all(u8::is_ascii_digit);
    if !start {
        return Err(IbanError::Start);
    }
    let Some(length) = length_of(bytes[0], bytes[1]) else {
        return Err(IbanError::Country(text_of(&bytes[..2])));
    };
    if length != compact.length {
        return Err(IbanError::Length(length, compact.length));
    }
    if mod97(mod97(0, &bytes[4..length]), &bytes[..4]) != 1 {
        return Err(IbanError::Checksum);
    }
    Ok(compact)
}

/// Without blanks, in capitals.
pub fn normalize(text: &str) -> Result<String, IbanError> {
    let mut result = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            result.push(c.to_ascii_uppercase());
        } else if c != ' ' {
            return Err(IbanError::Character(c));
        }
    }
    Ok(result)
}

/// Checks a number and gives it back without blanks, in capitals.
pub fn check(text: &str) -> Result<String, IbanError> {
    let compact = verify(text)?;
    Ok(text_of(&compact.bytes[..compact.length]))
}

/// The whole number for a country and an account, with the right check digits.
pub fn build(country: &str, account: &str) -> Result<String, IbanError> {
    let place = compact(country)?;
    let number = compact(account)?;
    let (first, second) = (place.bytes[0], place.bytes[1]);
    let length = match length_of(first, second) {
        Some(length) if place.length == 2 => length,
        _ => return Err(IbanError::Country(normalize(country)?)),
    };
    if number.length + 4 != length {
        return Err(IbanError::Length(length, number.length + 4));
    }
    let digits = &number.bytes[..number.length];
    let check = 98 - mod97(mod97(0, digits), &[first, second, b'0', b'0']) as u8;
    let mut whole = Vec::with_capacity(length);
    whole.extend_from_slice(&[first, second, b'0' + check / 10, b'0' + check % 10]);
    whole.extend_from_slice(digits);
    Ok(String::from_utf8(whole).unwrap_or_default())
}

/// In groups of four, as it is printed.
pub fn pretty(text: &str) -> Result<String, IbanError> {
    let compact = verify(text)?;
    let mut printed = String::with_capacity(LONGEST + LONGEST / 4);
    for (i, &byte) in compact.bytes[..compact.length].iter().enumerate() {
        if i > 0 && i % 4 == 0 {
            printed.push(' ');
        }
        printed.push(byte as char);
    }
    Ok(printed)
}

/// Checks a list, one number a line, and tells the lines, counted from 1, that are wrong. Empty
/// lines are skipped.
pub fn check_list(text: &str) -> Vec<(usize, IbanError)> {
    let mut wrong = Vec::new();
    for (i, line) in text.lines().enumerate() {
        if let Err(error) = verify(line) {
            if !line.trim().is_empty() {
                wrong.push((i + 1, error));
            }
        }
    }
    wrong
}
