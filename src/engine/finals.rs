//! The few best: chosen on select, made small, and judged once on what the search never saw.

use std::path::Path;
use std::time::Duration;

use rayon::prelude::*;

use super::choice::Finalist;
use super::flaw::{BEYOND, TOLD};
use super::funnel::{Funnel, cores};
use super::gauge::{self, Gauge};
use super::relinks::{host, interruptible};
use super::trial::{Figures, Flaw, GLANCES, ROUNDS, Trial};
use super::unrun::Unrun;
use super::{Fault, Progress, pruning};
use crate::build::{BuildError, Slot, TestRun, compiles, heeded, run_tests, rustfmt};
use crate::component::Sources;
use crate::genome::{Edit, Genome, Place};
use crate::operators::uncalled_since;
use crate::report::CompilerOptions;
use crate::search;

/// Most ways to be rid of code within an edit that are tried.
const PARTS: usize = 6;

/// Everything the last stages share.
pub struct Finals<'a> {
    /// The last stage.
    pub trial: Trial<'a>,
    /// Measures on select.
    pub select: Gauge,
    /// Judges many at once.
    pub funnel: &'a Funnel<'a>,
    /// Where builds go.
    pub work: &'a Path,
}

/// A candidate that stood up to everything.
pub struct Accepted {
    /// Its edits, each of which earns its place.
    pub genome: Genome,
    /// Its text.
    pub sources: Sources,
    /// How much better it is.
    pub figures: Figures,
    /// Cost on select without an edit over cost with it.
    pub effects: Vec<Option<f64>>,
    /// What makes it faster still, and is no part of it.
    pub options: Option<CompilerOptions>,
}

/// Why a finalist is not emitted.
pub struct Refused {
    /// Why.
    pub reason: String,
    /// What of it may be at fault.
    pub blame: Blame,
}

/// What of a finalist may be at fault that it is refused, so that the rest can go on.
#[derive(Debug, Clone, PartialEq)]
pub enum Blame {
    /// Nothing that could be told from the rest.
    All,
    /// One of the edits: an input that tells it from the seed is kept, and would tell what is repaired.
    AnEdit,
    /// What makes the code in these places of its text.
    Code(Vec<Place>),
}

impl Blame {
    fn falls_on(&self, (file, range): &Place) -> bool {
        match self {
            Blame::All => false,
            Blame::AnEdit => true,
            Blame::Code(places) => {
                places.iter().any(|(of, place)| of == file && place.start < range.end && range.start < place.end)
            }
        }
    }
}

/// The answer to a finalist, or trouble that is not its own.
pub type Answer = Result<Result<Accepted, Refused>, Fault>;

