//! The stages that every candidate of the search passes or leaves: check, screen, race.
//!
//! Candidates go through them in chunks that are built as one crate (see [`super::chunk`]); what cannot be built so, and
//! what promises to be the best so far, is built as a crate of its own (see [`super::alone`]). Several chunks may be on their way
//! at a time: what becomes of one is no matter of the others, but of the [`Standard`] it was sent off with.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rayon::ThreadPool;
use rayon::prelude::*;

use super::Fault;
use super::alone::champion;
use super::closing::Closing;
use super::counts::{At, Counts};
use super::forgone::Forgone;
use super::found::Questions;
use super::gauge::{Baseline, Gauge};
use super::glance::Look;
use super::ground::{GRACE, Ground, Terms, Wrong};
use super::options::Objective;
use super::screen::Screen;
use crate::build::schemata::{Arms, Bodies};
use crate::build::{BuildError, Program, Slot, Subject};
use crate::component::Sources;
use crate::genome::Genome;
use crate::replay::{Failure, process};
use crate::run::Judged;
use crate::search::{self, Fate, Proposal, Stage};

/// Judges candidates of one run.
pub struct Funnel<'a> {
    pub(super) ground: &'a Ground,
    pub(super) gauge: &'a Gauge,
    pub(super) screen: Screen,
    pub(super) bodies: Bodies,
    pub(super) objective: Objective,
    /// The seed does not overflow on the trace, so no candidate may.
    pub(super) overflow_checks: bool,
    pub(super) random_seed: u64,
    /// What became of how many.
    pub counts: Counts,
    /// What a precondition would admit.
    pub forgone: Forgone,
    slots: Mutex<Vec<(usize, Slot)>>,
    /// A thread for each slot: candidates are judged here.
    pub pool: ThreadPool,
    /// Those that were built alone and would lead, by their numbers.
    pub(super) would_lead: Mutex<HashMap<u64, Arc<Program>>>,
    /// When to stop, if the clock ends the search.
    pub closing: Option<Closing<'a>>,
    /// The same for what is judged after the search.
    end: Mutex<Option<Instant>>,
}

/// What takes this many times as long as the best so far while it is judged is told no closer: one run on a busy machine may
/// be off by a third.
const HOPELESS: f64 = 1.4;

/// What takes this many times as long is not even judged to its end.
const LOST: u32 = 3;

/// How many of a chunk that promise to lead are built alone in turn, until one does.
const CHAMPIONS: usize = 4;

/// What a candidate that looks better than the confirmed best is put behind it by.
const UNCONFIRMED: f64 = 1.001;

/// Where a candidate stands after a stage.
pub enum Standing {
    /// It left.
    Rejected {
        /// The stage.
        at: At,
        /// A few words by which rejections are counted.
        kind: String,
        /// What a person wants to know.
        reason: String,
        /// What the compiler would have taken.
        repair: Option<Genome>,
    },
    /// It behaves on train; its cost there as a share of the seed's.
    Survived(f64),
    /// It was not judged, through no fault of its own.
    Unjudged(Unjudged),
}

/// Why a candidate got no verdict.
pub enum Unjudged {
    /// The time for the search was over.
    Late,
    /// The user interrupted.
    Interrupted,
    /// The host failed: a full disk, no processes.
    Host(Fault),
}

/// Whom candidates have to beat and what they are asked, as of when they are sent off.
#[derive(Default)]
pub struct Standard {
    /// The best so far.
    best: Option<Judged>,
    /// The same as a program, if it was built alone by this process.
    pub(super) program: Option<Arc<Program>>,
    /// What told earlier candidates from the seed.
    pub(super) questions: Questions,
}

impl Standard {
    /// The lowest cost so far, and whose it is, if it is better than the seed.
    fn better(&self) -> Option<(f64, &Genome)> {
        let best = self.best.as_ref()?;
        Some((best.cost.filter(|cost| *cost < 1.0)?, &best.edits))
    }
}

/// What candidates of one crate have to beat.
pub struct Leader<'a> {
    /// The lowest cost so far, as a share of the seed's.
    pub best: f64,
    /// Into which crate candidates are built that are measured beside it.
    pub bodies: &'a Bodies,
    /// Code to measure beside, and its cost: the best, or the seed where that is the best or cannot be built with others.
    pub arms: Arms,
    /// See `arms`.
    pub cost: f64,
    /// What they are asked.
    pub questions: &'a Questions,
}

impl<'a> Leader<'a> {
    fn new(standard: &'a Standard, bodies: &'a Bodies) -> Leader<'a> {
        let (best, edits) = standard.better().unzip();
        let (best, arms) = (best.unwrap_or(1.0), edits.and_then(|edits| bodies.arms(edits)));
        let cost = if arms.is_some() { best } else { 1.0 };
        Leader { best, bodies, arms: arms.unwrap_or_default(), cost, questions: &standard.questions }
    }
}

