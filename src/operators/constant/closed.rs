//! Code that depends on nothing that its program is given: it names no parameter, no variable from outside, and no `self`. Knows
//! nothing of values.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use super::super::program::{Expr, Function, Program, Shape, Statement};
use super::super::rules::pieces;
use super::written::can_be_written;

/// Code that comes to the same each time.
#[derive(Debug, Clone, PartialEq)]
pub struct Closed {
    pub file: Arc<str>,
    pub range: Range<usize>,
    pub function: usize,
    /// The expression, if it is one; otherwise statements that fill what `name` is declared for.
    pub expr: Option<usize>,
    pub name: String,
    /// The code as one expression.
    pub code: String,
    /// Of what it comes to.
    pub ty: String,
}

/// Bytes of such code that are looked at.
const LONGEST: usize = 2000;

/// Words that stand for something from outside, or leave the code.
const OPEN: &[&str] = &["self", "Self", "return", "?", "await", "unsafe"];

/// Words of what is another thing on another machine, or at another time, in the code or in functions that it calls.
const ELSEWHERE: &[&str] = &[
    "BITS",
    "MAX",
    "MIN",
    "Instant",
    "OnceLock",
    "RandomState",
    "SystemTime",
    "align_of",
    "cfg",
    "consts",
    "env",
    "from_ne_bytes",
    "now",
    "option_env",
    "random",
    "size_of",
    "size_of_val",
    "thread",
    "time",
    "to_ne_bytes",
];

/// All such code, but for what lies within other such code.
pub fn closed(program: &Program) -> Vec<Closed> {
    let mut found: Vec<Closed> = Vec::new();
    for statement in &program.statements {
        found.extend(filled(program, statement));
    }
    for (index, expr) in program.exprs.iter().enumerate() {
        let within = |other: &Closed| {
            other.file == expr.file && other.range.start <= expr.range.start && expr.range.end <= other.range.end
        };
        if !found.iter().any(within) {
            found.extend(expression(program, index));
        }
    }
    let mut seen = BTreeSet::new();
    found.retain(|closed| seen.insert((closed.file.clone(), closed.range.start, closed.range.end)));
    found
}

fn expression(program: &Program, index: usize) -> Option<Closed> {
    let expr = &program.exprs[index];
    let ty = expr.ty.as_deref().filter(|ty| can_be_written(ty))?;
    let code = program.source(expr);
    let computes = matches!(expr.shape, Shape::Call { .. } | Shape::Method { .. }) || code.starts_with('{');
    let in_function = !program.functions.get(expr.function)?.body.is_empty();
    if !computes || expr.in_macro || !in_function || !depends_on_nothing(program, &expr.file, &expr.range) {
        return None;
    }
    Some(Closed {
        file: expr.file.clone(),
        range: expr.range.clone(),
        function: expr.function,
        expr: Some(index),
        name: String::new(),
        code: code.to_owned(),
        ty: ty.to_owned(),
    })
}

/// A `let mut` with the statements behind it that fill what it declares, as far as they depend on nothing else.
fn filled(program: &Program, first: &Statement) -> Option<Closed> {
    let [name] = &first.declares[..] else { return None };
    if !program.text(&first.file, &first.range).starts_with("let mut ") {
        return None;
    }
    let block = &program.blocks[first.block].statements;
    let binding = program.bindings.iter().find(|binding| {
        binding.name == *name && binding.file == first.file && binding.visible.start == first.range.end
    })?;
    let ty = binding.ty.as_deref().filter(|ty| can_be_written(ty))?;
    let statements: Vec<&Statement> = block[first.index..].iter().map(|&at| &program.statements[at]).collect();
    let whole = |last: &Statement| first.range.start..last.range.end;
    let lasting = |last: &&&Statement| !last.is_value && depends_on_nothing(program, &first.file, &whole(last));
    let end = binding.visible.end;
    // Nothing else that is declared there is used behind it.
    let alone = |last: &Statement| {
        program.names_in(&first.file, &(last.range.end..end)).all(|used| {
            let declared = program.resolve(&first.file, used.range.start, program.source(used));
            declared.is_none_or(|declared| {
                declared.name == *name || !whole(last).contains(&(declared.visible.start.saturating_sub(1)))
            })
        })
    };
    let mentions = |last: &Statement| words(program, &first.file, &last.range).any(|word| word == name);
    let group: Vec<&Statement> = statements.iter().take_while(lasting).copied().collect();
    let last = group.iter().skip(1).rev().find(|last| !last.is_let && mentions(last) && alone(last))?;
    let range = whole(last);
    let code = format!("{{ {} {name} }}", program.text(&first.file, &range));
    let (file, function) = (first.file.clone(), first.function);
    Some(Closed { file, range, function, expr: None, name: name.clone(), code, ty: ty.to_owned() })
}

fn words<'a>(program: &'a Program, file: &'a str, range: &'a Range<usize>) -> impl Iterator<Item = &'a str> {
    let text = program.text(file, range);
    pieces(text).into_iter().map(move |word| &text[word])
}

fn depends_on_nothing(program: &Program, file: &str, range: &Range<usize>) -> bool {
    let own = |used: &Expr| {
        let declared = program.resolve(file, used.range.start, program.source(used));
        declared.is_none_or(|name| range.start < name.visible.start && name.visible.start <= range.end)
    };
    range.len() <= LONGEST
        && !words(program, file, range).any(|word| OPEN.contains(&word))
        && program.names_in(file, range).all(own)
        && is_alike_everywhere(program, file, range, &mut BTreeSet::new())
}

/// Whether code, with the functions of the program that it calls, speaks of nothing that differs from machine to machine or from time to
/// time. `seen`: functions that were looked at.
fn is_alike_everywhere(program: &Program, file: &str, range: &Range<usize>, seen: &mut BTreeSet<usize>) -> bool {
    words(program, file, range).all(|word| {
        let named = |function: &Function| function.path.rsplit("::").next() == Some(word);
        let called: Vec<usize> = (0..program.functions.len()).filter(|&at| named(&program.functions[at])).collect();
        !ELSEWHERE.contains(&word)
            && called.into_iter().all(|at| {
                let function = &program.functions[at];
                !seen.insert(at) || is_alike_everywhere(program, &function.file, &function.range, seen)
            })
    })
}
