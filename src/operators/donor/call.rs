//! Calls of donors in the place of a part of a function.

use std::ops::Range;

use rand::Rng;

use super::fitting::{Offer, fittings, result};
use super::store::{Donor, words};
use super::{Host, is_field, likely};
use crate::genome::Change;
use crate::operators::Operator;
use crate::operators::layout;
use crate::operators::program::{Expr, Program, Role, Shape, Statement};
use crate::operators::types::{is_copy, is_int, is_plain};

/// Calls a function written elsewhere where an expression, or a loop and what it fills, has its type.
/// ```text
/// let mut lines = 0; for &byte in text { if byte == b'\n' { lines += 1; } }
/// fn count_byte(bytes: &[u8], wanted: u8) -> usize { … } let lines = count_byte(text, b'\n');
/// ```
pub struct Call;

impl Operator for Call {
    fn name(&self) -> &'static str {
        "donor-call"
    }

    fn propose(&self, program: &Program, rng: &mut dyn Rng) -> Option<Change> {
        let changes = if rng.next_u32() & 1 == 0 {
            let index = program.pick_statement(rng, |statement| is_work(program, statement))?;
            in_place_of_statement(program, &program.statements[index])
        } else {
            let index = program.pick(rng, |expr| is_computed(program, expr))?;
            in_place_of_expr(program, index)
        };
        likely(rng, &changes).map(|(_, change)| change.clone())
    }
}

/// Loops, and calls for what they do.
fn is_work(program: &Program, statement: &Statement) -> bool {
    let text = program.text(&statement.file, &statement.range);
    let is_loop = ["for ", "while ", "loop "].iter().any(|word| text.starts_with(word));
    let call = || text.ends_with(");") && text.starts_with(|c: char| c.is_alphabetic()) && !text.starts_with("return");
    !statement.is_let && !statement.is_value && !statement.in_closure && (is_loop || call())
}

/// Values that something is done for.
fn is_computed(program: &Program, expr: &Expr) -> bool {
    matches!(expr.role, Role::Value)
        && !expr.in_macro
        && !expr.condition
        && !matches!(expr.shape, Shape::Literal | Shape::Name | Shape::Path | Shape::Field | Shape::Parentheses)
        && expr.ty.as_deref().is_some_and(is_plain)
        && !program.source(expr).contains(['?', '|'])
}

type Ranked = Vec<(i64, Change)>;

fn in_place_of_expr(program: &Program, index: usize) -> Ranked {
    let expr = &program.exprs[index];
    let host = Host::of(program, expr.function);
    let wanted = expr.ty.as_deref().unwrap_or_default();
    let offers = free(program, &expr.file, &expr.range, expr.function);
    let used_self = words(program.source(expr)).contains("self");
    let mut found = Vec::new();
    for (donor, args) in calls(&host, &offers) {
        // Nothing that the expression is made of may be forgotten.
        let all = offers.variables.iter().all(|at| args.arguments.iter().any(|argument| argument.offer == *at));
        let fields = args.arguments.iter().any(|argument| is_field(&offers.list[argument.offer].code.text));
        let Some((value, cost)) = result(args.call(donor), &args.ty(donor, &donor.returns), wanted) else { continue };
        if all && (!used_self || fields) && donor.returns != "()" {
            let replaced = program.replace(index, value, donor.operator);
            let change = with_items(&host, donor, replaced);
            found.extend(change.map(|change| (host.rank(donor, args.cost + cost), change)));
        }
    }
    found.sort_by_key(|(rank, _)| *rank);
    found
}

fn in_place_of_statement(program: &Program, statement: &Statement) -> Ranked {
    let host = Host::of(program, statement.function);
    let change = |range: &Range<usize>, text: String, donor: &Donor| {
        let change = Change { file: statement.file.clone(), range: range.clone(), text, operator: donor.operator };
        with_items(&host, donor, change)
    };
    let mut found = Vec::new();
    let offers = free(program, &statement.file, &statement.range, statement.function);
    for (donor, args) in calls(&host, &offers).filter(|(donor, _)| donor.returns == "()") {
        let change = change(&statement.range, format!("{};", args.call(donor).text), donor);
        found.extend(change.map(|change| (host.rank(donor, args.cost), change)));
    }
    for filled in Filled::before(program, statement) {
        let offers = free(program, &statement.file, &filled.range, statement.function);
        for (donor, args) in calls(&host, &offers) {
            let Some((value, cost)) = result(args.call(donor), &args.ty(donor, &donor.returns), &filled.ty) else {
                continue;
            };
            let text = format!("let {}{}: {} = {};", filled.mutable, filled.name, filled.ty, value.text);
            let change = change(&filled.range, text, donor);
            found.extend(change.map(|change| (host.rank(donor, args.cost + cost), change)));
        }
    }
    found.sort_by_key(|(rank, _)| *rank);
    found
}

/// A variable, from its declaration to the end of a loop that fills it.
struct Filled {
    name: String,
    ty: String,
    /// `mut ` if it is written to later.
    mutable: &'static str,
    range: Range<usize>,
}

impl Filled {
    /// Those that are declared shortly before a loop.
    fn before(program: &Program, filling: &Statement) -> Vec<Filled> {
        const NEAR: usize = 4;
        let siblings = &program.blocks[filling.block].statements[..filling.index];
        let siblings = &siblings[siblings.len().saturating_sub(NEAR)..];
        let of = |at: usize| Filled::of(program, &siblings[at..], filling);
        (0..siblings.len()).filter_map(of).collect()
    }

