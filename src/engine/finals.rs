//! The few best: chosen on select, made small, and judged once on what the search never saw.

use std::path::Path;
use std::time::{Duration, Instant};

use super::flaw::flaw;
use super::gauge::{self, Gauge};
use super::ground::Ground;
use super::options::Objective;
use super::relinks::{host, interruptible, relinker, relinks};
use super::timing::Course;
use super::{Fault, Progress};
use crate::build::{BuildError, Form, TestRun, run_tests};
use crate::component::Sources;
use crate::genome::Genome;
use crate::measure::{Confidence, Interval};
use crate::search;

/// Relinks of a comparison: as many as `FEW` first, more while it is undecided.
pub const FEW: usize = 20;
pub const MOST: usize = 60;
/// Seed CPU time of one group of sessions in one run.
const LAP: Duration = Duration::from_millis(12);
/// Everything the last stages share.
pub struct Finals<'a> {
    /// The seed and the trace.
    pub ground: &'a Ground,
    /// Measures on select.
    pub select: Gauge,
    /// What is made smaller.
    pub objective: Objective,
    /// Groups of sessions to report on: train, select, holdout, then the holdout of each trace file.
    pub groups: Vec<Vec<u32>>,
    /// Spread of identical copies.
    pub noise_floor: f64,
    /// Whether the seed gives the same results with overflow checks on.
    pub overflow_checks: bool,
    /// Where builds go.
    pub work: &'a Path,
    /// When the run must have ended; none where a number of evaluations decides.
    pub end: Option<Instant>,
    /// Seed of the randomness of orders and layouts.
    pub random_seed: u64,
}

