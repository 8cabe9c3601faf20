//! `synth apply`.

use std::path::PathBuf;

use clap::Args;

use super::print;
use crate::emit::{self, ApplyError};
use crate::engine::Fault;

/// Puts the changes of a variant into the seed that it came from
#[derive(Args)]
pub struct Apply {
    /// Folder of the variant, below variants/ of a run
    variant: PathBuf,
    /// Where the seed is now, if it moved
    #[arg(long, value_name = "DIR")]
    to: Option<PathBuf>,
}

impl Apply {
    pub fn run(self) -> Result<(), Fault> {
        let applied = emit::apply(&self.variant, self.to.as_deref()).map_err(fault)?;
        let seed = applied.seed.display();
        if applied.changed.is_empty() {
            print(&format!("{seed} is this variant already; nothing was changed\n"));
        }
        for file in &applied.changed {
            print(&format!("changed {}\n", applied.seed.join(file).display()));
        }
        Ok(())
    }
}

fn fault(error: ApplyError) -> Fault {
    let text = error.to_string();
    match error {
        ApplyError::NotAVariant(_) | ApplyError::NoSeed { .. } => Fault::Arguments(text),
        ApplyError::SeedChanged { .. } | ApplyError::VariantChanged { .. } => Fault::Claim(text),
        ApplyError::Io { .. } => Fault::Output(text),
    }
}
