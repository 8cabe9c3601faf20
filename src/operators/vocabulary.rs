//! Words of the standard library that synthesis may use, by type. Read it as a table.

use super::types::{fill, fit, is_int};

/// A method.
pub struct Word {
    /// The receiver's type; `T` stands for any type, the same wherever it occurs in the entry.
    pub on: &'static str,
    pub call: &'static str,
    /// Types of the arguments. `shift` is a number of bits below the width of the receiver.
    pub takes: &'static [&'static str],
    pub gives: &'static str,
}

const fn word(on: &'static str, call: &'static str, takes: &'static [&'static str], gives: &'static str) -> Word {
    Word { on, call, takes, gives }
}

/// Methods of every integer type, where `T` is that type.
pub const INTEGERS: &[Word] = &[
    word("T", "wrapping_add", &["T"], "T"),
    word("T", "wrapping_sub", &["T"], "T"),
    word("T", "wrapping_mul", &["T"], "T"),
    word("T", "saturating_sub", &["T"], "T"),
    word("T", "min", &["T"], "T"),
    word("T", "max", &["T"], "T"),
    word("T", "rotate_left", &["shift"], "T"),
    word("T", "rotate_right", &["shift"], "T"),
    word("T", "wrapping_shl", &["shift"], "T"),
    word("T", "wrapping_shr", &["shift"], "T"),
    word("T", "swap_bytes", &[], "T"),
    word("T", "count_ones", &[], "u32"),
    word("T", "leading_zeros", &[], "u32"),
    word("T", "trailing_zeros", &[], "u32"),
];

/// Methods of everything else.
pub const OTHERS: &[Word] = &[
    word("&[T]", "len", &[], "usize"),
    word("&[T]", "is_empty", &[], "bool"),
    word("&[T]", "first", &[], "Option<&T>"),
    word("&[T]", "last", &[], "Option<&T>"),
    word("&[T]", "get", &["usize"], "Option<&T>"),
    word("&[T]", "contains", &["&T"], "bool"),
    word("&mut [T]", "len", &[], "usize"),
    word("&mut [T]", "is_empty", &[], "bool"),
    word("Vec<T>", "len", &[], "usize"),
    word("Vec<T>", "is_empty", &[], "bool"),
    word("Vec<T>", "capacity", &[], "usize"),
    word("Vec<T>", "as_slice", &[], "&[T]"),
    word("Vec<T>", "last", &[], "Option<&T>"),
    word("&Vec<T>", "len", &[], "usize"),
    word("&Vec<T>", "is_empty", &[], "bool"),
    word("&Vec<T>", "as_slice", &[], "&[T]"),
    word("&mut Vec<T>", "len", &[], "usize"),
    word("&mut Vec<T>", "is_empty", &[], "bool"),
    word("&str", "len", &[], "usize"),
    word("&str", "is_empty", &[], "bool"),
    word("&str", "is_ascii", &[], "bool"),
    word("&str", "as_bytes", &[], "&[u8]"),
    word("&str", "trim", &[], "&str"),
    word("&str", "starts_with", &["&str"], "bool"),
    word("&str", "ends_with", &["&str"], "bool"),
    word("String", "len", &[], "usize"),
    word("String", "is_empty", &[], "bool"),
    word("String", "as_str", &[], "&str"),
    word("String", "as_bytes", &[], "&[u8]"),
    word("&String", "len", &[], "usize"),
    word("&String", "is_empty", &[], "bool"),
    word("&String", "as_str", &[], "&str"),
    word("&[u8]", "is_ascii", &[], "bool"),
    word("&[u8]", "eq_ignore_ascii_case", &["&[u8]"], "bool"),
    word("Option<T>", "is_some", &[], "bool"),
    word("Option<T>", "is_none", &[], "bool"),
    word("char", "is_ascii", &[], "bool"),
    word("char", "is_ascii_digit", &[], "bool"),
    word("char", "is_ascii_alphabetic", &[], "bool"),
    word("u8", "is_ascii_digit", &[], "bool"),
    word("u8", "is_ascii_alphabetic", &[], "bool"),
    word("u8", "to_ascii_lowercase", &[], "u8"),
];

/// Methods that are statements: they change their receiver and give nothing.
pub const ACTIONS: &[Word] = &[
    word("&mut [T]", "sort", &[], "()"),
    word("&mut [T]", "sort_unstable", &[], "()"),
    word("&mut [T]", "reverse", &[], "()"),
    word("&mut [T]", "swap", &["usize", "usize"], "()"),
    word("Vec<T>", "sort_unstable", &[], "()"),
    word("Vec<T>", "clear", &[], "()"),
    word("Vec<T>", "reverse", &[], "()"),
    word("Vec<T>", "dedup", &[], "()"),
    word("Vec<T>", "truncate", &["usize"], "()"),
    word("Vec<T>", "reserve", &["usize"], "()"),
    word("Vec<T>", "push", &["T"], "()"),
    word("&mut Vec<T>", "sort_unstable", &[], "()"),
    word("&mut Vec<T>", "clear", &[], "()"),
    word("&mut Vec<T>", "reserve", &["usize"], "()"),
    word("&mut Vec<T>", "truncate", &["usize"], "()"),
    word("&mut Vec<T>", "push", &["T"], "()"),
    word("String", "clear", &[], "()"),
    word("String", "reserve", &["usize"], "()"),
    word("&mut String", "reserve", &["usize"], "()"),
    word("&mut String", "clear", &[], "()"),
];

/// Of these, `T` must have an order.
pub const ORDERED: &[&str] = &["sort", "sort_unstable"];
/// Of these, `T` must be comparable for equality.
pub const COMPARED: &[&str] = &["contains", "dedup"];

/// The words for a type that give a value.
pub fn words(ty: &str) -> impl Iterator<Item = &'static Word> {
    let integers = if is_int(ty) { INTEGERS } else { &[] };
    integers.iter().chain(OTHERS)
}

/// What a method gives that is called on a type, if it is in the vocabulary.
pub fn gives(ty: &str, method: &str) -> Option<String> {
    let called = words(ty).filter(|word| word.call == method);
    called.into_iter().find_map(|word| Some(fill(word.gives, fit(word.on, ty)?)))
}