/// A candidate that stood up to everything.
pub struct Accepted {
    /// Its edits, each of which earns its place.
    pub genome: Genome,
    /// Its text.
    pub sources: Sources,
    /// Ratio to the seed for each group.
    pub figures: Vec<Interval>,
    /// Cost on select without an edit over cost with it.
    pub effects: Vec<Option<f64>>,
    /// Relinks behind the figures.
    pub relinks: usize,
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
        let sources = genome.render(&self.ground.component.sources);
        let mut slot = self.ground.slot("finals")?;
        let program = match self.ground.toolchain.build(&mut slot, &sources, &gauge::form(self.objective), name) {
            Ok(program) => program,
            Err(BuildError::Rejected(why) | BuildError::Compiler(why)) => return Ok(Err(why)),
            Err(e) => return Err(host(e)),
        };
        let seen = self.ground.parts[0].clone().chain(self.ground.parts[1].clone());
        if let Err(wrong) = self.ground.judge(program.alone(), seen.collect(), Some(0)) {
            return interruptible(wrong.to_string());
        }
        if let Err(wrong) = self.ground.judge(program.alone(), self.ground.beyond.clone().collect(), Some(0)) {
            return interruptible(format!("on generated input, {wrong}"));
        }
        let mut rng = search::rng(self.random_seed, u64::MAX);
        let ground = self.ground;
        let measured = self
            .select
            .seed(ground)
            .and_then(|seed| self.select.ratio(ground, &seed, program.alone(), f64::MAX, Some(0), &mut rng));
        match measured {
            Ok(ratio) => Ok(Ok(ratio)),
            Err(wrong) => interruptible(wrong.to_string()),
        }
    }

    /// What is left of the budget.
    pub fn left(&self) -> Duration {
        self.end.map_or(Duration::MAX, |end| end.saturating_duration_since(Instant::now()))
    }

    /// Stage 7. `looks`: how many have been brought to the holdout, this one included.
    ///
    /// # Errors
    /// The user interrupted, or the host fails.
    pub fn verdict(&self, genome: Genome, effects: Vec<Option<f64>>, looks: usize, progress: &dyn Progress) -> Answer {
        let sources = genome.render(&self.ground.component.sources);
        let refused = |reason: String| Ok(Err(Refused { stage: "verdict", reason }));
        progress.phase("verdict: inputs beyond the trace, overflow checks");
        if let Err(objection) = self.ground.gate.admit(&sources) {
            return refused(format!("gate: {objection}"));
        }
        if let Some(why) = self.wrong(&sources)? {
            return refused(why);
        }
        progress.phase("verdict: timing on sessions that the search never saw");
        let figures = if self.objective == Objective::Time {
            match self.faster(&sources, looks)? {
                Ok(figures) => figures,
                Err(why) => return refused(why),
            }
        } else {
            match self.less(&sources, looks)? {
                Ok(figures) => figures,
                Err(why) => return refused(why),
            }
        };
        let (figures, relinks) = figures;
        Ok(Ok(Accepted { genome, sources, figures, effects, relinks }))
    }

    /// What is wrong with a candidate on anything we can think of.
    fn wrong(&self, sources: &Sources) -> Result<Option<String>, Fault> {
        let mut forms = vec![Form::default()];
        if self.overflow_checks {
            forms.push(Form { overflow_checks: true, ..Form::default() });
        }
        let ground = self.ground;
        for form in forms {
            let mut slot = ground.slot("verdict")?;
            let with = if form.overflow_checks { "with overflow checks, " } else { "" };
            let program = match ground.toolchain.build(&mut slot, sources, &form, "verdict") {
                Ok(program) => program,
                Err(BuildError::Rejected(why) | BuildError::Compiler(why)) => return Ok(Some(why)),
                Err(e) => return Err(host(e)),
            };
            if let Some(flaw) = flaw(ground, program.alone(), form.overflow_checks)? {
                return Ok(Some(format!("{with}{flaw}")));
            }
        }
        Ok(None)
    }

    /// Times over relinks; the bound that decides is stricter than the one that is reported.
    fn faster(&self, sources: &Sources, looks: usize) -> Result<Result<(Vec<Interval>, usize), String>, Fault> {
        let ground = self.ground;
        let seed = relinker(ground, &ground.component.sources, "seed")?;
        let candidate = relinker(ground, sources, &format!("look{looks}"))?;
        let course = match Course::new(ground, self.groups.clone(), LAP) {
            Ok(course) => course,
            Err(wrong) => return interruptible(wrong.to_string()),
        };
        let mut ratios: Vec<Vec<f64>> = Vec::new();
        loop {
            let start = Instant::now();
            let from = ratios.len() as u32;
            let more =
                relinks(ground, &course, &seed, &candidate, from..from + FEW as u32, self.random_seed + looks as u64)?;
            match more {
                Ok(more) => ratios.extend(more),
                Err(why) => return Ok(Err(why)),
            }
            let group =
                |g: usize, confidence| Interval::of(&ratios.iter().map(|r| r[g]).collect::<Vec<_>>(), confidence);
            let bound = group(HOLDOUT, emit_bound(looks));
            let report = group(HOLDOUT, Confidence::REPORT);
            if bound.low > self.noise_floor {
                let figures = (0..self.groups.len()).map(|g| group(g, Confidence::REPORT)).collect();
                return Ok(Ok((figures, ratios.len())));
            }
            if report.high < self.noise_floor || ratios.len() >= MOST || self.left() < start.elapsed() * 2 {
                return Ok(Err(format!(
                    "not shown to be faster on holdout: {:.3} ({:.3} to {:.3}) over {} relinks, noise floor {:.3}",
                    report.point,
                    report.low,
                    report.high,
                    ratios.len(),
                    self.noise_floor
                )));
            }
        }
    }

    /// Counts on every group; and times, because a variant may not be slower whatever it saves.
    fn less(&self, sources: &Sources, looks: usize) -> Result<Result<(Vec<Interval>, usize), String>, Fault> {
        let ground = self.ground;
        let mut slot = ground.slot("verdict")?;
        let program = ground.toolchain.build(&mut slot, sources, &gauge::form(self.objective), "less").map_err(host)?;
        let mut figures = Vec::new();
        for ids in &self.groups {
            let gauge = Gauge::new(ground, self.objective, ids.clone(), 1)?;
            let mut rng = search::rng(self.random_seed, 0);
            let ratio =
                gauge.seed(ground).and_then(|seed| gauge.ratio(ground, &seed, program.alone(), 1.0, None, &mut rng));
            match ratio {
                Ok(ratio) => figures.push(Interval::exact(1.0 / ratio)),
                Err(wrong) => return interruptible(wrong.to_string()),
            }
        }
        if figures[HOLDOUT].point <= 1.0 {
            return Ok(Err(format!("no better on holdout: {:.4}", figures[HOLDOUT].point)));
        }
        let seed = relinker(ground, &ground.component.sources, "seed")?;
        let candidate = relinker(ground, sources, &format!("look{looks}"))?;
        let course = match Course::new(ground, vec![self.groups[HOLDOUT].clone()], LAP) {
            Ok(course) => course,
            Err(wrong) => return interruptible(wrong.to_string()),
        };
        let ratios = match relinks(ground, &course, &seed, &candidate, 0..FEW as u32, self.random_seed)? {
            Ok(ratios) => ratios,
            Err(why) => return Ok(Err(why)),
        };
        let time = Interval::of(&ratios.iter().map(|r| r[0]).collect::<Vec<_>>(), Confidence::REPORT);
        if time.high < 1.0 / self.noise_floor {
            return Ok(Err(format!("slower: {:.3} of the seed's speed on holdout", time.point)));
        }
        Ok(Ok((figures, FEW)))
    }

    /// The tests of an emitted crate.
    ///
    /// # Errors
    /// The user interrupted, or cargo cannot be run.
    pub fn own_tests(&self, dir: &Path, deadline: Duration) -> Result<TestRun, Fault> {
        run_tests(dir, self.work, deadline).map_err(host)
    }
}

/// The confidence that decides: up to three looks at one candidate, and `looks` candidates.
pub fn emit_bound(looks: usize) -> Confidence {
    Confidence::EMIT.corrected(looks * MOST / FEW)
}

/// Where the holdout stands among the groups.
pub const HOLDOUT: usize = 2;
