use rankstat::*;

struct Rng {
    state: u32,
}

impl Rng {
    fn below(&mut self, limit: u32) -> u32 {
        self.state = self.state.wrapping_mul(1664525).wrapping_add(1013904223);
        (self.state >> 8) % limit
    }
}

fn main() {
    let mut rng: Rng = Rng { state: 99 };
    let mut previous: Vec<i32> = Vec::new();
    let mut sum: f64 = 0.0;
    let mut inversions: u64 = 0;
    let mut day: usize = 0;
    while day < 160 {
        // Scores of a class, of a league or of a batch of response times.
        let n: usize = match day % 4 {
            0 => 10 + rng.below(20) as usize,
            1 => 30 + rng.below(60) as usize,
            2 => 60 + rng.below(200) as usize,
            _ => previous.len(),
        };
        let mut scores: Vec<i32> = Vec::with_capacity(n);
        let mut i: usize = 0;
        while i < n {
            let score: i32 = match day % 3 {
                0 => rng.below(100) as i32,
                1 => (i as i32) * 5 + rng.below(60) as i32 - 30,
                _ => rng.below(1000000) as i32 - 500000,
            };
            scores.push(score);
            i += 1;
        }
        inversions += count_inversions(&scores);
        let ranks: Vec<f64> = average_ranks(&scores);
        sum += ranks[0];
        sum += kth_smallest(&scores, n / 2).unwrap() as f64;
        if day % 2 == 0 {
            sum += kth_smallest(&scores, n * 9 / 10).unwrap() as f64;
        }
        if let Some(tau) = kendall_tau(&previous, &scores) {
            sum += tau;
        }
        previous = scores;
        day += 1;
    }
    println!("inversions {} sum {:.3}", inversions, sum);
}
