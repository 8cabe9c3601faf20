//! JSON text, as much of it as a trace needs.

use std::fmt::Write as _;

/// A JSON string.
pub fn string(text: &str, out: &mut String) {
    out.push('"');
    let mut plain = 0;
    for (at, byte) in text.bytes().enumerate() {
        if byte >= 0x20 && byte != b'"' && byte != b'\\' {
            continue;
        }
        out.push_str(&text[plain..at]);
        plain = at + 1;
        let _ = match byte {
            b'"' => out.write_str("\\\""),
            b'\\' => out.write_str("\\\\"),
            b'\n' => out.write_str("\\n"),
            b'\t' => out.write_str("\\t"),
            _ => write!(out, "\\u{byte:04x}"),
        };
    }
    out.push_str(&text[plain..]);
    out.push('"');
}

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Bytes as a string where they are UTF-8, else as `{"$base64":"…"}`.
pub fn bytes(bytes: &[u8], out: &mut String) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return string(text, out);
    }
    out.push_str("{\"$base64\":\"");
    for chunk in bytes.chunks(3) {
        let word = chunk.iter().fold(0u32, |word, byte| word << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for digit in 0..4 {
            let known = digit <= chunk.len();
            let index = (word >> (18 - 6 * digit) & 63) as usize;
            out.push(if known { DIGITS[index] as char } else { '=' });
        }
    }
    out.push_str("\"}");
}

#[cfg(test)]
mod tests {
    fn written(write: impl FnOnce(&mut String)) -> String {
        let mut out = String::new();
        write(&mut out);
        out
    }

    #[test]
    fn what_json_reserves_is_escaped() {
        assert_eq!(written(|out| super::string("a\"\\\n\u{1}ü", out)), "\"a\\\"\\\\\\n\\u0001ü\"");
    }

    #[test]
    fn bytes_that_are_no_text_are_base64_of_any_length() {
        let base64 = |bytes: &[u8]| written(|out| super::bytes(bytes, out));
        assert_eq!(base64(b"text"), "\"text\"");
        assert_eq!(base64(&[0, 255]), "{\"$base64\":\"AP8=\"}");
        assert_eq!(base64(&[255]), "{\"$base64\":\"/w==\"}");
        assert_eq!(base64(&[255, 254, 253]), "{\"$base64\":\"//79\"}");
    }
}
