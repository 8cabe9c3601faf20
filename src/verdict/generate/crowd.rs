//! Many recorded sessions as one, each with texts of its own, which are all as long, short or long, and differ in a number.
//! Where few things are kept at a time nobody sees that a hash says nothing of them, or that a table never grows; and where each is asked
//! for once, nobody sees it beside what it costs to put it there. Must not know what is measured.

use std::collections::HashMap;

use rand::Rng;
use serde_json::Value;

use super::resize::{COMMON, Change, ENTRIES, changed};
use super::values::Kind;
use super::{Base, Generator, called, entry_weight};
use crate::trace::{Entry, Session};

/// How many sessions are made of many, and most entries of each and bytes of one, and how often all of them come: a seed that cannot go
/// through the large ones in time may go through the small. How often a list is said anew in one.
const MOST: [usize; 4] = [10_000, 10_000, 2_500, 2_500];
const BYTES: usize = 5 << 18;
const TURNS: usize = 5;
const SHAPES: [Shape; MOST.len()] = [Shape::Short, Shape::Long, Shape::ShortWithin, Shape::LongBegun];
const SAID: usize = 8;

impl Generator<'_> {
    pub(super) fn crowded(&self, rng: &mut dyn Rng) -> Vec<Session> {
        let mut left = MOST.len() * TURNS * BYTES;
        let mut made: Vec<Session> = Vec::new();
        let bases = (0..self.bases.len()).step_by(self.bases.len().div_ceil(MOST.len()).max(1));
        for (at, most) in bases.zip(MOST) {
            let mut crowd = Crowd { shape: SHAPES[made.len()], ..Crowd::default() };
            let at = self.roomiest(at, made.len() >= MOST.len() / 2);
            let gathered = self.gathered(at, most);
            let mut entries = Vec::new();
            let mut changed = false;
            for turn in 0..TURNS {
                crowd.copy = 0;
                for mut copied in gathered.iter().cloned() {
                    copied.retain(|entry| turn == 0 || !makes(entry));
                    changed |= self.change_all(&mut copied, &mut crowd, rng);
                    entries.extend(copied);
                    crowd.copy += SAID;
                }
            }
            // A text by itself is no crowd.
            changed &= crowd.said || crowd.copy > SAID;
            let weight: usize = entries.iter().map(entry_weight).sum();
            if changed && weight <= left {
                left -= weight;
                made.push(Session { file: self.bases[at].session.file, entries: self.mend(entries) });
            }
        }
        made
    }

    /// Of the sessions that begin as another one does the one in which the call that makes everything is given the largest numbers, or the
    /// smallest: a table that never grows is quick as long as it was made for all.
    fn roomiest(&self, at: usize, largest: bool) -> usize {
        let Some(maker) = only_maker(&self.bases[at]) else { return at };
        let room = |base: &Base| match base.session.entries.first() {
            Some(Entry::Call(event)) => event.args.iter().filter_map(|arg| arg.as_f64()).sum(),
            _ => 0.0,
        };
        let alike = (0..self.bases.len()).filter(|other| only_maker(&self.bases[*other]) == Some(maker));
        let (sign, by_room) = (if largest { -1.0 } else { 1.0 }, |at: &usize| room(&self.bases[*at]));
        alike.min_by(|one, other| (sign * by_room(one)).total_cmp(&(sign * by_room(other)))).unwrap_or(at)
    }

    /// A recorded session, and what others do with what they make, done with what this one makes.
    fn gathered(&self, at: usize, most: usize) -> Vec<Vec<Entry>> {
        let own = &self.bases[at];
        let mut gathered = vec![own.copy(&(0..own.session.entries.len().min(ENTRIES)).collect::<Vec<_>>())];
        let Some(maker) = only_maker(own) else { return gathered };
        gathered[0].retain(|entry| self.goes_on(entry));
        let (mut entries, mut bytes) = (gathered[0].len(), gathered[0].iter().map(entry_weight).sum::<usize>());
        for more in 1..=most {
            let other = &self.bases[(at + more) % self.bases.len()];
            if only_maker(other) != Some(maker) {
                continue;
            }
            let uses = (1..other.session.entries.len().min(ENTRIES)).collect::<Vec<_>>();
            let mut copied = other.copy(&uses);
            copied.retain(|entry| self.goes_on(entry));
            // What encloses the texts of a call weighs about as much as two short ones.
            let weight = copied.iter().map(|entry| entry_weight(entry) + 4 * COMMON.len()).sum::<usize>();
            (entries, bytes) = (entries + copied.len(), bytes + weight);
            if entries > most || bytes > BYTES {
                break;
            }
            gathered.push(copied);
        }
        gathered
    }

    /// Whether what a call is done to is there after it.
    fn goes_on(&self, entry: &Entry) -> bool {
        matches!(entry, Entry::Call(event) if !self.callees[&called(event)].ends_receiver)
    }
}

fn makes(entry: &Entry) -> bool {
    matches!(entry, Entry::Call(event) if !event.new.is_empty())
}

/// The call that makes what all other calls of a session are done to, if there is only one such thing.
fn only_maker(base: &Base) -> Option<usize> {
    let mut entries = base.session.entries.iter();
    let Some(Entry::Call(maker)) = entries.next() else { return None };
    let alone = |entry: &Entry| match entry {
        Entry::Call(event) => event.on == Some(0) && event.new.is_empty(),
        Entry::Drop(_) => true,
    };
    (maker.new == [0] && maker.on.is_none() && base.session.entries.len() > 1 && entries.all(alone))
        .then_some(maker.call)
}

/// What the texts of such a session are like, and where the number stands that tells them apart.
#[derive(Default, Clone, Copy)]
enum Shape {
    /// Short, at the end.
    #[default]
    Short,
    /// Long, in the middle.
    Long,
    ShortWithin,
    /// Long, at the end, where the last word is not a whole one.
    LongBegun,
}

/// How the texts of such a session change.
#[derive(Default)]
struct Crowd {
    shape: Shape,
    /// Tells the texts of the sessions apart.
    copy: usize,
    /// A list was said anew, with texts of its own each time.
    said: bool,
    /// What became of texts.
    known: HashMap<(usize, Vec<u8>), Vec<u8>>,
}

impl Change for Crowd {
    fn text(&mut self, text: &[u8], _: &mut dyn Rng) -> Vec<u8> {
        let number = self.known.len();
        let common = std::str::from_utf8(&COMMON).unwrap_or_default();
        let new = match self.shape {
            Shape::Short => format!("kz{number:05}"),
            Shape::Long => format!("{common}{number:08}{common}"),
            Shape::ShortWithin => format!("k{number:04}z"),
            Shape::LongBegun => format!("{common}{common}{number:06}"),
        };
        self.known.entry((self.copy, text.to_vec())).or_insert(new.into_bytes()).clone()
    }

    fn list(&mut self, of: &Kind, items: Vec<Value>, rng: &mut dyn Rng) -> Vec<Value> {
        match of {
            Kind::Text | Kind::Bytes => {
                self.said = true;
                let copy = self.copy;
                let mut all = Vec::new();
                for said in copy..copy + SAID {
                    self.copy = said;
                    all.extend(items.iter().map(|item| changed(self, of, item, rng)));
                }
                self.copy = copy;
                all
            }
            Kind::List(_) | Kind::Tuple(_) => items.iter().map(|item| changed(self, of, item, rng)).collect(),
            _ => items,
        }
    }
}
