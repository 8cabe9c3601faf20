//! Counts how often each word stands in each section of a text, one table a section.
//!
//! ```sh
//! cargo run -p hash_table --example word_count -- corpora/moby_dick.txt [SECTIONS] [WORDS]
//! ```
//!
//! A section is WORDS words long. In the end its frequent words are taken out again, so that
//! the rare ones remain.

use std::{env, error::Error, fs};

use hash_table::Table;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let file = arguments.next().ok_or("usage: word_count FILE [SECTIONS] [WORDS]")?;
    let sections: usize = arguments.next().as_deref().unwrap_or("80").parse()?;
    let words: usize = arguments.next().as_deref().unwrap_or("200").parse()?;
    if words == 0 {
        return Err("a section holds one word or more".into());
    }

    let text = fs::read_to_string(&file).map_err(|error| format!("{file}: {error}"))?;
    let text: Vec<String> =
        text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    // Sections from the whole text, not only from its beginning.
    let step = text.len().div_ceil(words * sections).max(1);
    for (number, section) in text.chunks(words).step_by(step).enumerate() {
        count_section(number, section);
    }
    Ok(())
}

/// Counts the words of one section and prints the most frequent.
fn count_section(number: usize, words: &[String]) {
    let mut table = Table::new(words.len());
    for word in words {
        let count = table.get(word).unwrap_or(0);
        table.put(word, count + 1);
    }
    let different = table.len();

    let mut top = ("", 0);
    for word in words {
        let count = table.get(word).unwrap_or(0);
        if count > 2 {
            table.remove(word);
        }
        if count > top.1 {
            top = (word, count);
        }
    }
    println!("section {number}: {different} words, most often {:?} ({} times); {} are rare", top.0, top.1, table.len());
}
