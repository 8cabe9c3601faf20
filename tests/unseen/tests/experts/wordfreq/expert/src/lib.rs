//! How often words occur in a text.

use std::borrow::Cow;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// A quick hash of short words.
#[derive(Default)]
struct Quick(u64);

impl Hasher for Quick {
    fn write(&mut self, bytes: &[u8]) {
        let mut chunks = bytes.chunks_exact(8);
        for chunk in &mut chunks {
            let mut block = [0; 8];
            block.copy_from_slice(chunk);
            self.add(u64::from_le_bytes(block));
        }
        let mut last = 0u64;
        for &byte in chunks.remainder() {
            last = last << 8 | byte as u64;
        }
        self.add(last);
    }
    fn write_u8(&mut self, _: u8) {}
    fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 32
    }
}

impl Quick {
    fn add(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

type State = BuildHasherDefault<Quick>;

const SPACE: u8 = 0;
const SMALL: u8 = 1;
const CAPITAL: u8 = 2;
const OTHER: u8 = 3;

const fn kinds() -> [u8; 256] {
    let mut out = [SPACE; 256];
    let mut i = 0;
    while i < 256 {
        let b = i as u8;
        out[i] = if b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'\'' {
            SMALL
        } else if b.is_ascii_uppercase() {
            CAPITAL
        } else if b >= 128 {
            OTHER
        } else {
            SPACE
        };
        i += 1;
    }
    out
}

static KINDS: [u8; 256] = kinds();

/// Calls `f` for every word in small letters, borrowed where it has only small ones.
fn each_word<'a>(text: &'a str, mut f: impl FnMut(Cow<'a, str>)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        let mut seen = 0;
        while at < bytes.len() {
            let kind = KINDS[bytes[at] as usize];
            if kind == SPACE {
                break;
            }
            seen |= kind;
            at += 1;
        }
        if at > start {
            let run = &text[start..at];
            if seen & OTHER == OTHER && !run.is_ascii() {
                for word in run.split(|c: char| !c.is_alphanumeric() && c != '\'') {
                    if !word.is_empty() {
                        f(Cow::Owned(word.to_lowercase()));
                    }
                }
            } else if seen & CAPITAL != 0 {
                f(Cow::Owned(run.to_ascii_lowercase()));
            } else {
                f(Cow::Borrowed(run));
            }
        }
        at += 1;
    }
}

/// The words of a text in small letters. A word is a run of letters, digits and apostrophes.
pub fn words(text: &str) -> Vec<String> {
    let mut out = Vec::with_capacity(text.len() / 6 + 1);
    each_word(text, |word| out.push(word.into_owned()));
    out
}

fn tally(text: &str) -> HashMap<Cow<'_, str>, usize, State> {
    let mut counts = HashMap::with_capacity_and_hasher(text.len() / 12, State::default());
    each_word(text, |word| match counts.entry(word) {
        Entry::Occupied(mut entry) => *entry.get_mut() += 1,
        Entry::Vacant(entry) => {
            entry.insert(1);
        }
    });
    counts
}

/// How often each word occurs.
pub fn count(text: &str) -> HashMap<String, usize> {
    tally(text).into_iter().map(|(word, count)| (word.into_owned(), count)).collect()
}

/// The `n` most frequent words, equally frequent ones in alphabetical order.
pub fn most_frequent(text: &str, n: usize) -> Vec<(String, usize)> {
    if n == 0 {
        return Vec::new();
    }
    let mut pairs: Vec<(Cow<str>, usize)> = tally(text).into_iter().collect();
    let order = |a: &(Cow<str>, usize), b: &(Cow<str>, usize)| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0));
    if n < pairs.len() {
        pairs.select_nth_unstable_by(n - 1, order);
        pairs.truncate(n);
    }
    pairs.sort_unstable_by(order);
    pairs.into_iter().map(|(word, count)| (word.into_owned(), count)).collect()
}

/// The words that occur in both texts, in alphabetical order.
pub fn common(a: &str, b: &str) -> Vec<String> {
    let mut other: HashSet<Cow<str>, State> = HashSet::with_capacity_and_hasher(b.len() / 12, State::default());
    each_word(b, |word| {
        other.insert(word);
    });
    let mut result = Vec::new();
    each_word(a, |word| {
        if let Some(word) = other.take(&word) {
            result.push(word.into_owned());
        }
    });
    result.sort_unstable();
    result
}
