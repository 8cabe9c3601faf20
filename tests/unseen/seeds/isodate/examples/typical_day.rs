//! Ages of records: columns of dates of birth, of orders and of files.

struct Rng(u64);

impl Rng {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % n
    }
}

fn main() {
    let mut rng = Rng(67);
    let mut total = 0i64;
    for round in 0..300 {
        let mut text = String::new();
        let (from, span) = [(1930, 80), (2015, 11), (1970, 56), (1600, 400)][if round % 10 == 0 { 3 } else { rng.below(3) }];
        for _ in 0..4 + rng.below(70) {
            let (y, m, d) = (from + rng.below(span), 1 + rng.below(12), 1 + rng.below(28));
            match rng.below(40) {
                0 => text.push_str(&format!("{d}/{m}/{y}\n")),
                1 => text.push_str("\n"),
                2 => text.push_str(&format!("{y:04}-{m:02}-31\n")),
                _ => text.push_str(&format!("{y:04}-{m:02}-{d:02}\n")),
            }
        }
        let today = isodate::from_days(19_000 + rng.below(1600) as i32).unwrap();
        total += isodate::ages(&text, &today).iter().flatten().map(|a| *a as i64).sum::<i64>();
        total += isodate::from_days(rng.below(60_000) as i32 - 30_000).map_or(0, |d| d.len() as i64);
        total += isodate::to_days(text.lines().next().unwrap()).unwrap_or(0) as i64;
        if round % 3 == 0 {
            total += isodate::parse(text.lines().last().unwrap()).map_or(0, |d| d.0 as i64);
        }
    }
    println!("{total}");
}