impl Finals<'_> {
    /// Cost of a genome on select, or why it is out. `beyond`: sessions beyond the trace that it is judged on.
    ///
    /// # Errors
    /// The user interrupted, or the host fails.
    pub fn on_select(&self, genome: &Genome, name: &str, beyond: Vec<u32>) -> Result<Result<f64, String>, Fault> {
        let Trial { ground, objective, random_seed, .. } = self.trial;
        let core = rayon::current_thread_index().or(Some(0)).map(|thread| thread % cores());
        let sources = genome.render(&ground.component.sources);
        let mut slot = ground.slot(name)?;
        let program = match ground.toolchain.build(&mut slot, &sources, &gauge::form(objective), name) {
            Ok(program) => program,
            Err(BuildError::Rejected(why) | BuildError::Compiler(why)) => return Ok(Err(why)),
            Err(e) => return Err(host(e)),
        };
        let seen = ground.parts[0].clone().chain(ground.parts[1].clone());
        if let Err(wrong) = ground.judge(program.alone(), seen.collect(), core) {
            return interruptible(wrong.to_string());
        }
        if let Err(wrong) = ground.judge(program.alone(), beyond, core) {
            return interruptible(format!("{BEYOND}, {wrong}"));
        }
        if let Err(wrong) = ground.asked(program.alone(), &ground.questions(u64::MAX)?, core) {
            return interruptible(format!("{TOLD}, {wrong}"));
        }
        if let Err(trapped) = ground.in_other_sizes(program.alone(), core) {
            return interruptible(trapped.to_string());
        }
        let mut rng = search::rng(random_seed, u64::MAX);
        let measured = self
            .select
            .seed(ground)
            .and_then(|seed| self.select.ratio(ground, &seed, program.alone(), f64::MAX, core, &mut rng));
        match measured {
            Ok(ratio) => Ok(Ok(ratio)),
            Err(wrong) => interruptible(wrong.to_string()),
        }
    }

    /// What is wrong with a finalist at a glance, before anybody spends time on what it is worth.
    ///
    /// # Errors
    /// The user interrupted, or the host fails.
    pub fn wrong(&self, finalist: &Finalist) -> Result<Option<Refused>, Fault> {
        let sources = finalist.genome.render(&self.trial.ground.component.sources);
        self.flawed(finalist.id, &sources, GLANCES)
    }

    /// What is wrong with some sources, or cannot be judged; `rounds`: as for [`Trial::wrong`].
    pub(super) fn flawed(&self, candidate: u64, sources: &Sources, rounds: usize) -> Result<Option<Refused>, Fault> {
        let contender = self.trial.ground.contender(sources);
        if let Some(Flaw { why, kept }) = self.trial.wrong(&contender, candidate, rounds)? {
            let blame = if kept { Blame::AnEdit } else { Blame::All };
            return Ok(Some(Refused { reason: why, blame }));
        }
        let unrun = self.trial.unrun(&contender, candidate)?;
        let blame = |places: Vec<Place>| if places.is_empty() { Blame::All } else { Blame::Code(places) };
        Ok(unrun.map(|Unrun { why, places }| Refused { reason: why, blame: blame(places) }))
    }

    /// The best that is left of a finalist without one of the edits that may be at fault, or with less of one, if it is right
    /// as far as it is judged on select.
    ///
    /// # Errors
    /// The user interrupted, or the host fails.
    pub fn repaired(&self, finalist: &Finalist, blame: &Blame) -> Result<Option<Finalist>, Fault> {
        let genome = &finalist.genome;
        let suspects = genome.rendered().into_iter().enumerate().filter(|(_, place)| blame.falls_on(place));
        let edits = genome.edits().len();
        let mut left: Vec<Genome> = suspects.filter(|_| edits > 1).map(|(index, _)| genome.without(index)).collect();
        if let Blame::Code(places) = blame {
            let seed = &self.trial.ground.component.sources;
            left.extend(pruning::without_code(genome, seed, places).into_iter().take(PARTS));
        }
        let measured = |(index, genome): (usize, Genome)| -> Result<Option<Finalist>, Fault> {
            if self.trial.left().is_zero() {
                return Ok(None);
            }
            let beyond = self.trial.ground.beyond.clone().collect();
            let cost = self.on_select(&genome, &format!("repaired{index}"), beyond)?;
            Ok(cost.ok().filter(|cost| *cost < 1.0).map(|cost| Finalist { genome, cost, ..*finalist }))
        };
        let repaired: Result<Vec<_>, Fault> = left.into_par_iter().enumerate().map(measured).collect();
        Ok(repaired?.into_iter().flatten().min_by(|a, b| a.cost.total_cmp(&b.cost)))
    }

    /// The genome as the seed's author would write it, without functions that nothing calls any more and what else the compiler warns
    /// of, and what each of its edits is worth as far as that was measured.
    ///
    /// # Errors
    /// The host fails.
    pub fn laid_out(&self, genome: Genome, effects: Vec<Option<f64>>) -> Result<(Genome, Vec<Option<f64>>), Fault> {
        let Trial { ground, .. } = self.trial;
        let seed = &ground.component;
        let mut slot = ground.slot("advice")?;
        let needed = self.needed(&genome, &mut slot);
        let heeded =
            heeded(&ground.toolchain, &mut slot, &seed.sources, &needed.render(&seed.sources), &needed.rendered());
        let text = rustfmt(seed, &heeded).unwrap_or(heeded);
        let laid_out = needed.laid_out(&seed.sources, &text);
        let worth = |edit: &Edit| {
            let mut held = genome.edits().iter().zip(&effects).filter(|(old, _)| edit.holds(old));
            let first = held.next();
            // What several are worth together was not measured.
            first.filter(|_| held.next().is_none()).and_then(|(_, effect)| *effect)
        };
        let effects = laid_out.edits().iter().map(worth).collect();
        Ok((laid_out, effects))
    }

    /// The genome without the seed's functions that it does not call any more, if that compiles.
    fn needed(&self, genome: &Genome, slot: &mut Slot) -> Genome {
        let Trial { ground, .. } = self.trial;
        let seed = &ground.component.sources;
        let uncalled = uncalled_since(seed, &genome.render(seed));
        if uncalled.is_empty() {
            return genome.clone();
        }
        let needed = genome.compose_all(seed, uncalled);
        let sources = needed.render(seed);
        let stands = ground.gate.admit(&sources).is_ok() && compiles(&ground.toolchain, slot, &sources);
        if stands { needed } else { genome.clone() }
    }

    /// Stage 7. `candidate`: the number of what the genome was made from; `looks`: how many have been brought to the holdout,
    /// this one included.
    ///
    /// # Errors
    /// The user interrupted, or the host fails.
    pub fn verdict(
        &self,
        candidate: u64,
        (genome, effects): (Genome, Vec<Option<f64>>),
        looks: usize,
        progress: &dyn Progress,
    ) -> Answer {
        let ground = self.trial.ground;
        let sources = genome.render(&ground.component.sources);
        let refused = |reason: String| Ok(Err(Refused { reason, blame: Blame::All }));
        progress.phase("verdict: inputs beyond the trace, overflow checks");
        if let Err(objection) = ground.gate.admit(&sources) {
            return refused(format!("gate: {objection}"));
        }
        if let Some(flawed) = self.flawed(candidate, &sources, ROUNDS)? {
            return Ok(Err(flawed));
        }
        progress.phase("verdict: timing on sessions that the search never saw");
        let figures = match self.trial.figures(&ground.contender(&sources), looks)? {
            Ok(figures) => figures,
            Err(unproven) => return refused(unproven.to_string()),
        };
        Ok(Ok(Accepted { genome, sources, figures, effects, options: None }))
    }

    /// The tests of an emitted crate.
    ///
    /// # Errors
    /// The user interrupted, or cargo cannot be run.
    pub fn own_tests(&self, dir: &Path, deadline: Duration) -> Result<TestRun, Fault> {
        run_tests(dir, self.work, deadline).map_err(host)
    }
}

