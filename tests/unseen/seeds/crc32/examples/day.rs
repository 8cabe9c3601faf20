//! A day of an archiver: members that come in blocks, and small records.
use crc32::{crc32, Crc32};

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
    let mut random = Random(0xfeedface12345);
    let mut total = 0u64;
    for i in 0..120 {
        let length = match i % 4 {
            0 => random.range(0, 64),
            1 => random.range(64, 1500),
            2 => random.range(500, 4500),
            _ => random.range(3000, 7000),
        };
        let text = i % 3 != 0;
        let data: Vec<u8> = (0..length)
            .map(|_| if text { b"etaoin shrdlu\n"[random.range(0, 14)] } else { random.next() as u8 })
            .collect();
        if i % 2 == 0 {
            total += u64::from(crc32(&data));
        } else {
            let mut crc = Crc32::new();
            let block = [64, 100, 512, 1024][random.range(0, 4)];
            for piece in data.chunks(block) {
                crc.update(piece);
            }
            total += u64::from(crc.value()) + crc.length();
        }
    }
    println!("{total}");
}