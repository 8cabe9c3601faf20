//! Prints the quartiles of each eight numbers of a series.
//!
//! ```sh
//! cargo run -p sort_array --example quartiles -- corpora/file_sizes.txt [NUMBERS]
//! ```
//!
//! The numbers are the lines of the file; NUMBERS is how many of them to read.

use std::{env, error::Error, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let file = arguments.next().ok_or("usage: quartiles FILE [NUMBERS]")?;
    let count: usize = arguments.next().as_deref().unwrap_or("9600").parse()?;

    let text = fs::read_to_string(&file).map_err(|error| format!("{file}: {error}"))?;
    let numbers: Vec<u32> = text.lines().take(count).map(str::parse).collect::<Result<_, _>>()?;
    for chunk in numbers.chunks_exact(8) {
        let mut eight: [u32; 8] = chunk.try_into()?;
        sort_array::sort8(&mut eight);
        println!("{} {} {}", eight[2], eight[4], eight[6]);
    }
    Ok(())
}
