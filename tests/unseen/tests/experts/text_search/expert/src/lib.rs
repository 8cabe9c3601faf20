//! Substring search by the crate memchr.

use memchr::memmem;

pub struct Document {
    bytes: Vec<u8>,
}

impl Document {
    pub fn new(text: &str) -> Document {
        Document { bytes: text.as_bytes().to_vec() }
    }

    pub fn find(&self, needle: &str, from: usize) -> Option<usize> {
        let rest = self.bytes.get(from..)?;
        memmem::find(rest, needle.as_bytes()).map(|at| from + at)
    }

    pub fn find_all(&self, needle: &str) -> Vec<usize> {
        if needle.is_empty() {
            return Vec::new();
        }
        memmem::find_iter(&self.bytes, needle.as_bytes()).collect()
    }

    pub fn count(&self, needle: &str) -> usize {
        if needle.is_empty() {
            return 0;
        }
        memmem::find_iter(&self.bytes, needle.as_bytes()).count()
    }
}
