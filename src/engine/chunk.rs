//! Many candidates in one worker: checked and screened without optimisation, and those that are left built once more as
//! the user's profile says, and raced.

use std::time::Duration;

use super::alone::champion;
use super::counts::At;
use super::funnel::{Entrant, Funnel, Leader, Standing, Unjudged, cores, error_code, not_built, not_right};
use super::gauge;
use super::ground::{Terms, Wrong};
use super::options::Objective;
use crate::build::schemata::Arms;
use crate::build::{BuildError, Built, Form, Program, Slot};
use crate::replay::Failure;
use crate::replay::usage::Usage;

/// Judges the candidates of a chunk; the answers are in its order. `None`: only a crate of its own can tell.
pub fn judge(
    funnel: &Funnel,
    chunk: &[&Entrant],
    leader: &Leader,
    core: usize,
    slot: &mut Slot,
) -> Vec<Option<Standing>> {
    let mut standings: Vec<Option<Standing>> = chunk.iter().map(|_| None).collect();
    let all: Vec<usize> = (0..chunk.len()).collect();
    let form = Form { unoptimised: true, overflow_checks: funnel.overflow_checks, ..Form::default() };
    let mut work = Work { funnel, chunk, leader, core, slot, standings: &mut standings, conditional: Vec::new() };
    let checked = work.build(&all, &form);
    checked.iter().for_each(|(program, ids)| work.screen(program, ids));
    if funnel.late() {
        return standings;
    }
    // Code size cannot be told for one of many.
    if funnel.objective != Objective::Size {
        let mut left: Vec<usize> = all.into_iter().filter(|&i| work.standings[i].is_none()).collect();
        // Some that a precondition would admit are timed beside the others. It changes nothing for them here.
        let riders = if left.is_empty() { &[][..] } else { &work.conditional };
        left.extend(riders.iter().map(|(i, _)| i));
        let aside: Vec<_> = riders.iter().map(|(i, _)| (*i, work.standings[*i].take())).collect();
        for (program, ids) in work.build(&left, &gauge::form(funnel.objective)) {
            work.race(&program, &ids);
        }
        aside.into_iter().for_each(|(i, standing)| work.standings[i] = standing);
        if funnel.overflow_checks {
            work.overflow(&checked);
        }
    }
    standings
}

struct Work<'a> {
    funnel: &'a Funnel<'a>,
    chunk: &'a [&'a Entrant<'a>],
    leader: &'a Leader<'a>,
    core: usize,
    slot: &'a mut Slot,
    standings: &'a mut [Option<Standing>],
    /// The first few that the screen found wrong on made-up input only, and what was wrong.
    conditional: Vec<(usize, String)>,
}

