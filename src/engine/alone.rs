//! Candidates in crates of their own: those that cannot be built with others, and those that promise to be the best so far, because
//! only that is what a user would get. Nothing leads the search that has not been here.

use std::sync::{Arc, PoisonError};
use std::time::Instant;

use super::challenge::Draw;
use super::counts::At;
use super::funnel::{Entrant, Funnel, Standard, Standing, Unjudged, cores, not_built, not_right, rejected};
use super::gauge::{self, Baseline};
use super::memory::{Memory, counting};
use super::options::Objective;
use super::sizes::Trapped;
use super::trial::ROUNDS;
use super::unrun::Unrun;
use super::{Fault, pruning};
use crate::build::{Form, Program, Slot, Subject};
use crate::replay::usage::Usage;
use crate::search;

/// A cost below which a candidate may become a finalist, and is asked about overflow.
const FASTER: f64 = 0.97;

/// Says of a rejection that it is for new code which no input runs.
pub const UNRUN: &str = "new code that nothing runs";
/// Says of a rejection that it is for other sizes.
const TRAP: &str = "slow in another size";

/// Tell the random numbers of an active search, and of a closer look, from others of the same candidate.
const CHALLENGE: u64 = 0x6368_616c;
const CLOSER: u64 = 0x636c_6f73;

