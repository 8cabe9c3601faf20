//! A day of a monitoring program: loads and temperatures.
use window_stats::{moving_average, peak, windows_above};

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
    let mut random = Random(0x6a09e667);
    let mut total = 0;
    for i in 0..150 {
        let length = random.range(60, if i % 3 == 0 { 500 } else { 1400 });
        let mut level = random.range(0, 200) as i32 - 60;
        let readings: Vec<i32> = (0..length)
            .map(|_| {
                level += random.range(0, 21) as i32 - 10;
                level
            })
            .collect();
        let width = match i % 5 {
            0 => 5,
            1 => 24,
            2 => 60,
            3 => random.range(2, 120),
            _ => random.range(200, 500),
        };
        total += match i % 3 {
            0 => moving_average(&readings, width).len() as i64,
            1 => peak(&readings, width).map_or(0, |(_, sum)| sum),
            _ => windows_above(&readings, width, level) as i64,
        };
    }
    println!("{total} {:?} {:?}", moving_average(&[1, 2], 0), peak(&[], 0));
}