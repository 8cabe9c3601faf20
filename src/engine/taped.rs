//! Sessions as they are run: on a tape for workers, with what the seed does on them.

use std::ops::Range;
use std::time::Duration;

use super::Fault;
use crate::replay::Tape;
use crate::replay::harness::Harness;
use crate::replay::outcome::SessionOutput;
use crate::replay::tape::Recording;
use crate::trace::{Entry, Event, Session, Split, Trace};
use crate::verdict::{Observers, Script};

/// The entries of a session, and the probes after them.
pub(super) type Played = (Vec<Entry>, Vec<Event>);

/// Sessions on a tape, and what the seed does on them.
pub struct Taped {
    /// What workers read.
    pub tape: Tape,
    pub(super) scripts: Vec<Played>,
    pub(super) expected: Vec<SessionOutput>,
    /// CPU time of the seed's usual build on all of them.
    pub time: Duration,
}

/// What output may exceed the seed's by, bytes.
const SLACK: u64 = 1 << 16;

impl Taped {
    /// How many calls are on the tape.
    pub fn calls(&self) -> usize {
        (0..self.scripts.len() as u32).map(|id| self.calls_of(id)).sum()
    }

    /// How many calls one session has.
    pub fn calls_of(&self, id: u32) -> usize {
        let (entries, probes) = &self.scripts[id as usize];
        entries.iter().filter(|e| matches!(e, Entry::Call(_))).count() + probes.len()
    }

    pub(super) fn script(&self, id: u32) -> Script<'_> {
        let (entries, probes) = &self.scripts[id as usize];
        Script { entries, probes }
    }

    pub(super) fn output_size(&self, ids: impl Iterator<Item = u32>) -> u64 {
        // Some records are written twice.
        ids.map(|id| self.expected[id as usize].bytes.len() as u64 * 2 + 12).sum::<u64>() + SLACK
    }
}

impl Taped {
    /// Puts sessions on a tape; each is timed from its mark on. `driven`: the fitness file issues the calls.
    ///
    /// # Errors
    /// No memory file can be made.
    pub(super) fn unplayed(
        harness: &Harness,
        scripts: Vec<Played>,
        marks: &[usize],
        driven: bool,
    ) -> Result<Taped, Fault> {
        let recordings = scripts.iter().zip(marks).map(|((entries, probes), &from)| Recording {
            entries,
            from: from.min(entries.len()),
            probes,
        });
        let tape = Tape::new(harness, recordings, driven).map_err(unwritten)?;
        Ok(Taped { tape, scripts, expected: Vec::new(), time: Duration::ZERO })
    }

    /// The tape of some of the sessions, in their order, not played yet.
    ///
    /// # Errors
    /// As [`Taped::unplayed`].
    pub(super) fn only(self, ids: &[u32]) -> Result<Taped, Fault> {
        let stored = ids.iter().map(|id| self.tape.stored(*id).clone()).collect();
        let scripts = (0..).zip(self.scripts).filter(|(id, _)| ids.contains(id)).map(|(_, script)| script).collect();
        let tape = Tape::of(stored, self.tape.driven()).map_err(unwritten)?;
        Ok(Taped { tape, scripts, expected: Vec::new(), time: Duration::ZERO })
    }
}

fn unwritten(error: std::io::Error) -> Fault {
    Fault::Internal(format!("cannot put sessions on tape: {error}"))
}

/// All slices of a split: with probes and with `beyond` behind them, and without. Where there is a fitness file, it drives
/// the former; what is timed are the recorded calls as they are, because there is little else in it then.
///
/// # Errors
/// As [`Taped::unplayed`].
pub(super) fn tapes(
    harness: &Harness,
    observers: &Observers,
    trace: &Trace,
    split: &Split,
    beyond: &[Session],
) -> Result<[Taped; 2], Fault> {
    let slices = || [&split.train, &split.select, &split.holdout].into_iter().flat_map(|p| p.slices.iter().copied());
    let whole = beyond.iter().map(|session| observers.probed(harness, session, session.entries.len()));
    let sliced = slices().map(|slice| observers.probed(harness, &trace.sessions[slice.session], slice.to));
    let judged = sliced.chain(whole).collect();
    let timed =
        slices().map(|slice| (trace.sessions[slice.session].entries[..slice.to].to_vec(), Vec::new())).collect();
    let mut marks: Vec<usize> = slices().map(|slice| slice.from).collect();
    let timed = Taped::unplayed(harness, timed, &marks, false)?;
    marks.resize(marks.len() + beyond.len(), 0);
    Ok([Taped::unplayed(harness, judged, &marks, harness.judge.is_some())?, timed])
}

/// Where train, select and holdout lie on the tapes.
pub(super) fn ranges(split: &Split) -> [Range<u32>; 3] {
    let mut at = 0;
    [&split.train, &split.select, &split.holdout].map(|part| {
        let start = at;
        at += part.slices.len() as u32;
        start..at
    })
}
