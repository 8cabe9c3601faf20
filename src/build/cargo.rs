//! What cargo does once: dependencies built, rustc calls written down, the interface described.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use serde_json::Value;

use super::wrapper::{self, Call};
use super::{BuildError, room};
use crate::component::Component;
use crate::component::interface::{RUSTDOC, documented};
use crate::replay::process::{self, Finished};

/// Longest that cargo may take for all dependencies.
const CARGO: Duration = Duration::from_secs(3600);
/// Name of the generated crate.
const HARNESS: &str = "synth_harness";

/// A seed whose dependencies are built, and how to build it again with other sources.
pub struct Prepared {
    /// Stand-alone copy of the seed.
    pub seed_dir: PathBuf,
    /// The rustc call that made the seed's library.
    pub library: Call,
    /// The rustc call that made the worker.
    pub worker: Call,
    /// rustdoc's description of the public interface.
    pub interface: Value,
}

/// Copies the seed to `work/seed`, builds it with its dependencies at its release profile, and describes it.
///
/// # Errors
/// [`BuildError::Rejected`] holds cargo's own words when the seed does not build.
pub fn prepare(component: &Component, work: &Path) -> Result<Prepared, BuildError> {
    let seed_dir = work.join("seed");
    component
        .write_standalone(&seed_dir)
        .map_err(|e| BuildError::Host { what: "cannot copy the seed".into(), source: std::io::Error::other(e) })?;
    // The compiler's words with the places of the seed, not of its copy.
    let at_home = |error| match error {
        BuildError::Rejected(why) => {
            BuildError::Rejected(why.replace(&*seed_dir.to_string_lossy(), &component.root.to_string_lossy()))
        }
        other => other,
    };
    let harness = work.join("harness");
    write_harness(component, &harness, &seed_dir)
        .map_err(BuildError::host(format!("cannot write {}", harness.display())))?;
    let log = work.join("rustc.log");
    let wrapper = std::env::current_exe().map_err(BuildError::host("cannot find the synth binary"))?;
    let built = run_cargo(&harness, work, &["build", "--release"], |c| {
        c.env("RUSTC_WRAPPER", &wrapper).env(wrapper::LOG, &log);
    });
    built.map_err(at_home)?;
    let calls = std::fs::read_to_string(&log).map_err(BuildError::host(format!("cannot read {}", log.display())))?;
    let calls: Vec<Call> = calls.lines().filter_map(|l| serde_json::from_str(l).ok()).collect();
    let find = |name: &str| {
        let call = calls.iter().rev().find(|c| c.crate_name() == Some(name)).cloned();
        call.ok_or_else(|| BuildError::Compiler(format!("never called by cargo for `{name}`")))
    };
    let (library, worker) = (find(&component.lib)?, find(HARNESS)?);
    let interface = describe(component, &harness, &seed_dir, work).map_err(at_home)?;
    Ok(Prepared { seed_dir, library, worker, interface })
}

fn write_harness(component: &Component, harness: &Path, seed: &Path) -> std::io::Result<()> {
    let mut dependency = toml::Table::new();
    dependency.insert("path".into(), seed.to_string_lossy().into_owned().into());
    dependency.insert("package".into(), component.package.clone().into());
    let mut manifest: toml::Table = toml::toml! {
        [package]
        name = "synth_harness"
        version = "0.0.0"
        edition = "2024"
        [workspace]
        [dependencies]
    };
    if let Some(toml::Value::Table(dependencies)) = manifest.get_mut("dependencies") {
        dependencies.insert(component.lib.clone(), dependency.into());
    }
    // A worker must be able to catch a panic, which is behaviour.
    let mut profile = component.profile.clone();
    for settings in profile.iter_mut().filter_map(|(_, v)| v.as_table_mut()) {
        settings.remove("panic");
        settings.remove("strip");
    }
    if !profile.is_empty() {
        manifest.insert("profile".into(), profile.into());
    }
    std::fs::create_dir_all(harness.join("src"))?;
    std::fs::write(harness.join("Cargo.toml"), manifest.to_string())?;
    let main = format!("use {} as _;\nfn main() {{}}\n", component.lib);
    std::fs::write(harness.join("src/main.rs"), main)?;
    let lock = seed.join("Cargo.lock");
    if lock.exists() {
        std::fs::copy(lock, harness.join("Cargo.lock"))?;
    }
    Ok(())
}

/// Without the network first, so that what is on the machine is used; with it if that does not do.
fn run_cargo(dir: &Path, work: &Path, args: &[&str], set_up: impl Fn(&mut Command)) -> Result<Finished, BuildError> {
    let run = |offline: bool| {
        let mut command = command(dir, work);
        command.args(offline.then_some("--offline")).args(args);
        set_up(&mut command);
        process::finish_group(&mut command, CARGO).map_err(BuildError::host("cannot run cargo"))
    };
    let mut finished = run(true)?;
    if !finished.success() && !process::interrupted() {
        finished = run(false)?;
    }
    if process::interrupted() {
        return Err(BuildError::Interrupted);
    }
    if !finished.success()
        && let Some(full) = room::full(work, &finished.stderr)
    {
        return Err(full);
    }
    match finished.status {
        None => Err(BuildError::Compiler(finished.how())),
        Some(status) if status.success() => Ok(finished),
        Some(_) => Err(BuildError::Rejected(String::from_utf8_lossy(&finished.stderr).trim_end().to_owned())),
    }
}

/// A cargo call in `dir` with the target folder of this run and no inheritance from a cargo around us.
pub(super) fn command(dir: &Path, work: &Path) -> Command {
    let mut command = Command::new("cargo");
    command.current_dir(dir).env("CARGO_TARGET_DIR", work.join("target")).env("CARGO_TERM_COLOR", "never");
    // What a linker leaves there when it is killed goes with the work folder.
    command.env("TMPDIR", work);
    for name in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "RUSTC_WRAPPER", "RUSTC_WORKSPACE_WRAPPER", "RUSTC_BOOTSTRAP"]
    {
        command.env_remove(name);
    }
    command
}

fn describe(component: &Component, harness: &Path, seed_dir: &Path, work: &Path) -> Result<Value, BuildError> {
    let args = [&["rustdoc", "--release", "--lib", "-p", &component.package], &RUSTDOC[..]].concat();
    // Only for this crate: build scripts that probe for nightly features must still see a stable compiler.
    run_cargo(harness, work, &args, |c| {
        c.env("RUSTC_BOOTSTRAP", &component.lib);
    })?;
    let mut described =
        documented(&work.join("target"), &component.lib).map_err(BuildError::host("cannot read what rustdoc wrote"))?;
    within(&mut described, seed_dir);
    Ok(described)
}

/// Names the files of a crate as it does itself: cargo documents what another crate depends on by absolute paths.
fn within(described: &mut Value, seed_dir: &Path) {
    let items = described["index"].as_object_mut().into_iter().flat_map(|items| items.values_mut());
    for file in items.filter_map(|item| item.get_mut("span")?.get_mut("filename")) {
        let own = file.as_str().and_then(|file| Path::new(file).strip_prefix(seed_dir).ok());
        if let Some(own) = own.map(|own| own.to_string_lossy().into_owned()) {
            *file = own.into();
        }
    }
}
