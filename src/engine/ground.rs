//! The ground on which candidates are judged: the seed built and replayed, the trace bound, split and on tape.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::path::Path;
use std::sync::OnceLock;
use std::time::Duration;

use super::assemble::{Assembled, Site};
use super::found::Found;
use super::jury::{Jury, Ruling};
use super::sizes::Resized;
use super::taped::{self, Taped};
use super::{Fault, Progress, fit};
use crate::build::{self, BuildError, Program, Slot, Subject, Toolchain};
use crate::component::Component;
use crate::component::interface::Interface;
use crate::replay::harness::Harness;
use crate::replay::outcome::SessionOutput;
use crate::replay::{Counter, Failure, Lap, Limits, Outcome, Run, Sandbox, Tape};
use crate::trace::{Entry, Session, Split, SplitKind, Trace};
use crate::verdict::{self, Dictionary, Gate, Observers, Rule, Rules};

/// A component made ready to judge others with the same interface.
pub struct Ground {
    /// The seed.
    pub component: Component,
    /// What its sources speak of.
    pub(super) dictionary: Dictionary,
    /// What rustdoc says of its public functions.
    pub(super) described: serde_json::Value,
    /// The trace, bound to the seed's interface.
    pub trace: Trace,
    /// Functions that the trace does not call, and whether on a handle; their names are the last of the trace's.
    pub(super) more: Vec<(usize, bool)>,
    /// How the trace was split.
    pub split: Split,
    /// The worker's generated half.
    pub harness: Harness,
    /// How workers are built.
    pub toolchain: Toolchain,
    /// What workers may do.
    pub sandbox: Sandbox,
    /// What edited code may not contain.
    pub gate: Gate,
    /// How results are compared.
    pub rules: Rules,
    /// What looks at a session's end at what is left.
    pub(super) observers: Observers,
    /// What says what driven sessions are worth, in the place of a comparison.
    pub(super) jury: Option<Jury>,
    /// The seed's worker.
    pub seed: Program,
    /// The same that counts what it asks for, once it was wanted; none where it has an allocator of its own.
    pub(super) counted: OnceLock<Option<Program>>,
    /// All slices of the split with probes, then the sessions beyond the trace: to judge on.
    pub judged: Taped,
    /// The same slices without probes, to time on.
    pub timed: Taped,
    /// Where train, select and holdout lie on both tapes.
    pub parts: [Range<u32>; 3],
    /// Where the sessions beyond the trace lie on the tape to judge on.
    pub beyond: Range<u32>,
    /// Those of them that are quick enough to try every candidate on.
    pub(super) light: Vec<u32>,
    /// CPU time of the seed on each session of train and beyond; empty where a run must repeat, which times never do.
    pub(super) times: HashMap<u32, Duration>,
    /// How many times as long as usual a candidate may take.
    pub(super) patience: u32,
    /// CPU time that the seed may take on a session that is made up.
    pub(super) made_up: Duration,
    /// The seed's worker that looks at preconditions, where there are any.
    pub(super) requiring: Option<Program>,
    /// Sessions of train in other sizes, where candidates are timed.
    pub(super) resized: Vec<Resized>,
    /// What the seed's own tests ask.
    pub(super) tested: Vec<Session>,
    /// How many of them are among what every candidate is asked.
    pub(super) tests_asked: usize,
    /// The seed comes to an end where numbers are huge.
    pub(super) endures_huge: bool,
    /// What of the trace's calls is not compared as it is, a sentence each: whoever reads the report must know.
    pub uncompared: Vec<String>,
    /// What told candidates from the seed.
    pub found: Found,
    /// What counts instructions, where that is the objective.
    pub(super) counter: Option<Counter>,
}

/// Under what a subject is judged.
pub(super) struct Terms {
    /// CPU time of the whole run.
    pub cpu: Duration,
    /// CPU time of the sessions alone.
    pub lap: Duration,
    /// Where it runs.
    pub core: Option<usize>,
    /// Stream of process randomness.
    pub random: u32,
}

impl Terms {
    /// The usual ones on a tape.
    pub fn on(taped: &Taped) -> Terms {
        Terms { cpu: taped.time * 10 + GRACE, lap: Duration::MAX, core: None, random: 1 }
    }
}

