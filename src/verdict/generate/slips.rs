//! Slips in the words of a text: a sign before a number or in the place of its first digit, a letter of another kind at the beginning,
//! in the middle or at the end; and in what its words are divided by: a part too many, too few, an empty one, two in the wrong order. What a parser lets through or not hangs on them, and chance seldom puts the right letter at the
//! right place. The same in words that are longer than any of the trace: code that looks at eight letters at a time, or at some
//! of many, may look well at the short ones only. Must not know what a text is about.

use std::ops::Range;

use rand::{Rng, RngExt};

use super::pick;

/// What is put there: what `parse`, `trim`, the tests of letters and what changes their case each see differently.
pub const LETTERS: &[char] =
    &['+', '-', ' ', '.', '0', '9', '_', 'x', 'A', '\t', 'é', '٣', '\u{a0}', '\u{b}', '\u{212a}'];
/// The same in bytes.
pub const BYTES: &[u8] = b"+- .09_xA\t\x80\xff";

/// Where in a word, and whether what was there stays.
const PLACES: &[(Place, bool)] =
    &[(Place::First, false), (Place::First, true), (Place::Middle, false), (Place::Last, false), (Place::Last, true)];

/// How long words become, and at which of these lengths there is a slip at every place.
const LENGTHS: [usize; 5] = [9, 17, 20, 33, 65];
const EVERYWHERE: usize = 33;
/// Which of the letters are put into long words: a sign, a blank, a letter of hexadecimal numbers' beginnings.
const INTO_LONG: [usize; 3] = [0, 2, 7];

/// Most different letters by which a text is divided.
const DIVIDERS: usize = 8;

/// What may be wrong with a part of a text.
const FAULTS: [Fault; 4] = [Fault::Twice, Fault::Missing, Fault::Empty, Fault::Late];

#[derive(Clone, Copy)]
enum Fault {
    Twice,
    /// With what divides it from the next.
    Missing,
    Empty,
    /// Behind the next.
    Late,
}

#[derive(Clone, Copy)]
enum Place {
    First,
    Middle,
    Last,
}

/// Letters and bytes.
pub trait Letter: Copy + PartialEq {
    /// In front of a number it changes nothing.
    const ZERO: Self;
    /// Whether words are made of it.
    fn is_of_word(self) -> bool;
    /// Whether numbers are.
    fn is_digit(self) -> bool;
}

impl Letter for char {
    const ZERO: char = '0';
    fn is_of_word(self) -> bool {
        self.is_alphanumeric()
    }
    fn is_digit(self) -> bool {
        self.is_ascii_digit()
    }
}

impl Letter for u8 {
    const ZERO: u8 = b'0';
    fn is_of_word(self) -> bool {
        self.is_ascii_alphanumeric()
    }
    fn is_digit(self) -> bool {
        self.is_ascii_digit()
    }
}

/// Whether a word begins or ends between two neighbours.
pub fn at_an_edge<T: Letter>(one: &T, next: &T) -> bool {
    one.is_of_word() != next.is_of_word()
}

/// Every slip in the first, the second, the middle and the last word, of the parts that each letter between words divides
/// the text into, and in words that are longer than those.
pub fn every<T: Letter>(text: &[T], letters: &[T]) -> Vec<Vec<T>> {
    let words = words(text);
    let mut made = Vec::new();
    for word in telling(words.len()).into_iter().filter_map(|at| words.get(at)) {
        for &(place, stays) in PLACES {
            made.extend(letters.iter().map(|letter| slipped(text, word, place, stays, *letter)));
        }
    }
    let dividers = dividers(text);
    let first = words.first().map_or(&[][..], |word| &text[word.clone()]);
    let ends = dividers.iter().filter_map(|divider| text.iter().position(|letter| letter == divider));
    for end in ends.chain([text.len()]) {
        // One more before what divides the text otherwise: a fourth word in a line.
        made.extend(dividers.iter().map(|divider| [&text[..end], &[*divider], first, &text[end..]].concat()));
    }
    for divider in dividers {
        let parts: Vec<&[T]> = text.split(|letter| *letter == divider).collect();
        let faulty = |at: usize| FAULTS.map(|fault| parted(&parts, divider, at, fault));
        made.extend(telling(parts.len()).into_iter().flat_map(faulty));
    }
    made.retain(|made| made != text);
    made.extend(long(text, letters));
    made
}

