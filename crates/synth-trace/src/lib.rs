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
//! be carried, so its session cannot be replayed) and `{"skipped":"path","count":n}`.
#![cfg_attr(synth_specialize, feature(specialization), allow(incomplete_features))]

#[cfg(synth_specialize)]
pub mod any;
mod handle;
mod json;
mod record;
mod sink;

#[doc(hidden)]
pub use std::fmt;

pub use handle::Handle;
pub use record::{Out, Record};

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
    after: String,
    outcome: String,
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
                after: String::new(),
                outcome: String::new(),
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

    /// The receiver; `ends` when it is taken by value.
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
        self.write_result("ret", |out| value.record(out));
    }

    /// Says that this call cannot be carried: it is counted, and the sessions of its handles are given up.
    pub fn cannot(&mut self) {
        if let Some(open) = &mut self.open {
            open.arguments.carried = false;
        }
    }

    fn write_argument(&mut self, write: impl FnOnce(&mut Out)) {
        if let Some(open) = &mut self.open {
            if !open.arguments.text.is_empty() {
                open.arguments.text.push(',');
            }
            open.arguments.moved = true;
            write(&mut open.arguments);
        }
    }

    fn write_after(&mut self, position: usize, write: impl FnOnce(&mut Out)) {
        if let Some(open) = &mut self.open {
            let mut out = Out::default();
            write(&mut out);
            // A handle stands for itself, before and after.
            if out.carried && out.handles.is_empty() {
                let comma = if open.after.is_empty() { "" } else { "," };
                let _ = write!(open.after, "{comma}\"{position}\":{}", out.text);
            }
        }
    }

    fn write_result(&mut self, key: &str, write: impl FnOnce(&mut Out)) {
        if let Some(open) = &mut self.open {
            let mut out = Out { names: open.arguments.carried, ..Out::default() };
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
            self.arguments.handles.iter().for_each(|number| sink::spoil(*number));
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
