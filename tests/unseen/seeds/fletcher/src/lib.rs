//! Fletcher's and Adler's checksums.

/// Fletcher-16 of bytes.
pub fn fletcher16(data: &[u8]) -> u16 {
    let mut a: u16 = 0;
    let mut b: u16 = 0;
    for byte in data {
        a = (a + *byte as u16) % 255;
        b = (b + a) % 255;
    }
    (b << 8) | a
}

/// Fletcher-32 of bytes, taken as little-endian pairs; an odd byte at the end is padded with zero.
pub fn fletcher32(data: &[u8]) -> u32 {
    let mut a: u32 = 0;
    let mut b: u32 = 0;
    let mut i = 0;
    while i < data.len() {
        let low = data[i] as u32;
        let high = if i + 1 < data.len() { data[i + 1] as u32 } else { 0 };
        a = (a + (high << 8 | low)) % 65535;
        b = (b + a) % 65535;
        i += 2;
    }
    (b << 16) | a
}

/// Adler-32 of bytes, as in zlib streams.
pub fn adler32(data: &[u8]) -> u32 {
    let mut a: u32 = 1;
    let mut b: u32 = 0;
    for byte in data {
        a = (a + *byte as u32) % 65521;
        b = (b + a) % 65521;
    }
    (b << 16) | a
}

/// Appends the two check bytes that make the Fletcher-16 sum of the frame zero.
pub fn seal(data: &[u8]) -> Vec<u8> {
    let sum = fletcher16(data);
    let (a, b) = (sum & 255, sum >> 8);
    let first = 255 - (a + b) % 255;
    let second = 255 - (a + first) % 255;
    let mut frame = data.to_vec();
    frame.push(first as u8);
    frame.push(second as u8);
    frame
}

/// Whether a sealed frame arrived whole.
pub fn is_whole(frame: &[u8]) -> bool {
    frame.len() >= 2 && fletcher16(frame) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_sums() {
        assert_eq!(fletcher16(b"abcde"), 0xc8f0);
        assert_eq!(fletcher32(b"abcde"), 0xf04fc729);
        assert_eq!(fletcher32(b"abcdef"), 0x56502d2a);
        assert_eq!(adler32(b"Wikipedia"), 0x11e60398);
    }

    #[test]
    fn frames() {
        let mut frame = seal(b"hello");
        assert!(is_whole(&frame));
        frame[1] ^= 4;
        assert!(!is_whole(&frame));
        assert!(!is_whole(&[0]));
    }
}
