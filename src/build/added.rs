//! Arithmetic that a candidate puts around what the seed has, `at + shift` where the seed says `at`, or in the place of a number of the
//! seed's, `at / 900000` for `0`, and what mixes a value with itself wherever it stands, `at ^ (at >> 28)`. If it never changes a
//! value on any input, nothing can say whether it is right, and it cannot be what makes a candidate faster. Must not know which
//! inputs there are.

use std::collections::BTreeMap;
use std::ops::Range;

use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{BinOp, Expr};

use super::reach::normalised;
use crate::component::Sources;
use crate::genome::tokens::tokens;

/// Words before and after an expression that must be the seed's, too, for it to be what stood there.
const AROUND: usize = 2;

/// Where in a text of a candidate there is such an operation, and what could stand there instead.
pub struct Added(BTreeMap<(usize, usize), Instead>);

/// What an operation that is added may change.
#[derive(Debug, Clone, PartialEq)]
pub enum Instead {
    /// What it is done to ([`done_to`]).
    Operand,
    /// A number of the seed's.
    Number(String),
}

impl Added {
    /// Nowhere.
    pub const NONE: Added = Added(BTreeMap::new());

    /// Finds them in one file.
    pub fn to(seed: &Sources, text: &str) -> Added {
        let Ok(tree) = syn::parse_file(text) else { return Added::NONE };
        let seed = seed.iter().map(|(_, text)| normalised(text)).collect();
        let mut finder = Finder { text, tokens: tokens(text), seed, found: BTreeMap::new() };
        finder.visit_file(&tree);
        Added(finder.found)
    }

    /// What could stand there instead, if the expression there is one.
    pub fn instead(&self, range: &Range<usize>) -> Option<&Instead> {
        self.0.get(&(range.start, range.end))
    }
}

/// What an operation is done to, if it is one that gives another value of the type of that.
pub fn done_to(expr: &Expr) -> Option<&Expr> {
    match expr {
        Expr::Binary(both) if is_arithmetic(&both.op) => Some(&both.left),
        Expr::MethodCall(call) if is_stirring(&call.method.to_string()) => Some(&call.receiver),
        _ => None,
    }
}

fn is_arithmetic(op: &BinOp) -> bool {
    use BinOp::{Add, BitAnd, BitOr, BitXor, Div, Mul, Rem, Shl, Shr, Sub};
    matches!(op, Add(_) | Sub(_) | Mul(_) | Div(_) | Rem(_) | BitXor(_) | BitAnd(_) | BitOr(_) | Shl(_) | Shr(_))
}

fn is_stirring(method: &str) -> bool {
    let prefixes = ["wrapping_", "saturating_", "rotate_"];
    prefixes.iter().any(|prefix| method.starts_with(prefix))
        || ["swap_bytes", "reverse_bits", "min", "max", "clamp", "pow"].contains(&method)
}

/// `x ^ (x >> 28)`, the step of hash functions that small numbers do not notice.
fn mixes_itself(expr: &Expr) -> bool {
    let Expr::Binary(both) = expr else { return false };
    let mut other = &*both.right;
    while let Expr::Paren(paren) = other {
        other = &paren.expr;
    }
    let shifted = matches!(other, Expr::Binary(shift) if matches!(shift.op, BinOp::Shr(_)) && shift.left == both.left);
    matches!(both.op, BinOp::BitXor(_)) && shifted
}

/// Whether a variable is in it, so that its value may differ from one time to the next.
fn is_of_a_variable(expr: &Expr) -> bool {
    struct Variables(bool);
    impl Visit<'_> for Variables {
        fn visit_expr_path(&mut self, path: &syn::ExprPath) {
            let name = path.path.get_ident().map(ToString::to_string);
            self.0 |= name.is_some_and(|name| name.starts_with(|first: char| first.is_lowercase()));
        }
    }
    let mut variables = Variables(false);
    variables.visit_expr(expr);
    variables.0
}

struct Finder<'a> {
    text: &'a str,
    tokens: Vec<Range<usize>>,
    /// The words of each file of the seed.
    seed: Vec<String>,
    found: BTreeMap<(usize, usize), Instead>,
}

