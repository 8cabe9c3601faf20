//! The seed's sorts by the smallest networks known (Knuth, The Art of Computer Programming 3, 5.3.4), on values.

#[inline(always)]
fn exchange<const N: usize>(values: &mut [u32; N], a: usize, b: usize) {
    let (low, high) = (values[a].min(values[b]), values[a].max(values[b]));
    values[a] = low;
    values[b] = high;
}

/// Nineteen exchanges, each with its places written out, so that the compiler keeps the numbers in registers.
#[rustfmt::skip]
fn eight(v: &mut [u32; 8]) {
    exchange(v, 0, 2); exchange(v, 1, 3); exchange(v, 4, 6); exchange(v, 5, 7);
    exchange(v, 0, 4); exchange(v, 1, 5); exchange(v, 2, 6); exchange(v, 3, 7);
    exchange(v, 0, 1); exchange(v, 2, 3); exchange(v, 4, 5); exchange(v, 6, 7);
    exchange(v, 2, 4); exchange(v, 3, 5); exchange(v, 1, 4); exchange(v, 3, 6);
    exchange(v, 1, 2); exchange(v, 3, 4); exchange(v, 5, 6);
}

fn three(v: &mut [u32; 3]) {
    exchange(v, 0, 2);
    exchange(v, 0, 1);
    exchange(v, 1, 2);
}

#[rustfmt::skip]
fn five(v: &mut [u32; 5]) {
    exchange(v, 0, 3); exchange(v, 1, 4); exchange(v, 0, 2);
    exchange(v, 1, 3); exchange(v, 0, 1); exchange(v, 2, 4);
    exchange(v, 1, 2); exchange(v, 3, 4); exchange(v, 2, 3);
}

pub fn sort3(values: &mut [u32]) {
    three(values.try_into().expect("sort3 takes three values"));
}

pub fn sort5(values: &mut [u32]) {
    five(values.try_into().expect("sort5 takes five values"));
}

pub fn sort8(values: &mut [u32]) {
    eight(values.try_into().expect("sort8 takes eight values"));
}
