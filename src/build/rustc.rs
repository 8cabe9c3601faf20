//! The two rustc calls of a candidate: its library, then the worker around it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use super::wrapper::Call;
use super::{BuildError, Prepared};
use crate::component::{Component, Sources};
use crate::replay::process::{self, Finished, ProcessLimits};

/// Longest for one rustc call, unless the seed itself takes long.
const RUSTC: Duration = Duration::from_secs(60);
/// Address space of one rustc call, bytes.
const RUSTC_MEMORY: u64 = 8 << 30;

/// How a worker is built.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Form {
    /// `-C overflow-checks=on`, whatever the profile says.
    pub overflow_checks: bool,
    /// With the counting allocator.
    pub counts: bool,
    /// Sampling where it spends its time, with line tables, at addresses that are those of the file.
    pub profile: bool,
    /// Keep what the linker needs, so that the worker can be linked again.
    pub relink: bool,
    /// More compiler flags, for "what flags alone would give".
    pub flags: Vec<String>,
}

/// Everything that the rustc calls of one run share.
pub struct Toolchain {
    library: Call,
    worker: Call,
    lib: String,
    lib_path: String,
    harness: PathBuf,
    seed_dir: PathBuf,
    work: PathBuf,
}

impl Toolchain {
    /// `main` is the generated worker, `rt` its runtime.
    ///
    /// # Errors
    /// The harness cannot be written.
    pub fn new(
        component: &Component,
        prepared: &Prepared,
        work: &Path,
        main: &str,
        rt: &str,
    ) -> Result<Toolchain, BuildError> {
        let harness = work.join("harness/src");
        fs::write(harness.join("main.rs"), main)
            .and_then(|()| fs::write(harness.join("rt.rs"), rt))
            .and_then(|()| fs::create_dir_all(work.join("bin")))
            .map_err(BuildError::host(format!("cannot write the harness in {}", harness.display())))?;
        Ok(Toolchain {
            library: prepared.library.clone(),
            worker: prepared.worker.clone(),
            lib: component.lib.clone(),
            lib_path: component.lib_path.clone(),
            harness,
            seed_dir: prepared.seed_dir.clone(),
            work: work.to_owned(),
        })
    }

    /// A place in which one candidate at a time is built.
    ///
    /// # Errors
    /// The copy of the seed cannot be made.
    pub fn slot(&self, name: &str, seed: &Sources) -> Result<Slot, BuildError> {
        let dir = self.work.join("slots").join(name);
        copy_tree(&self.seed_dir, &dir)
            .map_err(BuildError::host(format!("cannot copy the seed to {}", dir.display())))?;
        Ok(Slot { dir, sources: seed.clone() })
    }

    /// Builds a worker from sources.
    ///
    /// # Errors
    /// [`BuildError::Rejected`] with the first diagnostic, when the compiler rejects the sources.
    pub fn build(&self, slot: &mut Slot, sources: &Sources, form: &Form, name: &str) -> Result<Program, BuildError> {
        slot.hold(sources)?;
        let out = slot.dir.join("synth-out");
        fs::create_dir_all(&out).map_err(BuildError::host(format!("cannot make {}", out.display())))?;
        let mut library = self.library_call(slot);
        library.arg("--emit=link,metadata").arg("--out-dir").arg(&out);
        dress(&mut library, form);
        run(library)?;
        let program = self.work.join("bin").join(name);
        let mut worker = Command::new("rustc");
        worker.current_dir(&self.harness).args(replay_args(&self.worker, &self.lib)).arg(self.harness.join("main.rs"));
        worker.envs(self.worker.env.iter().cloned());
        worker.arg("--extern").arg(format!("{}={}", self.lib, out.join(format!("lib{}.rlib", self.lib)).display()));
        dress(&mut worker, form);
        if form.counts {
            worker.args(["--cfg", "synth_count"]);
        }
        if form.profile {
            worker.args(["--cfg", "synth_profile"]);
        }
        if form.relink {
            worker.args(["-C", "save-temps"]).arg(format!("--print=link-args={}", slot.link_args().display()));
            worker.arg("--out-dir").arg(&out);
        } else {
            worker.arg("--emit=link").arg("-o").arg(&program);
        }
        run(worker)?;
        if form.relink {
            fs::copy(out.join("synth_harness"), &program).map_err(BuildError::host("cannot copy the worker"))?;
        }
        Ok(Program { path: program, counts: form.counts })
    }

    fn library_call(&self, slot: &Slot) -> Command {
        let mut library = Command::new("rustc");
        library.current_dir(&slot.dir).args(replay_args(&self.library, "")).arg(&self.lib_path);
        library.envs(self.library.env.iter().cloned());
        library
    }

    pub(super) fn harness_dir(&self) -> PathBuf {
        self.harness.clone()
    }
}

