//! Rank statistics of lists of integers.

/// Below this length a plain double loop (which the compiler vectorises) wins.
const SMALL: usize = 16;

fn small_inversions(values: &[i32]) -> u64 {
    let mut count = 0u64;
    let mut rest = values;
    while let Some((&first, tail)) = rest.split_first() {
        count += tail.iter().map(|&v| (first > v) as u32).sum::<u32>() as u64;
        rest = tail;
    }
    count
}

/// Sorts `values` with the help of `spare` and counts the inversions between
/// (not within) its blocks of `SMALL`.
fn sort_counting(values: &mut [i32], spare: &mut [i32]) -> u64 {
    let n = values.len();
    for block in values.chunks_mut(SMALL) {
        block.sort_unstable();
    }
    let mut count = 0u64;
    let mut width = SMALL;
    while width < n {
        for (pair, out) in values.chunks_mut(2 * width).zip(spare.chunks_mut(2 * width)) {
            if pair.len() <= width {
                continue;
            }
            if pair[width - 1] <= pair[width] {
                continue;
            }
            let (left, right) = pair.split_at(width);
            let (mut l, mut r) = (0, 0);
            let mut k = 0;
            while l < left.len() && r < right.len() {
                let (a, b) = (left[l], right[r]);
                let take_right = b < a;
                out[k] = if take_right { b } else { a };
                count += if take_right { (left.len() - l) as u64 } else { 0 };
                l += !take_right as usize;
                r += take_right as usize;
                k += 1;
            }
            let remaining = left.len() - l;
            out[k..k + remaining].copy_from_slice(&left[l..]);
            k += remaining;
            out[k..k + right.len() - r].copy_from_slice(&right[r..]);
            pair.copy_from_slice(&out[..pair.len()]);
        }
        width *= 2;
    }
    count
}

/// Number of pairs (i, j) with i < j and values[i] > values[j].
pub fn count_inversions(values: &[i32]) -> u64 {
    let inside: u64 = values.chunks(SMALL).map(small_inversions).sum();
    if values.len() <= SMALL {
        return inside;
    }
    let mut work = values.to_vec();
    let mut spare = vec![0; values.len()];
    inside + sort_counting(&mut work, &mut spare)
}

/// A value and its place in one number, ordered by the value.
fn keyed(values: &[i32]) -> Vec<u64> {
    let mut keys: Vec<u64> = values
        .iter()
        .enumerate()
        .map(|(i, &v)| ((v as u32 ^ 0x8000_0000) as u64) << 32 | i as u64)
        .collect();
    keys.sort_unstable();
    keys
}

/// Rank of each value, from 1; equal values share the mean of their ranks.
pub fn average_ranks(values: &[i32]) -> Vec<f64> {
    let mut ranks = vec![0.0; values.len()];
    if values.len() > u32::MAX as usize {
        let mut order: Vec<usize> = (0..values.len()).collect();
        order.sort_unstable_by_key(|&i| values[i]);
        let mut smaller = 0;
        for group in order.chunk_by(|&a, &b| values[a] == values[b]) {
            for &i in group {
                ranks[i] = smaller as f64 + (group.len() as f64 + 1.0) / 2.0;
            }
            smaller += group.len();
        }
        return ranks;
    }
    let keys = keyed(values);
    let mut start = 0;
    while start < keys.len() {
        let value = keys[start] >> 32;
        let mut end = start + 1;
        while end < keys.len() && keys[end] >> 32 == value {
            end += 1;
        }
        let rank = start as f64 + ((end - start) as f64 + 1.0) / 2.0;
        for &key in &keys[start..end] {
            ranks[key as u32 as usize] = rank;
        }
        start = end;
    }
    ranks
}

/// The k-th smallest value, k from 0, or None if there are not so many.
pub fn kth_smallest(values: &[i32], k: usize) -> Option<i32> {
    if k >= values.len() {
        return None;
    }
    let mut work = values.to_vec();
    Some(*work.select_nth_unstable(k).1)
}

fn pairs_in(n: u64) -> i64 {
    (n * (n - 1) / 2) as i64
}

/// Kendall's tau-a of two lists, or None if lengths differ or are below two.
pub fn kendall_tau(a: &[i32], b: &[i32]) -> Option<f64> {
    let n = a.len();
    if n != b.len() || n < 2 {
        return None;
    }
    // Knight's method: sort by (a, b), then the discordant pairs are the
    // inversions of b; pairs tied in a, b or both count for nothing.
    let mut keys: Vec<u64> = a
        .iter()
        .zip(b)
        .map(|(&x, &y)| ((x as u32 ^ 0x8000_0000) as u64) << 32 | (y as u32 ^ 0x8000_0000) as u64)
        .collect();
    keys.sort_unstable();
    let (mut tied_a, mut tied_both, mut run_a, mut run_both) = (0i64, 0i64, 0i64, 0i64);
    for pair in keys.windows(2) {
        run_a = if pair[0] >> 32 == pair[1] >> 32 { run_a + 1 } else { 0 };
        run_both = if pair[0] == pair[1] { run_both + 1 } else { 0 };
        tied_a += run_a;
        tied_both += run_both;
    }
    let mut second: Vec<i32> = keys.iter().map(|&k| (k as u32 ^ 0x8000_0000) as i32).collect();
    let mut discordant: u64 = second.chunks(SMALL).map(small_inversions).sum();
    let mut spare = vec![0; n];
    discordant += sort_counting(&mut second, &mut spare);
    let (mut tied_b, mut run_b) = (0i64, 0i64);
    for pair in second.windows(2) {
        run_b = if pair[0] == pair[1] { run_b + 1 } else { 0 };
        tied_b += run_b;
    }
    let pairs = pairs_in(n as u64);
    let score = pairs - tied_a - tied_b + tied_both - 2 * discordant as i64;
    Some(score as f64 / pairs as f64)
}
