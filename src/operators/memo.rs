//! Functions that call themselves with what they were called with before.

use std::ops::Range;

use rand::Rng;

use super::program::{Function, Program, one_of};
use super::rules::{Rewriting, fresh, pieces};
use super::types::is_int;
use super::{Operator, layout};
use crate::genome::Change;

/// Keeps what a function gave in a table, as long as the outermost call lasts. Numbers are places in it as they are, slices and
/// texts by their length: recursion mostly takes one end of them away.
/// ```text
/// fn ways(n: usize) -> u64 { if n < 2 { 1 } else { ways(n - 1) + ways(n - 2) } }
/// fn ways(n: usize) -> u64 { fn remembered(...) -> u64 { ... } remembered(n, &mut [None; N], [n + 1]) }
/// ```
pub struct Memo;

impl Operator for Memo {
    fn name(&self) -> &'static str {
        "memo"
    }

    fn propose(&self, program: &Program, rng: &mut dyn Rng) -> Option<Change> {
        one_of(rng, &all(program)).and_then(|rewriting| rewriting.changes.first().cloned())
    }
}

/// All that it makes of a program.
pub fn all(program: &Program) -> Vec<Rewriting> {
    let functions = program.functions.iter().enumerate().filter(|(_, function)| !function.body.is_empty());
    let changes = functions.filter_map(|(index, function)| {
        let text = Recursion::of(program, function)?.remembered(program)?;
        let change = Change { file: function.file.clone(), range: function.body.clone(), text, operator: Memo.name() };
        Some(Rewriting { function: index, changes: vec![change] })
    });
    changes.collect()
}

/// A function that calls itself.
struct Recursion<'a> {
    function: &'a Function,
    /// Names and types, as written.
    parameters: Vec<(&'a str, &'a str)>,
    /// Where the body calls the function, from its name to the closing parenthesis, and with which arguments.
    calls: Vec<(Range<usize>, Vec<&'a str>)>,
}

impl<'a> Recursion<'a> {
    fn of(program: &'a Program, function: &'a Function) -> Option<Recursion<'a>> {
        let head = program.text(&function.file, &(function.range.start..function.body.start));
        let name = function.path.rsplit("::").next()?;
        let (_, rest) = head.split_once(&format!("fn {name}("))?;
        let parameters: Option<Vec<_>> = list(rest)?.0.into_iter().map(|one| one.split_once(": ")).collect();
        let body = program.text(&function.file, &function.body);
        let words = pieces(body);
        let word = |at: usize| words.get(at).map_or("", |range| &body[range.clone()]);
        let calls = (0..words.len()).filter(|&at| {
            let before = at.checked_sub(1).map_or("", word);
            word(at) == name && word(at + 1) == "(" && ![".", ":", "fn"].contains(&before)
        });
        let calls: Option<Vec<_>> = calls
            .map(|at| {
                let open = words[at + 1].end;
                let (arguments, length) = list(&body[open..])?;
                Some((words[at].start..open + length, arguments))
            })
            .collect();
        Some(Recursion { function, parameters: parameters?, calls: calls.filter(|calls| calls.len() > 1)? })
    }

    /// The parameters that recursion changes, as places in a table, and how large these may become.
    fn keys(&self) -> Option<Vec<(String, String)>> {
        let changes = |at: usize, name: &str| {
            self.calls.iter().any(|(_, arguments)| arguments.get(at).is_none_or(|argument| *argument != name))
        };
        let grows = |at: usize, name: &str| {
            let more = format!("{name} +");
            self.calls
                .iter()
                .any(|(_, arguments)| arguments.get(at).is_some_and(|argument| argument.starts_with(&more)))
        };
        // What grows does so up to something that does not change.
        let limits = self.parameters.iter().enumerate().filter(|(at, (name, _))| !changes(*at, name));
        let limits = limits.filter_map(|(_, (name, ty))| match *ty {
            "usize" => Some((*name).to_owned()),
            ty if is_int(ty) => Some(format!("{name} as usize")),
            ty if ty == "&str" || ty.starts_with("&[") || ty.starts_with("&Vec<") => Some(format!("{name}.len()")),
            _ => None,
        });
        let limit = limits.reduce(|all, one| format!("{all}.max({one})"));
        let mut keys = Vec::new();
        for (at, (name, ty)) in self.parameters.iter().enumerate() {
            let name = name.trim_start_matches("mut ");
            if !changes(at, name) {
                continue;
            }
            let key = match *ty {
                "usize" => name.to_owned(),
                ty if is_int(ty) || ty == "bool" || ty == "char" => format!("{name} as usize"),
                ty if ty == "&str" || ty.starts_with("&[") => format!("{name}.len()"),
                _ => return None,
            };
            let size = format!("({key}).saturating_add(1)");
            keys.push(match &limit {
                Some(limit) if grows(at, name) => (key, format!("{size}.saturating_add({limit})")),
                _ => (key, size),
            });
        }
        (1..=3).contains(&keys.len()).then_some(keys)
    }

    /// The body that remembers.
    fn remembered(&self, program: &Program) -> Option<String> {
        let keys = self.keys()?;
        let Function { file, returns, body: range, .. } = self.function;
        let body = program.text(file, range);
        let taken = |word: &str| pieces(body).into_iter().any(|range| &body[range] == word);
        let [inner, known, sizes, place, value] =
            ["remembered", "known", "sizes", "place", "value"].map(|name| fresh(name, &taken));
        let mut own = String::new();
        let name = self.function.path.rsplit("::").next()?;
        let mut at = 0;
        // A call may stand in the arguments of another: names and ends are exchanged one by one.
        let mut edits: Vec<(Range<usize>, String)> = Vec::new();
        for (call, arguments) in &self.calls {
            edits.push((call.start..call.start + name.len(), inner.clone()));
            let comma = if arguments.is_empty() { "" } else { ", " };
            edits.push((call.end - 1..call.end - 1, format!("{comma}&mut *{known}, {sizes}")));
        }
        edits.sort_by_key(|(range, _)| range.start);
        for (range, text) in edits {
            own += &body[at..range.start];
            own += &text;
            at = range.end;
        }
        own += &body[at..];
        let indent = layout::indent_in(program, file, self.function.range.start);
        let own = layout::flushed(&own, indent).replace('\n', "\n        ");
        let (keys, sizes_of): (Vec<String>, Vec<String>) = keys.into_iter().unzip();
        let n = keys.len();
        let list = |text: &dyn Fn(usize) -> String, sign: &str| (0..n).map(text).collect::<Vec<_>>().join(sign);
        let within = list(&|i| format!("({}) < {sizes}[{i}]", keys[i]), " && ");
        let at = (1..n).fold(format!("({})", keys[0]), |at, i| format!("({at} * {sizes}[{i}] + ({}))", keys[i]));
        let limits = sizes_of.join(", ");
        let parameters: Vec<String> = self.parameters.iter().map(|(name, ty)| format!("{name}: {ty}")).collect();
        let given: Vec<&str> = self.parameters.iter().map(|(name, _)| name.trim_start_matches("mut ")).collect();
        let (parameters, given) = (parameters.join(", "), given.join(", "));
        let text = format!(
            "{{
    fn {inner}({parameters}, {known}: &mut [Option<{returns}>], {sizes}: [usize; {n}]) -> {returns} {{
        let {place} = if {within} {{ {at} }} else {{ usize::MAX }};
        if let Some(Some({value})) = {known}.get({place}) {{
            return {value}.clone();
        }}
        let {value} = (|| -> {returns} {own})();
        if let Some(slot) = {known}.get_mut({place}) {{
            *slot = Some({value}.clone());
        }}
        {value}
    }}
    let {sizes} = [{limits}];
    let {sizes} = if {sizes}.iter().fold(1, |all: usize, one| all.saturating_mul(*one)) > 1 << 20 {{ [0; {n}] }} else {{ {sizes} }};
    let mut {known}: Vec<_> = std::iter::repeat_n(None, {sizes}.iter().product()).collect();
    {inner}({given}, &mut {known}, {sizes})
}}",
        );
        Some(layout::shifted(&text, indent))
    }
}

