//! Every edit of a finalist earns its place, or goes: a reviewer reads each of them.

use std::rc::Rc;
use std::time::{Duration, Instant};

use super::Fault;
use super::finals::Finals;
use super::options::Objective;
use super::pruning;
use super::relinks::{interruptible, relinker, relinks};
use super::timing::{Course, Pace};
use crate::build::Relinker;
use crate::genome::Genome;
use crate::measure::{Confidence, Interval};

/// Relinks by which two versions of a finalist are compared.
const RELINKS: u32 = 8;
/// What an edit must at least bring, where time is the objective.
const EARNS: f64 = 1.01;

/// What is left of a finalist.
pub struct Minimised {
    pub genome: Genome,
    /// Cost on select without an edit over cost with it, where that was measured.
    pub effects: Vec<Option<f64>>,
    /// There was no time for some of the steps.
    pub hurried: bool,
}

impl Finals<'_> {
    /// Makes edited text plainer and drops every edit that select does not miss. `cost`: that of the genome on select. Ends early when
    /// `reserve` is all that is left of the budget.
    ///
    /// # Errors
    /// The user interrupted, or the host fails.
    pub fn minimise(&self, genome: Genome, cost: f64, reserve: Duration) -> Result<Minimised, Fault> {
        let mut steps = Steps::new(self, reserve);
        let Some(relinker) = steps.step(self, Of::One, |number| self.version(&genome, number))? else {
            // Without a measurement it can at least be said in fewer words; the verdict is still to come.
            let genome = pruning::reworded(&genome, &self.trial.ground.component.sources);
            let effects = vec![None; genome.edits().len()];
            return Ok(Minimised { genome, effects, hurried: true });
        };
        let now = Version { relinker: relinker.ok().map(Rc::new), genome, cost };
        let mut now = self.thinned(now, &mut steps)?;
        let mut effects: Vec<Option<f64>> = vec![None; now.genome.edits().len()];
        for index in (0..now.genome.edits().len()).rev() {
            if now.genome.edits().len() == 1 {
                break;
            }
            let genome = now.genome.without(index);
            let Some(smaller) = steps.step(self, Of::One, |number| self.without(&now, genome, number))? else { break };
            if let Some((without, worth)) = smaller {
                if self.earns(worth) {
                    effects[index] = Some(worth.point);
                } else {
                    now = without;
                    effects.remove(index);
                }
            }
        }
        Ok(Minimised { genome: now.genome, effects, hurried: steps.hurried })
    }

    pub(super) fn earns(&self, worth: Interval) -> bool {
        match self.trial.objective {
            Objective::Time => worth.low > 1.0 && worth.point > EARNS,
            _ => worth.point > 1.0,
        }
    }

    /// A smaller version, and how much more the bigger one saves; `None`: it is not right.
    pub(super) fn without(
        &self,
        now: &Version,
        genome: Genome,
        number: usize,
    ) -> Result<Option<(Version, Interval)>, Fault> {
        let smaller = match self.trial.objective {
            Objective::Time => {
                let Ok(relinker) = self.version(&genome, number)? else { return Ok(None) };
                Version { genome, cost: now.cost, relinker: Some(Rc::new(relinker)) }
            }
            _ => {
                let cost = self.on_select(&genome, &name(number), self.trial.ground.light.clone())?;
                let Ok(cost) = cost else { return Ok(None) };
                Version { genome, cost, relinker: None }
            }
        };
        Ok(self.worth(now, &smaller, number)?.map(|worth| (smaller, worth)))
    }

    /// How much more the first of two versions saves; `None`: one of them is not right, or there was no time.
    pub(super) fn worth(&self, with: &Version, without: &Version, number: usize) -> Result<Option<Interval>, Fault> {
        if self.trial.objective != Objective::Time {
            return Ok(Some(Interval::exact(without.cost / with.cost)));
        }
        let (Some(first), Some(second)) = (&without.relinker, &with.relinker) else { return Ok(None) };
        let ids = self.trial.ground.parts[1].clone().collect();
        let Ok(course) = Course::new(self.trial.ground, vec![ids], Pace::QUICK) else { return Ok(None) };
        let course = course.scaled(with.cost);
        let (ground, random) = (self.trial.ground, self.trial.random_seed + number as u64);
        let ratios = relinks(ground, &course, first, second, 0..RELINKS, random, self.trial.end)?;
        let enough = ratios.ok().filter(|ratios| ratios.len() == RELINKS as usize);
        let gains = |ratios: Vec<Vec<f64>>| ratios.iter().map(|ratios| ratios[0]).collect::<Vec<f64>>();
        Ok(enough.map(|ratios| Interval::of(&gains(ratios), Confidence::REPORT)))
    }

    /// A worker of a genome that does what the seed does on everything that the search may see.
    fn version(&self, genome: &Genome, number: usize) -> Result<Result<Relinker, String>, Fault> {
        let (name, sources) = (name(number), genome.render(&self.trial.ground.component.sources));
        let relinker = match relinker(self.trial.ground, &sources, &name) {
            Ok(relinker) => relinker,
            Err(Fault::Internal(why)) => return Ok(Err(why)),
            Err(fault) => return Err(fault),
        };
        let program = relinker.link(1, &format!("{name}-judged")).map_err(super::relinks::host)?;
        let parts = &self.trial.ground.parts;
        let seen = parts[0].clone().chain(parts[1].clone()).chain(self.trial.ground.light.iter().copied());
        if let Err(wrong) = self.trial.ground.judge(program.alone(), seen.collect(), None) {
            return interruptible(wrong.to_string());
        }
        // What the trace does not need, other sizes may.
        match self.trial.ground.in_other_sizes(program.alone(), None) {
            Ok(_) => Ok(Ok(relinker)),
            Err(trapped) => interruptible(trapped.to_string()),
        }
    }
}

