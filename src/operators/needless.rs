//! Copies that nobody needs.

use rand::Rng;

use super::Operator;
use super::code::Code;
use super::program::{Program, Role, Shape};
use crate::genome::Change;

/// Methods that give a copy, or the same thing in another form.
const COPIES: &[&str] = &[
    "clone",
    "to_owned",
    "to_vec",
    "to_string",
    "cloned",
    "copied",
    "into_iter",
    "as_str",
    "as_slice",
    "into",
    "as_ref",
    "as_bytes",
    "collect",
    "iter",
    "rev",
    "trim",
    "to_lowercase",
    "peekable",
    "fuse",
    "by_ref",
];

/// Takes a method away where its receiver may do as well.
/// ```text
/// seen.insert(word.clone());
/// seen.insert(word);
/// ```
pub struct Needless;

impl Operator for Needless {
    fn name(&self) -> &'static str {
        "needless"
    }

    fn propose(&self, program: &Program, rng: &mut dyn Rng) -> Option<Change> {
        let index = program.pick(rng, |expr| match &expr.shape {
            Shape::Method { receiver, name, arguments } => {
                let name = program.text(&expr.file, name);
                let copies = arguments.is_empty() && COPIES.contains(&name);
                // A list has none of an iterator's methods.
                let begins = name.contains("iter") && expr.role == Role::Base;
                copies && !begins && may_do(expr.ty.as_deref(), program.exprs[*receiver].ty.as_deref())
            }
            _ => false,
        })?;
        let expr = &program.exprs[index];
        let Shape::Method { receiver, .. } = &expr.shape else { return None };
        let given = program.exprs[*receiver].ty.as_deref();
        let own = program.code(*receiver);
        // `x.clone()` of a reference to something that is copied is `*x`.
        let code = match (given.and_then(|ty| ty.strip_prefix('&')), expr.ty.as_deref()) {
            (Some(inner), Some(ty)) if inner == ty => Code::prefix("*", own),
            _ => own,
        };
        Some(program.replace(index, code, self.name()))
    }
}

/// Whether a receiver of type `given` may do where a `wanted` was made from it. Unknown types may.
fn may_do(wanted: Option<&str>, given: Option<&str>) -> bool {
    let (Some(wanted), Some(given)) = (wanted, given) else { return true };
    let adapter = |ty: &str| {
        ty.starts_with("std::") && ty.contains("::iter")
            || ty.starts_with("std::str::")
            || ty.starts_with("std::slice::")
    };
    wanted == given
        || given.strip_prefix('&').is_some_and(|inner| inner == wanted && super::types::is_copy(wanted))
        || (adapter(wanted) && adapter(given))
}

#[cfg(test)]
mod tests {
    use super::super::testing::outcomes;
    use super::*;

    #[test]
    fn a_copy_is_not_made() {
        let found = outcomes(&Needless, "fn f(a: String) -> String { g(a.clone()) }");
        assert!(found.contains("g(a)"), "{found}");
    }
}
