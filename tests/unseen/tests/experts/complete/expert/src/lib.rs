//! Completion of what somebody types, from words with weights.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A quick hash of short words.
#[derive(Default)]
struct Quick(u64);

impl Hasher for Quick {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut block = [0; 8];
            block[..chunk.len()].copy_from_slice(chunk);
            self.0 = (self.0.rotate_left(5) ^ u64::from_le_bytes(block)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        }
    }
    fn write_u8(&mut self, _: u8) {}
    fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 32
    }
}

/// The first eight bytes as a number that is in the order of the words.
fn head(word: &str) -> u64 {
    let mut block = [0; 8];
    let length = word.len().min(8);
    block[..length].copy_from_slice(&word.as_bytes()[..length]);
    u64::from_be_bytes(block)
}

/// Words that may be suggested.
#[derive(Default)]
pub struct Completer {
    /// In alphabetical order.
    words: Vec<(String, u32)>,
}

impl Completer {
    /// Without any words.
    pub fn new() -> Self {
        Self::default()
    }

    /// With the words of a text; a word weighs as much as it occurs.
    pub fn from_text(text: &str) -> Self {
        let mut counts: HashMap<&str, u32, BuildHasherDefault<Quick>> =
            HashMap::with_capacity_and_hasher(text.len() / 10, Default::default());
        for word in text.split_whitespace() {
            let count = counts.entry(word).or_insert(0);
            *count = count.saturating_add(1);
        }
        // Ordered by the first eight bytes, which nearly always decides
        let mut pairs: Vec<(u64, &str, u32)> =
            counts.into_iter().map(|(word, count)| (head(word), word, count)).collect();
        pairs.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.cmp(b.1)));
        Self { words: pairs.into_iter().map(|(_, word, count)| (word.to_string(), count)).collect() }
    }

    /// Adds to the weight of a word.
    pub fn add(&mut self, word: &str, weight: u32) {
        match self.words.binary_search_by(|(known, _)| known.as_str().cmp(word)) {
            Ok(at) => self.words[at].1 = self.words[at].1.saturating_add(weight),
            Err(at) => self.words.insert(at, (word.to_string(), weight)),
        }
    }

    /// The number of different words.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether there are no words.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    fn matching(&self, prefix: &str) -> &[(String, u32)] {
        let from = self.words.partition_point(|(word, _)| word.as_str() < prefix);
        let rest = &self.words[from..];
        let count = rest.partition_point(|(word, _)| word.starts_with(prefix));
        &rest[..count]
    }

    /// At most `limit` words that begin with the prefix: the heaviest first, of equally heavy ones
    /// the alphabetically first.
    pub fn suggest(&self, prefix: &str, limit: usize) -> Vec<String> {
        // Words are already in alphabetical order, so the place stands for the word
        let found = self.matching(prefix);
        let mut keys: Vec<(u32, usize)> = found.iter().enumerate().map(|(at, (_, weight))| (!weight, at)).collect();
        if limit == 0 {
            return Vec::new();
        }
        if limit < keys.len() {
            keys.select_nth_unstable(limit - 1);
            keys.truncate(limit);
        }
        keys.sort_unstable();
        keys.into_iter().map(|(_, at)| found[at].0.clone()).collect()
    }

    /// The longest text that all words with this prefix begin with.
    pub fn common_prefix(&self, prefix: &str) -> Option<String> {
        let found = self.matching(prefix);
        // In an ordered list what first and last share, all share
        let (first, last) = (&found.first()?.0, &found.last()?.0);
        let same: usize =
            first.chars().zip(last.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
        Some(first[..same].to_string())
    }
}
