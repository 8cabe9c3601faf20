//! The seed's count by bytecount.

pub fn count(text: &[u8]) -> usize {
    bytecount::count(text, b'\n')
}
