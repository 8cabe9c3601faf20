//! What a precondition would admit: candidates that do what the seed does on everything recorded, and something else on
//! made-up input only. They are rejected like any other; the few that gain most are remembered, and at the end of the run
//! the user is told what they would gain, on what they differ, and the line of `requires` that would admit them.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::Fault;
use super::finals::Finals;
use super::gauge;
use super::ground::Ground;
use super::relinks::host;
use super::shorten::shorten;
use crate::build::{BuildError, Form, Program};
use crate::replay::{Failure, process};
use crate::report::Rejected;
use crate::run::{Judged, write_atomically};
use crate::search::{self, Proposal};
use crate::trace::{Entry, Event, SplitKind};
use crate::verdict::{self, Difference, Precondition};

/// How many are remembered, each with a difference of its own.
const KEPT: usize = 6;
/// How many the user is told of.
const TOLD: usize = 3;
/// Gains below this are not worth a precondition.
const WORTHWHILE: f64 = 1.05;
/// Made-up sessions that a precondition must leave: where it leaves none, it explains nothing.
const EVIDENCE: usize = 10;
/// How often a candidate may die on made-up input while it is asked where it differs.
const PATIENCE: u32 = 12;

/// Those that gain most, in the run directory, too: a run that is resumed does not judge them again.
#[derive(Default)]
pub struct Forgone {
    file: Option<PathBuf>,
    kept: Mutex<Vec<Judged>>,
}

impl Forgone {
    /// With what an interrupted run had found.
    pub fn open(file: &Path) -> Forgone {
        let earlier = std::fs::read(file).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
        Forgone { file: Some(file.to_owned()), kept: Mutex::new(earlier.unwrap_or_default()) }
    }

    /// Remembers a candidate that is right on all of train. Of those with one and the same difference the best is enough;
    /// what is left does not depend on the order in which candidates come.
    pub fn note(&self, proposal: &Proposal, reason: &str, cost: f64) {
        if cost > 1.0 / WORTHWHILE {
            return;
        }
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push(Judged { reason: Some(reason.to_owned()), ..Judged::survived(proposal, cost) });
        kept.sort_by(|a, b| a.cost.partial_cmp(&b.cost).unwrap_or(std::cmp::Ordering::Equal).then(a.id.cmp(&b.id)));
        let mut seen = std::collections::HashSet::new();
        kept.retain(|judged| seen.insert(judged.reason.clone()));
        kept.truncate(KEPT);
        let is_kept = kept.iter().any(|judged| judged.id == proposal.id);
        if let (true, Some(file), Ok(text)) = (is_kept, &self.file, serde_json::to_vec(&*kept)) {
            // A full disk shows where the log is written, which comes next.
            let _ = write_atomically(file, &text);
        }
    }

