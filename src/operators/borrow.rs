//! Rows of a matrix, and lists in a field, found once before a loop that looks into them.

use std::collections::BTreeSet;
use std::ops::Range;

use rand::Rng;

use super::hoist::{can_move, name};
use super::program::{Expr, Program, Role, Shape, Statement};
use super::rules::{Rewriting, fresh, pieces};
use super::{Operator, layout};
use crate::genome::Change;

/// Borrows before a loop what the loop looks into. The compiler cannot: what the loop writes might be where that lies.
/// ```text
/// for j in 0..m { sums[i][j] += a[i][k] * b[k][j]; }
/// let sums_i = &mut sums[i]; for j in 0..m { sums_i[j] += a[i][k] * b[k][j]; }
/// ```
pub struct Borrow;

impl Operator for Borrow {
    fn name(&self) -> &'static str {
        "borrow"
    }

    fn propose(&self, program: &Program, rng: &mut dyn Rng) -> Option<Change> {
        program.pick_rewriting(rng, &all(program))
    }
}

/// All that it makes of a program.
pub fn all(program: &Program) -> Vec<Rewriting> {
    let is_loop = |statement: &&Statement| {
        let text = program.text(&statement.file, &statement.range);
        ["for ", "while ", "loop "].iter().any(|head| text.starts_with(head))
    };
    let loops: Vec<&Statement> = program.statements.iter().filter(is_loop).collect();
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for expr in program.exprs.iter().filter(|expr| is_looked_into(program, expr)) {
        for around in loops.iter().filter(|around| can_move(program, expr, around)) {
            let first = seen.insert((around.file.clone(), around.range.start, program.source(expr)));
            if let Some(change) = first.then(|| borrowed(program, expr, around)).flatten() {
                found.push(Rewriting { function: expr.function, changes: vec![change] });
            }
        }
    }
    found
}

/// `m[i]` or `self.list`, of which an element is taken.
fn is_looked_into(program: &Program, expr: &Expr) -> bool {
    let is_place = matches!(expr.shape, Shape::Index | Shape::Field) && !program.source(expr).contains('(');
    let into = |parent: usize| {
        let parent = &program.exprs[parent];
        parent.shape == Shape::Index && parent.range.start == expr.range.start
    };
    let taken = matches!(expr.role, Role::Base | Role::Target) && expr.parent.is_some_and(into);
    // A range gives another slice each time it is taken.
    is_place && taken && !expr.in_macro && !program.source(expr).contains("..")
}

/// The loop with what it looks into borrowed before it; `None` if it may be another thing each time, or be moved.
fn borrowed(program: &Program, expr: &Expr, around: &Statement) -> Option<Change> {
    let text = program.source(expr);
    let within = |other: &&Expr| {
        other.file == around.file && around.range.start <= other.range.start && other.range.end <= around.range.end
    };
    let same =
        |other: &&Expr| other.shape == expr.shape && program.source(other) == text && can_move(program, other, around);
    let uses: Vec<&Expr> = program.exprs.iter().filter(within).filter(same).collect();
    if uses.iter().any(|used| !matches!(used.role, Role::Base | Role::Target)) {
        return None;
    }
    // What is written through it is not; what it is found by must not be.
    let base = text.split(['[', '.']).next()?;
    let by: Vec<&str> = program
        .names_in(&expr.file, &expr.range)
        .map(|used| program.source(used))
        .filter(|name| *name != base)
        .collect();
    let written = |other: &&Expr| other.role == Role::Target && by.contains(&program.source(other));
    if program.exprs.iter().filter(within).any(|other| written(&other)) {
        return None;
    }
    let writes = uses.iter().any(|used| used.role == Role::Target);
    let apart =
        |other: &Expr| uses.iter().all(|used| other.range.start < used.range.start || used.range.end < other.range.end);
    let list = text.split('[').next()?;
    let mut others = program.exprs.iter().filter(within).filter(|other| program.source(other) == list && apart(other));
    if others.any(|other| writes || other.role == Role::Target) {
        return None;
    }
    let body = program.text(&expr.file, &program.functions[expr.function].range);
    let name = fresh(&name(text)?, &|name| pieces(body).into_iter().any(|word: Range<usize>| &body[word] == name));
    let sign = if writes { "&mut " } else { "&" };
    let indent = layout::indent_of(program, around);
    let mut edits: Vec<(Range<usize>, String)> = uses.iter().map(|used| (used.range.clone(), name.clone())).collect();
    let declared = format!("let {name} = {sign}{text};\n{indent}");
    edits.push((around.range.start..around.range.start, declared));
    layout::edited(program, &expr.file, edits, Borrow.name())
}

#[cfg(test)]
mod tests {
    use super::super::testing::outcomes;
    use super::*;

    #[test]
    fn a_row_is_found_before_the_loop_over_its_cells() {
        let source = "\
fn f(a: &[Vec<f64>], sums: &mut [Vec<f64>], m: usize, i: usize) {
    for k in 0..a.len() {
        for j in 0..m {
            sums[i][j] += a[i][k] * a[k][j];
        }
    }
}
";
        let found = outcomes(&Borrow, source);
        for line in [
            "        let a_k = &a[k];\n        for j in 0..m {\n            sums[i][j] += a[i][k] * a_k[j];\n",
            "    let sums_i = &mut sums[i];\n    for k in 0..a.len() {\n",
            "            sums_i[j] += a[i][k] * a[k][j];\n",
        ] {
            assert!(found.contains(line), "{line}\nis not in\n{found}");
        }
        assert!(!found.contains("let a_k = &a[k];\n    for k"), "{found}");
    }

    #[test]
    fn a_list_in_a_field_is_borrowed_and_what_changes_in_the_loop_is_not() {
        let source = "\
struct S { v: Vec<u32>, at: usize }
impl S {
    fn f(&self, rows: &[Vec<u32>], mut i: usize) -> u32 {
        let mut sum = 0;
        for j in 0..9 {
            sum += self.v[j] + rows[i][j];
            i += 1;
        }
        sum
    }
}
";
        let found = outcomes(&Borrow, source);
        assert!(
            found.contains("        let v_value = &self.v;\n        for j in 0..9 {\n            sum += v_value[j]"),
            "{found}"
        );
        assert!(!found.contains("&rows[i]"), "{found}");
    }
}
