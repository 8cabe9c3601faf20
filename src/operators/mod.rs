//! Operators: how code changes. Each takes a [`Program`] and a random source and returns a [`Change`].
//!
//! Nothing here reads a clock, a file or the outside world, or knows what a change is worth. Wherever
//! rustc's types are known they are used, so that most proposals compile; without them the operators
//! that need them have nothing to say, and the others still work.
//!
//! A new operator is a file beside these and a line in [`ALL`].

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use rand::Rng;

use crate::component::Sources;
use crate::component::types::TypeMap;
use crate::genome::Change;

pub mod code;
mod donor;
pub mod holes;
mod keyed;
mod layout;
mod lend;
pub mod program;
mod rules;
mod scan;
pub mod types;

pub use constant::{Closed, Values, closed};
pub use donor::{DonorError, DonorFile, Donors};
use formatting::Formatting;
use inline::Inline;
pub use plainer::{rewordings, simplifications};
use program::Program;
use rules::Rewrite;
pub use rules::{Rewriting, RuleError, Rules};
pub use scan::{uncalled_since, unsafe_files};
use spread::Spread;
pub use statement::{removals, restorations};

mod affine;
mod ahead;
mod arguments;
mod arithmetic;
mod arm;
mod borrow;
mod borrowed;
mod capacity;
mod clamp;
mod comparison;
mod condition;
mod constant;
mod flatten;
mod formatting;
mod guard;
mod hoist;
mod ingredients;
mod inline;
mod late;
mod literal;
mod memo;
mod method;
mod mix;
mod needless;
mod once;
mod plainer;
mod replace;
mod replaces;
mod rows;
mod shrink;
mod spread;
mod statement;
mod stretch;
mod synthesis;
mod table;
mod tabulate;
mod vocabulary;

/// One way to change code.
pub trait Operator: Sync {
    /// A short name, for statistics, events and reports.
    fn name(&self) -> &'static str;

    /// A change of the program, or `None` if nothing in it suits.
    fn propose(&self, program: &Program, rng: &mut dyn Rng) -> Option<Change>;
}

/// Every operator there is.
pub const ALL: &[&dyn Operator] = &[
    &ahead::Ahead,
    &arithmetic::Arithmetic,
    &arguments::Arguments,
    &arm::TakeArm,
    &borrow::Borrow,
    &borrowed::Borrowed,
    &capacity::Capacity,
    &clamp::Clamp,
    &comparison::Comparison,
    &comparison::Negation,
    &condition::Condition,
    &constant::Constant,
    &donor::Body,
    &donor::Call,
    &flatten::Flatten,
    &Formatting,
    &guard::Guard,
    &hoist::Hoist,
    &Inline,
    &keyed::Keyed,
    &late::Late,
    &lend::Lend,
    &literal::Literal,
    &memo::Memo,
    &method::Method,
    &mix::Mix,
    &needless::Needless,
    &once::Once,
    &replace::Replace,
    &replaces::Replaces,
    &Rewrite,
    &rows::Rows,
    &shrink::Shrink,
    &Spread,
    &statement::Delete,
    &statement::Copy,
    &statement::Swap,
    &statement::Replace,
    &stretch::Stretch,
    &synthesis::Synthesis,
    &synthesis::Call,
    &tabulate::Tabulate,
];

