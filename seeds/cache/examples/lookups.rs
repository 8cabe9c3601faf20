//! Looks up each word of a text, or each folder of a list of paths, through a cache, one cache a section: what is not in the cache is found the slow
//! way, by counting characters, and put there.
//!
//! ```sh
//! cargo run -p cache --example lookups -- corpora/moby_dick.txt words [SECTIONS] [LOOKUPS] [CAPACITY]
//! cargo run -p cache --example lookups -- corpora/paths.txt folders [SECTIONS] [LOOKUPS] [CAPACITY]
//! ```

use std::{env, error::Error, fs};

use cache::Cache;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let usage = "usage: lookups FILE words|folders [SECTIONS] [LOOKUPS] [CAPACITY]";
    let file = arguments.next().ok_or(usage)?;
    let kind = arguments.next().ok_or(usage)?;
    let mut number = |default: &str| arguments.next().as_deref().unwrap_or(default).parse::<usize>();
    let (sections, lookups, capacity) = (number("40")?, number("400")?, number("32")?);
    if lookups == 0 {
        return Err("a section has one lookup or more".into());
    }

    let text = fs::read_to_string(&file).map_err(|error| format!("{file}: {error}"))?;
    let keys: Vec<String> = match kind.as_str() {
        "words" => text.split(|c: char| !c.is_alphabetic()).map(str::to_lowercase).collect(),
        "folders" => text.lines().flat_map(folders).map(str::to_owned).collect(),
        _ => return Err(usage.into()),
    };
    let keys: Vec<String> = keys.into_iter().filter(|key| !key.is_empty()).collect();
    // Sections from the whole text, not only from its beginning.
    let step = keys.len().div_ceil(lookups * sections).max(1);
    for (number, section) in keys.chunks(lookups).step_by(step).enumerate() {
        look_up(number, section, capacity);
    }
    Ok(())
}

/// Every folder on the way to a path, as whoever opens it looks them up.
fn folders(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}

/// Looks up the keys of one section and prints how often the cache had the answer.
fn look_up(number: usize, keys: &[String], capacity: usize) {
    let mut cache = Cache::new(capacity);
    let mut hits = 0;
    for key in keys {
        match cache.get(key) {
            Some(_) => hits += 1,
            None => cache.put(key, key.chars().count() as u64),
        }
    }
    println!(
        "section {number}: {hits} of {} lookups answered, {} of {} places taken, one of them asked for {} times",
        keys.len(),
        cache.len(),
        cache.capacity(),
        cache.most_reads()
    );
}
