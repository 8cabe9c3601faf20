//! How often words occur in a text.

use std::collections::HashMap;

/// The words of a text in small letters. A word is a run of letters, digits and apostrophes.
pub fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric() && c != '\'')
        .filter(|word| !word.is_empty())
        .map(|word| word.to_lowercase())
        .collect()
}

/// How often each word occurs.
pub fn count(text: &str) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    for word in words(text) {
        if counts.contains_key(&word) {
            let old = counts[&word];
            counts.insert(word.clone(), old + 1);
        } else {
            counts.insert(word.clone(), 1);
        }
    }
    counts
}

/// The `n` most frequent words, equally frequent ones in alphabetical order.
pub fn most_frequent(text: &str, n: usize) -> Vec<(String, usize)> {
    let mut pairs: Vec<(String, usize)> = count(text).into_iter().collect();
    pairs.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    pairs.truncate(n);
    pairs
}

/// The words that occur in both texts, in alphabetical order.
pub fn common(a: &str, b: &str) -> Vec<String> {
    let other = words(b);
    let mut result: Vec<String> = Vec::new();
    for word in words(a) {
        if other.contains(&word) && !result.contains(&word) {
            result.push(word);
        }
    }
    result.sort();
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts() {
        assert_eq!(words("Don't, PANIC! 42"), vec!["don't", "panic", "42"]);
        let counts = count("a b A");
        assert_eq!(counts["a"], 2);
        assert_eq!(counts.len(), 2);
    }

    #[test]
    fn ranks() {
        let top = most_frequent("b c a b c d", 3);
        assert_eq!(top, vec![("b".to_string(), 2), ("c".to_string(), 2), ("a".to_string(), 1)]);
        assert_eq!(common("c b a b", "b x C"), vec!["b", "c"]);
    }
}
