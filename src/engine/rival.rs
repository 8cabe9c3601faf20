//! Another crate with the seed's interface, built by a cargo call of its own around the seed's harness.

use std::path::{Path, PathBuf};

use super::Fault;
use super::ground::Ground;
use super::relinks::host;
use super::trial::Contender;
use crate::build::{self, BuildError, Toolchain};
use crate::component::Component;
use crate::replay::harness::RUNTIME;

/// A crate that can be run on the ground of another.
pub struct Rival {
    /// The crate.
    pub component: Component,
    /// A copy of it that builds alone.
    pub dir: PathBuf,
    toolchain: Toolchain,
}

impl Rival {
    /// Builds the crate in `work`. The inner error: why it does not build.
    ///
    /// # Errors
    /// It is another library; the user interrupted, or the host fails.
    pub fn new(ground: &Ground, component: Component, work: &Path) -> Result<Result<Rival, String>, Fault> {
        if component.lib != ground.component.lib {
            return Err(Fault::Arguments(format!(
                "{} is the library `{}`, {} is `{}`; only crates with one interface can be compared",
                component.root.display(),
                component.lib,
                ground.component.root.display(),
                ground.component.lib
            )));
        }
        let built = build::prepare(&component, work).and_then(|prepared| {
            let toolchain = Toolchain::new(&component, &prepared, work, &ground.harness.main, &RUNTIME)?;
            Ok((prepared.seed_dir, toolchain))
        });
        match built {
            Ok((dir, toolchain)) => Ok(Ok(Rival { component, dir, toolchain })),
            Err(BuildError::Rejected(why) | BuildError::Compiler(why)) => Ok(Err(why)),
            Err(error) => Err(host(error)),
        }
    }

    /// The crate as it is, to be tried.
    pub fn contender(&self) -> Contender<'_> {
        let sources = &self.component.sources;
        Contender { toolchain: &self.toolchain, base: sources, sources }
    }
}

/// A folder for builds that goes when the command ends.
///
/// # Errors
/// It cannot be made.
pub fn work_folder() -> Result<tempfile::TempDir, Fault> {
    tempfile::Builder::new().prefix("synth-").tempdir().map_err(|error| {
        Fault::Output(format!("cannot make a temporary folder for builds: {error}; set TMPDIR to another"))
    })
}
