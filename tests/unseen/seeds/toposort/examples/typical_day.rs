//! Build plans: packages of many workspaces with what they need.

struct Rng(u64);

impl Rng {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % n
    }
}

fn main() {
    let stems = ["core", "net", "json", "util", "log", "cli", "web", "store", "auth", "test", "index", "cache", "proto"];
    let mut rng = Rng(61);
    let mut total = 0;
    for round in 0..200 {
        let count = if round % 5 == 0 { 60 + rng.below(90) } else { 4 + rng.below(40) };
        let names: Vec<String> = (0..count).map(|i| format!("{}-{}", stems[rng.below(13)], i)).collect();
        let mut lines: Vec<String> = Vec::new();
        for i in 0..count {
            let mut line = format!("{}:", names[i]);
            for _ in 0..rng.below(5) {
                if i > 0 {
                    line.push(' ');
                    line.push_str(&names[i - 1 - rng.below(i.min(30))]);
                }
            }
            lines.push(line);
        }
        for i in (1..count).rev() {
            lines.swap(i, rng.below(i + 1));
        }
        let mut tasks = toposort::Tasks::parse(&lines.join("\n"));
        total += tasks.order().map_or(0, |o| o.len());
        if round % 3 == 0 {
            for _ in 0..3 {
                let (a, b) = (rng.below(count), rng.below(count));
                let (a, b) = if rng.below(8) > 0 { (a.max(b), a.min(b)) } else { (a, b) };
                tasks.depend(&names[a], if a == b { "extra" } else { &names[b] });
            }
            total += tasks.order().map_or(0, |o| o.len());
        }
    }
    println!("{total}");
}
