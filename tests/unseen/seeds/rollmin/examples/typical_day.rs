//! Temperatures, prices and loads, each smoothed with windows of several sizes.

struct Rng(u64);

impl Rng {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % n
    }
}

fn main() {
    let mut rng = Rng(47);
    let mut total = 0i64;
    for round in 0..300 {
        let count = 40 + rng.below(if round % 3 == 0 { 1000 } else { 250 });
        let mut level = 2000i32;
        let values: Vec<i32> = (0..count)
            .map(|i| {
                level += rng.below(41) as i32 - 20;
                match round % 5 {
                    0 => rng.below(10_000) as i32,
                    1 => (i as i32 % 96 - 48).abs() * 10 + rng.below(30) as i32,
                    2 => level / 50,
                    _ => level,
                }
            })
            .collect();
        let window = [5, 7, 12, 24, 30, 60, 96][rng.below(7)];
        total += match round % 4 {
            0 => rollmin::rolling_min(&values, window).len() as i64,
            1 => rollmin::rolling_max(&values, window).len() as i64,
            2 => rollmin::rolling_range(&values, window).iter().sum(),
            _ => rollmin::first_calm(&values, window, 12 + rng.below(40) as i64).unwrap_or(0) as i64,
        };
        if round % 2 == 0 {
            total += rollmin::rolling_mean(&values, window).len() as i64;
        }
    }
    println!("{total}");
}
