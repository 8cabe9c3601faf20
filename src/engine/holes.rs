//! Holes: small expressions of the best so far, each tried by the hundred without a compiler.
//!
//! The program is built once with calls into an interpreter where the expressions stood, and every block counted. An
//! expression is right if the component does what the seed does, and good if fewer blocks run; a count repeats exactly. What
//! is found is printed as Rust and proposed to the search like anything else: nothing here judges for good.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::Fault;
use super::funnel::Funnel;
use super::ground::Ground;
use super::taped::Taped;
use crate::build::holes::{Counted, Hole, Task, compose, culprit, program};
use crate::build::{BuildError, Form, Program, Slot, thir};
use crate::component::types::TypeMap;
use crate::genome::Genome;
use crate::operators::holes::bank::{Bank, Term};
use crate::operators::holes::breed::child;
use crate::operators::holes::language::Expr;
use crate::operators::holes::{Example, Site, sites};
use crate::operators::{View, program as text, take_apart};
use crate::replay::usage::Usage;
use crate::report::HoleCount;
use crate::run::{Judged, write_atomically};
use crate::search::{self, Idea, Seed};
use crate::trace::Entry;
use bench::Bench;

mod bench;

/// Looks for expressions, a few times in a run.
pub struct Holes<'a> {
    funnel: &'a Funnel<'a>,
    seed: Arc<Seed>,
    slot: Slot,
    /// What was found, by the number of whom it was sought for; a resumed run proposes it again.
    found: BTreeMap<u64, Found>,
    file: PathBuf,
    /// The cost of whom it was last sought for.
    best: f64,
    /// How often it is still sought.
    left: u32,
    /// At how many sites.
    sites: usize,
    /// What it came to.
    pub count: HoleCount,
}

/// What came of looking at one program.
#[derive(Default, Serialize, Deserialize)]
struct Found {
    genomes: Vec<Genome>,
    /// How many expressions were tried for it.
    evaluated: u64,
}

/// How often expressions are sought in a run.
const PHASES: u32 = 3;
/// How much better than the last one a leader is whose expressions are looked at again.
const BETTER: f64 = 0.98;
/// Share of the time for the search that one phase may take.
const SHARE: f64 = 0.06;
/// Sites that are built, those of the functions where most time goes; and that are looked at, those evaluated most often.
const BUILT: usize = 40;
const SITES: usize = 20;
/// Where it is said how many candidates are judged: so many of them for a site, and the fewest sites.
const PER_SITE: u64 = 60;
const LEAST_SITES: u64 = 3;
/// How often a crate with holes is built before it is given up: each time without what the compiler objects to.
const ROUNDS: usize = 4;
/// Calls of the short part of train, over so many sessions where there are as many.
const CALLS: usize = 320;
const SESSIONS: usize = 4;
/// What they cost at most; what the whole sessions cost on which the best are bred further; and what the last look costs.
const SHORT: u64 = 200_000;
const MIDDLE: u64 = 1_500_000;
const WHOLE: u64 = 10_000_000;
/// What the made-up sessions cost on which all is tried that is right on the short part; and how many times as much an
/// expression may cost there: what is made up is unlike what is to be quick.
const BEYOND: u64 = 300_000;
const DEARER: u64 = 4;
/// Expressions of a site that are tried first: those that agree most with what stood there, and some others.
const LIKELY: usize = 60;
const OTHERS: usize = 140;
/// Generations of children of the good ones, on the short part and on the middle one; and how many generations may go by that
/// bring nothing.
const SHORT_GENERATIONS: (usize, usize) = (8, 64);
const MIDDLE_GENERATIONS: (usize, usize) = (3, 32);
const PATIENCE: usize = 3;
const PARENTS: usize = 12;
/// How often a child is tried for.
const TRIES: usize = 6;
/// Processes that may die of a site's expressions.
const DEATHS: u32 = 6;
/// Those that go on from the short part to the middle one.
const KEPT: usize = 24;
/// The cost that is worth proposing, as a share.
const SAVES: f64 = 0.98;
/// A node is worth this part of the cost; a number that the program does not speak of, so many nodes.
const PER_NODE: u64 = 200;
const STRANGE: usize = 6;
/// Expressions that are proposed, of each site and of all.
const PROPOSED: usize = 3;
const IDEAS: usize = 12;

