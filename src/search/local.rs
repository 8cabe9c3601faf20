//! Local search with a bank of neutral edits.
//!
//! Most proposals change the best candidate so far in one place. Single edits that were right and cost
//! about nothing are kept in a bank and stacked: most unique repairs need two edits that work together
//! (Renzullo et al., "Neutrality and epistasis in program space"). Operators are chosen by what they brought.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use rand::{Rng, RngExt};

use super::bandit::{Bandit, Outcome};
use super::proposer::{Draft, Parent, Proposer, Step};
use super::without::{BANK, CROSS, DROP, IDIOMS, WORDS, Without};
use super::{Fate, Idea, Proposal, Search, Seed};
use crate::genome::{Edit, Genome};
use crate::operators::holes;

/// A candidate that behaves, with its cost as a share of the seed's.
#[derive(Clone)]
struct Survivor {
    parent: Parent,
    cost: f64,
}

impl Survivor {
    /// What candidates are ordered by: the cost, and a little for every change and for much text, so that changes without effect are
    /// dropped. An edit that grew from several is named after all of them, but once where one was made again and again.
    fn rank(&self) -> f64 {
        let letters = |edit: &Edit| edit.text.bytes().filter(|byte| !byte.is_ascii_whitespace()).count() / Known::LONG;
        let changes = |edit: &Edit| edit.operator.split('+').count().max(letters(edit));
        let changes: usize = self.parent.genome.edits().iter().map(changes).sum();
        self.cost * (1.0 + Known::PER_CHANGE * changes as f64)
    }

    /// In how many steps it was made, as far as its edits are named after them.
    fn steps(&self) -> usize {
        self.parent.genome.edits().iter().map(|edit| edit.operator.split('+').count()).sum()
    }
}

/// What is remembered of a proposal until its fate is told.
struct Open {
    genome: Genome,
    /// The arms of the bandit that had a part in it.
    arms: Vec<usize>,
    /// The cost of what it was made from.
    cost: f64,
    /// It is what people know.
    idiom: bool,
    /// The compiler has been asked what it would write.
    repaired: bool,
    /// What an idiom changes, and what becomes of it.
    what: Option<u64>,
}

/// What came of an idiom.
#[derive(Clone, Copy)]
enum Tried {
    /// It is wrong, or does not compile.
    Wrong,
    /// It was right and brought nothing to a parent of this cost.
    Vain(f64),
    /// It brought something.
    Good,
}

/// What an idiom makes of a survivor.
struct Idiom {
    operator: &'static str,
    genome: Genome,
    from: Arc<Survivor>,
    what: Option<u64>,
}

impl Idiom {
    fn of(step: Step, from: &Arc<Survivor>) -> Idiom {
        Idiom { operator: step.operator, genome: step.genome, from: from.clone(), what: Some(step.what) }
    }
}

impl Tried {
    /// `cost`: of what the idiom was applied to.
    fn of(fate: &Fate, cost: f64) -> Tried {
        match fate {
            Fate::Survived { cost_ratio, .. } if *cost_ratio < cost * (1.0 - Known::NEUTRAL / 2.0) => Tried::Good,
            Fate::Survived { .. } | Fate::Duplicate | Fate::Rejected { stage: super::Stage::Race, .. } => {
                Tried::Vain(cost)
            }
            Fate::Rejected { .. } => Tried::Wrong,
        }
    }
}

/// Local search with a bank of neutral edits.
pub struct Local {
    proposer: Proposer,
    known: Known,
    open: HashMap<u64, Open>,
}

