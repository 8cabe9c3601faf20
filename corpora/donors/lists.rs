// SPDX-License-Identifier: MIT
//! Lists put together, compared and summed up over windows.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

/// All sorted lists merged into one: the standard library's sort finds the runs. `None` where one is not sorted.
pub fn merge_sorted<T: Copy + Ord>(lists: &[Vec<T>]) -> Option<Vec<T>> {
    if !lists.iter().all(|list| list.is_sorted()) {
        return None;
    }
    let mut merged = lists.concat();
    merged.sort();
    Some(merged)
}

/// All lists one after the other.
pub fn concatenated<T: Copy>(lists: &[Vec<T>]) -> Vec<T> {
    lists.concat()
}

/// What two sorted lists have in common (their intersection), each value once. `None` where one is not sorted.
pub fn common_of_sorted<T: Copy + Ord>(a: &[T], b: &[T]) -> Option<Vec<T>> {
    if !a.is_sorted() || !b.is_sorted() {
        return None;
    }
    let mut common = Vec::with_capacity(a.len().min(b.len()));
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        let (one, two) = (a[i], b[j]);
        if one == two && common.last() != Some(&one) {
            common.push(one);
        }
        i += usize::from(one <= two);
        j += usize::from(two <= one);
    }
    Some(common)
}

/// What two lists have in common (their intersection), each value once, in the order of the first.
pub fn common<T: Copy + Eq + Hash>(a: &[T], b: &[T]) -> Vec<T> {
    let mut there: HashSet<T> = b.iter().copied().collect();
    a.iter().copied().filter(|value| there.remove(value)).collect()
}

/// What is in one of two lists or in both (their union), each value once, in order.
pub fn union_in_order<T: Copy + Ord>(a: &[T], b: &[T]) -> Vec<T> {
    let mut union = Vec::with_capacity(a.len() + b.len());
    union.extend_from_slice(a);
    union.extend_from_slice(b);
    union.sort();
    union.dedup();
    union
}

/// What is in the first of two lists and not in the second (their difference), in the order of the first.
pub fn without<T: Copy + Eq + Hash>(a: &[T], b: &[T]) -> Vec<T> {
    let there: HashSet<T> = b.iter().copied().collect();
    a.iter().copied().filter(|value| !there.contains(value)).collect()
}

/// How many values of a list are in another, too.
pub fn count_common<T: Copy + Eq + Hash>(a: &[T], b: &[T]) -> usize {
    let there: HashSet<T> = b.iter().copied().collect();
    a.iter().filter(|value| there.contains(value)).count()
}

/// Each value once (without duplicates), in the order in which they come first.
pub fn unique<T: Copy + Eq + Hash>(values: &[T]) -> Vec<T> {
    let mut seen = HashSet::with_capacity(values.len());
    values.iter().copied().filter(|value| seen.insert(*value)).collect()
}

/// Whether a value comes twice (duplicates).
pub fn has_equal<T: Copy + Eq + Hash>(values: &[T]) -> bool {
    let mut seen = HashSet::with_capacity(values.len());
    !values.iter().all(|value| seen.insert(*value))
}

/// How many different values there are.
pub fn count_different<T: Copy + Ord>(values: &[T]) -> usize {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    sorted.len()
}

/// The value that comes most often (the mode), the smallest of several; `None` where there is nothing.
pub fn most_frequent<T: Copy + Ord>(values: &[T]) -> Option<T> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let mut best: Option<(usize, T)> = None;
    for run in sorted.chunk_by(|a, b| a == b) {
        if best.is_none_or(|(length, _)| run.len() > length) {
            best = Some((run.len(), run[0]));
        }
    }
    best.map(|(_, value)| value)
}

/// The largest few values (top), the largest first.
pub fn largest_few<T: Copy + Ord>(values: &[T], count: usize) -> Vec<T> {
    let mut kept = values.to_vec();
    if 0 < count && count < kept.len() {
        kept.select_nth_unstable_by(count - 1, |a, b| b.cmp(a));
    }
    kept.truncate(count);
    kept.sort_unstable_by(|a, b| b.cmp(a));
    kept
}

