//! What a program computes again and again though it always comes to the same: the value itself in the place of the code. What code
//! comes to is asked of the seed beforehand ([`Values`]); without that there is nothing to say. What values look like as Rust stands
//! in [`written`], which code depends on nothing in [`closed`].

use std::ops::Range;
use std::sync::Arc;

use rand::Rng;

use super::program::{Expr, Program, Role, Shape};
use super::rules::Rewriting;
use super::{Operator, layout};
use crate::genome::Change;

pub mod closed;
mod written;

pub use closed::{Closed, closed};
pub use written::{Value, Values};

/// Puts the value in the place of code that always comes to the same.
/// ```text
/// fn units() -> Vec<(String, u32)> { "mm=1 cm=10".split(' ').map(...).collect() }
/// fn units() -> &'static [(&'static str, u32)] { &[("mm", 1), ("cm", 10)] }
/// ```
pub struct Constant;

impl Operator for Constant {
    fn name(&self) -> &'static str {
        "constant"
    }

    fn propose(&self, program: &Program, rng: &mut dyn Rng) -> Option<Change> {
        program.pick_rewriting(rng, &all(program))
    }
}

/// All that it makes of a program.
pub fn all(program: &Program) -> Vec<Rewriting> {
    if program.values.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<Rewriting> = Vec::new();
    for closed in closed(program) {
        let Some(value) = program.values.get(&closed.code) else { continue };
        // Where a function can lend it, there is no need to write it where it is called.
        let lent = given(program, &closed, value).or_else(|| in_place(program, &closed, value));
        for changes in lent.into_iter().chain(filled_at_once(program, &closed, value)) {
            if !found.iter().any(|other| other.changes == changes) {
                found.push(Rewriting { function: closed.function, changes });
            }
        }
    }
    found
}

/// The value where the code stood.
fn in_place(program: &Program, closed: &Closed, value: &Value) -> Option<Vec<Change>> {
    let change = |range: Range<usize>, text: String| {
        Some(vec![Change { file: closed.file.clone(), range, text, operator: Constant.name() }])
    };
    let (ty, text) = (value.ty.replace("'static ", ""), &value.text);
    let Some(index) = closed.expr else {
        return change(closed.range.clone(), format!("let {}: {ty} = {text};", closed.name));
    };
    let whole = |name: &str| {
        let before = program.text(&closed.file, &(0..closed.range.start)).trim_end().strip_suffix('=')?;
        let start = before.rfind("let ")?;
        let declared = before[start..].split(':').next()?.trim_end();
        (declared == format!("let {name}")).then_some(start..closed.range.end)
    };
    let expr = &program.exprs[index];
    let named = program.statements.iter().find_map(|statement| {
        let holds = statement.file == closed.file && statement.range.end == closed.range.end + 1 && statement.is_let;
        let [name] = &statement.declares[..] else { return None };
        holds.then(|| whole(name)).flatten().map(|range| (range, name))
    });
    if let Some((range, name)) = named {
        return change(range, format!("let {name}: {ty} = {text}"));
    }
    match expr.role {
        Role::Base => change(closed.range.clone(), text.strip_prefix('&').unwrap_or(text).to_owned()),
        Role::Value if value.same => change(closed.range.clone(), text.clone()),
        _ => None,
    }
}

/// What statements put into a list piece by piece, at once: the list is the program's own, and may grow or be given away.
fn filled_at_once(program: &Program, closed: &Closed, value: &Value) -> Option<Vec<Change>> {
    let item = value.ty.strip_prefix("&'static [")?.strip_suffix(']')?;
    let first = program.statements.iter().find(|statement| {
        statement.is_let && statement.file == closed.file && statement.range.start == closed.range.start
    })?;
    if closed.expr.is_some() || closed.ty != format!("Vec<{item}>") {
        return None;
    }
    let (_, made) = program.text(&first.file, &first.range).split_once('=')?;
    let items = value.text.strip_prefix('&')?;
    let grows = ["Vec::new()", "Vec::with_capacity(", "vec![]"].iter().any(|new| made.trim_start().starts_with(new));
    let (range, text) = match grows {
        true => {
            let indent = layout::indent_in(program, &first.file, first.range.start);
            let text = format!("\n{indent}{}.extend_from_slice(&{items});", closed.name);
            (first.range.end..closed.range.end, text)
        }
        false => (closed.range.clone(), format!("let mut {} = vec!{items};", closed.name)),
    };
    Some(vec![Change { file: closed.file.clone(), range, text, operator: Constant.name() }])
}

