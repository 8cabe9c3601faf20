//! Preconditions (`requires`): what the user declares filters made-up inputs, and must hold for recorded ones.

mod common;

use std::path::{Path, PathBuf};
use std::process::Output;

use common::{command, evolve, synth, trace};

const MANIFEST: &str =
    "[package]\nname = \"ranks\"\nversion = \"0.1.0\"\nedition = \"2021\"\n\n[package.metadata.synth]\n";

/// A function that orders a copy of what it is given, which is in order wherever anybody looks.
const LIBRARY: &str = "//! Ranks.

fn order(values: &mut Vec<u32>, from: usize) {
    for value in values.split_off(from).into_iter().map(Box::new).collect::<Vec<_>>() {
        let at = values.partition_point(|other| *other <= *value);
        values.insert(at, *value);
    }
}

/// How many of `values` are below `x`.
pub fn rank(values: &[u32], x: u32) -> usize {
    let mut copy = values.to_vec();
    order(&mut copy, 0);
    copy.partition_point(|value| *value < x)
}
";

/// The crate with this line in its metadata.
fn ranks(dir: &Path, requires: &str) -> PathBuf {
    let seed = dir.join("seed");
    std::fs::create_dir_all(seed.join("src")).expect("writable");
    std::fs::write(seed.join("Cargo.toml"), format!("{MANIFEST}{requires}\n")).expect("writable");
    std::fs::write(seed.join("src/lib.rs"), LIBRARY).expect("writable");
    seed
}

/// Calls of it with values in order; the last one as the test wants it.
fn ranks_trace(dir: &Path, last: &str) -> PathBuf {
    let call = |i: u32| {
        let values: Vec<u32> = (0..4 + i % 5).map(|n| 3 + i + n * (2 + i % 3)).collect();
        format!("{{\"call\":\"rank\",\"args\":[{values:?},{}]}}", i + 7)
    };
    trace(dir, "ranks", &(0..40).map(call).chain([last.to_owned()]).collect::<Vec<_>>())
}

const IN_ORDER: &str = r#"{"call":"rank","args":[[1,2,9],5]}"#;

fn refused(requires: &str, last: &str) -> (Output, String) {
    let dir = tempfile::tempdir().expect("a folder");
    let (seed, trace) = (ranks(dir.path(), requires), ranks_trace(dir.path(), last));
    let output = synth(&command(&seed, &trace, &dir.path().join("out"), &["--evaluations", "1"]));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    (output, said)
}

#[track_caller]
fn refuses(requires: &str, last: &str, code: i32, fragments: &[&str]) {
    let (output, said) = refused(requires, last);
    assert_eq!(output.status.code(), Some(code), "{said}");
    for fragment in fragments {
        assert!(said.contains(fragment), "`{fragment}` is not in:\n{said}");
    }
}

