//! What takes the place of a match: Rust text with the holes of a pattern, filled with layout and parentheses as a person
//! would write them. It must not know where the text goes.

use std::collections::BTreeSet;

use super::exchange::Exchange;
use super::spelling;
use crate::genome::tokens::words;
use crate::operators::code::{Code, Tightness};

/// Rust text with holes `$name`, or `$name:found` for what a hole held before exchanges, and names `#name` that must be new
/// where it goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template(Vec<Part>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    Hole(String),
    Fresh(String),
    /// The letters that are named in a hole, as a pattern.
    Letters(String),
}

/// What fills a hole.
#[derive(Debug, Clone)]
pub struct Filling {
    pub name: String,
    pub code: Code,
}

impl Template {
    /// Reads a template; it cannot fail, since a sign that begins no name stands for itself.
    pub fn parse(text: &str) -> Template {
        let mut parts = Vec::new();
        let mut rest = text.trim_end();
        while let Some(at) = rest.find(['$', '#']) {
            let name: String = rest[at + 1..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            let suffix = |suffix: &&&str| rest[at + 1 + name.len()..].starts_with(**suffix);
            let suffix = [Exchange::FOUND, LETTERS].iter().find(suffix).copied().unwrap_or_default();
            let end = at + 1 + name.len() + suffix.len();
            if name.is_empty() {
                parts.push(Part::Text(rest[..end].to_owned()));
            } else {
                parts.push(Part::Text(rest[..at].to_owned()));
                parts.push(match rest[at..].starts_with('$') {
                    true if suffix == LETTERS => Part::Letters(name),
                    true => Part::Hole(name + suffix),
                    false => Part::Fresh(name),
                });
            }
            rest = &rest[end..];
        }
        parts.push(Part::Text(rest.to_owned()));
        Template(parts)
    }

    /// The names of the holes.
    pub fn holes(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|part| match part {
            Part::Hole(name) => Some(name.strip_suffix(Exchange::FOUND).unwrap_or(name)),
            Part::Letters(name) => Some(name),
            _ => None,
        })
    }

    /// Whether a part has lines of its own, as statements have.
    fn is_statement(&self, at: usize) -> bool {
        let begins = match at.checked_sub(1).and_then(|before| self.0.get(before)) {
            Some(Part::Text(before)) => before.trim_end_matches(' ').ends_with('\n'),
            before => before.is_none(),
        };
        match self.0.get(at + 1) {
            Some(Part::Text(next)) => begins && next.starts_with('\n') && !next.trim_start().starts_with(['.', '?']),
            _ => false,
        }
    }

    /// The text, without the lines that an empty hole leaves empty. `taken` tells of a word whether it stands where the text goes.
    pub fn fill(&self, fillings: &[Filling], taken: &dyn Fn(&str) -> bool) -> Option<String> {
        self.as_written(fillings, taken).map(|text| without_empty_lines(&text))
    }

    /// The text with its empty lines.
    pub fn as_written(&self, fillings: &[Filling], taken: &dyn Fn(&str) -> bool) -> Option<String> {
        let mut out = String::new();
        for (at, part) in self.0.iter().enumerate() {
            match part {
                Part::Text(text) => out.push_str(text),
                Part::Fresh(name) => out.push_str(&fresh(name, taken)),
                Part::Letters(name) => {
                    let code = &fillings.iter().find(|filling| filling.name == *name)?.code;
                    out.push_str(&letters(&code.text)?);
                }
                Part::Hole(name) => {
                    let code = &fillings.iter().find(|filling| filling.name == *name)?.code;
                    let next = self.0[at + 1..].iter().find_map(|part| match part {
                        Part::Text(text) => text.trim_start().chars().next(),
                        _ => Some('$'),
                    });
                    let alone = stands_alone(&out, next) || self.is_statement(at);
                    let code = if alone { code.clone() } else { code.clone().held(Tightness::Postfix) };
                    let line = &out[out.rfind('\n').map_or(0, |at| at + 1)..];
                    let indent: String = line.chars().take_while(|c| *c == ' ').collect();
                    // A name that was declared with its type is declared so again, unless it is to be a look at something, or an
                    // array.
                    let behind =
                        self.0.get(at + 1).map_or("", |part| if let Part::Text(text) = part { text } else { "" });
                    let other = ["= &", "= ["].iter().any(|value| behind.trim_start().starts_with(value));
                    let declares = ["let ", "let mut "].contains(&line.trim_start()) && !other;
                    out.push_str(&code.text.replace('\n', &format!("\n{indent}")));
                    let ty = fillings.iter().find(|filling| filling.name == spelling::type_of(name));
                    if let (Some(ty), true, Some('=')) = (ty, declares, next) {
                        out.push_str(&format!(": {}", ty.code.text));
                    }
                }
            }
        }
        Some(out)
    }
}

