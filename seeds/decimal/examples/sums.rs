//! Reads a column of numbers, and writes them beside their running sums.
//!
//! ```sh
//! cargo run -p decimal --example sums -- corpora/file_sizes.txt read|write [NUMBERS]
//! ```
//!
//! `read` only reads, `write` only writes, so that the two can be recorded apart. Sums are written in units of one to a
//! million, as sizes, times and amounts are. NUMBERS is how many lines to read.

use std::{env, error::Error, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let usage = "usage: sums FILE read|write [NUMBERS]";
    let (file, what) = (arguments.next().ok_or(usage)?, arguments.next().ok_or(usage)?);
    let count: usize = arguments.next().as_deref().unwrap_or("2000").parse()?;

    let text = fs::read_to_string(&file).map_err(|error| format!("{file}: {error}"))?;
    let mut sum: u64 = 0;
    for (line, digits) in text.lines().take(count).enumerate() {
        let number: u64 = digits.parse()?;
        sum += number;
        let scaled = sum * 10_u64.pow(line as u32 % 7);
        if what == "write" {
            println!("{} {}", decimal::format(number), decimal::format(scaled));
        } else {
            println!("{:?} {:?}", decimal::parse(digits), decimal::parse(&scaled.to_string()));
        }
    }
    println!("not a number: {:?}", decimal::parse("12 apples"));
    Ok(())
}
