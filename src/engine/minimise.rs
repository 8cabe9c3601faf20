//! Every edit of a finalist earns its place, or goes: a reviewer reads each of them.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use super::finals::Finals;
use super::options::Objective;
use super::relinks::{interruptible, relinker, relinks};
use super::timing::{Course, Pace};
use super::{Fault, pruning};
use crate::build::Relinker;
use crate::genome::Genome;
use crate::measure::{Confidence, Interval};

/// Relinks by which two versions of a finalist are compared.
const RELINKS: u32 = 8;
/// What an edit must at least bring, where time is the objective.
const EARNS: f64 = 1.01;
/// Tells the first step by which edited text is made plainer from the others.
const ALL_AT_ONCE: usize = 99;
/// Most changes that are tried to make edited text plainer.
const PRUNED: usize = 32;

impl Finals<'_> {
    /// Drops every edit that select does not miss; returns the rest with what each is worth. `cost`: that of the genome on
    /// select. Ends early when `reserve` is all that is left of the budget.
    ///
    /// # Errors
    /// The user interrupted, or the host fails.
    pub fn minimise(&self, genome: Genome, cost: f64, reserve: Duration) -> Result<(Genome, Vec<Option<f64>>), Fault> {
        let mut effects: Vec<Option<f64>> = vec![None; genome.edits().len()];
        let mut steps = Steps { reserve, longest: Duration::ZERO };
        let Some(relinker) = steps.step(self, || self.version(&genome, "whole"))? else { return Ok((genome, effects)) };
        let mut now = Version { relinker: relinker.ok(), genome, cost };
        for index in (0..now.genome.edits().len()).rev() {
            if now.genome.edits().len() == 1 {
                break;
            }
            let genome = now.genome.without(index);
            let Some(smaller) = steps.step(self, || self.without(&now, genome, index))? else { break };
            if let Some((without, worth)) = smaller {
                if self.earns(worth) {
                    effects[index] = Some(worth.point);
                } else {
                    now = without;
                    effects.remove(index);
                }
            }
        }
        let before = now.genome.clone();
        now = self.prune(now, &mut steps)?;
        if now.genome != before {
            // What is left of an edit is not what was measured.
            effects = vec![None; now.genome.edits().len()];
        }
        Ok((now.genome, effects))
    }

    /// Makes edited text plainer where that costs nothing: edits that grew together hold more than what counts.
    fn prune(&self, mut now: Version, steps: &mut Steps) -> Result<Version, Fault> {
        let (mut refused, seed) = (HashSet::new(), &self.trial.ground.component.sources);
        let reworded = pruning::reworded(&now.genome, seed);
        // All at once: there may not be the time for one after the other.
        if reworded != now.genome
            && let Some(Some((without, worth))) = steps.step(self, || self.without(&now, reworded, ALL_AT_ONCE))?
            && !self.earns(worth)
        {
            now = without;
        }
        let mut plainer = pruning::plainer(&now.genome, seed);
        for trial in 0..PRUNED {
            let Some((what, change)) = plainer.iter().find(|(what, _)| !refused.contains(what)) else { break };
            let genome = now.genome.compose(seed, change);
            let Some(smaller) = steps.step(self, || self.without(&now, genome, 100 + trial))? else { break };
            match smaller {
                Some((without, worth)) if !self.earns(worth) => {
                    now = without;
                    plainer = pruning::plainer(&now.genome, seed);
                }
                _ => _ = refused.insert(what.clone()),
            }
        }
        Ok(now)
    }

    fn earns(&self, worth: Interval) -> bool {
        match self.trial.objective {
            Objective::Time => worth.low > 1.0 && worth.point > EARNS,
            _ => worth.point > 1.0,
        }
    }

    /// A smaller version, and how much more the bigger one saves; `None`: it is not right.
    fn without(&self, now: &Version, genome: Genome, index: usize) -> Result<Option<(Version, Interval)>, Fault> {
        let name = format!("without{index}");
        if self.trial.objective != Objective::Time {
            let cost = self.on_select(&genome, &name, self.trial.ground.light.clone())?;
            return Ok(cost
                .ok()
                .map(|cost| (Version { genome, cost, relinker: None }, Interval::exact(cost / now.cost))));
        }
        let (Some(with), Ok(relinker)) = (&now.relinker, self.version(&genome, &name)?) else { return Ok(None) };
        let ids = self.trial.ground.parts[1].clone().collect();
        let Ok(course) = Course::new(self.trial.ground, vec![ids], Pace::QUICK) else { return Ok(None) };
        let course = course.scaled(now.cost);
        let (ground, random) = (self.trial.ground, self.trial.random_seed + index as u64);
        match relinks(ground, &course, &relinker, with, 0..RELINKS, random, self.trial.end)? {
            Ok(ratios) if ratios.len() < RELINKS as usize => Ok(None),
            Ok(ratios) => {
                let gains: Vec<f64> = ratios.iter().map(|r| r[0]).collect();
                let cost = now.cost;
                Ok(Some((Version { genome, cost, relinker: Some(relinker) }, Interval::of(&gains, Confidence::REPORT))))
            }
            Err(_) => Ok(None),
        }
    }

    /// A worker of a genome that does what the seed does on everything that the search may see.
    fn version(&self, genome: &Genome, name: &str) -> Result<Result<Relinker, String>, Fault> {
        let sources = genome.render(&self.trial.ground.component.sources);
        let relinker = match relinker(self.trial.ground, &sources, name) {
            Ok(relinker) => relinker,
            Err(Fault::Internal(why)) => return Ok(Err(why)),
            Err(fault) => return Err(fault),
        };
        let program = relinker.link(1, &format!("{name}-judged")).map_err(super::relinks::host)?;
        let parts = &self.trial.ground.parts;
        let seen = parts[0].clone().chain(parts[1].clone()).chain(self.trial.ground.light.iter().copied());
        match self.trial.ground.judge(program.alone(), seen.collect(), None) {
            Ok(()) => Ok(Ok(relinker)),
            Err(wrong) => interruptible(wrong.to_string()),
        }
    }
}

/// Steps of a minimisation, each begun only if there is time to end it.
struct Steps {
    /// What is to be left of the budget.
    reserve: Duration,
    /// Wall time of the longest step so far.
    longest: Duration,
}

impl Steps {
    fn step<T>(&mut self, finals: &Finals, step: impl FnOnce() -> Result<T, Fault>) -> Result<Option<T>, Fault> {
        if finals.trial.left() < self.reserve + self.longest {
            return Ok(None);
        }
        let start = Instant::now();
        let made = step()?;
        self.longest = self.longest.max(start.elapsed());
        Ok(Some(made))
    }
}

/// A finalist with some of its edits.
struct Version {
    genome: Genome,
    /// On select, as a share of the seed's.
    cost: f64,
    relinker: Option<Relinker>,
}
