//! Bytes as hexadecimal digits.
//!
//! ```
//! assert_eq!(hex_encode::encode(&[0, 10, 255]), "000aff");
//! ```

/// Two lower-case digits for each byte.
pub fn encode(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in bytes {
        text.push_str(&format!("{byte:02x}"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_has_no_digits() {
        assert_eq!(encode(&[]), "");
    }

    #[test]
    fn every_byte_has_its_digits() {
        for byte in 0..=255_u8 {
            assert_eq!(u8::from_str_radix(&encode(&[byte]), 16), Ok(byte));
        }
        assert_eq!(encode(b"\x01\x9f\xa0kl"), "019fa06b6c");
    }
}
