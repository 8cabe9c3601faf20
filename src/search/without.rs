//! What a search goes without: operators and moves of its own, by name. A baseline is a search without much; an ablation
//! is a search without one thing. Nothing here knows what a part does.

use std::collections::BTreeSet;
use std::str::FromStr;

use crate::genome::Edit;
use crate::operators::{ALL, holes};

/// What people know, tried first on the seed and again on each new leader.
pub const IDIOMS: &str = "idioms";
/// What fits behind other words, tried together with these.
pub const WORDS: &str = "words";
/// Neutral edits, kept and stacked.
pub const BANK: &str = "bank";
/// What comes of two survivors.
pub const CROSS: &str = "cross";
/// An edit taken back.
pub const DROP: &str = "drop";

/// Something that a search can go without: an operator, or a move of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Part(&'static str);

impl Part {
    /// Everything that can be left out.
    fn all() -> impl Iterator<Item = &'static str> {
        [IDIOMS, WORDS, BANK, CROSS, DROP, holes::NAME, Edit::REPAIR]
            .into_iter()
            .chain(ALL.iter().map(|known| known.name()))
    }

    /// As the command line, events and reports spell it.
    pub fn name(self) -> &'static str {
        self.0
    }
}

impl FromStr for Part {
    type Err = String;

    fn from_str(name: &str) -> Result<Part, String> {
        let known = Part::all().find(|known| *known == name).map(Part);
        known.ok_or_else(|| {
            format!("no part of a search is called so; there are: {}", Part::all().collect::<Vec<_>>().join(", "))
        })
    }
}

/// The parts that are left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Without(BTreeSet<Part>);

impl Without {
    /// What plain local search goes without.
    const PLAIN: [&'static str; 7] = [IDIOMS, BANK, CROSS, holes::NAME, "rewrite", "donor", "donor-call"];

    pub fn new(parts: impl IntoIterator<Item = Part>) -> Without {
        Without(parts.into_iter().collect())
    }

    /// Without these, and without what sets local search apart.
    pub fn plain(mut self) -> Without {
        self.0.extend(Self::PLAIN.map(Part));
        self
    }

    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|part| part.0 == name)
    }

    pub fn names(&self) -> Vec<&'static str> {
        self.0.iter().map(|part| part.0).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_plain_search_goes_without_exists() {
        for name in Without::PLAIN {
            assert_eq!(name.parse::<Part>().map(Part::name), Ok(name));
        }
        assert!("rewrites".parse::<Part>().is_err_and(|why| why.contains("rewrite, ")));
    }
}
