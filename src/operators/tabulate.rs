//! Functions of one byte or letter, as tables.

use rand::Rng;

use super::program::{Function, Program};
use super::rules::{Rewriting, fresh, pieces};
use super::types::{is_copy, is_plain};
use super::{Operator, layout};
use crate::genome::Change;

/// Lets the compiler compute what a function gives for every byte, or for every letter of ASCII.
/// ```text
/// fn value(c: char) -> u32 { match c { 'I' => 1, 'V' => 5, _ => 0 } }
/// fn value(c: char) -> u32 { const fn computed(…) …; const VALUES: [u32; 128] = …; match VALUES.get(c as usize) … }
/// ```
pub struct Tabulate;

impl Operator for Tabulate {
    fn name(&self) -> &'static str {
        "tabulate"
    }

    fn propose(&self, program: &Program, rng: &mut dyn Rng) -> Option<Change> {
        program.pick_rewriting(rng, &all(program))
    }
}

/// All that it makes of a program.
pub fn all(program: &Program) -> Vec<Rewriting> {
    let made = |(index, function): (usize, &Function)| {
        let text = tabulated(program, function)?;
        let change =
            Change { file: function.file.clone(), range: function.body.clone(), text, operator: Tabulate.name() };
        Some(Rewriting { function: index, changes: vec![change] })
    };
    program.functions.iter().enumerate().filter(|(_, function)| !function.body.is_empty()).filter_map(made).collect()
}

/// Methods that the compiler can compute.
const METHODS: &[&str] = &[
    "count_ones",
    "is_ascii",
    "is_ascii_alphabetic",
    "is_ascii_alphanumeric",
    "is_ascii_digit",
    "is_ascii_hexdigit",
    "is_ascii_lowercase",
    "is_ascii_punctuation",
    "is_ascii_uppercase",
    "is_ascii_whitespace",
    "is_digit",
    "leading_zeros",
    "pow",
    "reverse_bits",
    "rotate_left",
    "rotate_right",
    "to_ascii_lowercase",
    "to_ascii_uppercase",
    "to_digit",
    "trailing_zeros",
    "wrapping_add",
    "wrapping_mul",
    "wrapping_sub",
];

/// The body with a table; `None` where the compiler could not make one, or there is nothing to compute.
fn tabulated(program: &Program, function: &Function) -> Option<String> {
    let Function { file, returns, body: range, .. } = function;
    let head = program.text(file, &(function.range.start..range.start));
    let name = function.path.rsplit("::").next()?;
    let (_, rest) = head.split_once(&format!("fn {name}("))?;
    let (parameter, ty) = rest.split_once(')')?.0.trim_end_matches(',').split_once(": ")?;
    let (size, value) = match ty {
        "u8" => (256, "at as u8"),
        "char" => (128, "at as u8 as char"),
        _ => return None,
    };
    let optional = returns.strip_prefix("Option<").and_then(|ty| ty.strip_suffix('>')).unwrap_or(returns);
    let body = layout::flush_range(program, file, range);
    let words: Vec<&str> = pieces(&body).into_iter().map(|word| &body[word]).collect();
    let computes = words.windows(3).all(|three| three[0] != "." || three[2] != "(" || METHODS.contains(&three[1]));
    let own = |word: &&str| ["self", "Self", "for", "?", "!", "const", "unsafe", name].contains(word);
    let trivial = !words.iter().any(|word| ["match", "if", "while", "to_digit"].contains(word));
    let plain = is_plain(optional) && is_copy(optional) && !parameter.starts_with("mut ");
    let calls = words.windows(2).any(|two| {
        two[1] == "("
            && two[0].starts_with(char::is_lowercase)
            && !METHODS.contains(&two[0])
            && !["if", "match"].contains(&two[0])
    });
    // A comparison with `!=` is no macro.
    let refused =
        words.iter().enumerate().any(|(at, word)| own(word) && (*word != "!" || words.get(at + 1) == Some(&"(")));
    if !computes || !plain || trivial || calls || refused {
        return None;
    }
    let taken = |word: &str| words.contains(&word) || word == parameter;
    let [computed, table, at] = ["computed", "TABLE", "at"].map(|name| fresh(name, &taken));
    let known = match ty {
        "u8" => format!("{table}[usize::from({parameter})]"),
        _ => format!(
            "match {table}.get({parameter} as usize) {{\n    Some(value) => *value,\n    None => {computed}({parameter}),\n}}"
        ),
    };
    let value = value.replace("at", &at);
    let text = format!(
        "const fn {computed}({parameter}: {ty}) -> {returns} {body}
const {table}: [{returns}; {size}] = {{
    let mut table = [{computed}({}); {size}];
    let mut {at} = 0;
    while {at} < {size} {{
        table[{at}] = {computed}({value});
        {at} += 1;
    }}
    table
}};
{known}",
        if ty == "u8" { "0" } else { "'\\0'" }
    );
    let indent = layout::indent_in(program, file, function.range.start);
    Some(layout::shifted(&format!("{{\n    {}\n}}", text.replace('\n', "\n    ")), indent))
}

#[cfg(test)]
mod tests {
    use super::super::testing::outcomes;
    use super::*;

    #[test]
    fn a_function_of_a_letter_becomes_a_table() {
        let source = "\
impl S {
    fn value(c: char) -> Option<u32> {
        match c {
            'I' => Some(1),
            'V' => Some(5),
            _ if c != 'x' => c.to_digit(10),
            _ => None,
        }
    }
}
";
        let found = outcomes(&Tabulate, source);
        for line in [
            "        const fn computed(c: char) -> Option<u32> {\n            match c {\n                'I' => Some(1),\n",
            "        const TABLE: [Option<u32>; 128] = {\n",
            "                table[at] = computed(at as u8 as char);\n",
            "        match TABLE.get(c as usize) {\n            Some(value) => *value,\n            None => computed(c),\n        }\n    }\n",
        ] {
            assert!(found.contains(line), "{line}\nis not in\n{found}");
        }
    }

    #[test]
    fn what_the_compiler_cannot_compute_stays() {
        for body in ["c + 1", "if is_odd(c) { 1 } else { 2 }", "match [1].iter().max() { Some(n) => *n, None => c }"] {
            assert_eq!(outcomes(&Tabulate, &format!("fn f(c: u8) -> u8 {{ {body} }}\n")), "", "{body}");
        }
        assert_eq!(outcomes(&Tabulate, "fn f(c: u8) -> String { if c > 1 { String::new() } else { g() } }\n"), "");
    }
}
