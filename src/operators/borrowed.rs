//! Texts and lists that a `let` copies, though whatever follows only looks at them: all copies of one `let` at once, because its ways
//! must be of one type. Whether it does is for the compiler to say.

use std::ops::Range;

use rand::Rng;

use super::code::Code;
use super::program::{Expr, Program, Shape, Statement};
use super::rules::Rewriting;
use super::{Operator, layout};
use crate::genome::Change;

/// Borrows what a `let` copies.
/// ```text
/// let (core, rest) = match at { Some(at) => (text[..at].to_string(), text[at..].to_string()), None => (text.clone(), String::new()) };
/// let (core, rest) = match at { Some(at) => (&text[..at], &text[at..]), None => (text.as_str(), "") };
/// ```
pub struct Borrowed;

impl Operator for Borrowed {
    fn name(&self) -> &'static str {
        "borrowed"
    }

    fn propose(&self, program: &Program, rng: &mut dyn Rng) -> Option<Change> {
        program.pick_rewriting(rng, &all(program))
    }
}

/// Methods that give a copy.
const COPIES: &[&str] = &["clone", "to_owned", "to_string", "to_vec", "into"];

/// All that it makes of a program.
pub fn all(program: &Program) -> Vec<Rewriting> {
    let borrowed = |statement: &Statement| {
        let change = borrowed(program, statement)?;
        Some(Rewriting { function: statement.function, changes: vec![change] })
    };
    program.statements.iter().filter_map(borrowed).collect()
}

fn borrowed(program: &Program, statement: &Statement) -> Option<Change> {
    let text = program.text(&statement.file, &statement.range);
    let (head, _) = text.split_once(" = ").filter(|_| statement.is_let && !text.starts_with("let mut "))?;
    let inside = |expr: &Expr| {
        expr.file == statement.file
            && statement.range.start <= expr.range.start
            && expr.range.end <= statement.range.end
            && !expr.in_macro
    };
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    for index in 0..program.exprs.len() {
        let expr = &program.exprs[index];
        let within =
            |(range, _): &(Range<usize>, String)| range.start <= expr.range.start && expr.range.end <= range.end;
        if !inside(expr) || edits.iter().any(within) {
            continue;
        }
        if let Some(code) = lent(program, expr) {
            let change = program.replace(index, code, Borrowed.name());
            edits.retain(|(range, _)| range.end <= change.range.start || change.range.end <= range.start);
            edits.push((change.range, change.text));
        }
    }
    if edits.is_empty() {
        return None;
    }
    let lent = head.replace("Vec<String>", "Vec<&str>").replace(": String", ": &str");
    if lent != head {
        edits.push((statement.range.start..statement.range.start + head.len(), lent));
    }
    layout::edited(program, &statement.file, edits, Borrowed.name())
}

/// What may stand in the place of a copy.
fn lent(program: &Program, expr: &Expr) -> Option<Code> {
    let ty = expr.ty.as_deref()?;
    if ty != "String" && !ty.starts_with("Vec<") {
        return None;
    }
    match &expr.shape {
        Shape::Method { receiver, name, arguments } if arguments.is_empty() => {
            let copied = COPIES.contains(&program.text(&expr.file, name));
            let own = program.code(*receiver);
            match program.exprs[*receiver].ty.as_deref().filter(|_| copied)? {
                "str" => Some(Code::prefix("&", own)),
                "String" => Some(Code::method(own, "as_str", &[])),
                list if list.starts_with("Vec<") => Some(Code::method(own, "as_slice", &[])),
                list if list.starts_with('[') => Some(Code::prefix("&", own)),
                "&str" => Some(own),
                list if list.starts_with("&[") => Some(own),
                _ => None,
            }
        }
        Shape::Call { arguments } => match (program.source(expr).split_once('(')?.0, &arguments[..]) {
            ("String::from", [text]) => Some(program.code(*text)),
            ("String::new", []) => Some(Code::atom("\"\"")),
            ("Vec::new", []) => Some(Code::atom("&[]")),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{program, rewritten};
    use super::*;

    /// What becomes of a `let`, where calls that hold `made` give a `String`, and others a piece of a text.
    fn made(statement: &str) -> String {
        let source = format!("fn f(text: &str, at: Option<usize>) {{\n    {statement}\n    g(it);\n}}\n");
        let mut program = program(&source);
        for index in 0..program.exprs.len() {
            let text = program.source(&program.exprs[index]);
            let ty = match () {
                () if text.ends_with(".to_string()") || text == "String::new()" || text == "owned.clone()" => "String",
                () if text.ends_with(']') => "str",
                () if ["text", "part"].contains(&text) => "&str",
                () if text == "owned" => "String",
                () => continue,
            };
            program.exprs[index].ty = Some(ty.into());
        }
        rewritten(&source, all(&program))
    }

    #[test]
    fn all_ways_of_a_let_borrow() {
        let found = made(
            "let it = match at { Some(at) => (text[..at].to_string(), text.to_string()), None => (owned.clone(), String::new()) };",
        );
        let want = "let it = match at { Some(at) => (&text[..at], text), None => (owned.as_str(), \"\") };";
        assert!(found.contains(want), "{found}");
    }

    #[test]
    fn a_list_of_texts_is_one_of_pieces() {
        let found = made("let it: Vec<String> = text.split(',').map(|part| part.to_string()).collect();");
        assert!(found.contains("let it: Vec<&str> = text.split(',').map(|part| part).collect();"), "{found}");
    }

    #[test]
    fn what_is_changed_later_stays_a_copy() {
        assert_eq!(made("let mut it = text.to_string();"), "");
    }
}
