//! Texts that are made in one of several ways, only to be put behind another one: each way puts its own there.

use std::ops::Range;

use rand::Rng;
use syn::spanned::Spanned;
use syn::{Expr, Stmt};

use super::program::{Program, one_of};
use super::rules::Rewriting;
use super::{Operator, layout};
use crate::genome::Change;

/// Spreads what adds to a text over the arms of what makes the addition.
/// ```text
/// out.push_str(&match c { '<' => "&lt;".to_string(), c => c.to_string() });
/// match c { '<' => out.push_str("&lt;"), c => out.push(c) }
/// ```
pub struct Spread;

impl Operator for Spread {
    fn name(&self) -> &'static str {
        "spread"
    }

    fn propose(&self, program: &Program, rng: &mut dyn Rng) -> Option<Change> {
        let mut all = all(program);
        let index = one_of(rng, &(0..all.len()).collect::<Vec<_>>()).copied()?;
        all.swap_remove(index).changes.pop()
    }
}

/// Every place where it can be done; what is one letter and what is a text is tried both ways.
pub fn all(program: &Program) -> Vec<Rewriting> {
    let made = |statement| {
        let statement: &super::program::Statement = statement;
        let text = layout::flush(program, statement);
        let changed = ["push", "push_str"].into_iter().filter_map(move |add| spread(&text, add));
        changed.map(move |text| Rewriting {
            function: statement.function,
            changes: vec![layout::replace(program, statement, &text, Spread.name())],
        })
    };
    let mut all: Vec<Rewriting> = program.statements.iter().flat_map(made).collect();
    all.dedup_by(|one, other| one.changes == other.changes);
    all
}

/// What a statement becomes; `add`: the method that adds what only became a text to be added.
fn spread(statement: &str, add: &str) -> Option<String> {
    // Most statements need not be taken apart to be seen not to be such.
    if !["&match ", "&if ", "&{", "&("].iter().any(|words| statement.contains(words)) {
        return None;
    }
    let Ok(Stmt::Expr(expr, Some(_))) = syn::parse_str(statement) else { return None };
    let (target, Expr::Reference(added)) = (match &expr {
        Expr::MethodCall(call) if call.method == "push_str" => (&*call.receiver, call.args.first()?),
        Expr::Binary(both) if matches!(both.op, syn::BinOp::AddAssign(_)) => (&*both.left, &*both.right),
        _ => return None,
    }) else {
        return None;
    };
    let mut chosen = &*added.expr;
    while let Expr::Paren(paren) = chosen {
        chosen = &paren.expr;
    }
    if !matches!(chosen, Expr::Match(_) | Expr::If(_) | Expr::Block(_)) {
        return None;
    }
    let target = &statement[target.span().byte_range()];
    let mut edits = Vec::new();
    ways(chosen, &mut |value| edits.push((value.span().byte_range(), put(statement, value, target, add))));
    let whole = chosen.span().byte_range();
    Some(exchanged(statement, whole, &edits))
}

/// The expressions of which one is the value of another.
fn ways(expr: &Expr, tell: &mut dyn FnMut(&Expr)) {
    let of_block = |block: &syn::Block, tell: &mut dyn FnMut(&Expr)| {
        if let Some(Stmt::Expr(last, None)) = block.stmts.last() {
            ways(last, tell);
        }
    };
    match expr {
        Expr::Match(choice) => choice.arms.iter().for_each(|arm| ways(&arm.body, tell)),
        Expr::If(choice) if choice.else_branch.is_some() => {
            of_block(&choice.then_branch, tell);
            choice.else_branch.iter().for_each(|(_, otherwise)| ways(otherwise, tell));
        }
        Expr::Block(block) if block.label.is_none() => of_block(&block.block, tell),
        Expr::Paren(inner) => ways(&inner.expr, tell),
        value => tell(value),
    }
}

/// What adds a value to the target.
fn put(text: &str, value: &Expr, target: &str, add: &str) -> String {
    let whole = &text[value.span().byte_range()];
    let is_text = |expr: &Expr| matches!(expr, Expr::Lit(lit) if matches!(lit.lit, syn::Lit::Str(_)));
    let source = match value {
        Expr::MethodCall(call) if ["to_string", "to_owned", "into"].contains(&&*call.method.to_string()) => {
            Some(&*call.receiver)
        }
        Expr::Call(call) => {
            let called = &text[call.func.span().byte_range()];
            match (called, call.args.first()) {
                ("String::new", None) => return "{}".to_owned(),
                ("String::from" | "char::to_string" | "str::to_string", Some(given)) => Some(given),
                _ => None,
            }
        }
        _ => None,
    };
    match source {
        Some(source) => {
            let add = if is_text(source) { "push_str" } else { add };
            format!("{target}.{add}({})", &text[source.span().byte_range()])
        }
        None if is_text(value) => format!("{target}.push_str({whole})"),
        None if matches!(value, Expr::Return(_) | Expr::Break(_) | Expr::Continue(_)) => whole.to_owned(),
        None => format!("{target}.push_str(&{whole})"),
    }
}

/// A part of a text with some of its places exchanged, which stand in order.
fn exchanged(text: &str, part: Range<usize>, edits: &[(Range<usize>, String)]) -> String {
    let mut out = String::new();
    let mut at = part.start;
    for (range, new) in edits {
        out.push_str(&text[at..range.start]);
        out.push_str(new);
        at = range.end;
    }
    out.push_str(&text[at..part.end]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_way_adds_its_own() {
        let made = "out.push_str(&match c {\n    '<' => \"&lt;\".to_string(),\n    '>' => String::from(\"&gt;\"),\n    '\\0' => String::new(),\n    c if c < ' ' => format!(\"{c:?}\"),\n    c => c.to_string(),\n});";
        let spread_out = "match c {\n    '<' => out.push_str(\"&lt;\"),\n    '>' => out.push_str(\"&gt;\"),\n    '\\0' => {},\n    c if c < ' ' => out.push_str(&format!(\"{c:?}\")),\n    c => out.push(c),\n}";
        assert_eq!(spread(made, "push").as_deref(), Some(spread_out));
    }

    #[test]
    fn blocks_and_conditions_do_so_too() {
        let made = "self.out += &({ let n = f(); if n > 1 { n.to_string() } else { (\"\").to_owned() } });";
        let spread_out = "{ let n = f(); if n > 1 { self.out.push_str(n) } else { self.out.push_str((\"\")) } }";
        assert_eq!(spread(made, "push_str").as_deref(), Some(spread_out));
    }

    #[test]
    fn nothing_else_is_spread() {
        for other in ["out.push_str(&f(x));", "out.push(match c { _ => 'x' });", "let a = &match c { _ => 1 };"] {
            assert_eq!(spread(other, "push"), None, "{other}");
        }
    }
}
