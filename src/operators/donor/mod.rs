//! Donors: code that was written elsewhere, put where its types fit (as in Barr et al., "Automated software transplantation").
//!
//! A donor need not do what the host does: the verdict decides. This module knows how donors meet a program; it must not know
//! any donor by name.

use std::collections::BTreeSet;

use rand::{Rng, RngExt};

use super::Operator;
use super::layout;
use super::program::{Binding, Function, Program, Shape};
use super::rules::Rewriting;
use super::types::is_int;
use crate::genome::Change;
use crate::genome::tokens::tokens;

mod call;
mod first;
mod fitting;
mod names;
mod store;

pub use call::Call;
use fitting::{Fitting, Offer, fittings, result};
use store::{Donor, subjects, words};
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
        let index = program.pick_function(rng, with_bodies(program))?;
        likely(rng, transplants(program, index)).map(|(_, change)| change.clone())
    }
}

/// Functions, and no constants.
fn with_bodies(program: &Program) -> impl Iterator<Item = usize> {
    (0..program.functions.len()).filter(|&index| !program.functions[index].body.is_empty())
}

/// One of some that are in order, mostly one of the first.
fn likely<'a, T>(rng: &mut dyn Rng, found: &'a [T]) -> Option<&'a T> {
    let mut draw = || rng.random_range(0..found.len().max(1));
    found.get(draw().min(draw()).min(draw()))
}

/// The bodies that are most like what they would take the place of, those where time is spent first; not many.
pub fn likeliest(program: &Program) -> Vec<Rewriting> {
    const MOST: usize = 30;
    /// So many of one function come before any more of it.
    const OF_ONE: usize = 12;
    let all = with_bodies(program).flat_map(|function| {
        let of = transplants(program, function).iter().enumerate();
        of.map(move |(place, (rank, change))| {
            (place / OF_ONE, *rank, Rewriting { function, changes: vec![change.clone()] })
        })
    });
    let mut all: Vec<(usize, i64, Rewriting)> = all.collect();
    let weight = |rewriting: &Rewriting| program.functions[rewriting.function].weight;
    all.sort_by(|(round, a, one), (other, b, two)| {
        round.cmp(other).then(weight(two).total_cmp(&weight(one))).then(a.cmp(b))
    });
    all.into_iter().take(MOST).map(|(.., rewriting)| rewriting).collect()
}

/// What donors that fit make of a function, the likeliest first, with how far-fetched it is; found once.
fn transplants(program: &Program, index: usize) -> &[(i64, Change)] {
    program.functions[index].transplants.get_or_init(|| fitting_bodies(program, index))
}

fn fitting_bodies(program: &Program, index: usize) -> Vec<(i64, Change)> {
    /// Ways to fill one donor's parameters.
    const WAYS: usize = 3;
    /// How many are kept.
    const KEPT: usize = 60;
    let host = Host::of(program, index);
    let donors: Vec<&Donor> = program.donors.all.iter().filter(|donor| host.admits(donor)).collect();
    let mut found = Vec::new();
    for cut in host.cuts() {
        // Who changes `self` does what no function of values does.
        if !cut.works || host.changes_self() {
            continue;
        }
        for donor in &donors {
            for fitting in fittings(donor, &cut.offers, WAYS) {
                if let Some(forgotten) = cut.forgotten(&fitting)
                    && let Some((text, cost)) = host.body(donor, &fitting)
                {
                    let rank = host.rank(donor, fitting.cost + cost + 3 * forgotten);
                    found.push((rank, host.change(&text, cut.at..host.function.body.end, donor)));
                }
            }
        }
    }
    if !host.changes_self() {
        found.extend(first::asked_first(&host, &donors));
    }
    found.sort_by_key(|(rank, _)| *rank);
    found.truncate(KEPT);
    found
}

