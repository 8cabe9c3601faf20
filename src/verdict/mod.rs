//! What says that a candidate behaves like the seed: the oracle, inputs beyond the trace, the gate on edited tokens, and
//! the cheats by which all of these are tried.
//!
//! Expected failures of ours are errors here, never passes. This module must not know how fast anything is.

mod cheats;
mod gate;
mod generate;
mod oracle;
mod preconditions;
mod probes;
mod shorter;

pub use cheats::{Cheat, Seen, Target, cheats};
pub use gate::{Gate, Objection};
pub use generate::{
    Dictionary, Size, alone, beyond_surface, huge, mutants, resized, round, sessions, small, surface, telling, tricky,
};
pub use oracle::{Difference, Rule, Rules, Script, compare, reproduces, shows, transcript, unseen, unstable};
pub use preconditions::{Precondition, likely};
pub use probes::Observers;
pub use shorter::shorter;