/// What the answers so far come to.
struct Known {
    bandit: Bandit,
    /// By rank, the best first; of equals the newer first, so that the search drifts over plateaus. The seed is always in.
    best: Vec<Survivor>,
    /// Single edits against the seed that changed neither behaviour nor cost.
    bank: Vec<Edit>,
    /// Fates told since the best cost fell.
    stale: u64,
    /// The lowest cost to which what people know was applied: that goes first, and upon each other.
    improved_cost: f64,
    /// What came of it and does not lead, by rank: the second step may be the one that pays.
    ways: Vec<Survivor>,
    /// By their numbers, what they make possible was tried where it had been tried after fewer than so many others.
    seen_open: HashMap<u64, u32>,
    /// After how many of them an idiom was tried that had not fitted before, by function and name.
    opened: HashMap<(String, &'static str), u32>,
    /// Fates told since one of them was taken up.
    waited: u64,
    /// Those to come, the next one last.
    idioms: Vec<Idiom>,
    /// What came of them, by what they change in what.
    tried: HashMap<u64, Tried>,
    /// Proposals that did not compile, by their numbers, as the compiler would write them.
    repairs: Vec<(u64, Open)>,
    /// What others suggest, the next one last.
    ideas: Vec<Idea>,
    /// How much else may be proposed before it is known what came of idioms.
    meanwhile: usize,
    /// Edits that make whatever has them wrong.
    guilty: Vec<Edit>,
}

impl Local {
    pub fn new(seed: Arc<Seed>, without: Without, rng_seed: u64) -> Local {
        let proposer = Proposer::new(seed, without, rng_seed);
        let best = vec![Survivor { parent: Parent::seed(&proposer.seed), cost: 1.0 }];
        let known = Known {
            bandit: Bandit::new(proposer.operators.len()),
            best,
            bank: Vec::new(),
            stale: 0,
            improved_cost: f64::INFINITY,
            ways: Vec::new(),
            seen_open: HashMap::new(),
            opened: HashMap::new(),
            waited: 0,
            idioms: Vec::new(),
            tried: HashMap::new(),
            repairs: Vec::new(),
            ideas: Vec::new(),
            meanwhile: 0,
            guilty: Vec::new(),
        };
        Local { proposer, known, open: HashMap::new() }
    }
}

impl Known {
    /// How many survivors are bred from.
    const ELITE: usize = 12;
    /// How many neutral edits are kept.
    const BANK: usize = 200;
    /// A cost within this factor is the same.
    const NEUTRAL: f64 = 0.02;
    /// What a change must bring to be worth its reading: as much as this share of the cost.
    const PER_CHANGE: f64 = 0.004;
    /// So many letters are as much to read as one more change.
    const LONG: usize = 60;
    /// After so many fates without progress, proposals reach further.
    const PATIENCE: u64 = 300;
    /// After so many, and so many after the last time, a second idiom is tried on one that brought nothing.
    const DETOUR: u64 = 150;
    /// How much more than what it was made from such a one may cost.
    const COSTLIER: f64 = 1.5;
    /// How many of them are kept.
    const WAYS: usize = 200;
    /// As many other proposals go out while idioms are judged.
    const MEANWHILE: usize = 48;
    /// Fewer idioms are not worth a crate for themselves.
    const FEW: usize = 24;
    /// To what share the cost must have fallen, so that what brought nothing is tried again.
    const AGAIN: f64 = 0.6;
    /// After how many different ways an idiom is tried because it did not fit before.
    const OPENINGS: u32 = 3;

    /// One to three changes by chosen operators, more often several when the search is stuck.
    fn mutate(&self, proposer: &mut Proposer, from: &Survivor, rng: &mut dyn Rng) -> Option<(Draft, Open)> {
        if proposer.operators.is_empty() {
            return None;
        }
        let further = if self.stale > Self::PATIENCE { 0.5 } else { 0.15 };
        let wanted = 1 + (1..3).take_while(|_| rng.random_bool(further)).count();
        let arms: Vec<usize> = (0..wanted + 2).map(|_| self.bandit.choose(rng)).collect();
        let (genome, used) = proposer.mutate(&from.parent, &arms, wanted, rng)?;
        let operator = proposer.names(&used);
        Some(self.draft(genome, &[from], used, &operator))
    }

