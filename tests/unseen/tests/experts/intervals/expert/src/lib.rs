//! Sets of half-open intervals of numbers.

/// The union of intervals, in ascending order. Touching intervals become one; empty ones and those
/// whose end lies before their start are left out.
pub fn merge(intervals: &[(u32, u32)]) -> Vec<(u32, u32)> {
    // One number of 64 bits for each, which sorts faster than a pair
    let mut keys: Vec<u64> = Vec::with_capacity(intervals.len());
    keys.extend(intervals.iter().filter(|(start, end)| start < end).map(|&(start, end)| (start as u64) << 32 | end as u64));
    keys.sort_unstable();
    let mut result = Vec::new();
    let mut all = keys.into_iter().map(|key| ((key >> 32) as u32, key as u32));
    if let Some((mut from, mut to)) = all.next() {
        for (start, end) in all {
            if start <= to {
                to = to.max(end);
            } else {
                result.push((from, to));
                (from, to) = (start, end);
            }
        }
        result.push((from, to));
    }
    result
}

/// How many numbers lie in at least one interval.
pub fn covered(intervals: &[(u32, u32)]) -> u64 {
    merge(intervals).iter().map(|(start, end)| (end - start) as u64).sum()
}

/// What lies between `start` and `end` and in none of the intervals.
pub fn gaps(intervals: &[(u32, u32)], start: u32, end: u32) -> Vec<(u32, u32)> {
    let mut result = Vec::new();
    let mut at = start;
    for (from, to) in merge(intervals) {
        if from > at && at < end {
            result.push((at, from.min(end)));
        }
        at = at.max(to);
    }
    if at < end {
        result.push((at, end));
    }
    result
}

/// The largest number of intervals that have a number in common.
pub fn most_at_once(intervals: &[(u32, u32)]) -> usize {
    let mut starts = Vec::with_capacity(intervals.len());
    let mut ends = Vec::with_capacity(intervals.len());
    for &(start, end) in intervals {
        if start < end {
            starts.push(start);
            ends.push(end);
        }
    }
    starts.sort_unstable();
    ends.sort_unstable();
    let mut most = 0;
    let mut ended = 0;
    for (begun, &start) in starts.iter().enumerate() {
        while ended < ends.len() && ends[ended] <= start {
            ended += 1;
        }
        most = most.max(begun + 1 - ended);
    }
    most
}