/// A candidate on its way through the stages.
pub struct Entrant<'a> {
    pub(super) proposal: &'a Proposal,
    pub(super) sources: Sources,
    /// Which of the leaders it is built with, and its place in that crate; `None` if it must be built alone.
    pub(super) arms: Option<(usize, Arms)>,
}

impl<'a> Funnel<'a> {
    /// With `jobs` slots, and as many threads.
    ///
    /// # Errors
    /// They cannot be made.
    pub fn new(
        ground: &'a Ground,
        gauge: &'a Gauge,
        overflow_checks: bool,
        objective: Objective,
        jobs: usize,
        random_seed: u64,
    ) -> Result<Funnel<'a>, Fault> {
        let slots: Result<Vec<_>, Fault> = (0..jobs).map(|i| Ok((i, ground.slot(&format!("job{i}"))?))).collect();
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(jobs)
            .build()
            .map_err(|e| Fault::Internal(format!("cannot start threads: {e}")))?;
        Ok(Funnel {
            ground,
            gauge,
            screen: Screen::new(ground, objective.counted()),
            bodies: Bodies::of(&ground.component.sources, &ground.component.lib_path),
            objective,
            overflow_checks,
            random_seed,
            counts: Counts::default(),
            forgone: Forgone::default(),
            slots: Mutex::new(slots?),
            pool,
            would_lead: Mutex::default(),
            closing: None,
            end: Mutex::default(),
        })
    }

    /// Time until judging has to end, if the clock ends it.
    pub(super) fn left(&self) -> Option<Duration> {
        let left = |end: Instant| end.saturating_duration_since(Instant::now());
        let end = || *self.end.lock().unwrap_or_else(PoisonError::into_inner);
        self.closing.as_ref().map(Closing::left).or_else(|| end().map(left))
    }

    /// When judging has to end after the search.
    pub(super) fn ends(&self, end: Option<Instant>) {
        *self.end.lock().unwrap_or_else(PoisonError::into_inner) = end;
    }

    /// Whether the time for the search is over.
    pub(super) fn late(&self) -> bool {
        self.left().is_some_and(|left| left.is_zero())
    }

    /// What candidates that are sent off now have to beat. `untold`: the first number whose fate is not known yet.
    ///
    /// # Errors
    /// The host's trouble.
    pub fn standard(&self, best: Option<&Judged>, untold: u64) -> Result<Standard, Fault> {
        let program = self.leads(best.map_or(0, |best| best.id), untold);
        Ok(Standard { best: best.cloned(), program, questions: self.ground.questions(untold)? })
    }

    /// Sends candidates through the stages as one chunk, or as two where the best so far differs from the seed outside of bodies.
    /// Answers are in the order of the proposals. Called on a thread of the pool: those that are built alone are shared with its
    /// others.
    pub fn judge(&self, proposals: &[Proposal], standard: &Standard) -> Vec<Result<Judged, Unjudged>> {
        let best = standard.better().map_or(1.0, |(cost, _)| cost);
        let based = standard.better().and_then(|(_, edits)| self.bodies.based_on(edits));
        let leaders: Vec<Leader> =
            [&self.bodies].into_iter().chain(&based).map(|bodies| Leader::new(standard, bodies)).collect();
        let entrants: Vec<_> = proposals.iter().map(|proposal| self.admit(proposal, &leaders)).collect();
        let admitted: Vec<_> = entrants.iter().map(|entrant| entrant.as_ref().ok()).collect();
        let mut standings = self.together(&admitted, &leaders);
        let promising = best * self.objective.promising();
        let first = champion(&standings, promising);
        let alone = |place: &usize| standings[*place].is_none() || first == Some(*place);
        let found = |place: usize| Some((place, admitted[place]?));
        let mut round: Vec<_> = (0..admitted.len()).filter(alone).filter_map(found).collect();
        let mut confirmed = best;
        for _ in 0..CHAMPIONS {
            let judge = |&(place, entrant): &(usize, &Entrant)| match self.late() {
                true => Standing::Unjudged(Unjudged::Late),
                false => {
                    self.with_slot(|core, slot| self.alone(entrant, first == Some(place), (best, standard), core, slot))
                }
            };
            let judged: Vec<_> = round.par_iter().map(judge).collect();
            for ((place, _), standing) in round.into_iter().zip(judged) {
                if let Standing::Survived(cost) = standing {
                    confirmed = confirmed.min(cost);
                }
                standings[place] = Some(standing);
            }
            // Where the one that promised most is refused, the next may be what it seemed to be.
            round = champion(&standings, promising).filter(|_| confirmed >= best).and_then(found).into_iter().collect();
            if round.is_empty() {
                break;
            }
        }
        let capped = |((proposal, entrant), standing): ((&Proposal, Result<Entrant, Standing>), Option<Standing>)| {
            let standing = match entrant.err().or(standing) {
                // Nothing leads that was not built alone.
                Some(Standing::Survived(cost)) if cost < confirmed && !self.objective.counted() => {
                    Standing::Survived(confirmed * UNCONFIRMED)
                }
                Some(Standing::Survived(cost)) => Standing::Survived(cost.max(confirmed)),
                standing => standing.unwrap_or(Standing::Unjudged(Unjudged::Late)),
            };
            answer(proposal, standing)
        };
        proposals.iter().zip(entrants).zip(standings).map(capped).collect()
    }

    /// Judges those that can be built with others; the answers are in their order. `None`: only a crate of its own can tell.
    fn together(&self, entrants: &[Option<&Entrant>], leaders: &[Leader]) -> Vec<Option<Standing>> {
        let mut standings: Vec<Option<Standing>> = entrants.iter().map(|_| None).collect();
        for (at, leader) in leaders.iter().enumerate() {
            let with = |entrant: &Entrant| entrant.arms.as_ref().is_some_and(|(with, _)| *with == at);
            let all = entrants.iter().enumerate().filter_map(|(place, entrant)| Some((place, (*entrant)?)));
            let (places, chunk): (Vec<usize>, Vec<&Entrant>) = all.filter(|(_, entrant)| with(entrant)).unzip();
            let judged = match self.late() {
                true => chunk.iter().map(|_| Some(Standing::Unjudged(Unjudged::Late))).collect(),
                false => self.with_slot(|core, slot| super::chunk::judge(self, &chunk, leader, core, slot)),
            };
            places.into_iter().zip(judged).for_each(|(place, standing)| standings[place] = standing);
        }
        standings
    }

    /// The gate.
    fn admit<'p>(&self, proposal: &'p Proposal, leaders: &[Leader]) -> Result<Entrant<'p>, Standing> {
        let sources = proposal.genome.render(&self.ground.component.sources);
        let arms = |(at, leader): (usize, &Leader)| Some((at, leader.bodies.arms(&proposal.genome)?));
        let admitted = self.ground.gate.admit(&sources).map(|()| leaders.iter().enumerate().find_map(arms));
        // Until it is told so, a thread keeps every text that it ever parsed.
        proc_macro2::extra::invalidate_current_thread_spans();
        match admitted {
            Ok(arms) => Ok(Entrant { proposal, sources, arms }),
            Err(objection) => {
                let reason = format!("gate: {objection}");
                Err(rejected(At::Check, reason.clone(), reason))
            }
        }
    }

    /// Train, what the trace does not show, and the measure.
    pub(super) fn race(
        &self,
        entrant: &Entrant,
        subject: Subject,
        best: f64,
        core: usize,
        baseline: &Baseline,
        look: &Look,
    ) -> Standing {
        let core = Some(core % cores());
        let limit = look.leader.map_or(Duration::MAX, |leader| leader.iter().sum::<Duration>() * LOST);
        let taken = match self.judged(subject, look, limit, core) {
            Ok(taken) => taken,
            Err(Wrong::Failed(Failure::Deadline)) if look.leader.is_some() => {
                let reason = format!("more than {LOST} times as slow as the best so far");
                return rejected(At::Race, "far slower than the best", reason);
            }
            Err(wrong) => {
                if wrong.is_beyond(self.ground)
                    && let Ok(cost) = self.cost(entrant, subject, best, core, baseline)
                {
                    self.forgone.note(entrant.proposal, &wrong.to_string(), cost);
                }
                return not_right(At::Race, "", wrong);
            }
        };
        // On train: what is made up is shorter than what a candidate is to be fast on.
        if let Some(leader) = look.leader {
            let times = |taken: [Duration; 2]| taken[0].as_secs_f64() / leader[0].as_secs_f64().max(1e-6);
            // A moment in which the machine stood still is no reason to think the less of a candidate.
            let again = || self.judged(subject, look, limit, core).map_or(f64::INFINITY, times);
            let times = times(taken);
            if times > HOPELESS && times.min(again()) > HOPELESS {
                return Standing::Survived(best * times);
            }
        }
        match self.cost(entrant, subject, best, core, baseline) {
            Ok(ratio) => Standing::Survived(ratio),
            Err(wrong) => not_right(At::Race, "", wrong),
        }
    }

    /// Times a candidate that was found wrong on made-up input, and remembers what it would gain if it is right on train.
    pub(super) fn ride(
        &self,
        entrant: &Entrant,
        subject: Subject,
        best: f64,
        core: usize,
        baseline: &Baseline,
        reason: &str,
    ) {
        let (train, core) = (self.ground.parts[0].clone(), Some(core % cores()));
        let judged = &self.ground.judged;
        let terms = Terms { cpu: judged.time * LOST + GRACE / 10, core, ..Terms::on(judged) };
        if self.ground.judge_on(judged, subject, train.collect(), terms).is_ok()
            && let Ok(cost) = self.cost(entrant, subject, best, core, baseline)
        {
            self.forgone.note(entrant.proposal, reason, cost);
        }
    }

    /// What it costs on train, as a share of the seed's cost.
    fn cost(
        &self,
        entrant: &Entrant,
        subject: Subject,
        best: f64,
        core: Option<usize>,
        baseline: &Baseline,
    ) -> Result<f64, Wrong> {
        let mut rng = search::rng(self.random_seed ^ 0x7469_6d65, entrant.proposal.id);
        self.gauge.ratio(self.ground, baseline, subject, best * self.objective.promising(), core, &mut rng)
    }

    /// Judges on what told others from the seed, then on what a look is at; the CPU time of each part of that, which may not be
    /// beyond a limit.
    pub(super) fn judged(
        &self,
        subject: Subject,
        look: &Look,
        limit: Duration,
        core: Option<usize>,
    ) -> Result<[Duration; 2], Wrong> {
        self.ground.asked(subject, &look.questions, core)?;
        let (judged, laps) = (&self.ground.judged, look.sessions.clone().map(|ids| subject.lap(ids)));
        let terms = Terms { lap: limit, core, ..Terms::on(judged) };
        let taken = self.ground.judge_laps(judged, subject.program, &laps, terms)?;
        Ok([taken[0], taken[1]])
    }

    /// Lends a slot to `work`.
    fn with_slot<T>(&self, work: impl FnOnce(usize, &mut Slot) -> T) -> T {
        let lock = || self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        // There are as many slots as threads.
        let (core, mut slot) = lock().pop().expect("a slot for every thread");
        let result = work(core, &mut slot);
        lock().push((core, slot));
        result
    }
}