impl Funnel<'_> {
    /// The program of the best so far, if it was built alone by this process; those go that might have been the best and are not.
    /// `untold`: from this number on it is not known yet.
    pub(super) fn leads(&self, leader: u64, untold: u64) -> Option<Arc<Program>> {
        let mut would_lead = self.would_lead.lock().unwrap_or_else(PoisonError::into_inner);
        would_lead.retain(|id, _| *id == leader || *id >= untold);
        would_lead.get(&leader).cloned()
    }

    /// All stages for a candidate in a crate of its own. `checked`: it was asked about overflow already. Where the objective is time, the
    /// best so far takes its turns with the candidate; a sample of sessions says more of two that are alike than of one of them and the seed.
    pub(super) fn alone(
        &self,
        entrant: &Entrant,
        checked: bool,
        (best, standard): (f64, &Standard),
        core: usize,
        slot: &mut Slot,
    ) -> Standing {
        let (start, begun, name) = (Usage::now(), Instant::now(), format!("c{}", entrant.proposal.id));
        let program = match self.ground.toolchain.build(slot, &entrant.sources, &gauge::form(self.objective), &name) {
            Ok(program) => program,
            Err(error) => return not_built(error),
        };
        let build = begun.elapsed();
        self.counts.used(At::Check, Usage::now() - start);
        let start = Usage::now();
        let baseline = match standard.program.as_ref().filter(|_| !self.objective.counted()) {
            Some(leader) => self.gauge.baseline(self.ground, leader.alone(), best),
            None => self.gauge.seed(self.ground),
        };
        let baseline = match baseline {
            Ok(baseline) => baseline,
            Err(wrong) => return not_right(At::Race, "", wrong),
        };
        let standing =
            self.race(entrant, program.alone(), best, core, &baseline, &self.everything(&standard.questions));
        let standing = match standing {
            Standing::Survived(cost) if cost < FASTER && self.overflow_checks && !checked => {
                self.overflows(entrant, &name, core, slot).unwrap_or(standing)
            }
            standing => standing,
        };
        let standing = match standing {
            // What would lead, by however little, has more before it than there is time for.
            Standing::Survived(cost) if cost < best && self.late() => Standing::Unjudged(Unjudged::Late),
            Standing::Survived(cost) if cost < best => {
                match self.confirmed(entrant, program.alone(), core, &baseline) {
                    Standing::Survived(cost) if cost < best => {
                        self.challenged(entrant, program.alone(), slot).unwrap_or(Standing::Survived(cost))
                    }
                    standing => standing,
                }
            }
            standing => standing,
        };
        self.counts.used(At::Race, Usage::now() - start);
        if matches!(standing, Standing::Survived(cost) if cost < best) {
            let mut would_lead = self.would_lead.lock().unwrap_or_else(PoisonError::into_inner);
            would_lead.insert(entrant.proposal.id, Arc::new(program));
            if let Some(closing) = &self.closing {
                closing.built(build);
            }
        }
        standing
    }

    /// What is wrong in a build with overflow checks. Asked of what is faster only, because it costs a build; asked here,
    /// because a search that builds on an overflow ends with nothing to emit.
    fn overflows(&self, entrant: &Entrant, name: &str, core: usize, slot: &mut Slot) -> Option<Standing> {
        let form = Form { overflow_checks: true, ..Form::default() };
        let program = match self.ground.toolchain.build(slot, &entrant.sources, &form, &format!("{name}-checked")) {
            Ok(program) => program,
            Err(error) => return Some(not_built(error)),
        };
        let (train, core) = (self.ground.parts[0].clone(), Some(core % cores()));
        let wrong = self.ground.judge(program.alone(), train.collect(), core).err()?;
        Some(not_right(At::Race, "with overflow checks, ", wrong))
    }

    /// Measures what would lead once more, and closer.
    fn confirmed(&self, entrant: &Entrant, subject: Subject, core: usize, baseline: &Baseline) -> Standing {
        let mut rng = search::rng(self.random_seed ^ CLOSER, entrant.proposal.id);
        let core = Some(core % cores());
        match self.gauge.closer(self.ground, baseline, subject, core, &mut rng) {
            Ok(cost) => Standing::Survived(cost),
            Err(wrong) => not_right(At::Race, "", wrong),
        }
    }

    /// What an active search finds wrong with a candidate that would lead: the search had better know than build on it.
    fn challenged(&self, entrant: &Entrant, subject: Subject, slot: &mut Slot) -> Option<Standing> {
        let id = entrant.proposal.id;
        let found = self.ground.challenge(subject, &entrant.sources, 1, self.sought(id));
        match found.and_then(|found| found.map(|found| self.ground.keep(id, &found).map(|()| found)).transpose()) {
            Ok(Some(found)) => {
                let reason = format!("on an input that was sought for it, {}", found.wrong);
                Some(rejected(At::Race, "behaves differently", reason))
            }
            Ok(None) => {
                self.unrun(entrant, slot).or_else(|| self.trapped(subject)).or_else(|| self.hoards(entrant, slot))
            }
            Err(fault) => Some(unjudged(fault)),
        }
    }

    /// The random numbers of that search.
    fn sought(&self, candidate: u64) -> Draw {
        Draw { seed: self.random_seed ^ CHALLENGE, id: candidate }
    }

    /// Far slower than the seed where texts and lists have another size.
    fn trapped(&self, subject: Subject) -> Option<Standing> {
        match self.ground.in_other_sizes(subject, None).err()? {
            Trapped::Wrong(wrong) => Some(not_right(At::Race, "in another size, ", wrong)),
            slower => Some(rejected(At::Race, TRAP, slower.to_string())),
        }
    }

    /// Asks for far more memory than the seed.
    fn hoards(&self, entrant: &Entrant, slot: &mut Slot) -> Option<Standing> {
        if self.objective != Objective::Time || !self.ground.may_hoard(&entrant.sources) {
            return None;
        }
        let name = format!("c{}-memory", entrant.proposal.id);
        let built = self.ground.toolchain.build(slot, &entrant.sources, &counting(), &name);
        let train: Vec<u32> = self.ground.parts[0].clone().collect();
        match self.ground.memory(built, &train) {
            Ok(Memory::Times(_)) => None,
            Ok(Memory::TooMuch(why)) => Some(rejected(At::Race, "asks for too much memory", why)),
            Ok(Memory::Wrong(why)) => Some(rejected(At::Race, "behaves differently", why)),
            Err(fault) => Some(unjudged(fault)),
        }
    }

    /// New code that nothing runs: no verdict would let it pass. The rest may be as good.
    fn unrun(&self, entrant: &Entrant, slot: &mut Slot) -> Option<Standing> {
        let (contender, draw) = (self.ground.contender(&entrant.sources), self.sought(entrant.proposal.id));
        match self.ground.unrun(&contender, slot, ROUNDS, draw) {
            Ok(unrun) => unrun.map(|Unrun { places, why }| {
                let (genome, seed) = (&entrant.proposal.genome, &self.ground.component.sources);
                let repair = pruning::without_code(genome, seed, &places).into_iter().next();
                Standing::Rejected { at: At::Race, kind: UNRUN.into(), reason: why, repair }
            }),
            Err(fault) => Some(unjudged(fault)),
        }
    }
}

/// Trouble that is not a candidate's.
fn unjudged(fault: Fault) -> Standing {
    Standing::Unjudged(match fault {
        Fault::Interrupted(_) => Unjudged::Interrupted,
        fault => Unjudged::Host(fault),
    })
}

/// The place of the one that costs least, if it costs less than `promising`: it is worth a crate of its own.
pub fn champion(standings: &[Option<Standing>], promising: f64) -> Option<usize> {
    let cost = |standing: &Option<Standing>| match standing {
        Some(Standing::Survived(cost)) if *cost < promising => Some(*cost),
        _ => None,
    };
    let found = standings.iter().enumerate().filter_map(|(place, standing)| Some((cost(standing)?, place)));
    found.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, place)| place)
}
