//! What is worth computing once: calls in loops, and calls that a block makes again. Unlike [`super::hoist`], which takes any
//! value at random, this finds all of them, and can wait until a value is needed.

use std::collections::BTreeSet;
use std::ops::Range;

use rand::Rng;

use super::code::{Code, Tightness};
use super::hoist::{can_move, is_compared, name};
use super::program::{Expr, Program, Role, Shape, Statement, one_of};
use super::rules::{Rewriting, fresh, pieces};
use super::types::{is_copy, is_kept, is_plain};
use super::{Operator, layout};
use crate::genome::Change;

/// Computes a call before the loop that repeats it, or there when it is first needed, or before the first of several
/// statements that make it.
/// ```text
/// for name in all { if name == self.best() { n += 1; } }
/// let mut best = None; for name in all { if name == *best.get_or_insert_with(|| self.best()) { n += 1; } }
/// ```
pub struct Once;

impl Operator for Once {
    fn name(&self) -> &'static str {
        "once"
    }

    fn propose(&self, program: &Program, rng: &mut dyn Rng) -> Option<Change> {
        let index =
            program.pick(rng, |expr| is_costly(program, expr) && Form::of(program, expr, Lends::Yes).is_some())?;
        one_of(rng, &of(program, index)).map(|(_, change)| change.clone())
    }
}

/// Methods that cost less than keeping what they give.
const CHEAP: &[&str] = &[
    "abs",
    "as_bytes",
    "as_deref",
    "as_mut",
    "as_ref",
    "as_slice",
    "as_str",
    "chars",
    "bytes",
    "entry",
    "first",
    "get",
    "get_mut",
    "insert",
    "into_iter",
    "is_empty",
    "is_none",
    "is_some",
    "iter",
    "iter_mut",
    "last",
    "len",
    "next",
    "peek",
    "pop",
    "push",
    "remove",
    "swap",
    "unwrap",
    "extend",
    "push_str",
];

/// All that it makes of a program.
pub fn all(program: &Program) -> Vec<Rewriting> {
    let costly = |index: &usize| is_costly(program, &program.exprs[*index]);
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for index in (0..program.exprs.len()).filter(costly) {
        let expr = &program.exprs[index];
        for (place, change) in of(program, index) {
            if seen.insert((expr.file.clone(), place, change.text.clone())) {
                found.push(Rewriting { function: expr.function, changes: vec![change] });
            }
        }
    }
    found
}

/// What it makes of one call, with the place where that is then computed.
fn of(program: &Program, index: usize) -> Vec<(usize, Change)> {
    let lent = [Lends::Yes, Lends::No].into_iter().flat_map(|lends| of_form(program, index, lends));
    let mut seen = BTreeSet::new();
    lent.filter(|(place, change)| seen.insert((*place, change.text.clone()))).collect()
}

fn of_form(program: &Program, index: usize, lends: Lends) -> Vec<(usize, Change)> {
    let expr = &program.exprs[index];
    let mut found = Vec::new();
    if Form::of(program, expr, lends).is_none() {
        return found;
    }
    for statement in program.statements.iter().filter(|statement| can_move(program, expr, statement)) {
        let repeats = repeats(program, expr, statement);
        let uses = match repeats {
            true => uses(program, expr, &[statement], lends),
            false => uses(program, expr, &followers(program, statement), lends),
        };
        if uses.len() < if repeats { 1 } else { 2 } {
            continue;
        }
        for lazy in [false, true].into_iter().take(if repeats { 2 } else { 1 }) {
            let change = computed(program, index, statement, &uses, lazy, lends);
            found.extend(change.map(|change| (statement.range.start, change)));
        }
    }
    found
}

/// How what was computed before stands where it was computed.
#[derive(Clone, Copy, PartialEq)]
pub enum Form {
    /// As it is, or only looked at.
    Value,
    /// A list that a loop takes apart.
    Items,
    /// What is kept, and looked at.
    Lent,
    /// What somebody wants to own.
    Copy,
}

