//! What the user asks of a run.

use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::search::{Strategy, Without};

/// What is made smaller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Objective {
    /// CPU time.
    Time,
    /// User-space instructions, by a hardware counter or callgrind; repeats exactly.
    Instructions,
    /// Number of allocations; repeats exactly.
    Allocations,
    /// Bytes of machine code; repeats exactly.
    Size,
    /// What the component's fitness file says, made larger; repeats exactly.
    Score,
}

impl Objective {
    /// As the command line and `summary.json` spell it.
    pub fn name(self) -> &'static str {
        match self {
            Objective::Time => "time",
            Objective::Instructions => "instructions",
            Objective::Allocations => "allocations",
            Objective::Size => "size",
            Objective::Score => "score",
        }
    }

    /// The objective that is spelt like this.
    pub fn named(name: &str) -> Option<Objective> {
        use Objective::{Allocations, Instructions, Score, Size, Time};
        [Time, Instructions, Allocations, Size, Score].into_iter().find(|o| o.name() == name)
    }

    /// A cost that is lower than this share of the best so far promises to be the best. A time is off by a little.
    pub fn promising(self) -> f64 {
        match self {
            Objective::Score => 1.0,
            Objective::Time | Objective::Instructions | Objective::Allocations | Objective::Size => 0.985,
        }
    }

    /// Its figure is the same in every run of the same code.
    pub fn counted(self) -> bool {
        self != Objective::Time
    }
}

/// Wall time of a run where nothing else is said.
pub const USUAL_BUDGET: Duration = Duration::from_secs(600);

/// The arguments of `synth evolve`.
#[derive(Debug, Clone)]
pub struct Options {
    /// Folder of the seed crate.
    pub seed_crate: PathBuf,
    /// Trace files.
    pub traces: Vec<PathBuf>,
    /// Trace files that are held out as a whole; empty: a part of `traces` is.
    pub holdout_traces: Vec<PathBuf>,
    /// The run directory.
    pub out: PathBuf,
    /// Wall time of the whole run, emission included; `None`: as long as the evaluations take.
    pub budget: Option<Duration>,
    /// End the search after this many candidates.
    pub evaluations: Option<u64>,
    /// What is made smaller.
    pub objective: Objective,
    /// How it is searched.
    pub search: Strategy,
    /// What the search goes without.
    pub without: Without,
    /// Seed of the search's randomness.
    pub random_seed: u64,
    /// Candidates judged side by side.
    pub jobs: usize,
    /// Functions that may be edited, `*` as a wildcard; empty: the crate's metadata says.
    pub functions: Vec<String>,
    /// Go on with the run in `out`.
    pub resume: bool,
    /// Folder of judgements that runs share.
    pub cache: Option<PathBuf>,
    /// Run candidates without seccomp.
    pub unsandboxed: bool,
    /// Cargo may run the build scripts of the seed.
    pub allow_build_script: bool,
    /// The command line, for provenance.
    pub command: String,
}