impl Work<'_> {
    /// Builds candidates together. Where an error cannot be traced, or the compiler itself fails, halves are tried, so
    /// that only the culprits are lost.
    fn build(&mut self, ids: &[usize], form: &Form) -> Vec<(Program, Vec<usize>)> {
        let Some(first) = ids.first() else { return Vec::new() };
        let start = Usage::now();
        let arms = |&i: &usize| self.chunk[i].arms.as_ref().map(|(_, arms)| (number(i), arms));
        let mut candidates: Vec<(u32, &Arms)> = ids.iter().filter_map(arms).collect();
        if !form.unoptimised {
            candidates.push((LEADER, &self.leader.arms));
        }
        let what = if form.unoptimised { "screen" } else { "race" };
        let name = format!("c{}-{what}", self.chunk[*first].proposal.id);
        let built = self.funnel.ground.toolchain.build_many(self.slot, self.leader.bodies, &candidates, form, &name);
        self.funnel.counts.used(At::Check, Usage::now() - start);
        match built {
            Ok(Built { program, rejected, repairs }) => {
                for (candidate, reason) in rejected {
                    let kind = error_code(&reason);
                    let Some(place) = (candidate as usize).checked_sub(number(0) as usize) else { continue };
                    let genome = &self.chunk[place].proposal.genome;
                    let repair = repairs.get(&candidate).and_then(|fix| self.leader.bodies.repaired(genome, fix));
                    self.standings[place] = Some(Standing::Rejected { at: At::Check, kind, reason, repair });
                }
                let left = ids.iter().copied().filter(|&i| self.standings[i].is_none()).collect();
                program.into_iter().map(|program| (program, Vec::clone(&left))).collect()
            }
            Err(BuildError::Rejected(_) | BuildError::Compiler(_)) if ids.len() > 1 => {
                let (one, two) = ids.split_at(ids.len() / 2);
                let mut built = self.build(one, form);
                built.extend(self.build(two, form));
                built
            }
            Err(error) => {
                // Of several it is the host's trouble or the user's interrupt, which need to be told once.
                self.standings[*first] = Some(not_built(error));
                for &i in &ids[1..] {
                    self.standings[i] = Some(Standing::Unjudged(Unjudged::Interrupted));
                }
                Vec::new()
            }
        }
    }

    fn screen(&mut self, program: &Program, ids: &[usize]) {
        let (funnel, start, core) = (self.funnel, Usage::now(), self.core % cores());
        let run = |subject, seed| funnel.screen.run(funnel.ground, subject, seed, core);
        let seed = run(program.alone(), None);
        for &i in ids {
            // Where the seed itself fails in this form, the form says nothing of a candidate.
            let Ok(seed) = &seed else { break };
            if let Err(wrong) = run(program.candidate(number(i)), Some(self.seeds(*seed))) {
                if wrong.is_beyond(funnel.ground) && self.conditional.len() < CONDITIONAL {
                    self.conditional.push((i, wrong.to_string()));
                }
                self.standings[i] = Some(not_right(At::Screen, "", wrong));
            }
        }
        funnel.counts.used(At::Screen, Usage::now() - start);
    }

    /// What the seed takes where number 0 of a worker takes `time`.
    fn seeds(&self, time: Duration) -> Duration {
        if self.leader.bodies.is_based() { time.div_f64(self.leader.cost.max(1e-3)) } else { time }
    }

    fn race(&mut self, program: &Program, ids: &[usize]) {
        let Some(&first) = ids.first() else { return };
        let (funnel, start) = (self.funnel, Usage::now());
        let leader = program.candidate(LEADER);
        let baseline = funnel.gauge.baseline(funnel.ground, leader, self.leader.cost);
        let mut look = funnel.glance(self.leader.questions, self.leader.best, self.chunk[first].proposal.id);
        let judged = || funnel.judged(leader, &look, Duration::MAX, Some(self.core % cores()));
        let taken = judged();
        // Another takes too much of the stack for any of them.
        let crashes = matches!(taken, Err(Wrong::Failed(Failure::Signal(_))));
        let timed = funnel.objective == Objective::Time && self.leader.cost == self.leader.best;
        if timed && let Ok(taken) = taken {
            // Where a host takes a core away for a moment, what ran may seem to have taken less, and all others look hopeless beside it.
            let slower = |one: [Duration; 2], two: [Duration; 2]| [one[0].max(two[0]), one[1].max(two[1])];
            let slowest = (0..AGAIN).filter_map(|_| judged().ok()).fold(taken, slower);
            look.leader = Some(slowest);
        }
        for &i in if crashes { &[] } else { ids } {
            let (Ok(baseline), false) = (&baseline, funnel.late()) else { break };
            let subject = program.candidate(number(i));
            if let Some((_, reason)) = self.conditional.iter().find(|(conditional, _)| *conditional == i) {
                funnel.ride(self.chunk[i], subject, self.leader.best, self.core, baseline, reason);
                continue;
            }
            self.standings[i] = Some(funnel.race(self.chunk[i], subject, self.leader.best, self.core, baseline, &look));
        }
        funnel.counts.used(At::Race, Usage::now() - start);
    }

    /// Asks the one that promises to be the best about overflow on all of train, and the next where that one fails: a search
    /// that builds on an overflow ends with nothing to emit.
    fn overflow(&mut self, checked: &[(Program, Vec<usize>)]) {
        let (funnel, start, core) = (self.funnel, Usage::now(), self.core % cores());
        let judged = &funnel.ground.judged;
        let run = |subject| {
            let terms = Terms { cpu: LONG, core: Some(core), ..Terms::on(judged) };
            funnel.ground.judge_on(judged, subject, funnel.ground.parts[0].clone().collect(), terms)
        };
        while let Some(i) = champion(self.standings, self.leader.best * funnel.objective.promising())
            && let Some((program, _)) = checked.iter().find(|(_, ids)| ids.contains(&i))
            && let Err(wrong) = run(program.candidate(number(i)))
        {
            // Where number 0 fails, too, the form says nothing of a candidate, and it is asked alone.
            let form_holds = run(program.alone()).is_ok();
            self.standings[i] = form_holds.then(|| not_right(At::Race, "with overflow checks, ", wrong));
        }
        funnel.counts.used(At::Race, Usage::now() - start);
    }
}

/// What a candidate that was right on train may take there without optimisation.
const LONG: Duration = Duration::from_secs(60);

/// How many of a chunk are timed although they are wrong on made-up input. Each costs the compiler as much as one that is
/// right.
const CONDITIONAL: usize = 3;

/// How often the leader is looked at once more before others are compared with it.
const AGAIN: usize = 2;
/// The leader's number in the worker.
const LEADER: u32 = 1;

/// The candidate's number in the worker; 0 is what all are based on, mostly the seed.
fn number(place: usize) -> u32 {
    place as u32 + 2
}
