//! Whether a candidate is slower than the seed where texts and lists are shorter or longer than those of the trace, lists are in order, or
//! texts have much in common: a trace shows some, and what is written for them must not be a trap for others. Times are compared roughly: it is about other laws of growth,
//! about collisions, not about per cents.

use std::time::Duration;

use rand::Rng;

use super::Fault;
use super::beyond::Room;
use super::ground::{Ground, Terms, Wrong};
use super::taped::Taped;
use crate::build::Subject;
use crate::replay::Failure;
use crate::report::OtherSize;
use crate::trace::Session;
use crate::verdict::{self, Size};

/// More than so many times the seed's time is too much.
const SLOWER: f64 = 2.0;
/// What takes so much less than the seed, or than what is too much where the seed takes long, need not be looked at again.
const FASTER: f64 = 0.8;
const LONG: Duration = Duration::from_millis(10);
/// What takes so many times as much as is too much is not looked at again; nothing has twice as long, and no time to start.
const HOPELESS: f64 = 2.5;
const GRACE: Duration = Duration::from_millis(20);
/// What the seed may take on crowds.
const CROWD: Room = Room { one: Duration::from_millis(100), all: Duration::from_millis(200) };
/// The same where lists are in order: what has hardly anything to do there may do a little more.
const SLOWER_IN_ORDER: f64 = 4.0;
/// What nobody can measure.
const SLACK: Duration = Duration::from_micros(100);
/// CPU time of the seed that can be measured: sessions that take less are run again and again, but no more of them than so.
const LAP: Duration = Duration::from_millis(2);
const SESSIONS: u128 = 20_000;
/// How often seed and candidate take turns, at first and where the candidate seems too slow.
const TURNS: usize = 3;
const CAREFUL: usize = 6;
/// Fewer sessions say nothing.
const FEWEST: usize = 2;

const SIZES: [Size; 8] = [
    Size::Shorter,
    Size::Longer,
    Size::Begun,
    Size::Enclosed,
    Size::Spaced,
    Size::Ascending,
    Size::Descending,
    Size::Crowded,
];

/// Sessions of the trace in another size.
pub struct Resized {
    pub(super) size: Size,
    /// The only function that is called.
    alone: Option<String>,
    pub(super) taped: Taped,
}

/// Why a candidate is out.
#[derive(Debug, thiserror::Error)]
pub enum Trapped {
    /// It is not right there.
    #[error("on the calls of the trace in another size, {0}")]
    Wrong(#[from] Wrong),
    /// It is right and too slow.
    #[error("on the calls of the trace with {size} it takes {times:.1} times as long as the seed")]
    Slower {
        /// In words.
        size: String,
        /// Its time over the seed's.
        times: f64,
    },
    /// So much too slow that it was not waited for.
    #[error("on the calls of the trace with {size} it takes more than {times:.0} times as long as the seed")]
    Endless {
        /// In words.
        size: String,
        /// What it had over the seed's time.
        times: f64,
    },
}

impl Ground {
    /// Makes the sessions of train in other sizes. For runs that need not repeat.
    ///
    /// # Errors
    /// The host's trouble.
    pub fn resize(&mut self, rng: &mut dyn Rng) -> Result<(), Fault> {
        let from = self.train_sessions();
        for size in SIZES {
            let sessions = verdict::resized(&self.harness, &self.trace, &from, size, rng);
            self.resize_to(size, None, sessions)?;
        }
        for (call, sessions) in verdict::alone(&self.harness, &self.trace, &from, rng) {
            self.resize_to(Size::Shorter, Some(call), sessions)?;
        }
        Ok(())
    }

    fn resize_to(&mut self, size: Size, alone: Option<String>, sessions: Vec<Session>) -> Result<(), Fault> {
        let fit = match size {
            Size::Crowded => self.fit_in(sessions, TURNS as u32, CROWD)?,
            _ => self.fit(sessions, TURNS as u32)?,
        };
        if fit.sessions.len() >= FEWEST {
            self.resized.push(Resized { size, alone, taped: fit.taped });
        }
        Ok(())
    }

