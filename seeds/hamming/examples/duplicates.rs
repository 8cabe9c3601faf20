//! Finds lines that are alike by the Hamming distance of their fingerprints.
//!
//! ```sh
//! cargo run -p hamming --example duplicates -- corpora/urls.txt [LINES] [BYTES]
//! ```
//!
//! A fingerprint has a bit for each three letters that follow one another in the line (a Bloom filter with one hash); BYTES is its
//! length. LINES is how many lines to look at, each with its next three.

use std::{env, error::Error, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let file = arguments.next().ok_or("usage: duplicates FILE [LINES] [BYTES]")?;
    let count: usize = arguments.next().as_deref().unwrap_or("150").parse()?;
    let length: usize = arguments.next().as_deref().unwrap_or("64").parse()?;

    let text = fs::read_to_string(&file).map_err(|error| format!("{file}: {error}"))?;
    let prints: Vec<Vec<u8>> = text.lines().step_by(9).take(count).map(|line| fingerprint(line, length)).collect();
    for (line, print) in prints.iter().enumerate() {
        for (offset, other) in prints[line + 1..].iter().take(3).enumerate() {
            println!("{line} and {}: {} bits", line + 1 + offset, hamming::distance(print, other));
        }
    }
    Ok(())
}

/// A bit for each three letters of `line`.
fn fingerprint(line: &str, length: usize) -> Vec<u8> {
    let mut bits = vec![0; length];
    for three in line.as_bytes().windows(3) {
        let number = three.iter().fold(0_usize, |number, &byte| number * 31 + byte as usize);
        let bit = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
        bits[bit / 8 % length] |= 1 << (bit % 8);
    }
    bits
}
