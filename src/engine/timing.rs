//! Seed and candidate in turn, on one core, in fresh processes, on orders of sessions drawn afresh: a time counts only
//! with right outputs of that very run.

use std::time::Duration;

use rand::seq::SliceRandom;
use rand::{Rng, RngExt};

use super::ground::{Ground, Wrong};
use crate::build::Program;
use crate::replay::{Limits, Run};

/// Groups of sessions that are timed apart, and how much of each.
pub struct Course {
    groups: Vec<Group>,
    in_time: bool,
}

struct Group {
    ids: Vec<u32>,
    /// How often the group is run; below 1, the share of its sessions that is drawn.
    times: f64,
}

/// Laps of one run, and the group of each.
pub struct Laps {
    laps: Vec<Vec<u32>>,
    group: Vec<usize>,
    groups: usize,
}

impl Course {
    /// Chooses how often each group runs so that the seed needs about `target` for it.
    ///
    /// # Errors
    /// The seed fails on its own trace.
    pub fn new(ground: &Ground, groups: Vec<Vec<u32>>, target: Duration) -> Result<Course, Wrong> {
        let groups = groups.into_iter().map(|ids| Group { ids, times: 1.0 }).collect();
        let mut course = Course { groups, in_time: ground.cut_in_time() };
        let laps = course.draw(&mut rand::rng());
        let times = time(ground, &ground.seed, &laps, None, 0)?;
        for (group, seconds) in course.groups.iter_mut().zip(times) {
            group.times = (target.as_secs_f64() / seconds.max(1e-7)).min(100_000.0);
        }
        Ok(course)
    }

    /// An order of sessions.
    pub fn draw(&self, rng: &mut impl Rng) -> Laps {
        let mut laps = Laps { laps: Vec::new(), group: Vec::new(), groups: self.groups.len() };
        for (g, group) in self.groups.iter().enumerate() {
            let mut ids = group.ids.clone();
            if group.times < 1.0 {
                ids.shuffle(rng);
                ids.truncate(((ids.len() as f64 * group.times).ceil() as usize).max(1));
            } else {
                ids = ids.repeat(group.times.ceil() as usize);
                ids.shuffle(rng);
            }
            let split = if self.in_time { ids.into_iter().map(|id| vec![id]).collect() } else { vec![ids] };
            laps.group.extend(vec![g; split.len()]);
            laps.laps.extend(split);
        }
        laps
    }
}

/// CPU seconds of each group in one run of `program`.
///
/// # Errors
/// The outputs of this run are not the seed's.
pub fn time(
    ground: &Ground,
    program: &Program,
    laps: &Laps,
    core: Option<usize>,
    padding: usize,
) -> Result<Vec<f64>, Wrong> {
    let ids = || laps.laps.iter().flatten().copied();
    let runs = ids().count() as f64 / ground.timed.tape.sessions().max(1) as f64;
    let expected = ground.timed.time.mul_f64(runs.max(1.0));
    let limits: Limits = ground.limits(expected, &ground.timed, ids());
    let run = Run { core, padding, ..ground.run(program, &ground.timed.tape, &laps.laps, limits) };
    let outcome = crate::replay::run(&run)?;
    ground.same(&ground.timed, &ids().collect::<Vec<_>>(), &outcome)?;
    let mut times = vec![0.0; laps.groups];
    for (lap, &group) in outcome.laps.iter().zip(&laps.group) {
        times[group] += lap.as_secs_f64();
    }
    Ok(times)
}

/// Log of seed time over candidate time for each group, from seed, candidate, candidate, seed on one order.
///
/// # Errors
/// One of them is not right.
pub fn pair(
    ground: &Ground,
    course: &Course,
    seed: &Program,
    candidate: &Program,
    core: Option<usize>,
    rng: &mut impl Rng,
) -> Result<Vec<f64>, Wrong> {
    let laps = course.draw(rng);
    let padding = rng.random_range(0..4096);
    let run = |program| time(ground, program, &laps, core, padding);
    let (s1, c1, c2, s2) = (run(seed)?, run(candidate)?, run(candidate)?, run(seed)?);
    let ratio = |g: usize| ((s1[g] + s2[g]).max(1e-9) / (c1[g] + c2[g]).max(1e-9)).ln();
    Ok((0..s1.len()).map(ratio).collect())
}

/// Program counters sampled while `program` runs sessions for about `target` of CPU time.
///
/// # Errors
/// The program is not right.
pub fn sample(ground: &Ground, program: &Program, ids: Vec<u32>, target: Duration) -> Result<Vec<u64>, Wrong> {
    let course = Course::new(ground, vec![ids], target)?;
    let laps = course.draw(&mut rand::rng());
    let ids = || laps.laps.iter().flatten().copied();
    let limits = ground.limits(target * 2, &ground.timed, ids());
    let run = Run { samples: true, ..ground.run(program, &ground.timed.tape, &laps.laps, limits) };
    Ok(crate::replay::run(&run)?.samples)
}
