//! A small cache: numbers under names, at most so many at a time.
//!
//! ```
//! let mut cache = cache::Cache::new(2);
//! cache.put("one", 1);
//! cache.put("two", 2);
//! cache.put("three", 3);
//! assert_eq!(cache.get("three"), Some(3));
//! assert_eq!(cache.len(), 2);
//! ```

/// A cache of a fixed capacity. When it is full, the entry that was written the longest time ago makes room.
pub struct Cache {
    capacity: usize,
    entries: Vec<Entry>,
    /// Writes so far.
    writes: u64,
}

struct Entry {
    key: String,
    value: u64,
    /// When it was written.
    written: u64,
    /// How often it was asked for.
    reads: u64,
}

impl Cache {
    /// An empty cache for `capacity` entries.
    ///
    /// # Panics
    /// If `capacity` is 0.
    pub fn new(capacity: usize) -> Cache {
        assert!(capacity > 0, "a cache holds at least one entry");
        Cache { capacity, entries: Vec::new(), writes: 0 }
    }

    /// The value under `key`, if it is still there.
    pub fn get(&mut self, key: &str) -> Option<u64> {
        for entry in &mut self.entries {
            if entry.key == key {
                entry.reads += 1;
                return Some(entry.value);
            }
        }
        None
    }

    /// Puts `value` under `key`, in the place of the value that was there.
    pub fn put(&mut self, key: &str, value: u64) {
        self.writes += 1;
        for entry in &mut self.entries {
            if entry.key == key {
                entry.value = value;
                entry.written = self.writes;
                return;
            }
        }
        if self.entries.len() == self.capacity {
            self.evict();
        }
        self.entries.push(Entry { key: key.to_string(), value, written: self.writes, reads: 0 });
    }

    /// Removes the entry that was written first.
    fn evict(&mut self) {
        let mut oldest = 0;
        for index in 1..self.entries.len() {
            if self.entries[index].written < self.entries[oldest].written {
                oldest = index;
            }
        }
        self.entries.remove(oldest);
    }

    /// How often the most wanted of its entries was asked for.
    pub fn most_reads(&self) -> u64 {
        self.entries.iter().map(|entry| entry.reads).max().unwrap_or(0)
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// How many entries there can be.
    pub fn capacity(&self) -> usize {
        self.capacity
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_is_found_until_it_is_overwritten() {
        let mut cache = Cache::new(3);
        assert!(cache.is_empty());
        cache.put("a", 1);
        cache.put("b", 2);
        assert_eq!((cache.get("a"), cache.get("b"), cache.get("c")), (Some(1), Some(2), None));
        cache.put("a", 3);
        assert_eq!((cache.get("a"), cache.len()), (Some(3), 2));
    }

    #[test]
    fn there_are_never_more_entries_than_there_is_room_for() {
        let mut cache = Cache::new(4);
        for n in 0..100 {
            cache.put(&n.to_string(), n);
            assert!(cache.len() <= cache.capacity());
        }
        assert_eq!((cache.len(), cache.capacity()), (4, 4));
        assert_eq!(cache.get("99"), Some(99));
    }

    #[test]
    fn the_most_wanted_entry_is_counted() {
        let mut cache = Cache::new(2);
        cache.put("a", 1);
        cache.put("b", 2);
        cache.get("b");
        cache.get("b");
        assert_eq!(cache.most_reads(), 2);
    }

    #[test]
    #[should_panic(expected = "at least one")]
    fn a_cache_without_room_is_refused() {
        Cache::new(0);
    }
}
