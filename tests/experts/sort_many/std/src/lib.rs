//! The seed's sort by std sort_unstable.

pub fn sort(values: &mut [u32]) {
    values.sort_unstable();
}
