//! Numbers in the text.

use rand::{Rng, RngExt};

use super::Operator;
use super::code::{Code, Tightness};
use super::ingredients::{multiplier, used_literal};
use super::program::{Program, Shape};
use super::types::{is_float, is_signed, sure_bits};
use crate::genome::Change;

/// Changes a literal: by one, doubled, halved, 0, 1, a power of two, another one of the program, a large odd number.
/// ```text
/// let mut table = Vec::with_capacity(16);
/// let mut table = Vec::with_capacity(64);
/// ```
pub struct Literal;

impl Operator for Literal {
    fn name(&self) -> &'static str {
        "literal"
    }

    fn propose(&self, program: &Program, rng: &mut dyn Rng) -> Option<Change> {
        let index = program.pick(rng, |expr| {
            let text = program.source(expr);
            expr.shape == Shape::Literal
                && (text == "true" || text == "false" || text.starts_with(|c: char| c.is_ascii_digit()))
        })?;
        let expr = &program.exprs[index];
        let text = program.source(expr);
        let ty = expr.ty.as_deref();
        let new = match text {
            "true" => "false".to_owned(),
            "false" => "true".to_owned(),
            _ if ty.is_some_and(is_float) => float(text, rng)?,
            _ if text.contains('.') => float(text, rng)?,
            _ => integer(program, text, ty, rng)?,
        };
        let tightness = if new.starts_with('-') { Tightness::Prefix } else { Tightness::Postfix };
        (new != text).then(|| program.replace(index, Code { text: new, tightness }, self.name()))
    }
}

fn float(text: &str, rng: &mut dyn Rng) -> Option<String> {
    let digits = text.trim_end_matches("f32").trim_end_matches("f64").trim_end_matches('_');
    let suffix = &text[digits.len()..];
    let value: f64 = digits.replace('_', "").parse().ok()?;
    let new = match rng.random_range(0..5) {
        0 => value * 2.0,
        1 => value / 2.0,
        2 => value + 1.0,
        3 => 1.0,
        _ => 0.0,
    };
    Some(format!("{new:?}{suffix}"))
}

fn integer(program: &Program, text: &str, ty: Option<&str>, rng: &mut dyn Rng) -> Option<String> {
    let (value, suffix) = split(text)?;
    let width = ty.and_then(sure_bits).unwrap_or(31) - u32::from(ty.is_some_and(is_signed));
    let largest = if width >= 128 { u128::MAX } else { (1 << width) - 1 };
    let new = match rng.random_range(0..9) {
        0 => value.checked_add(1)?,
        1 => value.checked_sub(1)?,
        2 => value.checked_mul(2)?,
        3 => value / 2,
        4 => 0,
        5 => 1,
        6 => 1 << rng.random_range(0..width.min(64)),
        7 => {
            return used_literal(program, ty?, rng)
                .filter(|other| split(other).is_some_and(|(other, _)| other != value));
        }
        _ => return multiplier(ty?, rng).map(|factor| factor + suffix),
    };
    // A large number in hexadecimal stays so.
    let hexadecimal = text.starts_with("0x") && new > 9;
    let digits = if hexadecimal { format!("0x{new:X}") } else { new.to_string() };
    (new <= largest).then(|| digits + suffix)
}

/// The value and the suffix of an integer literal.
fn split(text: &str) -> Option<(u128, &str)> {
    let (radix, digits) = match text.get(..2) {
        Some("0x") => (16, &text[2..]),
        Some("0o") => (8, &text[2..]),
        Some("0b") => (2, &text[2..]),
        _ => (10, text),
    };
    let end = digits.find(|c: char| c != '_' && !c.is_digit(radix)).unwrap_or(digits.len());
    let value = u128::from_str_radix(&digits[..end].replace('_', ""), radix).ok()?;
    Some((value, &digits[end..]))
}

#[cfg(test)]
mod tests {
    use super::super::testing::outcomes;
    use super::*;

    #[test]
    fn a_number_goes_near_and_far() {
        let found = outcomes(&Literal, "fn f(a: u64) -> u64 { a * 10u64 }");
        for want in ["11u64", "9u64", "20u64", "5u64", "0u64", "1u64", "0x9E3779B97F4A7C15u64"] {
            assert!(found.contains(want), "{want}: {found}");
        }
    }

    #[test]
    fn a_number_stays_within_its_type() {
        let found = outcomes(&Literal, "fn f(a: u8) -> u8 { a + 200u8 }");
        assert!(found.contains("201u8") && !found.contains("400u8") && !found.contains("256u8"), "{found}");
    }

    #[test]
    fn literals_in_patterns_and_types_are_left_alone() {
        assert_eq!(outcomes(&Literal, "fn f(a: [u8; 3]) -> u8 { match a[i] { 1 => a, 2..=3 => b } }"), "");
    }

    #[test]
    fn every_notation_is_read() {
        assert_eq!(split("0xFF_u8"), Some((255, "u8")));
        assert_eq!(split("1_000usize"), Some((1000, "usize")));
        assert_eq!(split("0b1010"), Some((10, "")));
    }
}
