//! Looks words up through a cache, one cache a passage of a text.
//!
//! ```sh
//! cargo run -p lru --example lookups -- corpora/moby_dick.txt [PASSAGES] [LOOKUPS] [CAPACITY]
//! ```
//!
//! What is not in the cache is looked up (here: its length) and put there.

use std::{env, error::Error, fs};

use lru::Lru;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let file = arguments.next().ok_or("usage: lookups FILE [PASSAGES] [LOOKUPS] [CAPACITY]")?;
    let passages: usize = arguments.next().as_deref().unwrap_or("12").parse()?;
    let lookups: usize = arguments.next().as_deref().unwrap_or("1500").parse()?;
    let capacity: usize = arguments.next().as_deref().unwrap_or("256").parse()?;

    let text = fs::read_to_string(&file).map_err(|error| format!("{file}: {error}"))?;
    let words: Vec<&str> = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
    for (passage, words) in words.chunks(lookups).take(passages).enumerate() {
        let mut cache = Lru::new(capacity);
        let mut hits = 0;
        for word in words {
            if cache.get(word).is_some() {
                hits += 1;
            } else {
                cache.put(word, word.len() as u64);
            }
        }
        println!("passage {passage}: {hits} of {} found, {} kept", words.len(), cache.len());
    }
    Ok(())
}
