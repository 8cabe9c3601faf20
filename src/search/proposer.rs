//! What every search needs: numbers, random sources, mutation of a genome, and no proposal twice.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use rand::Rng;
use rayon::prelude::*;

use super::{Proposal, Seed, Without, rng};
use crate::component::types::TypeMap;
use crate::genome::{Change, Genome};
use crate::operators::program::{Function, Program};
use crate::operators::{ALL, Operator, Rewriting, View, bodies, idioms, rewords, take_apart};

/// A genome that something can be made from.
#[derive(Clone)]
pub struct Parent {
    /// Its proposal's number; 0 is the seed.
    pub id: u64,
    pub genome: Genome,
    /// The types of its rendered text, as far as they are known.
    pub types: Arc<TypeMap>,
}

impl Parent {
    /// The seed itself.
    pub fn seed(seed: &Seed) -> Parent {
        Parent { id: 0, genome: Genome::default(), types: seed.types.clone() }
    }

    /// A survivor. Where rustc was not asked again, the seed's types hold outside of the edits.
    pub fn survivor(seed: &Seed, id: u64, genome: Genome, types: Option<Arc<TypeMap>>) -> Parent {
        let moved = || seed.types.moved(|file, range| genome.place(file, range), genome.rendered());
        let types = types.unwrap_or_else(|| Arc::new(moved()));
        Parent { id, genome, types }
    }
}

/// What an idiom makes of a parent.
pub struct Step {
    /// The operator's name.
    pub operator: &'static str,
    pub genome: Genome,
    /// The function, and the idiom by name.
    pub fits: (String, &'static str),
    /// It only says the same in other words.
    pub rewords: bool,
    /// What it changes, and what becomes of it: alike where it fits two parents that have the functions in question alike.
    pub what: u64,
}

/// A step towards a proposal: the new genome, what it was made from, and by what.
pub struct Draft {
    pub genome: Genome,
    pub parents: Vec<u64>,
    pub operator: String,
}

pub struct Proposer {
    pub seed: Arc<Seed>,
    /// What the search goes without.
    pub without: Without,
    /// The operators that it has.
    pub operators: Vec<&'static dyn Operator>,
    rng_seed: u64,
    last_id: u64,
    seen: HashSet<String>,
    duplicates: u64,
    /// Parents taken apart, by their number: few of them, used often.
    programs: HashMap<u64, Arc<Program>>,
}

impl Proposer {
    /// How often a proposal is tried before the space counts as exhausted.
    const TRIES: usize = 300;
    /// How many parents are kept taken apart.
    const PROGRAMS: usize = 24;
    /// How many ways to say the same in other words are followed at once.
    const REWORDED: usize = 200;
    /// The number of what is not a proposal.
    const NOBODY: u64 = u64::MAX;

    pub fn new(seed: Arc<Seed>, without: Without, rng_seed: u64) -> Proposer {
        let unchanged = Genome::default().identity(&seed.sources);
        Proposer {
            operators: ALL.iter().copied().filter(|operator| !without.has(operator.name())).collect(),
            without,
            seed,
            rng_seed,
            last_id: 0,
            seen: HashSet::from([unchanged]),
            duplicates: 0,
            programs: HashMap::new(),
        }
    }

    pub fn duplicates(&self) -> u64 {
        self.duplicates
    }

    /// The next proposal that `draft` comes up with and that is like none before.
    pub fn next(&mut self, mut draft: impl FnMut(&mut Proposer, &mut dyn Rng) -> Option<Draft>) -> Option<Proposal> {
        let id = self.last_id + 1;
        let mut rng = rng(self.rng_seed, id);
        for _ in 0..Self::TRIES {
            let Some(Draft { genome, parents, operator }) = draft(self, &mut rng) else { continue };
            if genome.forbidden(&self.seed.frozen) {
                continue;
            }
            if self.seen.insert(genome.identity(&self.seed.sources)) {
                self.last_id = id;
                return Some(Proposal { id, genome, parents, operator });
            }
            self.duplicates += 1;
        }
        None
    }

