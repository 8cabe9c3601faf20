//! Looks for words in a document.

/// A document that is searched many times.
pub struct Document {
    bytes: Vec<u8>,
}

impl Document {
    /// Takes the text of a document.
    pub fn new(text: &str) -> Document {
        Document { bytes: text.as_bytes().to_vec() }
    }

    /// Whether `needle` stands at `position`.
    fn matches_at(&self, needle: &[u8], position: usize) -> bool {
        for j in 0..needle.len() {
            if self.bytes[position + j] != needle[j] {
                return false;
            }
        }
        true
    }

    /// The byte offset of the first occurrence at or behind `from`.
    pub fn find(&self, needle: &str, from: usize) -> Option<usize> {
        let needle = needle.as_bytes();
        let mut position = from;
        while position + needle.len() <= self.bytes.len() {
            if self.matches_at(needle, position) {
                return Some(position);
            }
            position += 1;
        }
        None
    }

    /// The offsets of all occurrences that do not overlap, from the left. An empty needle has none.
    pub fn find_all(&self, needle: &str) -> Vec<usize> {
        let mut found = vec![];
        if needle.is_empty() {
            return found;
        }
        let mut from = 0;
        while let Some(position) = self.find(needle, from) {
            found.push(position);
            from = position + needle.len();
        }
        found
    }

    /// How many occurrences `find_all` finds.
    pub fn count(&self, needle: &str) -> usize {
        self.find_all(needle).len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_all() {
        let document = Document::new("the cat and the hat on the mat");
        assert_eq!(document.find_all("the"), vec![0, 12, 23]);
        assert_eq!(document.count("at"), 3);
        assert_eq!(document.count("dog"), 0);
    }

    #[test]
    fn finds_from_somewhere() {
        let document = Document::new("abcabc");
        assert_eq!(document.find("abc", 0), Some(0));
        assert_eq!(document.find("abc", 1), Some(3));
        assert_eq!(document.find("abc", 4), None);
        assert_eq!(document.find("abc", 40), None);
    }

    #[test]
    fn no_overlaps() {
        assert_eq!(Document::new("aaaaa").find_all("aa"), vec![0, 2]);
        assert!(Document::new("aaa").find_all("").is_empty());
    }
}
