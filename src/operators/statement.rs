//! Whole statements: taken away, copied, exchanged, replaced.

use std::collections::HashMap;
use std::mem::discriminant;
use std::ops::Range;
use std::sync::Arc;

use rand::Rng;

use super::program::{Expr, Program, Role, Statement, one_of};
use super::{Operator, layout};
use crate::genome::Change;
use crate::genome::tokens::words;

/// Takes a statement away. A `let` goes only if what it declares is not used.
/// ```text
/// self.hits += 1; self.get(key)
/// self.get(key)
/// ```
pub struct Delete;

impl Operator for Delete {
    fn name(&self) -> &'static str {
        "delete"
    }

    fn propose(&self, program: &Program, rng: &mut dyn Rng) -> Option<Change> {
        let index = program.pick_statement(rng, |statement| !statement.is_value && !is_needed(program, statement))?;
        Some(layout::remove(program, &program.statements[index], self.name()))
    }
}

/// Every change that [`Delete`] might make, in the order of the text.
pub fn removals(program: &Program) -> Vec<Change> {
    let removable = |statement: &&Statement| !statement.is_value && !is_needed(program, statement);
    program.statements.iter().filter(removable).map(|s| layout::remove(program, s, Delete.name())).collect()
}

/// For each statement that is a slip of one of the seed's, that one in its place: a reader knows it. A slip has as many words,
/// of which three in four are the same. Then the same for expressions of a few words, of which one is another than in the seed's
/// function of that name: `a != b` for `a > b` may be right on all that was tried.
pub fn restorations(program: &Program, seed: &Program) -> Vec<Change> {
    let statements = seed.statements.iter().map(|s| seed.text(&s.file, &s.range));
    let statements: Vec<(&str, Vec<&str>)> = statements.map(|text| (text, words(text))).collect();
    let statement = |statement: &Statement| {
        let text = slip_of(words(program.text(&statement.file, &statement.range)), &statements, 4)?;
        Some(restored(&statement.file, &statement.range, text))
    };
    let mut expressions: HashMap<_, Vec<(&str, Vec<&str>)>> = HashMap::new();
    for expr in seed.exprs.iter().filter(|expr| expr.role == Role::Value) {
        let text = seed.text(&expr.file, &expr.range);
        let of = expressions.entry((&*seed.functions[expr.function].path, discriminant(&expr.shape))).or_default();
        of.extend(Some((text, words(text))).filter(|(_, words)| FEW.contains(&words.len())));
    }
    let expression = |expr: &Expr| {
        let path = &*program.functions[expr.function].path;
        let known = expressions.get(&(path, discriminant(&expr.shape))).filter(|_| expr.role == Role::Value)?;
        let mine = words(program.text(&expr.file, &expr.range));
        let share = mine.len();
        let text = slip_of(mine, known, share).filter(|_| !expr.in_macro)?;
        Some(restored(&expr.file, &expr.range, text))
    };
    let of_statements = program.statements.iter().filter_map(statement);
    of_statements.chain(program.exprs.iter().filter_map(expression)).collect()
}

/// Words of expressions that are looked at for slips.
const FEW: std::ops::RangeInclusive<usize> = 3..=12;

/// What of the known has as many words and fewest others, at most one in `share`, but some.
fn slip_of<'a>(mine: Vec<&str>, known: &[(&'a str, Vec<&str>)], share: usize) -> Option<&'a str> {
    let alike = known.iter().filter(|(_, words)| words.len() == mine.len());
    let (slips, text) = alike.map(|(text, words)| (apart(&mine, words), *text)).min()?;
    (slips > 0 && slips * share <= mine.len()).then_some(text)
}

fn restored(file: &Arc<str>, range: &Range<usize>, text: &str) -> Change {
    Change { file: file.clone(), range: range.clone(), text: text.to_owned(), operator: Replace.name() }
}

fn apart(one: &[&str], other: &[&str]) -> usize {
    one.iter().zip(other).filter(|(a, b)| a != b).count()
}

/// Puts a copy of a statement before another one.
/// ```text
/// i += step; check(i);
/// i += step; i += step; check(i);
/// ```
pub struct Copy;

impl Operator for Copy {
    fn name(&self) -> &'static str {
        "copy"
    }

    fn propose(&self, program: &Program, rng: &mut dyn Rng) -> Option<Change> {
        let index = program.pick_statement(rng, |statement| !is_dead(program, statement))?;
        let target = &program.statements[index];
        let donor = donor(program, target, rng).filter(|donor| !jumps(program, donor))?;
        Some(layout::insert_before(program, target, &terminated(layout::flush(program, donor)), self.name()))
    }
}

