//! Comparing what a worker did with what the recorder saw, or with what the seed did.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use serde_json::Value;

use crate::component::Behaviour;
use crate::replay::harness::Harness;
use crate::replay::outcome::{Ended, Record, SessionOutput};
use crate::replay::wire;
use crate::trace::{Entry, Event, Session, Trace};

/// How results of a function are compared.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Rule {
    /// Byte for byte.
    Exact,
    /// As a multiset.
    Unordered,
    /// Floats within this distance, relative to the larger one.
    Approx(f64),
    /// Any value, but the same for the same call within a session.
    Free,
    /// Not at all.
    Ignore,
}

/// The rule of each `call` of a trace, by its index.
#[derive(Debug, Clone)]
pub struct Rules(Vec<Rule>);

impl Rules {
    /// From the metadata; names are as the trace writes them, `*` at the end matches any rest.
    pub fn new(trace: &Trace, behaviour: impl Fn(&str) -> Option<Behaviour>) -> Rules {
        let rule = |call: &String| match behaviour(call) {
            None => Rule::Exact,
            Some(Behaviour::Unordered) => Rule::Unordered,
            Some(Behaviour::Approx(bound)) => Rule::Approx(bound),
            Some(Behaviour::Free) => Rule::Free,
            Some(Behaviour::Ignore) => Rule::Ignore,
        };
        Rules(trace.calls.iter().map(rule).collect())
    }

    /// The rule of a call.
    pub fn of(&self, call: usize) -> Rule {
        self.0[call]
    }

    /// Loosens the rule of a call that the seed itself does not keep.
    pub fn set(&mut self, call: usize, rule: Rule) {
        self.0[call] = rule;
    }

    /// Whether any of the first `recorded` calls is left to compare; those after them are made up.
    pub fn compare_anything(&self, recorded: usize) -> bool {
        self.0[..recorded].iter().any(|r| *r != Rule::Ignore)
    }
}

/// Where and how two behaviours differ.
#[derive(Debug, Clone)]
pub struct Difference {
    /// Entry of the session; `None`: its end.
    pub entry: Option<usize>,
    /// The `call`, or "end of session".
    pub call: String,
    /// What was expected, as JSON, cut short.
    pub expected: String,
    /// What was seen.
    pub seen: String,
}

impl std::fmt::Display for Difference {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(f, "{} gave {} instead of {}", self.call, self.seen, self.expected)
    }
}

/// The entries that a tape was made of: a session's own, then its probes.
pub struct Script<'a> {
    /// Entries of the session.
    pub entries: &'a [Entry],
    /// Calls after the last entry.
    pub probes: &'a [Event],
}

impl Script<'_> {
    fn event(&self, entry: usize) -> Option<&Event> {
        match self.entries.get(entry) {
            Some(Entry::Call(event)) => Some(event),
            Some(Entry::Drop(_)) => None,
            None => self.probes.get(entry - self.entries.len()),
        }
    }
}

/// Compares a candidate's session with the seed's.
pub fn compare(
    trace: &Trace,
    rules: &Rules,
    script: &Script,
    expected: &SessionOutput,
    seen: &SessionOutput,
) -> Option<Difference> {
    if expected == seen {
        return None;
    }
    let mut free: HashMap<String, &[u8]> = HashMap::new();
    let (mut e, mut s) = (expected.records(), seen.records());
    loop {
        match (e.next(), s.next()) {
            (None, None) => return None,
            (Some(e), Some(s)) if e.entry == s.entry && e.ended == s.ended => {
                let event = e.entry.and_then(|entry| script.event(entry));
                let rule = event.map_or(Rule::Exact, |event| rules.of(event.call));
                let key = || event.map(|v| format!("{} {:?} {:?}", v.call, v.on, v.args)).unwrap_or_default();
                let equal = match rule {
                    Rule::Free => *free.entry(key()).or_insert(s.values) == s.values,
                    rule => equal(rule, e.values, s.values),
                };
                if !equal {
                    return Some(difference(trace, script, Some(e), Some(s)));
                }
            }
            (e, s) => return Some(difference(trace, script, e, s)),
        }
    }
}

fn equal(rule: Rule, expected: &[u8], seen: &[u8]) -> bool {
    expected == seen
        || match rule {
            Rule::Ignore => true,
            Rule::Exact | Rule::Free => false,
            Rule::Unordered | Rule::Approx(_) => {
                let (expected, seen) = (values(expected), values(seen));
                expected.len() == seen.len() && expected.iter().zip(&seen).all(|(e, s)| near(rule, e, s))
            }
        }
}

