//! Stage 7: a contender against the seed on everything we can think of, then on sessions that the search never saw. Must
//! not know where the contender comes from: the search, or a crate that a user brings.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use super::Fault;
use super::challenge::{Challenged, Counterexample, Draw};
use super::decision::{FEW, Rule, decide};
use super::flaw::{BEYOND, TOLD, flaw};
use super::gauge::{self, Effort, Gauge};
use super::ground::{Ground, Wrong};
use super::memory::{Memory, counting};
use super::options::Objective;
use super::relinks::{host, interruptible, relinks};
use super::sizes::Trapped;
use super::timing::{Course, Pace};
use super::unrun::Unrun;
use crate::build::{BuildError, Form, Program, Relinker, Slot, Toolchain};
use crate::component::Sources;
use crate::measure::{Called, Confidence, Interval};
use crate::report::{OtherSize, Scores, words};
use crate::search;

/// Why a contender is refused for which the budget was too short.
const LATE: &str = "the budget left no time to judge it";
/// Rounds of sessions that are made up for one contender.
pub(super) const ROUNDS: usize = 8;
/// Those of a glance.
pub(super) const GLANCES: usize = 2;
/// Tells the random numbers of that search from others.
pub(super) const SOUGHT: u64 = 0x736f_7567;
/// How often one finalist may be repaired.
const REPAIRS: u64 = 16;
/// Where the holdout stands among the groups.
pub const HOLDOUT: usize = 2;

/// How contenders are tried.
pub struct Trial<'a> {
    /// The seed and the trace.
    pub ground: &'a Ground,
    /// What is made smaller.
    pub objective: Objective,
    /// Groups of sessions to report on, as [`groups`] makes them.
    pub groups: Vec<Vec<u32>>,
    /// Spread of identical copies.
    pub noise_floor: f64,
    /// Whether the seed gives the same results with overflow checks on.
    pub overflow_checks: bool,
    /// When the run must have ended; none where nothing hurries.
    pub end: Option<Instant>,
    /// Seed of the randomness of orders and layouts.
    pub random_seed: u64,
    /// The seed's worker, to be linked anew.
    pub seed: Relinker,
}

/// Sources that stand against the seed, and what builds them.
#[derive(Clone, Copy)]
pub struct Contender<'a> {
    /// The rustc calls of its crate.
    pub toolchain: &'a Toolchain,
    /// What that crate holds.
    pub base: &'a Sources,
    /// What it is to hold.
    pub sources: &'a Sources,
}

/// What is wrong with a contender.
pub struct Flaw {
    /// For a reader.
    pub why: String,
    /// The input that shows it is one of those beyond the trace, or is kept: what is repaired can be asked.
    pub kept: bool,
}

impl Flaw {
    fn of(why: String) -> Flaw {
        Flaw { why, kept: false }
    }
}

/// Why a contender's figures are not to be had.
#[derive(Debug, thiserror::Error)]
pub enum Unproven {
    /// It was wrong in a timed run.
    #[error("{0}")]
    Wrong(String),
    /// It is right, and not better.
    #[error("{0}")]
    NoGain(String),
}

/// How much better a contender is.
pub struct Figures {
    /// The ratio of seed to contender for each group.
    pub ratios: Vec<Interval>,
    /// The relinks behind it.
    pub relinks: usize,
    /// What both score on each group, where that is the objective.
    pub scores: Vec<Scores>,
    /// How it does in other sizes, where that was measured.
    pub sizes: Vec<OtherSize>,
    /// The bytes that it asks for over the seed's, where that was measured.
    pub memory: Option<f64>,
}

/// Figures, or why there are none; or trouble that is not the contender's.
pub type Measured = Result<Result<Figures, Unproven>, Fault>;

/// Groups of sessions to report on: train, select, holdout, then the holdout of each trace file if there are several; and
/// the names of the files.
pub fn groups(ground: &Ground) -> (Vec<Vec<u32>>, Vec<String>) {
    let mut groups: Vec<Vec<u32>> = ground.parts.iter().map(|p| p.clone().collect()).collect();
    let mut by_file: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
    for (id, slice) in ground.parts[HOLDOUT].clone().zip(&ground.split.holdout.slices) {
        by_file.entry(ground.trace.sessions[slice.session].file).or_default().push(id);
    }
    let name = |file: &usize| {
        let path = &ground.trace.files[*file];
        Path::new(path).file_name().map_or_else(|| path.clone(), |name| name.to_string_lossy().into_owned())
    };
    let files = by_file.keys().map(name).collect();
    if by_file.len() > 1 {
        groups.extend(by_file.into_values());
    }
    (groups, files)
}

impl Ground {
    /// Other sources in the place of the seed's.
    pub fn contender<'a>(&'a self, sources: &'a Sources) -> Contender<'a> {
        Contender { toolchain: &self.toolchain, base: &self.component.sources, sources }
    }
}

