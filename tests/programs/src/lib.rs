//! What the programs share: reading an extract of `corpora/`.
//!
//! Each program uses one published crate as its documentation shows. `scripts/record_traces.sh`
//! records them; what they print is only there for a person to see that they did something.

use std::{env, error::Error, fs};

/// The lines of the file that the first argument names, as many as the second says, taken evenly from all over it.
///
/// # Errors
/// Says which argument is missing or which file cannot be read.
pub fn lines() -> Result<Vec<String>, Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let usage = "usage: PROGRAM FILE LINES";
    let file = arguments.next().ok_or(usage)?;
    let wanted: usize = arguments.next().ok_or(usage)?.parse()?;
    let text = fs::read_to_string(&file).map_err(|error| format!("{file}: {error}"))?;
    let all: Vec<&str> = text.lines().collect();
    let step = all.len().div_ceil(wanted.max(1)).max(1);
    Ok(all.into_iter().step_by(step).map(str::to_owned).collect())
}
