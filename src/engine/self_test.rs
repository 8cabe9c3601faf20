//! `synth check --self-test`: the judge is judged by cheats, each of which must be refused.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::check::{Question, recorded, scratch};
use super::evolve::overflow_checks_agree;
use super::flaw::flaw;
use super::ground::Ground;
use super::relinks::host;
use super::{Fault, Progress};
use crate::build::schemata::{Arms, Bodies};
use crate::build::{BuildError, Built, Form, Program, Slot};
use crate::genome::Genome;
use crate::report::{self, check::Tried};
use crate::trace::{Entry, Event};
use crate::verdict::{self, Cheat, Seen, Target};

/// Cheats that are built as one crate.
const CHUNK: usize = 64;

/// What became of every cheat.
pub struct Trials {
    /// One for each function and kind of cheat that its signature admits.
    pub trials: Vec<Trial>,
    /// Calls that behaviour was judged on.
    pub calls: usize,
}

/// One cheat in one function.
pub struct Trial {
    /// What it does, after "it".
    pub cheat: &'static str,
    /// The function, as the trace calls it.
    pub function: String,
    /// What became of it.
    pub end: End,
}

/// What became of a cheat.
#[derive(Debug, Clone)]
pub enum End {
    /// It was refused, as it should be.
    Refused {
        /// `gate`, `trace`, `generated` or `overflow`.
        by: &'static str,
        /// In the judge's words.
        why: String,
    },
    /// The compiler does not take it, so it is no cheat for this function.
    NoCode(String),
    /// It gives the seed's answer in the place where it should be wrong, and inputs came there.
    Equivalent,
    /// The judge does not do its work, and why.
    Failed(String),
}

/// Tries every cheat on every function that the trace calls.
///
/// # Errors
/// See [`Fault`]; a cheat that passes is no error here.
pub fn self_test(question: &Question, progress: &dyn Progress) -> Result<Trials, Fault> {
    let work = scratch()?;
    let ground = question.ground(work.path(), progress)?;
    let cheats = verdict::cheats(&ground.component.sources, &targets(&ground));
    if cheats.is_empty() {
        return Err(Fault::NothingEvaluated(
            "no cheat fits a function that the trace calls: each is made by a macro, or written in another crate"
                .into(),
        ));
    }
    progress.phase(&format!("judging {} cheats", cheats.len()));
    let court = Court {
        bodies: Bodies::of(&ground.component.sources, &ground.component.lib_path),
        overflow_checks: overflow_checks_agree(&ground)?,
        ground: &ground,
    };
    let mut ends: BTreeMap<usize, End> = BTreeMap::new();
    for (i, cheat) in cheats.iter().enumerate() {
        ends.extend(court.gate(cheat).map(|end| (i, end)));
    }
    let left: Vec<usize> = (0..cheats.len()).filter(|i| !ends.contains_key(i)).collect();
    let mut slot = ground.slot("self-test")?;
    for chunk in left.chunks(CHUNK) {
        ends.extend(court.behaviour(&cheats, chunk, &mut slot)?);
    }
    let trial =
        |(i, cheat): (usize, Cheat)| Some(Trial { cheat: cheat.name, function: cheat.function, end: ends.remove(&i)? });
    let trials = cheats.into_iter().enumerate().filter_map(trial).collect();
    Ok(Trials { trials, calls: ground.judged.calls() })
}

/// The functions of the component that train calls, each with all its calls. Others are frozen: no candidate changes them.
fn targets(ground: &Ground) -> Vec<Target<'_>> {
    let train = ground.train_sessions();
    let entries = train.iter().flat_map(|&session| &ground.trace.sessions[session].entries);
    let open: BTreeSet<usize> = entries.filter_map(call).map(|event| event.call).collect();
    let mut targets: BTreeMap<(&str, usize, usize), Target> = BTreeMap::new();
    for event in events(ground).filter(|event| open.contains(&event.call)) {
        let Some(span) = &ground.harness.function(event).span else { continue };
        let place = (span.file.as_str(), span.first_line, span.last_line);
        let call = &ground.trace.calls[event.call];
        targets.entry(place).or_insert_with(|| Target { call, span, events: Vec::new() }).events.push(event);
    }
    targets.into_values().collect()
}

fn events(ground: &Ground) -> impl Iterator<Item = &Event> {
    recorded(ground).iter().flat_map(|session| &session.entries).filter_map(call)
}

fn call(entry: &Entry) -> Option<&Event> {
    match entry {
        Entry::Call(event) => Some(event),
        Entry::Drop(_) => None,
    }
}

/// A candidate: its number among the cheats, and its edits.
type Suspect<'a> = (usize, &'a Genome);

struct Court<'a> {
    ground: &'a Ground,
    bodies: Bodies,
    overflow_checks: bool,
}

impl Trials {
    /// For people; and a sentence about every cheat that was not refused as it should be.
    pub fn told(&self) -> (String, Vec<String>) {
        let mut kinds: Vec<(&str, Tried)> = Vec::new();
        let mut failed = Vec::new();
        for trial in &self.trials {
            if !kinds.iter().any(|(name, _)| *name == trial.cheat) {
                kinds.push((trial.cheat, Tried::default()));
            }
            let Some((_, tried)) = kinds.iter_mut().find(|(name, _)| *name == trial.cheat) else { continue };
            tried.tried += usize::from(!matches!(trial.end, End::NoCode(_)));
            match &trial.end {
                End::Refused { by, why } => {
                    *tried.refused.entry(by).or_default() += 1;
                    tried.example.get_or_insert_with(|| why.clone());
                }
                End::NoCode(_) => {}
                End::Equivalent => tried.equivalent.push(trial.function.clone()),
                End::Failed(why) => {
                    tried.failed.push((trial.function.clone(), why.clone()));
                    failed.push(format!("a `{}` that {}: {why}", trial.function, trial.cheat));
                }
            }
        }
        (report::check::self_test(&kinds, self.calls), failed)
    }
}

