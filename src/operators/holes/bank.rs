//! Small expressions from the bottom up, one of each kind: two that have the same values on all inner examples are one
//! (Albarghouthi, Gulwani, Kincaid, "Recursive program synthesis", 2013). They are ranked by how often they have the value
//! of what stood there.

use std::cmp::Reverse;
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use super::language::{BOOL, Binary, Expr, Scalar, U32, Unary, unary};
use super::{Example, Site};
use crate::operators::ingredients::MULTIPLIERS;

/// An expression with its values.
#[derive(Debug, Clone)]
pub struct Term {
    pub expr: Arc<Expr>,
    values: Arc<[u64]>,
    /// How many examples have the value of what stood there.
    pub agrees: usize,
}

/// The expressions of a site's type, of those built from its inputs.
pub struct Bank {
    /// Those of the site's type, the smallest first.
    pub terms: Vec<Term>,
    /// Names, numbers and what is nearly so, of all types: what larger ones are made of.
    pub small: Vec<Term>,
}

/// Operations that integers are combined by.
const ARITHMETIC: [Binary; 10] = [
    Binary::Add,
    Binary::Sub,
    Binary::Mul,
    Binary::And,
    Binary::Or,
    Binary::Xor,
    Binary::Min,
    Binary::Max,
    Binary::Rem,
    Binary::Div,
];
const COMPARISONS: [Binary; 4] = [Binary::Lt, Binary::Le, Binary::Eq, Binary::Ne];
/// Numbers of bits to shift and rotate by.
const SHIFTS: [u64; 14] = [1, 2, 3, 4, 5, 7, 8, 11, 13, 16, 24, 29, 32, 47];
/// Terms that are kept, and how many of two operations are built of those with one.
const MOST: usize = 2500;
const BUILT_ON: usize = 80;

struct Builder<'a> {
    examples: &'a [Example],
    seen: HashSet<u64>,
    kept: Vec<Term>,
    wraps: bool,
}

impl Bank {
    /// Builds them.
    pub fn new(site: &Site, examples: &[Example]) -> Bank {
        let mut builder = Builder { examples, seen: HashSet::new(), kept: Vec::new(), wraps: site.wraps };
        let main = main_type(site);
        let had = |place: &usize| site.forgotten >> place & 1 == 0;
        for (place, input) in site.inputs.iter().enumerate().filter(|(place, _)| had(place)) {
            let plain = Arc::new(Expr::Input(place, input.ty));
            let values = examples.iter().map(|example| example.inputs[place]).collect();
            let input = builder.keep(plain, values);
            if let Some(input) = input.filter(|input| input.expr.ty() != main) {
                builder.unary(Unary::Cast(main), &input);
            }
        }
        for (value, ty) in constants(site, main) {
            builder.keep(Arc::new(Expr::Constant(value, ty)), vec![value; examples.len()]);
        }
        let small = builder.kept.clone();
        builder.combine(&small, &small, main, site.ty);
        builder.shift(&small, main);
        // Then those of two operations, built on what agrees most with what stood there and some of the rest; of what has
        // another type, on what says most about the inputs.
        let varied = |term: &Term| Reverse(term.expr.reads().count_ones());
        let (mut one, mut other): (Vec<Term>, Vec<Term>) =
            builder.kept[small.len()..].iter().cloned().partition(|term| term.expr.ty() == site.ty);
        one.sort_by_key(|term| (Reverse(term.agrees), varied(term)));
        let rest = one.split_off(one.len().min(BUILT_ON / 2));
        let stride = (rest.len() / (BUILT_ON / 2)).max(1);
        one.extend(rest.into_iter().step_by(stride));
        let likeliest = one[..one.len().min(BUILT_ON / 2)].to_vec();
        other.sort_by_key(varied);
        other.truncate(BUILT_ON);
        one.extend(other);
        builder.combine(&one, &small, main, site.ty);
        builder.shift(&one, main);
        if site.ty == BOOL {
            builder.combine(&likeliest, &likeliest, main, site.ty);
        }
        let terms = builder.kept.into_iter().filter(|term| term.expr.ty() == site.ty).collect();
        Bank { terms, small }
    }
}