/// Whether what was computed before may be lent to a name or a `match` in the place of a copy.
#[derive(Clone, Copy, PartialEq)]
pub enum Lends {
    Yes,
    No,
}

impl Form {
    pub fn of(program: &Program, expr: &Expr, lends: Lends) -> Option<Form> {
        let ty = expr.ty.as_deref().filter(|ty| is_plain(ty))?;
        let owns = ty == "String" || ["Vec<", "Option<Vec<", "Option<String"].iter().any(|own| ty.starts_with(own));
        let file = program.sources.get(&expr.file)?;
        match expr.role {
            Role::Base if is_kept(ty) || is_copy(ty) => Some(Form::Value),
            Role::Value if is_copy(ty) || owns && is_compared(program, expr) => Some(Form::Value),
            Role::Value if lends == Lends::Yes && is_kept(ty) && is_looked_at(program, expr) => Some(Form::Lent),
            Role::Value if ty.starts_with("Vec<") && file[..expr.range.start].ends_with(" in ") => Some(Form::Items),
            Role::Value if owns => Some(Form::Copy),
            _ => None,
        }
    }
}

/// Whether an expression is all that a `let` gives a name to, or what a `match`, `if let` or `for` looks at, or a part of that.
fn is_looked_at(program: &Program, expr: &Expr) -> bool {
    let matched = |expr: &Expr| {
        let before = program.sources.get(&expr.file).map_or("", |file| &file[..expr.range.start]);
        // What a pattern calls `mut` is changed.
        let pattern = before.strip_suffix(" = ").and_then(|before| before.rsplit("let ").next());
        let changed = pattern.is_some_and(|pattern| pattern.contains("mut "));
        expr.head && !changed && ["match ", " = ", " in "].iter().any(|word| before.ends_with(word))
    };
    let named = |statement: &Statement| {
        let text = program.text(&statement.file, &statement.range);
        let declared = statement.declares.first().map_or("", |name| name);
        statement.file == expr.file
            && statement.is_let
            && statement.range.end == expr.range.end + 1
            && text
                .strip_prefix("let ")
                .and_then(|text| text.strip_prefix(declared))
                .is_some_and(|text| text.strip_prefix(" = ").is_some_and(|value| value.len() == expr.range.len() + 1))
    };
    let tuple =
        |parent: usize| program.source(&program.exprs[parent]).starts_with('(') && matched(&program.exprs[parent]);
    matched(expr) || expr.parent.is_some_and(tuple) || program.statements.iter().any(named)
}

/// Whether a call is worth keeping what it gives.
pub fn is_costly(program: &Program, expr: &Expr) -> bool {
    let own = |name: &str| program.functions.iter().any(|function| function.path.rsplit("::").next() == Some(name));
    match &expr.shape {
        Shape::Method { name, .. } => {
            let name = program.text(&expr.file, name);
            own(name) || !CHEAP.contains(&name)
        }
        Shape::Call { .. } => program.source(expr).split('(').next().is_some_and(|path| {
            let last = path.rsplit("::").next().unwrap_or(path);
            own(last)
        }),
        // What ends the function early is kept as it is.
        Shape::Other => {
            let tried = expr.range.start..expr.range.end - 1;
            let is_it = |inner: &&Expr| inner.file == expr.file && inner.range == tried;
            program.source(expr).ends_with('?')
                && program.exprs.iter().find(is_it).is_some_and(|inner| is_costly(program, inner))
        }
        _ => false,
    }
}

/// Whether a statement runs an expression in it again and again, and does not write what it is made of.
pub fn repeats(program: &Program, expr: &Expr, statement: &Statement) -> bool {
    let text = program.text(&statement.file, &statement.range);
    let before = program.text(&expr.file, &(statement.range.start..expr.range.start));
    let is_loop = text.starts_with("while ")
        || before.contains('{') && ["for ", "loop ", "'"].iter().any(|head| text.starts_with(head));
    is_loop || before.contains("(|") || before.contains("(move |")
}

