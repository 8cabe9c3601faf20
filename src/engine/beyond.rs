//! Sessions beyond the trace: made up, with the seed as the oracle; and what neither they nor the trace reach.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use rand::Rng;
use rayon::prelude::*;

use super::fit::keeps_preconditions;
use super::ground::{FIRST_RUN, Ground, MEMORY};
use super::jury::Ruling;
use super::taped::{self, Taped};
use super::{Fault, Progress};
use crate::build::reach::Reach;
use crate::build::{BuildError, Form, Program};
use crate::genome::Frozen;
use crate::replay::outcome::SessionOutput;
use crate::replay::{Failure, Lap, Limits, Outcome, Run};
use crate::trace::{self, Session, SplitKind};
use crate::verdict::{self, Observers};

/// How often the seed may come to the end of its time while generated sessions are sifted; a count, because the same
/// sessions must be left on a busy machine.
const PATIENCE: u32 = 20;
/// Room for what the seed writes on all of them, bytes: more than a worker faults in before it starts (`rt/sys.rs`), so that
/// only touched pages cost anything.
const MADE_UP_OUTPUT: u64 = 257 << 20;
/// CPU time of the seed on as many of them as it runs at once.
const MADE_UP: Duration = Duration::from_secs(2);
/// How many of them are run at once, before it is known how long they take.
const AT_ONCE: usize = 32;
/// CPU time of the seed on one of them, where it is limited and the trace takes less.
const MADE_UP_ALONE: Duration = Duration::from_millis(20);
/// CPU time of the seed that sessions beyond the trace may take in the search, if train takes less.
const LIGHT: Duration = Duration::from_millis(10);
/// Bytes of arguments of a session beyond the trace in a search that must repeat. What is quadratic in them ends long before
/// a candidate's time is up, and what is worse does not by far; so it does not hang on how busy the machine is which does.
const SHORT: usize = 2 << 10;
/// How many times as long as usual a candidate has there.
const PATIENT: u32 = 10;
/// Where among the kinds of sessions that are made up those are that the seed's tests ask, and those with huge numbers.
const TESTED: usize = 0;
const HUGE: usize = 1;
/// In how many parts changed copies of recorded sessions are run.
const PARTS: usize = 4;
/// How many times as many sessions are made up where preconditions will drop some.
const UNFIT: usize = 3;

/// Made-up sessions that the seed survives and on which it agrees with itself, and what it does on them.
pub(super) struct Fit {
    pub sessions: Vec<Session>,
    /// CPU time of each.
    times: Vec<Duration>,
    pub taped: Taped,
}

/// CPU time that the seed may take on made-up sessions: on one of them, and where times are known, on those that are kept.
#[derive(Clone, Copy)]
pub(super) struct Room {
    pub one: Duration,
    pub all: Duration,
}

impl Fit {
    /// The first of its sessions, each with its time.
    fn timed(self, most: usize) -> Vec<(Session, Duration)> {
        self.sessions.into_iter().zip(self.times).take(most).collect()
    }
}

/// What the seed did on a made-up session, and how long it took.
struct Outlived {
    id: u32,
    output: SessionOutput,
    time: Duration,
}

/// Of sessions with their times those that are the quickest and take no more than `total` together, in order.
pub(super) fn quick(mut times: Vec<(Duration, u32)>, total: Duration) -> Vec<u32> {
    times.sort_unstable();
    let mut left = total;
    times.retain(|(time, _)| {
        left = left.saturating_sub(*time);
        !left.is_zero()
    });
    let mut ids: Vec<u32> = times.into_iter().map(|(_, id)| id).collect();
    ids.sort_unstable();
    ids
}

