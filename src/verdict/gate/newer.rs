//! Names of the standard library by the version of Rust that brought them, for crates whose manifest promises to build with an
//! older one (`rust-version`). What is not in the table is taken to be old; it must not know where names are used.

/// A name, and the minor version of Rust 1 since which it can be used.
type Since = (&'static str, u32);

/// Methods and functions that rules, donors and synthesis write, and their like. Source: the standard library's documentation.
const NEWER: &[Since] = &[
    ("abs_diff", 60),
    ("as_chunks", 88),
    ("as_chunks_mut", 88),
    ("as_flattened", 80),
    ("as_rchunks", 88),
    ("cast_signed", 87),
    ("cast_unsigned", 87),
    ("checked_add_signed", 66),
    ("checked_ilog10", 67),
    ("checked_ilog2", 67),
    ("checked_isqrt", 84),
    ("chunk_by", 77),
    ("div_ceil", 73),
    ("escape_ascii", 60),
    ("extract_if", 87),
    ("first_chunk", 77),
    ("from_fn", 63),
    ("get_disjoint_mut", 86),
    ("hash_one", 71),
    ("ilog", 67),
    ("ilog10", 67),
    ("ilog2", 67),
    ("is_multiple_of", 90),
    ("is_none_or", 82),
    ("is_ok_and", 70),
    ("is_some_and", 70),
    ("is_sorted", 82),
    ("is_sorted_by_key", 82),
    ("isqrt", 84),
    ("last_chunk", 77),
    ("midpoint", 85),
    ("next_multiple_of", 73),
    ("pop_if", 86),
    ("repeat_n", 82),
    ("retain_mut", 61),
    ("saturating_add_signed", 66),
    ("select_unpredictable", 88),
    ("split_at_checked", 80),
    ("split_first_chunk", 77),
    ("split_last_chunk", 77),
    ("split_off_first", 87),
    ("split_off_last", 87),
    ("then_some", 62),
    ("total_cmp", 62),
    ("trim_ascii", 80),
    ("trim_ascii_end", 80),
    ("trim_ascii_start", 80),
    ("unbounded_shl", 87),
    ("unbounded_shr", 87),
    ("wrapping_add_signed", 66),
];

/// The minor version of Rust 1 that a name needs, where the table has it.
pub fn since(name: &str) -> Option<u32> {
    NEWER.binary_search_by_key(&name, |(name, _)| name).ok().map(|at| NEWER[at].1)
}

/// The minor version in what a manifest calls `rust-version`: `1.70` or `1.70.0`.
pub fn minor(version: &str) -> Option<u32> {
    version.strip_prefix("1.")?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_of_the_table_is_found() {
        assert!(NEWER.iter().all(|(name, version)| since(name) == Some(*version)), "it is not in order");
        assert_eq!(since("len"), None);
    }

    #[test]
    fn a_version_may_have_two_or_three_parts() {
        assert_eq!((minor("1.70"), minor("1.70.1"), minor("2.0")), (Some(70), Some(70), None));
    }
}
