//! Packs a column of numbers in pages, as a file of columns does, and reads the pages again.
//!
//! ```sh
//! cargo run -p varint --example columns -- corpora/file_sizes.txt [PAGES]
//! ```
//!
//! The numbers are the lines of the file, on pages of 16 to 60; each other page holds the products of neighbours, as
//! larger numbers. The last page has lost its end.

use std::{env, error::Error, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let file = arguments.next().ok_or("usage: columns FILE [PAGES]")?;
    let pages: usize = arguments.next().as_deref().unwrap_or("200").parse()?;

    let text = fs::read_to_string(&file).map_err(|error| format!("{file}: {error}"))?;
    let numbers: Vec<u64> = text.lines().map(str::parse).collect::<Result<_, _>>()?;
    let mut rest = &numbers[..];
    for page in 0..pages {
        let (here, later) = rest.split_at_checked(16 + page * 7 % 45).ok_or("the file has too few numbers")?;
        rest = later;
        let packed = match page % 2 {
            0 => pack(here),
            _ => pack(&here.windows(2).map(|pair| pair[0] * pair[1]).collect::<Vec<u64>>()),
        };
        let sum: u64 = varint::decode(&packed).ok_or("a page cannot be read")?.iter().sum();
        println!("page {page}: {} bytes, sum {sum}", packed.len());
    }
    let cut = pack(&[1, 300]);
    println!("a page without its end: {:?}", varint::decode(&cut[..cut.len() - 1]));
    Ok(())
}

/// Writes numbers one after another.
fn pack(numbers: &[u64]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for &number in numbers {
        let mut rest = number;
        while rest >= 0x80 {
            bytes.push(rest as u8 | 0x80);
            rest >>= 7;
        }
        bytes.push(rest as u8);
    }
    bytes
}
