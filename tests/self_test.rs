//! The judge is judged: `synth check --self-test` refuses every cheat, on a seed of ours and on one that admits them all.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn self_test(seed: &Path, trace: &Path) -> Output {
    let args = ["check", text(seed), "--trace", text(trace), "--self-test", "--quiet"];
    Command::new(env!("CARGO_BIN_EXE_synth")).args(args).output().expect("the binary runs")
}

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

/// The line about one kind of cheat.
fn line<'a>(told: &'a str, cheat: &str) -> &'a str {
    let found = told.lines().find(|line| line.starts_with(&format!("it {cheat}: tried")));
    found.unwrap_or_else(|| panic!("nothing is said of a cheat that {cheat}:\n{told}"))
}

/// Every cheat is refused, and those of this list at least once. `right`: functions where a cheat gives the right answer.
fn all_refused(output: &Output, cheats: &[&str], right: &[&str]) {
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{told}\n{}", String::from_utf8_lossy(&output.stderr));
    let equivalent: Vec<&str> = told.lines().filter(|line| line.ends_with(": equivalent here")).collect();
    assert_eq!(equivalent.len(), right.len(), "{told}");
    assert!(equivalent.iter().zip(right).all(|(line, right)| line.trim().starts_with(right)), "{told}");
    for cheat in cheats {
        assert!(!line(&told, cheat).contains("refused by -"), "{told}");
    }
}

#[test]
fn every_cheat_in_a_sort_is_refused() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = self_test(&root.join("seeds/sort_small"), &root.join("corpora/sort_small/file_sizes.jsonl"));
    let cheats = [
        "skips the work",
        "remembers the trace's answers",
        "fills instead of sorting",
        "drops duplicates",
        "is quick only when timed",
    ];
    all_refused(&output, &cheats, &[]);
    let told = String::from_utf8_lossy(&output.stdout);
    // Nothing that was recorded gives these away.
    assert!(line(&told, "remembers the trace's answers").ends_with("refused by generated 3"), "{told}");
    assert!(line(&told, "is right for the first calls only").ends_with("refused by gate 3"), "{told}");
}

const LIBRARY: &str = r#"//! A bit of everything that a cheat could want.

/// A mean.
pub fn mean(values: &[f64]) -> f64 {
    if values.is_empty() {
        return 0.25;
    }
    values.iter().sum::<f64>() / values.len() as f64
}

/// A number in decimal digits.
pub fn parse(text: &str) -> Result<u32, String> {
    text.parse().map_err(|_| format!("not a number: {text}"))
}

/// Rounds up to a multiple of four, at least four.
pub fn round_up(n: u16) -> u16 {
    (n | 3).saturating_add(1)
}

/// Sorts by the first of each pair; pairs with the same first stay in order.
pub fn sort_pairs(pairs: &mut [(u8, u8)]) {
    pairs.sort_by_key(|pair| pair.0);
}

/// All letters in lower case, and a full stop.
pub fn letters(text: &str) -> Vec<char> {
    text.chars().flat_map(char::to_lowercase).chain(['.']).collect()
}

/// Some numbers.
#[derive(Default)]
pub struct Numbers {
    kept: Vec<u32>,
}

impl Numbers {
    /// None.
    pub fn new() -> Numbers {
        Numbers::default()
    }

    /// Keeps one; room for it was there.
    pub fn keep(&mut self, n: u32) {
        self.kept.push(n);
    }

    /// The place of a number.
    pub fn find(&self, n: u32) -> Option<usize> {
        self.kept.iter().position(|kept| *kept == n)
    }
}
"#;

/// A seed whose signatures admit every kind of cheat, and its trace.
fn everything(dir: &Path) -> (PathBuf, PathBuf) {
    let seed = dir.join("odds");
    fs::create_dir_all(seed.join("src")).expect("writable");
    let manifest = "[package]\nname = \"odds\"\nversion = \"0.1.0\"\nedition = \"2021\"\n";
    fs::write(seed.join("Cargo.toml"), manifest).expect("writable");
    fs::write(seed.join("src/lib.rs"), LIBRARY).expect("writable");
    let mut lines = vec![r#"{"synth_trace":1,"component":"odds"}"#.to_owned()];
    for i in 0..24 {
        lines.push(format!(r#"{{"call":"mean","args":[[{i}.5,2.25,7]]}}"#));
        lines.push(format!(r#"{{"call":"parse","args":["{i}"],"ret":{{"Ok":{i}}}}}"#));
        lines.push(format!(r#"{{"call":"round_up","args":[{}],"ret":{}}}"#, i + 1, ((i + 1) | 3) + 1));
        lines.push(format!(r#"{{"call":"sort_pairs","args":[[[{i},1],[3,2],[{i},3]]]}}"#));
        lines.push(format!(r#"{{"call":"letters","args":["Aab{i}"]}}"#));
        lines.push(format!(r#"{{"call":"Numbers::new","args":[],"ret":{{"$new":{i}}}}}"#));
        lines.push(format!(r#"{{"call":"Numbers::keep","on":{i},"args":[{}]}}"#, i + 5));
        lines.push(format!(r#"{{"call":"Numbers::find","on":{i},"args":[{}],"ret":0}}"#, i + 5));
    }
    let trace = dir.join("odds.jsonl");
    fs::write(&trace, lines.join("\n") + "\n").expect("writable");
    (seed, trace)
}

#[test]
fn a_seed_that_admits_every_kind_of_cheat_accepts_none() {
    let dir = tempfile::tempdir().expect("a folder");
    let (seed, trace) = everything(dir.path());
    let cheats = [
        "skips the work",
        "remembers the trace's answers",
        "is right only on ASCII",
        "is right only on short inputs",
        "breaks on the empty input",
        "is wrong for zero",
        "drops duplicates",
        "ignores errors",
        "changes the rounding of floats",
        "reorders equal elements",
        "returns the last answer",
    ];
    // `new` is `default`, and to sort nothing is to do nothing.
    all_refused(&self_test(&seed, &trace), &cheats, &["Numbers::new", "sort_pairs"]);
}
