//! Access logs checked against block lists.

struct Rng(u64);

impl Rng {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) % n
    }
}

fn main() {
    let mut rng = Rng(11);
    let paths = ["/", "/index.html", "/api/v1/users", "/static/app.js", "/login", "/favicon.ico"];
    let mut hits = 0;
    for day in 0..320 {
        let mut networks = Vec::new();
        for _ in 0..1 + rng.below(6) {
            let length = 4 + rng.below(24);
            networks.push(format!("{}.{}.{}.0/{}", rng.below(224), rng.below(256), rng.below(256), length));
        }
        if day % 40 == 0 {
            networks.push("none".to_string());
        }
        let mut log = String::new();
        for _ in 0..8 + rng.below(80) {
            let address = format!("{}.{}.{}.{}", rng.below(224), rng.below(256), rng.below(256), rng.below(256));
            let address = if rng.below(25) == 0 { "unknown".to_string() } else { address };
            let path = paths[rng.below(6) as usize];
            log.push_str(&format!("{} - - \"GET {}\" 200 {}\n", address, path, rng.below(9000)));
        }
        hits += ipv4::matching_lines(&log, &networks).len();
        hits += ipv4::format((rng.below(1 << 31) * 2) as u32).len();
        if let Some(first) = log.split(' ').next() {
            hits += ipv4::parse(first).is_some() as usize;
            hits += ipv4::contains("10.0.0.0/8", first) as usize;
        }
    }
    println!("{hits}");
}