/// The smallest few values, the smallest first.
pub fn smallest_few<T: Copy + Ord>(values: &[T], count: usize) -> Vec<T> {
    let mut kept = values.to_vec();
    if 0 < count && count < kept.len() {
        kept.select_nth_unstable(count - 1);
    }
    kept.truncate(count);
    kept.sort_unstable();
    kept
}

/// The sum of each window of some width.
pub fn window_sums(values: &[i64], width: usize) -> Vec<i64> {
    if width == 0 || width > values.len() {
        return Vec::new();
    }
    let mut sum: i64 = values[..width].iter().sum();
    let mut sums = Vec::with_capacity(values.len() - width + 1);
    sums.push(sum);
    for (new, old) in values[width..].iter().zip(values) {
        sum += new - old;
        sums.push(sum);
    }
    sums
}

/// The largest value of each window of some width, by a queue of those that may still become it.
pub fn window_maximums<T: Copy + PartialOrd>(values: &[T], width: usize) -> Vec<T> {
    let mut candidates: Vec<usize> = Vec::with_capacity(values.len());
    let mut first = 0;
    let mut found = Vec::with_capacity(values.len());
    for (at, value) in values.iter().enumerate() {
        while candidates.len() > first && values[candidates[candidates.len() - 1]] <= *value {
            candidates.pop();
        }
        candidates.push(at);
        if candidates[first] + width <= at {
            first += 1;
        }
        if width > 0 && at + 1 >= width {
            found.push(values[candidates[first]]);
        }
    }
    found
}

/// The smallest value of each window of some width, by a queue of those that may still become it.
pub fn window_minimums<T: Copy + PartialOrd>(values: &[T], width: usize) -> Vec<T> {
    let mut candidates: Vec<usize> = Vec::with_capacity(values.len());
    let mut first = 0;
    let mut found = Vec::with_capacity(values.len());
    for (at, value) in values.iter().enumerate() {
        while candidates.len() > first && values[candidates[candidates.len() - 1]] >= *value {
            candidates.pop();
        }
        candidates.push(at);
        if candidates[first] + width <= at {
            first += 1;
        }
        if width > 0 && at + 1 >= width {
            found.push(values[candidates[first]]);
        }
    }
    found
}

/// How many pairs stand in the wrong order (inversions), counted while merging.
pub fn inversions<T: Copy + PartialOrd>(values: &[T]) -> u64 {
    let mut from = values.to_vec();
    let mut into = values.to_vec();
    let mut count = 0;
    let mut width = 1;
    while width < from.len() {
        for start in (0..from.len()).step_by(2 * width) {
            let middle = (start + width).min(from.len());
            let end = (start + 2 * width).min(from.len());
            let (mut left, mut right) = (start, middle);
            for place in &mut into[start..end] {
                let takes_left = left < middle && (right == end || from[left] <= from[right]);
                if takes_left {
                    *place = from[left];
                    left += 1;
                } else {
                    *place = from[right];
                    right += 1;
                    count += (middle - left) as u64;
                }
            }
        }
        std::mem::swap(&mut from, &mut into);
        width *= 2;
    }
    count
}

/// The places of two values with a given sum, of which the second comes as early as it can; `None` where there are none.
pub fn pair_with_sum(values: &[i64], sum: i64) -> Option<(usize, usize)> {
    let mut places = HashMap::with_capacity(values.len());
    for (at, value) in values.iter().enumerate() {
        if let Some(&before) = sum.checked_sub(*value).and_then(|missing| places.get(&missing)) {
            return Some((before, at));
        }
        places.entry(*value).or_insert(at);
    }
    None
}

/// The product of two matrices, row by row.
pub fn matrix_product(a: &[Vec<f64>], b: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let columns = b.first().map_or(0, Vec::len);
    let row = |row: &Vec<f64>| {
        let mut sums: Vec<f64> = std::iter::repeat_n(0.0, columns).collect();
        for (factor, line) in row.iter().zip(b) {
            for (sum, value) in sums.iter_mut().zip(line) {
                *sum += factor * value;
            }
        }
        sums
    };
    a.iter().map(row).collect()
}
