//! `synth evolve` end to end, on crates that none of us wrote and with an objective that needs no clock.

mod common;

use std::path::Path;

use common::{evolve, published, synth, text, wasteful, wasteful_trace};

/// Evolves a published crate where cargo unpacked it, on the trace of a program that uses it (`tests/programs`).
fn evolve_published(name: &str) -> serde_json::Value {
    let dir = tempfile::tempdir().expect("a folder");
    let trace = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("corpora/published/{name}.jsonl.gz"));
    let summary = evolve(&published(name), &trace, &dir.path().join("out"), &["--evaluations", "4"]);
    assert_eq!(summary["component"], name);
    assert_eq!(summary["split"]["kind"], "sessions");
    summary
}

fn judged(summary: &serde_json::Value) -> (u64, u64) {
    (summary["funnel"]["proposed"].as_u64().expect("a count"), summary["funnel"]["screened"].as_u64().expect("a count"))
}

#[test]
fn a_crate_of_edition_2015_is_evolved_where_it_lies_in_the_registry() {
    let summary = evolve_published("strsim");
    assert!(judged(&summary).0 >= 4, "{summary}");
}

#[test]
fn a_generic_crate_and_its_errors_are_replayed() {
    let summary = evolve_published("hex");
    assert!(judged(&summary).0 >= 4, "{summary}");
}

#[test]
fn constants_and_lazy_iterators_are_replayed() {
    evolve_published("percent-encoding");
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

#[test]
fn candidates_are_asked_what_the_seeds_own_tests_ask() {
    let dir = tempfile::tempdir().expect("a folder");
    let (seed, trace, out) = (wasteful(dir.path()), wasteful_trace(dir.path()), dir.path().join("out"));
    // Tests need not ask the same each time, so that they are recorded only where a run need not be the same.
    let run = ["evolve", text(&seed), "--trace", text(&trace), "--out", text(&out), "--evaluations", "1", "--quiet"];
    let output = synth(&run);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(common::summary(&out)["tests_asked"], 1);
}

#[test]
fn what_told_a_candidate_from_the_seed_is_a_test_of_the_variant() {
    let dir = tempfile::tempdir().expect("a folder");
    let (seed, trace, out) = (wasteful(dir.path()), wasteful_trace(dir.path()), dir.path().join("out"));
    evolve(&seed, &trace, &out, &["--evaluations", "48"]);
    // As if a candidate of the run had been told by this.
    let found = "{\"synth_trace\":1,\"component\":\"wasteful\"}\n\
                 {\"session\":\"candidate 3\",\"call\":\"count\",\"args\":[\"naïve\",195],\"ret\":1}\n";
    std::fs::write(out.join("counterexamples.jsonl"), found).expect("writable");
    let summary = evolve(&seed, &trace, &out, &["--evaluations", "48", "--resume"]);
    assert_eq!(summary["status"], "improved", "{summary}");
    let test = out.join("variants/v1/tests/synth_counterexamples.rs");
    let test = std::fs::read_to_string(test).expect("the variant has a test");
    assert!(test.contains("assert_eq!(count(\"naïve\", 195_u8), 1_usize);"), "{test}");

    // The audit of its survivors, and of one more that is wrong.
    let log = out.join("events.jsonl");
    let events = std::fs::read_to_string(&log).expect("a log");
    let survivor = events.lines().find(|line| line.contains("\"survived\"")).expect("a survivor");
    let mut wrong: serde_json::Value = serde_json::from_str(survivor).expect("JSON");
    let source = std::fs::read_to_string(seed.join("src/lib.rs")).expect("a source");
    let start = source.find("*b == byte").expect("the comparison");
    let range = serde_json::json!({ "start": start, "end": start + "*b == byte".len() });
    wrong["edits"] =
        serde_json::json!([{ "file": "src/lib.rs", "range": range, "text": "*b >= byte", "operator": "test" }]);
    std::fs::write(&log, format!("{wrong}\n")).expect("writable");
    let audit = |log: &str| {
        let args =
            ["check", text(&seed), "--trace", text(&trace), "--survivors", text(&out), "--sample", "4", "--quiet"];
        let output = synth(&args);
        assert!(output.status.success(), "{log}{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let told = audit("one that is wrong: ");
    assert!(told.contains("1 differ") && told.contains("would have refused it"), "{told}");
    std::fs::write(&log, events).expect("writable");
    let told = audit("the survivors: ");
    assert!(told.contains("more sessions each"), "{told}");
}
