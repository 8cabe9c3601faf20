//! A day of a program that compares orders: what must be moved to sort a list.
use lis::{longest, possible_ends, removals};

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
    let mut random = Random(0xa54ff53a);
    let mut total = 0;
    for i in 0..130 {
        let length = random.range(5, if i % 4 == 0 { 900 } else { 350 });
        let mut values: Vec<i32> = match i % 4 {
            0 | 1 => (0..length as i32).collect(),
            2 => (0..length).map(|_| random.range(0, 1000) as i32 - 300).collect(),
            _ => (0..length).map(|_| random.range(0, 40) as i32).collect(),
        };
        if i % 4 < 2 {
            for _ in 0..random.range(1, length) {
                let (a, b) = (random.range(0, length), random.range(0, length));
                values.swap(a, b);
            }
        }
        total += match i % 3 {
            0 => longest(&values),
            1 => removals(&values),
            _ => possible_ends(&values),
        };
    }
    println!("{}", total + longest(&[]) + possible_ends(&[]));
}