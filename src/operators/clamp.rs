//! Conditions on where a loop is, as limits of the loop.

use std::collections::BTreeMap;
use std::ops::Range;

use rand::Rng;

use super::affine::{Loop, Nest, is_literal, more, value};
use super::code::{Code, Tightness};
use super::program::{Program, Shape, Statement};
use super::rules::Rewriting;
use super::{Operator, layout};
use crate::genome::Change;

/// Lets loops begin and end where a condition in the innermost of them begins and ceases to hold, in place of asking each time.
/// ```text
/// for d in -1..=1 { let x = at + d; if x >= 0 && x < width { sum += row[x as usize]; } }
/// for d in (-1).max(-at)..=1.min(width - at - 1) { let x = at + d; sum += row[x as usize]; }
/// ```
pub struct Clamp;

impl Operator for Clamp {
    fn name(&self) -> &'static str {
        "clamp"
    }

    fn propose(&self, program: &Program, rng: &mut dyn Rng) -> Option<Change> {
        program.pick_rewriting(rng, &all(program))
    }
}

/// All that it makes of a program.
pub fn all(program: &Program) -> Vec<Rewriting> {
    let conditions = program
        .statements
        .iter()
        .filter(|statement| statement.in_loop && program.text(&statement.file, &statement.range).starts_with("if "));
    let made = |statement: &Statement| {
        let change = Guarded::of(program, statement)?.clamped()?;
        Some(Rewriting { function: statement.function, changes: vec![change] })
    };
    conditions.filter_map(made).collect()
}

/// A condition in loops between which nothing but declarations stand.
struct Guarded<'a> {
    program: &'a Program,
    condition: usize,
    /// What is to be done where it holds; without, it says where to go on with the next.
    body: Option<&'a Statement>,
    statement: &'a Statement,
    nest: Nest<'a>,
}

/// A bound of a loop's variable, as one side of a comparison and what is added to the variable on the other.
struct Bound {
    variable: String,
    /// How the variable with its terms compares with the limit.
    sign: &'static str,
    limit: usize,
    terms: Vec<(bool, usize)>,
}

