//! Wrapping of plain text to a width in characters.

/// Breaks a paragraph into lines of at most `width` characters. A word that is longer than that
/// gets a line of its own.
pub fn wrap(paragraph: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in paragraph.split_whitespace() {
        if line.is_empty() {
            line = word.to_string();
        } else if line.chars().count() + 1 + word.chars().count() <= width {
            line = format!("{} {}", line, word);
        } else {
            lines.push(line.clone());
            line = word.to_string();
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// Splits a text into paragraphs, which are separated by blank lines.
pub fn paragraphs(text: &str) -> Vec<String> {
    let mut result = Vec::new();
    let mut current: Vec<&str> = Vec::new();
    for line in text.lines() {
        if line.trim().is_empty() {
            if !current.is_empty() {
                result.push(current.join("\n"));
                current.clear();
            }
        } else {
            current.push(line);
        }
    }
    if !current.is_empty() {
        result.push(current.join("\n"));
    }
    result
}

/// Wraps every paragraph of a text, indented by `indent` blanks.
pub fn fill(text: &str, width: usize, indent: usize) -> String {
    let mut out = String::new();
    for (i, paragraph) in paragraphs(text).iter().enumerate() {
        if i > 0 {
            out += "\n";
        }
        for line in wrap(paragraph, width.saturating_sub(indent)) {
            out += &format!("{}{}\n", " ".repeat(indent), line);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wraps() {
        assert_eq!(wrap("the quick  brown fox", 9), vec!["the quick", "brown fox"]);
        assert_eq!(wrap("a extraordinary b", 4), vec!["a", "extraordinary", "b"]);
        assert!(wrap("  ", 4).is_empty());
    }

    #[test]
    fn fills() {
        assert_eq!(paragraphs("a\nb\n\n \nc"), vec!["a\nb", "c"]);
        assert_eq!(fill("a b\nc\n\nd", 5, 2), "  a b\n  c\n\n  d\n");
    }
}