/// What a candidate may take beyond ten times the seed's time: enough to start.
pub const GRACE: Duration = Duration::from_secs(1);

/// The seed's first runs may take this long.
pub(super) const FIRST_RUN: Duration = Duration::from_secs(600);
/// Room for the seed's first output, bytes; touched pages only.
const FIRST_OUTPUT: u64 = 4 << 30;
/// Address space of a worker beyond its output, bytes.
pub(super) const MEMORY: u64 = 4 << 30;

impl Ground {
    /// Builds the seed, binds the trace, replays it twice and checks that the seed does what was recorded.
    ///
    /// # Errors
    /// The seed does not build; the trace does not fit it, or the seed does not reproduce it.
    pub fn new(
        component: Component,
        trace: Trace,
        work: &Path,
        sandbox: Sandbox,
        progress: &dyn Progress,
    ) -> Result<Ground, Fault> {
        progress.phase("building the seed and its dependencies");
        let prepared = build::prepare(&component, work).map_err(|e| seed_fault(&component, e))?;
        Ground::prepared(component, &prepared, trace, work, sandbox, progress)
    }

    /// The same for a seed that cargo has built.
    pub(super) fn prepared(
        component: Component,
        prepared: &build::Prepared,
        trace: Trace,
        work: &Path,
        sandbox: Sandbox,
        progress: &dyn Progress,
    ) -> Result<Ground, Fault> {
        let interface =
            Interface::from_rustdoc(&prepared.interface, &component.lib).map_err(|e| Fault::Internal(e.to_string()))?;
        let requires = fit::requirements(&component, &interface)?;
        let site = Site { component: &component, prepared, interface: &interface, requires: &requires, work };
        let Assembled { trace, more, harness, toolchain, jury, seed } = site.assemble(trace, progress)?;
        let split = Split::of(&trace);
        if jury.is_some() && !matches!(split.kind, SplitKind::Sessions | SplitKind::Few) {
            return Err(Fault::Trace(
                "a score needs sessions to learn from and others to be judged by, and the trace has fewer than three; \
                 record more"
                    .into(),
            ));
        }
        progress.phase("replaying the trace on the seed");
        let gate = Gate::new(&component.sources, component.metadata.allow_unsafe, component.rust_version.as_deref());
        let rules = Rules::new(&trace, |call| behaviour(&component, call));
        let observers = Observers::of(&harness, &trace);
        let [judged, timed] = taped::tapes(&harness, &observers, &trace, &split, &[])?;
        let parts = taped::ranges(&split);
        let mut ground = Ground {
            dictionary: Dictionary::of(&component.sources),
            component,
            described: prepared.interface.clone(),
            trace,
            more,
            split,
            harness,
            toolchain,
            sandbox,
            gate,
            rules,
            observers,
            jury,
            seed,
            counted: OnceLock::new(),
            judged,
            timed,
            parts,
            beyond: 0..0,
            light: Vec::new(),
            times: HashMap::new(),
            patience: 1,
            made_up: Duration::MAX,
            requiring: None,
            tested: Vec::new(),
            tests_asked: 0,
            endures_huge: false,
            resized: Vec::new(),
            uncompared: Vec::new(),
            found: Found::default(),
            counter: None,
        };
        ground.learn(progress)?;
        ground.tell_of_unseen(progress);
        Ok(ground)
    }

    /// What nobody can see of a result cannot tell a wrong candidate from the seed.
    fn tell_of_unseen(&mut self, progress: &dyn Progress) {
        if self.jury.is_some() {
            return;
        }
        let seen = (0..).zip(&self.timed.expected);
        let unseen = seen.flat_map(|(id, seen)| verdict::unseen(&self.timed.script(id), seen));
        let calls: BTreeSet<usize> = unseen.filter(|call| self.rules.of(*call) != Rule::Ignore).collect();
        for call in calls {
            let what = format!(
                "part of what `{}` gives is not compared, because nothing of it can be seen; a trace that keeps it under a \
                 handle, and asks it something, compares the answers",
                self.trace.calls[call]
            );
            self.tell(what, progress);
        }
    }

