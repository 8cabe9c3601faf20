//! Wrapping of plain text to a width in characters.

fn length(word: &str) -> usize {
    if word.is_ascii() { word.len() } else { word.chars().count() }
}

/// Calls `start` for the first word of a line and `more` for the others, on the output.
fn wrap_into(words: &str, width: usize, out: &mut String, indent: usize) {
    let mut column = 0;
    let mut begun = false;
    for word in words.split_whitespace() {
        let size = length(word);
        if begun && column + 1 + size <= width {
            out.push(' ');
            column += 1 + size;
        } else {
            if begun {
                out.push('\n');
            }
            for _ in 0..indent {
                out.push(' ');
            }
            begun = true;
            column = size;
        }
        out.push_str(word);
    }
    if begun {
        out.push('\n');
    }
}

/// Breaks a paragraph into lines of at most `width` characters. A word that is longer than that
/// gets a line of its own.
pub fn wrap(paragraph: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::with_capacity(paragraph.len() / width.max(8) + 1);
    let mut line = String::new();
    let mut column = 0;
    for word in paragraph.split_whitespace() {
        let size = length(word);
        if line.is_empty() {
            line.reserve(word.len().max(width.min(256)));
            line.push_str(word);
            column = size;
        } else if column + 1 + size <= width {
            line.push(' ');
            line.push_str(word);
            column += 1 + size;
        } else {
            let mut next = String::with_capacity(word.len().max(width.min(256)));
            next.push_str(word);
            lines.push(std::mem::replace(&mut line, next));
            column = size;
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// Calls `f` with every paragraph; its lines are still as they stand in the text.
fn each_paragraph<'a>(text: &'a str, mut f: impl FnMut(&'a str)) {
    let base = text.as_ptr() as usize;
    let mut start = None;
    let mut end = 0;
    for line in text.lines() {
        if line.trim().is_empty() {
            if let Some(start) = start.take() {
                f(&text[start..end]);
            }
        } else {
            let at = line.as_ptr() as usize - base;
            start.get_or_insert(at);
            end = at + line.len();
        }
    }
    if let Some(start) = start {
        f(&text[start..end]);
    }
}

/// Splits a text into paragraphs, which are separated by blank lines.
pub fn paragraphs(text: &str) -> Vec<String> {
    let mut result = Vec::new();
    // `lines` takes a carriage return before a line feed away
    each_paragraph(text, |p| result.push(if p.contains("\r\n") { p.replace("\r\n", "\n") } else { p.to_string() }));
    result
}

/// Wraps every paragraph of a text, indented by `indent` blanks.
pub fn fill(text: &str, width: usize, indent: usize) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let width = width.saturating_sub(indent);
    let mut first = true;
    each_paragraph(text, |paragraph| {
        if !first {
            out.push('\n');
        }
        first = false;
        wrap_into(paragraph, width, &mut out, indent);
    });
    out
}
