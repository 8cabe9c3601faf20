//! Inputs beyond the trace: mutated copies of recorded sessions, for which the seed is the oracle.
//!
//! First, every boundary value of every argument once; then sessions with one to four random changes. Types are kept,
//! because a worker refuses sessions that it cannot read, and no handle is used before it is made. This module must not
//! know what a right answer is.

mod change;
mod crowd;
mod dictionary;
mod octets;
mod related;
mod resize;
mod slips;
mod small;
mod surface;
mod telling;
mod translate;
mod tricky;
mod values;

pub use dictionary::Dictionary;
pub use resize::{Size, alone, resized};
pub use small::small;
pub use surface::{beyond_surface, surface};
pub use telling::telling;
pub use tricky::{huge, round, tricky};

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use rand::{Rng, RngExt};
use serde_json::Value;
use syn::Type;

pub(super) use self::values::{Kind, items};
use crate::component::interface::Receiver;
use crate::replay::harness::{Function, Harness};
use crate::trace::{Entry, Event, Recorded, Session, Trace};

/// Most entries that are taken over from a recorded session.
const LONGEST: usize = 60;
/// Argument bytes after which no further entry is taken over.
const HEAVY: usize = 1 << 18;
/// Argument bytes of all sessions together, after which no more are made: so many times those of what they are made from, within limits.
const TIMES: usize = 8;
const TOTAL: [usize; 2] = [1 << 22, 1 << 26];
/// Entries before a covered argument, so that it meets some state.
const BEFORE: usize = 20;
/// Recorded calls of a function among which the one with most boundaries is covered.
const LOOKED_AT: usize = 16;
/// Most changes to one session.
const CHANGES: usize = 4;
/// Most functions that are called with a strange value that another one got.
const ECHO: usize = 6;
/// Attempts a session, where most changes lead to one that is already there.
const ATTEMPTS: usize = 8;

/// Up to `count` distinct sessions, made from the sessions `from` of the trace and from nothing else in it. Results are not
/// recorded; handles keep their names. Fewer come back where the functions admit no more, or arguments are very large.
pub fn sessions(harness: &Harness, trace: &Trace, from: &[usize], count: usize, rng: &mut dyn Rng) -> Vec<Session> {
    generate(&|event| harness.function(event), trace, from, count, rng)
}

/// The same without the boundary values that come first there: up to `count` random changes of recorded sessions.
pub fn mutants(harness: &Harness, trace: &Trace, from: &[usize], count: usize, rng: &mut dyn Rng) -> Vec<Session> {
    let generator = Generator::new(&|event| harness.function(event), trace, from);
    let mut made = Made::new(trace, from, count);
    made.mutate(&generator, rng);
    made.sessions
}

fn generate<'a>(
    function: &dyn Fn(&Event) -> &'a Function,
    trace: &Trace,
    from: &[usize],
    count: usize,
    rng: &mut dyn Rng,
) -> Vec<Session> {
    let generator = Generator::new(function, trace, from);
    let mut made = Made::new(trace, from, count);
    if count > 0 && generator.cover().all(|session| made.keep(session)) {
        made.mutate(&generator, rng);
    }
    made.sessions
}

/// Distinct sessions, until there are enough.
struct Made<'a> {
    trace: &'a Trace,
    count: usize,
    seen: HashSet<[u8; 32]>,
    /// Argument bytes so far, and the most.
    total: usize,
    most: usize,
    sessions: Vec<Session>,
}

impl Made<'_> {
    fn new<'a>(trace: &'a Trace, from: &[usize], count: usize) -> Made<'a> {
        let recorded: usize = from.iter().map(|&session| session_weight(&trace.sessions[session])).sum();
        let most = (TIMES * recorded).clamp(TOTAL[0], TOTAL[1]);
        Made { trace, count, seen: HashSet::new(), total: 0, most, sessions: Vec::new() }
    }

    /// Takes a session that is not there yet; whether more are wanted.
    fn keep(&mut self, session: Session) -> bool {
        if self.seen.insert(session.content_hash(&self.trace.calls, "")) {
            self.total += session_weight(&session);
            self.sessions.push(session);
        }
        self.sessions.len() < self.count && self.total < self.most
    }

    fn mutate(&mut self, generator: &Generator, rng: &mut dyn Rng) {
        (0..self.count * ATTEMPTS).all(|_| generator.mutant(rng).is_none_or(|session| self.keep(session)));
    }
}

/// A function of the trace, called with or without a receiver's handle.
type Called = (usize, bool);

fn called(event: &Event) -> Called {
    (event.call, event.on.is_some())
}