/// A statement and those that follow it in its block.
fn followers<'a>(program: &'a Program, statement: &'a Statement) -> Vec<&'a Statement> {
    let block = &program.blocks[statement.block].statements;
    block[statement.index..].iter().map(|&index| &program.statements[index]).collect()
}

/// Where statements compute the same value, up to the first that writes what it is made of.
fn uses(program: &Program, expr: &Expr, statements: &[&Statement], lends: Lends) -> Vec<usize> {
    let text = program.source(expr);
    let names: Vec<&str> = program
        .names_in(&expr.file, &expr.range)
        .map(|used| program.source(used))
        .filter(|name| *name != "self")
        .collect();
    let Some(first) = statements.first() else { return Vec::new() };
    let mut found = Vec::new();
    for statement in statements {
        let within = |other: &Expr| {
            other.file == expr.file
                && statement.range.start <= other.range.start
                && other.range.end <= statement.range.end
        };
        let writes = program
            .exprs
            .iter()
            .any(|other| within(other) && other.role == Role::Target && names.contains(&program.source(other)));
        if writes {
            break;
        }
        let same = |other: &Expr| within(other) && program.source(other) == text && other.ty == expr.ty;
        let moved = |other: &Expr| {
            program.names_in(&other.file, &other.range).all(|used| {
                let seen = |at: usize| program.resolve(&expr.file, at, program.source(used)).map(|name| &name.visible);
                seen(first.range.start) == seen(used.range.start)
            })
        };
        found.extend((0..program.exprs.len()).filter(|&at| {
            let other = &program.exprs[at];
            same(other) && Form::of(program, other, lends).is_some() && moved(other)
        }));
    }
    found
}

/// The statement's uses of a value that is computed before it, or when the first of them needs it.
fn computed(
    program: &Program,
    index: usize,
    statement: &Statement,
    uses: &[usize],
    lazy: bool,
    lends: Lends,
) -> Option<Change> {
    let expr = &program.exprs[index];
    let source = program.source(expr);
    if lazy && source.contains("return") {
        return None;
    }
    let body = program.text(&expr.file, &program.functions[expr.function].range);
    let name = fresh(&name(source)?, &|name| pieces(body).into_iter().any(|word: Range<usize>| &body[word] == name));
    let value = match lazy {
        // An early end is one of the function, not of a closure.
        true if source.contains('?') => Code {
            text: format!("match {name} {{ Some(ref known) => known, None => &*{name}.insert({source}) }}"),
            tightness: Tightness::Any,
        },
        true => Code::method(Code::atom(&name), "get_or_insert_with", &[Code::atom(format!("|| {source}"))]),
        false => Code::atom(&name),
    };
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    for &at in uses {
        let ty = program.exprs[at].ty.as_deref()?;
        let code = match Form::of(program, &program.exprs[at], lends)? {
            Form::Value if lazy && is_copy(ty) => Code::prefix("*", value.clone()),
            Form::Value if lazy && program.exprs[at].role == Role::Value => Code::prefix("*", value.clone()),
            Form::Lent if !lazy => Code::prefix("&", value.clone()),
            Form::Value | Form::Lent => value.clone(),
            Form::Items => Code::method(Code::method(value.clone(), "iter", &[]), "cloned", &[]),
            Form::Copy => Code::method(value.clone(), "clone", &[]),
        };
        let change = program.replace(at, code, Once.name());
        edits.push((change.range, change.text));
    }
    let indent = layout::indent_of(program, statement);
    let declared = match lazy {
        true => format!("let mut {name} = None;\n{indent}"),
        false => format!("let {name} = {source};\n{indent}"),
    };
    edits.push((statement.range.start..statement.range.start, declared));
    layout::edited(program, &expr.file, edits, Once.name())
}

