//! From survivors to variants: which are measured again, which of them are brought to the verdict, and what becomes of those. Must not
//! know how a verdict is come to.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use rayon::prelude::*;

use super::super::choice::{Finalist, diverse, in_order, waves};
use super::super::finals::{Accepted, Answer, Blame, Finals, Refused};
use super::super::minimise::Minimised;
use super::super::trial::Figures;
use super::super::{Fault, Progress, genes};
use super::Outcome;
use crate::build::TestRun;
use crate::emit;
use crate::genome::Genome;
use crate::measure::Interval;
use crate::replay::process;
use crate::report::Tests;
use crate::run::{Directory, Judged};
use crate::trace;

/// What measuring one on select takes, at least.
const SELECT: Duration = Duration::from_secs(1);
/// Finalists that are brought to the holdout.
const LOOKS: usize = 3;
/// What part of the time that one look may take must be left for another: more is set aside than it takes, and it gives up in time.
const LEAST: f64 = 0.4;
/// How many times as long as it took must be left for judging the same once more, in fewer words.
const AGAIN: f64 = 1.2;

impl Outcome<'_> {
    /// From survivors to variants.
    ///
    /// # Errors
    /// The user interrupted, or the host fails.
    pub fn choose(
        &mut self,
        finals: &Finals,
        survivors: Vec<Judged>,
        directory: &Directory,
        progress: &dyn Progress,
    ) -> Result<(), Fault> {
        let (mut tried, mut looks) = (0, 0);
        for wave in waves(diverse(survivors)) {
            progress.phase("choosing on sessions that did not drive the search");
            let chosen = self.on_select(finals, wave)?;
            if self.try_out(finals, chosen, (&mut tried, &mut looks), directory, progress)?.is_break() {
                break;
            }
        }
        if finals.trial.left().is_zero() && !self.summary.rejected.is_empty() {
            self.broken_off();
        }
        Ok(())
    }

    /// The survivors that are better on select, too, in the order in which they are brought to the verdict.
    fn on_select(&mut self, finals: &Finals, survivors: Vec<Judged>) -> Result<VecDeque<Finalist>, Fault> {
        let (look, taken) = (self.look, Mutex::new(Duration::ZERO));
        let longest = || taken.lock().unwrap_or_else(PoisonError::into_inner);
        let measure = |(place, survivor): (usize, &Judged)| {
            let (start, needed) = (Instant::now(), if place == 0 { SELECT } else { look + *longest() });
            if finals.trial.left() < needed {
                return Ok(None);
            }
            let beyond = finals.trial.ground.light.clone();
            let measured = finals.on_select(&survivor.edits, &format!("select{place}"), beyond)?;
            let mut longest = longest();
            *longest = longest.max(start.elapsed());
            Ok(Some(measured))
        };
        let measured: Result<Vec<_>, Fault> = survivors.par_iter().enumerate().map(measure).collect();
        let mut chosen: Vec<Finalist> = Vec::new();
        for (Judged { id, edits: genome, cost, led, .. }, measured) in survivors.into_iter().zip(measured?) {
            match measured {
                Some(Ok(cost)) if cost < 1.0 => chosen.push(Finalist { id, genome, cost, led }),
                Some(Ok(cost)) => {
                    self.reject(id, "select", format!("no better on select ({:.3})", 1.0 / cost), 1.0 / cost)
                }
                Some(Err(why)) => self.reject(id, "select", why, cost.map_or(1.0, |cost| 1.0 / cost)),
                None => {}
            }
        }
        Ok(in_order(chosen, &self.ground.component.sources))
    }

    /// Brings finalists to the verdict until one is emitted, or there is no time for another.
    fn try_out(
        &mut self,
        finals: &Finals,
        mut chosen: VecDeque<Finalist>,
        (tried, looks): (&mut usize, &mut usize),
        directory: &Directory,
        progress: &dyn Progress,
    ) -> Result<ControlFlow<()>, Fault> {
        while let Some(finalist) = chosen.pop_front() {
            *tried += 1;
            if *looks == LOOKS {
                return Ok(ControlFlow::Break(()));
            }
            if *tried > 1 && finals.trial.left() < self.look.mul_f64(LEAST) {
                self.warn("the budget left no time to bring a further finalist to the holdout");
                return Ok(ControlFlow::Break(()));
            }
            // Where there is hardly time for its verdict, that comes first.
            let glance = finals.trial.left() > self.look.mul_f64(1.6);
            if glance && let Some(Refused { reason, blame }) = finals.wrong(&finalist)? {
                self.reject(finalist.id, "verdict", reason, 1.0 / finalist.cost);
                let repaired = finals.repaired(&finalist, &blame)?;
                repaired.into_iter().for_each(|repaired| chosen.push_front(repaired));
                continue;
            }
            *looks += 1;
            match self.look_at(finals, finalist, *looks, directory, progress)? {
                ControlFlow::Break(()) => return Ok(ControlFlow::Break(())),
                ControlFlow::Continue(repaired) => {
                    repaired.into_iter().for_each(|repaired| chosen.push_front(repaired))
                }
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Brings a finalist, made small, to the holdout; what may be left of it, if it is not emitted.
    fn look_at(
        &mut self,
        finals: &Finals,
        Finalist { id, genome, cost, led }: Finalist,
        looks: usize,
        directory: &Directory,
        progress: &dyn Progress,
    ) -> Result<ControlFlow<(), Option<Finalist>>, Fault> {
        progress.phase("dropping edits that do not earn their place");
        let small = finals.minimise(genome, cost, self.look + self.aside)?;
        let start = Instant::now();
        let refused = match self.judged(finals, id, &small, looks, directory, progress)? {
            Ok(mut accepted) => {
                let taken = start.elapsed();
                if small.hurried {
                    let finalist = Finalist { id, genome: small.genome, cost, led };
                    accepted = self.shortened(finals, accepted, (finalist, looks), taken, directory, progress)?;
                }
                let accepted = self.with_options(finals, accepted, taken, progress)?;
                self.publish(accepted, directory)?;
                return Ok(ControlFlow::Break(()));
            }
            Err(refused) => refused,
        };
        self.look = self.look.max(start.elapsed());
        self.reject(id, "verdict", refused.reason, 1.0 / cost);
        let enough = finals.trial.left() > self.look.mul_f64(LEAST);
        let repaired = enough
            .then(|| finals.repaired(&Finalist { id, genome: small.genome, cost, led }, &refused.blame))
            .transpose()?;
        Ok(ControlFlow::Continue(repaired.flatten()))
    }

    /// The seed's own tests and the verdict on a finalist that was made small.
    fn judged(
        &mut self,
        finals: &Finals,
        candidate: u64,
        small: &Minimised,
        looks: usize,
        directory: &Directory,
        progress: &dyn Progress,
    ) -> Answer {
        let (genome, effects) = finals.laid_out(small.genome.clone(), small.effects.clone())?;
        match self.own_tests(finals, &genome, directory, progress)? {
            Some(refused) => Ok(Err(refused)),
            None => finals.verdict(candidate, (genome, effects), looks, progress),
        }
    }

    /// What was accepted before all was tried that could make it smaller, in fewer words if there is time to find and to judge them.
    fn shortened(
        &mut self,
        finals: &Finals,
        accepted: Accepted,
        (finalist, looks): (Finalist, usize),
        taken: Duration,
        directory: &Directory,
        progress: &dyn Progress,
    ) -> Result<Accepted, Fault> {
        progress.phase("dropping what brings nothing, in the time that is left");
        let regression = self.regression.clone();
        let mut shorter = || -> Result<Option<Accepted>, Fault> {
            let small = finals.minimise(finalist.genome.clone(), finalist.cost, taken.mul_f64(AGAIN))?;
            let new = small.genome != finalist.genome;
            let judged = new.then(|| self.judged(finals, finalist.id, &small, looks + 1, directory, progress));
            Ok(judged.transpose()?.and_then(Result::ok))
        };
        match found_in_time(shorter())? {
            Some(shorter) => Ok(shorter),
            None => {
                self.regression = regression;
                Ok(accepted)
            }
        }
    }

    /// What was accepted, with the compiler options that make it faster still, if there is time to find them.
    fn with_options(
        &self,
        finals: &Finals,
        mut accepted: Accepted,
        taken: Duration,
        progress: &dyn Progress,
    ) -> Result<Accepted, Fault> {
        if finals.trial.left() > taken + self.aside {
            progress.phase("trying compiler options on the variant");
            accepted.options = found_in_time(genes::express(finals, &accepted))?;
        }
        Ok(accepted)
    }

    /// The seed's own tests on a crate like the one that would be emitted. Before the holdout is looked at, because it can
    /// only be looked at so often.
    fn own_tests(
        &mut self,
        finals: &Finals,
        genome: &Genome,
        directory: &Directory,
        progress: &dyn Progress,
    ) -> Result<Option<Refused>, Fault> {
        self.regression = self.regression_test();
        match (self.summary.tests, &self.regression) {
            (Tests::Passed, _) | (Tests::None, Some(_)) => {}
            _ => {
                self.regression = None;
                return Ok(None);
            }
        }
        progress.phase("running the seed's tests on the variant");
        let reason = match self.rehearse(finals, genome, directory)? {
            TestRun::Passed(_) => return Ok(None),
            // The test that was made up may ask for what this crate does not offer; the seed's own are another matter.
            _ if self.regression.take().is_some() => match self.rehearse(finals, genome, directory)? {
                TestRun::Passed(_) | TestRun::None => return Ok(None),
                failed => failed,
            },
            failed => failed,
        };
        let reason = match reason {
            TestRun::Failed(why) => format!("the seed's own tests fail: {why}"),
            other => format!("the seed's own tests do not run: {other:?}"),
        };
        Ok(Some(Refused { reason, blame: Blame::All }))
    }

    /// A test of the inputs that told candidates from the seed, where what the seed does on them is what is right.
    fn regression_test(&self) -> Option<String> {
        let ground = self.ground;
        if ground.jury.is_some() {
            return None;
        }
        let function = |event: &trace::Event| ground.harness.function(event);
        emit::regression_test(&ground.component.lib, &ground.trace.calls, &function, &ground.counterexamples())
    }

    /// The tests of a crate like the one that would be emitted.
    fn rehearse(&self, finals: &Finals, genome: &Genome, directory: &Directory) -> Result<TestRun, Fault> {
        let rehearsal = Accepted {
            genome: genome.clone(),
            sources: genome.render(&self.ground.component.sources),
            figures: Figures {
                ratios: vec![Interval::exact(1.0); self.groups.len()],
                relinks: 0,
                scores: Vec::new(),
                sizes: Vec::new(),
                memory: None,
            },
            effects: vec![None; genome.edits().len()],
            options: None,
        };
        let folder = directory.work().join("rehearsal");
        let _ = std::fs::remove_dir_all(&folder);
        self.emit("rehearsal", &rehearsal, directory, &folder)?;
        let deadline = self.tests_time * 10 + Duration::from_secs(60);
        finals.own_tests(&folder.join("rehearsal"), deadline)
    }
}

/// What would make an accepted finalist better; what was accepted is worth more than that, whatever ends it.
fn found_in_time<T>(found: Result<Option<T>, Fault>) -> Result<Option<T>, Fault> {
    match found {
        Err(_) if process::interrupted() => Ok(None),
        found => found,
    }
}