    fn draft(&self, genome: Genome, from: &[&Survivor], arms: Vec<usize>, operator: &str) -> (Draft, Open) {
        let parents = from.iter().map(|survivor| survivor.parent.id).filter(|id| *id != 0).collect();
        // Without parents it was made from the seed.
        let cost = from.iter().map(|survivor| survivor.cost).reduce(f64::min).unwrap_or(1.0);
        let open = Open { genome: genome.clone(), arms, cost, idiom: false, repaired: false, what: None };
        (Draft { genome, parents, operator: operator.to_owned() }, open)
    }

    /// Whom to breed from: mostly the best, sometimes another good one or the seed, more evenly when stuck.
    fn choose(&self, rng: &mut dyn Rng) -> &Survivor {
        let best = if self.stale > Self::PATIENCE { 0.3 } else { 0.6 };
        if rng.random_bool(best) { &self.best[0] } else { &self.best[rng.random_range(0..self.best.len())] }
    }

    /// Applies what people know about such code: first to the seed, then to each leader that is better than the last one it was
    /// applied to, because one idiom leads to another. What is good by itself is tried together first. Then what fits only
    /// because of an idiom that brought nothing by itself. When the search is stuck, all is applied to those, too.
    fn improve(&mut self, proposer: &mut Proposer) {
        if proposer.without.has(IDIOMS) || !self.idioms.is_empty() {
            return;
        }
        let leads = self.best[0].cost < self.improved_cost * (1.0 - Self::NEUTRAL);
        let (from, crosses) = match leads {
            true => {
                self.improved_cost = self.best[0].cost;
                self.ways.retain(|way| way.parent.id != self.best[0].parent.id);
                (self.best[0].clone(), self.stacked())
            }
            false if self.open_up(proposer) || self.stale.min(self.waited) < Self::DETOUR => return,
            false if self.ways.is_empty() => return,
            false => (self.ways.remove(0), Vec::new()),
        };
        let from = Arc::new(from);
        let mut steps = proposer.idioms(&from.parent);
        // What fits here is not what a detour makes possible.
        self.opened.extend(steps.iter().map(|step| (step.fits.clone(), Self::OPENINGS)));
        if !proposer.without.has(WORDS) {
            let mut behind = proposer.behind_words(&steps);
            behind.retain(|step| !self.opened.contains_key(&step.fits));
            self.opened.extend(behind.iter().map(|step| (step.fits.clone(), 1)));
            steps.extend(behind);
        }
        steps.retain(|step| self.is_worth_trying(step, from.cost));
        let cross = |genome| Idiom { operator: CROSS, genome, from: from.clone(), what: None };
        self.idioms.extend(crosses.into_iter().map(cross));
        self.idioms.extend(steps.into_iter().map(|step| Idiom::of(step, &from)));
        self.idioms.reverse();
        self.waited = 0;
    }

    /// Whether an idiom may bring something to one of this cost, as far as it was tried where the functions in question were alike. What
    /// is a small share of the cost becomes a larger one where other things become cheap.
    fn is_worth_trying(&self, step: &Step, cost: f64) -> bool {
        match self.tried.get(&step.what) {
            None | Some(Tried::Good) => true,
            Some(Tried::Vain(tried)) => cost < tried * Self::AGAIN,
            Some(Tried::Wrong) => false,
        }
    }

    /// Takes up the next ways after which something fits that did not fit before, with just that: first what nobody tried after any
    /// other, because a way to it may be a long one; and first the ways of one step. Whether there are any.
    fn open_up(&mut self, proposer: &mut Proposer) -> bool {
        for tried in [1, Self::OPENINGS] {
            while self.idioms.len() < Self::FEW
                && let unopened = self.ways.iter().filter(|way| self.seen_open[&way.parent.id] < tried)
                && let Some(way) = unopened.min_by_key(|way| way.steps())
            {
                let from = Arc::new(way.clone());
                self.seen_open.insert(from.parent.id, tried);
                let mut steps = proposer.idioms(&from.parent);
                steps.retain(|step| self.opened.get(&step.fits).is_none_or(|times| *times < tried));
                let new: BTreeSet<_> = steps.iter().map(|step| step.fits.clone()).collect();
                new.into_iter().for_each(|fits| *self.opened.entry(fits).or_default() += 1);
                self.idioms.extend(steps.into_iter().map(|step| Idiom::of(step, &from)));
            }
            if !self.idioms.is_empty() {
                break;
            }
        }
        self.idioms.reverse();
        !self.idioms.is_empty()
    }

