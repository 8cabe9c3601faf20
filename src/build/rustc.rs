//! The two rustc calls of a candidate: its library, then the worker around it.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use super::diagnostics::{self, Diagnostic};
use super::schemata::{Arms, Bodies};
use super::wrapper::Call;
use super::{BuildError, Prepared, room};
use crate::component::{Component, Sources};
use crate::replay::Lap;
use crate::replay::process::{self, Finished};

/// CPU time that any rustc call may take, and how many times as long as the seed's library it may take where that is
/// more. Code that a compiler evaluates or unfolds without end is stopped there.
const RUSTC: Duration = Duration::from_secs(20);
const TIMES_SEED: u32 = 20;
/// What the seed itself may take.
const SEED: Duration = Duration::from_secs(1800);
/// Address space of one rustc call, bytes.
const RUSTC_MEMORY: u64 = 8 << 30;

/// Name of the workers' runtime.
const RUNTIME: &str = "synth_rt";

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
    /// The sources take notes of what is reached (see [`super::reach`]), and the worker tells them.
    pub reach: bool,
    /// Calls are made only where these preconditions hold, by their place in the metadata.
    pub requires: Vec<usize>,
    /// Without optimisation, which is quick to build and slow to run.
    pub unoptimised: bool,
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
    /// The workers' runtime, compiled once for each set of `cfg`s.
    runtimes: Mutex<HashMap<Vec<&'static str>, PathBuf>>,
    seed_dir: PathBuf,
    work: PathBuf,
    /// Programs built so far.
    programs: AtomicU64,
    /// CPU time that a rustc call may take, known once the seed's library was built.
    limit: OnceLock<Duration>,
}

/// Sources that were built as one crate, of which only some candidates are left.
pub struct Built {
    /// The worker; `None` if nothing was left to build.
    pub program: Option<Program>,
    /// Candidates that the compiler rejects, each with its words.
    pub rejected: Vec<(u32, String)>,
}

