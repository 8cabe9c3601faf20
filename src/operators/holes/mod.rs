//! Holes: expressions of scalar type that are tried by the thousand without a compiler.
//!
//! Where they are and what is in scope there ([`sites`]), what can stand there ([`language`]), which expressions are tried
//! first ([`bank`]) and how larger ones are bred ([`breed`]). Nothing here runs anything: inner examples, the inputs of a
//! hole and what stood there made of them, rank expressions and tell those apart that differ; they never reject.

pub mod bank;
pub mod breed;
pub mod language;
pub mod machine;
mod sites;

pub use sites::{Input, Site, sites};

use super::code::Code;
use super::program::Program;
use crate::genome::Change;
use language::Expr;

/// The machine's text, for the crate whose holes are filled.
pub const MACHINE: &str = include_str!("machine.rs");
/// The name under which an expression found for a hole enters the search.
pub const NAME: &str = "hole";

impl Site {
    /// What one evaluation of an expression costs here.
    pub fn weight(&self, expr: &Expr) -> u64 {
        expr.weight(&|input| self.inputs[input].weight)
    }

    /// The compiler will not have an input there.
    pub fn forget(&mut self, input: usize) {
        self.forgotten |= 1 << input;
        self.own = self.own.take().filter(|own| own.reads() & self.forgotten == 0);
    }

    /// An expression as Rust.
    pub fn print(&self, expr: &Expr) -> Code {
        let inputs: Vec<Code> = self.inputs.iter().map(|input| input.code.clone()).collect();
        expr.print(&inputs)
    }

    /// The change that puts an expression there.
    pub fn change(&self, program: &Program, expr: &Expr) -> Change {
        program.replace(self.expr, self.print(expr), NAME)
    }
}

/// What a hole saw: the inputs of one evaluation, and what stood there made of them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Example {
    pub inputs: Vec<u64>,
    pub result: u64,
}
