//! How many bytes a variant asks for, beside the seed: a table that is made anew for each call, or room for a thousand where there is one,
//! costs a trace of large inputs no time. Must not know how fast anything is.

use super::Fault;
use super::ground::{Ground, Wrong};
use super::relinks::{host, interruptible};
use super::sizes::Resized;
use super::taped::Taped;
use crate::build::{BuildError, Form, Program, Subject};
use crate::component::Sources;
use crate::verdict::{Dictionary, Size};

/// So many times the bytes that the seed asks for and gets in arguments, and so many more for each call, are too much.
const TIMES: u64 = 4;
const A_CALL: u64 = 512;

/// How a program is built that counts.
pub fn counting() -> Form {
    Form { counts: true, ..Form::default() }
}

/// Parts of the names of what asks for much at once, and a number from which on an array or a list is large.
const ROOMY: [&str; 6] = ["with_capacity", "reserve", "resize", "repeat", "vec", "from_fn"];
const LARGE: u128 = 64;

/// What a variant asks for.
#[derive(Debug, Clone, PartialEq)]
pub enum Memory {
    /// Its bytes over the seed's, where the seed asks for any and neither of them has an allocator of its own.
    Times(Option<f64>),
    /// Far too much: on what, and how much.
    TooMuch(String),
    /// It is not right on what it was weighed on.
    Wrong(String),
}

impl Ground {
    /// Whether a contender speaks more than the seed of what asks for memory.
    pub fn may_hoard(&self, sources: &Sources) -> bool {
        let more = Dictionary::of(sources).beyond(&self.dictionary);
        more.names.keys().any(|name| ROOMY.iter().any(|part| name.contains(part)))
            || more.numbers.iter().any(|number| *number >= LARGE)
    }

    /// Weighs a variant, built as [`counting`] says, on the sessions `ids` and on those with shorter and longer texts and lists.
    ///
    /// # Errors
    /// The user interrupted, or the host fails.
    pub fn memory(&self, variant: Result<Program, BuildError>, ids: &[u32]) -> Result<Memory, Fault> {
        if self.counted.get().is_none() {
            let seed = self.contender(&self.component.sources).build(&counting(), "seed-memory");
            _ = self.counted.set(without_allocator(seed)?);
        }
        let (Some(Some(seed)), Some(variant)) = (self.counted.get(), without_allocator(variant)?) else {
            return Ok(Memory::Times(None));
        };
        match self.weigh(seed, &variant, ids) {
            Ok(memory) => Ok(memory),
            Err(wrong) => Ok(interruptible::<Memory, _>(wrong.to_string())?.unwrap_or_else(Memory::Wrong)),
        }
    }

    fn weigh(&self, seed: &Program, variant: &Program, ids: &[u32]) -> Result<Memory, Wrong> {
        let mut tapes = vec![("the calls of the trace", &self.timed, ids.to_vec())];
        let all = |taped: &Taped| (0..taped.tape.sessions() as u32).collect();
        tapes.extend(self.resized.iter().filter_map(|Resized { size, taped, .. }| match size {
            Size::Shorter => Some(("the calls of the trace with shorter texts and lists", taped, all(taped))),
            Size::Longer => Some(("the calls of the trace with longer texts and lists", taped, all(taped))),
            _ => None,
        }));
        let mut times = Vec::new();
        for (what, taped, ids) in tapes {
            let bytes = |program: &Program| self.allocations(program.alone(), taped, &ids).map(|(_, bytes)| bytes);
            let [seed, variant] = [bytes(seed)?, bytes(variant)?];
            let calls: usize = ids.iter().map(|id| taped.calls_of(*id)).sum();
            let given: usize = ids.iter().map(|id| taped.tape.stored(*id).bytes.len()).sum();
            if variant > TIMES * (seed + given as u64) + A_CALL * calls as u64 {
                let why = format!("on {what} it asks for {variant} bytes of memory, the seed for {seed}");
                return Ok(Memory::TooMuch(why));
            }
            times.push((seed > 0).then(|| variant as f64 / seed as f64));
        }
        Ok(Memory::Times(times.first().copied().flatten()))
    }

    /// How often a subject that was built to count asks for memory on some sessions of a tape, and for how many bytes.
    ///
    /// # Errors
    /// It is not right.
    pub fn allocations(&self, subject: Subject, taped: &Taped, ids: &[u32]) -> Result<(u64, u64), Wrong> {
        let laps: Vec<_> = match self.cut_in_time() {
            true => ids.iter().map(|id| subject.lap(vec![*id])).collect(),
            false => vec![subject.lap(ids.to_vec())],
        };
        let limits = self.limits(taped.time, taped, ids.iter().copied());
        let outcome = crate::replay::run(&self.run(subject.program, &taped.tape, &laps, limits))?;
        self.same(taped, ids, &outcome)?;
        Ok(outcome.allocations.unwrap_or_default())
    }
}

/// The compiler refuses an allocator beside ours.
fn without_allocator(built: Result<Program, BuildError>) -> Result<Option<Program>, Fault> {
    match built {
        Ok(program) => Ok(Some(program)),
        Err(BuildError::Rejected(_)) => Ok(None),
        Err(e) => Err(host(e)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::scene::{Scene, Silent};
    use super::*;
    use crate::search;

    #[test]
    fn room_for_thousands_where_there_are_few_is_too_much() {
        let seed = "pub fn twice(text: &str) -> String {\n    let mut out = String::new();\n    out.push_str(text);\n    out.push_str(text);\n    out\n}\n";
        let call = |n: usize| format!("{{\"call\":\"twice\",\"args\":[\"{}\"]}}\n", "word ".repeat(2000 + n));
        let mut scene = Scene::new(seed, &(0..25).map(call).collect::<String>());
        scene.ground.go_beyond(1, &mut search::rng(0, 0), &Silent).unwrap();
        scene.ground.lighten().unwrap();
        scene.ground.resize(&mut search::rng(0, 1)).unwrap();
        let ids: Vec<u32> = scene.ground.parts[2].clone().collect();
        let weighed = |room: &str| {
            let sources = Sources::default()
                .with("src/lib.rs", seed.replace("String::new()", &format!("String::with_capacity({room})")));
            assert!(scene.ground.may_hoard(&sources));
            scene.ground.memory(scene.ground.contender(&sources).build(&counting(), "counted"), &ids).unwrap()
        };
        assert!(!scene.ground.may_hoard(&scene.ground.component.sources));
        assert!(matches!(weighed("2 * text.len()"), Memory::Times(Some(times)) if times < 1.1));
        assert!(matches!(weighed("30_000"), Memory::TooMuch(why) if why.contains("shorter")));
    }
}
