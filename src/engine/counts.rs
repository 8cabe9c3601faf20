//! How many candidates each stage took in and let through, what it cost, and why the others left.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

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
    wall: Duration,
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

    /// Wall time of one thread in a stage.
    pub fn time(&self, stage: At, wall: Duration) {
        self.stages.lock().unwrap_or_else(PoisonError::into_inner)[stage as usize].wall += wall;
    }

    /// The counts so far; `cpu` seconds of the whole search are shared out by the wall time of the stages.
    pub fn report(&self, cpu: f64) -> Vec<StageCount> {
        let stages = self.stages.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let wall: f64 = stages.iter().map(|s| s.wall.as_secs_f64()).sum();
        let stage = |(total, at): (Total, At)| StageCount {
            stage: at.name().to_owned(),
            taken: total.taken,
            passed: total.passed,
            cpu_s: cpu * total.wall.as_secs_f64() / wall.max(1e-9),
            reasons: total.reasons,
        };
        stages.into_iter().zip(STAGES).map(stage).collect()
    }
}
