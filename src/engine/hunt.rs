//! The search loop: chunks of proposals asked for, several of them on their way at a time, told in the order of their numbers.

use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use rayon::Scope;

use super::alone::UNRUN;
use super::funnel::{self, Funnel, Unjudged};
use super::holes::Holes;
use super::outcome::Outcome;
use super::pace::Pace;
use super::{Fault, Progress};
use crate::genome::Edit;
use crate::run::{Cache, EventLog, Judged, write_atomically};
use crate::search::{Proposal, Search};

/// A leader stands that so many in turn could not beat.
const STANDS: u64 = 96;

/// How many leaders in turn are asked once more, and how many of those behind a wrong one.
const ASKED_AGAIN: usize = 4;
const BEHIND: usize = 64;

/// Time that a doubt may take.
const DOUBTING: Duration = Duration::from_secs(10);

/// How many survivors are kept. Finalists are chosen among them, a few of each lineage.
const KEPT: usize = 1000;

/// One search and its limits.
pub struct Hunt<'a> {
    /// Judges candidates.
    pub funnel: &'a Funnel<'a>,
    /// How many candidates to judge at most.
    pub evaluations: Option<u64>,
    /// What earlier runs found.
    pub cache: Option<RefCell<Cache>>,
    /// Where it is written what came of doubts.
    pub doubts: PathBuf,
}

impl Hunt<'_> {
    /// What was judged in an earlier session of the run, or in another run.
    fn known(&self, proposal: &Proposal, log: &EventLog) -> Result<Option<Judged>, Fault> {
        let known = log.known(proposal).map_err(log_fault)?;
        let sources = &self.funnel.ground.component.sources;
        let cached = || self.cache.as_ref()?.borrow().known(proposal, sources);
        Ok(known.or_else(cached))
    }

    /// Keeps for other runs what is so for them as well: a time is not, and what is counted depends on nothing but the candidate.
    fn remember(&self, answers: &[Judged]) -> Result<(), Fault> {
        let Some(cache) = &self.cache else { return Ok(()) };
        let lasting = |judged: &&Judged| match &judged.kind {
            None => self.funnel.objective.counted(),
            Some(kind) => LASTING.iter().any(|lasting| kind.contains(lasting)),
        };
        let sources = &self.funnel.ground.component.sources;
        cache
            .borrow_mut()
            .append(answers.iter().filter(lasting), sources)
            .map_err(|e| Fault::Output(format!("cannot write to the folder given with --cache: {e}")))
    }
}

/// Kinds of rejections that hang neither on the clock nor on who was the best then.
const LASTING: [&str; 4] = ["does not compile", "gate: ", "behaves differently", UNRUN];

/// Runs a search to its end; returns the best of those that cost less than the seed, best first.
///
/// # Errors
/// The user interrupted, or the host fails. What was judged is in the log.
pub fn run(
    hunt: &Hunt,
    search: Box<dyn Search>,
    pace: Pace,
    holes: Option<Holes>,
    log: &mut EventLog,
    outcome: &mut Outcome,
    progress: &dyn Progress,
) -> Result<Vec<Judged>, Fault> {
    let mut state = State {
        hunt,
        search,
        pace,
        log,
        outcome,
        progress,
        start: Instant::now(),
        under_way: VecDeque::new(),
        best: Vec::new(),
        asked: 0,
        judged: 0,
        survivors: 0,
        stood: 0,
        told: 0,
        asked_since: (0, 0),
        trusted: 0,
        doubts: std::fs::read(&hunt.doubts)
            .ok()
            .and_then(|text| serde_json::from_slice(&text).ok())
            .unwrap_or_default(),
        guilty: Vec::new(),
        late: false,
        exhausted: false,
    };
    thread::scope(|watch| {
        // Whoever watches ends with it.
        let (_searching, over) = channel();
        if let Some(closing) = &hunt.funnel.closing {
            watch.spawn(move || closing.watch(&over));
        }
        hunt.funnel.pool.in_place_scope(|scope| state.go_on(scope, holes))
    })?;
    if state.exhausted {
        state.outcome.warn("the search found nothing new to propose and ended before its time");
    }
    Ok(state.best)
}

/// Proposals on their way.
struct Chunk {
    /// The number of the first.
    first: u64,
    sent: Instant,
    /// In their order, what is known of them; the others are being judged.
    known: Vec<Option<Judged>>,
    /// Brings the answers, in the same order, when there are all.
    answers: Receiver<Vec<Result<Judged, Unjudged>>>,
}

