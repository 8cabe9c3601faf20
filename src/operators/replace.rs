//! Expressions in the place of others.

use rand::Rng;

use super::Operator;
use super::ingredients::same_type;
use super::program::{Program, Role, Shape};
use super::types::is_plain;
use crate::genome::Change;

/// Puts another expression of the program, of the same type and with its names in scope, in an expression's place.
/// ```text
/// if entry.key == key { … }
/// if previous.key == key { … }
/// ```
pub struct Replace;

impl Operator for Replace {
    fn name(&self) -> &'static str {
        "replace"
    }

    fn propose(&self, program: &Program, rng: &mut dyn Rng) -> Option<Change> {
        let index = program.pick(rng, |expr| {
            !matches!(expr.role, Role::Fixed | Role::Statement)
                && !matches!(expr.shape, Shape::Parentheses | Shape::If)
                && expr.ty.as_deref().is_some_and(is_plain)
        })?;
        Some(program.replace(index, same_type(program, index, rng)?, self.name()))
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::outcomes;
    use super::*;

    #[test]
    fn the_type_and_the_scope_are_kept() {
        let found = outcomes(&Replace, "fn f(a: u8, b: u8, c: char) -> u8 { { let d: u8 = b; g(d); } a }");
        assert!(found.contains("g(a)") && found.contains("} b }"), "{found}");
        assert!(!found.contains("} d }") && !found.contains("g(c)"), "{found}");
    }

    #[test]
    fn a_value_that_is_not_copied_is_not_moved_from_elsewhere() {
        let found = outcomes(&Replace, "fn f(a: String, b: String) { g(a); h(&b); }");
        assert!(!found.contains("g(b)") && found.contains("h(&a)"), "{found}");
    }
}