/// Steps of a minimisation, each begun only if there is time to end it.
pub(super) struct Steps {
    /// What is to be left of the budget.
    reserve: Duration,
    /// Wall time of the longest step of each kind so far.
    longest: [Duration; 2],
    /// How many were begun.
    taken: usize,
    /// There was no time for one.
    hurried: bool,
}

/// Of how many versions a step is.
#[derive(Clone, Copy)]
pub(super) enum Of {
    /// One, which is measured well.
    One,
    /// Many, which are looked at together.
    Many,
}

impl Steps {
    /// `reserve`: what is to be left of the budget.
    fn new(finals: &Finals, reserve: Duration) -> Steps {
        finals.funnel.ends(finals.trial.end.map(|end| end - reserve));
        Steps { reserve, longest: [Duration::ZERO; 2], taken: 0, hurried: false }
    }

    /// Takes one, with its number; `None`: there is no time for it.
    pub fn step<T>(
        &mut self,
        finals: &Finals,
        of: Of,
        step: impl FnOnce(usize) -> Result<T, Fault>,
    ) -> Result<Option<T>, Fault> {
        let [one, many] = self.longest;
        let needed = match of {
            Of::One => one,
            // What they come to is measured as one. How long the first take is not known; they end when the funnel has to.
            Of::Many => many + one,
        };
        if finals.trial.left() < self.reserve + needed {
            self.hurried = true;
            return Ok(None);
        }
        let start = Instant::now();
        self.taken += 1;
        let made = step(self.taken)?;
        let longest = &mut self.longest[of as usize];
        *longest = start.elapsed().max(*longest);
        Ok(Some(made))
    }
}

/// A finalist with some of its edits.
#[derive(Clone)]
pub(super) struct Version {
    pub genome: Genome,
    /// On select, as a share of the seed's.
    pub cost: f64,
    relinker: Option<Rc<Relinker>>,
}

/// What a version's folder is called: two may be needed at a time.
fn name(number: usize) -> String {
    format!("version{number}")
}
