//! What one candidate costs on one part of the trace, as a share of what the seed costs there.

use object::{Object, ObjectSection, SectionKind};
use rand::Rng;

use super::ground::{Ground, Wrong};
use super::jury::Score;
use super::timing::{self, Course, Pace};
use super::{Fault, Objective};
use crate::build::{Form, Program, Subject};
use crate::measure::median;

/// Pairs by which a candidate is measured that would lead.
const CLOSER: usize = 15;

/// Measures candidates against the seed on one part of the trace.
pub struct Gauge {
    objective: Objective,
    ids: Vec<u32>,
    course: Course,
    /// The seed as counted objectives need it.
    counted: Option<Program>,
    /// What the seed scores, where that is the objective.
    score: Option<Score>,
    pairs: usize,
}

/// How closely candidates are measured.
#[derive(Debug, Clone, Copy)]
pub struct Effort {
    /// Most comparisons of seed and candidate where the objective is time.
    pairs: usize,
    /// About as many instructions of the seed are counted where they are the objective.
    instructions: u64,
}

impl Effort {
    /// For a search, where many are measured: most gain nothing, and one pair shows it. What still looks better after so many is
    /// worth a crate of its own.
    pub const SEARCH: Effort = Effort { pairs: 5, instructions: 20_000_000 };
    /// To choose among a few.
    pub const SELECT: Effort = Effort { pairs: 13, instructions: 100_000_000 };
    /// For a verdict, which has its own way of timing.
    pub const VERDICT: Effort = Effort { pairs: 1, instructions: 300_000_000 };
}

/// Beside what candidates are measured: the seed, or a better one, so that the two take about the same time.
pub struct Baseline<'a> {
    subject: Subject<'a>,
    /// Its cost as a share of the seed's.
    cost: f64,
    count: Option<f64>,
}

impl Gauge {
    /// Measures on the sessions `ids`; instructions on some of them.
    ///
    /// # Errors
    /// The seed cannot be measured.
    pub fn new(ground: &Ground, objective: Objective, ids: Vec<u32>, effort: Effort) -> Result<Gauge, Fault> {
        let seed_fails = |e: String| Fault::Seed(format!("the seed cannot be measured: {e}"));
        let course = Course::new(ground, vec![ids.clone()], Pace::QUICK).map_err(|e| seed_fails(e.to_string()))?;
        let mut counted = None;
        if form(objective) != Form::default() {
            let (mut slot, form) = (ground.slot("gauge")?, form(objective));
            let built = ground.toolchain.build(&mut slot, &ground.component.sources, &form, "seed-counted");
            counted = Some(built.map_err(|e| seed_fails(e.to_string()))?);
        }
        let mut score = None;
        if objective == Objective::Score {
            score = ground.score(ground.seed.alone(), &ids, None).map_err(|e| seed_fails(e.to_string()))?;
        }
        let ids = match objective {
            Objective::Instructions => ground.countable(ids, effort.instructions)?,
            _ => ids,
        };
        Ok(Gauge { objective, ids, course, counted, score, pairs: effort.pairs })
    }

    /// The seed in a worker of its own.
    ///
    /// # Errors
    /// It cannot be measured.
    pub fn seed<'a>(&'a self, ground: &'a Ground) -> Result<Baseline<'a>, Wrong> {
        self.baseline(ground, self.counted.as_ref().unwrap_or(&ground.seed).alone(), 1.0)
    }

    /// Anything else whose cost, as a share of the seed's, is known.
    ///
    /// # Errors
    /// It cannot be measured.
    pub fn baseline<'a>(&self, ground: &Ground, subject: Subject<'a>, cost: f64) -> Result<Baseline<'a>, Wrong> {
        let count = self.objective.counted().then(|| self.count(ground, subject)).transpose()?;
        Ok(Baseline { subject, cost, count })
    }

    /// Cost of a candidate over the seed's; below 1 is better. One that costs more than `interesting` is measured once.
    ///
    /// # Errors
    /// The candidate is not right.
    pub fn ratio(
        &self,
        ground: &Ground,
        baseline: &Baseline,
        candidate: Subject,
        interesting: f64,
        core: Option<usize>,
        rng: &mut impl Rng,
    ) -> Result<f64, Wrong> {
        if let Some(count) = baseline.count {
            return Ok(self.count(ground, candidate)? / count * baseline.cost);
        }
        self.timed(ground, (baseline, candidate), interesting, self.pairs, core, rng)
    }

    /// The same from more pairs, for what is to be built on: of a thousand candidates the luckiest looks best.
    ///
    /// # Errors
    /// The candidate is not right.
    pub fn closer(
        &self,
        ground: &Ground,
        baseline: &Baseline,
        candidate: Subject,
        core: Option<usize>,
        rng: &mut impl Rng,
    ) -> Result<f64, Wrong> {
        if baseline.count.is_some() {
            return self.ratio(ground, baseline, candidate, f64::MAX, core, rng);
        }
        self.timed(ground, (baseline, candidate), f64::MAX, CLOSER, core, rng)
    }

    fn timed(
        &self,
        ground: &Ground,
        (baseline, candidate): (&Baseline, Subject),
        interesting: f64,
        pairs: usize,
        core: Option<usize>,
        rng: &mut impl Rng,
    ) -> Result<f64, Wrong> {
        let course = self.course.scaled(baseline.cost);
        let cost = |gains: &[f64]| (-median(gains)).exp() * baseline.cost;
        let mut gains: Vec<f64> = Vec::new();
        for _ in 0..pairs {
            gains.push(timing::pair(ground, &course, baseline.subject, candidate, core, rng)?[0]);
            if cost(&gains) > interesting {
                break;
            }
        }
        Ok(cost(&gains))
    }

    fn count(&self, ground: &Ground, subject: Subject) -> Result<f64, Wrong> {
        let program = subject.program;
        if let Some(seed) = &self.score {
            let score = ground.score(subject, &self.ids, None)?;
            return Ok(score.map_or(1.0, |score| seed.cost(score.mean)));
        }
        if self.objective == Objective::Size {
            return Ok(text_size(program).map_err(crate::replay::Failure::Host)? as f64);
        }
        if self.objective == Objective::Instructions {
            // One more than counted, because a ratio needs something to divide by.
            return Ok(1.0 + ground.instructions(subject, &self.ids)? as f64);
        }
        let (calls, bytes) = ground.allocations(subject, &ground.timed, &self.ids)?;
        // Bytes decide between equal counts. One more than counted, as above.
        Ok(1.0 + calls as f64 + bytes as f64 * 1e-6)
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
