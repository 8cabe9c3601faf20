//! Rules about the fields of structs.

use super::*;

#[test]
fn a_field_becomes_another_collection_wherever_it_is_used() {
    let source = "\
pub struct Line {
    /// Who waits.
    people: Vec<u32>,
}
impl Line {
    pub fn new() -> Line {
        Line { people: Vec::new() }
    }
    pub fn come(&mut self, who: u32) {
        self.people.push(who);
    }
    pub fn next(&mut self) -> u32 {
        self.people.remove(0)
    }
}
";
    let program = program(source);
    let queue = |rewriting: &&Rewriting| rewriting.changes[0].operator == "rewrite field list-to-queue";
    let found: Vec<&Rewriting> = program.rewrites().iter().filter(queue).collect();
    let [Rewriting { changes, .. }] = found[..] else { panic!("{found:?}") };
    let texts: Vec<&str> = changes.iter().map(|change| &*change.text).collect();
    let expected = [
        "people: std::collections::VecDeque<u32>",
        "people: std::collections::VecDeque::new()",
        "self.people.push_back(who)",
        "self.people.pop_front().unwrap()",
    ];
    assert_eq!(texts, expected);
    // What others see stays as it is.
    let public = super::program(&source.replace("people: Vec", "pub people: Vec"));
    assert_eq!(public.rewrites().iter().filter(queue).count(), 0);
}

#[test]
fn what_is_remembered_beside_a_field_knows_of_every_use() {
    let source = "\
pub struct Words {
    words: Vec<(String, u64)>,
}
impl Words {
    pub fn new() -> Words {
        Words { words: Vec::new() }
    }
    pub fn add(&mut self, word: String) {
        self.words.push((word, 1));
    }
    pub fn place(&self, word: &str) -> Option<usize> {
        self.words.iter().position(|entry| entry.0 == word)
    }
}
";
    let rule = "rewrite field places-of-names-beside";
    let fits = |more: &str| {
        let program = program(&format!("{source}impl Words {{\n    {more}\n}}\n"));
        program.rewrites().iter().any(|rewriting| rewriting.changes[0].operator == rule)
    };
    assert!(fits("pub fn size(&self) -> usize { self.words.len() }"));
    for other in [
        "pub fn forget(&mut self, at: usize) { self.words.swap_remove(at); }",
        "pub fn keep(&mut self, by: impl FnMut(&(String, u64)) -> bool) { self.words.retain(by); }",
        "pub fn all(self) -> Vec<(String, u64)> { let Words { words, .. } = self; words }",
    ] {
        assert!(!fits(other), "{other}");
    }
}

#[test]
fn records_are_found_by_a_map_beside_them() {
    let source = "\
struct Account {
    name: String,
    balance: i64,
}
pub struct Bank {
    accounts: Vec<Account>,
}
impl Bank {
    pub fn new() -> Bank {
        Bank { accounts: Vec::new() }
    }
    fn find(&self, name: &str) -> Option<usize> {
        for i in 0..self.accounts.len() {
            if self.accounts[i].name.to_lowercase() == name.to_lowercase() {
                return Some(i);
            }
        }
        None
    }
    pub fn open(&mut self, name: &str) {
        self.accounts.push(Account { name: name.to_string(), balance: 0 });
    }
}
";
    let program = program(source);
    let made = super::super::all(&program);
    let named = made.iter().filter(|made| made.changes.iter().any(|change| change.operator.contains("any-case")));
    let texts: Vec<String> = named
        .map(|made| {
            let mut changes = made.changes.clone();
            changes.sort_by_key(|change| std::cmp::Reverse(change.range.start));
            changes.iter().fold(source.to_owned(), |mut text, change| {
                text.replace_range(change.range.clone(), &change.text);
                text
            })
        })
        .collect();
    assert_eq!(texts.len(), 1, "{texts:?}");
    for part in [
        "    accounts: Vec<Account>,\n    places: std::collections::HashMap<String, usize>,\n",
        "Bank { accounts: Vec::new(), places: Default::default() }",
        "        if let Some(&i) = self.places.get(&name.to_lowercase()[..]) {\n            return Some(i);\n        }\n        None\n",
        "            self.places.entry(item.name.to_lowercase()).or_insert(self.accounts.len());\n",
    ] {
        assert!(texts[0].contains(part), "{part}: {}", texts[0]);
    }
}

