//! What is kept of a budget for the verdict: learned by comparing identical copies of the seed, as a verdict compares, so that it is
//! known how noisy this machine is and how slow at the moment.

use std::time::{Duration, Instant};

use super::Fault;
use super::challenge::ROUND;
use super::decision::{FEW, MOST};
use super::funnel::cores;
use super::ground::Ground;
use super::relinks::{relinker, relinks};
use super::timing::{Course, Pace};
use super::trial::ROUNDS;
use crate::build::Relinker;
use crate::measure::noise_floor;
use crate::replay::process;

/// Identical copies that are compared to learn the noise floor.
const COPIES: u32 = 8;
/// Crates that a verdict compiles.
const BUILDS: u32 = 3;
/// Crates that are compiled one after another before it: those from which a finalist is chosen, on all cores, and those by which it
/// is made small, of which a crate of many counts as four.
const CHOOSING: u32 = 10;
/// Crates that are compiled for two finalists.
pub(super) const CRATES: u32 = 2 * (BUILDS + CHOOSING);
/// What writing a crate and the reports takes.
pub(super) const EMISSION: Duration = Duration::from_millis(1500);
/// What part of a long search's time is kept at least.
const LONG: u32 = 16;
/// Least time that is worth searching.
pub(super) const LEAST_SEARCH: Duration = Duration::from_secs(2);

/// What this machine makes of identical copies.
pub(super) struct Noise {
    /// Log ratios of some relinks.
    pub ratios: Vec<f64>,
    /// The seed's worker, to be linked anew.
    pub seed: Relinker,
    /// Wall time of one relink with its runs.
    relink: Duration,
    /// Wall time of compiling the seed.
    pub build: Duration,
    /// Wall time for CPU time, all cores at work; 1 where nobody else wants them.
    pace: f64,
}

impl Noise {
    /// Measures identical copies of the seed on groups of sessions. `deciding`: the group whose ratios count.
    ///
    /// # Errors
    /// The seed cannot be timed.
    pub fn measure(ground: &Ground, groups: Vec<Vec<u32>>, deciding: usize, random_seed: u64) -> Result<Noise, Fault> {
        let start = Instant::now();
        let seed = relinker(ground, &ground.component.sources, "seed")?;
        let build = start.elapsed();
        let fails = |why: String| Fault::Seed(format!("the seed cannot be timed: {why}"));
        let course = Course::new(ground, groups, Pace::CLOSE).map_err(|wrong| fails(wrong.to_string()))?;
        let (start, cpu) = (Instant::now(), process::own_cpu_time());
        let ratios = relinks(ground, &course, &seed, &seed, 1000..1000 + COPIES, random_seed, None)?.map_err(fails)?;
        let (wall, cpu) = (start.elapsed(), process::own_cpu_time().saturating_sub(cpu));
        let at_once = cores().min(COPIES as usize) as f64;
        let pace = wall.as_secs_f64() * at_once / cpu.as_secs_f64().max(1e-3);
        let ratios = ratios.iter().map(|ratios| ratios[deciding]).collect();
        Ok(Noise { ratios, seed, relink: wall / COPIES, build, pace: pace.max(1.0) })
    }

    /// Ratio that identical copies reach by chance, when they are compared as closely as anything is.
    pub fn floor(&self) -> f64 {
        noise_floor(&self.ratios, MOST)
    }

    /// Time that one finalist needs, from being chosen to its verdict, with its builds and the seed's `tests`, if the machine stays as
    /// quick as it was.
    pub fn needed(&self, ground: &Ground, tests: Duration) -> Duration {
        let sessions = ground.judged.tape.sessions().max(1) as u32;
        // The seed runs twice on what is made up, the variant once.
        let round = ground.at_once().min(ground.judged.time / sessions * ROUND as u32) * 3;
        // Under two streams, with and without overflow checks; then the sessions that are sought for it alone, on all cores.
        let sought = round * ROUNDS as u32 / cores() as u32;
        let judging = (ground.judged.time * 4 + sought).mul_f64(self.pace);
        self.relink * FEW as u32 + tests + judging + self.build * BUILDS + self.choosing() + EMISSION
    }

    /// The part of it until a finalist is as small as it can be.
    pub fn choosing(&self) -> Duration {
        self.build * CHOOSING
    }
}

/// What is kept of what is `left` of a budget where one finalist needs `needed`: the first may fail, and a machine may become
/// slower; what was searched for long has more in it that brings nothing; but half is for searching.
pub(super) fn reserve(left: Duration, needed: Duration) -> Duration {
    (needed * 2).max(left / LONG).min(left / 2)
}

/// The smallest budget that leaves time to search, in whole seconds.
pub(super) fn least_budget(setup: Duration, needed: Duration) -> Duration {
    Duration::from_secs((setup + needed + LEAST_SEARCH).mul_f64(1.2).as_secs() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_enough_for_two_where_there_is_time_and_never_more_than_half() {
        let kept = |left, needed| reserve(Duration::from_secs(left), Duration::from_secs(needed)).as_secs();
        assert_eq!([kept(600, 20), kept(80, 20), kept(60, 28), kept(60, 90), kept(0, 9)], [40, 40, 30, 30, 0]);
        assert_eq!(kept(1600, 20), 100);
    }
}
