//! `synth bench`: crates with one interface, compared on traces.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::decision::{Rule, decide};
use super::ground::Ground;
use super::input::{load, read_traces};
use super::reserve::Noise;
use super::rival::{Rival, work_folder};
use super::timing::{Course, Pace};
use super::{Fault, Progress, relinks};
use crate::build::{Form, Relinker};
use crate::component::Component;
use crate::measure::{Called, Confidence, Interval};
use crate::replay::Sandbox;

/// The first crate against each other one, on the whole of the traces; a line for each.
///
/// # Errors
/// [`Fault::Differs`] when one does not behave like the first.
pub fn bench(
    crates: &[PathBuf],
    traces: &[PathBuf],
    allow_build_script: bool,
    progress: &dyn Progress,
) -> Result<String, Fault> {
    let Some((first, others)) = crates.split_first().filter(|(_, others)| !others.is_empty()) else {
        return Err(Fault::Arguments("bench needs at least two crates to compare".into()));
    };
    let component = load(first, allow_build_script)?;
    // Before anything is built.
    let others: Vec<(&PathBuf, Component)> =
        others.iter().map(|other| Ok((other, load(other, allow_build_script)?))).collect::<Result<_, Fault>>()?;
    let trace = read_traces(&component, traces, &[])?;
    let work = work_folder()?;
    let sandbox = Sandbox::new().map_err(|e| Fault::Arguments(e.to_string()))?;
    let ground = Ground::new(component, trace, &work.path().join("first"), sandbox, progress)?;
    ground.must_show()?;
    let all: Vec<u32> = (0..ground.timed.tape.sessions() as u32).collect();
    let course = Course::new(&ground, vec![all.clone()], Pace::CLOSE).map_err(|e| Fault::Seed(e.to_string()))?;
    progress.phase("measuring the noise of this machine");
    let noise = Noise::measure(&ground, vec![all], 0, 1)?;
    let floor = noise.floor();
    let mut report =
        format!("noise floor {floor:.4}: what identical copies of {} may seem to differ by\n", first.display());
    for (i, (other, rival)) in others.into_iter().enumerate() {
        progress.phase(&format!("building {}", other.display()));
        let folder = work.path().join(format!("other{i}"));
        let candidate = same(&ground, first, rival, &folder)?;
        progress.phase("comparing");
        let rule = Rule { group: 0, looks: 1, floor, slower: true, random_seed: i as u64, end: None };
        let decision = decide(&ground, &course, &noise.seed, &candidate, &rule)?.map_err(Fault::Differs)?;
        let Interval { point, low, high } = decision.interval(0, Confidence::REPORT);
        let _ = writeln!(
            report,
            "{}: {}, {point:.3} times as fast as {} ({low:.3} to {high:.3}, 99 % over {} relinks); same behaviour on {} calls, those at the end of sessions included",
            other.display(),
            word(decision.called),
            first.display(),
            decision.ratios.len(),
            ground.judged.calls()
        );
        // Of a hundred crates each would leave its builds until the end.
        let _ = std::fs::remove_dir_all(folder);
    }
    Ok(report)
}

fn word(called: Called) -> &'static str {
    match called {
        Called::Faster => "faster",
        Called::Slower => "slower",
        Called::Neither => "no difference shown",
    }
}

/// A crate that does what the first one does, to be timed.
fn same(ground: &Ground, first: &Path, mut other: Component, work: &Path) -> Result<Relinker, Fault> {
    let place = other.root.clone();
    // Whatever profiles they come with, what is compared is the code.
    other.profile = ground.component.profile.clone();
    let rival = Rival::new(ground, other, work)?;
    let broken = |why| Fault::Seed(format!("{} does not build: {why}", place.display()));
    let rival = rival.map_err(broken)?;
    let broken = |error| match error {
        crate::build::BuildError::Rejected(why) => broken(why),
        other => relinks::host(other),
    };
    let program = rival.contender().build(&Form::default(), "bench").map_err(broken)?;
    let sessions = (0..ground.judged.tape.sessions() as u32).collect();
    if let Err(wrong) = ground.judge(program.alone(), sessions, None) {
        return Err(Fault::Differs(format!("{} does not behave like {}: {wrong}", place.display(), first.display())));
    }
    rival.contender().relinker("bench").map_err(broken)
}