impl Contender<'_> {
    /// A worker of it.
    ///
    /// # Errors
    /// As [`Toolchain::build`].
    pub fn build(&self, form: &Form, name: &str) -> Result<Program, BuildError> {
        self.toolchain.build(&mut self.slot(name)?, self.sources, form, name)
    }

    /// A folder to build it in.
    fn slot(&self, name: &str) -> Result<Slot, BuildError> {
        self.toolchain.slot(name, self.base)
    }

    /// A worker of it that can be linked many times.
    ///
    /// # Errors
    /// As [`Toolchain::relinker`].
    pub fn relinker(&self, name: &str) -> Result<Relinker, BuildError> {
        self.toolchain.relinker(self.base, self.sources, &Form::default(), name)
    }
}

impl Trial<'_> {
    /// What is left of the budget.
    pub fn left(&self) -> Duration {
        self.end.map_or(Duration::MAX, |end| end.saturating_duration_since(Instant::now()))
    }

    /// What is wrong with a contender on anything we can think of. `candidate`: the number under which an input that tells it
    /// from the seed is kept. `rounds`: those of made-up sessions; fewer than [`ROUNDS`] are a glance, which asks nothing of a build
    /// with overflow checks.
    ///
    /// # Errors
    /// The user interrupted, or the host fails.
    pub fn wrong(&self, contender: &Contender, candidate: u64, rounds: usize) -> Result<Option<Flaw>, Fault> {
        let mut forms = vec![Form::default()];
        if self.overflow_checks && rounds >= ROUNDS {
            forms.push(Form { overflow_checks: true, ..Form::default() });
        }
        let ground = self.ground;
        let late = || Ok(Some(Flaw::of(LATE.to_owned())));
        for form in forms {
            if self.left().is_zero() {
                return late();
            }
            let with = if form.overflow_checks { "with overflow checks, " } else { "" };
            let program = match contender.build(&form, "verdict") {
                Ok(program) => program,
                Err(BuildError::Rejected(why) | BuildError::Compiler(why)) => return Ok(Some(Flaw::of(why))),
                Err(e) => return Err(host(e)),
            };
            if let Some(flaw) = flaw(ground, program.alone(), form.overflow_checks)? {
                let kept = [BEYOND, TOLD].iter().any(|what| flaw.starts_with(what));
                return Ok(Some(Flaw { why: format!("{with}{flaw}"), kept }));
            }
            if !form.overflow_checks {
                let (out_of_time, draw) = (|| self.left().is_zero(), self.sought(candidate));
                match ground.challenge_on_all_cores(&out_of_time, program.alone(), contender.sources, rounds, draw)? {
                    Challenged::Stands => {}
                    Challenged::Late => return late(),
                    Challenged::Wrong(found) => {
                        let kept = self.keep(candidate, &found)?;
                        let why = format!("on an input that was sought for it, {}", found.wrong);
                        return Ok(Some(Flaw { why, kept }));
                    }
                }
            }
        }
        Ok(None)
    }

    /// Keeps what tells a contender from the seed. One that was repaired has the number of what it was.
    fn keep(&self, candidate: u64, found: &Counterexample) -> Result<bool, Fault> {
        let numbers = (0..REPAIRS).filter_map(|repair| candidate.checked_add(repair << 32));
        for number in numbers {
            if self.ground.keep_from(number, number, found)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// What new code of a contender, right as far as [`Trial::wrong`] can tell, was never run.
    ///
    /// # Errors
    /// The user interrupted, or the host fails.
    pub fn unrun(&self, contender: &Contender, candidate: u64) -> Result<Option<Unrun>, Fault> {
        if self.left().is_zero() {
            return Ok(Some(Unrun { places: Vec::new(), why: LATE.to_owned() }));
        }
        let mut slot = contender.slot("unrun").map_err(host)?;
        self.ground.unrun(contender, &mut slot, ROUNDS, self.sought(candidate))
    }

    /// The random numbers of the search for an input that tells a candidate from the seed.
    fn sought(&self, candidate: u64) -> Draw {
        Draw { seed: self.random_seed ^ SOUGHT, id: candidate }
    }

    /// How much better it is. `looks`: how many have been brought to the holdout, this one included.
    ///
    /// # Errors
    /// The user interrupted, or the host fails.
    pub fn figures(&self, contender: &Contender, looks: usize) -> Measured {
        match self.objective {
            Objective::Time => self.faster(contender, looks),
            Objective::Instructions | Objective::Allocations | Objective::Size | Objective::Score => {
                self.less(contender, looks)
            }
        }
    }

    /// Times over relinks; the bound that decides is stricter than the one that is reported.
    fn faster(&self, contender: &Contender, looks: usize) -> Measured {
        let ground = self.ground;
        let seed = &self.seed;
        let candidate = contender.relinker(&format!("look{looks}")).map_err(host)?;
        let course = match Course::new(ground, self.groups.clone(), Pace::CLOSE) {
            Ok(course) => course,
            Err(wrong) => return interruptible(Unproven::Wrong(wrong.to_string())),
        };
        let rule = Rule {
            group: HOLDOUT,
            looks,
            floor: self.noise_floor,
            slower: false,
            random_seed: self.random_seed + looks as u64,
            end: self.end,
        };
        let linked = candidate.link(1, &format!("look{looks}-sized")).map_err(host)?;
        let sizes = match ground.in_other_sizes(linked.alone(), None) {
            Ok(sizes) => sizes,
            Err(Trapped::Wrong(wrong)) => return interruptible(Unproven::Wrong(wrong.to_string())),
            Err(slower) => return Ok(Err(Unproven::NoGain(slower.to_string()))),
        };
        let memory = match ground.memory(contender.build(&counting(), "memory"), &self.groups[HOLDOUT])? {
            Memory::Times(times) => times,
            Memory::TooMuch(why) => return Ok(Err(Unproven::NoGain(why))),
            Memory::Wrong(why) => return Ok(Err(Unproven::Wrong(why))),
        };
        let decision = match decide(ground, &course, seed, &candidate, &rule)? {
            Ok(decision) => decision,
            Err(why) => return Ok(Err(Unproven::Wrong(why))),
        };
        let relinks = decision.ratios.len();
        if decision.called == Called::Faster {
            let figures = (0..self.groups.len()).map(|g| decision.interval(g, Confidence::REPORT)).collect();
            return Ok(Ok(Figures { ratios: figures, relinks, scores: Vec::new(), sizes, memory }));
        }
        if relinks < FEW {
            return Ok(Err(Unproven::NoGain(format!("the budget left time for {relinks} relinks of {FEW}"))));
        }
        let Interval { point, low, high } = decision.interval(HOLDOUT, Confidence::REPORT);
        Ok(Err(Unproven::NoGain(format!(
            "not shown to be faster on holdout: {point:.3} ({low:.3} to {high:.3}) over {relinks} relinks, noise floor {:.3}",
            self.noise_floor
        ))))
    }

    /// Counts on every group; and times, because a variant may not be slower whatever it saves.
    fn less(&self, contender: &Contender, looks: usize) -> Measured {
        let ground = self.ground;
        let program = contender.build(&gauge::form(self.objective), "less").map_err(host)?;
        let mut figures = Vec::new();
        for ids in &self.groups {
            let gauge = Gauge::new(ground, self.objective, ids.clone(), Effort::VERDICT)?;
            let mut rng = search::rng(self.random_seed, 0);
            let ratio =
                gauge.seed(ground).and_then(|seed| gauge.ratio(ground, &seed, program.alone(), 1.0, None, &mut rng));
            match ratio {
                Ok(ratio) => figures.push(Interval::exact(1.0 / ratio)),
                Err(wrong) => return interruptible(Unproven::Wrong(wrong.to_string())),
            }
        }
        let scores = match self.scores(&program) {
            Ok(scores) => scores,
            Err(wrong) => return interruptible(Unproven::Wrong(wrong.to_string())),
        };
        if figures[HOLDOUT].point <= 1.0 {
            let figure = scores.get(HOLDOUT).map_or(format!("{:.4}", figures[HOLDOUT].point), words::scores);
            return Ok(Err(Unproven::NoGain(format!("no better on holdout: {figure}"))));
        }
        let seed = &self.seed;
        let candidate = contender.relinker(&format!("look{looks}")).map_err(host)?;
        let course = match Course::new(ground, vec![self.groups[HOLDOUT].clone()], Pace::CLOSE) {
            Ok(course) => course,
            Err(wrong) => return interruptible(Unproven::Wrong(wrong.to_string())),
        };
        let ratios = match relinks(ground, &course, seed, &candidate, 0..FEW as u32, self.random_seed, None)? {
            Ok(ratios) => ratios,
            Err(why) => return Ok(Err(Unproven::Wrong(why))),
        };
        let time = Interval::of(&ratios.iter().map(|r| r[0]).collect::<Vec<_>>(), Confidence::REPORT);
        if time.high < 1.0 / self.noise_floor {
            return Ok(Err(Unproven::NoGain(format!("slower: {:.3} of the seed's speed on holdout", time.point))));
        }
        Ok(Ok(Figures { ratios: figures, relinks: FEW, scores, sizes: Vec::new(), memory: None }))
    }

    /// What the seed and a contender score on each group; nothing where that is not the objective.
    fn scores(&self, contender: &Program) -> Result<Vec<Scores>, Wrong> {
        let score = |program: &Program, ids| self.ground.score(program.alone(), ids, None);
        let mut scores = Vec::new();
        for ids in &self.groups {
            if let (Some(seed), Some(variant)) = (score(&self.ground.seed, ids)?, score(contender, ids)?) {
                scores.push(Scores { seed: seed.mean, variant: variant.mean });
            }
        }
        Ok(scores)
    }
}
