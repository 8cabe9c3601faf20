//! The loop and the funnel: asks search for genomes, sends them through the stages, tells search what became of them.

mod alone;
mod assemble;
mod audit;
mod beyond;
mod challenge;
mod check;
mod choice;
mod chunk;
mod closing;
mod compare;
mod counts;
mod decision;
mod doubt;
mod evolve;
mod fault;
mod finals;
mod fit;
mod flaw;
mod forgone;
mod found;
mod funnel;
mod gauge;
mod genes;
mod glance;
mod ground;
mod holes;
#[cfg(test)]
mod hostile;
mod hunt;
mod input;
mod instructions;
mod jury;
mod memory;
mod minimise;
mod options;
mod outcome;
mod pace;
mod profile;
mod pruning;
mod relinks;
mod reserve;
mod rival;
#[cfg(test)]
mod scene;
mod screen;
mod self_test;
mod shorten;
mod sizes;
mod taped;
mod tested;
mod thinning;
mod timing;
mod trial;
mod unasked;
mod unrun;
mod values;
mod verify;

pub use audit::{Audit, audit};
pub use check::{Question, check};
pub use compare::bench;
pub use evolve::evolve;
pub use fault::Fault;
pub use input::load;
pub use options::{Objective, Options, USUAL_BUDGET};
pub use self_test::{Trials, self_test};
pub use verify::{Claim, verify};

/// Where a run tells how far it is.
pub trait Progress: Sync {
    /// A new phase begins; a short sentence.
    fn phase(&self, what: &str);
    /// The search goes on: candidates judged so far, the best speed-up on train so far, and the share of the search's
    /// time or evaluations that is used up (0 to 1).
    fn search(&self, judged: u64, best: f64, share: f64);
    /// Something that the user should know; a sentence.
    fn warn(&self, what: &str);
}
