//! What a finalist holds beside what counts, found by trying many small changes at once and dropping together whatever nobody
//! misses: what grew together in a search is full of words that bring nothing, and one after the other would take too long.

use std::collections::HashSet;

use rayon::prelude::*;

use super::Fault;
use super::finals::{Blame, Finals, Refused};
use super::found::OUTSIDERS;
use super::minimise::{Of, Steps, Version};
use super::pruning;
use super::trial::GLANCES;
use crate::genome::{Change, Genome};
use crate::run::Judged;
use crate::search::Proposal;

/// How often what is left is looked through again.
const ROUNDS: usize = 3;
/// Most changes that are tried in a round.
const TRIED: usize = 160;
/// How many of them are built together.
const TOGETHER: usize = 16;
/// How many are tried in one step, for any number of jobs, so that they are asked the same.
const AT_ONCE: usize = 2 * TOGETHER;
/// How many times as much a change may seem to cost while many are measured: all together they are measured well.
const SEEMS: f64 = 1.04;
/// Most measurements of what is dropped together.
const MEASURED: usize = 12;

impl Finals<'_> {
    /// A finalist in as few words as can be found. One that a glance finds wrong is thinned once more, if what tells it from the seed
    /// can be asked of each change then.
    pub(super) fn thinned(&self, whole: Version, steps: &mut Steps) -> Result<Version, Fault> {
        let whole = self.reworded(whole, steps)?;
        let Some(train) = self.reference(&whole, steps)? else { return Ok(whole) };
        for _ in 0..2 {
            let thin = self.dropped_again(whole.clone(), train, steps)?;
            if thin.genome == whole.genome {
                break;
            }
            let sources = thin.genome.render(&self.trial.ground.component.sources);
            let flawed = |_| self.flawed(OUTSIDERS, &sources, GLANCES);
            match steps.step(self, Of::One, flawed)? {
                Some(None) => return self.unless_missed(whole, thin, steps),
                Some(Some(Refused { blame: Blame::AnEdit, .. })) => {}
                _ => break,
            }
        }
        Ok(whole)
    }

    /// What little each step lost is asked about once, all together.
    fn unless_missed(&self, whole: Version, thin: Version, steps: &mut Steps) -> Result<Version, Fault> {
        let worth = steps.step(self, Of::One, |number| self.worth(&whole, &thin, number))?.flatten();
        let missed = worth.is_none_or(|worth| self.earns(worth));
        Ok(if missed { whole } else { thin })
    }

    fn dropped_again(&self, mut thin: Version, train: f64, steps: &mut Steps) -> Result<Version, Fault> {
        for _ in 0..ROUNDS {
            let before = thin.genome.clone();
            thin = self.dropped(thin, train, steps)?;
            if thin.genome == before {
                break;
            }
        }
        Ok(thin)
    }

    /// What says the same in fewer words, if that costs nothing.
    fn reworded(&self, whole: Version, steps: &mut Steps) -> Result<Version, Fault> {
        let reworded = pruning::reworded(&whole.genome, &self.trial.ground.component.sources);
        if reworded == whole.genome {
            return Ok(whole);
        }
        let shorter = steps.step(self, Of::One, |number| self.without(&whole, reworded, number))?.flatten();
        Ok(shorter.filter(|(_, worth)| !self.earns(*worth)).map_or(whole, |(shorter, _)| shorter))
    }

    /// A version with every change made that can be made without a loss.
    fn dropped(&self, mut now: Version, train: f64, steps: &mut Steps) -> Result<Version, Fault> {
        let seed = &self.trial.ground.component.sources;
        let whole = now.genome.clone();
        let mut kept: Vec<Change> = Vec::new();
        let mut groups = vec![self.harmless(&now.genome, train, steps)?];
        for _ in 0..MEASURED {
            let Some(mut group) = groups.pop() else { break };
            group.retain(|change| !kept.iter().any(|other| other.touches(change)));
            if group.is_empty() {
                continue;
            }
            let all = [&kept[..], &group].concat();
            let thinner = whole.compose_all(seed, all.clone());
            match steps.step(self, Of::One, |number| self.without(&now, thinner, number))? {
                None => break,
                Some(Some((thinner, worth))) if !self.earns(worth) => (now, kept) = (thinner, all),
                Some(_) if group.len() > 1 => {
                    let rest = group.split_off(group.len() / 2);
                    groups.extend([rest, group]);
                }
                Some(_) => {}
            }
        }
        Ok(now)
    }

    /// Changes that leave a genome right and about as good, each made by itself; none of them touches another. `train`: about what it
    /// costs on train.
    fn harmless(&self, now: &Genome, train: f64, steps: &mut Steps) -> Result<Vec<Change>, Fault> {
        let seed = &self.trial.ground.component.sources;
        let mut known = HashSet::from([now.identity(seed)]);
        let made = |change: Change| {
            let genome = now.compose(seed, &change);
            let new = !genome.edits().is_empty() && known.insert(genome.identity(seed));
            new.then_some((change, genome))
        };
        let (changes, genomes): (Vec<Change>, Vec<Genome>) =
            pruning::lesser(now, seed).into_iter().filter_map(made).take(TRIED).unzip();
        let proposals: Vec<Proposal> =
            (OUTSIDERS + 1..).zip(&genomes).map(|(id, genome)| proposal(id, genome)).collect();
        let best = Judged::survived(&proposal(OUTSIDERS, now), train);
        let seems = if self.trial.objective.counted() { 1.0 } else { SEEMS };
        let mut harmless: Vec<Change> = Vec::new();
        for (some, changes) in proposals.chunks(AT_ONCE).zip(changes.chunks(AT_ONCE)) {
            let Some(costs) = steps.step(self, Of::Many, |_| self.costs(some, &best))? else { break };
            for (change, cost) in changes.iter().zip(costs) {
                let small = cost.is_some_and(|cost| cost <= train * seems);
                if small && !harmless.iter().any(|other| other.touches(change)) {
                    harmless.push(change.clone());
                }
            }
        }
        Ok(harmless)
    }

    /// What some cost on train, beside the best of them so far; `None` for what is not right, or was not judged.
    fn costs(&self, some: &[Proposal], best: &Judged) -> Result<Vec<Option<f64>>, Fault> {
        let standard = self.funnel.standard(Some(best), u64::MAX)?;
        let judge = |some: &[Proposal]| self.funnel.judge(some, &standard);
        let judged: Vec<_> = self.funnel.pool.install(|| some.par_chunks(TOGETHER).map(judge).collect());
        Ok(judged.into_iter().flatten().map(|judged| judged.ok().and_then(|judged| judged.cost)).collect())
    }

    /// What changes of a version are compared with; `None`: there is no time to find out, or it is no better than the seed on train.
    fn reference(&self, whole: &Version, steps: &mut Steps) -> Result<Option<f64>, Fault> {
        // Those that are timed beside it cost as many times as much as it does, whatever that is.
        if !self.trial.objective.counted() && self.funnel.bodies.arms(&whole.genome).is_some() {
            return Ok(Some(whole.cost));
        }
        Ok(steps.step(self, Of::One, |_| self.on_train(&whole.genome))?.flatten())
    }

    /// What a finalist costs on train, where it was not measured with others; `None`: it is no better than the seed there.
    fn on_train(&self, genome: &Genome) -> Result<Option<f64>, Fault> {
        let seed = Judged::survived(&proposal(OUTSIDERS, &Genome::default()), 1.0);
        let costs = self.costs(&[proposal(OUTSIDERS, genome)], &seed)?;
        Ok(costs[0].filter(|cost| *cost < 1.0))
    }
}

