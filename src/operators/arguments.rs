//! The order of operands and arguments.

use rand::Rng;

use super::Operator;
use super::code::{Code, Tightness};
use super::program::{Program, Shape, one_of};
use crate::genome::Change;

/// Exchanges two operands, or two arguments of one type.
/// ```text
/// low - high
/// high - low
/// ```
pub struct Arguments;

impl Operator for Arguments {
    fn name(&self) -> &'static str {
        "arguments"
    }

    fn propose(&self, program: &Program, rng: &mut dyn Rng) -> Option<Change> {
        let index = program.pick(rng, |expr| !pairs(program, &expr.shape).is_empty())?;
        let expr = &program.exprs[index];
        let (first, second) = *one_of(rng, &pairs(program, &expr.shape))?;
        if let Shape::Binary { operator, .. } = &expr.shape {
            let sign = program.text(&expr.file, operator);
            let code = Code::binary(program.code(second), sign, program.code(first));
            return Some(program.replace(index, code, self.name()));
        }
        let (a, b) = (&program.exprs[first].range, &program.exprs[second].range);
        let between = program.text(&expr.file, &(a.end..b.start));
        let receiver = matches!(&expr.shape, Shape::Method { receiver, .. } if *receiver == first);
        let front = if receiver { program.code(second).held(Tightness::Postfix) } else { program.code(second) };
        let text = format!("{}{between}{}", front.text, program.code(first).text);
        Some(program.replace_part(index, &(a.start..b.end), &text, self.name()))
    }
}

/// Two children of the same type, in the order of the text.
fn pairs(program: &Program, shape: &Shape) -> Vec<(usize, usize)> {
    let children = match shape {
        Shape::Binary { left, right, .. } => vec![*left, *right],
        Shape::Call { arguments } => arguments.clone(),
        Shape::Method { receiver, arguments, .. } => {
            std::iter::once(*receiver).chain(arguments.iter().copied()).collect()
        }
        _ => return Vec::new(),
    };
    let alike = |&(a, b): &(usize, usize)| {
        let (a, b) = (&program.exprs[a], &program.exprs[b]);
        a.ty.is_some() && a.ty == b.ty && program.source(a) != program.source(b) && a.range.end <= b.range.start
    };
    let children = &children;
    let all = (0..children.len()).flat_map(|i| (i + 1..children.len()).map(move |j| (children[i], children[j])));
    all.filter(alike).collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::outcomes;
    use super::*;

    #[test]
    fn operands_and_arguments_of_one_type_are_exchanged() {
        let found = outcomes(&Arguments, "fn f(a: u8, b: u8, c: &str) { g(a - b, c, a); (a + b).min(a); }");
        assert!(found.contains("g(b - a, c, a)") && found.contains("g(a, c, a - b)"), "{found}");
        assert!(found.contains("a.min(a + b)"), "{found}");
    }
}
