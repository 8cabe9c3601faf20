//! Fills texts like `Dear {{name}}` with values. A filter may follow: `{{name|upper}}`.

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

/// Takes a template apart. Texts are never empty and never follow each other.
pub fn parse(template: &str) -> Result<Vec<Piece>, TemplateError> {
    let chars: Vec<char> = template.chars().collect();
    let mut pieces = Vec::new();
    let mut text = String::new();
    let mut i = 0;
    while i < chars.len() {
        if chars[i] == '{' && i + 1 < chars.len() && chars[i + 1] == '{' {
            if !text.is_empty() {
                pieces.push(Piece::Text(text.clone()));
                text = String::new();
            }
            let start = i;
            i += 2;
            let mut inner = String::new();
            loop {
                if i + 1 >= chars.len() {
                    return Err(TemplateError::Unclosed(start));
                }
                if chars[i] == '}' && chars[i + 1] == '}' {
                    break;
                }
                inner.push(chars[i]);
                i += 1;
            }
            i += 2;
            let mut parts: Vec<String> = inner.split('|').map(|p| p.trim().to_string()).collect();
            let name = parts.remove(0);
            pieces.push(Piece::Slot(name, parts));
        } else {
            text.push(chars[i]);
            i += 1;
        }
    }
    if !text.is_empty() {
        pieces.push(Piece::Text(text));
    }
    Ok(pieces)
}

fn apply(filter: &str, value: String) -> Result<String, TemplateError> {
    match filter {
        "upper" => Ok(value.to_ascii_uppercase()),
        "lower" => Ok(value.to_ascii_lowercase()),
        "trim" => Ok(value.trim().to_string()),
        "html" => Ok(value
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;")
            .replace('"', "&quot;")),
        "quote" => Ok(format!("\"{}\"", value.replace('"', "\\\""))),
        "digits" => Ok(value.chars().filter(|c| c.is_ascii_digit()).collect()),
        _ => Err(TemplateError::NoFilter(filter.to_string())),
    }
}

/// Fills a template. Of several values with the same name the last one counts.
pub fn render(template: &str, values: &[(String, String)]) -> Result<String, TemplateError> {
    let mut result = String::new();
    for piece in parse(template)? {
        match piece {
            Piece::Text(text) => result = format!("{}{}", result, text),
            Piece::Slot(name, filters) => {
                let mut value = match values.iter().rev().find(|pair| pair.0 == name) {
                    Some(pair) => pair.1.clone(),
                    None => return Err(TemplateError::Missing(name)),
                };
                for filter in &filters {
                    value = apply(filter, value)?;
                }
                result = format!("{}{}", result, value);
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
    let mut letters = Vec::new();
    for row in rows {
        let mut values = Vec::new();
        for (column, name) in header.iter().enumerate() {
            let value = row.get(column).cloned().unwrap_or_default();
            values.push((name.clone(), value));
        }
        letters.push(render(template, &values)?);
    }
    Ok(letters)
}

/// The names of the slots, each once, in the order they first come.
pub fn names(template: &str) -> Result<Vec<String>, TemplateError> {
    let mut found: Vec<String> = Vec::new();
    for piece in parse(template)? {
        if let Piece::Slot(name, _) = piece {
            if !found.contains(&name) {
                found.push(name);
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fills() {
        let values = vec![("a".to_string(), "x<y".to_string()), ("b".to_string(), "Q".to_string())];
        assert_eq!(render("1 {{ a | html|upper }} {{b}}}", &values), Ok("1 X&LT;Y Q}".to_string()));
        assert_eq!(render("é{{a", &values), Err(TemplateError::Unclosed(1)));
        assert_eq!(render("{{c}}", &values), Err(TemplateError::Missing("c".to_string())));
        assert_eq!(render("{{a|x}}", &values), Err(TemplateError::NoFilter("x".to_string())));
        assert_eq!(names("{{b}}{{a}}{{b|trim}}"), Ok(vec!["b".to_string(), "a".to_string()]));
        let rows = vec![vec!["1".to_string()], vec![]];
        assert_eq!(merge("<{{n}}>", &["n".to_string()], &rows), Ok(vec!["<1>".to_string(), "<>".to_string()]));
    }
}