impl<'a> Guarded<'a> {
    fn of(program: &'a Program, statement: &'a Statement) -> Option<Guarded<'a>> {
        let text = program.text(&statement.file, &statement.range);
        let after = statement.range.start + "if ".len();
        let condition = (0..program.exprs.len()).find(|&index| {
            let expr = &program.exprs[index];
            expr.file == statement.file && expr.range.start == after && expr.condition
        })?;
        let block = text[program.exprs[condition].range.end - statement.range.start..].trim();
        let skips = block.strip_prefix('{')?.trim_start().starts_with("continue");
        let alone = block.find('}').is_some_and(|end| end + 1 == block.len());
        if skips && !alone || !skips && text.contains("else") {
            return None;
        }
        let body = (!skips).then_some(statement);
        let mut nest = Nest::new(program);
        let mut inner = statement;
        loop {
            let block = &program.blocks[inner.block].statements;
            let before = block[..inner.index].iter().map(|&index| &program.statements[index]);
            // What follows `continue` is done where the condition does not hold; else nothing else is.
            let last = inner.index + 1 == block.len() || skips && std::ptr::eq(inner, statement);
            let Some((variable, around)) = Loop::around(program, inner).filter(|_| last) else { break };
            let Some(values) = before.map(|one| value(program, one)).collect::<Option<Vec<_>>>() else { break };
            nest.declared.extend(values);
            inner = around.statement;
            if nest.loops.insert(variable, around).is_some() {
                return None;
            }
        }
        (!nest.loops.is_empty()).then_some(Guarded { program, condition, body, statement, nest })
    }

    /// The parts of the condition that must all hold (or, where it skips, none of which may).
    fn parts(&self, index: usize, found: &mut Vec<usize>) {
        let sign = if self.body.is_some() { "&&" } else { "||" };
        match &self.program.exprs[index].shape {
            Shape::Parentheses => self.parts(index + 1, found),
            Shape::Binary { left, operator, right } if self.program.text(&self.statement.file, operator) == sign => {
                self.parts(*left, found);
                self.parts(*right, found);
            }
            _ => found.push(index),
        }
    }

    /// A comparison as a bound of the innermost loop that it depends on.
    fn bound(&self, index: usize) -> Option<Bound> {
        let Shape::Binary { left, operator, right } = &self.program.exprs[index].shape else { return None };
        let mut sign = self.program.text(&self.statement.file, operator);
        if self.body.is_none() {
            sign = other(sign, &[("<", ">="), ("<=", ">"), (">", "<="), (">=", "<")])?;
        }
        if let Some((variable, terms)) =
            self.nest.terms(*left).filter(|(variable, _)| self.nest.is_free(*right, variable))
        {
            let sign = other(sign, &[("<", "<"), ("<=", "<="), (">", ">"), (">=", ">=")])?;
            return Some(Bound { variable, sign, limit: *right, terms });
        }
        let (variable, terms) = self.nest.terms(*right).filter(|(variable, _)| self.nest.is_free(*left, variable))?;
        let sign = other(sign, &[("<", ">"), ("<=", ">="), (">", "<"), (">=", "<=")])?;
        Some(Bound { variable, sign, limit: *left, terms })
    }

    /// The loops with the limits, and the condition with what is left of it.
    fn clamped(&self) -> Option<Change> {
        let mut parts = Vec::new();
        self.parts(self.condition, &mut parts);
        let mut left = Vec::new();
        let mut bounds: BTreeMap<String, Vec<Bound>> = BTreeMap::new();
        for part in parts {
            match self.bound(part) {
                Some(bound) => bounds.entry(bound.variable.clone()).or_default().push(bound),
                None => left.push(part),
            }
        }
        let mut edits: Vec<(Range<usize>, String)> = Vec::new();
        for (variable, bounds) in &bounds {
            let range = &self.program.exprs[self.nest.loops[variable].range].range;
            edits.push((range.clone(), self.range(&self.nest.loops[variable], bounds)?));
        }
        edits.push(self.rest(&left));
        let whole = !bounds.is_empty();
        layout::edited(self.program, &self.statement.file, edits, Clamp.name()).filter(|_| whole)
    }

    /// The range of a loop within bounds.
    fn range(&self, around: &Loop, bounds: &[Bound]) -> Option<String> {
        let [mut start, mut end] = around.ends.map(|end| self.program.code(end));
        let mut inclusive = around.inclusive;
        if around.unsigned && inclusive && bounds.iter().any(|bound| bound.sign.starts_with('<')) {
            // Below nought there is no last one.
            (end, inclusive) = (more(end, 1), false);
        }
        for bound in bounds {
            let limit = self.nest.code(bound.limit);
            let off = match (bound.sign, inclusive) {
                (">=", _) | ("<", false) | ("<=", true) => 0,
                (">", _) | ("<=", false) => 1,
                _ => -1,
            };
            let limit = self.moved(more(limit, off), &bound.terms, around.unsigned)?;
            match bound.sign.starts_with('>') {
                true => start = within(start, "max", limit)?,
                false => end = within(end, "min", limit)?,
            }
        }
        Some(Code::binary(start, if inclusive { "..=" } else { ".." }, end).text)
    }

    /// A limit without what is added to the variable.
    fn moved(&self, limit: Code, terms: &[(bool, usize)], unsigned: bool) -> Option<Code> {
        let mut limit = limit;
        for (minus, term) in terms {
            let term = self.nest.code(*term);
            limit = match (minus, unsigned) {
                (true, _) => Code::binary(limit, "+", term),
                (false, true) if is_literal(&limit) => return (limit.text == "0").then_some(limit),
                (false, true) => Code::method(limit, "saturating_sub", &[term]),
                (false, false) if limit.text == "0" => Code::prefix("-", term),
                (false, false) => Code::binary(limit, "-", term),
            };
        }
        Some(limit)
    }

    /// What takes the place of the condition with its body.
    fn rest(&self, left: &[usize]) -> (Range<usize>, String) {
        let (program, statement) = (self.program, self.statement);
        let condition = &program.exprs[self.condition].range;
        if !left.is_empty() {
            let demanded = if self.body.is_some() { Tightness::And } else { Tightness::Or };
            let kept: Vec<String> = left.iter().map(|&part| program.code(part).held(demanded).text).collect();
            return (condition.clone(), kept.join(if self.body.is_some() { " && " } else { " || " }));
        }
        let block = program.text(&statement.file, &(condition.end..statement.range.end)).trim();
        let inner = block.trim_start_matches('{').trim_end_matches(';').trim_end();
        let inner = inner.strip_suffix('}').unwrap_or(inner).trim();
        let inner = if self.body.is_some() { inner } else { "" };
        // One level to the left.
        let text = inner.replace("\n    ", "\n");
        (statement.range.clone(), text)
    }
}