    /// The best first.
    pub fn best(&self) -> Vec<Judged> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Tells of those that gain more than `best`, each with a precondition of its own. `price`: what must be left of the budget
/// before one is looked at.
///
/// # Errors
/// The user interrupted, or the host fails.
pub fn explain(finals: &Finals, forgone: &[Judged], best: f64, price: Duration) -> Result<Vec<Rejected>, Fault> {
    let gains = |judged: &&Judged| judged.cost.is_some_and(|cost| 1.0 / cost > best.max(WORTHWHILE));
    let mut told: Vec<Rejected> = Vec::new();
    let mut likely = None;
    for judged in forgone.iter().filter(gains) {
        if told.len() == TOLD || finals.trial.left() < price {
            break;
        }
        let likely = likely.get_or_insert_with(|| preconditions(finals.trial.ground));
        let explained = explain_one(finals, judged, best, likely)?;
        told.extend(explained.filter(|new| told.iter().all(|known| known.requires != new.requires)));
    }
    Ok(told)
}

/// What holds for every recorded call.
fn preconditions(ground: &Ground) -> Vec<Precondition> {
    let slices = match ground.split.kind {
        SplitKind::Generated => &ground.split.holdout.slices[..],
        _ => &[],
    };
    let recorded = |session: &usize| slices.iter().all(|slice| slice.session != *session);
    verdict::likely(&ground.harness, &ground.trace, (0..ground.trace.sessions.len()).filter(recorded))
}

/// `None`: it gains too little when it is built alone, it is wrong elsewhere, too, or no likely precondition tells.
fn explain_one(
    finals: &Finals,
    judged: &Judged,
    best: f64,
    likely: &[Precondition],
) -> Result<Option<Rejected>, Fault> {
    let Some(program) = recorded_behaviour_kept(finals, judged)? else { return Ok(None) };
    let ground = finals.trial.ground;
    let mut rng = search::rng(finals.trial.random_seed, u64::MAX);
    let measured = finals
        .select
        .seed(ground)
        .and_then(|seed| finals.select.ratio(ground, &seed, program.alone(), f64::MAX, Some(0), &mut rng));
    let Some(gain) = measured.ok().map(|cost| 1.0 / cost).filter(|gain| *gain > best.max(WORTHWHILE)) else {
        return Ok(None);
    };
    let mut differing = Vec::new();
    if !differences(ground, &program, ground.beyond.clone().collect(), &mut { PATIENCE }, &mut differing)? {
        return Ok(None);
    }
    let Some(precondition) = weakest(ground, likely, &differing) else { return Ok(None) };
    Ok(Some(Rejected {
        candidate: judged.id,
        stage: "generated input".into(),
        reason: format!(
            "behaves like the seed on all that was tried where `{}` holds, as it does for every recorded call",
            precondition.line
        ),
        gain,
        input: telling(ground, &program, precondition, &differing),
        requires: Some(precondition.line.clone()),
    }))
}

/// A worker of a candidate that passes the gate and is right on the whole trace, with overflow checks, too.
fn recorded_behaviour_kept(finals: &Finals, judged: &Judged) -> Result<Option<Program>, Fault> {
    let ground = finals.trial.ground;
    let sources = judged.edits.render(&ground.component.sources);
    if ground.gate.admit(&sources).is_err() {
        return Ok(None);
    }
    let contender = ground.contender(&sources);
    let mut forms = vec![(gauge::form(finals.trial.objective), "forgone")];
    if finals.trial.overflow_checks {
        forms.push((Form { overflow_checks: true, ..Form::default() }, "forgone-checked"));
    }
    // A holdout that was made up shows what the candidate differs on.
    let end = ground.parts[if ground.split.kind == SplitKind::Generated { 1 } else { 2 }].end;
    let mut programs = Vec::new();
    for (form, name) in forms {
        let program = match contender.build(&form, name) {
            Ok(program) => program,
            Err(BuildError::Rejected(_) | BuildError::Compiler(_)) => return Ok(None),
            Err(error) => return Err(host(error)),
        };
        if ground.judge(program.alone(), (0..end).collect(), None).is_err() {
            return if process::interrupted() { Err(Fault::Interrupted(String::new())) } else { Ok(None) };
        }
        programs.push(program);
    }
    Ok(Some(programs.swap_remove(0)))
}

/// A made-up session, and how the candidate differs from the seed there; `None`: it does not get to the end.
type Differing = (u32, Option<Difference>);

/// Adds every one of `ids` on which the candidate differs; halves those on which it dies. Whether there was an end to it.
fn differences(
    ground: &Ground,
    program: &Program,
    ids: Vec<u32>,
    patience: &mut u32,
    found: &mut Vec<Differing>,
) -> Result<bool, Fault> {
    let taped = &ground.judged;
    let limits = ground.limits(taped.time, taped, ids.iter().copied());
    let lap = program.alone().lap(ids);
    let failure = match crate::replay::run(&ground.run(program, &taped.tape, std::slice::from_ref(&lap), limits)) {
        Ok(outcome) => {
            let differs = |(&id, seen)| {
                let expected = &taped.expected[id as usize];
                let found = verdict::compare(&ground.trace, &ground.rules, &taped.script(id), expected, seen)?;
                Some((id, Some(found)))
            };
            found.extend(lap.sessions.iter().zip(&outcome.sessions).filter_map(differs));
            return Ok(true);
        }
        Err(failure) => failure,
    };
    match failure {
        Failure::Interrupted => return Err(Fault::Interrupted(String::new())),
        Failure::Host(e) => return Err(Fault::Internal(format!("cannot run a worker: {e}"))),
        _ => {}
    }
    if let [only] = lap.sessions[..] {
        found.push((only, None));
        *patience = patience.saturating_sub(1);
        return Ok(*patience > 0);
    }
    let (left, right) = lap.sessions.split_at(lap.sessions.len() / 2);
    Ok(differences(ground, program, left.to_vec(), patience, found)?
        && differences(ground, program, right.to_vec(), patience, found)?)
}

/// The calls of a made-up session, up to where the candidate differs.
fn calls<'a>(ground: &'a Ground, (id, difference): &Differing) -> impl Iterator<Item = &'a Event> {
    let end = difference.as_ref().and_then(|difference| difference.entry).unwrap_or(usize::MAX);
    let entries = ground.judged.script(*id).entries;
    entries[..entries.len().min(end.saturating_add(1))].iter().filter_map(|entry| match entry {
        Entry::Call(event) => Some(&**event),
        Entry::Drop(_) => None,
    })
}