    /// The variable that the first of some statements declares. The others go, too, so that nothing later may need them.
    fn of(program: &Program, statements: &[usize], filling: &Statement) -> Option<Filled> {
        let statements: Vec<&Statement> = statements.iter().map(|&index| &program.statements[index]).collect();
        let first = statements.first().filter(|first| first.is_let)?;
        let [name] = &first.declares[..] else { return None };
        let file = &filling.file;
        let binding = program.resolve(file, first.range.end, name).filter(|binding| binding.mutable)?;
        let ty = binding.ty.as_deref().filter(|ty| is_plain(ty))?;
        let function = &program.functions[filling.function];
        let after = program.text(file, &(filling.range.end..function.body.end));
        let after_words = words(after);
        let lost = statements[1..]
            .iter()
            .any(|other| !other.is_let || other.declares.iter().any(|name| after_words.contains(&**name)));
        if lost || !words(program.text(file, &filling.range)).contains(&**name) {
            return None;
        }
        let written = program.exprs.iter().any(|expr| {
            expr.file == *file
                && filling.range.end <= expr.range.start
                && expr.range.end <= function.body.end
                && (expr.role == Role::Target || !is_copy(ty))
                && program.source(expr).starts_with(&**name)
        });
        let mutable = if written { "mut " } else { "" };
        Some(Filled { name: name.clone(), ty: ty.to_owned(), mutable, range: first.range.start..filling.range.end })
    }
}

/// What a part of a program speaks of and does not declare itself.
struct Free {
    list: Vec<Offer>,
    /// Which of these are variables.
    variables: Vec<usize>,
}

fn free(program: &Program, file: &str, range: &Range<usize>, function: usize) -> Free {
    let mut free = Free { list: Vec::new(), variables: Vec::new() };
    let inside = program.exprs.iter().filter(|expr| {
        expr.function == function
            && &*expr.file == file
            && range.start <= expr.range.start
            && expr.range.end <= range.end
    });
    for expr in inside.filter(|expr| expr.range != *range) {
        let (text, Some(ty)) = (program.source(expr), expr.ty.as_deref()) else { continue };
        if free.list.iter().any(|known| known.code.text == text) {
            continue;
        }
        let declared = program.resolve(file, expr.range.start, text);
        let (cost, mutable) = match (&expr.shape, declared) {
            (Shape::Name, Some(binding)) if range.contains(&binding.visible.start) => continue,
            (Shape::Name, Some(_)) if text == "self" => continue,
            (Shape::Name, Some(binding)) => (0, binding.mutable),
            (Shape::Field, _) if is_field(text) => (0, false),
            (Shape::Literal, _) => (1, false),
            _ => continue,
        };
        if expr.shape == Shape::Name && !text.starts_with(|c: char| c.is_uppercase()) {
            free.variables.push(free.list.len());
        }
        free.list.push(Offer::new(text, ty, mutable, cost));
    }
    free
}

/// The donors that what is free fits, with how; each uses a variable or field at least, and moves nothing.
fn calls<'a>(host: &'a Host<'a>, offers: &'a Free) -> impl Iterator<Item = (&'a Donor, super::Fitting)> {
    /// Ways to fill one donor's parameters.
    const WAYS: usize = 3;
    let text = words(host.text);
    let free = move |donor: &&Donor| donor.home.is_some() || !donor.names.iter().any(|name| text.contains(&**name));
    let donors = host.program.donors.all.iter().filter(|donor| host.admits(donor)).filter(free);
    let kept = |donor: &Donor, args: &super::Fitting| {
        let real = args.arguments.iter().any(|argument| offers.list[argument.offer].cost == 0);
        real && donor.parameters.iter().zip(&args.arguments).all(|(parameter, argument)| {
            let moved = argument.exact && !is_copy(&offers.list[argument.offer].ty);
            !moved || parameter.ty.starts_with("&mut ") || is_int(&args.ty(donor, &parameter.ty))
        })
    };
    donors.flat_map(move |donor| {
        let ways = fittings(donor, &offers.list, WAYS).into_iter();
        ways.filter(move |args| kept(donor, args)).map(move |args| (donor, args))
    })
}

/// The change, with the donor declared before the statement that it is in, and outside of loops.
fn with_items(host: &Host, donor: &Donor, change: Change) -> Option<Change> {
    let items = donor.items();
    if items.is_empty() {
        return Some(change);
    }
    let Program { statements, .. } = host.program;
    let around = |statement: &&Statement| {
        statement.function == host.index
            && statement.file == change.file
            && !statement.in_loop
            && !statement.in_closure
            && statement.range.start <= change.range.start
            && change.range.start < statement.range.end
    };
    let statement = statements.iter().filter(around).min_by_key(|statement| statement.range.len())?;
    let indent = layout::indent_of(host.program, statement);
    let items: String = items.iter().map(|item| format!("{}\n{indent}", layout::shifted(item, indent))).collect();
    let start = statement.range.start;
    let between = host.program.text(&change.file, &(start..change.range.start));
    Some(Change { range: start..change.range.end, text: items + between + &change.text, ..change })
}
