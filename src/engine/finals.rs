//! The few best: chosen on select, made small, and judged once on what the search never saw.

use std::path::Path;
use std::time::Duration;

use rayon::prelude::*;

use super::choice::Finalist;
use super::funnel::cores;
use super::gauge::{self, Gauge};
use super::relinks::{host, interruptible};
use super::trial::{Figures, Trial};
use super::{Fault, Progress};
use crate::build::{BuildError, TestRun, run_tests, rustfmt};
use crate::component::Sources;
use crate::genome::{Edit, Genome};
use crate::report::CompilerOptions;
use crate::search;

/// Everything the last stages share.
pub struct Finals<'a> {
    /// The last stage.
    pub trial: Trial<'a>,
    /// Measures on select.
    pub select: Gauge,
    /// Where builds go.
    pub work: &'a Path,
}

/// A candidate that stood up to everything.
pub struct Accepted {
    /// Its edits, each of which earns its place.
    pub genome: Genome,
    /// Its text.
    pub sources: Sources,
    /// How much better it is.
    pub figures: Figures,
    /// Cost on select without an edit over cost with it.
    pub effects: Vec<Option<f64>>,
    /// What makes it faster still, and is no part of it.
    pub options: Option<CompilerOptions>,
}

/// Why a finalist is not emitted.
pub struct Refused {
    /// Where it left: `select`, `minimise` or `verdict`.
    pub stage: &'static str,
    /// Why.
    pub reason: String,
}

/// The answer to a finalist, or trouble that is not its own.
pub type Answer = Result<Result<Accepted, Refused>, Fault>;

impl Finals<'_> {
    /// Cost of a genome on select, or why it is out.
    ///
    /// # Errors
    /// The user interrupted, or the host fails.
    pub fn on_select(&self, genome: &Genome, name: &str) -> Result<Result<f64, String>, Fault> {
        let Trial { ground, objective, random_seed, .. } = self.trial;
        let core = rayon::current_thread_index().or(Some(0)).map(|thread| thread % cores());
        let sources = genome.render(&ground.component.sources);
        let mut slot = ground.slot(name)?;
        let program = match ground.toolchain.build(&mut slot, &sources, &gauge::form(objective), name) {
            Ok(program) => program,
            Err(BuildError::Rejected(why) | BuildError::Compiler(why)) => return Ok(Err(why)),
            Err(e) => return Err(host(e)),
        };
        let seen = ground.parts[0].clone().chain(ground.parts[1].clone());
        if let Err(wrong) = ground.judge(program.alone(), seen.collect(), core) {
            return interruptible(wrong.to_string());
        }
        if let Err(wrong) = ground.judge(program.alone(), ground.light.clone(), core) {
            return interruptible(format!("on generated input, {wrong}"));
        }
        if let Err(wrong) = ground.asked(program.alone(), &ground.questions(u64::MAX)?, core) {
            return interruptible(format!("on what told another candidate from the seed, {wrong}"));
        }
        let mut rng = search::rng(random_seed, u64::MAX);
        let measured = self
            .select
            .seed(ground)
            .and_then(|seed| self.select.ratio(ground, &seed, program.alone(), f64::MAX, core, &mut rng));
        match measured {
            Ok(ratio) => Ok(Ok(ratio)),
            Err(wrong) => interruptible(wrong.to_string()),
        }
    }

    /// What is wrong with a finalist on anything we can think of: before anybody spends time on what it is worth.
    ///
    /// # Errors
    /// The user interrupted, or the host fails.
    pub fn wrong(&self, finalist: &Finalist) -> Result<Option<String>, Fault> {
        let ground = self.trial.ground;
        let sources = finalist.genome.render(&ground.component.sources);
        self.trial.wrong(&ground.contender(&sources), finalist.id)
    }

    /// The best that is left of a finalist that was found wrong without the one edit to which it owes that; `None`: it owes that to
    /// several, or it is worth nothing without.
    ///
    /// # Errors
    /// The user interrupted, or the host fails.
    pub fn repaired(&self, finalist: &Finalist) -> Result<Option<Finalist>, Fault> {
        let without = |index: usize| -> Result<Option<Finalist>, Fault> {
            if self.trial.left().is_zero() {
                return Ok(None);
            }
            let genome = finalist.genome.without(index);
            let cost = self.on_select(&genome, &format!("repaired{index}"))?;
            Ok(cost.ok().filter(|cost| *cost < 1.0).map(|cost| Finalist { id: finalist.id, genome, cost }))
        };
        let edits = finalist.genome.edits().len();
        let repaired: Result<Vec<_>, Fault> = (0..edits).into_par_iter().map(without).collect();
        Ok(repaired?.into_iter().flatten().filter(|_| edits > 1).min_by(|a, b| a.cost.total_cmp(&b.cost)))
    }

    /// The genome laid out as the seed's author would, and what each of its edits is worth as far as that was measured.
    pub fn laid_out(&self, genome: Genome, effects: Vec<Option<f64>>) -> (Genome, Vec<Option<f64>>) {
        let seed = &self.trial.ground.component;
        let Some(text) = rustfmt(seed, &genome.render(&seed.sources)) else { return (genome, effects) };
        let laid_out = genome.laid_out(&seed.sources, &text);
        let worth = |edit: &Edit| {
            let mut held = genome.edits().iter().zip(&effects).filter(|(old, _)| edit.holds(old));
            let first = held.next();
            // What several are worth together was not measured.
            first.filter(|_| held.next().is_none()).and_then(|(_, effect)| *effect)
        };
        let effects = laid_out.edits().iter().map(worth).collect();
        (laid_out, effects)
    }

    /// Stage 7. `candidate`: the number of what the genome was made from; `looks`: how many have been brought to the holdout,
    /// this one included.
    ///
    /// # Errors
    /// The user interrupted, or the host fails.
    pub fn verdict(
        &self,
        candidate: u64,
        (genome, effects): (Genome, Vec<Option<f64>>),
        looks: usize,
        progress: &dyn Progress,
    ) -> Answer {
        let (trial, ground) = (&self.trial, self.trial.ground);
        let sources = genome.render(&ground.component.sources);
        let contender = ground.contender(&sources);
        let refused = |reason: String| Ok(Err(Refused { stage: "verdict", reason }));
        progress.phase("verdict: inputs beyond the trace, overflow checks");
        if let Err(objection) = ground.gate.admit(&sources) {
            return refused(format!("gate: {objection}"));
        }
        if let Some(why) = trial.wrong(&contender, candidate)? {
            return refused(why);
        }
        if let Some(unrun) = trial.unrun(&contender, candidate)? {
            return refused(unrun);
        }
        progress.phase("verdict: timing on sessions that the search never saw");
        let figures = match trial.figures(&contender, looks)? {
            Ok(figures) => figures,
            Err(unproven) => return refused(unproven.to_string()),
        };
        Ok(Ok(Accepted { genome, sources, figures, effects, options: None }))
    }

    /// The tests of an emitted crate.
    ///
    /// # Errors
    /// The user interrupted, or cargo cannot be run.
    pub fn own_tests(&self, dir: &Path, deadline: Duration) -> Result<TestRun, Fault> {
        run_tests(dir, self.work, deadline).map_err(host)
    }
}
