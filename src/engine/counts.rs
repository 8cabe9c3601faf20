//! How many candidates each stage took in and let through, what it cost, and why the others left.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crate::replay::usage::Usage;
use crate::report::StageCount;
use crate::run::Judged;

/// A stage of the search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    /// The gate and the compiler.
    Check,
    /// A short part of the trace.
    Screen,
    /// All of train, inputs beyond the trace, and the clock.
    Race,
}

const STAGES: [At; 3] = [At::Check, At::Screen, At::Race];

impl At {
    /// As the event log and the reports spell it.
    pub fn name(self) -> &'static str {
        match self {
            At::Check => "check",
            At::Screen => "screen",
            At::Race => "race",
        }
    }
}

/// The counts of one search; threads share it.
#[derive(Default)]
pub struct Counts {
    stages: Mutex<[Total; 3]>,
}

#[derive(Debug, Clone, Default)]
struct Total {
    taken: u64,
    passed: u64,
    used: Usage,
    reasons: BTreeMap<String, u64>,
}

impl Counts {
    /// Counts a candidate, judged now or before the run was resumed. It passed the stages before the one it left at.
    pub fn candidate(&self, judged: &Judged) {
        let mut stages = self.stages.lock().unwrap_or_else(PoisonError::into_inner);
        for (total, at) in stages.iter_mut().zip(STAGES) {
            total.taken += 1;
            if judged.cost.is_none() && judged.stage == at.name() {
                *total.reasons.entry(judged.kind.clone().unwrap_or_default()).or_default() += 1;
                break;
            }
            total.passed += 1;
        }
    }

    /// What one thread used in a stage.
    pub fn used(&self, stage: At, used: Usage) {
        self.stages.lock().unwrap_or_else(PoisonError::into_inner)[stage as usize].used += used;
    }

    /// The counts so far.
    pub fn report(&self) -> Vec<StageCount> {
        let stages = self.stages.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let stage = |(total, at): (Total, At)| StageCount {
            stage: at.name().to_owned(),
            taken: total.taken,
            passed: total.passed,
            cpu_s: total.used.total().as_secs_f64(),
            compilers_s: total.used.compilers.as_secs_f64(),
            workers_s: total.used.workers.as_secs_f64(),
            reasons: total.reasons,
        };
        stages.into_iter().zip(STAGES).map(stage).collect()
    }
}