fn proposal(id: u64, genome: &Genome) -> Proposal {
    let (genome, operator) = (genome.clone(), "thinner".to_owned());
    Proposal { id, genome, parents: Vec::new(), operator }
}

#[cfg(test)]
mod tests {
    use super::super::scene::{Scene, Silent};
    use super::*;
    use crate::search;
    use std::time::Duration;

    const SEED: &str = "pub fn sum(text: &str) -> u64 {\n    let start = text.trim().to_owned();\n    let mut sum = 0;\n    for byte in start.to_owned().bytes() {\n        if byte == b' ' {\n            sum += 1;\n        }\n        sum += u64::from(byte);\n    }\n    sum\n}\n";

    /// What is left of a text in the place of the seed's.
    fn thinned(scene: &Scene, new: &str) -> String {
        let sources = &scene.ground.component.sources;
        let whole = Change { file: "src/lib.rs".into(), range: 0..SEED.len(), text: new.into(), operator: "test" };
        let genome = Genome::default().compose(sources, &whole);
        let minimised = |finals: &Finals| {
            let cost = finals.on_select(&genome, "whole", Vec::new()).unwrap().unwrap();
            let thin = finals.minimise(genome, cost, Duration::ZERO).unwrap();
            finals.laid_out(thin.genome, thin.effects)
        };
        let (thin, _) = scene.finals(minimised).unwrap();
        thin.render(sources).get("src/lib.rs").unwrap().to_string()
    }

    #[test]
    fn what_brings_nothing_goes_and_what_was_turned_round_comes_back() {
        let calls = (0..40).map(|i| format!("{{\"call\":\"sum\",\"args\":[\"word {i}\"]}}\n"));
        let mut scene = Scene::new(SEED, &calls.collect::<String>());
        scene.ground.go_beyond(1, &mut search::rng(0, 0), &Silent).unwrap();
        let saved = SEED.replace("start.to_owned()", "start");
        let turned = [
            ("byte == b' '", "b' ' == byte"),
            ("    sum\n}", "    sum = sum | sum;\n    sum\n}"),
            ("        sum += u64::from(byte);\n", "        sum = (sum + u64::from(byte)) ^ 0;\n"),
        ];
        for (old, new) in turned {
            assert_eq!(thinned(&scene, &saved.replace(old, new)), saved, "{new}");
        }
        let all = turned.iter().fold(saved.clone(), |text, (old, new)| text.replace(old, new));
        let (one, two) = ("    let start = text.trim().to_owned();\n", "    let mut sum = 0;\n");
        let all = all.replace(&format!("{one}{two}"), &format!("{two}{one}"));
        assert_eq!(thinned(&scene, &all), saved);
    }
}
