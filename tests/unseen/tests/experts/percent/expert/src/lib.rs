//! Percent encoding of parts of a URL.

const BAD: u8 = 255;

const fn digits() -> [u8; 256] {
    let mut out = [BAD; 256];
    let mut i = 0;
    while i < 16 {
        let upper = b"0123456789ABCDEF"[i];
        out[upper as usize] = i as u8;
        out[upper.to_ascii_lowercase() as usize] = i as u8;
        i += 1;
    }
    out
}

const fn plain() -> [bool; 256] {
    let mut out = [false; 256];
    let mut i = 0;
    while i < 128 {
        let b = i as u8;
        out[i] = b.is_ascii_alphanumeric() || b == b'-' || b == b'.' || b == b'_' || b == b'~';
        i += 1;
    }
    out
}

static DIGITS: [u8; 256] = digits();
static PLAIN: [bool; 256] = plain();

/// Decodes `%XX`. `None` if a percent sign is not followed by two hexadecimal digits, or if the
/// result is not UTF-8.
pub fn decode(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut at = match bytes.iter().position(|&b| b == b'%') {
        Some(at) => at,
        None => return Some(text.to_string()),
    };
    let mut out = Vec::with_capacity(bytes.len());
    out.extend_from_slice(&bytes[..at]);
    while at < bytes.len() {
        let byte = bytes[at];
        if byte == b'%' {
            if at + 2 >= bytes.len() {
                return None;
            }
            let high = DIGITS[bytes[at + 1] as usize];
            let low = DIGITS[bytes[at + 2] as usize];
            if high | low == BAD || high == BAD || low == BAD {
                return None;
            }
            out.push(high << 4 | low);
            at += 3;
        } else {
            out.push(byte);
            at += 1;
        }
    }
    String::from_utf8(out).ok()
}

/// Encodes everything but letters, digits and `-._~`.
pub fn encode(text: &str) -> String {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut out = Vec::with_capacity(text.len() * 3 / 2 + 16);
    for &byte in text.as_bytes() {
        if PLAIN[byte as usize] {
            out.push(byte);
        } else {
            out.extend_from_slice(&[b'%', HEX[(byte >> 4) as usize], HEX[(byte & 15) as usize]]);
        }
    }
    String::from_utf8(out).unwrap_or_default()
}

/// The decoded segments of a path; empty ones are left out.
pub fn segments(path: &str) -> Option<Vec<String>> {
    let mut result = Vec::new();
    for segment in path.split('/') {
        if !segment.is_empty() {
            result.push(decode(segment)?);
        }
    }
    Some(result)
}
