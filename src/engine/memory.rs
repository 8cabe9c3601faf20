//! How many bytes a variant asks for, beside the seed: a table that is made anew for each call, or room for a thousand where there is one,
//! costs a trace of large inputs no time. Must not know how fast anything is.

use super::ground::{Ground, Wrong};
use super::sizes::Resized;
use super::taped::Taped;
use crate::build::{Program, Subject};
use crate::verdict::Size;

/// So many times the bytes that the seed asks for and gets in arguments, and so many more for each call, are too much.
const TIMES: u64 = 4;
const A_CALL: u64 = 512;

/// What a variant asks for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Memory {
    /// Its bytes over the seed's on the holdout, where the seed asks for any.
    Times(Option<f64>),
    /// Far too much, with texts and lists of that size, or on the holdout: bytes of both.
    TooMuch { size: Option<Size>, seed: u64, variant: u64 },
}

impl Ground {
    /// Weighs a variant on the sessions `ids` and on those with shorter and longer texts and lists. Both are built so that they count.
    ///
    /// # Errors
    /// One of them is not right.
    pub fn weigh(&self, seed: &Program, variant: &Program, ids: &[u32]) -> Result<Memory, Wrong> {
        let mut tapes = vec![(None, &self.timed, ids.to_vec())];
        let sizes = self.resized.iter().filter(|resized| matches!(resized.size, Size::Shorter | Size::Longer));
        let all = |taped: &Taped| (0..taped.tape.sessions() as u32).collect();
        tapes.extend(sizes.map(|Resized { size, taped, .. }| (Some(*size), taped, all(taped))));
        let mut times = None;
        for (size, taped, ids) in tapes {
            let bytes = |program: &Program| self.allocations(program.alone(), taped, &ids).map(|(_, bytes)| bytes);
            let [seed, variant] = [bytes(seed)?, bytes(variant)?];
            let calls: usize = ids.iter().map(|id| taped.calls_of(*id)).sum();
            let given: usize = ids.iter().map(|id| taped.tape.stored(*id).bytes.len()).sum();
            if variant > TIMES * (seed + given as u64) + A_CALL * calls as u64 {
                return Ok(Memory::TooMuch { size, seed, variant });
            }
            if size.is_none() {
                times = (seed > 0).then(|| variant as f64 / seed as f64);
            }
        }
        Ok(Memory::Times(times))
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

#[cfg(test)]
mod tests {
    use super::super::scene::{Scene, Silent};
    use super::*;
    use crate::build::Form;
    use crate::component::Sources;
    use crate::search;

    #[test]
    fn room_for_thousands_where_there_are_few_is_too_much() {
        let seed = "pub fn twice(text: &str) -> String {\n    let mut out = String::new();\n    out.push_str(text);\n    out.push_str(text);\n    out\n}\n";
        let call = |n: usize| format!("{{\"call\":\"twice\",\"args\":[\"{}\"]}}\n", "word ".repeat(2000 + n));
        let mut scene = Scene::new(seed, &(0..25).map(call).collect::<String>());
        scene.ground.go_beyond(1, &mut search::rng(0, 0), &Silent).unwrap();
        scene.ground.lighten().unwrap();
        scene.ground.resize(&mut search::rng(0, 1)).unwrap();
        let counted = |text: String| {
            let sources = Sources::default().with("src/lib.rs", text);
            let form = Form { counts: true, ..Form::default() };
            scene.ground.contender(&sources).build(&form, "counted").unwrap()
        };
        let own = counted(seed.to_owned());
        let ids: Vec<u32> = scene.ground.parts[2].clone().collect();
        let weighed = |room: &str| {
            let variant = counted(seed.replace("String::new()", &format!("String::with_capacity({room})")));
            scene.ground.weigh(&own, &variant, &ids).unwrap()
        };
        assert!(matches!(weighed("2 * text.len()"), Memory::Times(Some(times)) if times < 1.1));
        assert!(matches!(weighed("30_000"), Memory::TooMuch { size: Some(Size::Shorter), .. }));
    }
}
