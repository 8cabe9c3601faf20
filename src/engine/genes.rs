//! Compiler options as genes: which of them make a variant faster still. Chosen on select and decided about on the holdout, as
//! edits are, and kept apart from edits: a crate cannot carry them, whoever builds the program sets them. Options as genes
//! are MILEPOST's idea (Fursin et al., "Milepost GCC: machine learning enabled self-tuning compiler", 2011).

use rayon::prelude::*;

use super::decision::{FEW, Rule, decide};
use super::finals::{Accepted, Finals};
use super::gauge::{Baseline, Effort, Gauge};
use super::ground::Ground;
use super::relinks::host;
use super::timing::{Course, Pace};
use super::trial::HOLDOUT;
use super::{Fault, Objective};
use crate::build::{BuildError, Form, Program};
use crate::component::Sources;
use crate::measure::{Called, Confidence};
use crate::report::CompilerOptions;
use crate::search;

/// The genes; of each at most one option is taken.
const GENES: &[&[&str]] = &[
    &["-Copt-level=3", "-Copt-level=2", "-Copt-level=s"],
    &["-Ctarget-cpu=native"],
    &["-Ccodegen-units=1"],
    &["-Cllvm-args=-inline-threshold=1000"],
    &["-Cno-vectorize-loops"],
    &["-Cno-vectorize-slp"],
];
/// What an option must save on select to be taken, as a share.
const SAVES: f64 = 0.02;

/// What stronger options alone would give, as seed time over time.
///
/// # Errors
/// The host's trouble.
pub fn flags_alone(ground: &Ground) -> Result<f64, Fault> {
    let options = ["-Ctarget-cpu=native", "-Copt-level=3"].map(String::from);
    let Some(program) = build(ground, &ground.component.sources, &options, "flags")? else { return Ok(1.0) };
    let train: Vec<u32> = ground.parts[0].clone().collect();
    let gauge = Gauge::new(ground, Objective::Time, train, Effort::SELECT)?;
    let cost = gauge.seed(ground).ok().and_then(|seed| cost(ground, &gauge, &seed, &program));
    Ok(cost.map_or(1.0, |cost| 1.0 / cost))
}

/// The options that make an accepted candidate faster than it is by itself, if there are any.
///
/// # Errors
/// The user interrupted, or the host fails.
pub fn express(finals: &Finals, accepted: &Accepted) -> Result<Option<CompilerOptions>, Fault> {
    let (trial, ground) = (&finals.trial, finals.trial.ground);
    if trial.objective != Objective::Time {
        return Ok(None);
    }
    let Some(plain) = build(ground, &accepted.sources, &[], "genes")? else { return Ok(None) };
    let Ok(baseline) = finals.select.baseline(ground, plain.alone(), 1.0) else { return Ok(None) };
    let given = ground.toolchain.flags();
    let best = |(number, gene): (usize, &&[&str])| -> Result<Option<String>, Fault> {
        let mut best = (1.0 - SAVES, None);
        for option in gene.iter().filter(|option| !given.iter().any(|given| option.ends_with(given.as_str()))) {
            let options = [(*option).to_owned()];
            let Some(program) = build(ground, &accepted.sources, &options, &format!("gene{number}"))? else { continue };
            let cost = cost(ground, &finals.select, &baseline, &program).unwrap_or(f64::INFINITY);
            if cost < best.0 {
                best = (cost, Some((*option).to_owned()));
            }
        }
        Ok(best.1)
    };
    let chosen: Result<Vec<Option<String>>, Fault> = GENES.par_iter().enumerate().map(best).collect();
    let options: Vec<String> = chosen?.into_iter().flatten().collect();
    if options.is_empty() { Ok(None) } else { decided(finals, accepted, options) }
}

/// Whether the accepted candidate is faster with these options than without, on the holdout and over relinks.
fn decided(finals: &Finals, accepted: &Accepted, options: Vec<String>) -> Result<Option<CompilerOptions>, Fault> {
    let (trial, ground) = (&finals.trial, finals.trial.ground);
    let relinker = |flags: &[String], name: &str| {
        let form = Form { flags: flags.to_vec(), ..Form::default() };
        ground.toolchain.relinker(&ground.component.sources, &accepted.sources, &form, name).map_err(host)
    };
    let (without, with) = (relinker(&[], "without")?, relinker(&options, "with")?);
    let Ok(course) = Course::new(ground, trial.groups.clone(), Pace::CLOSE) else { return Ok(None) };
    let rule = Rule {
        group: HOLDOUT,
        looks: 1,
        floor: trial.noise_floor,
        slower: false,
        random_seed: trial.random_seed,
        end: trial.end,
    };
    let Ok(decision) = decide(ground, &course, &without, &with, &rule)? else { return Ok(None) };
    let shown = decision.called == Called::Faster && decision.ratios.len() >= FEW;
    let gain = || decision.interval(HOLDOUT, Confidence::REPORT);
    Ok(shown.then(|| CompilerOptions { options, gain: gain() }))
}

/// A worker with some options more; `None` if this compiler does not know them.
fn build(ground: &Ground, sources: &Sources, options: &[String], name: &str) -> Result<Option<Program>, Fault> {
    let form = Form { flags: options.to_vec(), ..Form::default() };
    match ground.toolchain.build(&mut ground.slot(name)?, sources, &form, name) {
        Ok(program) => Ok(Some(program)),
        Err(BuildError::Rejected(_) | BuildError::Compiler(_)) => Ok(None),
        Err(e) => Err(host(e)),
    }
}

/// Cost over that of the baseline; `None` if the results are not the same.
fn cost(ground: &Ground, gauge: &Gauge, baseline: &Baseline, program: &Program) -> Option<f64> {
    let core = rayon::current_thread_index().or(Some(0)).map(|thread| thread % super::funnel::cores());
    gauge.ratio(ground, baseline, program.alone(), 1.0, core, &mut search::rng(0, 0)).ok()
}
