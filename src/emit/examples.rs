//! A small seed and a variant of it, for the tests of this room.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;

use super::{Edit, FileHash, Provenance, Variant};
use crate::report::{Interval, Speedup, Split, SplitKind, Tests};

pub const OLD: &str = "//! Adds.\n\n/// Twice `x`.\npub fn twice(x: u32) -> u32 {\n    x + x\n}\n";
pub const NEW: &str = "//! Adds.\n\n/// Twice `x`.\npub fn twice(x: u32) -> u32 {\n    x * 2\n}\n";
pub const DIFF: &str = "--- a/src/lib.rs\n+++ b/src/lib.rs\n@@ -2,5 +2,5 @@\n \n /// Twice `x`.\n \
     pub fn twice(x: u32) -> u32 {\n-    x + x\n+    x * 2\n }\n";

/// A seed in `<root>/seed`, variants in `<root>/out`.
pub struct Example {
    pub root: TempDir,
}

impl Example {
    pub fn new() -> Self {
        let example = Example { root: tempfile::tempdir().unwrap() };
        let write = |path: &str, text: &str| {
            let path = example.seed_dir().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write(
            "Cargo.toml",
            "[package]\nname = \"two-times\"\nversion = \"0.1.0\"\nedition = \"2021\"\n\n[workspace]\n",
        );
        write("src/lib.rs", OLD);
        write("src/main.rs", "fn main() {\n    println!(\"{}\", two_times::twice(2));\n}\n");
        write(
            "tests/it.rs",
            "#[test]\nfn it() {\n    assert_eq!(two_times::twice(2), 4);\n    env!(\"CARGO_BIN_EXE_two-times\");\n}\n",
        );
        write("LICENSE", "MIT\n");
        write("README.md", "# two-times\n\nDoubles.\n");
        write("target/debug/junk", "");
        example
    }

    pub fn seed_dir(&self) -> PathBuf {
        self.root.path().join("seed")
    }

    pub fn variants_dir(&self) -> PathBuf {
        self.root.path().join("out")
    }

    pub fn variant(&self) -> Variant<'static> {
        let interval = |point| Interval { point, low: point - 0.02, high: point + 0.02 };
        Variant {
            name: "v1",
            seed_dir: Box::leak(self.seed_dir().into_boxed_path()),
            changed: vec![("src/lib.rs".into(), NEW.into())],
            diff: DIFF,
            regression: None,
            provenance: Provenance {
                seed: "two-times 0.1.0".into(),
                seed_path: self.seed_dir().display().to_string(),
                seed_sha256: "5eed".into(),
                command: "synth evolve seed --trace calls.jsonl".into(),
                tool: "synth 0.1.0".into(),
                compiler: "rustc 1.95.0".into(),
                objective: "time".into(),
                counter: None,
                tests: Tests::Passed,
                licence: Some("MIT".into()),
                noise_floor: 1.004,
                relinks: 40,
                generated_calls: 5000,
                requires: Vec::new(),
                split: Split { kind: SplitKind::Sessions, train: 60, select: 20, holdout: 20 },
                speedup: Speedup { train: interval(1.5), select: interval(1.46), holdout: interval(1.42) },
                score: None,
                options: None,
                fitness: None,
                traces: vec![FileHash { file: "/home/a/calls.jsonl".into(), sha256: "7ace".into(), held_out: false }],
                figures: BTreeMap::from([("calls.jsonl".into(), interval(1.42))]),
                edits: vec![Edit {
                    operator: "replace-expression".into(),
                    file: "src/lib.rs".into(),
                    line: 5,
                    before: "x + x".into(),
                    after: "x * 2".into(),
                    effect: Some(1.42),
                }],
                transplanted: Vec::new(),
                files: vec![],
            },
        }
    }
}
