//! Sets of half-open intervals of numbers.

/// Adds an interval to a list of intervals that neither overlap nor touch.
fn add(list: Vec<(u32, u32)>, new: (u32, u32)) -> Vec<(u32, u32)> {
    let (mut start, mut end) = new;
    let mut result = Vec::new();
    for (from, to) in list {
        if from <= end && start <= to {
            start = start.min(from);
            end = end.max(to);
        } else {
            result.push((from, to));
        }
    }
    result.push((start, end));
    result
}

/// The union of intervals, in ascending order. Touching intervals become one; empty ones and those
/// whose end lies before their start are left out.
pub fn merge(intervals: &[(u32, u32)]) -> Vec<(u32, u32)> {
    let mut result = Vec::new();
    for (start, end) in intervals {
        if start < end {
            result = add(result, (*start, *end));
        }
    }
    result.sort();
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
    let mut most = 0;
    for (point, point_end) in intervals {
        if point >= point_end {
            continue;
        }
        let count = intervals.iter().filter(|(start, end)| start <= point && point < end).count();
        most = most.max(count);
    }
    most
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merges() {
        assert_eq!(merge(&[(5, 7), (1, 3), (3, 4), (6, 9), (8, 8)]), vec![(1, 4), (5, 9)]);
        assert_eq!(merge(&[(1, 2), (4, 5), (0, 9)]), vec![(0, 9)]);
        assert_eq!(covered(&[(0, 3), (2, 5), (7, 8)]), 6);
    }

    #[test]
    fn gaps_and_depth() {
        assert_eq!(gaps(&[(2, 4), (6, 7)], 0, 10), vec![(0, 2), (4, 6), (7, 10)]);
        assert_eq!(gaps(&[(2, 14)], 3, 10), vec![]);
        assert_eq!(most_at_once(&[(0, 5), (1, 3), (3, 6), (4, 4)]), 2);
    }
}
