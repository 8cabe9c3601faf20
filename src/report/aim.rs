//! The words that depend on the objective: what a figure is about, and what "better" means.

use super::summary::{Interval, Scores};
use super::words;

/// What was to be better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aim {
    Time,
    Instructions,
    Allocations,
    Size,
    Score,
}

impl Aim {
    /// As `summary.json` and a variant's provenance spell it.
    pub fn of(objective: &str) -> Aim {
        match objective {
            "instructions" => Aim::Instructions,
            "allocations" => Aim::Allocations,
            "size" => Aim::Size,
            "score" => Aim::Score,
            _ => Aim::Time,
        }
    }

    /// How much better, in a sentence: `12.4 times as fast`.
    pub fn better(self, gain: f64, scores: Option<Scores>) -> String {
        let gain = words::number(gain);
        match (self, scores) {
            (Aim::Score, Some(scores)) => format!("score {}", words::scores(&scores)),
            (Aim::Score, None) => format!("{gain} times the score"),
            (Aim::Instructions, _) => format!("{gain} times fewer instructions"),
            (Aim::Allocations, _) => format!("{gain} times fewer allocations"),
            (Aim::Size, _) => format!("{gain} times smaller code"),
            (Aim::Time, _) => format!("{gain} times as fast"),
        }
    }

    /// The same beside a name: `1.42x (1.40 to 1.44)`.
    pub fn figure(self, gain: &Interval, scores: Option<Scores>) -> String {
        match self {
            Aim::Time => words::interval(gain),
            _ => self.better(gain.point, scores),
        }
    }

    /// How sure a figure is, after a comma.
    pub fn certainty(self) -> &'static str {
        match self {
            Aim::Time => ", 99 % interval",
            Aim::Instructions | Aim::Allocations | Aim::Size => ", counted",
            Aim::Score => "",
        }
    }

    /// What the figures of a table are.
    pub fn measure(self) -> &'static str {
        match self {
            Aim::Time => "seed time / variant time (99 % interval over relinks)",
            Aim::Instructions => "instructions of seed / of variant",
            Aim::Allocations => "allocations of seed / of variant",
            Aim::Size => "code size of seed / of variant",
            Aim::Score => "score of seed -> of variant",
        }
    }

    /// What is so without an edit.
    pub fn without(self) -> &'static str {
        match self {
            Aim::Time => "slower without it",
            Aim::Instructions => "more instructions without it",
            Aim::Allocations => "more allocations without it",
            Aim::Size => "larger without it",
            Aim::Score => "lower score without it",
        }
    }

    /// `faster`, or its like.
    pub fn comparative(self) -> &'static str {
        match self {
            Aim::Time => "faster",
            Aim::Instructions | Aim::Allocations => "more frugal",
            Aim::Size => "smaller",
            Aim::Score => "better",
        }
    }

    /// A heading over what was better and was not emitted.
    pub fn forgone(self) -> &'static str {
        match self {
            Aim::Time => "Faster, and not emitted",
            _ => "Better, and not emitted",
        }
    }

    /// What stands between a figure and the part of the trace that it is about.
    pub fn on(self) -> &'static str {
        match self {
            Aim::Size => "checked on",
            _ => "on",
        }
    }

    /// What candidates did that were let through.
    pub fn kept(self) -> &'static str {
        match self {
            Aim::Score => "kept the invariants",
            _ => "behaved like the seed",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::summary::examples;
    use super::super::words::headline;
    use super::*;

    #[test]
    fn only_a_time_is_called_fast() {
        let mut summary = examples::improved();
        let mut said = |objective: &str, score: Option<Scores>| {
            summary.objective = objective.into();
            summary.variants[0].score = score.map(|it| super::super::Score { train: it, select: it, holdout: it });
            headline(&summary)
        };
        assert!(said("time", None).starts_with("hash_table: 12.4 times as fast, on 3 sessions"));
        assert!(said("allocations", None).starts_with("hash_table: 12.4 times fewer allocations, on 3 sessions"));
        assert!(said("instructions", None).starts_with("hash_table: 12.4 times fewer instructions, on 3 sessions"));
        assert!(said("size", None).starts_with("hash_table: 12.4 times smaller code, checked on 3 sessions"));
        let scores = Scores { seed: 0.25, variant: 0.3125 };
        assert!(said("score", Some(scores)).starts_with("hash_table: score 0.2500 -> 0.3125, on 3 sessions"));
    }

    #[test]
    fn scores_that_differ_never_read_the_same() {
        assert_eq!(words::scores(&Scores { seed: 0.0, variant: -1.5 }), "0.0000 -> -1.5000");
        assert_eq!(words::scores(&Scores { seed: 0.25, variant: 0.250001 }), "0.25 -> 0.250001");
    }
}
