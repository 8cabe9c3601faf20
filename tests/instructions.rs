//! `--objective instructions` end to end, where this machine counts them: by itself, or with valgrind.

mod common;

use std::fs;

use common::{summary, synth, text, wasteful, wasteful_trace};
use synth::replay::Counter;

#[test]
fn fewer_instructions_are_found_and_stand_and_the_run_is_the_same_for_any_number_of_jobs() {
    let counter = match Counter::find() {
        Ok(counter) => counter.name(),
        Err(missing) => return println!("skipped: {missing}"),
    };
    let dir = tempfile::tempdir().expect("a folder");
    let (seed, trace) = (wasteful(dir.path()), wasteful_trace(dir.path()));
    let evolve = |name: &str, jobs: &str| {
        let out = dir.path().join(name);
        let args = ["evolve", text(&seed), "--trace", text(&trace), "--out", text(&out), "--quiet", "--jobs", jobs];
        let output = synth(&[&args[..], &["--objective", "instructions", "--evaluations", "12"]].concat());
        let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        assert!(output.status.success(), "{said}");
        assert!(said.contains("fewer instructions") && said.contains(&format!("counted by {counter}")), "{said}");
        out
    };
    // The names differ in length, and with them what lies on the stack of a worker.
    let (one, other) = (evolve("out", "1"), evolve("another-run", "2"));
    let events = |out: &std::path::Path| fs::read_to_string(out.join("events.jsonl")).expect("a log");
    assert_eq!(events(&one), events(&other));

    let found = summary(&one);
    assert_eq!(found["counter"], counter);
    let variant = &found["variants"][0];
    assert!(variant["speedup"]["holdout"]["point"].as_f64() > Some(1.1), "{variant}");
    let run = fs::read(one.join("run.json")).expect("it is there");
    let run: serde_json::Value = serde_json::from_slice(&run).expect("JSON");
    assert_eq!(run["counter"], counter);
    let without = run["not_contained"].as_array().expect("a list").len();
    assert_eq!(without, usize::from(counter.starts_with("callgrind")), "{run}");

    let folder = one.join(variant["path"].as_str().expect("a path"));
    let output = synth(&["verify", text(&folder), "--quiet"]);
    let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    assert!(output.status.success(), "{said}");
    let figures = |line: &str| line.split_whitespace().filter(|word| word.ends_with('x')).map(String::from).collect();
    let holdout: Vec<String> = said.lines().find(|line| line.starts_with("holdout ")).map(figures).expect("a figure");
    assert!(holdout.len() == 2 && holdout[0] == holdout[1], "{said}");
    assert!(said.contains(&format!("counted exactly by {counter}")), "{said}");
}

#[test]
fn a_machine_that_counts_nothing_is_told_what_to_install() {
    if matches!(Counter::find(), Ok(Counter::Hardware)) {
        return println!("skipped: this machine counts by itself");
    }
    let dir = tempfile::tempdir().expect("a folder");
    let (seed, trace) = (wasteful(dir.path()), wasteful_trace(dir.path()));
    let empty = dir.path().join("empty");
    fs::create_dir(&empty).expect("writable");
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_synth"));
    command.args(["evolve", text(&seed), "--trace", text(&trace), "--objective", "instructions"]);
    let output = command.env("PATH", &empty).current_dir(dir.path()).output().expect("the binary runs");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("install") && said.contains("valgrind") && said.contains("--objective"), "{said}");
    assert!(!dir.path().join("synth.out").exists());
}
