//! What a reader would write in the place of what a search leaves behind: nothing is added, subtracted or shifted by zero, what
//! is used once needs no name, and room is made for as much as is to come and not for a number that happened to be quick. Whether a
//! change costs anything is for others to find out.

use super::affine::declared_as;
use super::capacity::{collection, lengths};
use super::code::Code;
use super::layout;
use super::program::{Program, Shape, Statement};
use super::rules;
use crate::genome::{Change, tokens};

/// The name of these changes.
const NAME: &str = "plainer";

/// All of them, in the order of the text.
pub fn simplifications(program: &Program) -> Vec<Change> {
    let calls = (0..program.exprs.len()).filter(|&index| !program.exprs[index].in_macro);
    let mut found: Vec<Change> = calls.flat_map(|index| rooms(program, index)).collect();
    found.extend(rewordings(program));
    found.sort_by_key(|change| change.range.start);
    found
}

/// Those after which the same is done, in fewer words.
pub fn rewordings(program: &Program) -> Vec<Change> {
    let exprs = (0..program.exprs.len()).filter(|&index| !program.exprs[index].in_macro);
    let mut found: Vec<Change> = exprs.filter_map(|index| of_expr(program, index)).collect();
    let of_statement = [without_name, unpeeled, unconditional, unwrapped, renamed_to_itself, idle, asked_twice];
    let statements = program.statements.iter();
    found.extend(statements.flat_map(|statement| of_statement.iter().filter_map(move |make| make(program, statement))));
    found.sort_by_key(|change| change.range.start);
    found
}

fn of_expr(program: &Program, index: usize) -> Option<Change> {
    let expr = &program.exprs[index];
    match &expr.shape {
        Shape::Binary { left, operator, right } => {
            let neutral = match program.text(&expr.file, operator) {
                "+" | "-" | "<<" | ">>" | "|" | "^" => "0",
                "*" | "/" => "1",
                _ => return None,
            };
            let does_nothing = program.source(&program.exprs[*right]) == neutral;
            does_nothing.then(|| program.replace(index, program.code(*left), NAME))
        }
        // `for` asks for an iterator by itself.
        Shape::Method { receiver, name, arguments } => {
            let named = program.text(&expr.file, name) == "into_iter" && arguments.is_empty() && expr.head;
            let before = program.sources.get(&expr.file).and_then(|text| text.get(..expr.range.start));
            let whole = before.is_some_and(|before| before.ends_with(" in "));
            (named && whole).then(|| program.replace(index, program.code(*receiver), NAME))
        }
        _ => None,
    }
}

/// `Vec::with_capacity(64)` as one without room, or with room for as much as is to come.
fn rooms(program: &Program, index: usize) -> Vec<Change> {
    let expr = &program.exprs[index];
    let Shape::Call { arguments } = &expr.shape else { return Vec::new() };
    let Some(collection) = collection(program.source(expr)) else { return Vec::new() };
    let number = |&index: &usize| program.exprs[index].shape == Shape::Literal;
    if !arguments.first().is_some_and(number) {
        return Vec::new();
    }
    let none = Code::call(&format!("{collection}::new"), &[]);
    let room = |size| Code::call(&format!("{collection}::with_capacity"), &[size]);
    // A number that a caller gives may be too large for any room; a length never is.
    let long = lengths(program, index).into_iter().map(room);
    [none].into_iter().chain(long).map(|code| program.replace(index, code, NAME)).collect()
}