#[cfg(test)]
mod tests {
    use super::super::scene::{Scene, Silent};
    use super::*;

    const SEED: &str = "pub fn sum(text: &str) -> u64 {\n    let mut sum = 0;\n    for byte in text.trim().to_owned().bytes() {\n        sum += u64::from(byte);\n    }\n    sum\n}\n";

    fn edit(old: &str, new: &str) -> Edit {
        let at = SEED.find(old).unwrap();
        Edit { file: "src/lib.rs".into(), range: at..at + old.len(), text: new.into(), operator: "test".into() }
    }

    fn scene() -> Scene {
        let calls = (0..40).map(|i| format!("{{\"call\":\"sum\",\"args\":[\"word{i}\"]}}\n"));
        let mut scene = Scene::new(SEED, &calls.collect::<String>());
        scene.ground.go_beyond(1, &mut search::rng(0, 0), &Silent).unwrap();
        scene
    }

    #[test]
    fn what_the_compiler_can_write_better_is_so_where_it_was_edited() {
        let scene = scene();
        let rendered = |edits: &[Edit]| {
            let (genome, effects) = (Genome::new(edits.to_vec()).unwrap(), vec![None; edits.len()]);
            let (genome, _) = scene.finals(|finals| finals.laid_out(genome, effects)).unwrap();
            genome.render(&scene.ground.component.sources).get("src/lib.rs").unwrap().to_string()
        };
        let needless = edit("let mut sum = 0;", "let mut sum = (0);\n    let mut start = sum;\n    sum = start;");
        let kept = "let mut sum = 0;\n    let start = sum;\n    sum = start;";
        assert_eq!(rendered(&[needless]), SEED.replace("let mut sum = 0;", kept));
        assert_eq!(
            rendered(&[edit("let mut sum = 0;", "let sum = \"\";")]),
            SEED.replace("let mut sum = 0", "let sum = \"\"")
        );
    }

