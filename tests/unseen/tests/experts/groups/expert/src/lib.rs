//! Groups of items that are joined little by little: accounts of one person, connected
//! computers, regions of equal colour.

/// Items `0..n`, each in exactly one group.
#[derive(Debug, Clone)]
pub struct Groups {
    /// The parent of each item; a root is its own.
    parent: Vec<u32>,
    /// The size of the group of each root.
    size: Vec<u32>,
}

impl Groups {
    /// `n` items, each in a group of its own.
    pub fn new(n: usize) -> Groups {
        Groups { parent: (0..n as u32).collect(), size: vec![1; n] }
    }

    fn root(&self, mut item: usize) -> usize {
        loop {
            let parent = self.parent[item] as usize;
            if parent == item {
                return item;
            }
            item = parent;
        }
    }

    /// The root, and each item on the way gets its grandparent as its parent.
    fn root_halving(&mut self, mut item: usize) -> usize {
        loop {
            let parent = self.parent[item];
            if parent as usize == item {
                return item;
            }
            let above = self.parent[parent as usize];
            self.parent[item] = above;
            item = above as usize;
        }
    }

    /// Joins the groups of two items. Returns whether they were different groups; an item
    /// that does not exist is never joined.
    pub fn join(&mut self, a: usize, b: usize) -> bool {
        if a >= self.parent.len() || b >= self.parent.len() {
            return false;
        }
        let (a, b) = (self.root_halving(a), self.root_halving(b));
        if a == b {
            return false;
        }
        let (small, large) = if self.size[a] < self.size[b] { (a, b) } else { (b, a) };
        self.parent[small] = large as u32;
        self.size[large] += self.size[small];
        true
    }

    /// Joins all the pairs in turn and returns how many of them changed something.
    pub fn join_all(&mut self, pairs: &[(usize, usize)]) -> usize {
        pairs.iter().filter(|pair| self.join(pair.0, pair.1)).count()
    }

    /// Whether two items are in the same group.
    pub fn same(&self, a: usize, b: usize) -> bool {
        a < self.parent.len() && b < self.parent.len() && self.root(a) == self.root(b)
    }

    /// All groups, each as a rising list of items, in the order of their first items.
    pub fn lists(&self) -> Vec<Vec<usize>> {
        const NONE: u32 = u32::MAX;
        let mut place = vec![NONE; self.parent.len()];
        let mut lists: Vec<Vec<usize>> = Vec::new();
        for item in 0..self.parent.len() {
            let root = self.root(item);
            if place[root] == NONE {
                place[root] = lists.len() as u32;
                lists.push(Vec::with_capacity(self.size[root] as usize));
            }
            lists[place[root] as usize].push(item);
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
        assert!(groups.same(0, 4) && !groups.same(0, 1) && !groups.same(9, 9));
        assert_eq!(groups.lists(), vec![vec![0, 3, 4], vec![1], vec![2]]);
        let mut groups = Groups::new(10);
        assert_eq!(groups.join_all(&[(0, 2), (2, 4), (4, 0), (1, 3), (7, 7)]), 3);
        assert_eq!(groups.lists().len(), 7);
    }
}
