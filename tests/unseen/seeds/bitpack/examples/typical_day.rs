//! Columns of identifiers, counts and differences of times.

struct Rng(u64);

impl Rng {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % n
    }
}

fn main() {
    let mut rng = Rng(37);
    let mut total = 0u64;
    for round in 0..260 {
        let bits = [1, 3, 4, 7, 8, 10, 11, 13, 16, 17, 20, 24, 31, 33, 45][rng.below(15)];
        let count = if round % 4 == 0 { 200 + rng.below(600) } else { 5 + rng.below(100) };
        let values: Vec<u64> =
            (0..count).map(|_| ((rng.below(1 << 30) as u64) << 30 | rng.below(1 << 30) as u64) & ((1 << bits) - 1)).collect();
        let width = bitpack::width_for(&values);
        let given = if rng.below(20) == 0 { width - 1 } else if rng.below(4) == 0 { width + 1 } else { width };
        if let Some(bytes) = bitpack::pack(&values, given) {
            total += bitpack::unpack(&bytes, given).len() as u64;
            for _ in 0..2 {
                total += bitpack::get(&bytes, given, rng.below(count + 1)).unwrap_or(0) % 7;
            }
        }
    }
    println!("{total}");
}
