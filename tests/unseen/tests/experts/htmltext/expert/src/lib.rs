//! Text in HTML: escaping it, reading it back, and taking it out of markup.

const MAX_ENTITY: usize = 8;

const SPECIAL: [bool; 256] = {
    let mut table = [false; 256];
    table[b'&' as usize] = true;
    table[b'<' as usize] = true;
    table[b'>' as usize] = true;
    table[b'"' as usize] = true;
    table[b'\'' as usize] = true;
    table
};

/// Escapes the five characters that mean something in HTML.
pub fn escape(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len() + text.len() / 8 + 8);
    let mut done = 0;
    for (i, &b) in bytes.iter().enumerate() {
        if SPECIAL[b as usize] {
            out.push_str(&text[done..i]);
            out.push_str(match b {
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'>' => "&gt;",
                b'"' => "&quot;",
                _ => "&#39;",
            });
            done = i + 1;
        }
    }
    out.push_str(&text[done..]);
    out
}

fn entity(name: &[u8]) -> Option<char> {
    Some(match name {
        b"amp" => '&',
        b"lt" => '<',
        b"gt" => '>',
        b"quot" => '"',
        b"apos" => '\'',
        b"nbsp" => '\u{a0}',
        b"copy" => '©',
        b"reg" => '®',
        b"euro" => '€',
        b"mdash" => '—',
        b"ndash" => '–',
        b"hellip" => '…',
        b"laquo" => '«',
        b"raquo" => '»',
        [b'#', b'x' | b'X', digits @ ..] => number(digits, 16)?,
        [b'#', digits @ ..] => number(digits, 10)?,
        _ => return None,
    })
}

/// At most seven digits, so nothing overflows.
fn number(digits: &[u8], radix: u32) -> Option<char> {
    if digits.is_empty() {
        return None;
    }
    let mut value = 0;
    for &b in digits {
        value = value * radix + (b as char).to_digit(radix)?;
    }
    char::from_u32(value)
}

/// The entity after an `&`: its character and its length with the `;`.
fn entity_at(rest: &[u8]) -> Option<(char, usize)> {
    // No entity has characters beyond ASCII, so the limit may be counted in bytes.
    let window = &rest[..rest.len().min(MAX_ENTITY + 1)];
    let length = window.iter().position(|&b| b == b';')?;
    entity(&window[..length]).map(|c| (c, length + 1))
}

/// Replaces entities by their characters; what is no entity stays as it is.
pub fn unescape(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    let mut from = 0;
    while let Some(found) = text[from..].find('&') {
        let at = from + found;
        from = at + 1;
        if let Some((c, length)) = entity_at(&bytes[from..]) {
            out.push_str(&text[done..at]);
            out.push(c);
            from += length;
            done = from;
        }
    }
    out.push_str(&text[done..]);
    out
}

/// The plain text of some markup: tags are left out, entities replaced, white space reduced
/// to single blanks, with none at the ends. A `<` that is never closed hides the rest.
pub fn plain_text(html: &str) -> String {
    // A tag becomes a blank, which can be part of no entity: one pass will do.
    let bytes = html.as_bytes();
    let mut out = String::with_capacity(html.len());
    let mut blank = false;
    let mut i = 0;
    while i < bytes.len() {
        let start = i;
        // A run of ordinary bytes.
        while i < bytes.len() && bytes[i] < 128 && bytes[i] > b' ' && bytes[i] != b'&' && bytes[i] != b'<' {
            i += 1;
        }
        if i > start {
            if blank && !out.is_empty() {
                out.push(' ');
            }
            blank = false;
            out.push_str(&html[start..i]);
            continue;
        }
        let c = match bytes[i] {
            b'<' => {
                match bytes[i..].iter().position(|&b| b == b'>') {
                    Some(length) => i += length + 1,
                    None => break,
                }
                blank = true;
                continue;
            }
            b'&' => match entity_at(&bytes[i + 1..]) {
                Some((c, length)) => {
                    i += 1 + length;
                    c
                }
                None => {
                    i += 1;
                    '&'
                }
            },
            b if b < 128 => {
                i += 1;
                b as char
            }
            _ => {
                let c = html[i..].chars().next().unwrap();
                i += c.len_utf8();
                c
            }
        };
        if c.is_whitespace() {
            blank = true;
        } else {
            if blank && !out.is_empty() {
                out.push(' ');
            }
            blank = false;
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all() {
        assert_eq!(escape("a < b & \"c\" > 'd'"), "a &lt; b &amp; &quot;c&quot; &gt; &#39;d&#39;");
        assert_eq!(unescape("&lt;a&gt; &amp;amp; &#39;&#x2014;&euro;"), "<a> &amp; '—€");
        assert_eq!(unescape("a & b; &bogus; &#xD800; &#; &amp"), "a & b; &bogus; &#xD800; &#; &amp");
        assert_eq!(unescape("&&lt;"), "&<");
        assert_eq!(plain_text("<p>Hello,\n  <b>world</b> &amp; all&nbsp;</p>"), "Hello, world & all");
        assert_eq!(plain_text("2 > 1 <a href='x"), "2 > 1");
    }
}
