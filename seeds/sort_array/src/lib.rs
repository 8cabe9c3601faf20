//! Sorting of an array of eight numbers.
//!
//! ```
//! let mut scores = [80, 30, 10, 20, 70, 60, 50, 40];
//! sort_array::sort8(&mut scores);
//! assert_eq!(scores, [10, 20, 30, 40, 50, 60, 70, 80]);
//! ```

/// Sorts eight numbers in ascending order.
pub fn sort8(values: &mut [u32; 8]) {
    for i in 0..8 {
        for j in i + 1..8 {
            if values[j] < values[i] {
                values.swap(i, j);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_and_ones_in_any_order_are_sorted() {
        // By the zero-one principle this is enough for any sort that only compares and swaps.
        for bits in 0..256_u32 {
            let values: [u32; 8] = std::array::from_fn(|bit| bits >> bit & 1);
            let (mut got, mut want) = (values, values);
            sort8(&mut got);
            want.sort();
            assert_eq!(got, want, "sorting {values:?}");
        }
    }

    #[test]
    fn different_and_equal_numbers_are_sorted() {
        let mut values = [7, u32::MAX, 0, 19, 3, 3, 1_000_000, 8];
        sort8(&mut values);
        assert_eq!(values, [0, 3, 3, 7, 8, 19, 1_000_000, u32::MAX]);
    }
}