/// What a mutation must know of a function.
struct Callee {
    args: Vec<Kind>,
    /// Arguments that end a handle given for them.
    by_value: Vec<bool>,
    /// The call ends its receiver's handle.
    ends_receiver: bool,
    /// The type of a receiver that is a handle.
    receiver: Option<String>,
}

impl Callee {
    fn new(function: &Function, on: bool) -> Callee {
        let types = || function.params.iter().map(|ty| syn::parse_str::<Type>(ty).ok());
        Callee {
            args: types().map(|ty| ty.map_or(Kind::Other, |ty| Kind::of(&ty))).collect(),
            by_value: types().map(|ty| !matches!(ty, Some(Type::Reference(_)))).collect(),
            ends_receiver: on && matches!(function.receiver, Some((Receiver::Value, _))),
            receiver: function.receiver.as_ref().filter(|_| on).map(|(_, ty)| ty.clone()),
        }
    }
}

/// A session that may be mutated.
struct Base<'a> {
    session: &'a Session,
    /// Handle to the entry that makes it.
    makers: HashMap<u32, usize>,
}

struct Generator<'a> {
    bases: Vec<Base<'a>>,
    callees: BTreeMap<Called, Callee>,
    /// Recorded values by function and position.
    recorded: BTreeMap<(Called, usize), Vec<&'a Arc<Value>>>,
    /// Calls that use and make no handle and are not heavy: they stand anywhere.
    free: Vec<&'a Event>,
    /// Some calls of each function: base and entry.
    examples: BTreeMap<Called, Vec<(usize, usize)>>,
    /// The longest recorded value by function and position: its length, base and entry.
    longest: BTreeMap<(Called, usize), (usize, usize, usize)>,
}

impl<'a> Generator<'a> {
    fn new<'s>(function: &dyn Fn(&Event) -> &'s Function, trace: &'a Trace, from: &[usize]) -> Generator<'a> {
        let mut generator = Generator {
            bases: Vec::new(),
            callees: BTreeMap::new(),
            recorded: BTreeMap::new(),
            free: Vec::new(),
            examples: BTreeMap::new(),
            longest: BTreeMap::new(),
        };
        for session in from.iter().map(|s| &trace.sessions[*s]).filter(|s| s.calls() > 0) {
            let mut makers = HashMap::new();
            for (at, entry) in session.entries.iter().enumerate() {
                let Entry::Call(event) = entry else { continue };
                makers.extend(event.new.iter().map(|handle| (*handle, at)));
                generator.note(event, at, function);
            }
            generator.bases.push(Base { session, makers });
        }
        generator
    }