impl Toolchain {
    /// `main` is the generated worker, `runtime` the files of the crate that it links to.
    ///
    /// # Errors
    /// The harness cannot be written.
    pub fn new(
        component: &Component,
        prepared: &Prepared,
        work: &Path,
        main: &str,
        runtime: &[(&str, &str)],
    ) -> Result<Toolchain, BuildError> {
        let harness = work.join("harness/src");
        let write = |(name, text): &(&str, &str)| fs::write(work.join(RUNTIME).join(name), text);
        fs::write(harness.join("main.rs"), main)
            .and_then(|()| fs::create_dir_all(work.join(RUNTIME)))
            .and_then(|()| runtime.iter().try_for_each(write))
            .and_then(|()| fs::create_dir_all(work.join("bin")))
            .map_err(BuildError::host(format!("cannot write the harness in {}", harness.display())))?;
        Ok(Toolchain {
            library: prepared.library.clone(),
            worker: prepared.worker.clone(),
            lib: component.lib.clone(),
            lib_path: component.lib_path.clone(),
            harness,
            runtimes: Mutex::default(),
            seed_dir: prepared.seed_dir.clone(),
            work: work.to_owned(),
            programs: AtomicU64::new(0),
            limit: OnceLock::new(),
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
        let requires = form.requires.iter().map(|place| format!("synth_requires=\"{place}\""));
        let cfgs: Vec<String> = form.reach.then(|| "synth_reach".to_owned()).into_iter().chain(requires).collect();
        self.library(slot, sources, form).and_then(|()| self.worker(slot, form, &cfgs, name)).map_err(Failed::alone)
    }

    /// Builds the seed's worker. The inner error: what the compiler has against the generated half of it.
    ///
    /// # Errors
    /// As [`Toolchain::build`], for the library.
    pub fn build_seed(&self, slot: &mut Slot, seed: &Sources) -> Result<Result<Program, Vec<Diagnostic>>, BuildError> {
        let form = Form::default();
        self.library(slot, seed, &form).map_err(Failed::alone)?;
        match self.worker(slot, &form, &[], "seed") {
            Ok(program) => Ok(Ok(program)),
            Err(Failed::Rejected(errors)) => Ok(Err(errors)),
            Err(failed) => Err(failed.alone()),
        }
    }

    /// Builds a worker from sources that have holes. The inner error: what the compiler has against them.
    ///
    /// # Errors
    /// A compiler that does not end, or the host's trouble.
    pub fn build_with_holes(
        &self,
        slot: &mut Slot,
        sources: &Sources,
        form: &Form,
    ) -> Result<Result<Program, Vec<Diagnostic>>, BuildError> {
        match self.library(slot, sources, form) {
            Ok(()) => {
                let worker = self.worker(slot, form, &["synth_holes".to_owned()], "holes");
                worker.map(Ok).map_err(Failed::alone)
            }
            Err(Failed::Rejected(errors)) => Ok(Err(errors)),
            Err(failed) => Err(failed.alone()),
        }
    }

    /// Builds one worker for many candidates, in rounds: those that the compiler rejects leave, until the rest compiles.
    ///
    /// # Errors
    /// Errors that cannot be traced to a candidate, or a compiler that does not end.
    pub fn build_many(
        &self,
        slot: &mut Slot,
        bodies: &Bodies,
        candidates: &[(u32, &Arms)],
        form: &Form,
        name: &str,
    ) -> Result<Built, BuildError> {
        let mut left = candidates.to_vec();
        let mut rejected: Vec<(u32, String)> = Vec::new();
        while !left.is_empty() {
            let schemata = bodies.compose(left.iter().copied());
            let errors = match self.library(slot, &schemata.sources, form) {
                Ok(()) => {
                    let worker = self.worker(slot, form, &["synth_schemata".to_owned()], name);
                    return Ok(Built { program: Some(worker.map_err(Failed::alone)?), rejected });
                }
                Err(Failed::Rejected(errors)) => errors,
                Err(failed) => return Err(failed.alone()),
            };
            let before = rejected.len();
            for error in &errors {
                for culprit in schemata.culprits(error) {
                    if !rejected.iter().any(|(known, _)| *known == culprit) {
                        rejected.push((culprit, error.to_string()));
                    }
                }
            }
            if rejected.len() == before {
                return Err(Failed::Rejected(errors).alone());
            }
            left.retain(|(candidate, _)| !rejected.iter().any(|(culprit, _)| culprit == candidate));
        }
        Ok(Built { program: None, rejected })
    }

    /// An executable that has nothing of the component: only the workers' runtime, and what `main` says.
    ///
    /// # Errors
    /// [`BuildError::Rejected`] with the first diagnostic, when the compiler rejects it.
    pub fn judge(&self, main: &str) -> Result<Program, BuildError> {
        let dir = self.work.join("judge");
        let (file, program) = (dir.join("main.rs"), self.work.join("bin/judge"));
        fs::create_dir_all(&dir)
            .and_then(|()| fs::write(&file, main))
            .map_err(BuildError::host(format!("cannot write the judge in {}", dir.display())))?;
        let form = Form::default();
        let runtime = self.runtime(&form).map_err(Failed::alone)?;
        let mut command = Command::new(&self.library.rustc);
        command.current_dir(&dir).arg(&file).args(["--edition=2024", "--crate-name", "judge"]);
        command.args(codegen_args(&self.library)).arg("--emit=link").arg("-o").arg(&program);
        command.arg("--extern").arg(format!("{RUNTIME}={}", runtime.display()));
        dress(&mut command, &form);
        self.run(command).map_err(Failed::alone)?;
        Ok(Program { path: program, counts: false })
    }

    fn library(&self, slot: &mut Slot, sources: &Sources, form: &Form) -> Result<(), Failed> {
        slot.hold(sources)?;
        let out = slot.emptied()?;
        let mut library = self.library_call(slot);
        library.arg("--emit=link").arg("--out-dir").arg(&out);
        dress(&mut library, form);
        let start = Instant::now();
        self.run(library)?;
        self.limit.get_or_init(|| RUSTC.max(start.elapsed() * TIMES_SEED));
        Ok(())
    }

    fn worker(&self, slot: &Slot, form: &Form, cfgs: &[String], name: &str) -> Result<Program, Failed> {
        let out = slot.out();
        // A program's file goes with it, so no two have the same; and so does one that the linker left half done.
        let number = self.programs.fetch_add(1, Ordering::Relaxed);
        let path = self.work.join("bin").join(format!("{name}-{number}"));
        let program = Program { path, counts: form.counts };
        let mut worker = Command::new(&self.worker.rustc);
        worker.current_dir(&self.harness).args(replay_args(&self.worker, &self.lib)).arg(self.harness.join("main.rs"));
        worker.envs(self.worker.env.iter().cloned());
        let mut link_to = |name: &str, file: &Path| {
            worker.arg("--extern").arg(format!("{name}={}", file.display()));
        };
        link_to(&self.lib, &out.join(format!("lib{}.rlib", self.lib)));
        link_to(RUNTIME, &self.runtime(form)?);
        dress(&mut worker, form);
        worker.args(cfgs.iter().map(|cfg| format!("--cfg={cfg}")));
        if form.relink {
            worker.args(["-C", "save-temps"]).arg(format!("--print=link-args={}", slot.link_args().display()));
            worker.arg("--out-dir").arg(&out);
        } else {
            worker.arg("--emit=link").arg("-o").arg(program.path());
        }
        self.run(worker)?;
        if form.relink {
            fs::copy(out.join("synth_harness"), program.path()).map_err(BuildError::host("cannot copy the worker"))?;
        }
        Ok(program)
    }

    /// The library with the runtime of all workers of a form.
    fn runtime(&self, form: &Form) -> Result<PathBuf, Failed> {
        let mut cfgs = Vec::new();
        cfgs.extend(form.counts.then_some("synth_count"));
        cfgs.extend(form.profile.then_some("synth_profile"));
        let mut runtimes = self.runtimes.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(file) = runtimes.get(&cfgs) {
            return Ok(file.clone());
        }
        let dir = self.work.join(RUNTIME);
        let file = dir.join(format!("lib{RUNTIME}-{}.rlib", cfgs.join("-")));
        let mut command = Command::new(&self.library.rustc);
        command.current_dir(&dir).args(["lib.rs", "--edition=2024", "--crate-type=rlib", "--crate-name", RUNTIME]);
        // Its code is to fit the component's: the same profile, and objects that the same linker takes.
        command.args(codegen_args(&self.library)).arg("--emit=link").arg("-o").arg(&file);
        dress(&mut command, &Form { profile: form.profile, ..Form::default() });
        command.args(cfgs.iter().map(|cfg| format!("--cfg={cfg}")));
        self.run(command)?;
        runtimes.insert(cfgs, file.clone());
        Ok(file)
    }

    fn library_call(&self, slot: &Slot) -> Command {
        let mut library = Command::new(&self.library.rustc);
        library.current_dir(&slot.dir).args(replay_args(&self.library, "")).arg(&self.lib_path);
        library.envs(self.library.env.iter().cloned());
        library
    }

    /// Runs rustc under limits.
    fn run(&self, mut command: Command) -> Result<Finished, Failed> {
        let limit = *self.limit.get().unwrap_or(&SEED);
        process::contain(&mut command, RUSTC_MEMORY, limit.as_secs(), 1 << 30);
        // What it leaves there when it is killed goes with the work folder.
        command.env("TMPDIR", self.work.join("bin"));
        // A busy machine may give it less than a core.
        let finished = process::finish(&mut command, limit * 4).map_err(BuildError::host("cannot run rustc"))?;
        if process::interrupted() {
            return Err(BuildError::Interrupted.into());
        }
        if !finished.success()
            && let Some(full) = room::full(&self.work, &finished.stderr)
        {
            return Err(full.into());
        }
        match finished.status {
            Some(status) if status.success() => Ok(finished),
            Some(status) if status.code() == Some(1) => Err(Failed::Rejected(diagnostics::errors(&finished.stderr))),
            _ => Err(BuildError::Compiler(finished.how()).into()),
        }
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
    let finished = toolchain.run(command).map_err(Failed::alone)?;
    Ok(String::from_utf8_lossy(&finished.stdout).into_owned())
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

    /// Where its library is put.
    fn out(&self) -> PathBuf {
        self.dir.join("synth-out")
    }

    /// The same without what is there: a compiler that was killed leaves its temporary files.
    fn emptied(&self) -> Result<PathBuf, BuildError> {
        let out = self.out();
        match fs::remove_dir_all(&out) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
            _ => fs::create_dir_all(&out),
        }
        .map_err(BuildError::host(format!("cannot make {}", out.display())))?;
        Ok(out)
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

    /// The only candidate in it; or, where several were built into it, the seed.
    pub fn alone(&self) -> Subject<'_> {
        self.candidate(0)
    }

    /// One of the candidates that were built into it.
    pub fn candidate(&self, candidate: u32) -> Subject<'_> {
        Subject { program: self, candidate }
    }
}

/// What is run: a worker, and which candidate of it.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The worker.
    pub program: &'a Program,
    /// A candidate that was built into it; 0 where it holds one only, and for the seed.
    pub candidate: u32,
}

