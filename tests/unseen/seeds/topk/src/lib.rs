//! A board of the best results of a contest, of limited length.

/// One line of a board.
#[derive(Clone, Debug)]
struct Entry {
    name: String,
    score: i64,
    arrival: u64,
}

impl Entry {
    fn belongs_to(&self, name: &str) -> bool {
        self.name == name
    }

    fn improve(&mut self, score: i64, arrival: u64) {
        self.score = score;
        self.arrival = arrival;
    }
}

/// The best results, one for each name, best first, of equal ones the earlier first.
#[derive(Clone, Debug)]
pub struct Board {
    entries: Vec<Entry>,
    capacity: usize,
    arrivals: u64,
}

impl Board {
    /// An empty board.
    pub fn new(capacity: usize) -> Self {
        Board { entries: Vec::new(), capacity, arrivals: 0 }
    }

    fn find(&self, name: &str) -> Option<usize> {
        self.entries.iter().position(|entry| entry.belongs_to(name))
    }

    fn restore_order(&mut self) {
        self.entries.sort_by(|a, b| b.score.cmp(&a.score).then(a.arrival.cmp(&b.arrival)));
        self.entries.truncate(self.capacity);
    }

    /// Enters a result; tells whether it is now on the board. A result that
    /// does not improve on the one of the same name is not entered.
    pub fn offer(&mut self, name: &str, score: i64) -> bool {
        self.arrivals += 1;
        let arrival = self.arrivals;
        match self.find(name) {
            Some(place) if self.entries[place].score >= score => return false,
            Some(place) => self.entries[place].improve(score, arrival),
            None => self.entries.push(Entry { name: name.to_string(), score, arrival }),
        }
        self.restore_order();
        self.contains(name)
    }

    /// Takes a name off the board; tells whether it was there.
    pub fn disqualify(&mut self, name: &str) -> bool {
        let before = self.len();
        self.entries.retain(|entry| !entry.belongs_to(name));
        self.len() < before
    }

    /// The number of results on the board.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are no results yet.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Whether a name is on the board.
    pub fn contains(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// The place of a name, from 1.
    pub fn place_of(&self, name: &str) -> Option<usize> {
        self.find(name).map(|index| index + 1)
    }

    /// The score to be beaten for a place on a full board.
    pub fn threshold(&self) -> Option<i64> {
        if self.len() < self.capacity {
            return None;
        }
        self.entries.last().map(|entry| entry.score)
    }

    /// The first `count` names with their scores.
    pub fn leaders(&self, count: usize) -> Vec<(String, i64)> {
        let best = self.entries.clone();
        best.into_iter().take(count).map(|entry| (entry.name, entry.score)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_best() {
        let mut board = Board::new(2);
        assert!(board.offer("ann", 5) && board.offer("bob", 7) && board.offer("cy", 6));
        assert!(!board.offer("dan", 6) && !board.offer("bob", 7));
        assert_eq!(board.leaders(9), [("bob".to_string(), 7), ("cy".to_string(), 6)]);
        assert_eq!(board.threshold(), Some(6));
    }

    #[test]
    fn disqualified_names_leave() {
        let mut board = Board::new(3);
        board.offer("ann", 1);
        assert!(board.disqualify("ann") && !board.disqualify("ann") && board.is_empty());
    }
}