/// `let items = list.iter(); for item in items {` as `for item in list.iter() {`.
fn without_name(program: &Program, statement: &Statement) -> Option<Change> {
    let [name] = &statement.declares[..] else { return None };
    let siblings = &program.blocks[statement.block].statements;
    let next = &program.statements[*siblings.get(statement.index + 1)?];
    let last = &program.statements[*siblings.last()?];
    let value = declared_as(program, statement)?;
    let declared = program.text(&statement.file, &(statement.range.start..program.exprs[value].range.start));
    let plain = [format!("let {name} ="), format!("let mut {name} =")].contains(&declared.trim_end().to_owned());
    let behind = program.text(&statement.file, &(statement.range.end..last.range.end));
    let mut uses = (0..program.exprs.len()).filter(|&index| {
        let expr = &program.exprs[index];
        expr.shape == Shape::Name
            && expr.file == statement.file
            && next.range.start <= expr.range.start
            && expr.range.end <= next.range.end
            && program.source(expr) == name
    });
    let used = uses.next()?;
    // Names in macros are no expressions, so words are counted.
    let once = behind.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| word == name).count() == 1;
    // In a loop or a closure it would be computed each time.
    let at_once = program.exprs[used].head || !program.text(&next.file, &next.range).contains(['{', '|']);
    if !(plain && once && at_once) {
        return None;
    }
    let put = program.replace(used, program.code(value), NAME);
    let between = program.text(&next.file, &(next.range.start..put.range.start));
    let text = format!("{between}{}", put.text);
    Some(Change { range: statement.range.start..put.range.end, text, ..put })
}

/// `if true { … }` as what is done.
fn unconditional(program: &Program, statement: &Statement) -> Option<Change> {
    block(program, statement, "if true {\n", "\n}")
}

/// `{ … }` as what is in it, where nothing behind it uses a name that is declared there.
fn unwrapped(program: &Program, statement: &Statement) -> Option<Change> {
    let last = &program.statements[*program.blocks[statement.block].statements.last()?];
    let behind = program.text(&statement.file, &(statement.range.end..last.range.end.max(statement.range.end)));
    let inside = |other: &&Statement| {
        let (file, range) = (&other.file, &other.range);
        *file == statement.file && statement.range.start < range.start && range.end < statement.range.end
    };
    let mut declared = program.statements.iter().filter(inside).flat_map(|inside| &inside.declares);
    if declared.any(|name| rules::speaks(behind, name)) {
        return None;
    }
    block(program, statement, "{\n", "\n};").or_else(|| block(program, statement, "{\n", "\n}"))
}

/// What stands in a single block, in its place.
fn block(program: &Program, statement: &Statement, begins: &str, ends: &str) -> Option<Change> {
    let inside = layout::flush(program, statement);
    let inside = inside.strip_prefix(begins)?.strip_suffix(ends).filter(|inside| !inside.contains("\n}"))?;
    let text = layout::shifted(&layout::flushed(inside, "    "), layout::indent_of(program, statement));
    Some(Change { file: statement.file.clone(), range: statement.range.clone(), text, operator: NAME })
}

/// `if text.is_empty() {}` goes.
fn idle(program: &Program, statement: &Statement) -> Option<Change> {
    let text = program.text(&statement.file, &statement.range);
    let asked = text.strip_prefix("if ")?.strip_suffix('}')?.trim_end().strip_suffix('{')?;
    (asks_only(asked) && !statement.is_value).then(|| layout::remove(program, statement, NAME))
}

/// `if c { if c { … } }` as the inner one.
fn asked_twice(program: &Program, statement: &Statement) -> Option<Change> {
    let text = layout::flush(program, statement);
    let (asked, _) = text.strip_prefix("if ")?.split_once(" {\n").filter(|(asked, _)| asks_only(asked))?;
    let begins = format!("if {asked} {{\n");
    let inner = layout::flushed(text.strip_prefix(&begins)?.strip_suffix("\n}")?, "    ");
    let alone = inner.strip_prefix(&begins)?.strip_suffix("\n}").is_some_and(|body| !body.contains("\n}"));
    let text = layout::shifted(&inner, layout::indent_of(program, statement));
    alone.then(|| Change { file: statement.file.clone(), range: statement.range.clone(), text, operator: NAME })
}

