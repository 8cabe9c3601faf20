//! What one candidate costs on one part of the trace, as a share of what the seed costs there.

use std::time::Duration;

use object::{Object, ObjectSection, SectionKind};
use rand::Rng;

use super::ground::{Ground, Wrong};
use super::timing::{self, Course};
use super::{Fault, Objective};
use crate::build::{Form, Program};
use crate::measure::median;

/// Seed CPU time of one timed run in the search.
const LAP: Duration = Duration::from_millis(10);
/// A candidate this much slower after its first pair is not paired again.
const HOPELESS: f64 = -0.05;

/// Measures candidates against the seed on one part of the trace.
pub struct Gauge {
    objective: Objective,
    ids: Vec<u32>,
    course: Course,
    seed: Option<f64>,
    pairs: usize,
}

impl Gauge {
    /// `pairs`: comparisons of seed and candidate where the objective is time.
    ///
    /// # Errors
    /// The seed cannot be measured.
    pub fn new(ground: &Ground, objective: Objective, ids: Vec<u32>, pairs: usize) -> Result<Gauge, Fault> {
        let seed_fails = |e: Wrong| Fault::Seed(format!("the seed cannot be measured: {e}"));
        let course = Course::new(ground, vec![ids.clone()], LAP).map_err(seed_fails)?;
        let mut gauge = Gauge { objective, ids, course, seed: None, pairs };
        if objective.counted() {
            let mut slot = ground.slot("gauge")?;
            let built = ground.toolchain.build(&mut slot, &ground.component.sources, &form(objective), "seed-counted");
            let program = built.map_err(|e| Fault::Seed(format!("the seed cannot be measured: {e}")))?;
            gauge.seed = Some(gauge.count(ground, &program).map_err(seed_fails)?);
        }
        Ok(gauge)
    }

    /// Cost of a candidate over the seed's; below 1 is better.
    ///
    /// # Errors
    /// The candidate is not right.
    pub fn ratio(
        &self,
        ground: &Ground,
        candidate: &Program,
        core: Option<usize>,
        rng: &mut impl Rng,
    ) -> Result<f64, Wrong> {
        if let Some(seed) = self.seed {
            return Ok(self.count(ground, candidate)? / seed);
        }
        let mut gains = Vec::new();
        for _ in 0..self.pairs {
            gains.push(timing::pair(ground, &self.course, &ground.seed, candidate, core, rng)?[0]);
            if gains[0] < HOPELESS {
                break;
            }
        }
        Ok((-median(&gains)).exp())
    }

    fn count(&self, ground: &Ground, program: &Program) -> Result<f64, Wrong> {
        match self.objective {
            Objective::Allocations => {
                let laps = if ground.cut_in_time() {
                    self.ids.iter().map(|id| vec![*id]).collect()
                } else {
                    vec![self.ids.clone()]
                };
                let limits = ground.limits(ground.timed.time, &ground.timed, self.ids.iter().copied());
                let outcome = crate::replay::run(&ground.run(program, &ground.timed.tape, &laps, limits))?;
                ground.same(&ground.timed, &self.ids, &outcome)?;
                let (calls, bytes) = outcome.allocations.unwrap_or_default();
                // Bytes decide between equal counts. One more than counted, because a ratio needs something to divide by.
                Ok(1.0 + calls as f64 + bytes as f64 * 1e-6)
            }
            _ => Ok(text_size(program).map_err(crate::replay::Failure::Host)? as f64),
        }
    }
}

/// How workers are built for an objective.
pub fn form(objective: Objective) -> Form {
    Form { counts: objective == Objective::Allocations, ..Form::default() }
}

/// Bytes of machine code in a worker. The harness around the component is the same for all, so differences are the
/// component's.
fn text_size(program: &Program) -> std::io::Result<u64> {
    let bytes = std::fs::read(program.path())?;
    let file = object::File::parse(&*bytes).map_err(std::io::Error::other)?;
    Ok(file.sections().filter(|s| s.kind() == SectionKind::Text).map(|s| s.size()).sum())
}
