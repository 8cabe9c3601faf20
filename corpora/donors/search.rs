// SPDX-License-Identifier: MIT
//! Places found in sorted slices and in texts.

/// How many values of a sorted slice are smaller: halves without a branch.
pub fn lower_bound<T: Copy + PartialOrd>(values: &[T], wanted: T) -> usize {
    let (mut start, mut size) = (0, values.len());
    while size > 0 {
        let half = size / 2;
        let smaller = values[start + half] < wanted;
        start = if smaller { start + half + 1 } else { start };
        size = if smaller { size - half - 1 } else { half };
    }
    start
}

/// How many values of a sorted slice are not larger.
pub fn upper_bound<T: Copy + PartialOrd>(values: &[T], wanted: T) -> usize {
    values.partition_point(|value| *value <= wanted)
}

/// Where a value is in a sorted slice.
pub fn binary_search<T: Copy + Ord>(values: &[T], wanted: T) -> Option<usize> {
    values.binary_search(&wanted).ok()
}

/// Where a value is first in a slice in any order.
pub fn linear_search<T: Copy + PartialEq>(values: &[T], wanted: T) -> Option<usize> {
    values.iter().position(|value| *value == wanted)
}

/// Where a text occurs first in another: looks for its first byte, then compares.
pub fn find_bytes(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    let Some((&first, rest)) = needle.split_first() else { return Some(0) };
    let last = haystack.len().checked_sub(needle.len())?;
    let mut at = 0;
    while at <= last {
        at += haystack[at..=last].iter().position(|byte| *byte == first)?;
        if &haystack[at + 1..at + needle.len()] == rest {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// Where a text occurs first in another, by a table of how far a last byte lets one skip (Horspool).
pub fn find_by_skips(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    let Some((&last, front)) = needle.split_last() else { return Some(0) };
    let mut skips = [needle.len(); 256];
    for (at, &byte) in front.iter().enumerate() {
        skips[usize::from(byte)] = front.len() - at;
    }
    let mut end = front.len();
    while end < haystack.len() {
        let byte = haystack[end];
        if byte == last && &haystack[end - front.len()..end] == front {
            return Some(end - front.len());
        }
        end += skips[usize::from(byte)];
    }
    None
}

/// How often a text occurs in another without overlap.
pub fn count_occurrences(haystack: &[u8], needle: &[u8]) -> usize {
    if needle.is_empty() {
        return 0;
    }
    let (mut count, mut rest) = (0, haystack);
    while let Some(at) = find_bytes(rest, needle) {
        count += 1;
        rest = &rest[at + needle.len()..];
    }
    count
}

/// How long the longest border of each beginning of a text is, as the method of Knuth, Morris and Pratt needs it.
pub fn border_lengths(text: &[u8]) -> Vec<usize> {
    let mut lengths = Vec::with_capacity(text.len());
    let mut border: usize = 0;
    for at in 0..text.len() {
        while at > 0 && border > 0 && text[border] != text[at] {
            border = lengths[border - 1];
        }
        if at > 0 && text[border] == text[at] {
            border += 1;
        }
        lengths.push(border);
    }
    lengths
}

/// Whether a text is the same from both ends.
pub fn is_palindrome(bytes: &[u8]) -> bool {
    let half = bytes.len() / 2;
    bytes[..half].iter().eq(bytes.iter().rev().take(half))
}