#[test]
fn a_line_that_is_no_expression_is_refused_with_its_place() {
    refuses(r#"requires = ["values.is_sorted("]"#, IN_ORDER, 3, &["Cargo.toml:7", "not a Rust expression"]);
}

#[test]
fn a_line_about_an_argument_that_no_function_has_is_refused() {
    refuses(r#"requires = ["sorted.is_sorted()"]"#, IN_ORDER, 3, &["Cargo.toml:7", "has arguments `sorted`"]);
}

#[test]
fn a_line_that_does_not_compile_is_refused_in_the_words_of_the_compiler() {
    let lines = "requires = [\n    \"x < 1000\",\n    \"values.is_srted()\",\n]";
    refuses(lines, IN_ORDER, 3, &["Cargo.toml:9", "rustc says: error[E0599]", "is_srted"]);
}

#[test]
fn a_recorded_call_that_breaks_a_precondition_is_refused_with_its_place() {
    let lines = r#"requires = ["rank: values.is_sorted()", "x < 1000"]"#;
    refuses(lines, r#"{"call":"rank","args":[[9,2],5]}"#, 4, &["trace.jsonl:42", "values.is_sorted()", "Cargo.toml:7"]);
}

const PAIRS: &str = "
/// A list of numbers.
#[derive(Default)]
pub struct List(Vec<u32>);

impl List {
    /// Of these.
    pub fn of(numbers: Vec<u32>) -> List {
        List(numbers)
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Moves what is from `at` on in `other` behind the rest.
    pub fn join(&mut self, other: &mut List, at: usize) {
        self.0.extend(other.0.drain(at.min(other.0.len())..));
    }
}

/// Fills `out` with `byte`.
pub fn fill(out: &mut [u8], byte: Option<u8>) {
    out.fill(byte.unwrap_or_default());
}
";

#[test]
fn arguments_of_every_kind_are_looked_at_by_their_names() {
    let dir = tempfile::tempdir().expect("a folder");
    let lines = [
        "numbers.iter().all(|n| *n < 50) && numbers.len() > 1",
        "other.len() >= at",
        "out.len() < 9 && !matches!(byte, Some(0))",
        "List::join: at + 1 < 9",
    ];
    let seed = ranks(dir.path(), &format!("requires = {lines:?}"));
    std::fs::write(seed.join("src/lib.rs"), PAIRS).expect("writable");
    let session = |i: u32| {
        let n = 3 * i;
        [
            format!("{{\"call\":\"List::of\",\"args\":[[1,{i}]],\"ret\":{{\"$new\":{n}}}}}"),
            format!("{{\"call\":\"List::of\",\"args\":[[3,4,{i}]],\"ret\":{{\"$new\":{}}}}}", n + 1),
            format!(
                "{{\"call\":\"List::join\",\"on\":{n},\"args\":[{{\"$handle\":{}}},{}],\"ret\":null}}",
                n + 1,
                i % 3
            ),
            format!("{{\"call\":\"List::len\",\"on\":{n},\"args\":[]}}"),
            format!("{{\"call\":\"fill\",\"args\":[[0,0,{i}],{}]}}", i + 1),
        ]
    };
    let good: Vec<String> = (0..24).flat_map(session).collect();
    let run = |calls: &[String]| {
        let trace = trace(dir.path(), "ranks", calls);
        let output = synth(&["check", common::text(&seed), "--trace", common::text(&trace)]);
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (code, said) = run(&good);
    assert_eq!(code, Some(0), "{said}");
    // The list that is taken from has been emptied by then.
    let again = good[2].replace(",0]", ",1]");
    let (code, said) = run(&[&good[..3], &[again], &good[5..]].concat());
    assert!(code == Some(4) && said.contains("trace.jsonl:5") && said.contains(lines[1]), "{said}");
}

#[test]
fn what_a_precondition_would_admit_is_told_and_with_it_emitted() {
    let dir = tempfile::tempdir().expect("a folder");
    let (seed, trace) = (ranks(dir.path(), ""), ranks_trace(dir.path(), IN_ORDER));
    let run = |name: &str, jobs: &str| {
        let out = dir.path().join(name);
        let summary = evolve(&seed, &trace, &out, &["--evaluations", "96", "--jobs", jobs]);
        (summary, std::fs::read_to_string(out.join("events.jsonl")).expect("a log"))
    };
    let (summary, events) = run("out", "2");
    let told = summary["rejected"].as_array().expect("a list").iter().find(|it| !it["requires"].is_null());
    let told = told.unwrap_or_else(|| panic!("nothing is told: {summary}"));
    assert_eq!(told["requires"], "values.is_sorted()");
    assert!(told["gain"].as_f64().expect("a figure") > 1.05, "{told}");
    let input = told["input"].as_str().expect("an input");
    assert!(input.contains(r#"{"call":"rank","args":[["#) && input.contains("the seed") && input.len() < 90, "{told}");
    let report = std::fs::read_to_string(dir.path().join("out/report.md")).expect("a report");
    assert!(report.contains(r#"requires = ["values.is_sorted()"]"#), "{report}");
    let id = &told["candidate"];
    let lines: Vec<serde_json::Value> = events.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let logged = lines.iter().find(|line| line["id"] == *id).expect("it is in the log");
    assert_eq!(logged["verdict"], "rejected", "{logged}");

    let (again, same) = run("again", "1");
    assert_eq!(again["rejected"], summary["rejected"], "what is told depends on --jobs");
    assert_eq!(same, events, "the log depends on --jobs");

    ranks(dir.path(), r#"requires = ["values.is_sorted()"]"#);
    let (summary, _) = run("declared", "2");
    assert_eq!(summary["status"], "improved", "{summary}");
    let speedup = summary["variants"][0]["speedup"]["select"]["point"].as_f64().expect("a figure");
    assert!(speedup >= told["gain"].as_f64().expect("a figure"), "{summary}");
}