/// Where the new part of a body may begin, and what there is from there on.
struct Cut {
    at: usize,
    /// Whether what goes is worth another way: it repeats something, or calls more than once.
    works: bool,
    offers: Vec<Offer>,
    /// Offers that what goes was given; only a number may be forgotten.
    given: Vec<usize>,
    /// Offers of which one must be used: what the last statement that stays is there for, and fields where these are what is read.
    needed: Vec<Vec<usize>>,
}

impl Cut {
    /// How many numbers a fitting leaves out; `None` where it leaves out more.
    fn forgotten(&self, fitting: &Fitting) -> Option<u32> {
        let used = |index: &usize| fitting.arguments.iter().any(|argument| argument.offer == *index);
        let forgotten: Vec<&usize> = self.given.iter().filter(|index| !used(index)).collect();
        let numbers = forgotten.iter().all(|index| is_int(&self.offers[**index].ty));
        let needed = self.needed.iter().all(|some| some.iter().any(used));
        (numbers && needed).then_some(forgotten.len() as u32)
    }
}

/// A function that code is put into.
struct Host<'a> {
    program: &'a Program,
    function: &'a Function,
    index: usize,
    text: &'a str,
    /// What it is about.
    about: BTreeSet<String>,
    /// Names of the items that it declares.
    declared: BTreeSet<&'a str>,
}

