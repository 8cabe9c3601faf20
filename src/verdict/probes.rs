//! Calls at the end of a session: every `&self` function that the trace uses, once more with recorded arguments, on
//! every handle that is left, and whatever by convention shows what a value holds. A lost update shows here even where the trace never looks.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::component::interface::{Receiver, is_view};
use crate::replay::harness::Harness;
use crate::trace::{Entry, Event, Recorded, Session, Trace};

/// Most argument lists that one function is probed with.
const MOST: usize = 16;
/// The same where the session itself never calls the function.
const STRANGE: usize = 2;

/// The `&self` functions of a trace, by the type that they look at.
pub struct Observers {
    /// Some calls of each function.
    examples: BTreeMap<String, BTreeMap<usize, Vec<Event>>>,
}

impl Observers {
    /// Those of a trace bound to an interface.
    pub fn of(harness: &Harness, trace: &Trace) -> Observers {
        let mut examples: BTreeMap<String, BTreeMap<usize, Vec<Event>>> = BTreeMap::new();
        for entry in trace.sessions.iter().flat_map(|session| &session.entries) {
            if let Entry::Call(event) = entry
                && let Some((Receiver::Shared, ty)) = &harness.function(event).receiver
                && event.on.is_some()
                && event.args.iter().all(|arg| handle(arg).is_none())
            {
                let known = examples.entry(ty.clone()).or_default().entry(event.call).or_default();
                if known.len() < STRANGE {
                    known.push(probe(event, 0));
                }
            }
        }
        for ((call, on), function) in harness.functions() {
            if let Some((Receiver::Shared, ty)) = &function.receiver
                && on
                && is_view(&trace.calls[call])
                && function.params.is_empty()
            {
                let (new, recorded) = (Vec::new(), Recorded::default());
                let shown = Event { call, on: Some(0), args: Vec::new(), new, recorded, line: 0 };
                examples.entry(ty.clone()).or_default().entry(call).or_insert_with(|| vec![shown]);
            }
        }
        Observers { examples }
    }

    /// A session's first `to` entries, and its probes after them. The drops at its very end are left out: what is dropped
    /// there anyway is to be looked at before.
    pub fn probed(&self, harness: &Harness, session: &Session, to: usize) -> (Vec<Entry>, Vec<Event>) {
        let at_end = session.entries[..to].iter().rev().take_while(|entry| matches!(entry, Entry::Drop(_))).count();
        // Whoever drives a session is told of all of it.
        let drops = if harness.judge.is_some() { 0 } else { at_end };
        (session.entries[..to - drops].to_vec(), self.probes(harness, session, to - drops))
    }

    fn probes(&self, harness: &Harness, session: &Session, to: usize) -> Vec<Event> {
        let mut alive: BTreeMap<u32, String> = BTreeMap::new();
        let mut seen: BTreeMap<usize, Vec<&Event>> = BTreeMap::new();
        for entry in &session.entries[..to] {
            match entry {
                Entry::Drop(handle) => {
                    alive.remove(handle);
                }
                Entry::Call(event) if event.recorded.panic => return Vec::new(),
                Entry::Call(event) => {
                    for handle in event.args.iter().filter_map(|value| handle(value)) {
                        alive.remove(&handle);
                    }
                    let (Some(on), Some((kind, ty))) = (event.on, &harness.function(event).receiver) else {
                        continue;
                    };
                    match kind {
                        Receiver::Value => {
                            alive.remove(&on);
                        }
                        _ => {
                            alive.insert(on, ty.clone());
                        }
                    }
                    if *kind == Receiver::Shared && event.args.iter().all(|a| handle(a).is_none()) {
                        seen.entry(event.call).or_default().push(event);
                    }
                }
            }
        }
        let of = |event: &Event, ty: &str| {
            let receiver = &harness.function(event).receiver;
            receiver.as_ref().is_some_and(|(_, own)| own == ty)
        };
        let mut probes = Vec::new();
        for (handle, ty) in &alive {
            for events in seen.values().filter(|events| of(events[0], ty)) {
                let step = events.len().div_ceil(MOST);
                probes.extend(events.iter().step_by(step).map(|event| probe(event, *handle)));
            }
            let strange = self.examples.get(ty).into_iter().flatten().filter(|(call, _)| !seen.contains_key(call));
            probes.extend(strange.flat_map(|(_, events)| events).map(|event| probe(event, *handle)));
        }
        probes
    }
}

/// The call once more, on a handle.
fn probe(event: &Event, handle: u32) -> Event {
    Event {
        call: event.call,
        on: Some(handle),
        args: event.args.clone(),
        new: Vec::new(),
        recorded: Recorded::default(),
        line: event.line,
    }
}

fn handle(value: &Value) -> Option<u32> {
    value.as_object()?.get("$handle")?.as_u64().map(|h| h as u32)
}
