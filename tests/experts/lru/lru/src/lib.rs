//! The seed's cache by the crate of that name.

use published::LruCache;

pub struct Lru {
    cache: LruCache<String, u64>,
}

impl Lru {
    pub fn new(capacity: usize) -> Lru {
        assert!(capacity > 0, "a cache holds at least one entry");
        Lru { cache: LruCache::new(capacity.try_into().expect("not 0")) }
    }

    pub fn get(&mut self, key: &str) -> Option<u64> {
        self.cache.get(key).copied()
    }

    pub fn put(&mut self, key: &str, value: u64) {
        self.cache.put(key.to_string(), value);
    }

    pub fn len(&self) -> usize {
        self.cache.len()
    }

    pub fn is_empty(&self) -> bool {
        self.cache.is_empty()
    }
}