/// How `put` asks for the letters that are named in a hole.
const LETTERS: &str = ":letters";

/// The letters that stand in a text in quotes, as a pattern; `None` if there are none.
fn letters(text: &str) -> Option<String> {
    let words = words(text).into_iter();
    let found: BTreeSet<&str> = words.filter(|word| word.starts_with('\'') && word.ends_with('\'')).collect();
    (!found.is_empty()).then(|| found.into_iter().collect::<Vec<_>>().join(" | "))
}

/// Whether nothing around a hole could tear what fills it apart.
fn stands_alone(before: &str, next: Option<char>) -> bool {
    let before = before.trim_end();
    let opens = before.is_empty()
        || before.ends_with(['(', '[', '{', '}', ',', ';'])
        || ["=>", "return", " in", "->"].iter().any(|end| before.ends_with(end))
        || begins_closure(before)
        || (before.ends_with('=') && !["==", "!=", "<=", ">="].iter().any(|end| before.ends_with(end)));
    opens && next.is_none_or(|next| matches!(next, ')' | ']' | '}' | ',' | ';' | '{'))
}

/// Whether a text ends with what a closure is given, `(|&x|`.
fn begins_closure(before: &str) -> bool {
    let bars = before.strip_suffix('|').and_then(|rest| rest.rsplit_once('|'));
    bars.is_some_and(|(before, _)| before.trim_end().trim_end_matches("move").trim_end().ends_with(['(', ',', '=']))
}

/// The name, with a number if it is taken.
pub fn fresh(name: &str, taken: &dyn Fn(&str) -> bool) -> String {
    let numbered = (2..).map(|n| format!("{name}{n}"));
    std::iter::once(name.to_owned()).chain(numbered).find(|name| !taken(name)).unwrap_or_default()
}

/// A hole that stood on a line of its own may have been filled with nothing.
fn without_empty_lines(text: &str) -> String {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    lines.join("\n")
}

/// A rendered template as an expression: as tight as a call if nothing in it stands outside of brackets.
pub fn code(text: String) -> Code {
    let mut depth = 0;
    let loose = text.chars().any(|c| {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            _ => {}
        }
        depth == 0 && !(c.is_alphanumeric() || "_.:)]}?".contains(c))
    });
    let tightness = if loose || text.starts_with('{') { Tightness::Any } else { Tightness::Postfix };
    Code { text, tightness }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(template: &str, holes: &[(&str, &str, Tightness)]) -> String {
        let filling = |(name, text, tightness): &(&str, &str, Tightness)| Filling {
            name: (*name).to_owned(),
            code: Code { text: (*text).to_owned(), tightness: *tightness },
        };
        let fillings: Vec<Filling> = holes.iter().map(filling).collect();
        Template::parse(template).fill(&fillings, &|word| word == "sum").unwrap()
    }

    #[test]
    fn parentheses_are_put_where_a_hole_would_be_torn_apart() {
        let sum = [("x", "a + b", Tightness::Sum), ("y", "c", Tightness::Postfix)];
        assert_eq!(filled("$x.min($x) ^ $y.max($y)", &sum), "(a + b).min(a + b) ^ c.max(c)");
        assert_eq!(filled("let t = $x;\nreturn $x;", &sum), "let t = a + b;\nreturn a + b;");
        assert_eq!(filled("if t == $x { $y }", &sum), "if t == (a + b) { c }");
        assert_eq!(filled("f(|t| $x); (t | $x)", &sum), "f(|t| a + b); (t | (a + b))");
    }

    #[test]
    fn blocks_keep_their_shape_and_new_names_are_new() {
        let body = [("body", "one();\nif two {\n    three();\n}", Tightness::Postfix)];
        assert_eq!(
            filled("for #sum in v {\n    $body\n}", &body),
            "for sum2 in v {\n    one();\n    if two {\n        three();\n    }\n}"
        );
        assert_eq!(filled("{\n    $body\n    four();\n}", &[("body", "", Tightness::Postfix)]), "{\n    four();\n}");
    }

    #[test]
    fn what_has_a_line_of_its_own_is_a_statement() {
        let body = [("body", "for x in y {\n    z();\n}", Tightness::Any)];
        assert_eq!(filled("a;\n$body\n$body", &body[..]).matches('(').count(), 2);
        assert_eq!(filled("$body\n    .len()", &body), "(for x in y {\n    z();\n})\n    .len()");
    }

    #[test]
    fn what_stands_in_brackets_needs_none() {
        assert_eq!(code("x.min(y + 1)[2..]".into()).tightness, Tightness::Postfix);
        assert_eq!(code("x as u64".into()).tightness, Tightness::Any);
        assert_eq!(code("{ x }".into()).tightness, Tightness::Any);
    }
}