/// The type that most is computed in: the site's, or where that is `bool` that of most inputs.
fn main_type(site: &Site) -> Scalar {
    if site.ty.is_int() {
        return site.ty;
    }
    let ints = || site.inputs.iter().map(|input| input.ty).filter(|ty| ty.is_int());
    let often = |ty: &Scalar| ints().filter(|other| other == ty).count();
    // Of equals the first.
    ints().rev().max_by_key(often).unwrap_or(U32)
}

fn constants(site: &Site, main: Scalar) -> Vec<(u64, Scalar)> {
    let mut found: Vec<(u64, Scalar)> = Vec::new();
    let types: Vec<Scalar> = [main].into_iter().chain(site.inputs.iter().map(|input| input.ty)).collect();
    let near = |&(value, ty): &(u64, Scalar)| {
        let value = if ty.signed { i128::from(value as i64) } else { i128::from(value) };
        [value, value + 1, value - 1].into_iter().filter_map(move |value| Some((ty.value(value)?, ty)))
    };
    found.extend(site.numbers.iter().filter(|(_, ty)| types.contains(ty)).flat_map(near));
    found.extend([0, 1, 2].map(|value| (value, main)));
    if site.ty.is_int() && main.bits >= 32 {
        let fits = |value: &u64| main.value(i128::from(*value)).map(|value| (value, main));
        found.extend(MULTIPLIERS.iter().filter_map(fits));
    }
    if site.ty == BOOL {
        found.extend([(0, BOOL), (1, BOOL)]);
    }
    let mut seen = HashSet::new();
    found.retain(|constant| seen.insert(*constant));
    found
}