/// What a search has come to.
struct State<'h, 'o> {
    hunt: &'h Hunt<'h>,
    search: Box<dyn Search>,
    pace: Pace,
    log: &'h mut EventLog,
    outcome: &'h mut Outcome<'o>,
    progress: &'h dyn Progress,
    start: Instant,
    /// The oldest first.
    under_way: VecDeque<Chunk>,
    /// Those that cost less than the seed, best first.
    best: Vec<Judged>,
    /// Proposals asked for, told, and of these the right ones.
    asked: u64,
    judged: u64,
    survivors: u64,
    /// How many were told since the best changed.
    stood: u64,
    /// The number of the last that was told.
    told: u64,
    /// Whom was asked last what told others from the seed, and how much that was.
    asked_since: (u64, usize),
    /// The last leader that was doubted.
    trusted: u64,
    /// What came of doubts, by the leader's number; a resumed run does not doubt again.
    doubts: BTreeMap<u64, Option<Vec<Edit>>>,
    /// Edits that made a leader wrong.
    guilty: Vec<Edit>,
    /// The time is over.
    late: bool,
    /// When it was last asked, the search had nothing to propose.
    exhausted: bool,
}

impl<'h> State<'h, '_> {
    /// Asks, sends and tells until there is nothing more to ask for.
    fn go_on(&mut self, scope: &Scope<'h>, mut holes: Option<Holes>) -> Result<(), Fault> {
        let funnel = self.hunt.funnel;
        loop {
            // In the end, too: what leads then is brought to the verdict.
            self.ask_since()?;
            if let Some(leader) = self.doubtful() {
                let guilty = match self.doubts.get(&leader.id) {
                    Some(known) => known.clone(),
                    None => funnel.pool.install(|| funnel.doubt(&leader, self.asked))?,
                };
                self.doubted(leader.id, guilty)?;
            }
            // For the seed, and for each leader that stands.
            if let Some(holes) = holes.as_mut().filter(|_| self.best.is_empty() || self.stood >= STANDS) {
                self.search.suggest(funnel.pool.install(|| holes.ideas(self.best.first()))?);
                self.outcome.filled(holes.count);
            }
            while self.under_way.len() < self.pace.under_way()
                && let Some(proposals) = self.ask()?
            {
                self.send(proposals, scope)?;
            }
            let Some(chunk) = self.under_way.pop_front() else { return Ok(()) };
            self.tell(chunk)?;
        }
    }

    /// Asks whoever leads what has told others from the seed since it was judged, and where it is wrong, those behind it.
    fn ask_since(&mut self) -> Result<(), Fault> {
        let funnel = self.hunt.funnel;
        for _ in 0..ASKED_AGAIN {
            let Some(leader) = self.best.first().cloned() else { break };
            let questions = funnel.ground.questions(self.told + 1)?;
            let asked = (leader.id, questions.as_ref().map_or(0, |asked| asked.expected.len()));
            if asked.1 == 0 || self.asked_since == asked {
                break;
            }
            self.asked_since = asked;
            match funnel.pool.install(|| funnel.asked_since(&leader, &questions))? {
                Some(guilty) => self.take_back(leader.id, guilty),
                None => break,
            }
            let behind = self.best.len().min(BEHIND);
            let stand = funnel.pool.install(|| funnel.stand(&self.best[..behind], &questions))?;
            let mut stand = stand.into_iter();
            self.best.retain(|_| stand.next().unwrap_or(true));
        }
        Ok(())
    }

    /// A leader that stands and was not doubted yet.
    fn doubtful(&self) -> Option<Judged> {
        let over = self.late || self.hunt.funnel.left().is_some_and(|left| left <= DOUBTING);
        self.best.first().filter(|best| self.stood >= STANDS && best.id != self.trusted && !over).cloned()
    }

    /// Remembers what came of a doubt. `None`: the leader stands.
    fn doubted(&mut self, leader: u64, guilty: Option<Vec<Edit>>) -> Result<(), Fault> {
        self.trusted = leader;
        self.doubts.insert(leader, guilty.clone());
        let text = serde_json::to_vec(&self.doubts).map_err(|e| Fault::Internal(e.to_string()))?;
        write_atomically(&self.hunt.doubts, &text).map_err(|e| Fault::Output(e.to_string()))?;
        if let Some(guilty) = guilty {
            self.take_back(leader, guilty);
        }
        Ok(())
    }

    /// Takes back whatever has what makes a leader wrong; without edits, the leader alone.
    fn take_back(&mut self, leader: u64, guilty: Vec<Edit>) {
        self.best.retain(|judged| judged.id != leader && !judged.edits.has_any(&guilty));
        self.search.retract(leader, &guilty);
        self.guilty.extend(guilty);
        self.stood = 0;
    }

    /// The next proposals; none at the end, and where the search has nothing new before it is told more.
    fn ask(&mut self) -> Result<Option<Vec<Proposal>>, Fault> {
        let left = self.hunt.evaluations.map_or(u64::MAX, |n| n - self.asked);
        self.exhausted = false;
        if self.late || left == 0 || self.hunt.funnel.late() {
            return Ok(None);
        }
        let proposals = self.search.ask(self.pace.next(self.stood >= STANDS)?.min(left) as usize);
        self.exhausted = proposals.is_empty();
        Ok(Some(proposals).filter(|proposals| !proposals.is_empty()))
    }

    /// Sends proposals on their way.
    fn send(&mut self, proposals: Vec<Proposal>, scope: &Scope<'h>) -> Result<(), Fault> {
        let (hunt, first) = (self.hunt, proposals[0].id);
        self.asked += proposals.len() as u64;
        let parted = proposals.iter().try_fold(false, |parted, p| Ok(self.log.part(p)? | parted)).map_err(log_fault)?;
        if parted {
            let warning = "the search goes another way than before it was interrupted; what lay ahead is judged anew";
            self.progress.warn(warning);
        }
        let mut known: Vec<Option<Judged>> =
            proposals.iter().map(|p| hunt.known(p, self.log)).collect::<Result<_, _>>()?;
        // Who is built alone depends on the whole chunk. So where judging repeats exactly, a chunk that a kill left half
        // written is judged as a whole again; its lines stay as they are.
        if hunt.funnel.objective.counted() && known.iter().any(Option::is_none) {
            known.fill(None);
        }
        let new = proposals.into_iter().zip(&known).filter(|(_, known)| known.is_none());
        let new: Vec<Proposal> = new.map(|(proposal, _)| proposal).collect();
        let untold = self.under_way.front().map_or(first, |oldest| oldest.first);
        let (funnel, standard) = (hunt.funnel, hunt.funnel.standard(self.best.first(), untold)?);
        let (sender, answers) = channel();
        // Nobody waits for them any more where the run has been broken off.
        scope.spawn(move |_| drop(sender.send(funnel.judge(&new, &standard))));
        self.under_way.push_back(Chunk { first, sent: Instant::now(), known, answers });
        Ok(())
    }

    /// Waits for what becomes of a chunk, writes it down and tells it.
    fn tell(&mut self, chunk: Chunk) -> Result<(), Fault> {
        let (mut answers, mut stop) = (Vec::new(), None);
        let broken = |_| Fault::Internal(format!("judging candidates from {} on broke off", chunk.first));
        let mut fresh = chunk.answers.recv().map_err(broken)?.into_iter();
        self.pace.took(fresh.len() as u64, chunk.sent.elapsed());
        for known in chunk.known {
            match known.map(Ok).or_else(|| fresh.next()).unwrap_or(Err(Unjudged::Late)) {
                Ok(answer) => answers.push(answer),
                Err(Unjudged::Interrupted) => _ = stop.get_or_insert(Fault::Interrupted(String::new())),
                Err(Unjudged::Host(fault)) => stop = Some(fault),
                Err(Unjudged::Late) => self.late = true,
            }
        }
        // A chunk that was broken off is judged again when the run is resumed: its costs do not stand beside each other.
        if let Some(fault) = stop {
            return Err(fault);
        }
        self.log.append(&answers).map_err(log_fault)?;
        self.hunt.remember(&answers)?;
        let counts = &self.hunt.funnel.counts;
        let leader = self.best.first().map(|best| best.id);
        (self.judged, self.stood) = (self.judged + answers.len() as u64, self.stood + answers.len() as u64);
        for answer in answers {
            counts.candidate(&answer);
            self.search.tell(answer.id, &funnel::fate(&answer));
            self.told = answer.id;
            self.survivors += u64::from(answer.cost.is_some());
            // What was on its way when its fault was found.
            let known = answer.edits.has_any(&self.guilty);
            self.best.extend(answer.cost.is_some_and(|cost| cost < 1.0 && !known).then_some(answer));
        }
        let cost = |judged: &Judged| judged.cost.unwrap_or(f64::MAX);
        self.best.sort_by(|a, b| cost(a).total_cmp(&cost(b)).then(a.id.cmp(&b.id)));
        self.best.truncate(KEPT);
        if self.best.first().map(|best| best.id) != leader {
            self.stood = 0;
            self.best.iter_mut().take(1).for_each(|best| best.led = true);
        }
        let taken = self.start.elapsed();
        self.outcome.searched(taken, self.judged, self.search.duplicates(), counts.report(), self.survivors);
        let gain = self.best.first().map_or(1.0, |best| 1.0 / cost(best));
        self.progress.search(self.judged, gain, share(self.hunt, self.start, self.judged));
        Ok(())
    }
}

fn log_fault(error: std::io::Error) -> Fault {
    Fault::Output(format!("cannot write the event log: {error}"))
}

fn share(hunt: &Hunt, start: Instant, judged: u64) -> f64 {
    let taken = start.elapsed().as_secs_f64();
    let of_time = hunt.funnel.left().map_or(0.0, |left| taken / (taken + left.as_secs_f64()).max(1e-3));
    let of_evaluations = hunt.evaluations.map_or(0.0, |n| judged as f64 / n.max(1) as f64);
    of_time.max(of_evaluations)
}
