//! Fletcher's and Adler's checksums.

/// Both sums modulo `modulus`, of bytes, from `a` on.
fn sums(data: &[u8], start: u32, modulus: u32) -> (u32, u32) {
    let mut a = start;
    let mut b = 0u32;
    // As many bytes as keep b below 2^32
    for block in data.chunks(5536) {
        let mut pieces = block.chunks_exact(16);
        for piece in &mut pieces {
            let mut sum = 0u32;
            let mut weighted = 0u32;
            for (i, &byte) in piece.iter().enumerate() {
                sum += byte as u32;
                weighted += byte as u32 * (16 - i as u32);
            }
            b += a * 16 + weighted;
            a += sum;
        }
        for &byte in pieces.remainder() {
            a += byte as u32;
            b += a;
        }
        a %= modulus;
        b %= modulus;
    }
    (a, b)
}

/// Fletcher-16 of bytes.
pub fn fletcher16(data: &[u8]) -> u16 {
    let (a, b) = sums(data, 0, 255);
    (b << 8 | a) as u16
}

/// Fletcher-32 of bytes, taken as little-endian pairs; an odd byte at the end is padded with zero.
pub fn fletcher32(data: &[u8]) -> u32 {
    let mut a = 0u64;
    let mut b = 0u64;
    for block in data.chunks(1 << 16) {
        let mut pieces = block.chunks_exact(16);
        for piece in &mut pieces {
            let mut sum = 0u32;
            let mut weighted = 0u32;
            for i in 0..8 {
                let word = u16::from_le_bytes([piece[2 * i], piece[2 * i + 1]]) as u32;
                sum += word;
                weighted += word * (8 - i as u32);
            }
            b += a * 8 + weighted as u64;
            a += sum as u64;
        }
        for pair in pieces.remainder().chunks(2) {
            a += pair[0] as u64 | (*pair.get(1).unwrap_or(&0) as u64) << 8;
            b += a;
        }
        a %= 65535;
        b %= 65535;
    }
    (b as u32) << 16 | a as u32
}

/// Adler-32 of bytes, as in zlib streams.
pub fn adler32(data: &[u8]) -> u32 {
    let (a, b) = sums(data, 1, 65521);
    b << 16 | a
}

/// Appends the two check bytes that make the Fletcher-16 sum of the frame zero.
pub fn seal(data: &[u8]) -> Vec<u8> {
    let sum = fletcher16(data);
    let (a, b) = (sum & 255, sum >> 8);
    let first = 255 - (a + b) % 255;
    let second = 255 - (a + first) % 255;
    let mut frame = Vec::with_capacity(data.len() + 2);
    frame.extend_from_slice(data);
    frame.push(first as u8);
    frame.push(second as u8);
    frame
}

/// Whether a sealed frame arrived whole.
pub fn is_whole(frame: &[u8]) -> bool {
    frame.len() >= 2 && fletcher16(frame) == 0
}
