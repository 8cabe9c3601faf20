//! What the operators' tests share.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use super::program::Program;
use super::rules::Rewriting;
use super::{ALL, Donors, Operator, Rules, View, Weights, take_apart};
use crate::component::Sources;
use crate::component::types::TypeMap;

const FILE: &str = "src/lib.rs";

/// Read once for all tests.
static RULES: LazyLock<Arc<Rules>> = LazyLock::new(|| Arc::new(Rules::with(&[]).unwrap()));
static DONORS: LazyLock<Arc<Donors>> = LazyLock::new(|| Arc::new(Donors::with(&[]).unwrap()));

/// Takes a text apart, without rustc: only the types that stand in it are known.
pub fn program(source: &str) -> Program {
    take(&Sources::default().with(FILE, source))
}

/// Takes several files apart.
pub fn take(sources: &Sources) -> Program {
    let view = View {
        sources,
        types: &TypeMap::default(),
        weights: &Weights::default(),
        rules: &RULES,
        donors: &DONORS,
        values: &Arc::default(),
        allowed: &|_, _| true,
        allow_unsafe: false,
        allow_uncalled: true,
    };
    take_apart(&view)
}

/// All texts that an operator makes of `source` in many tries. Each of them parses.
pub fn all(operator: &dyn Operator, source: &str) -> BTreeSet<String> {
    let program = program(source);
    let mut found = BTreeSet::new();
    for seed in 0..4000 {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        if let Some(change) = operator.propose(&program, &mut rng) {
            let mut text = source.to_owned();
            text.replace_range(change.range, &change.text);
            if !found.contains(&text) {
                syn::parse_file(&text).unwrap_or_else(|error| panic!("{} made {error} of {text}", operator.name()));
            }
            found.insert(text);
        }
    }
    found
}

/// [`all`] as one text, to search in.
pub fn outcomes(operator: &dyn Operator, source: &str) -> String {
    all(operator, source).into_iter().collect::<Vec<_>>().join("\n---\n")
}

/// What rewritings make of a text, each by itself, as one text to search in. Each of them parses.
pub fn rewritten(source: &str, rewritings: Vec<Rewriting>) -> String {
    let apply = |rewriting: Rewriting| {
        let mut text = source.to_owned();
        for change in rewriting.changes {
            text.replace_range(change.range, &change.text);
        }
        syn::parse_file(&text).unwrap_or_else(|error| panic!("{error} in {text}"));
        text
    };
    rewritings.into_iter().map(apply).collect::<Vec<_>>().join("\n---\n")
}

/// Whether one change by any operator leads from one text to another.
pub fn reachable(from: &str, to: &str) -> bool {
    ALL.iter().any(|operator| all(*operator, from).contains(to))
}
