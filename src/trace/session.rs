//! Joins events into sessions: events that share a handle belong together, a free call stands alone, an explicit
//! `"session"` overrides. Renumbers handles so that a session's content does not depend on where it stands in a file.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use serde_json::Value;

use super::file::FileEvent;
use super::{Entry, Session, TraceErrorKind};

/// Collects the entries of one file into sessions.
pub(super) struct Joiner {
    file: usize,
    /// Entries with handles numbered per file occurrence, each with its group.
    entries: Vec<(usize, Entry)>,
    /// Union-find over groups.
    parent: Vec<usize>,
    /// The file's number of a handle that is alive, to (occurrence, group).
    alive: HashMap<u64, (u32, usize)>,
    ended: HashSet<u64>,
    named: HashMap<String, usize>,
    occurrences: u32,
}

impl Joiner {
    pub fn new(file: usize) -> Self {
        Joiner {
            file,
            entries: Vec::new(),
            parent: Vec::new(),
            alive: HashMap::new(),
            ended: HashSet::new(),
            named: HashMap::new(),
            occurrences: 0,
        }
    }

    pub fn drop(&mut self, handle: u64, session: Option<String>) -> Result<(), TraceErrorKind> {
        let (occurrence, group) = self.lookup(handle)?;
        self.alive.remove(&handle);
        self.ended.insert(handle);
        let group = self.join(group, session);
        self.entries.push((group, Entry::Drop(occurrence)));
        Ok(())
    }

    pub fn call(
        &mut self,
        FileEvent { on, mut event }: FileEvent,
        session: Option<String>,
    ) -> Result<(), TraceErrorKind> {
        let mut group = self.fresh_group();
        if let Some(handle) = on {
            let (occurrence, of) = self.lookup(handle)?;
            event.on = Some(occurrence);
            group = self.union(group, of);
        }
        let mut used = Vec::new();
        for arg in &mut event.args {
            rewrite(Arc::make_mut(arg), "$handle", &mut |handle| {
                let (occurrence, of) = self.lookup(handle)?;
                used.push(of);
                Ok(occurrence)
            })?;
        }
        for of in used {
            group = self.union(group, of);
        }
        let group = self.join(group, session);
        let mut new = Vec::new();
        if let Some(ret) = &mut event.recorded.ret {
            rewrite(ret, "$new", &mut |handle| {
                let occurrence = self.occurrences;
                self.occurrences += 1;
                // A number may be used again: a by-value receiver ends its handle without a word in the file.
                self.alive.insert(handle, (occurrence, group));
                new.push(occurrence);
                Ok(occurrence)
            })?;
        }
        event.new = new;
        self.entries.push((group, Entry::Call(Arc::new(event))));
        Ok(())
    }

    /// The sessions in the order of their first entries.
    pub fn finish(mut self) -> Vec<Session> {
        let entries = std::mem::take(&mut self.entries);
        let mut order: Vec<Session> = Vec::new();
        let mut index: HashMap<usize, usize> = HashMap::new();
        for (group, entry) in entries {
            let root = self.root(group);
            let at = *index.entry(root).or_insert_with(|| {
                order.push(Session { file: self.file, entries: Vec::new() });
                order.len() - 1
            });
            order[at].entries.push(entry);
        }
        order.iter_mut().for_each(renumber);
        order
    }

    fn lookup(&self, handle: u64) -> Result<(u32, usize), TraceErrorKind> {
        let why = if self.ended.contains(&handle) { "is used after its drop" } else { "is unknown" };
        self.alive.get(&handle).copied().ok_or(TraceErrorKind::Handle { handle, why })
    }

    fn fresh_group(&mut self) -> usize {
        self.parent.push(self.parent.len());
        self.parent.len() - 1
    }

    fn join(&mut self, group: usize, session: Option<String>) -> usize {
        let Some(id) = session else { return group };
        match self.named.get(&id) {
            Some(&named) => self.union(group, named),
            None => {
                self.named.insert(id, group);
                group
            }
        }
    }

    fn root(&mut self, mut group: usize) -> usize {
        while self.parent[group] != group {
            self.parent[group] = self.parent[self.parent[group]];
            group = self.parent[group];
        }
        group
    }

    fn union(&mut self, a: usize, b: usize) -> usize {
        let (a, b) = (self.root(a), self.root(b));
        let (low, high) = (a.min(b), a.max(b));
        self.parent[high] = low;
        low
    }
}

