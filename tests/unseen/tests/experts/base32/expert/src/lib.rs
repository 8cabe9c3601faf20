//! Base32 of RFC 4648, with padding.

const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

const BAD: u8 = 255;

const fn values() -> [u8; 256] {
    let mut out = [BAD; 256];
    let mut i = 0;
    while i < 32 {
        out[ALPHABET[i] as usize] = i as u8;
        out[ALPHABET[i].to_ascii_lowercase() as usize] = i as u8;
        i += 1;
    }
    out
}

static VALUES: [u8; 256] = values();

/// Encodes bytes; the result is padded with `=` to a multiple of eight characters.
pub fn encode(data: &[u8]) -> String {
    let mut out = Vec::with_capacity(data.len().div_ceil(5) * 8);
    for chunk in data.chunks(5) {
        let mut block = [0u8; 8];
        block[3..3 + chunk.len()].copy_from_slice(chunk);
        let word = u64::from_be_bytes(block);
        let mut text = [0u8; 8];
        for (i, c) in text.iter_mut().enumerate() {
            *c = ALPHABET[(word >> (35 - 5 * i)) as usize & 31];
        }
        for c in &mut text[(chunk.len() * 8).div_ceil(5)..] {
            *c = b'=';
        }
        out.extend_from_slice(&text);
    }
    String::from_utf8(out).unwrap_or_default()
}

/// Decodes text; small letters are accepted, white space is skipped and padding may be missing.
/// `None` if there is any other character, or if bits that are left over are not zero.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    let text = text.trim_end_matches(|c: char| c == '=' || c.is_whitespace());
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len() * 5 / 8 + 5);
    let mut buffer: u32 = 0;
    let mut bits = 0;
    let mut at = 0;
    while at < bytes.len() {
        // Eight letters at once, while nothing is left of the letters before
        if bits == 0 {
            while let Some(block) = bytes.get(at..at + 8) {
                let mut word = 0u64;
                let mut bad = 0;
                for &byte in block {
                    let value = VALUES[byte as usize];
                    bad |= value;
                    word = word << 5 | (value & 31) as u64;
                }
                if bad > 31 {
                    break;
                }
                out.extend_from_slice(&word.to_be_bytes()[3..]);
                at += 8;
            }
            if at == bytes.len() {
                break;
            }
        }
        let byte = bytes[at];
        let value = VALUES[byte as usize];
        if value == BAD {
            let c = if byte < 128 { byte as char } else { text[at..].chars().next()? };
            if !c.is_whitespace() {
                return None;
            }
            at += c.len_utf8();
            continue;
        }
        at += 1;
        buffer = buffer << 5 | value as u32;
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
