//! Larger expressions from good ones: a part exchanged for a small expression, an operation for its like, a number for one
//! nearby; or a part of one in the place of a part of another. Every child has its parent's type.

use std::sync::Arc;

use rand::{Rng, RngExt};

use super::bank::Bank;
use super::language::{BOOL, Binary, Expr, U32};
use super::machine;
use crate::operators::program::one_of;

/// Largest expression, in nodes: what a reviewer takes in at a glance.
const LARGEST: usize = 11;
/// Operations that take each other's place.
const ALIKE: [&[Binary]; 4] = [
    &[Binary::Add, Binary::Sub, Binary::Mul, Binary::And, Binary::Or, Binary::Xor, Binary::Min, Binary::Max],
    &[Binary::WrappingAdd, Binary::WrappingSub, Binary::WrappingMul, Binary::And, Binary::Or, Binary::Xor],
    &[Binary::Lt, Binary::Le, Binary::Eq, Binary::Ne],
    &[Binary::Shl, Binary::Shr, Binary::Rotate],
];

/// A child of an expression, or of two; `None` where this time nothing came of it.
pub fn child(parent: &Arc<Expr>, other: &Arc<Expr>, bank: &Bank, wraps: bool, rng: &mut dyn Rng) -> Option<Arc<Expr>> {
    let at = rng.random_range(0..parent.size());
    let part = nth(parent, at)?;
    let new = match rng.random_range(0..10) {
        0..4 => {
            let same: Vec<&Arc<Expr>> =
                bank.small.iter().chain(&bank.terms).map(|term| &term.expr).filter(|e| e.ty() == part.ty()).collect();
            one_of(rng, &same).map(|expr| (*expr).clone())?
        }
        4..6 => {
            let part_of = nth(other, rng.random_range(0..other.size()))?;
            (part_of.ty() == part.ty()).then_some(part_of)?
        }
        6..8 => grown(&part, bank, wraps, rng)?,
        _ => varied(&part, rng)?,
    };
    let child = Arc::new((*replaced(parent, at, &new)).clone().tidy()?);
    let fits = child.size() <= LARGEST && child.depth() < machine::DEPTH && child.ty() == parent.ty();
    (fits && child != *parent).then_some(child)
}

/// A part with an operation around it.
fn grown(part: &Arc<Expr>, bank: &Bank, wraps: bool, rng: &mut dyn Rng) -> Option<Arc<Expr>> {
    let ty = part.ty();
    if ty.is_int() && rng.random_bool(0.35) {
        let by = rng.random_range(1..u64::from(ty.sure_bits()));
        let operation = *one_of(rng, &[Binary::Shl, Binary::Shr, Binary::Rotate])?;
        return Some(Arc::new(Expr::Binary(operation, part.clone(), Arc::new(Expr::Constant(by, U32)))));
    }
    let same: Vec<&Arc<Expr>> = bank.small.iter().map(|term| &term.expr).filter(|expr| expr.ty() == ty).collect();
    let other = (*one_of(rng, &same)?).clone();
    let operation = match ty {
        BOOL => *one_of(rng, &[Binary::And, Binary::Or])?,
        _ => *one_of(rng, ALIKE[usize::from(wraps)])?,
    };
    let (left, right) = if rng.random() { (part.clone(), other) } else { (other, part.clone()) };
    let constant = |expr: &Expr| matches!(expr, Expr::Constant(..));
    (!constant(&left) || !constant(&right)).then(|| Arc::new(Expr::Binary(operation, left, right)))
}

/// A part whose outermost node is another of its kind.
fn varied(part: &Arc<Expr>, rng: &mut dyn Rng) -> Option<Arc<Expr>> {
    Some(Arc::new(match &**part {
        Expr::Constant(value, ty) if ty.is_int() => {
            let number = if ty.signed { i128::from(*value as i64) } else { i128::from(*value) };
            let near =
                [number + 1, number - 1, number * 2, number / 2, number ^ 1 << rng.random_range(0..ty.sure_bits())];
            Expr::Constant(ty.value(*one_of(rng, &near)?)?, *ty)
        }
        Expr::Binary(operation, left, right) => {
            let alike: Vec<&Binary> = ALIKE.iter().filter(|of| of.contains(operation)).copied().flatten().collect();
            let operation = **one_of(rng, &alike)?;
            // A shift's number stays below the width of what is shifted; numbers of bits are no operands.
            Expr::Binary(operation, left.clone(), right.clone())
        }
        _ => return None,
    }))
}

/// A part, counted from the outside and the left.
fn nth(expr: &Arc<Expr>, at: usize) -> Option<Arc<Expr>> {
    if at == 0 {
        return Some(expr.clone());
    }
    match &**expr {
        Expr::Unary(_, inner) => nth(inner, at - 1),
        Expr::Binary(_, left, right) => match left.size() {
            size if at <= size => nth(left, at - 1),
            size => nth(right, at - 1 - size),
        },
        _ => None,
    }
}

/// The same with another part.
fn replaced(expr: &Arc<Expr>, at: usize, new: &Arc<Expr>) -> Arc<Expr> {
    if at == 0 {
        return new.clone();
    }
    Arc::new(match &**expr {
        Expr::Unary(operation, inner) => Expr::Unary(*operation, replaced(inner, at - 1, new)),
        Expr::Binary(operation, left, right) => match left.size() {
            size if at <= size => Expr::Binary(*operation, replaced(left, at - 1, new), right.clone()),
            size => Expr::Binary(*operation, left.clone(), replaced(right, at - 1 - size, new)),
        },
        leaf => leaf.clone(),
    })
}
