//! The recorder that an application links: writes calls of a component in the trace format of `synth`.
//!
//! `synth trace record` links it into an instrumented copy of a component. A program may also call it itself:
//!
//! ```
//! use synth_trace::Call;
//!
//! fn double(n: u32) -> u32 {
//!     let mut call = Call::begin(|| "double".into());
//!     call.argument(&n);
//!     let result = n * 2;
//!     call.result(&result);
//!     result // the line is written when `call` goes out of scope, also by a panic
//! }
//! assert_eq!(double(21), 42);
//! ```
//!
//! Nothing happens unless the environment names a folder in `SYNTH_TRACE_DIR`; then every process writes a file of its
//! own into it, whole lines, in the order in which calls end (one buffer for all threads, so that calls on one object
//! that wanders between threads stay in order). Only the outermost call on a thread is recorded: what a component
//! calls inside itself is its own business. `SYNTH_TRACE_LIMIT` bounds the bytes of a process; recording stops there.
//!
//! Beside events a file has lines for `synth` to act on and to remove: `{"spoiled":n}` (a call on handle `n` could not
//! be carried, so its session cannot be replayed), `{"cut":n}` (its session ends here) and `{"skipped":"path","count":n}`. An event
//! may have `"becomes":n` and `"ends":[[n,"type"]]`, which are about the states of `Copy` values, see [`State`].
#![cfg_attr(synth_specialize, feature(specialization), allow(incomplete_features))]

#[cfg(synth_specialize)]
pub mod any;
mod handle;
mod json;
mod record;
mod sink;
mod state;

#[doc(hidden)]
pub use std::fmt;

pub use handle::Handle;
pub use record::{Out, Record};
pub use state::State;

use std::cell::Cell;
use std::fmt::Write as _;

thread_local! {
    static DEPTH: Cell<u32> = const { Cell::new(0) };
}

/// Whether this thread is inside a call.
fn inside() -> bool {
    DEPTH.try_with(|depth| depth.get() > 0).unwrap_or(true)
}

/// One call being recorded; it is written when this value goes out of scope. Inside another call, or with recording
/// off, it does nothing but count the depth.
pub struct Call {
    open: Option<Box<Open>>,
}

struct Open {
    path: String,
    on: Option<u64>,
    arguments: Out,
    /// For each argument that is a handle and nothing else, its number.
    given: Vec<Option<u64>>,
    /// The state that the receiver gets.
    becomes: Option<u64>,
    after: String,
    outcome: String,
    /// A call that is not carried ends its session, and what came before stays.
    cuts: bool,
    was_panicking: bool,
}

impl Call {
    /// Starts a call; `path` is its name as a dependent crate writes it, without the crate's name, and is asked only
    /// when the call is recorded.
    pub fn begin(path: impl FnOnce() -> String) -> Call {
        let outermost = DEPTH.try_with(|depth| depth.replace(depth.get() + 1) == 0).unwrap_or(false);
        let open = (outermost && sink::is_on()).then(|| {
            Box::new(Open {
                path: path(),
                on: None,
                arguments: Out::default(),
                given: Vec::new(),
                becomes: None,
                after: String::new(),
                outcome: String::new(),
                cuts: false,
                was_panicking: std::thread::panicking(),
            })
        });
        Call { open }
    }

    /// A call that is not recorded and not counted either; it only hides the calls inside it.
    pub fn hidden() -> Call {
        let _ = DEPTH.try_with(|depth| depth.set(depth.get() + 1));
        Call { open: None }
    }

    /// Whether this call is recorded.
    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// The receiver; `ends` when it is taken by value, or gets its name back after the call.
    pub fn receiver<T>(&mut self, handle: &Handle<T>, ends: bool) {
        if let Some(open) = &mut self.open {
            open.on = handle.number();
            open.arguments.handles.extend(open.on);
            open.arguments.carried &= open.on.is_some();
            if ends {
                handle.forget();
            }
        }
    }

    /// The receiver after a call that may have put another value into its place: what follows still means this object.
    pub fn receiver_stays<T>(&mut self, handle: &Handle<T>) {
        if let Some(open) = &mut self.open {
            handle.set(open.on);
        }
    }

    /// The receiver, where it is a `Copy` value; `ends` when it is taken by value.
    pub fn receiver_state<T>(&mut self, state: &State<T>, ends: bool) {
        if let Some(open) = &mut self.open {
            let before = std::mem::replace(&mut open.arguments.moved, ends);
            open.on = state.number();
            state.note(&mut open.arguments);
            open.arguments.moved = before;
        }
    }

    /// The same where the call may change it: from now on it is in another state.
    pub fn receiver_changes<T>(&mut self, state: &mut State<T>) {
        self.receiver_state(state, true);
        if let Some(open) = &mut self.open
            && open.on.is_some()
        {
            open.becomes = Some(handle::fresh());
            state.set(open.becomes);
        }
    }

