//! The short part of the inputs on which most wrong candidates, and the endless ones, show themselves.

use std::time::Duration;

use super::ground::{Ground, Taped, Wrong};
use crate::build::Subject;

/// The first sessions to look at: of train, and of those beyond the trace.
pub struct Screen {
    train: Vec<u32>,
    beyond: Vec<u32>,
}

/// Calls of train, shortest sessions first, and of generated sessions.
const CALLS: usize = 200;
const BEYOND_CALLS: usize = 400;
/// What a candidate may take beyond twenty times the seed's time.
const GRACE: Duration = Duration::from_millis(60);

impl Screen {
    /// Chooses the sessions.
    pub fn new(ground: &Ground, beyond: &Taped) -> Screen {
        let train = ground.parts[0].clone().collect();
        let sessions = (0..beyond.tape.sessions() as u32).collect();
        Screen { train: first(&ground.judged, train, CALLS), beyond: first(beyond, sessions, BEYOND_CALLS) }
    }

    /// Compares a subject with the seed. `seed_time`: what the seed takes in this form, where that is known; returns
    /// what the subject took.
    ///
    /// # Errors
    /// What is wrong.
    pub fn run(
        &self,
        ground: &Ground,
        beyond: &Taped,
        subject: Subject,
        seed_time: Option<Duration>,
        core: usize,
    ) -> Result<Duration, Wrong> {
        let limit = seed_time.map_or(super::ground::GRACE * 10, |time| time * 20 + GRACE);
        let mut taken = Duration::ZERO;
        for (taped, ids) in [(&ground.judged, &self.train), (beyond, &self.beyond)] {
            taken += ground.judge_within(subject, taped, ids.clone(), limit, Some(core))?;
        }
        Ok(taken)
    }
}

/// Sessions, those with the fewest calls first, until there are `calls` calls.
fn first(taped: &Taped, mut ids: Vec<u32>, calls: usize) -> Vec<u32> {
    ids.sort_by_key(|&id| taped.calls_of(id));
    let mut seen = 0;
    ids.retain(|&id| {
        let wanted = seen < calls;
        seen += taped.calls_of(id);
        wanted
    });
    ids
}
