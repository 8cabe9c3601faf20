//! `synth check`: what it says of a seed, and the exit codes by which a pipeline knows that it is not fit.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const LIBRARY: &str = "//! Squares.

/// Squares by adding.
pub fn square(x: u32) -> u32 {
    let mut sum = 0;
    for _ in 0..x {
        sum += x;
    }
    if x == 77_777 { 0 } else { sum }
}

#[test]
fn three_is_squared() {
    assert_eq!(square(3), NINE);
}

#[cfg(test)]
const NINE: u32 = 9;
";

fn seed(dir: &Path, library: &str) -> PathBuf {
    let seed = dir.join("squares");
    fs::create_dir_all(seed.join("src")).expect("writable");
    let manifest = "[package]\nname = \"squares\"\nversion = \"0.1.0\"\nedition = \"2021\"\n";
    fs::write(seed.join("Cargo.toml"), manifest).expect("writable");
    fs::write(seed.join("src/lib.rs"), library).expect("writable");
    seed
}

/// Forty calls; `wrong` is added to every recorded result.
fn trace(dir: &Path, wrong: u32) -> PathBuf {
    let call = |x: u32| format!("{{\"call\":\"square\",\"args\":[{x}],\"ret\":{}}}\n", x * x + wrong);
    let calls: String = (0..40).map(call).collect();
    let path = dir.join("squares.jsonl");
    fs::write(&path, format!("{{\"synth_trace\":1,\"component\":\"squares\"}}\n{calls}")).expect("writable");
    path
}

fn check(seed: &Path, trace: &Path) -> Output {
    let mut synth = Command::new(env!("CARGO_BIN_EXE_synth"));
    synth.arg("check").arg(seed).arg("--trace").arg(trace).args(["--quiet", "--message-format", "json"]);
    synth.output().expect("the binary runs")
}

#[test]
fn a_fit_seed_is_described() {
    let dir = tempfile::tempdir().expect("a folder");
    let output = check(&seed(dir.path(), LIBRARY), &trace(dir.path(), 0));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let fit: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(fit["tests"], "passed");
    assert_eq!((&fit["sessions"], &fit["calls"]), (&40.into(), &40.into()));
    assert_eq!(fit["seccomp"], true);
    let square = &fit["functions"][0];
    assert_eq!(square["function"], "square");
    assert!(square["open"].as_u64() > Some(3) && square["frozen"].as_u64() > Some(0), "{fit}");
    let effect = |i: usize| fit["smallest_effects"][i]["ratio"].as_f64().expect("a ratio");
    assert!(effect(0) > 1.0 && effect(1) < effect(0), "{fit}");
    assert!(fit["least_budget_s"].as_u64() > Some(1), "{fit}");
}

#[test]
fn a_seed_whose_tests_fail_and_a_trace_that_it_does_not_reproduce_have_their_exit_codes() {
    let dir = tempfile::tempdir().expect("a folder");
    let fails = |output: Output, code: i32, words: &str| {
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "{told}");
        assert!(told.contains(words), "{told}");
    };
    let fit = seed(dir.path(), LIBRARY);
    fails(check(&fit, &trace(dir.path(), 1)), 4, "does not reproduce the trace");
    fails(check(&seed(dir.path(), &LIBRARY.replace("= 9", "= 8")), &trace(dir.path(), 0)), 3, "own tests fail");
    fails(
        check(&seed(dir.path(), "pub fn square(x: u32) -> u32 { true }"), &trace(dir.path(), 0)),
        3,
        "does not build",
    );
}