/// Tells the random numbers here from others.
const RANDOM: u64 = 0x686f_6c65;

/// What is right, with its cost, the best first.
type Right = Vec<(u64, Arc<Expr>)>;

/// What came of a site.
struct Tried {
    /// The best, those that cost least first.
    best: Vec<Arc<Expr>>,
    evaluated: u64,
    used: Usage,
}

/// A site that is looked at, with its number in the crate, and what stands there: its cost and what it saw.
struct Open<'a> {
    number: u64,
    site: &'a Site,
    /// On each bench.
    costs: [u64; 3],
    examples: Vec<Example>,
}

impl Open<'_> {
    /// The laps of expressions, which may not cost more than a limit.
    fn filled<'e>(&self, exprs: impl IntoIterator<Item = &'e Arc<Expr>>, limit: u64) -> Vec<Vec<u8>> {
        exprs.into_iter().map(|expr| self.lap(expr, limit)).collect()
    }

    fn lap(&self, expr: &Expr, limit: u64) -> Vec<u8> {
        let mut code = Vec::new();
        expr.encode(&mut code);
        program(self.number, self.site.weight(expr), limit, Task::Fill { code: &code, reads: expr.reads() })
    }

    /// What an expression is ranked by: its cost, and a little for every node, and more for a number that the program does not
    /// speak of, which often fits what was recorded and nothing else.
    fn rank(&self, cost: u64, expr: &Expr) -> u64 {
        let known = |value| value <= 2 || self.site.numbers.iter().any(|(number, _)| *number == value);
        cost + cost / PER_NODE * (expr.size() + STRANGE * expr.strange(&known)) as u64
    }

    /// The lap of what stands there.
    fn own(number: u64, site: &Site, task: Task) -> Vec<u8> {
        let weight = site.own.as_ref().map_or(0, |own| site.weight(own));
        program(number, weight, u64::MAX, task)
    }
}

