//! Linking a worker anew, in a random order with random padding, without compiling it again.
//!
//! The place of code in memory moves its speed by about 1 %, so one layout is one sample and a relink is the unit of
//! statistics (Curtsinger and Berger, "Stabilizer", 2013).

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use super::rustc::{Form, Program, Slot, Toolchain};
use super::{BuildError, room};
use crate::component::Sources;
use crate::replay::process;

/// Longest for one link.
const LINK: Duration = Duration::from_secs(60);

/// How rustc links a worker, as it prints it: quoted for a shell.
pub(super) struct LinkCommand {
    text: String,
    dir: PathBuf,
    /// For the linker's temporary files.
    scratch: PathBuf,
}

impl LinkCommand {
    /// Reads it from a file. It runs in `dir`.
    pub(super) fn read(file: &Path, dir: &Path, scratch: &Path) -> Result<LinkCommand, BuildError> {
        let text = fs::read_to_string(file).map_err(BuildError::host(format!("cannot read {}", file.display())))?;
        // Threads cost more than they bring where so little is linked; only lld is known to have this option.
        let threads = if text.contains("-fuse-ld=lld") { " -Wl,--threads=1" } else { "" };
        Ok(LinkCommand { text: text.trim_end().to_owned() + threads, dir: dir.to_owned(), scratch: scratch.to_owned() })
    }

    /// The same with another file in the place of one.
    pub(super) fn with(&self, file: &Path, other: &Path) -> LinkCommand {
        let text = self.text.replace(&format!("\"{}\"", file.display()), &format!("\"{}\"", other.display()));
        LinkCommand { text, dir: self.dir.clone(), scratch: self.scratch.clone() }
    }

    /// Links a program, with more options.
    pub(super) fn run(&self, options: &str, program: &Path) -> Result<(), BuildError> {
        let mut command = Command::new("sh");
        command.arg("-c").arg(format!("{} {options} -o '{}'", self.text, program.display()));
        command.current_dir(&self.dir).env("TMPDIR", &self.scratch);
        let finished = process::finish(&mut command, LINK).map_err(BuildError::host("cannot run the linker"))?;
        match finished.success() {
            true => Ok(()),
            false if process::interrupted() => Err(BuildError::Interrupted),
            false => Err(room::full(&self.scratch, &finished.stderr).unwrap_or_else(|| {
                let words = String::from_utf8_lossy(&finished.stderr);
                BuildError::Compiler(format!("unable to link: {}: {words}", finished.how()))
            })),
        }
    }
}

/// A compiled worker that can be linked many times.
pub struct Relinker {
    command: LinkCommand,
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
        let command = self.build_objects(&mut slot, sources, form)?;
        let mut relinker = Relinker { command, shuffles: true, _slot: slot };
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
        let program = Program { path: self.command.scratch.join(name), counts: false };
        let shuffle = match self.shuffles {
            true => format!("-Wl,--shuffle-sections=*={seed} -Wl,--randomize-section-padding={seed}"),
            false => String::new(),
        };
        self.command.run(&shuffle, program.path()).map(|()| program)
    }
}
