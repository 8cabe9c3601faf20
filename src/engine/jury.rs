//! The objective `score`: sessions in the hands of the user's `drive`, and the user's `judge` over what came of them.
//!
//! `drive` runs in the worker, beside the candidate. `judge` runs in a process of its own (`replay/harness/rt/closed.rs`),
//! which is built once and gets the script of a session and the results that a worker left. Where there is a jury, it says
//! what is right, and nothing is compared with the seed. This module must not know what a session is about.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use sha2::{Digest, Sha256};

use super::ground::{Ground, MEMORY, Wrong};
use super::taped::Taped;
use crate::build::{Program, Subject};
use crate::replay::outcome::{Record, SessionOutput};
use crate::replay::tape::Stored;
use crate::replay::{Failure, Lap, Limits, Run, Tape, wire};

/// CPU time of the judge in one run.
const JUDGE: Duration = Duration::from_secs(60);
/// Room for its words on one session, bytes.
const WORDS: u64 = 1 << 16;

/// The judge, and what it has said.
pub struct Jury {
    program: Program,
    /// By script and results: a candidate does on most sessions what another did.
    known: Mutex<HashMap<[u8; 32], Ruling>>,
    /// The seed does the same under two streams of process randomness, so every candidate must.
    pub stable: bool,
}

/// What is found of one session.
#[derive(Debug, Clone, PartialEq)]
pub enum Ruling {
    /// What it is worth.
    Score(f64),
    /// The invariant that was broken.
    Broken(String),
    /// The call that panicked.
    Panicked(String),
    /// What the fitness file did that it may not do, or not with these results.
    Misused(String),
    /// The results depend on the randomness of the process.
    Unstable,
}

impl Ruling {
    /// A few words by which rejections are counted.
    pub fn kind(&self) -> &'static str {
        match self {
            Ruling::Score(_) => "scored",
            Ruling::Broken(_) => "breaks an invariant",
            Ruling::Panicked(_) => "panics",
            Ruling::Misused(_) => "cannot be judged",
            Ruling::Unstable => "differs from itself",
        }
    }

    fn of(record: &Record) -> Option<Ruling> {
        let value = wire::decode(&mut &record.values[..])?;
        let (name, what) = value.as_object()?.iter().next()?;
        let text = || what.as_str().map(str::to_owned);
        Some(match name.as_str() {
            "score" => Ruling::Score(what.as_f64()?),
            "broken" => Ruling::Broken(text()?),
            "panicked" => Ruling::Panicked(text()?),
            _ => Ruling::Misused(text()?),
        })
    }
}

impl fmt::Display for Ruling {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Ruling::Score(score) => write!(f, "scores {score}"),
            Ruling::Broken(invariant) => write!(f, "breaks an invariant: {invariant}"),
            Ruling::Panicked(call) => write!(f, "{call} panicked"),
            Ruling::Misused(how) => write!(f, "{how}"),
            Ruling::Unstable => write!(f, "differs from itself under another stream of process randomness"),
        }
    }
}

/// The score of a part of the trace: the mean over its sessions, each with the weight of its recorded calls, so that what a
/// candidate makes `drive` issue changes no weight.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Score {
    /// The mean.
    pub mean: f64,
    /// The mean without signs: what is much and what is little.
    scale: f64,
}

impl Score {
    fn of(scores: &[(f64, f64)]) -> Score {
        let total: f64 = scores.iter().map(|(weight, _)| weight).sum();
        let mean = |value: fn(f64) -> f64| scores.iter().map(|(w, score)| w * value(*score)).sum::<f64>() / total;
        let scale = mean(f64::abs);
        Score { mean: mean(|score| score), scale: if scale > 0.0 { scale } else { 1.0 } }
    }

    /// What a candidate costs as a share of this, the seed's: below 1 is better. Scores may be nought or negative, so it is
    /// made of the gain, 1 + (candidate − seed) / scale, which is candidate / seed where no session scores below nought: one
    /// over the gain where that is above 1, else as far above 1 as the gain is below. Falls as the score rises, and is never
    /// negative.
    pub fn cost(&self, candidate: f64) -> f64 {
        let gain = 1.0 + (candidate - self.mean) / self.scale;
        if gain > 1.0 { 1.0 / gain } else { 2.0 - gain }
    }
}

impl Jury {
    /// With a judge that was built for the harness.
    pub fn new(program: Program) -> Jury {
        Jury { program, known: Mutex::default(), stable: true }
    }

