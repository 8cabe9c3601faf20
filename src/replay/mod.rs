//! Running candidate code: the generated harness, the process it runs in, and what comes back.
//!
//! This is the only room with `unsafe`. It must not know what a right answer is: it carries calls in and bytes out, and
//! takes the time.

pub mod contain;
pub mod harness;
pub mod instructions;
pub mod outcome;
pub mod process;
pub mod stop;
pub mod tape;
pub mod usage;
pub mod wire;
pub mod worker;

pub use contain::Sandbox;
pub use instructions::Counter;
pub use outcome::Outcome;
pub use tape::Tape;
pub use worker::{Failure, Lap, Limits, Run, in_turn, run, run_through};
