//! Relinks until it is clear whether one of two is faster: the only place where that word is decided about.

use std::time::Instant;

use super::Fault;
use super::ground::Ground;
use super::relinks::relinks;
use super::timing::Course;
use crate::build::Relinker;
use crate::measure::{Called, Confidence, Interval};

/// Relinks of a comparison: as many as `FEW` first, more while it is undecided.
pub const FEW: usize = 20;
/// See [`FEW`].
pub const MOST: usize = 60;

/// The confidence that decides: up to three looks at one candidate, and `looks` candidates.
pub fn emit_bound(looks: usize) -> Confidence {
    Confidence::EMIT.corrected(looks * MOST / FEW)
}

/// By what a comparison is decided.
pub struct Rule {
    /// The group of sessions that decides.
    pub group: usize,
    /// How many have been compared in this way, this one included.
    pub looks: usize,
    /// Ratio that identical copies reach by chance.
    pub floor: f64,
    /// Whether it is also of interest that the second is slower.
    pub slower: bool,
    /// Seed of the randomness of orders and layouts.
    pub random_seed: u64,
    /// When to stop; none where nothing hurries.
    pub end: Option<Instant>,
}

/// What came of a comparison.
pub struct Decision {
    /// What may be said.
    pub called: Called,
    /// Log ratios of each group for each relink.
    pub ratios: Vec<Vec<f64>>,
}

impl Decision {
    /// The ratio of one group.
    pub fn interval(&self, group: usize, confidence: Confidence) -> Interval {
        Interval::of(&self.ratios.iter().map(|ratios| ratios[group]).collect::<Vec<_>>(), confidence)
    }
}

/// Compares `second` with `first`.
///
/// # Errors
/// The user interrupted, or the linker fails. The inner error: one of the two is not right.
pub fn decide(
    ground: &Ground,
    course: &Course,
    first: &Relinker,
    second: &Relinker,
    rule: &Rule,
) -> Result<Result<Decision, String>, Fault> {
    let mut decision = Decision { called: Called::Neither, ratios: Vec::new() };
    loop {
        let from = decision.ratios.len() as u32;
        match relinks(ground, course, first, second, from..from + FEW as u32, rule.random_seed, rule.end)? {
            Ok(more) => decision.ratios.extend(more),
            Err(why) => return Ok(Err(why)),
        }
        let relinks = decision.ratios.len();
        if relinks >= FEW {
            decision.called = decision.interval(rule.group, emit_bound(rule.looks)).called(rule.floor);
        }
        let report = decision.interval(rule.group, Confidence::REPORT);
        let hopeless = report.high < rule.floor && (!rule.slower || report.low > 1.0 / rule.floor);
        // Fewer than were asked for: there is no time for more.
        let over = relinks >= MOST || relinks < from as usize + FEW;
        if decision.called != Called::Neither || hopeless || over {
            return Ok(Ok(decision));
        }
    }
}
