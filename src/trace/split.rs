//! Which part of a trace drives the search, which chooses, and which is looked at once, at the end.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::Trace;

/// Enters the content hash, so that the split is not the order of any other hash over sessions.
const KEY: &str = "synth split 1";
/// Fewer distinct sessions than this are dealt out by rank, not by the value of their hash.
const FEW_SESSIONS: usize = 20;
/// With fewer events than this nothing is held out: the holdout is generated.
const FEW_EVENTS: usize = 20;

/// How a trace was split; stands in `summary.json`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SplitKind {
    /// By the hash of each session's content, 60/20/20.
    Sessions,
    /// Under 20 distinct sessions: by rank of the hash, at least one in each part.
    Few,
    /// One or two sessions: cut in time; a later part starts from the state that the earlier one built.
    Time,
    /// Under 20 events, or one or two sessions too short to be cut: the whole trace drives and chooses, the holdout is
    /// generated.
    Generated,
}

/// Part of a session: entries before `from` are replayed to build the state and are not timed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slice {
    /// Index into [`Trace::sessions`].
    pub session: usize,
    /// First timed entry.
    pub from: usize,
    /// End of the slice.
    pub to: usize,
}

/// One part of the split.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Part {
    /// Its slices, in the order of the trace.
    pub slices: Vec<Slice>,
}

/// The three parts of a trace.
#[derive(Debug, Clone)]
pub struct Split {
    /// How it was made.
    pub kind: SplitKind,
    /// Drives the search.
    pub train: Part,
    /// Chooses among survivors.
    pub select: Part,
    /// Looked at once, at the end. Empty for [`SplitKind::Generated`].
    pub holdout: Part,
}

impl Split {
    /// Splits a trace; equal sessions never lie in two parts, but where files are held out as a whole.
    pub fn of(trace: &Trace) -> Split {
        let Some(file) = trace.held_out else { return Split::among(trace) };
        let first = trace.sessions.iter().position(|session| session.file >= file).unwrap_or(trace.sessions.len());
        let own = Trace { sessions: trace.sessions[..first].to_vec(), ..trace.clone() };
        let mut split = Split::among(&own);
        // What was the trace's own holdout goes on driving and choosing.
        split.select.slices.append(&mut split.holdout.slices);
        split.holdout = Part { slices: (first..trace.sessions.len()).map(|i| whole_session(trace, i)).collect() };
        if split.kind == SplitKind::Generated && !split.holdout.slices.is_empty() {
            split.kind = SplitKind::Few;
        }
        split
    }

    fn among(trace: &Trace) -> Split {
        let mut distinct: HashMap<[u8; 32], Vec<usize>> = HashMap::new();
        for (index, session) in trace.sessions.iter().enumerate() {
            distinct.entry(session.content_hash(&trace.calls, KEY)).or_default().push(index);
        }
        let mut groups: Vec<([u8; 32], Vec<usize>)> = distinct.into_iter().collect();
        groups.sort();
        let whole = || Part { slices: (0..trace.sessions.len()).map(|i| whole_session(trace, i)).collect() };
        let generated =
            || Split { kind: SplitKind::Generated, train: whole(), select: whole(), holdout: Part::default() };
        let if_whole = |split: Split| split.parts().iter().all(|part| !part.slices.is_empty()).then_some(split);
        if trace.events() < FEW_EVENTS {
            return generated();
        }
        match groups.len() {
            // Sessions of a call or two cannot be cut.
            0..=2 => if_whole(in_time(trace, &groups)).unwrap_or_else(generated),
            3..FEW_SESSIONS => dealt(trace, &groups, SplitKind::Few, |rank, _| by_rank(rank, groups.len())),
            _ => if_whole(dealt(trace, &groups, SplitKind::Sessions, |_, hash| by_hash(hash)))
                .unwrap_or_else(|| dealt(trace, &groups, SplitKind::Sessions, |rank, _| by_rank(rank, groups.len()))),
        }
    }

    fn parts(&self) -> [&Part; 3] {
        [&self.train, &self.select, &self.holdout]
    }
}

fn whole_session(trace: &Trace, session: usize) -> Slice {
    Slice { session, from: 0, to: trace.sessions[session].entries.len() }
}

/// 0 for train, 1 for select, 2 for holdout.
fn by_hash(hash: &[u8; 32]) -> usize {
    let mut first = [0; 8];
    first.copy_from_slice(&hash[..8]);
    match u64::from_be_bytes(first) % 10 {
        0..6 => 0,
        6..8 => 1,
        _ => 2,
    }
}

