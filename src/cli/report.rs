//! `synth report`.

use std::path::PathBuf;

use clap::Args;

use super::print;
use crate::engine::Fault;
use crate::report;

/// Writes report.html and report.md of a run
#[derive(Args)]
pub struct Report {
    /// The run directory
    run_dir: PathBuf,
}

impl Report {
    pub fn run(self) -> Result<(), Fault> {
        report::read(&self.run_dir).map_err(|error| Fault::Arguments(format!("{error:#}")))?;
        report::rewrite(&self.run_dir).map_err(|error| Fault::Output(format!("{error:#}")))?;
        for name in ["report.html", "report.md"] {
            print(&format!("{}\n", self.run_dir.join(name).display()));
        }
        Ok(())
    }
}
