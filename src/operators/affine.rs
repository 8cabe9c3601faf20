//! Loops over ranges of numbers, and what is a loop's variable with something added to it. It changes nothing.

use std::collections::BTreeMap;
use std::ops::Range;

use super::code::Code;
use super::program::{Expr, Program, Role, Shape, Statement};
use super::types::{is_int, is_signed};

/// A `for` loop over a range of numbers.
pub struct Loop<'a> {
    pub statement: &'a Statement,
    /// The range as an expression, and its ends.
    pub range: usize,
    pub ends: [usize; 2],
    pub inclusive: bool,
    pub unsigned: bool,
}

impl<'a> Loop<'a> {
    /// The loop whose body a statement stands in.
    pub fn around(program: &'a Program, inner: &Statement) -> Option<(String, Loop<'a>)> {
        let around = |statement: &&Statement| {
            statement.file == inner.file
                && statement.range.start < inner.range.start
                && inner.range.end < statement.range.end
        };
        let statement = program.statements.iter().filter(around).min_by_key(|statement| statement.range.len())?;
        let text = program.text(&statement.file, &statement.range);
        let (variable, _) = text.strip_prefix("for ")?.split_once(" in ")?;
        let start = statement.range.start + "for ".len() + variable.len() + " in ".len();
        let at = |index: &usize| {
            let expr = &program.exprs[*index];
            expr.file == statement.file && expr.range.start == start && matches!(expr.shape, Shape::Range { .. })
        };
        let range = (0..program.exprs.len()).find(at)?;
        let whole = &program.exprs[range].range;
        let child = |is: &dyn Fn(&Range<usize>) -> bool| {
            (range + 1..program.exprs.len())
                .find(|&part| program.exprs[part].parent == Some(range) && is(&program.exprs[part].range))
        };
        let ends = [child(&|part| part.start == whole.start)?, child(&|part| part.end == whole.end)?];
        let Shape::Range { limits } = &program.exprs[range].shape else { return None };
        let inclusive = program.text(&statement.file, limits) == "..=";
        let ty = program.resolve(&statement.file, inner.range.start, variable)?.ty.clone();
        let unsigned = ty.is_some_and(|ty| is_int(&ty) && !is_signed(&ty));
        Some((variable.to_owned(), Loop { statement, range, ends, inclusive, unsigned }))
    }
}

/// Loops in each other, and what is declared in them before the place that is looked at.
pub struct Nest<'a> {
    program: &'a Program,
    /// By variable.
    pub loops: BTreeMap<String, Loop<'a>>,
    /// Declarations in the loops, and their values.
    pub declared: BTreeMap<String, usize>,
}

impl<'a> Nest<'a> {
    /// None yet.
    pub fn new(program: &'a Program) -> Nest<'a> {
        Nest { program, loops: BTreeMap::new(), declared: BTreeMap::new() }
    }

    /// An expression as a loop's variable and what is added to it or subtracted (`true`).
    pub fn terms(&self, index: usize) -> Option<(String, Vec<(bool, usize)>)> {
        let expr = &self.program.exprs[index];
        match &expr.shape {
            Shape::Parentheses => self.terms(index + 1),
            Shape::Name => {
                let name = self.program.source(expr);
                match self.declared.get(name) {
                    Some(value) => self.terms(*value),
                    None => self.loops.contains_key(name).then(|| (name.to_owned(), Vec::new())),
                }
            }
            Shape::Binary { left, operator, right } => {
                let minus = match self.program.text(&expr.file, operator) {
                    "+" => false,
                    "-" => true,
                    _ => return None,
                };
                let with = |one: usize, other: usize| {
                    let (variable, mut terms) = self.terms(one)?;
                    terms.push((minus, other));
                    self.is_free(other, &variable).then_some((variable, terms))
                };
                with(*left, *right).or_else(|| with(*right, *left).filter(|_| !minus))
            }
            _ => None,
        }
    }

    /// Whether an expression has its value before a loop begins.
    pub fn is_free(&self, index: usize, variable: &str) -> bool {
        let expr = &self.program.exprs[index];
        let around = &self.loops[variable].statement.range;
        let known = |used: &Expr| {
            let name = self.program.source(used);
            let visible = self.program.resolve(&expr.file, used.range.start, name);
            let written = |other: &&Expr| other.role == Role::Target && self.program.source(other) == name;
            let before = visible.is_none_or(|name| name.visible.contains(&around.start))
                && !self.program.names_in(&expr.file, around).any(|other| written(&other));
            before || self.declared.get(name).is_some_and(|value| self.is_free(*value, variable))
        };
        let calls = self.program.source(expr).contains('!') || self.program.source(expr).contains('?');
        !calls && self.program.names_in(&expr.file, &expr.range).all(known)
    }

    /// An expression in which what is declared in the loops is spelled out.
    pub fn code(&self, index: usize) -> Code {
        let program = self.program;
        let whole = &program.exprs[index];
        if whole.shape == Shape::Parentheses {
            return self.code(index + 1);
        }
        if let Some(value) = self.declared.get(program.source(whole)) {
            return self.code(*value);
        }
        let within = |other: &Expr| other.file == whole.file && other.range.end <= whole.range.end;
        let parts = (index + 1..program.exprs.len()).take_while(|&part| within(&program.exprs[part]));
        let declared = parts.filter_map(|part| {
            let value = self.declared.get(program.source(&program.exprs[part]))?;
            Some(program.replace(part, self.code(*value), ""))
        });
        let mut text = program.source(whole).to_owned();
        for change in declared.collect::<Vec<_>>().into_iter().rev() {
            let start = change.range.start - whole.range.start;
            text.replace_range(start..change.range.end - whole.range.start, &change.text);
        }
        Code { text, tightness: whole.tightness }
    }
}

/// The expression that a declaration ends in.
pub fn declared_as(program: &Program, statement: &Statement) -> Option<usize> {
    let end = statement.range.end - 1;
    program.exprs.iter().position(|expr| {
        expr.file == statement.file && expr.range.end == end && statement.range.start < expr.range.start
    })
}

/// What a declaration of one name gives it.
pub fn value(program: &Program, statement: &Statement) -> Option<(String, usize)> {
    let [name] = &statement.declares[..] else { return None };
    let value = declared_as(program, statement)?;
    let before = program.text(&statement.file, &(statement.range.start..program.exprs[value].range.start));
    // Who hides another of the same name cannot be told from it.
    let hides = program.resolve(&statement.file, statement.range.start, name).is_some();
    let plain = statement.is_let && !hides && before.trim_end().ends_with('=') && !before.contains("mut ");
    plain.then(|| (name.clone(), value))
}

/// Whether it is a number as it stands, of which rustc does not know the type.
pub fn is_literal(code: &Code) -> bool {
    code.text.trim_start_matches('-').bytes().all(|byte| byte.is_ascii_digit() || byte == b'_')
}

/// A number that is one more or less.
pub fn more(code: Code, by: i32) -> Code {
    match (by, code.text.parse::<i64>()) {
        (0, _) => code,
        (_, Ok(number)) => Code::atom((number + i64::from(by)).to_string()),
        (1, _) => Code::binary(code, "+", Code::atom("1")),
        _ => Code::binary(code, "-", Code::atom("1")),
    }
}