impl<'a> Holes<'a> {
    /// `file`: where it is written down what was found. `evaluations`: how many candidates the search judges, where that is said.
    ///
    /// # Errors
    /// No room to build in.
    pub fn new(
        funnel: &'a Funnel<'a>,
        seed: Arc<Seed>,
        file: PathBuf,
        evaluations: Option<u64>,
    ) -> Result<Holes<'a>, Fault> {
        let earlier = std::fs::read(&file).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
        // What drives a component or is scored has no recorded results; a size cannot be counted.
        let left = if funnel.ground.jury.is_none() && funnel.objective != super::Objective::Size { PHASES } else { 0 };
        let slot = funnel.ground.slot("holes")?;
        let (found, best) = (earlier.unwrap_or_default(), f64::INFINITY);
        // A clock would not be the same in every run.
        let sites = evaluations.map_or(SITES, |n| (n / PER_SITE).clamp(LEAST_SITES, SITES as u64) as usize);
        Ok(Holes { funnel, seed, slot, found, file, best, left, sites, count: HoleCount::default() })
    }

    /// Expressions for the best so far; none where it was looked at before, or is hardly better than who was.
    ///
    /// # Errors
    /// The user interrupted, or the host fails.
    pub fn ideas(&mut self, leader: Option<&Judged>) -> Result<Vec<Idea>, Fault> {
        let (on, cost) = leader.map_or((0, 1.0), |best| (best.id, best.cost.unwrap_or(1.0)));
        if self.left == 0 || cost > self.best * BETTER {
            return Ok(Vec::new());
        }
        (self.left, self.best) = (self.left - 1, cost);
        if !self.found.contains_key(&on) {
            let share = self.funnel.left().map(|left| Instant::now() + left.mul_f64(SHARE));
            let genome = leader.map_or_else(Genome::default, |best| best.edits.clone());
            let start = Instant::now();
            let found =
                self.seek(on, &genome, &|| self.funnel.late() || share.is_some_and(|end| Instant::now() >= end))?;
            self.count.wall_s += start.elapsed().as_secs_f64();
            self.found.insert(on, found);
            let text = serde_json::to_vec(&self.found).map_err(|e| Fault::Internal(e.to_string()))?;
            write_atomically(&self.file, &text).map_err(|e| Fault::Output(e.to_string()))?;
        }
        let found = &self.found[&on];
        // The next one would be as slow to build, or as little to the compiler's taste.
        if found.evaluated == 0 {
            self.left = 0;
        }
        self.count.evaluated += found.evaluated;
        self.count.promising += found.genomes.len() as u64;
        Ok(found.genomes.iter().map(|genome| Idea { on, genome: genome.clone() }).collect())
    }

    fn seek(&mut self, on: u64, genome: &Genome, late: &(dyn Fn() -> bool + Sync)) -> Result<Found, Fault> {
        let (ground, start) = (self.funnel.ground, Usage::now());
        let sources = genome.render(&self.seed.sources);
        let types = match thir(&ground.toolchain, &mut self.slot, &sources) {
            Ok(text) => TypeMap::parse(&text, &sources, ""),
            Err(BuildError::Interrupted) => return Err(Fault::Interrupted(String::new())),
            Err(_) => return Ok(Found::default()),
        };
        let seed = self.seed.clone();
        let taken = take_apart(&View { sources: &sources, types: &types, ..seed.view() });
        let mut sites = sites(&taken);
        let weight = |site: &Site| taken.functions[taken.exprs[site.expr].function].weight;
        sites.retain(|site| {
            let change = site.change(&taken, &Expr::Constant(u64::from(site.ty.is_int()) * 7, site.ty));
            !site.inputs.is_empty() && !genome.compose(&seed.sources, &change).forbidden(&seed.frozen)
        });
        sites.sort_by(|a, b| weight(b).total_cmp(&weight(a)));
        sites.truncate(BUILT);
        let Some(worker) = self.build(&taken, &mut sites)?.filter(|_| !late()) else {
            self.count.cpu_s += seconds(Usage::now() - start);
            return Ok(Found::default());
        };
        let (short, ids) = short(ground)?;
        let mut short = Bench { ground, worker: &worker, taped: &short, ids, lap: Duration::from_millis(200) };
        affordable(&mut short, SHORT)?;
        let judged = |ids: &mut dyn Iterator<Item = u32>, most: u64| -> Result<Bench, Fault> {
            let ids = of_all_kinds(ground, ids);
            let mut bench = Bench { ground, worker: &worker, taped: &ground.judged, ids, lap: Duration::from_secs(5) };
            affordable(&mut bench, most).map(|()| bench)
        };
        let train = |most: u64| judged(&mut ground.parts[0].clone(), most);
        let benches = [short, train(MIDDLE)?, judged(&mut ground.light.iter().copied(), BEYOND)?];
        let mut open = opened(&benches, &sites)?;
        open.truncate(self.sites);
        self.count.cpu_s += seconds(Usage::now() - start);
        let tried: Vec<Result<Tried, Fault>> =
            open.par_iter().map(|open| self.tried(on, &benches, open, late)).collect();
        let start = Usage::now();
        let (mut promoted, mut evaluated) = (Vec::new(), 0);
        for (open, tried) in open.iter().zip(tried) {
            let tried = tried?;
            evaluated += tried.evaluated;
            self.count.cpu_s += seconds(tried.used);
            self.count.trying_s += seconds(tried.used);
            promoted.extend(tried.best.into_iter().map(|expr| (open, expr)));
        }
        let whole = train(WHOLE)?;
        let best = proposed(&whole, promoted)?;
        self.count.cpu_s += seconds(Usage::now() - start);
        let change = |(open, expr): (&Open, Arc<Expr>)| genome.compose(&seed.sources, &open.site.change(&taken, &expr));
        Ok(Found { genomes: best.into_iter().map(change).collect(), evaluated })
    }

    /// The crate with holes at the sites; those that the compiler will not have are left without inputs, or out.
    fn build(&mut self, taken: &text::Program, sites: &mut [Site]) -> Result<Option<Program>, Fault> {
        let ground = self.funnel.ground;
        let hole = |(site, number): (&Site, u64)| {
            let expr = &taken.exprs[site.expr];
            let inputs = site.inputs.iter().map(|input| Some(input.code.text.clone())).collect();
            Hole { number, file: expr.file.clone(), range: expr.range.clone(), ty: site.ty.name, inputs }
        };
        let mut holes: Vec<Hole> = sites.iter().zip(1..).map(hole).collect();
        let site = |number: u64| number as usize - 1;
        let flags = ["-Copt-level=1", "--cap-lints=allow"].map(str::to_owned).to_vec();
        let form = Form { overflow_checks: self.funnel.overflow_checks, flags, ..Form::default() };
        for _ in 0..ROUNDS {
            let sources = compose(&taken.sources, &ground.component.lib_path, &holes);
            let errors = match ground.toolchain.build_with_holes(&mut self.slot, &sources, &form) {
                Ok(Ok(worker)) => return Ok(Some(worker)),
                Ok(Err(errors)) => errors,
                Err(BuildError::Interrupted) => return Err(Fault::Interrupted(String::new())),
                Err(_) => break,
            };
            let culprits: Vec<_> = errors.iter().filter_map(|error| culprit(&sources, error)).collect();
            if culprits.is_empty() {
                break;
            }
            for culprit in culprits {
                match culprit.input {
                    Some(input) => {
                        sites[site(culprit.hole)].forget(input);
                        let hole = holes.iter_mut().find(|hole| hole.number == culprit.hole);
                        hole.and_then(|hole| hole.inputs.get_mut(input)).into_iter().for_each(|input| *input = None);
                    }
                    None => holes.retain(|hole| hole.number != culprit.hole),
                }
            }
        }
        Ok(None)
    }

    /// Tries expressions at a site: those that look likely, some others, and children of what is right.
    fn tried(&self, on: u64, benches: &[Bench; 3], open: &Open, late: &dyn Fn() -> bool) -> Result<Tried, Fault> {
        let start = Usage::now();
        let (site, bank) = (open.site, Bank::new(open.site, &open.examples));
        let rng = search::rng(self.funnel.random_seed ^ RANDOM, on << 8 | open.number);
        let mut trial = Trial { open, bank: &bank, rng, seen: HashSet::new(), deaths: DEATHS, evaluated: 0 };
        let mut terms: Vec<&Term> = bank.terms.iter().collect();
        terms.sort_by_key(|term| (Reverse(term.agrees), site.weight(&term.expr), term.expr.size()));
        let others = terms.split_off(terms.len().min(LIKELY));
        terms.extend(others.sample(&mut trial.rng, OTHERS).copied());
        let first = terms.iter().map(|term| term.expr.clone()).collect();
        let right = trial.generations(benches, 0, first, SHORT_GENERATIONS, late)?;
        // Where only what has the same value everywhere is right, there is nothing to breed.
        let best = right.into_iter().filter(|(cost, _)| saves(*cost, open.costs[0])).take(KEPT);
        let best: Vec<Arc<Expr>> = best.map(|(_, expr)| expr).collect();
        let right = trial.generations(benches, 1, best, MIDDLE_GENERATIONS, late)?;
        let best = right.into_iter().filter(|(cost, _)| saves(*cost, open.costs[1])).take(PROPOSED);
        let best = best.map(|(_, expr)| expr).collect();
        Ok(Tried { best, evaluated: trial.evaluated, used: Usage::now() - start })
    }
}