    fn tell(&mut self, what: String, progress: &dyn Progress) {
        progress.warn(&what);
        self.uncompared.push(what);
    }

    /// Runs the seed on both tapes under two streams of randomness, and keeps what it does.
    pub(super) fn learn(&mut self, progress: &dyn Progress) -> Result<(), Fault> {
        let (timed, time) = self.first(&self.seed, &self.timed, 1)?;
        let (again, more) = self.first(&self.seed, &self.timed, 2)?;
        for (id, (one, two)) in timed.iter().zip(&again).enumerate() {
            for (call, rule) in verdict::unstable(&self.timed.script(id as u32), one, two) {
                if self.rules.of(call) == Rule::Exact || rule == Rule::Ignore && self.rules.of(call) == Rule::Unordered
                {
                    self.rules.set(call, rule);
                    let how = if rule == Rule::Ignore { "it is not compared" } else { "it is compared as a multiset" };
                    let what = format!("the seed differs from itself in `{}`; {how}", self.trace.calls[call]);
                    self.tell(what, progress);
                }
            }
        }
        if self.jury.is_none() && !self.rules.compare_anything(self.trace.calls.len() - self.more.len()) {
            return Err(Fault::Trace(
                "the seed differs from itself in every function of the trace, so nothing is left to compare; \
                 give it a fixed source of randomness, or record other functions"
                    .into(),
            ));
        }
        self.check_recorded(&timed)?;
        self.seed_stands(&self.timed, &timed)?;
        self.timed.expected = timed;
        self.timed.time = time.min(more);
        let (judged, time) = self.first(&self.seed, &self.judged, 1)?;
        self.seed_stands(&self.judged, &judged)?;
        self.judged.expected = judged;
        self.judged.time = time;
        if self.jury.is_none() {
            return Ok(());
        }
        let (again, _) = self.first(&self.seed, &self.judged, 2)?;
        self.seed_stands(&self.judged, &again)?;
        let stable = self.judged.expected == again;
        if !stable {
            progress.warn(
                "what the seed does depends on the randomness of its process; its score is a mean over two streams",
            );
        }
        self.jury.iter_mut().for_each(|jury| jury.stable = stable);
        Ok(())
    }

    /// Whether the seed keeps the invariants of its own fitness file.
    fn seed_stands(&self, taped: &Taped, seen: &[SessionOutput]) -> Result<(), Fault> {
        let (Some(jury), Some(fitness)) = (&self.jury, &self.component.scored_by) else { return Ok(()) };
        let path = fitness.path.display();
        let ids: Vec<u32> = (0..seen.len() as u32).collect();
        let rulings = jury.rule(self, taped, &ids, seen).map_err(|failure| match failure {
            Failure::Interrupted => Fault::Interrupted(String::new()),
            Failure::Host(e) => Fault::Internal(format!("cannot run the judge: {e}")),
            failure => Fault::Trace(format!("{path}: the judge of the seed's sessions failed: it {failure}")),
        })?;
        let wrong = rulings.iter().enumerate().find(|(_, ruling)| !matches!(ruling, Ruling::Score(_)));
        match wrong {
            None => Ok(()),
            Some((id, ruling)) => {
                let hint = match ruling {
                    Ruling::Panicked(_) => {
                        "; `drive` may only issue calls that the seed answers, with arguments of its types"
                    }
                    Ruling::Broken(_) => "; an invariant must hold for the seed: correct `judge`, or the seed",
                    _ => "",
                };
                Err(Fault::Trace(format!("{path}: the seed cannot be scored: {}: {ruling}{hint}", self.place(id, 0))))
            }
        }
    }

