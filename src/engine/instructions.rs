//! The objective `instructions`: what a subject executes in user space, counted. Must not know how that is done on this host,
//! only that the same count comes out every time.

use super::ground::{Ground, Wrong};
use super::{Fault, Objective};
use crate::build::Subject;
use crate::replay::{Counter, Failure, Lap, Run};

/// Runs of which hardware counters tell the least: an interrupt adds to a count, and nothing takes away from it.
const RUNS: usize = 3;
/// Sessions from which it is learned what a session takes.
const TRIED: usize = 4;

/// What counts instructions, where that is the objective.
///
/// # Errors
/// Nothing on this host does.
pub fn counter(objective: Objective) -> Result<Option<Counter>, Fault> {
    match objective {
        Objective::Instructions => Counter::find().map(Some).map_err(|missing| Fault::Arguments(missing.to_string())),
        _ => Ok(None),
    }
}

impl Ground {
    /// Takes a counter into use. One that does not count the same twice is not good enough.
    ///
    /// # Errors
    /// The seed cannot be counted, or nothing counts the same twice.
    pub fn count_with(&mut self, counter: Option<Counter>) -> Result<(), Fault> {
        self.counter = counter;
        if self.counter != Some(Counter::Hardware) {
            return Ok(());
        }
        let all: Vec<u32> = self.parts[0].clone().collect();
        let count = || self.instructions(self.seed.alone(), &all).map_err(uncounted);
        if count()? != count()? {
            let why = |callgrind| {
                Fault::Arguments(format!(
                    "the hardware counters of this machine do not count the same twice, and callgrind cannot be run \
                     ({callgrind}); install valgrind, or use another --objective"
                ))
            };
            self.counter = Some(Counter::callgrind().map_err(why)?);
        }
        Ok(())
    }

    /// Some of the sessions, evenly spread, on which the seed executes about `most` instructions: counting may take a hundred
    /// times as long as running.
    ///
    /// # Errors
    /// The seed cannot be counted.
    pub fn countable(&self, ids: Vec<u32>, most: u64) -> Result<Vec<u32>, Fault> {
        if ids.len() <= TRIED {
            return Ok(ids);
        }
        let spread = |count: usize| (0..count).map(|i| ids[i * ids.len() / count]).collect::<Vec<u32>>();
        let each = self.instructions(self.seed.alone(), &spread(TRIED)).map_err(uncounted)? / TRIED as u64;
        let count = usize::try_from(most / each.max(1)).unwrap_or(usize::MAX).clamp(TRIED, ids.len());
        Ok(spread(count))
    }

    /// Instructions of a subject on sessions, one after the other in a process of its own, if it does there what the seed does.
    /// It must have been judged on them before: what counts may not contain it as well.
    ///
    /// # Errors
    /// It is not right, or cannot be counted.
    pub fn instructions(&self, subject: Subject, ids: &[u32]) -> Result<u64, Wrong> {
        let laps: Vec<Lap> = ids.iter().map(|id| subject.lap(vec![*id])).collect();
        let limits = self.limits(self.timed.time, &self.timed, ids.iter().copied());
        let usual = self.run(subject.program, &self.timed.tape, &laps, limits);
        let counter = self.counter.as_ref().ok_or_else(|| Failure::Host(std::io::Error::other("nothing counts")))?;
        let run =
            Run { counter: Some(counter), limits: counter.limits(limits), expected: &self.timed.expected, ..usual };
        let runs = if *counter == Counter::Hardware { RUNS } else { 1 };
        let mut least: Vec<u64> = Vec::new();
        for _ in 0..runs {
            let outcome = crate::replay::run(&run)?;
            self.same(&self.timed, ids, &outcome)?;
            least = match least.is_empty() {
                true => outcome.instructions,
                false => least.iter().zip(outcome.instructions).map(|(one, other)| other.min(*one)).collect(),
            };
        }
        Ok(least.iter().sum())
    }
}

fn uncounted(wrong: Wrong) -> Fault {
    match wrong {
        Wrong::Failed(Failure::Interrupted) => Fault::Interrupted(String::new()),
        wrong => Fault::Seed(format!("the instructions of the seed cannot be counted: {wrong}")),
    }
}