#[cfg(test)]
mod tests {
    use super::super::testing::{program, rewritten};
    use super::*;

    /// All that is made of a text, where calls of `own` have a type.
    fn made(source: &str, own: &str, ty: &str) -> String {
        let mut program = program(source);
        for index in 0..program.exprs.len() {
            let call = matches!(program.exprs[index].shape, Shape::Call { .. } | Shape::Method { .. });
            if call && program.source(&program.exprs[index]).contains(own) {
                program.exprs[index].ty = Some(ty.into());
            }
        }
        rewritten(source, all(&program))
    }

    const OWN: &str = "fn own(v: &[u8]) -> u8 { 1 }\n";

    #[test]
    fn a_call_in_a_loop_is_made_before_it_or_when_it_is_first_needed() {
        let found = made(
            &format!("{OWN}fn f(v: &[u8]) {{\n    for x in v {{\n        g(x, own(v) + 1);\n    }}\n}}\n"),
            "own(",
            "u8",
        );
        assert!(found.contains("    let own_v = own(v);\n    for x in v {\n        g(x, own_v + 1);"), "{found}");
        let lazy =
            "    let mut own_v = None;\n    for x in v {\n        g(x, *own_v.get_or_insert_with(|| own(v)) + 1);";
        assert!(found.contains(lazy), "{found}");
    }

    #[test]
    fn what_may_end_the_function_early_waits_until_it_is_needed() {
        let source = "fn own(v: &[u8]) -> Option<Vec<u8>> {\n    None\n}\nfn f(v: &[u8]) -> Option<u8> {\n    for x in v {\n        let kept = own(v)?;\n        g(x, &kept);\n    }\n    None\n}\n";
        let found = made(source, "own(v)?", "Vec<u8>");
        assert!(found.contains("    let own_v = own(v)?;\n    for x in v {\n        let kept = &own_v;"), "{found}");
        let lazy = "    let mut own_v = None;\n    for x in v {\n        let kept = match own_v { Some(ref known) => known, None => &*own_v.insert(own(v)?) };";
        assert!(found.contains(lazy), "{found}");
    }

    #[test]
    fn what_is_changed_is_copied_each_time() {
        let source = format!(
            "{OWN}fn f(v: &[u8]) {{\n    for x in v {{\n        if let Some(mut y) = own(v) {{\n            y.push(x);\n        }}\n    }}\n}}\n"
        );
        let found = made(&source, "own(", "Option<Vec<u8>>");
        assert!(found.contains("if let Some(mut y) = own_v.clone() {"), "{found}");
        assert!(!found.contains("= &own_v") && !found.contains("with(|| own(v)) {"), "{found}");
    }

    #[test]
    fn a_list_in_the_head_of_an_inner_loop_is_made_once() {
        let source = format!(
            "{OWN}fn f(v: &[u8]) {{\n    for x in v {{\n        for y in own(v) {{\n            g(x, y);\n        }}\n    }}\n}}\n"
        );
        let found = made(&source, "own(", "Vec<u8>");
        let hoisted = "    let own_v = own(v);\n    for x in v {\n        for y in own_v.iter().cloned() {";
        assert!(found.contains(hoisted), "{found}");
        assert!(!found.contains("let own_v = own(v);\n        for y"), "that would bring nothing: {found}");
    }

    #[test]
    fn a_call_made_by_several_statements_is_made_once_unless_what_it_asks_changes() {
        let source = format!(
            "{OWN}fn f(v: &[u8], mut n: usize) {{\n    g(own(v));\n    if own(v) > 1 {{\n        n += 1;\n    }}\n    g(own(&v[n..]));\n    n = 2;\n    g(own(&v[n..]));\n}}\n"
        );
        let found = made(&source, "own(", "u8");
        assert!(found.contains("    let own_v = own(v);\n    g(own_v);\n    if own_v > 1 {"), "{found}");
        assert!(!found.contains("let v_n"), "{found}");
    }
}
