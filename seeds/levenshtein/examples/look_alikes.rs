//! Finds, for lines all over a sorted file, the most similar line in their neighbourhood.
//!
//! ```sh
//! cargo run -p levenshtein --example look_alikes -- corpora/paths.txt [LINES]
//! ```
//!
//! LINES is how many lines to look at. With file paths it finds the names that are easily
//! mistaken for one another, with URLs the same page under two addresses.

use std::{env, error::Error, fs};

use levenshtein::distance;

/// How many of the following lines a line is compared with.
const NEIGHBOURS: usize = 6;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let file = arguments.next().ok_or("usage: look_alikes FILE [LINES]")?;
    let wanted: usize = arguments.next().as_deref().unwrap_or("250").parse()?;

    let text = fs::read_to_string(&file).map_err(|error| format!("{file}: {error}"))?;
    let lines: Vec<&str> = text.lines().collect();
    let step = lines.len().div_ceil(wanted.max(1)).max(1);
    for (index, line) in lines.iter().enumerate().step_by(step) {
        let nearest = lines[index + 1..].iter().take(NEIGHBOURS).map(|other| (distance(line, other), other)).min();
        if let Some((edits, other)) = nearest {
            println!("{edits} edits: {line} {other}");
        }
    }
    Ok(())
}
