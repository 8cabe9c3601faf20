//! The search loop: batches asked for, judged in parallel, told in the order of their numbers.

use std::cell::RefCell;
use std::time::Instant;

use super::funnel::{self, Funnel, Unjudged};
use super::holes::Holes;
use super::outcome::Outcome;
use super::{Fault, Progress};
use crate::run::{Cache, EventLog, Judged};
use crate::search::{Proposal, Search};

/// Proposals asked for at a time. Not a matter of `--jobs`, so that a run is the same for any number of them. As long as each
/// batch finds something to build on, the search should soon know it; after one that did not, larger ones cost less.
const BATCH: usize = 96;
const LARGE_BATCH: usize = 192;

/// How many survivors are kept. Finalists are chosen among them, a few of each lineage.
const KEPT: usize = 1000;

/// One search and its limits.
pub struct Hunt<'a> {
    /// Judges candidates.
    pub funnel: &'a Funnel<'a>,
    /// When to stop.
    pub end: Instant,
    /// How many candidates to judge at most.
    pub evaluations: Option<u64>,
    /// Threads.
    pub jobs: usize,
    /// What earlier runs found.
    pub cache: Option<RefCell<Cache>>,
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
const LASTING: [&str; 3] = ["does not compile", "gate: ", "behaves differently"];

/// Runs a search to its end; returns the best of those that cost less than the seed, best first.
///
/// # Errors
/// The user interrupted, or the host fails. What was judged is in the log.
pub fn run(
    hunt: &Hunt,
    mut search: Box<dyn Search>,
    mut holes: Option<Holes>,
    log: &mut EventLog,
    outcome: &mut Outcome,
    progress: &dyn Progress,
) -> Result<Vec<Judged>, Fault> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(hunt.jobs)
        .build()
        .map_err(|e| Fault::Internal(format!("cannot start threads: {e}")))?;
    let start = Instant::now();
    let mut best: Vec<Judged> = Vec::new();
    let (mut judged, mut survivors) = (0, 0);
    let (mut ended, mut batch) = (false, BATCH);
    while !ended {
        // For the seed, and for each leader that nothing took the lead from at once.
        if let Some(holes) = holes.as_mut().filter(|_| best.is_empty() || batch == LARGE_BATCH) {
            let time = hunt.evaluations.is_none().then(|| hunt.end.saturating_duration_since(Instant::now()));
            search.suggest(pool.install(|| holes.ideas(best.first(), time))?);
            outcome.filled(holes.count);
        }
        let left = hunt.evaluations.map_or(batch as u64, |n| n.saturating_sub(judged).min(batch as u64));
        // Where a number of evaluations is given, that and not the clock ends the search.
        if left == 0 || (hunt.evaluations.is_none() && Instant::now() >= hunt.end) {
            break;
        }
        let proposals = search.ask(left as usize);
        if proposals.is_empty() {
            outcome.warn("the search found nothing new to propose and ended before its time");
            break;
        }
        let parted = proposals.iter().try_fold(false, |parted, p| Ok(log.part(p)? | parted)).map_err(log_fault)?;
        if parted {
            progress.warn("the search goes another way than before it was interrupted; what lay ahead is judged anew");
        }
        let known: Vec<Option<Judged>> = proposals.iter().map(|p| hunt.known(p, log)).collect::<Result<_, _>>()?;
        // Who is built alone depends on the whole batch. So where judging repeats exactly, a batch that a kill left half
        // written is judged as a whole again; its lines stay as they are.
        let again = hunt.funnel.objective.counted() && known.iter().any(Option::is_none);
        let asked = |known: &Option<Judged>| again || known.is_none();
        let new: Vec<&Proposal> = proposals.iter().zip(&known).filter(|(_, k)| asked(k)).map(|(p, _)| p).collect();
        let end = hunt.evaluations.is_none().then_some(hunt.end);
        hunt.funnel.ground.ask_about(proposals[0].id)?;
        let mut fresh = pool.install(|| hunt.funnel.judge(&new, best.first(), end)).into_iter();
        let (mut answers, mut stop) = (Vec::new(), None);
        for known in known {
            let fresh = asked(&known).then(|| fresh.next()).flatten();
            match known.map(Ok).or(fresh).unwrap_or(Err(Unjudged::Late)) {
                Ok(answer) => answers.push(answer),
                Err(Unjudged::Interrupted) => _ = stop.get_or_insert(Fault::Interrupted(String::new())),
                Err(Unjudged::Host(fault)) => stop = Some(fault),
                Err(Unjudged::Late) => ended = true,
            }
        }
        // A batch that was broken off is judged again when the run is resumed: its costs do not stand beside each other.
        if let Some(fault) = stop {
            return Err(fault);
        }
        log.append(&answers).map_err(log_fault)?;
        hunt.remember(&answers)?;
        judged += answers.len() as u64;
        let leader = best.first().map(|best| best.id);
        for answer in answers {
            hunt.funnel.counts.candidate(&answer);
            search.tell(answer.id, &funnel::fate(&answer));
            survivors += u64::from(answer.cost.is_some());
            best.extend(answer.cost.is_some_and(|cost| cost < 1.0).then_some(answer));
        }
        best.sort_by(|a, b| a.cost.unwrap_or(f64::MAX).total_cmp(&b.cost.unwrap_or(f64::MAX)).then(a.id.cmp(&b.id)));
        best.truncate(KEPT);
        batch = if best.first().map(|best| best.id) == leader { LARGE_BATCH } else { BATCH };
        outcome.searched(start.elapsed(), judged, search.duplicates(), hunt.funnel.counts.report(), survivors);
        let gain = best.first().and_then(|best| best.cost).map_or(1.0, |cost| 1.0 / cost);
        progress.search(judged, gain, share(hunt, start, judged));
    }
    Ok(best)
}

fn log_fault(error: std::io::Error) -> Fault {
    Fault::Output(format!("cannot write the event log: {error}"))
}

fn share(hunt: &Hunt, start: Instant, judged: u64) -> f64 {
    match hunt.evaluations {
        Some(n) => judged as f64 / n.max(1) as f64,
        None => start.elapsed().as_secs_f64() / (hunt.end - start).as_secs_f64().max(1e-3),
    }
}