    /// Runs the seed, in some form, on a whole tape.
    pub(super) fn first(
        &self,
        seed: &Program,
        taped: &Taped,
        random: u32,
    ) -> Result<(Vec<SessionOutput>, Duration), Fault> {
        let ids: Vec<u32> = (0..taped.tape.sessions() as u32).collect();
        let limits = Limits { cpu: FIRST_RUN, lap: Duration::MAX, memory: MEMORY * 4, output: FIRST_OUTPUT };
        let lap = seed.alone().lap(ids);
        let run = self.run(seed, &taped.tape, std::slice::from_ref(&lap), limits);
        match crate::replay::run(&Run { random, ..run }) {
            Ok(outcome) => Ok((outcome.sessions, outcome.laps.iter().sum())),
            Err(Failure::Decode { session, entry, argument, why }) => Err(Fault::Trace(format!(
                "{}: {}{why}; record the trace again with this version of the crate",
                self.place(session, entry),
                self.expected(taped.script(session as u32).entries.get(entry), argument)
            ))),
            Err(Failure::Interrupted) => Err(Fault::Interrupted(String::new())),
            Err(Failure::Sandbox) => Err(Fault::Arguments(Failure::Sandbox.to_string())),
            Err(Failure::Host(e)) => Err(Fault::Internal(format!("cannot run the seed: {e}"))),
            Err(failure) => Err(Fault::Trace(format!("the seed cannot replay the trace: it {failure}"))),
        }
    }

    /// `file:line` of an entry of a recorded session on the tapes.
    pub(super) fn place(&self, id: usize, entry: usize) -> String {
        let slices: Vec<_> = [&self.split.train, &self.split.select, &self.split.holdout]
            .into_iter()
            .flat_map(|p| p.slices.iter())
            .collect();
        slices.get(id).map_or(String::new(), |s| self.trace.place(s.session, entry))
    }

    /// The beginning of a message about an entry that cannot be read: what its function takes there.
    fn expected(&self, entry: Option<&Entry>, argument: Option<usize>) -> String {
        let Some(Entry::Call(event)) = entry else { return String::new() };
        let call = &self.trace.calls[event.call];
        match argument.and_then(|at| Some((at, self.harness.function(event).param(at)?))) {
            Some((at, ty)) => format!("argument {at} of `{call}` is a `{ty}`: "),
            None => format!("`{call}`: "),
        }
    }

    fn check_recorded(&self, seen: &[SessionOutput]) -> Result<(), Fault> {
        // Of sessions that are held out for want of others nothing was recorded.
        let made_up = if self.split.kind == SplitKind::Generated { self.parts[1].end as usize } else { seen.len() };
        for (id, output) in seen.iter().enumerate().take(made_up) {
            let script = self.timed.script(id as u32);
            let found = verdict::reproduces(&self.trace, &self.harness, &self.rules, script.entries, output);
            if let Some(difference) = found {
                return Err(Fault::Trace(format!(
                    "{}: the seed does not reproduce the trace: {difference}; record the trace again with this version of the crate",
                    self.place(id, difference.entry.unwrap_or(0))
                )));
            }
        }
        Ok(())
    }

    /// A run with this ground's usual settings.
    pub fn run<'a>(&'a self, program: &'a Program, tape: &'a Tape, laps: &'a [Lap], limits: Limits) -> Run<'a> {
        let (counts, program) = (program.counts(), program.path());
        Run {
            program,
            tape,
            laps,
            limits,
            sandbox: &self.sandbox,
            random: 1,
            padding: 0,
            core: None,
            counts,
            samples: false,
            counter: None,
            expected: &[],
        }
    }

    /// Limits for a candidate where the seed takes `seed_time`.
    pub fn limits(&self, seed_time: Duration, taped: &Taped, ids: impl Iterator<Item = u32>) -> Limits {
        // A candidate that is driven may be asked more than the seed.
        let output = taped.output_size(ids) * if self.jury.is_some() { 4 } else { 1 };
        Limits { cpu: GRACE + seed_time * 10, lap: Duration::MAX, memory: MEMORY, output }
    }

    /// Replays sessions with their probes and compares them with the seed's.
    ///
    /// # Errors
    /// What is wrong, in words: the difference, or how the candidate failed.
    pub fn judge(&self, subject: Subject, ids: Vec<u32>, core: Option<usize>) -> Result<(), Wrong> {
        self.judge_on(&self.judged, subject, ids, Terms { core, ..Terms::on(&self.judged) }).map(drop)
    }

    /// The same on any tape and under any terms; returns the CPU time that the sessions took.
    ///
    /// # Errors
    /// As [`Ground::judge`].
    pub(super) fn judge_on(
        &self,
        taped: &Taped,
        subject: Subject,
        ids: Vec<u32>,
        terms: Terms,
    ) -> Result<Duration, Wrong> {
        Ok(self.judge_laps(taped, subject.program, &[subject.lap(ids)], terms)?.iter().sum())
    }

