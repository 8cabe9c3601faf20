//! Compares the words of a list with their neighbours in several ways, with `strsim`.

use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let words = programs::lines()?;
    let mut alike = 0;
    for pair in words.windows(2) {
        let (one, two) = (pair[0].as_str(), pair[1].as_str());
        let votes = [
            strsim::jaro_winkler(one, two) > 0.8,
            strsim::sorensen_dice(one, two) > 0.5,
            strsim::damerau_levenshtein(one, two) < 4,
            strsim::osa_distance(one, two) < 4,
            strsim::hamming(one, two).is_ok_and(|different| different < 4),
        ];
        alike += usize::from(votes.iter().filter(|vote| **vote).count() >= 3);
    }
    println!("{alike} of {} words are like the next", words.len());
    Ok(())
}
