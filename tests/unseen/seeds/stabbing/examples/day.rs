//! Capacity reports: sessions, bookings and calls of many customers.

struct Rng(u64);

impl Rng {
    fn below(&mut self, n: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        ((self.0 >> 32) % n.max(1) as u64) as u32
    }
}

/// Seconds of a day or minutes of a month, busy in the middle.
fn intervals(rng: &mut Rng, count: usize, span: u32) -> Vec<(u32, u32)> {
    let mut list: Vec<(u32, u32)> = (0..count)
        .map(|_| {
            let start = (rng.below(span) + rng.below(span)) / 2;
            let length = match rng.below(12) {
                0 => 0,
                1 => rng.below(span / 3),
                _ => rng.below(span / 30),
            };
            if rng.below(60) == 0 { (start, start.saturating_sub(length)) } else { (start, start + length) }
        })
        .collect();
    if rng.below(3) > 0 {
        list.sort();
    }
    list
}

fn main() {
    let mut rng = Rng(31);
    let mut total = 0usize;
    for _ in 0..90 {
        let span = [1440, 86_400, 43_200, 3_000_000][rng.below(4) as usize];
        let count = [0, 2, 15, 60, 150, 400, 900, 1500][rng.below(8) as usize];
        let set = stabbing::Intervals::new(&intervals(&mut rng, count, span));
        for _ in 0..3 + rng.below(15) {
            total += set.count_at(rng.below(span));
        }
        if rng.below(3) > 0 {
            if let Some((point, most)) = set.busiest() {
                total += point as usize + most * 1000;
            }
        }
        for _ in 0..rng.below(4) {
            let samples = [24, 60, 96, 288][rng.below(4) as usize];
            let step = span / samples;
            let profile = set.profile(rng.below(step), step, samples as usize);
            total += profile.iter().enumerate().map(|(i, n)| (i + 1) * n).sum::<usize>();
        }
    }
    println!("{total}");
}
