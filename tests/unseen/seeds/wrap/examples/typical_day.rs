//! Licence texts and README files, cut into pieces and wrapped for terminals of several widths.

struct Rng(u64);

impl Rng {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % n
    }
}

fn main() {
    let mut files: Vec<_> = std::fs::read_dir("/usr/share/common-licenses").unwrap().flatten().map(|e| e.path()).collect();
    let registry = format!("{}/.cargo/registry/src", std::env::var("HOME").unwrap());
    for index in std::fs::read_dir(registry).unwrap().flatten() {
        for package in std::fs::read_dir(index.path()).unwrap().flatten() {
            files.push(package.path().join("README.md"));
        }
    }
    files.sort();
    let texts: Vec<String> = files.iter().filter_map(|f| std::fs::read_to_string(f).ok()).collect();
    let mut rng = Rng(5);
    let mut total = 0;
    for _ in 0..300 {
        let lines: Vec<&str> = texts[rng.below(texts.len())].lines().collect();
        if lines.is_empty() {
            continue;
        }
        let start = rng.below(lines.len());
        let end = (start + 5 + rng.below(80)).min(lines.len());
        let piece = lines[start..end].join("\n");
        let width = [40, 60, 72, 80, 100, 120][rng.below(6)];
        total += wrap::fill(&piece, width, rng.below(3) * 2).len();
        if rng.below(3) == 0 {
            total += wrap::wrap(&piece, width).len();
            total += wrap::paragraphs(&piece).len();
        }
    }
    println!("{total}");
}
