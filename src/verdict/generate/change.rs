//! Random changes of one session. A change may leave calls whose handles do not exist; whoever asks for it mends that.

use std::collections::HashMap;
use std::sync::Arc;

use rand::{Rng, RngExt};
use serde_json::Value;

use super::translate::Translation;
use super::{Called, Generator, called, handle, pick, unrecorded};
use crate::trace::{Entry, Event};

/// Longest run of entries that is repeated, and most free calls that are put in at once.
pub(super) const RUN: usize = 8;
/// How often a call with another argument is followed by others that ask for what it did.
const ECHOED: f64 = 0.3;

impl Generator<'_> {
    /// Changes a session at random; `None`: that came to nothing.
    pub(super) fn change(&self, entries: &mut Vec<Entry>, rng: &mut dyn Rng) -> Option<()> {
        match rng.random_range(0..22) {
            0..=2 => self.replace_argument(entries, rng, |kind, _, position, rng| {
                let recorded = self.recorded.get(&(kind, position))?;
                pick(recorded, rng).map(|value| Arc::clone(value))
            }),
            3..=5 => self.replace_argument(entries, rng, |key, value, position, rng| {
                self.callees[&key].args[position].vary(value, rng).map(Arc::new)
            }),
            6 if entries.len() > 1 => {
                entries.remove(rng.random_range(0..entries.len()));
                Some(())
            }
            7 if entries.len() > 1 => {
                let at = rng.random_range(1..entries.len());
                entries.swap(at - 1, at);
                Some(())
            }
            8 => repeat(entries, rng),
            9 => {
                let at = rng.random_range(0..entries.len().max(1));
                let Some(Entry::Call(event)) = entries.get(at) else { return None };
                let echo = self.echo(event, rng.random_range(0..event.args.len().max(1)));
                let made = !echo.is_empty();
                entries.splice(at + 1..at + 1, echo);
                made.then_some(())
            }
            10 => self.insert_free(entries, rng),
            11 | 12 | 19..=21 => self.relate(entries, rng),
            13 => self.graft(entries, rng),
            14..=16 => self.translate(entries, rng),
            _ => self.replace_argument(entries, rng, |key, value, position, rng| {
                let other = pick(self.recorded.get(&(key, position))?, rng)?;
                self.callees[&key].args[position].crossed(value, other, rng).map(Arc::new)
            }),
        }
    }

    /// Puts other letters in the place of those in all arguments of the session.
    fn translate(&self, entries: &mut [Entry], rng: &mut dyn Rng) -> Option<()> {
        let translation = Translation::draw(rng);
        self.exchange(entries, &mut |kind, value| translation.of(kind, value)).then_some(())
    }

    /// Adds calls of other sessions, on a handle of this one: states that no session of a short trace comes to.
    fn graft(&self, entries: &mut Vec<Entry>, rng: &mut dyn Rng) -> Option<()> {
        let at = rng.random_range(0..entries.len().max(1));
        let Some(Entry::Call(event)) = entries.get(at) else { return None };
        let (on, receiver) = (event.on?, &self.callees[&called(event)].receiver);
        let alike: Vec<Called> =
            self.callees.iter().filter(|(_, callee)| callee.receiver == *receiver).map(|(key, _)| *key).collect();
        for _ in 0..rng.random_range(1..=2 * RUN) {
            let key = *pick(&alike, rng)?;
            let &(base, entry) = pick(&self.examples[&key], rng)?;
            let Entry::Call(example) = &self.bases[base].session.entries[entry] else { continue };
            if !example.new.is_empty() || example.args.iter().any(|arg| handle(arg).is_some()) {
                continue;
            }
            let mut call = Event { on: Some(on), ..unrecorded(example) };
            for (position, value) in call.args.iter_mut().enumerate() {
                if let Some(&recorded) = self.recorded.get(&(key, position)).and_then(|all| pick(all, rng)) {
                    *value = (*recorded).clone();
                }
            }
            entries.insert(rng.random_range(at..entries.len()) + 1, Entry::Call(Arc::new(call)));
        }
        Some(())
    }

    /// Gives one argument a value that is made from another one of the same call.
    fn relate(&self, entries: &mut [Entry], rng: &mut dyn Rng) -> Option<()> {
        let at = rng.random_range(0..entries.len().max(1));
        let Some(Entry::Call(event)) = entries.get_mut(at).filter(|entry| entry_has(entry, 2)) else { return None };
        let kinds = &self.callees[&called(event)].args;
        let mine = rng.random_range(0..event.args.len());
        let theirs = (mine + rng.random_range(1..event.args.len())) % event.args.len();
        let related = kinds[mine].related(&event.args[mine], &kinds[theirs], &event.args[theirs], rng)?;
        Arc::make_mut(event).args[mine] = related.into();
        // What tells two letters apart is often met only where two texts are much alike.
        if rng.random_bool(0.4) {
            self.translate(entries, rng);
        }
        Some(())
    }

    /// Gives one argument another value.
    fn replace_argument(
        &self,
        entries: &mut Vec<Entry>,
        rng: &mut dyn Rng,
        other: impl Fn(Called, &Value, usize, &mut dyn Rng) -> Option<Arc<Value>>,
    ) -> Option<()> {
        let mut places = Vec::new();
        for (at, entry) in entries.iter().enumerate() {
            let Entry::Call(event) = entry else { continue };
            places.extend((0..event.args.len()).filter(|p| handle(&event.args[*p]).is_none()).map(|p| (at, p)));
        }
        let &(at, position) = pick(&places, rng)?;
        let Entry::Call(event) = &mut entries[at] else { return None };
        let value = other(called(event), &event.args[position], position, rng)?;
        Arc::make_mut(event).args[position] = value;
        let echo = if rng.random_bool(ECHOED) { self.echoes(&event.clone()) } else { Vec::new() };
        entries.splice(at + 1..at + 1, echo);
        Some(())
    }

    /// Puts recorded free calls, of any session, somewhere in between.
    fn insert_free(&self, entries: &mut Vec<Entry>, rng: &mut dyn Rng) -> Option<()> {
        for _ in 0..rng.random_range(1..=RUN) {
            let event = pick(&self.free, rng)?;
            entries.insert(rng.random_range(0..=entries.len()), Entry::Call(Arc::new(unrecorded(event))));
        }
        Some(())
    }
}