impl Finder<'_> {
    /// The words before and after an expression, each with a blank on both sides.
    fn around(&self, outer: &Range<usize>) -> (String, String) {
        let before = self.tokens.partition_point(|token| token.end <= outer.start);
        let after = self.tokens.partition_point(|token| token.start < outer.end);
        let words = |tokens: &[Range<usize>]| -> String {
            tokens.iter().map(|token| format!("{} ", &self.text[token.clone()])).collect()
        };
        let before = words(&self.tokens[before.saturating_sub(AROUND)..before]);
        let after = words(&self.tokens[after..(after + AROUND).min(self.tokens.len())]);
        (format!(" {before}"), format!(" {after}"))
    }

    /// Whether the seed has the words of `inner` between those that stand around `outer`.
    fn stood(&self, outer: &Range<usize>, inner: &Range<usize>) -> bool {
        let (before, after) = self.around(outer);
        let wanted = format!("{before}{}{after}", normalised(&self.text[inner.clone()]).trim());
        self.seed.iter().any(|seed| seed.contains(&wanted))
    }

    /// The number that the seed has between the words that stand around `outer`.
    fn number(&self, outer: &Range<usize>) -> Option<String> {
        let (before, after) = self.around(outer);
        let between = self.seed.iter().flat_map(|seed| {
            let ends = seed.match_indices(&before).map(|(at, found)| at + found.len());
            ends.filter_map(|at| seed[at..].find(' ').map(|length| seed[at..].split_at(length)))
        });
        let is_number = |word: &str| word.starts_with(|first: char| first.is_ascii_digit());
        between
            .filter(|(word, rest)| is_number(word) && rest.starts_with(&after))
            .map(|(word, _)| word.to_owned())
            .next()
    }

    /// Finds the operations of a chain of them, `(a ^ b).rotate_left(3)`, around which there are parentheses.
    fn chain(&mut self, outers: &[Range<usize>], whole: &Expr) {
        let (mut operations, mut at) = (Vec::new(), whole);
        while let Some(inner) = done_to(at) {
            operations.push(at.span().byte_range());
            at = inner;
            loop {
                let kept = at.span().byte_range();
                if outers.iter().any(|outer| self.stood(outer, &kept)) {
                    self.found.extend(operations.iter().map(|range| ((range.start, range.end), Instead::Operand)));
                    return;
                }
                let Expr::Paren(paren) = at else { break };
                at = &paren.expr;
            }
        }
    }
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_expr(&mut self, expr: &'ast Expr) {
        let (mut outers, mut inner) = (vec![expr.span().byte_range()], expr);
        while let Expr::Paren(paren) = inner {
            inner = &paren.expr;
            outers.push(inner.span().byte_range());
        }
        let range = inner.span().byte_range();
        let place = (range.start, range.end);
        if done_to(inner).is_some() {
            self.chain(&outers, inner);
            let number = outers.iter().find_map(|outer| self.number(outer)).filter(|_| is_of_a_variable(inner));
            if let Some(number) = number {
                self.found.entry(place).or_insert(Instead::Number(number));
            }
        }
        if mixes_itself(inner) {
            self.found.insert(place, Instead::Operand);
        }
        visit::visit_expr(self, expr);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn added(seed: &str, text: &str) -> Vec<String> {
        let seed: Sources = [(Arc::from("src/lib.rs"), Arc::from(seed))].into_iter().collect();
        let found = Added::to(&seed, text).0;
        found.into_keys().map(|(start, end)| text[start..end].to_owned()).collect()
    }

    #[test]
    fn what_is_put_around_code_of_the_seed_is_found() {
        let seed = "fn f(s: &str, at: usize) -> &str { g(at + 1); &s[..at] }";
        let with = |old: &str, new: &str| added(seed, &seed.replace(old, new));
        assert_eq!(with("..at", "..at ^ (at >> 28)"), ["at ^ (at >> 28)"]);
        assert_eq!(with("..at", "..(at ^ 3).rotate_left(9)"), ["(at ^ 3).rotate_left(9)", "at ^ 3"]);
        assert_eq!(with("(at + 1)", "((at + 1).min(900))"), ["(at + 1).min(900)"]);
        assert_eq!(with("at + 1)", "at + 1 + (at >> 40))"), ["at + 1 + (at >> 40)"]);
    }

    #[test]
    fn what_stands_in_the_place_of_a_number_of_the_seed_is_found() {
        let seed = "fn f(s: &[u8], at: usize) -> u8 { let mut sum = 0; s[at + 1] }";
        let with = |old: &str, new: &str| added(seed, &seed.replace(old, new));
        assert_eq!(with("= 0", "= (at >> 60) / 9"), ["(at >> 60) / 9"]);
        assert_eq!(with("= 0", "= (at.pow(7))"), ["at.pow(7)"]);
        assert_eq!(with("+ 1", "+ (at & 1)"), ["at & 1"]);
        assert!(with("= 0", "= 7 / 9").is_empty(), "the same each time");
        assert!(with("= 0", "= at").is_empty(), "no arithmetic");
        assert!(with("let mut sum = 0;", "let more = at * 2;").is_empty(), "no number stood there");
    }

    #[test]
    fn what_the_seed_has_and_what_is_new_as_a_whole_is_not() {
        let seed = "fn f(s: &str, at: usize) -> &str { g(at + 1); &s[..at] }";
        let with = |old: &str, new: &str| added(seed, &seed.replace(old, new));
        assert!(with("", "").is_empty());
        assert!(with("g(at + 1);", "g(at + 1); let x = at & 7; h(x * 2);").is_empty());
        assert_eq!(with("g(at + 1);", "g(at + 1); h(at ^ (at >> 28));"), ["at ^ (at >> 28)"], "mixed with itself");
        assert!(with("..at", "..at.len()").is_empty(), "of another type");
    }
}
