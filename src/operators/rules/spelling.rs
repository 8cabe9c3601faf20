//! The same in other words: a pattern is written in one spelling, and programs say what it says in several. Each of these takes
//! the place of the one in the pattern: `for x in &v` and `for x in v.iter()`, `0 == n` and `n == 0`, `n = n + 1` and
//! `n += 1`, `usize::from(b)` and `b as usize`. It must not know what patterns are looked for.
//!
//! Patterns are laid out as rustfmt would: there are blanks on both sides of an operator, and none within brackets.

use super::pattern::{Kind, Piece};

/// A piece of a pattern, and whether it stands right behind the one before it.
#[derive(Debug, Clone)]
pub struct Word {
    pub piece: Piece,
    pub glued: bool,
}

/// The pieces of a pattern with every other way to say what they say.
pub fn widened(mut words: Vec<Word>) -> Vec<Piece> {
    for widen in [paths, literals, casts, empty, walks, compared, assigned, semicolons, declared] {
        let mut at = 0;
        while at < words.len() {
            at += 1;
            if let Some((range, ways)) = widen(&words, at - 1) {
                let glued = words[range.start..].first().is_some_and(|word| word.glued);
                let start = range.start;
                words.splice(range, [Word { piece: Piece::Either(ways), glued }]);
                at = start + 1;
            }
        }
    }
    words.into_iter().map(|word| word.piece).collect()
}

/// What is replaced, and by which ways to say it; the first is how it stands there.
type Ways = Option<(std::ops::Range<usize>, Vec<Vec<Piece>>)>;

/// Collections are called by their path or by their name.
fn paths(words: &[Word], at: usize) -> Ways {
    let collection = |at: usize| {
        let known = ["HashMap", "HashSet", "BTreeMap", "BTreeSet", "VecDeque", "BinaryHeap"];
        text(words, at).is_some_and(|name| known.contains(&name))
    };
    let path = ["std", ":", ":", "collections", ":", ":"];
    if reads(words, at, &path) && collection(at + path.len()) {
        return Some((at..at + path.len(), vec![tokens(&path), Vec::new()]));
    }
    let named = collection(at) && !(at > 1 && reads(words, at - 2, &[":", ":"]));
    // What was widened already stands behind its path.
    let pathless = named && !matches!(at.checked_sub(1).map(|at| &words[at].piece), Some(Piece::Either(_)));
    let name = pieces(&words[at..at + 1]);
    pathless.then(|| (at..at + 1, vec![name.clone(), [tokens(&path), name].concat()]))
}

/// What is empty at first, and texts that are made of texts.
fn literals(words: &[Word], at: usize) -> Ways {
    let same: [&[&[&str]]; 4] = [
        &[
            &["Vec", ":", ":", "new", "(", ")"],
            &["vec", "!", "[", "]"],
            &["Vec", ":", ":", "default", "(", ")"],
            &["Vec", ":", ":", "with_capacity", "(", "0", ")"],
        ],
        &[
            &["String", ":", ":", "new", "(", ")"],
            &["String", ":", ":", "from", "(", "\"\"", ")"],
            &["\"\"", ".", "to_string", "(", ")"],
            &["\"\"", ".", "to_owned", "(", ")"],
            &["String", ":", ":", "default", "(", ")"],
        ],
        &[&[".", "to_string", "(", ")"], &[".", "to_owned", "(", ")"]],
        &[&[".", ".", "8"], &[".", ".", "u8", ":", ":", "BITS"]],
    ];
    same.iter().find_map(|ways| {
        let written = ways.iter().find(|way| reads(words, at, way))?;
        let others = ways.iter().filter(|way| *way != written);
        Some((at..at + written.len(), [written].into_iter().chain(others).map(|way| tokens(way)).collect()))
    })
}