/// Whether an entry is a call with so many arguments at least.
fn entry_has(entry: &Entry, arguments: usize) -> bool {
    matches!(entry, Entry::Call(event) if event.args.len() >= arguments)
}

/// Repeats a run of entries behind itself; what the copy makes has handles of its own, which the copy uses.
fn repeat(entries: &mut Vec<Entry>, rng: &mut dyn Rng) -> Option<()> {
    if entries.is_empty() {
        return None;
    }
    let start = rng.random_range(0..entries.len());
    let end = entries.len().min(start + rng.random_range(1..=RUN));
    for _ in 0..rng.random_range(1..=3) {
        let made = entries.iter().flat_map(|e| match e {
            Entry::Call(event) => event.new.as_slice(),
            Entry::Drop(_) => &[],
        });
        let mut fresh = made.max().map_or(0, |handle| handle + 1);
        let mut names: HashMap<u32, u32> = HashMap::new();
        let mut copy = entries[start..end].to_vec();
        for entry in &mut copy {
            match entry {
                Entry::Drop(handle) => rename(handle, &names),
                Entry::Call(event) => {
                    let event = Arc::make_mut(event);
                    event.on.iter_mut().for_each(|on| rename(on, &names));
                    for value in &mut event.args {
                        if let Some(mut handle) = handle(value) {
                            rename(&mut handle, &names);
                            *value = serde_json::json!({"$handle": handle}).into();
                        }
                    }
                    for handle in &mut event.new {
                        names.insert(*handle, fresh);
                        *handle = fresh;
                        fresh += 1;
                    }
                }
            }
        }
        entries.splice(end..end, copy);
    }
    Some(())
}

fn rename(handle: &mut u32, names: &HashMap<u32, u32>) {
    *handle = names.get(handle).copied().unwrap_or(*handle);
}
