//! Runs that share a folder of judgements: what one found, another need not find again.

mod common;

use std::path::{Path, PathBuf};

use common::{evolve, synth, text, wasteful, wasteful_trace};

/// The only file in a folder.
fn only_file(folder: &Path) -> PathBuf {
    let files: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path()).collect();
    assert_eq!(files.len(), 1, "{files:?}");
    files[0].clone()
}

#[test]
fn a_run_takes_the_judgements_of_an_earlier_one_and_writes_the_same_events() {
    let dir = tempfile::tempdir().expect("a folder");
    let (seed, trace) = (wasteful(dir.path()), wasteful_trace(dir.path()));
    let (cache, first, second) = (dir.path().join("cache"), dir.path().join("first"), dir.path().join("second"));
    let more = ["--evaluations", "60", "--cache", text(&cache)];
    let events = |out: &Path| std::fs::read_to_string(out.join("events.jsonl")).expect("a log");
    evolve(&seed, &trace, &first, &more);
    let file = only_file(&cache);
    let known = std::fs::read_to_string(&file).expect("judgements");
    assert_eq!(known.lines().count(), 60, "{known}\n{}", events(&first));
    // Only the folder says so.
    std::fs::write(&file, known.replace("behaves differently", "behaves differently, as was known")).expect("writable");
    evolve(&seed, &trace, &second, &more);
    let expected = events(&first).replace("behaves differently", "behaves differently, as was known");
    assert!(expected != events(&first), "nothing to tell them apart by");
    assert_eq!(events(&second), expected);
    assert_eq!(std::fs::read_to_string(&file).expect("judgements").lines().count(), 60);
}

#[test]
fn a_cache_that_cannot_be_a_folder_is_refused() {
    let dir = tempfile::tempdir().expect("a folder");
    let (seed, trace, out) = (wasteful(dir.path()), wasteful_trace(dir.path()), dir.path().join("out"));
    let file = dir.path().join("file");
    std::fs::write(&file, "").expect("writable");
    let output = synth(&["evolve", text(&seed), "--trace", text(&trace), "--out", text(&out), "--cache", text(&file)]);
    assert_eq!(output.status.code(), Some(7));
    assert!(String::from_utf8_lossy(&output.stderr).contains("--cache"));
}
