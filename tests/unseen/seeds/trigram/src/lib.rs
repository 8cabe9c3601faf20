//! How alike two names are, by the groups of three letters they share.

use std::collections::HashSet;

/// A name from a list that resembles the one asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    /// The place in the list.
    pub index: usize,
    /// From 1 to 1000.
    pub score: u32,
}

/// Words in lower case, letters and digits only.
fn words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| word.to_string())
        .collect()
}

/// All groups of three letters; a word is taken with two blanks before and one behind.
fn trigrams(text: &str) -> HashSet<String> {
    let mut set = HashSet::new();
    for word in words(text) {
        let padded = format!("  {} ", word);
        let letters: Vec<char> = padded.chars().collect();
        for group in letters.windows(3) {
            set.insert(group.iter().collect::<String>());
        }
    }
    set
}

/// The shared groups in per mille of all groups of both; 0 if there are none.
pub fn similarity(a: &str, b: &str) -> u32 {
    let left = trigrams(a);
    let right = trigrams(b);
    let shared = left.intersection(&right).count();
    let all = left.union(&right).count();
    if all == 0 {
        0
    } else {
        (shared * 1000 / all) as u32
    }
}

/// The best matches for a name, at most `limit`, the best one first and among equals the one
/// that stands first in the list. Names without anything in common are left out.
pub fn search(names: &[String], wanted: &str, limit: usize) -> Vec<Match> {
    let mut matches: Vec<Match> = names
        .iter()
        .enumerate()
        .map(|(index, name)| Match { index, score: similarity(wanted, name) })
        .filter(|found| found.score > 0)
        .collect();
    matches.sort_by(|a, b| b.score.cmp(&a.score).then(a.index.cmp(&b.index)));
    matches.truncate(limit);
    matches
}

/// The pairs of places with a score of at least `threshold`, the lower place first.
pub fn duplicates(names: &[String], threshold: u32) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for i in 0..names.len() {
        for j in i + 1..names.len() {
            if similarity(&names[i], &names[j]) >= threshold {
                pairs.push((i, j));
            }
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compares_names() {
        assert_eq!(similarity("word", "WORD!"), 1000);
        assert_eq!(similarity("word", "words"), 571);
        assert_eq!(similarity("", "a"), 0);
        let names = vec!["Anna Smith".to_string(), "Bo".to_string(), "Ana Smyth".to_string()];
        let found = search(&names, "anna smyth", 5);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].index, 2);
        assert_eq!(duplicates(&names, 300), vec![(0, 2)]);
    }
}