/// An operator, and all that it makes of a program.
type Exhaustive = (&'static dyn Operator, fn(&Program) -> Vec<Rewriting>);

/// Operators that find all their places, because no pattern can say what they do.
const STRUCTURE: &[Exhaustive] = &[
    (&ahead::Ahead, ahead::all),
    (&arm::TakeArm, arm::all),
    (&keyed::Keyed, keyed::all),
    (&late::Late, late::all),
    (&memo::Memo, memo::all),
    (&rows::Rows, rows::all),
    (&once::Once, once::all),
    (&Inline, inline::all),
    (&clamp::Clamp, clamp::all),
    (&constant::Constant, constant::all),
    (&replaces::Replaces, replaces::all),
    (&borrow::Borrow, borrow::all),
    (&borrowed::Borrowed, borrowed::all),
    (&stretch::Stretch, stretch::all),
    (&tabulate::Tabulate, tabulate::all),
    (&Formatting, formatting::all),
    (&Spread, spread::all),
    (&lend::Lend, lend::all),
];

/// What people know about code such as a program's: what the rules say, and what no pattern can say. With the operators' names.
pub fn idioms(program: &Program) -> Vec<(&'static str, Rewriting)> {
    let named = |(operator, all): &Exhaustive| {
        let name = operator.name();
        all(program).into_iter().map(move |rewriting| (name, rewriting))
    };
    let rules = program.rewrites().iter().map(|rewriting| (Rewrite.name(), rewriting.clone()));
    STRUCTURE.iter().flat_map(named).chain(rules).collect()
}

/// Whether an operator, by the name that its changes bear, only says the same in other words.
pub fn rewords(program: &Program, operator: &str, name: &str) -> bool {
    [Inline.name(), Spread.name(), Formatting.name()].contains(&operator) || program.rules.reword(name)
}

/// A few bodies that others gave functions such as a program's, with the operator's name.
pub fn bodies(program: &Program) -> Vec<(&'static str, Rewriting)> {
    donor::likeliest(program).into_iter().map(|rewriting| (donor::Body.name(), rewriting)).collect()
}

/// What a [`Program`] is made from.
pub struct View<'a> {
    /// The rendered candidate.
    pub sources: &'a Sources,
    /// The types of that text; may be empty.
    pub types: &'a TypeMap,
    /// Where time goes.
    pub weights: &'a Weights,
    /// Rules to rewrite by.
    pub rules: &'a Arc<Rules>,
    /// Code to transplant.
    pub donors: &'a Arc<Donors>,
    /// What code of the seed comes to that depends on nothing.
    pub values: &'a Arc<Values>,
    /// Whether a function of a file may be edited, by its path (`cache::Lru::get`) or that of a const.
    pub allowed: &'a (dyn Fn(&str, &str) -> bool + Sync),
    /// Whether safe code in files that hold `unsafe` may be edited.
    pub allow_unsafe: bool,
    /// Whether private functions that nothing calls may be edited.
    pub allow_uncalled: bool,
}

/// A view in which all may be edited that can be, and nothing is known but the text.
pub fn everything(sources: &Sources) -> View<'_> {
    type Nothing = (TypeMap, Weights, Arc<Rules>, Arc<Donors>, Arc<Values>);
    static NOTHING: LazyLock<Nothing> = LazyLock::new(Default::default);
    let (types, weights, rules, donors, values) = &*NOTHING;
    let allowed = &|_: &str, _: &str| true;
    View { sources, types, weights, rules, donors, values, allowed, allow_unsafe: false, allow_uncalled: true }
}

/// How much of the seed's time is spent in each function, as shares of 1.
#[derive(Debug, Clone, Default)]
pub struct Weights(BTreeMap<String, f64>);

impl Weights {
    /// What a function that no sample fell into still weighs.
    const FLOOR: f64 = 0.02;

    /// From the share of samples by function path. Functions that are not named get a small weight.
    pub fn new(shares: impl IntoIterator<Item = (String, f64)>) -> Weights {
        Weights(shares.into_iter().collect())
    }

    /// The weight of a function; the same for all if nothing was measured.
    pub fn of(&self, path: &str) -> f64 {
        if self.0.is_empty() { 1.0 } else { Self::FLOOR + self.0.get(path).copied().unwrap_or_default().max(0.0) }
    }
}

/// Takes a candidate apart, on a thread of its own: `proc-macro2` keeps every text it ever parsed until
/// its thread ends, which a run of hours could not afford.
pub fn take_apart(view: &View) -> Program {
    const STACK: usize = 64 << 20; // deeply nested expressions are walked by recursion
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, || scan::scan(view));
        thread.ok().and_then(|thread| thread.join().ok()).unwrap_or_default()
    })
}

#[cfg(test)]
mod testing;
