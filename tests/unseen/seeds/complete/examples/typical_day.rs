//! Editors of many users: each has words of a text, and asks while words are typed.

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
    let mut rng = Rng(59);
    let mut total = 0;
    for _ in 0..60 {
        let lines: Vec<&str> = texts[rng.below(texts.len())].lines().collect();
        let start = rng.below(lines.len());
        let end = (start + 20 + rng.below(400)).min(lines.len());
        let piece = lines[start..end].join("\n");
        let mut completer = complete::Completer::from_text(&piece);
        let words: Vec<&str> = piece.split_whitespace().collect();
        if words.is_empty() {
            continue;
        }
        for _ in 0..1 + rng.below(4) {
            let word = words[rng.below(words.len())];
            let most = word.chars().count().min(4);
            for typed in 1..=most {
                let prefix: String = word.chars().take(typed).collect();
                total += completer.suggest(&prefix, 5 + rng.below(6)).len();
            }
            if rng.below(2) == 0 {
                let prefix: String = word.chars().take(2).collect();
                total += completer.common_prefix(&prefix).map_or(0, |p| p.len());
            }
            completer.add(word, 1);
        }
        completer.add("lately", 2);
        total += completer.len();
    }
    println!("{total}");
}
