//! A map server: tiles get keys, points of layers are put in storage order, boxes are found.

struct Rng(u64);

impl Rng {
    fn below(&mut self, n: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        ((self.0 >> 32) % n as u64) as u32
    }
}

fn main() {
    let mut rng = Rng(4);
    let mut total = 0u64;
    for _ in 0..130 {
        let zoom = [4, 8, 11, 14, 18, 24, 31][rng.below(7) as usize];
        let world = 1u32 << zoom;
        let center = (rng.below(world), rng.below(world));
        let spread = [1, 16, 300, 5000, 100_000][rng.below(5) as usize].min(world);
        let points: Vec<(u32, u32)> = (0..[0, 3, 20, 40, 100, 250, 800][rng.below(7) as usize])
            .map(|_| {
                if rng.below(30) == 0 {
                    (rng.below(world), rng.below(world))
                } else {
                    ((center.0 + rng.below(spread)) % world, (center.1 + rng.below(spread)) % world)
                }
            })
            .collect();
        let order = morton::order(&points);
        total += order.iter().enumerate().map(|(i, at)| ((i + 1) * at) as u64).sum::<u64>();
        let mut keys = Vec::new();
        for _ in 0..rng.below(20) {
            let key = morton::encode(rng.below(world), rng.below(world));
            total ^= key;
            keys.push(key);
        }
        for _ in 0..rng.below(12) {
            let key = (rng.below(world) as u64) << zoom | rng.below(world) as u64;
            let (x, y) = morton::decode(key);
            total = total.wrapping_add((x * 3 ^ y) as u64);
        }
        for _ in 0..rng.below(6) {
            // Keys of a page: neighbours along the curve, with gaps.
            let mut key = (rng.below(world) as u64) << zoom;
            for _ in 0..rng.below(200) {
                key += 1 + rng.below(9) as u64;
                keys.push(key);
            }
            if let Some((left, top, right, bottom)) = morton::bounds(&keys) {
                total = total.wrapping_add(left as u64 ^ top as u64 ^ right as u64 ^ bottom as u64);
            }
            keys.clear();
        }
    }
    println!("{total}");
}
