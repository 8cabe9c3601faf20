//! Numbers of variable length: seven bits in a byte, the lowest first; the top bit says that more follow.
//!
//! ```
//! assert_eq!(varint::decode(&[1, 0b1010_1100, 0b10]), Some(vec![1, 300]));
//! ```

/// Reads the numbers that were written one after another; `None` if the last one has no end, or one is too
/// large for 64 bits.
pub fn decode(bytes: &[u8]) -> Option<Vec<u64>> {
    let mut numbers = Vec::new();
    let mut position = 0;
    while position < bytes.len() {
        numbers.push(read(bytes, &mut position)?);
    }
    Some(numbers)
}

/// Reads the number at `position` and moves there what follows it.
fn read(bytes: &[u8], position: &mut usize) -> Option<u64> {
    let mut number = 0;
    let mut shift = 0;
    loop {
        let byte = *bytes.get(*position)?;
        *position += 1;
        let bits = u64::from(byte & 0x7f);
        // The tenth byte has room for one bit.
        if shift == 63 && bits > 1 || shift > 63 {
            return None;
        }
        number |= bits << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
        shift += 7;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encode(numbers: &[u64]) -> Vec<u8> {
        let mut bytes = Vec::new();
        for &number in numbers {
            let mut rest = number;
            while rest >= 0x80 {
                bytes.push(rest as u8 | 0x80);
                rest >>= 7;
            }
            bytes.push(rest as u8);
        }
        bytes
    }

    #[test]
    fn what_was_written_is_read() {
        let mut numbers = vec![0, 1, 127, 128, 300, 16_383, 16_384, u64::from(u32::MAX), u64::MAX - 1, u64::MAX];
        numbers.extend((0..64).map(|bit| 1 << bit));
        assert_eq!(decode(&encode(&numbers)), Some(numbers));
    }

    #[test]
    fn nothing_is_no_numbers() {
        assert_eq!(decode(&[]), Some(Vec::new()));
    }

    #[test]
    fn a_number_without_an_end_is_refused() {
        assert_eq!(decode(&[5, 0x80]), None);
        assert_eq!(decode(&[0xff; 3]), None);
    }

    #[test]
    fn a_number_that_is_too_large_is_refused() {
        assert_eq!(decode(&[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2]), None);
        assert_eq!(decode(&[0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0]), None);
    }
}
