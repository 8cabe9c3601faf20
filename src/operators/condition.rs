//! Conditions that no longer ask.

use rand::{Rng, RngExt};

use super::Operator;
use super::code::Code;
use super::program::{Program, Shape};
use crate::genome::Change;

/// Makes a condition constant, or keeps only one side of it.
/// ```text
/// if a.is_empty() || b.is_empty() { … }
/// if a.is_empty() { … }
/// ```
pub struct Condition;

impl Operator for Condition {
    fn name(&self) -> &'static str {
        "condition"
    }

    fn propose(&self, program: &Program, rng: &mut dyn Rng) -> Option<Change> {
        let sides = |shape: &Shape, file: &str| match shape {
            Shape::Binary { left, operator, right } => {
                ["&&", "||"].contains(&program.text(file, operator)).then_some((*left, *right))
            }
            _ => None,
        };
        let index = program.pick(rng, |expr| expr.condition || sides(&expr.shape, &expr.file).is_some())?;
        let expr = &program.exprs[index];
        let code = match sides(&expr.shape, &expr.file) {
            Some((left, right)) => program.code(if rng.random() { left } else { right }),
            None => Code::atom(if rng.random() { "true" } else { "false" }),
        };
        Some(program.replace(index, code, self.name()))
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::outcomes;
    use super::*;

    #[test]
    fn a_condition_becomes_constant_or_loses_a_side() {
        let found = outcomes(&Condition, "fn f(a: bool, b: bool) { if a { g() } while a && b { h() } }");
        for want in ["if true", "if false", "while a {", "while b {"] {
            assert!(found.contains(want), "{want}: {found}");
        }
    }
}
