//! Checks the pieces of a file as they come in from a network.
//!
//! ```sh
//! cargo run -p utf8 --example intake -- corpora/moby_dick.txt [PIECES]
//! ```
//!
//! The pieces are 40 to 4,000 bytes long and may be cut within a letter. Each sixteenth has a byte that was damaged on its way.

use std::{env, error::Error, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let file = arguments.next().ok_or("usage: intake FILE [PIECES]")?;
    let pieces: usize = arguments.next().as_deref().unwrap_or("80").parse()?;

    let bytes = fs::read(&file).map_err(|error| format!("{file}: {error}"))?;
    let mut rest = &bytes[..];
    for piece in 0..pieces {
        let (here, later) =
            rest.split_at_checked(40 + piece * piece * 23 % 3_960).ok_or("the file is too short for so many pieces")?;
        rest = later;
        let mut here = here.to_vec();
        if piece % 16 == 15 {
            let place = here.len() - 1 - piece % 7;
            here[place] |= 0x80;
        }
        println!("piece {piece}: {} bytes, {}", here.len(), if utf8::is_valid(&here) { "text" } else { "not text" });
    }
    Ok(())
}
