//! `synth verify` end to end: a variant as it was emitted, and what may have become of it, its seed and its traces.

mod common;

use std::fs;

use common::{evolve, synth, text, wasteful, wasteful_trace};

#[test]
fn a_claim_stands_until_the_variant_its_seed_or_its_traces_change() {
    let dir = tempfile::tempdir().expect("a folder");
    let (seed, trace) = (wasteful(dir.path()), wasteful_trace(dir.path()));
    let summary = evolve(&seed, &trace, &dir.path().join("out"), &["--evaluations", "24"]);
    let variant = dir.path().join("out").join(summary["variants"][0]["path"].as_str().expect("a variant"));
    let verify = |more: &[&str]| {
        let output = synth(&[&["verify", text(&variant), "--quiet"], more].concat());
        let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        (output.status.code().expect("it ends by itself"), said)
    };
    let refuses = |more: &[&str], code: i32, fragments: &[&str]| {
        let (found, said) = verify(more);
        assert_eq!(found, code, "{said}");
        fragments.iter().for_each(|fragment| assert!(said.contains(fragment), "`{fragment}` is not in:\n{said}"));
    };
    let (code, said) = verify(&[]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("wasteful-v1 stands") && said.contains("its tests pass"), "{said}");
    let holdout = said.lines().find(|line| line.starts_with("holdout ")).expect("a figure of the holdout");
    let figures: Vec<&str> = holdout.split_whitespace().filter(|word| word.ends_with('x')).collect();
    assert!(figures.len() == 2 && figures[0] == figures[1], "counts repeat exactly: {said}");

    let library = variant.join("src/lib.rs");
    let judged = fs::read_to_string(&library).expect("a source");
    // Whatever the variant's body is.
    let head = "pub fn count(text: &str, byte: u8) -> usize {";
    let wrong = judged.replace(head, &format!("{head}\n    if byte == 0 {{\n        return 1;\n    }}"));
    assert_ne!(wrong, judged);
    fs::write(&library, wrong).expect("writable");
    refuses(&[], 9, &["does not behave like wasteful 0.1.0"]);
    fs::copy(seed.join("src/lib.rs"), &library).expect("writable");
    refuses(&[], 8, &["no longer stands", "no better on holdout: 1.0000", "claimed was"]);
    fs::write(&library, "pub fn").expect("writable");
    refuses(&[], 8, &["the variant cannot be read", "src/lib.rs"]);
    fs::write(&library, &judged).expect("writable");

    let recorded = fs::read_to_string(&trace).expect("a trace");
    fs::write(&trace, recorded.replace("banana 1", "bananas")).expect("writable");
    refuses(&[], 4, &["trace.jsonl", "changed since the run", "--trace"]);
    fs::remove_file(&trace).expect("it is there");
    refuses(&[], 4, &["trace.jsonl", "cannot be read", "--trace"]);

    let text_of_seed = fs::read_to_string(seed.join("src/lib.rs")).expect("a source");
    fs::write(seed.join("src/lib.rs"), text_of_seed + "// Newer.\n").expect("writable");
    refuses(&[], 8, &["src/lib.rs is not as it was", "another seed"]);
    fs::rename(&seed, dir.path().join("elsewhere")).expect("it moves");
    refuses(&[], 2, &["the seed wasteful is not in", "--against"]);
    refuses(&["--against", text(dir.path())], 2, &["the seed wasteful is not in"]);
}

#[test]
fn a_crate_that_is_no_variant_has_no_claim() {
    let dir = tempfile::tempdir().expect("a folder");
    let output = synth(&["verify", text(&wasteful(dir.path()))]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("is not the manifest of a variant"));
}
