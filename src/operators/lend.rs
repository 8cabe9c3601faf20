//! Texts that a private function copies to give them away, though they are pieces of what it was given: it lends them, and whoever
//! keeps one copies it.

use std::ops::Range;

use rand::Rng;

use super::Operator;
use super::program::{Expr, Function, Program, Role, Shape};
use super::rules::{Rewriting, pieces};
use crate::genome::Change;

/// Lends pieces of a text in the place of copies.
/// ```text
/// fn head(line: &str) -> Option<String> { Some(line.split(' ').next()?.to_string()) }
/// fn head(line: &str) -> Option<&str> { Some(line.split(' ').next()?) }
/// ```
pub struct Lend;

impl Operator for Lend {
    fn name(&self) -> &'static str {
        "lend"
    }

    fn propose(&self, program: &Program, rng: &mut dyn Rng) -> Option<Change> {
        program.pick_rewriting(rng, &all(program))
    }
}

/// What turns a text into one that its owner may keep.
const COPIES: [&str; 3] = ["to_string", "to_owned", "clone"];

/// All that it makes of a program.
pub fn all(program: &Program) -> Vec<Rewriting> {
    let lent = |index: usize| Some(Rewriting { function: index, changes: lent(program, index)? });
    (0..program.functions.len()).filter_map(lent).collect()
}

fn lent(program: &Program, index: usize) -> Option<Vec<Change>> {
    let function = &program.functions[index];
    let head_range = function.range.start..function.body.start;
    let head = program.text(&function.file, &head_range);
    let (given, returns) = head.split_once("->")?;
    let before = program.text(&function.file, &(0..function.range.start));
    // Of several that were borrowed the compiler asks which one is lent.
    let lends = !before.trim_end().ends_with("pub") && !given.contains('<') && given.matches('&').count() == 1;
    if !lends {
        return None;
    }
    let mut edits: Vec<(Range<usize>, String)> = words(returns, "String")
        .map(|word| {
            let start = head_range.start + given.len() + "->".len() + word.start;
            (start..start + word.len(), "&str".to_owned())
        })
        .collect();
    let within = |expr: &&Expr| expr.function == index && !expr.in_macro;
    let copies: Vec<(Range<usize>, String)> =
        program.exprs.iter().filter(within).filter_map(|expr| piece(program, expr)).collect();
    if edits.is_empty() || copies.is_empty() {
        return None;
    }
    edits.extend(copies);
    for expr in program.exprs.iter().filter(|expr| calls(program, expr, function)) {
        edits.extend(kept(program, expr, returns)?);
    }
    edits.sort_by_key(|(range, _)| range.start);
    edits.dedup();
    let apart = edits.windows(2).all(|pair| pair[0].0.end <= pair[1].0.start);
    let change = |(range, text)| Change { file: function.file.clone(), range, text, operator: Lend.name() };
    apart.then(|| edits.into_iter().map(change).collect())
}

/// Where a word stands in a text.
fn words<'a>(text: &'a str, word: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
    pieces(text).into_iter().filter(move |range| &text[range.clone()] == word)
}

/// The piece that an expression copies.
fn piece(program: &Program, expr: &Expr) -> Option<(Range<usize>, String)> {
    let Shape::Method { receiver, name, .. } = &expr.shape else { return None };
    let receiver = &program.exprs[*receiver];
    let text = program.source(receiver);
    // A range of a text, where rustc was not asked.
    let slice = || (receiver.shape == Shape::Index && text.contains("..")).then_some("str");
    let ty = receiver.ty.as_deref().or_else(slice)?;
    let is_copy = COPIES.contains(&program.text(&expr.file, name)) && ["str", "&str", "String"].contains(&ty);
    if !is_copy || expr.role == Role::Base {
        return None;
    }
    Some((expr.range.clone(), if ty == "&str" { text.to_owned() } else { format!("&{text}") }))
}

fn calls(program: &Program, expr: &Expr, function: &Function) -> bool {
    let name = function.path.rsplit("::").next().unwrap_or_default();
    let called = match &expr.shape {
        Shape::Call { .. } => program.source(expr).split('(').next().and_then(|path| path.rsplit("::").next()),
        Shape::Method { name, .. } => Some(program.text(&expr.file, name)),
        _ => None,
    };
    called == Some(name) && expr.file == function.file
}

