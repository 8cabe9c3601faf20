//! Tables of which only the last row is needed.

use std::ops::Range;

use rand::Rng;

use super::program::{Program, Statement};
use super::rules::{Rewriting, fresh};
use super::table::{Cell, Table, Walk, same};
use super::{Operator, flatten, layout};
use crate::genome::Change;

mod forms;
mod margin;

use margin::Margin;

/// Keeps two rows, or one, of a table that is filled row by row, each from the one before.
/// ```text
/// let mut sums = vec![vec![1; m]; n];
/// for i in 1..n { for j in 1..m { sums[i][j] = sums[i - 1][j] + sums[i][j - 1]; } } sums[n - 1][m - 1]
///
/// let mut sums = vec![1; m]; let mut above = sums.clone();
/// for i in 1..n { for j in 1..m { sums[j] = above[j] + sums[j - 1]; } std::mem::swap(&mut above, &mut sums); } above[m - 1]
/// ```
pub struct Rows;

impl Operator for Rows {
    fn name(&self) -> &'static str {
        "rows"
    }

    fn propose(&self, program: &Program, rng: &mut dyn Rng) -> Option<Change> {
        program.pick_rewriting(rng, &all(program))
    }
}

/// Every way to keep fewer rows, function by function.
pub fn all(program: &Program) -> Vec<Rewriting> {
    let mut found = Vec::new();
    for statement in program.statements.iter().filter(|statement| statement.is_let) {
        let tables = Table::made_by(program.text(&statement.file, &statement.range));
        for filled in tables.into_iter().filter_map(|table| Filled::of(program, statement, table)) {
            let edits = [filled.one_row(), Some(filled.two_rows(false)), Some(filled.two_rows(true))];
            let changes = edits
                .into_iter()
                .flatten()
                .filter_map(|edits| layout::edited(program, &statement.file, edits, Rows.name()));
            found.extend(changes.map(|change| Rewriting { function: statement.function, changes: vec![change] }));
        }
    }
    found
}

/// What takes the place of parts of the text.
type Edits = Vec<(Range<usize>, String)>;

/// A cell used, and where.
struct Use {
    range: Range<usize>,
    row: String,
    column: Option<String>,
    /// Whether it is assigned to.
    written: bool,
}

impl Use {
    /// The same cell of a row by itself.
    fn of(&self, row: &str) -> String {
        self.column.as_ref().map_or(row.to_owned(), |column| format!("{row}[{column}]"))
    }
}

/// A table filled row by row.
struct Filled<'a> {
    program: &'a Program,
    statement: &'a Statement,
    table: Table,
    main: &'a Statement,
    walk: Walk,
    /// How far the row written and the row read are from the loop's number.
    written: i64,
    read: i64,
    before: Vec<Use>,
    margins: Vec<Margin<'a>>,
    inside: Vec<Use>,
    after: Vec<Use>,
}

