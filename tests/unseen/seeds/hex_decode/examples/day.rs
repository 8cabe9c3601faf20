//! A day of a program that checks digests and reads binary columns of dumps.
use hex_decode::decode;

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
    let mut random = Random(0x9e3779b97f4a7c15);
    let mut total = 0;
    for i in 0..150 {
        let bytes = match i % 6 {
            0 => 16,
            1 => 32,
            2 => 64,
            3 => random.range(100, 600),
            4 => random.range(600, 1500),
            _ => random.range(1, 300),
        };
        let upper = i % 5 == 2;
        let mut text = String::new();
        for _ in 0..bytes {
            let byte = random.next() as u8;
            text += &if upper { format!("{byte:02X}") } else { format!("{byte:02x}") };
        }
        match i {
            20 | 77 => text.push('0'),
            33 => text.insert_str(text.len() / 2, "0x"),
            90 => text.replace_range(10..12, "é"),
            121 => text.replace_range(3..4, "g"),
            _ => {}
        }
        total += decode(&text).map_or(0, |bytes| bytes.len());
    }
    println!("{total}");
}