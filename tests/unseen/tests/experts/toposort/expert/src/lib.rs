//! An order in which tasks can be done that depend on each other.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

/// Tasks by name and what they depend on.
#[derive(Clone, Default)]
pub struct Tasks {
    names: Vec<String>,
    known: HashMap<String, u32>,
    edges: Vec<(u32, u32)>,
}

impl Tasks {
    /// Without any tasks.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads lines such as `app: lib core`: the first task needs the others.
    pub fn parse(text: &str) -> Self {
        let mut tasks = Self::new();
        for line in text.lines() {
            let (name, needs) = match line.split_once(':') {
                Some((name, needs)) => (name.trim(), needs),
                None => (line.trim(), ""),
            };
            if name.is_empty() {
                continue;
            }
            let name = tasks.index(name);
            for need in needs.split_whitespace() {
                let need = tasks.index(need);
                tasks.edges.push((need, name));
            }
        }
        tasks
    }

    fn index(&mut self, name: &str) -> u32 {
        if let Some(&index) = self.known.get(name) {
            return index;
        }
        let index = self.names.len() as u32;
        self.names.push(name.to_string());
        self.known.insert(name.to_string(), index);
        index
    }

    /// Notes that one task needs another.
    pub fn depend(&mut self, name: &str, need: &str) {
        let name = self.index(name);
        let need = self.index(need);
        self.edges.push((need, name));
    }

    /// All tasks, each after what it needs; of those that could come next, the one that was named
    /// first. `None` if there is a cycle.
    pub fn order(&self) -> Option<Vec<String>> {
        let count = self.names.len();
        // Those that need task t stand at starts[t]..starts[t + 1] of `users`
        let mut starts = vec![0u32; count + 1];
        let mut missing = vec![0u32; count];
        for &(need, name) in &self.edges {
            starts[need as usize + 1] += 1;
            missing[name as usize] += 1;
        }
        for i in 0..count {
            starts[i + 1] += starts[i];
        }
        let mut filled = starts.clone();
        let mut users = vec![0u32; self.edges.len()];
        for &(need, name) in &self.edges {
            let at = &mut filled[need as usize];
            users[*at as usize] = name;
            *at += 1;
        }
        let mut ready: BinaryHeap<Reverse<u32>> =
            (0..count as u32).filter(|&task| missing[task as usize] == 0).map(Reverse).collect();
        let mut order = Vec::with_capacity(count);
        while let Some(Reverse(task)) = ready.pop() {
            order.push(task);
            for &user in &users[starts[task as usize] as usize..starts[task as usize + 1] as usize] {
                missing[user as usize] -= 1;
                if missing[user as usize] == 0 {
                    ready.push(Reverse(user));
                }
            }
        }
        if order.len() < count {
            return None;
        }
        Some(order.into_iter().map(|task| self.names[task as usize].clone()).collect())
    }
}
