//! The types of `summary.json`, schema 1: what a pipeline branches on and every report is made from.
//!
//! Knows the shape and nothing else: no file, no wording, no rule about what is faster.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::scope::Scope;

pub use crate::measure::Interval;
pub use crate::trace::SplitKind;

/// Version of the layout of `summary.json`. Readers refuse any other.
pub const SCHEMA: u32 = 1;

/// A run in figures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// Always [`SCHEMA`].
    pub schema: u32,
    pub status: Status,
    /// Package name of the seed.
    pub component: String,
    /// What was minimised: `time`, `instructions`, `allocations`, `size` or `score`.
    pub objective: String,
    /// What counted, where instructions were the objective.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counter: Option<String>,
    /// What the seed's own tests said.
    pub tests: Tests,
    /// Sessions that those tests make and that every candidate was asked, too; 0 where the objective is counted.
    #[serde(default)]
    pub tests_asked: usize,
    pub split: Split,
    pub funnel: Funnel,
    /// Ratio that identical copies of the seed reach by chance; at least 1.
    pub noise_floor: f64,
    /// Seed time over seed time with stronger compiler flags: what needs no new code.
    pub flags_alone: f64,
    /// Emitted variants, the best first.
    pub variants: Vec<VariantSummary>,
    /// Where the time of the seed goes, the largest share first.
    #[serde(default)]
    pub profile: Vec<ProfileLine>,
    /// Candidates that were faster and were not emitted, the greatest gain first.
    #[serde(default)]
    pub rejected: Vec<Rejected>,
    /// Candidates that an interrupted run kept without a verdict.
    #[serde(default)]
    pub survivors: u64,
    /// What the reader must know before trusting a figure, a sentence each.
    #[serde(default)]
    pub warnings: Vec<String>,
}

/// How the run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// At least one variant was emitted.
    Improved,
    /// Candidates were judged and none was emitted.
    Unchanged,
    /// Stopped before the verdict; `--resume` goes on.
    Interrupted,
    /// No candidate reached the judge.
    NothingEvaluated,
}

/// State of the seed's own tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tests {
    #[serde(rename = "passed")]
    Passed,
    #[serde(rename = "none")]
    None,
    /// They could not be built, for want of a dev-dependency.
    #[serde(rename = "not run")]
    NotRun,
}

/// How the trace was divided, and the size of each part.
///
/// Sizes count sessions for `Sessions` and `Few`, events for `Time` and `Generated`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Split {
    pub kind: SplitKind,
    pub train: u64,
    pub select: u64,
    pub holdout: u64,
}

/// What each step of the funnel let through, in candidates.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Funnel {
    pub proposed: u64,
    /// Proposed before, in this run.
    pub duplicate: u64,
    /// Passed the compiler.
    pub checked: u64,
    /// Behaved like the seed on the part of the trace that the screen replays.
    pub screened: u64,
    /// Timed against the seed.
    pub raced: u64,
    /// Emitted.
    pub accepted: u64,
    /// Seconds of the search.
    #[serde(default)]
    pub search_s: f64,
    /// Seconds of the whole run.
    pub wall_s: f64,
    /// CPU seconds of the run and all its children.
    pub cpu_s: f64,
    /// The same in detail, in the order in which candidates pass.
    #[serde(default)]
    pub stages: Vec<StageCount>,
    /// Expressions that were tried without a compiler.
    #[serde(default)]
    pub holes: HoleCount,
}

/// What filling holes came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct HoleCount {
    /// Expressions that were tried.
    pub evaluated: u64,
    /// Those that were proposed to the search.
    pub promising: u64,
    /// CPU seconds of all of it, and of trying alone.
    pub cpu_s: f64,
    pub trying_s: f64,
    /// Seconds of the search that went by meanwhile.
    #[serde(default)]
    pub wall_s: f64,
}

/// One stage: what it took in, let through and cost, and why it rejected the rest.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct StageCount {
    pub stage: String,
    pub taken: u64,
    pub passed: u64,
    /// CPU seconds, children included.
    pub cpu_s: f64,
    /// Those of compilers and linkers.
    #[serde(default)]
    pub compilers_s: f64,
    /// Those of workers.
    #[serde(default)]
    pub workers_s: f64,
    /// Candidates rejected, by reason.
    #[serde(default)]
    pub reasons: BTreeMap<String, u64>,
}

