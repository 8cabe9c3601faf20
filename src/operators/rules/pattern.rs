//! Rust text with holes, and where it fits a program. Knows tokens and the places of expressions; it must not know what is
//! put in the place of what it finds.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::spelling::{self, Word, widened};
use crate::genome::tokens::tokens;
use crate::operators::program::Program;

/// What may stand in a hole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An expression.
    Expr,
    /// A name.
    Ident,
    /// A literal.
    Literal,
    /// A type.
    Type,
    /// A pattern, as in `for (i, x) in`.
    Pattern,
    /// Any number of statements.
    Statements,
}

/// What a pattern is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    Token(String),
    Hole(String, Kind),
    /// A text with a name in it, as in `"{x:02}"`: what stands before, the hole, what stands behind.
    Inside(String, String, String),
    /// A number, and the hole that is the type which stands right behind it, if one does.
    Suffixed(String, String),
    /// One or the other; the first is how it is written in the pattern.
    Either(Vec<Vec<Piece>>),
}

/// Rust text in which `$name` or `$name:kind` is a hole; the same name twice is the same text twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern(Vec<Piece>);

/// What stands in the holes, as ranges of the text.
pub type Bound = Vec<(String, Range<usize>)>;

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// A hole without a name, or of a kind that there is not.
    pub fn parse(text: &str) -> Result<Pattern, String> {
        let ranges = pieces(text);
        let word = |at: usize| ranges.get(at).map(|range| &text[range.clone()]);
        let adjacent = |one: usize, two: usize| ranges.get(one).map(|r| r.end) == ranges.get(two).map(|r| r.start);
        let mut pattern = Vec::new();
        let mut at = 0;
        while let Some(token) = word(at) {
            let glued = at > 0 && adjacent(at - 1, at);
            if token != "$" {
                let piece = within(token).unwrap_or_else(|| Piece::Token(token.to_owned()));
                pattern.push(Word { piece, glued });
                at += 1;
                continue;
            }
            let name = word(at + 1).filter(|name| is_name(name)).ok_or("a `$` is followed by the name of a hole")?;
            let kind = match (word(at + 2), word(at + 3)) {
                (Some(":"), Some(kind)) if adjacent(at + 1, at + 2) && adjacent(at + 2, at + 3) && is_name(kind) => {
                    at += 2;
                    kind_named(kind)?
                }
                _ => Kind::Expr,
            };
            pattern.push(Word { piece: Piece::Hole(name.to_owned(), kind), glued });
            at += 2;
        }
        Ok(Pattern(widened(pattern)))
    }

    /// As it is written.
    fn written(&self) -> impl Iterator<Item = &Piece> {
        self.0.iter().flat_map(written)
    }

    /// The names of the holes.
    pub fn holes(&self) -> impl Iterator<Item = &str> {
        self.written().filter_map(|piece| match piece {
            Piece::Hole(name, _) | Piece::Inside(_, name, _) => Some(&**name),
            _ => None,
        })
    }

    /// The names of the holes that a `for`, a `let` or the head of a closure declares.
    pub fn declared(&self) -> impl Iterator<Item = &str> {
        let (mut declares, mut closure, mut before) = (false, false, "");
        self.written().filter_map(move |piece| match piece {
            Piece::Token(token) => {
                match &**token {
                    "|" if closure => (declares, closure) = (false, false),
                    "|" if matches!(before, "(" | "," | "=" | "move") => (declares, closure) = (true, true),
                    "for" | "let" => declares = true,
                    "," if closure => declares = true,
                    "in" | ":" | "=" => declares = false,
                    _ => {}
                }
                before = token;
                None
            }
            Piece::Hole(name, Kind::Ident) if declares => Some(&**name),
            _ => {
                before = "";
                None
            }
        })
    }

    /// The words and signs that stand in a text wherever the pattern does, however it is spelled.
    fn needed(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|piece| match piece {
            Piece::Token(token) if spelling::integer(token).is_none() => Some(&**token),
            _ => None,
        })
    }

    /// Whether it is nothing but a hole.
    pub fn is_hole(&self) -> bool {
        matches!(&*self.0, [Piece::Hole(..)])
    }
}

