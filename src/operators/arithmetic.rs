//! Signs of arithmetic and logic.

use rand::Rng;

use super::Operator;
use super::code::Code;
use super::program::{Program, Shape, one_of};
use super::types::{is_float, is_int};
use crate::genome::Change;

const INTEGER: &[&str] = &["+", "-", "*", "/", "%", "&", "|", "^", "<<", ">>"];
const FLOAT: &[&str] = &["+", "-", "*", "/"];
const BOOL: &[&str] = &["&&", "||", "&", "|", "^"];

/// Exchanges the sign of an operation, or of a compound assignment, for another that its type has.
/// ```text
/// h = h * 31 + x;
/// h = h * 31 ^ x;
/// ```
pub struct Arithmetic;

impl Operator for Arithmetic {
    fn name(&self) -> &'static str {
        "arithmetic"
    }

    fn propose(&self, program: &Program, rng: &mut dyn Rng) -> Option<Change> {
        let index = program.pick(rng, |expr| {
            let operator = match &expr.shape {
                Shape::Binary { operator, .. } | Shape::Compound { operator } => operator,
                _ => return false,
            };
            let sign = program.text(&expr.file, operator);
            INTEGER.contains(&sign.trim_end_matches('=')) || BOOL.contains(&sign)
        })?;
        let expr = &program.exprs[index];
        match &expr.shape {
            Shape::Binary { left, operator, right } => {
                let sign = program.text(&expr.file, operator);
                let signs = others(sign, expr.ty.as_deref(), program.exprs[*right].ty == program.exprs[*left].ty);
                let sign = one_of(rng, &signs)?;
                let code = Code::binary(program.code(*left), sign, program.code(*right));
                Some(program.replace(index, code, self.name()))
            }
            Shape::Compound { operator } => {
                let sign = program.text(&expr.file, operator).trim_end_matches('=');
                let target = program.exprs.get(index + 1).and_then(|target| target.ty.as_deref());
                let signs = others(sign, target, true);
                let sign = one_of(rng, &signs)?;
                Some(program.replace_part(index, operator, &format!("{sign}="), self.name()))
            }
            _ => None,
        }
    }
}

/// What may stand for `sign`. Without a type: the signs of the same family, which most types share.
fn others(sign: &str, ty: Option<&str>, same_type: bool) -> Vec<&'static str> {
    let families: &[&[&'static str]] = match ty {
        Some(ty) if is_int(ty) && same_type => &[INTEGER],
        Some(ty) if is_int(ty) => &[&["<<", ">>"], &["+", "-", "*", "/", "%"], &["&", "|", "^"]],
        Some(ty) if is_float(ty) => &[FLOAT],
        Some("bool") => &[BOOL],
        Some(_) => &[],
        None => &[&["+", "-", "*", "/", "%"], &["&&", "||"], &["&", "|", "^"], &["<<", ">>"]],
    };
    let family = families.iter().find(|family| family.contains(&sign));
    family.into_iter().flat_map(|family| family.iter().copied()).filter(|other| *other != sign).collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::outcomes;
    use super::*;

    #[test]
    fn a_sign_becomes_any_other_that_the_type_has() {
        let found = outcomes(&Arithmetic, "fn f(a: u64, b: u64) -> u64 { a * (a + b) }");
        assert!(found.contains("a * (a ^ b)"), "{found}");
        assert!(found.contains("{ a + (a + b) }"), "{found}");
        assert!(found.contains("a << (a + b)"), "{found}");
    }

    #[test]
    fn floats_are_not_shifted() {
        let found = outcomes(&Arithmetic, "fn f(a: f64, b: f64) -> f64 { a - b }");
        assert!(found.contains("a / b") && !found.contains("a << b"), "{found}");
    }

    #[test]
    fn an_assignment_keeps_its_equals_sign() {
        let found = outcomes(&Arithmetic, "fn f(mut a: u8) -> u8 { a += 1; a }");
        assert!(found.contains("a ^= 1;"), "{found}");
    }
}
