//! The seed's sorts by the smallest networks known (Knuth, The Art of Computer Programming 3, 5.3.4), on values.

fn exchange(values: &mut [u32], a: usize, b: usize) {
    let (low, high) = (values[a].min(values[b]), values[a].max(values[b]));
    values[a] = low;
    values[b] = high;
}

/// Nineteen exchanges.
const EIGHT: [(usize, usize); 19] = [
    (0, 2),
    (1, 3),
    (4, 6),
    (5, 7),
    (0, 4),
    (1, 5),
    (2, 6),
    (3, 7),
    (0, 1),
    (2, 3),
    (4, 5),
    (6, 7),
    (2, 4),
    (3, 5),
    (1, 4),
    (3, 6),
    (1, 2),
    (3, 4),
    (5, 6),
];

fn sort<const N: usize>(values: &mut [u32], network: &[(usize, usize)], message: &str) {
    let mut array: [u32; N] = (&*values).try_into().expect(message);
    for &(a, b) in network {
        exchange(&mut array, a, b);
    }
    values.copy_from_slice(&array);
}

pub fn sort3(values: &mut [u32]) {
    sort::<3>(values, &[(0, 2), (0, 1), (1, 2)], "sort3 takes three values");
}

pub fn sort5(values: &mut [u32]) {
    const FIVE: [(usize, usize); 9] = [(0, 3), (1, 4), (0, 2), (1, 3), (0, 1), (2, 4), (1, 2), (3, 4), (2, 3)];
    sort::<5>(values, &FIVE, "sort5 takes five values");
}

pub fn sort8(values: &mut [u32]) {
    sort::<8>(values, &EIGHT, "sort8 takes eight values");
}
