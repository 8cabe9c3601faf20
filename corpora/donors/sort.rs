// SPDX-License-Identifier: MIT
//! Slices sorted, merged and looked through in order.

/// Sorts a slice, with what the standard library has for it.
pub fn sort_any<T: Ord>(values: &mut [T]) {
    values.sort_unstable();
}

/// Sorts a short slice by insertion: what is moved is kept in a variable.
pub fn insertion_sort<T: Copy + PartialOrd>(values: &mut [T]) {
    for sorted in 1..values.len() {
        let value = values[sorted];
        let mut hole = sorted;
        while hole > 0 && values[hole - 1] > value {
            values[hole] = values[hole - 1];
            hole -= 1;
        }
        values[hole] = value;
    }
}

/// Sorts up to eight values, and no more, by the smallest networks known (Knuth, The Art of Computer Programming 3, 5.3.4): which
/// places are compared hangs on no value, so there is no branch to guess. Each step is the two places in octal.
pub fn sort_by_network<T: Copy + Ord>(values: &mut [T]) {
    const NETWORKS: [&[usize]; 9] = [
        &[],
        &[],
        &[0o01],
        &[0o02, 0o01, 0o12],
        &[0o02, 0o13, 0o01, 0o23, 0o12],
        &[0o03, 0o14, 0o02, 0o13, 0o01, 0o24, 0o12, 0o34, 0o23],
        &[0o05, 0o13, 0o24, 0o12, 0o34, 0o03, 0o25, 0o01, 0o23, 0o45, 0o12, 0o34],
        &[0o06, 0o23, 0o45, 0o02, 0o14, 0o36, 0o01, 0o25, 0o34, 0o12, 0o46, 0o23, 0o45, 0o12, 0o34, 0o56],
        &[
            0o02, 0o13, 0o46, 0o57, 0o04, 0o15, 0o26, 0o37, 0o01, 0o23, 0o45, 0o67, 0o24, 0o35, 0o14, 0o36, 0o12, 0o34,
            0o56,
        ],
    ];
    for places in NETWORKS.get(values.len()).copied().unwrap_or_default() {
        let (left, right) = (places / 8, places % 8);
        let (low, high) = (values[left].min(values[right]), values[left].max(values[right]));
        values[left] = low;
        values[right] = high;
    }
}

/// Sorts a slice by growing heaps: never quadratic, and in place.
pub fn heap_sort<T: Copy + PartialOrd>(values: &mut [T]) {
    let length = values.len();
    for step in (0..length + length / 2).rev() {
        let (mut at, end) = if step >= length { (step - length, length) } else { (0, step) };
        if step < length {
            values.swap(0, end);
        }
        loop {
            let mut child = 2 * at + 1;
            if child >= end {
                break;
            }
            if child + 1 < end && values[child] < values[child + 1] {
                child += 1;
            }
            if values[at] >= values[child] {
                break;
            }
            values.swap(at, child);
            at = child;
        }
    }
}

/// Sorts a slice by merging runs from the bottom up, between it and one copy.
pub fn merge_sort<T: Copy + PartialOrd>(values: &mut [T]) {
    let length = values.len();
    let mut from = values.to_vec();
    let mut width = 1;
    while width < length {
        let mut start = 0;
        while start < length {
            let middle = (start + width).min(length);
            let end = (start + 2 * width).min(length);
            let (mut left, mut right) = (start, middle);
            for place in &mut values[start..end] {
                let take_left = left < middle && (right >= end || from[left] <= from[right]);
                *place = if take_left { from[left] } else { from[right] };
                left += usize::from(take_left);
                right += usize::from(!take_left);
            }
            start = end;
        }
        from.copy_from_slice(values);
        width *= 2;
    }
}

/// Sorts numbers by their bytes, the lowest first, through a copy; short slices otherwise.
pub fn radix_sort(values: &mut [u32]) {
    if values.len() < 128 {
        values.sort_unstable();
        return;
    }
    let mut other = values.to_vec();
    for shift in [0, 8, 16, 24] {
        let mut starts = [0usize; 256];
        for &value in values.iter() {
            starts[(value >> shift & 0xff) as usize] += 1;
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum - *start;
        }
        for &value in values.iter() {
            let place = &mut starts[(value >> shift & 0xff) as usize];
            other[*place] = value;
            *place += 1;
        }
        values.copy_from_slice(&other);
    }
}

/// Sorts bytes by counting them.
pub fn counting_sort(values: &mut [u8]) {
    let mut counts = [0usize; 256];
    for &value in values.iter() {
        counts[usize::from(value)] += 1;
    }
    let mut at = 0;
    for (value, count) in counts.iter().enumerate() {
        values[at..at + count].fill(value as u8);
        at += count;
    }
}

/// Two sorted slices as one.
pub fn merge<T: Copy + PartialOrd>(a: &[T], b: &[T]) -> Vec<T> {
    let mut merged = Vec::with_capacity(a.len() + b.len());
    let (mut left, mut right) = (0, 0);
    while left < a.len() && right < b.len() {
        if a[left] <= b[right] {
            merged.push(a[left]);
            left += 1;
        } else {
            merged.push(b[right]);
            right += 1;
        }
    }
    merged.extend_from_slice(&a[left..]);
    merged.extend_from_slice(&b[right..]);
    merged
}

/// Brings what is smaller than the last value before it and the rest behind it, without branches; returns where it is then.
pub fn partition_by_last<T: Copy + PartialOrd>(values: &mut [T]) -> usize {
    let last = values.len() - 1;
    let pivot = values[last];
    let mut border = 0;
    for at in 0..last {
        let smaller = values[at] < pivot;
        values.swap(at, border);
        border += usize::from(smaller);
    }
    values.swap(border, last);
    border
}

/// The values of a slice without repetitions, in order.
pub fn sorted_unique<T: Copy + Ord>(values: &[T]) -> Vec<T> {
    let mut unique = values.to_vec();
    unique.sort_unstable();
    unique.dedup();
    unique
}

/// Whether a slice is sorted.
pub fn is_sorted<T: PartialOrd>(values: &[T]) -> bool {
    values.windows(2).all(|pair| pair[0] <= pair[1])
}

/// The value that would be at a place if the slice were sorted.
pub fn select_nth<T: Copy + Ord>(values: &mut [T], place: usize) -> T {
    *values.select_nth_unstable(place).1
}
