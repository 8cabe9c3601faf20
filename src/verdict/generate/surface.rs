//! Calls of public functions that the trace never calls. They share code and state with those that it calls, so that a
//! candidate could break them unseen: a table whose `len` nobody asked for must still count.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rand::{Rng, RngExt};
use serde_json::Value;
use syn::Type;

use super::translate::Translation;
use super::values::Kind;
use super::{BEFORE, Generator, pick, unrecorded};
use crate::component::interface::{GenericKind, Interface, Receiver};
use crate::replay::harness::{Function, Harness};
use crate::trace::{Entry, Event, Recorded, Session, Trace};

/// Most functions that are called beyond those of the trace.
const MOST: usize = 48;
/// Sessions for each.
const SESSIONS: usize = 16;
/// Calls of a function in one session.
const CALLS: usize = 4;

/// Public functions that the trace does not call and for which arguments can be made up, as a trace spells them, and
/// whether they are called on a handle.
pub fn surface(interface: &Interface, trace: &Trace) -> Vec<(String, bool)> {
    let mut known: BTreeSet<String> =
        trace.calls.iter().filter_map(|c| Some(interface.resolve(c).ok()?.path)).collect();
    let owners: BTreeSet<&str> = trace.calls.iter().filter_map(|call| owner(call)).collect();
    let mut found = Vec::new();
    for function in interface.functions.iter().filter(|f| !f.is_derived && !f.is_unsafe && !f.is_async) {
        let methods = owners.iter().map(|owner| format!("{owner}::{}", function.name));
        // Where the impl has parameters only a recorded type says what they are.
        let plain = function.outer.iter().all(|g| g.kind == GenericKind::Lifetime);
        for call in methods.chain(plain.then(|| function.path.clone())) {
            let Ok(signature) = interface.resolve(&call) else { continue };
            let on = match &signature.receiver {
                Some((Receiver::Value, _)) => continue,
                receiver => receiver.is_some(),
            };
            let makeable = signature.params.iter().all(|(_, ty)| Kind::of(ty).sample().is_some());
            // What cannot be read again cannot be bound.
            let again = interface.resolve(&signature.path).is_ok();
            if makeable && again && known.insert(signature.path.clone()) && found.len() < MOST {
                found.push((signature.path, on));
            }
        }
    }
    found
}

/// What stands before a method's name: `Table` of `Table::get`, `Lru::<String,u64>` of `Lru::<String,u64>::get`.
fn owner(call: &str) -> Option<&str> {
    let mut depth = 0;
    let bytes = call.as_bytes();
    for at in (1..bytes.len()).rev() {
        match bytes[at] {
            b'>' if bytes[at - 1] != b'-' => depth += 1,
            b'<' => depth -= 1,
            b':' if depth == 0 && bytes[at - 1] == b':' && bytes.get(at + 1) != Some(&b'<') => {
                return Some(&call[..at - 1]);
            }
            _ => {}
        }
    }
    None
}

/// For each of `calls` (call, on a handle), sessions that call it: recorded and mutated ones with calls put in between
/// and at their end. Kept apart, because the seed may not survive what nobody calls.
pub fn beyond_surface(
    harness: &Harness,
    trace: &Trace,
    from: &[usize],
    calls: &[(usize, bool)],
    rng: &mut dyn Rng,
) -> Vec<Vec<Session>> {
    let generator = Generator::new(&|event| harness.function(event), trace, from);
    let sessions = |&(call, on): &(usize, bool)| {
        let event = event(call, on.then_some(0), Vec::new());
        let function = harness.function(&event);
        (0..SESSIONS).filter_map(|n| generator.calling(harness, call, on, function, n, rng)).collect()
    };
    calls.iter().map(sessions).collect()
}

impl Generator<'_> {
    fn calling(
        &self,
        harness: &Harness,
        call: usize,
        on: bool,
        function: &Function,
        n: usize,
        rng: &mut dyn Rng,
    ) -> Option<Session> {
        let kinds: Vec<Kind> = function
            .params
            .iter()
            .map(|ty| syn::parse_str::<Type>(ty).map_or(Kind::Other, |ty| Kind::of(&ty)))
            .collect();
        if !on {
            let args = self.arguments(&kinds, n, rng)?;
            return Some(Session { file: 0, entries: vec![Entry::Call(Arc::new(event(call, None, args)))] });
        }
        let (_, wanted) = function.receiver.as_ref()?;
        // Sessions that start at their beginning, short and long: some states are only met there.
        let base = pick(&self.bases, rng)?;
        let length = [1, 3, BEFORE, usize::MAX][n % 4];
        let excerpt = base.excerpt(0);
        let taken: Vec<usize> = excerpt.into_iter().take(length).collect();
        let mut entries = base.copy(&taken);
        let mut alive: BTreeMap<u32, usize> = BTreeMap::new();
        let of_type = |event: &Event| harness.function(event).receiver.as_ref().is_some_and(|(_, ty)| ty == wanted);
        for entry in &base.session.entries {
            if let Entry::Call(used) = entry
                && let Some(handle) = used.on
                && of_type(used)
                && let Some(made) = base.makers.get(&handle)
                && let Some(at) = taken.iter().position(|t| t == made)
            {
                alive.insert(handle, at);
            }
        }
        let handles: Vec<(u32, usize)> = alive.into_iter().collect();
        for _ in 0..CALLS {
            let &(handle, made) = pick(&handles, rng)?;
            let at = if rng.random_bool(0.5) { entries.len() } else { rng.random_range(made + 1..=entries.len()) };
            let args = self.arguments(&kinds, n, rng)?;
            entries.insert(at, Entry::Call(Arc::new(event(call, Some(handle), args))));
        }
        let entries = self.mend_with(entries, |event| event.call == call);
        (!entries.is_empty()).then_some(Session { file: base.session.file, entries })
    }

    /// A recorded value of the same type where there is one, a boundary, or the same in other letters.
    fn arguments(&self, kinds: &[Kind], n: usize, rng: &mut dyn Rng) -> Option<Vec<Value>> {
        let translation = Translation::draw(rng);
        let argument = |kind: &Kind| {
            let alike = self.recorded.iter().filter(|((key, position), _)| self.callees[key].args[*position] == *kind);
            let recorded: Vec<&Value> = alike.flat_map(|(_, values)| values.iter().map(|value| &***value)).collect();
            let start = pick(&recorded, rng).map_or_else(|| kind.sample(), |value| Some((*value).clone()))?;
            let other = match n % 4 {
                1 => kind.vary(&start, rng),
                3 => translation.of(kind, &start),
                _ => None,
            };
            other.or(Some(start))
        };
        kinds.iter().map(argument).collect()
    }
}

fn event(call: usize, on: Option<u32>, args: Vec<Value>) -> Event {
    let args = args.into_iter().map(Arc::new).collect();
    unrecorded(&Event { call, on, args, new: Vec::new(), recorded: Recorded::default(), line: 0 })
}

#[cfg(test)]
mod tests {
    use super::owner;

    #[test]
    fn the_owner_of_a_method_is_what_stands_before_its_name() {
        assert_eq!(owner("Table::get"), Some("Table"));
        assert_eq!(owner("cache::Lru::<String,u64>::get"), Some("cache::Lru::<String,u64>"));
        assert_eq!(owner("Table::get::<std::string::String>"), Some("Table"));
        assert_eq!(owner("<Vec<u8> as FromHex>::from_hex"), Some("<Vec<u8> as FromHex>"));
        assert_eq!(owner("encode::<&[u8]>"), None);
    }
}
