//! How often each byte occurs.
//!
//! ```
//! let counts = histogram::count(b"banana");
//! assert_eq!(counts[b'a' as usize], 3);
//! assert_eq!(counts[b'z' as usize], 0);
//! ```

/// The number of times that each of the 256 bytes occurs in `bytes`.
pub fn count(bytes: &[u8]) -> [u32; 256] {
    let mut counts = [0; 256];
    for &byte in bytes {
        counts[byte as usize] += 1;
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_counts_as_nothing() {
        assert_eq!(count(&[]), [0; 256]);
    }

    #[test]
    fn every_byte_is_counted() {
        let all: Vec<u8> = (0..=255).chain(0..=99).collect();
        let counts = count(&all);
        assert!(counts[..100].iter().all(|&n| n == 2) && counts[100..].iter().all(|&n| n == 1));
    }

    #[test]
    fn runs_of_one_byte_are_counted_to_their_end() {
        for length in [1, 3, 4, 5, 8, 1_000] {
            assert_eq!(count(&vec![7; length])[7], length as u32);
        }
    }
}
