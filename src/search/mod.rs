//! Who proposes: searches over genomes.
//!
//! A search is asked for proposals and told what became of them. It does no I/O and reads no clock; its
//! randomness is a function of its seed and a proposal's number, and what it proposes depends on nothing
//! but the answers that it was told, in the order of the numbers. It does not know how candidates are judged.

use std::sync::Arc;

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use crate::component::Sources;
use crate::component::types::TypeMap;
use crate::genome::{Edit, Frozen, Genome};
use crate::operators::{Donors, Rules, Values, View, Weights};

mod bandit;
mod local;
mod proposer;
mod random;
mod without;

pub use without::{Part, Without};

/// Says of a file and a function's path in it whether it may be edited.
pub type Allowed = dyn Fn(&str, &str) -> bool + Send + Sync;

/// What all searches start from.
pub struct Seed {
    pub sources: Sources,
    /// The types of the seed's expressions; empty if rustc could not be asked.
    pub types: Arc<TypeMap>,
    /// Where the seed's time goes.
    pub weights: Weights,
    /// Rules to rewrite by.
    pub rules: Arc<Rules>,
    /// Code to transplant.
    pub donors: Arc<Donors>,
    /// What code of it comes to that depends on nothing.
    pub values: Arc<Values>,
    /// Whether a function may be edited, by file and path (`src/cache.rs`, `cache::Lru::get`); consts are asked for by their path.
    pub allowed: Box<Allowed>,
    /// What no edit may touch.
    pub frozen: Frozen,
    /// Whether safe code in files that hold `unsafe` may be edited.
    pub allow_unsafe: bool,
}

impl Seed {
    /// What the seed itself is taken apart from.
    pub fn view(&self) -> View<'_> {
        let Seed { sources, weights, rules, donors, values, allow_unsafe, .. } = self;
        let (types, allowed, allow_unsafe) = (&*self.types, &*self.allowed, *allow_unsafe);
        View { sources, types, weights, rules, donors, values, allowed, allow_unsafe, allow_uncalled: false }
    }
}

/// A candidate that a search wants judged.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// Numbers count up from 1 within a search.
    pub id: u64,
    pub genome: Genome,
    /// The proposals it was made from; empty if from the seed.
    pub parents: Vec<u64>,
    /// The operator, or the search's own move.
    pub operator: String,
}

/// A genome that somebody else came up with.
#[derive(Debug, Clone)]
pub struct Idea {
    /// The proposal that it changes; 0 is the seed.
    pub on: u64,
    pub genome: Genome,
}

/// Where a candidate was rejected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// It does not compile, or the gate refuses it.
    Check,
    /// It does not behave like the seed.
    Screen,
    /// It is right, and hopelessly slow.
    Race,
}

/// What became of a candidate.
#[derive(Debug, Clone)]
pub enum Fate {
    Rejected {
        stage: Stage,
        /// What the compiler suggests instead.
        repair: Option<Genome>,
    },
    /// It behaves like the seed on train.
    Survived {
        /// Its cost as a share of the seed's on train; below 1 is better.
        cost_ratio: f64,
        /// The types of its rendered text; without them the seed's types are used as far as they hold.
        types: Option<Arc<TypeMap>>,
    },
    /// The engine knows it by other means.
    Duplicate,
}

/// A way to look for better genomes.
pub trait Search: Send {
    /// Up to `n` proposals, none like any made before. Fewer, or none, when there seems to be nothing new, or nothing worth proposing
    /// before more is told of those that were asked for.
    fn ask(&mut self, n: usize) -> Vec<Proposal>;

    /// What became of a proposal. Fates are told once each, in the order of their numbers.
    fn tell(&mut self, id: u64, fate: &Fate);

    /// A proposal that survived is wrong after all, by edits that make whatever has them wrong. A baseline does not listen.
    fn retract(&mut self, _id: u64, _guilty: &[Edit]) {}

    /// Genomes to propose next. A baseline does not listen.
    fn suggest(&mut self, _ideas: Vec<Idea>) {}

    /// How many proposals were dropped because they were like an earlier one.
    fn duplicates(&self) -> u64;
}

/// The ways to search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strategy {
    /// Rules first, then local search with a bank of neutral edits and crossover.
    Local,
    /// A baseline: local search by the operators alone, without rules, donors, bank and crossover.
    Plain,
    /// A baseline: one to three random edits of the seed, by the operators and rules.
    Random,
}

impl Strategy {
    /// As the command line and `run.json` spell it.
    pub fn name(self) -> &'static str {
        match self {
            Strategy::Local => "local",
            Strategy::Plain => "plain",
            Strategy::Random => "random",
        }
    }

    /// A search that begins with the seed.
    pub fn start(self, seed: Arc<Seed>, without: Without, rng_seed: u64) -> Box<dyn Search> {
        match self {
            Strategy::Local => Box::new(local::Local::new(seed, without, rng_seed)),
            Strategy::Plain => Box::new(local::Local::new(seed, without.plain(), rng_seed)),
            Strategy::Random => Box::new(random::Random::new(seed, without, rng_seed)),
        }
    }
}

/// The random source of one proposal: the same for the same seed and number, whatever came before.
pub fn rng(seed: u64, id: u64) -> ChaCha8Rng {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(id);
    rng
}

#[cfg(test)]
mod tests;