/// Hardly more than what an expression must beat.
fn limit(cost: u64) -> u64 {
    cost + cost / 50 + 100
}

/// Whether one cost is enough below another.
fn saves(cost: u64, than: u64) -> bool {
    cost as f64 <= than as f64 * SAVES
}

/// What is going on at one site.
struct Trial<'a> {
    open: &'a Open<'a>,
    bank: &'a Bank,
    rng: ChaCha8Rng,
    seen: HashSet<Arc<Expr>>,
    deaths: u32,
    evaluated: u64,
}

impl Trial<'_> {
    /// What is right of some expressions and of generations of their children, on one of the benches.
    fn generations(
        &mut self,
        benches: &[Bench; 3],
        on: usize,
        mut next: Vec<Arc<Expr>>,
        (generations, children): (usize, usize),
        late: &dyn Fn() -> bool,
    ) -> Result<Right, Fault> {
        let (open, mut right, mut stale) = (self.open, Right::new(), 0);
        self.seen.extend(next.iter().cloned());
        for _ in 0..=generations {
            if next.is_empty() || self.deaths == 0 || stale > PATIENCE || late() {
                break;
            }
            let before = right.first().map_or(open.costs[on], |(cost, _)| *cost);
            let programs = open.filled(&next, limit(open.costs[on]));
            self.evaluated += next.len() as u64;
            let counted = benches[on].run(&programs, &mut self.deaths)?;
            let found = next.iter().zip(counted).filter_map(|(expr, lap)| Some((lap?.cost, expr.clone())));
            let found: Right = found.collect();
            // What does not hold on made-up input is of no use.
            let programs = open.filled(found.iter().map(|(_, expr)| expr), open.costs[2] * DEARER + 1000);
            let beyond = benches[2].run(&programs, &mut self.deaths)?;
            right.extend(found.into_iter().zip(beyond).filter_map(|(found, lap)| lap.map(|_| found)));
            // Of equals the first found stays the first.
            right.sort_by_key(|(cost, expr)| open.rank(*cost, expr));
            let best = right.first().map_or(open.costs[on], |(cost, _)| *cost);
            stale = if saves(best, before) { 0 } else { stale + 1 };
            if !right.iter().any(|(_, expr)| self.differs(expr)) {
                break;
            }
            next = self.children(&right, children);
        }
        Ok(right)
    }

    /// Whether an expression has another value than what stood there, somewhere.
    fn differs(&self, expr: &Expr) -> bool {
        self.open.examples.iter().any(|example| expr.value(&example.inputs) != Some(example.result))
    }

    fn children(&mut self, right: &Right, wanted: usize) -> Vec<Arc<Expr>> {
        let site = self.open.site;
        let parents: Vec<Arc<Expr>> =
            right.iter().take(PARENTS).map(|(_, expr)| expr.clone()).chain(site.own.clone()).collect();
        let mut children = Vec::new();
        for _ in 0..wanted * TRIES {
            let (Some(one), Some(two)) = (parents.choose(&mut self.rng), parents.choose(&mut self.rng)) else { break };
            let child = child(one, two, self.bank, site.wraps, &mut self.rng);
            children.extend(child.filter(|child| self.seen.insert(child.clone())));
            if children.len() == wanted {
                break;
            }
        }
        children
    }
}

