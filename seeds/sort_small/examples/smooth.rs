//! Smooths a series of numbers with medians over windows of three and five, and summarises
//! each window of eight by its quartiles.
//!
//! ```sh
//! cargo run -p sort_small --example smooth -- corpora/file_sizes.txt [NUMBERS]
//! ```
//!
//! The numbers are the lines of the file; NUMBERS is how many of them to read.

use std::{env, error::Error, fs};

use sort_small::{sort3, sort5, sort8};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let file = arguments.next().ok_or("usage: smooth FILE [NUMBERS]")?;
    let count: usize = arguments.next().as_deref().unwrap_or("9600").parse()?;

    let text = fs::read_to_string(&file).map_err(|error| format!("{file}: {error}"))?;
    let mut numbers = Vec::new();
    for (index, line) in text.lines().take(count).enumerate() {
        let number: u32 =
            line.trim().parse().map_err(|error| format!("{file}, line {}: {error}: {line:?}", index + 1))?;
        numbers.push(number);
    }

    let mut total = 0;
    for eight in numbers.chunks_exact(8) {
        let mut narrow = [eight[0], eight[1], eight[2]];
        sort3(&mut narrow);
        let mut wide = [eight[3], eight[4], eight[5], eight[6], eight[7]];
        sort5(&mut wide);
        let mut all = [0; 8];
        all.copy_from_slice(eight);
        sort8(&mut all);

        total += u64::from(narrow[1]) + u64::from(wide[2]);
        println!("medians {} and {}, quartiles {} to {}", narrow[1], wide[2], all[2], all[5]);
    }
    println!("sum of the medians: {total}");
    Ok(())
}
