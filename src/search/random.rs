//! Random search: the baseline that every other search has to beat.

use std::sync::Arc;

use rand::{Rng, RngExt};

use super::proposer::{Draft, Parent, Proposer};
use super::{Fate, Proposal, Search, Seed};
use crate::operators::ALL;

/// One to three random edits of the seed. It learns nothing.
pub struct Random {
    proposer: Proposer,
}

impl Random {
    pub fn new(seed: Arc<Seed>, rng_seed: u64) -> Random {
        Random { proposer: Proposer::new(seed, rng_seed) }
    }
}

impl Search for Random {
    fn name(&self) -> &'static str {
        "random"
    }

    fn ask(&mut self, n: usize) -> Vec<Proposal> {
        (0..n).map_while(|_| self.proposer.next(draft)).collect()
    }

    fn tell(&mut self, _: u64, _: &Fate) {}

    fn duplicates(&self) -> u64 {
        self.proposer.duplicates()
    }
}

fn draft(proposer: &mut Proposer, rng: &mut dyn Rng) -> Option<Draft> {
    let seed = proposer.seed.clone();
    let mut parent = Parent::seed(&seed);
    let mut names = Vec::new();
    for _ in 0..rng.random_range(1..=3) {
        let operator = ALL[rng.random_range(0..ALL.len())];
        if let Some(change) = proposer.change(&parent, operator, rng) {
            parent = parent.after(&seed, &change);
            names.push(operator.name());
        }
    }
    (!names.is_empty()).then(|| Draft { genome: parent.genome, parents: Vec::new(), operator: names.join("+") })
}