    /// The leader with the next best, with the two next best and so on, as long as they are better than the seed.
    fn stacked(&self) -> Vec<Genome> {
        let better = self.best[1..].iter().take_while(|survivor| survivor.cost < 1.0 - Self::NEUTRAL);
        let stack = better.scan(self.best[0].parent.genome.clone(), |stack, survivor| {
            *stack = stack.joined(&survivor.parent.genome);
            Some(stack.clone())
        });
        stack.collect()
    }

    /// What the compiler suggested; the next idiom; when there are none left, one of the moves: mutate, drop an edit, add one from
    /// the bank, cross two survivors.
    fn step(&mut self, proposer: &mut Proposer, rng: &mut dyn Rng) -> Option<(Draft, Open)> {
        if let Some((from, open)) = self.repairs.pop() {
            let draft = Draft { genome: open.genome.clone(), parents: vec![from], operator: Edit::REPAIR.to_owned() };
            return Some((draft, open));
        }
        if let Some(Idea { on, genome }) = self.ideas.pop() {
            let from = self.best.iter().find(|survivor| survivor.parent.id == on).unwrap_or(&self.best[0]);
            return Some(self.draft(genome, &[from], Vec::new(), holes::NAME));
        }
        if let Some(Idiom { operator, genome, from, what }) = self.idioms.pop() {
            let arm = proposer.operators.iter().position(|known| known.name() == operator);
            let (draft, open) = self.draft(genome, &[&from], arm.into_iter().collect(), operator);
            return Some((draft, Open { idiom: true, what, ..open }));
        }
        let from = self.choose(rng);
        let has = |part| !proposer.without.has(part);
        let genome = &from.parent.genome;
        match rng.random_range(0..10) {
            0 if has(DROP) && genome.edits().len() > 1 => {
                let fewer = genome.without(rng.random_range(0..genome.edits().len()));
                Some(self.draft(fewer, &[from], Vec::new(), DROP))
            }
            1 | 2 if has(BANK) && !self.bank.is_empty() => {
                let edit = self.bank[rng.random_range(0..self.bank.len())].clone();
                let added = genome.union(&Genome::new(vec![edit])?, rng);
                Some(self.draft(added, &[from], Vec::new(), BANK))
            }
            3 if has(CROSS) && self.best.len() > 2 => {
                let other = &self.best[rng.random_range(0..self.best.len())];
                let child = genome.union(&other.parent.genome, rng);
                Some(self.draft(child, &[from, other], Vec::new(), CROSS))
            }
            _ => self.mutate(proposer, from, rng),
        }
    }

    /// Takes back a survivor and whatever has the edits that make it wrong, and proposes what that is without them.
    fn retract(&mut self, id: u64, guilty: &[Edit]) {
        self.guilty.extend_from_slice(guilty);
        let guilty = &self.guilty;
        let is_wrong = |survivor: &Survivor| {
            let parent = &survivor.parent;
            parent.id != 0 && (parent.id == id || parent.genome.has_any(guilty))
        };
        let wrong: Vec<Survivor> = self.best.iter().filter(|survivor| is_wrong(survivor)).cloned().collect();
        self.best.retain(|survivor| !is_wrong(survivor));
        self.ways.retain(|survivor| !is_wrong(survivor));
        self.bank.retain(|edit| !guilty.contains(edit));
        let mended = wrong.into_iter().rev().map(|Survivor { parent, cost }| {
            let genome = parent.genome.without_any(guilty);
            (parent.id, Open { genome, arms: Vec::new(), cost, idiom: false, repaired: true, what: None })
        });
        self.repairs.extend(mended);
        // Whoever leads now was rewritten when it led before, as far as it did.
        self.improved_cost = self.best[0].cost;
    }

