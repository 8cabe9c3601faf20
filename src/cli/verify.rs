//! `synth verify`.

use std::path::PathBuf;

use clap::Args;

use super::{interrupt, print, progress};
use crate::engine::{self, Claim, Fault};

/// Judges a variant again, against the seed that it came from
#[derive(Args)]
pub struct Verify {
    /// Folder of the variant, below variants/ of a run
    variant: PathBuf,
    /// Traces to judge it on, a part held out as in a run [default: the traces of the run]
    #[arg(long, value_name = "FILE", num_args = 1..)]
    trace: Vec<PathBuf>,
    /// Where the seed is now, if it moved
    #[arg(long, value_name = "DIR")]
    against: Option<PathBuf>,
    /// Let cargo run the seed's and the variant's build script (build.rs), uncontained
    #[arg(long)]
    allow_build_script: bool,
    /// Do not tell how far it is
    #[arg(long)]
    quiet: bool,
}

impl Verify {
    pub fn run(self) -> Result<(), Fault> {
        interrupt::listen()?;
        let progress = progress::progress(self.quiet);
        let claim = Claim {
            variant: self.variant,
            traces: self.trace,
            seed: self.against,
            allow_build_script: self.allow_build_script,
        };
        let answer = engine::verify(&claim, &*progress);
        drop(progress);
        print(&answer?);
        Ok(())
    }
}