    /// How many times as fast as the seed a subject is in other sizes.
    ///
    /// # Errors
    /// It is not right there, or far too slow.
    pub fn in_other_sizes(&self, subject: Subject, core: Option<usize>) -> Result<Vec<OtherSize>, Trapped> {
        self.resized.iter().map(|resized| self.in_size(resized, subject, core)).collect()
    }

    fn in_size(
        &self,
        Resized { size, alone, taped }: &Resized,
        subject: Subject,
        core: Option<usize>,
    ) -> Result<OtherSize, Trapped> {
        let slower = match size {
            Size::Ascending | Size::Descending => SLOWER_IN_ORDER,
            _ => SLOWER,
        };
        let size = match size {
            Size::Shorter => "shorter texts and lists",
            Size::Longer => "longer texts and lists",
            Size::Begun => "equally begun texts",
            Size::Enclosed => "equally enclosed texts",
            Size::Spaced => "widely spaced texts",
            Size::Ascending => "lists in rising order",
            Size::Descending => "lists in falling order",
            Size::Crowded => "many more texts, equally long",
        };
        let size = alone.as_ref().map_or(size.to_owned(), |call| format!("{size} for `{call}` alone"));
        let all = 0..taped.tape.sessions() as u32;
        let most = (SESSIONS / u128::from(all.end.max(1))).max(1);
        let repeats = (LAP.as_nanos() / taped.time.as_nanos().max(1)).clamp(1, most) as usize;
        let ids: Vec<u32> = std::iter::repeat_n(all, repeats).flatten().collect();
        let times = slower * HOPELESS * 2.0;
        let limit = (taped.time * repeats as u32).mul_f64(times) + GRACE;
        let lap = |subject| {
            let judged = self.judge_on(taped, subject, ids.clone(), Terms { core, lap: limit, ..Terms::on(taped) });
            judged.map_err(|wrong| match wrong {
                Wrong::Failed(Failure::Deadline) => Trapped::Endless { size: size.clone(), times },
                wrong => Trapped::Wrong(wrong),
            })
        };
        if taped.time > LONG {
            // Where the seed takes long, what it took once is known well enough.
            let taken = lap(subject)?;
            if taken <= taped.time.mul_f64(slower * FASTER) {
                return Ok(OtherSize { size, speedup: taped.time.as_secs_f64() / taken.as_secs_f64().max(1e-6) });
            }
        }
        let mut least = [Duration::MAX; 2];
        for turn in 0..CAREFUL {
            least = [least[0].min(lap(self.seed.alone())?), least[1].min(lap(subject)?)];
            let fine = least[1] <= least[0].mul_f64(slower) + SLACK;
            let surely = least[1] <= least[0].mul_f64(FASTER);
            if surely || fine && turn + 1 >= TURNS {
                let speedup = least[0].as_secs_f64() / least[1].as_secs_f64().max(1e-6);
                return Ok(OtherSize { size, speedup });
            }
            if least[1] > least[0].mul_f64(slower * HOPELESS) + SLACK {
                break;
            }
        }
        let times = least[1].as_secs_f64() / least[0].as_secs_f64().max(1e-6);
        Err(Trapped::Slower { size, times })
    }
}

#[cfg(test)]
mod tests {
    use super::super::scene::{Scene, Silent};
    use super::*;
    use crate::search;