/// Puts another statement of the program in a statement's place.
/// ```text
/// count += 1;
/// count = 0;
/// ```
pub struct Replace;

impl Operator for Replace {
    fn name(&self) -> &'static str {
        "replace-statement"
    }

    fn propose(&self, program: &Program, rng: &mut dyn Rng) -> Option<Change> {
        let index = program.pick_statement(rng, |statement| !statement.is_value && !is_needed(program, statement))?;
        let target = &program.statements[index];
        let last = target.index + 1 == program.blocks[target.block].statements.len();
        let donor = donor(program, target, rng).filter(|donor| last || !jumps(program, donor))?;
        Some(layout::replace(program, target, &terminated(layout::flush(program, donor)), self.name()))
    }
}

/// Exchanges two neighbouring statements that do not declare names for one another.
/// ```text
/// log(key); count += 1;
/// count += 1; log(key);
/// ```
pub struct Swap;

impl Operator for Swap {
    fn name(&self) -> &'static str {
        "swap"
    }

    fn propose(&self, program: &Program, rng: &mut dyn Rng) -> Option<Change> {
        let index = program.pick_statement(rng, |statement| {
            let exchanged = |next: &Statement| !depends(program, next, statement) && !jumps(program, next);
            !statement.is_value && !jumps(program, statement) && next(program, statement).is_some_and(exchanged)
        })?;
        let first = &program.statements[index];
        let second = next(program, first)?;
        let [a, b] = [first, second].map(|statement| program.text(&statement.file, &statement.range));
        let [a_comment, b_comment] = [first, second].map(|statement| layout::comment(program, statement));
        let between = program.text(&first.file, &(first.range.end + a_comment.len()..second.range.start));
        let text = format!("{}{b_comment}{between}{a}{a_comment}", terminated(b.to_owned()));
        let range = first.range.start..second.range.end + b_comment.len();
        Some(Change { file: first.file.clone(), range, text, operator: self.name() })
    }
}

/// Whether a statement goes elsewhere whatever happens, so that nothing behind it in its block ever runs.
fn jumps(program: &Program, statement: &Statement) -> bool {
    let text = program.text(&statement.file, &statement.range);
    ["break", "continue", "return"].contains(&text.split([' ', ';']).next().unwrap_or_default())
}

/// Whether a statement stands behind one that goes elsewhere.
fn is_dead(program: &Program, statement: &Statement) -> bool {
    let before = &program.blocks[statement.block].statements[..statement.index];
    before.iter().any(|&index| jumps(program, &program.statements[index]))
}

/// Whether later statements use what a `let` declares, and nothing else of that name is there.
fn is_needed(program: &Program, statement: &Statement) -> bool {
    let siblings = &program.blocks[statement.block].statements;
    let Some(last) = siblings.last().map(|&last| &program.statements[last]) else { return false };
    let behind = statement.range.end..last.range.end;
    let outer = |name: &str| program.resolve(&statement.file, statement.range.start, name);
    let inner = |name: &str| program.resolve(&statement.file, statement.range.end, name);
    statement.declares.iter().any(|name| {
        let replaceable =
            outer(name).zip(inner(name)).is_some_and(|(outer, inner)| outer.ty.is_some() && outer.ty == inner.ty);
        // Names in the texts of macros and in closures of unknown macros count as well: compare words.
        !replaceable && mentions(program.text(&statement.file, &behind), name)
    })
}

/// Whether a word stands in a text.
fn mentions(text: &str, name: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == name)
}

fn next<'a>(program: &'a Program, statement: &Statement) -> Option<&'a Statement> {
    let next = program.blocks[statement.block].statements.get(statement.index + 1)?;
    Some(&program.statements[*next]).filter(|next| !next.is_value)
}

/// Whether either of two statements uses a name that the other declares.
fn depends(program: &Program, a: &Statement, b: &Statement) -> bool {
    let uses = |user: &Statement, other: &Statement| {
        other.declares.iter().any(|name| mentions(program.text(&user.file, &user.range), name))
    };
    uses(a, b) || uses(b, a)
}

