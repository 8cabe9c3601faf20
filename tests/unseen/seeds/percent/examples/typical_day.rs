//! Paths of files and titles of pages, and pieces of text as they come in forms.

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

fn main() {
    let texts = texts();
    let mut rng = Rng(41);
    let lines: Vec<&str> = texts.iter().flat_map(|t| t.lines()).map(|l| l.trim()).filter(|l| l.len() > 8).collect();
    let mut total = 0;
    for round in 0..420 {
        let first = rng.below(lines.len() - 40);
        let count = if round % 3 == 0 { 1 + rng.below(30) } else { 1 + rng.below(3) };
        let text = lines[first..first + count].join(" ");
        let encoded = percent::encode(&text);
        total += encoded.len();
        let sent = match rng.below(20) {
            0 => encoded[..encoded.len() - 1].to_string(),
            1 => encoded.replace("%2", "%G"),
            2 => encoded.to_lowercase(),
            3 => text.clone(),
            _ => encoded,
        };
        if round % 3 == 1 {
            let path = format!("/docs/{}/v{}/", sent.replace("%20", "/"), rng.below(9));
            total += percent::segments(&path).map_or(0, |s| s.len());
        } else {
            total += percent::decode(&sent).map_or(0, |s| s.len());
        }
    }
    println!("{total}");
}
