// SPDX-License-Identifier: MIT
//! How far texts are apart.

/// Edit distance of two texts of bytes or letters, with one row of the table, without what they begin and end with alike.
pub fn edit_distance<T: Copy + PartialEq>(a: &[T], b: &[T]) -> usize {
    let alike = a.iter().zip(b).take_while(|(left, right)| left == right).count();
    let (a, b) = (&a[alike..], &b[alike..]);
    let alike = a.iter().rev().zip(b.iter().rev()).take_while(|(left, right)| left == right).count();
    let (a, b) = (&a[..a.len() - alike], &b[..b.len() - alike]);
    let mut row: Vec<usize> = (1..=b.len()).collect();
    let mut last = b.len();
    for (line, left) in a.iter().enumerate() {
        let mut diagonal = line;
        last = line + 1;
        for (cell, right) in row.iter_mut().zip(b) {
            let replaced = diagonal + usize::from(left != right);
            diagonal = *cell;
            last = replaced.min(last + 1).min(diagonal + 1);
            *cell = last;
        }
    }
    last
}

/// Length of the longest common subsequence of two texts, with one row of the table.
pub fn common_subsequence<T: Copy + PartialEq>(a: &[T], b: &[T]) -> usize {
    let mut row = Vec::new();
    row.resize(b.len() + 1, 0);
    for left in a {
        let mut diagonal = 0;
        for (at, right) in b.iter().enumerate() {
            let above = row[at + 1];
            row[at + 1] = if left == right { diagonal + 1 } else { above.max(row[at]) };
            diagonal = above;
        }
    }
    row[b.len()]
}

/// In how many places two slices differ, up to the end of the shorter.
pub fn differing_places<T: Copy + PartialEq>(a: &[T], b: &[T]) -> usize {
    a.iter().zip(b).filter(|(left, right)| left != right).count()
}

/// The sum of absolute differences, up to the end of the shorter.
pub fn manhattan(a: &[i64], b: &[i64]) -> u64 {
    a.iter().zip(b).fold(0, |sum, (left, right)| sum.wrapping_add(left.abs_diff(*right)))
}

/// The square of the distance of two points.
pub fn squared_distance(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(left, right)| (left - right) * (left - right)).sum()
}
