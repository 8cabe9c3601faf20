//! Texts put together without the machinery of `format!`, which looks at each argument through a table of functions and makes a
//! text of its own for what is then copied into another.

use std::ops::Range;
use std::sync::Arc;

use rand::Rng;

use super::code::{Code, Tightness};
use super::program::{Program, Role, Shape, Statement};
use super::rules::{Rewriting, fresh, pieces};
use super::types::{is_int, is_signed};
use super::{Operator, layout};
use crate::genome::Change;
use crate::genome::tokens::words;

/// Pushes the pieces of a text one by one.
/// ```text
/// line = format!("{}: {}", line, count);
/// line.push_str(": "); line.push_str(&count.to_string());
/// ```
pub struct Formatting;

impl Operator for Formatting {
    fn name(&self) -> &'static str {
        "formatting"
    }

    fn propose(&self, program: &Program, rng: &mut dyn Rng) -> Option<Change> {
        program.pick_rewriting(rng, &all(program))
    }
}

/// All that it makes of a program.
pub fn all(program: &Program) -> Vec<Rewriting> {
    let statements = program.statements.iter().filter_map(|statement| {
        let change = appended(program, statement)?;
        Some(Rewriting { function: statement.function, changes: vec![change] })
    });
    let exprs = program.exprs.iter().enumerate().filter(|(_, expr)| !expr.in_macro && expr.role != Role::Fixed);
    let alone = exprs.filter_map(|(index, expr)| {
        let change = made(program, index)?;
        Some(Rewriting { function: expr.function, changes: vec![change] })
    });
    statements.chain(alone).collect()
}

/// A part of a text.
enum Piece {
    /// As it is.
    Text(String),
    /// What a value of a type shows.
    Shown { code: Code, ty: String, form: Form },
}

/// How a value is shown.
#[derive(Clone, Copy, PartialEq)]
enum Form {
    Plain,
    /// With so many digits at least.
    Zeros(u32),
    /// A byte as two hexadecimal digits: these.
    Hexadecimal(&'static str),
    /// A byte as eight binary digits.
    Binary,
}

impl Form {
    fn of(text: &str) -> Option<Form> {
        match text {
            "" => Some(Form::Plain),
            "02x" => Some(Form::Hexadecimal("0123456789abcdef")),
            "02X" => Some(Form::Hexadecimal("0123456789ABCDEF")),
            "08b" => Some(Form::Binary),
            zeros => zeros.strip_prefix('0')?.parse().ok().filter(|digits| (1..=6).contains(digits)).map(Form::Zeros),
        }
    }
}

impl Piece {
    fn of(program: &Program, index: usize, form: Form) -> Piece {
        let ty = program.exprs[index].ty.as_deref().unwrap_or_default().to_owned();
        Piece::Shown { code: program.code(index), ty, form }
    }
}

/// A statement that adds to a text.
fn appended(program: &Program, statement: &Statement) -> Option<Change> {
    let text = program.text(&statement.file, &statement.range);
    let (target, pieces) = grown(program, statement, text).or_else(|| written(program, statement, text))?;
    let lines = pushed(target, &pieces)?;
    Some(layout::replace(program, statement, &lines.join("\n"), Formatting.name()))
}

/// `t = t + a + b;`, `t = format!("{}...", t, ...);`, `t.push_str(&format!(...));`, `t += &format!(...);`
fn grown<'a>(program: &'a Program, statement: &Statement, text: &'a str) -> Option<(&'a str, Vec<Piece>)> {
    let assigned = |sign: &str| {
        let (target, value) = text.split_once(sign)?;
        let start = statement.range.start + target.len() + sign.len();
        let plain = target.chars().all(|c| c.is_alphanumeric() || "_.".contains(c));
        (plain && value.ends_with(';')).then(|| (target, start..statement.range.end - 1))
    };
    if let Some((target, range)) = assigned(" = ") {
        let index = expr_at(program, &statement.file, &range)?;
        let is_target = |text: &str| text == target || text.strip_suffix(".clone()") == Some(target);
        let mut pieces = match program.exprs[index].shape {
            Shape::Binary { .. } => sum(program, index)?,
            _ => formatted(program, index, 0)?,
        };
        let grows = matches!(pieces.first()?, Piece::Shown { code, form: Form::Plain, .. } if is_target(&code.text));
        let speaks = |piece: &Piece| matches!(piece, Piece::Shown { code, .. } if mentions(&code.text, target));
        let again = pieces[1..].iter().any(speaks);
        pieces.remove(0);
        return (grows && !again).then_some((target, pieces));
    }
    let (target, range) = assigned(" += &").or_else(|| {
        let (target, value) = text.split_once(".push_str(&")?;
        let start = statement.range.start + target.len() + ".push_str(&".len();
        value.ends_with(");").then(|| (target, start..statement.range.end - 2))
    })?;
    let index = expr_at(program, &statement.file, &range)?;
    Some((target, formatted(program, index, 0)?))
}

