//! Base32 of RFC 4648, with padding.

const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// Encodes bytes; the result is padded with `=` to a multiple of eight characters.
pub fn encode(data: &[u8]) -> String {
    let mut out = String::new();
    let mut buffer: u32 = 0;
    let mut bits = 0;
    for byte in data {
        buffer = (buffer << 8) | *byte as u32;
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            let index = (buffer >> bits) & 31;
            out.push(ALPHABET.chars().nth(index as usize).unwrap());
        }
        buffer &= (1 << bits) - 1;
    }
    if bits > 0 {
        let index = (buffer << (5 - bits)) & 31;
        out.push(ALPHABET.chars().nth(index as usize).unwrap());
    }
    while out.len() % 8 != 0 {
        out.push('=');
    }
    out
}

/// Decodes text; small letters are accepted, white space is skipped and padding may be missing.
/// `None` if there is any other character, or if bits that are left over are not zero.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    let cleaned: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let cleaned = cleaned.trim_end_matches('=').to_ascii_uppercase();
    let mut out = Vec::new();
    let mut buffer: u32 = 0;
    let mut bits = 0;
    for c in cleaned.chars() {
        let value = ALPHABET.find(c)?;
        buffer = (buffer << 5) | value as u32;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            out.push((buffer >> bits) as u8);
            buffer &= (1 << bits) - 1;
        }
    }
    if bits >= 5 || buffer != 0 {
        return None;
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_values() {
        assert_eq!(encode(b""), "");
        assert_eq!(encode(b"fo"), "MZXQ====");
        assert_eq!(encode(b"foobar"), "MZXW6YTBOI======");
        assert_eq!(decode("mzxw6\nytboi"), Some(b"foobar".to_vec()));
    }

    #[test]
    fn refuses() {
        assert_eq!(decode("MZ1Q"), None);
        assert_eq!(decode("MZXR"), None);
        assert_eq!(decode("M"), None);
    }
}
