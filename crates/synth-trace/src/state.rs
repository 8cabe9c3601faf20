//! The number by which a trace names the *state* of a `Copy` value. Copies share it, and rightly so: they are in one state
//! until one of them changes, which gets a new number then. `synth` makes objects of states: where a state is needed again
//! after it has changed or was given away, it writes a `clone` before that.

use crate::handle::fresh;
use crate::{Call, Out, Record, inside, sink};
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

/// The name of the state that a `T` is in, given when a recorded call returns it. It changes nothing about how values
/// compare, hash or print.
pub struct State<T> {
    /// The number plus one; 0 while there is none.
    number: u64,
    of: PhantomData<fn() -> T>,
}

impl<T> State<T> {
    /// A state without a number.
    pub const fn new() -> Self {
        State { number: 0, of: PhantomData }
    }

    /// The number, once there is one.
    pub fn number(&self) -> Option<u64> {
        self.number.checked_sub(1)
    }

    pub(crate) fn set(&mut self, number: Option<u64>) {
        self.number = number.map_or(0, |number| number + 1);
    }

    /// Notes a use of it in a call.
    pub(crate) fn note(&self, out: &mut Out) {
        match self.number() {
            Some(number) => {
                out.handles.push(number);
                if out.moved {
                    out.ends.push((number, std::any::type_name::<T>()));
                }
            }
            None => out.cannot(),
        }
    }
}

impl<T> Record for State<T> {
    fn record(&self, out: &mut Out) {
        let known = self.number().filter(|number| !out.nested && (!out.names || *number >= out.since));
        let Some(number) = known else { return out.cannot() };
        out.changed |= out.stays.is_some();
        if out.names {
            out.handles.push(number);
            return out.text.push_str(&format!("{{\"$new\":{number}}}"));
        }
        self.note(out);
        out.text.push_str(&format!("{{\"$handle\":{number}}}"));
    }

    fn rename(&mut self) {
        self.set(Some(fresh()));
    }
}

impl<T> Clone for State<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for State<T> {}

impl<T> Default for State<T> {
    fn default() -> Self {
        let mut new = State::new();
        if !inside() && sink::is_on() {
            let mut call = Call::begin(|| format!("<{} as Default>::default", std::any::type_name::<T>()));
            new.rename();
            call.result(&new);
        }
        new
    }
}

impl<T> PartialEq for State<T> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl<T> Eq for State<T> {}

impl<T> Hash for State<T> {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

impl<T> PartialOrd for State<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for State<T> {
    fn cmp(&self, _: &Self) -> Ordering {
        Ordering::Equal
    }
}

impl<T> std::fmt::Debug for State<T> {
    fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        Ok(())
    }
}
