//! Completion of what somebody types, from words with weights.

/// Words that may be suggested.
#[derive(Default)]
pub struct Completer {
    words: Vec<(String, u32)>,
}

impl Completer {
    /// Without any words.
    pub fn new() -> Self {
        Self::default()
    }

    /// With the words of a text; a word weighs as much as it occurs.
    pub fn from_text(text: &str) -> Self {
        let mut completer = Self::new();
        for word in text.split_whitespace() {
            completer.add(word, 1);
        }
        completer
    }

    /// Adds to the weight of a word.
    pub fn add(&mut self, word: &str, weight: u32) {
        for (known, total) in self.words.iter_mut() {
            if known == word {
                *total = total.saturating_add(weight);
                return;
            }
        }
        self.words.push((word.to_string(), weight));
    }

    /// The number of different words.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether there are no words.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// At most `limit` words that begin with the prefix: the heaviest first, of equally heavy ones
    /// the alphabetically first.
    pub fn suggest(&self, prefix: &str, limit: usize) -> Vec<String> {
        let mut found: Vec<(String, u32)> = self
            .words
            .iter()
            .filter(|(word, _)| word.starts_with(prefix))
            .cloned()
            .collect();
        found.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        found.into_iter().take(limit).map(|(word, _)| word).collect()
    }

    /// The longest text that all words with this prefix begin with.
    pub fn common_prefix(&self, prefix: &str) -> Option<String> {
        let found = self.suggest(prefix, usize::MAX);
        let mut common: Vec<char> = found.first()?.chars().collect();
        for word in &found {
            let same = common.iter().zip(word.chars()).take_while(|(a, b)| **a == *b).count();
            common.truncate(same);
        }
        Some(common.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggests() {
        let mut c = Completer::from_text("cargo car cat car");
        c.add("cab", 1);
        assert_eq!(c.len(), 4);
        assert_eq!(c.suggest("ca", 3), vec!["car", "cab", "cargo"]);
        assert!(c.suggest("x", 3).is_empty());
    }

    #[test]
    fn prefixes() {
        let c = Completer::from_text("größe größer grün");
        assert_eq!(c.common_prefix("grö"), Some("größe".to_string()));
        assert_eq!(c.common_prefix(""), Some("gr".to_string()));
        assert_eq!(c.common_prefix("x"), None);
    }
}
