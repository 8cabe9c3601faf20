//! The literals of a program: what it compares its input with, and the lengths and numbers at which it does something else. Fuzzers
//! call this a dictionary (AFL). Must not know what is made of it.

use std::collections::{BTreeMap, BTreeSet};

use syn::Lit;

use crate::component::Sources;
use crate::genome::tokens::words;

/// Literals, each once, and names.
#[derive(Debug, Default, Clone)]
pub struct Dictionary {
    /// Texts and letters.
    pub texts: BTreeSet<String>,
    /// Bytes and texts of bytes.
    pub bytes: BTreeSet<Vec<u8>>,
    /// Integers.
    pub numbers: BTreeSet<u128>,
    /// How often each name and each letter stands there.
    pub names: BTreeMap<String, usize>,
    pub letters: BTreeMap<char, usize>,
}

impl Dictionary {
    /// Of all files, tests included: what they ask about is worth asking.
    pub fn of(sources: &Sources) -> Dictionary {
        let mut found = Dictionary::default();
        for (_, text) in sources.iter().filter(|(file, _)| file.ends_with(".rs")) {
            let starts = |token: &str| token.starts_with(|c: char| c.is_ascii_digit() || "\"'bcr".contains(c));
            for token in words(text) {
                if let Some(literal) =
                    Some(token).filter(|token| starts(token)).and_then(|token| syn::parse_str::<Lit>(token).ok())
                {
                    found.add(&literal);
                } else if token.starts_with(|c: char| c.is_alphabetic()) {
                    *found.names.entry(token.to_owned()).or_default() += 1;
                }
            }
        }
        found
    }

    fn add(&mut self, literal: &Lit) {
        match literal {
            Lit::Str(text) => self.text(&text.value()),
            Lit::Char(letter) => {
                *self.letters.entry(letter.value()).or_default() += 1;
                self.text(&letter.value().to_string());
            }
            Lit::ByteStr(bytes) => self.bytes(bytes.value()),
            Lit::Byte(byte) => {
                *self.letters.entry(char::from(byte.value())).or_default() += 1;
                self.bytes(vec![byte.value()]);
            }
            Lit::Int(number) => {
                let Ok(number) = number.base10_parse::<u128>() else { return };
                self.numbers.insert(number);
                // Bytes are often written as numbers, and ranges of them have ends.
                if let Ok(byte) = u8::try_from(number) {
                    self.bytes.extend([vec![byte], vec![byte.wrapping_sub(1)], vec![byte.wrapping_add(1)]]);
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        const LONGEST: usize = 40; // what is longer is a message
        if !text.is_empty() && text.len() <= LONGEST {
            self.texts.insert(text.to_owned());
            self.bytes.insert(text.as_bytes().to_vec());
        }
    }

    fn bytes(&mut self, bytes: Vec<u8>) {
        if let Ok(text) = std::str::from_utf8(&bytes) {
            self.text(text);
        }
        self.bytes.insert(bytes);
    }

    /// What is here and not in another one; of the letters all, because lengths are tried with them. Of names and how often letters
    /// stand there, what differs: what is not asked any more matters as well.
    pub fn beyond(mut self, other: &Dictionary) -> Dictionary {
        self.texts.retain(|text| text.chars().count() == 1 || !other.texts.contains(text));
        self.bytes.retain(|bytes| bytes.len() == 1 || !other.bytes.contains(bytes));
        self.numbers.retain(|number| !other.numbers.contains(number));
        self.names = differing(self.names, &other.names);
        self.letters = differing(self.letters, &other.letters);
        self
    }

    /// Lengths at which something may change, each with its neighbours.
    pub fn lengths(&self) -> impl Iterator<Item = usize> {
        const LONGEST: u128 = 10_000;
        let lengths = self.numbers.iter().filter(|number| (2..=LONGEST).contains(*number));
        lengths.flat_map(|number| [*number as usize - 1, *number as usize, *number as usize + 1])
    }
}

/// What stands there more or less often than in another one.
fn differing<K: Ord + Clone>(mut here: BTreeMap<K, usize>, there: &BTreeMap<K, usize>) -> BTreeMap<K, usize> {
    there.keys().for_each(|key| _ = here.entry(key.clone()).or_default());
    here.retain(|key, count| there.get(key).copied().unwrap_or(0) != *count);
    here
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_of_every_kind_are_found() {
        let text = r#"fn f<'a>(x: &'a [u8]) { x.starts_with(b"HT") || x[0] == b'\n' || s == "GET" || c == 'é' || n > 0x1_00usize }"#;
        let found = Dictionary::of(&Sources::default().with("src/lib.rs", text));
        assert!(["HT", "\n", "GET", "é"].iter().all(|text| found.texts.contains(*text)), "{found:?}");
        assert!(found.bytes.contains(&vec![b'\n']) && found.numbers.contains(&256));
        assert!([255, 256, 257].iter().all(|length| found.lengths().any(|found| found == *length)));
        let more = Dictionary::of(&Sources::default().with("src/lib.rs", format!("{text} fn g() {{ 99 }}")));
        assert_eq!(more.beyond(&found).numbers.into_iter().collect::<Vec<_>>(), [99]);
    }
}
