//! The seed's count by bytecount with SIMD.

pub fn count(text: &[u8]) -> usize {
    bytecount::count(text, b'\n')
}
