//! `synth bench`: crates with one interface, compared on traces.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::Duration;

use super::finals::FEW;
use super::ground::{Ground, load, read_traces};
use super::timing::Course;
use super::{Fault, Progress, relinks};
use crate::build::{self, Form, Toolchain};
use crate::measure::{Confidence, Interval};
use crate::replay::Sandbox;
use crate::replay::harness::RUNTIME;

/// The first crate against each other one, on the whole of the traces; a line for each.
///
/// # Errors
/// [`Fault::Differs`] when one does not behave like the first.
pub fn bench(crates: &[PathBuf], traces: &[PathBuf], progress: &dyn Progress) -> Result<String, Fault> {
    let Some((first, others)) = crates.split_first().filter(|(_, others)| !others.is_empty()) else {
        return Err(Fault::Arguments("bench needs at least two crates to compare".into()));
    };
    let component = load(first)?;
    let (trace, split) = read_traces(&component, traces, &[])?;
    let work = tempfile::Builder::new().prefix("synth-bench-").tempdir();
    let work = work.map_err(|e| Fault::Output(format!("cannot make a folder for builds: {e}")))?;
    let sandbox = Sandbox::new().map_err(|e| Fault::Arguments(e.to_string()))?;
    let one = work.path().join("first");
    let make =
        |dir: &PathBuf| std::fs::create_dir_all(dir).map_err(|e| Fault::Output(format!("{}: {e}", dir.display())));
    make(&one)?;
    let ground = Ground::new(component, trace, split, &one, sandbox, progress)?;
    let seed = relinks::relinker(&ground, &ground.component.sources, "first")?;
    let all: Vec<u32> = (0..ground.timed.tape.sessions() as u32).collect();
    let course = Course::new(&ground, vec![all], Duration::from_millis(12)).map_err(|e| Fault::Seed(e.to_string()))?;
    let mut report = String::new();
    for (i, other) in others.iter().enumerate() {
        progress.phase(&format!("building {}", other.display()));
        let component = load(other)?;
        if component.lib != ground.component.lib {
            return Err(Fault::Arguments(format!(
                "{} is the library `{}`, {} is `{}`; bench compares crates with one interface",
                other.display(),
                component.lib,
                first.display(),
                ground.component.lib
            )));
        }
        let work = work.path().join(format!("other{i}"));
        make(&work)?;
        let broken = |e: build::BuildError| Fault::Seed(format!("{} does not build: {e}", other.display()));
        let prepared = build::prepare(&component, &work).map_err(broken)?;
        let toolchain = Toolchain::new(&component, &prepared, &work, &ground.harness.main, &RUNTIME).map_err(broken)?;
        let mut slot = toolchain.slot("bench", &component.sources).map_err(broken)?;
        let program = toolchain.build(&mut slot, &component.sources, &Form::default(), "bench").map_err(broken)?;
        let sessions = (0..ground.judged.tape.sessions() as u32).collect();
        if let Err(wrong) = ground.judge(program.alone(), sessions, None) {
            return Err(Fault::Differs(format!(
                "{} does not behave like {}: {wrong}",
                other.display(),
                first.display()
            )));
        }
        progress.phase("comparing");
        let candidate =
            toolchain.relinker(&component.sources, &component.sources, &Form::default(), "bench").map_err(broken)?;
        let ratios =
            relinks::relinks(&ground, &course, &seed, &candidate, 0..FEW as u32, 1, None)?.map_err(Fault::Differs)?;
        let interval = Interval::of(&ratios.iter().map(|r| r[0]).collect::<Vec<_>>(), Confidence::REPORT);
        let _ = writeln!(
            report,
            "{}: {:.3} times as fast as {} ({:.3} to {:.3}, 99 % over {FEW} relinks); same behaviour on {} calls",
            other.display(),
            interval.point,
            first.display(),
            interval.low,
            interval.high,
            ground.judged.calls()
        );
    }
    Ok(report)
}
