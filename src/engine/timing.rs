//! Seed and candidate in turn, on one core, in fresh processes, on orders of sessions drawn afresh: a time counts only
//! with right outputs of that very run.

use std::time::Duration;

use rand::seq::SliceRandom;
use rand::{Rng, RngExt};

use super::ground::{Ground, Wrong};
use crate::build::{Program, Subject};
use crate::replay::worker::Sample;
use crate::replay::{Lap, Limits, Run};

/// Groups of sessions that are timed apart, and how much of each.
pub struct Course {
    groups: Vec<Group>,
    in_time: bool,
}

struct Group {
    ids: Vec<u32>,
    /// How often the group is run; below 1, the share of its sessions that is drawn.
    times: f64,
    /// The most that `times` may be.
    most: f64,
}

/// Most calls of one group in one run. Reading arguments and comparing results costs more than a quick function itself, and
/// so many calls of the quickest take a few hundred times what the clock can tell apart.
const CALLS: f64 = 40_000.0;

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
        let most = |ids: &[u32]| CALLS / ids.iter().map(|&id| ground.timed.calls_of(id)).sum::<usize>().max(1) as f64;
        let group = |ids: Vec<u32>| Group { most: most(&ids), times: 1.0, ids };
        let groups = groups.into_iter().map(group).collect();
        let mut course = Course { groups, in_time: ground.cut_in_time() };
        let laps = course.draw(&mut rand::rng());
        let times = time(ground, &ground.seed, &[0], &laps, None, 0)?.remove(0);
        for (group, seconds) in course.groups.iter_mut().zip(times) {
            group.times = (target.as_secs_f64() / seconds.max(1e-7)).min(group.most);
        }
        Ok(course)
    }

    /// The same groups, run more often.
    pub fn times(&self, factor: f64) -> Course {
        let group =
            |group: &Group| Group { times: (group.times * factor).min(group.most), ids: group.ids.clone(), ..*group };
        Course { groups: self.groups.iter().map(group).collect(), in_time: self.in_time }
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

/// CPU seconds of each group, for each candidate of `turns`, all run by one process in this order.
///
/// # Errors
/// The outputs of this run are not the seed's.
fn time(
    ground: &Ground,
    program: &Program,
    turns: &[u32],
    laps: &Laps,
    core: Option<usize>,
    padding: usize,
) -> Result<Vec<Vec<f64>>, Wrong> {
    let all: Vec<Lap> = turns
        .iter()
        .flat_map(|&candidate| laps.laps.iter().map(move |ids| Lap { candidate, sessions: ids.clone() }))
        .collect();
    let ids: Vec<u32> = all.iter().flat_map(|lap| &lap.sessions).copied().collect();
    let runs = ids.len() as f64 / ground.timed.tape.sessions().max(1) as f64;
    let expected = ground.timed.time.mul_f64(runs.max(1.0));
    let limits: Limits = ground.limits(expected, &ground.timed, ids.iter().copied());
    let usual = ground.run(program, &ground.timed.tape, &all, limits);
    let run = Run { core, padding, expected: &ground.timed.expected, ..usual };
    let outcome = crate::replay::run(&run)?;
    ground.same(&ground.timed, &ids, &outcome)?;
    let turn = |taken: &[Duration]| {
        let mut times = vec![0.0; laps.groups];
        taken.iter().zip(&laps.group).for_each(|(lap, &group)| times[group] += lap.as_secs_f64());
        times
    };
    Ok(outcome.laps.chunks(laps.laps.len()).map(turn).collect())
}

/// Log of seed time over candidate time for each group, from seed, candidate, candidate, seed on one order: in four
/// processes, or in one where both are in one worker.
///
/// # Errors
/// One of them is not right.
pub fn pair(
    ground: &Ground,
    course: &Course,
    seed: Subject,
    candidate: Subject,
    core: Option<usize>,
    rng: &mut impl Rng,
) -> Result<Vec<f64>, Wrong> {
    let laps = course.draw(rng);
    let padding = rng.random_range(0..4096);
    let turns = [seed, candidate, candidate, seed];
    let times = if std::ptr::eq(seed.program, candidate.program) {
        time(ground, seed.program, &turns.map(|s| s.candidate), &laps, core, padding)?
    } else {
        let one = |s: Subject| Ok(time(ground, s.program, &[s.candidate], &laps, core, padding)?.remove(0));
        turns.into_iter().map(one).collect::<Result<_, Wrong>>()?
    };
    let ratio = |g: usize| ((times[0][g] + times[3][g]).max(1e-9) / (times[1][g] + times[2][g]).max(1e-9)).ln();
    Ok((0..laps.groups).map(ratio).collect())
}

/// Runs that are sampled.
const SAMPLED: usize = 20;

/// Samples taken while `program` runs sessions for about `target` of CPU time each of some times.
///
/// # Errors
/// The program is not right.
pub fn sample(ground: &Ground, program: &Program, ids: Vec<u32>, target: Duration) -> Result<Vec<Sample>, Wrong> {
    let course = Course::new(ground, vec![ids], target)?;
    let laps: Vec<Lap> = (0..SAMPLED)
        .flat_map(|_| course.draw(&mut rand::rng()).laps)
        .map(|sessions| program.alone().lap(sessions))
        .collect();
    let limits = ground.limits(target * 2, &ground.timed, laps.iter().flat_map(|lap| lap.sessions.iter().copied()));
    let run = Run { samples: true, ..ground.run(program, &ground.timed.tape, &laps, limits) };
    Ok(crate::replay::run(&run)?.samples)
}