#[test]
fn a_map_gets_another_hash_however_it_is_made() {
    let source = "#[derive(Default)]\nstruct Names {\n    places: HashMap<String, usize>,\n}\nimpl Names {\n    fn at(&self, name: &str) -> Option<&usize> {\n        self.places.get(name)\n    }\n}\n";
    let found = all_rewritings(source);
    assert!(found.iter().any(|text| text.contains("BuildHasherDefault<Words>")), "{found:?}");
}

/// The program after each rewriting, those with several changes included.
fn all_rewritings(source: &str) -> Vec<String> {
    super::super::all(&program(source)).into_iter().map(|rewriting| made(source, rewriting.changes)).collect()
}

/// The program after changes.
fn made(source: &str, mut changes: Vec<Change>) -> String {
    changes.sort_by_key(|change| std::cmp::Reverse(change.range.start));
    let mut text = source.to_owned();
    changes.into_iter().for_each(|change| text.replace_range(change.range, &change.text));
    text
}

#[test]
fn a_list_that_is_searched_and_reordered_becomes_a_chain_with_what_it_needs() {
    let source = "\
pub struct Recent {
    entries: Vec<(String, u64)>,
}

impl Recent {
    pub fn new() -> Recent {
        Recent { entries: Vec::new() }
    }
    pub fn get(&mut self, key: &str) -> Option<u64> {
        let position = self.entries.iter().position(|entry| entry.0 == key)?;
        let entry = self.entries.remove(position);
        let value = entry.1;
        self.entries.push(entry);
        Some(value)
    }
    pub fn put(&mut self, key: &str, value: u64) {
        if self.entries.len() == 9 && !key.is_empty() {
            self.entries.remove(0);
        }
        self.entries.push((key.to_string(), value));
    }
}
";
    let program = program(source);
    let chain = |rewriting: &&Rewriting| rewriting.changes[0].operator == "rewrite field chain-of-named-entries";
    let found: Vec<&Rewriting> = program.rewrites().iter().filter(chain).collect();
    let [Rewriting { changes, .. }] = found[..] else { panic!("{found:?}") };
    let made = made(source, changes.clone());
    let put = [
        "entries: Chain<String, (String, u64)>",
        "Recent { entries: Chain::new() }",
        "let position = self.entries.place(&key[..])?;\n        self.entries.to_back(position);\n        let value = self.entries.entry(position).1;\n",
        "self.entries.pop_front(|entry2| &entry2.0);",
        "let entry2 = (key.to_string(), value);\n        self.entries.push_back(entry2.0.clone(), entry2);",
        "    fn len(&self) -> usize {",
        "impl<K: Eq + std::hash::Hash, E> Chain<K, E> {\n    fn new() -> Self {",
    ];
    for text in put {
        assert!(made.contains(text), "{text}\n{made}");
    }
    // Nobody calls them.
    for name in ["fn is_empty", "fn entry_mut", "fn iter", "fn push_front", "fn pop_back", "fn clear"] {
        assert!(!made.contains(name), "{name}\n{made}");
    }
    assert!(!made.contains("\n\n\n") && !made.contains("{\n\n"), "{made}");
    // A variable and a field of the same name call none.
    let source = source.replace("        let value = entry.1;\n", "").replace("Some(value)", "Some(1)").replace(
        "self.entries.push((key.to_string(), value))",
        "let entry = (key.to_string(), value);\n        self.entries.push(entry)",
    );
    let program = super::program(&source);
    let changes = program.rewrites().iter().find(chain).expect("it fits").changes.clone();
    let made = super::fields::made(&source, changes);
    assert!(made.contains("let entry2 = entry;") && !made.contains("fn entry("), "{made}");
}
