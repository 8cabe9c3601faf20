//! What every search needs: numbers, random sources, mutation of a genome, and no proposal twice.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use rand::Rng;

use super::{Proposal, Seed, rng};
use crate::component::types::TypeMap;
use crate::genome::{Change, Genome};
use crate::operators::program::Program;
use crate::operators::{ALL, Donors, Rewriting, Rules, View, bodies, idioms, take_apart};

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
        let types = types.unwrap_or_else(|| Arc::new(seed.types.moved(|file, range| genome.place(file, range))));
        Parent { id, genome, types }
    }
}

/// A step towards a proposal: the new genome, what it was made from, and by what.
pub struct Draft {
    pub genome: Genome,
    pub parents: Vec<u64>,
    pub operator: String,
}

pub struct Proposer {
    pub seed: Arc<Seed>,
    /// Rules to rewrite by and code to transplant; not all searches use the seed's.
    rules: Arc<Rules>,
    donors: Arc<Donors>,
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

    /// `plain`: without rules and donors.
    pub fn new(seed: Arc<Seed>, plain: bool, rng_seed: u64) -> Proposer {
        let unchanged = Genome::default().identity(&seed.sources);
        Proposer {
            rules: if plain { Arc::default() } else { seed.rules.clone() },
            donors: if plain { Arc::default() } else { seed.donors.clone() },
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
            let change = ALL[arm].propose(&program, rng);
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

    /// What each idiom that fits a parent makes of it, those where time is spent first, with the operators' names.
    pub fn idioms(&mut self, parent: &Parent) -> Vec<(&'static str, Genome)> {
        let program = self.program(parent);
        let mut found = idioms(&program);
        // A body in the place of another does not build on what was there.
        if parent.id == 0 {
            found.extend(bodies(&program));
        }
        let weight = |rewriting: &Rewriting| program.functions[rewriting.function].weight;
        found.sort_by(|(_, a), (_, b)| weight(b).total_cmp(&weight(a)));
        let made = |rewriting: Rewriting| parent.genome.compose_all(&self.seed.sources, rewriting.changes);
        found.into_iter().map(|(operator, rewriting)| (operator, made(rewriting))).collect()
    }

    fn program(&mut self, parent: &Parent) -> Arc<Program> {
        if let Some(program) = self.programs.get(&parent.id) {
            return program.clone();
        }
        let sources = &parent.genome.render(&self.seed.sources);
        let (types, rules, donors) = (&*parent.types, &self.rules, &self.donors);
        let view = View { sources, types, rules, donors, ..self.seed.view() };
        let program = Arc::new(take_apart(&view));
        if self.programs.len() >= Self::PROGRAMS {
            self.programs.clear();
        }
        self.programs.insert(parent.id, program.clone());
        program
    }
}

/// The names of operators, as events and reports show them.
pub fn names(arms: &[usize]) -> String {
    arms.iter().map(|&arm| ALL[arm].name()).collect::<Vec<_>>().join("+")
}
