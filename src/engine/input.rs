//! What the user gives, read: a crate and traces.

use std::path::{Path, PathBuf};

use super::Fault;
use crate::component::{Component, LoadError};
use crate::trace::{self, Part, Split, Trace};

/// The trace of a command's arguments, split; `holdout` files are held out as a whole.
///
/// # Errors
/// A trace is unreadable.
pub fn read_traces(component: &Component, traces: &[PathBuf], holdout: &[PathBuf]) -> Result<(Trace, Split), Fault> {
    let name = [&component.package, &component.lib];
    let read = |paths: &[PathBuf]| trace::read(paths, name[1]).map_err(|e| Fault::Trace(e.to_string()));
    let mut trace = read(traces)?;
    let mut split = Split::of(&trace);
    if !holdout.is_empty() {
        let first = trace.sessions.len();
        let files: Vec<PathBuf> = traces.iter().chain(holdout).cloned().collect();
        trace = read(&files)?;
        // What was the trace's own holdout goes on driving and choosing.
        split.select.slices.append(&mut split.holdout.slices);
        let whole = |session| trace::Slice { session, from: 0, to: trace.sessions[session].entries.len() };
        split.holdout = Part { slices: (first..trace.sessions.len()).map(whole).collect() };
    }
    Ok((trace, split))
}

/// Loads the seed.
///
/// # Errors
/// It is not a library crate that can be read.
pub fn load(dir: &Path) -> Result<Component, Fault> {
    Component::load(dir).map_err(|e: LoadError| Fault::Seed(e.to_string()))
}
