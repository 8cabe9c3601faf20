//! Donors: code that was written elsewhere, put where its types fit (as in Barr et al., "Automated software transplantation").
//!
//! A donor need not do what the host does: the verdict decides. This module knows how donors meet a program; it must not know
//! any donor by name.

use std::collections::BTreeSet;

use rand::{Rng, RngExt};

use super::Operator;
use super::code::Code;
use super::layout;
use super::program::{Function, Program, Shape};
use super::rules::Rewriting;
use crate::genome::Change;
use crate::genome::tokens::tokens;

mod call;
mod fitting;
mod names;
mod store;

pub use call::Call;
use fitting::{Fitting, Offer, fittings, result};
use store::{Donor, subjects};
pub use store::{DonorError, DonorFile, Donors};

/// Gives a function the body of another one that takes and gives the same types.
/// ```text
/// fn hash(key: &str) -> u64 { let mut product = 1; for byte in key.bytes() { … } product }
/// fn hash(key: &str) -> u64 { let bytes: &[u8] = key.as_bytes(); let mut hash = 0xcbf2_9ce4_8422_2325; … hash }
/// ```
pub struct Body;

impl Operator for Body {
    fn name(&self) -> &'static str {
        "donor"
    }

    fn propose(&self, program: &Program, rng: &mut dyn Rng) -> Option<Change> {
        let bodies = (0..program.functions.len()).filter(|&index| !program.functions[index].body.is_empty());
        let index = program.pick_function(rng, bodies)?;
        likely(rng, &bodies_for(program, index)).map(|(_, change)| change.clone())
    }
}

/// One of some that are in order, mostly one of the first.
fn likely<'a, T>(rng: &mut dyn Rng, found: &'a [T]) -> Option<&'a T> {
    let mut draw = || rng.random_range(0..found.len().max(1));
    found.get(draw().min(draw()))
}

/// The whole bodies that are most like what they would take the place of, those where time is spent first; not many.
pub fn likeliest(program: &Program) -> Vec<Rewriting> {
    const MOST: usize = 30;
    let all = (0..program.functions.len()).flat_map(|function| {
        let of = bodies_for(program, function).into_iter();
        of.map(move |(rank, change)| (rank, Rewriting { function, change }))
    });
    let mut all: Vec<(i64, Rewriting)> = all.collect();
    let weight = |rewriting: &Rewriting| program.functions[rewriting.function].weight;
    all.sort_by(|(a, one), (b, two)| weight(two).total_cmp(&weight(one)).then(a.cmp(b)));
    all.into_iter().take(MOST).map(|(_, rewriting)| rewriting).collect()
}

/// What every donor that fits makes of a function, the likeliest first, with how far-fetched it is.
fn bodies_for(program: &Program, index: usize) -> Vec<(i64, Change)> {
    /// Ways to fill one donor's parameters.
    const WAYS: usize = 3;
    let host = Host::of(program, index);
    let offers = host.offers();
    let given = host.parameters().count();
    let mut found = Vec::new();
    for donor in program.donors.all.iter().filter(|donor| host.admits(donor)) {
        for fitting in fittings(donor, &offers, WAYS) {
            let unused = (0..given).filter(|at| fitting.arguments.iter().all(|argument| argument.offer != *at)).count();
            if let Some((text, cost)) = host.body(donor, &fitting) {
                let rank = host.rank(donor, fitting.cost + cost + 3 * unused as u32);
                let guards = program.guards(index).map(|end| end..host.function.body.end);
                let ranges = guards.into_iter().chain([host.function.body.clone()]);
                found.extend(ranges.map(|range| (rank, host.change(&text, range, donor))));
            }
        }
    }
    found.sort_by_key(|(rank, _)| *rank);
    found
}

/// A function that code is put into.
struct Host<'a> {
    program: &'a Program,
    function: &'a Function,
    index: usize,
    text: &'a str,
    /// What it is about.
    about: BTreeSet<String>,
    /// Macros of the crate.
    macros: BTreeSet<&'a str>,
}