/// What became of a candidate, as the log says it.
fn answer(proposal: &Proposal, standing: Standing) -> Result<Judged, Unjudged> {
    match standing {
        Standing::Unjudged(why) => Err(why),
        Standing::Survived(cost) => Ok(Judged::survived(proposal, cost)),
        Standing::Rejected { at, kind, reason, repair } => {
            Ok(Judged { repair, ..Judged::rejected(proposal, at.name(), kind, reason) })
        }
    }
}

pub fn rejected(at: At, kind: impl Into<String>, reason: String) -> Standing {
    Standing::Rejected { at, kind: kind.into(), reason, repair: None }
}

/// The standing of a candidate that could not be built.
pub fn not_built(error: BuildError) -> Standing {
    match error {
        BuildError::Rejected(reason) => rejected(At::Check, error_code(&reason), reason),
        BuildError::Compiler(why) if !process::interrupted() => {
            rejected(At::Check, format!("the compiler was {why}"), why)
        }
        BuildError::Host { .. } => Standing::Unjudged(Unjudged::Host(Fault::Output(error.to_string()))),
        _ => Standing::Unjudged(Unjudged::Interrupted),
    }
}

/// The standing of a candidate that did not do what the seed does.
pub fn not_right(at: At, with: &str, wrong: Wrong) -> Standing {
    match wrong {
        Wrong::Failed(Failure::Interrupted) => Standing::Unjudged(Unjudged::Interrupted),
        Wrong::Failed(Failure::Host(e)) => {
            Standing::Unjudged(Unjudged::Host(Fault::Internal(format!("cannot run a worker: {e}"))))
        }
        wrong => rejected(at, format!("{with}{}", wrong.kind()), format!("{with}{wrong}")),
    }
}

/// What a search is told of a judgement.
pub fn fate(judged: &Judged) -> Fate {
    match judged.cost {
        Some(cost_ratio) => Fate::Survived { cost_ratio, types: None },
        None => {
            let stage = match judged.stage.as_str() {
                "check" => Stage::Check,
                "screen" => Stage::Screen,
                _ => Stage::Race,
            };
            Fate::Rejected { stage, repair: judged.repair.clone() }
        }
    }
}

/// Cores to spread workers over.
pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// `E0308` out of a diagnostic, or its first words.
pub fn error_code(diagnostic: &str) -> String {
    let code = diagnostic.split_once("error[").and_then(|(_, rest)| rest.split_once(']')).map(|(code, _)| code);
    code.map_or_else(|| "does not compile".to_owned(), |code| format!("does not compile ({code})"))
}