/// Copies of what a call gives, where somebody keeps it; `None` where that cannot be told.
fn kept(program: &Program, call: &Expr, returns: &str) -> Option<Vec<(Range<usize>, String)>> {
    let holds = |range: &Range<usize>| range.start <= call.range.start && call.range.end <= range.end;
    let declared = program
        .statements
        .iter()
        .filter(|statement| statement.file == call.file && statement.is_let && holds(&statement.range))
        .min_by_key(|statement| statement.range.len());
    let Some(declared) = declared else {
        return match call.role {
            Role::Base => Some(Vec::new()),
            _ if returns.trim() == "String" => Some(vec![(call.range.end..call.range.end, ".to_string()".to_owned())]),
            _ => None,
        };
    };
    let block = &program.blocks[declared.block];
    let end = block.statements.last().map(|last| program.statements[*last].range.end)?;
    let scope = declared.range.end..end;
    let is_kept = |expr: &&Expr| {
        let compared = expr.parent.is_some_and(|parent| matches!(program.exprs[parent].shape, Shape::Binary { .. }));
        expr.file == call.file
            && scope.contains(&expr.range.start)
            && expr.shape == Shape::Name
            && expr.role == Role::Value
            && !compared
            && declared.declares.iter().any(|name| name == program.source(expr))
            && expr.ty.as_deref().is_none_or(|ty| ty == "String")
    };
    let copied = |expr: &Expr| (expr.range.clone(), format!("{}.to_string()", program.source(expr)));
    let fields = program.exprs.iter().filter(|expr| expr.file == call.file && scope.contains(&expr.range.start));
    let shorthand = fields.flat_map(|expr| shorthand(program, expr)).filter(|field| {
        let name = program.text(&call.file, field);
        declared.declares.iter().any(|declared| declared == name)
    });
    let spelled = shorthand.map(|field| {
        let name = program.text(&call.file, &field);
        (field.clone(), format!("{name}: {name}.to_string()"))
    });
    Some(program.exprs.iter().filter(is_kept).map(copied).chain(spelled).collect())
}

/// The fields of a struct that are written as a name by itself, `Entry { name }`.
fn shorthand(program: &Program, expr: &Expr) -> Vec<Range<usize>> {
    let text = program.source(expr);
    let Some((path, _)) = text.split_once('{') else { return Vec::new() };
    let is_path = |path: &str| path.chars().all(|c| c.is_alphanumeric() || c == ':' || c == '_');
    if !path.starts_with(char::is_uppercase) || !is_path(path.trim_end()) {
        return Vec::new();
    }
    let is_field = |word: &Range<usize>| {
        let (before, behind) = (text[..word.start].trim_end(), text[word.end..].trim_start());
        before.ends_with(['{', ',']) && behind.starts_with(['}', ','])
    };
    let at = expr.range.start;
    pieces(text).into_iter().filter(is_field).map(|word| at + word.start..at + word.end).collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::program;
    use super::*;

    fn lent(source: &str) -> String {
        let mut text = source.to_owned();
        for change in all(&program(source)).iter().flat_map(|rewriting| rewriting.changes.iter().rev()) {
            text.replace_range(change.range.clone(), &change.text);
        }
        syn::parse_file(&text).unwrap();
        text
    }

    #[test]
    fn pieces_are_lent_and_copied_where_they_are_kept() {
        let source = "\
fn cut(text: &str, at: usize) -> Option<(String, String)> {
    let one: &str = text.split(' ').next()?;
    Some((one.to_string(), text[at..].to_string()))
}
pub fn f(text: &str) -> Option<Pair> {
    let (name, rest) = cut(text, 3)?;
    let (value, rest) = cut(&rest, 2)?;
    if rest.is_empty() || value == \"-\" {
        return None;
    }
    Some(Pair { name, all: g(value) })
}
";
        let copied = source
            .replace("-> Option<(String, String)>", "-> Option<(&str, &str)>")
            .replace("one.to_string(), text[at..].to_string()", "one, &text[at..]")
            .replace("Pair { name, all: g(value) }", "Pair { name: name.to_string(), all: g(value.to_string()) }");
        assert_eq!(lent(source), copied);
    }

    #[test]
    fn what_others_call_and_what_is_made_anew_stays() {
        for source in [
            "pub fn f(text: &str) -> String {\n    text.to_string()\n}\n",
            "fn f(a: &str, b: &str) -> String {\n    a.to_string()\n}\n",
            "fn f(n: &u8) -> String {\n    n.to_string()\n}\n",
        ] {
            assert_eq!(lent(source), source);
        }
    }
}