    #[test]
    fn what_nothing_calls_any_more_goes() {
        let seed = "pub fn sum(text: &str) -> u64 {\n    text.bytes().map(of).sum()\n}\n\n/// One.\nfn of(byte: u8) -> u64 {\n    u64::from(byte)\n}\n";
        let scene = Scene::new(seed, "{\"call\":\"sum\",\"args\":[\"a\"],\"ret\":97}\n");
        let at = seed.find("of)").unwrap();
        let edit =
            Edit { file: "src/lib.rs".into(), range: at..at + 2, text: "u64::from".into(), operator: "test".into() };
        let genome = Genome::new(vec![edit]).unwrap();
        let (genome, effects) = scene.finals(|finals| finals.laid_out(genome, vec![Some(1.5)])).unwrap();
        let text = genome.render(&scene.ground.component.sources).get("src/lib.rs").unwrap().to_string();
        assert_eq!(text, "pub fn sum(text: &str) -> u64 {\n    text.bytes().map(u64::from).sum()\n}\n");
        assert_eq!(effects, [Some(1.5), None]);
    }

    #[test]
    fn a_finalist_that_is_wrong_by_one_edit_goes_on_without_it() {
        let scene = scene();
        scene.finals(|finals| goes_on_without_what_is_wrong(&scene, finals));
    }

    fn goes_on_without_what_is_wrong(scene: &Scene, finals: &Finals) {
        let wrong = |finalist: &Finalist| finals.wrong(finalist).unwrap();
        let repaired = |finalist: &Finalist, blame: &Blame| {
            finals.repaired(finalist, blame).unwrap().expect("a part of it is to blame")
        };
        let finalist =
            |edits: &[Edit]| Finalist { id: 1, genome: Genome::new(edits.to_vec()).unwrap(), cost: 0.5, led: true };
        let saves = edit(".to_owned()", "");
        assert!(wrong(&finalist(std::slice::from_ref(&saves))).is_none());
        for junk in [
            edit("trim()", "trim_start()"),
            edit("    sum\n", "    if sum == 1 {\n        return 1;\n    }\n    sum\n"),
        ] {
            let junked = finalist(&[saves.clone(), junk]);
            let Refused { reason, blame } = wrong(&junked).expect("it is wrong");
            let repaired = repaired(&junked, &blame);
            assert_eq!(repaired.genome.edits(), std::slice::from_ref(&saves), "{reason}");
        }
        let both = edit(
            "    for byte in text.trim().to_owned().bytes() {\n",
            "    if text.len() % 4 == 7 {\n        sum += 9;\n    }\n    for byte in text.trim().bytes() {\n",
        );
        let both = finalist(&[both]);
        let Refused { reason, blame } = wrong(&both).expect("no remainder is so large");
        let repaired = repaired(&both, &blame).genome;
        let left = repaired.render(&scene.ground.component.sources);
        assert_eq!(&**left.get("src/lib.rs").unwrap(), SEED.replace(".to_owned()", ""), "{reason}");
    }
}
