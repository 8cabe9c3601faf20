//! Seed and candidate in turn, on one core, in processes of their own, on orders of sessions drawn afresh: a time counts
//! only with right outputs of that very run.
//!
//! A machine that is shared has whole milliseconds at half its speed. So the two take turns every millisecond or so, each
//! pair of laps gives a ratio of its own, and their median counts.

use std::time::Duration;

use rand::seq::SliceRandom;
use rand::{Rng, RngExt};

use super::ground::{Ground, Wrong};
use crate::build::{Program, Subject};
use crate::measure::median;
use crate::replay::outcome::Sample;
use crate::replay::{Lap, Run};

/// How closely two are compared in one go.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// CPU time of the seed in one lap, where sessions are short enough.
    lap: Duration,
    /// Laps of each side.
    laps: usize,
    /// Most parts into which a group is cut that takes longer than a lap; each is run in more than one.
    parts: usize,
}

impl Pace {
    /// For a search, where many are compared.
    pub const QUICK: Pace = Pace { lap: Duration::from_micros(400), laps: 6, parts: 2 };
    /// For a verdict.
    pub const CLOSE: Pace = Pace { lap: Duration::from_millis(2), laps: 12, parts: 3 };
    /// For how quick a machine is on average, though it stands still for moments.
    pub const STEADY: Pace = Pace { lap: Duration::from_millis(2), laps: 48, parts: 3 };

    fn whole(self) -> f64 {
        self.lap.as_secs_f64() * self.laps as f64
    }
}

/// Groups of sessions that are timed apart.
pub struct Course {
    groups: Vec<Group>,
    pace: Pace,
    in_time: bool,
}

#[derive(Clone)]
struct Group {
    ids: Vec<u32>,
    calls: usize,
    /// What the slower of the two is likely to need for all of them once.
    seconds: f64,
}

/// Most calls in one lap. Reading arguments and comparing results costs more than a quick function itself, and so many calls
/// of the quickest take tens of times what the clock can tell apart.
const CALLS: usize = 8_000;

/// How often a group is timed that seems to take less than a lap.
const AGAIN: usize = 5;

/// Sessions that are timed together, in more than one lap.
struct Part {
    group: usize,
    ids: Vec<u32>,
    laps: usize,
}

impl Course {
    /// Groups of sessions, timed on the seed once.
    ///
    /// # Errors
    /// The seed fails on its own trace.
    pub fn new(ground: &Ground, groups: Vec<Vec<u32>>, pace: Pace) -> Result<Course, Wrong> {
        let group = |ids: Vec<u32>| {
            let calls = ids.iter().map(|&id| ground.timed.calls_of(id)).sum();
            Group { ids, calls, seconds: 0.0 }
        };
        let mut groups: Vec<Group> = groups.into_iter().map(group).collect();
        let in_time = ground.cut_in_time();
        for group in &mut groups {
            let lap = |ids: Vec<u32>| ground.seed.alone().lap(ids);
            let time = |laps: &[Lap]| replay(ground, &ground.seed, laps, None, 0);
            let sum = |times: Vec<Duration>| times.into_iter().sum::<Duration>();
            let taken = match in_time {
                true => sum(time(&group.ids.iter().map(|&id| lap(vec![id])).collect::<Vec<_>>())?),
                false => sum(time(&[lap(group.ids.clone())])?),
            };
            // Where a host takes its cores away, it is made up for later, and what ran then seems to have taken no time.
            let again =
                if !in_time && taken < pace.lap { time(&vec![lap(group.ids.clone()); AGAIN])? } else { Vec::new() };
            group.seconds = again.into_iter().fold(taken, Duration::max).as_secs_f64().max(1e-7);
        }
        Ok(Course { groups, pace, in_time })
    }

    /// The same for two that both take only this share of the seed's time.
    pub fn scaled(&self, cost: f64) -> Course {
        let group = |group: &Group| Group { seconds: group.seconds * cost, ..group.clone() };
        Course { groups: self.groups.iter().map(group).collect(), ..*self }
    }

    fn draw(&self, rng: &mut impl Rng) -> Vec<Part> {
        let mut parts = Vec::new();
        for (number, group) in self.groups.iter().enumerate() {
            let cut = if self.in_time { self.sessions(group) } else { self.cut(group, rng) };
            parts.extend(cut.into_iter().map(|(ids, laps)| Part { group: number, ids, laps }));
        }
        parts
    }

    /// Sessions in time begin where an earlier one left off, and so each is a lap of its own.
    fn sessions(&self, group: &Group) -> Vec<(Vec<u32>, usize)> {
        let most = self.pace.laps.div_ceil(group.ids.len().max(1));
        let laps = ((self.pace.whole() / group.seconds) as usize).clamp(2, most.max(2));
        group.ids.iter().map(|&id| (vec![id], laps)).collect()
    }

    /// Parts that take about a lap each: the whole group, several times over if it is short, or samples of it.
    fn cut(&self, group: &Group, rng: &mut impl Rng) -> Vec<(Vec<u32>, usize)> {
        let (lap, count) = (self.pace.lap.as_secs_f64(), group.ids.len().max(1));
        let most = CALLS as f64 / group.calls.max(1) as f64;
        // How much of the group is a lap.
        let share = (lap / group.seconds).min(most);
        if share >= 1.0 {
            return vec![(group.ids.repeat(share as usize), self.pace.laps)];
        }
        // At least one session, which may take longer than a lap should.
        let length = (share * count as f64).max(1.0);
        let time = length / count as f64 * group.seconds;
        let laps = (self.pace.whole() / time) as usize;
        let laps = laps.clamp(2, self.pace.laps);
        let parts = self.pace.parts.min((1.0 / share) as usize).clamp(1, laps / 2);
        let mut ids = group.ids.clone();
        ids.shuffle(rng);
        let length = length.ceil() as usize;
        ids.chunks(length).take(parts).map(|ids| (ids.to_vec(), laps / parts)).collect()
    }
}

