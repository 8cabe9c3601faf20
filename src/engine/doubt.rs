//! A leader that nobody beats for a while is doubted: it is asked harder than whatever would lead is asked, because all that the
//! search still finds is made from it. And any leader is asked what told others from the seed since. If it is wrong, so is whatever has the
//! edit that makes it wrong.

use std::sync::Arc;

use rayon::prelude::*;

use super::Fault;
use super::challenge::{Challenged, Draw};
use super::found::Questions;
use super::funnel::Funnel;
use super::gauge;
use super::relinks::host;
use super::trial::ROUNDS;
use crate::build::schemata::Arms;
use crate::build::{BuildError, Built, Form, Program, Subject};
use crate::component::Sources;
use crate::genome::Edit;
use crate::replay::process;
use crate::run::Judged;

/// Tells the random numbers of this search from others of the same candidate.
const DOUBT: u64 = 0x646f_7562;

impl Funnel<'_> {
    /// What an active search finds wrong with a leader: the edits without each of which it would be right, none if it owes that to
    /// several. `None`: it stands, or there is no time. What tells it from the seed is asked of candidates after number `asked`. Nothing
    /// that others found has a part in it, so that it is the same for any number of jobs. Called on a pool.
    ///
    /// # Errors
    /// The user interrupted, or the host fails.
    pub fn doubt(&self, leader: &Judged, asked: u64) -> Result<Option<Vec<Edit>>, Fault> {
        let ground = self.ground;
        let sources = leader.edits.render(&ground.component.sources);
        let Some(program) = self.program(&sources, "doubt")? else { return Ok(None) };
        let draw = Draw { seed: self.random_seed ^ DOUBT, id: leader.id };
        let late = || self.late();
        let Challenged::Wrong(found) = ground.challenge_unless(&late, program.alone(), &sources, ROUNDS, draw)? else {
            return Ok(None);
        };
        let question = ground.fit(vec![found.session.clone()], 1)?.taped;
        // It may have been the machine's fault.
        if ground.wrong_on(program.alone(), &question, &[0])?.is_none() {
            return Ok(None);
        }
        ground.keep_from(leader.id, asked, &found)?;
        self.guilty(leader, |program| Ok(ground.wrong_on(program.alone(), &question, &[0])?.is_none())).map(Some)
    }

    /// The same of what told others from the seed after the leader was judged; nothing is made up for it.
    ///
    /// # Errors
    /// As [`Funnel::doubt`].
    pub fn asked_since(&self, leader: &Judged, questions: &Questions) -> Result<Option<Vec<Edit>>, Fault> {
        let right = |program: &Program| self.right(program.alone(), questions);
        let built = match self.leads(leader.id, leader.id) {
            Some(program) => Some(program),
            None => self.program(&leader.edits.render(&self.ground.component.sources), "doubt")?.map(Arc::new),
        };
        match built {
            Some(program) if !right(&program)? => self.guilty(leader, right).map(Some),
            _ => Ok(None),
        }
    }

    /// Which of some that follow a leader which was found wrong are right on what it was asked; whatever cannot be built with others
    /// is taken to be.
    ///
    /// # Errors
    /// The user interrupted, or the host fails.
    pub fn stand(&self, some: &[Judged], questions: &Questions) -> Result<Vec<bool>, Fault> {
        let mut stand = vec![true; some.len()];
        let based = some.first().and_then(|first| self.bodies.based_on(&first.edits));
        for bodies in [&self.bodies].into_iter().chain(&based) {
            let arms = |(place, one): (usize, &Judged)| Some((place as u32 + 1, bodies.arms(&one.edits)?));
            let arms: Vec<(u32, Arms)> = some.iter().enumerate().filter_map(arms).collect();
            let candidates: Vec<(u32, &Arms)> = arms.iter().map(|(number, arms)| (*number, arms)).collect();
            let mut slot = self.ground.slot("asked")?;
            let form = Form { unoptimised: true, ..Form::default() };
            let built = self.ground.toolchain.build_many(&mut slot, bodies, &candidates, &form, "asked");
            let program = match built {
                Ok(Built { program: Some(program), .. }) => program,
                Ok(_) | Err(BuildError::Rejected(_) | BuildError::Compiler(_)) => continue,
                Err(error) => return Err(host(error)),
            };
            let answer = |(number, _): &(u32, _)| Ok((*number, self.right(program.candidate(*number), questions)?));
            let answers: Result<Vec<_>, Fault> = candidates.par_iter().map(answer).collect();
            answers?.into_iter().for_each(|(number, right)| stand[number as usize - 1] &= right);
        }
        Ok(stand)
    }

    /// Whether a subject is right on what told others from the seed.
    fn right(&self, subject: Subject, questions: &Questions) -> Result<bool, Fault> {
        match self.ground.asked(subject, questions, None) {
            Err(_) if process::interrupted() => Err(Fault::Interrupted(String::new())),
            answer => Ok(answer.is_ok()),
        }
    }

    /// The edits without each of which a leader is right.
    fn guilty(
        &self,
        leader: &Judged,
        right: impl Fn(&Program) -> Result<bool, Fault> + Sync,
    ) -> Result<Vec<Edit>, Fault> {
        let owes = |(index, edit): (usize, &Edit)| -> Result<Option<Edit>, Fault> {
            let sources = leader.edits.without(index).render(&self.ground.component.sources);
            let Some(program) = self.program(&sources, &format!("doubt{index}"))? else { return Ok(None) };
            Ok(right(&program)?.then(|| edit.clone()))
        };
        let guilty: Result<Vec<_>, Fault> = leader.edits.edits().par_iter().enumerate().map(owes).collect();
        Ok(guilty?.into_iter().flatten().collect())
    }

    /// A worker of a text in a crate of its own; `None` if it does not compile.
    fn program(&self, sources: &Sources, name: &str) -> Result<Option<Program>, Fault> {
        let mut slot = self.ground.slot(name)?;
        match self.ground.toolchain.build(&mut slot, sources, &gauge::form(self.objective), name) {
            Ok(program) => Ok(Some(program)),
            Err(BuildError::Rejected(_) | BuildError::Compiler(_)) => Ok(None),
            Err(error) => Err(host(error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::gauge::{Effort, Gauge};
    use super::super::options::Objective;
    use super::super::scene::{Scene, Silent};
    use super::*;
    use crate::genome::Genome;
    use crate::search;
    use crate::search::Proposal;

    const SEED: &str = "pub fn sum(text: &str) -> u64 {\n    let mut sum = 0;\n    for byte in text.trim().bytes() {\n        sum += u64::from(byte);\n    }\n    sum\n}\n";

    fn edit(old: &str, new: &str) -> Edit {
        let at = SEED.find(old).unwrap();
        Edit { file: "src/lib.rs".into(), range: at..at + old.len(), text: new.into(), operator: "test".into() }
    }

    fn leader(edits: Vec<Edit>) -> Judged {
        let genome = Genome::new(edits).unwrap();
        Judged::survived(&Proposal { id: 1, genome, parents: Vec::new(), operator: "test".into() }, 0.5)
    }

    #[test]
    fn a_leader_that_is_wrong_beyond_the_trace_owes_it_to_one_edit() {
        let calls = (0..40).map(|i| format!("{{\"call\":\"sum\",\"args\":[\"word{i}\"]}}\n"));
        let mut scene = Scene::new(SEED, &calls.collect::<String>());
        scene.ground.go_beyond(1, &mut search::rng(0, 0), &Silent).unwrap();
        let ground = &scene.ground;
        let gauge =
            Gauge::new(ground, Objective::Allocations, ground.parts[0].clone().collect(), Effort::SEARCH).unwrap();
        let funnel = Funnel::new(ground, &gauge, true, Objective::Allocations, 1, 1).unwrap();
        let (wrong, right) = (edit("trim()", "trim_start()"), edit("u64::from(byte)", "byte as u64"));
        assert_eq!(funnel.doubt(&leader(vec![right.clone()]), 7).unwrap(), None);
        let both = leader(vec![wrong.clone(), right.clone()]);
        assert_eq!(funnel.doubt(&both, 7).unwrap(), Some(vec![wrong.clone()]));
        assert!(ground.questions(7).unwrap().is_none_or(|asked| asked.expected.is_empty()));
        let questions = ground.questions(8).unwrap();
        assert_eq!(questions.as_ref().map(|asked| asked.expected.len()), Some(1));
        assert_eq!(funnel.asked_since(&both, &questions).unwrap(), Some(vec![wrong]));
        let rest = leader(vec![right]);
        assert_eq!(funnel.asked_since(&rest, &questions).unwrap(), None);
        assert_eq!(funnel.stand(&[both, rest], &questions).unwrap(), [false, true]);
    }
}
