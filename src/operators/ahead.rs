//! What is asked of each item of an inner loop, found for all of them ahead of the loop around it. Where
//! [`super::once`] moves what is the same each time, this keeps what is the same each time for one item.

use std::ops::Range;

use rand::Rng;

use super::code::Code;
use super::hoist::{can_move, name};
use super::once::{Form, Lends, is_costly, repeats};
use super::program::{Expr, Program, Role, Shape, Statement};
use super::rules::{Rewriting, fresh, pieces};
use super::{Operator, layout};
use crate::genome::Change;

/// Finds what a loop in a loop asks of each of its items before both.
/// ```text
/// for line in lines { if marks.iter().any(|mark| key(mark) == key(line)) { n += 1; } }
/// let key_mark: Vec<_> = marks.iter().map(|mark| key(mark)).collect();
/// for line in lines { if marks.iter().zip(&key_mark).any(|(mark, key_mark)| *key_mark == key(line)) { n += 1; } }
/// ```
pub struct Ahead;

impl Operator for Ahead {
    fn name(&self) -> &'static str {
        "ahead"
    }

    fn propose(&self, program: &Program, rng: &mut dyn Rng) -> Option<Change> {
        program.pick_rewriting(rng, &all(program))
    }
}

/// Methods whose closure gets the items as they are.
const TAKES_ITEMS: &[&str] = &["all", "any", "filter_map", "flat_map", "for_each", "map", "position"];

/// All that it makes of a program.
pub fn all(program: &Program) -> Vec<Rewriting> {
    let made = |walk: &Walk| {
        let asked = |index: &usize| {
            let expr = &program.exprs[*index];
            walk.holds(expr) && is_costly(program, expr) && walk.is_about_an_item(program, expr)
        };
        let asked: Vec<usize> = (0..program.exprs.len()).filter(asked).collect();
        let change = |index: usize, lends: Lends| {
            let statement = walk.around(program, &program.exprs[index])?;
            let changes = vec![walk.ahead(program, index, statement, lends)?];
            Some(Rewriting { function: program.exprs[index].function, changes })
        };
        let both = |index: usize| {
            let [lent, copied] = [Lends::Yes, Lends::No].map(|lends| change(index, lends));
            let same = lent.as_ref().map(|made| &made.changes) == copied.as_ref().map(|made| &made.changes);
            lent.into_iter().chain(copied.filter(|_| !same))
        };
        asked.into_iter().flat_map(both).collect::<Vec<_>>()
    };
    walks(program).iter().flat_map(made).collect()
}

/// Items that are gone through, by a loop or by a method with a closure.
struct Walk<'a> {
    /// The expression that gives the items.
    items: &'a Expr,
    /// Where these are numbers, the first that they do not reach.
    end: Option<&'a Expr>,
    /// Where an item gets its name.
    pattern: Range<usize>,
    /// The name.
    item: &'a str,
    /// What is done with each.
    body: Range<usize>,
}

fn walks(program: &Program) -> Vec<Walk<'_>> {
    let loops = program.statements.iter().filter_map(|statement| of_loop(program, statement));
    let methods = program.exprs.iter().filter_map(|expr| of_method(program, expr));
    loops.chain(methods).collect()
}

fn of_loop<'a>(program: &'a Program, statement: &Statement) -> Option<Walk<'a>> {
    let text = program.text(&statement.file, &statement.range);
    let (pattern, _) = text.strip_prefix("for ")?.split_once(" in ")?;
    let pattern_at = statement.range.start + "for ".len();
    let at = pattern_at + pattern.len() + " in ".len();
    let starts = |expr: &&Expr| expr.file == statement.file && expr.range.start == at && expr.head;
    let items = program.exprs.iter().filter(starts).max_by_key(|expr| expr.range.end)?;
    Walk::new(program, items, pattern_at..pattern_at + pattern.len(), items.range.end..statement.range.end)
}

fn of_method<'a>(program: &'a Program, expr: &Expr) -> Option<Walk<'a>> {
    let Shape::Method { receiver, name, arguments } = &expr.shape else { return None };
    let [closure] = arguments[..] else { return None };
    let closure = &program.exprs[closure];
    let (pattern, _) = program.source(closure).strip_prefix('|')?.split_once('|')?;
    let at = closure.range.start + 1;
    let takes = TAKES_ITEMS.contains(&program.text(&expr.file, name));
    let body = at + pattern.len() + 1..closure.range.end;
    Walk::new(program, &program.exprs[*receiver], at..at + pattern.len(), body).filter(|_| takes)
}

