//! The loop and the funnel: asks search for genomes, sends them through the stages, tells search what became of them.

mod fault;
mod options;
pub mod profile;

pub use fault::Fault;
pub use options::{Objective, Options};

use crate::report::Summary;

/// Where a run tells how far it is.
pub trait Progress: Sync {
    /// A new phase begins; a short sentence.
    fn phase(&self, what: &str);
    /// The search goes on: candidates judged so far, the best speed-up on train so far, and the share of the search's
    /// time or evaluations that is used up (0 to 1).
    fn search(&self, judged: u64, best: f64, share: f64);
    /// Something that the user should know; a sentence.
    fn warn(&self, what: &str);
}

/// `synth evolve`.
///
/// # Errors
/// See [`Fault`]. A run that was interrupted has left its run directory, to be resumed.
pub fn evolve(options: &Options, progress: &dyn Progress) -> Result<Summary, Fault> {
    let _ = progress;
    Err(Fault::Internal(format!("evolve is not connected yet ({})", options.command)))
}

/// `synth bench`: seed against each other crate of the same interface, on traces; a report of the comparison.
///
/// # Errors
/// [`Fault::Differs`] when one does not behave like the first.
pub fn bench(crates: &[std::path::PathBuf], traces: &[std::path::PathBuf], progress: &dyn Progress) -> Result<String, Fault> {
    let _ = (crates, traces, progress);
    Err(Fault::Internal("bench is not connected yet".into()))
}
