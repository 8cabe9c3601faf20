//! From the files that processes left to one trace: calls spelled in the one way, handles numbered through, sessions
//! that cannot be replayed dropped. Decides by the interface whether a call can be named; writes nothing.

use crate::component::interface::{Interface, Signature};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, HashMap, HashSet};
use syn::visit::{self, Visit};

/// What processes recorded, made one.
#[derive(Debug, Default)]
pub(super) struct Merged {
    /// Lines of the trace, the header left out.
    pub lines: Vec<String>,
    pub events: usize,
    pub sessions: usize,
    /// Calls in the trace, by path.
    pub calls: BTreeMap<String, usize>,
    /// Calls that are not in it, by path.
    pub skipped: BTreeMap<String, u64>,
    /// Sessions given up because a call in them could not be carried.
    pub dropped_sessions: usize,
    /// Sessions that end before a call after which nothing can be carried.
    pub cut_sessions: usize,
}

/// Merges the texts of the files, in the order of the processes.
pub(super) fn merge(texts: &[String], interface: &Interface) -> Merged {
    let mut merger = Merger { interface, names: HashMap::new(), out: Merged::default(), next: 0 };
    texts.iter().for_each(|text| merger.process(text));
    merger.out
}

struct Merger<'a> {
    interface: &'a Interface,
    /// Spelling at run time to that of the trace; none if it cannot be named.
    names: HashMap<String, Option<String>>,
    out: Merged,
    /// First handle number not in use.
    next: u64,
}

enum Line {
    Call(Call),
    Drop(u64),
    Cut(u64),
}

struct Call {
    object: Map<String, Value>,
    handles: Vec<u64>,
    /// States that end in it, with the call that copies them.
    ends: Vec<(u64, String)>,
    /// The state that its receiver gets.
    becomes: Option<u64>,
}

impl Merger<'_> {
    fn process(&mut self, text: &str) {
        let mut lines = Vec::new();
        let mut sessions = Sessions::default();
        // A process that was killed may leave half a line, which is not JSON.
        for object in text.lines().filter_map(|line| serde_json::from_str::<Map<String, Value>>(line).ok()) {
            if let Some(handle) = object.get("spoiled").and_then(Value::as_u64) {
                sessions.spoil(handle);
            } else if let Some(handle) = object.get("drop").and_then(Value::as_u64) {
                lines.push(Line::Drop(handle));
            } else if let Some(handle) = object.get("cut").and_then(Value::as_u64) {
                lines.push(Line::Cut(handle));
            } else if let Some(path) = object.get("skipped").and_then(Value::as_str) {
                let count = object.get("count").and_then(Value::as_u64).unwrap_or(1);
                let path = self.shown(path);
                *self.out.skipped.entry(path).or_default() += count;
            } else if object.contains_key("call") {
                self.call(object, &mut sessions, &mut lines);
            }
        }
        self.write(lines, &mut sessions);
    }

    fn call(&mut self, mut object: Map<String, Value>, sessions: &mut Sessions, lines: &mut Vec<Line>) {
        let mut handles: Vec<u64> = object.get("on").and_then(Value::as_u64).into_iter().collect();
        object.values().for_each(|value| handles_in(value, &mut handles));
        let becomes = object.remove("becomes").and_then(|state| state.as_u64());
        let ends = object.remove("ends").unwrap_or_default();
        let written = object.get("call").and_then(Value::as_str).unwrap_or_default().to_string();
        let joined: Vec<u64> = handles.iter().copied().chain(becomes).collect();
        joined.windows(2).for_each(|pair| sessions.join(pair[0], pair[1]));
        let ends = self.copied(&ends, &handles);
        let (Some(path), Some(ends)) = (self.name(&written), ends) else {
            *self.out.skipped.entry(written).or_default() += 1;
            handles.into_iter().for_each(|handle| sessions.spoil(handle));
            return;
        };
        object.insert("call".into(), Value::String(path));
        lines.push(Line::Call(Call { object, handles, ends, becomes }));
    }

    /// States that end in a call, each with the name of the call that copies it. None where it cannot be named, or where the
    /// state is there twice.
    fn copied(&mut self, ends: &Value, handles: &[u64]) -> Option<Vec<(u64, String)>> {
        let ends = ends.as_array().map(Vec::as_slice).unwrap_or_default();
        let each = ends.iter().map(|end| {
            let state = end[0].as_u64()?;
            let once = handles.iter().filter(|handle| **handle == state).count() == 1;
            let clone = self.name(&format!("<{} as Clone>::clone", end[1].as_str()?))?;
            once.then_some((state, clone))
        });
        each.collect()
    }

    fn write(&mut self, lines: Vec<Line>, sessions: &mut Sessions) {
        let mut numbers: HashMap<u64, u64> = HashMap::new();
        let mut ended: HashSet<u64> = HashSet::new();
        let mut seen: HashSet<u64> = HashSet::new();
        let mut given_up: HashSet<u64> = HashSet::new();
        let last = last_uses(&lines);
        let mut later: Vec<(u64, u64)> = Vec::new();
        for (at, line) in lines.into_iter().enumerate() {
            let session = match &line {
                Line::Drop(handle) | Line::Cut(handle) => Some(sessions.root(*handle)),
                Line::Call(call) => call.handles.first().map(|handle| sessions.root(*handle)),
            };
            if let Some(session) = session {
                if sessions.spoiled.contains(&session) {
                    given_up.insert(session);
                }
                if sessions.spoiled.contains(&session) || ended.contains(&session) {
                    continue;
                }
            }
            match line {
                Line::Drop(handle) => {
                    if let Some(number) = numbers.get(&handle) {
                        self.out.lines.push(format!("{{\"drop\":{number}}}"));
                    }
                }
                Line::Cut(_) => {
                    self.out.cut_sessions += usize::from(session.is_some_and(|session| seen.contains(&session)));
                    ended.extend(session);
                }
                Line::Call(Call { mut object, ends, becomes, .. }) => {
                    for (state, clone) in ends.iter().filter(|(state, _)| last[state] > at) {
                        let Some(copy) = self.copy(numbers.get(state).copied(), clone) else { continue };
                        later.push((*state, copy));
                    }
                    if object.contains_key("panic") {
                        ended.extend(session);
                    }
                    object.values_mut().for_each(|value| renumber(value, &mut numbers, &mut self.next));
                    if let Some(on) = object.get_mut("on")
                        && let Some(number) = on.as_u64().and_then(|on| numbers.get(&on))
                    {
                        *on = Value::from(*number);
                    }
                    let path = object["call"].as_str().unwrap_or_default().to_string();
                    *self.out.calls.entry(path).or_default() += 1;
                    self.out.events += 1;
                    self.out.sessions += usize::from(session.is_none_or(|session| seen.insert(session)));
                    if let (Some(state), Some(on)) = (becomes, object.get("on").and_then(Value::as_u64)) {
                        numbers.insert(state, on);
                    }
                    numbers.extend(later.drain(..));
                    self.out.lines.push(Value::Object(object).to_string());
                }
            }
        }
        self.out.dropped_sessions += given_up.len();
    }

    /// Writes the copy of an object whose state is needed later on, and returns its number.
    fn copy(&mut self, object: Option<u64>, clone: &str) -> Option<u64> {
        let copy = self.next;
        self.next += 1;
        let line = serde_json::json!({ "call": clone, "on": object?, "args": [], "ret": { "$new": copy } });
        *self.out.calls.entry(clone.to_owned()).or_default() += 1;
        self.out.events += 1;
        self.out.lines.push(line.to_string());
        Some(copy)
    }

    /// The spelling of a call in traces, if a dependent crate can name all its types.
    fn name(&mut self, written: &str) -> Option<String> {
        if let Some(known) = self.names.get(written) {
            return known.clone();
        }
        let name = self.interface.resolve(written).ok().filter(nameable).map(|signature| signature.path);
        self.names.insert(written.to_string(), name.clone());
        name
    }

    fn shown(&mut self, written: &str) -> String {
        self.name(written).unwrap_or_else(|| written.to_string())
    }
}

