//! The part of a worker that is the same for every component. This crate is not compiled into synth: its files are
//! written into the run's work folder, compiled there once, and linked into each worker. It must not know any recorded
//! result.
//!
//! A worker reads sessions from a shared file, runs the laps that its parent asks for, and leaves one record per event,
//! (event, length, bytes), in shared memory. The parent compares and takes the time.

mod closed;
#[cfg(synth_count)]
mod counting;
mod decode;
mod drive;
mod encode;
mod fitness;
mod handles;
mod out;
mod reader;
#[cfg(synth_profile)]
mod sampling;
mod sys;
mod tag;

pub use closed::{Drive, Function, Judge, Played, Scored, issued, settle};
pub use decode::Decode;
pub use drive::{Component, Lap, Step, holds, judge, main, main_scored};
pub use encode::{EmitEncoded, EmitOpaque, EmitPrinted, EmitWhich, Encode, TellMessage, TellNothing, probe, told};
pub use fitness::{Call, Value};
pub use handles::{discard, get, get_mut, put, take};
pub use out::Out;
pub use reader::{Reader, Reading};

/// Trouble with an argument, in words.
pub type Result<T> = std::result::Result<T, String>;
