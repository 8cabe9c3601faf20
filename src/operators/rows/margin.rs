//! What loops before the one that fills a table set in every row, such as its first column.

use super::{Edits, Filled, Use, number};
use crate::operators::layout;
use crate::operators::program::{Program, Statement};
use crate::operators::rules::pieces;
use crate::operators::table::{Table, Walk, head, is_word};

/// Stand for a row and the one before it in the body of a margin that uses cells.
const ROW: &str = "#row";
const ABOVE: &str = "#above";

/// A loop that sets something in every row.
pub struct Margin<'a> {
    statement: &'a Statement,
    body: String,
    /// What stands for a row in the body, and for its number.
    row: String,
    number: Option<String>,
    /// Its first row, if that is known.
    first: Option<i64>,
}

impl<'a> Margin<'a> {
    /// A statement before the one that fills a table, which walks over its rows.
    pub fn of(program: &Program, statement: &'a Statement, table: &Table, cells: Option<&[Use]>) -> Option<Margin<'a>> {
        let (head, body) = head(program, statement)?;
        let walk = Walk::of(program, statement);
        let is_step =
            |last: &Statement| walk.as_ref().is_some_and(|walk| walk.is_step(program.text(&last.file, &last.range)));
        let body = body.iter().map(|&at| &program.statements[at]).filter(|statement| !is_step(statement));
        let range = body.clone().next()?.range.start..body.last()?.range.end;
        let text = program.text(&statement.file, &range);
        let indent = layout::indent_in(program, &statement.file, range.start);
        let margin = |body: &str, row: &str, number: Option<String>, first: Option<i64>| Margin {
            statement,
            body: body.replace(&format!("\n{indent}"), "\n"),
            row: row.to_owned(),
            number,
            first,
        };
        match (&walk, cells) {
            (Some(walk), Some(cells)) if !cells.is_empty() => {
                let body = marked(text, range.start, walk, cells)?;
                let first = walk.first.as_ref().and_then(|first| first.parse().ok());
                Some(margin(&body, ROW, Some(walk.over.clone()), first))
            }
            _ => {
                let (row, number, first) = rows_of(head, table)?;
                let again = text.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == table.name);
                (!again).then(|| margin(text, &row, number, Some(first)))
            }
        }
    }

    /// What it does to one row, with the one before it.
    fn to(&self, row: &str, above: &str, number: &str) -> String {
        let body = exchanged(&exchanged(&self.body, ABOVE, above), &self.row, row);
        let Some(name) = &self.number else { return body };
        let held = if number.contains(' ') { format!("({number})") } else { number.to_owned() };
        exchanged(&body, name, &held).replace(&format!("= ({number});"), &format!("= {number};"))
    }
}

/// A body with signs for the rows of its cells, if these are the row of the loop's number and the one before.
fn marked(text: &str, start: usize, walk: &Walk, cells: &[Use]) -> Option<String> {
    let mut body = text.to_owned();
    for cell in cells.iter().rev() {
        let row = match walk.offset(&cell.row)? {
            0 => ROW,
            -1 => ABOVE,
            _ => return None,
        };
        let here = cell.range.start.checked_sub(start)?..cell.range.end - start;
        body.get(here.clone())?;
        body.replace_range(here, &cell.of(row));
    }
    Some(body)
}

impl Filled<'_> {
    /// Leaves of each margin what it does to the row above the first one, and returns what it does to a row written.
    pub fn margins(&self, above: &str, edits: &mut Edits) -> Vec<String> {
        let base = self.walk.before(self.written, self.read).filter(|base| !base.starts_with('-'));
        let mut written = Vec::new();
        for margin in &self.margins {
            let first = margin.first.unwrap_or_default();
            let reaches = |base: &&String| base.parse().map_or(true, |base: i64| first <= base);
            let statement = margin.statement;
            edits.push(match base.as_ref().filter(reaches) {
                Some(base) => {
                    let indent = layout::indent_of(self.program, statement);
                    (statement.range.clone(), layout::shifted(&margin.to(above, above, base), indent))
                }
                None => {
                    let removed = layout::remove(self.program, statement, "");
                    (removed.range, removed.text)
                }
            });
            written.push(margin.to(&self.table.name, above, &number(&self.walk.over, self.written)));
        }
        written
    }
}

/// The names for a row and for its number in the head of a loop over all rows, and the first row.
fn rows_of(head: &str, table: &Table) -> Option<(String, Option<String>, i64)> {
    let (pattern, mut items) = head.strip_prefix("for ")?.split_once(" in ")?;
    let mut first = 0;
    while let Some(at) = [".enumerate(", ".take(", ".skip("].iter().filter_map(|call| items.rfind(call)).max() {
        first += i64::from(items[at..].starts_with(".skip(1)"));
        items = &items[..at];
    }
    let inside = pattern.trim().strip_prefix('(').and_then(|pattern| pattern.strip_suffix(')'));
    let (number, row) = match inside.and_then(|inside| inside.split_once(',')) {
        Some((number, row)) => (Some(number.trim().to_owned()), row.trim()),
        None => (None, pattern.trim()),
    };
    (is_word(row) && table.is_rows(items)).then(|| (row.to_owned(), number, first))
}

/// A text with each occurrence of some tokens replaced.
fn exchanged(text: &str, from: &str, to: &str) -> String {
    let (tokens, wanted) = (pieces(text), pieces(from));
    let word = |at: usize| tokens.get(at).map(|range| &text[range.clone()]);
    let here = |at: usize| wanted.iter().enumerate().all(|(i, range)| word(at + i) == Some(&from[range.clone()]));
    let (mut out, mut copied, mut at) = (String::new(), 0, 0);
    while at < tokens.len() && !wanted.is_empty() {
        if here(at) {
            out += &text[copied..tokens[at].start];
            out += to;
            at += wanted.len();
            copied = tokens[at - 1].end;
        } else {
            at += 1;
        }
    }
    out + &text[copied..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_exchanged_wherever_they_stand() {
        assert_eq!(exchanged("m[i - 1][j] + m[i][j] - tm[i]", "m[i]", "row"), "m[i - 1][j] + row[j] - tm[i]");
    }
}