    fn note<'s>(&mut self, event: &'a Event, at: usize, function: &dyn Fn(&Event) -> &'s Function) {
        let key = called(event);
        self.callees.entry(key).or_insert_with(|| Callee::new(function(event), key.1));
        for (position, value) in event.args.iter().enumerate().filter(|(_, value)| handle(value).is_none()) {
            self.recorded.entry((key, position)).or_default().push(value);
            let longest = self.longest.entry((key, position)).or_default();
            *longest = (*longest).max((length(value), self.bases.len(), at));
        }
        let weight: usize = event.args.iter().map(|value| weight(value)).sum();
        if event.new.is_empty() && uses(event).next().is_none() && weight <= HEAVY {
            self.free.push(event);
        }
        let examples = self.examples.entry(key).or_default();
        if examples.len() < LOOKED_AT {
            examples.push((self.bases.len(), at));
        }
    }

    /// For each argument of each function, a session in which it is longer than it ever was, and one for each of its
    /// boundaries; the most telling boundaries of all come first, so that a small `count` still meets every argument.
    fn cover(&self) -> impl Iterator<Item = Session> {
        let boundaries = self.recorded.keys().filter_map(|(key, position)| self.covered(*key, *position));
        let covers: Vec<Covered> = self.longest.iter().filter_map(|of| self.longer(of)).chain(boundaries).collect();
        let most = covers.iter().map(|c| c.boundaries.len()).max().unwrap_or(0);
        let arguments = covers.len();
        let places = (0..most).flat_map(move |rank| (0..arguments).map(move |of| (of, rank)));
        places.filter_map(move |(of, rank)| {
            let cover = &covers[of];
            let value = cover.boundaries.get(rank)?;
            let base = &self.bases[cover.base];
            let taken = [cover.entry.saturating_sub(BEFORE), cover.entry].map(|start| base.excerpt(start));
            let taken = taken.into_iter().find(|taken| taken.contains(&cover.entry))?;
            let at = taken.iter().position(|entry| *entry == cover.entry)?;
            let mut entries = base.copy(&taken);
            if let Entry::Call(event) = &mut entries[at] {
                Arc::make_mut(event).args[cover.position] = value.clone().into();
                let echo = self.echoes(&event.clone());
                entries.splice(at + 1..at + 1, echo);
            }
            Some(Session { file: base.session.file, entries: self.mend(entries) })
        })
    }

    fn covered(&self, key: Called, position: usize) -> Option<Covered> {
        let kind = &self.callees[&key].args[position];
        let examples = self.examples[&key].iter().filter_map(|&(base, entry)| {
            let Entry::Call(event) = &self.bases[base].session.entries[entry] else { return None };
            let boundaries = kind.boundaries(&event.args[position]);
            Some(Covered { base, entry, position, boundaries })
        });
        examples.max_by_key(|covered| covered.boundaries.len())
    }

    fn longer(
        &self,
        (&(key, position), &(_, base, entry)): (&(Called, usize), &(usize, usize, usize)),
    ) -> Option<Covered> {
        let Entry::Call(event) = &self.bases[base].session.entries[entry] else { return None };
        let longer = self.callees[&key].args[position].longer(&event.args[position])?;
        Some(Covered { base, entry, position, boundaries: vec![longer] })
    }

    /// A recorded session with some changes. `None`: none of them came to anything.
    fn mutant(&self, rng: &mut dyn Rng) -> Option<Session> {
        let base = pick(&self.bases, rng)?;
        let start = if rng.random_bool(0.5) { 0 } else { rng.random_range(0..base.session.entries.len()) };
        let mut entries = base.copy(&base.excerpt(start));
        let mut changed = false;
        for _ in 0..rng.random_range(1..=CHANGES) {
            changed |= self.change(&mut entries, rng).is_some();
        }
        let entries = self.mend(entries);
        (changed && !entries.is_empty()).then_some(Session { file: base.session.file, entries })
    }

    /// Calls on the same handle with the value of one argument, of every function that takes such a value, and after
    /// them the first again: what is put under a strange key must be found there, and taken away from there.
    fn echo(&self, event: &Event, position: usize) -> Vec<Entry> {
        let key = called(event);
        let Some((callee, value)) = self.callees.get(&key).zip(event.args.get(position)) else { return Vec::new() };
        if weight(value) > HEAVY / 8 {
            return Vec::new();
        }
        let Some(kind) = callee.args.get(position).filter(|_| callee.receiver.is_some()) else { return Vec::new() };
        let alike = |(of, other): (&Called, &Callee)| {
            let place = other.args.iter().position(|arg| arg == kind)?;
            let fits = other.receiver == callee.receiver && !other.ends_receiver;
            let example =
                self.examples[of].iter().find_map(|&(base, at)| match &self.bases[base].session.entries[at] {
                    Entry::Call(example) if example.args.iter().all(|arg| handle(arg).is_none()) => Some(example),
                    _ => None,
                });
            let mut call = unrecorded(example.filter(|e| fits && e.new.is_empty())?);
            call.on = event.on;
            call.args[place] = value.clone();
            Some(Entry::Call(Arc::new(call)))
        };
        // What the same call might cover up is asked for before it.
        let (same, others): (Vec<_>, Vec<_>) = self.callees.iter().partition(|(of, _)| **of == key);
        let mut echo: Vec<Entry> = others.into_iter().chain(same).filter_map(alike).take(ECHO).collect();
        echo.extend(echo.first().cloned());
        echo
    }

    /// The same with the value of each argument: what is put there is asked for.
    fn echoes(&self, event: &Event) -> Vec<Entry> {
        (0..event.args.len()).flat_map(|position| self.echo(event, position)).collect()
    }

    /// Puts what `of` makes of arguments that are no handles in their place; whether it made anything.
    fn exchange(&self, entries: &mut [Entry], of: &mut dyn FnMut(&Kind, &Value) -> Option<Value>) -> bool {
        let mut changed = false;
        for entry in entries {
            let Entry::Call(event) = entry else { continue };
            let kinds = &self.callees[&called(event)].args;
            let values = Arc::make_mut(event).args.iter_mut().zip(kinds);
            for (value, kind) in values.filter(|(value, _)| handle(value).is_none()) {
                if let Some(new) = of(kind, value) {
                    *value = new.into();
                    changed = true;
                }
            }
        }
        changed
    }

    /// Drops entries whose handles are not made yet, or have ended.
    fn mend(&self, entries: Vec<Entry>) -> Vec<Entry> {
        self.mend_with(entries, |_| false)
    }

    /// The same where some calls are of functions that end no handle and that the trace does not have.
    fn mend_with(&self, mut entries: Vec<Entry>, foreign: impl Fn(&Event) -> bool) -> Vec<Entry> {
        let mut alive: BTreeSet<u32> = BTreeSet::new();
        entries.retain(|entry| match entry {
            Entry::Drop(handle) => alive.remove(handle),
            Entry::Call(event) => {
                if !uses(event).all(|handle| alive.contains(&handle)) {
                    return false;
                }
                if foreign(event) {
                    return true;
                }
                let callee = &self.callees[&called(event)];
                let given = event.args.iter().zip(&callee.by_value).filter(|(_, by_value)| **by_value);
                given.filter_map(|(value, _)| handle(value)).for_each(|handle| _ = alive.remove(&handle));
                if let (Some(on), true) = (event.on, callee.ends_receiver) {
                    alive.remove(&on);
                }
                alive.extend(&event.new);
                true
            }
        });
        entries
    }
}