/// The first, the middle and the last word at lengths that no word of the text has: as they are, with a slip at their ends or in the
/// middle, and at one length at every place. Of a number, zeros in front make it longer.
fn long<T: Letter>(text: &[T], letters: &[T]) -> Vec<Vec<T>> {
    let words = words(text);
    let mut chosen = vec![0, words.len() / 2, words.len().saturating_sub(1)];
    chosen.dedup();
    let mut made = Vec::new();
    for word in chosen.into_iter().filter_map(|at| words.get(at)) {
        let held = &text[word.clone()];
        for length in LENGTHS.into_iter().filter(|length| *length > held.len()) {
            let more = length - held.len();
            let filled: Vec<T> = match held.iter().all(|letter| letter.is_digit()) {
                true => [&vec![T::ZERO; more], held].concat(),
                false => held.iter().cycle().take(length).copied().collect(),
            };
            let within = |filled: &[T]| [&text[..word.start], filled, &text[word.end..]].concat();
            let places: Vec<usize> =
                if length == EVERYWHERE { (0..length).collect() } else { vec![0, length / 2, length - 1] };
            let slips = places.into_iter().flat_map(|at| INTO_LONG.map(|letter| (at, letters[letter])));
            made.extend(slips.map(|(at, letter)| {
                let mut filled = filled.clone();
                filled[at] = letter;
                within(&filled)
            }));
            made.push(within(&filled));
        }
    }
    made
}

/// The places of the first, the second, the middle and the last of some.
fn telling(count: usize) -> Vec<usize> {
    let mut chosen = vec![0, 1, count / 2, count.saturating_sub(1)];
    chosen.sort_unstable();
    chosen.dedup();
    chosen.retain(|at| *at < count);
    chosen
}

/// One slip anywhere; `None`: there are no words.
pub fn any<T: Letter>(text: &[T], letters: &[T], rng: &mut dyn Rng) -> Option<Vec<T>> {
    let dividers = dividers(text);
    if rng.random_bool(0.4)
        && let Some(&divider) = pick(&dividers, rng)
    {
        let parts: Vec<&[T]> = text.split(|letter| *letter == divider).collect();
        return Some(parted(&parts, divider, rng.random_range(0..parts.len()), *pick(&FAULTS, rng)?));
    }
    let words = words(text);
    let word = pick(&words, rng)?;
    let (place, stays) = PLACES[rng.random_range(0..PLACES.len())];
    Some(slipped(text, word, place, stays, *pick(letters, rng)?))
}

/// The first letters between words, each once.
fn dividers<T: Letter>(text: &[T]) -> Vec<T> {
    let mut found = Vec::new();
    for letter in text.iter().filter(|letter| !letter.is_of_word()) {
        if found.len() < DIVIDERS && !found.contains(letter) {
            found.push(*letter);
        }
    }
    found
}

/// A text of parts with a fault in one of them.
fn parted<T: Letter>(parts: &[&[T]], divider: T, at: usize, fault: Fault) -> Vec<T> {
    let (mut parts, last) = (parts.to_vec(), parts.len() - 1);
    match fault {
        Fault::Twice => parts.insert(at, parts[at]),
        Fault::Missing => _ = parts.remove(at),
        Fault::Empty => parts[at] = &[],
        Fault::Late => parts.swap(at, (at + 1).min(last)),
    }
    parts.join(&divider)
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
        assert!(every(&[], LETTERS).is_empty());
    }

    #[test]
    fn a_part_comes_twice_not_at_all_without_anything_in_it_and_too_late() {
        let text: Vec<char> = "GET /x HTTP\n".chars().collect();
        let made: Vec<String> = every(&text, LETTERS).into_iter().map(String::from_iter).collect();
        for fault in
            ["GET /x /x HTTP\n", "GET HTTP\n", "GET  HTTP\n", "GET HTTP\n /x", "x/GET  HTTP\n", "GET /x HTTP GET\n"]
        {
            let known = made.iter().any(|made| made == fault);
            assert_eq!(known, !fault.starts_with("x/"), "{fault}: {made:?}");
        }
    }

    #[test]
    fn long_words_have_a_slip_at_every_place() {
        let made: Vec<String> =
            long(b"size: 42", BYTES).into_iter().map(|made| String::from_utf8(made).unwrap()).collect();
        for slip in
            ["size: 000000042", "size: +00000042", "size: 0000000000000000004+", "sizesizes: 42", "size+izes: 42"]
        {
            assert!(made.iter().any(|made| made == slip), "{slip}: {made:?}");
        }
        let zeros = "0".repeat(EVERYWHERE);
        assert!((0..EVERYWHERE - 2).all(|at| {
            let slip = format!("size: {}+{}42", &zeros[..at], &zeros[at + 3..]);
            made.contains(&slip)
        }));
    }

    #[test]
    fn any_slip_changes_a_word_or_a_part() {
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        for _ in 0..100 {
            let slip = any(b"ab, cd", BYTES, &mut rng).unwrap();
            assert!((2..=10).contains(&slip.len()), "{slip:?}");
        }
    }
}
