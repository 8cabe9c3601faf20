//! A build tool's day: sources are picked by patterns, ignore lists applied.

struct Rng(u64);

impl Rng {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 20) as usize % n
    }

    fn pick(&mut self, list: &[&'static str]) -> &'static str {
        list[self.below(list.len())]
    }
}

const DIRS: [&str; 10] = [
    "src", "tests", "target/debug", "docs", "node_modules", "a", "internal/übersetzung", ".git", "build", "vendor/lib",
];
const STEMS: [&str; 10] = [
    "main", "lib", "index", "test_login", "README", "x", "config.local", "naïve", "file[1]", "image_0042",
];
const ENDS: [&str; 9] = [".rs", ".c", ".o", ".md", ".json", ".min.js", "", ".bak~", ".h"];
const PATTERNS: [&str; 22] = [
    "*.rs", "**/*.rs", "**.o", "src/**", "**/test_*", "**/[a-m]*.md", "target/**/*.o", "docs/*/*",
    "**/*_[0-9][0-9][0-9]?.*", "*", "**", "**/node_modules/**", "src/main.rs", "**/*.min.*", "**~",
    "**/*[!a-z]", "", "a/**/b/**/c*", "**/file\\[1\\]*", "**/?????.*", "[", "**/übersetzung/*.??",
];

fn path(rng: &mut Rng) -> String {
    let mut path = String::new();
    for _ in 0..rng.below(5) {
        path.push_str(rng.pick(&DIRS));
        path.push('/');
    }
    path.push_str(rng.pick(&STEMS));
    path.push_str(rng.pick(&ENDS));
    path
}

fn digest(answer: &Result<Vec<String>, pathglob::PatternError>) -> u64 {
    match answer {
        Ok(list) => list.iter().flat_map(|p| p.bytes()).fold(list.len() as u64, |h, b| {
            h.wrapping_mul(31).wrapping_add(b as u64)
        }),
        Err(_) => 1,
    }
}

fn main() {
    let mut rng = Rng(0x910b);
    let mut total = 0u64;
    for _ in 0..320 {
        let length = [0, 1, 5, 15, 30, 50, 80, 120][rng.below(8)];
        let paths: Vec<String> = (0..length).map(|_| path(&mut rng)).collect();
        for _ in 0..1 + rng.below(4) {
            let pattern = rng.pick(&PATTERNS);
            let found = pathglob::filter(pattern, &paths);
            total = total.wrapping_add(digest(&found));
        }
        if rng.below(2) == 0 {
            let mut rules = vec!["# generated", ""];
            for _ in 0..rng.below(5) {
                rules.push(rng.pick(&["**/*.o", "!src/**", "*~", "**/target/**", "build/**", "!**/README*", "x[]", ".git/**"]));
            }
            let kept = pathglob::ignore(&rules, &paths);
            total = total.wrapping_add(digest(&kept));
        }
        for _ in 0..rng.below(10) {
            let (pattern, one) = (rng.pick(&PATTERNS), path(&mut rng));
            let answer = pathglob::matches(pattern, &one);
            total = total.wrapping_add(answer.map_or(3, |yes| yes as u64));
        }
    }
    println!("{total}");
}
