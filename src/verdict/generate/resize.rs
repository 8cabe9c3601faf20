//! Recorded sessions with shorter or with longer texts and lists, with texts that have much in common, or with many such texts. What is
//! quick because everything in a trace is about as long may be slow where it is not: a hash of the last sixteen letters says nothing of
//! words, one of the first eight nothing of links; and where few things are kept at a time, nobody sees that it says nothing. What was
//! equal in a session stays equal, and nothing else becomes so but by being shortened. Must not know what is measured.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use rand::{Rng, RngExt};
use serde_json::{Value, json};

use super::octets::{packed, raw};
use super::values::{Kind, items};
use super::{Base, Called, Generator, called, entry_weight, pick};
use crate::replay::harness::Harness;
use crate::trace::{Entry, Session, Trace};

/// Most sessions, most entries of each, and about how many bytes of arguments all of them may have.
const SESSIONS: usize = 64;
const ENTRIES: usize = 4000;
const BYTES: usize = 1 << 20;
/// How many sessions are made of many, and most entries and bytes of one; how often a list is said anew in one.
const CROWDS: usize = 4;
const CROWD: usize = 8000;
const CROWD_BYTES: usize = 1 << 19;
const SAID: usize = 8;
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
    /// Many sessions in one, each with texts of its own, which are all as long, short or long, and differ in a number in the middle.
    Crowded,
}

/// What texts have in common then.
const COMMON: [u8; 16] = *b"a_common_part_00";

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
            self.exchange(&mut entries, &mut |kind, value| {
                Some(resizing.of(kind, value, rng)).filter(|new| new != value)
            });
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
        let mut left = if size == Size::Crowded { CROWDS * CROWD_BYTES } else { BYTES };
        let mut made = Vec::new();
        // From all over the trace.
        let most = if size == Size::Crowded { CROWDS } else { SESSIONS };
        let step = self.bases.len().div_ceil(most).max(1);
        for at in (0..self.bases.len()).step_by(step) {
            let mut resizing = Resizing::new(size, rng);
            if size == Size::Crowded {
                resizing.most = 2 + made.len();
            }
            let mut entries = Vec::new();
            let mut changed = false;
            let at = if size == Size::Crowded { self.roomiest(at, made.len() >= CROWDS / 2) } else { at };
            for mut copied in self.gathered(at, size) {
                changed |= self.exchange(&mut copied, &mut |kind, value| {
                    Some(resizing.of(kind, value, rng)).filter(|new| new != value)
                });
                entries.extend(copied);
                resizing.copy += SAID;
            }
            // A text by itself is no crowd.
            changed &= size != Size::Crowded || resizing.said || resizing.copy > SAID;
            let weight: usize = entries.iter().map(entry_weight).sum();
            if changed && weight <= left {
                left -= weight;
                made.push(Session { file: self.bases[at].session.file, entries: self.mend(entries) });
            }
        }
        made
    }

    /// Of the sessions that begin as another one does the one in which the call that makes everything is given the largest numbers, or the
    /// smallest: a table that never grows is quick as long as it was made for all.
    fn roomiest(&self, at: usize, largest: bool) -> usize {
        let Some(maker) = only_maker(&self.bases[at]) else { return at };
        let room = |base: &Base| match base.session.entries.first() {
            Some(Entry::Call(event)) => event.args.iter().filter_map(|arg| arg.as_f64()).sum(),
            _ => 0.0,
        };
        let alike = (0..self.bases.len()).filter(|other| only_maker(&self.bases[*other]) == Some(maker));
        let (sign, by_room) = (if largest { -1.0 } else { 1.0 }, |at: &usize| room(&self.bases[*at]));
        alike.min_by(|one, other| (sign * by_room(one)).total_cmp(&(sign * by_room(other)))).unwrap_or(at)
    }

    /// A recorded session, and for a crowd what others do with what they make, done with what this one makes.
    fn gathered(&self, at: usize, size: Size) -> Vec<Vec<Entry>> {
        let own = &self.bases[at];
        let mut gathered = vec![own.copy(&(0..own.session.entries.len().min(ENTRIES)).collect::<Vec<_>>())];
        let Some(maker) = only_maker(own).filter(|_| size == Size::Crowded) else { return gathered };
        gathered[0].retain(|entry| self.goes_on(entry));
        let (mut entries, mut bytes) = (gathered[0].len(), gathered[0].iter().map(entry_weight).sum::<usize>());
        for more in 1..=CROWD {
            let other = &self.bases[(at + more) % self.bases.len()];
            if only_maker(other) != Some(maker) {
                continue;
            }
            let uses = (1..other.session.entries.len().min(ENTRIES)).collect::<Vec<_>>();
            let mut copied = other.copy(&uses);
            copied.retain(|entry| self.goes_on(entry));
            // What encloses the texts of a call weighs about as much as two short ones.
            let weight = copied.iter().map(|entry| entry_weight(entry) + 4 * COMMON.len()).sum::<usize>();
            (entries, bytes) = (entries + copied.len(), bytes + weight);
            if entries > CROWD || bytes > CROWD_BYTES {
                break;
            }
            gathered.push(copied);
        }
        gathered
    }

    /// Whether what a call is done to is there after it.
    fn goes_on(&self, entry: &Entry) -> bool {
        matches!(entry, Entry::Call(event) if !self.callees[&called(event)].ends_receiver)
    }
}