fn near(rule: Rule, expected: &Value, seen: &Value) -> bool {
    match (rule, expected, seen) {
        (Rule::Approx(bound), Value::Number(e), Value::Number(s)) => match (e.as_f64(), s.as_f64()) {
            (Some(e), Some(s)) => e == s || (e - s).abs() <= bound * e.abs().max(s.abs()),
            _ => e == s,
        },
        (Rule::Unordered, Value::Array(e), Value::Array(s)) => {
            let sorted = |items: &[Value]| {
                let mut items: Vec<String> = items.iter().map(Value::to_string).collect();
                items.sort();
                items
            };
            sorted(e) == sorted(s)
        }
        (_, Value::Array(e), Value::Array(s)) => e.len() == s.len() && e.iter().zip(s).all(|(e, s)| near(rule, e, s)),
        (_, Value::Object(e), Value::Object(s)) => {
            e.len() == s.len() && e.iter().all(|(k, e)| s.get(k).is_some_and(|s| near(rule, e, s)))
        }
        _ => expected == seen,
    }
}

fn values(mut bytes: &[u8]) -> Vec<Value> {
    std::iter::from_fn(|| wire::decode(&mut bytes)).collect()
}

fn difference(trace: &Trace, script: &Script, expected: Option<Record>, seen: Option<Record>) -> Difference {
    let entry = expected.or(seen).and_then(|r| r.entry);
    let call = entry.and_then(|entry| script.event(entry)).map_or("the end of the session".to_owned(), |event| {
        let args: Vec<String> = event.args.iter().map(|a| shortened(&a.to_string())).collect();
        format!("{}({})", trace.calls[event.call], args.join(", "))
    });
    Difference { entry, call, expected: shown(expected), seen: shown(seen) }
}

fn shown(record: Option<Record>) -> String {
    match record {
        None => "nothing".to_owned(),
        Some(r) => match r.ended {
            Ended::Panicked => "a panic".to_owned(),
            Ended::NoHandle => "a missing handle".to_owned(),
            Ended::Unfit(_) => "a broken precondition".to_owned(),
            Ended::Returned => {
                let values: Vec<String> =
                    values(r.values).iter().map(plain).map(|v| shortened(&v.to_string())).collect();
                if values.is_empty() { "its end".to_owned() } else { values.join(" and left ") }
            }
        },
    }
}

/// Without the marks of the wire format.
fn plain(value: &Value) -> Value {
    match value {
        Value::Object(o) if o.len() == 1 => match o.iter().next() {
            Some((key, inner)) if ["$some", "$set"].contains(&key.as_str()) => plain(inner),
            _ => value.clone(),
        },
        Value::Array(items) => Value::Array(items.iter().map(plain).collect()),
        other => other.clone(),
    }
}

