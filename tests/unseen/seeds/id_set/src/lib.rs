//! Sets of small numbers, such as the users that opened a page.

/// A set of ids below a limit.
#[derive(Clone)]
pub struct IdSet {
    present: Vec<bool>,
}

impl IdSet {
    /// The empty set; it can hold ids below `limit`.
    pub fn new(limit: usize) -> Self {
        Self { present: vec![false; limit] }
    }

    /// Adds an id. Returns whether it is new; ids at or above the limit are never added.
    pub fn insert(&mut self, id: usize) -> bool {
        match self.present.get_mut(id) {
            Some(slot) if !*slot => {
                *slot = true;
                true
            }
            _ => false,
        }
    }

    /// Adds many ids; returns how many of them are new.
    pub fn insert_all(&mut self, ids: &[usize]) -> usize {
        ids.iter().filter(|&&id| self.insert(id)).count()
    }

    /// Removes an id. Returns whether it was there.
    pub fn remove(&mut self, id: usize) -> bool {
        let was = self.contains(id);
        if was {
            self.present[id] = false;
        }
        was
    }

    /// Whether an id is in the set.
    pub fn contains(&self, id: usize) -> bool {
        self.present.get(id).copied().unwrap_or(false)
    }

    /// The number of ids in the set.
    pub fn len(&self) -> usize {
        (0..self.present.len()).filter(|&id| self.contains(id)).count()
    }

    /// How many ids the two sets share.
    pub fn common(&self, other: &IdSet) -> usize {
        self.to_vec().into_iter().filter(|&id| other.contains(id)).count()
    }

    /// All ids, from the lowest.
    pub fn to_vec(&self) -> Vec<usize> {
        (0..self.present.len()).filter(|&id| self.contains(id)).collect()
    }

    /// The lowest id below the limit that is not in the set.
    pub fn first_free(&self) -> Option<usize> {
        (0..self.present.len()).find(|&id| !self.contains(id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn insert_and_remove() {
        let mut set = IdSet::new(10);
        assert!(set.insert(3) && !set.insert(3) && !set.insert(10));
        assert!(set.contains(3) && set.remove(3) && !set.remove(3));
        assert_eq!(set.len(), 0);
    }

    #[test]
    fn counting() {
        let (mut a, mut b) = (IdSet::new(100), IdSet::new(200));
        assert_eq!(a.insert_all(&[0, 1, 2, 64, 99, 100, 1]), 5);
        b.insert_all(&[2, 64, 150]);
        assert_eq!((a.len(), a.common(&b), b.common(&a)), (5, 2, 2));
        assert_eq!(a.first_free(), Some(3));
        assert_eq!(b.to_vec(), [2, 64, 150]);
    }
}