/// Whether a condition does nothing but ask, and cannot panic: names, literals, comparisons, and methods that are known for it.
fn asks_only(condition: &str) -> bool {
    const ASKING: [&str; 10] = [
        "len",
        "is_empty",
        "is_ascii",
        "is_some",
        "is_none",
        "is_ok",
        "is_err",
        "contains",
        "starts_with",
        "ends_with",
    ];
    let words = tokens::words(condition);
    let opens = |at: usize| words.get(at).is_some_and(|word| *word == "(");
    let known = |at: usize| at > 0 && words[at - 1] == "." && ASKING.contains(&words[at]);
    words.iter().enumerate().all(|(at, word)| match word.as_bytes()[0] {
        b'a'..=b'z' | b'A'..=b'Z' | b'_' => {
            let calls = opens(at + 1) || words.get(at + 1) == Some(&"!") && opens(at + 2);
            !calls || known(at)
        }
        b'0'..=b'9' | b'"' | b'\'' => true,
        _ => ["!", "!=", "=", "==", "<", "<=", ">", ">=", "&", "&&", "||", ".", ",", "(", ")"].contains(word),
    })
}

/// `let items: &[u8] = items;` goes.
fn renamed_to_itself(program: &Program, statement: &Statement) -> Option<Change> {
    let [name] = &statement.declares[..] else { return None };
    let value = &program.exprs[declared_as(program, statement)?];
    let changeable = program.text(&statement.file, &statement.range).starts_with("let mut ");
    (program.source(value) == name && !changeable).then(|| layout::remove(program, statement, NAME))
}

/// `if let Some(item) = items.next() { … } for item in items { … }` as the loop alone, where both do the same, and `if c { … }` before
/// `while c { … }`.
fn unpeeled(program: &Program, statement: &Statement) -> Option<Change> {
    let siblings = &program.blocks[statement.block].statements;
    let next = &program.statements[*siblings.get(statement.index + 1)?];
    let text = program.text(&next.file, &next.range);
    let of_items = || {
        let (item, rest) = text.strip_prefix("for ")?.split_once(" in ")?;
        let (items, body) = rest.split_once(' ')?;
        Some(format!("if let Some({item}) = {items}.next() {body}"))
    };
    let first = of_items().or_else(|| Some(format!("if {}", text.strip_prefix("while ")?)))?;
    let alike = words(&first).eq(words(program.text(&statement.file, &statement.range)));
    alike.then(|| layout::remove(program, statement, NAME))
}

/// Where lines break does not count.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace()
}

#[cfg(test)]
mod tests {
    use super::super::testing::program;
    use super::*;

    fn made(source: &str) -> Vec<String> {
        let changed = |change: Change| {
            let mut text = source.to_owned();
            text.replace_range(change.range, &change.text);
            syn::parse_file(&text).expect("Rust");
            text
        };
        simplifications(&program(source)).into_iter().map(changed).collect()
    }

    #[test]
    fn what_does_nothing_goes() {
        let found = made("fn f(a: u8) -> u8 { (a >> 0) & 15 + a * 1 - 1 }");
        assert_eq!(found, ["fn f(a: u8) -> u8 { a & 15 + a * 1 - 1 }", "fn f(a: u8) -> u8 { (a >> 0) & 15 + a - 1 }"]);
    }

    #[test]
    fn what_is_used_once_needs_no_name() {
        let found = made("fn f(a: &[u8]) { let mut items = a.into_iter(); for x in items { g(x); } }");
        assert_eq!(found, ["fn f(a: &[u8]) { for x in a.into_iter() { g(x); } }"]);
        assert_eq!(made(&found[0]), ["fn f(a: &[u8]) { for x in a { g(x); } }"]);
        assert_eq!(made("fn f(a: u8) -> u8 { let b = a + a; b * b }"), [""; 0], "it is used twice");
        assert_eq!(made("fn f(a: u8) { let b = g(a); for x in 0..9 { h(b); } }"), [""; 0], "in a loop");
        let sum = made("fn f(a: u8) -> u8 { let b = a + a; b * 3 }");
        assert_eq!(sum, ["fn f(a: u8) -> u8 { (a + a) * 3 }"]);
    }

