//! How far a run is, on standard error: a bar on a terminal, a few lines in a log.

use std::io::IsTerminal as _;
use std::sync::Mutex;

use indicatif::{ProgressBar, ProgressStyle};

use crate::engine::Progress;

/// The progress that fits where standard error goes.
pub fn progress(quiet: bool) -> Box<dyn Progress> {
    if quiet {
        Box::new(Quiet)
    } else if std::io::stderr().is_terminal() {
        Box::new(Bar(ProgressBar::new(STEPS).with_style(phase_style())))
    } else {
        Box::new(Lines { tenths: Mutex::new(0) })
    }
}

struct Quiet;

impl Progress for Quiet {
    fn phase(&self, _what: &str) {}
    fn search(&self, _judged: u64, _best: f64, _share: f64) {}
    fn warn(&self, _what: &str) {}
}

/// Steps of the bar; it counts a share, not candidates.
const STEPS: u64 = 1000;

struct Bar(ProgressBar);

fn phase_style() -> ProgressStyle {
    ProgressStyle::with_template("{spinner} [{elapsed_precise}] {msg}").expect("a valid template")
}

fn search_style() -> ProgressStyle {
    ProgressStyle::with_template("{spinner} [{elapsed_precise}] {bar:30} {percent:>3} % {msg}")
        .expect("a valid template")
}

impl Progress for Bar {
    fn phase(&self, what: &str) {
        self.0.set_style(phase_style());
        self.0.enable_steady_tick(std::time::Duration::from_millis(200));
        self.0.set_message(what.to_owned());
    }

    fn search(&self, judged: u64, best: f64, share: f64) {
        self.0.set_style(search_style());
        self.0.set_position((share.clamp(0.0, 1.0) * STEPS as f64) as u64);
        self.0.set_message(found(judged, best));
    }

    fn warn(&self, what: &str) {
        self.0.suspend(|| eprintln!("warning: {what}"));
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

/// One line a phase, and one for each tenth of the search.
struct Lines {
    /// Tenths of the search already told.
    tenths: Mutex<u64>,
}

impl Progress for Lines {
    fn phase(&self, what: &str) {
        eprintln!("{what}");
    }

    fn search(&self, judged: u64, best: f64, share: f64) {
        let tenth = (share.clamp(0.0, 1.0) * 10.0) as u64;
        let mut told = self.tenths.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        if tenth > *told {
            *told = tenth;
            eprintln!("  {} %: {}", tenth * 10, found(judged, best));
        }
    }

    fn warn(&self, what: &str) {
        eprintln!("warning: {what}");
    }
}

fn found(judged: u64, best: f64) -> String {
    format!("{judged} candidates judged, the best {best:.2}x on train")
}
