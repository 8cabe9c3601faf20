//! Longest common subsequences, for telling how alike two texts are.

/// The length of the longest common subsequence, in characters.
pub fn length(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..a.len() {
        for j in 0..b.len() {
            table[i + 1][j + 1] = if a[i] == b[j] {
                table[i][j] + 1
            } else {
                table[i][j + 1].max(table[i + 1][j])
            };
        }
    }
    table[a.len()][b.len()]
}

/// How alike two texts are, in percent: 100 if they are equal, 0 if they share no character.
pub fn similarity(a: &str, b: &str) -> u32 {
    let total = a.chars().count() + b.chars().count();
    if total == 0 {
        return 100;
    }
    (length(a, b) * 200 / total) as u32
}

/// The candidate that is most like the text, the first of them if there are several.
pub fn closest<'a>(text: &str, candidates: &'a [String]) -> Option<&'a String> {
    let mut best: Option<&String> = None;
    for candidate in candidates {
        match best {
            Some(old) if similarity(text, candidate) <= similarity(text, old) => {}
            _ => best = Some(candidate),
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths() {
        assert_eq!(length("AGGTAB", "GXTXAYB"), 4);
        assert_eq!(length("", "abc"), 0);
        assert_eq!(length("größe", "große"), 4);
    }

    #[test]
    fn alike() {
        assert_eq!(similarity("abc", "abc"), 100);
        assert_eq!(similarity("", ""), 100);
        let list = vec!["clippy".to_string(), "cargo".to_string(), "rustc".to_string()];
        assert_eq!(closest("crago", &list), Some(&list[1]));
        assert_eq!(closest("x", &[]), None);
    }
}
