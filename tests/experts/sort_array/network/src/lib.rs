//! The seed's sort by the smallest networks known (Knuth, The Art of Computer Programming 3, 5.3.4), on values.

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

pub fn sort8(values: &mut [u32; 8]) {
    for (a, b) in EIGHT {
        exchange(values, a, b);
    }
}
