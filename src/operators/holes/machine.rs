//! The byte code of expressions that fill holes, and the machine that runs it. This one file is compiled into synth, which
//! ranks expressions by it, and stands as text in the crate whose holes they fill: so both mean the same. It may use
//! nothing but the core library, of any edition, and must not know where code or inputs come from.
//!
//! A value is 64 bits, as `as u64` makes them of any scalar: unsigned ones are zero-extended, signed ones sign-extended.
//! A word of code is an operation, its type from bit 8 and a number from bit 16; [`CONSTANT`] takes the word behind it.
//! Arithmetic that would panic in a build with overflow checks has no value.

/// Pushes an input.
pub const INPUT: u64 = 0;
/// Pushes the next word.
pub const CONSTANT: u64 = 1;
/// `a as T`.
pub const CAST: u64 = 2;
/// `!a`.
pub const NOT: u64 = 3;
/// `-a`.
pub const NEG: u64 = 4;
/// The first operation that takes two values.
pub const ADD: u64 = 5;
/// `a - b`.
pub const SUB: u64 = 6;
/// `a * b`.
pub const MUL: u64 = 7;
/// `a.wrapping_add(b)`.
pub const WRAPPING_ADD: u64 = 8;
/// `a.wrapping_sub(b)`.
pub const WRAPPING_SUB: u64 = 9;
/// `a.wrapping_mul(b)`.
pub const WRAPPING_MUL: u64 = 10;
/// `a / b`.
pub const DIV: u64 = 11;
/// `a % b`.
pub const REM: u64 = 12;
/// `a & b`; also `a && b`.
pub const AND: u64 = 13;
/// `a | b`; also `a || b`.
pub const OR: u64 = 14;
/// `a ^ b`.
pub const XOR: u64 = 15;
/// `a << b`; `b` is of any type.
pub const SHL: u64 = 16;
/// `a >> b`.
pub const SHR: u64 = 17;
/// `a.rotate_left(b)`.
pub const ROTATE: u64 = 18;
/// `a.min(b)`.
pub const MIN: u64 = 19;
/// `a.max(b)`.
pub const MAX: u64 = 20;
/// `a < b`; the type is that of the operands.
pub const LT: u64 = 21;
/// `a <= b`.
pub const LE: u64 = 22;
/// `a == b`.
pub const EQ: u64 = 23;
/// `a != b`.
pub const NE: u64 = 24;

/// Marks a signed type; the other bits are its width.
pub const SIGNED: u64 = 0x80;
/// Values that the stack holds.
pub const DEPTH: usize = 16;

/// Runs code. `None`: it panics, or is not well formed.
pub fn run(length: usize, code: &dyn Fn(usize) -> u64, input: &dyn Fn(usize) -> u64) -> Option<u64> {
    let mut stack = [0u64; DEPTH];
    let mut top = 0;
    let mut at = 0;
    while at < length {
        let word = code(at);
        at += 1;
        let (operation, ty) = (word & 0xff, (word >> 8) & 0xff);
        let value = match operation {
            INPUT => input((word >> 16) as usize),
            CONSTANT => {
                at += 1;
                code(at - 1)
            }
            _ if operation < ADD && top >= 1 => {
                top -= 1;
                unary(operation, ty, stack[top])?
            }
            _ if top >= 2 => {
                top -= 2;
                binary(operation, ty, stack[top], stack[top + 1])?
            }
            _ => return None,
        };
        if top == DEPTH {
            return None;
        }
        stack[top] = value;
        top += 1;
    }
    if top == 1 { Some(stack[0]) } else { None }
}

/// An operation on one value; its type is that of the result.
pub fn unary(operation: u64, ty: u64, a: u64) -> Option<u64> {
    match operation {
        CAST => Some(cut(ty, a)),
        NOT => Some(cut(ty, !a)),
        NEG => whole(ty, 0i64.checked_sub(a as i64)),
        _ => None,
    }
}

/// An operation on two values; its type is that of the first.
pub fn binary(operation: u64, ty: u64, a: u64, b: u64) -> Option<u64> {
    let (signed, bits) = (ty & SIGNED != 0, ty & !SIGNED);
    let (x, y) = (a as i64, b as i64);
    let less = |a: u64, b: u64| if signed { (a as i64) < b as i64 } else { a < b };
    match operation {
        ADD if signed => whole(ty, x.checked_add(y)),
        SUB if signed => whole(ty, x.checked_sub(y)),
        MUL if signed => whole(ty, x.checked_mul(y)),
        DIV if signed => whole(ty, x.checked_div(y)),
        // The smallest number by minus one overflows, whatever its remainder.
        REM if signed => whole(ty, x.checked_div(y)).and(x.checked_rem(y)).map(|value| value as u64),
        ADD => natural(ty, a.checked_add(b)),
        SUB => natural(ty, a.checked_sub(b)),
        MUL => natural(ty, a.checked_mul(b)),
        DIV => natural(ty, a.checked_div(b)),
        REM => natural(ty, a.checked_rem(b)),
        WRAPPING_ADD => Some(cut(ty, a.wrapping_add(b))),
        WRAPPING_SUB => Some(cut(ty, a.wrapping_sub(b))),
        WRAPPING_MUL => Some(cut(ty, a.wrapping_mul(b))),
        AND => Some(a & b),
        OR => Some(a | b),
        XOR => Some(a ^ b),
        SHL if b < bits => Some(cut(ty, a << b)),
        SHR if b < bits => Some(if signed { (x >> b) as u64 } else { a >> b }),
        ROTATE => {
            let (a, by) = (a & mask(bits), b % bits);
            Some(cut(ty, if by == 0 { a } else { (a << by) | (a >> (bits - by)) }))
        }
        MIN => Some(if less(b, a) { b } else { a }),
        MAX => Some(if less(b, a) { a } else { b }),
        LT => Some(less(a, b) as u64),
        LE => Some(!less(b, a) as u64),
        EQ => Some((a == b) as u64),
        NE => Some((a != b) as u64),
        _ => None,
    }
}

fn mask(bits: u64) -> u64 {
    if bits >= 64 { !0 } else { (1 << bits) - 1 }
}

/// The lowest bits, as a value of the type.
fn cut(ty: u64, value: u64) -> u64 {
    let bits = ty & !SIGNED;
    if ty & SIGNED == 0 {
        return value & mask(bits);
    }
    let above = 64 - bits;
    (((value << above) as i64) >> above) as u64
}

fn natural(ty: u64, value: Option<u64>) -> Option<u64> {
    value.filter(|value| cut(ty, *value) == *value)
}

fn whole(ty: u64, value: Option<i64>) -> Option<u64> {
    natural(ty, value.map(|value| value as u64))
}
