//! How many intervals hold a point: sessions active at a time, bookings on a day and so on.

/// A fixed set of half-open intervals `start..end`. One that does not end after its start
/// holds no point.
#[derive(Debug, Clone)]
pub struct Intervals {
    /// Sorted, each of them.
    starts: Vec<u32>,
    ends: Vec<u32>,
}

impl Intervals {
    /// A set of the given intervals, which may be in any order and may overlap.
    pub fn new(intervals: &[(u32, u32)]) -> Self {
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
        Self { starts, ends }
    }

    /// The number of intervals that hold the point.
    pub fn count_at(&self, point: u32) -> usize {
        let begun = self.starts.partition_point(|&start| start <= point);
        let over = self.ends.partition_point(|&end| end <= point);
        begun - over
    }

    /// The first point held by the greatest number of intervals, and that number. `None` if
    /// no point is held.
    pub fn busiest(&self) -> Option<(u32, usize)> {
        let mut over = 0;
        let mut best = (0, 0);
        for (before, &start) in self.starts.iter().enumerate() {
            while self.ends[over] <= start {
                over += 1;
            }
            let count = before + 1 - over;
            if count > best.1 {
                best = (start, count);
            }
        }
        if best.1 > 0 {
            Some(best)
        } else {
            None
        }
    }

    /// The counts at regular points: `from`, `from + step` and so on, `samples` of them.
    /// Points beyond the range of `u32` are held by nothing.
    pub fn profile(&self, from: u32, step: u32, samples: usize) -> Vec<usize> {
        let (mut begun, mut over) = (0, 0);
        let mut counts = Vec::with_capacity(samples);
        let mut point = from as u64;
        for _ in 0..samples {
            while begun < self.starts.len() && self.starts[begun] as u64 <= point {
                begun += 1;
            }
            while over < self.ends.len() && self.ends[over] as u64 <= point {
                over += 1;
            }
            // Beyond the range everything is over: no interval holds u32::MAX.
            counts.push(begun - over);
            point = point.saturating_add(step as u64);
        }
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all() {
        let set = Intervals::new(&[(10, 20), (15, 30), (15, 16), (40, 40), (50, 45)]);
        let counts: Vec<usize> = [9, 10, 15, 20, 30, 40].iter().map(|p| set.count_at(*p)).collect();
        assert_eq!(counts, vec![0, 1, 3, 1, 0, 0]);
        assert_eq!(set.busiest(), Some((15, 3)));
        assert_eq!(Intervals::new(&[(7, 9), (3, 5)]).busiest(), Some((3, 1)));
        assert_eq!(Intervals::new(&[(7, 7)]).busiest(), None);
        assert_eq!(set.profile(5, 5, 6), vec![0, 1, 3, 1, 1, 0]);
        assert_eq!(set.profile(u32::MAX, 1, 2), vec![0, 0]);
    }
}
