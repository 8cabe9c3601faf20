//! Expressions that fill holes: scalar inputs, numbers and operations, typed by construction. It knows how they print as
//! Rust, what they cost and how they encode for the [machine](super::machine), and nothing of programs.

use std::sync::Arc;

use super::machine;
use crate::operators::code::Code;
use crate::operators::types::sure_bits;

/// A scalar type that a hole can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Scalar {
    /// As Rust spells it.
    pub name: &'static str,
    /// Width; `usize` is taken as 64, `bool` as 1.
    pub bits: u32,
    pub signed: bool,
}

const fn scalar(name: &'static str, bits: u32, signed: bool) -> Scalar {
    Scalar { name, bits, signed }
}

pub const BOOL: Scalar = scalar("bool", 1, false);
pub const U32: Scalar = scalar("u32", 32, false);
const SCALARS: [Scalar; 11] = [
    BOOL,
    U32,
    scalar("u8", 8, false),
    scalar("u16", 16, false),
    scalar("u64", 64, false),
    scalar("usize", 64, false),
    scalar("i8", 8, true),
    scalar("i16", 16, true),
    scalar("i32", 32, true),
    scalar("i64", 64, true),
    scalar("isize", 64, true),
];

impl Scalar {
    /// The type that is spelt like this; `None` if a hole cannot have it.
    pub fn named(name: &str) -> Option<Scalar> {
        SCALARS.into_iter().find(|scalar| scalar.name == name)
    }

    pub fn is_int(self) -> bool {
        self != BOOL
    }

    /// The width that it has on every machine.
    pub fn sure_bits(self) -> u32 {
        sure_bits(self.name).unwrap_or(self.bits)
    }

    fn code(self) -> u64 {
        u64::from(self.bits) | if self.signed { machine::SIGNED } else { 0 }
    }

    /// A number as a value of the type; `None` if it is none, on whatever machine.
    pub fn value(self, number: i128) -> Option<u64> {
        let bits = self.sure_bits();
        let (least, most) = match self.signed {
            true => (-(1i128 << (bits - 1)), (1i128 << (bits - 1)) - 1),
            false => (0, (1i128 << bits) - 1),
        };
        (least..=most).contains(&number).then_some(number as u64)
    }

    /// Whether `From` is implemented for every value of another type.
    fn holds(self, other: Scalar) -> bool {
        let sized = |scalar: Scalar| scalar.name.ends_with("size");
        let wider = match (self.signed, other.signed) {
            (true, false) => self.bits > other.bits,
            (false, true) => false,
            _ => self.bits > other.bits,
        };
        wider && !sized(other) && (!sized(self) || other.bits <= 16 - u32::from(self.signed && !other.signed) * 8)
            || other == BOOL && self.is_int()
    }
}

/// An operation on one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unary {
    Cast(Scalar),
    Not,
    Neg,
}

/// An operation on two values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Binary {
    Add,
    Sub,
    Mul,
    WrappingAdd,
    WrappingSub,
    WrappingMul,
    Div,
    Rem,
    And,
    Or,
    Xor,
    Shl,
    Shr,
    Rotate,
    Min,
    Max,
    Lt,
    Le,
    Eq,
    Ne,
}

use Binary::*;

/// Each with its code in the machine, and the sign or method that it prints as.
pub const OPERATIONS: [(Binary, u64, &str); 20] = [
    (Add, machine::ADD, "+"),
    (Sub, machine::SUB, "-"),
    (Mul, machine::MUL, "*"),
    (WrappingAdd, machine::WRAPPING_ADD, "wrapping_add"),
    (WrappingSub, machine::WRAPPING_SUB, "wrapping_sub"),
    (WrappingMul, machine::WRAPPING_MUL, "wrapping_mul"),
    (Div, machine::DIV, "/"),
    (Rem, machine::REM, "%"),
    (And, machine::AND, "&"),
    (Or, machine::OR, "|"),
    (Xor, machine::XOR, "^"),
    (Shl, machine::SHL, "<<"),
    (Shr, machine::SHR, ">>"),
    (Rotate, machine::ROTATE, "rotate_left"),
    (Min, machine::MIN, "min"),
    (Max, machine::MAX, "max"),
    (Lt, machine::LT, "<"),
    (Le, machine::LE, "<="),
    (Eq, machine::EQ, "=="),
    (Ne, machine::NE, "!="),
];

impl Binary {
    fn row(self) -> (u64, &'static str) {
        let (_, code, sign) = OPERATIONS[self as usize];
        (code, sign)
    }

    pub fn compares(self) -> bool {
        matches!(self, Lt | Le | Eq | Ne)
    }

    /// Its right operand is a number of bits.
    pub fn shifts(self) -> bool {
        matches!(self, Shl | Shr | Rotate)
    }

    /// `a ∘ b` is `b ∘ a`.
    pub fn commutes(self) -> bool {
        matches!(self, Add | Mul | WrappingAdd | WrappingMul | And | Or | Xor | Min | Max | Eq | Ne)
    }