/// The pieces of the first way to say it.
fn written(piece: &Piece) -> Box<dyn Iterator<Item = &Piece> + '_> {
    match piece {
        Piece::Either(ways) => Box::new(ways.first().into_iter().flatten().flat_map(written)),
        piece => Box::new(std::iter::once(piece)),
    }
}

/// Pieces, and those behind them.
struct Rest<'p> {
    pieces: &'p [Piece],
    then: Option<&'p Rest<'p>>,
}

/// A text that is to be formatted, with a hole in its first braces.
fn within(token: &str) -> Option<Piece> {
    let (before, rest) = token.strip_prefix('"')?.split_once("{$")?;
    let length = rest.find(|c: char| !c.is_alphanumeric() && c != '_')?;
    let (name, after) = rest.split_at(length);
    Some(Piece::Inside(format!("\"{before}{{"), name.to_owned(), after.to_owned()))
}

fn kind_named(name: &str) -> Result<Kind, String> {
    Ok(match name {
        "expr" => Kind::Expr,
        "ident" => Kind::Ident,
        "literal" => Kind::Literal,
        "ty" => Kind::Type,
        "pat" => Kind::Pattern,
        "stmts" => Kind::Statements,
        _ => return Err(format!("`{name}` is no kind of hole; there are expr, ident, literal, ty, pat and stmts")),
    })
}

/// The tokens of a text, signs one by one: an expression may begin in the middle of what a reader takes for one sign.
pub fn pieces(text: &str) -> Vec<Range<usize>> {
    // `':'` is one letter, and `"--"` one text.
    let sign = |range: &Range<usize>| {
        let token = &text[range.clone()];
        !token.starts_with(['\'', '"']) && token.bytes().all(|byte| byte.is_ascii_punctuation() && byte != b'_')
    };
    let split = |range: Range<usize>| match sign(&range) {
        true => range.map(|at| at..at + 1).collect::<Vec<_>>(),
        false => vec![range],
    };
    tokens(text).into_iter().flat_map(split).collect()
}

/// Whether a word stands in a text.
pub fn speaks(text: &str, word: &str) -> bool {
    pieces(text).into_iter().any(|range| &text[range] == word)
}

/// Whether what begins there is a field or a method: its name is not that of a variable.
pub fn is_member(text: &str, start: usize) -> bool {
    text[..start].ends_with('.') && !text[..start].ends_with("..")
}

fn is_name(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && token.chars().all(|c| c.is_alphanumeric() || c == '_')
        && !KEYWORDS.contains(&token)
}

const KEYWORDS: &[&str] = &[
    "as", "break", "const", "continue", "else", "fn", "for", "if", "impl", "in", "let", "loop", "match", "mut", "ref",
    "return", "unsafe", "while",
];

/// One file of a program, ready to be searched.
pub struct Text<'a> {
    text: &'a str,
    tokens: Vec<Range<usize>>,
    words: HashSet<&'a str>,
    /// Token by the byte where it starts.
    starts: HashMap<usize, usize>,
    /// Where the expressions end that start at a token, the longest first.
    exprs: HashMap<usize, Vec<usize>>,
}

