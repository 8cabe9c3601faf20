//! Canonical Huffman codes for byte strings.

use std::collections::HashMap;

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

#[derive(Clone)]
struct Group {
    weight: usize,
    symbols: Vec<u8>,
}

impl Group {
    fn smallest(&self) -> u8 {
        *self.symbols.iter().min().unwrap()
    }
}

/// The code length of every byte that occurs, ordered by byte.
pub fn code_lengths(data: &[u8]) -> Vec<(u8, u8)> {
    let mut counts: HashMap<u8, usize> = HashMap::new();
    for b in data {
        *counts.entry(*b).or_insert(0) += 1;
    }
    let mut depth: HashMap<u8, u8> = HashMap::new();
    let mut groups: Vec<Group> = Vec::new();
    for (symbol, weight) in &counts {
        depth.insert(*symbol, 0);
        groups.push(Group { weight: *weight, symbols: vec![*symbol] });
    }
    if groups.len() == 1 {
        return vec![(groups[0].symbols[0], 1)];
    }
    while groups.len() > 1 {
        // the two lightest go together; equal weights by smallest symbol
        groups.sort_by_key(|g| (g.weight, g.smallest()));
        let a = groups.remove(0);
        let b = groups.remove(0);
        let mut symbols = a.symbols.clone();
        symbols.extend(b.symbols.clone());
        for s in &symbols {
            *depth.get_mut(s).unwrap() += 1;
        }
        groups.push(Group { weight: a.weight + b.weight, symbols });
    }
    let mut result: Vec<(u8, u8)> = depth.into_iter().collect();
    result.sort();
    result
}

/// Whether lengths can be those of a code.
fn valid(lengths: &[(u8, u8)]) -> bool {
    let ascending = lengths.windows(2).all(|w| w[0].0 < w[1].0);
    if !ascending || lengths.iter().any(|(_, l)| *l == 0 || *l > 32) {
        return false;
    }
    let sum: u64 = lengths.iter().map(|(_, l)| 1u64 << (32 - *l as u64)).sum();
    sum <= 1u64 << 32
}

/// The canonical codes as texts of 0 and 1, or nothing when the lengths make no code.
pub fn codes(lengths: &[(u8, u8)]) -> Option<Vec<(u8, String)>> {
    if !valid(lengths) {
        return None;
    }
    let mut sorted = lengths.to_vec();
    sorted.sort_by_key(|(symbol, length)| (*length, *symbol));
    let mut result = Vec::new();
    let mut code: u64 = 0;
    let mut last = 0;
    for (symbol, length) in sorted {
        code <<= length - last;
        result.push((symbol, format!("{:0width$b}", code, width = length as usize)));
        code += 1;
        last = length;
    }
    result.sort();
    Some(result)
}

/// Packs a byte string.
pub fn encode(data: &[u8]) -> Packed {
    let lengths = code_lengths(data);
    let table: HashMap<u8, String> = codes(&lengths).unwrap_or_default().into_iter().collect();
    let mut text = String::new();
    for b in data {
        text.push_str(&table[b]);
    }
    while text.len() % 8 != 0 {
        text.push('0');
    }
    let mut bits = Vec::new();
    let chars: Vec<char> = text.chars().collect();
    for chunk in chars.chunks(8) {
        let s: String = chunk.iter().collect();
        bits.push(u8::from_str_radix(&s, 2).unwrap());
    }
    Packed { lengths, count: data.len(), bits }
}

/// Unpacks; nothing when the lengths make no code or the bits do not suffice.
pub fn decode(packed: &Packed) -> Option<Vec<u8>> {
    let mut table: HashMap<String, u8> = HashMap::new();
    for (symbol, code) in codes(&packed.lengths)? {
        table.insert(code, symbol);
    }
    let text: String = packed.bits.iter().map(|b| format!("{:08b}", b)).collect();
    let mut result = Vec::new();
    let mut current = String::new();
    for c in text.chars() {
        if result.len() == packed.count {
            break;
        }
        current.push(c);
        if let Some(symbol) = table.get(&current) {
            result.push(*symbol);
            current.clear();
        }
    }
    if result.len() == packed.count {
        Some(result)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths() {
        assert_eq!(code_lengths(b"aaaabbc"), vec![(b'a', 1), (b'b', 2), (b'c', 2)]);
        assert_eq!(code_lengths(b"zzz"), vec![(b'z', 1)]);
        assert_eq!(code_lengths(b""), vec![]);
    }

    #[test]
    fn canonical() {
        let c = codes(&[(b'a', 2), (b'b', 1), (b'c', 2)]).unwrap();
        assert_eq!(c, vec![(b'a', "10".to_string()), (b'b', "0".to_string()), (b'c', "11".to_string())]);
        assert_eq!(codes(&[(1, 1), (2, 1), (3, 1)]), None);
    }

    #[test]
    fn there_and_back() {
        let text = b"the quick brown fox jumps over the lazy dog";
        let mut packed = encode(text);
        assert!(packed.bits.len() < text.len());
        assert_eq!(decode(&packed), Some(text.to_vec()));
        packed.bits.pop();
        assert_eq!(decode(&packed), None);
    }
}
