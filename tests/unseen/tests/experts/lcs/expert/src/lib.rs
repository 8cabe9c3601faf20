//! Longest common subsequences, for telling how alike two texts are.

use std::collections::HashMap;

/// One step of the bit-parallel computation in one word of a row; the carry goes to the next word.
#[inline(always)]
fn step(row: &mut u64, matches: u64, carry: &mut bool) {
    let both = *row & matches;
    let (sum, first) = row.overflowing_add(both);
    let (sum, second) = sum.overflowing_add(*carry as u64);
    *carry = first | second;
    *row = sum | (*row & !matches);
}

fn ascii(a: &[u8], b: &[u8]) -> usize {
    // What both begin and end with belongs to the result
    let start = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[start..], &b[start..]);
    let end = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[..a.len() - end], &b[..b.len() - end]);
    let (a, b) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if a.is_empty() {
        return start + end;
    }
    if a.len() <= 64 {
        let mut masks = [0u64; 128];
        for (i, &c) in a.iter().enumerate() {
            masks[c as usize & 127] |= 1 << i;
        }
        let mut row = u64::MAX;
        for &c in b {
            let matches = masks[c as usize & 127];
            let both = row & matches;
            row = row.wrapping_add(both) | (row & !matches);
        }
        return start + end + masked(row, a.len());
    }
    let words = a.len().div_ceil(64);
    let mut masks = vec![0u64; words * 128];
    for (i, &c) in a.iter().enumerate() {
        masks[(c as usize & 127) * words + i / 64] |= 1 << (i % 64);
    }
    let mut rows = vec![u64::MAX; words];
    for &c in b {
        let from = (c as usize & 127) * words;
        let mut carry = false;
        for (row, &matches) in rows.iter_mut().zip(&masks[from..from + words]) {
            step(row, matches, &mut carry);
        }
    }
    start + end + count(&rows, a.len())
}

fn masked(row: u64, bits: usize) -> usize {
    let zeros = !row;
    (if bits < 64 { zeros & ((1 << bits) - 1) } else { zeros }).count_ones() as usize
}

fn count(rows: &[u64], bits: usize) -> usize {
    rows.iter().enumerate().map(|(i, &row)| masked(row, (bits - 64 * i).min(64))).sum()
}

/// The length of the longest common subsequence, in characters.
pub fn length(a: &str, b: &str) -> usize {
    if a.is_ascii() && b.is_ascii() {
        return ascii(a.as_bytes(), b.as_bytes());
    }
    let bits = a.chars().count();
    let words = bits.div_ceil(64);
    let mut masks: HashMap<char, Vec<u64>> = HashMap::new();
    for (i, c) in a.chars().enumerate() {
        masks.entry(c).or_insert_with(|| vec![0; words])[i / 64] |= 1 << (i % 64);
    }
    let mut rows = vec![u64::MAX; words];
    for c in b.chars() {
        if let Some(matches) = masks.get(&c) {
            let mut carry = false;
            for (row, &matches) in rows.iter_mut().zip(matches) {
                step(row, matches, &mut carry);
            }
        }
    }
    count(&rows, bits)
}

/// How alike two texts are, in percent: 100 if they are equal, 0 if they share no character.
pub fn similarity(a: &str, b: &str) -> u32 {
    let total = a.chars().count() + b.chars().count();
    if total == 0 {
        return 100;
    }
    (length(a, b) * 200 / total) as u32
}

/// The candidate that is most like the text, the first of them if there are several.
pub fn closest<'a>(text: &str, candidates: &'a [String]) -> Option<&'a String> {
    let mut best: Option<(&String, u32)> = None;
    for candidate in candidates {
        let similarity = similarity(text, candidate);
        match best {
            Some((_, old)) if similarity <= old => {}
            _ => best = Some((candidate, similarity)),
        }
    }
    best.map(|(candidate, _)| candidate)
}
