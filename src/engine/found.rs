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
    /// In the order of the candidates.
    all: Mutex<Vec<Telling>>,
    /// The first so many of all, on tape: what was last asked about.
    taped: Mutex<(usize, Questions)>,
}

/// A session that told a candidate from the seed.
struct Telling {
    /// The candidate's number.
    of: u64,
    /// Candidates after this number are asked: the candidate's own, or that of the last one proposed when it was doubted.
    from: u64,
    session: Session,
}

impl Telling {
    /// What stands before the candidate's number, and before the other one if that is another.
    const OF: &str = "candidate ";
    const FROM: &str = " from ";

    /// What its session is called in the file.
    fn name(&self) -> String {
        match self.of == self.from {
            true => format!("{}{}", Self::OF, self.of),
            false => format!("{}{}{}{}", Self::OF, self.of, Self::FROM, self.from),
        }
    }

    fn read(name: &str) -> Option<(u64, u64)> {
        let numbers = name.strip_prefix(Self::OF)?;
        let (of, from) = numbers.split_once(Self::FROM).unwrap_or((numbers, numbers));
        Some((of.parse().ok()?, from.parse().ok()?))
    }
}

/// What told some candidates from the seed, to be asked of others; none, if there is nothing to ask.
pub type Questions = Option<Arc<Taped>>;

/// The number of the first that is no candidate of a search. What tells such ones is not written down: a run that is resumed must not
/// know it before its time.
pub const OUTSIDERS: u64 = 1 << 61;

/// How many are kept: every candidate is asked about all of them.
const KEPT: usize = 500;

impl Found {
    fn all(&self) -> std::sync::MutexGuard<'_, Vec<Telling>> {
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

    fn earlier(&self, path: &Path) -> Result<Vec<Telling>, Fault> {
        let unreadable = |e: trace::TraceError| Fault::Output(format!("{e}; remove the file, or leave --resume out"));
        let text = trace::text(path).map_err(unreadable)?;
        let mut names: Vec<(u64, u64)> = Vec::new();
        for line in text.lines().skip(1) {
            let line: serde_json::Value = serde_json::from_str(line).unwrap_or_default();
            let name = line["session"].as_str().and_then(Telling::read);
            names.extend(name.filter(|name| !names.contains(name)));
        }
        let mut read = trace::read(&[path], &self.component.lib).map_err(unreadable)?;
        let known: HashMap<&str, usize> = self.trace.calls.iter().enumerate().map(|(i, call)| (&**call, i)).collect();
        let calls: Vec<Option<usize>> = read.calls.iter().map(|call| known.get(&**call).copied()).collect();
        for entry in read.sessions.iter_mut().flat_map(|session| &mut session.entries) {
            let Entry::Call(event) = entry else { continue };
            Arc::make_mut(event).call = calls[event.call].ok_or_else(|| {
                Fault::Output(format!("{} is of another trace; remove the file, or leave --resume out", path.display()))
            })?;
        }
        Ok(names.into_iter().zip(read.sessions).map(|((of, from), session)| Telling { of, from, session }).collect())
    }

    /// Keeps a counterexample, one for each candidate, for those after it.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn keep(&self, candidate: u64, found: &Counterexample) -> Result<(), Fault> {
        self.keep_from(candidate, candidate, found).map(drop)
    }

    /// The same for candidates after number `from`; whether it is new.
    ///
    /// # Errors
    /// As [`Ground::keep`].
    pub fn keep_from(&self, candidate: u64, from: u64, found: &Counterexample) -> Result<bool, Fault> {
        let mut all = self.found.all();
        let Err(place @ ..KEPT) = all.binary_search_by_key(&candidate, |telling| telling.of) else { return Ok(false) };
        // Where a jury judges, other results than the seed's may be right, too.
        let session = match &self.jury {
            None => verdict::transcript(&self.harness, &found.session, &found.expected),
            Some(_) => found.session.clone(),
        };
        all.insert(place, Telling { of: candidate, from, session });
        all.truncate(KEPT);
        let Some(path) = self.found.path.get().filter(|_| candidate < OUTSIDERS) else { return Ok(true) };
        let of_search = all.iter().filter(|telling| telling.of < OUTSIDERS);
        let named = of_search.map(|telling| (Some(telling.name()), &telling.session));
        let text = self.trace.text_of(&self.component.lib, named);
        write_atomically(path, text.as_bytes()).map_err(|e| Fault::Output(e.to_string()))?;
        Ok(true)
    }

    /// The counterexamples so far.
    pub fn counterexamples(&self) -> Vec<Session> {
        self.found.all().iter().map(|telling| telling.session.clone()).collect()
    }

    /// What told the candidates before number `before` from the seed: a run that is resumed asks each candidate what it would have
    /// asked without the interruption, and any number of jobs what one would have.
    ///
    /// # Errors
    /// The host's trouble.
    pub fn questions(&self, before: u64) -> Result<Questions, Fault> {
        let mut taped = self.found.taped.lock().unwrap_or_else(PoisonError::into_inner);
        let asked = |telling: &&Telling| telling.from < before;
        let sessions: Vec<Session> =
            self.found.all().iter().filter(asked).map(|telling| telling.session.clone()).collect();
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