impl Court<'_> {
    /// What the gate says; `None`: it lets pass what it should let pass.
    fn gate(&self, cheat: &Cheat) -> Option<End> {
        let answer = self.ground.gate.admit(&cheat.genome.render(&self.ground.component.sources));
        match (answer, &cheat.seen) {
            (Err(objection), Seen::Gate) => Some(End::Refused { by: "gate", why: objection.to_string() }),
            (Ok(()), Seen::Gate) => {
                Some(End::Failed("the gate admits it, and it could wait until nobody looks".into()))
            }
            (Ok(()), Seen::Behaviour { .. }) => None,
            (Err(objection), _) => Some(End::Failed(format!("the gate refuses plain code ({objection})"))),
        }
    }

    /// What a finalist must stand up to; what does is asked about its twin.
    fn behaviour(&self, cheats: &[Cheat], ids: &[usize], slot: &mut Slot) -> Result<BTreeMap<usize, End>, Fault> {
        let genomes: Vec<Suspect> = ids.iter().map(|&i| (i, &cheats[i].genome)).collect();
        let mut ends = self.judge(&genomes, &Form::default(), slot)?;
        let still = |ends: &BTreeMap<usize, End>| -> Vec<usize> {
            ids.iter().copied().filter(|i| !ends.contains_key(i)).collect()
        };
        if self.overflow_checks {
            let genomes: Vec<Suspect> = still(&ends).into_iter().map(|i| (i, &cheats[i].genome)).collect();
            ends.extend(self.judge(&genomes, &Form { overflow_checks: true, ..Form::default() }, slot)?);
        }
        let passed = still(&ends);
        let twin = |&i: &usize| match &cheats[i].seen {
            Seen::Behaviour { twin, .. } => Some((i, twin)),
            Seen::Gate => None,
        };
        let twins: Vec<Suspect> = passed.iter().filter_map(twin).collect();
        let reached = self.judge(&twins, &Form::default(), slot)?;
        let end = |i| match (reached.get(&i), &cheats[i].seen) {
            (Some(End::Refused { .. }), Seen::Behaviour { may_be_right: true, .. }) => End::Equivalent,
            (Some(End::Refused { .. }), _) => End::Failed("its wrong answers are not told from right ones".into()),
            _ => End::Failed("no input comes to the place where it is wrong".into()),
        };
        ends.extend(passed.into_iter().map(|i| (i, end(i))));
        Ok(ends)
    }

    /// Those that are refused, or do not compile.
    fn judge(&self, suspects: &[Suspect], form: &Form, slot: &mut Slot) -> Result<BTreeMap<usize, End>, Fault> {
        let arms = |&(i, genome): &Suspect| Some((i, self.bodies.arms(genome)?));
        let together: Vec<(usize, Arms)> = suspects.iter().filter_map(arms).collect();
        let candidates: Vec<(u32, &Arms)> = together.iter().map(|(i, arms)| (number(*i), arms)).collect();
        let mut ends = BTreeMap::new();
        let mut alone: Vec<Suspect> = suspects.iter().copied().filter(|(_, g)| self.bodies.arms(g).is_none()).collect();
        match self.ground.toolchain.build_many(slot, &self.bodies, &candidates, form, "cheats") {
            Ok(Built { program, rejected, .. }) => {
                ends.extend(rejected.into_iter().map(|(number, why)| (number as usize - 1, End::NoCode(why))));
                let left = together.iter().map(|(i, _)| *i).filter(|i| !ends.contains_key(i)).collect();
                ends.extend(program.map_or_else(|| Ok(Vec::new()), |program| self.flaws(&program, left, form))?);
            }
            // An error that cannot be traced: each must do alone.
            Err(BuildError::Rejected(_) | BuildError::Compiler(_)) => alone = suspects.to_vec(),
            Err(error) => return Err(host(error)),
        }
        for (i, genome) in alone {
            let sources = genome.render(&self.ground.component.sources);
            match self.ground.toolchain.build(slot, &sources, form, "cheat") {
                Ok(program) => ends.extend(self.flaw(&program, 0, form)?.map(|end| (i, end))),
                Err(BuildError::Rejected(why) | BuildError::Compiler(why)) => _ = ends.insert(i, End::NoCode(why)),
                Err(error) => return Err(host(error)),
            }
        }
        Ok(ends)
    }

    fn flaws(&self, program: &Program, ids: Vec<usize>, form: &Form) -> Result<Vec<(usize, End)>, Fault> {
        let flaw = |i: usize| Ok(self.flaw(program, number(i), form)?.map(|end| (i, end)));
        let found: Result<Vec<_>, Fault> = ids.into_par_iter().map(flaw).collect();
        Ok(found?.into_iter().flatten().collect())
    }

    fn flaw(&self, program: &Program, candidate: u32, form: &Form) -> Result<Option<End>, Fault> {
        let by = |why: &str| match why.starts_with("on the trace") {
            _ if form.overflow_checks => "overflow",
            true => "trace",
            false => "generated",
        };
        let flaw = flaw(self.ground, program.candidate(candidate), form.overflow_checks)?;
        Ok(flaw.map(|why| End::Refused { by: by(&why), why }))
    }
}

/// A cheat's number in a worker; 0 is the seed.
fn number(cheat: usize) -> u32 {
    cheat as u32 + 1
}
