//! The worker around a library: compiled, or linked from what was compiled around an earlier one.
//!
//! The code of a worker is the same for all candidates, and compiling it is most of what a chunk of them costs. What a
//! compiled worker holds of its library is what the compiler copied there: generic and inlined functions, layouts of types, constants.
//! Where two libraries agree in all that (see [`Schemata::outline`](super::schemata::Schemata::outline)), objects that were
//! compiled around the one can be linked with the other. This module must not know what is in a library.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};

use super::BuildError;
use super::link::LinkCommand;
use super::rustc::{Failed, Form, ONE_UNIT, Program, RUNTIME, Slot, Toolchain, codegen_args, dress, replay_args};
use super::schemata::Outline;

/// How many compiled workers are kept. Each takes one or two MB of disk.
const KEPT: usize = 48;

/// Name of the worker's crate.
const WORKER: &str = "synth_harness";

/// What a compiled worker depends on.
type Key = (Outline, Form);

/// Compiled workers.
#[derive(Default)]
pub(super) struct Workers(Mutex<HashMap<Key, Arc<Objects>>>);

/// The objects of one worker, and how they are linked with a library.
struct Objects {
    command: LinkCommand,
    library: PathBuf,
    dir: PathBuf,
}

impl Drop for Objects {
    fn drop(&mut self) {
        // What is left over lies in the run's work folder, which goes as a whole.
        let _ = fs::remove_dir_all(&self.dir);
    }
}

impl Workers {
    fn get(&self, key: &Key) -> Option<Arc<Objects>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(key).cloned()
    }

    fn keep(&self, key: Key, objects: Objects) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // A search that went elsewhere needs few of the old ones.
        if known.len() >= KEPT {
            known.clear();
        }
        known.insert(key, Arc::new(objects));
    }
}

impl Toolchain {
    /// A worker around the library of many candidates in a slot. `outline`: all that it may hold of the library; `None` where
    /// nobody knows.
    pub(super) fn around(
        &self,
        slot: &Slot,
        form: &Form,
        name: &str,
        outline: Option<Outline>,
    ) -> Result<Program, Failed> {
        let cfgs = ["synth_schemata".to_owned()];
        let Some(outline) = outline.filter(|_| !self.optimises_at_link()) else {
            return self.worker(slot, form, &cfgs, name);
        };
        let (key, library, program) = ((outline, form.clone()), slot.library(&self.lib), self.program(form, name));
        if let Some(objects) = self.workers.get(&key) {
            let linked = objects.command.with(&objects.library, &library).run("", program.path());
            // At low levels of optimisation a library holds generic functions that others use, and this one may lack some.
            if !matches!(linked, Err(BuildError::Compiler(_))) {
                return Ok(linked.map(|()| program)?);
            }
        }
        let dir = program.path().with_extension("objects");
        let command = self.objects(slot, form, &cfgs, &dir)?;
        fs::rename(dir.join(WORKER), program.path()).map_err(BuildError::host("cannot move the worker"))?;
        self.workers.keep(key, Objects { command, library, dir });
        Ok(program)
    }

    /// Compiles and links a worker around the library in a slot.
    pub(super) fn worker(&self, slot: &Slot, form: &Form, cfgs: &[String], name: &str) -> Result<Program, Failed> {
        let program = self.program(form, name);
        let mut worker = self.worker_call(slot, form, cfgs)?;
        worker.arg("--emit=link").arg("-o").arg(program.path());
        self.run(worker)?;
        Ok(program)
    }

    /// The same, leaving the objects in a folder; the command that links them.
    pub(super) fn objects(&self, slot: &Slot, form: &Form, cfgs: &[String], dir: &Path) -> Result<LinkCommand, Failed> {
        fs::create_dir_all(dir).map_err(BuildError::host(format!("cannot make {}", dir.display())))?;
        let command = dir.join("link-args");
        let mut worker = self.worker_call(slot, form, cfgs)?;
        worker.args(["-C", "save-temps"]).arg(format!("--print=link-args={}", command.display()));
        worker.arg("--out-dir").arg(dir);
        self.run(worker)?;
        Ok(LinkCommand::read(&command, &self.harness, &self.work.join("bin"))?)
    }

    /// A program's file goes with it, so no two have the same; and so does one that the linker left half done.
    fn program(&self, form: &Form, name: &str) -> Program {
        let number = self.programs.fetch_add(1, Ordering::Relaxed);
        Program { path: self.work.join("bin").join(format!("{name}-{number}")), counts: form.counts }
    }

    fn worker_call(&self, slot: &Slot, form: &Form, cfgs: &[String]) -> Result<Command, Failed> {
        let mut worker = Command::new(&self.worker.rustc);
        worker.current_dir(&self.harness).args(replay_args(&self.worker, &self.lib)).arg(self.harness.join("main.rs"));
        worker.envs(self.worker.env.iter().cloned());
        for (name, file) in [(&*self.lib, slot.library(&self.lib)), (RUNTIME, self.runtime(form)?)] {
            worker.arg("--extern").arg(format!("{name}={}", file.display()));
        }
        dress(&mut worker, form);
        worker.args(cfgs.iter().map(|cfg| format!("--cfg={cfg}")));
        Ok(worker)
    }

    /// The profile asks for optimisation across crates: objects then hold code of all of them.
    fn optimises_at_link(&self) -> bool {
        let asks = |arg: &String| {
            let option = arg.strip_prefix("-C").unwrap_or(arg);
            option.starts_with("linker-plugin-lto")
                || (option.starts_with("lto") && !["lto=off", "lto=no", "lto=n"].contains(&option))
        };
        self.worker.args.iter().any(asks)
    }

    /// Builds the runtime of all workers of a form before one is needed; if that fails, whoever needs it will be told.
    pub fn prepare(&self, form: &Form) {
        let _ = self.runtime(form);
    }

    /// The library with the runtime of all workers of a form.
    pub(super) fn runtime(&self, form: &Form) -> Result<PathBuf, Failed> {
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
        command.args(codegen_args(&self.library)).args(ONE_UNIT).arg("--emit=link").arg("-o").arg(&file);
        dress(&mut command, &Form { profile: form.profile, ..Form::default() });
        command.args(cfgs.iter().map(|cfg| format!("--cfg={cfg}")));
        self.run(command)?;
        runtimes.insert(cfgs, file.clone());
        Ok(file)
    }
}
