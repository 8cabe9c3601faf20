//! Why everything that is waited for ends at once: the user interrupts, or the time of a run is over. Must not know what is waited for.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Instant;

/// Set when the user interrupts.
pub static INTERRUPTED: AtomicBool = AtomicBool::new(false);
/// Set while an alarm rings.
static RINGING: AtomicBool = AtomicBool::new(false);

/// Whether to end at once: every wait for a child process does, and kills it.
pub fn interrupted() -> bool {
    INTERRUPTED.load(Ordering::Relaxed) || RINGING.load(Ordering::Relaxed)
}

/// Interrupts the whole process at some time as the user would, until it is turned off.
pub struct Alarm {
    off: Sender<()>,
    thread: JoinHandle<bool>,
}

impl Alarm {
    /// Sets it.
    pub fn at(time: Instant) -> Alarm {
        let (off, turned_off) = channel();
        let thread = thread::spawn(move || {
            let rings = turned_off.recv_timeout(time.saturating_duration_since(Instant::now()))
                == Err(RecvTimeoutError::Timeout);
            RINGING.fetch_or(rings, Ordering::Relaxed);
            rings
        });
        Alarm { off, thread }
    }

    /// Turns it off. Whether it rang, and nobody else interrupted.
    pub fn off(self) -> bool {
        drop(self.off);
        let rang = self.thread.join().unwrap_or(false);
        RINGING.store(false, Ordering::Relaxed);
        rang && !INTERRUPTED.load(Ordering::Relaxed)
    }
}
