//! Groups of items that are joined little by little: accounts of one person, connected
//! computers, regions of equal colour.

/// Items `0..n`, each in exactly one group.
#[derive(Debug, Clone)]
pub struct Groups {
    /// The label of the group of each item.
    label: Vec<usize>,
}

impl Groups {
    /// `n` items, each in a group of its own.
    pub fn new(n: usize) -> Groups {
        Groups { label: (0..n).collect() }
    }

    /// Joins the groups of two items. Returns whether they were different groups; an item
    /// that does not exist is never joined.
    pub fn join(&mut self, a: usize, b: usize) -> bool {
        if a >= self.label.len() || b >= self.label.len() {
            return false;
        }
        let old = self.label[a];
        let new = self.label[b];
        if old == new {
            return false;
        }
        for label in self.label.iter_mut() {
            if *label == old {
                *label = new;
            }
        }
        true
    }

    /// Joins all the pairs in turn and returns how many of them changed something.
    pub fn join_all(&mut self, pairs: &[(usize, usize)]) -> usize {
        let mut changes = 0;
        for pair in pairs {
            if self.join(pair.0, pair.1) {
                changes += 1;
            }
        }
        changes
    }

    /// Whether two items are in the same group.
    pub fn same(&self, a: usize, b: usize) -> bool {
        match (self.label.get(a), self.label.get(b)) {
            (Some(first), Some(second)) => first == second,
            _ => false,
        }
    }

    /// All groups, each as a rising list of items, in the order of their first items.
    pub fn lists(&self) -> Vec<Vec<usize>> {
        let mut seen: Vec<usize> = Vec::new();
        let mut lists: Vec<Vec<usize>> = Vec::new();
        for (item, label) in self.label.iter().enumerate() {
            match seen.iter().position(|known| known == label) {
                Some(at) => lists[at].push(item),
                None => {
                    seen.push(*label);
                    lists.push(vec![item]);
                }
            }
        }
        lists
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins() {
        let mut groups = Groups::new(5);
        assert!(groups.join(0, 3));
        assert!(groups.join(3, 4));
        assert!(!groups.join(4, 0));
        assert!(!groups.join(4, 5));
        assert!(groups.same(0, 4));
        assert!(!groups.same(0, 1));
        assert!(!groups.same(9, 9));
        assert_eq!(groups.lists(), vec![vec![0, 3, 4], vec![1], vec![2]]);
    }

    #[test]
    fn many() {
        let mut groups = Groups::new(10);
        assert_eq!(groups.join_all(&[(0, 2), (2, 4), (4, 0), (1, 3), (7, 7)]), 3);
        assert_eq!(groups.lists().len(), 7);
    }
}
