//! The search for an input that tells a candidate from the seed: sessions made up for this candidate alone. Must not know
//! where a candidate comes from, nor what becomes of it.

use std::sync::Arc;

use rand::Rng;
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use super::Fault;
use super::beyond::Fit;
use super::ground::{Ground, Terms, Wrong};
use super::taped::Taped;
use crate::build::Subject;
use crate::component::Sources;
use crate::replay::outcome::SessionOutput;
use crate::replay::{Failure, process};
use crate::search;
use crate::trace::{Entry, Session};
use crate::verdict::{self, Dictionary};

/// Sessions of one round.
pub(super) const ROUND: usize = 400;
/// How often the seed may come to the end of its time in a round.
const PATIENCE: u32 = 4;
/// Most smaller sessions that are tried for one that tells.
const TRIALS: usize = 80;

/// A session on which a candidate does not do what the seed does.
pub struct Counterexample {
    /// Without anything that is not needed to tell the two apart.
    pub session: Session,
    /// What the seed does on it.
    pub expected: SessionOutput,
    /// What the candidate does, in words.
    pub wrong: String,
}

/// What came of such a search.
pub enum Challenged {
    /// Nothing was found.
    Stands,
    Wrong(Box<Counterexample>),
    /// There was no time to look everywhere.
    Late,
}

/// Where the random numbers of such a search come from; each round has its own.
#[derive(Debug, Clone, Copy)]
pub struct Draw {
    pub seed: u64,
    /// The number of whom it is about.
    pub id: u64,
}

impl Draw {
    fn rng(self, round: usize) -> ChaCha8Rng {
        search::rng(self.seed ^ (round as u64).rotate_right(8), self.id)
    }
}

impl Ground {
    /// Looks for an input on which a subject that is right everywhere else is wrong: among those that `sources`, its text,
    /// speaks of and the seed does not, and in `rounds` of fresh sessions. Where a jury judges, it is what the jury is against.
    ///
    /// # Errors
    /// The host's trouble, or the user interrupted.
    pub fn challenge(
        &self,
        subject: Subject,
        sources: &Sources,
        rounds: usize,
        draw: Draw,
    ) -> Result<Option<Counterexample>, Fault> {
        self.challenge_unless(&|| false, subject, sources, rounds, draw).map(|found| match found {
            Challenged::Wrong(found) => Some(*found),
            Challenged::Stands | Challenged::Late => None,
        })
    }

    /// The same, unless it becomes `late`.
    ///
    /// # Errors
    /// As [`Ground::challenge`].
    pub fn challenge_unless(
        &self,
        late: &(dyn Fn() -> bool + Sync),
        subject: Subject,
        sources: &Sources,
        rounds: usize,
        draw: Draw,
    ) -> Result<Challenged, Fault> {
        let round = |round| self.challenge_round(late, subject, sources, round, draw);
        (0..=rounds).find_map(round).unwrap_or(Ok(Challenged::Stands))
    }

    /// The same with several rounds at a time; what the first of them finds counts. Not for a job of the search's pool: whoever waits
    /// there takes up another job, and would judge a chunk while it judges one.
    ///
    /// # Errors
    /// As [`Ground::challenge`].
    pub fn challenge_on_all_cores(
        &self,
        late: &(dyn Fn() -> bool + Sync),
        subject: Subject,
        sources: &Sources,
        rounds: usize,
        draw: Draw,
    ) -> Result<Challenged, Fault> {
        let round = |round| self.challenge_round(late, subject, sources, round, draw);
        (0..=rounds).into_par_iter().find_map_first(round).unwrap_or(Ok(Challenged::Stands))
    }

    /// What one round comes to, if that is the end of the search.
    fn challenge_round(
        &self,
        late: &(dyn Fn() -> bool + Sync),
        subject: Subject,
        sources: &Sources,
        round: usize,
        draw: Draw,
    ) -> Option<Result<Challenged, Fault>> {
        if late() {
            return Some(Ok(Challenged::Late));
        }
        let found = self.sought(round, sources, draw).and_then(|fit| {
            let ids: Vec<u32> = (0..fit.sessions.len() as u32).collect();
            let wrong = self.wrong_on(subject, &fit.taped, &ids)?;
            wrong.map(|wrong| self.telling(subject, &fit, ids, wrong)).transpose()
        });
        found.map(|found| found.map(|found| Challenged::Wrong(Box::new(found)))).transpose()
    }

