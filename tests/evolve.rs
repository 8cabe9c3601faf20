//! `synth evolve` end to end, on crates that none of us wrote and with an objective that needs no clock.

mod common;

use std::path::{Path, PathBuf};
use std::process::Command;

use common::{evolve, synth, text, trace, wasteful, wasteful_trace};

/// Folder of a dev-dependency, as cargo unpacked it.
fn published(name: &str) -> PathBuf {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--offline", "--manifest-path"])
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"))
        .output()
        .expect("cargo metadata runs");
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("metadata is JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    let package = packages.iter().find(|p| p["name"] == name).expect("it is a dev-dependency");
    Path::new(package["manifest_path"].as_str().expect("a path")).parent().expect("a folder").to_owned()
}

fn judged(summary: &serde_json::Value) -> (u64, u64) {
    (summary["funnel"]["proposed"].as_u64().expect("a count"), summary["funnel"]["screened"].as_u64().expect("a count"))
}

#[test]
fn a_crate_of_edition_2015_is_evolved_where_it_lies_in_the_registry() {
    let dir = tempfile::tempdir().expect("a folder");
    let words = ["kitten", "sitting", "", "saturday", "sunday", "flaw", "lawn", "naïve"];
    let distance = |a: &str, b: &str| format!("{{\"call\":\"levenshtein\",\"args\":[\"{a}\",\"{b}\"]}}");
    let calls: Vec<String> = words.iter().flat_map(|a| words.iter().map(move |b| distance(a, b))).collect();
    let trace = trace(dir.path(), "strsim", &calls);
    let summary = evolve(&published("strsim"), &trace, &dir.path().join("out"), &["--evaluations", "4"]);
    assert_eq!(summary["component"], "strsim");
    assert_eq!(summary["split"]["kind"], "sessions");
    assert!(judged(&summary).0 >= 4, "{summary}");
}

#[test]
fn a_generic_crate_and_its_errors_are_replayed() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut calls = vec![
        r#"{"call":"decode::<&str>","args":["0"],"ret":{"Err":"OddLength"}}"#.to_owned(),
        r#"{"call":"decode::<&str>","args":["zz"],"ret":{"Err":{"InvalidHexCharacter":{"c":"z","index":0}}}}"#
            .to_owned(),
        r#"{"call":"<Vec<u8> as FromHex>::from_hex::<&str>","args":["00ff"],"ret":{"Ok":{"$base64":"AP8="}}}"#
            .to_owned(),
    ];
    calls.extend(
        (0..30).map(|i| format!("{{\"call\":\"encode::<&[u8]>\",\"args\":[[{i},255]],\"ret\":\"{i:02x}ff\"}}")),
    );
    let trace = trace(dir.path(), "hex", &calls);
    let summary = evolve(&published("hex"), &trace, &dir.path().join("out"), &["--evaluations", "4"]);
    assert_eq!(summary["component"], "hex");
    assert!(judged(&summary).0 >= 4, "{summary}");
}

#[test]
fn constants_handles_and_lazy_iterators_are_replayed() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut calls = Vec::new();
    for i in 0..25 {
        calls.push(format!(
            r#"{{"call":"utf8_percent_encode","args":["a b{i}",{{"$path":"NON_ALPHANUMERIC"}}],"drain":["a","%20","b{i}"]}}"#
        ));
        calls.push(format!(r#"{{"call":"percent_decode_str","args":["%C3%A9{i}"],"ret":{{"$new":{i}}}}}"#));
        calls.push(format!(r#"{{"call":"PercentDecode::decode_utf8","on":{i},"args":[],"ret":{{"Ok":"é{i}"}}}}"#));
    }
    let trace = trace(dir.path(), "percent_encoding", &calls);
    let summary = evolve(&published("percent-encoding"), &trace, &dir.path().join("out"), &["--evaluations", "4"]);
    assert_eq!(summary["component"], "percent-encoding");
}

#[test]
fn a_variant_is_found_emitted_and_applied_and_the_run_is_the_same_for_any_number_of_jobs() {
    let dir = tempfile::tempdir().expect("a folder");
    let (seed, trace) = (wasteful(dir.path()), wasteful_trace(dir.path()));
    let out = dir.path().join("out");
    let summary = evolve(&seed, &trace, &out, &["--evaluations", "48", "--jobs", "2"]);
    assert_eq!(summary["status"], "improved", "{summary}");
    let variant = &summary["variants"][0];
    assert!(variant["speedup"]["holdout"]["low"].as_f64().expect("a figure") > 1.0, "{variant}");

    let events = |out: &Path| std::fs::read_to_string(out.join("events.jsonl")).expect("a log");
    let first = events(&out);
    let again = dir.path().join("again");
    evolve(&seed, &trace, &again, &["--evaluations", "48", "--jobs", "1"]);
    assert_eq!(first, events(&again), "the run depends on --jobs");

    let crate_dir = out.join(variant["path"].as_str().expect("a path"));
    let manifest = std::fs::read_to_string(crate_dir.join("Cargo.toml")).expect("a manifest");
    assert!(manifest.contains("wasteful-v1") && manifest.contains("[workspace]"), "{manifest}");
    let source = std::fs::read_to_string(crate_dir.join("src/lib.rs")).expect("a source");
    assert!(source.contains("/// How many bytes of `text` are `byte`."), "comments are kept:\n{source}");
    assert!(synth(&["apply", text(&crate_dir)]).status.success());
    assert_eq!(std::fs::read_to_string(seed.join("src/lib.rs")).expect("a source"), source);
}
