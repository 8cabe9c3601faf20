// SPDX-License-Identifier: MIT
//! Bytes counted and looked for, many at a time.

/// How often a byte occurs, counted in chunks small enough for a counter of one byte, which a compiler turns into vectors.
pub fn count_byte(bytes: &[u8], wanted: u8) -> usize {
    let mut total = 0;
    for chunk in bytes.chunks(255) {
        let mut count: u8 = 0;
        for &byte in chunk {
            count += u8::from(byte == wanted);
        }
        total += usize::from(count);
    }
    total
}

/// How often each byte occurs, in four tables so that a run of one byte does not wait for itself.
pub fn byte_counts(bytes: &[u8]) -> [u32; 256] {
    let mut tables = [[0u32; 256]; 4];
    let mut chunks = bytes.chunks_exact(4);
    for chunk in &mut chunks {
        tables[0][usize::from(chunk[0])] += 1;
        tables[1][usize::from(chunk[1])] += 1;
        tables[2][usize::from(chunk[2])] += 1;
        tables[3][usize::from(chunk[3])] += 1;
    }
    for &byte in chunks.remainder() {
        tables[0][usize::from(byte)] += 1;
    }
    let mut counts = tables[0];
    for (byte, count) in counts.iter_mut().enumerate() {
        *count += tables[1][byte] + tables[2][byte] + tables[3][byte];
    }
    counts
}

/// How many different bytes occur.
pub fn count_distinct(bytes: &[u8]) -> usize {
    let mut seen = [false; 256];
    for &byte in bytes {
        seen[usize::from(byte)] = true;
    }
    seen.iter().filter(|seen| **seen).count()
}

/// Whether a word holds a byte that is zero.
const fn has_zero(word: u64) -> bool {
    word.wrapping_sub(0x0101_0101_0101_0101) & !word & 0x8080_8080_8080_8080 != 0
}

/// Where a byte occurs first, looked for eight at a time.
pub fn find_byte(bytes: &[u8], wanted: u8) -> Option<usize> {
    let pattern = u64::from_ne_bytes([wanted; 8]);
    let mut at = 0;
    for chunk in bytes.chunks_exact(8) {
        let word = u64::from_ne_bytes(chunk.try_into().unwrap_or_default());
        if has_zero(word ^ pattern) {
            break;
        }
        at += 8;
    }
    let found = bytes[at..].iter().position(|byte| *byte == wanted);
    found.map(|place| at + place)
}

/// Where a byte occurs last.
pub fn find_last_byte(bytes: &[u8], wanted: u8) -> Option<usize> {
    bytes.iter().rposition(|byte| *byte == wanted)
}

/// Whether a byte occurs, looked for without stopping, which a compiler turns into vectors.
pub fn contains_byte(bytes: &[u8], wanted: u8) -> bool {
    bytes.chunks(64).any(|chunk| chunk.iter().fold(false, |found, byte| found | (*byte == wanted)))
}

/// How many bytes two texts have in common at their beginning, compared eight at a time.
pub fn common_prefix(a: &[u8], b: &[u8]) -> usize {
    let length = a.len().min(b.len());
    let (a, b) = (&a[..length], &b[..length]);
    let mut at = 0;
    for (left, right) in a.chunks_exact(8).zip(b.chunks_exact(8)) {
        let left = u64::from_le_bytes(left.try_into().unwrap_or_default());
        let right = u64::from_le_bytes(right.try_into().unwrap_or_default());
        if left != right {
            return at + ((left ^ right).trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    at + a[at..].iter().zip(&b[at..]).take_while(|(left, right)| left == right).count()
}

/// Replaces a byte by another wherever it occurs, without a branch.
pub fn replace_byte(bytes: &mut [u8], from: u8, to: u8) {
    for byte in bytes {
        *byte = if *byte == from { to } else { *byte };
    }
}

/// Where the lines of a text begin.
pub fn line_starts(bytes: &[u8]) -> Vec<usize> {
    let mut starts = Vec::with_capacity(bytes.len() / 32 + 1);
    starts.push(0);
    starts.extend(bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1));
    starts
}

/// Runs of equal bytes as pairs of length and byte.
pub fn runs(bytes: &[u8]) -> Vec<(usize, u8)> {
    bytes.chunk_by(|a, b| a == b).map(|run| (run.len(), run[0])).collect()
}
