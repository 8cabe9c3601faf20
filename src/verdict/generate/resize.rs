//! Recorded sessions with shorter or with longer texts and lists, with texts that have much in common, with lists in order, or with
//! many texts at once. What is quick because everything in a trace is about as long may be slow where it is not: a hash of the last
//! sixteen letters says nothing of words, one of the first eight nothing of links. What was equal in a session stays equal, and nothing
//! else becomes so but by being shortened. Must not know what is measured.

use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BTreeSet, HashMap};

use rand::{Rng, RngExt};
use serde_json::{Value, json};

use super::octets::{packed, raw};
use super::values::{Kind, items};
use super::{Called, Generator, called, entry_weight, pick};
use crate::replay::harness::Harness;
use crate::trace::{Entry, Session, Trace};

/// Most sessions, most entries of each, and about how many bytes of arguments all of them may have.
const SESSIONS: usize = 64;
pub(super) const ENTRIES: usize = 4000;
const BYTES: usize = 1 << 20;
/// Most functions that are called by themselves.
const ALONE: usize = 4;

/// Which way texts and lists change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// Their last few letters, their first few items.
    Shorter,
    /// Three in one.
    Longer,
    /// Texts behind letters that all have.
    Begun,
    /// Between such letters.
    Enclosed,
    /// A letter that all have behind each of their own.
    Spaced,
    /// Lists from the smallest item to the largest.
    Ascending,
    /// The other way round.
    Descending,
    /// Many sessions in one, each with texts of its own; see `crowd.rs`.
    Crowded,
}

/// What texts have in common then.
pub(super) const COMMON: [u8; 16] = *b"a_common_part_00";

/// Sessions of `from` in another size; none where they hold neither texts nor lists. Results are not recorded.
pub fn resized(harness: &Harness, trace: &Trace, from: &[usize], size: Size, rng: &mut dyn Rng) -> Vec<Session> {
    let generator = Generator::new(&|event| harness.function(event), trace, from);
    generator.resized(size, rng)
}

/// Sessions of `from` with shorter texts and lists in which one function is called by itself, beside what makes its handles, each with
/// the name of that function: what costs a little with each call is not seen beside what costs much. The ones called most often.
pub fn alone(harness: &Harness, trace: &Trace, from: &[usize], rng: &mut dyn Rng) -> Vec<(String, Vec<Session>)> {
    let generator = Generator::new(&|event| harness.function(event), trace, from);
    let alone = generator.alone(rng).into_iter();
    alone.map(|(call, sessions)| (trace.calls[call].clone(), sessions)).collect()
}

impl Generator<'_> {
    pub(super) fn alone(&self, rng: &mut dyn Rng) -> Vec<(usize, Vec<Session>)> {
        let mut made: BTreeMap<Called, Vec<Session>> = BTreeMap::new();
        let mut others = BTreeSet::new();
        let step = self.bases.len().div_ceil(ALONE * SESSIONS).max(1);
        for base in self.bases.iter().step_by(step) {
            let whole = base.copy(&(0..base.session.entries.len().min(ENTRIES)).collect::<Vec<_>>());
            let (mut entries, mut resizing) = (whole.clone(), Resizing::new(Size::Shorter, rng));
            self.change_all(&mut entries, &mut resizing, rng);
            let mut calls: BTreeMap<Called, Vec<Entry>> = BTreeMap::new();
            for (entry, old) in entries.iter().zip(&whole) {
                let (Entry::Call(event), Entry::Call(old)) = (entry, old) else { continue };
                match event.args == old.args {
                    false => calls.entry(called(event)).or_default().push(entry.clone()),
                    true => _ = event.new.is_empty() && others.insert(called(event)),
                }
            }
            for (function, own) in calls {
                let makers =
                    entries.iter().filter(|entry| matches!(entry, Entry::Call(event) if !event.new.is_empty()));
                let entries = makers.cloned().chain(own).collect();
                let entries = self.mend(entries);
                made.entry(function).or_default().push(Session { file: base.session.file, entries });
            }
        }
        // One that nothing else is called beside is by itself already.
        if made.len() == 1 && others.is_empty() {
            return Vec::new();
        }
        let mut made: Vec<(usize, Vec<Session>)> = made.into_iter().map(|((call, _), made)| (call, made)).collect();
        made.sort_by_key(|(_, sessions)| Reverse(sessions.iter().map(|session| session.entries.len()).sum::<usize>()));
        made.truncate(ALONE);
        made
    }

    pub(super) fn resized(&self, size: Size, rng: &mut dyn Rng) -> Vec<Session> {
        if size == Size::Crowded {
            return self.crowded(rng);
        }
        let mut left = BYTES;
        let mut made = Vec::new();
        // From all over the trace.
        for base in self.bases.iter().step_by(self.bases.len().div_ceil(SESSIONS).max(1)) {
            let mut entries = base.copy(&(0..base.session.entries.len().min(ENTRIES)).collect::<Vec<_>>());
            let changed = self.change_all(&mut entries, &mut Resizing::new(size, rng), rng);
            let weight: usize = entries.iter().map(entry_weight).sum();
            if changed && weight <= left {
                left -= weight;
                made.push(Session { file: base.session.file, entries: self.mend(entries) });
            }
        }
        made
    }

    /// Whether any of the values that are no handles changed.
    pub(super) fn change_all(&self, entries: &mut [Entry], change: &mut dyn Change, rng: &mut dyn Rng) -> bool {
        self.exchange(entries, &mut |kind, value| Some(changed(change, kind, value, rng)).filter(|new| new != value))
    }
}

