//! Splits texts without spaces (domain names, hashtags) into words of a list.

use std::collections::HashSet;

/// A list of words.
pub struct Lexicon {
    words: HashSet<String>,
    longest: usize,
}

impl Lexicon {
    /// Makes a lexicon of words that are separated by white space.
    pub fn new(list: &str) -> Lexicon {
        let words: HashSet<String> = list.split_whitespace().map(str::to_string).collect();
        let longest = words.iter().map(|word| word.chars().count()).max().unwrap_or(0);
        Lexicon { words, longest }
    }

    /// Whether a word is in the list.
    pub fn contains(&self, word: &str) -> bool {
        self.words.contains(word)
    }

    /// The longest word that the text starts with.
    pub fn longest_match(&self, text: &str) -> Option<String> {
        let chars: Vec<char> = text.chars().take(self.longest).collect();
        for length in (1..=chars.len()).rev() {
            let candidate: String = chars[..length].iter().collect();
            if self.contains(&candidate) {
                return Some(candidate);
            }
        }
        None
    }

    /// Takes the longest word from the front until nothing is left. Where no word fits, one
    /// character is a part of its own.
    pub fn segment(&self, text: &str) -> Vec<String> {
        let mut parts = Vec::new();
        let mut rest = text.to_string();
        while let Some(first) = rest.chars().next() {
            let part = match self.longest_match(&rest) {
                Some(word) => word,
                None => first.to_string(),
            };
            rest = rest[part.len()..].to_string();
            parts.push(part);
        }
        parts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longest_wins() {
        let lexicon = Lexicon::new("car cart art table tables");
        assert_eq!(lexicon.longest_match("cartable"), Some("cart".to_string()));
        assert_eq!(lexicon.longest_match("xcar"), None);
        assert_eq!(lexicon.segment("cartables"), ["cart", "a", "b", "l", "e", "s"]);
        assert_eq!(lexicon.segment("tablesart"), ["tables", "art"]);
    }

    #[test]
    fn other_scripts_and_nothing() {
        let lexicon = Lexicon::new("süß 東京 東");
        assert_eq!(lexicon.segment("süß東京都"), ["süß", "東京", "都"]);
        assert!(lexicon.segment("").is_empty());
        assert_eq!(Lexicon::new("").segment("ab"), ["a", "b"]);
    }
}