/// The call that makes what all other calls of a session are done to, if there is only one such thing.
fn only_maker(base: &Base) -> Option<usize> {
    let mut entries = base.session.entries.iter();
    let Some(Entry::Call(maker)) = entries.next() else { return None };
    let alone = |entry: &Entry| match entry {
        Entry::Call(event) => event.on == Some(0) && event.new.is_empty(),
        Entry::Drop(_) => true,
    };
    (maker.new == [0] && maker.on.is_none() && base.session.entries.len() > 1 && entries.all(alone))
        .then_some(maker.call)
}

/// How the values of one session change.
struct Resizing {
    size: Size,
    /// Letters or items that are left of a longer one; texts of a crowd are short where it is even.
    most: usize,
    /// Tells the texts of a crowd's sessions apart.
    copy: usize,
    /// A list was said anew, with texts of its own each time.
    said: bool,
    /// What became of texts.
    known: HashMap<(usize, Vec<u8>), Vec<u8>>,
    /// Texts in their order.
    texts: Vec<Vec<u8>>,
}

impl Resizing {
    fn new(size: Size, rng: &mut dyn Rng) -> Resizing {
        let most = rng.random_range(2..=7);
        Resizing { size, most, copy: 0, said: false, known: HashMap::new(), texts: Vec::new() }
    }

    fn of(&mut self, kind: &Kind, value: &Value, rng: &mut dyn Rng) -> Value {
        let resized = match kind {
            Kind::Text => value.as_str().map(|text| {
                let bytes = self.text(text.as_bytes(), rng);
                Value::String(String::from_utf8_lossy(&bytes).into_owned())
            }),
            Kind::Bytes => raw(value).map(|bytes| packed(self.text(&bytes, rng))),
            Kind::List(of) => items(value).map(|items| Value::Array(self.list(of, items, rng))),
            Kind::Tuple(kinds) => items(value).map(|items| {
                Value::Array(kinds.iter().zip(&items).map(|(kind, item)| self.of(kind, item, rng)).collect())
            }),
            Kind::Option(inner) => match value.get("$some") {
                Some(some) => Some(json!({ "$some": self.of(inner, some, rng) })),
                None => (!value.is_null()).then(|| self.of(inner, value, rng)),
            },
            _ => None,
        };
        resized.unwrap_or_else(|| value.clone())
    }

    fn text(&mut self, text: &[u8], rng: &mut dyn Rng) -> Vec<u8> {
        let key = (self.copy, text.to_vec());
        if let Some(known) = self.known.get(&key) {
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
            Size::Crowded if self.most.is_multiple_of(2) => format!("k{:04}z", self.known.len()).into_bytes(),
            Size::Crowded => [&COMMON[..], format!("{:08}", self.known.len()).as_bytes(), &COMMON].concat(),
            Size::Spaced => {
                let ends = |at: usize| text.get(at + 1).is_none_or(|byte| byte & 0xC0 != 0x80);
                let letter = |(at, byte): (usize, &u8)| [Some(*byte), Some(COMMON[0]).filter(|_| ends(at))];
                text.iter().enumerate().flat_map(letter).flatten().collect()
            }
        };
        self.texts.push(text.to_vec());
        self.known.insert(key, new.clone());
        new
    }

    /// Of a list of texts, each is shortened; any is lengthened as a whole. One in order stays so.
    fn list(&mut self, of: &Kind, mut items: Vec<Value>, rng: &mut dyn Rng) -> Vec<Value> {
        let nested = matches!(of, Kind::Text | Kind::Bytes | Kind::List(_) | Kind::Tuple(_));
        match self.size {
            Size::Crowded if matches!(of, Kind::Text | Kind::Bytes) => {
                self.said = true;
                let copy = self.copy;
                let mut all = Vec::new();
                for said in copy..copy + SAID {
                    self.copy = said;
                    all.extend(items.iter().map(|item| self.of(of, item, rng)));
                }
                self.copy = copy;
                all
            }
            Size::Shorter | Size::Crowded | Size::Begun | Size::Enclosed | Size::Spaced if nested => {
                items.iter().map(|item| self.of(of, item, rng)).collect()
            }
            Size::Crowded | Size::Begun | Size::Enclosed | Size::Spaced => items,
            Size::Shorter => {
                items.truncate(self.most);
                items
            }
            Size::Longer
                if items.is_sorted_by(|one, next| one.as_f64().zip(next.as_f64()).is_some_and(|(a, b)| a <= b)) =>
            {
                items.iter().flat_map(|item| [item, item, item]).cloned().collect()
            }
            Size::Longer => [&items[..], &items, &items].concat(),
        }
    }
}
