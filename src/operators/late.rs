//! What is computed before anybody knows whether it is needed: computed where it is needed instead. The other way round than
//! [`super::once`].

use std::ops::Range;

use rand::Rng;

use super::once::{is_costly, repeats};
use super::program::{Expr, Program, Shape, Statement};
use super::rules::{Rewriting, pieces};
use super::{Operator, layout};
use crate::genome::Change;

/// Puts a call in the place of the name that a `let` gave to what it gives, or moves the `let` to where alone it is used.
/// ```text
/// let near = self.near(x); if x > 0 && near { ... }
/// if x > 0 && self.near(x) { ... }
/// ```
pub struct Late;

impl Operator for Late {
    fn name(&self) -> &'static str {
        "late"
    }

    fn propose(&self, program: &Program, rng: &mut dyn Rng) -> Option<Change> {
        program.pick_rewriting(rng, &all(program))
    }
}

/// Most places where a call may stand instead of one.
const PLACES: usize = 3;

/// All that it makes of a program.
pub fn all(program: &Program) -> Vec<Rewriting> {
    let made = |statement: &Statement| {
        let value = Early::of(program, statement);
        let changes = value.into_iter().flat_map(|value| [value.substituted(), value.moved()]);
        changes.flatten().map(|change| Rewriting { function: statement.function, changes: vec![change] }).collect()
    };
    program.statements.iter().flat_map(|statement| -> Vec<Rewriting> { made(statement) }).collect()
}

/// A value that is computed by a `let`, which not every way needs.
struct Early<'a> {
    program: &'a Program,
    statement: &'a Statement,
    /// Its value.
    value: usize,
    /// Where its name is used.
    uses: Vec<usize>,
}

