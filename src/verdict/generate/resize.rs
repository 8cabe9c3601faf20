//! Recorded sessions with shorter or with longer texts and lists, or with texts that have much in common. What is quick because
//! everything in a trace is about as long may be slow where it is not: a hash of the last sixteen letters says nothing of words, one of
//! the first eight nothing of links. What was equal in a session stays equal, and nothing else becomes so but by being shortened. Must
//! not know what is measured.

use std::collections::HashMap;

use rand::{Rng, RngExt};
use serde_json::{Value, json};

use super::octets::{packed, raw};
use super::values::{Kind, items};
use super::{Generator, entry_weight, pick};
use crate::replay::harness::Harness;
use crate::trace::{Session, Trace};

/// Most sessions, most entries of each, and about how many bytes of arguments all of them may have.
const SESSIONS: usize = 64;
const ENTRIES: usize = 4000;
const BYTES: usize = 1 << 20;

/// Which way texts and lists change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// Their last few letters, their first few items.
    Shorter,
    /// Three in one.
    Longer,
    /// Texts behind letters that all have.
    Begun,
    /// Between such letters.
    Enclosed,
    /// A letter that all have behind each of their own.
    Spaced,
}

/// What texts have in common then.
const COMMON: [u8; 16] = *b"a_common_part_00";

/// Sessions of `from` in another size; none where they hold neither texts nor lists. Results are not recorded.
pub fn resized(harness: &Harness, trace: &Trace, from: &[usize], size: Size, rng: &mut dyn Rng) -> Vec<Session> {
    let generator = Generator::new(&|event| harness.function(event), trace, from);
    generator.resized(size, rng)
}

impl Generator<'_> {
    pub(super) fn resized(&self, size: Size, rng: &mut dyn Rng) -> Vec<Session> {
        let mut left = BYTES;
        let mut made = Vec::new();
        // From all over the trace.
        let step = self.bases.len().div_ceil(SESSIONS).max(1);
        for base in self.bases.iter().step_by(step) {
            let taken: Vec<usize> = (0..base.session.entries.len().min(ENTRIES)).collect();
            let (mut entries, mut resizing) = (base.copy(&taken), Resizing::new(size, rng));
            let changed = self.exchange(&mut entries, &mut |kind, value| {
                Some(resizing.of(kind, value, rng)).filter(|new| new != value)
            });
            let weight: usize = entries.iter().map(entry_weight).sum();
            if changed && weight <= left {
                left -= weight;
                made.push(Session { file: base.session.file, entries: self.mend(entries) });
            }
        }
        made
    }
}

/// How the values of one session change.
struct Resizing {
    size: Size,
    /// Letters or items that are left of a longer one.
    most: usize,
    /// What became of texts.
    known: HashMap<Vec<u8>, Vec<u8>>,
    /// Texts in their order.
    texts: Vec<Vec<u8>>,
}

impl Resizing {
    fn new(size: Size, rng: &mut dyn Rng) -> Resizing {
        Resizing { size, most: rng.random_range(2..=7), known: HashMap::new(), texts: Vec::new() }
    }

    fn of(&mut self, kind: &Kind, value: &Value, rng: &mut dyn Rng) -> Value {
        let resized = match kind {
            Kind::Text => value.as_str().map(|text| {
                let bytes = self.text(text.as_bytes(), rng);
                Value::String(String::from_utf8_lossy(&bytes).into_owned())
            }),
            Kind::Bytes => raw(value).map(|bytes| packed(self.text(&bytes, rng))),
            Kind::List(of) => items(value).map(|items| Value::Array(self.list(of, items, rng))),
            Kind::Tuple(kinds) => items(value).map(|items| {
                Value::Array(kinds.iter().zip(&items).map(|(kind, item)| self.of(kind, item, rng)).collect())
            }),
            Kind::Option(inner) => match value.get("$some") {
                Some(some) => Some(json!({ "$some": self.of(inner, some, rng) })),
                None => (!value.is_null()).then(|| self.of(inner, value, rng)),
            },
            _ => None,
        };
        resized.unwrap_or_else(|| value.clone())
    }

    fn text(&mut self, text: &[u8], rng: &mut dyn Rng) -> Vec<u8> {
        if let Some(known) = self.known.get(text) {
            return known.clone();
        }
        let new = match self.size {
            Size::Shorter => {
                let from = text.len().saturating_sub(self.most);
                // Letters stay whole.
                let from = (from..=text.len()).find(|at| text.get(*at).is_none_or(|byte| byte & 0xC0 != 0x80));
                text[from.unwrap_or(text.len())..].to_vec()
            }
            Size::Longer => {
                let more =
                    [pick(&self.texts, rng), pick(&self.texts, rng)].map(|other| other.map_or(text, |other| other));
                [text, more[0], more[1]].concat()
            }
            Size::Begun => [&COMMON, text].concat(),
            Size::Enclosed => [&COMMON, text, &COMMON].concat(),
            Size::Spaced => {
                let ends = |at: usize| text.get(at + 1).is_none_or(|byte| byte & 0xC0 != 0x80);
                let letter = |(at, byte): (usize, &u8)| [Some(*byte), Some(COMMON[0]).filter(|_| ends(at))];
                text.iter().enumerate().flat_map(letter).flatten().collect()
            }
        };
        self.texts.push(text.to_vec());
        self.known.insert(text.to_vec(), new.clone());
        new
    }

    /// Of a list of texts, each is shortened; any is lengthened as a whole. One in order stays so.
    fn list(&mut self, of: &Kind, mut items: Vec<Value>, rng: &mut dyn Rng) -> Vec<Value> {
        let nested = matches!(of, Kind::Text | Kind::Bytes | Kind::List(_) | Kind::Tuple(_));
        match self.size {
            Size::Shorter | Size::Begun | Size::Enclosed | Size::Spaced if nested => {
                items.iter().map(|item| self.of(of, item, rng)).collect()
            }
            Size::Begun | Size::Enclosed | Size::Spaced => items,
            Size::Shorter => {
                items.truncate(self.most);
                items
            }
            Size::Longer
                if items.is_sorted_by(|one, next| one.as_f64().zip(next.as_f64()).is_some_and(|(a, b)| a <= b)) =>
            {
                items.iter().flat_map(|item| [item, item, item]).cloned().collect()
            }
            Size::Longer => [&items[..], &items, &items].concat(),
        }
    }
}
