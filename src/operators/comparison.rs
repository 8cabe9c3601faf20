//! Comparisons and conditions turned around.

use rand::Rng;

use super::Operator;
use super::code::{Code, Tightness};
use super::program::{Program, Shape, one_of};
use crate::genome::Change;

/// Exchanges a comparison for another one, or the end of a range for its neighbour.
/// ```text
/// while j > 0 { … } for i in 1..=n { … }
/// while j >= 0 { … } for i in 1..n { … }
/// ```
pub struct Comparison;

impl Operator for Comparison {
    fn name(&self) -> &'static str {
        "comparison"
    }

    fn propose(&self, program: &Program, rng: &mut dyn Rng) -> Option<Change> {
        let index = program.pick(rng, |expr| match &expr.shape {
            Shape::Binary { operator, .. } => Tightness::of(program.text(&expr.file, operator)) == Tightness::Compare,
            Shape::Range { limits } => limits.end < expr.range.end,
            _ => false,
        })?;
        let expr = &program.exprs[index];
        match &expr.shape {
            Shape::Range { limits } => {
                let other = if program.text(&expr.file, limits) == ".." { "..=" } else { ".." };
                Some(program.replace_part(index, limits, other, self.name()))
            }
            Shape::Binary { left, operator, right } => {
                let sign = program.text(&expr.file, operator);
                let (a, b) = (&program.exprs[*left].ty, &program.exprs[*right].ty);
                let ordered = a == b && a.as_deref().is_some_and(has_order);
                let signs: &[&str] = if ordered || sign.starts_with(['<', '>']) {
                    &["<", "<=", ">", ">=", "==", "!="]
                } else {
                    &["==", "!="]
                };
                let signs: Vec<&str> = signs.iter().copied().filter(|other| *other != sign).collect();
                let code = Code::binary(program.code(*left), one_of(rng, &signs)?, program.code(*right));
                Some(program.replace(index, code, self.name()))
            }
            _ => None,
        }
    }
}

fn has_order(ty: &str) -> bool {
    super::types::is_int(ty) || super::types::is_float(ty) || ["char", "&str", "String"].contains(&ty)
}

/// Turns a condition into its opposite.
/// ```text
/// if a == b { … }
/// if a != b { … }
/// ```
pub struct Negation;

impl Operator for Negation {
    fn name(&self) -> &'static str {
        "negation"
    }

    fn propose(&self, program: &Program, rng: &mut dyn Rng) -> Option<Change> {
        let index = program.pick(rng, |expr| expr.condition)?;
        Some(program.replace(index, opposite(program, index), self.name()))
    }
}

/// The opposite of a condition, as a reader would write it.
fn opposite(program: &Program, index: usize) -> Code {
    let expr = &program.exprs[index];
    match &expr.shape {
        Shape::Binary { left, operator, right } => {
            let sign = match program.text(&expr.file, operator) {
                "==" => "!=",
                "!=" => "==",
                "<" => ">=",
                "<=" => ">",
                ">" => "<=",
                ">=" => "<",
                _ => return Code::prefix("!", program.code(index)),
            };
            Code::binary(program.code(*left), sign, program.code(*right))
        }
        Shape::Prefix { operator: '!', inner } => program.code(*inner),
        _ => Code::prefix("!", program.code(index)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::outcomes;
    use super::*;

    #[test]
    fn comparisons_and_range_ends_are_exchanged() {
        let found = outcomes(&Comparison, "fn f(a: u8) { for i in 0..=a { if i < a { g(i) } } }");
        assert!(found.contains("0..a") && found.contains("i <= a") && found.contains("i != a"), "{found}");
    }

    #[test]
    fn what_has_no_order_is_compared_for_equality_only() {
        let found = outcomes(&Comparison, "fn f(a: Thing, b: Thing) -> bool { a == b }");
        assert!(found.contains("a != b") && !found.contains("a < b"), "{found}");
    }

    #[test]
    fn a_condition_is_negated_the_short_way() {
        let source = "fn f(a: u8, b: bool) { if a == 1 { g() } if !b { g() } if b && a > 1 { g() } }";
        let found = outcomes(&Negation, source);
        assert!(
            found.contains("if a != 1") && found.contains("if b {") && found.contains("if !(b && a > 1)"),
            "{found}"
        );
    }
}
