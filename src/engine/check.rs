//! `synth check`: whether a seed is fit to be evolved, and what a run on this machine could show.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::decision::{FEW, MOST, emit_bound};
use super::evolve::{BEYOND, UNTYPED, contained, left_alone, not_contained, own_tests, seed_of};
use super::funnel::cores;
use super::ground::Ground;
use super::input::{load, read_traces};
use super::outcome::split_of;
use super::reserve::{Noise, least_budget};
use super::trial::{self, HOLDOUT};
use super::{Fault, Progress};
use crate::genome::{Change, Edit, Genome};
use crate::measure::smallest_effect;
use crate::operators::{Rewriting, take_apart};
use crate::replay::Counter;
use crate::report::check::{Fitness, Sites, SmallestEffect};
use crate::report::{SplitKind, Tests};
use crate::search::{self, Seed};
use crate::trace::Session;

/// The arguments of `synth check`.
#[derive(Debug, Clone)]
pub struct Question {
    /// Folder of the seed crate.
    pub seed_crate: PathBuf,
    /// Trace files.
    pub traces: Vec<PathBuf>,
    /// Run without seccomp.
    pub unsandboxed: bool,
    /// Cargo may run the build scripts of the seed.
    pub allow_build_script: bool,
}

impl Question {
    /// The seed with its trace, and the sessions beyond it. Builds go to `work`.
    ///
    /// # Errors
    /// The seed does not build, or does not reproduce the trace.
    pub(super) fn ground(&self, work: &Path, progress: &dyn Progress) -> Result<Ground, Fault> {
        let component = load(&self.seed_crate, self.allow_build_script)?;
        let trace = read_traces(&component, &self.traces, &[])?;
        let sandbox = contained(self.unsandboxed, progress)?;
        let mut ground = Ground::new(component, trace, work, sandbox, progress)?;
        progress.phase("making inputs beyond the trace");
        ground.go_beyond(BEYOND, &mut search::rng(0, u64::MAX - 1), progress)?;
        Ok(ground)
    }
}

/// The sessions of the trace files. Where these are too short to hold any out, made-up ones stand behind them.
pub(super) fn recorded(ground: &Ground) -> &[Session] {
    let made_up = if ground.split.kind == SplitKind::Generated { ground.split.holdout.slices.len() } else { 0 };
    &ground.trace.sessions[..ground.trace.sessions.len() - made_up]
}

/// A folder for builds that goes when it is dropped.
pub(super) fn scratch() -> Result<tempfile::TempDir, Fault> {
    let work = tempfile::Builder::new().prefix("synth-check-").tempdir();
    work.map_err(|e| Fault::Output(format!("cannot make a folder for builds: {e}")))
}

/// Goes through everything that a run does before it searches.
///
/// # Errors
/// See [`Fault`]: the seed does not build, its tests fail, or it does not reproduce the trace.
pub fn check(question: &Question, progress: &dyn Progress) -> Result<Fitness, Fault> {
    let start = Instant::now();
    // Before our own work is a load.
    let machine = machine();
    let work = scratch()?;
    let ground = question.ground(work.path(), progress)?;
    let (tests, tests_time) = own_tests(work.path(), progress)?;
    if ground.parts[2].is_empty() {
        return Err(Fault::Trace("no session is left to hold out; record a longer trace".into()));
    }
    progress.phase("measuring the noise of this machine");
    let noise = Noise::measure(&ground, trial::groups(&ground).0, HOLDOUT, 0)?;
    let least = least_budget(start.elapsed(), noise.needed(&ground, tests_time));
    progress.phase("looking for what may be edited");
    let seed = seed_of(&ground, &[])?;
    let floor = noise.floor();
    let effect = |relinks| {
        let ratio = smallest_effect(&noise.ratios, relinks, floor, emit_bound(1));
        SmallestEffect { relinks, ratio }
    };
    let counter = Counter::find();
    let mut fitness = Fitness {
        component: ground.component.package.clone(),
        tests,
        sessions: recorded(&ground).len(),
        calls: recorded(&ground).iter().map(Session::calls).sum(),
        split: split_of(&ground.split),
        generated_calls: ground.beyond.clone().map(|id| ground.judged.calls_of(id)).sum(),
        seccomp: !question.unsandboxed,
        counter: counter.as_ref().map_or_else(ToString::to_string, |counter| format!("counted by {}", counter.name())),
        not_contained: not_contained(&ground.component, question.unsandboxed, counter.as_ref().ok()),
        functions: sites(&seed),
        noise_floor: floor,
        smallest_effects: [FEW, MOST].map(effect).to_vec(),
        least_budget_s: least.as_secs(),
        advice: machine,
    };
    let advice = advice(&fitness, &seed, least);
    fitness.advice.extend(advice);
    Ok(fitness)
}