    /// `a ∘ 0` is `a`.
    fn keeps_by_nought(self) -> bool {
        matches!(self, Add | Sub | WrappingAdd | WrappingSub | Or | Xor | Shl | Shr | Rotate)
    }

    /// The same operation where an overflow is no panic.
    pub fn wrapping(self) -> Binary {
        match self {
            Add => WrappingAdd,
            Sub => WrappingSub,
            Mul => WrappingMul,
            other => other,
        }
    }

    /// The value, where it has one.
    pub fn of(self, ty: Scalar, a: u64, b: u64) -> Option<u64> {
        machine::binary(self.row().0, ty.code(), a, b)
    }
}

/// An expression.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Expr {
    /// One of the hole's inputs, by its place among them.
    Input(usize, Scalar),
    Constant(u64, Scalar),
    Unary(Unary, Arc<Expr>),
    Binary(Binary, Arc<Expr>, Arc<Expr>),
}

impl Expr {
    pub fn ty(&self) -> Scalar {
        match self {
            Expr::Input(_, ty) | Expr::Constant(_, ty) | Expr::Unary(Unary::Cast(ty), _) => *ty,
            Expr::Unary(_, inner) => inner.ty(),
            Expr::Binary(operation, ..) if operation.compares() => BOOL,
            Expr::Binary(_, left, _) => left.ty(),
        }
    }

    /// How many nodes it has.
    pub fn size(&self) -> usize {
        match self {
            Expr::Input(..) | Expr::Constant(..) => 1,
            Expr::Unary(_, inner) => 1 + inner.size(),
            Expr::Binary(_, left, right) => 1 + left.size() + right.size(),
        }
    }

    /// How many values it holds at once.
    pub fn depth(&self) -> usize {
        match self {
            Expr::Input(..) | Expr::Constant(..) => 1,
            Expr::Unary(_, inner) => inner.depth(),
            Expr::Binary(_, left, right) => left.depth().max(1 + right.depth()),
        }
    }

    /// What one evaluation costs, about, in cycles. `of`: what an input costs.
    pub fn weight(&self, of: &dyn Fn(usize) -> u64) -> u64 {
        match self {
            Expr::Input(input, _) => of(*input),
            Expr::Constant(..) => 0,
            Expr::Unary(Unary::Cast(_), inner) => inner.weight(of),
            Expr::Unary(_, inner) => 1 + inner.weight(of),
            Expr::Binary(operation, left, right) => {
                let own = match (operation, &**right) {
                    (Div | Rem, Expr::Constant(by, ty)) if by.is_power_of_two() && !ty.signed => 1,
                    (Div | Rem, Expr::Constant(..)) => 5,
                    (Div | Rem, _) => 22,
                    (Mul | WrappingMul, _) => 3,
                    _ => 1,
                };
                own + left.weight(of) + right.weight(of)
            }
        }
    }

    /// Its value for these inputs; `None` if it panics.
    pub fn value(&self, inputs: &[u64]) -> Option<u64> {
        match self {
            Expr::Input(input, _) => inputs.get(*input).copied(),
            Expr::Constant(value, _) => Some(*value),
            Expr::Unary(operation, inner) => unary(*operation, inner.ty(), inner.value(inputs)?),
            Expr::Binary(operation, left, right) => operation.of(left.ty(), left.value(inputs)?, right.value(inputs)?),
        }
    }

    /// How many of its numbers are not what `known` knows.
    pub fn strange(&self, known: &dyn Fn(u64) -> bool) -> usize {
        match self {
            Expr::Input(..) => 0,
            Expr::Constant(value, _) => usize::from(!known(*value)),
            Expr::Unary(_, inner) => inner.strange(known),
            Expr::Binary(_, left, right) => left.strange(known) + right.strange(known),
        }
    }

    /// Which inputs it reads, as bits.
    pub fn reads(&self) -> u64 {
        match self {
            Expr::Input(input, _) => 1 << input,
            Expr::Constant(..) => 0,
            Expr::Unary(_, inner) => inner.reads(),
            Expr::Binary(_, left, right) => left.reads() | right.reads(),
        }
    }

    /// The words that the machine runs.
    pub fn encode(&self, out: &mut Vec<u64>) {
        match self {
            Expr::Input(input, ty) => out.push(machine::INPUT | ty.code() << 8 | (*input as u64) << 16),
            Expr::Constant(value, ty) => out.extend([machine::CONSTANT | ty.code() << 8, *value]),
            Expr::Unary(operation, inner) => {
                inner.encode(out);
                let (code, ty) = unary_code(*operation, inner.ty());
                out.push(code | ty.code() << 8);
            }
            Expr::Binary(operation, left, right) => {
                left.encode(out);
                right.encode(out);
                out.push(operation.row().0 | left.ty().code() << 8);
            }
        }
    }