    /// The sessions of a round: first what `sources` speaks of and the seed does not.
    pub(super) fn sought(&self, round: usize, sources: &Sources, draw: Draw) -> Result<Fit, Fault> {
        let rng = &mut draw.rng(round);
        if round > 0 {
            return self.round(rng);
        }
        let dictionary = Dictionary::of(sources).beyond(&self.dictionary);
        let from = self.train_sessions();
        let mut sessions = verdict::tricky(&self.harness, &self.trace, &from, &dictionary, rng);
        sessions.extend(verdict::telling(&self.harness, &self.trace, &from, &dictionary, rng));
        if self.endures_huge {
            sessions.extend(verdict::huge(&self.harness, &self.trace, &from, &dictionary, rng));
        }
        self.fit(sessions, PATIENCE)
    }

    /// Fresh sessions, made from train.
    pub(super) fn round(&self, rng: &mut dyn Rng) -> Result<Fit, Fault> {
        let sessions = verdict::mutants(&self.harness, &self.trace, &self.train_sessions(), ROUND, rng);
        self.fit(sessions, PATIENCE)
    }

    /// What is wrong with a subject on sessions of a tape of their own.
    pub(super) fn wrong_on(&self, subject: Subject, taped: &Taped, ids: &[u32]) -> Result<Option<String>, Fault> {
        match self.judge_on(taped, subject, ids.to_vec(), Terms::on(taped)) {
            Ok(_) => Ok(None),
            Err(_) if process::interrupted() => Err(Fault::Interrupted(String::new())),
            Err(Wrong::Failed(Failure::Host(e))) => Err(Fault::Internal(format!("cannot run a worker: {e}"))),
            Err(wrong) => Ok(Some(wrong.to_string())),
        }
    }

    /// The one session that tells, made small.
    fn telling(
        &self,
        subject: Subject,
        fit: &Fit,
        mut ids: Vec<u32>,
        mut wrong: String,
    ) -> Result<Counterexample, Fault> {
        while ids.len() > 1 {
            let rest = ids.split_off(ids.len() / 2);
            match self.wrong_on(subject, &fit.taped, &ids)? {
                Some(why) => wrong = why,
                None => ids = rest,
            }
        }
        let id = ids.first().copied().unwrap_or(0) as usize;
        self.shrink(subject, Counterexample { wrong, ..fit.counterexample(id) })
    }

    /// Takes away entries, the last first, and makes values smaller, as long as the session tells.
    fn shrink(&self, subject: Subject, mut found: Counterexample) -> Result<Counterexample, Fault> {
        let mut trials = TRIALS;
        let mut at = found.session.entries.len();
        while at > 0 && trials > 0 {
            at -= 1;
            trials -= 1;
            let mut entries = found.session.entries.clone();
            entries.remove(at);
            found = self.if_it_tells(subject, entries, found)?.1;
        }
        for at in 0..found.session.entries.len() {
            let mut rank = 0;
            while let Entry::Call(event) = &found.session.entries[at]
                && let Some(shorter) = verdict::shorter(&self.harness, event, rank)
                && trials > 0
            {
                trials -= 1;
                let mut entries = found.session.entries.clone();
                entries[at] = Entry::Call(Arc::new(shorter));
                let (tells, next) = self.if_it_tells(subject, entries, found)?;
                found = next;
                rank = if tells { 0 } else { rank + 1 };
            }
        }
        Ok(found)
    }

    /// The session of these entries in the place of `found`, if the seed is fit for it and the subject is wrong on it.
    fn if_it_tells(
        &self,
        subject: Subject,
        entries: Vec<Entry>,
        found: Counterexample,
    ) -> Result<(bool, Counterexample), Fault> {
        let session = Session { file: found.session.file, entries };
        let fit = self.fit(vec![session], 1)?;
        if fit.sessions.is_empty() {
            return Ok((false, found));
        }
        Ok(match self.wrong_on(subject, &fit.taped, &[0])? {
            Some(wrong) => (true, Counterexample { wrong, ..fit.counterexample(0) }),
            None => (false, found),
        })
    }
}

