//! A day of somebody who plays with numbers.
use primes::{count_between, factorize, is_prime};

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
    let mut random = Random(0x1f83d9ab);
    let mut total = 0;
    for i in 0..150 {
        let size = [1_000, 100_000, 10_000_000, 1_000_000_000][random.range(0, 4)];
        let n = random.range(size / 10, size) as u64;
        total += match i % 5 {
            0 => usize::from(is_prime(n)),
            1 => {
                let mut odd = n | 1;
                while odd % 3 == 0 || odd % 5 == 0 || odd % 7 == 0 || odd % 11 == 0 {
                    odd += 2;
                }
                usize::from(is_prime(odd))
            }
            2 => {
                let low = random.range(0, 20_000) as u32;
                count_between(low, low + random.range(10, 800) as u32)
            }
            3 => factorize(n).len(),
            _ => factorize(n / 7 * random.range(1, 300) as u64).len(),
        };
    }
    println!("{} {:?} {}", total, factorize(0), is_prime(999_999_937));
}