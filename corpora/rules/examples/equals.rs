//! Code that the rules of `equals.toml` are for.

mod compared_by_number {
    fn common_lines(before: &str, after: &str) -> usize {
        let old: Vec<&str> = before.lines().collect();
        let new: Vec<&str> = after.lines().collect();
        let mut longest = vec![vec![0; new.len() + 1]; old.len() + 1];
        for i in 0..old.len() {
            for j in 0..new.len() {
                longest[i + 1][j + 1] =
                    if old[i] == new[j] { longest[i][j] + 1 } else { longest[i][j + 1].max(longest[i + 1][j]) };
            }
        }
        longest[old.len()][new.len()]
    }

    pub fn example() -> String {
        let texts = ["", "a", "a\nb\nc", "c\na\nb\na", "x\n\nb\n\n"];
        format!("{:?}", texts.map(|before| texts.map(|after| common_lines(before, after))))
    }
}

mod counted_by_byte {
    use std::collections::BTreeMap;

    fn frequencies(text: &str) -> Vec<(u8, usize)> {
        let mut counts: BTreeMap<u8, usize> = BTreeMap::new();
        for byte in text.bytes() {
            *counts.entry(byte).or_insert(0) += 1;
        }
        counts.into_iter().collect()
    }

    pub fn example() -> String {
        format!("{:?}", ["", "a", "mississippi", "zaä\0z"].map(frequencies))
    }
}