impl Builder<'_> {
    /// Keeps an expression whose values nothing before it has.
    fn keep(&mut self, expr: Arc<Expr>, values: Vec<u64>) -> Option<Term> {
        let mut hasher = DefaultHasher::new();
        (expr.ty(), &values).hash(&mut hasher);
        // Without examples all would be one.
        if self.kept.len() >= MOST || !values.is_empty() && !self.seen.insert(hasher.finish()) {
            return None;
        }
        let agrees = values.iter().zip(self.examples).filter(|(value, example)| **value == example.result).count();
        let term = Term { expr, values: values.into(), agrees };
        self.kept.push(term.clone());
        Some(term)
    }

    fn unary(&mut self, operation: Unary, inner: &Term) -> Option<Term> {
        let ty = inner.expr.ty();
        let values: Option<Vec<u64>> = inner.values.iter().map(|value| unary(operation, ty, *value)).collect();
        self.keep(Arc::new(Expr::Unary(operation, inner.expr.clone())), values?)
    }

    /// Where plain arithmetic overflows on an example, the wrapping kind.
    fn binary(&mut self, operation: Binary, left: &Term, right: &Term) {
        let ty = left.expr.ty();
        let values = |operation: Binary| -> Option<Vec<u64>> {
            left.values.iter().zip(&*right.values).map(|(a, b)| operation.of(ty, *a, *b)).collect()
        };
        let first = if self.wraps { operation.wrapping() } else { operation };
        let found = values(first).map(|values| (first, values));
        let found = found.or_else(|| Some((operation.wrapping(), values(operation.wrapping())?)));
        if let Some((operation, values)) = found {
            let expr = Expr::Binary(operation, left.expr.clone(), right.expr.clone());
            self.keep(Arc::new(expr), values);
        }
    }

    fn combine(&mut self, left: &[Term], right: &[Term], main: Scalar, wanted: Scalar) {
        for (one, two) in left.iter().flat_map(|one| right.iter().map(move |two| (one, two))) {
            let (ty, constant) = (one.expr.ty(), |term: &Term| matches!(*term.expr, Expr::Constant(..)));
            if ty != two.expr.ty() || constant(one) && constant(two) {
                continue;
            }
            let operations: &[&[Binary]] = match (ty, wanted) {
                (BOOL, _) => &[&[Binary::And, Binary::Or]],
                (_, BOOL) if ty == main => &[&COMPARISONS, &ARITHMETIC],
                (_, BOOL) => &[&COMPARISONS],
                _ if ty == main => &[&ARITHMETIC],
                _ => &[],
            };
            for operation in operations.iter().copied().flatten() {
                self.binary(*operation, one, two);
                if !operation.commutes() {
                    self.binary(*operation, two, one);
                }
            }
        }
    }

    fn shift(&mut self, of: &[Term], main: Scalar) {
        let bits = SHIFTS.iter().filter(|by| **by < u64::from(main.sure_bits()));
        let by: Vec<Term> = bits
            .map(|&by| Term {
                expr: Arc::new(Expr::Constant(by, U32)),
                values: vec![by; self.examples.len()].into(),
                agrees: 0,
            })
            .collect();
        for term in of.iter().filter(|term| !matches!(*term.expr, Expr::Constant(..))) {
            if term.expr.ty() == BOOL || term.expr.ty() == main {
                self.unary(Unary::Not, term);
            }
            if term.expr.ty() == main && main.is_int() {
                for by in &by {
                    [Binary::Shl, Binary::Shr, Binary::Rotate].into_iter().for_each(|op| self.binary(op, term, by));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sites;
    use super::*;
    use crate::operators::testing::program;

    /// The bank of the site whose text is `text`; `of` says what stood there made of its inputs.
    fn bank(source: &str, text: &str, examples: &[&[u64]], of: &dyn Fn(&[u64]) -> u64) -> (Site, Vec<String>) {
        let program = program(source);
        let at = |site: &Site| program.source(&program.exprs[site.expr]) == text;
        let site = sites(&program).into_iter().find(at).unwrap();
        let example = |inputs: &&[u64]| Example { inputs: inputs.to_vec(), result: of(inputs) };
        let examples: Vec<Example> = examples.iter().map(example).collect();
        let mut terms = Bank::new(&site, &examples).terms;
        terms.sort_by_key(|term| std::cmp::Reverse(term.agrees));
        let printed = terms.iter().map(|term| site.print(&term.expr).text).collect();
        (site, printed)
    }

    #[test]
    fn what_always_has_the_value_of_what_stood_there_comes_first() {
        let source = "fn f(x: u32, y: u32) -> u32 { (x * 2u32 - x) + y * 1u32 }";
        let examples: [&[u64]; 4] = [&[3, 8], &[7, 1], &[0, 2], &[100, 50]];
        let (site, found) = bank(source, "(x * 2u32 - x) + y * 1u32", &examples, &|i| i[0] + i[1]);
        let inputs: Vec<&str> = site.inputs.iter().map(|input| &*input.code.text).collect();
        assert_eq!(inputs, ["x", "y"]);
        assert_eq!(found[0], "x + y");
        assert!(!found[1..].contains(&"y + x".to_owned()), "one of each kind");
    }

    #[test]
    fn conditions_are_comparisons_of_what_is_in_scope() {
        let source = "fn f(i: usize, list: &[u8]) -> bool { i + 1usize <= list.len() }";
        let examples: [&[u64]; 5] = [&[0, 0], &[1, 2], &[4, 3], &[3, 3], &[2, 3]];
        let (_, found) = bank(source, "i + 1usize <= list.len()", &examples, &|i| u64::from(i[0] < i[1]));
        assert_eq!(found[0], "i < list.len()");
    }

    #[test]
    fn where_plain_arithmetic_would_overflow_it_wraps() {
        let source = "fn f(x: u64, y: u64) -> u64 { x ^ y }";
        let (_, found) = bank(source, "x ^ y", &[&[u64::MAX, 2], &[1, 1]], &|i| i[0] ^ i[1]);
        assert!(found.contains(&"x.wrapping_mul(y)".to_owned()) && !found.contains(&"x * y".to_owned()));
    }
}
