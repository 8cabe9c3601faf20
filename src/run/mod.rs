//! The run directory: what lies on disk while a run goes on and after it, so that a kill at any instant loses nothing
//! that was judged. Knows files and JSON; must not know what a candidate is worth.

mod cache;
mod directory;
mod log;

pub use cache::Cache;
pub use directory::{Directory, OutputError, write_atomically};
pub use log::{EventLog, Judged};
