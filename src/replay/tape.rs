//! Sessions as a worker reads them: calls and arguments in the wire format, never a recorded result.

use std::io;

use super::harness::Harness;
use super::process::SharedFile;
use super::wire;
use crate::trace::{Entry, Event, Session};

/// Encoded sessions in a file that workers inherit.
pub struct Tape {
    file: SharedFile,
    sessions: usize,
}

/// One session to put on a tape.
pub struct Recording<'a> {
    /// The calls.
    pub session: &'a Session,
    /// Entries before this one build the state and are not timed.
    pub from: usize,
    /// Entries from here on are left out.
    pub to: usize,
    /// Calls made after the last entry, so that a lost update shows.
    pub probes: &'a [Event],
}

/// The function number that stands for a drop.
const DROP: u16 = u16::MAX;

impl Tape {
    /// Encodes sessions in order.
    ///
    /// # Errors
    /// No memory file can be made. Values that have no encoding were found when the trace was bound to the harness.
    pub fn new<'a>(harness: &Harness, recordings: impl ExactSizeIterator<Item = Recording<'a>>) -> io::Result<Tape> {
        let sessions = recordings.len();
        let mut bytes = (sessions as u32).to_le_bytes().to_vec();
        for recording in recordings {
            let mut body = Vec::new();
            let entries = &recording.session.entries[..recording.to];
            entries.iter().for_each(|entry| match entry {
                Entry::Call(event) => encode_call(harness, event, &mut body),
                Entry::Drop(handle) => {
                    body.extend(DROP.to_le_bytes());
                    body.extend(handle.to_le_bytes());
                }
            });
            recording.probes.iter().for_each(|event| encode_call(harness, event, &mut body));
            let count = entries.len() + recording.probes.len();
            for number in [recording.from, count, body.len()] {
                bytes.extend((number as u32).to_le_bytes());
            }
            bytes.extend(body);
        }
        Ok(Tape { file: SharedFile::with(&bytes)?, sessions })
    }

    /// Number of sessions on the tape.
    pub fn sessions(&self) -> usize {
        self.sessions
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
