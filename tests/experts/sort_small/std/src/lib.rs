//! The seed's sorts by the standard library.

pub fn sort3(values: &mut [u32]) {
    assert_eq!(values.len(), 3, "sort3 takes three values");
    values.sort_unstable();
}

pub fn sort5(values: &mut [u32]) {
    assert_eq!(values.len(), 5, "sort5 takes five values");
    values.sort_unstable();
}

pub fn sort8(values: &mut [u32]) {
    assert_eq!(values.len(), 8, "sort8 takes eight values");
    values.sort_unstable();
}
