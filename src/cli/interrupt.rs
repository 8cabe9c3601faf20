//! Ctrl-C: the first asks the run to end with its state saved, the second ends it at once.

use std::sync::atomic::Ordering;

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use crate::engine::Fault;
use crate::replay::stop::INTERRUPTED;

/// Listens from now on.
pub fn listen() -> Result<(), Fault> {
    let mut signals = Signals::new([SIGINT, SIGTERM])
        .map_err(|error| Fault::Internal(format!("cannot listen for Ctrl-C: {error}")))?;
    std::thread::spawn(move || {
        for _ in signals.forever() {
            if INTERRUPTED.swap(true, Ordering::Relaxed) {
                std::process::exit(Fault::Interrupted(String::new()).exit_code().into());
            }
        }
    });
    Ok(())
}
