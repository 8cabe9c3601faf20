//! Secret sharing and fingerprints: polynomials modulo a prime at several points.

struct Rng(u64);

impl Rng {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        self.0 >> 31
    }
}

fn main() {
    let mut rng = Rng(17);
    let moduli = [1_000_000_007, 998_244_353, 65_537, 2_147_483_647, 1_000_000_009, (1 << 61) - 1];
    let mut sum = 0u64;
    for round in 0..300 {
        let modulus = if round % 10 == 0 { moduli[5] } else { moduli[(rng.next() % 5) as usize] };
        let degree = 2 + rng.next() % 24;
        let a: Vec<u64> = (0..degree).map(|_| rng.next() % modulus).collect();
        let points: Vec<u64> = (1..=3 + rng.next() % 10).map(|x| if round % 3 == 0 { rng.next() } else { x }).collect();
        sum ^= polymod::evaluate_all(&a, &points, modulus).iter().sum::<u64>();
        sum ^= polymod::evaluate(&a, rng.next(), modulus);
        if round % 4 == 0 {
            let b: Vec<u64> = (0..2 + rng.next() % 20).map(|_| rng.next() % modulus).collect();
            sum ^= polymod::multiply(&a, &b, modulus)[0];
            sum ^= polymod::pow_mod(rng.next(), rng.next(), modulus);
        }
    }
    println!("{sum}");
}