/// CPU time of each lap, if it did what the seed does.
fn replay(
    ground: &Ground,
    program: &Program,
    laps: &[Lap],
    core: Option<usize>,
    padding: usize,
) -> Result<Vec<Duration>, Wrong> {
    let run = prepared(ground, program, laps, core, padding);
    let outcome = crate::replay::run(&run)?;
    ground.same(&ground.timed, &sessions(laps), &outcome)?;
    Ok(outcome.laps)
}

fn prepared<'a>(
    ground: &'a Ground,
    program: &'a Program,
    laps: &'a [Lap],
    core: Option<usize>,
    padding: usize,
) -> Run<'a> {
    let ids = sessions(laps);
    let runs = ids.len() as f64 / ground.timed.tape.sessions().max(1) as f64;
    let expected = ground.timed.time.mul_f64(runs.max(1.0));
    let limits = ground.limits(expected, &ground.timed, ids.into_iter());
    let usual = ground.run(program, &ground.timed.tape, laps, limits);
    Run { core, padding, expected: &ground.timed.expected, ..usual }
}

fn sessions(laps: &[Lap]) -> Vec<u32> {
    laps.iter().flat_map(|lap| &lap.sessions).copied().collect()
}

/// Log of seed time over candidate time for each group: in two processes that take turns, or in one where both are in one
/// worker.
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
    let parts = course.draw(rng);
    let mut order: Vec<usize> =
        parts.iter().enumerate().flat_map(|(at, part)| std::iter::repeat_n(at, part.laps)).collect();
    order.shuffle(rng);
    let shuffled = |&at: &usize| {
        let mut ids = parts[at].ids.clone();
        ids.shuffle(rng);
        ids
    };
    let laps: Vec<Vec<u32>> = order.iter().map(shuffled).collect();
    let padding = rng.random_range(0..4096);
    let times = turns(ground, [seed, candidate], &laps, core, padding)?;
    let mut of_part = vec![Vec::new(); parts.len()];
    order.into_iter().zip(times).for_each(|(at, times)| of_part[at].push(times));
    Ok((0..course.groups.len()).map(|group| log_ratio(&parts, &of_part, group)).collect())
}

/// Seconds of both for each lap, in the order seed, candidate, candidate, seed and so on.
fn turns(
    ground: &Ground,
    both: [Subject; 2],
    laps: &[Vec<u32>],
    core: Option<usize>,
    padding: usize,
) -> Result<Vec<[f64; 2]>, Wrong> {
    let lap = |side: usize, at: usize| both[side].lap(laps[at].clone());
    let all = 0..laps.len();
    if std::ptr::eq(both[0].program, both[1].program) {
        let first = |at: usize| at % 2;
        let laps: Vec<Lap> = all.flat_map(|at| [lap(first(at), at), lap(1 - first(at), at)]).collect();
        let taken = replay(ground, both[0].program, &laps, core, padding)?;
        let taken: Vec<f64> = taken.iter().map(Duration::as_secs_f64).collect();
        let sorted = |(at, pair): (usize, &[f64; 2])| [pair[first(at)], pair[1 - first(at)]];
        return Ok(taken.as_chunks().0.iter().enumerate().map(sorted).collect());
    }
    let laps = [0, 1].map(|side| all.clone().map(|at| lap(side, at)).collect::<Vec<Lap>>());
    let [one, two] = [0, 1].map(|side| prepared(ground, both[side].program, &laps[side], core, padding));
    let outcomes = crate::replay::in_turn(&one, &two)?;
    for (laps, outcome) in laps.iter().zip(&outcomes) {
        ground.same(&ground.timed, &sessions(laps), outcome)?;
    }
    let [one, two] = outcomes.map(|outcome| outcome.laps);
    Ok(one.iter().zip(&two).map(|(one, two)| [one.as_secs_f64(), two.as_secs_f64()]).collect())
}

/// The median of the ratios of each part; parts count by the time that the seed takes.
fn log_ratio(parts: &[Part], times: &[Vec<[f64; 2]>], group: usize) -> f64 {
    let (mut seed, mut candidate) = (0.0, 0.0);
    for (_, times) in parts.iter().zip(times).filter(|(part, _)| part.group == group) {
        let ratios: Vec<f64> = times.iter().map(|[one, two]| (one.max(1e-9) / two.max(1e-9)).ln()).collect();
        let time = median(&times.iter().map(|[one, _]| *one).collect::<Vec<_>>()).max(1e-9);
        seed += time;
        candidate += time / median(&ratios).exp();
    }
    if seed == 0.0 { 0.0 } else { (seed / candidate).ln() }
}

/// Laps that are sampled.
const SAMPLED: usize = 100;

/// Samples taken while `program` runs sessions for about `target` of CPU time.
///
/// # Errors
/// The program is not right.
pub fn sample(ground: &Ground, program: &Program, ids: Vec<u32>, target: Duration) -> Result<Vec<Sample>, Wrong> {
    let course =
        Course::new(ground, vec![ids], Pace { lap: target / SAMPLED as u32, laps: SAMPLED, parts: SAMPLED / 2 })?;
    let parts = course.draw(&mut rand::rng());
    let laps: Vec<Lap> =
        parts.iter().flat_map(|part| std::iter::repeat_n(program.alone().lap(part.ids.clone()), part.laps)).collect();
    let limits = ground.limits(target, &ground.timed, sessions(&laps).into_iter());
    let run = Run { samples: true, ..ground.run(program, &ground.timed.tape, &laps, limits) };
    Ok(crate::replay::run(&run)?.samples)
}
