//! `synth bench`.

use std::path::PathBuf;

use clap::Args;

use super::{interrupt, print, progress};
use crate::engine::{self, Fault};

/// Compares crates of one interface, the first with each other one
#[derive(Args)]
pub struct Bench {
    /// Folders of the crates
    #[arg(value_name = "CRATE", required = true, num_args = 2..)]
    crates: Vec<PathBuf>,
    /// Traces of the calls to be timed
    #[arg(long, value_name = "FILE", required = true, num_args = 1..)]
    trace: Vec<PathBuf>,
    /// Let cargo run the crates' build scripts (build.rs), uncontained
    #[arg(long)]
    allow_build_script: bool,
    /// Do not tell how far the comparison is
    #[arg(long)]
    quiet: bool,
}

impl Bench {
    pub fn run(self) -> Result<(), Fault> {
        interrupt::listen()?;
        let progress = progress::progress(self.quiet);
        let answer = engine::bench(&self.crates, &self.trace, self.allow_build_script, &*progress);
        drop(progress);
        print(&answer?);
        Ok(())
    }
}
