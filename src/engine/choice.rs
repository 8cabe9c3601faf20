//! Which survivors are measured again, and in which order finalists are brought to the verdict.

use std::collections::VecDeque;

use crate::component::Sources;
use crate::emit::diff_lines;
use crate::genome::Genome;
use crate::run::Judged;

/// Survivors that are measured again on select.
const CHOSEN: usize = 8;
/// How many of those are of one lineage.
const KIN: usize = 3;
/// What share of the gain a changed line must bring: of two that are about as quick, the shorter is read first.
const PER_LINE: f64 = 0.003;
/// What share of its gain counts of one that never led the search: nobody has asked yet whether something runs all that is new in it.
const NEVER_LED: f64 = 0.97;

/// Survivors to measure on select, best first: of those that share most of their edits with a better one, only the first
/// few, so that one fault of a lineage does not refuse all.
pub fn diverse(survivors: Vec<Judged>) -> Vec<Judged> {
    let mut chosen: Vec<Judged> = Vec::new();
    for survivor in survivors {
        let kin = chosen.iter().filter(|other| alike(&survivor.edits, &other.edits)).count();
        if kin < KIN {
            chosen.push(survivor);
        }
        if chosen.len() == CHOSEN {
            break;
        }
    }
    chosen
}

/// Those that gain at least half of what the best gains, and the others: they are worth a look only where all of these fail.
pub fn waves(survivors: Vec<Judged>) -> [Vec<Judged>; 2] {
    let gain = |survivor: &Judged| -survivor.cost.unwrap_or(1.0).ln();
    let enough = survivors.first().map_or(0.0, gain) / 2.0;
    survivors.into_iter().partition::<Vec<_>, _>(|survivor| gain(survivor) >= enough).into()
}

/// A survivor that is as good on select.
pub struct Finalist {
    /// Its number.
    pub id: u64,
    pub genome: Genome,
    /// On select, as a share of the seed's.
    pub cost: f64,
    /// It led the search.
    pub led: bool,
}

/// Finalists in the order in which they are brought to the verdict.
pub fn in_order(mut finalists: Vec<Finalist>, seed: &Sources) -> VecDeque<Finalist> {
    let worth = |finalist: &Finalist| {
        worth_reading(&finalist.genome, finalist.cost, seed) * if finalist.led { 1.0 } else { NEVER_LED }
    };
    finalists.sort_by(|a, b| worth(b).total_cmp(&worth(a)).then(a.id.cmp(&b.id)));
    finalists.into()
}

/// How much of what a candidate gains, on a logarithmic scale, is left when each changed line has cost its reader a share of it.
fn worth_reading(genome: &Genome, cost: f64, seed: &Sources) -> f64 {
    -cost.ln() / (1.0 + PER_LINE * diff_lines(&genome.diff(seed)) as f64)
}

/// Whether two genomes share at least half of the edits of the smaller one.
fn alike(one: &Genome, other: &Genome) -> bool {
    let shared = one.edits().iter().filter(|edit| other.edits().contains(edit)).count();
    shared * 2 >= one.edits().len().min(other.edits().len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::genome::Edit;
    use crate::search::Proposal;

    const SEED: &str = "fn a() {\n    b();\n}\n";

    fn worth(text: &str, cost: f64) -> f64 {
        let edit = Edit { file: "src/lib.rs".into(), range: 13..17, text: text.into(), operator: "test".into() };
        let genome = Genome::new(vec![edit]).expect("one edit is no clash");
        worth_reading(&genome, cost, &Sources::default().with("src/lib.rs", SEED))
    }

    #[test]
    fn of_two_that_are_about_as_quick_the_shorter_is_read_first() {
        assert!(worth("c();", 0.102) > worth("c();\n    d();\n    e();\n    f();\n    g();", 0.1));
    }

    #[test]
    fn what_gains_less_than_half_waits() {
        let survivor = |cost| {
            let proposal = Proposal { id: 1, parents: Vec::new(), operator: "test".into(), genome: Genome::default() };
            Judged::survived(&proposal, cost)
        };
        let [first, second] = waves([0.25, 0.4, 0.6, 0.9].map(survivor).into());
        assert_eq!((first.len(), second.len()), (2, 2));
        assert!(waves(Vec::new()).iter().all(Vec::is_empty));
    }

    #[test]
    fn of_two_that_are_about_as_quick_the_one_that_led_comes_first() {
        let finalist = |id, cost, led| Finalist { id, genome: Genome::default(), cost, led };
        let first = |cost| in_order(vec![finalist(1, cost, false), finalist(2, 0.1, true)], &Sources::default())[0].id;
        assert_eq!((first(0.099), first(0.08)), (2, 1));
    }

    #[test]
    fn what_is_much_quicker_may_be_longer() {
        assert!(worth("c();", 0.2) < worth("c();\n    d();\n    e();\n    f();\n    g();", 0.1));
    }
}
