//! Every combination of the smallest arguments: most faults show on small inputs, if only all of them are tried ("small scope
//! hypothesis", Jackson and Damon). Must not know what a right answer is.

use std::sync::Arc;

use rand::{Rng, RngExt};
use serde_json::{Value, json};

use super::values::{Kind, items};
use super::{BEFORE, Called, Generator};
use crate::replay::harness::Harness;
use crate::trace::{Entry, Session, Trace};

/// Most combinations for one function.
const MOST: usize = 80;
/// Recorded calls from the one on that is made with other arguments.
const AFTER: usize = 6;

/// For each function of the trace, sessions that call it with small arguments, made from the sessions `from`.
pub fn small(harness: &Harness, trace: &Trace, from: &[usize], rng: &mut dyn Rng) -> Vec<Session> {
    let generator = Generator::new(&|event| harness.function(event), trace, from);
    let mut made = Vec::new();
    for (key, callee) in &generator.callees {
        made.extend(generator.around(*key, 0, |recorded| {
            let choices: Vec<Vec<Arc<Value>>> = callee
                .args
                .iter()
                .zip(recorded)
                .map(|(kind, value)| kind.small(value).into_iter().map(Arc::new).collect())
                .collect();
            combinations(&choices, rng)
        }));
    }
    made
}

impl Generator<'_> {
    /// Sessions around a call of a function, its `example`-th recorded one or so, with each of the arguments that `choose` makes of
    /// the recorded ones. What takes such arguments, too, is called with them next.
    pub(super) fn around(
        &self,
        key: Called,
        example: usize,
        choose: impl FnOnce(&[Arc<Value>]) -> Vec<Vec<Arc<Value>>>,
    ) -> Vec<Session> {
        let examples = &self.examples[&key];
        let Some(&(base, at)) = examples.get(example % examples.len().max(1)) else { return Vec::new() };
        let base = &self.bases[base];
        let Entry::Call(example) = &base.session.entries[at] else { return Vec::new() };
        let taken = [at.saturating_sub(BEFORE), at].map(|start| base.excerpt(start));
        let Some(taken) = taken.into_iter().find(|taken| taken.contains(&at)) else { return Vec::new() };
        let place = taken.iter().take_while(|entry| **entry != at).count();
        let session = |args: Vec<Arc<Value>>| {
            let mut entries = base.copy(&taken[..(place + AFTER).min(taken.len())]);
            if let Some(Entry::Call(event)) = entries.get_mut(place) {
                Arc::make_mut(event).args = args;
                let event = event.clone();
                entries.splice(place + 1..place + 1, self.echoes(&event));
            }
            Session { file: base.session.file, entries: self.mend(entries) }
        };
        choose(&example.args).into_iter().map(session).collect()
    }
}

/// All ways to take one of each, or some of them where there are very many.
fn combinations<T: Clone>(choices: &[Vec<T>], rng: &mut dyn Rng) -> Vec<Vec<T>> {
    let count = choices.iter().try_fold(1usize, |count, choice| count.checked_mul(choice.len()));
    let pick = |mut number: usize| -> Vec<T> {
        let take = |choice: &Vec<T>| {
            let value = choice[number % choice.len()].clone();
            number /= choice.len();
            value
        };
        choices.iter().map(take).collect()
    };
    match count {
        Some(0 | 1) => Vec::new(),
        Some(count) if count <= MOST => (0..count).map(pick).collect(),
        count => (0..MOST).map(|_| pick(rng.random_range(0..count.unwrap_or(usize::MAX)))).collect(),
    }
}

impl Kind {
    /// The smallest values of the kind; the recorded one where nothing can be made.
    fn small(&self, recorded: &Value) -> Vec<Value> {
        match self {
            Kind::Text => ["", "a", "b", "aa", "ab", "ba", "aba"].map(Value::from).into(),
            Kind::Bytes => [json!([]), json!([0]), json!([97]), json!([97, 97]), json!([97, 98]), json!([255])].into(),
            Kind::Char => ["a", "b", "\0"].map(Value::from).into(),
            Kind::Bool => vec![false.into(), true.into()],
            Kind::Integer { .. } => vec![0.into(), 1.into(), 2.into(), 3.into()],
            Kind::Float => vec![0.0.into(), 1.0.into(), (-1.5).into()],
            Kind::Option(of) => [Value::Null].into_iter().chain(of.sample()).collect(),
            Kind::List(of) => {
                let sample = items(recorded).and_then(|items| items.first().cloned()).or_else(|| of.sample());
                let Some(one) = sample else { return vec![json!([])] };
                let two = of.small(&one).into_iter().find(|other| *other != one).unwrap_or_else(|| one.clone());
                let lists = [vec![], vec![&one], vec![&one, &one], vec![&one, &two], vec![&two, &one]];
                lists.map(|list| list.into_iter().cloned().collect()).into()
            }
            _ => vec![recorded.clone()],
        }
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;
    use syn::parse_quote;

    use super::*;

    #[test]
    fn small_arguments_are_combined_in_every_way() {
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let text = Kind::of(&parse_quote!(&str)).small(&json!("recorded"));
        let pairs = combinations(&[text.clone(), text.clone()], &mut rng);
        assert_eq!(pairs.len(), 49);
        assert!(pairs.contains(&vec![json!("aa"), json!("")]) && pairs.contains(&vec![json!("ab"), json!("ba")]));
        assert_eq!(combinations(&[text.clone(), text.clone(), text], &mut rng).len(), MOST);
        assert!(combinations(&[vec![json!(1)]], &mut rng).is_empty(), "nothing small about it");
        let lists = Kind::of(&parse_quote!(&[u32])).small(&json!([7, 9]));
        assert_eq!(lists, [json!([]), json!([7]), json!([7, 7]), json!([7, 0]), json!([0, 7])]);
    }
}
