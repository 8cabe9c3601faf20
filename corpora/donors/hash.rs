// SPDX-License-Identifier: MIT
//! Hashes of bytes and of numbers, for tables and not for secrets.

/// FNV-1a hash of a key, a byte at a time: good on short keys.
pub fn fnv1a(bytes: &[u8]) -> u64 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for &byte in bytes {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    hash
}

/// FNV-1a hash of a key in 32 bits.
pub fn fnv1a_32(bytes: &[u8]) -> u32 {
    let mut hash: u32 = 0x811c_9dc5;
    for &byte in bytes {
        hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    }
    hash
}

/// Hash of a key, eight bytes at a time: each word is mixed in by a multiplication, and high bits are folded into the low ones.
pub fn hash_words(bytes: &[u8]) -> u64 {
    let mut hash = bytes.len() as u64;
    let mut words = bytes.chunks_exact(8);
    for word in &mut words {
        let word = u64::from_le_bytes(word.try_into().unwrap_or_default());
        hash = (hash.rotate_left(5) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
    let mut last = 0;
    for &byte in words.remainder() {
        last = last << 8 | u64::from(byte);
    }
    hash = (hash.rotate_left(5) ^ last).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    hash ^ hash >> 32
}

/// Hash of a key, eight bytes at a time, by the two halves of a product of 128 bits.
pub fn hash_wide(bytes: &[u8]) -> u64 {
    let mut hash = 0x9e37_79b9_7f4a_7c15 ^ bytes.len() as u64;
    for chunk in bytes.chunks(8) {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        let product = u128::from(hash ^ u64::from_le_bytes(word)) * 0xd6e8_feb8_6659_fd93;
        hash = product as u64 ^ (product >> 64) as u64;
    }
    hash
}

/// Hash of a key by its length and its last sixteen bytes, where the ends of keys tell them apart.
pub fn hash_tail(bytes: &[u8]) -> u64 {
    let mut hash = bytes.len() as u64;
    let tail = &bytes[bytes.len().saturating_sub(16)..];
    for chunk in tail.chunks(8) {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        hash = (hash.rotate_left(5) ^ u64::from_le_bytes(word)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
    hash ^ hash >> 32
}

/// Hash of a key by a running sum times 31.
pub fn hash_times_31(bytes: &[u8]) -> u32 {
    let mut hash: u32 = 0;
    for &byte in bytes {
        hash = hash.wrapping_mul(31).wrapping_add(u32::from(byte));
    }
    hash
}

/// Hash of a number: scatters its bits over all of the word.
pub const fn mix64(number: u64) -> u64 {
    let mut mixed = number ^ number >> 32;
    mixed = mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ mixed >> 29
}

/// Hash of a number: scatters its bits over all of the word.
pub const fn mix32(number: u32) -> u32 {
    let mut mixed = number ^ number >> 16;
    mixed = mixed.wrapping_mul(0x85eb_ca6b);
    mixed ^ mixed >> 13
}

/// The next random number of a xorshift generator; the state must not be 0.
pub fn xorshift64(state: &mut u64) -> u64 {
    let mut next = *state;
    next ^= next << 13;
    next ^= next >> 7;
    next ^= next << 17;
    *state = next;
    next
}