impl Subject<'_> {
    /// Sessions to run it on.
    pub fn lap(self, sessions: Vec<u32>) -> Lap {
        Lap { candidate: self.candidate, program: Vec::new(), sessions }
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
    command.args(["-Awarnings", "--error-format=json", "--color=never"]);
    if form.unoptimised {
        command.args(["-C", "opt-level=0"]);
        let given = |option: &str| command.get_args().any(|arg| arg.to_string_lossy().starts_with(option));
        // Both follow the level of optimisation unless they are said.
        let unsaid = ["debug-assertions", "overflow-checks"].map(|o| (o, given(&format!("{o}="))));
        for (option, _) in unsaid.iter().filter(|(_, said)| !said) {
            command.args(["-C".to_owned(), format!("{option}=off")]);
        }
    }
    if form.overflow_checks {
        command.args(["-C", "overflow-checks=on"]);
    }
    match form.profile {
        true => command.args(["-C", "debuginfo=line-tables-only", "-C", "relocation-model=static"]),
        false => command.args(["-C", "debuginfo=0"]),
    };
    command.args(&form.flags);
}

/// Only what says how code is generated.
fn codegen_args(call: &Call) -> Vec<String> {
    let kept = replay_args(call, "");
    let pairs = kept.windows(2).filter(|pair| pair[0] == "-C" && !pair[1].starts_with("metadata="));
    pairs.flat_map(|pair| pair.iter().cloned()).collect()
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

/// Why a rustc call gave nothing.
pub(super) enum Failed {
    /// The compiler rejects the code.
    Rejected(Vec<Diagnostic>),
    Other(BuildError),
}

impl Failed {
    /// For whoever compiles one thing and needs one reason.
    fn alone(self) -> BuildError {
        match self {
            Failed::Rejected(errors) => {
                let first = errors.first().map(Diagnostic::to_string);
                BuildError::Rejected(first.unwrap_or_else(|| "rejected without a word".into()))
            }
            Failed::Other(error) => error,
        }
    }
}

impl From<BuildError> for Failed {
    fn from(error: BuildError) -> Failed {
        Failed::Other(error)
    }
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
