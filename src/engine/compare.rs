//! `synth bench`: crates with one interface, compared on traces.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::ground::{Ground, load, read_traces};
use super::rival::{Rival, work_folder};
use super::timing::Course;
use super::trial::{FEW, LAP};
use super::{Fault, Progress, relinks};
use crate::build::{Form, Relinker};
use crate::measure::{Confidence, Interval};
use crate::replay::Sandbox;

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
    let work = work_folder()?;
    let sandbox = Sandbox::new().map_err(|e| Fault::Arguments(e.to_string()))?;
    let ground = Ground::new(component, trace, split, &work.path().join("first"), sandbox, progress)?;
    let seed = relinks::relinker(&ground, &ground.component.sources, "first")?;
    let all: Vec<u32> = (0..ground.timed.tape.sessions() as u32).collect();
    let course = Course::new(&ground, vec![all], LAP).map_err(|e| Fault::Seed(e.to_string()))?;
    let mut report = String::new();
    for (i, other) in others.iter().enumerate() {
        progress.phase(&format!("building {}", other.display()));
        let candidate = same(&ground, first, other, &work.path().join(format!("other{i}")))?;
        progress.phase("comparing");
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

/// A crate that does what the first one does, to be timed.
fn same(ground: &Ground, first: &Path, other: &Path, work: &Path) -> Result<Relinker, Fault> {
    let rival = Rival::new(ground, load(other)?, work)?;
    let broken = |why| Fault::Seed(format!("{} does not build: {why}", other.display()));
    let rival = rival.map_err(broken)?;
    let broken = |error| match error {
        crate::build::BuildError::Rejected(why) => broken(why),
        other => relinks::host(other),
    };
    let program = rival.contender().build(&Form::default(), "bench").map_err(broken)?;
    let sessions = (0..ground.judged.tape.sessions() as u32).collect();
    if let Err(wrong) = ground.judge(program.alone(), sessions, None) {
        return Err(Fault::Differs(format!("{} does not behave like {}: {wrong}", other.display(), first.display())));
    }
    rival.contender().relinker("bench").map_err(broken)
}
