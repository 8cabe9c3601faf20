//! Writes texts as JSON string literals.

/// How one character stands inside a JSON string.
fn escape_char(c: char) -> String {
    match c {
        '"' => "\\\"".to_string(),
        '\\' => "\\\\".to_string(),
        '\n' => "\\n".to_string(),
        '\r' => "\\r".to_string(),
        '\t' => "\\t".to_string(),
        '\u{8}' => "\\b".to_string(),
        '\u{c}' => "\\f".to_string(),
        c if (c as u32) < 0x20 => format!("\\u{:04x}", c as u32),
        c => c.to_string(),
    }
}

/// Quotes a text: what stands in a JSON document for it, with the quotation marks.
pub fn quote(text: &str) -> String {
    let body: String = text.chars().map(escape_char).collect();
    format!("\"{body}\"")
}

/// Writes an object whose values are strings, on one line, in the order given.
pub fn object(fields: &[(String, String)]) -> String {
    let parts: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{}:{}", quote(name), quote(value)))
        .collect();
    format!("{{{}}}", parts.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_is_only_quoted() {
        assert_eq!(quote("grüße"), "\"grüße\"");
        assert_eq!(quote(""), "\"\"");
    }

    #[test]
    fn specials_are_escaped() {
        assert_eq!(quote("a\"b\\c\nd\t"), r#""a\"b\\c\nd\t""#);
        assert_eq!(quote("\u{1}\u{1f}\u{7f}"), "\"\\u0001\\u001f\u{7f}\"");
    }

    #[test]
    fn objects() {
        let fields = vec![("a".to_string(), "1".to_string()), ("b".to_string(), "\"".to_string())];
        assert_eq!(object(&fields), r#"{"a":"1","b":"\""}"#);
        assert_eq!(object(&[]), "{}");
    }
}
