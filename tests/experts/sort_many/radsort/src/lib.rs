//! The seed's sort by radsort.

pub fn sort(values: &mut [u32]) {
    radsort::sort(values);
}
