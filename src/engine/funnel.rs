//! The stages that every candidate passes or leaves: check, screen, race. Counts what each took in and let through.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use super::Fault;
use super::gauge::{self, Gauge};
use super::ground::{Ground, Taped, Wrong};
use super::options::Objective;
use crate::build::{BuildError, Form, Slot};
use crate::component::Sources;
use crate::replay::{Failure, process};
use crate::report::StageCount;
use crate::run::Judged;
use crate::search::{self, Fate, Proposal, Stage};

/// Judges candidates of one run.
pub struct Funnel<'a> {
    ground: &'a Ground,
    gauge: &'a Gauge,
    beyond: &'a Taped,
    overflow_checks: bool,
    objective: Objective,
    slots: Mutex<Vec<(usize, Slot)>>,
    random_seed: u64,
    counts: Mutex<Counts>,
}

/// Candidates and time by stage, in the order of the stages.
#[derive(Debug, Clone, Default)]
pub struct Counts {
    stages: [StageTotal; 3],
}

#[derive(Debug, Clone, Default)]
struct StageTotal {
    taken: u64,
    passed: u64,
    wall: Duration,
    reasons: BTreeMap<String, u64>,
}

/// Cost, as a share of the seed's, below which a candidate may become a finalist.
const PROMISING: f64 = 0.97;

const NAMES: [&str; 3] = ["check", "screen", "race"];

/// Why a candidate got no verdict.
pub enum Unjudged {
    /// The user interrupted.
    Interrupted,
    /// The host failed: a full disk, no processes.
    Host(Fault),
}

