//! The seed's distance by the crate of that name.

pub fn distance(a: &[u8], b: &[u8]) -> u32 {
    assert_eq!(a.len(), b.len(), "only bit strings of one length have a Hamming distance");
    published::distance(a, b) as u32
}