impl Ground {
    /// Puts up to `count` sessions beyond the trace on the tape to judge on, made from train. Sessions on which the seed
    /// itself dies, does not end or differs from itself are left out, and those with calls that the user's preconditions
    /// forbid. Where the trace is too short to hold anything out, they are the holdout, too.
    ///
    /// # Errors
    /// The host's trouble, nothing to hold out, or preconditions that do not compile or that the trace breaks.
    pub fn go_beyond(&mut self, count: usize, rng: &mut dyn Rng, progress: &dyn Progress) -> Result<(), Fault> {
        let from = self.train_sessions();
        self.requiring = self.fitting()?;
        // Much of what is made up may break a precondition.
        let made = if self.requiring.is_some() { count * UNFIT } else { count };
        let plain = verdict::sessions(&self.harness, &self.trace, &from, made, rng);
        let small = verdict::small(&self.harness, &self.trace, &from, rng);
        let tricky = verdict::tricky(&self.harness, &self.trace, &from, &self.dictionary, rng);
        let huge = verdict::huge(&self.harness, &self.trace, &from, &self.dictionary, rng);
        let surface = verdict::beyond_surface(&self.harness, &self.trace, &from, &self.more, rng);
        let tested = std::mem::take(&mut self.tested);
        let all_huge = huge.len();
        let most = usize::MAX;
        let round = verdict::round(&self.harness, &self.trace, &from, rng);
        let mut kinds = vec![
            (tested, PATIENCE, most),
            (huge, 1, most),
            (small, PATIENCE, most),
            (tricky, PATIENCE, most),
            (round, PATIENCE, most),
        ];
        // The most there are of one kind, in parts, so that no core waits for the last.
        let part = plain.len().div_ceil(PARTS).max(1);
        let plain = plain.chunks(part).map(|part| (part.to_vec(), PATIENCE / PARTS as u32, count.div_ceil(PARTS)));
        kinds.extend(plain);
        // Each function that nobody calls by itself: one that does not end must not cost the others.
        kinds.extend(surface.into_iter().map(|calling| (calling, PATIENCE / 10, most)));
        let ground = &*self;
        let fitting = |(sessions, patience, most)| Ok(ground.fit(sessions, patience)?.timed(most));
        let mut fit: Vec<Vec<(Session, Duration)>> =
            kinds.into_par_iter().map(fitting).collect::<Result<_, Fault>>()?;
        // One that counts up to a number would be asked in vain, and wait for the end of its time, each time.
        self.endures_huge = fit[HUGE].len() * 2 > all_huge;
        if self.made_up < Duration::MAX {
            let times = fit.iter().flatten().enumerate().map(|(at, (_, time))| (*time, at as u32));
            let kept: HashSet<u32> = quick(times.collect(), self.at_once()).into_iter().collect();
            let mut at = 0..;
            fit.iter_mut().for_each(|some| some.retain(|_| at.next().is_some_and(|at| kept.contains(&at))));
        }
        self.tests_asked = fit[TESTED].len();
        let sessions: Vec<Session> = fit.into_iter().flatten().map(|(session, _)| session).collect();
        if self.split.kind == SplitKind::Generated {
            let first = self.trace.sessions.len();
            self.trace.sessions.extend(sessions.iter().cloned());
            let whole = |session| trace::Slice { session, from: 0, to: self.trace.sessions[session].entries.len() };
            self.split.holdout.slices = (first..self.trace.sessions.len()).map(whole).collect();
            self.observers = Observers::of(&self.harness, &self.trace);
        }
        [self.judged, self.timed] = taped::tapes(&self.harness, &self.observers, &self.trace, &self.split, &sessions)?;
        self.parts = taped::ranges(&self.split);
        self.beyond = self.parts[2].end..self.parts[2].end + sessions.len() as u32;
        self.light = self.beyond.clone().collect();
        if self.parts[2].is_empty() {
            return Err(Fault::Trace("no session is left to hold out; record a longer trace".into()));
        }
        self.learn(progress)?;
        self.must_show()
    }

    /// Where nothing that the seed does can be seen, a candidate that does nothing at all would be right.
    ///
    /// # Errors
    /// It is so.
    pub(super) fn must_show(&self) -> Result<(), Fault> {
        if self.jury.is_some() || self.judged.expected.iter().any(verdict::shows) {
            return Ok(());
        }
        Err(Fault::Trace(
            "no call of the trace returns anything that could be compared, so nothing can be told from the seed; record \
             calls that ask the component what it holds"
                .into(),
        ))
    }

    /// Leaves to the finals the sessions beyond the trace that take the seed long: two texts of four thousand letters may take
    /// a quadratic component longer than all of train, and every candidate would have to go through that.
    ///
    /// # Errors
    /// The seed cannot be run.
    pub fn lighten(&mut self) -> Result<(), Fault> {
        let time = |ids: Vec<u32>| -> Result<Vec<(Duration, u32)>, Fault> {
            let laps: Vec<Lap> = ids.iter().map(|id| self.seed.alone().lap(vec![*id])).collect();
            let limits = Limits { cpu: FIRST_RUN, ..self.limits(Duration::ZERO, &self.judged, ids.iter().copied()) };
            let outcome = crate::replay::run(&self.run(&self.seed, &self.judged.tape, &laps, limits));
            let outcome = outcome.map_err(|failure| match failure {
                Failure::Interrupted => Fault::Interrupted(String::new()),
                failure => Fault::Internal(format!("cannot time the seed: it {failure}")),
            })?;
            Ok(outcome.laps.into_iter().zip(ids).collect())
        };
        let train = time(self.parts[0].clone().collect())?;
        let beyond = time(self.beyond.clone().collect())?;
        self.light = quick(beyond.clone(), train.iter().map(|(time, _)| *time).sum::<Duration>().max(LIGHT));
        self.times = train.into_iter().chain(beyond).map(|(time, id)| (id, time)).collect();
        Ok(())
    }

