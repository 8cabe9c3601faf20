//! A crate with holes and sessions to run it on: what each filling costs, where the component still does what the seed does.
//!
//! Many laps share a process. One that kills it costs the others nothing but another run.

use std::time::Duration;

use super::super::Fault;
use super::super::ground::{Ground, MEMORY};
use super::super::taped::Taped;
use crate::build::Program;
use crate::build::holes::{Counted, Task, counted, program};
use crate::replay::{Failure, Lap, Limits, Outcome, Run, run_through};
use crate::verdict;

/// Where fillings are tried.
pub struct Bench<'a> {
    pub ground: &'a Ground,
    pub worker: &'a Program,
    pub taped: &'a Taped,
    /// Sessions of the tape.
    pub ids: Vec<u32>,
    /// CPU time of one lap; blocks are limited beside that, so only loops without any come to it.
    pub lap: Duration,
}

/// Laps of one process.
const LAPS: usize = 128;
/// What a process needs to start.
const START: Duration = Duration::from_secs(2);
/// What workers note beside their records, bytes.
const NOTES: u64 = 1 << 20;

impl<'a> Bench<'a> {
    /// What each program came to on all sessions; `None` where it does not do what the seed does, or kills the process.
    /// `deaths`: how many processes may still die.
    ///
    /// # Errors
    /// The user interrupted, or the host fails.
    pub fn run(&self, programs: &[Vec<u8>], deaths: &mut u32) -> Result<Vec<Option<Counted>>, Fault> {
        let lap = |program: &Vec<u8>| Lap { candidate: 0, program: program.clone(), sessions: self.ids.clone() };
        let laps: Vec<Lap> = programs.iter().map(lap).collect();
        let mut found = Vec::new();
        for laps in laps.chunks(LAPS) {
            self.laps(laps, deaths, &mut found)?;
        }
        Ok(found)
    }

    /// What each session costs as it is.
    ///
    /// # Errors
    /// As [`Bench::run`].
    pub fn costs(&self) -> Result<Vec<Option<u64>>, Fault> {
        let lap = |id: &u32| Lap { candidate: 0, program: idle(), sessions: vec![*id] };
        let laps: Vec<Lap> = self.ids.iter().map(lap).collect();
        let (mut found, mut deaths) = (Vec::new(), 1);
        for laps in laps.chunks(LAPS) {
            self.laps(laps, &mut deaths, &mut found)?;
        }
        Ok(found.into_iter().map(|counted| Some(counted?.cost)).collect())
    }

    fn laps(&self, laps: &[Lap], deaths: &mut u32, found: &mut Vec<Option<Counted>>) -> Result<(), Fault> {
        if laps.is_empty() || *deaths == 0 {
            found.extend(laps.iter().map(|_| None));
            return Ok(());
        }
        // What a process does once only is nobody's cost.
        let first = Lap { program: idle(), ..laps[0].clone() };
        let all: Vec<Lap> = [&first].into_iter().chain(laps).cloned().collect();
        let through = match self.process(&all) {
            Ok(outcome) => {
                found.extend(self.judged(&all, &outcome).into_iter().skip(1));
                return Ok(());
            }
            Err((_, Failure::Interrupted)) => return Err(Fault::Interrupted(String::new())),
            Err((_, Failure::Host(e))) => return Err(Fault::Internal(format!("cannot run a worker: {e}"))),
            Err((through, _)) => through,
        };
        *deaths -= 1;
        match through.checked_sub(1) {
            None => found.extend(laps.iter().map(|_| None)),
            Some(guilty) if guilty < laps.len() => {
                self.laps(&laps[..guilty], deaths, found)?;
                found.push(None);
                self.laps(&laps[guilty + 1..], deaths, found)?;
            }
            // It failed behind the last of them.
            Some(_) if laps.len() == 1 => found.push(None),
            Some(_) => {
                let (one, two) = laps.split_at(laps.len() / 2);
                self.laps(one, deaths, found)?;
                self.laps(two, deaths, found)?;
            }
        }
        Ok(())
    }

    fn process(&self, laps: &[Lap]) -> Result<Outcome, (usize, Failure)> {
        let ids = || laps.iter().flat_map(|lap| &lap.sessions).copied();
        let output = self.taped.output_size(ids()) + NOTES;
        let limits = Limits { cpu: START + self.lap * laps.len() as u32, lap: self.lap, memory: MEMORY, output };
        let run = self.ground.run(self.worker, &self.taped.tape, laps, limits);
        run_through(&Run { expected: &self.taped.expected, ..run })
    }

    /// Of each lap what it counted, where all sessions are as the seed's.
    fn judged(&self, laps: &[Lap], outcome: &Outcome) -> Vec<Option<Counted>> {
        let Some(counted) = counted(&outcome.notes, laps.len()) else { return laps.iter().map(|_| None).collect() };
        let (ground, taped) = (self.ground, self.taped);
        let mut seen = outcome.sessions.iter();
        let mut right = |lap: &Lap| {
            // All of them are taken, whatever the first one shows.
            lap.sessions.iter().zip(seen.by_ref().take(lap.sessions.len())).fold(true, |right, (&id, seen)| {
                let expected = &taped.expected[id as usize];
                right
                    && (expected == seen
                        || verdict::compare(&ground.trace, &ground.rules, &taped.script(id), expected, seen).is_none())
            })
        };
        laps.iter().zip(counted).map(|(lap, counted)| right(lap).then_some(counted)).collect()
    }
}

/// A program that fills nothing.
fn idle() -> Vec<u8> {
    program(0, 0, u64::MAX, Task::Count)
}