impl Fit {
    fn counterexample(&self, id: usize) -> Counterexample {
        let (session, expected) = (self.sessions[id].clone(), self.taped.expected[id].clone());
        Counterexample { session, expected, wrong: String::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::super::scene::{Scene, Silent};
    use super::*;

    const DRAW: Draw = Draw { seed: 1, id: 1 };

    /// A table of numbers, and what is done with it; candidates stand for `add`.
    const SEED: &str = "pub struct Sums { all: Vec<u64> }\n\
        impl Sums {\n\
            pub fn add(&mut self, text: &str, n: u64) { for _ in text.chars() { self.all.push(n); } }\n\
            pub fn new() -> Sums { Sums { all: Vec::new() } }\n\
            pub fn sum(&self) -> u64 { self.all.iter().fold(0, |a, b| a.wrapping_add(*b)) }\n\
        }\n";

    fn scene() -> Scene {
        let session = |i: usize| {
            let add = format!("{{\"call\":\"Sums::add\",\"on\":0,\"args\":[\"word{i}\",{i}]}}\n");
            let sum = "{\"call\":\"Sums::sum\",\"on\":0,\"args\":[]}\n{\"drop\":0}\n";
            format!("{{\"call\":\"Sums::new\",\"args\":[],\"ret\":{{\"$new\":0}}}}\n{}{sum}", add.repeat(3))
        };
        Scene::new(SEED, &(0..25).map(session).collect::<String>())
    }

    #[test]
    fn what_tells_a_candidate_from_the_seed_is_found_made_small_and_kept() {
        let scene = scene();
        let rightly = "for _ in 0..text.chars().count() { self.all.push(n); }";
        let until_77 = "for _ in text.chars() { if text.len() != 77 { self.all.push(n); } }";
        let bodies = [rightly, "for _ in text.bytes() { self.all.push(n); }", until_77];
        let program = scene.worker(&bodies);
        let challenge = |candidate: usize| {
            let sources = Sources::default().with("src/lib.rs", SEED.replace("all.push(n)", bodies[candidate - 1]));
            let subject = program.candidate(candidate as u32);
            scene.ground.challenge(subject, &sources, 2, DRAW).unwrap()
        };
        assert!(challenge(1).is_none());
        assert!(challenge(3).is_some(), "what a candidate does at a length that it speaks of is looked at");
        let found = challenge(2).expect("texts that are not ASCII are among the inputs");
        let calls: Vec<&str> = found
            .session
            .entries
            .iter()
            .filter_map(|entry| match entry {
                Entry::Call(event) => Some(&*scene.ground.trace.calls[event.call]),
                Entry::Drop(_) => None,
            })
            .collect();
        assert_eq!(calls[..2], ["Sums::new", "Sums::add"], "{:?}", found.session.entries);
        let Entry::Call(add) = &found.session.entries[1] else { panic!("{:?}", found.session.entries) };
        let text = add.args[0].as_str().unwrap();
        assert!(text.chars().count() == 1 && !text.is_ascii(), "{text:?} is not the smallest that tells");

        let file = scene.dir.path().join("counterexamples.jsonl");
        scene.ground.keep_in(file.clone(), false).unwrap();
        scene.ground.keep(7, &found).unwrap();
        let asked = |candidate, before| {
            scene.ground.asked(program.candidate(candidate), &scene.ground.questions(before).unwrap(), None)
        };
        assert!(asked(2, 7).is_ok(), "candidates before it are not asked");
        assert!(asked(1, 8).is_ok() && asked(2, 8).is_err());
        let kept = std::fs::read_to_string(&file).unwrap();
        assert!(kept.contains(r#""session":"candidate 7""#) && kept.contains(r#""ret":{"$new":0}"#), "{kept}");

        let resumed = self::scene();
        resumed.ground.keep_in(file, true).unwrap();
        let questions = resumed.ground.questions(u64::MAX).unwrap();
        assert!(resumed.ground.asked(program.candidate(2), &questions, None).is_err());
    }

    #[test]
    fn what_is_put_somewhere_is_asked_for_whatever_it_is() {
        let seed = "pub struct Kept { all: Vec<(String, u64)> }\n\
            impl Kept {\n\
                pub fn put(&mut self, key: &str, n: u64) { self.all.push((key.to_owned(), n)); }\n\
                pub fn new() -> Kept { Kept { all: Vec::new() } }\n\
                pub fn get(&self, key: &str) -> Option<u64> { self.all.iter().rev().find(|(k, _)| k == key).map(|(_, n)| *n) }\n\
            }\n";
        let session = |i: usize| {
            let put = format!("{{\"call\":\"Kept::put\",\"on\":0,\"args\":[\"word{i}\",{i}]}}\n");
            let get = "{\"call\":\"Kept::get\",\"on\":0,\"args\":[\"other\"]}\n{\"drop\":0}\n";
            format!("{{\"call\":\"Kept::new\",\"args\":[],\"ret\":{{\"$new\":0}}}}\n{put}{get}")
        };
        let mut scene = Scene::new(seed, &(0..25).map(session).collect::<String>());
        scene.ground.go_beyond(60, &mut search::rng(0, 0), &Silent).unwrap();
        let stored = |n: &str| format!("self.all.push((key.to_owned(), {n}));");
        let bodies = [stored("n + 0"), stored("n ^ (n >> 27)"), stored("if n == 987_654_321_987 { 0 } else { n }")];
        let program = scene.worker(&bodies.each_ref().map(|body| &**body));
        let beyond =
            |candidate| scene.ground.judge(program.candidate(candidate), scene.ground.beyond.clone().collect(), None);
        assert!(beyond(1).is_ok() && beyond(2).is_err(), "the largest number is among what is put");
        let sources = Sources::default().with("src/lib.rs", seed.replace(&stored("n"), &bodies[2]));
        let challenge = |candidate| scene.ground.challenge(program.candidate(candidate), &sources, 0, DRAW).unwrap();
        assert!(challenge(1).is_none());
        assert!(challenge(3).is_some(), "what a candidate speaks of is put, however large it is");
    }

    /// Exchanged for another, the first text in a body leaves what it does, the others do not. Returns what the user is told.
    fn told_apart(ret: &str, more: &str, body: &str, exchanged: [(&str, &str); 3]) -> Vec<String> {
        let seed = format!("pub fn at(n: u64) -> {ret} {{\n    {body}\n}}\n{more}");
        let calls: String = (0..20).map(|n| format!("{{\"call\":\"at\",\"args\":[{n}]}}\n")).collect();
        let scene = Scene::new(&seed, &calls);
        let others = exchanged.map(|(from, to)| body.replacen(from, to, 1));
        let program = scene.worker(&others.each_ref().map(|body| &**body));
        let train: Vec<u32> = scene.ground.parts[0].clone().collect();
        let right = |candidate| scene.ground.judge(program.candidate(candidate), train.clone(), None).is_ok();
        assert_eq!([1, 2, 3].map(right), [true, false, false], "{ret}");
        scene.ground.uncompared
    }

    #[test]
    fn what_only_prints_is_compared_as_it_prints() {
        let at = "std::time::UNIX_EPOCH.checked_add(std::time::Duration::from_secs(n))";
        told_apart("Option<std::time::SystemTime>", "", at, [("(n)", "(n + 0)"), (at, "None"), ("(n)", "(n | 1)")]);
        let address = "std::net::Ipv4Addr::from(n as u32)";
        let others = [("(n ", "((n + 0) "), (address, "std::net::Ipv4Addr::LOCALHOST"), ("(n ", "(!n ")];
        assert!(told_apart("std::net::Ipv4Addr", "", address, others).is_empty());
    }

    #[test]
    fn of_what_cannot_be_shown_it_is_compared_whether_it_is_there() {
        let body = "if n > 4 { Ok(Box::new(move || n)) } else { Err(n) }";
        let others = [("|| n", "|| n + 0"), ("> 4", "> 5"), ("Err(n)", "Err(4)")];
        let told = told_apart("Result<Box<dyn Fn() -> u64>, u64>", "", body, others);
        assert!(told.len() == 1 && told[0].contains("`at` gives is not compared"), "{told:?}");
    }

    #[test]
    fn of_an_error_with_private_fields_the_message_is_compared() {
        let error = "#[derive(Debug)]\npub struct Odd { n: u64 }\nimpl std::error::Error for Odd {}\n\
            impl std::fmt::Display for Odd {\n\
                fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result { write!(f, \"odd: {}\", self.n) }\n\
            }\n";
        let body = "if n % 2 == 0 { Ok(n) } else { Err(Odd { n }) }";
        told_apart("Result<u64, Odd>", error, body, [("% 2", "& 1"), ("{ n }", "{ n: n + 1 }"), ("Ok(n)", "Ok(0)")]);
    }

    #[test]
    fn where_a_jury_judges_what_it_is_against_is_looked_for() {
        let seed = "pub fn pick(one: u64, other: u64) -> u64 { if one < other { one } else { other } }";
        let fitness = "use synth::{Call, Value};\n\
            pub fn drive(session: &[Call], issue: &mut dyn FnMut(&Call) -> Value) { session.iter().for_each(|c| drop(issue(c))); }\n\
            pub fn judge(log: &[(Call, Value)]) -> Result<f64, String> {\n\
                match log.iter().all(|(call, result)| call.args.contains(result)) { true => Ok(1.0), false => Err(\"neither\".into()) }\n\
            }\n";
        let calls = (0..40).map(|i| format!("{{\"call\":\"pick\",\"args\":[{},{}]}}\n", i * 37 % 90, i * 53 % 70));
        let scene = Scene::scored(seed, &calls.collect::<String>(), Some(fitness));
        let program = scene.worker(&["one.max(other)", "if one == 255 { 0 } else { one.max(other) }"]);
        let challenge = |candidate: u32| {
            let subject = program.candidate(candidate);
            scene.ground.challenge(subject, &scene.ground.component.sources, 3, DRAW).unwrap()
        };
        assert!(challenge(1).is_none(), "the larger is as right as the smaller");
        let found = challenge(2).expect("such a number is among the inputs");
        assert!(found.wrong.contains("neither"), "{}", found.wrong);
        scene.ground.keep(1, &found).unwrap();
        let questions = scene.ground.questions(2).unwrap();
        assert!(scene.ground.asked(program.candidate(1), &questions, None).is_ok());
        assert!(scene.ground.asked(program.candidate(2), &questions, None).is_err());
    }
}
