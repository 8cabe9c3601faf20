//! Room made in advance.

use rand::{Rng, RngExt};

use super::Operator;
use super::code::Code;
use super::ingredients::names;
use super::program::{Program, Shape, one_of};
use crate::genome::Change;

const GROWING: &[&str] = &["Vec", "String", "VecDeque", "HashMap", "HashSet", "BinaryHeap"];

/// Makes a collection with room for what is to come.
/// ```text
/// let mut out = String::new();
/// let mut out = String::with_capacity(text.len());
/// ```
pub struct Capacity;

impl Operator for Capacity {
    fn name(&self) -> &'static str {
        "capacity"
    }

    fn propose(&self, program: &Program, rng: &mut dyn Rng) -> Option<Change> {
        let index = program.pick(rng, |expr| {
            let text = program.source(expr);
            collection(text).is_some() && !is_measured(text) && matches!(expr.shape, Shape::Call { .. } | Shape::Other)
        })?;
        let collection = collection(program.source(&program.exprs[index]))?;
        let number = Code::atom((1u32 << rng.random_range(2..7)).to_string());
        let expr = &program.exprs[index];
        let sizes = [names(program, &expr.file, expr.range.start, "usize"), lengths(program, index)].concat();
        let size = one_of(rng, &sizes).cloned().filter(|_| rng.random_bool(0.7)).unwrap_or(number);
        Some(program.replace(index, Code::call(&format!("{collection}::with_capacity"), &[size]), self.name()))
    }
}

/// Whether there is room for as many as something says: for another number of them, that would be no room at all, or far too much.
fn is_measured(text: &str) -> bool {
    let size = text.split_once("::with_capacity(").map(|(_, size)| size.trim_end_matches(')'));
    size.is_some_and(|size| size.parse::<u32>().is_err())
}

/// The lengths of what is in scope where an expression stands, and twice these. A constant is no measure of what is to come; and where what
/// comes is larger than a letter, there are fewer of them than letters.
pub fn lengths(program: &Program, index: usize) -> Vec<Code> {
    let expr = &program.exprs[index];
    let letters = |ty: &str| ["str", "String", "Vec<u8>", "[u8]"].contains(&ty) || ty.starts_with("[u8; ");
    let larger = expr.ty.as_deref().is_some_and(|ty| !letters(ty));
    let mut lengths = Vec::new();
    for binding in program.scope(&expr.file, expr.range.start) {
        let ty = binding.ty.as_deref().unwrap_or_default().trim_start_matches('&').trim_start_matches("mut ");
        let varies = binding.name.contains(char::is_lowercase);
        if varies && (["str", "String"].contains(&ty) || ty.starts_with("Vec<") || ty.starts_with('[')) {
            let length = Code::method(Code::atom(&*binding.name), "len", &[]);
            match larger && letters(ty) {
                true => lengths.push(Code::binary(length, "/", Code::atom("8"))),
                false => lengths.extend([length.clone(), Code::binary(Code::atom("2"), "*", length)]),
            }
        }
    }
    lengths
}

/// `Vec` of `Vec::new()`, of `vec![]` and of `Vec::with_capacity(8)`, turbofish included.
pub fn collection(text: &str) -> Option<&str> {
    if text == "vec![]" {
        return Some("Vec");
    }
    let path = text.strip_suffix("::new()").or_else(|| Some(text.split_once("::with_capacity(")?.0))?;
    let name = path.split("::<").next()?.rsplit("::").next()?;
    GROWING.contains(&name).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::super::testing::outcomes;
    use super::*;

    #[test]
    fn a_collection_gets_room_for_what_is_in_scope() {
        let found = outcomes(&Capacity, "fn f(text: &str, n: usize) { let out = Vec::<u8>::new(); g(out) }");
        assert!(
            found.contains("Vec::<u8>::with_capacity(text.len())") && found.contains("with_capacity(n)"),
            "{found}"
        );
        assert!(found.contains("with_capacity(64)") && !found.contains("with_capacity(128)"), "{found}");
    }

    #[test]
    fn room_that_is_measured_stays_and_a_constant_is_no_measure() {
        assert_eq!(outcomes(&Capacity, "fn f(n: usize) { let out = Vec::<u8>::with_capacity(n + 1); g(out) }"), "");
        let table =
            "const TABLE: [u8; 9000] = [0; 9000];\nfn f(text: &str) { let out = Vec::<u8>::new(); g(out, TABLE) }";
        assert!(!outcomes(&Capacity, table).contains("(TABLE"));
    }
}
