//! The few best: chosen on select, made small, and judged once on what the search never saw.

use std::path::Path;
use std::time::Duration;

use rayon::prelude::*;

use super::choice::Finalist;
use super::flaw::{BEYOND, TOLD};
use super::funnel::cores;
use super::gauge::{self, Gauge};
use super::relinks::{host, interruptible};
use super::trial::{Figures, Flaw, GLANCES, ROUNDS, Trial};
use super::{Fault, Progress};
use crate::build::{BuildError, TestRun, run_tests, rustfmt};
use crate::component::Sources;
use crate::genome::{Edit, Genome, Place};
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
    /// Why.
    pub reason: String,
    /// An input that tells it from the seed is kept, and would tell what is repaired.
    pub told: bool,
}

/// The answer to a finalist, or trouble that is not its own.
pub type Answer = Result<Result<Accepted, Refused>, Fault>;

impl Finals<'_> {
    /// Cost of a genome on select, or why it is out. `beyond`: sessions beyond the trace that it is judged on.
    ///
    /// # Errors
    /// The user interrupted, or the host fails.
    pub fn on_select(&self, genome: &Genome, name: &str, beyond: Vec<u32>) -> Result<Result<f64, String>, Fault> {
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
        if let Err(wrong) = ground.judge(program.alone(), beyond, core) {
            return interruptible(format!("{BEYOND}, {wrong}"));
        }
        if let Err(wrong) = ground.asked(program.alone(), &ground.questions(u64::MAX)?, core) {
            return interruptible(format!("{TOLD}, {wrong}"));
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

    /// What is wrong with a finalist at a glance, before anybody spends time on what it is worth; and what may be left of it
    /// without the edit to which it owes that.
    ///
    /// # Errors
    /// The user interrupted, or the host fails.
    pub fn wrong(&self, finalist: &Finalist) -> Result<Option<(String, Option<Finalist>)>, Fault> {
        let ground = self.trial.ground;
        let sources = finalist.genome.render(&ground.component.sources);
        let contender = ground.contender(&sources);
        if let Some(Flaw { why, kept }) = self.trial.wrong(&contender, finalist.id, GLANCES)? {
            return Ok(Some((why, self.repaired(finalist, |_| kept)?)));
        }
        let Some(unrun) = self.trial.unrun(&contender, finalist.id)? else { return Ok(None) };
        let edited = finalist.genome.rendered();
        let holds = |index: usize| {
            let meets = |(file, range): &Place| {
                *file == edited[index].0 && range.start < edited[index].1.end && edited[index].1.start < range.end
            };
            unrun.place.as_ref().is_some_and(meets)
        };
        Ok(Some((unrun.why.clone(), self.repaired(finalist, holds)?)))
    }

    /// The best that is left of a finalist without one of some edits, if it is right as far as it is judged on select.
    ///
    /// # Errors
    /// The user interrupted, or the host fails.
    pub fn repaired(&self, finalist: &Finalist, guilty: impl Fn(usize) -> bool) -> Result<Option<Finalist>, Fault> {
        let without = |index: usize| -> Result<Option<Finalist>, Fault> {
            if self.trial.left().is_zero() {
                return Ok(None);
            }
            let genome = finalist.genome.without(index);
            let cost =
                self.on_select(&genome, &format!("repaired{index}"), self.trial.ground.beyond.clone().collect())?;
            Ok(cost.ok().filter(|cost| *cost < 1.0).map(|cost| Finalist { id: finalist.id, genome, cost }))
        };
        let edits = finalist.genome.edits().len();
        let suspects: Vec<usize> = (0..edits).filter(|index| edits > 1 && guilty(*index)).collect();
        let repaired: Result<Vec<_>, Fault> = suspects.into_par_iter().map(without).collect();
        Ok(repaired?.into_iter().flatten().min_by(|a, b| a.cost.total_cmp(&b.cost)))
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
        let refused = |reason: String, told| Ok(Err(Refused { reason, told }));
        progress.phase("verdict: inputs beyond the trace, overflow checks");
        if let Err(objection) = ground.gate.admit(&sources) {
            return refused(format!("gate: {objection}"), false);
        }
        if let Some(Flaw { why, kept }) = trial.wrong(&contender, candidate, ROUNDS)? {
            return refused(why, kept);
        }
        if let Some(unrun) = trial.unrun(&contender, candidate)? {
            return refused(unrun.why, false);
        }
        progress.phase("verdict: timing on sessions that the search never saw");
        let figures = match trial.figures(&contender, looks)? {
            Ok(figures) => figures,
            Err(unproven) => return refused(unproven.to_string(), false),
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

#[cfg(test)]
mod tests {
    use super::super::gauge::Effort;
    use super::super::options::Objective;
    use super::super::relinks::relinker;
    use super::super::scene::{Scene, Silent};
    use super::super::trial;
    use super::*;

    const SEED: &str = "pub fn sum(text: &str) -> u64 {\n    let mut sum = 0;\n    for byte in text.trim().to_owned().bytes() {\n        sum += u64::from(byte);\n    }\n    sum\n}\n";

    fn edit(old: &str, new: &str) -> Edit {
        let at = SEED.find(old).unwrap();
        Edit { file: "src/lib.rs".into(), range: at..at + old.len(), text: new.into(), operator: "test".into() }
    }

    #[test]
    fn a_finalist_that_is_wrong_by_one_edit_goes_on_without_it() {
        let calls = (0..40).map(|i| format!("{{\"call\":\"sum\",\"args\":[\"word{i}\"]}}\n"));
        let mut scene = Scene::new(SEED, &calls.collect::<String>());
        scene.ground.go_beyond(1, &mut search::rng(0, 0), &Silent).unwrap();
        let (ground, objective) = (&scene.ground, Objective::Allocations);
        let finals = Finals {
            trial: Trial {
                ground,
                objective,
                groups: trial::groups(ground).0,
                noise_floor: 1.0,
                overflow_checks: true,
                end: None,
                random_seed: 1,
                seed: relinker(ground, &ground.component.sources, "seed").unwrap(),
            },
            select: Gauge::new(ground, objective, ground.parts[1].clone().collect(), Effort::SELECT).unwrap(),
            work: scene.dir.path(),
        };
        let finalist = |edits: &[Edit]| Finalist { id: 1, genome: Genome::new(edits.to_vec()).unwrap(), cost: 0.5 };
        let saves = edit(".to_owned()", "");
        assert!(finals.wrong(&finalist(std::slice::from_ref(&saves))).unwrap().is_none());
        for junk in [
            edit("trim()", "trim_start()"),
            edit("    sum\n", "    if sum == 1 {\n        return 1;\n    }\n    sum\n"),
        ] {
            let (why, repaired) = finals.wrong(&finalist(&[saves.clone(), junk])).unwrap().expect("it is wrong");
            assert_eq!(repaired.expect("one edit is to blame").genome.edits(), std::slice::from_ref(&saves), "{why}");
        }
    }
}