impl<'a> Early<'a> {
    fn of(program: &'a Program, statement: &'a Statement) -> Option<Early<'a>> {
        let [name] = &statement.declares[..] else { return None };
        let text = program.text(&statement.file, &statement.range);
        if !statement.is_let || !text.starts_with(&format!("let {name}")) || text.contains("return") {
            return None;
        }
        let end = statement.range.end - 1;
        let is_value = |expr: &Expr| {
            expr.file == statement.file && expr.range.end == end && expr.range.start > statement.range.start
        };
        let value = (0..program.exprs.len())
            .filter(|&at| is_value(&program.exprs[at]))
            .min_by_key(|&at| program.exprs[at].range.start)?;
        let within = |expr: &Expr| {
            expr.file == statement.file && program.exprs[value].range.start <= expr.range.start && expr.range.end <= end
        };
        if !program.exprs.iter().any(|expr| within(expr) && is_costly(program, expr)) {
            return None;
        }
        let binding = program.resolve(&statement.file, statement.range.end, name)?;
        let scope = statement.range.end..binding.visible.end;
        let is_use = |expr: &Expr| {
            expr.shape == Shape::Name
                && expr.file == statement.file
                && scope.contains(&expr.range.start)
                && program.source(expr) == name
                && program
                    .resolve(&expr.file, expr.range.start, name)
                    .is_some_and(|found| found.visible == binding.visible)
        };
        let uses: Vec<usize> = (0..program.exprs.len()).filter(|&at| is_use(&program.exprs[at])).collect();
        let words = program.text(&statement.file, &scope);
        let mentioned = pieces(words).into_iter().filter(|word| &words[word.clone()] == name).count();
        let early = Early { program, statement, value, uses };
        (mentioned == early.uses.len() && !early.uses.is_empty() && early.may_wait()).then_some(early)
    }

    /// Whether each use comes at most once, and means there what it means here.
    fn may_wait(&self) -> bool {
        let Early { program, statement, value, .. } = *self;
        let value = &program.exprs[value];
        self.uses.iter().all(|&at| {
            let used = &program.exprs[at];
            let again = self.around(used).any(|around| repeats(program, used, around));
            !again && !used.in_macro && program.fits(&statement.file, &value.range, &used.file, used.range.start)
        })
    }

    /// The statements behind the `let` that a use lies in, the outermost first.
    fn around(&self, used: &Expr) -> impl Iterator<Item = &'a Statement> {
        let (range, file, from) = (used.range.clone(), used.file.clone(), self.statement.range.end);
        self.program.statements.iter().filter(move |around| {
            around.file == file
                && around.range.start >= from
                && around.range.start <= range.start
                && range.end <= around.range.end
        })
    }

    /// Whether there is a way past a use.
    fn is_conditional(&self, used: &Expr) -> bool {
        let program = self.program;
        let behind_an_operator = program.exprs.iter().any(|expr| match &expr.shape {
            Shape::Binary { operator, right, .. } => {
                let right = &program.exprs[*right].range;
                ["&&", "||"].contains(&program.text(&expr.file, operator))
                    && expr.file == used.file
                    && self.statement.range.end <= expr.range.start
                    && right.start <= used.range.start
                    && used.range.end <= right.end
            }
            _ => false,
        });
        behind_an_operator || self.around(used).count() > 1
    }

    /// The call in each place of the name.
    fn substituted(&self) -> Option<Change> {
        let Early { program, statement, value, .. } = *self;
        let conditional = self.uses.iter().any(|&at| self.is_conditional(&program.exprs[at]));
        let typed =
            program.text(&statement.file, &(statement.range.start..program.exprs[value].range.start)).contains(':');
        if !conditional || typed || self.uses.len() > PLACES {
            return None;
        }
        let removed = layout::remove(program, statement, Late.name());
        let mut edits: Vec<(Range<usize>, String)> = vec![(removed.range, removed.text)];
        for &at in &self.uses {
            let change = program.replace(at, program.code(value), Late.name());
            edits.push((change.range, change.text));
        }
        layout::edited(program, &statement.file, edits, Late.name())
    }

    /// The `let` in the innermost block that holds all uses.
    fn moved(&self) -> Option<Change> {
        let Early { program, statement, .. } = *self;
        let holds_all = |block: &usize| {
            let statements = &program.blocks[*block].statements;
            let inside = |used: &Expr| {
                statements.iter().any(|&at| {
                    let one = &program.statements[at];
                    one.file == used.file && one.range.start <= used.range.start && used.range.end <= one.range.end
                })
            };
            self.uses.iter().all(|&at| inside(&program.exprs[at]))
        };
        let first = &program.exprs[*self.uses.first()?];
        let around: Vec<&Statement> = self.around(first).collect();
        let target = around.iter().rev().find(|around| holds_all(&around.block))?;
        if target.block == statement.block {
            return None;
        }
        let removed = layout::remove(program, statement, Late.name());
        let text = layout::flush(program, statement);
        let inserted = layout::insert_before(program, target, &text, Late.name());
        let edits = vec![(removed.range, removed.text), (inserted.range, inserted.text)];
        layout::edited(program, &statement.file, edits, Late.name())
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{program, rewritten};
    use super::*;

    const OWN: &str = "fn own(n: u32) -> u32 {\n    n\n}\n";

    fn made(body: &str) -> String {
        let source = format!("{OWN}fn f(a: bool, b: bool, n: u32) -> u32 {{\n{body}}}\n");
        rewritten(&source, all(&program(&source)))
    }

    #[test]
    fn what_only_some_ways_need_is_computed_there() {
        let found =
            made("    let near = own(n) > 3;\n    if a && near || b && near {\n        return 1;\n    }\n    2\n");
        assert!(found.contains("{\n    if a && own(n) > 3 || b && own(n) > 3 {\n        return 1;"), "{found}");
        let found = made("    let near = own(n);\n    if a {\n        near + 1\n    } else {\n        2\n    }\n");
        assert!(found.contains("{\n    if a {\n        own(n) + 1\n    } else {"), "{found}");
    }

    #[test]
    fn what_one_block_alone_uses_moves_there() {
        let body = "    let near: u32 = own(n);\n    if a {\n        let one = 1;\n        return near + near + near * near + one;\n    }\n    2\n";
        let found = made(body);
        let moved = "{\n    if a {\n        let one = 1;\n        let near: u32 = own(n);\n        return near";
        assert!(found.contains(moved), "{found}");
    }

    #[test]
    fn what_every_way_needs_or_a_loop_stays() {
        for body in [
            "    let near = own(n);\n    g(near, a);\n    near\n",
            "    let near = own(n);\n    for i in 0..n {\n        g(near, i);\n    }\n    n\n",
            "    let near = n;\n    if a && near > 1 { 1 } else { 2 }\n",
        ] {
            assert_eq!(made(body), "", "{body}");
        }
    }
}