impl<'a> Walk<'a> {
    fn new(program: &'a Program, items: &'a Expr, pattern: Range<usize>, body: Range<usize>) -> Option<Walk<'a>> {
        let text = program.text(&items.file, &pattern);
        let item = text.strip_prefix('&').unwrap_or(text);
        let is_name = !item.is_empty() && item.chars().all(|c| c.is_alphanumeric() || c == '_');
        let end = match &items.shape {
            Shape::Range { limits } if program.text(&items.file, limits) != ".." || item != text => return None,
            Shape::Range { limits } => {
                let is_it = |expr: &&Expr| expr.file == items.file && expr.range == (limits.end..items.range.end);
                Some(program.exprs.iter().find(is_it)?)
            }
            _ => None,
        };
        is_name.then_some(Walk { items, end, pattern, item, body })
    }

    fn holds(&self, expr: &Expr) -> bool {
        expr.file == self.items.file && self.body.start <= expr.range.start && expr.range.end <= self.body.end
    }

    fn is_about_an_item(&self, program: &Program, expr: &Expr) -> bool {
        let source = program.source(expr);
        let leaves = source.contains('?') || pieces(source).into_iter().any(|word| source[word] == *"return");
        !leaves && self.others(program, expr).0
    }

    /// Whether an expression speaks of the item, and the other names in it.
    fn others<'b>(&self, program: &'b Program, expr: &'b Expr) -> (bool, Vec<&'b Expr>) {
        let (item, others): (Vec<&Expr>, Vec<&Expr>) =
            program.names_in(&expr.file, &expr.range).partition(|used| program.source(used) == self.item);
        let own = |used: &&Expr| {
            let found = program.resolve(&expr.file, used.range.start, self.item);
            found.is_some_and(|binding| {
                self.pattern.start <= binding.visible.start && binding.visible.end <= self.body.end
            })
        };
        (!item.is_empty() && item.iter().all(own), others)
    }

    /// The outermost statement that goes through the items again and again, and changes nothing of what is asked.
    fn around(&self, program: &'a Program, expr: &Expr) -> Option<&'a Statement> {
        let (_, others) = self.others(program, expr);
        // Numbers are counted from zero, wherever the loop begins.
        let items = self.end.unwrap_or(self.items);
        let outside = |statement: &&Statement| {
            let seen = |used: &&Expr| {
                let from =
                    |at: usize| program.resolve(&expr.file, at, program.source(used)).map(|binding| &binding.visible);
                from(statement.range.start) == from(used.range.start)
            };
            let named: Vec<&str> = program
                .names_in(&self.items.file, &items.range)
                .chain(others.iter().copied())
                .map(|used| program.source(used))
                .collect();
            let written = |other: &Expr| {
                let inside = other.file == statement.file
                    && statement.range.start <= other.range.start
                    && other.range.end <= statement.range.end;
                inside && other.role == Role::Target && named.contains(&program.source(other))
            };
            can_move(program, items, statement)
                && repeats(program, items, statement)
                && others.iter().all(seen)
                && !program.exprs.iter().any(written)
        };
        program.statements.iter().filter(outside).min_by_key(|statement| statement.range.start)
    }

    /// What is asked of the items, found before a statement.
    fn ahead(&self, program: &Program, index: usize, statement: &Statement, lends: Lends) -> Option<Change> {
        let expr = &program.exprs[index];
        let source = program.source(expr);
        let around = program.text(&expr.file, &program.functions[expr.function].range);
        let name = fresh(&name(source)?, &|name| pieces(around).into_iter().any(|word| &around[word] == name));
        let items = program.source(self.items);
        let pattern = program.text(&expr.file, &self.pattern);
        let (all, made) = match self.end {
            Some(end) => (format!("(0..{})", program.source(end)), Code::atom(format!("{name}[{}]", self.item))),
            None => {
                // What a call gives is an iterator as likely as not.
                let called = matches!(self.items.shape, Shape::Method { .. } | Shape::Call { .. });
                let list = items.strip_prefix('&').unwrap_or(items);
                let all = if called { list.to_owned() } else { format!("{list}.iter()") };
                (all, Code::prefix("*", Code::atom(&name)))
            }
        };
        let mut edits: Vec<(Range<usize>, String)> = Vec::new();
        let same = |other: &Expr| self.holds(other) && program.source(other) == source && other.ty == expr.ty;
        for at in (0..program.exprs.len()).filter(|&at| same(&program.exprs[at])) {
            let looked_at = Code::atom(&name);
            let code = match (Form::of(program, &program.exprs[at], lends)?, self.end) {
                (Form::Value, None) if program.exprs[at].role == Role::Base => looked_at,
                (Form::Lent, None) => looked_at,
                (Form::Lent, Some(_)) => Code::prefix("&", made.clone()),
                (Form::Value, _) => made.clone(),
                (Form::Items, _) => Code::method(Code::method(looked_at, "iter", &[]), "cloned", &[]),
                (Form::Copy, None) => Code::method(looked_at, "clone", &[]),
                (Form::Copy, Some(_)) => Code::method(made.clone(), "clone", &[]),
            };
            let change = program.replace(at, code, Ahead.name());
            edits.push((change.range, change.text));
        }
        if self.end.is_none() {
            edits.push((self.pattern.clone(), format!("({pattern}, {name})")));
            edits.push((self.items.range.clone(), format!("{all}.zip(&{name})")));
        }
        let indent = layout::indent_of(program, statement);
        let declared = format!("let {name}: Vec<_> = {all}.map(|{pattern}| {source}).collect();\n{indent}");
        edits.push((statement.range.start..statement.range.start, declared));
        layout::edited(program, &expr.file, edits, Ahead.name())
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{program, rewritten};
    use super::*;

    /// All that is made of a text, where calls of `key` give a number.
    fn made(body: &str) -> String {
        let source = format!(
            "fn key(v: &[u8]) -> u8 {{\n    1\n}}\nfn f(lines: &[Vec<u8>], marks: &[Vec<u8>]) {{\n    {body}\n}}\n"
        );
        let mut program = program(&source);
        for index in 0..program.exprs.len() {
            if program.source(&program.exprs[index]).starts_with("key(") {
                program.exprs[index].ty = Some("u8".into());
            }
        }
        rewritten(&source, all(&program))
    }

    #[test]
    fn what_is_asked_of_each_item_in_a_closure_is_found_before_the_loop() {
        let found = made(
            "for line in lines {\n        if marks.iter().any(|mark| key(mark) == key(line)) {\n            g();\n        }\n    }",
        );
        let want = "    let key_mark: Vec<_> = marks.iter().map(|mark| key(mark)).collect();
    for line in lines {
        if marks.iter().zip(&key_mark).any(|(mark, key_mark)| *key_mark == key(line)) {";
        assert!(found.contains(want), "{found}");
        assert!(!found.contains("|line|"), "once for each line is enough: {found}");
    }

    #[test]
    fn an_inner_loop_takes_items_and_what_was_found_together() {
        let found = made(
            "for line in lines {\n        for mark in marks {\n            g(line, key(mark), mark);\n        }\n    }",
        );
        let want =
            "        for (mark, key_mark) in marks.iter().zip(&key_mark) {\n            g(line, *key_mark, mark);";
        assert!(found.contains(want), "{found}");
    }

    #[test]
    fn numbers_look_up_what_was_found() {
        let found = made(
            "for i in 0..lines.len() {\n        for j in 0..marks.len() {\n            g(i, key(&marks[j]));\n        }\n    }",
        );
        let want = "    let marks_j: Vec<_> = (0..marks.len()).map(|j| key(&marks[j])).collect();
    for i in 0..lines.len() {
        for j in 0..marks.len() {
            g(i, marks_j[j]);";
        assert!(found.contains(want), "{found}");
    }

    #[test]
    fn items_that_a_call_gives_are_asked_for_again() {
        let found = made(
            "for line in lines {\n        for part in marks.chunks(2) {\n            g(line, key(part));\n        }\n    }",
        );
        let want = "    let key_part: Vec<_> = marks.chunks(2).map(|part| key(part)).collect();
    for line in lines {
        for (part, key_part) in marks.chunks(2).zip(&key_part) {\n            g(line, *key_part);";
        assert!(found.contains(want), "{found}");
    }

    #[test]
    fn items_that_the_outer_loop_makes_or_changes_stay() {
        assert_eq!(
            made("for line in lines {\n        for byte in line {\n            g(key(byte));\n        }\n    }"),
            ""
        );
        assert_eq!(
            made(
                "let mut all = marks.to_vec();\n    for line in lines {\n        for mark in &all {\n            g(key(mark));\n        }\n        all = g(line);\n    }"
            ),
            ""
        );
    }
}
