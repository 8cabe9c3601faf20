//! Code that a contender has, the seed has not, and no input runs, or arithmetic that changes no value on any: nothing could
//! tell whether it is right. Must not know where the contender comes from.

use std::cmp::Reverse;

use super::Fault;
use super::challenge::Draw;
use super::ground::Ground;
use super::relinks::host;
use super::trial::Contender;
use crate::build::added::Added;
use crate::build::reach::Reach;
use crate::build::{BuildError, Form, Slot};
use crate::genome::Place;

/// Characters of such code that are shown.
const SHOWN: usize = 60;

/// Code that nothing has run, or arithmetic that changed nothing.
#[derive(Debug, PartialEq)]
pub struct Unrun {
    /// Where it is in the contender, none of it within another and the first in a file first; none if there was no time to look.
    pub places: Vec<Place>,
    /// What and where the first of it is, for a reader.
    pub why: String,
}

impl Ground {
    /// The code of a contender that is new and that nothing has run which it was judged on: the trace, the sessions beyond
    /// it, and the `rounds` of a challenge that began with the same random numbers. `slot`: of
    /// the contender's crate.
    ///
    /// # Errors
    /// The host's trouble, or the user interrupted.
    pub fn unrun(
        &self,
        contender: &Contender,
        slot: &mut Slot,
        rounds: usize,
        draw: Draw,
    ) -> Result<Option<Unrun>, Fault> {
        let form = Form { reach: true, ..Form::default() };
        let seed = &self.component.sources;
        let added: [&dyn Fn(&str) -> Added; 2] = [&|text| Added::to(seed, text), &|_| Added::NONE];
        // What the compiler does not take with all notes may have fewer.
        for (added, constant) in added.iter().flat_map(|added| [(added, false), (added, true)]) {
            let reach = Reach::of_candidate(contender.sources, &self.component.lib_path, constant, added);
            let program = match contender.toolchain.build(slot, &reach.sources, &form, "unrun") {
                Ok(program) => program,
                Err(BuildError::Rejected(_) | BuildError::Compiler(_)) => continue,
                Err(error) => return Err(host(error)),
            };
            let all = (0..self.parts[2].end).chain(self.beyond.clone()).collect();
            let mut notes = self.notes(&program, &self.judged, all)?;
            for round in 0..=rounds {
                if reach.unmade(&notes, seed).next().is_none() {
                    break;
                }
                let fit = self.sought(round, contender.sources, draw)?;
                let more = self.notes(&program, &fit.taped, (0..fit.sessions.len() as u32).collect())?;
                notes.iter_mut().zip(more).for_each(|(note, more)| *note |= more);
            }
            let places = outermost(reach.unmade(&notes, seed).cloned().collect());
            return Ok(places.first().cloned().map(|(file, range)| {
                let text = contender.sources.get(&file).map_or("", |text| &**text);
                let line = 1 + text[..range.start].matches('\n').count();
                let words = text[range.clone()].split_whitespace().collect::<Vec<_>>().join(" ");
                let shown: String = words.chars().take(SHOWN).collect();
                let why = format!(
                    "nothing that was tried shows what `{shown}` in line {line} of {file} does, so that nothing can say whether it is right"
                );
                Unrun { places, why }
            }));
        }
        Ok(None)
    }
}

fn outermost(mut places: Vec<Place>) -> Vec<Place> {
    places.sort_by_key(|(file, range)| (file.clone(), range.start, Reverse(range.end)));
    places.dedup_by(|(file, inner), (of, outer)| file == of && inner.end <= outer.end);
    places
}

#[cfg(test)]
mod tests {
    use super::super::scene::{Scene, Silent};
    use super::Draw;
    use crate::search;

    #[test]
    fn new_code_that_nothing_runs_is_named_and_the_seeds_own_is_not() {
        let seed = "pub fn f(x: u64) -> u64 {\n    if x % 8 == 9 { return x / 3; }\n    x + 1\n}\n";
        let calls: String = (0..60).map(|x| format!("{{\"call\":\"f\",\"args\":[{x}],\"ret\":{}}}\n", x + 1)).collect();
        let mut scene = Scene::new(seed, &calls);
        scene.ground.go_beyond(50, &mut search::rng(0, 0), &Silent).unwrap();
        let said = |body: &str| {
            let sources = scene.ground.component.sources.with("src/lib.rs", seed.replace("x + 1\n", body));
            let mut slot = scene.ground.slot("unrun").unwrap();
            scene.ground.unrun(&scene.ground.contender(&sources), &mut slot, 2, Draw { seed: 0, id: 1 }).unwrap()
        };
        assert_eq!(said("if x % 2 == 0 { x + 1 } else { 1 + x }\n"), None);
        assert_eq!(said("if x % 2 == 2 { x / 3 } else { 1 + x }\n"), None, "these are the seed's own words");
        let unrun = said("if x % 2 == 2 {\n        x + 4\n    } else { 1 + x }\n").expect("nothing is even and odd");
        assert!(unrun.why.contains("`{ x + 4 }` in line 3 of src/lib.rs"), "{unrun:?}");
        assert_eq!(said("if x % 2 == 0 { return x + 1; }\n    1 + x\n"), None);
        let unrun = said("if x % 2 < 2 { return x + 1; }\n    x / 3\n").expect("there is always less left");
        assert!(unrun.why.contains("`x % 2 < 2 { return x + 1; }` in line 3"), "{unrun:?}");
        assert_eq!(said("(x ^ (x >> 1)) + 1\n"), None, "of another value");
        let unrun = said("(x ^ ((x & 9) >> 5)) + 1\n").expect("nothing is shifted to the right by so much");
        assert!(unrun.why.contains("`x ^ ((x & 9) >> 5)` in line 3"), "{unrun:?}");
        let unrun =
            said("{ let y = x % 3; if y > 2 { return x / 3; } }\n    x + 1\n").expect("nothing is left above two");
        assert!(unrun.why.contains("`y > 2 { return x / 3; }` in line 3"), "{unrun:?}");
        let unrun = said("x + (x % 7 / 9 + 1)\n").expect("what is left of sevens has no nine in it");
        assert!(unrun.why.contains("`x % 7 / 9 + 1` in line 3"), "{unrun:?}");
    }
}