/// The typed syntax tree of sources, as rustc prints it.
///
/// # Errors
/// The compiler rejects them, or does not know how to print it.
pub fn thir(toolchain: &Toolchain, slot: &mut Slot, sources: &Sources) -> Result<String, BuildError> {
    slot.hold(sources)?;
    let mut command = toolchain.library_call(slot);
    command.arg("-Zunpretty=thir-tree").env("RUSTC_BOOTSTRAP", "1").arg("-Awarnings");
    Ok(String::from_utf8_lossy(&run(command)?.stdout).into_owned())
}

/// A folder with a copy of the seed, whose sources are exchanged for a candidate's.
pub struct Slot {
    dir: PathBuf,
    sources: Sources,
}

impl Slot {
    /// The folder in which the compiler runs.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    pub(super) fn link_args(&self) -> PathBuf {
        self.dir.join("synth-link-args")
    }

    /// Writes the files that differ from what the folder holds.
    fn hold(&mut self, sources: &Sources) -> Result<(), BuildError> {
        for (path, text) in sources.iter() {
            if self.sources.get(path) != Some(text) {
                let file = self.dir.join(&**path);
                fs::write(&file, text.as_bytes())
                    .map_err(BuildError::host(format!("cannot write {}", file.display())))?;
            }
        }
        self.sources = sources.clone();
        Ok(())
    }
}

/// A linked worker; its file goes when it is dropped.
#[derive(Debug)]
pub struct Program {
    pub(super) path: PathBuf,
    pub(super) counts: bool,
}

impl Program {
    /// The executable.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether it was built with the counting allocator.
    pub fn counts(&self) -> bool {
        self.counts
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // A file that is left over lies in the run's work folder, which goes as a whole.
        let _ = fs::remove_file(&self.path);
    }
}

/// The compiler flags that depend on the form and not on the crate.
fn dress(command: &mut Command, form: &Form) {
    command.args(["-Awarnings", "--error-format=short", "--color=never"]);
    if form.overflow_checks {
        command.args(["-C", "overflow-checks=on"]);
    }
    match form.profile {
        true => command.args(["-C", "debuginfo=line-tables-only", "-C", "relocation-model=static"]),
        false => command.args(["-C", "debuginfo=0"]),
    };
    command.args(&form.flags);
}

/// Cargo's arguments without those that say what goes where: input, output, messages, debug information.
/// `without` names an `--extern` that is given anew.
fn replay_args(call: &Call, without: &str) -> Vec<String> {
    let mut args = call.args.iter().peekable();
    let mut kept = Vec::new();
    while let Some(arg) = args.next() {
        let pair = |args: &mut std::iter::Peekable<std::slice::Iter<String>>| args.next().cloned().unwrap_or_default();
        match arg.as_str() {
            "--out-dir" | "--emit" | "--error-format" | "--json" | "--print" => {
                pair(&mut args);
            }
            "-C" => {
                let option = pair(&mut args);
                if !["extra-filename=", "incremental=", "debuginfo=", "strip="].iter().any(|o| option.starts_with(o)) {
                    kept.extend(["-C".to_owned(), option]);
                }
            }
            "--extern" => {
                let value = pair(&mut args);
                if without.is_empty() || value.split('=').next() != Some(without) {
                    kept.extend(["--extern".to_owned(), value]);
                }
            }
            a if ["--emit=", "--error-format=", "--json=", "--out-dir=", "--diagnostic-width=", "-Cincremental="]
                .iter()
                .any(|p| a.starts_with(p)) => {}
            a if a.ends_with(".rs") && !a.starts_with('-') => {}
            _ => kept.push(arg.clone()),
        }
    }
    kept
}

/// Runs rustc under limits.
pub(super) fn run(mut command: Command) -> Result<Finished, BuildError> {
    let limits = ProcessLimits { memory: RUSTC_MEMORY, cpu_s: RUSTC.as_secs() * 4, file_size: 1 << 30, closed: false };
    process::contain(&mut command, limits, Vec::new(), None);
    let finished = process::finish(&mut command, RUSTC).map_err(BuildError::host("cannot run rustc"))?;
    if process::interrupted() {
        return Err(BuildError::Interrupted);
    }
    match finished.status {
        Some(status) if status.success() => Ok(finished),
        Some(status) if status.code() == Some(1) => Err(BuildError::Rejected(first_error(&finished.stderr))),
        _ => Err(BuildError::Compiler(finished.how())),
    }
}

/// The first error among diagnostics of the short format, without the folder before the file.
fn first_error(stderr: &[u8]) -> String {
    let text = String::from_utf8_lossy(stderr);
    let error = text.lines().find(|l| l.contains("error[") || l.contains("error:")).or_else(|| text.lines().next());
    error.unwrap_or("rejected without a word").to_owned()
}

/// Copies a folder; files that are already there are written again.
pub fn copy_tree(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_tree(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), &target)?;
        }
    }
    Ok(())
}
