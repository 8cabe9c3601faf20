//! What operators need to know about types, read from their text.

/// The width of an integer type in bits, `usize` taken as 64; `None` for any other type.
pub fn bits(ty: &str) -> Option<u32> {
    Some(match ty {
        "u8" | "i8" => 8,
        "u16" | "i16" => 16,
        "u32" | "i32" => 32,
        "u64" | "i64" | "usize" | "isize" => 64,
        "u128" | "i128" => 128,
        _ => return None,
    })
}

/// The bits that an integer type has on every machine: what needs more of a `usize` does not compile where it has 32.
pub fn sure_bits(ty: &str) -> Option<u32> {
    let sized = matches!(ty, "usize" | "isize");
    bits(ty).map(|bits| if sized { 32 } else { bits })
}

/// Whether it is an integer type.
pub fn is_int(ty: &str) -> bool {
    bits(ty).is_some()
}

/// Whether it is a signed integer type.
pub fn is_signed(ty: &str) -> bool {
    is_int(ty) && ty.starts_with('i')
}

/// Whether it is a type of floating-point numbers.
pub fn is_float(ty: &str) -> bool {
    ty == "f32" || ty == "f64"
}

/// Whether values may be used more than once. Types that are not known are taken not to be.
pub fn is_copy(ty: &str) -> bool {
    if is_int(ty) || is_float(ty) || ty == "bool" || ty == "char" || ty == "()" {
        return true;
    }
    if let Some(inner) = ty.strip_prefix("Option<").and_then(|rest| rest.strip_suffix('>')) {
        return is_copy(inner);
    }
    if let Some(inner) = ty.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        return !inner.contains(['(', '<']) && inner.split(", ").all(is_copy);
    }
    ty.starts_with('&') && !ty.starts_with("&mut ")
}

/// Whether values can be compared for equality, as far as the type's text tells.
pub fn has_equality(ty: &str) -> bool {
    if is_int(ty) || ["bool", "char", "str", "String"].contains(&ty) {
        return true;
    }
    let inner = ["&[T]", "Vec<T>", "Option<T>", "&T"].iter().find_map(|pattern| fit(pattern, ty));
    inner.is_some_and(has_equality)
}

/// Whether expressions of a type can be exchanged at all: not functions, closures, opaque types or jumps.
pub fn is_plain(ty: &str) -> bool {
    !["()", "!", "_"].contains(&ty) && !["FnDef", "Closure", "Alias", "&mut ", "{"].iter().any(|part| ty.contains(part))
}

/// What `?` leaves of a type.
pub fn tried(ty: &str) -> Option<&str> {
    if let Some(inner) = ty.strip_prefix("Option<").and_then(|rest| rest.strip_suffix('>')) {
        return Some(inner);
    }
    parts(ty.strip_prefix("Result<")?.strip_suffix('>')?).into_iter().next()
}

/// The types that a list of types names.
pub fn parts(list: &str) -> Vec<&str> {
    let mut depth = 0;
    let parts = list.split(|sign: char| {
        depth += i32::from("<([".contains(sign)) - i32::from(">)]".contains(sign));
        sign == ',' && depth == 0
    });
    parts.map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// Whether values hold what they are about, so that one that was computed can be looked at again and again: no references, and no
/// iterators, which are used up.
pub fn is_kept(ty: &str) -> bool {
    let collection = |path: &str| {
        let name = path.strip_prefix("std::collections::").or(path.strip_prefix("std::hash::"));
        name.is_some_and(|name| name.starts_with(|c: char| c.is_ascii_uppercase()))
    };
    is_plain(ty) && !ty.starts_with('&') && ty.match_indices("std::").all(|(at, _)| collection(&ty[at..]))
}

/// Fits a type to a pattern with at most one hole `T`: `Vec<T>` fits `Vec<u8>` with `u8`.
/// A pattern without a hole fits itself, with the empty text.
pub fn fit<'a>(pattern: &str, ty: &'a str) -> Option<&'a str> {
    let Some((front, back)) = hole(pattern) else { return (pattern == ty).then_some("") };
    let inner = ty.strip_prefix(front)?.strip_suffix(back)?;
    (!inner.is_empty() && balanced(inner)).then_some(inner)
}

/// Fills the hole of a pattern.
pub fn fill(pattern: &str, inner: &str) -> String {
    hole(pattern).map_or(pattern.to_owned(), |(front, back)| format!("{front}{inner}{back}"))
}

/// What stands before and behind a `T` that is a word of its own.
fn hole(pattern: &str) -> Option<(&str, &str)> {
    let is_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let mut found = pattern.match_indices('T').map(|(at, _)| (&pattern[..at], &pattern[at + 1..]));
    found.find(|(front, back)| !is_word(front.chars().last()) && !is_word(back.chars().next()))
}

/// Whether all brackets are closed, and nothing at the top level separates types.
fn balanced(ty: &str) -> bool {
    let mut depth = 0;
    for c in ty.chars() {
        match c {
            '<' | '(' | '[' => depth += 1,
            '>' | ')' | ']' => depth -= 1,
            ',' | ';' if depth == 0 => return false,
            _ => {}
        }
        if depth < 0 {
            return false;
        }
    }
    depth == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_of_a_try() {
        assert_eq!(tried("Result<Vec<(u8, Token)>, Wrong>"), Some("Vec<(u8, Token)>"));
        assert_eq!((tried("Option<u8>"), tried("u8")), (Some("u8"), None));
    }

    #[test]
    fn iterators_are_not_kept() {
        let kept = ["Vec<String>", "std::collections::HashSet<String>", "Result<Version, Wrong>", "Token"];
        assert!(kept.iter().all(|ty| is_kept(ty)));
        let used_up =
            ["&str", "std::str::Chars", "std::collections::hash_map::Iter<u8, u8>", "Vec<std::slice::Iter<u8>>"];
        assert!(!used_up.iter().any(|ty| is_kept(ty)));
    }

    #[test]
    fn a_pattern_fits_whole_types_only() {
        assert_eq!(fit("Vec<T>", "Vec<Vec<u8>>"), Some("Vec<u8>"));
        assert_eq!(fit("&[T]", "&[u8]"), Some("u8"));
        assert_eq!(fit("Option<T>", "Option<(u8, u8)>"), Some("(u8, u8)"));
        assert_eq!(fit("Result<T>", "Result<u8, u8>"), None);
        assert_eq!(fit("T", "u64"), Some("u64"));
        assert_eq!(fit("String", "String"), Some(""));
        assert_eq!(fit("&str", "String"), None);
        assert_eq!(fill("Option<&T>", "u8"), "Option<&u8>");
    }

    #[test]
    fn only_types_known_to_be_copied_are() {
        for ty in ["u8", "&str", "Option<&String>", "(usize, char)", "&[u8]"] {
            assert!(is_copy(ty), "{ty}");
        }
        for ty in ["String", "&mut u8", "Option<Vec<u8>>", "T", "(u8, String)"] {
            assert!(!is_copy(ty), "{ty}");
        }
    }
}