/// `write!(t, ...).unwrap();`, `let _ = writeln!(t, ...);`
fn written<'a>(program: &'a Program, statement: &Statement, text: &'a str) -> Option<(&'a str, Vec<Piece>)> {
    let call = text.strip_suffix(".unwrap();").or_else(|| text.strip_prefix("let _ = ")?.strip_suffix(';'))?;
    let line = call.starts_with("writeln!(");
    if !line && !call.starts_with("write!(") {
        return None;
    }
    let start = statement.range.start + text.find(call)?;
    let index = expr_at(program, &statement.file, &(start..start + call.len()))?;
    let arguments = arguments(program, index);
    let target = program.source(&program.exprs[*arguments.first()?]);
    let mut pieces = formatted(program, index, 1)?;
    pieces.extend(line.then(|| Piece::Text("\n".to_owned())));
    Some((target.strip_prefix("&mut ").unwrap_or(target), pieces))
}

/// A text of its own.
fn made(program: &Program, index: usize) -> Option<Change> {
    let expr = &program.exprs[index];
    if !program.source(expr).starts_with("format!(") {
        return None;
    }
    let parts = formatted(program, index, 0)?;
    let body = program.text(&expr.file, &program.functions[expr.function].range);
    let name = fresh("text", &|name| pieces(body).into_iter().any(|word| &body[word] == name));
    let mut lines = vec![format!("let mut {name} = String::with_capacity({});", 16 * parts.len())];
    lines.extend(pushed(&name, &parts)?);
    lines.push(name);
    let block = format!("{{\n    {}\n}}", lines.join("\n").replace('\n', "\n    "));
    let block = layout::shifted(&block, layout::indent_in(program, &expr.file, expr.range.start));
    Some(program.replace(index, Code { text: block, tightness: Tightness::Postfix }, Formatting.name()))
}

/// Whether a text speaks of a variable or a field.
fn mentions(text: &str, name: &str) -> bool {
    let name = words(name);
    words(text).windows(name.len()).any(|part| part == name)
}

/// The expression that fills a range.
fn expr_at(program: &Program, file: &Arc<str>, range: &Range<usize>) -> Option<usize> {
    program.exprs.iter().position(|expr| expr.range == *range && expr.file == *file)
}

/// The parts of `a + b + c`.
fn sum(program: &Program, index: usize) -> Option<Vec<Piece>> {
    let (mut parts, mut at) = (Vec::new(), index);
    while let Shape::Binary { left, operator, right } = &program.exprs[at].shape {
        if program.text(&program.exprs[at].file, operator) != "+" {
            return None;
        }
        parts.push(*right);
        at = *left;
    }
    parts.push(at);
    let shown = |index: usize| {
        let source = program.source(&program.exprs[index]);
        match source.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
            Some(text) if !text.contains(['\\', '"']) => Piece::Text(text.to_owned()),
            _ => Piece::of(program, index, Form::Plain),
        }
    };
    Some(parts.into_iter().rev().map(shown).collect())
}

/// The arguments of a macro, texts apart.
fn arguments(program: &Program, index: usize) -> Vec<usize> {
    (index + 1..program.exprs.len()).filter(|&at| program.exprs[at].parent == Some(index)).collect()
}

/// The parts that a `format!`, or another macro that formats, puts together; `skipped` of its arguments stand before the text.
fn formatted(program: &Program, index: usize, skipped: usize) -> Option<Vec<Piece>> {
    let expr = &program.exprs[index];
    let source = program.source(expr);
    if !["format!(", "write!(", "writeln!("].iter().any(|head| source.starts_with(head)) {
        return None;
    }
    let literal = words(source).into_iter().find(|word| word.starts_with('"'))?;
    let text = literal.strip_prefix('"')?.strip_suffix('"').filter(|text| !text.contains('\\'))?;
    let mut given = arguments(program, index).into_iter().skip(skipped);
    let (mut parts, mut rest) = (Vec::new(), text);
    while let Some(at) = rest.find(['{', '}']) {
        parts.push(Piece::Text(rest[..at].to_owned()));
        if rest[at..].starts_with("{{") || rest[at..].starts_with("}}") {
            parts.push(Piece::Text(rest[at..at + 1].to_owned()));
            rest = &rest[at + 2..];
            continue;
        }
        let end = rest[at..].find('}')? + at;
        let (name, format) = rest[at + 1..end].split_once(':').unwrap_or((&rest[at + 1..end], ""));
        let form = Form::of(format)?;
        parts.push(match name {
            "" => Piece::of(program, given.next()?, form),
            _ => {
                let binding = program.resolve(&expr.file, expr.range.start, name)?;
                let ty = binding.ty.as_deref().unwrap_or_default().to_owned();
                Piece::Shown { code: Code::atom(name), ty, form }
            }
        });
        rest = &rest[end + 1..];
    }
    parts.push(Piece::Text(rest.to_owned()));
    parts.retain(|part| !matches!(part, Piece::Text(text) if text.is_empty()));
    given.next().is_none().then_some(parts)
}