impl<'a> Text<'a> {
    pub fn new(program: &'a Program, file: &str) -> Text<'a> {
        let exprs = program.exprs.iter().filter(|expr| &*expr.file == file).map(|expr| expr.range.clone());
        Text::of(program.sources.get(file).map_or("", |text| text), exprs)
    }

    /// A text of which only the places of some expressions are known.
    pub fn of(text: &'a str, expressions: impl Iterator<Item = Range<usize>>) -> Text<'a> {
        let tokens = pieces(text);
        let starts: HashMap<usize, usize> = tokens.iter().enumerate().map(|(at, range)| (range.start, at)).collect();
        let ends: HashMap<usize, usize> = tokens.iter().enumerate().map(|(at, range)| (range.end, at + 1)).collect();
        let mut exprs: HashMap<usize, Vec<usize>> = HashMap::new();
        for range in expressions {
            if let (Some(start), Some(end)) = (starts.get(&range.start), ends.get(&range.end)) {
                exprs.entry(*start).or_default().push(*end);
            }
        }
        for ends in exprs.values_mut() {
            ends.sort_unstable_by(|a, b| b.cmp(a));
            ends.dedup();
        }
        let words = tokens.iter().map(|range| &text[range.clone()]).collect();
        Text { text, tokens, words, starts, exprs }
    }

    /// Whether a pattern may stand somewhere in it. Few do, and this is soon known.
    pub fn may_hold(&self, pattern: &Pattern) -> bool {
        pattern.needed().all(|word| self.words.contains(word))
    }

    /// Fits a pattern to the text from byte `start` on, up to a byte that is accepted as its end, where some holes are
    /// known. Returns what the holes hold, and the end.
    pub fn fit(
        &self,
        pattern: &Pattern,
        start: usize,
        known: &Bound,
        accept: impl Fn(usize) -> bool,
    ) -> Option<(Bound, usize)> {
        let first = *self.starts.get(&start)?;
        // Most patterns fail here, before anything is copied.
        if let Some(Piece::Token(token)) = pattern.0.first()
            && !says(token, self.word(first)?)
        {
            return None;
        }
        let mut bound = known.clone();
        let accept = |at: usize| at > 0 && accept(self.tokens[at - 1].end);
        let all = Rest { pieces: &pattern.0, then: None };
        let end = self.from(&all, first, &mut bound, &accept)?;
        Some((bound, self.tokens[end - 1].end))
    }

    /// Where a pattern stands in a range, and what its holes hold there.
    pub fn fits(
        &self,
        pattern: &Pattern,
        range: &Range<usize>,
        known: &Bound,
    ) -> impl Iterator<Item = (Range<usize>, Bound)> {
        let named = matches!(pattern.written().next(), Some(Piece::Hole(_, Kind::Ident)));
        let member = move |start: usize| named && is_member(self.text, start);
        self.starts_in(range).filter(move |start| !member(*start)).filter_map(move |start| {
            let (bound, end) = self.fit(pattern, start, known, |end| end <= range.end)?;
            Some((start..end, bound))
        })
    }

    /// Everything that holes hold where a pattern stands somewhere in a range.
    pub fn fits_in(&self, pattern: &Pattern, range: &Range<usize>, known: &Bound) -> Vec<Bound> {
        let mut found: Vec<Bound> = Vec::new();
        for (_, bound) in self.fits(pattern, range, known) {
            if !found.iter().any(|other| self.says(other) == self.says(&bound)) {
                found.push(bound);
            }
        }
        found
    }

    /// Where the tokens of a range begin.
    pub fn starts_in(&self, range: &Range<usize>) -> impl Iterator<Item = usize> {
        let within = |token: &&Range<usize>| range.start <= token.start && token.end <= range.end;
        self.tokens.iter().filter(within).map(|token| token.start)
    }

    fn says(&self, bound: &Bound) -> Vec<&'a str> {
        bound.iter().map(|(_, range)| &self.text[range.clone()]).collect()
    }

    /// The token behind the last one of a fit.
    fn from(&self, all: &Rest, at: usize, bound: &mut Bound, accept: &dyn Fn(usize) -> bool) -> Option<usize> {
        let Some((piece, pieces)) = all.pieces.split_first() else {
            return match all.then {
                Some(then) => self.from(then, at, bound, accept),
                None => accept(at).then_some(at),
            };
        };
        let rest = Rest { pieces, then: all.then };
        match piece {
            Piece::Token(token) => {
                says(token, self.word(at)?).then(|| self.from(&rest, at + 1, bound, accept)).flatten()
            }
            Piece::Either(ways) => ways.iter().find_map(|way| {
                let way = Rest { pieces: way, then: Some(&rest) };
                self.from(&way, at, bound, accept)
            }),
            Piece::Inside(before, name, after) => {
                let inner =
                    self.word(at)?.strip_prefix(&**before)?.strip_suffix(&**after).filter(|name| is_name(name))?;
                let start = self.tokens[at].start + before.len();
                self.with((name, start..start + inner.len()), &rest, at + 1, bound, accept)
            }
            Piece::Suffixed(number, name) => {
                let suffix = spelling::integer(self.word(at)?)
                    .filter(|(value, _)| Some(*value) == spelling::integer(number).map(|(value, _)| value))?
                    .1;
                let end = self.tokens[at].end;
                match suffix.is_empty() {
                    true => self.from(&rest, at + 1, bound, accept),
                    false => self.with((name, end - suffix.len()..end), &rest, at + 1, bound, accept),
                }
            }
            Piece::Hole(name, kind) => {
                if let Some((_, range)) = bound.iter().find(|(known, _)| known == name) {
                    let end = at + self.same(range.clone(), at)?;
                    return self.from(&rest, end, bound, accept);
                }
                self.ends(*kind, at).into_iter().find_map(|end| {
                    let range = match end {
                        end if end == at => self.tokens.get(at)?.start..self.tokens.get(at)?.start,
                        end => self.tokens[at].start..self.tokens[end - 1].end,
                    };
                    self.with((name, range), &rest, end, bound, accept)
                })
            }
        }
    }

    /// Goes on with a hole that is filled; what was known before is known if it does not fit.
    fn with(
        &self,
        (name, range): (&str, Range<usize>),
        rest: &Rest,
        at: usize,
        bound: &mut Bound,
        accept: &dyn Fn(usize) -> bool,
    ) -> Option<usize> {
        let known = bound.len();
        bound.push((name.to_owned(), range));
        let end = self.from(rest, at, bound, accept);
        if end.is_none() {
            bound.truncate(known);
        }
        end
    }

    fn word(&self, at: usize) -> Option<&'a str> {
        self.tokens.get(at).map(|range| &self.text[range.clone()])
    }

