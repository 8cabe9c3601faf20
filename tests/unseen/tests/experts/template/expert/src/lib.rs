//! Fills texts like `Dear {{name}}` with values. A filter may follow: `{{name|upper}}`.

use std::borrow::Cow;

/// What is wrong with a template; the numbers are places in characters.
#[derive(Debug, Clone, PartialEq)]
pub enum TemplateError {
    /// The braces that open here are not closed.
    Unclosed(usize),
    /// There is no value with this name.
    Missing(String),
    /// There is no filter with this name.
    NoFilter(String),
}

/// A part of a template.
#[derive(Debug, Clone, PartialEq)]
pub enum Piece {
    Text(String),
    /// The name and the filters behind it.
    Slot(String, Vec<String>),
}

enum Part<'a> {
    Text(&'a str),
    /// The name, and the filters with the bars between them.
    Slot(&'a str, Option<&'a str>),
}

/// The place of the first two equal bytes like this.
fn find_pair(bytes: &[u8], wanted: u8) -> Option<usize> {
    let mut at = 0;
    loop {
        at += bytes[at..].iter().position(|&byte| byte == wanted)?;
        if bytes.get(at + 1) == Some(&wanted) {
            return Some(at);
        }
        at += 1;
    }
}

fn scan(template: &str) -> Result<Vec<Part<'_>>, TemplateError> {
    let bytes = template.as_bytes();
    let mut parts = Vec::with_capacity(8);
    let mut at = 0;
    while let Some(length) = find_pair(&bytes[at..], b'{') {
        if length > 0 {
            parts.push(Part::Text(&template[at..at + length]));
        }
        let start = at + length + 2;
        let Some(inner) = find_pair(&bytes[start..], b'}') else {
            return Err(TemplateError::Unclosed(template[..start - 2].chars().count()));
        };
        let inner_text = &template[start..start + inner];
        parts.push(match inner_text.split_once('|') {
            Some((name, filters)) => Part::Slot(name.trim(), Some(filters)),
            None => Part::Slot(inner_text.trim(), None),
        });
        at = start + inner + 2;
    }
    if at < bytes.len() {
        parts.push(Part::Text(&template[at..]));
    }
    Ok(parts)
}

/// Takes a template apart. Texts are never empty and never follow each other.
pub fn parse(template: &str) -> Result<Vec<Piece>, TemplateError> {
    let parts = scan(template)?;
    Ok(parts
        .into_iter()
        .map(|part| match part {
            Part::Text(text) => Piece::Text(text.to_string()),
            Part::Slot(name, filters) => Piece::Slot(
                name.to_string(),
                filters.map_or(Vec::new(), |f| f.split('|').map(|f| f.trim().to_string()).collect()),
            ),
        })
        .collect())
}

#[derive(Clone, Copy)]
enum Filter {
    Upper,
    Lower,
    Trim,
    Html,
    Quote,
    Digits,
}

fn filter(name: &str) -> Result<Filter, TemplateError> {
    Ok(match name.trim() {
        "upper" => Filter::Upper,
        "lower" => Filter::Lower,
        "trim" => Filter::Trim,
        "html" => Filter::Html,
        "quote" => Filter::Quote,
        "digits" => Filter::Digits,
        other => return Err(TemplateError::NoFilter(other.to_string())),
    })
}

fn escape(value: &str, out: &mut String, of: impl Fn(u8) -> Option<&'static str>) {
    let mut start = 0;
    for (i, byte) in value.bytes().enumerate() {
        if let Some(replacement) = of(byte) {
            out.push_str(&value[start..i]);
            out.push_str(replacement);
            start = i + 1;
        }
    }
    out.push_str(&value[start..]);
}

fn apply<'a>(filter: Filter, value: Cow<'a, str>) -> Cow<'a, str> {
    match filter {
        Filter::Upper => {
            let mut owned = value.into_owned();
            owned.make_ascii_uppercase();
            Cow::Owned(owned)
        }
        Filter::Lower => {
            let mut owned = value.into_owned();
            owned.make_ascii_lowercase();
            Cow::Owned(owned)
        }
        Filter::Trim => match value {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
            Cow::Owned(text) => Cow::Owned(text.trim().to_string()),
        },
        Filter::Html => {
            let mut out = String::with_capacity(value.len() + 16);
            escape(&value, &mut out, |byte| match byte {
                b'&' => Some("&amp;"),
                b'<' => Some("&lt;"),
                b'>' => Some("&gt;"),
                b'"' => Some("&quot;"),
                _ => None,
            });
            Cow::Owned(out)
        }
        Filter::Quote => {
            let mut out = String::with_capacity(value.len() + 8);
            out.push('"');
            escape(&value, &mut out, |byte| (byte == b'"').then_some("\\\""));
            out.push('"');
            Cow::Owned(out)
        }
        Filter::Digits => {
            let mut out = String::with_capacity(value.len());
            out.extend(value.chars().filter(char::is_ascii_digit));
            Cow::Owned(out)
        }
    }
}

/// Fills a template. Of several values with the same name the last one counts.
pub fn render(template: &str, values: &[(String, String)]) -> Result<String, TemplateError> {
    let parts = scan(template)?;
    let mut result = String::with_capacity(template.len() + 64);
    for part in parts {
        match part {
            Part::Text(text) => result.push_str(text),
            Part::Slot(name, filters) => {
                let Some((_, value)) = values.iter().rev().find(|pair| pair.0 == name) else {
                    return Err(TemplateError::Missing(name.to_string()));
                };
                let mut value = Cow::Borrowed(value.as_str());
                for name in filters.into_iter().flat_map(|f| f.split('|')) {
                    value = apply(filter(name)?, value);
                }
                result.push_str(&value);
            }
        }
    }
    Ok(result)
}

/// Fills the template once for each row; the header names the columns. Values that a short row
/// lacks are empty, those it has too many are ignored.
pub fn merge(
    template: &str,
    header: &[String],
    rows: &[Vec<String>],
) -> Result<Vec<String>, TemplateError> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    enum Ready<'a> {
        Text(&'a str),
        Slot(usize, Vec<Filter>),
    }
    let mut ready = Vec::new();
    for part in scan(template)? {
        ready.push(match part {
            Part::Text(text) => Ready::Text(text),
            Part::Slot(name, filters) => {
                let Some(column) = header.iter().rposition(|column| column == name) else {
                    return Err(TemplateError::Missing(name.to_string()));
                };
                let filters = filters.into_iter().flat_map(|f| f.split('|'));
                Ready::Slot(column, filters.map(filter).collect::<Result<_, _>>()?)
            }
        });
    }
    let mut letters: Vec<String> = Vec::with_capacity(rows.len());
    for row in rows {
        let guess = letters.last().map_or(template.len() + 64, |letter| letter.len() + 64);
        let mut letter = String::with_capacity(guess);
        for part in &ready {
            match part {
                Ready::Text(text) => letter.push_str(text),
                Ready::Slot(column, filters) => {
                    let mut value = Cow::Borrowed(row.get(*column).map_or("", |value| value));
                    for &filter in filters {
                        value = apply(filter, value);
                    }
                    letter.push_str(&value);
                }
            }
        }
        letters.push(letter);
    }
    Ok(letters)
}

/// The names of the slots, each once, in the order they first come.
pub fn names(template: &str) -> Result<Vec<String>, TemplateError> {
    let mut found: Vec<&str> = Vec::new();
    for part in scan(template)? {
        if let Part::Slot(name, _) = part {
            if !found.contains(&name) {
                found.push(name);
            }
        }
    }
    Ok(found.into_iter().map(str::to_string).collect())
}
