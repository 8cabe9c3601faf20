//! How far a gain reaches: from what drove the search to what it never saw, and over the traces that were given.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::summary::{Interval, OtherSize, Speedup, VariantSummary};
use super::words;

/// What a variant is good for, where several traces were given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// It is better on each trace.
    Generalist,
    /// There are traces on which it is not shown to be better.
    Specialist,
}

impl Scope {
    /// Of the figures on each trace; none where there is one trace only.
    pub fn of(traces: &BTreeMap<String, Interval>) -> Option<Scope> {
        match traces.values().all(|figure| figure.low > 1.0) {
            _ if traces.len() < 2 => None,
            true => Some(Scope::Generalist),
            false => Some(Scope::Specialist),
        }
    }
}

/// The share of the gain on train, in logarithms, that is not there on holdout: 0 to 1, above 1 where the holdout loses.
pub fn over_specialisation(speedup: &Speedup) -> f64 {
    let (train, holdout) = (speedup.train.point.ln(), speedup.holdout.point.ln());
    if train > 0.0 { (1.0 - holdout / train).max(0.0) } else { 0.0 }
}

/// Sentences about both.
pub fn sentences(variant: &VariantSummary) -> Vec<String> {
    let mut sentences = vec![match variant.over_specialisation {
        loss if loss < 0.005 => "over-specialisation: none, the gain on train is there on holdout".to_owned(),
        loss => format!("over-specialisation: {} of the gain on train is not there on holdout", words::percent(loss)),
    }];
    let named = |of: &dyn Fn(&Interval) -> bool| {
        let names: Vec<&str> =
            variant.traces.iter().filter(|(_, figure)| of(figure)).map(|(name, _)| &**name).collect();
        names.join(", ")
    };
    sentences.extend(variant.scope.map(|scope| match scope {
        Scope::Generalist => format!("generalist: better on each of {} traces", variant.traces.len()),
        Scope::Specialist => match named(&|figure| figure.high < 1.0) {
            worse if worse.is_empty() => format!("specialist: no better on {}", named(&|figure| figure.low <= 1.0)),
            worse => format!("specialist: worse on {worse}"),
        },
    }));
    let size = |other: &OtherSize| format!("{} with {}", words::times(other.speedup), other.size);
    let sizes: Vec<String> = variant.sizes.iter().map(size).collect();
    sentences.extend((!sizes.is_empty()).then(|| format!("other sizes: about {}", sizes.join(", "))));
    let memory = variant.memory.filter(|times| (times - 1.0).abs() > SAME);
    sentences
        .extend(memory.map(|times| format!("memory: asks for {} the bytes that the seed does", words::times(times))));
    sentences
}

/// What of a difference in memory is not worth a line.
const SAME: f64 = 0.02;

#[cfg(test)]
mod tests {
    use super::super::summary::examples;
    use super::*;

    fn interval(point: f64) -> Interval {
        Interval { point, low: point - 0.01, high: point + 0.01 }
    }

    #[test]
    fn what_is_lost_from_train_to_holdout_is_told() {
        let speedup =
            |train, holdout| Speedup { train: interval(train), select: interval(1.0), holdout: interval(holdout) };
        assert_eq!(over_specialisation(&speedup(1.2, 1.3)), 0.0);
        assert!((over_specialisation(&speedup(1.44, 1.2)) - 0.5).abs() < 1e-9);
        assert_eq!(over_specialisation(&speedup(0.9, 1.1)), 0.0);
    }

    #[test]
    fn who_is_no_better_on_a_trace_is_a_specialist() {
        let mut variant = examples::improved().variants.remove(0);
        let mut told = |figures: &[(&str, f64)]| {
            variant.traces = figures.iter().map(|(name, point)| ((*name).to_owned(), interval(*point))).collect();
            variant.scope = Scope::of(&variant.traces);
            sentences(&variant)[1..].to_vec()
        };
        assert_eq!(told(&[("a", 1.5)]), Vec::<String>::new());
        assert_eq!(told(&[("a", 1.5), ("b", 1.1)]), ["generalist: better on each of 2 traces"]);
        assert_eq!(told(&[("a", 1.5), ("b", 1.0)]), ["specialist: no better on b"]);
        assert_eq!(told(&[("a", 1.5), ("b", 0.8), ("c", 1.0)]), ["specialist: worse on b"]);
    }
}
