//! How alike two names are, by the groups of three letters they share.

/// A name from a list that resembles the one asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    /// The place in the list.
    pub index: usize,
    /// From 1 to 1000.
    pub score: u32,
}

const BLANK: u64 = b' ' as u64;
/// Three characters of 21 bits.
const MASK: u64 = (1 << 63) - 1;

struct Groups {
    groups: Vec<u64>,
    /// The last three characters, the last two of a word's blanks at first.
    window: u64,
    inside: bool,
}

impl Groups {
    fn end_word(&mut self) {
        if self.inside {
            self.groups.push((self.window << 21 | BLANK) & MASK);
            self.inside = false;
        }
        self.window = BLANK << 21 | BLANK;
    }

    #[inline]
    fn letter(&mut self, letter: u64) {
        self.inside = true;
        self.window = (self.window << 21 | letter) & MASK;
        self.groups.push(self.window);
    }
}

/// Appends the sorted, different groups of the text.
fn groups_into(text: &str, all: &mut Vec<u64>) {
    let start = all.len();
    let groups = std::mem::take(all);
    let mut state = Groups { groups, window: BLANK << 21 | BLANK, inside: false };
    if text.is_ascii() {
        for byte in text.bytes() {
            if byte.is_ascii_alphanumeric() {
                state.letter(byte.to_ascii_lowercase() as u64);
            } else {
                state.end_word();
            }
        }
    } else {
        // The whole text at once, since the final sigma depends on what is around it.
        for c in text.to_lowercase().chars() {
            if c.is_alphanumeric() {
                state.letter(c as u64);
            } else {
                state.end_word();
            }
        }
    }
    state.end_word();
    *all = state.groups;
    let fresh = &mut all[start..];
    fresh.sort_unstable();
    let mut kept = start;
    for i in start..all.len() {
        if i == start || all[i] != all[kept - 1] {
            all[kept] = all[i];
            kept += 1;
        }
    }
    all.truncate(kept);
}

fn score(a: &[u64], b: &[u64]) -> u32 {
    let (mut i, mut j, mut shared) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        let (x, y) = (a[i], b[j]);
        shared += (x == y) as usize;
        i += (x <= y) as usize;
        j += (y <= x) as usize;
    }
    let all = a.len() + b.len() - shared;
    if all == 0 {
        0
    } else {
        (shared * 1000 / all) as u32
    }
}

/// The shared groups in per mille of all groups of both; 0 if there are none.
pub fn similarity(a: &str, b: &str) -> u32 {
    let mut groups = Vec::with_capacity(2 * (a.len() + b.len()) + 8);
    groups_into(a, &mut groups);
    let middle = groups.len();
    groups_into(b, &mut groups);
    score(&groups[..middle], &groups[middle..])
}

/// The best matches for a name, at most `limit`, the best one first and among equals the one
/// that stands first in the list. Names without anything in common are left out.
pub fn search(names: &[String], wanted: &str, limit: usize) -> Vec<Match> {
    let mut groups = Vec::new();
    groups_into(wanted, &mut groups);
    let mut other = Vec::new();
    let mut matches = Vec::new();
    if limit == 0 {
        return matches;
    }
    for (index, name) in names.iter().enumerate() {
        other.clear();
        groups_into(name, &mut other);
        let score = score(&groups, &other);
        if score > 0 {
            matches.push(Match { index, score });
        }
    }
    let key = |found: &Match| (std::cmp::Reverse(found.score), found.index);
    if limit < matches.len() {
        matches.select_nth_unstable_by_key(limit, key);
        matches.truncate(limit);
    }
    matches.sort_unstable_by_key(key);
    matches
}

/// The pairs of places with a score of at least `threshold`, the lower place first.
pub fn duplicates(names: &[String], threshold: u32) -> Vec<(usize, usize)> {
    let mut groups = Vec::new();
    let mut ends = Vec::with_capacity(names.len() + 1);
    ends.push(0);
    for name in names {
        groups_into(name, &mut groups);
        ends.push(groups.len());
    }
    let of = |i: usize| &groups[ends[i]..ends[i + 1]];
    let mut pairs = Vec::new();
    for i in 0..names.len() {
        for j in i + 1..names.len() {
            if score(of(i), of(j)) >= threshold {
                pairs.push((i, j));
            }
        }
    }
    pairs
}
