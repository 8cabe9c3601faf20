//! A day of a program that joins the logs of several machines and compares lists of ids.
use merge_sorted::{common, merge_all};

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

fn list(length: usize, step: usize, random: &mut Random) -> Vec<u32> {
    let mut value = random.range(0, 500) as u32;
    (0..length)
        .map(|_| {
            value += random.range(usize::from(step > 3), step) as u32;
            value
        })
        .collect()
}

fn main() {
    let mut random = Random(0xbb67ae85);
    let mut total = 0;
    for i in 0..110 {
        if i % 2 == 0 {
            let count = [2, 4, 12, 24, 48][random.range(0, 5)];
            let most = 1300 / count;
            let lists: Vec<Vec<u32>> = (0..count)
                .map(|_| {
                    let length = random.range(most / 4, most);
                    let step = random.range(2, 60);
                    list(length, step, &mut random)
                })
                .collect();
            total += merge_all(&lists).len();
        } else {
            let step = random.range(3, 12);
            let (long, short) = (random.range(50, 500), random.range(5, 300));
            let (a, b) = (list(long, step, &mut random), list(short, step + 2, &mut random));
            total += if i % 4 == 1 { common(&a, &b).len() } else { common(&b, &a).len() };
        }
    }
    println!("{}", total + merge_all(&[]).len() + common(&[], &[3]).len());
}