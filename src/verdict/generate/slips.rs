//! Slips in the words of a text: a sign before a number or in the place of its first digit, a letter of another kind at the beginning,
//! in the middle or at the end. What a parser lets through or not hangs on them, and chance seldom puts the right letter at the
//! right place. Must not know what a text is about.

use std::ops::Range;

use rand::{Rng, RngExt};

use super::pick;

/// What is put there: what `parse`, `trim` and the tests of letters each see differently.
pub const LETTERS: &[char] = &['+', '-', ' ', '.', '0', '9', '_', 'x', 'A', '\t', 'é', '٣'];
/// The same in bytes.
pub const BYTES: &[u8] = b"+- .09_xA\t\x80\xff";

/// Where in a word, and whether what was there stays.
const PLACES: &[(Place, bool)] =
    &[(Place::First, false), (Place::First, true), (Place::Middle, false), (Place::Last, false), (Place::Last, true)];

#[derive(Clone, Copy)]
enum Place {
    First,
    Middle,
    Last,
}

/// Letters and bytes.
pub trait Letter: Copy {
    /// Whether words are made of it.
    fn is_of_word(self) -> bool;
}

impl Letter for char {
    fn is_of_word(self) -> bool {
        self.is_alphanumeric()
    }
}

impl Letter for u8 {
    fn is_of_word(self) -> bool {
        self.is_ascii_alphanumeric()
    }
}

/// Every slip in the first, the second, the middle and the last word.
pub fn every<T: Letter>(text: &[T], letters: &[T]) -> Vec<Vec<T>> {
    let words = words(text);
    let mut chosen = vec![0, 1, words.len() / 2, words.len().saturating_sub(1)];
    chosen.sort_unstable();
    chosen.dedup();
    let mut made = Vec::new();
    for word in chosen.into_iter().filter_map(|at| words.get(at)) {
        for &(place, stays) in PLACES {
            made.extend(letters.iter().map(|letter| slipped(text, word, place, stays, *letter)));
        }
    }
    made
}

/// One slip anywhere; `None`: there are no words.
pub fn any<T: Letter>(text: &[T], letters: &[T], rng: &mut dyn Rng) -> Option<Vec<T>> {
    let words = words(text);
    let word = pick(&words, rng)?;
    let (place, stays) = PLACES[rng.random_range(0..PLACES.len())];
    Some(slipped(text, word, place, stays, *pick(letters, rng)?))
}

fn slipped<T: Letter>(text: &[T], word: &Range<usize>, place: Place, stays: bool, letter: T) -> Vec<T> {
    let at = match place {
        Place::First => word.start,
        Place::Middle => word.start + word.len() / 2,
        Place::Last if stays => word.end,
        Place::Last => word.end - 1,
    };
    let rest = if stays { at } else { at + 1 };
    [&text[..at], &[letter], &text[rest..]].concat()
}

/// Where the words of a text are.
fn words<T: Letter>(text: &[T]) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    for at in (0..text.len()).filter(|at| text[*at].is_of_word()) {
        match words.last_mut() {
            Some(word) if word.end == at => word.end += 1,
            _ => words.push(at..at + 1),
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;

    use super::*;

    #[test]
    fn a_sign_comes_before_a_number_and_in_the_place_of_its_first_digit() {
        let text: Vec<char> = "192.168.0.1".chars().collect();
        let made: Vec<String> = every(&text, LETTERS).into_iter().map(String::from_iter).collect();
        for slip in ["+92.168.0.1", "+192.168.0.1", "192.1_8.0.1", "192.168.x.1", "192.168.0.-", "192.168.0.1 "] {
            assert!(made.iter().any(|made| made == slip), "{slip}: {made:?}");
        }
        assert!(every(&['.', '.'], LETTERS).is_empty());
    }

    #[test]
    fn any_slip_is_in_a_word() {
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        for _ in 0..100 {
            let slip = any(b"ab, cd", BYTES, &mut rng).unwrap();
            assert!(slip != b"ab, cd" && (6..=7).contains(&slip.len()) && slip.contains(&b','), "{slip:?}");
        }
    }
}