fn seconds(used: Usage) -> f64 {
    used.total().as_secs_f64()
}

/// The first calls of a few sessions of train on a tape, and their numbers on it.
fn short(ground: &Ground) -> Result<(Taped, Vec<u32>), Fault> {
    let judged = &ground.judged;
    let ids = of_all_kinds(ground, ground.parts[0].clone());
    let each = CALLS / ids.len().clamp(1, SESSIONS);
    let mut scripts = Vec::new();
    let mut left = CALLS;
    for id in ids {
        let (entries, probes) = &judged.scripts[id as usize];
        let entries = entries[..entries.len().min(each)].to_vec();
        left = left.saturating_sub(entries.len() + probes.len());
        scripts.push((entries, probes.clone()));
        if left == 0 {
            break;
        }
    }
    let ids = (0..scripts.len() as u32).collect();
    let marks = vec![0; scripts.len()];
    let mut taped = Taped::unplayed(&ground.harness, scripts, &marks, false)?;
    (taped.expected, taped.time) = ground.first(&ground.seed, &taped, 1)?;
    Ok((taped, ids))
}

/// Sessions so that their beginning holds some of every kind, the shortest first: two are of a kind that make the same calls.
fn of_all_kinds(ground: &Ground, ids: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut kinds: BTreeMap<BTreeSet<usize>, Vec<u32>> = BTreeMap::new();
    for id in ids {
        let calls = ground.judged.scripts[id as usize].0.iter().filter_map(|entry| match entry {
            Entry::Call(event) => Some(event.call),
            Entry::Drop(_) => None,
        });
        kinds.entry(calls.collect()).or_default().push(id);
    }
    let mut ranked: Vec<(usize, usize, u32)> = Vec::new();
    for mut ids in kinds.into_values() {
        let length = |id: &u32| ground.judged.tape.stored(*id).bytes.len();
        ids.sort_by_key(length);
        ranked.extend(ids.iter().enumerate().map(|(rank, id)| (rank, length(id), *id)));
    }
    ranked.sort_unstable();
    ranked.into_iter().map(|(.., id)| id).collect()
}