    /// What is found of the sessions that a worker left, in the order of `ids`.
    ///
    /// # Errors
    /// The judge failed on them.
    pub fn rule<'o>(
        &self,
        ground: &Ground,
        taped: &Taped,
        ids: &[u32],
        seen: &'o [SessionOutput],
    ) -> Result<Vec<Ruling>, Failure> {
        // Timed sessions are run many times over.
        let mut distinct: HashMap<(u32, &[u8]), usize> = HashMap::new();
        let mut keys: Vec<(u32, &[u8], [u8; 32])> = Vec::new();
        let mut place = |(&id, output): (&u32, &'o SessionOutput)| -> usize {
            *distinct.entry((id, &output.bytes)).or_insert_with(|| {
                let hash = Sha256::new().chain_update([u8::from(taped.tape.driven())]);
                let hash = hash.chain_update(&taped.tape.stored(id).bytes).chain_update(&output.bytes);
                keys.push((id, &output.bytes, hash.finalize().into()));
                keys.len() - 1
            })
        };
        let places: Vec<usize> = ids.iter().zip(seen).map(&mut place).collect();
        let lock = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let left: Vec<_> = {
            let known = lock();
            keys.iter().filter(|(.., key)| !known.contains_key(key)).collect()
        };
        let script = |(id, records, _): &&(u32, &[u8], [u8; 32])| {
            let Stored { from, entries, bytes } = taped.tape.stored(*id);
            Stored { from: *from, entries: *entries, bytes: [bytes, *records].concat() }
        };
        let found = self.ask(ground, left.iter().map(script).collect(), taped.tape.driven())?;
        let mut known = lock();
        known.extend(left.iter().map(|(.., key)| *key).zip(found));
        places.iter().map(|&at| known.get(&keys[at].2).cloned().ok_or(Failure::Forged)).collect()
    }

    fn ask(&self, ground: &Ground, scripts: Vec<Stored>, driven: bool) -> Result<Vec<Ruling>, Failure> {
        if scripts.is_empty() {
            return Ok(Vec::new());
        }
        let sessions = scripts.len() as u32;
        let tape = Tape::of(scripts, driven)?;
        let lap = Lap { candidate: 0, program: Vec::new(), sessions: (0..sessions).collect() };
        let limits = Limits { cpu: JUDGE, lap: Duration::MAX, memory: MEMORY, output: u64::from(sessions + 1) * WORDS };
        let run = ground.run(&self.program, &tape, std::slice::from_ref(&lap), limits);
        let outcome = crate::replay::run(&run)?;
        let ruling = |output: &SessionOutput| output.records().next().and_then(|record| Ruling::of(&record));
        outcome.sessions.iter().map(ruling).collect::<Option<_>>().ok_or(Failure::Forged)
    }
}

impl Ground {
    /// The score of a subject on sessions, as the mean over two streams of process randomness; without a jury there is none.
    ///
    /// # Errors
    /// It is not right.
    pub fn score(&self, subject: Subject, ids: &[u32], core: Option<usize>) -> Result<Option<Score>, Wrong> {
        let Some(jury) = &self.jury else { return Ok(None) };
        let taped = &self.judged;
        let lap = subject.lap(ids.to_vec());
        let limits = self.limits(taped.time, taped, ids.iter().copied());
        let mut scores: Vec<(f64, f64)> = Vec::new();
        let mut first: Option<Vec<SessionOutput>> = None;
        for random in [1, 2] {
            let run = self.run(subject.program, &taped.tape, std::slice::from_ref(&lap), limits);
            let seen = crate::replay::run(&Run { random, core, ..run })?.sessions;
            if jury.stable && first.as_ref().is_some_and(|first| *first != seen) {
                return Err(Wrong::Ruled(Ruling::Unstable));
            }
            for (&id, ruling) in ids.iter().zip(jury.rule(self, taped, ids, &seen)?) {
                match ruling {
                    Ruling::Score(score) => scores.push((self.timed.calls_of(id) as f64, score)),
                    ruling => return Err(Wrong::Ruled(ruling)),
                }
            }
            first = Some(seen);
        }
        Ok(Some(Score::of(&scores)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cost_is_seed_over_candidate_for_scores_above_nought() {
        let seed = Score::of(&[(1.0, 0.2), (3.0, 0.4)]);
        assert!((seed.mean - 0.35).abs() < 1e-12);
        assert!((seed.cost(0.7) - 0.5).abs() < 1e-12);
        assert_eq!(seed.cost(seed.mean), 1.0);
    }

    #[test]
    fn the_cost_falls_as_the_score_rises_whatever_the_seed_scores() {
        for seed in [Score::of(&[(1.0, 0.0)]), Score::of(&[(1.0, -5.0)]), Score::of(&[(1.0, -1.0), (1.0, 1.0)])] {
            let costs = [-1e9, -7.0, -5.0, -0.5, 0.0, 0.5, 1e9].map(|score| seed.cost(score));
            assert!(costs.windows(2).all(|pair| pair[0] > pair[1] && pair[1] > 0.0), "{costs:?}");
            assert_eq!(seed.cost(seed.mean), 1.0);
        }
    }
}