    /// Made-up sessions that take the seed far longer than all of the trace are not worth their time. Where that may differ from run to
    /// run.
    pub fn hurry(&mut self) {
        self.made_up = MADE_UP_ALONE.max(self.timed.time);
    }

    /// Leaves long sessions beyond the trace to the finals and gives candidates more time, so that a search without a clock is
    /// the same on a busy machine.
    pub fn rule_out_time(&mut self) {
        let tape = &self.judged.tape;
        self.light = self.beyond.clone().filter(|id| tape.stored(*id).bytes.len() <= SHORT).collect();
        self.patience = PATIENT;
    }

    /// The sessions of train, from which others are made.
    pub(super) fn train_sessions(&self) -> Vec<usize> {
        let mut from: Vec<usize> = self.split.train.slices.iter().map(|slice| slice.session).collect();
        from.dedup();
        from
    }

    /// Leaves of made-up sessions those that are fit to judge by.
    pub(super) fn fit(&self, sessions: Vec<Session>, patience: u32) -> Result<Fit, Fault> {
        self.fit_in(sessions, patience, Room { one: self.made_up, all: self.worth_a_look() })
    }

    /// The same with other limits to what the seed may take.
    pub(super) fn fit_in(&self, sessions: Vec<Session>, patience: u32, room: Room) -> Result<Fit, Fault> {
        // The end of one session's time comes soon.
        let mut patience = if self.made_up < Duration::MAX { patience * 4 } else { patience };
        let scripts = sessions.iter().map(|s| self.observers.probed(&self.harness, s, s.entries.len())).collect();
        let all = Taped::unplayed(&self.harness, scripts, &vec![0; sessions.len()], self.jury.is_some())?;
        let ids: Vec<u32> = (0..sessions.len() as u32).collect();
        let mut played = Vec::new();
        self.sift(&all, 1, &ids, room, &mut patience, &mut played)?;
        played.retain(|one| keeps_preconditions(&one.output));
        let ids: Vec<u32> = played.iter().map(|one| one.id).collect();
        let mut again = Vec::new();
        self.sift(&all, 2, &ids, room, &mut patience, &mut again)?;
        let again: HashMap<u32, Outlived> = again.into_iter().map(|two| (two.id, two)).collect();
        let same = |one: &Outlived| {
            again.get(&one.id).is_some_and(|two| match &self.jury {
                None => {
                    verdict::compare(&self.trace, &self.rules, &all.script(one.id), &one.output, &two.output).is_none()
                }
                Some(_) => one.output == two.output,
            })
        };
        let time: HashMap<u32, Duration> = again.values().map(|two| (two.id, two.time)).collect();
        let kept = played.into_iter().filter(same).map(|one| (one.id, one.output)).collect();
        let mut kept = self.scored(&all, kept);
        if !self.times.is_empty() {
            let quick = quick(kept.iter().map(|(id, _)| (time[id], *id)).collect(), room.all);
            kept.retain(|(id, _)| quick.contains(id));
        }
        let times: Vec<Duration> = kept.iter().map(|(id, _)| time[id]).collect();
        let (ids, expected): (Vec<u32>, Vec<SessionOutput>) = kept.into_iter().unzip();
        let taped = Taped { expected, time: times.iter().sum(), ..all.only(&ids)? };
        let sessions = (0..).zip(sessions).filter(|(id, _)| ids.contains(id)).map(|(_, session)| session).collect();
        Ok(Fit { sessions, times, taped })
    }

