//! Insertions into a source text, and where things stand after them.

use std::ops::Range;

/// Replaces the bytes of `range` (empty: inserts).
#[derive(Debug, Clone)]
pub(super) struct Edit {
    pub range: Range<usize>,
    pub text: String,
}

/// Edits of one file, in any order; they must not overlap. Insertions at one place keep their order.
#[derive(Debug, Default)]
pub(super) struct Edits(Vec<Edit>);

impl Edits {
    pub fn insert(&mut self, at: usize, text: impl Into<String>) {
        self.replace(at..at, text);
    }

    pub fn replace(&mut self, range: Range<usize>, text: impl Into<String>) {
        self.0.push(Edit { range, text: text.into() });
    }

    /// The new text, and a function from old places to new ones: of the place itself, or of what is inserted there.
    pub fn apply(mut self, source: &str) -> (String, Moves) {
        self.0.sort_by_key(|edit| edit.range.start);
        let mut text = String::with_capacity(source.len() * 2);
        let mut moves = Vec::new();
        let mut done = 0;
        for edit in self.0 {
            text.push_str(&source[done..edit.range.start]);
            moves.push(Move { from: edit.range.clone(), to: text.len()..text.len() + edit.text.len() });
            text.push_str(&edit.text);
            done = edit.range.end;
        }
        text.push_str(&source[done..]);
        (text, Moves(moves))
    }
}

/// One edit: where it was, and where its text is now.
#[derive(Debug)]
struct Move {
    from: Range<usize>,
    to: Range<usize>,
}

/// Where each edit was, and where its text is now.
#[derive(Debug)]
pub(super) struct Moves(Vec<Move>);

impl Moves {
    /// The range that `old` has become, text inserted at its two ends included.
    pub fn of(&self, old: &Range<usize>, length: usize) -> Range<usize> {
        let before = |at: usize| self.0.iter().rfind(|edit| edit.from.start < at);
        let shift = |at: usize| before(at).map_or(at, |edit| edit.to.end + at.saturating_sub(edit.from.end));
        let first = self.0.iter().find(|edit| edit.from.start == old.start);
        let last = self.0.iter().rfind(|edit| edit.from.start == old.end);
        let start = first.map_or_else(|| shift(old.start), |edit| edit.to.start);
        let end = last.map_or_else(|| shift(old.end), |edit| edit.to.end);
        start..end.min(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_grows_by_what_is_put_at_its_ends() {
        let mut edits = Edits::default();
        edits.insert(4, "<<");
        edits.insert(7, ">>");
        edits.insert(0, "0 ");
        let (text, moves) = edits.apply("one two three");
        assert_eq!(text, "0 one <<two>> three");
        assert_eq!(&text[moves.of(&(4..7), text.len())], "<<two>>");
        assert_eq!(&text[moves.of(&(8..13), text.len())], "three");
    }
}
