//! Where lines go: one buffer for the process, written out at 64 KiB and when a thread ends. Whole lines only, so that
//! what a killed process leaves can be read.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write;
use std::sync::atomic::{AtomicU8, Ordering::Relaxed};
use std::sync::{Mutex, MutexGuard, PoisonError};

const UNKNOWN: u8 = 0;
const OFF: u8 = 1;
const ON: u8 = 2;

static STATE: AtomicU8 = AtomicU8::new(UNKNOWN);
static SINK: Mutex<Sink> =
    Mutex::new(Sink { file: None, buffer: String::new(), skipped: BTreeMap::new(), left: u64::MAX });

/// Bytes in the buffer that are written at once.
const CHUNK: usize = 64 << 10;

struct Sink {
    file: Option<File>,
    buffer: String,
    skipped: BTreeMap<String, u64>,
    /// Bytes that may still be written.
    left: u64,
}

/// Writes out what is left when a thread ends.
struct Flush;

impl Drop for Flush {
    fn drop(&mut self) {
        lock().flush();
    }
}

thread_local! {
    static AT_EXIT: Flush = const { Flush };
}

/// Whether this process records.
pub fn is_on() -> bool {
    match STATE.load(Relaxed) {
        UNKNOWN => open(),
        state => state == ON,
    }
}

/// Adds one line.
pub fn line(text: &str) {
    if !is_on() {
        return;
    }
    let mut sink = lock();
    let length = text.len() as u64 + 1;
    if length > sink.left {
        STATE.store(OFF, Relaxed);
        sink.flush();
        return;
    }
    sink.left -= length;
    sink.buffer.push_str(text);
    sink.buffer.push('\n');
    // A thread whose locals are gone can no longer flush at its end.
    let late = AT_EXIT.try_with(|_| ()).is_err();
    if late || sink.buffer.len() >= CHUNK {
        sink.flush();
    }
}

/// A call on this handle was not carried.
pub fn spoil(handle: u64) {
    line(&format!("{{\"spoiled\":{handle}}}"));
}

/// What comes after a call on this handle cannot be carried.
pub fn cut(handle: u64) {
    line(&format!("{{\"cut\":{handle}}}"));
}

/// Counts a call that was not carried.
pub fn skipped(path: String) {
    if is_on() {
        *lock().skipped.entry(path).or_default() += 1;
        let _ = AT_EXIT.try_with(|_| ());
    }
}

/// Poisoned only by a panic in this file, after which the buffer still holds whole lines.
fn lock() -> MutexGuard<'static, Sink> {
    SINK.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Decides once for the process. A file that cannot be opened is said once, and the program goes on.
fn open() -> bool {
    let mut sink = lock();
    if STATE.load(Relaxed) != UNKNOWN {
        return STATE.load(Relaxed) == ON;
    }
    let state = match std::env::var_os("SYNTH_TRACE_DIR") {
        Some(folder) => {
            let since = std::time::UNIX_EPOCH.elapsed().map_or(0, |time| time.as_nanos());
            let path = std::path::Path::new(&folder).join(format!("{since:020}-{}.jsonl", std::process::id()));
            match File::options().create_new(true).append(true).open(&path) {
                Ok(file) => {
                    sink.file = Some(file);
                    let limit = std::env::var("SYNTH_TRACE_LIMIT").ok().and_then(|text| text.parse().ok());
                    sink.left = limit.unwrap_or(u64::MAX);
                    ON
                }
                Err(error) => {
                    eprintln!("synth-trace: nothing is recorded, {} cannot be written: {error}", path.display());
                    OFF
                }
            }
        }
        None => OFF,
    };
    STATE.store(state, Relaxed);
    state == ON
}

impl Sink {
    fn flush(&mut self) {
        for (path, count) in std::mem::take(&mut self.skipped) {
            self.buffer.push_str("{\"skipped\":");
            crate::json::string(&path, &mut self.buffer);
            self.buffer.push_str(&format!(",\"count\":{count}}}\n"));
        }
        let Some(file) = &mut self.file else { return };
        if let Err(error) = file.write_all(self.buffer.as_bytes()) {
            eprintln!("synth-trace: recording stops, the trace cannot be written: {error}");
            STATE.store(OFF, Relaxed);
        }
        self.buffer.clear();
    }
}
