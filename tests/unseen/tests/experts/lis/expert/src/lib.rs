//! By the lowest last value of each length, O(n log n).

/// Calls `f` with the length of the longest subsequence that ends with each value.
#[inline]
fn each_length(values: &[i32], mut f: impl FnMut(usize)) -> usize {
    let mut tails: Vec<i32> = Vec::new();
    for &value in values {
        match tails.last() {
            Some(&last) if last >= value => {
                let at = tails.partition_point(|&tail| tail < value);
                tails[at] = value;
                f(at + 1);
            }
            _ => {
                tails.push(value);
                f(tails.len());
            }
        }
    }
    tails.len()
}

pub fn longest(values: &[i32]) -> usize {
    each_length(values, |_| {})
}

pub fn removals(values: &[i32]) -> usize {
    values.len() - longest(values)
}

pub fn possible_ends(values: &[i32]) -> usize {
    let (mut best, mut count) = (0, 0);
    each_length(values, |length| {
        if length > best {
            best = length;
            count = 0;
        }
        count += usize::from(length == best);
    });
    count
}
