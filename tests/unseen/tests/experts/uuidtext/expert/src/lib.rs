//! Reading and printing UUIDs in their usual textual forms.

/// Why a text is no UUID.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UuidError {
    /// Neither 32 digits nor 36 characters with hyphens.
    BadLength,
    /// A hyphen is missing at one of its four places.
    BadHyphen,
    /// Some character is no hexadecimal digit.
    BadDigit,
}

/// The value of a hexadecimal digit, 0xff for any other byte.
const VALUE: [u8; 256] = {
    let mut table = [0xffu8; 256];
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

const HEX: &[u8; 16] = b"0123456789abcdef";

/// Where the two digits of each byte begin, with hyphens and without.
const HYPHENATED: [u8; 16] = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34];
const PLAIN: [u8; 16] = [0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30];

fn strip_decoration(text: &str) -> &str {
    if let Some(rest) = text.strip_prefix("urn:uuid:") {
        return rest;
    }
    if let Some(rest) = text.strip_prefix('{') {
        if let Some(inner) = rest.strip_suffix('}') {
            return inner;
        }
    }
    text
}

#[inline(always)]
fn digits<const N: usize>(text: &[u8; N], places: &[u8; 16]) -> Result<[u8; 16], UuidError> {
    let mut bytes = [0u8; 16];
    let mut all = 0u8;
    for i in 0..16 {
        let place = places[i] as usize;
        let high = VALUE[text[place] as usize];
        let low = VALUE[text[place + 1] as usize];
        all |= high | low;
        bytes[i] = (high << 4) | (low & 15);
    }
    if all > 15 {
        return Err(UuidError::BadDigit);
    }
    Ok(bytes)
}

/// The error of a text with characters beyond ASCII.
#[cold]
fn foreign(text: &str) -> UuidError {
    match text.chars().count() {
        32 => UuidError::BadDigit,
        36 => {
            let hyphen = |(place, c): (usize, char)| ![8, 13, 18, 23].contains(&place) || c == '-';
            if text.chars().enumerate().all(hyphen) {
                UuidError::BadDigit
            } else {
                UuidError::BadHyphen
            }
        }
        _ => UuidError::BadLength,
    }
}

/// Parses `67e55044-10b1-426f-9247-bb680e5fe0c8`, the same without hyphens, in braces, or
/// with the prefix `urn:uuid:`. Both cases of letters are fine.
pub fn parse(text: &str) -> Result<[u8; 16], UuidError> {
    let text = strip_decoration(text);
    let bytes = text.as_bytes();
    if let Ok(bytes) = <&[u8; 36]>::try_from(bytes) {
        if bytes[8] == b'-' && bytes[13] == b'-' && bytes[18] == b'-' && bytes[23] == b'-' {
            if let Ok(id) = digits(bytes, &HYPHENATED) {
                return Ok(id);
            }
        }
    } else if let Ok(bytes) = <&[u8; 32]>::try_from(bytes) {
        if let Ok(id) = digits(bytes, &PLAIN) {
            return Ok(id);
        }
    } else if bytes.len() < 32 {
        return Err(UuidError::BadLength);
    }
    Err(foreign(text))
}

/// The canonical form: small letters, with hyphens.
pub fn format(bytes: &[u8; 16]) -> String {
    let mut out = [b'-'; 36];
    for i in 0..16 {
        let place = HYPHENATED[i] as usize;
        out[place] = HEX[(bytes[i] >> 4) as usize];
        out[place + 1] = HEX[(bytes[i] & 15) as usize];
    }
    std::str::from_utf8(&out).unwrap().to_owned()
}

/// Reads a list of UUIDs separated by white space or commas. Returns the valid ones in
/// canonical form, in their order and without repetition of the one just before, and the
/// number of words that were no UUIDs.
pub fn normalize_list(text: &str) -> (Vec<String>, usize) {
    let mut ids: Vec<String> = Vec::with_capacity(text.len() / 37 + 1);
    let mut last: Option<[u8; 16]> = None;
    let mut rejected = 0;
    let mut take = |word: &str| match parse(word) {
        Ok(bytes) => {
            if last != Some(bytes) {
                ids.push(format(&bytes));
                last = Some(bytes);
            }
        }
        Err(_) => rejected += 1,
    };
    if text.is_ascii() {
        let bytes = text.as_bytes();
        let mut start = 0;
        for (at, &b) in bytes.iter().enumerate() {
            if b <= b',' && (b == b',' || b == b' ' || (9..=13).contains(&b)) {
                if at > start {
                    take(&text[start..at]);
                }
                start = at + 1;
            }
        }
        if start < text.len() {
            take(&text[start..]);
        }
    } else {
        text.split(|c: char| c.is_whitespace() || c == ',').filter(|w| !w.is_empty()).for_each(take);
    }
    (ids, rejected)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_and_errors() {
        let text = "67e55044-10b1-426f-9247-bb680e5fe0c8";
        let id = parse(text).unwrap();
        assert_eq!(format(&id), text);
        assert_eq!(parse("{67E5504410B1426F9247BB680E5FE0C8}"), Ok(id));
        assert_eq!(parse(""), Err(UuidError::BadLength));
        assert_eq!(parse("67e55044-10b1-426f-9247_bb680e5fe0c8"), Err(UuidError::BadHyphen));
        assert_eq!(parse("67e5504410b1426f9247bb680e5fe0cé"), Err(UuidError::BadDigit));
        assert_eq!(parse("67e5504410b1426f9247bb680e5fe0cx"), Err(UuidError::BadDigit));
    }
}
