//! What a comparison asks of each of two items, asked of every item once, before they are sorted ("decorate, sort, undecorate", known as
//! the Schwartzian transform).

use std::ops::Range;

use rand::Rng;

use super::code::Code;
use super::hoist::name;
use super::once::{Form, Lends, is_costly};
use super::program::{Expr, Program, Role, Shape, Statement};
use super::rules::{Rewriting, fresh, pieces};
use super::types::is_copy;
use super::{Operator, layout};
use crate::genome::Change;

/// Sorts items beside what their comparison asks of them.
/// ```text
/// all.sort_by(|a, b| compare(parse(a), parse(b)));
/// let mut keyed: Vec<_> = all.drain(..).map(|a| (parse(&a), a)).collect();
/// keyed.sort_by(|(parse_a, _), (parse_b, _)| compare(parse_a, parse_b));
/// all.extend(keyed.into_iter().map(|(_, a)| a));
/// ```
pub struct Keyed;

impl Operator for Keyed {
    fn name(&self) -> &'static str {
        "keyed"
    }

    fn propose(&self, program: &Program, rng: &mut dyn Rng) -> Option<Change> {
        program.pick_rewriting(rng, &all(program))
    }
}

/// Methods that compare items two by two.
const SORTS: &[&str] = &["sort_by", "sort_unstable_by"];

/// All that it makes of a program.
pub fn all(program: &Program) -> Vec<Rewriting> {
    let sorts = program.statements.iter().filter_map(|statement| Sort::of(program, statement));
    let rewriting = |sort: Sort| {
        let asked = (0..program.exprs.len()).filter(|&index| {
            let expr = &program.exprs[index];
            sort.holds(expr) && is_costly(program, expr) && sort.asks(program, expr, sort.items[0], sort.items[1])
        });
        let changes: Vec<Change> = asked.filter_map(|index| sort.keyed(program, index)).collect();
        let function = program.exprs[sort.closure].function;
        changes.into_iter().map(move |change| Rewriting { function, changes: vec![change] }).collect::<Vec<_>>()
    };
    sorts.flat_map(rewriting).collect()
}

/// `list.sort_by(|a, b| …);`
struct Sort<'a> {
    statement: &'a Statement,
    list: &'a str,
    method: &'a str,
    /// Index of the closure.
    closure: usize,
    /// The names of the two that are compared.
    items: [&'a str; 2],
    /// What the closure does.
    body: Range<usize>,
}