    /// The same after the call, whatever was put into its place.
    pub fn receiver_changed<T>(&mut self, state: &mut State<T>) {
        if let Some(open) = &mut self.open {
            state.set(open.becomes);
        }
    }

    /// The next argument, before the call.
    pub fn argument<T: Record + ?Sized>(&mut self, value: &T) {
        self.write_argument(|out| value.record(out));
    }

    /// What a `&mut` argument holds after the call; `position` counts from 0 without the receiver.
    pub fn after<T: Record + ?Sized>(&mut self, position: usize, value: &T) {
        self.write_after(position, |out| value.record(out));
    }

    /// The result; a [`Handle`] in it gets its number here.
    pub fn result<T: Record + ?Sized>(&mut self, value: &T) {
        self.write_result("ret", 0, |out| value.record(out));
    }

    /// Says that this call cannot be carried: it is counted, and the sessions of its handles are given up.
    pub fn cannot(&mut self) {
        if let Some(open) = &mut self.open {
            open.arguments.carried = false;
        }
    }

    /// Says that what comes after this call cannot be carried: it is counted, and the sessions of its handles end.
    pub fn cuts(&mut self) {
        self.cannot();
        if let Some(open) = &mut self.open {
            open.cuts = true;
        }
    }

    fn write_argument(&mut self, write: impl FnOnce(&mut Out)) {
        if let Some(open) = &mut self.open {
            if !open.arguments.text.is_empty() {
                open.arguments.text.push(',');
            }
            open.arguments.moved = true;
            let (text, handles) = (open.arguments.text.len(), open.arguments.handles.len());
            write(&mut open.arguments);
            let only = open.arguments.text[text..].starts_with("{\"$handle\":");
            open.given.push(open.arguments.handles.get(handles).copied().filter(|_| only));
        }
    }

    fn write_after(&mut self, position: usize, write: impl FnOnce(&mut Out)) {
        if let Some(open) = &mut self.open {
            let given = open.given.get(position).copied().flatten();
            let mut out = Out { moved: false, stays: given, ..Out::default() };
            write(&mut out);
            open.arguments.carried &= !out.changed;
            // A handle stands for itself, before and after.
            if out.carried && out.handles.is_empty() {
                let comma = if open.after.is_empty() { "" } else { "," };
                let _ = write!(open.after, "{comma}\"{position}\":{}", out.text);
            }
        }
    }

    /// `since`: states with lower numbers were there before the call.
    fn write_result(&mut self, key: &str, since: u64, write: impl FnOnce(&mut Out)) {
        if let Some(open) = &mut self.open {
            let mut out = Out { names: open.arguments.carried, since, ..Out::default() };
            write(&mut out);
            if out.carried {
                open.outcome = format!(",\"{key}\":{}", out.text);
            } else {
                out.handles.iter().for_each(|number| sink::spoil(*number));
            }
        }
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        if let Some(open) = self.open.take() {
            open.finish();
        }
        let _ = DEPTH.try_with(|depth| depth.set(depth.get().saturating_sub(1)));
    }
}

impl Open {
    fn finish(mut self) {
        if !self.arguments.carried {
            let end = if self.cuts { sink::cut } else { sink::spoil };
            self.arguments.handles.iter().for_each(|number| end(*number));
            sink::skipped(self.path);
            return;
        }
        if std::thread::panicking() && !self.was_panicking {
            self.outcome = ",\"panic\":true".into();
        }
        let mut line = String::from("{\"call\":");
        json::string(&self.path, &mut line);
        if let Some(on) = self.on {
            let _ = write!(line, ",\"on\":{on}");
        }
        let _ = write!(line, ",\"args\":[{}]", self.arguments.text);
        line.push_str(&self.outcome);
        if !self.after.is_empty() {
            let _ = write!(line, ",\"after\":{{{}}}", self.after);
        }
        if let Some(state) = self.becomes {
            let _ = write!(line, ",\"becomes\":{state}");
        }
        if !self.arguments.ends.is_empty() {
            let ends = self.arguments.ends.iter().map(|(number, ty)| format!("[{number},{ty:?}]"));
            let _ = write!(line, ",\"ends\":[{}]", ends.collect::<Vec<_>>().join(","));
        }
        line.push('}');
        sink::line(&line);
    }
}

/// A path from pieces, some of them names of types.
pub fn path(pieces: &[&str]) -> String {
    pieces.concat()
}

/// The compiler's name of a type.
pub fn name<T: ?Sized>() -> &'static str {
    std::any::type_name::<T>()
}

/// The compiler's name of a value's type, for `impl Trait` parameters.
pub fn name_of<T: ?Sized>(_: &T) -> &'static str {
    std::any::type_name::<T>()
}

/// A const argument as text.
pub fn constant<T: std::fmt::Debug>(value: T) -> String {
    format!("{value:?}")
}
