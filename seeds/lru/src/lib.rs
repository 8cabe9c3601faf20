//! A cache that forgets what was used the longest time ago.
//!
//! ```
//! let mut cache = lru::Lru::new(2);
//! cache.put("one", 1);
//! cache.put("two", 2);
//! assert_eq!(cache.get("one"), Some(1));
//! cache.put("three", 3);
//! assert_eq!(cache.get("two"), None);
//! ```

/// A cache of numbers under names, at most so many at a time.
pub struct Lru {
    capacity: usize,
    /// What was used last comes last.
    entries: Vec<(String, u64)>,
}

impl Lru {
    /// An empty cache for `capacity` entries.
    ///
    /// # Panics
    ///
    /// If `capacity` is 0.
    pub fn new(capacity: usize) -> Lru {
        assert!(capacity > 0, "a cache holds at least one entry");
        Lru { capacity, entries: Vec::new() }
    }

    /// The value under `key`, which counts as used.
    pub fn get(&mut self, key: &str) -> Option<u64> {
        let position = self.entries.iter().position(|entry| entry.0 == key)?;
        let entry = self.entries.remove(position);
        let value = entry.1;
        self.entries.push(entry);
        Some(value)
    }

    /// Puts `value` under `key`, which counts as used. When the cache is full, what was used the longest time ago makes room.
    pub fn put(&mut self, key: &str, value: u64) {
        if let Some(position) = self.entries.iter().position(|entry| entry.0 == key) {
            self.entries.remove(position);
        } else if self.entries.len() == self.capacity {
            self.entries.remove(0);
        }
        self.entries.push((key.to_string(), value));
    }

    /// The number of entries.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_is_found_until_it_makes_room() {
        let mut cache = Lru::new(3);
        for (key, value) in [("a", 1), ("b", 2), ("c", 3), ("d", 4)] {
            cache.put(key, value);
        }
        assert_eq!(cache.len(), 3);
        assert_eq!(cache.get("a"), None);
        assert_eq!((cache.get("b"), cache.get("c"), cache.get("d")), (Some(2), Some(3), Some(4)));
    }

    #[test]
    fn reading_and_writing_count_as_use() {
        let mut cache = Lru::new(2);
        cache.put("a", 1);
        cache.put("b", 2);
        cache.get("a");
        cache.put("c", 3);
        assert_eq!(cache.get("b"), None);
        cache.put("a", 10);
        cache.put("d", 4);
        assert_eq!((cache.get("c"), cache.get("a")), (None, Some(10)));
    }

    #[test]
    fn a_cache_of_one_holds_the_newest() {
        let mut cache = Lru::new(1);
        assert!(cache.is_empty());
        cache.put("a", 1);
        cache.put("b", 2);
        assert_eq!((cache.get("a"), cache.get("b")), (None, Some(2)));
    }

    #[test]
    #[should_panic(expected = "at least one")]
    fn a_cache_for_nothing_is_refused() {
        Lru::new(0);
    }
}
