//! A board of the best results of a contest, of limited length.

/// Keeps the best `capacity` results, one for each name, best first; of equal
/// results the earlier one is better.
///
/// The parallel lists are always in order, so that an entry is placed by binary
/// search, and arrivals need not be kept: a new result goes behind its equals.
#[derive(Clone, Debug)]
pub struct Board {
    scores: Vec<i64>,
    prints: Vec<u64>,
    names: Vec<String>,
    capacity: usize,
}

/// A short fingerprint: the length, first and last bytes of a name.
#[inline(always)]
fn print_of(name: &str) -> u64 {
    let bytes = name.as_bytes();
    let n = bytes.len();
    let mut print = n as u64;
    if n >= 4 {
        let head = u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]) as u64;
        let tail = u32::from_le_bytes([bytes[n - 4], bytes[n - 3], bytes[n - 2], bytes[n - 1]]) as u64;
        print = (print << 56) ^ head ^ (tail << 32);
    } else {
        for &b in bytes {
            print = print << 8 | b as u64;
        }
    }
    print
}

impl Board {
    /// An empty board.
    pub fn new(capacity: usize) -> Self {
        Board { scores: Vec::new(), prints: Vec::new(), names: Vec::new(), capacity }
    }

    #[inline]
    fn find(&self, print: u64, name: &str) -> Option<usize> {
        let mut from = 0;
        while let Some(at) = self.prints[from..].iter().position(|&p| p == print) {
            if self.names[from + at] == name {
                return Some(from + at);
            }
            from += at + 1;
        }
        None
    }

    /// Enters a result; tells whether it is now on the board. A result that
    /// does not improve on the one of the same name is not entered.
    pub fn offer(&mut self, name: &str, score: i64) -> bool {
        let n = self.scores.len();
        let full = n >= self.capacity;
        // Nobody on a full board has less than the last, so no one improves.
        if full && self.scores.last().map_or(true, |&last| score <= last) {
            return false;
        }
        let print = print_of(name);
        let old = match self.find(print, name) {
            Some(place) if self.scores[place] >= score => return false,
            Some(place) => place,
            None if full => {
                // The last entry falls off; its place and string are used again.
                let last = &mut self.names[n - 1];
                last.clear();
                last.push_str(name);
                n - 1
            }
            None => {
                self.scores.push(score);
                self.prints.push(print);
                self.names.push(name.to_string());
                n
            }
        };
        let new = self.scores[..old].partition_point(|&s| s >= score);
        self.scores[new..=old].rotate_right(1);
        self.prints[new..=old].rotate_right(1);
        self.names[new..=old].rotate_right(1);
        self.scores[new] = score;
        self.prints[new] = print;
        true
    }

    /// Takes a name off the board; tells whether it was there.
    pub fn disqualify(&mut self, name: &str) -> bool {
        let Some(place) = self.find(print_of(name), name) else { return false };
        self.scores.remove(place);
        self.prints.remove(place);
        self.names.remove(place);
        true
    }

    /// The number of results on the board.
    pub fn len(&self) -> usize {
        self.scores.len()
    }

    /// Whether there are no results yet.
    pub fn is_empty(&self) -> bool {
        self.scores.is_empty()
    }

    /// Whether a name is on the board.
    pub fn contains(&self, name: &str) -> bool {
        self.find(print_of(name), name).is_some()
    }

    /// The place of a name, from 1.
    pub fn place_of(&self, name: &str) -> Option<usize> {
        self.find(print_of(name), name).map(|index| index + 1)
    }

    /// The score to be beaten for a place on a full board.
    pub fn threshold(&self) -> Option<i64> {
        if self.len() < self.capacity {
            return None;
        }
        self.scores.last().copied()
    }

    /// The first `count` names with their scores.
    pub fn leaders(&self, count: usize) -> Vec<(String, i64)> {
        self.names.iter().zip(&self.scores).take(count).map(|(name, &score)| (name.clone(), score)).collect()
    }
}