    #[test]
    fn what_is_always_done_is_done_without_a_question() {
        let found = made(
            "fn f(mut a: u8) {\n    if true {\n        a += 1;\n        if a > 3 {\n            g(a);\n        }\n    }\n}",
        );
        assert_eq!(found, ["fn f(mut a: u8) {\n    a += 1;\n    if a > 3 {\n        g(a);\n    }\n}"]);
        assert_eq!(made("fn f(a: u8) {\n    if true {\n        g(a);\n    } else {\n        h(a);\n    }\n}"), [""; 0]);
        let peeled =
            "fn f(mut a: u8) {\n    if a > 3 {\n        a -= 1;\n    }\n    while a > 3 {\n        a -= 1;\n    }\n}";
        assert_eq!(made(peeled), ["fn f(mut a: u8) {\n    while a > 3 {\n        a -= 1;\n    }\n}"]);
    }

    #[test]
    fn what_is_only_asked_or_asked_twice_is_not() {
        let idle = "fn f(a: &str, b: &str) {\n    if !a.is_empty() && a.len() == b.len() {}\n    g(a);\n}";
        assert_eq!(made(idle), ["fn f(a: &str, b: &str) {\n    g(a);\n}"]);
        for does in ["h(a)", "a.pop().is_some()", "a[0]", "matches!(a, b)", "a.iter().any(|x| x)"] {
            assert_eq!(made(&idle.replace("!a.is_empty()", does)), [""; 0], "{does}");
        }
        let twice = "fn f(mut a: u8) {\n    if a > 3 {\n        if a > 3 {\n            a /= 3;\n        }\n    }\n    g(a);\n}";
        assert_eq!(made(twice), ["fn f(mut a: u8) {\n    if a > 3 {\n        a /= 3;\n    }\n    g(a);\n}"]);
        assert_eq!(made(&twice.replacen("a > 3", "a > 4", 1)), [""; 0]);
    }

    #[test]
    fn a_block_that_keeps_no_name_from_others_is_none() {
        let inlined = "fn f(b: &mut [u8]) {\n    {\n        let b: &mut [u8] = b;\n        for x in b {\n            g(x);\n        }\n    };\n}";
        let spliced = "fn f(b: &mut [u8]) {\n    let b: &mut [u8] = b;\n    for x in b {\n        g(x);\n    }\n}";
        assert_eq!(made(inlined)[0], spliced);
        assert_eq!(made(spliced), ["fn f(b: &mut [u8]) {\n    for x in b {\n        g(x);\n    }\n}"]);
        let hides = "fn f(b: u8) {\n    {\n        let b = g(b);\n        g(b);\n    }\n    g(b);\n}";
        assert!(!made(hides).iter().any(|text| text.starts_with("fn f(b: u8) {\n    let")), "{:?}", made(hides));
    }

    #[test]
    fn a_first_round_like_all_others_goes_back_into_the_loop() {
        let peeled = "fn f(a: &[u8]) {\n    let mut i = a.iter();\n    if let Some(x) = i.next() {\n        g(x);\n    }\n    for x in i {\n        g(x);\n    }\n}";
        assert_eq!(
            made(peeled),
            ["fn f(a: &[u8]) {\n    let mut i = a.iter();\n    for x in i {\n        g(x);\n    }\n}"]
        );
        assert_eq!(made(&peeled.replacen("g(x)", "h(x)", 1)), [""; 0]);
    }

    #[test]
    fn room_is_made_for_what_is_to_come() {
        let found = made("fn f(a: &[u8]) { let mut text = String::with_capacity(512); g(a, &mut text); text.len() }");
        let rooms: Vec<&str> =
            found.iter().filter_map(|text| text.split("text = ").nth(1)?.split(';').next()).collect();
        assert_eq!(rooms, ["String::new()", "String::with_capacity(a.len())", "String::with_capacity(2 * a.len())"]);
    }
}
