// SPDX-License-Identifier: MIT
//! Bits counted, compared, moved and kept in sets.

/// How many bits are set, a word at a time.
pub fn count_ones(bytes: &[u8]) -> u32 {
    let mut words = bytes.chunks_exact(8);
    let mut ones = 0;
    for word in &mut words {
        ones += u64::from_ne_bytes(word.try_into().unwrap_or_default()).count_ones();
    }
    ones + words.remainder().iter().map(|byte| byte.count_ones()).sum::<u32>()
}

/// In how many bits two texts differ, a word at a time: their Hamming distance, up to the end of the shorter.
pub fn differing_bits(a: &[u8], b: &[u8]) -> u32 {
    let length = a.len().min(b.len());
    let (mut left, mut right) = (a[..length].chunks_exact(8), b[..length].chunks_exact(8));
    let mut bits = 0;
    for (left, right) in (&mut left).zip(&mut right) {
        let left = u64::from_ne_bytes(left.try_into().unwrap_or_default());
        let right = u64::from_ne_bytes(right.try_into().unwrap_or_default());
        bits += (left ^ right).count_ones();
    }
    let rest = left.remainder().iter().zip(right.remainder());
    bits + rest.map(|(left, right)| (left ^ right).count_ones()).sum::<u32>()
}

/// How many bits are set in a number, by sums of neighbours.
pub const fn popcount(number: u64) -> u32 {
    let pairs = number - (number >> 1 & 0x5555_5555_5555_5555);
    let fours = (pairs & 0x3333_3333_3333_3333) + (pairs >> 2 & 0x3333_3333_3333_3333);
    let bytes = (fours + (fours >> 4)) & 0x0f0f_0f0f_0f0f_0f0f;
    (bytes.wrapping_mul(0x0101_0101_0101_0101) >> 56) as u32
}

/// Whether an odd number of bits is set.
pub const fn parity(number: u64) -> bool {
    number.count_ones() & 1 == 1
}

/// The bits of a number in reverse order.
pub const fn reverse_bits(number: u64) -> u64 {
    number.reverse_bits()
}

/// The Gray code of a number.
pub const fn gray(number: u64) -> u64 {
    number ^ number >> 1
}

/// The number of a Gray code: each bit is the parity of those above it.
pub const fn from_gray(code: u64) -> u64 {
    let mut number = code ^ code >> 32;
    number ^= number >> 16;
    number ^= number >> 8;
    number ^= number >> 4;
    number ^= number >> 2;
    number ^ number >> 1
}

/// The bits of a number with zeros between them.
pub const fn spread_bits(number: u32) -> u64 {
    let mut spread = number as u64;
    spread = (spread | spread << 16) & 0x0000_ffff_0000_ffff;
    spread = (spread | spread << 8) & 0x00ff_00ff_00ff_00ff;
    spread = (spread | spread << 4) & 0x0f0f_0f0f_0f0f_0f0f;
    spread = (spread | spread << 2) & 0x3333_3333_3333_3333;
    (spread | spread << 1) & 0x5555_5555_5555_5555
}

/// The bits of two coordinates, taken in turn: their Morton code.
pub const fn interleave(x: u32, y: u32) -> u64 {
    spread_bits(x) | spread_bits(y) << 1
}

/// The bits of a number at its even places, put together.
pub const fn even_bits(spread: u64) -> u32 {
    let mut bits = spread & 0x5555_5555_5555_5555;
    bits = (bits | bits >> 1) & 0x3333_3333_3333_3333;
    bits = (bits | bits >> 2) & 0x0f0f_0f0f_0f0f_0f0f;
    bits = (bits | bits >> 4) & 0x00ff_00ff_00ff_00ff;
    bits = (bits | bits >> 8) & 0x0000_ffff_0000_ffff;
    (bits | bits >> 16) as u32
}

/// The two coordinates of a Morton code.
pub const fn coordinates(code: u64) -> (u32, u32) {
    (even_bits(code), even_bits(code >> 1))
}

/// Puts a number into a set of bits; whether it was new.
pub fn insert_bit(words: &mut [u64], number: usize) -> bool {
    let mask = 1 << (number % 64);
    let word = &mut words[number / 64];
    let new = *word & mask == 0;
    *word |= mask;
    new
}

/// Whether a number is in a set of bits.
pub fn has_bit(words: &[u64], number: usize) -> bool {
    words.get(number / 64).is_some_and(|word| word >> (number % 64) & 1 == 1)
}

/// The numbers in a set of bits, in order.
pub fn set_bits(words: &[u64]) -> Vec<usize> {
    let mut numbers = Vec::new();
    for (index, &word) in words.iter().enumerate() {
        let mut rest = word;
        while rest != 0 {
            numbers.push(index * 64 + rest.trailing_zeros() as usize);
            rest &= rest - 1;
        }
    }
    numbers
}
