//! One letter after the other exchanged in a whole text: all of them at once.

use rand::Rng;

use super::code::{Code, Tightness};
use super::program::{Program, Shape};
use super::rules::{Rewriting, fresh, pieces};
use super::{Operator, layout};
use crate::genome::Change;

/// Goes through a text once where `replace` is called on what `replace` gave, each time for one letter of ASCII.
/// ```text
/// text.replace('<', "&lt;").replace('>', "&gt;")
/// { …; for (at, byte) in source.bytes().enumerate() { let other = match byte { b'<' => "&lt;", b'>' => "&gt;", _ => continue }; … } … }
/// ```
pub struct Replaces;

impl Operator for Replaces {
    fn name(&self) -> &'static str {
        "replaces"
    }

    fn propose(&self, program: &Program, rng: &mut dyn Rng) -> Option<Change> {
        let index =
            program.pick(rng, |expr| matches!(expr.shape, Shape::Method { .. }) && chain(program, expr).is_some())?;
        Some(at_once(program, index, &chain(program, &program.exprs[index])?))
    }
}

/// All that it makes of a program.
pub fn all(program: &Program) -> Vec<Rewriting> {
    let made = |index: usize| {
        let expr = &program.exprs[index];
        let change = at_once(program, index, &chain(program, expr)?);
        Some(Rewriting { function: expr.function, changes: vec![change] })
    };
    (0..program.exprs.len()).filter_map(made).collect()
}

/// A text, and what takes the place of which letters.
struct Chain {
    source: usize,
    exchanged: Vec<(char, String)>,
}

/// The calls that end with an expression, if there are two or more and nobody calls `replace` on it in turn.
fn chain(program: &Program, expr: &super::program::Expr) -> Option<Chain> {
    let outer = expr.parent.map(|parent| &program.exprs[parent]);
    if outer.is_some_and(|outer| call(program, outer).is_some()) {
        return None;
    }
    let (mut source, last) = call(program, expr)?;
    let mut steps = vec![last];
    while let Some((receiver, step)) = call(program, &program.exprs[source]) {
        steps.push(step);
        source = receiver;
    }
    steps.reverse();
    // What comes of a letter is what the whole chain makes of it: each step sees single letters only.
    let becomes = |letter: char| steps.iter().fold(letter.to_string(), |text, (from, to)| text.replace(*from, to));
    let mut letters: Vec<char> = steps.iter().map(|(from, _)| *from).collect();
    letters.sort_unstable();
    letters.dedup();
    let exchanged = letters.into_iter().map(|letter| (letter, becomes(letter))).collect();
    (steps.len() > 1).then_some(Chain { source, exchanged })
}

/// `receiver.replace(letter, text)`.
fn call(program: &Program, expr: &super::program::Expr) -> Option<(usize, (char, String))> {
    let Shape::Method { receiver, name, arguments } = &expr.shape else { return None };
    let [from, to] = arguments[..] else { return None };
    let literal = |index: usize| syn::parse_str::<syn::Lit>(program.source(&program.exprs[index])).ok();
    let letter = match literal(from)? {
        syn::Lit::Char(letter) => letter.value(),
        syn::Lit::Str(text) if text.value().len() == 1 => text.value().chars().next()?,
        _ => return None,
    };
    let syn::Lit::Str(to) = literal(to)? else { return None };
    (program.text(&expr.file, name) == "replace" && letter.is_ascii()).then(|| (*receiver, (letter, to.value())))
}

fn at_once(program: &Program, index: usize, chain: &Chain) -> Change {
    let expr = &program.exprs[index];
    let around = program.text(&expr.file, &program.functions[expr.function].range);
    let taken = |name: &str| pieces(around).into_iter().any(|word| &around[word] == name);
    let [source, replaced, start, at, byte, other] =
        ["source", "replaced", "start", "at", "byte", "other"].map(|name| fresh(name, &taken));
    let value = Code::prefix("&", program.code(chain.source)).text;
    let arms: Vec<String> =
        chain.exchanged.iter().map(|(letter, text)| format!("            b{:?} => {text:?},\n", *letter)).collect();
    let text = format!(
        "{{
    let {source}: &str = {value};
    let mut {replaced} = String::with_capacity({source}.len());
    let mut {start} = 0;
    for ({at}, {byte}) in {source}.bytes().enumerate() {{
        let {other} = match {byte} {{
{}            _ => continue,
        }};
        {replaced}.push_str(&{source}[{start}..{at}]);
        {replaced}.push_str({other});
        {start} = {at} + 1;
    }}
    {replaced}.push_str(&{source}[{start}..]);
    {replaced}
}}",
        arms.concat()
    );
    let text = layout::shifted(&text, layout::indent_in(program, &expr.file, expr.range.start));
    program.replace(index, Code { text, tightness: Tightness::Postfix }, Replaces.name())
}

#[cfg(test)]
mod tests {
    use super::super::testing::outcomes;
    use super::*;

    #[test]
    fn letters_are_exchanged_at_once() {
        let source = "fn f(s: &str) -> String {\n    s.replace(\"&\", \"&amp;\").replace('<', \"&lt;\").replace(\"\\\"\", \"'\")\n}\n";
        let found = outcomes(&Replaces, source);
        for line in [
            "        let source: &str = &s;\n",
            "                b'\"' => \"'\",\n                b'&' => \"&amp;\",\n                b'<' => \"&lt;\",\n                _ => continue,\n",
        ] {
            assert!(found.contains(line), "{line}\nis not in\n{found}");
        }
    }

    #[test]
    fn a_letter_becomes_what_all_steps_make_of_it() {
        let found =
            outcomes(&Replaces, "fn f(s: &str) -> String {\n    s.replace('a', \"bc\").replace('b', \"a\")\n}\n");
        assert!(found.contains("b'a' => \"ac\",\n") && found.contains("b'b' => \"a\",\n"), "{found}");
    }

    #[test]
    fn one_call_or_longer_texts_stay() {
        for call in [
            "s.replace('a', \"b\")",
            "s.replace(\"ab\", \"b\").replace('b', \"c\")",
            "s.replace('é', \"e\").replace('b', x)",
        ] {
            assert_eq!(outcomes(&Replaces, &format!("fn f(s: &str, x: &str) -> String {{ {call} }}\n")), "", "{call}");
        }
    }
}
