//! Where a variant comes from: what `[package.metadata.synth.provenance]` of its manifest holds.
//!
//! Plain data, and how it is read. Tables come after values, as TOML wants them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use toml::Table;

use super::is_inside;
use crate::report::{CompilerOptions, Interval, Score, Speedup, Split, Tests};

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
    /// What was made smaller, as `--objective` spells it.
    #[serde(default = "time")]
    pub objective: String,
    /// What counted, where instructions were the objective.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counter: Option<String>,
    pub tests: Tests,
    /// The seed's licence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// Ratio that identical copies of the seed reached by chance.
    pub noise_floor: f64,
    /// Relinks behind each interval.
    pub relinks: u32,
    /// Calls with generated arguments on which it agreed with the seed, beside the recorded ones.
    pub generated_calls: u64,
    /// Preconditions that these calls keep, as the seed's metadata declared them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requires: Vec<String>,
    pub split: Split,
    pub speedup: Speedup,
    /// What both score, where that is the objective, and the file that says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<Score>,
    /// What makes it faster still, and is no part of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub options: Option<CompilerOptions>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fitness: Option<FileHash>,
    /// The traces of the run.
    pub traces: Vec<FileHash>,
    /// The figure on the holdout sessions of each trace, by file name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub figures: BTreeMap<String, Interval>,
    pub edits: Vec<Edit>,
    /// Where transplanted code comes from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub transplanted: Vec<Transplanted>,
    /// The files that the edits touch. Filled in when the variant is written.
    #[serde(default)]
    pub files: Vec<TouchedFile>,
}

/// A trace, by name and content.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct FileHash {
    /// Absolute path when the run was made.
    pub file: String,
    pub sha256: String,
    /// It was given to `--holdout-trace`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub held_out: bool,
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

/// Code that was written elsewhere.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Transplanted {
    /// File and function: `corpora/donors/hash.rs:fnv1a`.
    pub from: String,
    /// As the file's SPDX line says, or `unknown`.
    pub licence: String,
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

/// The only objective of variants that do not name theirs.
fn time() -> String {
    "time".into()
}

/// A folder that is not a variant of a run.
#[derive(Debug, thiserror::Error)]
#[error("{} is not the manifest of a variant: {reason}; name a folder below variants/ of a run", manifest.display())]
pub struct NotAVariant {
    pub manifest: PathBuf,
    pub reason: String,
}

impl Provenance {
    /// As the manifest of a variant holds it.
    ///
    /// # Errors
    /// There is none, or it cannot be read.
    pub fn read(variant_dir: &Path) -> Result<Provenance, NotAVariant> {
        let manifest = variant_dir.join("Cargo.toml");
        let not_a_variant = |reason: String| NotAVariant { manifest: manifest.clone(), reason };
        let table = read_manifest(&manifest).map_err(not_a_variant)?;
        let provenance = ["package", "metadata", "synth", "provenance"]
            .iter()
            .try_fold(&toml::Value::Table(table), |value, key| value.get(key))
            .cloned()
            .ok_or_else(|| not_a_variant("it has no [package.metadata.synth.provenance]".into()))?;
        let provenance: Provenance = provenance.try_into().map_err(|error| not_a_variant(error.to_string()))?;
        match provenance.files.iter().find(|file| !is_inside(&file.path)) {
            Some(file) => Err(not_a_variant(format!("its file {} lies outside the package", file.path))),
            None => Ok(provenance),
        }
    }

    /// Name of the seed's package.
    pub fn seed_package(&self) -> &str {
        self.seed.split(' ').next().unwrap_or_default()
    }
}

pub(super) fn read_manifest(path: &Path) -> Result<Table, String> {
    let text = fs::read_to_string(path).map_err(|error| error.to_string())?;
    text.parse().map_err(|error: toml::de::Error| error.to_string())
}
