//! Where statements go in the text: whole lines, indented as their neighbours.

use std::ops::Range;
use std::sync::Arc;

use super::program::{Program, Statement};
use crate::genome::Change;

/// The change that takes a statement away, its comment, and its line if nothing else stands there.
pub fn remove(program: &Program, statement: &Statement, operator: &'static str) -> Change {
    let text = whole(program, statement);
    let (start, end) = (statement.range.start, statement.range.end + comment(program, statement).len());
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = text[end..].find('\n').map_or(text.len(), |at| end + at + 1);
    let alone = text[line_start..start].trim().is_empty() && text[end..line_end].trim().is_empty();
    let range = if alone { line_start..line_end } else { start..end };
    Change { file: statement.file.clone(), range, text: String::new(), operator }
}

/// The comment behind a statement on its last line, with the white space before it.
pub fn comment<'a>(program: &'a Program, statement: &Statement) -> &'a str {
    let rest = whole(program, statement)[statement.range.end..].lines().next().unwrap_or_default();
    if rest.trim_start().starts_with("//") { rest } else { "" }
}

/// The change that puts a new statement before one, on a line of its own.
pub fn insert_before(program: &Program, statement: &Statement, new: &str, operator: &'static str) -> Change {
    let text = whole(program, statement);
    let start = statement.range.start;
    let indent = indent_at(text, start);
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let begins_line = text[line_start..start].trim().is_empty();
    let new = shifted(new, indent);
    let (at, text) = if begins_line { (line_start, format!("{indent}{new}\n")) } else { (start, format!("{new} ")) };
    Change { file: statement.file.clone(), range: at..at, text, operator }
}

/// The change that puts a new statement in the place of one.
pub fn replace(program: &Program, statement: &Statement, new: &str, operator: &'static str) -> Change {
    let indent = indent_at(whole(program, statement), statement.range.start);
    Change { file: statement.file.clone(), range: statement.range.clone(), text: shifted(new, indent), operator }
}

/// Several edits of a file as one change; `None` if there are none, or one lies within another.
pub fn edited(
    program: &Program,
    file: &Arc<str>,
    mut edits: Vec<(Range<usize>, String)>,
    operator: &'static str,
) -> Option<Change> {
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let start = edits.first()?.0.start;
    let (mut new, mut at) = (String::new(), start);
    for (range, text) in &edits {
        new += program.sources.get(file)?.get(at..range.start)?;
        new += text;
        at = range.end;
    }
    Some(Change { file: file.clone(), range: start..at, text: new, operator })
}

/// The text of a statement with its later lines as if it stood at the left margin.
pub fn flush(program: &Program, statement: &Statement) -> String {
    flush_range(program, &statement.file, &statement.range)
}

/// The same of any range of a file.
pub fn flush_range(program: &Program, file: &str, range: &Range<usize>) -> String {
    flushed(program.text(file, range), indent_in(program, file, range.start))
}

/// A text with its lines moved to the left by an indentation.
pub fn flushed(text: &str, indent: &str) -> String {
    let lines: Vec<&str> = text.split('\n').map(|line| line.strip_prefix(indent).unwrap_or(line)).collect();
    lines.join("\n")
}

/// The indentation of the line that a statement begins on.
pub fn indent_of<'a>(program: &'a Program, statement: &Statement) -> &'a str {
    indent_at(whole(program, statement), statement.range.start)
}

/// The indentation of the line of a byte of a file.
pub fn indent_in<'a>(program: &'a Program, file: &str, at: usize) -> &'a str {
    program.sources.get(file).map_or("", |text| indent_at(text, at))
}

fn whole<'a>(program: &'a Program, statement: &Statement) -> &'a str {
    program.sources.get(&statement.file).map_or("", |text| text)
}

/// The white space that the line of `at` begins with.
fn indent_at(text: &str, at: usize) -> &str {
    let line = &text[text[..at].rfind('\n').map_or(0, |at| at + 1)..];
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}

/// Moves all lines but the first to the right; empty lines stay empty.
pub fn shifted(text: &str, indent: &str) -> String {
    let mut lines = text.split('\n');
    let mut out = lines.next().unwrap_or_default().to_owned();
    for line in lines {
        out.push('\n');
        if !line.trim().is_empty() {
            out.push_str(indent);
            out.push_str(line);
        }
    }
    out
}