fn shortened(text: &str) -> String {
    const MOST: usize = 60;
    match text.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

/// Checks what the seed did against what was recorded, entry by entry of one session.
pub fn reproduces(
    trace: &Trace,
    harness: &Harness,
    rules: &Rules,
    entries: &[Entry],
    seen: &SessionOutput,
) -> Option<Difference> {
    let script = Script { entries, probes: &[] };
    let mut records = seen.records().filter(|r| r.entry.is_some()).peekable();
    for (i, entry) in entries.iter().enumerate() {
        let Entry::Call(event) = entry else { continue };
        let Some(record) = records.next_if(|r| r.entry == Some(i)) else {
            return Some(Difference {
                entry: Some(i),
                call: trace.calls[event.call].clone(),
                expected: "a result".into(),
                seen: "nothing, because an earlier call panicked".into(),
            });
        };
        let rule = rules.of(event.call);
        if !matches!(rule, Rule::Exact) && record.ended == Ended::Returned && !event.recorded.panic {
            continue;
        }
        if !as_recorded(harness, event, &record) {
            let mut found = difference(trace, &script, Some(record), Some(record));
            found.expected = match (&event.recorded.ret, &event.recorded.drain) {
                _ if event.recorded.panic => "a panic".to_owned(),
                (Some(ret), _) => shortened(&ret.to_string()),
                (_, Some(items)) => shortened(&Value::Array(items.clone()).to_string()),
                _ => "what was recorded".to_owned(),
            };
            if !event.recorded.after.is_empty() {
                let after: serde_json::Map<String, Value> = event.recorded.after.iter().cloned().collect();
                found.expected =
                    format!("{} and after {}", found.expected, shortened(&Value::Object(after).to_string()));
            }
            return Some(found);
        }
    }
    None
}

fn as_recorded(harness: &Harness, event: &Event, record: &Record) -> bool {
    let recorded = &event.recorded;
    match record.ended {
        Ended::Panicked => return recorded.panic,
        Ended::NoHandle | Ended::Unfit(_) => return false,
        Ended::Returned if recorded.panic => return false,
        Ended::Returned => {}
    }
    let seen = values(record.values);
    let Some((ret, after)) = seen.split_first() else { return false };
    let returned = match (&recorded.ret, &recorded.drain) {
        (_, Some(items)) => wire::same(&Value::Array(items.clone()), ret),
        (Some(value), _) => wire::same(value, ret),
        (None, None) => true,
    };
    let names = &harness.function(event).after;
    returned
        && recorded.after.iter().all(|(name, value)| {
            let at = names.iter().position(|n| n == name);
            at.and_then(|at| after.get(at)).is_some_and(|seen| wire::same(value, seen))
        })
}

/// A session with what was seen in it as its recorded results, to be written into a trace. What a trace cannot hold is
/// left out, for the seed to supply.
pub fn transcript(harness: &Harness, session: &Session, seen: &SessionOutput) -> Session {
    let mut session = session.clone();
    for record in seen.records() {
        let Some(Entry::Call(event)) = record.entry.and_then(|at| session.entries.get_mut(at)) else { continue };
        let seen: Vec<Option<Value>> = values(record.values).iter().map(as_written).collect();
        let names = &harness.function(event).after;
        let event = Arc::make_mut(event);
        event.recorded.panic = record.ended == Ended::Panicked;
        event.recorded.ret = seen.first().cloned().flatten();
        let after = names.iter().zip(seen.iter().skip(1));
        event.recorded.after = after.filter_map(|(name, value)| Some((name.clone(), value.clone()?))).collect();
    }
    session
}

/// A value of the wire as a trace writes it; `None`: it holds something that has no form there.
fn as_written(value: &Value) -> Option<Value> {
    match value {
        Value::Array(items) => items.iter().map(as_written).collect(),
        Value::Object(o) => match o.iter().next().filter(|_| o.len() == 1) {
            Some((key, _)) if key == "$opaque" => None,
            Some((key, inner)) if key == "$set" => as_written(inner),
            // Only where an `Option` is in an `Option` must it be told that there is something.
            Some((key, inner)) if key == "$some" && !inner.is_null() && inner.get("$some").is_none() => {
                as_written(inner)
            }
            _ => o
                .iter()
                .map(|(key, value)| Some((key.clone(), as_written(value)?)))
                .collect::<Option<_>>()
                .map(Value::Object),
        },
        other => Some(other.clone()),
    }
}

/// The calls in which two runs of the seed differ, under two streams of process randomness: each with the rule that
/// both keep, [`Rule::Unordered`] or [`Rule::Ignore`].
pub fn unstable(script: &Script, one: &SessionOutput, two: &SessionOutput) -> Vec<(usize, Rule)> {
    let mut found = Vec::new();
    if one == two {
        return found;
    }
    for (a, b) in one.records().zip(two.records()) {
        let Some(event) = a.entry.and_then(|e| script.event(e)) else { continue };
        if a.ended != b.ended || !equal(Rule::Exact, a.values, b.values) {
            let multiset = a.ended == b.ended && equal(Rule::Unordered, a.values, b.values);
            found.push((event.call, if multiset { Rule::Unordered } else { Rule::Ignore }));
        }
    }
    found
}

/// Whether anything in a session could tell a candidate from the seed: a panic, or a value that is neither `()` nor a handle
/// nor one of which nothing is seen.
pub fn shows(output: &SessionOutput) -> bool {
    output.records().any(|record| {
        let mut rest = record.values;
        let values = std::iter::from_fn(|| wire::decode(&mut rest));
        let hidden = |value: &Value| value.is_null() || value.get("$new").is_some() || is_unseen(value);
        record.ended == Ended::Panicked || values.into_iter().any(|value| !hidden(&value))
    })
}

/// The calls of a session that give something of which nothing can be seen, as a rule a value with private fields that is
/// kept under no handle.
pub fn unseen(script: &Script, output: &SessionOutput) -> BTreeSet<usize> {
    let may_hide = |record: &Record| record.values.windows(2).any(|pair| pair == wire::UNSEEN);
    let hides = |record: &Record| may_hide(record) && values(record.values).iter().any(holds_unseen);
    let call = |record: &Record| Some(script.event(record.entry?)?.call);
    output.records().filter(hides).filter_map(|record| call(&record)).collect()
}

fn is_unseen(value: &Value) -> bool {
    value.get("$opaque").is_some_and(Value::is_null)
}

fn holds_unseen(value: &Value) -> bool {
    match value {
        _ if is_unseen(value) => true,
        Value::Array(items) => items.iter().any(holds_unseen),
        Value::Object(o) => o.values().any(holds_unseen),
        _ => false,
    }
}