impl<'a> Funnel<'a> {
    /// With `jobs` slots.
    ///
    /// # Errors
    /// The slots cannot be made.
    pub fn new(
        ground: &'a Ground,
        gauge: &'a Gauge,
        beyond: &'a Taped,
        overflow_checks: bool,
        objective: Objective,
        jobs: usize,
        random_seed: u64,
    ) -> Result<Funnel<'a>, Fault> {
        let slots: Result<Vec<_>, Fault> = (0..jobs).map(|i| Ok((i, ground.slot(&format!("job{i}"))?))).collect();
        let (slots, counts) = (Mutex::new(slots?), Mutex::default());
        Ok(Funnel { ground, gauge, beyond, overflow_checks, objective, slots, random_seed, counts })
    }

    /// Sends one candidate through the stages.
    ///
    /// # Errors
    /// It was not judged, through no fault of its own.
    pub fn judge(&self, proposal: &Proposal) -> Result<Judged, Unjudged> {
        let taken = self.slots.lock().ok().and_then(|mut s| s.pop());
        let Some((core, mut slot)) = taken else {
            return Err(Unjudged::Host(Fault::Internal("there are more candidates at work than slots".into())));
        };
        let result = self.stages(proposal, core, &mut slot);
        if let Ok(mut slots) = self.slots.lock() {
            slots.push((core, slot));
        }
        result
    }

    fn stages(&self, proposal: &Proposal, core: usize, slot: &mut Slot) -> Result<Judged, Unjudged> {
        let sources = proposal.genome.render(&self.ground.component.sources);
        let rejected = |stage: usize, kind: String, reason: String, start: Instant| {
            self.count(stage, start, Some(kind));
            Ok(Judged::rejected(proposal, NAMES[stage], reason))
        };
        let start = Instant::now();
        if let Err(objection) = self.ground.gate.admit(&sources) {
            return rejected(0, format!("gate: {objection}"), format!("gate: {objection}"), start);
        }
        let name = format!("c{}", proposal.id);
        let program = match self.ground.toolchain.build(slot, &sources, &gauge::form(self.objective), &name) {
            Ok(program) => program,
            Err(BuildError::Rejected(why)) => return rejected(0, error_code(&why), why, start),
            Err(BuildError::Compiler(why)) if !process::interrupted() => {
                return rejected(0, format!("the compiler was {why}"), why, start);
            }
            Err(e @ BuildError::Host { .. }) => return Err(Unjudged::Host(Fault::Output(e.to_string()))),
            Err(_) => return Err(Unjudged::Interrupted),
        };
        self.count(0, start, None);
        let start = Instant::now();
        let core = Some(core % cores());
        // What the trace does not show is looked at here already: a search that builds on a wrong candidate is lost.
        let train = (&self.ground.judged, self.ground.parts[0].clone());
        let beyond = (self.beyond, 0..self.beyond.tape.sessions() as u32);
        for (taped, ids) in [train, beyond] {
            if let Err(wrong) = self.ground.judge(&program, taped, ids, core) {
                self.interrupted(&wrong)?;
                return rejected(1, wrong.kind(), wrong.to_string(), start);
            }
        }
        self.count(1, start, None);
        let start = Instant::now();
        let mut rng = search::rng(self.random_seed ^ 0x7469_6d65, proposal.id);
        match self.gauge.ratio(self.ground, &program, core, &mut rng) {
            Ok(ratio) => {
                if ratio < PROMISING
                    && self.overflow_checks
                    && let Some(why) = self.overflows(slot, &sources, &name, core)?
                {
                    return rejected(2, "overflows".into(), format!("with overflow checks, {why}"), start);
                }
                self.count(2, start, None);
                Ok(Judged::survived(proposal, ratio))
            }
            Err(wrong) => {
                self.interrupted(&wrong)?;
                rejected(2, wrong.kind(), wrong.to_string(), start)
            }
        }
    }

    /// What a build with overflow checks does otherwise than the seed. Asked of promising candidates only, because it
    /// costs a build; asked here, because a search that builds on an overflow ends with nothing to emit.
    fn overflows(
        &self,
        slot: &mut Slot,
        sources: &Sources,
        name: &str,
        core: Option<usize>,
    ) -> Result<Option<String>, Unjudged> {
        let form = Form { overflow_checks: true, ..Form::default() };
        let program = match self.ground.toolchain.build(slot, sources, &form, &format!("{name}-checked")) {
            Ok(program) => program,
            Err(BuildError::Interrupted) => return Err(Unjudged::Interrupted),
            Err(error) => return Ok(Some(error.to_string())),
        };
        let Err(wrong) = self.ground.judge(&program, &self.ground.judged, self.ground.parts[0].clone(), core) else {
            return Ok(None);
        };
        self.interrupted(&wrong)?;
        Ok(Some(wrong.to_string()))
    }

    fn interrupted(&self, wrong: &Wrong) -> Result<(), Unjudged> {
        match wrong {
            Wrong::Failed(Failure::Interrupted) => Err(Unjudged::Interrupted),
            Wrong::Failed(Failure::Host(e)) => {
                Err(Unjudged::Host(Fault::Internal(format!("cannot run a worker: {e}"))))
            }
            _ => Ok(()),
        }
    }

    fn count(&self, stage: usize, start: Instant, rejected: Option<String>) {
        let Ok(mut counts) = self.counts.lock() else { return };
        let total = &mut counts.stages[stage];
        total.taken += 1;
        total.wall += start.elapsed();
        match rejected {
            None => total.passed += 1,
            Some(reason) => *total.reasons.entry(reason).or_default() += 1,
        }
    }

    /// The counts so far; `cpu` seconds of the whole search are shared out by the wall time of the stages.
    pub fn report(&self, cpu: f64) -> Vec<StageCount> {
        let counts = self.counts.lock().map(|c| c.clone()).unwrap_or_default();
        let wall: f64 = counts.stages.iter().map(|s| s.wall.as_secs_f64()).sum();
        let stage = |(total, name): (StageTotal, &str)| StageCount {
            stage: name.to_owned(),
            taken: total.taken,
            passed: total.passed,
            cpu_s: cpu * total.wall.as_secs_f64() / wall.max(1e-9),
            reasons: total.reasons,
        };
        counts.stages.into_iter().zip(NAMES).map(stage).collect()
    }
}

/// What a search is told of a judgement.
pub fn fate(judged: &Judged) -> Fate {
    match judged.cost {
        Some(cost_ratio) => Fate::Survived { cost_ratio, types: None },
        None => {
            let stage = match judged.stage.as_str() {
                "check" => Stage::Check,
                "screen" => Stage::Screen,
                _ => Stage::Race,
            };
            Fate::Rejected { stage, reason: judged.reason.clone().unwrap_or_default() }
        }
    }
}

/// Cores to spread workers over.
pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// `E0308` out of a diagnostic, or its first words.
fn error_code(diagnostic: &str) -> String {
    let code = diagnostic.split_once("error[").and_then(|(_, rest)| rest.split_once(']')).map(|(code, _)| code);
    code.map_or_else(|| "does not compile".to_owned(), |code| format!("does not compile ({code})"))
}