impl<'a> Host<'a> {
    fn of(program: &'a Program, index: usize) -> Host<'a> {
        let function = &program.functions[index];
        let text = program.text(&function.file, &function.range);
        let before = program.text(&function.file, &(0..function.range.start));
        let comment = before.lines().rev().take_while(|line| line.trim_start().starts_with("//"));
        let about = comment.chain([text]).flat_map(subjects).collect();
        Host { program, function, index, text, about, macros: macros(program) }
    }

    /// Whether a donor may stand here at all.
    fn admits(&self, donor: &Donor) -> bool {
        let at_home = donor.home.as_ref().is_none_or(|home| *home == self.function.file);
        let own = self.function.path.rsplit("::").next().is_some_and(|name| name == donor.name && donor.home.is_some());
        at_home
            && !own
            && (donor.is_const || !self.text.starts_with("const "))
            && donor.macros.iter().all(|name| self.macros.contains(&**name))
            && (donor.home.is_some() || !donor.names.iter().any(|name| self.declares(name)))
    }

    /// Whether an item of that name is in the way.
    fn declares(&self, name: &str) -> bool {
        ["fn", "const", "struct", "enum", "type"]
            .iter()
            .any(|kind| self.text.get(3..).is_some_and(|text| text.contains(&format!("{kind} {name}"))))
    }

    /// How far-fetched a donor is: less so if it speaks of the same things.
    fn rank(&self, donor: &Donor, cost: u32) -> i64 {
        let shared = donor.about.intersection(&self.about).count().min(3);
        2 * i64::from(cost) - 3 * shared as i64
    }

    fn parameters(&self) -> impl Iterator<Item = Offer> {
        let mine = |binding: &&super::program::Binding| {
            binding.file == self.function.file && binding.visible == self.function.body && binding.name != "self"
        };
        self.program.bindings.iter().filter(mine).map(|binding| Offer {
            code: Code::atom(&*binding.name),
            ty: binding.ty.as_deref().unwrap_or_default().to_owned(),
            mutable: binding.mutable,
            cost: 0,
        })
    }

    /// Its parameters first, then fields of `self`, constants and literals that it speaks of.
    fn offers(&self) -> Vec<Offer> {
        let mut offers: Vec<Offer> = self.parameters().collect();
        let Program { exprs, .. } = self.program;
        let mut add = |text: &str, ty: &str| {
            if !offers.iter().any(|known| known.code.text == text) {
                offers.push(Offer { code: Code::atom(text), ty: ty.to_owned(), mutable: false, cost: 1 });
            }
        };
        for expr in exprs.iter().filter(|expr| expr.function == self.index && !expr.in_macro) {
            let (text, Some(ty)) = (self.program.source(expr), expr.ty.as_deref()) else { continue };
            let constant = || text.starts_with(|c: char| c.is_uppercase());
            match expr.shape {
                Shape::Field if is_field(text) => add(text, ty),
                Shape::Literal => add(text, ty),
                Shape::Name | Shape::Path if constant() => add(text, ty),
                _ => {}
            }
        }
        offers
    }

    /// The new body, and how far-fetched what becomes of the result is.
    fn body(&self, donor: &Donor, fitting: &Fitting) -> Option<(String, u32)> {
        let returns = fitting.ty(donor, &donor.returns);
        let lines =
            |items: &[&str], last: &str| items.iter().map(|item| format!("{item}\n")).collect::<String>() + last;
        if returns == self.function.returns
            && let Some(body) = fitting.body(donor)
        {
            let helpers: Vec<&str> = donor.helpers.iter().map(String::as_str).collect();
            return Some((lines(&helpers, &body), 0));
        }
        let (value, cost) = result(fitting.call(donor), &returns, &self.function.returns)?;
        Some((lines(&donor.items(), &value.text), cost))
    }

    fn change(&self, text: &str, range: std::ops::Range<usize>, donor: &Donor) -> Change {
        let indent = layout::indent_in(self.program, &self.function.file, self.function.range.start);
        let open = if range.start == self.function.body.start { "{" } else { "" };
        let body = layout::shifted(&format!("{open}\n    {}\n}}", text.replace('\n', "\n    ")), indent);
        Change { file: self.function.file.clone(), range, text: body, operator: donor.operator }
    }
}

/// Whether a text is a field of `self`.
fn is_field(text: &str) -> bool {
    text.strip_prefix("self.").is_some_and(|field| field.chars().all(|c| c.is_alphanumeric() || c == '_'))
}

/// The names of the macros that a program calls; the gate lets no other in.
fn macros(program: &Program) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    for (_, text) in program.sources.iter() {
        let tokens = tokens(text);
        for pair in tokens.windows(2).filter(|pair| &text[pair[1].clone()] == "!") {
            found.insert(&text[pair[0].clone()]);
        }
    }
    found
}

#[cfg(test)]
mod tests;
