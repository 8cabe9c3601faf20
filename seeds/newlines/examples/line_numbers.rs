//! Finds the line numbers of places in a text, counting from the last mark before them.
//!
//! ```sh
//! cargo run -p newlines --example line_numbers -- corpora/moby_dick.txt [PLACES]
//! ```
//!
//! The places are 50 to 5,000 bytes apart, as errors in a file are.

use std::{env, error::Error, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let file = arguments.next().ok_or("usage: line_numbers FILE [PLACES]")?;
    let places: usize = arguments.next().as_deref().unwrap_or("80").parse()?;

    let text = fs::read(&file).map_err(|error| format!("{file}: {error}"))?;
    let (mut mark, mut line) = (0, 1);
    for place in 0..places {
        let next = mark + 50 + place * place * 31 % 4_950;
        line += newlines::count(text.get(mark..next).ok_or("the file is too short")?);
        mark = next;
        println!("byte {mark} is in line {line}");
    }
    Ok(())
}
