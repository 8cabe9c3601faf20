//! The seed's cache by schnellru.

use schnellru::{ByLength, LruMap};

pub struct Lru {
    cache: LruMap<String, u64>,
}

impl Lru {
    pub fn new(capacity: usize) -> Lru {
        assert!(capacity > 0, "a cache holds at least one entry");
        Lru { cache: LruMap::new(ByLength::new(capacity as u32)) }
    }

    pub fn get(&mut self, key: &str) -> Option<u64> {
        self.cache.get(key).copied()
    }

    pub fn put(&mut self, key: &str, value: u64) {
        self.cache.insert(key.to_string(), value);
    }

    pub fn len(&self) -> usize {
        self.cache.len()
    }

    pub fn is_empty(&self) -> bool {
        self.cache.is_empty()
    }
}
