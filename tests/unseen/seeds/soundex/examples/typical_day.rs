//! Look-ups in lists of names, taken from the words of licence texts.

use std::collections::BTreeSet;

struct Rng(u64);

impl Rng {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % n
    }
}

fn main() {
    let mut words = BTreeSet::new();
    let mut files: Vec<_> = std::fs::read_dir("/usr/share/common-licenses").unwrap().flatten().map(|e| e.path()).collect();
    files.sort();
    for file in files {
        let text = String::from_utf8_lossy(&std::fs::read(file).unwrap()).into_owned();
        words.extend(text.split_whitespace().filter(|w| w.len() > 2).map(|w| w.to_string()));
    }
    let words: Vec<String> = words.into_iter().collect();
    let mut rng = Rng(3);
    let mut total = 0;
    for _ in 0..300 {
        let list: Vec<String> = (0..10 + rng.below(120)).map(|_| words[rng.below(words.len())].clone()).collect();
        let name = list[rng.below(list.len())].clone();
        total += soundex::find_alike(&name, &list).len();
        total += soundex::soundex(&name).len();
        total += soundex::alike(&name, &list[0]) as usize;
    }
    println!("{total}");
}