/// `x as usize` and `usize::from(x)`.
fn casts(words: &[Word], at: usize) -> Ways {
    if text(words, at) == Some("as") {
        let (start, ty) = (prefixed(words, operand(words, at)), words.get(at + 1)?);
        let bare = !matches!(&ty.piece, Piece::Token(name) if !name.starts_with(|c: char| c.is_alphanumeric()));
        let bracketed = text(words, start) == Some("(") && closing(words, start).map(|close| close + 1) == Some(at);
        let inner = if bracketed { &words[start + 1..at - 1] } else { &words[start..at] };
        let from = [vec![ty.piece.clone()], tokens(&[":", ":", "from", "("]), pieces(inner), tokens(&[")"])].concat();
        return (start < at && bare).then(|| (start..at + 2, vec![pieces(&words[start..at + 2]), from]));
    }
    let open = at + 4;
    let number = |name: &str| INTEGERS.contains(&name) || matches!(name, "f32" | "f64");
    // `-u8::from(x)` is not `-x as u8`.
    if !reads(words, at + 1, &[":", ":", "from", "("]) || !number(text(words, at)?) || prefixed(words, at) != at {
        return None;
    }
    let close = closing(words, open)?;
    let (ty, inner) = (words[at].piece.clone(), pieces(&words[open + 1..close]));
    let atom = prefixed(words, operand(words, close)) == open + 1;
    let inner = if atom { inner } else { pieces(&words[open..=close]) };
    let cast = [inner, tokens(&["as"]), vec![ty]].concat();
    Some((at..close + 1, vec![pieces(&words[at..=close]), cast]))
}

/// `v.is_empty()`, `v.len() == 0`; `!v.is_empty()`, `v.len() > 0`, `v.len() != 0`.
fn empty(words: &[Word], at: usize) -> Ways {
    let (is_empty, length) = ([".", "is_empty", "(", ")"], [".", "len", "(", ")"]);
    let ways = |of: &[Word], none: bool| {
        let of = pieces(of);
        let compared = |sign: &[&str]| [of.clone(), tokens(&length), tokens(sign), tokens(&["0"])].concat();
        let called = [of.clone(), tokens(&is_empty)].concat();
        match none {
            true => vec![called, compared(&["=", "="])],
            false => vec![[tokens(&["!"]), called].concat(), compared(&[">"]), compared(&["!", "="])],
        }
    };
    let (start, end, none) = if reads(words, at, &is_empty) {
        let negated = |start: usize| start > 0 && text(words, start - 1) == Some("!");
        let start = operand(words, at);
        match negated(start) {
            true => (start - 1..start, at + is_empty.len(), false),
            false => (start..start, at + is_empty.len(), true),
        }
    } else if reads(words, at, &length)
        && text(words, at + length.len() + operator(words, at + length.len())?.len()) == Some("0")
    {
        let sign = operator(words, at + length.len())?;
        let none = match &*sign {
            "==" => true,
            ">" | "!=" => false,
            _ => return None,
        };
        let start = operand(words, at);
        (start..start, at + length.len() + sign.len() + 1, none)
    } else {
        return None;
    };
    let (range, of) = (start.start..end, &words[start.end..at]);
    let mut ways = ways(of, none);
    let written = pieces(&words[range.clone()]);
    ways.retain(|way| *way != written);
    ways.insert(0, written);
    (!of.is_empty()).then_some((range, ways))
}