    fn survived(&mut self, id: u64, open: &Open, cost: f64, parent: Parent) {
        // It was on its way when its fault was found.
        if parent.genome.has_any(&self.guilty) {
            return;
        }
        if let [edit] = open.genome.edits()
            && (cost - 1.0).abs() <= Self::NEUTRAL
        {
            if self.bank.len() >= Self::BANK {
                self.bank.remove(id as usize % Self::BANK);
            }
            self.bank.push(edit.clone());
        }
        if cost < self.best[0].cost * (1.0 - Self::NEUTRAL / 4.0) {
            self.stale = 0;
        }
        let survivor = Survivor { parent, cost };
        if open.idiom && cost < open.cost * Self::COSTLIER {
            let place = self.ways.partition_point(|way| way.rank() <= survivor.rank());
            self.ways.insert(place, survivor.clone());
            self.ways.truncate(Self::WAYS);
            self.seen_open.insert(id, 0);
        }
        let place = self.best.partition_point(|better| better.rank() < survivor.rank());
        self.best.insert(place, survivor);
        // The seed stays, so that there is always a way back.
        if self.best.len() > Self::ELITE {
            let worst = self.best.iter().rposition(|survivor| survivor.parent.id != 0);
            worst.map(|worst| self.best.remove(worst));
        }
    }
}

impl Search for Local {
    fn ask(&mut self, n: usize) -> Vec<Proposal> {
        let Local { proposer, known, open } = self;
        known.improve(proposer);
        // What comes of idioms is waited for, because the next ones build on it; but not idly.
        let n = if !known.idioms.is_empty() {
            known.meanwhile = Known::MEANWHILE;
            let waited_for = known.idioms.len() + known.ideas.len();
            n.min(if waited_for < Known::FEW { waited_for + Known::MEANWHILE } else { waited_for })
        } else if open.values().any(|open| open.idiom) {
            let n = n.min(known.meanwhile);
            known.meanwhile -= n;
            n
        } else {
            n
        };
        let next = |_| {
            let mut details = None;
            let proposal = proposer.next(|proposer, rng| {
                let (draft, made) = known.step(proposer, rng)?;
                details = Some(made);
                Some(draft)
            })?;
            open.insert(proposal.id, details?);
            Some(proposal)
        };
        (0..n).map_while(next).collect()
    }

    fn tell(&mut self, id: u64, fate: &Fate) {
        let Some(mut open) = self.open.remove(&id) else { return };
        let Local { proposer, known, .. } = self;
        let repairs = !proposer.without.has(Edit::REPAIR);
        known.stale += 1;
        known.waited += 1;
        if let Some(what) = open.what {
            known.tried.insert(what, Tried::of(fate, open.cost));
        }
        let outcome = match fate {
            Fate::Duplicate => return,
            Fate::Rejected { repair: Some(genome), .. } if repairs && !open.repaired => {
                (open.genome, open.repaired) = (genome.clone(), true);
                known.repairs.push((id, open));
                return;
            }
            Fate::Rejected { stage: super::Stage::Check, .. } => Outcome::Broken,
            Fate::Rejected { .. } => Outcome::Wrong,
            Fate::Survived { cost_ratio, types } => {
                let parent = Parent::survivor(&proposer.seed, id, open.genome.clone(), types.clone());
                known.survived(id, &open, *cost_ratio, parent);
                let factor = open.cost / cost_ratio;
                if factor > 1.0 + Known::NEUTRAL { Outcome::Better(factor) } else { Outcome::Neutral }
            }
        };
        open.arms.iter().for_each(|&arm| known.bandit.learn(arm, outcome));
    }

    fn retract(&mut self, id: u64, guilty: &[Edit]) {
        self.known.retract(id, guilty);
    }

    fn suggest(&mut self, ideas: Vec<Idea>) {
        if !self.proposer.without.has(holes::NAME) {
            self.known.ideas.extend(ideas.into_iter().rev());
        }
    }

    fn duplicates(&self) -> u64 {
        self.proposer.duplicates()
    }
}
