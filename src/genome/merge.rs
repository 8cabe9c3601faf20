//! Composing: a change of a rendered candidate, as an edit against the seed.
//!
//! A change that lands in or across the text of earlier edits becomes one edit with them; what begins
//! and ends alike in the seed is then cut away at token boundaries, so that diffs stay small.

use std::ops::Range;

use super::tokens::tokens;
use super::{Change, Edit, Genome, in_order};
use crate::component::Sources;

impl Genome {
    /// The genome with several changes of one rendering made, none of which touches another.
    pub fn compose_all(&self, seed: &Sources, mut changes: Vec<Change>) -> Genome {
        // From the end to the beginning, so that the places of those to come stay right.
        changes.sort_by_key(|change| std::cmp::Reverse(change.range.start));
        changes.iter().fold(self.clone(), |genome, change| genome.compose(seed, change))
    }

    /// The genome whose rendering is this one's rendering with `change` made.
    pub fn compose(&self, seed: &Sources, change: &Change) -> Genome {
        let Some(text) = seed.get(&change.file) else { return self.clone() };
        let (mine, mut edits): (Vec<Edit>, Vec<Edit>) =
            self.edits.iter().cloned().partition(|edit| edit.file == change.file);
        let placed = Placed::of(mine);
        let touched = |place: &&Placed| place.touched_by(&change.range);
        let merged: Vec<&Placed> = placed.iter().filter(touched).collect();
        edits.extend(placed.iter().filter(|place| !touched(place)).map(|place| place.edit.clone()));
        edits.extend(trim(merge(text, &placed, &merged, change), text));
        in_order(&mut edits);
        Genome { edits }
    }
}

/// An edit, and the bytes that its text takes up in the rendered file.
struct Placed {
    edit: Edit,
    rendered: Range<usize>,
}

impl Placed {
    fn of(edits: Vec<Edit>) -> Vec<Placed> {
        let mut shift = 0isize;
        let mut place = |edit: Edit| {
            let start = edit.range.start.wrapping_add_signed(shift);
            shift += edit.text.len() as isize - edit.range.len() as isize;
            Placed { rendered: start..start + edit.text.len(), edit }
        };
        edits.into_iter().map(&mut place).collect()
    }

    /// Whether a change reaches into this edit's text, or inserts where it inserts.
    fn touched_by(&self, change: &Range<usize>) -> bool {
        let overlap = change.start < self.rendered.end && self.rendered.start < change.end;
        let swallowed =
            self.rendered.is_empty() && change.start < self.rendered.start && self.rendered.end < change.end;
        let meets = change.start <= self.rendered.end && self.rendered.start <= change.end;
        let both_insert = change.is_empty() && self.edit.range.is_empty() && meets;
        overlap || swallowed || both_insert
    }
}

/// One edit for the change and the edits it touches.
fn merge(seed: &str, all: &[Placed], touched: &[&Placed], change: &Change) -> Edit {
    // Offsets outside the touched edits move by what the edits before them add.
    let start = match touched.first() {
        Some(first) if first.rendered.start <= change.range.start => first.edit.range.start,
        _ => back(all, change.range.start, change.range.is_empty()),
    };
    let end = match touched.last() {
        Some(last) if last.rendered.end >= change.range.end => last.edit.range.end,
        _ if change.range.is_empty() => start,
        _ => back(all, change.range.end, true),
    };
    let mut text = String::new();
    if let Some(first) = touched.first().filter(|first| first.rendered.start < change.range.start) {
        text.push_str(&first.edit.text[..change.range.start - first.rendered.start]);
    }
    text.push_str(&change.text);
    if let Some(last) = touched.last().filter(|last| last.rendered.end > change.range.end) {
        text.push_str(&last.edit.text[change.range.end - last.rendered.start..]);
    }
    debug_assert!(start <= end && end <= seed.len());
    Edit { file: change.file.clone(), range: start..end, text, operator: operators(touched, change) }
}

/// The seed's offset for a rendered offset outside every edit's text. Where a deletion lies exactly
/// there, `before` says on which side of it.
fn back(all: &[Placed], offset: usize, before: bool) -> usize {
    let passed = |place: &&Placed| {
        let range = &place.rendered;
        range.end < offset || (range.end == offset && !(before && range.is_empty()))
    };
    let last = all.iter().rfind(passed);
    last.map_or(offset, |place| place.edit.range.end + (offset - place.rendered.end))
}

/// The names of all operators that had a part, each once.
fn operators(touched: &[&Placed], change: &Change) -> String {
    let mut names: Vec<&str> = touched.iter().flat_map(|place| place.edit.operator.split('+')).collect();
    names.push(change.operator);
    let mut seen = Vec::new();
    names.retain(|name| {
        !seen.contains(name) && {
            seen.push(*name);
            true
        }
    });
    names.join("+")
}

/// Takes away what an edit leaves as it is; `None` if that is all of it.
fn trim(edit: Edit, seed: &str) -> Option<Edit> {
    let old = &seed[edit.range.clone()];
    let new = &edit.text;
    if old == new {
        return None;
    }
    let (old_tokens, new_tokens) = (tokens(old), tokens(new));
    let mut front = 0;
    for (a, b) in old_tokens.iter().zip(&new_tokens) {
        if old[front..a.end] != new[front..b.end] {
            break;
        }
        front = a.end;
    }
    front += blank(old[front..].bytes().zip(new[front..].bytes()));
    let mut back = 0;
    for (a, b) in old_tokens.iter().rev().zip(new_tokens.iter().rev()) {
        let alike = old[a.start..old.len() - back] == new[b.start..new.len() - back];
        if !alike || a.start < front || b.start < front {
            break;
        }
        back = old.len() - a.start;
    }
    back += blank(old[front..old.len() - back].bytes().rev().zip(new[front..new.len() - back].bytes().rev()));
    let range = edit.range.start + front..edit.range.end - back;
    let text = new[front..new.len() - back].to_owned();
    Some(Edit { range, text, ..edit })
}

/// How much white space two texts have in common at their beginning.
fn blank(pairs: impl Iterator<Item = (u8, u8)>) -> usize {
    pairs.take_while(|(a, b)| a == b && a.is_ascii_whitespace()).count()
}
