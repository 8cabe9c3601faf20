//! `synth` breeds better versions of a small Rust component for the inputs it really gets.
//!
//! Imports run one way: `cli` > `engine` > `report`, `emit`, `verdict`, `measure`, `replay`, `build`, `run` >
//! `search` > `operators` > `genome` > `component`, `trace`. See ARCHITECTURE.md.

pub mod build;
pub mod cli;
pub mod component;
pub mod emit;
pub mod engine;
pub mod genome;
pub mod measure;
pub mod operators;
pub mod record;
pub mod replay;
pub mod report;
pub mod run;
pub mod search;
pub mod trace;
pub mod verdict;
