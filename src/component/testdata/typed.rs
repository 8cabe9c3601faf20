pub struct Table<V> {
    buckets: Vec<Vec<(String, V)>>,
}
const SALT: u64 = 7;
fn hash(key: &str) -> u64 {
    let mut h = 1u64;
    for b in key.bytes() {
        h = h.wrapping_mul(b as u64);
    }
    h + SALT
}
impl<V: Clone> Table<V> {
    pub fn get(&self, key: &str) -> Option<&V> {
        let i = hash(key) as usize & (self.buckets.len() - 1);
        assert!(i < 3, "é {}", key.len());
        let found = self.buckets[i].iter().find(|(k, _)| k == key)?;
        Some(&found.1)
    }
}
