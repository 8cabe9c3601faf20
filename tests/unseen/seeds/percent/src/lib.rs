//! Percent encoding of parts of a URL.

/// Decodes `%XX`. `None` if a percent sign is not followed by two hexadecimal digits, or if the
/// result is not UTF-8.
pub fn decode(text: &str) -> Option<String> {
    let chars: Vec<char> = text.chars().collect();
    let mut bytes: Vec<u8> = Vec::new();
    let mut i = 0;
    while i < chars.len() {
        if chars[i] == '%' {
            if i + 2 >= chars.len() {
                return None;
            }
            let high = chars[i + 1].to_digit(16)?;
            let low = chars[i + 2].to_digit(16)?;
            bytes.push((high * 16 + low) as u8);
            i += 3;
        } else {
            bytes.extend(chars[i].to_string().as_bytes());
            i += 1;
        }
    }
    String::from_utf8(bytes).ok()
}

/// Encodes everything but letters, digits and `-._~`.
pub fn encode(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        let c = byte as char;
        if c.is_ascii_alphanumeric() || "-._~".contains(c) {
            out.push(c);
        } else {
            out += &format!("%{:02X}", byte);
        }
    }
    out
}

/// The decoded segments of a path; empty ones are left out.
pub fn segments(path: &str) -> Option<Vec<String>> {
    let mut result = Vec::new();
    for segment in path.split('/') {
        let decoded = decode(segment)?;
        if !decoded.is_empty() {
            result.push(decoded);
        }
    }
    Some(result)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes() {
        assert_eq!(decode("a%20b%2Fc"), Some("a b/c".to_string()));
        assert_eq!(decode("%C3%a9"), Some("é".to_string()));
        assert_eq!(decode("%C3"), None);
        assert_eq!(decode("%2"), None);
        assert_eq!(decode("%+1"), None);
    }

    #[test]
    fn encodes() {
        assert_eq!(encode("a b/é~"), "a%20b%2F%C3%A9~");
        assert_eq!(segments("/a%20b//c"), Some(vec!["a b".to_string(), "c".to_string()]));
    }
}