/// Leaves a bench as many of its sessions, in their order, as are done at a cost, and one at least.
fn affordable(bench: &mut Bench, most: u64) -> Result<(), Fault> {
    let costs = bench.costs()?;
    let known = || costs.iter().zip(&bench.ids).filter_map(|(cost, id)| Some(((*cost)?, *id)));
    let mut left = most;
    let fits = |(cost, _): &(u64, u32)| {
        let fits = *cost <= left;
        left -= if fits { *cost } else { 0 };
        fits
    };
    let mut ids: Vec<u32> = known().filter(fits).map(|(_, id)| id).collect();
    if ids.is_empty() {
        ids.extend(known().min().map(|(_, id)| id));
    }
    bench.ids = ids;
    Ok(())
}

/// The sites that are evaluated most often, with what they saw.
fn opened<'a>(benches: &[Bench; 3], sites: &'a [Site]) -> Result<Vec<Open<'a>>, Fault> {
    let laps =
        |task: Task| sites.iter().zip(1..).map(|(site, number)| Open::own(number, site, task)).collect::<Vec<_>>();
    let short = benches[0].run(&laps(Task::Record), &mut 1)?;
    let middle = benches[1].run(&laps(Task::Count), &mut 1)?;
    let beyond = benches[2].run(&laps(Task::Record), &mut 1)?;
    let mut open = Vec::new();
    for (site, (number, laps)) in sites.iter().zip((1..).zip(short.iter().zip(middle.iter().zip(&beyond)))) {
        let (Some(short), (Some(middle), Some(beyond))) = laps else { continue };
        let costs = [short.cost, middle.cost, beyond.cost];
        let example =
            |row: &[u64]| row.split_last().map(|(result, inputs)| Example { inputs: inputs.to_vec(), result: *result });
        let rows =
            short.record.chunks_exact(site.inputs.len() + 1).chain(beyond.record.chunks_exact(site.inputs.len() + 1));
        let mut examples: Vec<Example> = rows.filter_map(example).collect();
        let mut seen = HashSet::new();
        examples.retain(|example| seen.insert(example.clone()));
        if short.evaluations > 0 {
            open.push((short.evaluations, Open { number, site, costs, examples }));
        }
    }
    open.sort_by_key(|(evaluations, open)| (Reverse(*evaluations), open.number));
    Ok(open.into_iter().take(SITES).map(|(_, open)| open).collect())
}

/// Of what was found that which saves on all of train, too, as far as that can be afforded; the most saving first.
fn proposed<'a, 's>(
    whole: &Bench,
    found: Vec<(&'a Open<'s>, Arc<Expr>)>,
) -> Result<Vec<(&'a Open<'s>, Arc<Expr>)>, Fault> {
    let own = |(open, _): &(&Open, Arc<Expr>)| Open::own(open.number, open.site, Task::Count);
    let owns: Vec<Vec<u8>> = found.iter().map(own).collect();
    let costs: Vec<u64> = whole.run(&owns, &mut 1)?.into_iter().map(|lap| lap.map_or(0, |lap| lap.cost)).collect();
    let filled: Vec<Vec<u8>> =
        found.iter().zip(&costs).map(|((open, expr), cost)| open.lap(expr, limit(*cost))).collect();
    let laps = whole.run(&filled, &mut DEATHS.clone())?;
    let mut saving: Vec<(f64, usize)> = Vec::new();
    for (place, (lap, cost)) in laps.iter().zip(&costs).enumerate() {
        let (open, expr) = &found[place];
        let share = |lap: &Counted| (open.rank(lap.cost, expr) as f64 / (*cost).max(1) as f64, place);
        saving.extend(lap.as_ref().filter(|lap| saves(lap.cost, *cost)).map(share));
    }
    saving.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    Ok(saving.into_iter().take(IDEAS).map(|(_, place)| found[place].clone()).collect())
}
