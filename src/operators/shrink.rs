//! Less code.

use rand::Rng;

use super::Operator;
use super::program::{Program, Role, Shape, one_of};
use super::types::{is_copy, is_plain};
use crate::genome::Change;

/// Puts a part of an expression, of the same type, in its place.
/// ```text
/// let cost = limit.min(best + 1);
/// let cost = best + 1;
/// ```
pub struct Shrink;

impl Operator for Shrink {
    fn name(&self) -> &'static str {
        "shrink"
    }

    fn propose(&self, program: &Program, rng: &mut dyn Rng) -> Option<Change> {
        let index = program.pick(rng, |expr| {
            matches!(expr.role, Role::Value | Role::Base)
                && !matches!(expr.shape, Shape::Parentheses | Shape::Name | Shape::Literal | Shape::If)
                && expr.ty.as_deref().is_some_and(|ty| is_plain(ty) && is_copy(ty))
        })?;
        let whole = &program.exprs[index];
        let inside: Vec<usize> = (index + 1..program.exprs.len())
            .take_while(|&part| {
                program.exprs[part].file == whole.file && program.exprs[part].range.start < whole.range.end
            })
            .filter(|&part| {
                let part = &program.exprs[part];
                part.ty == whole.ty
                    && part.role != Role::Fixed
                    && part.shape != Shape::Parentheses
                    && program.fits(&part.file, &part.range, &whole.file, whole.range.start)
            })
            .collect();
        Some(program.replace(index, program.code(*one_of(rng, &inside)?), self.name()))
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::outcomes;
    use super::*;

    #[test]
    fn an_expression_becomes_a_part_of_itself() {
        let found = outcomes(&Shrink, "fn f(a: u8, b: u8) -> u8 { a * (a + b) }");
        assert!(found.contains("{ a }") && found.contains("{ a + b }") && found.contains("{ a * b }"), "{found}");
    }

    #[test]
    fn the_body_of_a_closure_does_not_leave_it() {
        let found = outcomes(&Shrink, "fn f(a: u8) -> u8 { (a + g(|b: u8| b + 1)) as u8 }");
        assert!(!found.contains("{ b }"), "{found}");
    }
}
