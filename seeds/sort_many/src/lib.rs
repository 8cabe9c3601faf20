//! Sorting of many numbers.
//!
//! ```
//! let mut scores = [30, 10, 20];
//! sort_many::sort(&mut scores);
//! assert_eq!(scores, [10, 20, 30]);
//! ```

/// Sorts `values` in ascending order.
pub fn sort(values: &mut [u32]) {
    if values.len() < 2 {
        return;
    }
    let border = partition(values);
    let (smaller, larger) = values.split_at_mut(border);
    sort(smaller);
    sort(&mut larger[1..]);
}

/// Brings what is smaller than the one in the middle before it, the others behind it, and returns its place.
fn partition(values: &mut [u32]) -> usize {
    let last = values.len() - 1;
    values.swap(values.len() / 2, last);
    let pivot = values[last];
    let mut border = 0;
    for i in 0..last {
        if values[i] < pivot {
            values.swap(i, border);
            border += 1;
        }
    }
    values.swap(border, last);
    border
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_slices_are_sorted() {
        for values in [vec![], vec![1], vec![2, 1], vec![1, 2], vec![3, 1, 2], vec![2, 2, 1, 2]] {
            let (mut got, mut want) = (values.clone(), values);
            sort(&mut got);
            want.sort();
            assert_eq!(got, want);
        }
    }

    #[test]
    fn long_slices_are_sorted_in_whatever_order_they_come() {
        let up: Vec<u32> = (0..1_000).collect();
        let down: Vec<u32> = (0..1_000).rev().collect();
        let mixed: Vec<u32> = (0..1_000_u32).map(|n| n.wrapping_mul(2_654_435_769) >> 7).collect();
        let few: Vec<u32> = (0..1_000).map(|n| n * 7 % 5).collect();
        for values in [up, down, mixed, few] {
            let (mut got, mut want) = (values.clone(), values);
            sort(&mut got);
            want.sort();
            assert_eq!(got, want);
        }
    }
}
