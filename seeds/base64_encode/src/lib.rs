//! Bytes as Base64 (RFC 4648, with padding).
//!
//! ```
//! assert_eq!(base64_encode::encode(b"hello"), "aGVsbG8=");
//! ```

const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Four letters for each three bytes; `=` where the last three are not all there.
pub fn encode(bytes: &[u8]) -> String {
    let alphabet: Vec<char> = ALPHABET.chars().collect();
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let first = chunk[0] as usize;
        let second = if chunk.len() > 1 { chunk[1] as usize } else { 0 };
        let third = if chunk.len() > 2 { chunk[2] as usize } else { 0 };
        let bits = first << 16 | second << 8 | third;

        text.push(alphabet[bits >> 18]);
        text.push(alphabet[bits >> 12 & 63]);
        if chunk.len() > 1 {
            text.push(alphabet[bits >> 6 & 63]);
        } else {
            text.push('=');
        }
        if chunk.len() > 2 {
            text.push(alphabet[bits & 63]);
        } else {
            text.push('=');
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_the_rfc_hold() {
        let examples = [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ];
        for (plain, encoded) in examples {
            assert_eq!(encode(plain.as_bytes()), encoded);
        }
    }

    #[test]
    fn every_letter_occurs() {
        let bits: u64 = 0x0010_8310_5187;
        assert_eq!(encode(&bits.to_be_bytes()[2..]), "ABCDEFGH");
        assert_eq!(encode(&[0xfb, 0xff, 0xbf]), "+/+/");
    }
}