    #[test]
    fn what_is_slow_for_a_few_items_or_for_those_in_order_is_a_trap() {
        let sort = "pub fn sort(values: &mut [u32]) {\n    values.sort();\n}\n";
        let list = |session: u32| {
            let items = (0..2000u32).map(|i| (i.wrapping_mul(2_654_435_769) ^ session).to_string());
            format!("{{\"call\":\"sort\",\"args\":[[{}]]}}\n", items.collect::<Vec<_>>().join(","))
        };
        let mut scene = Scene::new(sort, &(0..6).map(list).collect::<String>());
        scene.ground.go_beyond(1, &mut search::rng(0, 0), &Silent).unwrap();
        scene.ground.lighten().unwrap();
        scene.ground.resize(&mut search::rng(0, 1)).unwrap();
        let room = "let mut room = vec![0u32; values.len().max(200_000)];\n    room.iter_mut().zip(values.iter()).for_each(|(room, value)| *room = *value);\n    room[..values.len()].sort();\n    values.copy_from_slice(&room[..values.len()])";
        let in_order = "if values.is_sorted() { values.iter().for_each(|_| _ = std::hint::black_box(values.iter().max())); } values.sort()";
        let program = scene.worker(&["values.sort()", room, in_order]);
        let tried = |candidate| scene.ground.in_other_sizes(program.candidate(candidate), None);
        assert!(tried(1).is_ok());
        let trap = tried(2).map(drop).unwrap_err().to_string();
        assert!(trap.contains("with shorter texts and lists it takes"), "{trap}");
        let trap = tried(3).map(drop).unwrap_err().to_string();
        assert!(trap.contains("lists in rising order"), "{trap}");
    }

    const HASH: &str = "let mut hash = 7u64;\n    for byte in key.bytes() {\n        hash = hash.wrapping_mul(31) ^ u64::from(byte);\n    }\n    hash";

    #[test]
    fn a_hash_that_tells_only_long_keys_apart_is_a_trap() {
        let seed = format!(
            "fn hash(key: &str) -> u64 {{\n    {HASH}\n}}\n\npub fn chains(keys: &[String]) -> usize {{\n    let mut table: Vec<Vec<&str>> = vec![Vec::new(); 4096];\n    for key in keys {{\n        let chain = &mut table[(hash(key) % 4096) as usize];\n        if !chain.contains(&&**key) {{\n            chain.push(key);\n        }}\n    }}\n    table.iter().map(Vec::len).sum()\n}}\n"
        );
        let keys = |session: usize| {
            let keys =
                (0..3000).map(|i| format!("\"a key that is much longer than most, {}\"", (i * 7919 + session) % 3001));
            format!("{{\"call\":\"chains\",\"args\":[[{}]]}}\n", keys.collect::<Vec<_>>().join(","))
        };
        let mut scene = Scene::new(&seed, &(0..12).map(keys).collect::<String>());
        scene.ground.go_beyond(1, &mut search::rng(0, 0), &Silent).unwrap();
        scene.ground.lighten().unwrap();
        scene.ground.resize(&mut search::rng(0, 1)).unwrap();
        let sizes: Vec<Size> = scene.ground.resized.iter().map(|resized| resized.size).collect();
        assert_eq!(sizes, SIZES);
        let eights = "key.as_bytes().chunks_exact(8).fold(7, |hash, eight| (hash ^ u64::from_le_bytes(eight.try_into().unwrap_or_default())).wrapping_mul(0x9E3779B97F4A7C15).rotate_left(23))";
        let rest = format!("({eights}) ^ key.bytes().rev().take(7).fold(1, |hash, byte| hash * 33 + u64::from(byte))");
        let ends = "key.bytes().rev().take(12).fold(7, |hash, byte| hash * 33 + u64::from(byte))";
        let program = scene.worker(&[HASH, eights, &rest, ends]);
        let tried = |candidate| scene.ground.in_other_sizes(program.candidate(candidate), None);
        assert!(tried(1).is_ok() && tried(3).is_ok());
        let trap = |candidate| tried(candidate).map(drop).unwrap_err().to_string();
        assert!(trap(2).contains("with shorter texts and lists it takes"), "{}", trap(2));
        assert!(trap(4).contains("with equally enclosed texts"), "{}", trap(4));
    }
}
