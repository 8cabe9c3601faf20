//! Key words of passages of licence texts and README files.

struct Rng(u64);

impl Rng {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % n
    }
}

/// Licence texts and README files.
fn texts() -> Vec<String> {
    let mut files: Vec<_> = std::fs::read_dir("/usr/share/common-licenses").unwrap().flatten().map(|e| e.path()).collect();
    let registry = format!("{}/.cargo/registry/src", std::env::var("HOME").unwrap());
    for index in std::fs::read_dir(registry).unwrap().flatten() {
        for package in std::fs::read_dir(index.path()).unwrap().flatten() {
            files.push(package.path().join("README.md"));
        }
    }
    files.sort();
    files.iter().filter_map(|f| std::fs::read_to_string(f).ok()).filter(|t| t.len() > 200).collect()
}

fn passage(texts: &[String], rng: &mut Rng, most: usize) -> String {
    let lines: Vec<&str> = texts[rng.below(texts.len())].lines().collect();
    let start = rng.below(lines.len());
    let end = (start + 3 + rng.below(most)).min(lines.len());
    lines[start..end].join("\n")
}

fn main() {
    let texts = texts();
    let mut rng = Rng(29);
    let mut total = 0;
    for round in 0..300 {
        let text = passage(&texts, &mut rng, 70);
        total += wordfreq::most_frequent(&text, 3 + rng.below(20)).len();
        if round % 3 == 0 {
            total += wordfreq::count(&text).len();
        }
        if round % 4 == 0 {
            total += wordfreq::words(&text).len();
            let other = passage(&texts, &mut rng, 30);
            total += wordfreq::common(&text, &other).len();
        }
    }
    println!("{total}");
}
