//! Code that the rules of `hashers.toml` are for.

mod hash_by_words {
    use std::collections::HashMap;

    fn two_with_sum(values: &[i64], sum: i64) -> Option<(usize, usize)> {
        let mut places = HashMap::new();
        for (at, value) in values.iter().enumerate() {
            if let Some(other) = places.get(&(sum - value)) {
                return Some((*other, at));
            }
            places.insert(*value, at);
        }
        None
    }

    pub fn example() -> String {
        format!("{:?}", [0, 6, 7, 11, -4].map(|sum| two_with_sum(&[2, 7, 4, -4, 3, 0], sum)))
    }
}

mod hash_by_words_in_a_set {
    use std::collections::HashSet;

    fn distinct_words(text: &str) -> usize {
        let mut words = HashSet::new();
        for word in text.split_whitespace() {
            words.insert(word.to_lowercase());
        }
        words.len()
    }

    pub fn example() -> String {
        format!(
            "{:?}",
            ["", "a", "A rose is a rose", "one two three thirteenletters thirteenletters"].map(distinct_words)
        )
    }
}

mod hash_by_words_in_a_set_of_all {
    use std::collections::HashSet;

    fn shared(one: &[u32], other: &[u32]) -> Vec<u32> {
        let known: HashSet<u32> = one.iter().copied().collect();
        other.iter().copied().filter(|item| known.contains(item)).collect()
    }

    pub fn example() -> String {
        let lists: [&[u32]; 4] = [&[], &[1], &[1, 2, 3], &[3, 4, 1, 3]];
        format!("{:?}", lists.map(|one| lists.map(|other| shared(one, other))))
    }
}

mod hash_by_words_in_a_field {
    use std::collections::HashMap;

    struct Symbols {
        numbers: HashMap<String, usize>,
    }

    impl Symbols {
        fn new() -> Self {
            Symbols { numbers: HashMap::new() }
        }

        fn number(&mut self, name: &str) -> usize {
            let next = self.numbers.len();
            *self.numbers.entry(name.to_string()).or_insert(next)
        }
    }

    pub fn example() -> String {
        let mut symbols = Symbols::new();
        format!("{:?}", ["x", "", "a long symbol", "x", "y", "a long symbol", ""].map(|name| symbols.number(name)))
    }
}

mod hash_by_words_in_a_field_of_a_set {
    use std::collections::HashSet;

    struct Visited {
        states: HashSet<(u8, u64)>,
        steps: usize,
    }

    impl Visited {
        fn new() -> Self {
            Visited { states: HashSet::new(), steps: 0 }
        }

        fn visit(&mut self, state: (u8, u64)) -> bool {
            self.steps += 1;
            self.states.insert(state)
        }
    }

    pub fn example() -> String {
        let mut visited = Visited::new();
        let new = [(0, 1), (1, 0), (0, 1), (0, 0), (1, 0)].map(|state| visited.visit(state));
        let last = visited.visit((7, u64::MAX));
        format!("{new:?} {last} {}", visited.steps)
    }
}
