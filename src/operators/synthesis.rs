//! New small expressions, built from types: names in scope, literals, and the words of [`super::vocabulary`].

use rand::{Rng, RngExt};

use super::code::Code;
use super::ingredients::{literal, multiplier, names};
use super::program::{Program, Role, Shape, one_of};
use super::types::{fill, fit, has_equality, is_copy, is_int, is_plain, sure_bits};
use super::vocabulary::{ACTIONS, COMPARED, ORDERED, Word, words};
use super::{Operator, layout};
use crate::genome::Change;

/// A place in the text and what can be used there.
pub struct Place<'a> {
    pub program: &'a Program,
    pub file: &'a str,
    pub at: usize,
}

impl Place<'_> {
    /// An expression of the type, with at most `depth` operations nested.
    pub fn value(&self, ty: &str, depth: u32, rng: &mut dyn Rng) -> Option<Code> {
        if depth > 0 && rng.random_bool(0.6) {
            let built = match ty {
                "bool" if rng.random() => self.comparison(depth, rng),
                _ if is_int(ty) && rng.random() => self.operation(ty, depth, rng),
                _ => self.called(ty, depth, rng),
            };
            if built.is_some() {
                return built;
            }
        }
        let names = names(self.program, self.file, self.at, ty);
        let name = one_of(rng, &names).cloned();
        if rng.random_bool(0.7) {
            name.or_else(|| literal(self.program, ty, rng))
        } else {
            literal(self.program, ty, rng).or(name)
        }
    }

    /// `a < b` over two values of one type in scope.
    pub fn comparison(&self, depth: u32, rng: &mut dyn Rng) -> Option<Code> {
        let scope = self.program.scope(self.file, self.at);
        let types: Vec<&str> =
            scope.iter().filter_map(|binding| binding.ty.as_deref()).filter(|ty| has_equality(ty)).collect();
        let types: Vec<&str> = types.into_iter().chain(["usize"]).collect();
        let ty = one_of(rng, &types)?;
        let signs: &[&str] = if is_int(ty) { &["<", "<=", ">", ">=", "==", "!="] } else { &["==", "!="] };
        let left = self.operand(ty, depth - 1, rng)?;
        let right = self.operand(ty, depth - 1, rng)?;
        (left != right && !is_number(&left)).then(|| Code::binary(left, one_of(rng, signs).unwrap_or(&"=="), right))
    }

    /// Something to compare: a comparison only looks, so that names of any type will do.
    fn operand(&self, ty: &str, depth: u32, rng: &mut dyn Rng) -> Option<Code> {
        if is_copy(ty) {
            return self.value(ty, depth, rng);
        }
        let scope = self.program.scope(self.file, self.at);
        let same: Vec<&str> =
            scope.iter().filter(|binding| binding.ty.as_deref() == Some(ty)).map(|binding| &*binding.name).collect();
        one_of(rng, &same).map(|name| Code::atom(*name))
    }

    /// `a + b` and its like over integers.
    fn operation(&self, ty: &str, depth: u32, rng: &mut dyn Rng) -> Option<Code> {
        let left = self.value(ty, depth - 1, rng)?;
        let right = match rng.random_range(0..4) {
            0 => Code::atom(multiplier(ty, rng)?),
            _ => self.value(ty, depth - 1, rng)?,
        };
        let sign = one_of(rng, &["+", "-", "*", "&", "|", "^", ">>", "<<", "%", "/"])?;
        let right = if sign.len() == 2 { self.shift(ty, rng)? } else { right };
        // Two literals are a constant, and may not fit the type that rustc then chooses.
        (!is_number(&left) || !is_number(&right)).then(|| Code::binary(left, sign, right))
    }

    /// A number of bits by which the type can be shifted.
    fn shift(&self, ty: &str, rng: &mut dyn Rng) -> Option<Code> {
        Some(Code::atom(rng.random_range(1..sure_bits(ty)?.min(64)).to_string()))
    }

    /// A method of the vocabulary that gives the type, on something in scope.
    fn called(&self, ty: &str, depth: u32, rng: &mut dyn Rng) -> Option<Code> {
        let mut found: Vec<(Code, &Word, String)> = Vec::new();
        for binding in self.program.scope(self.file, self.at) {
            let Some(own) = binding.ty.as_deref() else { continue };
            for word in words(own) {
                if let Some(inner) = fit(word.on, own)
                    && fill(word.gives, inner) == ty
                    && !binding.ambiguous
                    && (!COMPARED.contains(&word.call) || has_equality(inner))
                {
                    found.push((Code::atom(&*binding.name), word, inner.to_owned()));
                }
            }
        }
        let (receiver, word, inner) = one_of(rng, &found)?;
        self.call(receiver.clone(), word, inner, depth, rng)
    }

    fn call(&self, receiver: Code, word: &Word, inner: &str, depth: u32, rng: &mut dyn Rng) -> Option<Code> {
        let mut arguments = Vec::new();
        for wanted in word.takes {
            arguments.push(match *wanted {
                "shift" => self.shift(inner, rng)?,
                wanted => self.value(&fill(wanted, inner), depth.saturating_sub(1), rng)?,
            });
        }
        Some(Code::method(receiver, word.call, &arguments))
    }
}