/// The parts of a list up to the parenthesis that closes it, and the length of all that, the parenthesis included.
fn list(text: &str) -> Option<(Vec<&str>, usize)> {
    let (mut depth, mut from, mut parts) = (0usize, 0, Vec::new());
    for range in pieces(text) {
        match &text[range.clone()] {
            "(" | "[" | "{" => depth += 1,
            ")" if depth == 0 => {
                let last = text[from..range.start].trim();
                parts.extend((!last.is_empty()).then_some(last));
                return Some((parts, range.end));
            }
            ")" | "]" | "}" => depth -= 1,
            "," if depth == 0 => {
                parts.push(text[from..range.start].trim());
                from = range.end;
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::testing::{all, outcomes};
    use super::*;

    #[test]
    fn what_was_computed_is_kept_by_what_recursion_changes() {
        let source = "\
fn ways(items: &[u32], at: usize, left: u32) -> u64 {
    if at == items.len() {
        return 1;
    }
    ways(items, at + 1, left) + ways(items, at + 1, left - items[at])
}
";
        let found = outcomes(&Memo, source);
        for part in [
            "    fn remembered(items: &[u32], at: usize, left: u32, known: &mut [Option<u64>], sizes: [usize; 2]) -> u64 {\n",
            "        let place = if (at) < sizes[0] && (left as usize) < sizes[1] { ((at) * sizes[1] + (left as usize)) } else",
            "remembered(items, at + 1, left, &mut *known, sizes) + remembered(items, at + 1, left - items[at], &mut *known, sizes)",
            "    let sizes = [(at).saturating_add(1).saturating_add(items.len()), (left as usize).saturating_add(1)];\n",
            "    remembered(items, at, left, &mut known, sizes)\n}\n",
        ] {
            assert!(found.contains(part), "{part}: {found}");
        }
    }

    #[test]
    fn slices_are_known_by_their_length_and_one_call_is_no_reason() {
        let found = outcomes(&Memo, "fn f(a: &[u8], b: &str) -> bool {\n    f(&a[1..], b) || f(a, &b[1..])\n}\n");
        assert!(found.contains("(a.len()) < sizes[0] && (b.len()) < sizes[1]"), "{found}");
        assert!(all(&Memo, "fn f(n: u64) -> u64 {\n    n * f(n - 1)\n}\n").is_empty());
    }
}