/// The boundaries of one argument of one recorded call.
struct Covered {
    base: usize,
    entry: usize,
    position: usize,
    boundaries: Vec<Value>,
}

impl Base<'_> {
    /// At most [`LONGEST`] entries: those from `start` on, and whatever makes the handles that they use.
    fn excerpt(&self, start: usize) -> Vec<usize> {
        let mut taken = BTreeSet::new();
        let mut weight = 0;
        for at in start..self.session.entries.len() {
            let mut needed = vec![at];
            let mut next = 0;
            while next < needed.len() && taken.len() + needed.len() <= LONGEST {
                for handle in entry_uses(&self.session.entries[needed[next]]) {
                    needed.extend(
                        self.makers.get(&handle).filter(|m| !taken.contains(*m) && !needed.contains(m)).copied(),
                    );
                }
                next += 1;
            }
            weight += needed.iter().map(|at| entry_weight(&self.session.entries[*at])).sum::<usize>();
            if taken.len() + needed.len() > LONGEST || (weight > HEAVY && !taken.is_empty()) {
                break;
            }
            taken.extend(needed);
        }
        taken.into_iter().collect()
    }

    fn copy(&self, taken: &[usize]) -> Vec<Entry> {
        let entry = |at: &usize| match &self.session.entries[*at] {
            Entry::Call(event) => Entry::Call(Arc::new(unrecorded(event))),
            Entry::Drop(handle) => Entry::Drop(*handle),
        };
        taken.iter().map(entry).collect()
    }
}

/// A call to which the seed will supply the result. What it writes through a returned `&mut` is an input.
fn unrecorded(event: &Event) -> Event {
    Event {
        call: event.call,
        on: event.on,
        args: event.args.clone(),
        new: event.new.clone(),
        recorded: Recorded { write: event.recorded.write.clone(), ..Recorded::default() },
        line: event.line,
    }
}

/// The handles that a call uses.
fn uses(event: &Event) -> impl Iterator<Item = u32> {
    event.on.into_iter().chain(event.args.iter().filter_map(|value| handle(value)))
}

fn entry_uses(entry: &Entry) -> Vec<u32> {
    match entry {
        Entry::Drop(handle) => vec![*handle],
        Entry::Call(event) => uses(event).collect(),
    }
}

/// About how many bytes all arguments of a session take.
fn session_weight(session: &Session) -> usize {
    session.entries.iter().map(entry_weight).sum()
}

/// About how many bytes an entry's arguments take.
fn entry_weight(entry: &Entry) -> usize {
    match entry {
        Entry::Drop(_) => 0,
        Entry::Call(event) => event.args.iter().map(|value| weight(value)).sum(),
    }
}

fn weight(value: &Value) -> usize {
    8 + match value {
        Value::String(text) => text.len(),
        Value::Array(items) => items.iter().map(weight).sum(),
        Value::Object(map) => map.values().map(weight).sum(),
        _ => 0,
    }
}

/// Bytes of a text, items of a list.
fn length(value: &Value) -> usize {
    match value {
        Value::String(text) => text.len(),
        Value::Array(items) => items.len(),
        Value::Object(map) => map.values().map(length).sum(),
        _ => 0,
    }
}

fn handle(value: &Value) -> Option<u32> {
    value.as_object()?.get("$handle")?.as_u64().map(|h| h as u32)
}

fn pick<'a, T>(items: &'a [T], rng: &mut dyn Rng) -> Option<&'a T> {
    (!items.is_empty()).then(|| &items[rng.random_range(0..items.len())])
}

#[cfg(test)]
mod tests;
