//! Integers stirred: the material of hash functions, checksums, masks and counters.

use rand::{Rng, RngExt};

use super::Operator;
use super::code::Code;
use super::ingredients::{multiplier, names};
use super::program::{Expr, Program, Role, Shape, one_of};
use super::types::{is_int, sure_bits};
use crate::genome::Change;

/// Wraps an integer in one more step: a rotation, a shift folded back, a product, or another value of its type.
/// ```text
/// h.wrapping_mul(u64::from(byte))
/// (h.rotate_left(5) ^ u64::from(byte)).wrapping_mul(0x9E3779B97F4A7C15)
/// ```
/// (The example takes three steps.)
pub struct Mix;

impl Operator for Mix {
    fn name(&self) -> &'static str {
        "mix"
    }

    fn propose(&self, program: &Program, rng: &mut dyn Rng) -> Option<Change> {
        let index = program.pick(rng, |expr| {
            let value = expr.role == Role::Value || expr.role == Role::Base;
            value
                && expr.ty.as_deref().is_some_and(is_int)
                && !matches!(expr.shape, Shape::Literal | Shape::Parentheses | Shape::If)
        })?;
        let expr = &program.exprs[index];
        let ty = expr.ty.as_deref()?;
        let code = stirred(program, index, ty, rng)?;
        (code.text.len() < 160).then(|| program.replace(index, code, self.name()))
    }
}

fn stirred(program: &Program, index: usize, ty: &str, rng: &mut dyn Rng) -> Option<Code> {
    let expr = &program.exprs[index];
    let own = program.code(index);
    let distance = Code::atom(rng.random_range(1..sure_bits(ty)?.min(64)).to_string());
    let methods = !program.is_ambiguous(index);
    match rng.random_range(0..10) {
        0 | 1 if methods => Some(Code::method(own, "rotate_left", &[distance])),
        2 if methods => Some(Code::method(own, "wrapping_mul", &[Code::atom(multiplier(ty, rng)?)])),
        3 if methods => Some(Code::method(own, "wrapping_add", &[other(program, expr, ty, rng)?])),
        4 | 5 => Some(Code::binary(own, "^", other(program, expr, ty, rng)?)),
        6 if repeatable(expr) => Some(Code::binary(own.clone(), "^", Code::binary(own, ">>", distance))),
        7 => Some(Code::binary(own, ">>", distance)),
        8 => Some(Code::binary(own, "^", Code::atom(multiplier(ty, rng)?))),
        9 if methods => one_of(rng, &["swap_bytes", "reverse_bits"]).map(|method| Code::method(own, method, &[])),
        _ => None,
    }
}

/// A value of the type to stir in: one in scope, not the expression itself.
fn other(program: &Program, expr: &Expr, ty: &str, rng: &mut dyn Rng) -> Option<Code> {
    let text = program.source(expr);
    let found: Vec<Code> =
        names(program, &expr.file, expr.range.start, ty).into_iter().filter(|code| code.text != text).collect();
    one_of(rng, &found).cloned()
}

/// Cheap and without effects: may stand in the text twice.
fn repeatable(expr: &Expr) -> bool {
    matches!(expr.shape, Shape::Name | Shape::Field)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{outcomes, reachable};
    use super::*;

    #[test]
    fn an_integer_is_rotated_folded_and_mixed_with_others() {
        let found = outcomes(&Mix, "fn f(h: u64, b: u8) -> u64 { h }");
        for want in [
            "h.rotate_left(",
            "h.wrapping_mul(0x9E3779B97F4A7C15)",
            "h ^ b as u64",
            "h ^ (h >> ",
            "h.wrapping_add(b as u64)",
        ] {
            assert!(found.contains(want), "{want}: {found}");
        }
    }

    #[test]
    fn methods_are_not_called_on_numbers_without_a_type() {
        let found = outcomes(&Mix, "fn f(b: u8) -> u64 { let mut h = 0; h as u8 }");
        assert!(
            !found.contains("h.rotate_left") && found.contains("(h as u8) ^ b") || found.contains("h as u8 ^ b"),
            "{found}"
        );
    }

    #[test]
    fn a_product_of_bytes_becomes_a_good_hash_in_a_few_steps() {
        let seed = "fn hash(key: &[u8]) -> u64 { let mut h: u64 = 1; for i in 0..9 { let b: u8 = key[i]; h = h.wrapping_mul(b as u64); } h }";
        let steps = [
            "h = h.rotate_left(5).wrapping_mul(b as u64);",
            "h = (h.rotate_left(5) ^ b as u64).wrapping_mul(b as u64);",
            "h = (h.rotate_left(5) ^ b as u64).wrapping_mul(0x9E3779B97F4A7C15);",
        ];
        let mut text = seed.to_owned();
        for step in steps {
            let want = seed.replace("h = h.wrapping_mul(b as u64);", step);
            assert!(reachable(&text, &want), "from {text}\n  to {want}");
            text = want;
        }
    }
}
