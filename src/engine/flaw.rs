//! What is wrong with a candidate, as far as behaviour goes: the judgement that finalists get, without a clock.

use super::Fault;
use super::ground::{Ground, Terms};
use crate::build::Subject;
use crate::replay::process;

/// What a flaw begins with that shows on what every finalist can be asked: sessions beyond the trace, and what told others from the
/// seed.
pub const BEYOND: &str = "on generated input";
pub const TOLD: &str = "on what told another candidate from the seed";

/// What is wrong with a subject on the whole trace with its probes, on the sessions beyond it, and on what told others from
/// the seed, under two streams of process randomness. `overflow_checks`: it was built with them; then beyond the trace the
/// seed itself may overflow, which its release build allows.
///
/// # Errors
/// The user interrupted.
pub fn flaw(ground: &Ground, subject: Subject, overflow_checks: bool) -> Result<Option<String>, Fault> {
    let mut parts = vec![(0..ground.parts[2].end, "on the trace")];
    if !overflow_checks {
        parts.push((ground.beyond.clone(), BEYOND));
    }
    for random in [1, 2] {
        for (ids, what) in &parts {
            let terms = Terms { random, ..Terms::on(&ground.judged) };
            if let Err(wrong) = ground.judge_on(&ground.judged, subject, ids.clone().collect(), terms) {
                return unless_interrupted(format!("{what}, {wrong}"));
            }
        }
    }
    match ground.asked(subject, &ground.questions(u64::MAX)?, None) {
        Err(wrong) if !overflow_checks => unless_interrupted(format!("{TOLD}, {wrong}")),
        _ => Ok(None),
    }
}

fn unless_interrupted(flaw: String) -> Result<Option<String>, Fault> {
    if process::interrupted() { Err(Fault::Interrupted(String::new())) } else { Ok(Some(flaw)) }
}
