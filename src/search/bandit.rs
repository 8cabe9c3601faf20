//! Which operator next: in proportion to what each has brought, and never so rarely that it is forgotten.

use rand::{Rng, RngExt};

/// What an operator has brought so far.
#[derive(Debug, Clone, Copy, Default)]
struct Record {
    tried: f64,
    reward: f64,
}

/// Chooses among operators by their average reward, kept up to date by [`Bandit::learn`].
#[derive(Debug, Clone)]
pub struct Bandit {
    records: Vec<Record>,
}

/// What a proposal brought, as a bandit sees it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Outcome {
    /// Did not compile.
    Broken,
    /// Compiled and misbehaved.
    Wrong,
    /// Behaved, and was about as good as what it was made from, or worse.
    Neutral,
    /// Better, by this factor above 1.
    Better(f64),
}

impl Bandit {
    /// Every operator counts as tried this often, with [`Bandit::HOPE`] as its average.
    const PRIOR: f64 = 5.0;
    const HOPE: f64 = 0.3;
    /// No operator is chosen less often than this share of an even choice.
    const FLOOR: f64 = 0.25;

    pub fn new(arms: usize) -> Bandit {
        Bandit { records: vec![Record::default(); arms] }
    }

    /// One of the arms.
    pub fn choose(&self, rng: &mut dyn Rng) -> usize {
        let worth = |record: &Record| (record.reward + Self::PRIOR * Self::HOPE) / (record.tried + Self::PRIOR);
        let even = self.records.iter().map(worth).sum::<f64>() / self.records.len() as f64;
        let weights: Vec<f64> = self.records.iter().map(|record| worth(record) + even * Self::FLOOR).collect();
        let mut left = rng.random::<f64>() * weights.iter().sum::<f64>();
        let reached = |weight: &f64| {
            left -= weight;
            left <= 0.0
        };
        weights.iter().position(reached).unwrap_or(self.records.len() - 1)
    }

    /// Counts an outcome for an arm.
    pub fn learn(&mut self, arm: usize, outcome: Outcome) {
        let record = &mut self.records[arm];
        record.tried += 1.0;
        record.reward += match outcome {
            Outcome::Broken => 0.0,
            Outcome::Wrong => 0.1,
            Outcome::Neutral => 0.3,
            // A doubling counts as much as ten neutral ones.
            Outcome::Better(factor) => 0.5 + 2.5 * factor.log2().min(4.0),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::rng;

    #[test]
    fn an_arm_that_pays_is_chosen_more_and_none_is_forgotten() {
        let mut bandit = Bandit::new(4);
        for _ in 0..100 {
            bandit.learn(0, Outcome::Broken);
            bandit.learn(1, Outcome::Better(1.5));
            bandit.learn(2, Outcome::Neutral);
            bandit.learn(3, Outcome::Wrong);
        }
        let mut chosen = [0; 4];
        for id in 0..4000 {
            chosen[bandit.choose(&mut rng(1, id))] += 1;
        }
        assert!(chosen[1] > chosen[2] && chosen[2] > chosen[3] && chosen[3] > chosen[0], "{chosen:?}");
        assert!(chosen[0] > 100, "{chosen:?}");
    }
}