/// `for x in v.iter()` and `for x in &v`.
fn walks(words: &[Word], at: usize) -> Ways {
    if text(words, at) != Some("in") {
        return None;
    }
    let start = at + 1;
    let end = (start..words.len()).find(|&end| text(words, end) == Some("{"))?;
    let walked = &words[start..end];
    let behind = |call: &[&str]| {
        let of = walked.len().checked_sub(call.len()).filter(|&of| reads(walked, of, call))?;
        (operand(walked, of) == 0 && of > 0).then(|| pieces(&walked[..of]))
    };
    let before = |signs: &[&str]| {
        let of = reads(walked, 0, signs).then(|| &walked[signs.len()..])?;
        (operand(of, of.len()) == 0 && !of.is_empty()).then(|| pieces(of))
    };
    let (iter, iter_mut) = ([".", "iter", "(", ")"], [".", "iter_mut", "(", ")"]);
    let other = if let Some(of) = behind(&iter) {
        [tokens(&["&"]), of].concat()
    } else if let Some(of) = behind(&iter_mut) {
        [tokens(&["&", "mut"]), of].concat()
    } else if let Some(of) = before(&["&", "mut"]) {
        [of, tokens(&iter_mut)].concat()
    } else {
        [before(&["&"])?, tokens(&iter)].concat()
    };
    Some((start..end, vec![pieces(walked), other]))
}

/// `a < b` and `b > a`.
fn compared(words: &[Word], at: usize) -> Ways {
    let sign = operator(words, at)?;
    let flipped: &[&str] = match &*sign {
        "==" => &["=", "="],
        "!=" => &["!", "="],
        "<" => &[">"],
        ">" => &["<"],
        "<=" => &[">", "="],
        ">=" => &["<", "="],
        _ => return None,
    };
    let stop = side(words, (0..at).rev(), [")", "]"]);
    let start = stop.map_or(0, |stop| stop + operator(words, stop).map_or(1, |sign| sign.len()));
    let behind = at + sign.len();
    let end = side(words, behind..words.len(), ["(", "["]).unwrap_or(words.len());
    let (left, right) = (pieces(&words[start..at]), pieces(&words[behind..end]));
    let whole = |side: &[Piece]| !side.is_empty();
    (whole(&left) && whole(&right))
        .then(|| (start..end, vec![pieces(&words[start..end]), [right, tokens(flipped), left].concat()]))
}

/// `n += x` and `n = n + x`.
fn assigned(words: &[Word], at: usize) -> Ways {
    let sign = operator(words, at)?;
    let start = (0..at).rev().find(|&stop| is_end(&words[stop])).map_or(0, |stop| stop + 1);
    // What goes on may bind less: `n = n + x & 1` is not `n += x`.
    let end = (at..words.len()).find(|&end| text(words, end) == Some(";"))?;
    let (place, value) = (pieces(&words[start..at]), &words[at + sign.len()..end]);
    let written = pieces(&words[start..end]);
    if place.is_empty() || operand(words, at) != start {
        return None;
    }
    let other = match sign.strip_suffix('=') {
        Some("") => {
            let again = value.get(..place.len()).filter(|again| pieces(again) == place)?;
            let sign = operator(value, again.len()).filter(|sign| ARITHMETIC.contains(&&**sign))?;
            let value = &value[again.len() + sign.len()..];
            // `n - a - b` is not `n -= a - b`.
            let one = operand(value, value.len()) == 0 && !value.is_empty();
            one.then(|| [place.clone(), signs(&sign), tokens(&["="]), pieces(value)].concat())?
        }
        // `n *= a + b` is not `n = n * a + b`.
        Some(sign) if ARITHMETIC.contains(&sign) && operand(value, value.len()) == 0 => {
            [place.clone(), tokens(&["="]), place, signs(sign), pieces(value)].concat()
        }
        _ => return None,
    };
    Some((start..end, vec![written, other]))
}

/// `{ return x; }` and `{ return x }`.
fn semicolons(words: &[Word], at: usize) -> Ways {
    let leaves = |at: &usize| matches!(text(words, *at), Some("return" | "break" | "continue"));
    let start = (0..at).rev().find(|&stop| is_end(&words[stop])).map_or(0, |stop| stop + 1);
    let (with, without) = (tokens(&[";", "}"]), tokens(&["}"]));
    let (end, ways) = match text(words, at)? {
        ";" if text(words, at + 1) == Some("}") => (at + 2, vec![with, without]),
        "}" if start < at => (at + 1, vec![without, with]),
        _ => return None,
    };
    leaves(&start).then_some((at..end, ways))
}

