//! A package registry's day: release lists are sorted and requirements resolved.

struct Rng(u64);

impl Rng {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 20) as usize % n
    }
}

fn version(rng: &mut Rng) -> String {
    let core = format!("{}.{}.{}", rng.below(4), rng.below(12), rng.below(20));
    match rng.below(24) {
        0 => format!("v{core}"),
        1 => format!("{core}-alpha"),
        2 | 3 => format!("{core}-beta.{}", rng.below(12)),
        4 | 5 => format!("{core}-rc.{}+build.{}", rng.below(4), rng.below(900)),
        6 => format!(" {core} "),
        7 => ["1.0", "latest", "1.2.x", "", "01.2.3", "1.0.0-", "1.0.0-a..b"][rng.below(7)].to_string(),
        _ => core,
    }
}

fn requirement(rng: &mut Rng) -> String {
    let (a, b, c) = (rng.below(4), rng.below(12), rng.below(20));
    match rng.below(10) {
        0 => "*".to_string(),
        1 => format!("{a}.{b}.{c}"),
        2 => format!(">={a}.{b}.0, <{}.0.0", a + 1),
        3 => format!("~{a}.{b}.{c}"),
        4 => format!(">={a}.{b}.{c}"),
        5 => ["^1", "", ">> 2.0.0", "<3.0.0", "^1.0.0-beta.2"][rng.below(5)].to_string(),
        _ => format!("^{a}.{b}.{c}"),
    }
}

fn digest(text: &str) -> u64 {
    text.bytes().fold(7, |h, b| h.wrapping_mul(31).wrapping_add(b as u64))
}

fn main() {
    let mut rng = Rng(0x5eed_0001);
    let mut total = 0u64;
    for _ in 0..110 {
        let length = [0, 1, 4, 12, 25, 40, 60, 90, 140, 200][rng.below(10)];
        let releases: Vec<String> = (0..length).map(|_| version(&mut rng)).collect();
        for _ in 0..1 + rng.below(2) {
            let sorted = verorder::sort(&releases);
            for (i, text) in sorted.iter().enumerate() {
                total = total.wrapping_add(digest(text).wrapping_mul(i as u64 + 1));
            }
        }
        for _ in 0..1 + rng.below(8) {
            let wanted = requirement(&mut rng);
            let found = verorder::latest(&releases, &wanted);
            total = total.wrapping_add(found.map_or(1, |text| digest(&text)));
        }
        for _ in 0..rng.below(10) {
            let (a, b) = (version(&mut rng), version(&mut rng));
            let ordering = verorder::compare(&a, &b);
            total = total.wrapping_add(ordering.map_or(5, |o| (o as i8 + 2) as u64));
            let parsed = verorder::parse(&a);
            total = total.wrapping_add(match parsed {
                Ok(v) => v.major * 100 + v.minor * 10 + v.patch + v.pre.len() as u64,
                Err(_) => 3,
            });
        }
    }
    println!("{total}");
}
