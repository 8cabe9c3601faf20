//! Prints a digest of 32 bytes for each line of a file, and every tenth line itself, in hexadecimal digits.
//!
//! ```sh
//! cargo run -p hex_encode --example digests -- corpora/paths.txt [LINES]
//! ```

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::{env, error::Error, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let file = arguments.next().ok_or("usage: digests FILE [LINES]")?;
    let count: usize = arguments.next().as_deref().unwrap_or("800").parse()?;

    let text = fs::read_to_string(&file).map_err(|error| format!("{file}: {error}"))?;
    for (number, line) in text.lines().take(count).enumerate() {
        println!("{}", hex_encode::encode(&digest(line)));
        if number % 10 == 0 {
            println!("{}", hex_encode::encode(line.as_bytes()));
        }
    }
    Ok(())
}

/// Thirty-two bytes that depend on all of `line`.
fn digest(line: &str) -> Vec<u8> {
    let mut hasher = DefaultHasher::new();
    let mut bytes = Vec::new();
    for _ in 0..4 {
        line.hash(&mut hasher);
        bytes.extend(hasher.finish().to_be_bytes());
    }
    bytes
}