/// What an operator may touch in each function that may be edited.
fn sites(seed: &Seed) -> Vec<Sites> {
    let program = take_apart(&seed.view());
    let mut found: BTreeMap<&str, Sites> = BTreeMap::new();
    let exprs = program.exprs.iter().map(|expr| (expr.function, &expr.file, &expr.range));
    let statements = program.statements.iter().map(|statement| (statement.function, &statement.file, &statement.range));
    for (function, file, range) in exprs.chain(statements) {
        let path = program.functions[function].path.as_str();
        let sites = found.entry(path).or_insert_with(|| Sites { function: path.to_owned(), ..Sites::default() });
        match seed.frozen.forbids(file, range, false) {
            true => sites.frozen += 1,
            false => sites.open += 1,
        }
    }
    for Rewriting { function, changes } in program.rewrites() {
        let operator = changes.first().map_or("", |change| change.operator);
        let rule = [Edit::FIELD, Edit::RULE].iter().find_map(|kind| operator.strip_prefix(kind)).unwrap_or(operator);
        let edit = |change: &Change| {
            let Change { file, range, text, operator } = change.clone();
            Edit { file, range, text, operator: operator.to_owned() }
        };
        if let Some(sites) = found.get_mut(program.functions[*function].path.as_str())
            && Genome::new(changes.iter().map(edit).collect()).is_some_and(|genome| !genome.forbidden(&seed.frozen))
            && !sites.rules.iter().any(|known| known == rule)
        {
            sites.rules.push(rule.to_owned());
        }
    }
    let mut sites: Vec<Sites> = found.into_values().collect();
    sites.sort_by(|a, b| b.open.cmp(&a.open).then_with(|| a.function.cmp(&b.function)));
    sites
}

/// What would make a run better.
fn advice(fitness: &Fitness, seed: &Seed, least: Duration) -> Vec<String> {
    let mut advice = Vec::new();
    if fitness.functions.iter().all(|sites| sites.open == 0) {
        advice.push(
            "nothing may be edited: record a trace that reaches the code that matters, or look at `evolve` in \
             [package.metadata.synth]"
                .into(),
        );
    }
    advice.extend(left_alone(seed));
    if fitness.split.kind != SplitKind::Sessions {
        advice.push("record more sessions: the search learns from the trace, and so does the verdict".into());
    }
    if fitness.tests == Tests::NotRun {
        advice.push("make the seed's own tests build here: they judge each variant before it is emitted".into());
    }
    if seed.types.is_empty() {
        advice.push(UNTYPED.into());
    }
    if least > Duration::from_secs(600) {
        advice.push("the default budget of 10m is too short for this seed: give --budget".into());
    }
    advice
}

/// What of this machine disturbs times.
fn machine() -> Vec<String> {
    let read = |file: &str| std::fs::read_to_string(file).unwrap_or_default();
    let mut advice = Vec::new();
    let load = read("/proc/loadavg").split(' ').next().and_then(|load| load.parse::<f64>().ok()).unwrap_or(0.0);
    let cores = cores();
    if load > cores as f64 * 0.5 {
        advice.push(format!(
            "the load of this machine is {load:.1} on {cores} cores: stop other work, or keep it off some cores with `taskset`"
        ));
    }
    let governor = read("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor");
    if !["", "performance"].contains(&governor.trim()) {
        advice.push(format!(
            "the CPU frequency governor is `{}`: `cpupower frequency-set -g performance` makes times steadier",
            governor.trim()
        ));
    }
    if cores == 1 {
        advice.push(
            "only one core is free: builds and workers take turns on it, so a run finds less in its budget".into(),
        );
    }
    advice
}