    /// The parent with one change by each operator of `arms` that finds one, up to `wanted`; and which these were.
    ///
    /// All changes are of the same text, so that it is taken apart only once.
    pub fn mutate(
        &mut self,
        parent: &Parent,
        arms: &[usize],
        wanted: usize,
        rng: &mut dyn Rng,
    ) -> Option<(Genome, Vec<usize>)> {
        let program = self.program(parent);
        let (mut changes, mut used): (Vec<Change>, Vec<usize>) = (Vec::new(), Vec::new());
        for &arm in arms {
            let change = self.operators[arm].propose(&program, rng);
            if let Some(change) = change.filter(|new| !changes.iter().any(|old| new.touches(old))) {
                changes.push(change);
                used.push(arm);
            }
            if used.len() == wanted {
                break;
            }
        }
        (!used.is_empty()).then(|| (parent.genome.compose_all(&self.seed.sources, changes), used))
    }

    /// What each idiom that fits a parent makes of it, those where time is spent first.
    pub fn idioms(&mut self, parent: &Parent) -> Vec<Step> {
        let program = self.program(parent);
        self.steps(parent, &program)
    }

    fn steps(&self, parent: &Parent, program: &Program) -> Vec<Step> {
        let mut found = idioms(program);
        // A body in the place of another does not build on what was there.
        if parent.id == 0 {
            found.extend(bodies(program));
        }
        found.retain(|(operator, _)| !self.without.has(operator));
        let weight = |rewriting: &Rewriting| program.functions[rewriting.function].weight;
        found.sort_by(|(_, a), (_, b)| weight(b).total_cmp(&weight(a)));
        let made = |(operator, rewriting): (&'static str, Rewriting)| {
            let name = rewriting.changes.first().map_or(operator, |change| change.operator);
            let fits = (program.functions[rewriting.function].path.clone(), name);
            let what = what(program, &rewriting);
            let genome = parent.genome.compose_all(&self.seed.sources, rewriting.changes);
            Step { operator, genome, fits, rewords: rewords(program, operator, name), what }
        };
        found.into_iter().map(made).collect()
    }

    /// What fits behind steps that only say the same in other words and does not fit before them, each with the words that it
    /// needs: nobody has to judge the words by themselves first. The shortest way to each comes first.
    pub fn behind_words(&self, steps: &[Step]) -> Vec<Step> {
        let mut known: HashSet<(String, &'static str)> = steps.iter().map(|step| step.fits.clone()).collect();
        let words = |steps: &[Step]| steps.iter().filter(|step| step.rewords).map(|step| step.genome.clone()).collect();
        let mut reworded: Vec<Genome> = words(steps);
        let (mut found, mut left) = (Vec::new(), Self::REWORDED);
        while !reworded.is_empty() {
            reworded.truncate(left);
            left -= reworded.len();
            let behind: Vec<Vec<Step>> = reworded.into_par_iter().map(|genome| self.steps_of(genome)).collect();
            let mut new: Vec<Step> = Vec::new();
            for mut steps in behind {
                steps.retain(|step| !known.contains(&step.fits));
                known.extend(steps.iter().map(|step| step.fits.clone()));
                new.extend(steps);
            }
            reworded = words(&new);
            found.extend(new);
        }
        found
    }

    /// What each idiom makes of a candidate that nobody has judged.
    fn steps_of(&self, genome: Genome) -> Vec<Step> {
        let parent = Parent::survivor(&self.seed, Self::NOBODY, genome, None);
        let program = self.take_apart(&parent);
        self.steps(&parent, &program)
    }

    /// The names of operators, as events and reports show them.
    pub fn names(&self, arms: &[usize]) -> String {
        arms.iter().map(|&arm| self.operators[arm].name()).collect::<Vec<_>>().join("+")
    }

    fn program(&mut self, parent: &Parent) -> Arc<Program> {
        if let Some(program) = self.programs.get(&parent.id) {
            return program.clone();
        }
        let program = Arc::new(self.take_apart(parent));
        if self.programs.len() >= Self::PROGRAMS {
            self.programs.clear();
        }
        self.programs.insert(parent.id, program.clone());
        program
    }

    fn take_apart(&self, parent: &Parent) -> Program {
        let sources = &parent.genome.render(&self.seed.sources);
        take_apart(&View { sources, types: &parent.types, ..self.seed.view() })
    }
}

/// A hash of what a rewriting changes in which functions' text.
fn what(program: &Program, rewriting: &Rewriting) -> u64 {
    let mut hasher = DefaultHasher::new();
    for Change { file, range, text, .. } in &rewriting.changes {
        let holds = |function: &&Function| {
            function.file == *file && function.range.start <= range.start && range.end <= function.range.end
        };
        let around = program.functions.iter().find(holds).map_or(range.clone(), |function| function.range.clone());
        (file, program.text(file, &around), range.start - around.start, range.len(), text).hash(&mut hasher);
    }
    hasher.finish()
}