/// Rewrites the number in every `{marker: n}` inside a value.
fn rewrite(
    value: &mut Value,
    marker: &str,
    to: &mut dyn FnMut(u64) -> Result<u32, TraceErrorKind>,
) -> Result<(), TraceErrorKind> {
    match value {
        Value::Array(items) => items.iter_mut().try_for_each(|v| rewrite(v, marker, to)),
        Value::Object(map) => {
            if let Some(number) = map.get_mut(marker) {
                let handle = number
                    .as_u64()
                    .ok_or_else(|| TraceErrorKind::Event(format!("\"{marker}\" must hold a handle number")))?;
                *number = Value::from(to(handle)?);
                return Ok(());
            }
            map.values_mut().try_for_each(|v| rewrite(v, marker, to))
        }
        _ => Ok(()),
    }
}

/// Numbers a session's handles from 0 in the order in which it makes them.
fn renumber(session: &mut Session) {
    let mut names: HashMap<u32, u32> = HashMap::new();
    let mut name = |old: u32| -> u32 {
        let next = names.len() as u32;
        *names.entry(old).or_insert(next)
    };
    for entry in &mut session.entries {
        match entry {
            Entry::Drop(handle) => *handle = name(*handle),
            Entry::Call(event) => {
                let event = Arc::make_mut(event);
                event.on = event.on.map(&mut name);
                for arg in &mut event.args {
                    // The numbers come from `rewrite` above, so this cannot fail.
                    let _ = rewrite(Arc::make_mut(arg), "$handle", &mut |h| Ok(name(h as u32)));
                }
                event.new = event.new.iter().map(|h| name(*h)).collect();
                if let Some(ret) = &mut event.recorded.ret {
                    let _ = rewrite(ret, "$new", &mut |h| Ok(name(h as u32)));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::trace::{Trace, TraceError, read};
    use std::io::Write;

    fn parse(lines: &[&str]) -> Result<Trace, TraceError> {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        writeln!(file, "{{\"synth_trace\":1,\"component\":\"c\"}}\n{}", lines.join("\n")).unwrap();
        read(&[file.path()], "c")
    }

    #[test]
    fn events_that_share_a_handle_are_one_session_and_free_calls_stand_alone() {
        let trace = parse(&[
            r#"{"call":"T::new","args":[],"ret":{"$new":7}}"#,
            r#"{"call":"f","args":[1]}"#,
            r#"{"call":"T::new","args":[],"ret":{"$new":8}}"#,
            r#"{"call":"T::get","on":7,"args":[1]}"#,
            r#"{"call":"T::join","on":8,"args":[{"$handle":7}]}"#,
            r#"{"drop":7}"#,
        ])
        .unwrap();
        let lengths: Vec<usize> = trace.sessions.iter().map(|s| s.entries.len()).collect();
        assert_eq!(lengths, [5, 1]);
    }

    #[test]
    fn content_does_not_depend_on_the_numbers_in_the_file() {
        let trace = parse(&[
            r#"{"call":"T::new","args":[3],"ret":{"$new":7}}"#,
            r#"{"call":"T::new","args":[3],"ret":{"$new":9}}"#,
            r#"{"call":"T::get","on":9,"args":[1]}"#,
            r#"{"call":"T::get","on":7,"args":[1]}"#,
        ])
        .unwrap();
        let hash = |i: usize| trace.sessions[i].content_hash(&trace.calls, "k");
        assert_eq!(hash(0), hash(1));
    }

    #[test]
    fn a_session_id_joins_free_calls() {
        let trace = parse(&[
            r#"{"call":"f","args":[1],"session":"a"}"#,
            r#"{"call":"f","args":[2],"session":"b"}"#,
            r#"{"call":"f","args":[3],"session":"a"}"#,
        ])
        .unwrap();
        assert_eq!(trace.sessions.len(), 2);
    }

    #[test]
    fn wrong_files_are_named_with_their_line() {
        let message = |lines: &[&str]| parse(lines).unwrap_err().kind.to_string();
        assert!(message(&[r#"{"call":"T::get","on":3,"args":[]}"#]).contains("handle 3 is unknown"));
        assert!(message(&["nonsense", "{}"]).contains("not JSON"));
        assert!(message(&[r#"{"call":"f","ar"#]).contains("cut off"));
        assert!(message(&[r#"{"args":[]}"#]).contains("needs \"call\""));
        assert!(message(&[]).contains("no event"));
        let twice = [r#"{"call":"n","ret":{"$new":1}}"#, r#"{"drop":1}"#, r#"{"call":"g","on":1,"args":[]}"#];
        assert_eq!(parse(&twice).unwrap_err().line, Some(4));
    }
}
