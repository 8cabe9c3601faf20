//! Bookings of rooms, in minutes, and covered ranges of bytes.

struct Rng(u64);

impl Rng {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % n
    }
}

fn main() {
    let mut rng = Rng(43);
    let mut total = 0u64;
    for round in 0..300 {
        let count = if round % 4 == 0 { 200 + rng.below(300) } else { 3 + rng.below(60) };
        let span = [1440, 10_080, 200_000, 4_000_000][rng.below(4)];
        let longest = 2 + span * 2 / count;
        let mut list: Vec<(u32, u32)> = (0..count)
            .map(|_| {
                let start = rng.below(span);
                (start as u32, (start + rng.below(longest)) as u32)
            })
            .collect();
        if round % 5 == 0 {
            list.sort();
        }
        total += intervals::merge(&list).len() as u64;
        match round % 4 {
            0 | 1 => total += intervals::covered(&list),
            2 => total += intervals::gaps(&list, 0, span as u32).len() as u64,
            _ => total += intervals::most_at_once(&list) as u64,
        }
    }
    println!("{total}");
}
