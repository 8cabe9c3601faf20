//! What a table becomes of which only the last row is needed.

use super::{Edits, Filled, Use, number, two};
use crate::operators::layout;
use crate::operators::program::Statement;
use crate::operators::table::Walk;

impl<'a> Filled<'a> {
    /// The rows written and read, exchanged after each.
    pub fn two_rows(&self, cleared: bool) -> Edits {
        let (name, above) = (&self.table.name, self.fresh("above"));
        let of = |cell: &Use, is_above: bool| (cell.range.clone(), cell.of(if is_above { &above } else { name }));
        let indent = layout::indent_of(self.program, self.statement);
        let declared = format!("{}\n{indent}let mut {above} = {name}.clone();", self.table.row);
        let mut edits = vec![(self.statement.range.clone(), declared)];
        edits.extend(self.before.iter().map(|cell| of(cell, self.side(cell) == Some(true))));
        let read = |cell: &Use| self.walk.offset(&cell.row) == Some(self.read);
        edits.extend(self.inside.iter().map(|cell| of(cell, read(cell))));
        edits.extend(self.after.iter().map(|cell| of(cell, true)));
        let starts = self.margins(&above, &mut edits);
        let mut ends = vec![format!("std::mem::swap(&mut {above}, &mut {name});")];
        if cleared {
            ends.push(format!("{name}.fill({});", self.table.element));
        }
        self.around(&self.walk, &starts, &ends, &mut edits);
        edits
    }

    /// One row, of which what is still needed is kept aside, if a cell depends on its neighbours only.
    pub fn one_row(&self) -> Option<Edits> {
        let name = &self.table.name;
        let [above, left, corner] = ["above", "left", "corner"].map(|name| self.fresh(name));
        let (inner, walk) = self.inner()?;
        let within = |cell: &&Use| inner.range.contains(&cell.range.start);
        let (written, read) = two(&walk, self.inside.iter().filter(within), |cell| cell.column.as_deref())?;
        let mut edits = vec![(self.statement.range.clone(), self.table.row.clone())];
        let (mut is_left, mut is_corner) = (false, false);
        for cell in self.before.iter().chain(&self.inside).chain(&self.after) {
            let is_read = self.walk.offset(&cell.row) == Some(self.read);
            let column = cell.column.as_ref().filter(|_| within(&cell)).map(|column| walk.offset(column));
            let text = match column {
                Some(Some(offset)) if is_read && offset == written => above.clone(),
                Some(Some(offset)) if is_read && offset == read => corner.clone(),
                Some(Some(offset)) if offset == read => left.clone(),
                // What stands elsewhere in the row above is gone.
                Some(_) if is_read => return None,
                _ => cell.of(name),
            };
            (is_left, is_corner) = (is_left || text == left, is_corner || text == corner);
            edits.push((cell.range.clone(), text));
        }
        if self.before.iter().any(|cell| self.side(cell) == Some(false)) {
            return None;
        }
        let column = number(&walk.over, written);
        let first = match walk.before(written, read) {
            // Nothing stands before a row's first cell.
            Some(first) if first.starts_with('-') => self.table.element.clone(),
            Some(first) => format!("{name}[{first}]"),
            None if is_left || is_corner => return None,
            None => String::new(),
        };
        let mut starts = self.margins(name, &mut edits);
        if is_corner {
            starts.insert(0, format!("let mut {corner} = {first};"));
        }
        self.around(&self.walk, &starts, &[], &mut edits);
        let mut ends = Vec::new();
        if is_left {
            let indent = layout::indent_of(self.program, inner);
            edits.push((inner.range.start..inner.range.start, format!("let mut {left} = {first};\n{indent}")));
            ends.push(format!("{left} = {name}[{column}];"));
        }
        if is_corner {
            ends.push(format!("{corner} = {above};"));
        }
        self.around(&walk, &[format!("let {above} = {name}[{column}];")], &ends, &mut edits);
        Some(edits)
    }

    /// The innermost loop that goes along a row and writes it.
    fn inner(&self) -> Option<(&'a Statement, Walk)> {
        let inside = |statement: &&Statement| {
            statement.file == self.main.file
                && self.main.range.start < statement.range.start
                && statement.range.end <= self.main.range.end
        };
        let along = |statement: &'a Statement| {
            let walk = Walk::of(self.program, statement)?;
            let writes = |cell: &Use| {
                let column = cell.column.as_deref().and_then(|column| walk.offset(column));
                cell.written && statement.range.contains(&cell.range.start) && column.is_some()
            };
            self.inside.iter().any(writes).then_some((statement, walk))
        };
        let loops = self.program.statements.iter().filter(inside).filter_map(along);
        loops.max_by_key(|(statement, _)| statement.range.start)
    }
}
