// SPDX-License-Identifier: MIT
//! Sums, extremes and means over slices.

/// The sum of numbers, in four parts that do not wait for one another.
pub fn sum_numbers(values: &[u32]) -> u64 {
    let mut sums = [0u64; 4];
    let mut chunks = values.chunks_exact(4);
    for chunk in &mut chunks {
        for (sum, value) in sums.iter_mut().zip(chunk) {
            *sum += u64::from(*value);
        }
    }
    let rest: u64 = chunks.remainder().iter().map(|value| u64::from(*value)).sum();
    sums.iter().sum::<u64>() + rest
}

/// The sum of numbers, cut to 64 bits.
pub fn sum_wrapping(values: &[u64]) -> u64 {
    values.iter().fold(0, |sum, value| sum.wrapping_add(*value))
}

/// The sum of bytes.
pub fn sum_bytes(bytes: &[u8]) -> u64 {
    let chunk_sum = |chunk: &[u8]| chunk.iter().map(|byte| u32::from(*byte)).sum::<u32>();
    bytes.chunks(4096).map(|chunk| u64::from(chunk_sum(chunk))).sum()
}

/// The sum of products of two slices, up to the end of the shorter.
pub fn dot_product(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(left, right)| left * right).sum()
}

/// Sums of the numbers up to each place, that place left out; one more than there are numbers.
pub fn prefix_sums(values: &[u64]) -> Vec<u64> {
    let mut sums = Vec::with_capacity(values.len() + 1);
    let mut sum: u64 = 0;
    sums.push(sum);
    for value in values {
        sum = sum.wrapping_add(*value);
        sums.push(sum);
    }
    sums
}

/// Puts in the place of each number the sum of the numbers up to it.
pub fn accumulate(values: &mut [u64]) {
    let mut sum: u64 = 0;
    for value in values {
        sum = sum.wrapping_add(*value);
        *value = sum;
    }
}

/// The largest value.
pub fn largest<T: Copy + Ord>(values: &[T]) -> Option<T> {
    values.iter().copied().max()
}

/// The smallest value.
pub fn smallest<T: Copy + Ord>(values: &[T]) -> Option<T> {
    values.iter().copied().min()
}

/// Where the largest value is first.
pub fn largest_at<T: Copy + PartialOrd>(values: &[T]) -> Option<usize> {
    let mut best = 0;
    for at in 1..values.len() {
        if values[at] > values[best] {
            best = at;
        }
    }
    values.get(best).map(|_| best)
}

/// The largest sum of neighbours, 0 if every one is negative (Kadane).
pub fn largest_run_sum(values: &[i64]) -> i64 {
    let (mut best, mut here) = (0i64, 0i64);
    for value in values {
        here = here.wrapping_add(*value).max(0);
        best = best.max(here);
    }
    best
}

/// How often a value occurs.
pub fn count_value<T: Copy + PartialEq>(values: &[T], wanted: T) -> usize {
    values.iter().filter(|value| **value == wanted).count()
}

/// Reverses a slice in place.
pub fn reverse<T>(values: &mut [T]) {
    values.reverse();
}

/// Moves the first values of a slice behind the others.
pub fn rotate<T>(values: &mut [T], places: usize) {
    let length = values.len().max(1);
    values.rotate_left(places % length);
}
