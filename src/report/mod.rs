//! What people and pipelines read of a run: `summary.json`, `report.md`, `report.html` and the terminal.
//!
//! One file a format. Everything is made from the [`Summary`] and the patches beside it, so that a report can
//! be made again from a run directory alone. Decides nothing: no verdict, no threshold.

mod aim;
pub mod check;
mod content;
mod html;
pub mod markdown;
mod scope;
mod summary;
mod terminal;
pub mod words;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};

pub use aim::Aim;
pub use scope::{Scope, over_specialisation};
pub use summary::{
    CompilerOptions, Funnel, HoleCount, Interval, OtherSize, Place, ProfileLine, Rejected, SCHEMA, Score, Scores,
    Speedup, Split, SplitKind, StageCount, Status, Summary, Tests, VariantSummary,
};

use crate::run::write_atomically;

/// A summary together with the diffs of its variants, by variant name.
pub struct Report<'a> {
    pub summary: &'a Summary,
    pub diffs: BTreeMap<String, String>,
}

impl<'a> Report<'a> {
    /// Reads the patches that `summary` names; one that cannot be read is left out of the report.
    fn new(run_dir: &Path, summary: &'a Summary) -> Self {
        let read = |variant: &VariantSummary| {
            let diff = fs::read_to_string(run_dir.join(&variant.patch)).ok()?;
            Some((variant.name.clone(), diff))
        };
        Report { summary, diffs: summary.variants.iter().filter_map(read).collect() }
    }
}

/// Writes `summary.json` and `report.md` of a run whose variants are already emitted.
///
/// Each file appears whole or not at all.
pub fn write(run_dir: &Path, summary: &Summary) -> Result<()> {
    write_atomically(&run_dir.join("summary.json"), json(summary).as_bytes())?;
    Ok(write_atomically(&run_dir.join("report.md"), markdown::render(&Report::new(run_dir, summary)).as_bytes())?)
}

/// Makes `report.md` and `report.html` again from what a run left: the command `synth report`.
///
/// Fails when the folder holds no `summary.json` of this version.
pub fn rewrite(run_dir: &Path) -> Result<()> {
    let summary = read(run_dir)?;
    let report = Report::new(run_dir, &summary);
    write_atomically(&run_dir.join("report.md"), markdown::render(&report).as_bytes())?;
    Ok(write_atomically(&run_dir.join("report.html"), html::render(&report).as_bytes())?)
}

/// Reads `summary.json` of a run directory.
pub fn read(run_dir: &Path) -> Result<Summary> {
    #[derive(serde::Deserialize)]
    struct Version {
        schema: u32,
    }
    let path = run_dir.join("summary.json");
    let text = fs::read_to_string(&path).with_context(|| {
        format!("cannot read {}; is this the folder of a run (--out of `synth evolve`)?", path.display())
    })?;
    let broken = || format!("{} is not a summary", path.display());
    let Version { schema } = serde_json::from_str(&text).with_context(broken)?;
    if schema != SCHEMA {
        bail!(
            "{} has schema {schema}, this synth reads schema {SCHEMA}; use the synth that made the run",
            path.display()
        );
    }
    serde_json::from_str(&text).with_context(broken)
}

/// The text of `summary.json`, which `--message-format json` prints too.
pub fn json(summary: &Summary) -> String {
    serde_json::to_string_pretty(summary).expect("a summary has string keys only") + "\n"
}

/// The text for the terminal; `run_dir` as the user wrote it.
pub fn terminal(run_dir: &Path, summary: &Summary) -> String {
    terminal::render(&Report::new(run_dir, summary), run_dir)
}

#[cfg(test)]
mod tests {
    use super::summary::examples;
    use super::*;

    #[test]
    fn a_report_can_be_made_again_from_the_run_directory_alone() {
        let dir = tempfile::tempdir().unwrap();
        let summary = examples::improved();
        fs::create_dir(dir.path().join("variants")).unwrap();
        fs::write(dir.path().join("variants/v1.patch"), "-old\n+new\n").unwrap();
        write(dir.path(), &summary).unwrap();
        let first = fs::read_to_string(dir.path().join("report.md")).unwrap();
        fs::remove_file(dir.path().join("report.md")).unwrap();
        rewrite(dir.path()).unwrap();
        assert_eq!(fs::read_to_string(dir.path().join("report.md")).unwrap(), first);
        assert!(first.contains("+new"));
        assert!(dir.path().join("report.html").exists());
        assert_eq!(read(dir.path()).unwrap(), summary);
    }

    #[test]
    fn a_summary_of_a_later_schema_is_refused_by_number() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("summary.json"), r#"{"schema":2,"anything":[]}"#).unwrap();
        assert!(format!("{:#}", read(dir.path()).unwrap_err()).contains("has schema 2"));
    }

    #[test]
    fn a_folder_that_is_no_run_is_named_in_the_error() {
        let dir = tempfile::tempdir().unwrap();
        let error = format!("{:#}", rewrite(dir.path()).unwrap_err());
        assert!(error.contains("summary.json") && error.contains("synth evolve"));
    }
}
