//! Seed and candidate linked anew, again and again: one ratio for each relink.

use std::time::Instant;

use rayon::prelude::*;

use super::Fault;
use super::funnel::cores;
use super::ground::Ground;
use super::timing::{self, Course};
use crate::build::{BuildError, Relinker};
use crate::component::Sources;
use crate::replay::process;
use crate::search;

/// A worker of `sources` that can be linked many times.
///
/// # Errors
/// The host's trouble, or sources that do not build.
pub fn relinker(ground: &Ground, sources: &Sources, name: &str) -> Result<Relinker, Fault> {
    ground.contender(sources).relinker(name).map_err(host)
}

/// Log ratios of each group for each relink in `range`, spread over the cores. What is not done at `end` is left out.
///
/// # Errors
/// The user interrupted, or the linker fails. The inner error: one of the two is not right.
pub fn relinks(
    ground: &Ground,
    course: &Course,
    seed: &Relinker,
    candidate: &Relinker,
    range: std::ops::Range<u32>,
    random_seed: u64,
    end: Option<Instant>,
) -> Result<Result<Vec<Vec<f64>>, String>, Fault> {
    let over = || end.is_some_and(|end| Instant::now() >= end);
    let one = |n: u32| -> Result<Result<Vec<f64>, String>, Fault> {
        let mut rng = search::rng(random_seed, u64::from(n));
        let layout = |side: u32| n * 2 + side + 2;
        let a = seed.link(layout(0), &format!("relink-a{n}")).map_err(host)?;
        let b = candidate.link(layout(1), &format!("relink-b{n}")).map_err(host)?;
        let core = rayon::current_thread_index().map(|i| i % cores());
        match timing::pair(ground, course, a.alone(), b.alone(), core, &mut rng) {
            Ok(ratios) => Ok(Ok(ratios)),
            Err(wrong) => interruptible(wrong.to_string()),
        }
    };
    let in_time = |n: u32| match (!over()).then(|| one(n)) {
        Some(Err(_)) if over() && process::interrupted() => Ok(None),
        answer => answer.transpose(),
    };
    let all: Result<Vec<_>, Fault> = range.into_par_iter().map(in_time).collect();
    Ok(all?.into_iter().flatten().collect())
}

/// Trouble with a build that is not the candidate's fault.
pub fn host(error: BuildError) -> Fault {
    match error {
        BuildError::Interrupted => Fault::Interrupted(String::new()),
        BuildError::Host { .. } => Fault::Output(error.to_string()),
        _ => Fault::Internal(error.to_string()),
    }
}

/// A refusal in words, unless the user interrupted.
///
/// # Errors
/// He did.
pub fn interruptible<T, E>(why: E) -> Result<Result<T, E>, Fault> {
    if process::interrupted() { Err(Fault::Interrupted(String::new())) } else { Ok(Err(why)) }
}
