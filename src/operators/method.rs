//! Methods and their siblings.

use rand::Rng;

use super::Operator;
use super::program::{Program, Shape, one_of};
use super::types::is_int;
use crate::genome::Change;

/// Methods that take and give the same types.
const SIBLINGS: &[&[&str]] = &[
    &[
        "wrapping_add",
        "wrapping_sub",
        "wrapping_mul",
        "saturating_add",
        "saturating_sub",
        "saturating_mul",
        "min",
        "max",
    ],
    &["checked_add", "checked_sub", "checked_mul", "checked_div", "checked_rem"],
    &["overflowing_add", "overflowing_sub", "overflowing_mul"],
    &["rotate_left", "rotate_right", "wrapping_shl", "wrapping_shr"],
    &["count_ones", "count_zeros", "leading_zeros", "trailing_zeros", "leading_ones", "trailing_ones"],
    &["swap_bytes", "reverse_bits", "to_be", "to_le"],
    &["next_power_of_two", "isqrt"],
    &["to_be_bytes", "to_le_bytes", "to_ne_bytes"],
    &["floor", "ceil", "round", "trunc"],
    &["trim", "trim_start", "trim_end"],
    &["to_lowercase", "to_ascii_lowercase", "to_uppercase", "to_ascii_uppercase"],
    &["is_alphabetic", "is_ascii_alphabetic", "is_alphanumeric", "is_ascii_alphanumeric"],
    &["is_whitespace", "is_ascii_whitespace"],
    &["is_lowercase", "is_ascii_lowercase"],
    &["is_uppercase", "is_ascii_uppercase"],
    &["is_numeric", "is_ascii_digit"],
    &["split_whitespace", "split_ascii_whitespace"],
    &["starts_with", "ends_with", "contains"],
    &["find", "rfind"],
    &["split", "rsplit"],
    &["chars", "bytes"],
    &["chars", "as_bytes", "bytes"],
    &["first", "last"],
    &["first_mut", "last_mut"],
    &["iter", "into_iter"],
    &["iter_mut", "into_iter"],
    &["any", "all"],
    &["position", "rposition"],
    &["skip", "take", "step_by"],
    &["min", "max"],
    &["min_by_key", "max_by_key"],
    &["sum", "product"],
    &["is_some", "is_none"],
    &["is_ok", "is_err"],
    &["unwrap_or", "or"],
    &["sort", "sort_unstable"],
    &["sort_by", "sort_unstable_by"],
    &["sort_by_key", "sort_unstable_by_key", "sort_by_cached_key"],
    &["remove", "swap_remove"],
    &["chunks", "chunks_exact", "rchunks"],
    &["push_back", "push_front"],
    &["pop_back", "pop_front"],
    &["front", "back"],
    &["to_string", "to_owned"],
    &["to_vec", "to_owned"],
    &["get", "get_mut"],
    &["as_ref", "as_deref"],
    &["clone_from_slice", "copy_from_slice"],
    &["reserve", "reserve_exact"],
];

/// Calls another method with the same signature.
/// ```text
/// words.sort();
/// words.sort_unstable();
/// ```
pub struct Method;

impl Operator for Method {
    fn name(&self) -> &'static str {
        "method"
    }

    fn propose(&self, program: &Program, rng: &mut dyn Rng) -> Option<Change> {
        let siblings = |name: &str, on: Option<&str>, argument: Option<&str>| -> Vec<&'static str> {
            let family =
                SIBLINGS.iter().filter(|family| family.contains(&name)).flat_map(|family| family.iter().copied());
            // `rotate_left` takes `u32`, `min` on an iterator nothing: families are told apart by the argument.
            let arithmetic = on.is_some_and(is_int) && argument.is_some();
            let wanted = |other: &&str| *other != name && (arithmetic || !is_minmax_of_numbers(name, other));
            family.filter(wanted).collect()
        };
        let index = program.pick(rng, |expr| match &expr.shape {
            Shape::Method { name, .. } => {
                SIBLINGS.iter().flat_map(|family| family.iter()).any(|known| *known == program.text(&expr.file, name))
            }
            _ => false,
        })?;
        let expr = &program.exprs[index];
        let Shape::Method { receiver, name, arguments } = &expr.shape else { return None };
        let argument = arguments.first().map(|&argument| program.exprs[argument].ty.as_deref().unwrap_or("?"));
        let names = siblings(program.text(&expr.file, name), program.exprs[*receiver].ty.as_deref(), argument);
        Some(program.replace_part(index, name, one_of(rng, &names)?, self.name()))
    }
}

/// `min` of an iterator is no sibling of `wrapping_add`.
fn is_minmax_of_numbers(name: &str, other: &str) -> bool {
    let minmax = |name: &str| name == "min" || name == "max";
    minmax(name) != minmax(other)
}

#[cfg(test)]
mod tests {
    use super::super::testing::outcomes;
    use super::*;

    #[test]
    fn a_method_becomes_its_sibling() {
        let found = outcomes(&Method, "fn f(h: u64, w: Vec<u8>) { w.sort(); h.wrapping_mul(h); h.rotate_left(3); }");
        for want in ["w.sort_unstable()", "h.wrapping_add(h)", "h.rotate_right(3)", "h.max(h)"] {
            assert!(found.contains(want), "{want}: {found}");
        }
        assert!(!found.contains("h.min(3)"), "{found}");
    }
}
