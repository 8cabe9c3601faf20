//! A call on which a candidate differs, made short enough to read.

use std::sync::Arc;
use std::time::Duration;

use super::ground::{Ground, MEMORY};
use super::taped::Taped;
use crate::build::Program;
use crate::replay::Limits;
use crate::replay::outcome::SessionOutput;
use crate::trace::{Entry, Event};
use crate::verdict::{self, Difference};

/// Most times that a call is shortened.
const ROUNDS: usize = 40;
/// Shorter calls that are tried at once.
const TRIES: usize = 40;
/// CPU time of a round.
const ROUND: Duration = Duration::from_millis(500);

/// The shortest call found that still `tells` and on which the candidate still differs, and how; nothing where there is no
/// shorter one, or the call does not stand alone.
pub fn shorten(
    ground: &Ground,
    program: &Program,
    tells: impl Fn(&Event) -> bool,
    event: &Event,
) -> Option<(Event, Difference)> {
    let handle = |value: &serde_json::Value| value.get("$handle").is_some();
    if event.on.is_some() || !event.new.is_empty() || event.args.iter().any(|value| handle(value)) {
        return None;
    }
    let mut found: Option<(Event, Difference)> = None;
    for _ in 0..ROUNDS {
        let event = found.as_ref().map_or(event, |(event, _)| event);
        let shorter = (0..TRIES).map_while(|rank| verdict::shorter(&ground.harness, event, rank));
        let tries = shorter.filter(&tells).collect();
        let Some(shorter) = differing(ground, program, tries) else { break };
        found = Some(shorter);
    }
    found
}

/// The first of some calls on which the candidate differs, each called by itself.
fn differing(ground: &Ground, program: &Program, tries: Vec<Event>) -> Option<(Event, Difference)> {
    let script = |event: &Event| (vec![Entry::Call(Arc::new(event.clone()))], Vec::new());
    let taped =
        Taped::unplayed(&ground.harness, tries.iter().map(script).collect(), &vec![0; tries.len()], false).ok()?;
    let play = |program: &Program| -> Option<Vec<SessionOutput>> {
        let limits = Limits { cpu: ROUND, lap: Duration::MAX, memory: MEMORY / 4, output: 1 << 24 };
        let lap = program.alone().lap((0..tries.len() as u32).collect());
        let run = ground.run(program, &taped.tape, std::slice::from_ref(&lap), limits);
        Some(crate::replay::run(&run).ok()?.sessions)
    };
    let (expected, seen) = (play(&ground.seed)?, play(program)?);
    let compare =
        |id: usize| verdict::compare(&ground.trace, &ground.rules, &taped.script(id as u32), &expected[id], &seen[id]);
    let (id, difference) = (0..tries.len()).find_map(|id| Some((id, compare(id)?)))?;
    Some((tries[id].clone(), difference))
}