/// A private function without arguments that lends the value, and those that call it.
fn given(program: &Program, closed: &Closed, value: &Value) -> Option<Vec<Change>> {
    let name = called(program, &program.exprs[closed.expr?])?;
    let index = program.functions.iter().position(|function| {
        function.path.rsplit("::").next() == Some(name) && function.file == closed.file && !function.body.is_empty()
    })?;
    let function = &program.functions[index];
    let head = program.text(&function.file, &(function.range.start..function.body.start));
    let before = program.text(&function.file, &(0..function.range.start));
    let (plain, returns) = head.split_once("->")?;
    if !plain.trim_end().ends_with(&format!("fn {name}()")) || before.trim_end().ends_with("pub") {
        return None;
    }
    let start = function.range.start + plain.len() + "->".len();
    let indent = layout::indent_in(program, &function.file, function.range.start);
    let change = |file: &Arc<str>, range: Range<usize>, text: String| Change {
        file: file.clone(),
        range,
        text,
        operator: Constant.name(),
    };
    let mut changes = vec![
        change(&function.file, start..start + returns.trim_end().len(), format!(" {}", value.ty)),
        change(&function.file, function.body.clone(), layout::shifted(&format!("{{\n    {}\n}}", value.text), indent)),
    ];
    let calls = program.exprs.iter().filter(|expr| called(program, expr) == Some(name) && !value.same);
    for call in calls {
        changes.extend(items(program, call).map(|range| change(&call.file, range, ".iter().copied()".into())));
    }
    changes.sort_by_key(|change| (change.file.clone(), change.range.start));
    Some(changes)
}

/// The function that a call without arguments calls.
fn called<'a>(program: &'a Program, expr: &Expr) -> Option<&'a str> {
    let Shape::Call { arguments } = &expr.shape else { return None };
    let path = program.source(expr).split('(').next().filter(|_| arguments.is_empty() && !expr.in_macro)?;
    path.rsplit("::").next()
}

