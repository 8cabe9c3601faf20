//! Traces: the recorded calls of a component, joined into sessions and split into train, select and holdout.
//!
//! A trace knows nothing of types: a value stays JSON until the harness reads it by the parameter's type. This module
//! must not know the component, the harness, or what a verdict is.

mod file;
mod print;
mod session;
mod split;

pub use file::{TraceError, TraceErrorKind, component, read, text};
pub use split::{Part, Slice, Split, SplitKind};

use std::sync::Arc;

use serde_json::Value;
use sha2::{Digest, Sha256};

/// Sessions from one or more trace files, in the order of the files.
#[derive(Debug, Clone, Default)]
pub struct Trace {
    /// Path of every file, as the user wrote it.
    pub files: Vec<String>,
    /// Distinct `call` strings; an [`Event`] names one by its index.
    pub calls: Vec<String>,
    /// The sessions, each with handles of its own.
    pub sessions: Vec<Session>,
    /// Files from this one on are held out as a whole.
    pub held_out: Option<usize>,
}

/// Events joined by shared handles. Handles are numbered from 0 in the order in which the session makes them.
#[derive(Debug, Clone)]
pub struct Session {
    /// Index into [`Trace::files`].
    pub file: usize,
    /// The calls and drops, in recorded order.
    pub entries: Vec<Entry>,
}

/// One step of a session.
#[derive(Debug, Clone)]
pub enum Entry {
    /// A recorded call.
    Call(Arc<Event>),
    /// The owner dropped this handle.
    Drop(u32),
}

/// One recorded call.
#[derive(Debug, Clone)]
pub struct Event {
    /// Index into [`Trace::calls`].
    pub call: usize,
    /// The receiver's handle, if the receiver is one.
    pub on: Option<u32>,
    /// Arguments; handles inside them are session-local.
    pub args: Vec<Arc<Value>>,
    /// Handles that the result names, in the order in which they stand in it.
    pub new: Vec<u32>,
    /// What the recorder saw happen.
    pub recorded: Recorded,
    /// Line in the trace file, from 1.
    pub line: usize,
}

/// The recorded outcome of a call; what is absent was not recorded and the seed supplies it.
#[derive(Debug, Clone, Default)]
pub struct Recorded {
    /// The returned value.
    pub ret: Option<Value>,
    /// The call panicked, which ended the session.
    pub panic: bool,
    /// `&mut` arguments after the call by position, and `self` for public fields of the receiver.
    pub after: Vec<(String, Value)>,
    /// What a returned `&mut` was left holding.
    pub write: Option<Value>,
    /// The items of a returned iterator.
    pub drain: Option<Vec<Value>>,
}

impl Trace {
    /// Leaves out an event: by itself where it is alone or `alone` says that nothing hangs on it, else with its session.
    /// Names of calls that are left without an event go, too. Returns how many events and sessions went.
    pub fn leave_out(&mut self, out: impl Fn(&Event) -> bool, alone: impl Fn(&Event) -> bool) -> (usize, usize) {
        let (events, sessions) = (self.events(), self.sessions.len());
        let wanted = |entry: &Entry| !matches!(entry, Entry::Call(event) if out(event));
        let hangs = |entry: &Entry| matches!(entry, Entry::Call(event) if out(event) && !alone(event));
        self.sessions.retain(|session| !session.entries.iter().any(hangs));
        for session in &mut self.sessions {
            session.entries.retain(wanted);
        }
        self.sessions.retain(|session| session.calls() > 0);
        self.forget_unused_calls();
        (events - self.events(), sessions - self.sessions.len())
    }

    fn forget_unused_calls(&mut self) {
        let mut used = vec![false; self.calls.len()];
        let mut each = |to: &mut dyn FnMut(&mut usize)| {
            for entry in self.sessions.iter_mut().flat_map(|session| &mut session.entries) {
                if let Entry::Call(event) = entry {
                    to(&mut Arc::make_mut(event).call);
                }
            }
        };
        each(&mut |call| used[*call] = true);
        let new: Vec<usize> = (0..used.len()).map(|at| used[..at].iter().filter(|used| **used).count()).collect();
        each(&mut |call| *call = new[*call]);
        let mut used = used.into_iter();
        self.calls.retain(|_| used.next().unwrap_or(false));
    }

    /// Number of calls in all sessions.
    pub fn events(&self) -> usize {
        self.sessions.iter().map(Session::calls).sum()
    }

    /// `file:line` of an entry, for messages.
    pub fn place(&self, session: usize, entry: usize) -> String {
        let session = &self.sessions[session];
        let line = session.entries[..=entry.min(session.entries.len() - 1)].iter().rev().find_map(|e| match e {
            Entry::Call(event) => Some(event.line),
            Entry::Drop(_) => None,
        });
        format!("{}:{}", self.files[session.file], line.unwrap_or(1))
    }
}

impl Session {
    /// Number of calls.
    pub fn calls(&self) -> usize {
        self.entries.iter().filter(|e| matches!(e, Entry::Call(_))).count()
    }

    /// Hash of what the session asks of the component: calls and arguments, never results.
    pub fn content_hash(&self, calls: &[String], key: &str) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(key);
        for entry in &self.entries {
            match entry {
                Entry::Call(event) => {
                    hash.update(&calls[event.call]);
                    hash.update(format!("\0{:?}\0", event.on));
                    hash.update(serde_json::to_vec(&event.args).unwrap_or_default());
                    hash.update(serde_json::to_vec(&event.recorded.write).unwrap_or_default());
                }
                Entry::Drop(handle) => hash.update(format!("\0drop {handle}")),
            }
            hash.update("\n");
        }
        hash.finalize().into()
    }
}
