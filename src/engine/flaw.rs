//! What is wrong with a candidate, as far as behaviour goes: the judgement that finalists get, without a clock.

use super::Fault;
use super::ground::Ground;
use crate::build::Subject;
use crate::replay::process;

/// What is wrong with a subject on the whole trace with its probes, and on the sessions beyond it. `overflow_checks`: it was
/// built with them; then beyond the trace the seed itself may overflow, which its release build allows.
///
/// # Errors
/// The user interrupted.
pub fn flaw(ground: &Ground, subject: Subject, overflow_checks: bool) -> Result<Option<String>, Fault> {
    let mut parts = vec![(0..ground.parts[2].end, "on the trace")];
    if !overflow_checks {
        parts.push((ground.beyond.clone(), "on generated input"));
    }
    for (ids, what) in parts {
        if let Err(wrong) = ground.judge(subject, ids.collect(), None) {
            return if process::interrupted() {
                Err(Fault::Interrupted(String::new()))
            } else {
                Ok(Some(format!("{what}, {wrong}")))
            };
        }
    }
    Ok(None)
}
