//! Suggests dictionary words for the words of a text that the dictionary does not have.
//!
//! ```sh
//! cargo run -p levenshtein --example suggest -- corpora/words.txt corpora/moby_dick.txt [WORDS]
//! ```
//!
//! WORDS is how many unknown words to look up, taken from all over the text. A candidate
//! begins with the same letter and is at most two letters shorter or longer.

use std::{
    collections::{BTreeSet, HashSet},
    env,
    error::Error,
    fs,
};

use levenshtein::distance;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let usage = "usage: suggest DICTIONARY TEXT [WORDS]";
    let dictionary = read(&arguments.next().ok_or(usage)?)?;
    let text = read(&arguments.next().ok_or(usage)?)?;
    let wanted: usize = arguments.next().as_deref().unwrap_or("16").parse()?;

    let dictionary: Vec<&str> = dictionary.lines().collect();
    let known: HashSet<&str> = dictionary.iter().copied().collect();
    let unknown: BTreeSet<String> = text
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| word.len() > 3)
        .map(str::to_lowercase)
        .filter(|word| !known.contains(word.as_str()))
        .collect();

    let step = unknown.len().div_ceil(wanted.max(1)).max(1);
    for word in unknown.iter().step_by(step) {
        match suggest(word, &dictionary) {
            Some((suggestion, edits)) => println!("{word}: {suggestion} ({edits} edits)"),
            None => println!("{word}: nothing like it"),
        }
    }
    Ok(())
}

/// The candidate nearest to `word`, the first of them if several are.
fn suggest<'a>(word: &str, dictionary: &[&'a str]) -> Option<(&'a str, usize)> {
    dictionary
        .iter()
        .filter(|known| known.chars().next() == word.chars().next())
        .filter(|known| known.len().abs_diff(word.len()) <= 2)
        .map(|known| (*known, distance(word, known)))
        .min_by_key(|(_, edits)| *edits)
}

fn read(file: &str) -> Result<String, String> {
    fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))
}