    /// As Rust. `inputs`: how each is written.
    pub fn print(&self, inputs: &[Code]) -> Code {
        match self {
            Expr::Input(input, _) => inputs[*input].clone(),
            Expr::Constant(value, ty) => literal(*value, *ty),
            Expr::Unary(Unary::Not, inner) => Code::prefix("!", inner.print(inputs)),
            Expr::Unary(Unary::Neg, inner) => Code::prefix("-", inner.print(inputs)),
            Expr::Unary(Unary::Cast(ty), inner) => match ty.holds(inner.ty()) {
                true => Code::call(&format!("{}::from", ty.name), &[inner.print(inputs)]),
                false => Code::cast(inner.typed(inputs), ty.name),
            },
            Expr::Binary(operation, left, right) => {
                let sign = match (operation.row().1, left.ty()) {
                    ("&", BOOL) => "&&",
                    ("|", BOOL) => "||",
                    (sign, _) => sign,
                };
                match sign.starts_with(|c: char| c.is_ascii_lowercase()) {
                    true => Code::method(left.typed(inputs), sign, &[right.print(inputs)]),
                    // What is shifted has the type of nothing around it.
                    false if operation.shifts() => Code::binary(left.typed(inputs), sign, right.print(inputs)),
                    false => Code::binary(left.print(inputs), sign, right.print(inputs)),
                }
            }
        }
    }

    /// As [`Expr::print`], where nothing around it tells a number's type.
    fn typed(&self, inputs: &[Code]) -> Code {
        let code = self.print(inputs);
        match self {
            Expr::Constant(_, ty) if ty.is_int() => Code { text: format!("{}{}", code.text, ty.name), ..code },
            _ => code,
        }
    }
}

impl Expr {
    /// The same without what does nothing: computing with numbers only, adding nought. `None`: it can have no value.
    pub fn tidy(self) -> Option<Expr> {
        let number = |expr: &Expr| if let Expr::Constant(value, _) = expr { Some(*value) } else { None };
        match self {
            Expr::Unary(operation, inner) => {
                let inner = (*inner).clone().tidy()?;
                let ty = inner.ty();
                match (number(&inner), operation) {
                    (_, Unary::Cast(to)) if to == ty => Some(inner),
                    (Some(value), _) => {
                        let to = if let Unary::Cast(to) = operation { to } else { ty };
                        Some(Expr::Constant(unary(operation, ty, value)?, to))
                    }
                    _ => Some(Expr::Unary(operation, Arc::new(inner))),
                }
            }
            Expr::Binary(operation, left, right) => {
                let (left, right) = ((*left).clone().tidy()?, (*right).clone().tidy()?);
                let ty = left.ty();
                if ty == BOOL && !matches!(operation, And | Or | Xor | Eq | Ne) {
                    return None;
                }
                let right = match (operation, right) {
                    (Rotate, Expr::Constant(by, of)) => Expr::Constant(by % u64::from(ty.bits), of),
                    (Shl | Shr, Expr::Constant(by, _)) if by >= u64::from(ty.bits) => return None,
                    (Rotate, right) if right.ty() != U32 => return None,
                    (_, right) => right,
                };
                match (number(&left), number(&right)) {
                    (Some(a), Some(b)) => {
                        let to = if operation.compares() { BOOL } else { ty };
                        Some(Expr::Constant(operation.of(ty, a, b)?, to))
                    }
                    (_, Some(1)) if ty == BOOL && operation == And => Some(left),
                    (Some(1), _) if ty == BOOL && operation == And => Some(right),
                    (_, Some(0)) if operation.keeps_by_nought() => Some(left),
                    (Some(0), _) if operation.keeps_by_nought() && operation.commutes() => Some(right),
                    (_, Some(1)) if matches!(operation, Mul | WrappingMul | Div) => Some(left),
                    (Some(1), _) if matches!(operation, Mul | WrappingMul) => Some(right),
                    _ if left == right && matches!(operation, And | Or | Min | Max) => Some(left),
                    _ => Some(Expr::Binary(operation, Arc::new(left), Arc::new(right))),
                }
            }
            leaf => Some(leaf),
        }
    }
}

/// What an operation makes of a value of a type.
pub fn unary(operation: Unary, ty: Scalar, value: u64) -> Option<u64> {
    let (code, ty) = unary_code(operation, ty);
    machine::unary(code, ty.code(), value)
}

fn unary_code(operation: Unary, ty: Scalar) -> (u64, Scalar) {
    match operation {
        Unary::Cast(to) => (machine::CAST, to),
        Unary::Not => (machine::NOT, ty),
        Unary::Neg => (machine::NEG, ty),
    }
}

/// A number as people write it.
fn literal(value: u64, ty: Scalar) -> Code {
    match ty {
        BOOL => Code::atom(if value == 0 { "false" } else { "true" }),
        _ if ty.signed && (value as i64) < 0 => {
            Code::prefix("-", Code::atom((value as i64).unsigned_abs().to_string()))
        }
        _ if value > 0xffff => Code::atom(format!("0x{value:X}")),
        _ => Code::atom(value.to_string()),
    }
}

#[cfg(test)]
mod tests;
