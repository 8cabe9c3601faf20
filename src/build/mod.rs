//! Turning sources into workers: what cargo does once, and the two rustc calls that each candidate costs.
//!
//! Cargo builds the seed and its dependencies once, through a wrapper that writes down every rustc call; from then on
//! the calls are repeated with other sources. This module must not know what a candidate is or why it is built.

pub mod added;
mod advice;
mod cargo;
pub mod diagnostics;
pub mod holes;
mod link;
pub mod reach;
mod room;
mod rustc;
mod rustfmt;
pub mod schemata;
mod switchable;
mod tests;
pub mod values;
mod worker;
pub mod wrapper;

pub use advice::{compiles, heeded};
pub use cargo::{Prepared, prepare};
pub use link::Relinker;
pub use room::full;
pub use rustc::{Built, Form, Program, Slot, Subject, Toolchain, thir};
pub use rustfmt::rustfmt;
pub use tests::{TestRun, run_tests};
pub use wrapper::Call;

/// Why something could not be built.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The compiler rejects the code.
    #[error("{0}")]
    Rejected(String),
    /// The compiler did not end in time, or was killed at a limit.
    #[error("the compiler was {0}")]
    Compiler(String),
    /// The user interrupted.
    #[error("interrupted")]
    Interrupted,
    /// The host's trouble: a full disk, no rustc.
    #[error("{what}: {source}")]
    Host {
        /// What was being done.
        what: String,
        /// What the system said.
        source: std::io::Error,
    },
}

impl BuildError {
    pub(crate) fn host(what: impl Into<String>) -> impl FnOnce(std::io::Error) -> BuildError {
        let what = what.into();
        move |source| BuildError::Host { what, source }
    }
}