/// Where it must be said that the items are wanted and not their places.
fn items(program: &Program, call: &Expr) -> Option<Range<usize>> {
    if let Some(parent) = call.parent.map(|parent| &program.exprs[parent])
        && let Shape::Method { name, .. } = &parent.shape
        && program.text(&call.file, name) == "into_iter"
    {
        return Some(call.range.end..name.end + "()".len());
    }
    let before = program.text(&call.file, &(0..call.range.start));
    (call.role == Role::Value && before.ends_with(" in ")).then_some(call.range.end..call.range.end)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{program, rewritten};
    use super::*;

    /// All that is made of a text in which `code` has a type and comes to a value.
    fn made(source: &str, known: &[(&str, &str, &str)]) -> String {
        let mut program = program(source);
        let mut values = Values::default();
        for (code, ty, debugged) in known {
            for index in 0..program.exprs.len() {
                if program.source(&program.exprs[index]) == *code {
                    program.exprs[index].ty = Some((*ty).into());
                }
            }
            for binding in &mut program.bindings {
                if code.ends_with(&format!(" {} }}", binding.name)) {
                    binding.ty = Some((*ty).into());
                }
            }
            values.learn(code, ty, debugged);
        }
        program.values = Arc::new(values);
        let mut all = all(&program);
        all.iter_mut().for_each(|rewriting| rewriting.changes.reverse());
        rewritten(source, all)
    }

    #[test]
    fn a_function_of_nothing_lends_what_it_always_makes() {
        let source = "\
fn units() -> Vec<(String, u32)> {
    \"mm=1\".split(' ').map(cut).collect()
}
pub fn f(name: &str) -> Option<u32> {
    for (unit, length) in units() {
        g(unit, length);
    }
    units().into_iter().find(|unit| unit.0 == name).map(|unit| unit.1)
}
";
        let found = made(source, &[("units()", "Vec<(String, u32)>", "[(\"mm\", 1)]")]);
        let lent = "fn units() -> &'static [(&'static str, u32)] {\n    &[(\"mm\", 1)]\n}\npub fn f(name: &str)";
        assert!(found.contains(lent), "{found}");
        assert!(found.contains("in units().iter().copied() {\n"), "{found}");
        assert!(found.contains("    units().iter().copied().find(|unit|"), "{found}");
    }

    #[test]
    fn what_is_named_or_looked_at_is_written_down() {
        let source = "\
pub fn f(at: usize) -> char {
    let all: Vec<char> = \"abc\".chars().collect();
    g(&all, \"xyz\".chars().rev().collect::<String>().len())
}
";
        let known = [
            ("\"abc\".chars().collect()", "Vec<char>", "['a', 'b', 'c']"),
            ("\"xyz\".chars().rev().collect::<String>()", "String", "\"zyx\""),
        ];
        let found = made(source, &known);
        assert!(found.contains("    let all: &[char] = &['a', 'b', 'c'];\n"), "{found}");
        assert!(found.contains("g(&all, \"zyx\".len())"), "{found}");
    }

    #[test]
    fn what_a_loop_fills_with_what_it_always_does_is_written_down() {
        let source = "\
pub fn f(data: &[u8]) -> u32 {
    let mut table = [0u32; 3];
    for i in 0..3 {
        table[i] = step(i as u32);
    }
    let mut sum = 0;
    for byte in data {
        sum += table[*byte as usize % 3];
    }
    sum
}
";
        let code =
            "{ let mut table = [0u32; 3];\n    for i in 0..3 {\n        table[i] = step(i as u32);\n    } table }";
        let found = made(source, &[(code, "[u32; 3]", "[7, 8, 9]")]);
        assert!(found.contains("{\n    let table: [u32; 3] = [7, 8, 9];\n    let mut sum = 0;\n"), "{found}");
    }

    #[test]
    fn a_list_that_is_given_away_is_filled_at_once() {
        let source = "\
pub fn f(more: char) -> Vec<char> {
    let mut all = Vec::with_capacity(4);
    all.extend('a'..='c');
    all.push(more);
    all
}
";
        let code = "{ let mut all = Vec::with_capacity(4);\n    all.extend('a'..='c'); all }";
        let found = made(source, &[(code, "Vec<char>", "['a', 'b', 'c']")]);
        let filled = "    let mut all = Vec::with_capacity(4);\n    all.extend_from_slice(&['a', 'b', 'c']);\n    all.push(more);\n";
        assert!(found.contains(filled), "{found}");
        let found = made(
            &source.replace("Vec::with_capacity(4)", "vec!['x']"),
            &[(&code.replace("Vec::with_capacity(4)", "vec!['x']"), "Vec<char>", "['x', 'a', 'b', 'c']")],
        );
        assert!(found.contains("    let mut all = vec!['x', 'a', 'b', 'c'];\n    all.push(more);\n"), "{found}");
    }

    #[test]
    fn what_is_another_thing_elsewhere_is_left_alone() {
        let source = "fn width() -> usize {\n    all().len()\n}\nfn all() -> Vec<u8> {\n    vec![0; WORD]\n}\nconst WORD: usize = std::mem::size_of::<usize>();\npub fn f() -> usize {\n    width() + 1\n}\n";
        let known = [("width()", "usize", "8"), ("all().len()", "usize", "8")];
        assert_eq!(made(source, &known), "");
        let found = made(&source.replace("std::mem::size_of::<usize>()", "8"), &known);
        assert!(found.contains("fn width() -> usize {\n    8\n}"), "{found}");
    }

    #[test]
    fn what_depends_on_something_is_left_alone() {
        let source = "pub fn f(n: u32) -> Vec<u32> {\n    let all: Vec<u32> = (0..n).collect();\n    all\n}\n";
        assert_eq!(made(source, &[("(0..n).collect()", "Vec<u32>", "[0, 1]")]), "");
    }
}
