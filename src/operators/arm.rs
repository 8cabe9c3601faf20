//! One way of several: what a loop over whole chunks leaves of a `match` that asked whether there is more.

use rand::Rng;

use super::code::{Code, Tightness};
use super::program::{Arm, Program, Shape, one_of};
use super::rules::Rewriting;
use super::{Operator, layout};
use crate::genome::Change;

/// Puts what is done in one arm in the place of a `match` or an `if let`, and names what its pattern names.
/// ```text
/// match (chunk.get(1), chunk.get(2)) { (Some(&b), Some(&c)) => f(b, c), _ => g() }
/// let b = chunk[1]; let c = chunk[2]; f(b, c)
/// ```
pub struct TakeArm;

impl Operator for TakeArm {
    fn name(&self) -> &'static str {
        "arm"
    }

    fn propose(&self, program: &Program, rng: &mut dyn Rng) -> Option<Change> {
        let index = program.pick(rng, |expr| program.arms.iter().any(|arm| of_same(program, arm, expr)))?;
        let arms: Vec<&Arm> = program.arms.iter().filter(|arm| arm.expr == index).collect();
        let arm = one_of(rng, &arms)?;
        taken(program, arm, &names(program, arm.of, program.text(&program.exprs[index].file, &arm.pattern))?)
    }
}

fn of_same(program: &Program, arm: &Arm, expr: &super::program::Expr) -> bool {
    std::ptr::eq(&program.exprs[arm.expr], expr)
}

/// Each arm that needs what an index would give, or a length that all chunks but the last may have.
pub fn all(program: &Program) -> Vec<Rewriting> {
    let made = |arm: &Arm| {
        let expr = &program.exprs[arm.expr];
        let pattern = program.text(&expr.file, &arm.pattern);
        let names = names(program, arm.of, pattern)?;
        let of_chunks = pattern.parse::<usize>().is_ok() && program.source(&program.exprs[arm.of]).ends_with(".len()");
        let likely = of_chunks || names.iter().any(|name| name.ends_with("];"));
        let change = taken(program, arm, &names).filter(|_| likely)?;
        Some(Rewriting { function: expr.function, changes: vec![change] })
    };
    program.arms.iter().filter_map(made).collect()
}

/// Statements that name what a pattern names, if the pattern fits; `None` where it takes more apart than can be said.
fn names(program: &Program, of: usize, pattern: &str) -> Option<Vec<String>> {
    let pattern = pattern.trim();
    if let Some(listed) = pattern.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        let parts: Vec<usize> =
            (of + 1..program.exprs.len()).filter(|&i| program.exprs[i].parent == Some(of)).collect();
        let patterns = listed_in(listed);
        let is_tuple = program.exprs[of].shape == Shape::Other && program.source(&program.exprs[of]).starts_with('(');
        if !is_tuple || parts.len() != patterns.len() {
            return None;
        }
        let names: Option<Vec<_>> =
            parts.into_iter().zip(patterns).map(|(of, part)| names(program, of, part)).collect();
        return Some(names?.concat());
    }
    if let Some(inner) = pattern.strip_prefix("Some(").and_then(|rest| rest.strip_suffix(')')) {
        let item = Item::of(program, of)?;
        return match inner.strip_prefix('&').unwrap_or(inner) {
            "_" => Some(Vec::new()),
            name if !is_name(name) => None,
            name if inner != name && !item.borrowed => None,
            name if inner == name && item.borrowed => Some(vec![format!("let {name} = &{};", item.text)]),
            name => Some(vec![format!("let {name} = {};", item.text)]),
        };
    }
    let literal = pattern.starts_with(|c: char| c.is_ascii_digit() || "\"'".contains(c)) || pattern.starts_with("b'");
    match pattern {
        "_" | "None" | "true" | "false" => Some(Vec::new()),
        name if is_name(name) => Some(vec![format!("let {name} = {};", program.source(&program.exprs[of]))]),
        _ => literal.then(Vec::new),
    }
}

/// What stands in a list, at whose commas that are in no brackets it is divided.
fn listed_in(list: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut start) = (Vec::new(), 0, 0);
    for (at, c) in list.char_indices() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&list[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    let last = &list[start..];
    parts.extend(Some(last).filter(|last| !last.trim().is_empty()));
    parts
}

fn is_name(word: &str) -> bool {
    let name = word.strip_prefix("mut ").unwrap_or(word);
    name.starts_with(|c: char| c.is_lowercase() || c == '_') && name.chars().all(|c| c.is_alphanumeric() || c == '_')
}

/// An item of a list that is asked for and may not be there, as an index gives it.
struct Item {
    text: String,
    /// A reference to it was asked for.
    borrowed: bool,
}

