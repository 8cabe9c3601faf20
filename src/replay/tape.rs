//! Sessions as a worker reads them: calls and arguments in the wire format, never a recorded result.

use std::io;

use super::harness::Harness;
use super::process::SharedFile;
use super::wire;
use crate::trace::{Entry, Event};

/// Encoded sessions in a file that workers inherit.
pub struct Tape {
    file: SharedFile,
    sessions: Vec<Stored>,
    driven: bool,
}

/// One session as it stands on a tape.
#[derive(Clone)]
pub struct Stored {
    /// Entries before this one are not timed.
    pub from: usize,
    /// How many entries there are.
    pub entries: usize,
    /// The entries.
    pub bytes: Vec<u8>,
}

/// One session to put on a tape.
pub struct Recording<'a> {
    /// The calls.
    pub entries: &'a [Entry],
    /// Entries before this one build the state and are not timed.
    pub from: usize,
    /// Calls made after the last entry, so that a lost update shows.
    pub probes: &'a [Event],
}

/// The function number that stands for a drop.
const DROP: u16 = u16::MAX;

impl Tape {
    /// Encodes sessions in order. `driven`: the component's fitness file is to issue the calls.
    ///
    /// # Errors
    /// No memory file can be made. Values that have no encoding were found when the trace was bound to the harness.
    pub fn new<'a>(
        harness: &Harness,
        recordings: impl Iterator<Item = Recording<'a>>,
        driven: bool,
    ) -> io::Result<Tape> {
        let stored = |recording: Recording| {
            let mut body = Vec::new();
            recording.entries.iter().for_each(|entry| match entry {
                Entry::Call(event) => encode_call(harness, event, &mut body),
                Entry::Drop(handle) => {
                    body.extend(DROP.to_le_bytes());
                    body.extend(handle.to_le_bytes());
                }
            });
            recording.probes.iter().for_each(|event| encode_call(harness, event, &mut body));
            Stored { from: recording.from, entries: recording.entries.len() + recording.probes.len(), bytes: body }
        };
        Tape::of(recordings.map(stored).collect(), driven)
    }

    /// The tape of sessions that are encoded already.
    ///
    /// # Errors
    /// No memory file can be made.
    pub fn of(sessions: Vec<Stored>, driven: bool) -> io::Result<Tape> {
        let mut bytes = (sessions.len() as u32).to_le_bytes().to_vec();
        for stored in &sessions {
            for number in [stored.from, stored.entries, stored.bytes.len()] {
                bytes.extend((number as u32).to_le_bytes());
            }
            bytes.extend(&stored.bytes);
        }
        Ok(Tape { file: SharedFile::with(&bytes)?, sessions, driven })
    }

    /// Number of sessions on the tape.
    pub fn sessions(&self) -> usize {
        self.sessions.len()
    }

    /// Whether the component's fitness file issues the calls; else they are those of the sessions, as they are.
    pub fn driven(&self) -> bool {
        self.driven
    }

    /// One session.
    pub fn stored(&self, id: u32) -> &Stored {
        &self.sessions[id as usize]
    }

    pub(super) fn file(&self) -> &SharedFile {
        &self.file
    }
}

/// (function, receiver, new handles, arguments).
fn encode_call(harness: &Harness, event: &Event, out: &mut Vec<u8>) {
    out.extend((harness.function_of(event) as u16).to_le_bytes());
    out.extend(event.on.unwrap_or(u32::MAX).to_le_bytes());
    out.push(event.new.len() as u8);
    event.new.iter().for_each(|handle| out.extend(handle.to_le_bytes()));
    for arg in &event.args {
        // `Harness::bind` has encoded every argument once and refused the trace otherwise.
        let _ = wire::encode(arg, out);
    }
    if harness.function(event).writes {
        let _ = wire::encode(event.recorded.write.as_ref().unwrap_or(&serde_json::Value::Null), out);
    }
}