/// The statements that push parts to a text; `None` if there is a part that cannot be.
fn pushed(target: &str, parts: &[Piece]) -> Option<Vec<String>> {
    let mut lines = Vec::new();
    for part in parts {
        match part {
            Piece::Text(text) if text.chars().count() == 1 => {
                lines.push(format!("{target}.push({:?});", text.chars().next()?))
            }
            Piece::Text(text) => lines.push(format!("{target}.push_str({text:?});")),
            Piece::Shown { code, ty, form } => lines.extend(shown(target, code, ty, *form)?),
        }
    }
    Some(lines)
}

/// The statements that push what a value shows.
fn shown(target: &str, code: &Code, ty: &str, form: Form) -> Option<Vec<String>> {
    let own = code.clone().held(Tightness::Postfix).text;
    let number = ty.trim_start_matches('&');
    let value = if ty.starts_with('&') { Code::prefix("*", code.clone()) } else { code.clone() };
    let shifted = |by: &str| {
        let bits = Code::binary(value.clone(), ">>", Code::atom(by));
        Code::binary(bits, "&", Code::atom(if form == Form::Binary { "1" } else { "15" })).text
    };
    match form {
        Form::Plain => {}
        Form::Hexadecimal(digits) if number == "u8" => {
            let line = |by| format!("{target}.push(char::from(b\"{digits}\"[usize::from({})]));", shifted(by));
            return Some(vec![line("4"), line("0")]);
        }
        Form::Binary if number == "u8" => {
            let digit = format!("    {target}.push(char::from(b'0' + ({})));", shifted("bit"));
            return Some(vec![format!("for bit in (0..8).rev() {{\n{digit}\n}}")]);
        }
        Form::Zeros(digits) if is_int(number) && !is_signed(number) && (number != "u8" || digits < 4) => {
            let limits = (1..digits).map(|digit| 10u32.pow(digit).to_string());
            let zero = |limit: String| {
                let condition = Code::binary(value.clone(), "<", Code::atom(limit));
                format!("if {} {{\n    {target}.push('0');\n}}", condition.text)
            };
            return Some(limits.map(zero).chain([format!("{target}.push_str(&{own}.to_string());")]).collect());
        }
        _ => return None,
    }
    Some(vec![match ty {
        "char" => format!("{target}.push({});", code.text),
        "&char" => format!("{target}.push({});", Code::prefix("*", code.clone()).text),
        "String" => format!("{target}.push_str(&{});", own),
        "&str" | "&String" | "&&str" | "&&String" => format!("{target}.push_str({});", code.text),
        // `+` takes nothing else.
        _ if code.text.starts_with('&') => format!("{target}.push_str({});", code.text),
        _ => format!("{target}.push_str(&{}.to_string());", own),
    }])
}

#[cfg(test)]
mod tests {
    use super::super::testing::outcomes;
    use super::*;

    #[test]
    fn a_text_that_grows_gets_its_pieces() {
        let source = "\
fn f(words: &[String], mut t: String, n: u32, c: char) -> String {
    t = format!(\"{}{}, {}\", t, n, c);
    t = t + \", \" + &n.to_string();
    t.push_str(&format!(\"{:03}-\", n));
    t = format!(\"{}{}\", n, t);
    t
}
";
        let found = outcomes(&Formatting, source);
        let pieces = "    t.push_str(&n.to_string());\n    t.push_str(\", \");\n    t.push(c);\n";
        assert!(found.contains(pieces), "{found}");
        assert!(
            found.contains("    t.push_str(\", \");\n    t.push_str(&n.to_string());\n    t.push_str(&f"),
            "{found}"
        );
        let digits = "    if n < 10 {\n        t.push('0');\n    }\n    if n < 100 {\n        t.push('0');\n    }\n    \
                      t.push_str(&n.to_string());\n    t.push('-');\n";
        assert!(found.contains(digits), "{found}");
        assert!(!found.contains("\n    t.push_str(&t"), "what is put in front is not pushed: {found}");
    }

    #[test]
    fn a_text_of_its_own_is_made_piece_by_piece() {
        let found = outcomes(&Formatting, "fn f(name: &str, n: u8) -> String {\n    format!(\"{}: {}\", name, n)\n}\n");
        let made = "    {\n        let mut text = String::with_capacity(48);\n        text.push_str(name);\n        \
                    text.push_str(\": \");\n        text.push_str(&n.to_string());\n        text\n    }\n";
        assert!(found.contains(made), "{found}");
    }

    #[test]
    fn digits_of_bytes_are_looked_up() {
        let found =
            outcomes(&Formatting, "fn f(t: &mut String, n: &u8) {\n    t.push_str(&format!(\"{:02x}\", n));\n}\n");
        assert!(
            found.contains("    t.push(char::from(b\"0123456789abcdef\"[usize::from((*n >> 4) & 15)]));\n"),
            "{found}"
        );
    }

    #[test]
    fn a_text_is_written_without_formatting() {
        let source = "fn f(t: &mut String, n: u8) {\n    writeln!(t, \"<{}>\", n).unwrap();\n}\n";
        let found = outcomes(&Formatting, source);
        assert!(
            found.contains("    t.push('<');\n    t.push_str(&n.to_string());\n    t.push('>');\n    t.push('\\n');\n"),
            "{found}"
        );
    }
}
