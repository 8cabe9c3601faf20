//! Edits and genomes: a candidate is the seed's text with some spans of it replaced.
//!
//! Code that no edit touches keeps its bytes, comments included, and the diff stays as small as the
//! change. Nothing here knows why an edit was made or what it is worth; no I/O, no clock.

use std::ops::Range;
use std::sync::Arc;

use rand::{Rng, RngExt};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use similar::{DiffTag, TextDiff};

use crate::component::Sources;

mod frozen;
mod merge;
pub mod tokens;

pub use frozen::{Frozen, Place};

/// A replacement of one span of one file of the seed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Edit {
    /// The file, relative to the package root.
    #[serde(with = "shared")]
    pub file: Arc<str>,
    /// Bytes of the seed's file that go; empty for an insertion.
    pub range: Range<usize>,
    /// What takes their place.
    pub text: String,
    /// Which operator made it; several names joined by `+` where edits were merged.
    pub operator: String,
}

impl Edit {
    /// What the operator of a rule is called before the rule's name.
    pub const RULE: &str = "rewrite ";
    /// The same of a rule about a field of a struct: what it changes only makes sense together.
    pub const FIELD: &str = "rewrite field ";
    /// What laid the text out.
    pub const LAYOUT: &str = "rustfmt";
    /// What stands before a donor's file and name, where code was transplanted.
    pub const DONOR: &str = "donor:";
    /// What the compiler suggested.
    pub const REPAIR: &str = "repair";

    /// Whether it replaces at least what another one replaces.
    pub fn holds(&self, other: &Edit) -> bool {
        self.file == other.file && self.range.start <= other.range.start && other.range.end <= self.range.end
    }

    /// Whether rules or donors made it, written by a person, and nothing else had a part in it.
    fn is_by_rule(&self) -> bool {
        self.operator.split('+').all(|name| name.starts_with(Edit::RULE) || name.starts_with(Edit::DONOR))
    }
}

/// A replacement in a *rendered* candidate, as operators make it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The file, relative to the package root.
    pub file: Arc<str>,
    /// Bytes of the candidate's file that go; empty for an insertion.
    pub range: Range<usize>,
    /// What takes their place.
    pub text: String,
    /// The operator's name.
    pub operator: &'static str,
}

impl Change {
    /// Whether two changes of one text overlap, or stand so close that their order would matter.
    pub fn touches(&self, other: &Change) -> bool {
        self.file == other.file && self.range.start <= other.range.end && other.range.start <= self.range.end
    }
}

/// Edits against the seed: ordered by file and place, none overlapping another.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Genome {
    edits: Vec<Edit>,
}

impl Genome {
    /// A genome of edits in any order; `None` if two of them conflict.
    pub fn new(mut edits: Vec<Edit>) -> Option<Genome> {
        in_order(&mut edits);
        let clash = edits.windows(2).any(|pair| conflict(&pair[0], &pair[1]));
        (!clash).then_some(Genome { edits })
    }

    /// The edits, in the order of the text.
    pub fn edits(&self) -> &[Edit] {
        &self.edits
    }

    /// The candidate's text: the seed's with every edit made.
    pub fn render(&self, seed: &Sources) -> Sources {
        let mut rendered = seed.clone();
        for edits in self.by_file() {
            let file = &edits[0].file;
            let Some(text) = seed.get(file) else { continue };
            let mut out = String::with_capacity(text.len());
            let mut at = 0;
            for edit in edits {
                out.push_str(&text[at..edit.range.start]);
                out.push_str(&edit.text);
                at = edit.range.end;
            }
            out.push_str(&text[at..]);
            rendered = rendered.with(file.clone(), out);
        }
        rendered
    }

    /// The genome without its `index`-th edit.
    pub fn without(&self, index: usize) -> Genome {
        let mut edits = self.edits.clone();
        edits.remove(index);
        Genome { edits }
    }

