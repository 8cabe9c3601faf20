//! Canonical Huffman codes for byte strings.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// A packed byte string.
#[derive(Debug, Clone, PartialEq)]
pub struct Packed {
    /// Symbols in ascending order, each with the length of its code.
    pub lengths: Vec<(u8, u8)>,
    /// How many bytes were packed.
    pub count: usize,
    /// The bits, the highest of each byte first.
    pub bits: Vec<u8>,
}

/// The code length of every byte that occurs, ordered by byte.
pub fn code_lengths(data: &[u8]) -> Vec<(u8, u8)> {
    let mut counts = [0usize; 256];
    for &b in data {
        counts[b as usize] += 1;
    }
    let mut symbols = [0u8; 256];
    let mut n = 0;
    for (symbol, &count) in counts.iter().enumerate() {
        if count > 0 {
            symbols[n] = symbol as u8;
            n += 1;
        }
    }
    match n {
        0 => return Vec::new(),
        1 => return vec![(symbols[0], 1)],
        _ => {}
    }
    // The key is weight, smallest symbol, node.
    let mut parents = [0u16; 512];
    let mut queue = Vec::with_capacity(n);
    for (node, &symbol) in symbols[..n].iter().enumerate() {
        queue.push(Reverse(((counts[symbol as usize] as u64) << 24) | ((symbol as u64) << 16) | node as u64));
    }
    let mut heap = BinaryHeap::from(queue);
    for node in n..2 * n - 1 {
        let Some(Reverse(a)) = heap.pop() else { break };
        let Some(mut top) = heap.peek_mut() else { break };
        let b = top.0;
        parents[(a & 0xffff) as usize] = node as u16;
        parents[(b & 0xffff) as usize] = node as u16;
        let weight = (a >> 24) + (b >> 24);
        let smallest = ((a >> 16) & 0xff).min((b >> 16) & 0xff);
        *top = Reverse((weight << 24) | (smallest << 16) | node as u64);
    }
    let mut depths = [0u8; 512];
    for node in (0..2 * n - 2).rev() {
        depths[node] = depths[parents[node] as usize] + 1;
    }
    symbols[..n].iter().zip(&depths).map(|(&symbol, &depth)| (symbol, depth)).collect()
}

/// For each symbol the code and its length, 0 for none.
fn assign(lengths: &[(u8, u8)]) -> Option<[(u32, u8); 256]> {
    let mut per_length = [0u64; 33];
    let mut previous = -1;
    let mut sum = 0u64;
    for &(symbol, length) in lengths {
        if symbol as i32 <= previous || length == 0 || length > 32 {
            return None;
        }
        previous = symbol as i32;
        per_length[length as usize] += 1;
        sum += 1 << (32 - length);
    }
    if sum > 1 << 32 {
        return None;
    }
    let mut next = [0u64; 33];
    let mut code = 0;
    for length in 1..33 {
        code = (code + per_length[length - 1]) << 1;
        next[length] = code;
    }
    let mut table = [(0, 0); 256];
    for &(symbol, length) in lengths {
        table[symbol as usize] = (next[length as usize] as u32, length);
        next[length as usize] += 1;
    }
    Some(table)
}

/// The canonical codes as texts of 0 and 1, or nothing when the lengths make no code.
pub fn codes(lengths: &[(u8, u8)]) -> Option<Vec<(u8, String)>> {
    let table = assign(lengths)?;
    Some(
        lengths
            .iter()
            .map(|&(symbol, length)| {
                let code = table[symbol as usize].0;
                let mut text = String::with_capacity(length as usize);
                for bit in (0..length).rev() {
                    text.push(if code >> bit & 1 == 1 { '1' } else { '0' });
                }
                (symbol, text)
            })
            .collect(),
    )
}

/// Packs a byte string.
pub fn encode(data: &[u8]) -> Packed {
    let lengths = code_lengths(data);
    let table = assign(&lengths).unwrap_or([(0, 0); 256]);
    let mut bits = Vec::with_capacity(data.len() + 8);
    let mut buffer = 0u64;
    let mut filled = 0u32;
    for &b in data {
        let (code, length) = table[b as usize];
        buffer = (buffer << length) | code as u64;
        filled += length as u32;
        if filled >= 32 {
            filled -= 32;
            bits.extend_from_slice(&((buffer >> filled) as u32).to_be_bytes());
        }
    }
    while filled >= 8 {
        filled -= 8;
        bits.push((buffer >> filled) as u8);
    }
    if filled > 0 {
        bits.push((buffer << (8 - filled)) as u8);
    }
    Packed { lengths, count: data.len(), bits }
}

const FAST: u32 = 9;

/// Unpacks; nothing when the lengths make no code or the bits do not suffice.
pub fn decode(packed: &Packed) -> Option<Vec<u8>> {
    let codes = assign(&packed.lengths)?;
    if packed.count == 0 {
        return Some(Vec::new());
    }
    if packed.bits.len().saturating_mul(8) < packed.count {
        return None;
    }
    // By the next bits: symbol and length, length 0 where the code is longer.
    let mut fast = [(0u8, 0u8); 1 << FAST];
    let mut long: Vec<(u64, u64, u8, u8)> = Vec::new();
    for &(symbol, length) in &packed.lengths {
        let code = codes[symbol as usize].0;
        if length as u32 <= FAST {
            let shift = FAST - length as u32;
            let start = (code << shift) as usize;
            fast[start..start + (1 << shift)].fill((symbol, length));
        } else {
            let shift = 64 - length as u32;
            let start = (code as u64) << shift;
            long.push((start, start | ((1 << shift) - 1), symbol, length));
        }
    }
    long.sort_unstable();
    let mut result = Vec::with_capacity(packed.count);
    let bits = &packed.bits;
    let mut at = 0;
    let mut buffer = 0u64; // the bits to come, the next one highest
    let mut filled = 0u32;
    while result.len() < packed.count {
        if filled < 32 {
            if let Some(four) = bits.get(at..at + 4) {
                let word = u32::from_be_bytes([four[0], four[1], four[2], four[3]]);
                buffer |= (word as u64) << (32 - filled);
                filled += 32;
                at += 4;
            } else {
                while filled <= 56 && at < bits.len() {
                    buffer |= (bits[at] as u64) << (56 - filled);
                    filled += 8;
                    at += 1;
                }
            }
        }
        let (mut symbol, mut length) = fast[(buffer >> (64 - FAST)) as usize];
        if length == 0 {
            let i = long.partition_point(|entry| entry.1 < buffer);
            let &(start, _, s, l) = long.get(i)?;
            if start > buffer {
                return None;
            }
            symbol = s;
            length = l;
        }
        if length as u32 > filled {
            return None;
        }
        buffer <<= length;
        filled -= length as u32;
        result.push(symbol);
    }
    Some(result)
}