    /// How many tokens at `at` are those of a range.
    fn same(&self, range: Range<usize>, at: usize) -> Option<usize> {
        let text = &self.text[range];
        let wanted = pieces(text);
        let same = wanted.iter().enumerate().all(|(i, token)| self.word(at + i) == Some(&text[token.clone()]));
        same.then_some(wanted.len())
    }

    /// Where what stands at `at` may end, if it fills a hole of a kind.
    fn ends(&self, kind: Kind, at: usize) -> Vec<usize> {
        let Some(word) = self.word(at) else { return Vec::new() };
        match kind {
            Kind::Expr => self.exprs.get(&at).cloned().unwrap_or_default(),
            Kind::Ident if is_name(word) => vec![at + 1],
            Kind::Literal if word.starts_with(|c: char| c.is_ascii_digit() || "\"'".contains(c)) => vec![at + 1],
            Kind::Literal if word.starts_with("b'") || word.starts_with("b\"") => vec![at + 1],
            Kind::Ident | Kind::Literal => Vec::new(),
            Kind::Type => self.balanced(at, true),
            Kind::Pattern => {
                let ends = |end: &usize| *end > at && matches!(self.word(*end), Some("in" | "=" | "|" | "," | ")"));
                self.balanced(at, false).into_iter().filter(ends).collect()
            }
            Kind::Statements => {
                let all = self.balanced(at, false);
                let last = all.last().copied();
                let ends =
                    |end: &usize| *end == at || Some(*end) == last || matches!(self.word(end - 1), Some(";" | "}"));
                all.into_iter().rev().filter(ends).collect()
            }
        }
    }

    /// Every end of a run of tokens in which all brackets are closed; a type ends at a comma and holds something.
    fn balanced(&self, at: usize, ty: bool) -> Vec<usize> {
        let (mut depth, mut angles) = (0usize, 0usize);
        let mut ends = if ty { Vec::new() } else { vec![at] };
        for (end, range) in self.tokens.iter().enumerate().skip(at) {
            match &self.text[range.clone()] {
                ">" if ty && self.text[..range.start].ends_with('-') => {}
                "{" if ty && depth == 0 && angles == 0 => break,
                "(" | "[" | "{" => depth += 1,
                ")" | "]" | "}" if depth == 0 => break,
                ")" | "]" | "}" => depth -= 1,
                "<" if ty => angles += 1,
                ">" if ty && angles == 0 => break,
                ">" if ty => angles -= 1,
                "," | ";" | "=" if ty && depth == 0 && angles == 0 => break,
                _ => {}
            }
            if depth == 0 && angles == 0 {
                ends.push(end + 1);
            }
        }
        ends
    }
}

