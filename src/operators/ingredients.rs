//! Values of a type that can be used at a place: names in scope, literals, expressions of the program.

use rand::{Rng, RngExt};

use super::code::Code;
use super::program::{Expr, Program, Role, Shape, one_of};
use super::types::{is_copy, is_float, is_int, is_plain, is_signed, sure_bits};

/// Odd multipliers that scatter bits well, with where they are from.
pub const MULTIPLIERS: &[u64] = &[
    0x9E37_79B9_7F4A_7C15, // 2^64 divided by the golden ratio (Knuth, The Art of Computer Programming 3, 6.4)
    0x517C_C1B7_2722_0A95, // rustc-hash 1
    0xFF51_AFD7_ED55_8CCD, // MurmurHash3's finaliser
    0xC4CE_B9FE_1A85_EC53, // MurmurHash3's finaliser
    0x0000_0100_0000_01B3, // FNV
    0x9E37_79B1,           // 2^32 divided by the golden ratio
    0x85EB_CA6B,           // MurmurHash3, 32 bits
    0x0100_0193,           // FNV, 32 bits
    65_599,                // sdbm
    131,
    33,
    31,
];

/// What gets its type from where it stands, and so cannot be looked into or called on.
const INFERRED: &[&str] = &["None", "default()", "new()", "collect()", "into()", "parse()", "sum()", "product()"];

/// Names in scope that have the type; dereferenced or cast where that gives it.
pub fn names(program: &Program, file: &str, at: usize, ty: &str) -> Vec<Code> {
    let mut found = Vec::new();
    for binding in program.scope(file, at) {
        let Some(own) = binding.ty.as_deref() else { continue };
        let name = Code::atom(&*binding.name);
        if own == ty && is_copy(ty) {
            found.push(name);
        } else if is_copy(ty) && own.strip_prefix('&').is_some_and(|own| own.strip_prefix("mut ").unwrap_or(own) == ty)
        {
            found.push(Code::prefix("*", name));
        } else if is_int(ty) && is_int(own) {
            found.push(Code::cast(name, ty));
        }
    }
    found
}

/// A literal of the type, or an empty value where that is one.
pub fn literal(program: &Program, ty: &str, rng: &mut dyn Rng) -> Option<Code> {
    if ty == "bool" {
        return Some(Code::atom(if rng.random() { "true" } else { "false" }));
    }
    if ty.starts_with("Option<") {
        return Some(Code::atom("None"));
    }
    if ty == "()" {
        return Some(Code::atom("()"));
    }
    if let Some(used) = used_literal(program, ty, rng).filter(|_| rng.random_bool(0.4)) {
        return Some(Code::atom(used));
    }
    if is_float(ty) {
        return one_of(rng, &["0.0", "1.0", "2.0", "0.5"]).map(|text| Code::atom(*text));
    }
    let bits = sure_bits(ty)?;
    Some(Code::atom(match rng.random_range(0..5) {
        0 => "0".to_owned(),
        1 => "1".to_owned(),
        2 => (1u64 << rng.random_range(1..bits.min(64) - 1)).to_string(),
        3 if bits >= 32 => multiplier(ty, rng)?,
        _ => rng.random_range(2..32u32).to_string(),
    }))
}

/// A literal of the type that the program already uses.
pub fn used_literal(program: &Program, ty: &str, rng: &mut dyn Rng) -> Option<String> {
    let same = |expr: &&Expr| expr.shape == Shape::Literal && expr.ty.as_deref() == Some(ty);
    let texts: Vec<&str> = program.exprs.iter().filter(same).map(|expr| program.source(expr)).collect();
    one_of(rng, &texts).map(|text| (*text).to_owned())
}

/// An odd factor that scatters bits, as text that fits the type.
pub fn multiplier(ty: &str, rng: &mut dyn Rng) -> Option<String> {
    let width = sure_bits(ty)? - u32::from(is_signed(ty));
    let fitting: Vec<u64> =
        MULTIPLIERS.iter().copied().filter(|factor| u64::BITS - factor.leading_zeros() <= width).collect();
    let known = one_of(rng, &fitting).copied().filter(|_| rng.random_bool(0.7));
    let factor = known.unwrap_or_else(|| rng.random::<u64>() >> 64u32.saturating_sub(width) | 1);
    Some(if factor > 0xffff { format!("0x{factor:X}") } else { factor.to_string() })
}

/// Another expression of the same type whose names mean the same at the place of `index`.
pub fn same_type(program: &Program, index: usize, rng: &mut dyn Rng) -> Option<Code> {
    let target = &program.exprs[index];
    let ty = target.ty.as_deref().filter(|ty| is_plain(ty))?;
    let text = program.source(target);
    let donates = |donor: &Expr| {
        donor.ty.as_deref() == Some(ty)
            && suits(donor, target, ty)
            && donor.range.len() <= 80
            && program.source(donor) != text
            && !program.source(donor).contains(['\n', '?'])
            && !(target.role == Role::Base && INFERRED.iter().any(|call| program.source(donor).ends_with(call)))
            && program.fits(&donor.file, &donor.range, &target.file, target.range.start)
    };
    let donors: Vec<usize> = (0..program.exprs.len()).filter(|&donor| donates(&program.exprs[donor])).collect();
    one_of(rng, &donors).map(|&donor| program.code(donor))
}

/// Whether a donor may stand in the target's place: what is written to is a place, and no value is
/// moved that may still be needed.
fn suits(donor: &Expr, target: &Expr, ty: &str) -> bool {
    let is_place = matches!(donor.shape, Shape::Name | Shape::Field | Shape::Index);
    match target.role {
        Role::Target => donor.role == Role::Target && is_place,
        Role::Base => donor.shape != Shape::Literal,
        Role::Value => is_copy(ty) || !is_place,
        Role::Statement | Role::Fixed => false,
    }
}
