//! What the end-to-end tests share: the binary, and a crate with something to gain.
#![allow(dead_code, reason = "each test file is a crate of its own and uses a part")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Runs the binary.
pub fn synth(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_synth")).args(args).output().expect("the binary runs")
}

/// The folder of a dev-dependency, as cargo unpacked it.
pub fn published(name: &str) -> PathBuf {
    let output = Command::new(env!("CARGO"))
        // What other platforms need was never fetched.
        .args(["metadata", "--format-version", "1", "--offline", "--filter-platform", "host-tuple", "--manifest-path"])
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"))
        .output()
        .expect("cargo metadata runs");
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("metadata is JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    let package = packages.iter().find(|p| p["name"] == name).expect("it is a dev-dependency");
    Path::new(package["manifest_path"].as_str().expect("a path")).parent().expect("a folder").to_owned()
}

/// A path as an argument.
pub fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

/// A trace of free calls, each a line of the test.
pub fn trace(dir: &Path, component: &str, lines: &[String]) -> PathBuf {
    let path = dir.join("trace.jsonl");
    let header = format!("{{\"synth_trace\":1,\"component\":\"{component}\"}}\n");
    std::fs::write(&path, header + &lines.join("\n") + "\n").expect("writable");
    path
}

/// A run with an objective that needs no clock.
pub fn command<'a>(seed: &'a Path, trace: &'a Path, out: &'a Path, more: &[&'a str]) -> Vec<&'a str> {
    let args = ["evolve", text(seed), "--trace", text(trace), "--out", text(out), "--objective", "allocations"];
    [&args[..], &["--message-format", "json", "--quiet"], more].concat()
}

/// Runs `evolve` to its end and returns the summary.
pub fn evolve(seed: &Path, trace: &Path, out: &Path, more: &[&str]) -> serde_json::Value {
    let output = synth(&command(seed, trace, out, more));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    summary(out)
}

pub fn summary(out: &Path) -> serde_json::Value {
    serde_json::from_slice(&std::fs::read(out.join("summary.json")).expect("a summary")).expect("JSON")
}

/// A component of one file.
pub fn component(dir: &Path, name: &str, source: &str) -> PathBuf {
    let seed = dir.join("seed");
    std::fs::create_dir_all(seed.join("src")).expect("writable");
    let manifest =
        format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2021\"\nlicense = \"MIT\"\n");
    std::fs::write(seed.join("Cargo.toml"), manifest).expect("writable");
    std::fs::write(seed.join("src/lib.rs"), source).expect("writable");
    seed
}

/// A component with an allocation that nobody needs.
pub fn wasteful(dir: &Path) -> PathBuf {
    let source = "//! Counts.\n\n/// How many bytes of `text` are `byte`.\npub fn count(text: &str, byte: u8) -> usize {\n    \
                  // A copy, for no reason.\n    let copy = text.to_string().clone();\n    \
                  copy.bytes().filter(|b| *b == byte).count()\n}\n\n\
                  #[test]\nfn counts() {\n    assert_eq!(count(\"banana\", b'a'), 3);\n}\n";
    component(dir, "wasteful", source)
}

/// Calls of it.
pub fn wasteful_trace(dir: &Path) -> PathBuf {
    let calls = (0..40).map(|i| format!("{{\"call\":\"count\",\"args\":[\"banana {i}\",97]}}"));
    trace(dir, "wasteful", &calls.collect::<Vec<_>>())
}