/// Whether a statement has ended there.
fn is_end(word: &Word) -> bool {
    match &word.piece {
        Piece::Token(text) => matches!(&**text, ";" | "{" | "}"),
        Piece::Hole(_, kind) => *kind == Kind::Statements,
        Piece::Either(ways) => ways.iter().flatten().any(|piece| *piece == Piece::Token("}".into())),
        _ => false,
    }
}

/// `let n = 0`, `let n: usize = 0` and `let n = 0_usize`: the type is known as [`type_of`] the name.
fn declared(words: &[Word], at: usize) -> Ways {
    let Piece::Hole(name, Kind::Ident) = &words[at].piece else { return None };
    let start = if at > 0 && text(words, at - 1) == Some("mut") { at.checked_sub(2)? } else { at.checked_sub(1)? };
    if text(words, start) != Some("let") || operator(words, at + 1).as_deref() != Some("=") {
        return None;
    }
    let (hole, equals) = (words[at].piece.clone(), tokens(&["="]));
    let typed = [tokens(&[":"]), vec![Piece::Hole(type_of(name), Kind::Type)]].concat();
    let mut ways = vec![[vec![hole.clone()], equals.clone()].concat(), [vec![hole], typed, equals].concat()];
    let behind = at + 2;
    let literal =
        text(words, behind).filter(|text| integer(text).is_some() && self::text(words, behind + 1) == Some(";"));
    if let Some(literal) = literal {
        ways[0].push(Piece::Suffixed(literal.to_owned(), type_of(name)));
        ways[1].extend(tokens(&[literal]));
    }
    Some((at..behind + usize::from(literal.is_some()), ways))
}

/// Under which name the type is known that a `let` gives a name.
pub fn type_of(name: &str) -> String {
    format!("{name}:type")
}

/// Value and suffix of a literal that is an integer.
pub fn integer(literal: &str) -> Option<(u128, &str)> {
    if !literal.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (radix, skip) = match literal.get(..2) {
        Some("0x") => (16, 2),
        Some("0o") => (8, 2),
        Some("0b") => (2, 2),
        _ => (10, 0),
    };
    let suffix = INTEGERS.iter().find(|suffix| literal.ends_with(**suffix)).copied().unwrap_or("");
    let digits: String = literal[skip..literal.len() - suffix.len()].chars().filter(|c| *c != '_').collect();
    u128::from_str_radix(&digits, radix).ok().map(|value| (value, &literal[literal.len() - suffix.len()..]))
}

const INTEGERS: [&str; 12] = ["u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize"];

const ARITHMETIC: [&str; 10] = ["+", "-", "*", "/", "%", "^", "|", "&", "<<", ">>"];

fn tokens(texts: &[&str]) -> Vec<Piece> {
    texts.iter().map(|text| Piece::Token((*text).to_owned())).collect()
}

/// A sign as the tokens that it is.
fn signs(sign: &str) -> Vec<Piece> {
    sign.chars().map(|sign| Piece::Token(sign.to_string())).collect()
}

fn pieces(words: &[Word]) -> Vec<Piece> {
    words.iter().map(|word| word.piece.clone()).collect()
}

fn text(words: &[Word], at: usize) -> Option<&str> {
    match &words.get(at)?.piece {
        Piece::Token(text) => Some(text),
        _ => None,
    }
}

fn reads(words: &[Word], at: usize, texts: &[&str]) -> bool {
    texts.iter().enumerate().all(|(i, wanted)| text(words, at + i) == Some(wanted))
}

/// The operator at a place: signs with blanks around them.
fn operator(words: &[Word], at: usize) -> Option<String> {
    let sign = |word: &&Word| match &word.piece {
        Piece::Token(text) => text.len() == 1 && "=!<>+-*/%^|&".contains(&**text),
        _ => false,
    };
    let first = words.get(at).filter(|word| sign(word) && !word.glued)?;
    let glued = words[at + 1..].iter().take_while(|word| word.glued);
    let signs: Option<Vec<&Word>> = [first].into_iter().chain(glued).map(|word| sign(&word).then_some(word)).collect();
    signs.map(|signs| (0..signs.len()).filter_map(|i| text(words, at + i)).collect())
}

