//! Presence maps of a column store: how many rows exist before a row, where the n-th is.

struct Rng(u64);

impl Rng {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 20) as usize % n
    }
}

/// A map with runs of rows, single rows or a mixture.
fn presence(rng: &mut Rng, length: usize) -> Vec<u8> {
    let density = [1, 5, 50, 90, 99][rng.below(5)];
    let mut bytes = Vec::with_capacity(length);
    while bytes.len() < length {
        if rng.below(6) == 0 {
            let value = if rng.below(100) < density { 0xff } else { 0 };
            for _ in 0..1 + rng.below(20) {
                bytes.push(value);
            }
        } else {
            bytes.push((0..8).fold(0, |byte, bit| byte | ((rng.below(100) < density) as u8) << bit));
        }
    }
    bytes.truncate(length);
    bytes
}

fn main() {
    let mut rng = Rng(0xfeed);
    let mut total = 0usize;
    for _ in 0..190 {
        let length = [16, 60, 128, 200, 300, 400, 500, 1000, 0, 7][rng.below(10)];
        let bits = bitrank::Bits::from_bytes(&presence(&mut rng, length));
        let size = length * 8;
        let ones = bits.rank(size);
        for _ in 0..4 + rng.below(20) {
            match rng.below(5) {
                0 | 1 => total += bits.rank(rng.below(size + size / 16 + 3)),
                2 | 3 => total += bits.select(rng.below(ones + ones / 16 + 2)).unwrap_or(1),
                _ => {
                    let mut ranges = Vec::new();
                    for _ in 0..rng.below(80) {
                        let from = rng.below(size + 1);
                        let to = if rng.below(4) > 0 { from + rng.below(500) } else { rng.below(size + 1) };
                        ranges.push((from, to));
                    }
                    let counts = bits.count_ranges(&ranges);
                    total += counts.iter().enumerate().map(|(i, c)| (i + 1) * c).sum::<usize>();
                }
            }
        }
    }
    println!("{total}");
}