impl<'a> Sort<'a> {
    fn of(program: &'a Program, statement: &'a Statement) -> Option<Sort<'a>> {
        let is_it = |expr: &&Expr| {
            expr.file == statement.file && expr.range == (statement.range.start..statement.range.end - 1)
        };
        let sort = program.exprs.iter().filter(|_| !statement.range.is_empty()).find(is_it)?;
        let Shape::Method { receiver, name, arguments } = &sort.shape else { return None };
        let [closure] = arguments[..] else { return None };
        let method = program.text(&sort.file, name);
        let (head, _) = program.source(&program.exprs[closure]).strip_prefix('|')?.split_once('|')?;
        let (one, other) = head.split_once(", ")?;
        let named = [one, other].iter().all(|name| name.chars().all(|c| c.is_alphanumeric() || c == '_'));
        let receiver = &program.exprs[*receiver];
        let Shape::Name = receiver.shape else { return None };
        let start = program.exprs[closure].range.start + head.len() + 2;
        let body = start..program.exprs[closure].range.end;
        let sort = Sort { statement, list: program.source(receiver), method, closure, items: [one, other], body };
        (named && SORTS.contains(&method)).then_some(sort)
    }

    fn holds(&self, expr: &Expr) -> bool {
        expr.file == self.statement.file && self.body.start <= expr.range.start && expr.range.end <= self.body.end
    }

    /// Whether an expression speaks of one of the items, and neither of the other nor of what the closure itself declares.
    fn asks(&self, program: &Program, expr: &Expr, item: &str, other: &str) -> bool {
        let source = program.source(expr);
        let leaves = source.contains('?') || pieces(source).into_iter().any(|word| source[word] == *"return");
        let mut names = program.names_in(&expr.file, &expr.range).map(|used| (program.source(used), used.range.start));
        let foreign = |(name, at): (&str, usize)| {
            let binding = program.resolve(&expr.file, at, name);
            let inner =
                binding.is_some_and(|binding| self.body.start <= binding.visible.start && binding.visible.start < at);
            name == other || inner && name != item
        };
        !leaves
            && program.names_in(&expr.file, &expr.range).any(|used| program.source(used) == item)
            && !names.any(foreign)
    }

    /// The sort by what an expression about the first of two items asks of each.
    fn keyed(&self, program: &Program, index: usize) -> Option<Change> {
        let (expr, file) = (&program.exprs[index], &self.statement.file);
        let source = program.source(expr);
        let around = program.text(file, &program.functions[expr.function].range);
        let taken = |name: &str| pieces(around).into_iter().any(|word| &around[word] == name);
        let keys = self.items.map(|item| {
            let asked = renamed(source, self.items[0], item);
            (fresh(&name(&asked).unwrap_or_else(|| format!("key_{item}")), &taken), asked)
        });
        if keys[0].0 == keys[1].0 {
            return None;
        }
        let mut edits: Vec<(Range<usize>, String)> = Vec::new();
        for (item, (key, asked)) in [(0, &keys[0]), (1, &keys[1])] {
            let same = |at: &usize| {
                let other = &program.exprs[*at];
                self.holds(other)
                    && program.source(other) == asked
                    && self.asks(program, other, self.items[item], self.items[1 - item])
            };
            let uses: Vec<usize> = (0..program.exprs.len()).filter(same).collect();
            if uses.is_empty() {
                return None;
            }
            for at in uses {
                let used = &program.exprs[at];
                let copied = used.role == Role::Value && used.ty.as_deref().is_some_and(is_copy);
                let code = match Form::of(program, used, Lends::Yes)? {
                    Form::Value if copied => Code::prefix("*", Code::atom(key)),
                    Form::Copy => Code::method(Code::atom(key), "clone", &[]),
                    _ => Code::atom(key),
                };
                let change = program.replace(at, code, Keyed.name());
                edits.push((change.range, change.text));
            }
        }
        let body = layout::edited(program, file, edits, Keyed.name())?;
        let mut text = program.text(file, &self.body).to_owned();
        text.replace_range(body.range.start - self.body.start..body.range.end - self.body.start, &body.text);
        let [one, other] = self.items.map(|item| {
            let used = pieces(&text).into_iter().any(|word| &text[word] == item);
            if used { item } else { "_" }
        });
        let all = fresh("keyed", &taken);
        let (list, method, item) = (self.list, self.method, self.items[0]);
        let new = format!(
            "let mut {all}: Vec<_> = {list}\n    .drain(..)\n    .map(|{item}| {{\n        let key = {{\n            let {item} = &{item};\n            {source}\n        }};\n        (key, {item})\n    }})\n    .collect();\n{all}.{method}(|({}, {one}), ({}, {other})|{text});\n{list}.extend({all}.into_iter().map(|(_, {item})| {item}));",
            keys[0].0, keys[1].0
        );
        Some(layout::replace(program, self.statement, &new, Keyed.name()))
    }
}

/// A text with another name in the place of one.
fn renamed(text: &str, old: &str, new: &str) -> String {
    let mut out = text.to_owned();
    for word in pieces(text).into_iter().rev().filter(|word| &text[word.clone()] == old) {
        out.replace_range(word, new);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::testing::{program, rewritten};
    use super::*;

    const KEY: &str = "fn key(v: &[u8]) -> u8 {\n    1\n}\n";

    fn made(statement: &str) -> String {
        let source = format!("{KEY}fn f(all: &mut Vec<Vec<u8>>) {{\n    {statement}\n}}\n");
        let mut program = program(&source);
        for index in 0..program.exprs.len() {
            if program.source(&program.exprs[index]).starts_with("key(") {
                program.exprs[index].ty = Some("u8".into());
            }
        }
        rewritten(&source, all(&program))
    }

    #[test]
    fn what_two_are_asked_when_they_are_compared_each_is_asked_once() {
        let found = made("all.sort_by(|a, b| key(a).cmp(&key(b)).then(a.len().cmp(&b.len())));");
        let want = "    let mut keyed: Vec<_> = all
        .drain(..)
        .map(|a| {
            let key = {
                let a = &a;
                key(a)
            };
            (key, a)
        })
        .collect();
    keyed.sort_by(|(key_a, a), (key_b, b)| key_a.cmp(&key_b).then(a.len().cmp(&b.len())));
    all.extend(keyed.into_iter().map(|(_, a)| a));";
        assert!(found.contains(want), "{found}");
    }

    #[test]
    fn items_that_are_not_looked_at_any_more_have_no_name() {
        let found = made("all.sort_unstable_by(|a, b| key(b).cmp(&key(a)));");
        assert!(found.contains("keyed.sort_unstable_by(|(key_a, _), (key_b, _)| key_b.cmp(&key_a));"), "{found}");
    }

    #[test]
    fn what_is_asked_of_one_of_them_or_of_both_together_stays() {
        assert_eq!(made("all.sort_by(|a, b| key(a).cmp(&b[0]));"), "");
        assert_eq!(made("all.sort_by(|a, b| join(key(&[a, b].concat()), b));"), "");
    }
}