/// Whether every type in a signature is one of the language, of std, or of the component.
fn nameable(signature: &Signature) -> bool {
    let mut names = Names { good: true };
    signature.params.iter().for_each(|(_, ty)| names.visit_type(ty));
    names.visit_expr(&signature.callee);
    names.good
}

struct Names {
    good: bool,
}

const PRIMITIVES: [&str; 17] = [
    "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize", "f32", "f64", "bool",
    "char", "str",
];

impl<'ast> Visit<'ast> for Names {
    fn visit_type_path(&mut self, path: &'ast syn::TypePath) {
        visit::visit_type_path(self, path);
        let primitive = path.path.get_ident().is_some_and(|name| PRIMITIVES.contains(&name.to_string().as_str()));
        self.good &= path.path.leading_colon.is_some() || path.qself.is_some() || primitive;
    }
}

/// Handles joined by the calls that they share.
#[derive(Default)]
struct Sessions {
    parents: HashMap<u64, u64>,
    /// Roots of sessions that cannot be replayed.
    spoiled: HashSet<u64>,
}

impl Sessions {
    fn root(&mut self, handle: u64) -> u64 {
        let mut root = handle;
        while let Some(parent) = self.parents.get(&root) {
            root = *parent;
        }
        if root != handle {
            self.parents.insert(handle, root);
        }
        root
    }

    fn join(&mut self, a: u64, b: u64) {
        let (a, b) = (self.root(a), self.root(b));
        if a != b {
            self.parents.insert(b, a);
            if self.spoiled.remove(&b) {
                self.spoiled.insert(a);
            }
        }
    }

    fn spoil(&mut self, handle: u64) {
        let root = self.root(handle);
        self.spoiled.insert(root);
    }
}

/// The last line that speaks of each handle or state.
fn last_uses(lines: &[Line]) -> HashMap<u64, usize> {
    let mut last = HashMap::new();
    for (at, line) in lines.iter().enumerate() {
        if let Line::Call(call) = line {
            last.extend(call.handles.iter().map(|handle| (*handle, at)));
        }
    }
    last
}

