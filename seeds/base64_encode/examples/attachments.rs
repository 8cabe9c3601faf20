//! Encodes parts of a file as the attachments of letters are encoded.
//!
//! ```sh
//! cargo run -p base64_encode --example attachments -- corpora/moby_dick.txt [PARTS]
//! ```
//!
//! The parts are 20 to 2,000 bytes long.

use std::{env, error::Error, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let file = arguments.next().ok_or("usage: attachments FILE [PARTS]")?;
    let parts: usize = arguments.next().as_deref().unwrap_or("60").parse()?;

    let bytes = fs::read(&file).map_err(|error| format!("{file}: {error}"))?;
    let mut rest = &bytes[..];
    for part in 0..parts {
        let (here, later) =
            rest.split_at_checked(20 + part * part * 17 % 1_980).ok_or("the file is too short for so many parts")?;
        rest = later;
        println!("{}", base64_encode::encode(here));
    }
    Ok(())
}
