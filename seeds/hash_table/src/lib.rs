//! A hash table from strings to numbers, with chained buckets.
//!
//! The number of buckets is fixed when the table is made. Keys that fall into the same bucket
//! are kept in a chain, the newest first.
//!
//! ```
//! use hash_table::Table;
//!
//! let mut visits = Table::new(64);
//! assert_eq!(visits.put("/index.html", 1), None);
//! assert_eq!(visits.put("/index.html", 2), Some(1));
//! assert_eq!(visits.get("/index.html"), Some(2));
//! assert_eq!(visits.get("/about.html"), None);
//! ```

/// A hash table with string keys and `u64` values.
pub struct Table {
    buckets: Vec<Link>,
    len: usize,
}

/// The rest of a chain: an entry, or the end.
type Link = Option<Box<Entry>>;

/// One key of a chain, with its value and what follows it.
struct Entry {
    key: String,
    value: u64,
    next: Link,
}

impl Table {
    /// Makes an empty table with `buckets` buckets, rounded up to a power of two.
    pub fn new(buckets: usize) -> Table {
        let count = buckets.next_power_of_two();
        let mut buckets = Vec::with_capacity(count);
        for _ in 0..count {
            buckets.push(None);
        }
        Table { buckets, len: 0 }
    }

    /// Stores `value` under `key` and returns the value that was there before.
    pub fn put(&mut self, key: &str, value: u64) -> Option<u64> {
        let bucket = self.bucket_of(key);
        let mut link = self.buckets[bucket].as_mut();
        while let Some(entry) = link {
            if entry.key == key {
                let old = entry.value;
                entry.value = value;
                return Some(old);
            }
            link = entry.next.as_mut();
        }
        let next = self.buckets[bucket].take();
        let key = key.to_string();
        self.buckets[bucket] = Some(Box::new(Entry { key, value, next }));
        self.len += 1;
        None
    }

    /// Returns the value stored under `key`.
    pub fn get(&self, key: &str) -> Option<u64> {
        let bucket = self.bucket_of(key);
        let mut link = self.buckets[bucket].as_ref();
        while let Some(entry) = link {
            if entry.key == key {
                return Some(entry.value);
            }
            link = entry.next.as_ref();
        }
        None
    }

    /// Takes `key` out of the table and returns the value that was stored under it.
    pub fn remove(&mut self, key: &str) -> Option<u64> {
        let bucket = self.bucket_of(key);
        let mut link = &mut self.buckets[bucket];
        while link.as_ref()?.key != key {
            link = &mut link.as_mut()?.next;
        }
        let entry = link.take()?;
        *link = entry.next;
        self.len -= 1;
        Some(entry.value)
    }

    /// The number of keys in the table.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether the table holds no key.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The bucket that `key` belongs to.
    fn bucket_of(&self, key: &str) -> usize {
        // The number of buckets is a power of two, so that a mask does the work of a remainder.
        let mask = self.buckets.len() as u64 - 1;
        (hash(key) & mask) as usize
    }
}

/// Hashes a key: the product of its bytes.
fn hash(key: &str) -> u64 {
    let mut product: u64 = 1;
    for byte in key.bytes() {
        product = product.wrapping_mul(u64::from(byte));
    }
    product
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_table_is_empty() {
        let table = Table::new(16);
        assert!(table.is_empty());
        assert_eq!(table.len(), 0);
        assert_eq!(table.get("anything"), None);
    }

    #[test]
    fn a_value_that_was_put_is_found_again() {
        let mut table = Table::new(16);
        assert_eq!(table.put("one", 1), None);
        assert_eq!(table.put("two", 2), None);
        assert_eq!(table.get("one"), Some(1));
        assert_eq!(table.get("two"), Some(2));
        assert_eq!(table.get("three"), None);
        assert_eq!(table.len(), 2);
    }

    #[test]
    fn putting_a_key_again_replaces_its_value() {
        let mut table = Table::new(16);
        table.put("key", 1);
        assert_eq!(table.put("key", 2), Some(1));
        assert_eq!(table.get("key"), Some(2));
        assert_eq!(table.len(), 1);
    }

    #[test]
    fn a_removed_key_is_gone_and_the_others_stay() {
        let mut table = Table::new(1);
        table.put("a", 1);
        table.put("b", 2);
        table.put("c", 3);
        assert_eq!(table.remove("b"), Some(2));
        assert_eq!(table.remove("b"), None);
        assert_eq!(table.get("a"), Some(1));
        assert_eq!(table.get("b"), None);
        assert_eq!(table.get("c"), Some(3));
        assert_eq!(table.len(), 2);
    }

    #[test]
    fn the_empty_key_is_a_key() {
        let mut table = Table::new(8);
        assert_eq!(table.get(""), None);
        table.put("", 7);
        assert_eq!(table.get(""), Some(7));
        assert_eq!(table.remove(""), Some(7));
        assert!(table.is_empty());
    }

    #[test]
    fn keys_with_the_same_letters_are_told_apart() {
        let mut table = Table::new(64);
        table.put("listen", 1);
        table.put("silent", 2);
        assert_eq!(table.get("listen"), Some(1));
        assert_eq!(table.get("silent"), Some(2));
    }

    #[test]
    fn any_number_of_buckets_will_do() {
        for buckets in [0, 1, 3, 64, 100] {
            let mut table = Table::new(buckets);
            for value in 0..200 {
                assert_eq!(table.put(&format!("key {value}"), value), None);
            }
            assert_eq!(table.len(), 200);
            for value in 0..200 {
                assert_eq!(table.get(&format!("key {value}")), Some(value));
            }
            for value in (0..200).step_by(2) {
                assert_eq!(table.remove(&format!("key {value}")), Some(value));
            }
            assert_eq!(table.len(), 100);
            assert_eq!(table.get("key 0"), None);
            assert_eq!(table.get("key 1"), Some(1));
        }
    }
}
