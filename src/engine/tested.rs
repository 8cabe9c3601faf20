//! What the seed's own tests ask, as sessions to judge by: its author thought of what no trace shows. The tests are recorded as
//! any program is; what they assert is not looked at, because the seed itself says what is right.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use super::ground::Ground;
use crate::component::Component;
use crate::component::interface::Interface;
use crate::record::{self, Limits, Unwatched};
use crate::trace::{self, Entry, Event, Recorded, Session, Trace};

/// Bytes that they may record.
const BYTES: u64 = 1 << 20;
/// Most sessions that are judged by, the shortest first.
const MOST: usize = 300;
/// How many times as long as the tests alone a recording of them may take, and what it takes of itself.
const SLOWER: u32 = 10;
const BUILDS: Duration = Duration::from_secs(60);

impl Ground {
    /// Records the tests of the seed's copy in `work`, which took `tests_time`, for as long as `most`. Whatever keeps them from being recorded keeps
    /// nothing else: they only add to what candidates are judged by.
    pub fn ask_tests(&mut self, work: &Path, tests_time: Duration, most: Duration) {
        let described = std::mem::take(&mut self.described);
        let recorded = || {
            let interface = Interface::from_rustdoc(&described, &self.component.lib).ok()?;
            let seed = Component::load(&work.join("seed")).ok()?;
            let out = work.join("tests.jsonl");
            let unwatched = Unwatched {
                folder: work.join("seed"),
                scratch: work.to_path_buf(),
                deadline: (tests_time * SLOWER + BUILDS).min(most),
            };
            let limits = Limits { bytes_per_process: BYTES, unwatched: Some(unwatched) };
            record::record(&seed, &interface, &["test".to_owned()], &out, &limits).ok()?;
            trace::read(&[out], &seed.lib).ok()
        };
        let can_be_called = |event: &Event| self.harness.calls(event);
        self.tested = recorded().map_or_else(Vec::new, |tests| judged_by(tests, &self.trace, &can_be_called));
    }
}

/// The sessions of the tests that call nothing but what the trace's functions are, in an order that does not hang on that of the
/// tests.
fn judged_by(tests: Trace, trace: &Trace, can_be_called: &dyn Fn(&Event) -> bool) -> Vec<Session> {
    let numbers: HashMap<&str, usize> =
        trace.calls.iter().enumerate().map(|(number, call)| (&**call, number)).collect();
    let known = |session: Session| {
        let entry = |entry: Entry| match entry {
            Entry::Drop(handle) => Some(Entry::Drop(handle)),
            Entry::Call(event) => {
                let mut event = Arc::unwrap_or_clone(event);
                event.call = *numbers.get(&*tests.calls[event.call])?;
                event.recorded = Recorded { write: event.recorded.write.take(), ..Recorded::default() };
                can_be_called(&event).then(|| Entry::Call(event.into()))
            }
        };
        let entries: Option<Vec<Entry>> = session.entries.into_iter().map(entry).collect();
        Some(Session { file: 0, entries: entries? })
    };
    let mut sessions: Vec<(usize, [u8; 32], Session)> = tests
        .sessions
        .iter()
        .cloned()
        .filter_map(known)
        .map(|session| (session.entries.len(), session.content_hash(&trace.calls, ""), session))
        .collect();
    sessions.sort_by_key(|(length, hash, _)| (*length, *hash));
    let mut seen = HashSet::new();
    sessions.retain(|(_, hash, _)| seen.insert(*hash));
    sessions.into_iter().map(|(_, _, session)| session).take(MOST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lines: &[&str]) -> Trace {
        let file = tempfile::NamedTempFile::with_suffix(".jsonl").unwrap();
        let text = format!("{{\"synth_trace\":1,\"component\":\"sums\"}}\n{}\n", lines.join("\n"));
        std::fs::write(file.path(), text).unwrap();
        trace::read(&[file.path()], "sums").unwrap()
    }

    #[test]
    fn what_the_tests_call_is_judged_once_in_an_order_of_its_own_if_the_trace_knows_it() {
        let trace = read(&[r#"{"call":"add","args":[1]}"#, r#"{"call":"sum","args":["a",2]}"#]);
        let calls = [
            r#"{"call":"sum","args":["test",7],"ret":9}"#,
            r#"{"call":"other","args":[]}"#,
            r#"{"call":"add","args":[3],"ret":4}"#,
            r#"{"call":"sum","args":["test",7],"ret":9}"#,
        ];
        let asked = |calls: &[&str]| {
            let event = |session: &Session| match &session.entries[..] {
                [Entry::Call(event)] => {
                    (trace.calls[event.call].clone(), serde_json::json!(event.args), event.recorded.ret.clone())
                }
                other => panic!("{other:?}"),
            };
            judged_by(read(calls), &trace, &|event| event.on.is_none()).iter().map(event).collect::<Vec<_>>()
        };
        let found = asked(&calls);
        assert_eq!(found.len(), 2);
        assert!(found.contains(&("sum".into(), serde_json::json!(["test", 7]), None)), "{found:?}");
        let turned: Vec<&str> = calls.iter().rev().copied().collect();
        assert_eq!(asked(&turned), found);
    }
}