/// The first place, going on from a comparison, at which that side of it has ended. `opens`: the brackets that open that way.
fn side(words: &[Word], places: impl Iterator<Item = usize>, opens: [&str; 2]) -> Option<usize> {
    let mut depth = 0;
    for at in places {
        let Some(word) = text(words, at) else { continue };
        let ends = match operator(words, at) {
            Some(sign) if ["==", "!=", "<=", ">="].contains(&&*sign) => false,
            Some(sign) => ["&&", "||", "=>"].contains(&&*sign) || sign.ends_with('='),
            None => ["if", "while", "return", "break", "let", "in", "match", "{", "}", ";", ",", "|"].contains(&word),
        };
        match word {
            _ if opens.contains(&word) => depth += 1,
            "(" | "[" | ")" | "]" if depth == 0 => return Some(at),
            "(" | "[" | ")" | "]" => depth -= 1,
            _ if depth == 0 && ends => return Some(at),
            _ => {}
        }
    }
    None
}

/// Where the operand begins that ends before `end`: a name, a literal or a hole with what is called on it, or brackets.
fn operand(words: &[Word], end: usize) -> usize {
    let mut start = end;
    loop {
        let Some(last) = start.checked_sub(1) else { return start };
        let item = match text(words, last) {
            Some(")" | "]") => match opening(words, last) {
                // A call or an index, if it is glued to what is called.
                Some(open) if words[open].glued && open > 0 && is_item(words, open - 1) => {
                    start = open;
                    continue;
                }
                Some(open) => open,
                None => return end,
            },
            _ if is_item(words, last) => last,
            _ => return start,
        };
        start = item;
        match start.checked_sub(1).and_then(|before| text(words, before)) {
            Some(".") if words[start].glued => start -= 1,
            _ => return start,
        }
    }
}

/// Where an operand begins with the signs before it: `*x`.
fn prefixed(words: &[Word], start: usize) -> usize {
    let signs = (0..start).rev().take_while(|&at| {
        matches!(text(words, at), Some("*" | "-" | "!")) && words[at + 1].glued && operator(words, at).is_none()
    });
    start - signs.count()
}

/// Whether it is a name, a literal, a hole, or what has several spellings.
fn is_item(words: &[Word], at: usize) -> bool {
    match text(words, at) {
        Some(word) => {
            (word.starts_with(|c: char| c.is_alphanumeric() || c == '_') && !["as", "in", "if", "mut"].contains(&word))
                || matches!(word, ")" | "]")
        }
        None => true,
    }
}

fn closing(words: &[Word], open: usize) -> Option<usize> {
    bracket(words, open..words.len(), ["(", "[", "{"], [")", "]", "}"])
}

fn opening(words: &[Word], close: usize) -> Option<usize> {
    bracket(words, (0..=close).rev(), [")", "]", "}"], ["(", "[", "{"])
}