fn is_number(code: &Code) -> bool {
    code.text.starts_with(|c: char| c.is_ascii_digit())
}

/// Puts a new expression of the same type in an expression's place.
/// ```text
/// for i in 0..words.len() { … }
/// for i in 0..words.len().min(limit) { … }
/// ```
pub struct Synthesis;

impl Operator for Synthesis {
    fn name(&self) -> &'static str {
        "synthesis"
    }

    fn propose(&self, program: &Program, rng: &mut dyn Rng) -> Option<Change> {
        let index = program.pick(rng, |expr| {
            matches!(expr.role, Role::Value)
                && !matches!(expr.shape, Shape::Parentheses | Shape::If)
                && expr.ty.as_deref().is_some_and(|ty| {
                    is_plain(ty) && (is_int(ty) || ["bool", "&str", "&[u8]"].contains(&ty) || ty.starts_with("Option<"))
                })
        })?;
        let expr = &program.exprs[index];
        let place = Place { program, file: &expr.file, at: expr.range.start };
        let code = place.value(expr.ty.as_deref()?, 2, rng)?;
        (code.text != program.source(expr)).then(|| program.replace(index, code, self.name()))
    }
}

/// Puts a call that changes something in scope before a statement, or in its place.
/// ```text
/// insertion_sort(values);
/// values.sort_unstable();
/// ```
pub struct Call;

impl Operator for Call {
    fn name(&self) -> &'static str {
        "call"
    }

    fn propose(&self, program: &Program, rng: &mut dyn Rng) -> Option<Change> {
        let index = program.pick_statement(rng, |_| true)?;
        let statement = &program.statements[index];
        let place = Place { program, file: &statement.file, at: statement.range.start };
        let mut found: Vec<(Code, &Word, String)> = Vec::new();
        for binding in program.scope(&statement.file, statement.range.start) {
            let Some(own) = binding.ty.as_deref() else { continue };
            for word in ACTIONS.iter().filter(|_| binding.mutable || own.starts_with("&mut ")) {
                if let Some(inner) = fit(word.on, own)
                    && !(ORDERED.contains(&word.call) && !is_int(inner) && !["char", "&str", "String"].contains(&inner))
                    && (!COMPARED.contains(&word.call) || has_equality(inner))
                {
                    found.push((Code::atom(&*binding.name), word, inner.to_owned()));
                }
            }
        }
        let (receiver, word, inner) = one_of(rng, &found)?;
        let call = place.call(receiver.clone(), word, inner, 1, rng)?.text + ";";
        let replace = !statement.is_let && !statement.is_value && rng.random();
        Some(if replace {
            layout::replace(program, statement, &call, self.name())
        } else {
            layout::insert_before(program, statement, &call, self.name())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::outcomes;
    use super::*;

    #[test]
    fn expressions_are_built_from_what_is_in_scope() {
        let found = outcomes(&Synthesis, "fn f(text: &str, n: usize) -> usize { n + 1 }");
        for want in ["{ text.len() }", "text.len() - n", "n.min("] {
            assert!(found.contains(want), "{want}: {found}");
        }
    }

    #[test]
    fn a_slice_is_sorted_where_something_else_was_done() {
        let found = outcomes(&Call, "fn f(values: &mut [u32]) {\n    slow(values);\n}\n");
        assert!(found.contains("{\n    values.sort_unstable();\n}"), "{found}");
        assert!(found.contains("{\n    values.reverse();\n    slow(values);\n}"), "{found}");
    }

    #[test]
    fn what_has_no_order_is_not_sorted() {
        assert!(!outcomes(&Call, "fn f(values: &mut [f64]) { slow(values); }").contains("sort"));
    }
}
