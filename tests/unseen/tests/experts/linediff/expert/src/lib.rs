//! Differences of texts, line by line.

use std::collections::HashMap;
use std::fmt::Write;

/// Lines that were replaced. Starts are line numbers from 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Hunk {
    pub old_start: usize,
    pub new_start: usize,
    pub removed: Vec<String>,
    pub added: Vec<String>,
}

fn split(text: &str) -> Vec<&str> {
    text.lines().map(str::trim_end).collect()
}

fn common_prefix(a: &[&str], b: &[&str]) -> usize {
    a.iter().zip(b).take_while(|(x, y)| x == y).count()
}

/// Where lines of a text are, as bits.
struct Places<'a> {
    known: HashMap<&'a str, usize>,
    words: usize,
    bits: Vec<u64>,
}

impl<'a> Places<'a> {
    fn new(lines: impl ExactSizeIterator<Item = &'a str>) -> Places<'a> {
        let count = lines.len();
        let words = count.div_ceil(64);
        let mut known = HashMap::with_capacity(count);
        let mut bits: Vec<u64> = Vec::with_capacity(count * words);
        for (i, line) in lines.enumerate() {
            let next = known.len();
            let index = *known.entry(line).or_insert(next);
            if index == next {
                bits.resize((next + 1) * words, 0);
            }
            bits[index * words + i / 64] |= 1 << (i % 64);
        }
        Places { known, words, bits }
    }

    fn of(&self, line: &str) -> Option<&[u64]> {
        let index = *self.known.get(line)?;
        Some(&self.bits[index * self.words..(index + 1) * self.words])
    }
}

/// A step of the bit-parallel longest common subsequence: zeros in a row are where it grows.
fn step(row: &mut [u64], places: &[u64]) {
    let mut carry = false;
    for (v, &p) in row.iter_mut().zip(places) {
        let u = *v & p;
        let (sum, over) = v.overflowing_add(u);
        let (sum, over2) = sum.overflowing_add(carry as u64);
        carry = over | over2;
        *v = sum | (*v - u);
    }
}

/// How many of the first bits are zeros.
fn zeros(row: &[u64], bits: usize) -> usize {
    let full: u32 = row[..bits / 64].iter().map(|v| v.count_zeros()).sum();
    let rest = bits % 64;
    let part = if rest == 0 { 0 } else { (!row[bits / 64] & ((1 << rest) - 1)).count_ones() };
    (full + part) as usize
}

/// Ranges of lines that differ: old from, old to, new from, new to.
fn ranges(a: &[&str], b: &[&str]) -> Vec<[usize; 4]> {
    let start = common_prefix(a, b);
    let (rest_a, rest_b) = (&a[start..], &b[start..]);
    let mut found = Vec::new();
    if rest_a.is_empty() || rest_b.is_empty() {
        if rest_a.len() != rest_b.len() {
            found.push([start, a.len(), start, b.len()]);
        }
        return found;
    }
    let (n, m) = (rest_a.len(), rest_b.len());
    // Backwards, so that the rows tell of what is still to come: row i is of the lines from i on.
    let places = Places::new(rest_b.iter().rev().copied());
    let of_a: Vec<Option<&[u64]>> = rest_a.iter().map(|line| places.of(line)).collect();
    let words = places.words;
    let mut rows = vec![u64::MAX; (n + 1) * words];
    for i in (0..n).rev() {
        rows.copy_within((i + 1) * words..(i + 2) * words, i * words);
        if let Some(bits) = of_a[i] {
            step(&mut rows[i * words..(i + 1) * words], bits);
        }
    }
    let mut left = zeros(&rows[..words], m);
    let (mut i, mut j) = (0, 0);
    let mut open: Option<(usize, usize)> = None;
    while i < n && j < m {
        let bit = m - 1 - j;
        if of_a[i].is_some_and(|bits| bits[bit / 64] >> (bit % 64) & 1 == 1) {
            if let Some((from_i, from_j)) = open.take() {
                found.push([start + from_i, start + i, start + from_j, start + j]);
            }
            i += 1;
            j += 1;
            left -= 1;
            continue;
        }
        open.get_or_insert((i, j));
        if of_a[i].is_none() || zeros(&rows[(i + 1) * words..(i + 2) * words], m - j) == left {
            i += 1;
        } else {
            j += 1;
        }
    }
    if open.is_some() || i < n || j < m {
        let (from_i, from_j) = open.unwrap_or((i, j));
        found.push([start + from_i, start + n, start + from_j, start + m]);
    }
    found
}

/// The differences; blanks at the ends of lines do not count.
pub fn diff(old: &str, new: &str) -> Vec<Hunk> {
    let a = split(old);
    let b = split(new);
    let own = |lines: &[&str]| lines.iter().map(|line| line.to_string()).collect();
    ranges(&a, &b)
        .into_iter()
        .map(|[i, to_i, j, to_j]| Hunk {
            old_start: i + 1,
            new_start: j + 1,
            removed: own(&a[i..to_i]),
            added: own(&b[j..to_j]),
        })
        .collect()
}

/// The differences as a text with `-` and `+` lines.
pub fn diff_text(old: &str, new: &str) -> String {
    let a = split(old);
    let b = split(new);
    let mut result = String::new();
    for [i, to_i, j, to_j] in ranges(&a, &b) {
        let _ = writeln!(result, "@@ -{},{} +{},{} @@", i + 1, to_i - i, j + 1, to_j - j);
        for (sign, lines) in [('-', &a[i..to_i]), ('+', &b[j..to_j])] {
            for line in lines {
                result.push(sign);
                result.push_str(line);
                result.push('\n');
            }
        }
    }
    result
}

/// How alike two texts are, from 0 to 1.
pub fn similarity(old: &str, new: &str) -> f64 {
    let a = split(old);
    let b = split(new);
    if a.is_empty() && b.is_empty() {
        return 1.0;
    }
    let total = a.len() + b.len();
    let start = common_prefix(&a, &b);
    let (rest_a, rest_b) = (&a[start..], &b[start..]);
    let end = rest_a.iter().rev().zip(rest_b.iter().rev()).take_while(|(x, y)| x == y).count();
    let (rest_a, rest_b) = (&rest_a[..rest_a.len() - end], &rest_b[..rest_b.len() - end]);
    let mut common = start + end;
    if !rest_a.is_empty() && !rest_b.is_empty() {
        common += lcs_length(rest_a, rest_b);
    }
    2.0 * common as f64 / total as f64
}

/// The length of the longest common subsequence, 64 lines at once.
fn lcs_length(a: &[&str], b: &[&str]) -> usize {
    let places = Places::new(a.iter().copied());
    let mut row = vec![u64::MAX; places.words];
    for line in b {
        if let Some(bits) = places.of(line) {
            step(&mut row, bits);
        }
    }
    zeros(&row, a.len())
}

/// Makes the new text from the old one, or nothing when a hunk does not fit.
pub fn apply(old: &str, hunks: &[Hunk]) -> Option<String> {
    let lines = split(old);
    let added: usize = hunks.iter().flat_map(|h| &h.added).map(|line| line.len() + 1).sum();
    let mut result = String::with_capacity(old.len() + 1 + added);
    let mut push = |line: &str| {
        result.push_str(line);
        result.push('\n');
    };
    let mut position = 0;
    for hunk in hunks {
        let from = hunk.old_start.checked_sub(1)?;
        if from < position || from > lines.len() {
            return None;
        }
        lines[position..from].iter().for_each(|line| push(line));
        let to = from + hunk.removed.len();
        if lines.get(from..to)? != hunk.removed.as_slice() {
            return None;
        }
        position = to;
        hunk.added.iter().for_each(|line| push(line));
    }
    lines[position..].iter().for_each(|line| push(line));
    Some(result)
}
