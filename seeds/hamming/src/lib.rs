//! The Hamming distance of two bit strings.
//!
//! ```
//! assert_eq!(hamming::distance(&[0b1010, 0], &[0b0110, 1]), 3);
//! ```

/// The number of bits in which `a` and `b` differ.
///
/// # Panics
///
/// If they are not of one length.
pub fn distance(a: &[u8], b: &[u8]) -> u32 {
    assert_eq!(a.len(), b.len(), "only bit strings of one length have a Hamming distance");
    let mut distance = 0;
    for i in 0..a.len() {
        for bit in 0..8 {
            if a[i] >> bit & 1 != b[i] >> bit & 1 {
                distance += 1;
            }
        }
    }
    distance
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_strings_have_no_distance() {
        assert_eq!(distance(&[], &[]), 0);
        assert_eq!(distance(b"same", b"same"), 0);
    }

    #[test]
    fn each_bit_counts_once() {
        for bit in 0..8 {
            assert_eq!(distance(&[0, 1 << bit], &[0, 0]), 1);
        }
        assert_eq!(distance(&[0xff; 100], &[0; 100]), 800);
        assert_eq!(distance(b"karolin", b"kathrin"), 9);
    }

    #[test]
    #[should_panic(expected = "one length")]
    fn strings_of_different_lengths_are_refused() {
        distance(&[1], &[1, 2]);
    }
}
