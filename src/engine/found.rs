//! The counterexamples of a run: kept in its folder as a trace, and asked of every later candidate.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::Fault;
use super::challenge::Counterexample;
use super::ground::{Ground, Terms, Wrong};
use super::taped::Taped;
use crate::build::Subject;
use crate::run::write_atomically;
use crate::trace::{self, Entry, Session};
use crate::verdict;

/// What told candidates from the seed.
#[derive(Default)]
pub struct Found {
    /// The file; none where nothing is kept.
    path: OnceLock<PathBuf>,
    /// Each with the number of the candidate that it told from the seed, in the order of these numbers.
    all: Mutex<Vec<(u64, Session)>>,
    /// The first so many of all, on tape: what was last asked about.
    taped: Mutex<(usize, Questions)>,
}

/// What told some candidates from the seed, to be asked of others; none, if there is nothing to ask.
pub type Questions = Option<Arc<Taped>>;

/// How many are kept: every candidate is asked about all of them.
const KEPT: usize = 500;
/// Before the candidate's number, in the name of a session.
const CANDIDATE: &str = "candidate ";

impl Found {
    fn all(&self) -> std::sync::MutexGuard<'_, Vec<(u64, Session)>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ground {
    /// Keeps counterexamples in `path` from here on. `resume`: those that are there stay.
    ///
    /// # Errors
    /// What is there cannot be read.
    pub fn keep_in(&self, path: PathBuf, resume: bool) -> Result<(), Fault> {
        if resume && path.exists() {
            *self.found.all() = self.earlier(&path)?;
        }
        // It is set once, when the run begins.
        let _ = self.found.path.set(path);
        Ok(())
    }

    fn earlier(&self, path: &Path) -> Result<Vec<(u64, Session)>, Fault> {
        let unreadable = |e: trace::TraceError| Fault::Output(format!("{e}; remove the file, or leave --resume out"));
        let text = trace::text(path).map_err(unreadable)?;
        let mut names: Vec<u64> = Vec::new();
        for line in text.lines().skip(1) {
            let line: serde_json::Value = serde_json::from_str(line).unwrap_or_default();
            let name = line["session"].as_str().and_then(|name| name.strip_prefix(CANDIDATE)?.parse().ok());
            names.extend(name.filter(|name| !names.contains(name)));
        }
        let mut read = trace::read(&[path], &self.component.lib).map_err(unreadable)?;
        let known: HashMap<&str, usize> = self.trace.calls.iter().enumerate().map(|(i, call)| (&**call, i)).collect();
        let calls: Vec<Option<usize>> = read.calls.iter().map(|call| known.get(&**call).copied()).collect();
        for entry in read.sessions.iter_mut().flat_map(|session| &mut session.entries) {
            let Entry::Call(event) = entry else { continue };
            event.call = calls[event.call].ok_or_else(|| {
                Fault::Output(format!("{} is of another trace; remove the file, or leave --resume out", path.display()))
            })?;
        }
        Ok(names.into_iter().zip(read.sessions).collect())
    }

    /// Keeps a counterexample, one for each candidate.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn keep(&self, candidate: u64, found: &Counterexample) -> Result<(), Fault> {
        let mut all = self.found.all();
        let Err(place @ ..KEPT) = all.binary_search_by_key(&candidate, |(of, _)| *of) else { return Ok(()) };
        // Where a jury judges, other results than the seed's may be right, too.
        let session = match &self.jury {
            None => verdict::transcript(&self.harness, &found.session, &found.expected),
            Some(_) => found.session.clone(),
        };
        all.insert(place, (candidate, session));
        all.truncate(KEPT);
        let Some(path) = self.found.path.get() else { return Ok(()) };
        let named = all.iter().map(|(candidate, session)| (Some(format!("{CANDIDATE}{candidate}")), session));
        let text = self.trace.text_of(&self.component.lib, named);
        write_atomically(path, text.as_bytes()).map_err(|e| Fault::Output(e.to_string()))
    }

    /// The counterexamples so far.
    pub fn counterexamples(&self) -> Vec<Session> {
        self.found.all().iter().map(|(_, session)| session.clone()).collect()
    }

    /// What told the candidates before number `before` from the seed: a run that is resumed asks each candidate what it would have
    /// asked without the interruption, and any number of jobs what one would have.
    ///
    /// # Errors
    /// The host's trouble.
    pub fn questions(&self, before: u64) -> Result<Questions, Fault> {
        let mut taped = self.found.taped.lock().unwrap_or_else(PoisonError::into_inner);
        let sessions: Vec<Session> =
            self.found.all().iter().filter(|(of, _)| *of < before).map(|(_, session)| session.clone()).collect();
        if taped.0 != sessions.len() {
            *taped = (sessions.len(), Some(Arc::new(self.fit(sessions, 1)?.taped)));
        }
        Ok(taped.1.clone())
    }

    /// Asks a subject.
    ///
    /// # Errors
    /// What is wrong.
    pub(super) fn asked(&self, subject: Subject, questions: &Questions, core: Option<usize>) -> Result<(), Wrong> {
        let Some(taped) = questions else { return Ok(()) };
        let terms = Terms { core, ..Terms::on(taped) };
        self.judge_on(taped, subject, (0..taped.expected.len() as u32).collect(), terms).map(drop)
    }
}
