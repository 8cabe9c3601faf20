//! Random search: the baseline that every other search has to beat.

use std::sync::Arc;

use rand::{Rng, RngExt};

use super::proposer::{Draft, Parent, Proposer};
use super::{Fate, Proposal, Search, Seed, Without};

/// One to three random edits of the seed. It learns nothing.
pub struct Random {
    proposer: Proposer,
}

impl Random {
    pub fn new(seed: Arc<Seed>, without: Without, rng_seed: u64) -> Random {
        Random { proposer: Proposer::new(seed, without, rng_seed) }
    }
}

impl Search for Random {
    fn ask(&mut self, n: usize) -> Vec<Proposal> {
        (0..n).map_while(|_| self.proposer.next(draft)).collect()
    }

    fn tell(&mut self, _: u64, _: &Fate) {}

    fn duplicates(&self) -> u64 {
        self.proposer.duplicates()
    }
}

fn draft(proposer: &mut Proposer, rng: &mut dyn Rng) -> Option<Draft> {
    if proposer.operators.is_empty() {
        return None;
    }
    let arms: Vec<usize> = (0..6).map(|_| rng.random_range(0..proposer.operators.len())).collect();
    let wanted = rng.random_range(1..=3);
    let parent = Parent::seed(&proposer.seed);
    let (genome, used) = proposer.mutate(&parent, &arms, wanted, rng)?;
    Some(Draft { genome, parents: Vec::new(), operator: proposer.names(&used) })
}
