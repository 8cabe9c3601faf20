//! Prints how many bits a byte of each block of a file carries.
//!
//! ```sh
//! cargo run -p histogram --example entropy -- corpora/urls.txt [BLOCKS]
//! ```
//!
//! The blocks are 1,000 to 6,000 bytes long.

use std::{env, error::Error, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let file = arguments.next().ok_or("usage: entropy FILE [BLOCKS]")?;
    let blocks: usize = arguments.next().as_deref().unwrap_or("40").parse()?;

    let bytes = fs::read(&file).map_err(|error| format!("{file}: {error}"))?;
    let mut rest = &bytes[..];
    for block in 0..blocks {
        let (here, later) =
            rest.split_at_checked(1_000 + block * 1_237 % 5_000).ok_or("the file is too short for so many blocks")?;
        rest = later;
        let counts = histogram::count(here);
        let shares = counts.iter().filter(|&&n| n > 0).map(|&n| f64::from(n) / here.len() as f64);
        let bits: f64 = shares.map(|share| -share * share.log2()).sum();
        println!("block {block}: {bits:.2} bits a byte");
    }
    Ok(())
}
