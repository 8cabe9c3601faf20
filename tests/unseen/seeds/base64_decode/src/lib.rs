//! Base64 decoding (RFC 4648, with line breaks allowed as in mails).

const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Looks a symbol up in the alphabet.
fn sextet(symbol: u8) -> Option<u32> {
    for (value, &candidate) in ALPHABET.iter().enumerate() {
        if candidate == symbol {
            return Some(value as u32);
        }
    }
    None
}

/// Decodes padded base64. White space between the symbols is skipped. `None` if there is another
/// character, if the padding is wrong or if symbols are missing.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    let symbols: Vec<u8> = text.bytes().filter(|b| !b.is_ascii_whitespace()).collect();
    if symbols.len() % 4 != 0 {
        return None;
    }
    let padding = symbols.iter().rev().take_while(|&&b| b == b'=').count();
    if padding > 2 {
        return None;
    }
    let mut out = Vec::new();
    let mut buffer: u32 = 0;
    let mut bits = 0;
    for &symbol in &symbols[..symbols.len() - padding] {
        buffer = (buffer << 6) | sextet(symbol)?;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push((buffer >> bits) as u8);
            buffer &= (1 << bits) - 1;
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_rfc_examples() {
        assert_eq!(decode("").unwrap(), b"");
        assert_eq!(decode("Zg==").unwrap(), b"f");
        assert_eq!(decode("Zm8=").unwrap(), b"fo");
        assert_eq!(decode("Zm9vYmFy").unwrap(), b"foobar");
    }

    #[test]
    fn skips_line_breaks() {
        assert_eq!(decode("Zm9v\r\nYmFy\n").unwrap(), b"foobar");
    }

    #[test]
    fn refuses_nonsense() {
        assert_eq!(decode("Zm9"), None);
        assert_eq!(decode("Zm=v"), None);
        assert_eq!(decode("Z==="), None);
        assert_eq!(decode("Zm9-"), None);
    }
}