/// The number in `{"$handle":n}` or `{"$new":n}`.
fn mark(value: &Value) -> Option<(&str, u64)> {
    let object = value.as_object().filter(|object| object.len() == 1)?;
    let (key, number) = object.iter().next()?;
    (key == "$handle" || key == "$new").then_some((key.as_str(), number.as_u64()?))
}

fn handles_in(value: &Value, found: &mut Vec<u64>) {
    match (mark(value), value) {
        (Some((_, number)), _) => found.push(number),
        (None, Value::Array(items)) => items.iter().for_each(|item| handles_in(item, found)),
        (None, Value::Object(items)) => items.values().for_each(|item| handles_in(item, found)),
        _ => {}
    }
}

/// Replaces the numbers of one process by those of the trace.
fn renumber(value: &mut Value, numbers: &mut HashMap<u64, u64>, next: &mut u64) {
    if let Some((key, number)) = mark(value) {
        let fresh = *numbers.entry(number).or_insert_with(|| {
            *next += 1;
            *next - 1
        });
        *value = serde_json::json!({ key: fresh });
        return;
    }
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| renumber(item, numbers, next)),
        Value::Object(items) => items.values_mut().for_each(|item| renumber(item, numbers, next)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn merged(texts: &[&str]) -> Merged {
        let json = serde_json::json!({
            "format_version": 57, "root": 0, "paths": {},
            "index": {
                "0": { "crate_id": 0, "name": "c", "inner": { "module": { "items": [1, 2] } } },
                "1": function("make"),
                "2": function("take"),
            }
        });
        let interface = Interface::from_rustdoc(&json, "c").expect("fits");
        let texts: Vec<String> = texts.iter().map(|text| text.to_string()).collect();
        merge(&texts, &interface)
    }

    fn function(name: &str) -> Value {
        serde_json::json!({ "crate_id": 0, "name": name, "visibility": "public", "inner": { "function": {
            "sig": { "inputs": [], "output": null }, "generics": { "params": [], "where_predicates": [] }, "header": {}
        } } })
    }

    #[test]
    fn handles_of_processes_are_numbered_through() {
        let text = "{\"call\":\"make\",\"args\":[],\"ret\":{\"$new\":7}}\n{\"drop\":7}\n";
        let merged = merged(&[text, text]);
        assert_eq!(
            merged.lines,
            [
                r#"{"call":"make","args":[],"ret":{"$new":0}}"#,
                r#"{"drop":0}"#,
                r#"{"call":"make","args":[],"ret":{"$new":1}}"#,
                r#"{"drop":1}"#,
            ]
        );
        assert_eq!((merged.events, merged.sessions), (2, 2));
    }

    #[test]
    fn a_spoiled_handle_takes_every_call_of_its_session_with_it() {
        let text = "{\"call\":\"make\",\"args\":[],\"ret\":{\"$new\":1}}\n\
                    {\"call\":\"make\",\"args\":[],\"ret\":{\"$new\":2}}\n\
                    {\"call\":\"take\",\"args\":[{\"$handle\":1},{\"$handle\":2}]}\n\
                    {\"spoiled\":2}\n{\"skipped\":\"take\",\"count\":3}\n\
                    {\"call\":\"make\",\"args\":[]}\n{\"drop\":1}\n";
        let merged = merged(&[text]);
        assert_eq!(merged.lines, [r#"{"call":"make","args":[]}"#]);
        assert_eq!((merged.dropped_sessions, merged.skipped["take"]), (1, 3));
    }

    #[test]
    fn a_call_that_nobody_can_name_and_half_a_line_are_not_written() {
        let text = "{\"call\":\"gone\",\"args\":[],\"ret\":{\"$new\":1}}\n{\"drop\":1}\n{\"call\":\"ma";
        let merged = merged(&[text]);
        assert!(merged.lines.is_empty());
        assert_eq!(merged.skipped["gone"], 1);
    }

    #[test]
    fn a_cut_keeps_what_came_before_it() {
        let text = "{\"call\":\"make\",\"args\":[],\"ret\":{\"$new\":1}}\n{\"cut\":1}\n\
                    {\"call\":\"take\",\"args\":[{\"$handle\":1}]}\n{\"drop\":1}\n";
        let merged = merged(&[text]);
        assert_eq!(merged.lines, [r#"{"call":"make","args":[],"ret":{"$new":0}}"#]);
        assert_eq!((merged.dropped_sessions, merged.cut_sessions), (0, 1));
    }

    #[test]
    fn a_panic_ends_its_session() {
        let text = "{\"call\":\"make\",\"args\":[],\"ret\":{\"$new\":1}}\n\
                    {\"call\":\"take\",\"args\":[{\"$handle\":1}],\"panic\":true}\n\
                    {\"call\":\"take\",\"args\":[{\"$handle\":1}]}\n{\"drop\":1}\n";
        let merged = merged(&[text]);
        assert_eq!(merged.events, 2);
        assert!(merged.lines[1].ends_with("\"panic\":true}"));
    }
}
