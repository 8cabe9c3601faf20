//! An order in which tasks can be done that depend on each other.

/// Tasks by name and what they depend on.
#[derive(Clone, Default)]
pub struct Tasks {
    names: Vec<String>,
    edges: Vec<(usize, usize)>,
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
            tasks.index(name);
            for need in needs.split_whitespace() {
                tasks.depend(name, need);
            }
        }
        tasks
    }

    fn index(&mut self, name: &str) -> usize {
        match self.names.iter().position(|known| known == name) {
            Some(index) => index,
            None => {
                self.names.push(name.to_string());
                self.names.len() - 1
            }
        }
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
        let mut done = vec![false; self.names.len()];
        let mut result = Vec::new();
        while result.len() < self.names.len() {
            let next = (0..self.names.len()).find(|&task| {
                !done[task] && self.edges.iter().all(|&(need, name)| name != task || done[need])
            })?;
            done[next] = true;
            result.push(self.names[next].clone());
        }
        Some(result)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders() {
        let tasks = Tasks::parse("app: lib core\nlib: core\ndocs\n\ncore:");
        assert_eq!(tasks.order().unwrap(), vec!["core", "lib", "app", "docs"]);
        assert_eq!(Tasks::new().order(), Some(vec![]));
    }

    #[test]
    fn cycles() {
        let mut tasks = Tasks::parse("a: b\nb: c");
        assert!(tasks.order().is_some());
        tasks.depend("c", "a");
        assert_eq!(tasks.order(), None);
    }
}
