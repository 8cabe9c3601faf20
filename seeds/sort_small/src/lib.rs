//! Sorting of very short slices: three, five and eight numbers.
//!
//! ```
//! let mut scores = [30, 10, 20];
//! sort_small::sort3(&mut scores);
//! assert_eq!(scores, [10, 20, 30]);
//! ```

/// Sorts three numbers in ascending order.
///
/// # Panics
///
/// If `values` does not hold exactly three numbers.
pub fn sort3(values: &mut [u32]) {
    assert_eq!(values.len(), 3, "sort3 takes three values");
    insertion_sort(values);
}

/// Sorts five numbers in ascending order.
///
/// # Panics
///
/// If `values` does not hold exactly five numbers.
pub fn sort5(values: &mut [u32]) {
    assert_eq!(values.len(), 5, "sort5 takes five values");
    insertion_sort(values);
}

/// Sorts eight numbers in ascending order.
///
/// # Panics
///
/// If `values` does not hold exactly eight numbers.
pub fn sort8(values: &mut [u32]) {
    assert_eq!(values.len(), 8, "sort8 takes eight values");
    insertion_sort(values);
}

/// Moves each value to the left until its neighbour there is not greater.
fn insertion_sort(values: &mut [u32]) {
    for i in 1..values.len() {
        let mut j = i;
        while j > 0 && values[j - 1] > values[j] {
            values.swap(j - 1, j);
            j -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Calls `check` with every sequence of `N` numbers below `N`: all orders, with and
    /// without duplicates.
    fn every_sequence<const N: usize>(mut check: impl FnMut([u32; N])) {
        let count = N.pow(N as u32);
        for number in 0..count {
            let mut rest = number;
            check(std::array::from_fn(|_| {
                let digit = rest % N;
                rest /= N;
                digit as u32
            }));
        }
    }

    #[test]
    fn three_numbers_in_any_order_are_sorted() {
        every_sequence::<3>(|values| {
            let (mut got, mut want) = (values, values);
            sort3(&mut got);
            want.sort();
            assert_eq!(got, want, "sorting {values:?}");
        });
    }

    #[test]
    fn five_numbers_in_any_order_are_sorted() {
        every_sequence::<5>(|values| {
            let (mut got, mut want) = (values, values);
            sort5(&mut got);
            want.sort();
            assert_eq!(got, want, "sorting {values:?}");
        });
    }

    #[test]
    fn eight_numbers_are_sorted_if_they_are_zeros_and_ones() {
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
    fn eight_different_numbers_are_sorted() {
        let mut values = [7, u32::MAX, 0, 19, 3, 3, 1_000_000, 8];
        sort8(&mut values);
        assert_eq!(values, [0, 3, 3, 7, 8, 19, 1_000_000, u32::MAX]);
    }

    #[test]
    #[should_panic(expected = "three values")]
    fn a_slice_of_another_length_is_refused() {
        sort3(&mut [1, 2]);
    }
}
