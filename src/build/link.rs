//! Linking a worker anew, in a random order with random padding, without compiling it again.
//!
//! The place of code in memory moves its speed by about 1 %, so one layout is one sample and a relink is the unit of
//! statistics (Curtsinger and Berger, "Stabilizer", 2013).

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use super::rustc::{Form, Program, Slot, Toolchain};
use super::{BuildError, room};
use crate::component::Sources;
use crate::replay::process;

/// Longest for one link.
const LINK: Duration = Duration::from_secs(60);

/// A compiled worker that can be linked many times.
pub struct Relinker {
    command: String,
    dir: PathBuf,
    bin: PathBuf,
    /// The linker knows how to shuffle (lld); otherwise only the environment differs from link to link.
    pub shuffles: bool,
    // Holds the objects that the command names.
    _slot: Slot,
}

impl Toolchain {
    /// Compiles sources once, for many links. `name` must be unique among relinkers of the run.
    ///
    /// # Errors
    /// As [`Toolchain::build`].
    pub fn relinker(&self, seed: &Sources, sources: &Sources, form: &Form, name: &str) -> Result<Relinker, BuildError> {
        let mut slot = self.slot(&format!("relink-{name}"), seed)?;
        let program =
            self.build(&mut slot, sources, &Form { relink: true, ..form.clone() }, &format!("{name}-first"))?;
        let file = slot.link_args();
        let command = fs::read_to_string(&file).map_err(BuildError::host(format!("cannot read {}", file.display())))?;
        let bin = program.path().parent().map(PathBuf::from).unwrap_or_default();
        let mut relinker = Relinker { command, dir: self.harness_dir(), bin, shuffles: true, _slot: slot };
        relinker.shuffles = relinker.link(1, &format!("{name}-probe")).is_ok();
        Ok(relinker)
    }
}

impl Relinker {
    /// A worker in the layout that `seed` stands for.
    ///
    /// # Errors
    /// The linker fails.
    pub fn link(&self, seed: u32, name: &str) -> Result<Program, BuildError> {
        let program = Program { path: self.bin.join(name), counts: false };
        let shuffle = match self.shuffles {
            true => format!("-Wl,--shuffle-sections=*={seed} -Wl,--randomize-section-padding={seed}"),
            false => String::new(),
        };
        // rustc prints the command quoted for a shell.
        let script = format!("{} {shuffle} -o '{}'", self.command.trim_end(), program.path().display());
        let mut command = Command::new("sh");
        command.arg("-c").arg(script).current_dir(&self.dir).env("TMPDIR", &self.bin);
        let finished = process::finish(&mut command, LINK).map_err(BuildError::host("cannot run the linker"))?;
        match finished.success() {
            true => Ok(program),
            false if process::interrupted() => Err(BuildError::Interrupted),
            false => Err(room::full(&self.bin, &finished.stderr).unwrap_or_else(|| {
                let words = String::from_utf8_lossy(&finished.stderr);
                BuildError::Compiler(format!("unable to link: {}: {words}", finished.how()))
            })),
        }
    }
}
