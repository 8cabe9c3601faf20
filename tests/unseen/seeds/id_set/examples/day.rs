//! A day of a web statistic: who was on which page, and who on two of them.
use id_set::IdSet;

struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11
    }

    /// From `low` to below `high`.
    fn range(&mut self, low: usize, high: usize) -> usize {
        low + (self.next() % (high - low) as u64) as usize
    }
}

fn main() {
    let mut random = Random(0xabcdef987);
    let mut total = 0;
    for i in 0..90 {
        let limit = [200, 1000, 3000, 6000][i % 4] + random.range(0, 100);
        let mut morning = IdSet::new(limit);
        let mut evening = IdSet::new(limit);
        for _ in 0..random.range(2, 6) {
            let ids: Vec<usize> = (0..random.range(10, 120)).map(|_| random.range(0, limit + 3)).collect();
            total += morning.insert_all(&ids);
            let start = random.range(0, limit / 2);
            let ids: Vec<usize> = (start..start + random.range(5, 100)).collect();
            total += evening.insert_all(&ids);
            total += morning.common(&evening) + evening.len();
            total += usize::from(morning.contains(random.range(0, limit)));
        }
        for id in 0..random.range(1, 8) {
            total += usize::from(evening.insert(id)) + usize::from(morning.remove(id * 3));
            total += evening.first_free().unwrap_or(0);
        }
        total += morning.len() + evening.common(&morning);
        if i % 3 == 0 {
            total += morning.to_vec().len();
        }
    }
    println!("{total}");
}