fn bracket(words: &[Word], places: impl Iterator<Item = usize>, opens: [&str; 3], closes: [&str; 3]) -> Option<usize> {
    let mut depth = 0;
    for at in places {
        let Some(word) = text(words, at) else { continue };
        depth += i32::from(opens.contains(&word)) - i32::from(closes.contains(&word));
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::operators::rules::pattern::{Pattern, Text};
    use crate::operators::testing::program;

    /// What a pattern's holes hold where it stands in statements.
    fn found(pattern: &str, statements: &str) -> Option<Vec<(String, String)>> {
        let source = format!("fn f() {{ {statements} }}");
        let program = program(&source);
        let text = Text::new(&program, "src/lib.rs");
        let pattern = Pattern::parse(pattern).unwrap();
        let (start, end) = ("fn f() { ".len(), source.len() - " }".len());
        let (bound, _) = text.fit(&pattern, start, &Vec::new(), |at| at == end)?;
        Some(bound.into_iter().map(|(name, range)| (name, source[range].to_owned())).collect())
    }

    #[test]
    fn what_says_the_same_fits() {
        let same: &[&[&str]] = &[
            &["for x in v.iter() { g(x); }", "for x in &v { g(x); }"],
            &["for x in self.v[1].iter_mut() { g(x); }", "for x in &mut self.v[1] { g(x); }"],
            &["if n == 0 { g(); }", "if 0 == n { g(); }", "if n == 0x0 { g(); }", "if 0x00 == n { g(); }"],
            &["if a && b + 1 < c.len() { g(); }", "if a && c.len() > b + 1 { g(); }"],
            &["while !(x <= y) { g(); }", "while !(y >= x) { g(); }"],
            &["v.iter().any(|y| *y != x);", "v.iter().any(|y| x != *y);"],
            &["n += f(1);", "n = n + f(1);"],
            &["s[i] <<= 1;", "s[i] = s[i] << 1;"],
            &["let k = b as usize;", "let k = usize::from(b);"],
            &["let k = t[v[i] as usize];", "let k = t[usize::from(v[i])];"],
            &["if v.is_empty() { g(); }", "if v.len() == 0 { g(); }"],
            &["if !v.is_empty() { g(); }", "if v.len() > 0 { g(); }", "if v.len() != 0 { g(); }"],
            &["let v = Vec::new();", "let v = vec![];"],
            &["let s = String::new();", "let s = String::from(\"\");"],
            &["let s = x.to_string();", "let s = x.to_owned();"],
            &["let m = HashMap::new();", "let m = std::collections::HashMap::new();"],
            &["let m: HashSet<u8> = x;", "let m: std::collections::HashSet<u8> = x;"],
            &["for k in 0..8 { g(k); }", "for k in 0..u8::BITS { g(k); }"],
            &["x ^= *b as u16;", "x ^= u16::from(*b);"],
            &["x ^= (b & 1) as u16;", "x ^= u16::from(b & 1);"],
            &["while k < n { g(k); k += 1; }", "while k < n { g(k); k = k + 1; }"],
            &["if n { return x; }", "if n { return x }"],
        ];
        for ways in same {
            for pattern in *ways {
                let missed: Vec<_> = ways.iter().filter(|way| found(pattern, way).is_none()).collect();
                assert!(missed.is_empty(), "{pattern}: {missed:?}");
            }
        }
    }

    #[test]
    fn what_says_something_else_does_not() {
        let other = [
            ("if a < b { g(); }", "if a > b { g(); }"),
            ("n *= x;", "n = n * x + 1;"),
            ("n -= a;", "n = n - a - b;"),
            ("g(n & 1);", "g(n & 0x1f32);"),
            ("n = 1;", "n = 10;"),
            ("n = 1u8;", "n = 1u16;"),
            ("if a | b == c { g(); }", "if a | c == b { g(); }"),
            ("for x in v.iter() { g(x); }", "for x in &mut v { g(x); }"),
        ];
        for (pattern, statements) in other {
            assert_eq!(found(pattern, statements), None, "{pattern} and {statements}");
        }
    }

    #[test]
    fn the_type_of_a_name_is_known() {
        let declared = |statements| found("let mut $n:ident = 0;", statements).map(|found| found.last().cloned());
        let ty = |ty: &str| Some(Some(("n:type".to_owned(), ty.to_owned())));
        assert_eq!(declared("let mut n = 0;"), Some(Some(("n".into(), "n".into()))));
        assert_eq!([declared("let mut n: Vec<u8> = 0;"), declared("let mut n = 0_u64;")], [ty("Vec<u8>"), ty("u64")]);
    }
}