    /// The sessions whose invariants the seed keeps; all of them where there is no jury.
    fn scored(&self, taped: &Taped, kept: Vec<(u32, SessionOutput)>) -> Vec<(u32, SessionOutput)> {
        let Some(jury) = &self.jury else { return kept };
        let (ids, seen): (Vec<u32>, Vec<SessionOutput>) = kept.iter().cloned().unzip();
        // A judge that fails on what is made up is not asked about it.
        let rulings = jury.rule(self, taped, &ids, &seen).unwrap_or_default();
        let scored = kept.into_iter().zip(rulings).filter(|(_, ruling)| matches!(ruling, Ruling::Score(_)));
        scored.map(|(kept, _)| kept).collect()
    }

    /// Keeps the sessions that the seed survives: those before one that it does not survive, and, without that one, those after.
    fn sift(
        &self,
        taped: &Taped,
        random: u32,
        mut ids: &[u32],
        room: Room,
        patience: &mut u32,
        kept: &mut Vec<Outlived>,
    ) -> Result<(), Fault> {
        // Where times are known, only so much is kept in the end.
        let enough =
            |kept: &[Outlived]| !self.times.is_empty() && kept.iter().map(|one| one.time).sum::<Duration>() > room.all;
        let mut at_once = AT_ONCE;
        while !ids.is_empty() && *patience > 0 && !enough(kept) {
            let some = &ids[..at_once.min(ids.len())];
            let (through, failure) = match self.play(taped, random, some, room) {
                Ok(outcome) => {
                    let taken: Duration = outcome.laps.iter().sum();
                    let played = some.iter().zip(outcome.sessions).zip(outcome.laps);
                    kept.extend(played.map(|((&id, output), time)| Outlived { id, output, time }));
                    ids = &ids[some.len()..];
                    // So many that they do not come to the end of their time: then all would have to be run again.
                    let fit = self.at_once().as_secs_f64() / 3.0 / taken.as_secs_f64().max(1e-6) * some.len() as f64;
                    at_once = (fit as usize).clamp(1, some.len() * 8);
                    continue;
                }
                Err(failed) => failed,
            };
            // The time may have been spent by those before it.
            match failure {
                Failure::Interrupted => return Err(Fault::Interrupted(String::new())),
                Failure::Host(e) => return Err(Fault::Internal(format!("cannot run a worker: {e}"))),
                _ => {}
            }
            let late = matches!(failure, Failure::Deadline | Failure::Stalled);
            *patience -= u32::from(late);
            // Where it failed after the last of them, none is known to be fit, and half of them are fewer.
            let survived = &some[..if through == some.len() { some.len() / 2 } else { through }];
            self.sift(taped, random, survived, room, patience, kept)?;
            let guilty = usize::from(survived.is_empty() || (through < some.len() && !late));
            ids = &ids[survived.len() + guilty..];
        }
        Ok(())
    }

    /// CPU time of the seed on sessions that are made up for one candidate.
    fn worth_a_look(&self) -> Duration {
        self.timed.time.max(LIGHT)
    }

    /// CPU time that the seed has for as many made-up sessions as it is given at once.
    pub(super) fn at_once(&self) -> Duration {
        MADE_UP.min(Duration::from_millis(500) + self.timed.time * 2)
    }

    /// Runs the seed on made-up sessions, which may be too much for it. Each is a lap of its own.
    fn play(&self, taped: &Taped, random: u32, ids: &[u32], room: Room) -> Result<Outcome, (usize, Failure)> {
        let seed = self.requiring.as_ref().unwrap_or(&self.seed);
        let cpu = self.at_once();
        let limits = Limits { cpu, lap: room.one, memory: MEMORY / 4, output: MADE_UP_OUTPUT };
        let laps: Vec<Lap> = ids.iter().map(|&id| seed.alone().lap(vec![id])).collect();
        crate::replay::run_through(&Run { random, ..self.run(seed, &taped.tape, &laps, limits) })
    }

    /// What of the seed may not be edited: what neither train nor the sessions beyond the trace reach, and what only the latter
    /// reach. What no session but those held out runs, the search cannot judge.
    ///
    /// # Errors
    /// The host's trouble.
    pub fn frozen(&self) -> Result<Frozen, Fault> {
        let mut slot = self.slot("reach")?;
        let form = Form { reach: true, ..Form::default() };
        let mut why = String::new();
        for constant in [false, true] {
            let reach = Reach::of(&self.component.sources, &self.component.lib_path, constant);
            let program = match self.toolchain.build(&mut slot, &reach.sources, &form, "reach") {
                Ok(program) => program,
                Err(BuildError::Interrupted) => return Err(Fault::Interrupted(String::new())),
                Err(error) => {
                    why = error.to_string();
                    continue;
                }
            };
            let train = || self.parts[0].clone();
            let recorded = self.notes(&program, &self.timed, train().collect())?;
            let judged = self.notes(&program, &self.judged, train().chain(self.beyond.clone()).collect())?;
            let mut frozen = reach.frozen(&judged, &recorded);
            frozen.unreached.extend(self.unasked());
            return Ok(frozen);
        }
        Err(Fault::Internal(format!("cannot find out what the trace reaches: {why}")))
    }