fn other(sign: &str, pairs: &[(&str, &'static str)]) -> Option<&'static str> {
    pairs.iter().find(|(from, _)| *from == sign).map(|(_, to)| *to)
}

/// The larger or smaller of two; of a bare number rustc does not know the type.
fn within(one: Code, method: &str, other: Code) -> Option<Code> {
    match (is_literal(&one), is_literal(&other)) {
        (true, true) => (one.text == other.text).then_some(one),
        (true, false) => Some(Code::method(other, method, &[one])),
        _ => Some(Code::method(one, method, &[other])),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::outcomes;
    use super::*;

    #[test]
    fn what_is_asked_of_neighbours_limits_the_loops() {
        let source = "\
fn f(p: &[u8], x: i64, y: i64, w: i64, h: i64, r: i64) -> u32 {
    let mut sum = 0;
    for dy in -r..=r {
        for dx in -1..=1 {
            let yy = y + dy;
            let xx = x + dx;
            if yy >= 0 && yy < h && xx >= 0 && xx < w && dx != dy {
                sum += p[(yy * w + xx) as usize] as u32;
            }
        }
    }
    sum
}
";
        let found = outcomes(&Clamp, source);
        assert!(found.contains("for dy in (-r).max(-y)..=r.min(h - 1 - y) {"), "{found}");
        assert!(found.contains("for dx in (-x).max(-1)..=(w - 1 - x).min(1) {"), "{found}");
        assert!(found.contains("            if dx != dy {\n"), "{found}");
    }

    #[test]
    fn what_is_skipped_is_left_out() {
        let source = "\
fn f(v: &[u8], at: usize) -> u32 {
    let mut sum = 0;
    for i in 0..v.len() {
        if i + at >= v.len() || i < at {
            continue;
        }
        sum += v[i + at] as u32;
    }
    sum
}
";
        let found = outcomes(&Clamp, source);
        assert!(found.contains("    for i in at.max(0)..v.len().min(v.len() - at) {"), "{found}");
        assert!(!found.contains("continue"), "{found}");
    }

    #[test]
    fn a_condition_that_is_not_all_that_a_loop_does_stays() {
        for body in [
            "if i < n { s += i; } s += 1;",
            "if i < n { s += i; } else { s += 1; }",
            "if v[i] < n { s += i; }",
            "s += 1; if i < n { s += i; }",
            "if i < s { s += i; }",
        ] {
            let source = format!(
                "fn f(v: &[u64], n: u64) -> u64 {{\n    let mut s = 0;\n    for i in 0..9 {{ {body} }}\n    s\n}}\n"
            );
            let found = outcomes(&Clamp, &source);
            assert_eq!(found, "", "{body}");
        }
    }
}