/// How the texts and lists of one session change.
pub(super) trait Change {
    fn text(&mut self, text: &[u8], rng: &mut dyn Rng) -> Vec<u8>;
    fn list(&mut self, of: &Kind, items: Vec<Value>, rng: &mut dyn Rng) -> Vec<Value>;
    /// The same of a list whose length is part of its type.
    fn array(&mut self, items: Vec<Value>) -> Vec<Value> {
        items
    }
}

/// A value with its texts and lists changed, however deep they lie.
pub(super) fn changed(change: &mut dyn Change, kind: &Kind, value: &Value, rng: &mut dyn Rng) -> Value {
    let new = match kind {
        Kind::Text => value.as_str().map(|text| {
            let bytes = change.text(text.as_bytes(), rng);
            Value::String(String::from_utf8_lossy(&bytes).into_owned())
        }),
        Kind::Bytes => raw(value).map(|bytes| packed(change.text(&bytes, rng))),
        Kind::List(of) => items(value).map(|items| Value::Array(change.list(of, items, rng))),
        Kind::Array(_) => items(value).map(|items| Value::Array(change.array(items))),
        Kind::Tuple(kinds) => items(value).map(|items| {
            Value::Array(kinds.iter().zip(&items).map(|(kind, item)| changed(change, kind, item, rng)).collect())
        }),
        Kind::Option(inner) => match value.get("$some") {
            Some(some) => Some(json!({ "$some": changed(change, inner, some, rng) })),
            None => (!value.is_null()).then(|| changed(change, inner, value, rng)),
        },
        _ => None,
    };
    new.unwrap_or_else(|| value.clone())
}

struct Resizing {
    size: Size,
    /// Letters or items that are left of a longer one.
    most: usize,
    /// What became of texts.
    known: HashMap<Vec<u8>, Vec<u8>>,
    /// Texts in their order.
    texts: Vec<Vec<u8>>,
}

impl Resizing {
    fn new(size: Size, rng: &mut dyn Rng) -> Resizing {
        Resizing { size, most: rng.random_range(2..=7), known: HashMap::new(), texts: Vec::new() }
    }

    /// A list in the order that is asked for; one that is in order already is so for a reason.
    fn in_order(&self, mut items: Vec<Value>) -> Vec<Value> {
        let downwards = match self.size {
            Size::Ascending => false,
            Size::Descending => true,
            _ => return items,
        };
        if !items.is_sorted_by(|one, next| by_value(one, next).is_le()) {
            items.sort_by(by_value);
            if downwards {
                items.reverse();
            }
        }
        items
    }
}

impl Change for Resizing {
    fn text(&mut self, text: &[u8], rng: &mut dyn Rng) -> Vec<u8> {
        if let Some(known) = self.known.get(text) {
            return known.clone();
        }
        let new = match self.size {
            Size::Shorter => {
                let from = text.len().saturating_sub(self.most);
                // Letters stay whole.
                let from = (from..=text.len()).find(|at| text.get(*at).is_none_or(|byte| byte & 0xC0 != 0x80));
                text[from.unwrap_or(text.len())..].to_vec()
            }
            Size::Longer => {
                let more =
                    [pick(&self.texts, rng), pick(&self.texts, rng)].map(|other| other.map_or(text, |other| other));
                [text, more[0], more[1]].concat()
            }
            Size::Begun => [&COMMON, text].concat(),
            Size::Enclosed => [&COMMON, text, &COMMON].concat(),
            Size::Spaced => {
                let ends = |at: usize| text.get(at + 1).is_none_or(|byte| byte & 0xC0 != 0x80);
                let letter = |(at, byte): (usize, &u8)| [Some(*byte), Some(COMMON[0]).filter(|_| ends(at))];
                text.iter().enumerate().flat_map(letter).flatten().collect()
            }
            Size::Ascending | Size::Descending | Size::Crowded => text.to_vec(),
        };
        self.texts.push(text.to_vec());
        self.known.insert(text.to_vec(), new.clone());
        new
    }

    /// Of a list of texts, each is shortened; any is lengthened as a whole. One in order stays so.
    fn list(&mut self, of: &Kind, mut items: Vec<Value>, rng: &mut dyn Rng) -> Vec<Value> {
        let nested = matches!(of, Kind::Text | Kind::Bytes | Kind::List(_) | Kind::Tuple(_));
        match self.size {
            Size::Shorter | Size::Begun | Size::Enclosed | Size::Spaced if nested => {
                items.iter().map(|item| changed(self, of, item, rng)).collect()
            }
            Size::Begun | Size::Enclosed | Size::Spaced | Size::Crowded => items,
            Size::Ascending | Size::Descending => self.in_order(items),
            Size::Shorter => {
                items.truncate(self.most);
                items
            }
            Size::Longer if items.is_sorted_by(|one, next| by_value(one, next).is_le()) => {
                items.iter().flat_map(|item| [item, item, item]).cloned().collect()
            }
            Size::Longer => [&items[..], &items, &items].concat(),
        }
    }

    fn array(&mut self, items: Vec<Value>) -> Vec<Value> {
        self.in_order(items)
    }
}

/// The order of numbers, of texts, and of tuples and lists by what they hold.
fn by_value(one: &Value, other: &Value) -> Ordering {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => {
            match (one.as_i64(), other.as_i64(), one.as_u64(), other.as_u64()) {
                (Some(one), Some(other), ..) => one.cmp(&other),
                (.., Some(one), Some(other)) => one.cmp(&other),
                _ => one.as_f64().unwrap_or(0.0).total_cmp(&other.as_f64().unwrap_or(0.0)),
            }
        }
        (Value::String(one), Value::String(other)) => one.cmp(other),
        (Value::Array(one), Value::Array(other)) => {
            let differ = one.iter().zip(other).map(|(one, other)| by_value(one, other)).find(|order| order.is_ne());
            differ.unwrap_or(one.len().cmp(&other.len()))
        }
        _ => Ordering::Equal,
    }
}
