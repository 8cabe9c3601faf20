//! Rank statistics of lists of integers.

/// Number of pairs (i, j) with i < j and values[i] > values[j].
pub fn count_inversions(values: &[i32]) -> u64 {
    let n: usize = values.len();
    let mut count: u64 = 0;
    let mut i: usize = 0;
    while i < n {
        let mut j: usize = i + 1;
        while j < n {
            if values[i] > values[j] {
                count += 1;
            }
            j += 1;
        }
        i += 1;
    }
    count
}

/// Rank of each value, from 1; equal values share the mean of their ranks.
pub fn average_ranks(values: &[i32]) -> Vec<f64> {
    let n: usize = values.len();
    let mut ranks: Vec<f64> = vec![0.0; n];
    let mut i: usize = 0;
    while i < n {
        let mut smaller: u64 = 0;
        let mut equal: u64 = 0;
        let mut j: usize = 0;
        while j < n {
            if values[j] < values[i] {
                smaller += 1;
            }
            if values[j] == values[i] {
                equal += 1;
            }
            j += 1;
        }
        ranks[i] = smaller as f64 + (equal as f64 + 1.0) / 2.0;
        i += 1;
    }
    ranks
}

/// The k-th smallest value, k from 0, or None if there are not so many.
pub fn kth_smallest(values: &[i32], k: usize) -> Option<i32> {
    if k >= values.len() {
        return None;
    }
    let mut work: Vec<i32> = values.to_vec();
    // Insertion sort.
    let mut i: usize = 1;
    while i < work.len() {
        let item: i32 = work[i];
        let mut j: usize = i;
        while j > 0 && work[j - 1] > item {
            work[j] = work[j - 1];
            j -= 1;
        }
        work[j] = item;
        i += 1;
    }
    Some(work[k])
}

/// Kendall's tau-a of two lists, or None if lengths differ or are below two.
pub fn kendall_tau(a: &[i32], b: &[i32]) -> Option<f64> {
    let n: usize = a.len();
    if n != b.len() || n < 2 {
        return None;
    }
    let mut score: i64 = 0;
    for i in 0..n {
        for j in (i + 1)..n {
            if (a[i] < a[j] && b[i] < b[j]) || (a[i] > a[j] && b[i] > b[j]) {
                score += 1;
            } else if (a[i] < a[j] && b[i] > b[j]) || (a[i] > a[j] && b[i] < b[j]) {
                score -= 1;
            }
        }
    }
    let pairs: i64 = (n as i64) * (n as i64 - 1) / 2;
    Some(score as f64 / pairs as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn test_inversions() {
        assert_eq!(count_inversions(&[]), 0);
        assert_eq!(count_inversions(&[3, 1, 2, 2]), 3);
    }

    #[test]
    fn test_ranks() {
        assert_eq!(average_ranks(&[30, 10, 20, 10]), vec![4.0, 1.5, 3.0, 1.5]);
    }

    #[test]
    fn test_kth() {
        assert_eq!(kth_smallest(&[9, 4, 7], 1), Some(7));
        assert_eq!(kth_smallest(&[9, 4, 7], 3), None);
    }

    #[test]
    fn test_tau() {
        assert_eq!(kendall_tau(&[1, 2, 3], &[3, 2, 1]), Some(-1.0));
        assert_eq!(kendall_tau(&[1, 1, 2], &[5, 6, 7]), Some(2.0 / 3.0));
        assert_eq!(kendall_tau(&[1], &[2]), None);
    }
}
