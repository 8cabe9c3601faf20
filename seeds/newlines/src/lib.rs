//! Lines of a text, counted.
//!
//! ```
//! assert_eq!(newlines::count(b"one\ntwo\n"), 2);
//! ```

/// The number of line ends in `text`.
pub fn count(text: &[u8]) -> usize {
    let mut lines = 0;
    for &byte in text {
        if byte == b'\n' {
            lines += 1;
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_end_counts() {
        assert_eq!(count(b""), 0);
        assert_eq!(count(b"no end"), 0);
        assert_eq!(count(b"\n\n\r\n"), 3);
    }

    #[test]
    fn long_texts_are_counted_to_their_end() {
        for length in [1, 7, 8, 63, 64, 255, 256, 257, 5_000, 70_000] {
            assert_eq!(count(&vec![b'\n'; length]), length);
            assert_eq!(count(&vec![0x8a; length]), 0);
        }
    }
}