/// The figure on each part of the split.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Speedup {
    pub train: Interval,
    pub select: Interval,
    pub holdout: Interval,
}

/// What seed and variant score on each part of the split.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Score {
    pub train: Scores,
    pub select: Scores,
    pub holdout: Scores,
}

/// What seed and variant score; higher is better.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Scores {
    pub seed: f64,
    pub variant: f64,
}

/// Compiler options that a variant gains by.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CompilerOptions {
    /// As rustc takes them.
    pub options: Vec<String>,
    /// Time of the variant without them over its time with them, on holdout.
    pub gain: Interval,
}

/// An emitted variant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VariantSummary {
    pub name: String,
    /// Folder of the crate, relative to the run directory.
    pub path: String,
    /// Patch file, relative to the run directory.
    pub patch: String,
    pub edits: usize,
    /// Lines added plus lines removed.
    pub diff_lines: usize,
    /// Seed over variant in what the objective counts; for a score how many times the seed's score it has, so that above 1 is
    /// better here, too.
    pub speedup: Speedup,
    /// What both score, where that is the objective.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<Score>,
    /// What makes it faster still, and is no part of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub options: Option<CompilerOptions>,
    /// The figure on the holdout sessions of each trace file, by file name.
    #[serde(default)]
    pub traces: BTreeMap<String, Interval>,
    /// What it is good for, where there are several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<Scope>,
    /// Where texts and lists have another size than in the traces.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sizes: Vec<OtherSize>,
    /// Bytes of memory that it asks for over those that the seed does, on holdout.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memory: Option<f64>,
    /// See [`super::scope::over_specialisation`].
    #[serde(default)]
    pub over_specialisation: f64,
}

/// How a variant does on the calls of train where their texts and lists have another size, roughly timed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OtherSize {
    /// In words: shorter or longer texts and lists, texts that begin or end alike, many more of them, one function by itself.
    pub size: String,
    /// Seed time over variant time.
    pub speedup: f64,
}

/// A function of the component, or a place outside it, and its share of the seed's time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProfileLine {
    /// Path of the function; for a place outside the component a short name (`memcmp`, or the kind again).
    pub name: String,
    pub place: Place,
    /// Share of samples, 0 to 1.
    pub share: f64,
    /// Nodes that an operator may touch; 0 outside the component.
    #[serde(default)]
    pub sites: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    Component,
    Std,
    Allocator,
    Harness,
    Dependency,
    Unknown,
}

/// A candidate that was faster and was not emitted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rejected {
    /// Its id in `events.jsonl`.
    pub candidate: u64,
    pub stage: String,
    /// What the stage found, a clause: "returns 3 where the seed returns 4".
    pub reason: String,
    /// Seed time over candidate time, as far as it was measured: the gain forgone.
    pub gain: f64,
    /// The input on which it differs from the seed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input: Option<String>,
    /// The `requires` line that would admit it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requires: Option<String>,
}

impl Summary {
    /// Share of the seed's time that lies in code with sites, 0 to 1.
    pub fn mutable_share(&self) -> f64 {
        self.profile.iter().filter(|line| line.sites > 0).fold(0.0, |sum, line| sum + line.share)
    }
}

#[cfg(test)]
pub(super) mod examples {
    use super::*;

    /// A run that found one variant.
    pub fn improved() -> Summary {
        let interval = |point| Interval { point, low: point - 0.25, high: point + 0.25 };
        Summary {
            status: Status::Improved,
            variants: vec![VariantSummary {
                name: "v1".into(),
                path: "variants/v1".into(),
                patch: "variants/v1.patch".into(),
                edits: 1,
                diff_lines: 2,
                speedup: Speedup { train: interval(12.6), select: interval(12.5), holdout: interval(12.4) },
                score: None,
                options: None,
                traces: BTreeMap::from([("urls.jsonl".to_owned(), interval(12.4))]),
                scope: None,
                sizes: Vec::new(),
                memory: None,
                over_specialisation: 0.0,
            }],
            warnings: vec!["the trace never calls Table::remove".into()],
            funnel: Funnel { accepted: 1, ..unchanged().funnel },
            rejected: vec![],
            ..unchanged()
        }
    }

