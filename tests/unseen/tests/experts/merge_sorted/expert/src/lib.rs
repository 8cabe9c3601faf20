//! Merging by a heap of heads, intersecting by two cursors.

use std::cmp::Reverse;
use std::collections::binary_heap::{BinaryHeap, PeekMut};
use std::collections::HashSet;

pub fn merge_all(lists: &[Vec<u32>]) -> Vec<u32> {
    let total = lists.iter().map(Vec::len).sum();
    let mut merged = Vec::with_capacity(total);
    if lists.iter().all(|list| list.is_sorted()) {
        // the standard sort finds the runs and merges them
        for list in lists {
            merged.extend_from_slice(list);
        }
        if total < 100_000 {
            merged.sort_unstable();
        } else {
            merged.sort();
        }
        return merged;
    }
    let mut heads: BinaryHeap<Reverse<(u32, usize, usize)>> = lists
        .iter()
        .enumerate()
        .filter_map(|(index, list)| list.first().map(|&value| Reverse((value, index, 0))))
        .collect();
    while let Some(mut top) = heads.peek_mut() {
        let Reverse((value, index, position)) = *top;
        merged.push(value);
        match lists[index].get(position + 1) {
            Some(&next) => *top = Reverse((next, index, position + 1)),
            None => {
                PeekMut::pop(top);
            }
        }
    }
    merged
}

pub fn common(a: &[u32], b: &[u32]) -> Vec<u32> {
    if !a.is_sorted() || !b.is_sorted() {
        let b: HashSet<u32> = b.iter().copied().collect();
        let mut seen = HashSet::new();
        return a.iter().copied().filter(|value| b.contains(value) && seen.insert(*value)).collect();
    }
    let mut shared = Vec::with_capacity(a.len().min(b.len()));
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        let (x, y) = (a[i], b[j]);
        if x == y && shared.last() != Some(&x) {
            shared.push(x);
        }
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    shared
}
