//! Methods and their siblings.

use rand::Rng;

use super::Operator;
use super::program::{Expr, Program, Shape, one_of};
use super::types::{is_float, is_int};
use crate::genome::Change;

/// Methods that take as many arguments and give the same types, by what they are called on.
const FAMILIES: &[(On, usize, &[&str])] = &[
    (
        On::Int,
        1,
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
    ),
    (On::Int, 1, &["checked_add", "checked_sub", "checked_mul", "checked_div", "checked_rem"]),
    (On::Int, 1, &["overflowing_add", "overflowing_sub", "overflowing_mul"]),
    (On::Int, 1, &["rotate_left", "rotate_right", "wrapping_shl", "wrapping_shr"]),
    (On::Int, 0, &["count_ones", "count_zeros", "leading_zeros", "trailing_zeros", "leading_ones", "trailing_ones"]),
    // Not `to_ne_bytes` or `to_le`: what is the same here is not on a machine with another order of bytes.
    (On::Int, 0, &["swap_bytes", "reverse_bits"]),
    (On::Int, 0, &["to_be_bytes", "to_le_bytes"]),
    (On::Float, 0, &["floor", "ceil", "round", "trunc"]),
    (On::Float, 1, &["min", "max"]),
    // Not one that knows ASCII alone for one that knows all letters: that is another question, and seldom is anybody asked who could tell.
    (On::Char, 0, &["is_alphabetic", "is_alphanumeric"]),
    (On::Char, 0, &["is_ascii_alphabetic", "is_ascii_alphanumeric"]),
    (On::Text, 0, &["trim", "trim_start", "trim_end"]),
    (On::Text, 1, &["starts_with", "ends_with", "contains"]),
    (On::Text, 1, &["find", "rfind"]),
    (On::Text, 0, &["to_string", "to_owned"]),
    (On::List, 0, &["first", "last"]),
    (On::List, 0, &["first_mut", "last_mut"]),
    (On::List, 0, &["front", "back"]),
    (On::List, 0, &["pop_front", "pop_back"]),
    (On::List, 1, &["push_front", "push_back"]),
    (On::List, 0, &["sort", "sort_unstable"]),
    (On::List, 1, &["sort_by", "sort_unstable_by"]),
    (On::List, 1, &["sort_by_key", "sort_unstable_by_key", "sort_by_cached_key"]),
    (On::List, 1, &["remove", "swap_remove"]),
    (On::List, 1, &["chunks", "chunks_exact", "rchunks"]),
    (On::List, 1, &["clone_from_slice", "copy_from_slice"]),
    (On::List, 1, &["reserve", "reserve_exact"]),
    (On::List, 0, &["to_vec", "to_owned"]),
    (On::Iterator, 1, &["any", "all"]),
    (On::Iterator, 1, &["position", "rposition"]),
    (On::Iterator, 1, &["skip", "take", "step_by"]),
    (On::Iterator, 0, &["min", "max"]),
    (On::Iterator, 1, &["min_by_key", "max_by_key"]),
    (On::Iterator, 0, &["sum", "product"]),
    (On::Option, 0, &["is_some", "is_none"]),
    (On::Option, 1, &["or", "xor"]),
    (On::Option, 0, &["is_ok", "is_err"]),
];

/// What a method is called on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum On {
    Int,
    Float,
    Char,
    Text,
    List,
    Iterator,
    /// `Result` as well.
    Option,
}

impl On {
    fn of(ty: &str) -> Option<On> {
        let ty = ty.trim_start_matches('&').trim_start_matches("mut ");
        let begins = |starts: &[&str]| starts.iter().any(|start| ty.starts_with(start));
        Some(match ty {
            _ if is_int(ty) => On::Int,
            _ if is_float(ty) => On::Float,
            "char" => On::Char,
            "str" | "String" => On::Text,
            _ if begins(&["Vec<", "[", "std::collections::VecDeque<"]) => On::List,
            _ if begins(&["std::iter::", "std::str::", "std::slice::", "std::vec::", "std::ops::Range"]) => {
                On::Iterator
            }
            _ if begins(&["Option<", "Result<"]) => On::Option,
            _ => return None,
        })
    }
}

/// The siblings of a method; without a type, of every method of that name.
fn siblings(name: &str, ty: Option<&str>, arguments: usize) -> Vec<&'static str> {
    let on = ty.map(On::of);
    let suits = |(family_on, takes, family): &&(On, usize, &[&str])| {
        *takes == arguments && family.contains(&name) && on.is_none_or(|on| on == Some(*family_on))
    };
    let families = FAMILIES.iter().filter(suits);
    families.flat_map(|(_, _, family)| family.iter().copied()).filter(|other| *other != name).collect()
}

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
        let names = |expr: &Expr| match &expr.shape {
            Shape::Method { receiver, name, arguments } => {
                let ty = program.exprs[*receiver].ty.as_deref();
                siblings(program.text(&expr.file, name), ty, arguments.len())
            }
            _ => Vec::new(),
        };
        let index = program.pick(rng, |expr| !names(expr).is_empty())?;
        let expr = &program.exprs[index];
        let Shape::Method { name, .. } = &expr.shape else { return None };
        Some(program.replace_part(index, name, one_of(rng, &names(expr))?, self.name()))
    }
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