/// A statement that means the same before `target`: no declaration, nothing that leaves a loop that is not there.
fn donor<'a>(program: &'a Program, target: &Statement, rng: &mut dyn Rng) -> Option<&'a Statement> {
    let leaves = |text: &str| mentions(text, "return") || text.contains('?');
    let suits = |donor: &&Statement| {
        let text = program.text(&donor.file, &donor.range);
        let same_function = donor.function == target.function && !target.in_closure;
        !donor.is_let
            && !donor.is_value
            && donor.range != target.range
            && text.lines().count() <= 8
            && (same_function || !leaves(text))
            && (target.in_loop || !mentions(text, "continue"))
            && (target.can_break || !mentions(text, "break"))
            && !(donor.range.start <= target.range.start && target.range.end <= donor.range.end)
            && program.fits(&donor.file, &donor.range, &target.file, target.range.start)
    };
    let donors: Vec<&Statement> = program.statements.iter().filter(suits).collect();
    one_of(rng, &donors).copied()
}

/// With a semicolon, unless it ends in a block.
fn terminated(text: String) -> String {
    if text.ends_with([';', '}']) { text } else { text + ";" }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{outcomes, program};
    use super::*;

    const SOURCE: &str = "\
fn f(mut a: u8) -> u8 {
    let b = a;
    let unused = 1; // or is it?
    a += b;
    if a > b {
        // deep
        a -= 1;
    }
    a
}
";

    #[test]
    fn a_removed_statement_takes_its_line_with_it() {
        let found = outcomes(&Delete, SOURCE);
        assert!(found.contains(&SOURCE.replace("    a += b;\n", "")), "{found}");
        assert!(found.contains(&SOURCE.replace("    let unused = 1; // or is it?\n", "")), "{found}");
        assert!(!found.contains(&SOURCE.replace("    let b = a;\n", "")), "{found}");
    }

    #[test]
    fn a_copy_stands_on_a_line_of_its_own_with_the_indentation_there() {
        let found = outcomes(&Copy, SOURCE);
        assert!(found.contains(&SOURCE.replace("        a -= 1;", "        a += b;\n        a -= 1;")), "{found}");
        let block = "    if a > b {\n        // deep\n        a -= 1;\n    }\n";
        assert!(found.contains(&SOURCE.replace(block, &block.repeat(2))), "{found}");
        assert!(!found.contains("{\n    a += b"), "before b is declared: {found}");
    }

    #[test]
    fn neighbours_are_exchanged_unless_one_needs_the_other() {
        let found = outcomes(&Swap, SOURCE);
        assert!(found.contains("    let unused = 1; // or is it?\n    let b = a;\n"), "{found}");
        assert!(!found.contains("a += b;\n    let b"), "{found}");
    }

    #[test]
    fn nothing_is_put_behind_a_jump() {
        let source = "fn f(mut a: u8) -> u8 {\n    loop {\n        a += 1;\n        if a > 3 {\n            a -= 2;\n            break;\n        }\n    }\n    a\n}\n";
        let all =
            [&Copy as &dyn Operator, &Swap, &super::Replace].map(|operator| outcomes(operator, source)).join("\n");
        assert!(all.contains("            a += 1;\n            a -= 2;\n            break;\n"), "{all}");
        let ends = |text: &str| text.trim_start().starts_with('}');
        assert!(all.split("break;\n").skip(1).all(ends), "{all}");
    }

    #[test]
    fn a_statement_is_replaced_by_another() {
        assert!(outcomes(&Replace, SOURCE).contains("    let unused = 1; // or is it?\n    a -= 1;\n    if a > b {"));
    }

    #[test]
    fn a_slip_of_a_statement_of_the_seed_is_put_right_and_nothing_else() {
        let changed =
            SOURCE.replace("a -= 1;", "a -= 64;").replace("    a += b;", "    a += b;\n    let c = a.pow(3);");
        let found = restorations(&program(&changed), &program(SOURCE));
        let texts = applied(found, &changed);
        assert!(
            !texts.is_empty() && texts.iter().all(|text| *text == changed.replace("a -= 64;", "a -= 1;")),
            "{texts:?}"
        );
    }

    #[test]
    fn a_slip_in_an_expression_is_put_right_where_its_statement_is_another() {
        let changed = SOURCE.replace("if a > b {", "if a != b {\n        a += b * b - 9;");
        let texts = applied(restorations(&program(&changed), &program(SOURCE)), &changed);
        assert_eq!(texts, [changed.replace("a != b", "a > b")]);
    }

    fn applied(changes: Vec<Change>, source: &str) -> Vec<String> {
        let apply =
            |change: Change| [&source[..change.range.start], &change.text, &source[change.range.end..]].concat();
        changes.into_iter().map(apply).collect()
    }
}