impl<'a> Host<'a> {
    fn of(program: &'a Program, index: usize) -> Host<'a> {
        let function = &program.functions[index];
        let text = program.text(&function.file, &function.range);
        let before = program.text(&function.file, &(0..function.range.start));
        let comment = before.lines().rev().take_while(|line| line.trim_start().starts_with("//"));
        let about = comment.chain([text]).flat_map(subjects).collect();
        let tokens = tokens(text);
        let items = tokens.windows(2).skip(1).filter(|pair| ITEMS.contains(&&text[pair[0].clone()]));
        let declared = items.map(|pair| &text[pair[1].clone()]).collect();
        Host { program, function, index, text, about, declared }
    }

    /// Whether a donor may stand here at all.
    fn admits(&self, donor: &Donor) -> bool {
        let at_home = donor.home.as_ref().is_none_or(|home| *home == self.function.file);
        let own = self.function.path.rsplit("::").next().is_some_and(|name| name == donor.name && donor.home.is_some());
        at_home
            && !own
            && (donor.is_const || !self.text.starts_with("const "))
            && donor.macros.iter().all(|name| calls(self.program, name))
            && (donor.home.is_some() || !donor.names.iter().any(|name| self.declared.contains(&**name)))
    }

    fn changes_self(&self) -> bool {
        let head = self.program.text(&self.function.file, &(self.function.range.start..self.function.body.start));
        head.contains("mut self") && !head.contains("(mut self")
    }

    /// How far-fetched a donor is: less so if it speaks of the same things.
    fn rank(&self, donor: &Donor, cost: u32) -> i64 {
        let shared = donor.about.intersection(&self.about).count().min(4);
        2 * i64::from(cost) - 3 * shared as i64
    }

    /// Where the first statement begins.
    fn first_statement(&self) -> Option<usize> {
        let mine = self.program.statements.iter().filter(|statement| statement.function == self.index);
        mine.map(|statement| statement.range.start).min()
    }

    /// The beginning of its body, the end of what refuses arguments, and what follows the first few variables it declares.
    fn cuts(&self) -> Vec<Cut> {
        const STATEMENTS: usize = 6;
        let Program { statements, blocks, .. } = self.program;
        let mine = statements.iter().filter(|statement| statement.function == self.index);
        let first = mine.min_by_key(|statement| statement.range.start);
        let top = first.map_or(&[][..], |first| &blocks[first.block].statements);
        let lets = top.iter().take(STATEMENTS).map(|&index| &statements[index]).filter(|statement| statement.is_let);
        let whole = self.cut(self.function.body.start, &[]);
        let guarded = self.program.guards(self.index).map(|at| self.cut(at, &[]));
        guarded.into_iter().chain([whole]).chain(lets.map(|it| self.cut(it.range.end, &it.declares))).collect()
    }

    fn cut(&self, at: usize, declared: &[String]) -> Cut {
        let Function { file, body, .. } = self.function;
        let (kept, gone) = (self.program.text(file, &(body.start..at)), self.program.text(file, &(at..body.end)));
        let calls = gone.matches('(').count();
        let (kept, gone) = (words(kept), words(gone));
        let works = calls > 1 || ["for", "while", "loop"].iter().any(|word| gone.contains(word));
        let offers = self.offers(at);
        let which = |want: &dyn Fn(&Offer) -> bool| -> Vec<usize> {
            (0..offers.len()).filter(|&index| want(&offers[index])).collect()
        };
        let given = which(&|offer| offer.cost == 0 && !kept.contains(&*offer.code.text));
        let mut needed = Vec::new();
        if !declared.is_empty() {
            needed.push(which(&|offer| declared.contains(&offer.code.text)));
        }
        if gone.contains("self") {
            needed.push(which(&|offer| is_field(&offer.code.text)));
        }
        Cut { at, works, given, needed, offers }
    }

    /// Variables that are there at a place first, then fields of `self`, constants and literals that the function speaks of.
    fn offers(&self, at: usize) -> Vec<Offer> {
        let Function { file, body, .. } = self.function;
        // What gets its type from the use that goes has none then.
        let local =
            |binding: &&&Binding| binding.visible.start >= body.start && binding.name != "self" && !binding.ambiguous;
        let scope = self.program.scope(file, at);
        let variable = |binding: &&Binding| {
            Offer::new(&binding.name, binding.ty.as_deref().unwrap_or_default(), binding.mutable, 0)
        };
        let mut offers: Vec<Offer> = scope.iter().filter(local).map(variable).collect();
        let mut add = |text: &str, ty: &str| {
            if !offers.iter().any(|known| known.code.text == text) {
                offers.push(Offer::new(text, ty, false, 1));
            }
        };
        let exprs = self.program.exprs.iter();
        for expr in exprs.filter(|expr| expr.function == self.index && !expr.in_macro) {
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
        if returns == self.function.returns
            && let Some(body) = fitting.body(donor)
        {
            let helpers: Vec<&str> = donor.helpers.iter().map(String::as_str).collect();
            return Some((after(&helpers, &body), 0));
        }
        let (value, cost) = result(fitting.call(donor), &returns, &self.function.returns)?;
        Some((after(&donor.items(), &value.text), cost))
    }

    fn change(&self, text: &str, range: std::ops::Range<usize>, donor: &Donor) -> Change {
        let indent = layout::indent_in(self.program, &self.function.file, self.function.range.start);
        let open = if range.start == self.function.body.start { "{" } else { "" };
        let body = layout::shifted(&format!("{open}\n    {}\n}}", text.replace('\n', "\n    ")), indent);
        Change { file: self.function.file.clone(), range, text: body, operator: donor.operator }
    }
}

/// A text with the items that it needs on lines of their own before it.
fn after(items: &[&str], text: &str) -> String {
    items.iter().map(|item| format!("{item}\n")).collect::<String>() + text
}

/// Whether a text is a field of `self`.
fn is_field(text: &str) -> bool {
    text.strip_prefix("self.").is_some_and(|field| field.chars().all(|c| c.is_alphanumeric() || c == '_'))
}

/// Words that items begin with.
const ITEMS: &[&str] = &["fn", "const", "struct", "enum", "type"];

/// Whether a program calls a macro; the gate lets no other in.
fn calls(program: &Program, name: &str) -> bool {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    program.sources.iter().any(|(_, text)| {
        text.match_indices(name).any(|(at, _)| text[at + name.len()..].starts_with('!') && !text[..at].ends_with(word))
    })
}

#[cfg(test)]
mod tests;
