//! The seed's sort by the standard library.

pub fn sort8(values: &mut [u32; 8]) {
    values.sort_unstable();
}
