//! The number by which a trace names an object. A field of this type in a struct makes its values nameable; it changes
//! nothing about how they compare, hash or print.

use crate::{Call, Out, Record, inside, sink};
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// The name of a `T` in the trace, given when a recorded call returns it.
pub struct Handle<T> {
    /// The number plus one; 0 while there is none.
    number: AtomicU64,
    of: PhantomData<fn() -> T>,
}

static NEXT: AtomicU64 = AtomicU64::new(1);

/// A number that nothing has.
pub(crate) fn fresh() -> u64 {
    NEXT.fetch_add(1, Relaxed) - 1
}

impl<T> Handle<T> {
    /// A handle without a number.
    pub const fn new() -> Self {
        Handle { number: AtomicU64::new(0), of: PhantomData }
    }

    /// The number, once there is one.
    pub fn number(&self) -> Option<u64> {
        self.number.load(Relaxed).checked_sub(1)
    }

    /// Ends the name, because the object went where the trace does not follow.
    pub(crate) fn forget(&self) {
        self.number.store(0, Relaxed);
    }

    /// Gives it a name that it had before.
    pub(crate) fn set(&self, number: Option<u64>) {
        self.number.store(number.map_or(0, |number| number + 1), Relaxed);
    }

    /// A value that a derived `method` of a std trait makes: an event of its own when a program asked for it.
    fn derived(origin: Option<&Handle<T>>, method: &str) -> Handle<T> {
        let new = Handle::new();
        let known = origin.is_none_or(|handle| handle.number().is_some());
        if known && !inside() && sink::is_on() {
            let mut call = Call::begin(|| format!("<{} as {method}", std::any::type_name::<T>()));
            if let Some(origin) = origin {
                call.receiver(origin, false);
            }
            call.result(&new);
        }
        new
    }
}

impl<T> Record for Handle<T> {
    fn record(&self, out: &mut Out) {
        if out.nested {
            return out.cannot();
        }
        if let Some(number) = out.stays {
            self.set(Some(number));
        }
        if out.names && out.moved {
            let number = fresh();
            self.set(Some(number));
            out.handles.push(number);
            out.text.push_str(&format!("{{\"$new\":{number}}}"));
            return;
        }
        match self.number() {
            Some(number) if !out.names => {
                out.handles.push(number);
                out.text.push_str(&format!("{{\"$handle\":{number}}}"));
                if out.moved {
                    self.forget();
                }
            }
            _ => out.cannot(),
        }
    }
}

impl<T> Drop for Handle<T> {
    fn drop(&mut self) {
        if let Some(number) = self.number()
            && !inside()
        {
            sink::line(&format!("{{\"drop\":{number}}}"));
        }
    }
}

impl<T> Clone for Handle<T> {
    fn clone(&self) -> Self {
        Handle::derived(Some(self), "Clone>::clone")
    }
}

impl<T> Default for Handle<T> {
    fn default() -> Self {
        Handle::derived(None, "Default>::default")
    }
}

impl<T> PartialEq for Handle<T> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl<T> Eq for Handle<T> {}

impl<T> Hash for Handle<T> {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

impl<T> PartialOrd for Handle<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Handle<T> {
    fn cmp(&self, _: &Self) -> Ordering {
        Ordering::Equal
    }
}

impl<T> std::fmt::Debug for Handle<T> {
    fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        Ok(())
    }
}
