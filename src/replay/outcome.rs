//! What a run of a worker left: the records of sessions, the time of laps, and what else was asked for. Must not know how the worker
//! was driven.

use std::time::Duration;

use super::process::SharedFile;
use super::worker::{Failure, Run};

/// Most samples that a worker takes.
pub(super) const SAMPLES: u64 = 1 << 13;
/// Addresses of a sample.
pub(super) const FRAMES: usize = 8;

/// What a run left.
#[derive(Debug)]
pub struct Outcome {
    /// Records of each session in the order of the laps.
    pub sessions: Vec<SessionOutput>,
    /// CPU time of each lap.
    pub laps: Vec<Duration>,
    /// Allocations and bytes allocated in all laps, when counted.
    pub allocations: Option<(u64, u64)>,
    /// User-space instructions of the laps, when counted: of each lap, or of all together where they cannot be told apart.
    pub instructions: Vec<u64>,
    /// What the component noted, where it was built to take notes.
    pub notes: Vec<u64>,
    /// Where the program was at regular intervals of CPU time while laps ran, when asked for.
    pub samples: Vec<Sample>,
}

/// Addresses in the worker: where it was, then what called it, as far as could be told; 0 where nothing could.
pub type Sample = [u64; FRAMES];

/// The records of one session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionOutput {
    /// (event, length, bytes), one after the other, as the worker wrote them.
    pub bytes: Vec<u8>,
}

/// The event number of the record that stands for a session's end.
const END: u32 = u32::MAX;

/// How a call ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// It returned; the values follow.
    Returned,
    /// It panicked.
    Panicked,
    /// Its receiver or an argument was never made.
    NoHandle,
    /// It was not made, because its arguments break the precondition of this number.
    Unfit(u32),
}

/// One record of a session: how the call ended, and the bytes of what it left.
#[derive(Debug, Clone, Copy)]
pub struct Record<'a> {
    /// Entry of the session; `None`: its end, where the handles that are left are dropped.
    pub entry: Option<usize>,
    /// How it ended.
    pub ended: Ended,
    /// The values: result, `&mut` arguments, public fields of the receiver.
    pub values: &'a [u8],
}

impl SessionOutput {
    /// The records; stops at the first that is not well formed.
    pub fn records(&self) -> impl Iterator<Item = Record<'_>> {
        let mut rest = &self.bytes[..];
        std::iter::from_fn(move || {
            let (record, after) = record(rest)?;
            rest = after;
            Some(record)
        })
    }
}

fn record(bytes: &[u8]) -> Option<(Record<'_>, &[u8])> {
    let (event, rest) = bytes.split_first_chunk()?;
    let (length, rest) = rest.split_first_chunk()?;
    let (body, rest) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
    let (status, values) = body.split_first()?;
    let ended = match status {
        0 => Ended::Returned,
        1 => Ended::Panicked,
        2 => Ended::NoHandle,
        3 => Ended::Unfit(u32::from_le_bytes(*values.first_chunk()?)),
        _ => return None,
    };
    let event = u32::from_le_bytes(*event);
    Some((Record { entry: (event != END).then_some(event as usize), ended, values }, rest))
}

/// Bytes up to and with the record of a session's end.
fn session_length(bytes: &[u8]) -> Option<usize> {
    let mut rest = bytes;
    loop {
        let (record, after) = record(rest)?;
        rest = after;
        if record.entry.is_none() {
            return Some(bytes.len() - rest.len());
        }
    }
}

/// Cuts the output into sessions and checks that it holds exactly what was asked for.
pub(super) fn collect(
    run: &Run,
    output: &SharedFile,
    nonce: &[u8; 16],
    laps: Vec<Duration>,
) -> Result<Outcome, Failure> {
    let bytes = output.map()?;
    let mut rest = &bytes[..];
    let mut sessions = Vec::new();
    let mut ids = run.laps.iter().flat_map(|lap| lap.sessions.iter().enumerate());
    for (place, &id) in &mut ids {
        if place == 0 {
            // What was written while the clock ran stands in the records once more, in order.
            let (length, after) = rest.split_first_chunk().ok_or(Failure::Forged)?;
            let length = usize::try_from(u64::from_le_bytes(*length)).map_err(|_| Failure::Forged)?;
            (_, rest) = after.split_at_checked(length).ok_or(Failure::Forged)?;
        }
        let (found, after) = rest.split_first_chunk().ok_or(Failure::Forged)?;
        if u32::from_le_bytes(*found) != id {
            return Err(Failure::Forged);
        }
        let known = run.expected.get(id as usize).map(|expected| &expected.bytes[..]);
        let length = match known.filter(|known| !known.is_empty() && after.starts_with(known)) {
            Some(known) => known.len(),
            None => session_length(after).ok_or(Failure::Forged)?,
        };
        let (session, after) = after.split_at(length);
        sessions.push(SessionOutput { bytes: session.to_vec() });
        rest = after;
    }
    let mut allocations = None;
    if run.counts {
        let (calls, after) = rest.split_first_chunk().ok_or(Failure::Forged)?;
        let (bytes, after) = after.split_first_chunk().ok_or(Failure::Forged)?;
        allocations = Some((u64::from_le_bytes(*calls), u64::from_le_bytes(*bytes)));
        rest = after;
    }
    let mut samples = Vec::new();
    if run.samples {
        let (count, after) = rest.split_first_chunk().ok_or(Failure::Forged)?;
        let length = usize::try_from(u64::from_le_bytes(*count).min(SAMPLES) * 8 * FRAMES as u64)
            .map_err(|_| Failure::Forged)?;
        let (addresses, after) = after.split_at_checked(length).ok_or(Failure::Forged)?;
        let words: Vec<u64> = addresses.as_chunks().0.iter().map(|address| u64::from_le_bytes(*address)).collect();
        samples = words.as_chunks().0.to_vec();
        rest = after;
    }
    let (count, after) = rest.split_first_chunk().ok_or(Failure::Forged)?;
    let count = usize::try_from(u64::from_le_bytes(*count)).map_err(|_| Failure::Forged)?;
    let length = count.checked_mul(8).ok_or(Failure::Forged)?;
    let (notes, rest) = after.split_at_checked(length).ok_or(Failure::Forged)?;
    if !rest.starts_with(nonce) {
        return Err(Failure::Forged);
    }
    let notes = notes.as_chunks().0.iter().map(|note| u64::from_le_bytes(*note)).collect();
    Ok(Outcome { sessions, laps, allocations, instructions: Vec::new(), notes, samples })
}
