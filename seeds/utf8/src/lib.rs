//! Whether bytes are UTF-8.
//!
//! ```
//! assert!(utf8::is_valid("naïve".as_bytes()));
//! assert!(!utf8::is_valid(&[0xff]));
//! ```

/// Whether `bytes` are the UTF-8 encoding of some text: no stray or missing bytes, no letter in more bytes than it needs, no
/// halves of surrogate pairs, nothing above U+10FFFF.
pub fn is_valid(bytes: &[u8]) -> bool {
    let mut position = 0;
    while position < bytes.len() {
        let first = bytes[position];
        let length = if first < 0x80 {
            1
        } else if (0xc2..=0xdf).contains(&first) {
            2
        } else if (0xe0..=0xef).contains(&first) {
            3
        } else if (0xf0..=0xf4).contains(&first) {
            4
        } else {
            return false;
        };
        if position + length > bytes.len() {
            return false;
        }
        for &byte in &bytes[position + 1..position + length] {
            if byte & 0xc0 != 0x80 {
                return false;
            }
        }
        if length > 2 {
            let second = bytes[position + 1];
            let wrong = match first {
                0xe0 => second < 0xa0,
                0xed => second > 0x9f,
                0xf0 => second < 0x90,
                0xf4 => second > 0x8f,
                _ => false,
            };
            if wrong {
                return false;
            }
        }
        position += length;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standard_library_agrees_on_every_pair_and_on_the_edges_of_longer_letters() {
        let edges = [0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xff];
        for first in 0..=255 {
            for second in 0..=255 {
                for bytes in [[first, second, b'a', b'a'], [b'a', b'a', first, second]] {
                    assert_eq!(is_valid(&bytes), std::str::from_utf8(&bytes).is_ok(), "{bytes:?}");
                }
            }
            for second in edges {
                for third in edges {
                    for bytes in [[first, second, third, 0x80], [first, second, third, b'a']] {
                        assert_eq!(is_valid(&bytes), std::str::from_utf8(&bytes).is_ok(), "{bytes:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_text_is_valid_and_cut_in_a_letter_it_is_not() {
        let text = "Grüße, 世界! 🌍".as_bytes();
        assert!(is_valid(text));
        assert!(!is_valid(&text[..text.len() - 1]));
        assert!(is_valid(&[]));
    }
}