/// Whether a token of a pattern is one of the program: the same text, or the same number.
fn says(token: &str, word: &str) -> bool {
    let same = |one: &str| {
        let (wanted, found) = (spelling::integer(one)?, spelling::integer(word)?);
        Some(wanted.0 == found.0 && (wanted.1.is_empty() || wanted.1 == found.1))
    };
    token == word || same(token).unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operators::testing::program;

    fn found(pattern: &str, source: &str, start: &str) -> Vec<(String, String)> {
        let program = program(source);
        let text = Text::new(&program, "src/lib.rs");
        let pattern = Pattern::parse(pattern).unwrap();
        let at = source.find(start).unwrap();
        let Some((bound, _)) = text.fit(&pattern, at, &Vec::new(), |_| true) else { return Vec::new() };
        bound.into_iter().map(|(name, range)| (name, source[range].to_owned())).collect()
    }

    fn one(name: &str, text: &str) -> (String, String) {
        (name.to_owned(), text.to_owned())
    }

    #[test]
    fn a_hole_takes_a_whole_expression() {
        let source = "fn f(a: u32, b: u32, c: u32) -> u32 { a + b * c }";
        assert_eq!(found("$x * $y", source, "b * c"), [one("x", "b"), one("y", "c")]);
        assert_eq!(found("$x + $y", source, "a + b"), [one("x", "a"), one("y", "b * c")]);
        assert!(found("$x + $y", source, "b * c").is_empty());
    }

    #[test]
    fn a_name_stands_for_the_same_text_everywhere() {
        let source = "fn f(v: &mut [u8], i: usize) { if v[i] > v[i + 1] { v.swap(i, i + 1); } }";
        let pattern = "if $v[$i] > $v[$j] { $v.swap($i, $j); }";
        assert_eq!(found(pattern, source, "if"), [one("v", "v"), one("i", "i"), one("j", "i + 1")]);
        assert!(found("if $v[$i] > $w[$i] { $body:stmts }", source, "if").is_empty());
    }

    #[test]
    fn statements_fill_a_block_and_types_a_signature() {
        let source = "fn f(v: &mut Vec<Option<u8>>) { for x in v { g(x); { h(); } } }";
        assert_eq!(
            found("for $x:ident in $e { $body:stmts }", source, "for"),
            [one("x", "x"), one("e", "v"), one("body", "g(x); { h(); }")]
        );
        let head = "fn $f:ident($v:ident: &mut Vec<$T:ty>)";
        assert_eq!(found(head, source, "fn"), [one("f", "f"), one("v", "v"), one("T", "Option<u8>")]);
    }

    #[test]
    fn a_pattern_ends_where_what_it_is_a_part_of_ends() {
        let source = "fn f(v: &[(u8, u8)]) { v.iter().position(|(a, (b, _))| a == 1); }";
        let pattern = "$v.iter().position(|($x:ident, $p:pat)| $x == $n)";
        assert_eq!(found(pattern, source, "v.iter"), [one("v", "v"), one("x", "a"), one("p", "(b, _)"), one("n", "1")]);
    }

    #[test]
    fn what_stands_inside_is_found_wherever_it_does() {
        let source = "fn f(a: &[u8], b: &[u8]) { for i in 0..9 { g(a[i], b[i], a[i], b[0]); } }";
        let program = program(source);
        let text = Text::new(&program, "src/lib.rs");
        let (outer, inner) = ("for $i:ident in 0..$n { $body:stmts }", "$v[$i]");
        let (bound, _) =
            text.fit(&Pattern::parse(outer).unwrap(), source.find("for").unwrap(), &Vec::new(), |_| true).unwrap();
        let body = source.find("g(").unwrap()..source.find("; } }").unwrap();
        let found = text.fits_in(&Pattern::parse(inner).unwrap(), &body, &bound);
        let names: Vec<&str> = found.iter().map(|bound| &source[bound[3].1.clone()]).collect();
        assert_eq!(names, ["a", "b"]);
    }

    #[test]
    fn a_name_in_a_text_to_format_is_a_hole_too() {
        let source = "fn f(byte: u8) { for (i, x) in v { g(format!(\"{byte:02x}\")); } }";
        assert_eq!(found("format!(\"{$b:02x}\")", source, "format"), [one("b", "byte")]);
        assert_eq!(found("for $p:pat in $e", source, "for"), [one("p", "(i, x)"), one("e", "v")]);
    }

    #[test]
    fn a_pattern_that_cannot_be_read_says_why() {
        assert!(Pattern::parse("$").is_err() && Pattern::parse("$x:thing").unwrap_err().contains("thing"));
    }
}
