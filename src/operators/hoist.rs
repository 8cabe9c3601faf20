//! Values computed once.

use rand::Rng;

use super::Operator;
use super::program::{Expr, Program, Role, Shape, Statement, one_of};
use super::types::{is_copy, is_plain};
use crate::genome::Change;

/// Computes a value before a loop, or before a statement that needs it twice, and gives it a name.
/// ```text
/// for j in 0..b.len() { same += usize::from(a[i] == b[j]); }
/// let a_i = a[i]; for j in 0..b.len() { same += usize::from(a_i == b[j]); }
/// ```
pub struct Hoist;

impl Operator for Hoist {
    fn name(&self) -> &'static str {
        "hoist"
    }

    fn propose(&self, program: &Program, rng: &mut dyn Rng) -> Option<Change> {
        let index = program.pick(rng, |expr| {
            matches!(
                expr.shape,
                Shape::Index | Shape::Method { .. } | Shape::Call { .. } | Shape::Binary { .. } | Shape::Cast { .. }
            ) && can_wait(program, expr)
                && expr.range.len() <= 60
        })?;
        let expr = &program.exprs[index];
        let around: Vec<&Statement> =
            program.statements.iter().filter(|statement| can_move(program, expr, statement)).collect();
        let statement = *one_of(rng, &around)?;
        let uses = uses(program, expr, statement);
        let text = program.text(&statement.file, &statement.range);
        let is_loop = ["for ", "while ", "loop "].iter().any(|head| text.starts_with(head));
        let name = name(program.source(expr))?;
        let taken =
            program.sources.get(&expr.file)?.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == name);
        if taken || (!is_loop && uses.len() < 2) || uses.is_empty() {
            return None;
        }
        let mut new = text.to_owned();
        for place in uses.iter().rev() {
            new.replace_range(
                place.range.start - statement.range.start..place.range.end - statement.range.start,
                &name,
            );
        }
        let indent = super::layout::indent_of(program, statement);
        let text = format!("let {name} = {};\n{indent}{new}", program.source(expr));
        Some(Change { file: statement.file.clone(), range: statement.range.clone(), text, operator: self.name() })
    }
}

/// Whether a value may stand in a variable and be used from there any number of times: it is copied, or what owns memory is
/// only looked at.
pub fn can_wait(program: &Program, expr: &Expr) -> bool {
    let owns = |ty: &str| ty == "String" || ["Vec<", "Box<"].iter().any(|own| ty.starts_with(own));
    // What lies in a list or a field cannot be moved out of it.
    let is_place = matches!(expr.shape, Shape::Index | Shape::Field);
    let looked_at = || !is_place && (expr.role == Role::Base || expr.role == Role::Value && is_compared(program, expr));
    expr.ty
        .as_deref()
        .is_some_and(|ty| is_plain(ty) && (expr.role == Role::Value && is_copy(ty) || owns(ty) && looked_at()))
}

/// Whether it is a side of a comparison, which only looks at it.
pub fn is_compared(program: &Program, expr: &Expr) -> bool {
    let is_it = |index: &usize| program.exprs[*index].range == expr.range && program.exprs[*index].file == expr.file;
    program.exprs.iter().any(|other| match &other.shape {
        Shape::Binary { left, operator, right } => {
            let compares = ["==", "!=", "<", "<=", ">", ">="].contains(&program.text(&other.file, operator));
            compares && (is_it(left) || is_it(right))
        }
        _ => false,
    })
}

/// Whether an expression in a statement can be computed before it: no name in it is declared between.
pub fn can_move(program: &Program, expr: &Expr, statement: &Statement) -> bool {
    let start = statement.range.start;
    statement.file == expr.file
        && start <= expr.range.start
        && expr.range.end <= statement.range.end
        && program.names_in(&expr.file, &expr.range).all(|used| {
            let seen_from =
                |at: usize| program.resolve(&expr.file, at, program.source(used)).map(|binding| &binding.visible);
            seen_from(start) == seen_from(used.range.start)
        })
}

/// The outermost places in a statement where the same value is computed, in the order of the text.
fn uses<'a>(program: &'a Program, expr: &Expr, statement: &Statement) -> Vec<&'a Expr> {
    let text = program.source(expr);
    let same = |other: &&Expr| {
        program.source(other) == text
            && other.ty == expr.ty
            && can_wait(program, other)
            && can_move(program, other, statement)
    };
    program.exprs.iter().filter(same).collect()
}

/// A name made of the last two words of an expression: `a_i` of `a[i - 1]`, `b_len` of `b.len()`.
pub fn name(text: &str) -> Option<String> {
    let is_word = |word: &&str| word.starts_with(|c: char| c.is_ascii_lowercase()) && !WORDS.contains(word);
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(is_word).collect();
    match words[..] {
        [.., first, last] if first != last => Some(format!("{first}_{last}")),
        [.., last] => Some(format!("{last}_value")),
        [] => None,
    }
}

/// Words that say nothing about a value.
const WORDS: &[&str] = &[
    "self", "as", "mut", "from", "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize",
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;

    use super::super::testing::{outcomes, program};
    use super::*;

    #[test]
    fn a_value_that_does_not_change_is_computed_before_the_loop() {
        let source = "\
fn f(a: &[u8], b: &[u8], i: usize) {
    for j in 0..9 {
        g(a.len() + i, b[j] as u64 + 1);
    }
}
";
        let found = outcomes(&Hoist, source);
        assert!(found.contains("    let a_len = a.len();\n    for j in 0..9 {\n        g(a_len + i, "), "{found}");
        assert!(!found.contains("let b_j = b[j] as u64;\n    for"), "j is not known there: {found}");
    }

    #[test]
    fn what_owns_memory_is_computed_once_where_it_is_only_looked_at() {
        let source = "\
fn low(text: &str) -> String {
    text.to_lowercase()
}
fn f(all: &[String], name: &str, out: &mut Vec<String>) {
    for one in all {
        if low(one) == low(name) {
            out.push(low(name));
        }
    }
}
";
        let mut program = program(source);
        for index in 0..program.exprs.len() {
            // As rustc would say.
            if program.source(&program.exprs[index]).starts_with("low(") {
                program.exprs[index].ty = Some("String".into());
            }
        }
        let made = (0..500).filter_map(|seed| Hoist.propose(&program, &mut ChaCha8Rng::seed_from_u64(seed)));
        let found: BTreeSet<String> = made.map(|change| change.text).collect();
        let hoisted = "let low_name = low(name);\n    for one in all {\n        if low(one) == low_name {\n            \
                       out.push(low(name));";
        assert!(found.iter().any(|text| text.starts_with(hoisted)), "{found:?}");
        assert!(!found.iter().any(|text| text.contains("push(low_name)")), "it is given away: {found:?}");
    }

    #[test]
    fn a_value_needed_twice_is_computed_once() {
        let found = outcomes(&Hoist, "fn f(a: &[u8]) {\n    g(a.len(), a.len());\n}\n");
        assert!(found.contains("    let a_len = a.len();\n    g(a_len, a_len);\n"), "{found}");
    }
}