    /// Whether it has one of some edits.
    pub fn has_any(&self, edits: &[Edit]) -> bool {
        self.edits.iter().any(|edit| edits.contains(edit))
    }

    /// The genome without some of its edits.
    pub fn without_any(&self, edits: &[Edit]) -> Genome {
        Genome { edits: self.edits.iter().filter(|edit| !edits.contains(edit)).cloned().collect() }
    }

    /// All edits of both; where two conflict, `rng` says which stays.
    pub fn union(&self, other: &Genome, rng: &mut dyn Rng) -> Genome {
        let mut edits = self.edits.clone();
        for edit in &other.edits {
            let rivals: Vec<usize> = (0..edits.len()).filter(|&i| conflict(&edits[i], edit)).collect();
            if rivals.is_empty() || (!edits.contains(edit) && rng.random()) {
                rivals.into_iter().rev().for_each(|i| drop(edits.remove(i)));
                edits.push(edit.clone());
            }
        }
        in_order(&mut edits);
        Genome { edits }
    }

    /// All edits of this one, and those of another that conflict with none of them.
    pub fn joined(&self, other: &Genome) -> Genome {
        let mut edits = self.edits.clone();
        let free = |edit: &&Edit| !self.edits.iter().any(|mine| conflict(mine, edit));
        edits.extend(other.edits.iter().filter(free).cloned());
        in_order(&mut edits);
        Genome { edits }
    }