    /// The notes that a worker makes on sessions of a tape.
    pub(super) fn notes(&self, program: &Program, taped: &Taped, ids: Vec<u32>) -> Result<Vec<bool>, Fault> {
        let limits = Limits { cpu: FIRST_RUN, ..self.limits(Duration::ZERO, taped, ids.iter().copied()) };
        let lap = program.alone().lap(ids);
        match crate::replay::run(&self.run(program, &taped.tape, std::slice::from_ref(&lap), limits)) {
            Ok(outcome) => Ok(outcome.notes.into_iter().map(|note| note != 0).collect()),
            Err(Failure::Interrupted) => Err(Fault::Interrupted(String::new())),
            Err(failure) => Err(Fault::Internal(format!("cannot find out what the trace reaches: it {failure}"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::scene::{Scene, Silent};
    use crate::search;

    #[test]
    fn what_only_held_out_sessions_call_is_frozen() {
        let source = "pub fn often(x: u64) -> u64 {\n    x + 1\n}\npub fn rare(x: u64) -> u64 {\n    x + 2\n}\n";
        let call = |name: &str, x: u64, ret: u64| format!("{{\"call\":\"{name}\",\"args\":[{x}],\"ret\":{ret}}}\n");
        let often: String = (0..60).map(|x| call("often", x, x + 1)).collect();
        let frozen = |x: u64| {
            let mut scene = Scene::new(source, &(often.clone() + &call("rare", x, x + 2)));
            scene.ground.go_beyond(50, &mut search::rng(0, 0), &Silent).unwrap();
            let in_train = scene.ground.train_sessions().contains(&60);
            (in_train, scene.ground.frozen().unwrap().unreached.len())
        };
        // Which call is held out depends on what it holds.
        let mut seen = [false; 2];
        for x in 0..20 {
            let (in_train, unreached) = frozen(x);
            assert_eq!(unreached, usize::from(!in_train), "rare({x})");
            seen[usize::from(in_train)] = true;
            if seen == [true; 2] {
                return;
            }
        }
        panic!("the split holds out all or none");
    }

    const LABEL: &str = "pub struct Label { parts: Vec<String> }\n\
        impl Label {\n\
            pub fn add(&mut self, text: &str) { self.parts.push(text.to_lowercase()); }\n\
            pub fn new() -> Label { Label { parts: Vec::new() } }\n\
        }\n";
    const DISPLAY: &str = "impl std::fmt::Display for Label {\n\
            fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result { f.write_str(&self.parts.concat()) }\n\
        }\n";

    fn scene(source: &str) -> Scene {
        let session = |i: usize| {
            format!(
                "{{\"call\":\"Label::new\",\"args\":[],\"ret\":{{\"$new\":0}}}}\n\
                 {{\"call\":\"Label::add\",\"on\":0,\"args\":[\"Part {i}\"],\"ret\":null}}\n{{\"drop\":0}}\n"
            )
        };
        Scene::new(source, &(0..25).map(session).collect::<String>())
    }

    #[test]
    fn what_a_type_shows_by_display_alone_is_looked_at() {
        let mut scene = scene(&format!("{LABEL}{DISPLAY}"));
        let train: Vec<u32> = scene.ground.parts[0].clone().collect();
        let program = scene.worker(&["self.parts.push(text.to_lowercase())", "let _ = text;"]);
        assert!(scene.ground.judge(program.candidate(1), train.clone(), None).is_ok());
        assert!(scene.ground.judge(program.candidate(2), train, None).is_err());
        assert!(scene.ground.judge(program.candidate(2), Vec::new(), None).is_ok(), "nothing was asked");
        scene.ground.go_beyond(10, &mut search::rng(1, 1), &Silent).unwrap();
    }

    #[test]
    fn where_nothing_is_shown_nothing_is_judged() {
        let error = scene(LABEL).ground.go_beyond(10, &mut search::rng(1, 1), &Silent).unwrap_err().to_string();
        assert!(error.contains("returns anything that could be compared"), "{error}");
    }
}