impl Item {
    fn of(program: &Program, index: usize) -> Option<Item> {
        let expr = &program.exprs[index];
        let Shape::Method { receiver, name, arguments } = &expr.shape else { return None };
        let list = program.source(&program.exprs[*receiver]);
        match (program.text(&expr.file, name), &arguments[..]) {
            ("get", [at]) => {
                let text = format!("{list}[{}]", program.source(&program.exprs[*at]));
                Some(Item { text, borrowed: true })
            }
            ("first", []) => Some(Item { text: format!("{list}[0]"), borrowed: true }),
            ("copied" | "cloned", []) => Some(Item { borrowed: false, ..Item::of(program, *receiver)? }),
            _ => None,
        }
    }
}

/// The change to what an arm does, after the statements that name what it uses.
fn taken(program: &Program, arm: &Arm, names: &[String]) -> Option<Change> {
    let expr = &program.exprs[arm.expr];
    let body = layout::flush_range(program, &expr.file, &arm.body);
    let inside = match body.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
        Some(lines) => layout::flushed(lines.trim_matches([' ', '\n']), "    "),
        None => body.clone(),
    };
    let is_it = |statement: &super::program::Statement| {
        let text = program.text(&expr.file, &(expr.range.end..statement.range.end.max(expr.range.end)));
        statement.file == expr.file && statement.range.start == expr.range.start && ["", ";"].contains(&text)
    };
    let lines = |last: String| names.iter().cloned().chain([last]).collect::<Vec<_>>().join("\n");
    let Some(statement) = program.statements.iter().find(|statement| is_it(statement)) else {
        let text =
            if names.is_empty() { body } else { format!("{{\n    {}\n}}", layout::shifted(&lines(inside), "    ")) };
        let text = layout::shifted(&text, layout::indent_in(program, &expr.file, expr.range.start));
        return Some(program.replace(arm.expr, Code { text, tightness: Tightness::Any }, TakeArm.name()));
    };
    let ended = statement.is_value || inside.is_empty() || inside.ends_with([';', '}']);
    Some(layout::replace(program, statement, &lines(if ended { inside } else { inside + ";" }), TakeArm.name()))
}

#[cfg(test)]
mod tests {
    use super::super::testing::program;
    use super::*;

    fn made(source: &str) -> Vec<String> {
        let text = |rewriting: Rewriting| {
            let mut text = source.to_owned();
            text.replace_range(rewriting.changes[0].range.clone(), &rewriting.changes[0].text);
            syn::parse_file(&text).unwrap_or_else(|error| panic!("{error} in {text}"));
            text
        };
        all(&program(source)).into_iter().map(text).collect()
    }

    #[test]
    fn an_arm_whose_names_an_index_gives_stands_alone() {
        let source = "fn f(v: &[u8]) {\n    match (v.get(1), v.get(2)) {\n        (Some(&b), Some(c)) => {\n            g(b);\n            h(c);\n        }\n        _ => {}\n    }\n}\n";
        let found = made(source);
        assert_eq!(found, ["fn f(v: &[u8]) {\n    let b = v[1];\n    let c = &v[2];\n    g(b);\n    h(c);\n}\n"]);
    }

    #[test]
    fn an_arm_may_be_a_value_and_an_if() {
        let value = made(
            "fn f(v: &[u8]) -> u8 {\n    g(match v.first().copied() {\n        None => 0,\n        Some(b) => b + 1,\n    })\n}\n",
        );
        assert_eq!(value, ["fn f(v: &[u8]) -> u8 {\n    g({\n        let b = v[0];\n        b + 1\n    })\n}\n"]);
        let when = made(
            "fn f(v: &[u8]) {\n    if let Some(&b) = v.get(3) {\n        g(b);\n    } else {\n        h();\n    }\n}\n",
        );
        assert_eq!(when, ["fn f(v: &[u8]) {\n    let b = v[3];\n    g(b);\n}\n"]);
    }

    #[test]
    fn a_chunk_has_the_length_that_most_have() {
        let found = made("fn f(v: &[u8]) {\n    match v.len() {\n        2 => g(v[1]),\n        _ => h(),\n    }\n}\n");
        assert_eq!(found, ["fn f(v: &[u8]) {\n    g(v[1])\n}\n"]);
    }

    #[test]
    fn what_takes_more_apart_or_asks_for_more_stays() {
        for head in ["v.get(1) { Some(&b) if b > 1 =>", "v.get(1) { Some(&(b, _)) =>", "v.iter().next() { Some(&b) =>"]
        {
            assert_eq!(made(&format!("fn f(v: &[u8]) {{ match {head} g(b), _ => {{}} }} }}")), [""; 0], "{head}");
        }
    }
}
