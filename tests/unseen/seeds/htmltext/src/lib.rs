//! Text in HTML: escaping it, reading it back, and taking it out of markup.

/// The named entities that are understood.
const ENTITIES: [(&str, char); 14] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", '\u{a0}'),
    ("copy", '©'),
    ("reg", '®'),
    ("euro", '€'),
    ("mdash", '—'),
    ("ndash", '–'),
    ("hellip", '…'),
    ("laquo", '«'),
    ("raquo", '»'),
];

/// The longest entity that is looked for, without `&` and `;`.
const MAX_ENTITY: usize = 8;

/// Escapes the five characters that mean something in HTML.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

/// The character of an entity such as `amp`, `#39` or `#x27`.
fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let (digits, radix) = match number.strip_prefix(['x', 'X']) {
            Some(hex) => (hex, 16),
            None => (number, 10),
        };
        if digits.is_empty() || !digits.chars().all(|c| c.is_digit(radix)) {
            return None;
        }
        return u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
    }
    ENTITIES.iter().find(|(known, _)| *known == name).map(|(_, c)| *c)
}

/// Replaces entities by their characters; what is no entity stays as it is.
pub fn unescape(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::new();
    let mut i = 0;
    while i < chars.len() {
        if chars[i] == '&' {
            let rest: Vec<char> = chars[i + 1..].iter().take(MAX_ENTITY + 1).cloned().collect();
            if let Some(length) = rest.iter().position(|c| *c == ';') {
                let name: String = rest[..length].iter().collect();
                if let Some(c) = entity(&name) {
                    out.push(c);
                    i += length + 2;
                    continue;
                }
            }
        }
        out.push(chars[i]);
        i += 1;
    }
    out
}

/// The plain text of some markup: tags are left out, entities replaced, white space reduced
/// to single blanks, with none at the ends. A `<` that is never closed hides the rest.
pub fn plain_text(html: &str) -> String {
    let mut without_tags = String::new();
    let mut in_tag = false;
    for c in html.chars() {
        if c == '<' {
            in_tag = true;
            without_tags.push(' ');
        } else if c == '>' && in_tag {
            in_tag = false;
        } else if !in_tag {
            without_tags.push(c);
        }
    }
    let text = unescape(&without_tags);
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes() {
        assert_eq!(escape("a < b & \"c\" > 'd'"), "a &lt; b &amp; &quot;c&quot; &gt; &#39;d&#39;");
        assert_eq!(escape("Grüße"), "Grüße");
    }

    #[test]
    fn unescapes() {
        assert_eq!(unescape("&lt;a&gt; &amp;amp; &#39;&#x2014;&euro;"), "<a> &amp; '—€");
        assert_eq!(unescape("a & b; &bogus; &#xD800; &#; &amp"), "a & b; &bogus; &#xD800; &#; &amp");
        assert_eq!(unescape("&&lt;"), "&<");
    }

    #[test]
    fn text_of_markup() {
        assert_eq!(plain_text("<p>Hello,\n  <b>world</b> &amp; all&nbsp;</p>"), "Hello, world & all");
        assert_eq!(plain_text("2 > 1 <a href='x"), "2 > 1");
    }
}
