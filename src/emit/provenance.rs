//! Where a variant comes from: what `[package.metadata.synth.provenance]` of its manifest holds.
//!
//! Plain data. Tables come after values, as TOML wants them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::report::{Interval, Speedup, Split, Tests};

/// Enough to check a variant's claim, to apply it, and to make it again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Provenance {
    /// Package name and version of the seed.
    pub seed: String,
    /// Absolute path of the seed's folder when the run was made.
    pub seed_path: String,
    /// Hash over all files of the seed, as `run.json` has it.
    pub seed_sha256: String,
    /// The command line that made it, as typed.
    pub command: String,
    /// Name and version of this tool.
    pub tool: String,
    /// First line of `rustc --version`.
    pub compiler: String,
    pub tests: Tests,
    /// The seed's licence, and that of donors where code was transplanted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// Ratio that identical copies of the seed reached by chance.
    pub noise_floor: f64,
    /// Relinks behind each interval.
    pub relinks: u32,
    /// Calls with generated arguments on which it agreed with the seed, beside the recorded ones.
    pub generated_calls: u64,
    pub split: Split,
    pub speedup: Speedup,
    /// The traces of the run.
    pub traces: Vec<FileHash>,
    /// The figure on the holdout sessions of each trace, by file name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub figures: BTreeMap<String, Interval>,
    pub edits: Vec<Edit>,
    /// The files that the edits touch. Filled in when the variant is written.
    #[serde(default)]
    pub files: Vec<TouchedFile>,
}

/// A file outside the crate, by name and content.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FileHash {
    pub file: String,
    pub sha256: String,
}

/// One edit of the genome and what it is worth.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Edit {
    pub operator: String,
    /// Relative to the package root.
    pub file: String,
    /// 1-based line in the seed.
    pub line: u32,
    pub before: String,
    pub after: String,
    /// Time without this edit over time with it, the other edits in place. Absent: not measured alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effect: Option<f64>,
}

/// A file of the seed that the variant replaces.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct TouchedFile {
    /// Relative to the package root.
    pub path: String,
    pub seed_sha256: String,
    pub variant_sha256: String,
}
