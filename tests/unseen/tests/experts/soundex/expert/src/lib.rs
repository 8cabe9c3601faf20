//! American Soundex, for finding names that sound alike.

/// Codes of the letters A to Z.
const CODES: &[u8; 26] = b"01230120022455012623010202";
// H and W are `-`, put in below.

const fn table() -> [u8; 256] {
    let mut out = [0u8; 256];
    let mut i = 0;
    while i < 26 {
        let c = if i == 7 || i == 22 { b'-' } else { CODES[i] };
        out[b'A' as usize + i] = c;
        out[b'a' as usize + i] = c;
        i += 1;
    }
    out
}

static TABLE: [u8; 256] = table();

/// The code as four bytes; all zero if there is no letter.
fn encode(word: &str) -> [u8; 4] {
    let bytes = word.as_bytes();
    let first = match bytes.iter().position(|b| b.is_ascii_alphabetic()) {
        Some(first) => first,
        None => return [0; 4],
    };
    let mut out = [bytes[first].to_ascii_uppercase(), b'0', b'0', b'0'];
    let mut last = TABLE[bytes[first] as usize];
    let mut length = 1;
    for &byte in &bytes[first + 1..] {
        let digit = TABLE[byte as usize];
        if digit == 0 || digit == b'-' {
            continue;
        }
        if digit != b'0' && digit != last {
            out[length] = digit;
            length += 1;
            if length == 4 {
                break;
            }
        }
        last = digit;
    }
    out
}

/// The four-character code of a word, or an empty string if it has no ASCII letter.
pub fn soundex(word: &str) -> String {
    let code = encode(word);
    if code[0] == 0 {
        return String::new();
    }
    String::from(std::str::from_utf8(&code).unwrap_or(""))
}

/// Whether two words sound alike.
pub fn alike(a: &str, b: &str) -> bool {
    encode(a) == encode(b)
}

/// Those of the names that sound like the given one, in their order.
pub fn find_alike(name: &str, names: &[String]) -> Vec<String> {
    let code = encode(name);
    names.iter().filter(|other| encode(other) == code).cloned().collect()
}