/// Of the preconditions that some call breaks in every session on which the candidate differs, the one that forbids the
/// fewest made-up sessions. It must admit some, on which the candidate was right. One with a number in it, which only the
/// trace explains, comes after all others.
fn weakest<'p>(ground: &Ground, likely: &'p [Precondition], differing: &[Differing]) -> Option<&'p Precondition> {
    let broken = |precondition: &Precondition, session: &Differing| {
        calls(ground, session).any(|event| precondition.broken_by(event))
    };
    let tells = |precondition: &&Precondition| differing.iter().all(|session| broken(precondition, session));
    let sessions = || ground.beyond.clone().map(|id| (id, None));
    let forbids = |precondition: &Precondition| sessions().filter(|session| broken(precondition, session)).count();
    let admits = |precondition: &&Precondition| {
        let about = sessions().filter(|session| calls(ground, session).any(|event| precondition.is_about(event)));
        about.filter(|session| !broken(precondition, session)).nth(EVIDENCE).is_some()
    };
    let telling = likely.iter().filter(|_| !differing.is_empty()).filter(tells).filter(admits);
    telling.min_by_key(|precondition| (precondition.is_bound(), forbids(precondition)))
}

/// The shortest call that breaks a precondition and on which the candidate differs; where the difference shows only later,
/// the shortest that breaks it.
fn telling(ground: &Ground, program: &Program, precondition: &Precondition, differing: &[Differing]) -> Option<String> {
    let breaking = |session: &Differing| -> Option<(bool, usize, &Event)> {
        let last = calls(ground, session).last()?;
        // A probe at the end differs, too, and is no call of the session.
        let differs_at = session.1.as_ref().and_then(|difference| difference.entry);
        let own = differs_at.is_some_and(|entry| entry < ground.judged.script(session.0).entries.len());
        let breaking = calls(ground, session).filter(|event| precondition.broken_by(event));
        let judged = breaking
            .map(|event| (!(own && std::ptr::eq(event, last)), ground.trace.call(event).to_string().len(), event));
        judged.min_by_key(|(later, length, _)| (*later, *length))
    };
    let telling = differing.iter().filter_map(|session| Some((breaking(session)?, session)));
    let ((later, _, event), session) = telling.min_by_key(|((later, length, _), _)| (*later, *length))?;
    let shorter = (!later).then(|| shorten(ground, program, |event| precondition.broken_by(event), event)).flatten();
    let (event, difference) = match &shorter {
        Some((event, difference)) => (event, Some(difference)),
        None => (event, session.1.as_ref()),
    };
    let line = ground.trace.call(event);
    Some(match difference {
        None => format!("`{line}`, on which it does not come to an end"),
        Some(found) if later => format!("`{line}`, after which {found}"),
        Some(found) => format!("`{line}` it gives {}, the seed {}", found.seen, found.expected),
    })
}