    /// The same in laps, each with a time of its own.
    ///
    /// # Errors
    /// As [`Ground::judge`].
    pub(super) fn judge_laps(
        &self,
        taped: &Taped,
        program: &Program,
        laps: &[Lap],
        Terms { cpu, lap, core, random }: Terms,
    ) -> Result<Vec<Duration>, Wrong> {
        let ids: Vec<u32> = laps.iter().flat_map(|lap| &lap.sessions).copied().collect();
        let cpu = cpu * self.patience;
        let limits = Limits { cpu, lap, ..self.limits(Duration::ZERO, taped, ids.iter().copied()) };
        let run = self.run(program, &taped.tape, laps, limits);
        let outcome = crate::replay::run(&Run { core, random, expected: &taped.expected, ..run })?;
        self.same(taped, &ids, &outcome)?;
        Ok(outcome.laps)
    }

    /// Compares the sessions of an outcome, in the order of `ids`, with the seed's; or lets the jury look at them.
    ///
    /// # Errors
    /// The first difference, or the first broken invariant.
    pub fn same(&self, taped: &Taped, ids: &[u32], outcome: &Outcome) -> Result<(), Wrong> {
        if let Some(jury) = &self.jury {
            let rulings = jury.rule(self, taped, ids, &outcome.sessions)?;
            let wrong = rulings.into_iter().find(|ruling| !matches!(ruling, Ruling::Score(_)));
            return wrong.map_or(Ok(()), |ruling| Err(Wrong::Ruled(ruling)));
        }
        for (&id, seen) in ids.iter().zip(&outcome.sessions) {
            let expected = &taped.expected[id as usize];
            match verdict::compare(&self.trace, &self.rules, &taped.script(id), expected, seen) {
                None => {}
                Some(difference) => return Err(Wrong::Differs { session: id, what: difference.to_string() }),
            }
        }
        Ok(())
    }

    /// A slot for building candidates.
    ///
    /// # Errors
    /// The host's trouble.
    pub fn slot(&self, name: &str) -> Result<Slot, Fault> {
        self.toolchain.slot(name, &self.component.sources).map_err(|e| Fault::Output(e.to_string()))
    }

    /// Whether slices start in the middle of a session.
    pub fn cut_in_time(&self) -> bool {
        self.split.kind == SplitKind::Time
    }
}

/// Why a candidate is not right.
#[derive(Debug, thiserror::Error)]
pub enum Wrong {
    /// It does something else than the seed.
    #[error("{what}")]
    Differs {
        /// The first session on the tape where it does.
        session: u32,
        /// What it does there.
        what: String,
    },
    /// It did not get to the end.
    #[error("{0}")]
    Failed(#[from] Failure),
    /// The jury is against it.
    #[error("{0}")]
    Ruled(Ruling),
}

impl Wrong {
    /// Whether all sessions before the made-up ones, which are judged last, went well.
    pub fn is_beyond(&self, ground: &Ground) -> bool {
        matches!(self, Wrong::Differs { session, .. } if ground.beyond.contains(session))
    }

    /// A few words by which rejections are counted.
    pub fn kind(&self) -> String {
        match self {
            Wrong::Differs { .. } => "behaves differently".into(),
            Wrong::Failed(failure) => failure.to_string(),
            Wrong::Ruled(ruling) => ruling.kind().into(),
        }
    }
}

pub(super) fn seed_fault(component: &Component, error: BuildError) -> Fault {
    match error {
        BuildError::Interrupted => Fault::Interrupted(String::new()),
        BuildError::Host { .. } => Fault::Output(error.to_string()),
        BuildError::Rejected(_) | BuildError::Compiler(_) => Fault::Seed(format!(
            "the seed `{}` does not build; make `cargo build --release` pass first:\n{error}",
            component.package
        )),
    }
}

fn behaviour(component: &Component, call: &str) -> Option<crate::component::Behaviour> {
    component.metadata.behaviour.iter().find(|(name, _)| crate::component::matches(name, call)).map(|(_, b)| *b)
}