fn by_rank(rank: usize, groups: usize) -> usize {
    let fifth = (groups / 5).max(1);
    if rank < fifth {
        2
    } else if rank < 2 * fifth {
        1
    } else {
        0
    }
}

fn dealt(
    trace: &Trace,
    groups: &[([u8; 32], Vec<usize>)],
    kind: SplitKind,
    part: impl Fn(usize, &[u8; 32]) -> usize,
) -> Split {
    let mut parts = [Part::default(), Part::default(), Part::default()];
    for (rank, (hash, sessions)) in groups.iter().enumerate() {
        parts[part(rank, hash)].slices.extend(sessions.iter().map(|&i| whole_session(trace, i)));
    }
    for part in &mut parts {
        part.slices.sort_by_key(|s| s.session);
    }
    let [train, select, holdout] = parts;
    Split { kind, train, select, holdout }
}

fn in_time(trace: &Trace, groups: &[([u8; 32], Vec<usize>)]) -> Split {
    let mut parts = [Part::default(), Part::default(), Part::default()];
    // Equal sessions would show the holdout to the search, so one of each kind is enough.
    let mut sessions: Vec<usize> = groups.iter().map(|(_, sessions)| sessions[0]).collect();
    sessions.sort_unstable();
    for session in sessions {
        let n = trace.sessions[session].entries.len();
        let cuts = [0, n * 6 / 10, n * 8 / 10, n];
        for (part, cut) in parts.iter_mut().zip(cuts.windows(2)) {
            if cut[1] > cut[0] {
                part.slices.push(Slice { session, from: cut[0], to: cut[1] });
            }
        }
    }
    let [train, select, holdout] = parts;
    Split { kind: SplitKind::Time, train, select, holdout }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::trace::{Entry, Event, Recorded, Session};
    use proptest::prelude::*;

    fn trace(sessions: &[Vec<u8>]) -> Trace {
        let event = |v: &u8| {
            Entry::Call(Arc::new(Event {
                call: 0,
                on: None,
                args: vec![serde_json::Value::from(*v).into()],
                new: vec![],
                recorded: Recorded::default(),
                line: 1,
            }))
        };
        let sessions = sessions.iter().map(|s| Session { file: 0, entries: s.iter().map(event).collect() }).collect();
        Trace { files: vec!["t".into()], calls: vec!["f".into()], sessions, held_out: None }
    }

    proptest! {
        #[test]
        fn a_split_loses_no_session_and_shows_none_twice(
            sessions in prop::collection::vec(prop::collection::vec(0u8..4, 1..6), 20..80),
        ) {
            let trace = trace(&sessions);
            let split = Split::of(&trace);
            prop_assume!(matches!(split.kind, SplitKind::Few | SplitKind::Sessions));
            let mut seen: Vec<usize> = split.parts().iter().flat_map(|p| p.slices.iter().map(|s| s.session)).collect();
            seen.sort_unstable();
            prop_assert_eq!(seen, (0..sessions.len()).collect::<Vec<_>>());
            for (i, a) in split.parts().iter().enumerate() {
                prop_assert!(!a.slices.is_empty());
                for b in &split.parts()[i + 1..] {
                    for (x, y) in a.slices.iter().flat_map(|x| b.slices.iter().map(move |y| (x, y))) {
                        prop_assert_ne!(&sessions[x.session], &sessions[y.session]);
                    }
                }
            }
        }
    }

    #[test]
    fn one_long_session_is_cut_in_time() {
        let split = Split::of(&trace(&[(0..100).collect()]));
        assert_eq!(split.kind, SplitKind::Time);
        assert_eq!(split.train.slices, [Slice { session: 0, from: 0, to: 60 }]);
        assert_eq!(split.holdout.slices, [Slice { session: 0, from: 80, to: 100 }]);
    }

    #[test]
    fn a_handful_of_events_is_not_held_out() {
        let split = Split::of(&trace(&[vec![1], vec![2], vec![3]]));
        assert_eq!(split.kind, SplitKind::Generated);
        assert!(split.holdout.slices.is_empty());
        assert_eq!(split.train.slices.len(), 3);
    }

    #[test]
    fn two_calls_that_were_made_again_and_again_are_not_held_out_either() {
        let split = Split::of(&trace(&vec![[vec![1], vec![2]]; 20].concat()));
        assert_eq!(split.kind, SplitKind::Generated);
        assert_eq!(split.train.slices.len(), 40);
    }
}
