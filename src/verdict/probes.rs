//! Calls at the end of a session: every `&self` function that the trace uses, once more with recorded arguments, on
//! every handle that is left. A lost update shows here even where the trace never looks.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::component::interface::Receiver;
use crate::replay::harness::Harness;
use crate::trace::{Entry, Event, Recorded, Session, Trace};

/// Most argument lists that one function is probed with.
const MOST: usize = 16;

/// The probes of a session's first `to` entries.
pub fn probes(harness: &Harness, trace: &Trace, session: &Session, to: usize) -> Vec<Event> {
    let mut alive: BTreeMap<u32, String> = BTreeMap::new();
    let mut seen: BTreeMap<usize, Vec<&Event>> = BTreeMap::new();
    for entry in &session.entries[..to] {
        match entry {
            Entry::Drop(handle) => {
                alive.remove(handle);
            }
            Entry::Call(event) if event.recorded.panic => return Vec::new(),
            Entry::Call(event) => {
                for handle in event.args.iter().filter_map(handle) {
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
    let mut probes = Vec::new();
    for (handle, ty) in &alive {
        for events in seen.values() {
            let of = &harness.function(events[0]).receiver;
            if of.as_ref().is_none_or(|(_, t)| t != ty) {
                continue;
            }
            let step = events.len().div_ceil(MOST);
            probes.extend(events.iter().step_by(step).map(|event| Event {
                call: event.call,
                on: Some(*handle),
                args: event.args.clone(),
                new: Vec::new(),
                recorded: Recorded::default(),
                line: event.line,
            }));
        }
    }
    debug_assert!(probes.iter().all(|p| p.call < trace.calls.len()));
    probes
}

fn handle(value: &Value) -> Option<u32> {
    value.as_object()?.get("$handle")?.as_u64().map(|h| h as u32)
}
