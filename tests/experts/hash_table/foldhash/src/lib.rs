//! The seed's table on hashbrown with its own hasher, foldhash.

use hashbrown::HashMap;

pub struct Table {
    map: HashMap<String, u64>,
}

impl Table {
    pub fn new(buckets: usize) -> Table {
        Table { map: HashMap::with_capacity(buckets) }
    }

    pub fn put(&mut self, key: &str, value: u64) -> Option<u64> {
        match self.map.get_mut(key) {
            Some(old) => Some(std::mem::replace(old, value)),
            None => self.map.insert(key.to_string(), value),
        }
    }

    pub fn get(&self, key: &str) -> Option<u64> {
        self.map.get(key).copied()
    }

    pub fn remove(&mut self, key: &str) -> Option<u64> {
        self.map.remove(key)
    }

    pub fn len(&self) -> usize {
        self.map.len()
    }

    pub fn is_empty(&self) -> bool {
        self.map.is_empty()
    }
}
