//! Differences of texts, line by line.

/// Lines that were replaced. Starts are line numbers from 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Hunk {
    pub old_start: usize,
    pub new_start: usize,
    pub removed: Vec<String>,
    pub added: Vec<String>,
}

fn split(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    for line in text.lines() {
        lines.push(line.trim_end().to_string());
    }
    lines
}

/// table[i][j] is the length of the longest common subsequence from line i and line j on.
fn lcs_table(a: &Vec<String>, b: &Vec<String>) -> Vec<Vec<usize>> {
    let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            if a[i] == b[j] {
                table[i][j] = table[i + 1][j + 1] + 1;
            } else {
                table[i][j] = table[i + 1][j].max(table[i][j + 1]);
            }
        }
    }
    table
}

/// The differences; blanks at the ends of lines do not count.
pub fn diff(old: &str, new: &str) -> Vec<Hunk> {
    let a = split(old);
    let b = split(new);
    let table = lcs_table(&a, &b);
    let mut hunks: Vec<Hunk> = Vec::new();
    let mut current: Option<Hunk> = None;
    let mut i = 0;
    let mut j = 0;
    while i < a.len() || j < b.len() {
        if i < a.len() && j < b.len() && a[i] == b[j] {
            if let Some(hunk) = current.clone() {
                hunks.push(hunk);
                current = None;
            }
            i += 1;
            j += 1;
            continue;
        }
        let mut hunk = match current.clone() {
            Some(hunk) => hunk,
            None => Hunk { old_start: i + 1, new_start: j + 1, removed: vec![], added: vec![] },
        };
        if j == b.len() || (i < a.len() && table[i + 1][j] >= table[i][j + 1]) {
            hunk.removed.push(a[i].clone());
            i += 1;
        } else {
            hunk.added.push(b[j].clone());
            j += 1;
        }
        current = Some(hunk);
    }
    if let Some(hunk) = current {
        hunks.push(hunk);
    }
    hunks
}

/// The differences as a text with `-` and `+` lines.
pub fn diff_text(old: &str, new: &str) -> String {
    let mut result = String::new();
    for hunk in diff(old, new) {
        let header = format!(
            "@@ -{},{} +{},{} @@\n",
            hunk.old_start,
            hunk.removed.len(),
            hunk.new_start,
            hunk.added.len()
        );
        result = result + &header;
        for line in &hunk.removed {
            result = result + "-" + line + "\n";
        }
        for line in &hunk.added {
            result = result + "+" + line + "\n";
        }
    }
    result
}

/// How alike two texts are, from 0 to 1.
pub fn similarity(old: &str, new: &str) -> f64 {
    let a = split(old);
    let b = split(new);
    if a.is_empty() && b.is_empty() {
        return 1.0;
    }
    let table = lcs_table(&a, &b);
    2.0 * table[0][0] as f64 / (a.len() + b.len()) as f64
}

/// Makes the new text from the old one, or nothing when a hunk does not fit.
pub fn apply(old: &str, hunks: &[Hunk]) -> Option<String> {
    let lines = split(old);
    let mut result: Vec<String> = Vec::new();
    let mut position = 0;
    for hunk in hunks {
        if hunk.old_start == 0 || hunk.old_start - 1 < position || hunk.old_start - 1 > lines.len() {
            return None;
        }
        while position < hunk.old_start - 1 {
            result.push(lines[position].clone());
            position += 1;
        }
        for line in &hunk.removed {
            if lines.get(position) != Some(line) {
                return None;
            }
            position += 1;
        }
        result.extend(hunk.added.clone());
    }
    result.extend(lines[position..].to_vec());
    Some(result.iter().map(|line| format!("{}\n", line)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_hunks() {
        let hunks = diff("a\nb\nc\nd\n", "a\nx\nc  \nd\ne\n");
        assert_eq!(hunks.len(), 2);
        assert_eq!(hunks[0].removed, vec!["b"]);
        assert_eq!(hunks[0].added, vec!["x"]);
        assert_eq!((hunks[1].old_start, hunks[1].new_start), (5, 5));
        assert_eq!(diff("a\n", "a"), vec![]);
    }

    #[test]
    fn as_text() {
        assert_eq!(diff_text("a\nb", "b\nc"), "@@ -1,1 +1,0 @@\n-a\n@@ -3,0 +2,1 @@\n+c\n");
        assert_eq!(similarity("a\nb", "b\nc"), 0.5);
    }

    #[test]
    fn applies() {
        let (old, new) = ("one\ntwo\nthree\nfour\n", "zero\none\nthree\n4\n");
        assert_eq!(apply(old, &diff(old, new)), Some(new.to_string()));
        assert_eq!(apply("other\n", &diff(old, new)), None);
    }
}
