//! JSON string literals, runs of plain bytes copied at once.

/// 0: plain; `u`: as four hex digits; else the letter behind the backslash.
static ESCAPE: [u8; 256] = {
    let mut table = [0u8; 256];
    let mut i = 0;
    while i < 0x20 {
        table[i] = b'u';
        i += 1;
    }
    table[b'"' as usize] = b'"';
    table[b'\\' as usize] = b'\\';
    table[b'\n' as usize] = b'n';
    table[b'\r' as usize] = b'r';
    table[b'\t' as usize] = b't';
    table[8] = b'b';
    table[12] = b'f';
    table
};

fn quote_into(out: &mut String, text: &str) {
    out.push('"');
    let bytes = text.as_bytes();
    let mut start = 0;
    for (i, &byte) in bytes.iter().enumerate() {
        let escape = ESCAPE[byte as usize];
        if escape == 0 {
            continue;
        }
        out.push_str(&text[start..i]);
        start = i + 1;
        out.push('\\');
        out.push(escape as char);
        if escape == b'u' {
            const HEX: &[u8; 16] = b"0123456789abcdef";
            out.push_str("00");
            out.push(HEX[(byte >> 4) as usize] as char);
            out.push(HEX[(byte & 15) as usize] as char);
        }
    }
    out.push_str(&text[start..]);
    out.push('"');
}

pub fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8 + 2);
    quote_into(&mut out, text);
    out
}

pub fn object(fields: &[(String, String)]) -> String {
    let size: usize = fields.iter().map(|(name, value)| name.len() + value.len() + 6).sum();
    let mut out = String::with_capacity(size + size / 8 + 2);
    out.push('{');
    for (i, (name, value)) in fields.iter().enumerate() {
        if i > 0 {
            out.push(',');
        }
        quote_into(&mut out, name);
        out.push(':');
        quote_into(&mut out, value);
    }
    out.push('}');
    out
}
