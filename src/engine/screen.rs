//! The short part of the inputs on which most wrong candidates, and the endless ones, show themselves.

use std::time::Duration;

use super::beyond::quick;
use super::ground::{Ground, Terms, Wrong};
use crate::build::Subject;

/// The first sessions to look at: of train, and of those beyond the trace.
pub struct Screen {
    sessions: Vec<u32>,
    /// How many times as long as where the clock decides anyway a candidate may take.
    patience: u32,
}

/// Calls of train, shortest sessions first, and of generated sessions.
const CALLS: usize = 200;
const BEYOND_CALLS: usize = 400;
/// CPU time that the seed's usual build may take on them; without optimisation it takes ten times as long.
const SHORT: Duration = Duration::from_millis(1);
/// What a candidate may take beyond five times the seed's time.
const GRACE: Duration = Duration::from_millis(60);
/// Where nothing is decided by the clock, what a slow candidate is refused for shall not depend on how busy the machine is.
const PATIENCE: u32 = 10;

impl Screen {
    /// Chooses the sessions. `repeats`: a run shall come to the same on any day.
    pub fn new(ground: &Ground, repeats: bool) -> Screen {
        let mut sessions = short(ground, first(ground, ground.parts[0].clone().collect(), CALLS));
        sessions.extend(short(ground, first(ground, ground.light.clone(), BEYOND_CALLS)));
        Screen { sessions, patience: if repeats { PATIENCE } else { 1 } }
    }

    /// Compares a subject with the seed. `seed_time`: what the seed takes in this form, where that is known; returns
    /// what the subject took.
    ///
    /// # Errors
    /// What is wrong.
    pub fn run(
        &self,
        ground: &Ground,
        subject: Subject,
        seed_time: Option<Duration>,
        core: usize,
    ) -> Result<Duration, Wrong> {
        let limit = seed_time.map_or(super::ground::GRACE * 10, |time| (time * 5 + GRACE) * self.patience);
        let terms = Terms { cpu: limit, core: Some(core), ..Terms::on(&ground.judged) };
        ground.judge_on(&ground.judged, subject, self.sessions.clone(), terms)
    }
}

/// Of some sessions those that the seed is soon through with, but one at least.
fn short(ground: &Ground, ids: Vec<u32>) -> Vec<u32> {
    if ground.times.is_empty() {
        return ids;
    }
    let mut times: Vec<(Duration, u32)> = ids.iter().map(|id| (ground.times[id], *id)).collect();
    times.sort_unstable();
    let short = quick(times.clone(), SHORT);
    if short.is_empty() { times.into_iter().take(1).map(|(_, id)| id).collect() } else { short }
}

/// Sessions, those with the fewest calls first, until there are `calls` calls.
fn first(ground: &Ground, mut ids: Vec<u32>, calls: usize) -> Vec<u32> {
    let calls_of = |id: u32| ground.judged.calls_of(id);
    ids.sort_by_key(|&id| calls_of(id));
    let mut seen = 0;
    ids.retain(|&id| {
        let wanted = seen < calls;
        seen += calls_of(id);
        wanted
    });
    ids
}
