//! The rustc calls of a candidate: its library, alone or with others; [`super::worker`] has what is around it.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::AtomicU64;
use std::sync::{Mutex, OnceLock};
use std::time::{Duration, Instant};

use super::diagnostics::{self, Diagnostic};
use super::link::LinkCommand;
use super::schemata::{Arms, Bodies, Repair};
use super::worker::Workers;
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
pub(super) const RUNTIME: &str = "synth_rt";

/// How a worker is built.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Form {
    /// `-C overflow-checks=on`, whatever the profile says.
    pub overflow_checks: bool,
    /// With the counting allocator.
    pub counts: bool,
    /// Sampling where it spends its time, with line tables, at addresses that are those of the file.
    pub profile: bool,
    /// The sources take notes of what is reached (see [`super::reach`]), and the worker tells them.
    pub reach: bool,
    /// Calls are made only where these preconditions hold, by their place in the metadata.
    pub requires: Vec<usize>,
    /// Without optimisation, which is quick to build and slow to run.
    pub unoptimised: bool,
    /// More compiler flags: of a crate of many candidates, or whose worth is asked.
    pub flags: Vec<String>,
}

/// Everything that the rustc calls of one run share.
pub struct Toolchain {
    pub(super) library: Call,
    pub(super) worker: Call,
    pub(super) lib: String,
    lib_path: String,
    pub(super) harness: PathBuf,
    /// The workers' runtime, compiled once for each set of `cfg`s.
    pub(super) runtimes: Mutex<HashMap<Vec<&'static str>, PathBuf>>,
    /// Workers that can be linked with other libraries.
    pub(super) workers: Workers,
    seed_dir: PathBuf,
    pub(super) work: PathBuf,
    /// Programs built so far.
    pub(super) programs: AtomicU64,
    /// CPU time that a rustc call may take, known once the seed's library was built.
    limit: OnceLock<Duration>,
}

/// Sources that were built as one crate, of which only some candidates are left.
pub struct Built {
    /// The worker; `None` if nothing was left to build.
    pub program: Option<Program>,
    /// Candidates that the compiler rejects, each with its words.
    pub rejected: Vec<(u32, String)>,
    /// What it would write instead, where it says so.
    pub repairs: BTreeMap<u32, Repair>,
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
            workers: Workers::default(),
            seed_dir: prepared.seed_dir.clone(),
            work: work.to_owned(),
            programs: AtomicU64::new(0),
            limit: OnceLock::new(),
        })
    }

    /// How the library's code is generated, as rustc's arguments.
    pub fn flags(&self) -> Vec<String> {
        codegen_args(&self.library)
    }

    /// The copy of the seed from which cargo built it.
    pub fn seed_dir(&self) -> &Path {
        &self.seed_dir
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

    /// Builds a worker that can be linked again, in the folder of a slot; the command that does it.
    ///
    /// # Errors
    /// As [`Toolchain::build`].
    pub(super) fn build_objects(
        &self,
        slot: &mut Slot,
        sources: &Sources,
        form: &Form,
    ) -> Result<LinkCommand, BuildError> {
        let objects = slot.dir.join("synth-objects");
        self.library(slot, sources, form).and_then(|()| self.objects(slot, form, &[], &objects)).map_err(Failed::alone)
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
        // What many candidates share is compiled once in one unit, and anew in each of several.
        let form = &Form { flags: [&form.flags[..], &ONE_UNIT.map(str::to_owned)].concat(), ..form.clone() };
        let mut left = candidates.to_vec();
        let (mut rejected, mut repairs): (Vec<(u32, String)>, _) = (Vec::new(), BTreeMap::new());
        while !left.is_empty() {
            let schemata = bodies.compose(left.iter().copied(), form.unoptimised);
            let errors = match self.library(slot, &schemata.sources, form) {
                Ok(()) => {
                    let worker = self.around(slot, form, name, schemata.outline);
                    return Ok(Built { program: Some(worker.map_err(Failed::alone)?), rejected, repairs });
                }
                Err(Failed::Rejected(errors)) => errors,
                Err(failed) => return Err(failed.alone()),
            };
            let before = rejected.len();
            for error in &errors {
                for culprit in schemata.culprits(error) {
                    if !rejected.iter().any(|(known, _)| *known == culprit) {
                        rejected.push((culprit, error.to_string()));
                        repairs.extend(schemata.repair(error).map(|repair| (culprit, repair)));
                    } else if let Some(repair) = repairs.remove(&culprit) {
                        // One error mended of several brings nothing.
                        repairs.extend(repair.and(schemata.repair(error)).map(|repair| (culprit, repair)));
                    }
                }
            }
            if rejected.len() == before {
                return Err(Failed::Rejected(errors).alone());
            }
            left.retain(|(candidate, _)| !rejected.iter().any(|(culprit, _)| culprit == candidate));
        }
        Ok(Built { program: None, rejected, repairs })
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

    /// The messages of a compiler that makes no code; it is not kept from warning.
    pub(super) fn check(&self, slot: &mut Slot, sources: &Sources) -> Result<Vec<u8>, Failed> {
        slot.hold(sources)?;
        let out = slot.emptied()?;
        let mut library = self.library_call(slot);
        library.args(["--emit=metadata", "--error-format=json", "--color=never", "--out-dir"]).arg(&out);
        Ok(self.run(library)?.stderr)
    }

    fn library_call(&self, slot: &Slot) -> Command {
        let mut library = Command::new(&self.library.rustc);
        library.current_dir(&slot.dir).args(replay_args(&self.library, "")).arg(&self.lib_path);
        library.envs(self.library.env.iter().cloned());
        library
    }

    /// Runs rustc under limits.
    pub(super) fn run(&self, mut command: Command) -> Result<Finished, Failed> {
        let limit = *self.limit.get().unwrap_or(&SEED);
        // What it leaves there when it is killed goes with the work folder.
        command.env("TMPDIR", self.work.join("bin"));
        let mut command = process::limited(&command, RUSTC_MEMORY, limit.as_secs(), 1 << 30);
        // A busy machine may give it less than a core.
        let finished = process::finish_group(&mut command, limit * 4).map_err(BuildError::host("cannot run rustc"))?;
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

    /// The file of a library of this name.
    pub(super) fn library(&self, name: &str) -> PathBuf {
        self.out().join(format!("lib{name}.rlib"))
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

/// Asks for code that is generated as a whole, on one core.
pub(super) const ONE_UNIT: [&str; 2] = ["-C", "codegen-units=1"];

/// The compiler flags that depend on the form and not on the crate.
pub(super) fn dress(command: &mut Command, form: &Form) {
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
        // What std has of it is of no use either, and the linker would copy four MB.
        false => command.args(["-C", "debuginfo=0", "-C", "strip=debuginfo"]),
    };
    command.args(&form.flags);
}

/// Only what says how code is generated.
pub(super) fn codegen_args(call: &Call) -> Vec<String> {
    let kept = replay_args(call, "");
    let pairs = kept.windows(2).filter(|pair| pair[0] == "-C" && !pair[1].starts_with("metadata="));
    pairs.flat_map(|pair| pair.iter().cloned()).collect()
}

/// Cargo's arguments without those that say what goes where: input, output, messages, debug information.
/// `without` names an `--extern` that is given anew.
pub(super) fn replay_args(call: &Call, without: &str) -> Vec<String> {
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
