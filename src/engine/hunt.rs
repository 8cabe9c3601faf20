//! The search loop: batches asked for, judged in parallel, told in the order of their numbers.

use std::time::Instant;

use super::funnel::{self, Funnel, Unjudged};
use super::outcome::Outcome;
use super::{Fault, Progress};
use crate::run::{EventLog, Judged};
use crate::search::{Proposal, Search};

/// Proposals asked for at a time. Not a matter of `--jobs`, so that a run is the same for any number of them.
const BATCH: usize = 96;

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
}

/// Runs a search to its end; returns the survivors, best first.
///
/// # Errors
/// The user interrupted, or the host fails. What was judged is in the log.
pub fn run(
    hunt: &Hunt,
    mut search: Box<dyn Search>,
    log: &mut EventLog,
    outcome: &mut Outcome,
    progress: &dyn Progress,
) -> Result<Vec<Judged>, Fault> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(hunt.jobs)
        .build()
        .map_err(|e| Fault::Internal(format!("cannot start threads: {e}")))?;
    let start = Instant::now();
    let mut survivors: Vec<Judged> = Vec::new();
    let mut judged = 0;
    let mut ended = false;
    while !ended {
        let left = hunt.evaluations.map_or(BATCH as u64, |n| n.saturating_sub(judged).min(BATCH as u64));
        // Where a number of evaluations is given, that and not the clock ends the search.
        if left == 0 || (hunt.evaluations.is_none() && Instant::now() >= hunt.end) {
            break;
        }
        let proposals = search.ask(left as usize);
        if proposals.is_empty() {
            outcome.warn("the search found nothing new to propose and ended before its time");
            break;
        }
        let new: Vec<&Proposal> = proposals.iter().filter(|p| log.known(p).is_none()).collect();
        let end = hunt.evaluations.is_none().then_some(hunt.end);
        let mut answers = pool.install(|| hunt.funnel.judge(&new, survivors.first(), end)).into_iter();
        let mut stop = None;
        for proposal in &proposals {
            let answer = log.known(proposal).map(Ok).or_else(|| answers.next());
            match answer.unwrap_or(Err(Unjudged::Late)) {
                Ok(answer) => {
                    log.append(&answer).map_err(|e| Fault::Output(format!("cannot write the event log: {e}")))?;
                    judged += 1;
                    search.tell(proposal.id, &funnel::fate(&answer));
                    if answer.cost.is_some() {
                        survivors.push(answer);
                    }
                }
                Err(Unjudged::Interrupted) => stop = Some(Fault::Interrupted(String::new())),
                Err(Unjudged::Host(fault)) => stop = Some(fault),
                Err(Unjudged::Late) => ended = true,
            }
        }
        survivors
            .sort_by(|a, b| a.cost.unwrap_or(f64::MAX).total_cmp(&b.cost.unwrap_or(f64::MAX)).then(a.id.cmp(&b.id)));
        outcome.searched(start.elapsed(), judged, search.duplicates(), hunt.funnel.counts.report(), survivors.len());
        if let Some(fault) = stop {
            return Err(fault);
        }
        let best = survivors.first().and_then(|s| s.cost).map_or(1.0, |cost| 1.0 / cost);
        progress.search(judged, best, share(hunt, start, judged));
    }
    Ok(survivors)
}

fn share(hunt: &Hunt, start: Instant, judged: u64) -> f64 {
    match hunt.evaluations {
        Some(n) => judged as f64 / n.max(1) as f64,
        None => start.elapsed().as_secs_f64() / (hunt.end - start).as_secs_f64().max(1e-3),
    }
}