    /// What the candidate is, apart from formatting and comments: a hash of the tokens of the files that differ.
    pub fn identity(&self, seed: &Sources) -> String {
        let rendered = self.render(seed);
        let mut hash = Sha256::new();
        for edits in self.by_file() {
            let file = &edits[0].file;
            let (Some(old), Some(new)) = (seed.get(file), rendered.get(file)) else { continue };
            let (old, new) = (words(old), words(new));
            if old != new {
                hash.update(file.as_bytes());
                hash.update(b"\0");
                hash.update(new.as_bytes());
            }
        }
        hash.finalize()[..16].iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The unified diff against the seed, as `git apply` takes it, with three lines of context.
    pub fn diff(&self, seed: &Sources) -> String {
        let rendered = self.render(seed);
        let changed = self.by_file().filter_map(|edits| {
            let file = &edits[0].file;
            let (old, new) = (seed.get(file)?, rendered.get(file)?);
            let (old, new): (Vec<&str>, Vec<&str>) =
                (old.split_inclusive('\n').collect(), new.split_inclusive('\n').collect());
            let diff = TextDiff::configure().newline_terminated(true).diff_slices(&old, &new);
            let header = (format!("a/{file}"), format!("b/{file}"));
            Some(diff.unified_diff().context_radius(3).header(&header.0, &header.1).to_string())
        });
        changed.collect()
    }

    /// The genome whose rendering is `laid_out`, a text that differs from this one's rendering in its layout. Lines that are laid
    /// out otherwise become part of the edits that they hold.
    pub fn laid_out(&self, seed: &Sources, laid_out: &Sources) -> Genome {
        let rendered = self.render(seed);
        let changes = self.by_file().flat_map(|edits| {
            let file = &edits[0].file;
            let texts = rendered.get(file).zip(laid_out.get(file));
            texts.map_or_else(Vec::new, |(old, new)| other_lines(file, old, new))
        });
        self.compose_all(seed, changes.collect())
    }

    /// Where a byte range of the seed's file lies in the candidate's; `None` if an edit cuts into one of its ends.
    pub fn place(&self, file: &str, range: Range<usize>) -> Option<Range<usize>> {
        let (mut start, mut end) = (range.start, range.end);
        for edit in self.edits.iter().filter(|edit| &*edit.file == file && edit.range.start < range.end) {
            let grown = edit.text.len() as isize - edit.range.len() as isize;
            if edit.range.end <= range.start {
                start = start.wrapping_add_signed(grown);
            } else if edit.range.start < range.start || edit.range.end > range.end {
                return None;
            }
            end = end.wrapping_add_signed(grown);
        }
        Some(start..end)
    }

    /// Where the text of each edit lies in the candidate's file.
    pub fn rendered(&self) -> Vec<(Arc<str>, Range<usize>)> {
        let place = |edits: &[Edit]| {
            let mut grown = 0isize;
            let place = edits.iter().map(|edit| {
                let start = edit.range.start.wrapping_add_signed(grown);
                grown += edit.text.len() as isize - edit.range.len() as isize;
                (edit.file.clone(), start..start + edit.text.len())
            });
            place.collect::<Vec<_>>()
        };
        self.by_file().flat_map(place).collect()
    }

    /// Whether an edit is where there may be none.
    pub fn forbidden(&self, frozen: &Frozen) -> bool {
        let open = |edit: &Edit| !frozen.forbids(&edit.file, &edit.range, edit.is_by_rule());
        // What is idle still has to know of a field that has become another one where it is used.
        let goes_along = |edit: &Edit| {
            let other = |other: &Edit| other.operator == edit.operator && open(other);
            edit.operator.starts_with(Edit::FIELD)
                && !edit.operator.contains('+')
                && !frozen.is_unreached(&edit.file, &edit.range)
                && self.edits.iter().any(other)
        };
        self.edits.iter().any(|edit| !open(edit) && !goes_along(edit))
    }

    fn by_file(&self) -> impl Iterator<Item = &[Edit]> {
        self.edits.chunk_by(|a, b| a.file == b.file)
    }
}

/// The changes that make one text of another, each of whole lines.
fn other_lines(file: &Arc<str>, old: &str, new: &str) -> Vec<Change> {
    let change = |(range, come): (Range<usize>, Range<usize>)| Change {
        file: file.clone(),
        range,
        text: new[come].to_owned(),
        operator: Edit::LAYOUT,
    };
    changed_lines(old, new).into_iter().map(change).collect()
}

/// Where whole lines of a text gave way to others, and where these are, in bytes.
pub fn changed_lines(old: &str, new: &str) -> Vec<(Range<usize>, Range<usize>)> {
    let starts = |lines: &[&str]| -> Vec<usize> {
        let ends = lines.iter().scan(0, |end, line| {
            *end += line.len();
            Some(*end)
        });
        [0].into_iter().chain(ends).collect()
    };
    let [old_lines, new_lines] = [old, new].map(|text| text.split_inclusive('\n').collect::<Vec<&str>>());
    let (old_starts, new_starts) = (starts(&old_lines), starts(&new_lines));
    let diff = TextDiff::configure().newline_terminated(true).diff_slices(&old_lines, &new_lines);
    let changed = diff.ops().iter().filter(|op| op.tag() != DiffTag::Equal).map(|op| {
        let (gone, come) = (op.old_range(), op.new_range());
        (old_starts[gone.start]..old_starts[gone.end], new_starts[come.start]..new_starts[come.end])
    });
    changed.collect()
}

/// The tokens of a text, each followed by a line break.
fn words(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    for token in tokens::tokens(text) {
        words.push_str(&text[token]);
        words.push('\n');
    }
    words
}

/// Sorts edits by file and place. At one place an insertion comes before what replaces the text behind it.
fn in_order(edits: &mut [Edit]) {
    edits.sort_by(|a, b| (&a.file, a.range.start, a.range.end).cmp(&(&b.file, b.range.start, b.range.end)));
}

/// Whether two edits cannot both be made: they overlap, or insert at one place.
fn conflict(a: &Edit, b: &Edit) -> bool {
    let overlap = a.range.start < b.range.end && b.range.start < a.range.end;
    a.file == b.file && (overlap || a.range == b.range)
}

/// A shared string in JSON is a string.
mod shared {
    use super::Arc;
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(text: &Arc<str>, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(text)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Arc<str>, D::Error> {
        String::deserialize(from).map(Arc::from)
    }
}

#[cfg(test)]
mod tests;
