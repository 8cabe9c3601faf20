//! Customer records are matched, networks checked and grids labelled.

struct Rng(u64);

impl Rng {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 17) as usize % n.max(1)
    }
}

/// Neighbouring cells of a grid that have the same colour.
fn grid_pairs(rng: &mut Rng, side: usize) -> Vec<(usize, usize)> {
    let cells: Vec<usize> = (0..side * side).map(|_| rng.below(5) / 2).collect();
    let mut pairs = Vec::new();
    for at in 0..cells.len() {
        if at % side + 1 < side && cells[at] == cells[at + 1] {
            pairs.push((at, at + 1));
        }
        if at + side < cells.len() && cells[at] == cells[at + side] {
            pairs.push((at, at + side));
        }
    }
    pairs
}

fn main() {
    let mut rng = Rng(0x5eed_0001);
    let mut total = 0usize;
    for _ in 0..70 {
        let side = [3, 8, 12, 20, 30, 40][rng.below(6)];
        let n = side * side;
        let mut groups = groups::Groups::new(n);
        match rng.below(3) {
            0 => {
                for chunk in grid_pairs(&mut rng, side).chunks(500) {
                    total += groups.join_all(chunk);
                }
            }
            1 => {
                // Records that look alike, found one by one.
                for _ in 0..3 + rng.below(40) {
                    let a = rng.below(n);
                    total += groups.join(a, (a + rng.below(50)) % (n + 1)) as usize;
                }
            }
            _ => {
                for _ in 0..1 + rng.below(5) {
                    let pairs: Vec<(usize, usize)> =
                        (0..rng.below(n / 2)).map(|_| (rng.below(n), rng.below(n + 1))).collect();
                    total += groups.join_all(&pairs);
                }
            }
        }
        for _ in 0..rng.below(15) {
            total += groups.same(rng.below(n), rng.below(n + 2)) as usize * 10;
        }
        if rng.below(4) > 0 {
            for (at, list) in groups.lists().iter().enumerate() {
                total += (at + 1) * list.iter().sum::<usize>() + list.len();
            }
        }
    }
    println!("{total}");
}
