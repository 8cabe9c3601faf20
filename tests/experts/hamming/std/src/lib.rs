//! The seed's distance by `count_ones` of eight bytes at a time.

pub fn distance(a: &[u8], b: &[u8]) -> u32 {
    assert_eq!(a.len(), b.len(), "only bit strings of one length have a Hamming distance");
    let (eights_of_a, eights_of_b) = (a.chunks_exact(8), b.chunks_exact(8));
    let rest = eights_of_a.remainder().iter().zip(eights_of_b.remainder());
    let rest: u32 = rest.map(|(a, b)| (a ^ b).count_ones()).sum();
    let word = |bytes: &[u8]| u64::from_ne_bytes(bytes.try_into().expect("eight bytes"));
    rest + eights_of_a.zip(eights_of_b).map(|(a, b)| (word(a) ^ word(b)).count_ones()).sum::<u32>()
}
