//! `synth check --survivors`: candidates that a run held equal to the seed, tried on far more inputs than a run can afford.

use std::path::Path;

use rayon::prelude::*;

use super::beyond::Fit;
use super::challenge::Draw;
use super::check::{Question, scratch};
use super::flaw::flaw;
use super::ground::Ground;
use super::relinks::host;
use super::trial::{ROUNDS, SOUGHT};
use super::{Fault, Progress};
use crate::build::schemata::{Arms, Bodies};
use crate::build::{BuildError, Form, Program, Subject};
use crate::run::Judged;
use crate::search;

/// Rounds of sessions that are made up for the audit; a finalist of a run gets [`ROUNDS`].
const LONG: usize = 50;
/// Candidates that are built as one crate.
const CHUNK: usize = 32;

/// What the audit of a run found.
pub struct Audit {
    /// Candidates that the search let through.
    pub survivors: usize,
    /// Of these, how many were tried.
    pub tried: usize,
    /// Sessions on which each of them was tried.
    pub sessions: usize,
    /// Those that differ from the seed on one of them.
    pub different: Vec<Different>,
}

/// A candidate that the search should not have let through.
pub struct Different {
    /// Its number in the run.
    pub candidate: u64,
    /// What it does.
    pub wrong: String,
    /// What the verdict of a run would have said; `None`: nothing, it would have been emitted.
    pub refused: Option<String>,
}

/// Tries `sample` candidates, taken evenly from those that the run in `run_dir` let through.
///
/// # Errors
/// See [`Fault`]; a candidate that differs is no error here.
pub fn audit(question: &Question, run_dir: &Path, sample: usize, progress: &dyn Progress) -> Result<Audit, Fault> {
    let survivors = survivors(run_dir)?;
    let work = scratch()?;
    let ground = question.ground(work.path(), progress)?;
    let step = survivors.len().div_ceil(sample.max(1)).max(1);
    let tried: Vec<&Judged> = survivors.iter().step_by(step).collect();
    progress.phase("making many more inputs");
    let rounds = rounds(&ground)?;
    let mut audit = Audit {
        survivors: survivors.len(),
        tried: 0,
        sessions: rounds.iter().map(|fit| fit.sessions.len()).sum(),
        different: Vec::new(),
    };
    let bodies = Bodies::of(&ground.component.sources, &ground.component.lib_path);
    for chunk in tried.chunks(CHUNK) {
        progress.phase(&format!("trying candidates, {} of {} so far", audit.tried, tried.len()));
        for (program, built) in build(&ground, &bodies, chunk)? {
            let try_one =
                |&(number, judged): &(u32, &Judged)| different(&ground, program.candidate(number), judged, &rounds);
            let found: Result<Vec<_>, Fault> = built.par_iter().map(try_one).collect();
            audit.tried += built.len();
            audit.different.extend(found?.into_iter().flatten());
        }
    }
    Ok(audit)
}

/// What the search let through, each genome once.
fn survivors(run_dir: &Path) -> Result<Vec<Judged>, Fault> {
    let file = run_dir.join("events.jsonl");
    let text = std::fs::read_to_string(&file)
        .map_err(|e| Fault::Arguments(format!("cannot read {}: {e}; give the folder of a run", file.display())))?;
    let lines = text.lines().filter_map(|line| serde_json::from_str::<Judged>(line).ok());
    Ok(lines.filter(|judged| judged.cost.is_some()).collect())
}

fn rounds(ground: &Ground) -> Result<Vec<Fit>, Fault> {
    // No seed that a run has.
    let round = |number: usize| ground.round(&mut search::rng(u64::MAX, number as u64));
    (0..LONG).into_par_iter().map(round).collect()
}

/// A candidate with its number in a worker.
type Numbered<'a> = (u32, &'a Judged);

/// Workers for a chunk: one for those that can be switched, and one for each of the others; with their numbers in it.
fn build<'a>(
    ground: &Ground,
    bodies: &Bodies,
    chunk: &[&'a Judged],
) -> Result<Vec<(Program, Vec<Numbered<'a>>)>, Fault> {
    let arms = |judged: &Judged| bodies.arms(&judged.edits);
    let (switched, others): (Vec<&Judged>, Vec<&Judged>) = chunk.iter().copied().partition(|j| arms(j).is_some());
    let mut workers = Vec::new();
    for judged in others {
        let sources = judged.edits.render(&ground.component.sources);
        let built = ground.toolchain.build(&mut ground.slot("audit")?, &sources, &Form::default(), "audit");
        match built {
            Ok(program) => workers.push((program, vec![(0, judged)])),
            Err(BuildError::Rejected(_)) => {}
            Err(error) => return Err(host(error)),
        }
    }
    let switched: Vec<(u32, &Judged, Arms)> =
        (1..).zip(switched).filter_map(|(number, judged)| Some((number, judged, arms(judged)?))).collect();
    let candidates: Vec<(u32, &Arms)> = switched.iter().map(|(number, _, arms)| (*number, arms)).collect();
    if candidates.is_empty() {
        return Ok(workers);
    }
    let mut slot = ground.slot("audit")?;
    let built = match ground.toolchain.build_many(&mut slot, bodies, &candidates, &Form::default(), "audit") {
        Ok(built) => built,
        Err(BuildError::Rejected(why)) => return Err(Fault::Internal(format!("survivors do not build: {why}"))),
        Err(error) => return Err(host(error)),
    };
    let rejected: Vec<u32> = built.rejected.iter().map(|(number, _)| *number).collect();
    let left =
        switched.iter().filter(|(number, ..)| !rejected.contains(number)).map(|(number, judged, _)| (*number, *judged));
    workers.extend(built.program.map(|program| (program, left.collect())));
    Ok(workers)
}

fn different(ground: &Ground, subject: Subject, judged: &Judged, rounds: &[Fit]) -> Result<Option<Different>, Fault> {
    for fit in rounds {
        let ids: Vec<u32> = (0..fit.sessions.len() as u32).collect();
        if let Some(wrong) = ground.wrong_on(subject, &fit.taped, &ids)? {
            let refused = refused(ground, subject, judged)?;
            return Ok(Some(Different { candidate: judged.id, wrong, refused }));
        }
    }
    Ok(None)
}

/// What a run's verdict would say of its behaviour.
fn refused(ground: &Ground, subject: Subject, judged: &Judged) -> Result<Option<String>, Fault> {
    if let Some(flaw) = flaw(ground, subject, false)? {
        return Ok(Some(flaw));
    }
    let sources = judged.edits.render(&ground.component.sources);
    let found = ground.challenge(subject, &sources, ROUNDS, Draw { seed: SOUGHT, id: judged.id })?;
    Ok(found.map(|found| found.wrong))
}

impl Audit {
    /// What was found, for a person.
    pub fn told(&self) -> String {
        let mut text = format!(
            "{} of the {} candidates that the search let through were tried on {} more sessions each: {} differ from the seed\n",
            self.tried,
            self.survivors,
            self.sessions,
            self.different.len()
        );
        for Different { candidate, wrong, refused } in &self.different {
            let end = refused.as_ref().map_or("a verdict would NOT have refused it".to_owned(), |why| {
                format!("a verdict would have refused it: {why}")
            });
            text += &format!("  candidate {candidate}: {wrong}; {end}\n");
        }
        text
    }

    /// Those that a verdict would not have refused.
    pub fn missed(&self) -> usize {
        self.different.iter().filter(|different| different.refused.is_none()).count()
    }
}