    /// A run that found nothing, on a trace of few sessions.
    pub fn unchanged() -> Summary {
        let line = |name: &str, place, share, sites| ProfileLine { name: name.into(), place, share, sites };
        let stage = |stage: &str, taken, passed, reasons: &[(&str, u64)]| StageCount {
            compilers_s: 0.0,
            workers_s: 0.0,
            stage: stage.into(),
            taken,
            passed,
            cpu_s: 60.0,
            reasons: reasons.iter().map(|(reason, count)| (reason.to_string(), *count)).collect(),
        };
        Summary {
            schema: SCHEMA,
            status: Status::Unchanged,
            component: "hash_table".into(),
            objective: "time".into(),
            counter: None,
            tests: Tests::Passed,
            tests_asked: 0,
            split: Split { kind: SplitKind::Few, train: 9, select: 3, holdout: 3 },
            funnel: Funnel {
                search_s: 0.0,
                proposed: 12_000,
                duplicate: 2_000,
                checked: 8_000,
                screened: 400,
                raced: 40,
                accepted: 0,
                wall_s: 118.0,
                cpu_s: 221.5,
                holes: HoleCount::default(),
                stages: vec![
                    stage("check", 10_000, 8_000, &[("mismatched types", 1_700), ("borrow", 300)]),
                    stage("screen", 8_000, 400, &[("differs", 7_500), ("time limit", 100)]),
                ],
            },
            noise_floor: 1.004,
            flags_alone: 1.0,
            variants: vec![],
            profile: vec![
                line("hash", Place::Component, 0.62, 14),
                line("Table::get", Place::Component, 0.2, 8),
                line("memcmp", Place::Std, 0.18, 0),
            ],
            rejected: vec![Rejected {
                candidate: 812,
                stage: "verdict".into(),
                reason: "returns None where the seed returns Some(1)".into(),
                gain: 1.31,
                input: Some("find([2, 1], 1)".into()),
                requires: Some("sorted.is_sorted()".into()),
            }],
            survivors: 0,
            warnings: vec![],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keys_of_the_contract_are_there_by_name() {
        let json = serde_json::to_value(examples::improved()).unwrap();
        for pointer in [
            "/schema",
            "/status",
            "/component",
            "/objective",
            "/tests",
            "/split/kind",
            "/split/train",
            "/split/select",
            "/split/holdout",
            "/funnel/proposed",
            "/funnel/duplicate",
            "/funnel/checked",
            "/funnel/screened",
            "/funnel/raced",
            "/funnel/accepted",
            "/funnel/wall_s",
            "/funnel/cpu_s",
            "/noise_floor",
            "/flags_alone",
            "/variants/0/name",
            "/variants/0/path",
            "/variants/0/patch",
            "/variants/0/edits",
            "/variants/0/diff_lines",
            "/variants/0/speedup/train/point",
            "/variants/0/speedup/select/low",
            "/variants/0/speedup/holdout/high",
            "/variants/0/traces/urls.jsonl/point",
        ] {
            assert!(json.pointer(pointer).is_some(), "{pointer} is missing");
        }
    }

    #[test]
    fn words_are_spelled_as_in_the_contract() {
        let spelled = |value: serde_json::Value| value.as_str().unwrap().to_owned();
        let status = [Status::Improved, Status::Unchanged, Status::Interrupted, Status::NothingEvaluated];
        assert_eq!(
            status.map(|it| spelled(serde_json::to_value(it).unwrap())),
            ["improved", "unchanged", "interrupted", "nothing-evaluated"]
        );
        let tests = [Tests::Passed, Tests::None, Tests::NotRun];
        assert_eq!(tests.map(|it| spelled(serde_json::to_value(it).unwrap())), ["passed", "none", "not run"]);
        let kinds = [SplitKind::Sessions, SplitKind::Few, SplitKind::Time, SplitKind::Generated];
        assert_eq!(
            kinds.map(|it| spelled(serde_json::to_value(it).unwrap())),
            ["sessions", "few", "time", "generated"]
        );
    }

    #[test]
    fn a_summary_survives_writing_and_reading() {
        let summary = examples::unchanged();
        let text = serde_json::to_string_pretty(&summary).unwrap();
        assert_eq!(serde_json::from_str::<Summary>(&text).unwrap(), summary);
    }

    #[test]
    fn time_outside_the_component_is_not_mutable() {
        assert!((examples::unchanged().mutable_share() - 0.82).abs() < 1e-9);
    }
}