impl<'a> Filled<'a> {
    fn of(program: &'a Program, statement: &'a Statement, table: Table) -> Option<Filled<'a>> {
        let places = flatten::uses(program, statement, &table.name)?;
        let siblings = program.blocks[statement.block].statements.get(statement.index + 1..)?;
        let used = |sibling: &Statement| -> Option<Vec<Use>> {
            let within = places.iter().filter(|place| sibling.range.contains(place));
            within.map(|place| use_at(program, &statement.file, &table, *place)).collect()
        };
        let filling = |&index: &usize| {
            let sibling = &program.statements[index];
            let (walk, cells) = (Walk::of(program, sibling)?, used(sibling)?);
            let rows = two(&walk, &cells, |cell| Some(&cell.row))?;
            Some((sibling, walk, cells, rows))
        };
        let at = siblings.iter().rposition(|index| filling(index).is_some())?;
        let (main, walk, inside, (written, read)) = filling(&siblings[at])?;
        let (mut before, mut margins, mut after) = (Vec::new(), Vec::new(), Vec::new());
        for sibling in siblings[..at].iter().map(|&index| &program.statements[index]) {
            let cells = used(sibling);
            match Margin::of(program, sibling, &table, cells.as_deref()) {
                Some(margin) => margins.push(margin),
                None => before.extend(cells?),
            }
        }
        for sibling in siblings[at + 1..].iter().map(|&index| &program.statements[index]) {
            let cells = used(sibling)?;
            let walked = Walk::of(program, sibling);
            if walked.is_some_and(|walk| cells.iter().any(|cell| walk.offset(&cell.row).is_some())) {
                return None;
            }
            after.extend(cells);
        }
        let one = after.windows(2).all(|pair| same(&pair[0].row, &pair[1].row));
        let filled = Filled { program, statement, table, main, walk, written, read, before, margins, inside, after };
        (one && filled.before.iter().all(|cell| filled.side(cell).is_some())).then_some(filled)
    }

    /// Whether a cell used before the loop is in the row above the first one filled, or in that one; `None` if in another.
    fn side(&self, cell: &Use) -> Option<bool> {
        let Some(base) = self.walk.before(self.written, self.read) else { return Some(true) };
        let next = base.parse::<i64>().ok().map(|base| (base + 1).to_string());
        match same(&base, &cell.row) {
            true => Some(true),
            false => next.is_some_and(|next| next == cell.row).then_some(false),
        }
    }

    /// Puts lines around the body of a loop, the last ones before a step of its number.
    fn around(&self, walk: &Walk, starts: &[String], ends: &[String], edits: &mut Edits) {
        let Some(&first) = walk.body.first() else { return };
        let body = |at: usize| &self.program.statements[at];
        let at = body(first).range.start;
        let indent = layout::indent_of(self.program, body(first));
        let line = |line: &String| format!("{}\n{indent}", layout::shifted(line, indent));
        edits.push((at..at, starts.iter().map(line).collect()));
        let last = walk
            .body
            .iter()
            .rev()
            .map(|&at| body(at))
            .find(|last| !walk.is_step(self.program.text(&last.file, &last.range)));
        let Some(last) = last else { return };
        let text = self.program.text(&last.file, &last.range);
        let close = if text.ends_with([';', '}']) { "" } else { ";" };
        let end = last.range.end + if ends.is_empty() { 0 } else { layout::comment(self.program, last).len() };
        let line = |line: &String| format!("\n{indent}{line}");
        edits.push((last.range.end..last.range.end, if ends.is_empty() { "" } else { close }.to_owned()));
        edits.push((end..end, ends.iter().map(line).collect()));
    }

    fn fresh(&self, name: &str) -> String {
        let function = &self.program.functions[self.statement.function];
        let text = self.program.text(&function.file, &function.range);
        fresh(name, &|name| text.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == name))
    }
}

/// The cell that a table's name at a place means.
fn use_at(program: &Program, file: &str, table: &Table, place: usize) -> Option<Use> {
    let text = program.sources.get(file)?.get(place..)?;
    let Cell { row, column, length } = table.cell(text)?;
    let rest = text.get(length..)?.trim_start();
    let sign = rest.trim_start_matches(['+', '-', '*', '/', '|', '&', '^']);
    let written = sign.starts_with('=') && !sign.starts_with("==") && !sign.starts_with("=>");
    Some(Use { range: place..place + length, row, column, written })
}

/// How far what a loop writes, and what else it uses, is from its number; `None` unless these are two neighbours.
fn two<'a>(
    walk: &Walk,
    cells: impl IntoIterator<Item = &'a Use>,
    index: impl Fn(&'a Use) -> Option<&'a str>,
) -> Option<(i64, i64)> {
    let offset = |cell: &'a Use| Some((walk.offset(index(cell)?)?, cell.written));
    let offsets: Vec<(i64, bool)> = cells.into_iter().map(offset).collect::<Option<_>>()?;
    let (written, _) = offsets.iter().find(|(_, is)| *is)?;
    let mut others = offsets.iter().map(|(offset, _)| offset).filter(|offset| *offset != written);
    let read = *others.next()?;
    let neighbours = (written - read).abs() == 1 && others.all(|other| *other == read);
    let only = offsets.iter().all(|(offset, is)| !is || offset == written);
    (neighbours && only).then_some((*written, read))
}

/// A number so far from a loop's.
fn number(over: &str, offset: i64) -> String {
    match offset {
        0 => over.to_owned(),
        offset if offset > 0 => format!("{over} + {offset}"),
        offset => format!("{over} - {}", -offset),
    }
}

#[cfg(test)]
mod tests;
