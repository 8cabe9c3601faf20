// SPDX-License-Identifier: MIT
//! Sequences within sequences.

/// For each value the length of the longest strictly increasing subsequence that ends with it: the least last value of each length is
/// kept, and they are in order.
pub fn increasing_lengths<T: Copy + Ord>(values: &[T]) -> Vec<usize> {
    let mut least: Vec<T> = Vec::new();
    let mut lengths = Vec::with_capacity(values.len());
    for &value in values {
        let shorter = least.partition_point(|last| *last < value);
        match least.get_mut(shorter) {
            Some(last) => *last = value,
            None => least.push(value),
        }
        lengths.push(shorter + 1);
    }
    lengths
}

/// The length of the longest strictly increasing subsequence.
pub fn longest_increasing<T: Copy + Ord>(values: &[T]) -> usize {
    let mut least: Vec<T> = Vec::new();
    for &value in values {
        match least.binary_search(&value) {
            Ok(_) => {}
            Err(shorter) if shorter < least.len() => least[shorter] = value,
            Err(_) => least.push(value),
        }
    }
    least.len()
}

/// The length of the longest run of equal values.
pub fn longest_run<T: PartialEq>(values: &[T]) -> usize {
    values.chunk_by(|one, next| one == next).map(<[T]>::len).max().unwrap_or(0)
}
