//! How many intervals hold a point: sessions active at a time, bookings on a day and so on.

/// A fixed set of half-open intervals `start..end`. One that does not end after its start
/// holds no point.
#[derive(Debug, Clone)]
pub struct Intervals {
    intervals: Vec<(u32, u32)>,
}

impl Intervals {
    /// A set of the given intervals, which may be in any order and may overlap.
    pub fn new(intervals: &[(u32, u32)]) -> Self {
        Self { intervals: intervals.to_vec() }
    }

    /// The number of intervals that hold the point.
    pub fn count_at(&self, point: u32) -> usize {
        self.intervals
            .iter()
            .filter(|(start, end)| *start <= point && point < *end)
            .count()
    }

    /// The first point held by the greatest number of intervals, and that number. `None` if
    /// no point is held.
    pub fn busiest(&self) -> Option<(u32, usize)> {
        let mut best: Option<(u32, usize)> = None;
        // The count only rises where an interval starts.
        for (start, _) in &self.intervals {
            let count = self.count_at(*start);
            let better = match best {
                None => count > 0,
                Some((point, most)) => count > most || (count == most && *start < point),
            };
            if better {
                best = Some((*start, count));
            }
        }
        best
    }

    /// The counts at regular points: `from`, `from + step` and so on, `samples` of them.
    /// Points beyond the range of `u32` are held by nothing.
    pub fn profile(&self, from: u32, step: u32, samples: usize) -> Vec<usize> {
        (0..samples)
            .map(|i| {
                let point = from as u64 + step as u64 * i as u64;
                u32::try_from(point).map_or(0, |point| self.count_at(point))
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Intervals {
        Intervals::new(&[(10, 20), (15, 30), (15, 16), (40, 40), (50, 45)])
    }

    #[test]
    fn counts() {
        let set = sample();
        assert_eq!(set.count_at(9), 0);
        assert_eq!(set.count_at(10), 1);
        assert_eq!(set.count_at(15), 3);
        assert_eq!(set.count_at(20), 1);
        assert_eq!(set.count_at(30), 0);
        assert_eq!(set.count_at(40), 0);
    }

    #[test]
    fn busiest_point() {
        assert_eq!(sample().busiest(), Some((15, 3)));
        assert_eq!(Intervals::new(&[(7, 9), (3, 5)]).busiest(), Some((3, 1)));
        assert_eq!(Intervals::new(&[(7, 7)]).busiest(), None);
    }

    #[test]
    fn profiles() {
        assert_eq!(sample().profile(5, 5, 6), vec![0, 1, 3, 1, 1, 0]);
        assert_eq!(sample().profile(u32::MAX, 1, 2), vec![0, 0]);
    }
}
