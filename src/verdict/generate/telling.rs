//! Letters that tell two questions about letters apart, at every place where the answer may matter: `trim` and `trim_ascii` differ
//! at a no-break space, `to_lowercase` and `to_ascii_lowercase` at a Kelvin sign, and hardly anywhere else. A candidate is given
//! those of the questions that it asks more often than the seed, or less. Must not know what a right answer is.

use std::ops::Range;

use rand::seq::index;
use rand::{Rng, RngExt};
use serde_json::Value;

use super::octets::{packed, raw};
use super::slips::at_an_edge;
use super::tricky::{LONG, short};
use super::values::Kind;
use super::{Dictionary, Generator};
use crate::replay::harness::Harness;
use crate::trace::{Session, Trace};

/// What those who ask much the same answer differently.
struct Question {
    /// Parts of the names by which it is asked.
    names: &'static [&'static str],
    /// The letters that tell most of them apart, tried everywhere, and others, tried here and there.
    first: &'static [char],
    others: &'static [char],
}

const QUESTIONS: &[Question] = &[
    Question {
        names: &["trim", "whitespace", "lines"],
        first: &['\u{a0}', '\u{b}'],
        others: &[' ', '\t', '\r', '\n', '\u{c}', '\u{1c}', '\u{85}', '\u{2028}', '\u{3000}', '\u{200b}'],
    },
    Question { names: &["lowercase", "uppercase", "ignore_ascii_case"], first: &['\u{212a}', 'É'], others: OF_CASE },
    Question {
        names: &["digit", "numeric", "parse", "radix"],
        first: &['+', '٣'],
        others: &['-', '/', ':', '@', 'G', '`', 'g', '²', '½', '０'],
    },
    Question {
        names: &["alphabetic", "alphanumeric", "punctuation", "graphic"],
        first: &['é', '_'],
        others: &['@', '[', '`', '{', '~', 'ª', '٣', '€'],
    },
    Question { names: &["control"], first: &['\u{7f}', '\u{85}'], others: &['\u{1f}', '\u{9f}'] },
    Question {
        names: &["bytes", "chars", "is_ascii", "char_indices", "utf8"],
        first: &['é'],
        others: &['\u{7f}', '€', '😀'],
    },
];

const OF_CASE: &[char] = &['@', '[', '`', '{', '\u{7f}', 'ß', 'İ', 'ı', 'ſ', 'Σ'];
/// The bit between small and large letters, and those that leave it out.
const CASE: [u128; 3] = [0x20, 0x5f, 0xdf];

/// Letters that become another one of these when they are made small or large, or that look like it; each is put in its place.
const TWINS: &[(char, char)] =
    &[('k', '\u{212a}'), ('s', 'ſ'), ('i', 'İ'), ('i', 'ı'), (' ', '\u{a0}'), (' ', '\u{b}')];

/// Recorded values of an argument that are looked at; most ways to put a first letter, and another one, into one of them.
const VALUES: usize = 24;
const FIRST: usize = 200;
const OTHERS: usize = 40;

/// For each text of each function of the trace, sessions in which a letter that is asked about stands at an edge of a word or in the
/// place of its twin. `dictionary` is what a program says otherwise than the seed.
pub fn telling(
    harness: &Harness,
    trace: &Trace,
    from: &[usize],
    dictionary: &Dictionary,
    rng: &mut dyn Rng,
) -> Vec<Session> {
    let letters = Letters::of(dictionary);
    if letters.first.is_empty() {
        return Vec::new();
    }
    let generator = Generator::new(&|event| harness.function(event), trace, from);
    let mut made = Vec::new();
    for (&(key, position), recorded) in &generator.recorded {
        let kind = &generator.callees[&key].args[position];
        let chosen = index::sample(rng, recorded.len(), VALUES.min(recorded.len()));
        let values: Vec<Value> = chosen.iter().flat_map(|at| kind.asked_about(recorded[at], &letters, rng)).collect();
        made.extend(generator.around(key, rng.random_range(0..1 << 16), |args| {
            // Beside what else the example is called with, and beside what belongs to it.
            let own = kind.asked_about(&args[position], &letters, rng);
            let with = |value: Value| {
                let mut args = args.to_vec();
                args[position] = value.into();
                args
            };
            own.into_iter().chain(values).map(with).collect()
        }));
    }
    made
}

/// The letters that what is said otherwise asks about.
#[derive(Default)]
struct Letters {
    first: Vec<char>,
    others: Vec<char>,
}

impl Letters {
    fn of(dictionary: &Dictionary) -> Letters {
        let mut found = Letters::default();
        let asked = |question: &&Question| {
            dictionary.names.keys().any(|name| question.names.iter().any(|part| name.contains(part)))
        };
        for question in QUESTIONS.iter().filter(asked) {
            found.first.extend(question.first);
            found.others.extend(question.others);
        }
        if CASE.iter().any(|mask| dictionary.numbers.contains(mask)) {
            found.others.extend(OF_CASE);
        }
        for letter in dictionary.letters.keys() {
            let code = u32::from(*letter);
            found.first.push(*letter);
            found.others.extend([code.wrapping_sub(1), code + 1].into_iter().filter_map(char::from_u32));
        }
        found
    }
}

impl Kind {
    /// A recorded text with each of the letters somewhere in it.
    fn asked_about(&self, recorded: &Value, letters: &Letters, rng: &mut dyn Rng) -> Vec<Value> {
        match self {
            Kind::Text => {
                placed(short(recorded).unwrap_or_default(), letters, rng).into_iter().map(Value::from).collect()
            }
            Kind::Bytes => {
                let held = raw(recorded).filter(|bytes| bytes.len() < LONG).unwrap_or_default();
                let Ok(held) = std::str::from_utf8(&held) else { return Vec::new() };
                placed(held, letters, rng).into_iter().map(|text| packed(text.into_bytes())).collect()
            }
            Kind::Option(inner) => inner.asked_about(recorded, letters, rng),
            _ => Vec::new(),
        }
    }
}

/// A text with one of the letters at an edge of a word, or in the place of a twin; some of all ways, where there are many.
fn placed(text: &str, letters: &Letters, rng: &mut dyn Rng) -> Vec<String> {
    let held: Vec<char> = text.chars().collect();
    let edge = |at: &usize| match held.get(at.wrapping_sub(1)..) {
        Some([one, next, ..]) => at_an_edge(one, next),
        _ => true,
    };
    let edges: Vec<usize> = (0..=held.len()).filter(edge).collect();
    let at_edges = |letters: &[char]| -> Vec<(Range<usize>, char)> {
        letters.iter().flat_map(|letter| edges.iter().map(|at| (*at..*at, *letter))).collect()
    };
    let (mut first, others) = (at_edges(&letters.first), at_edges(&letters.others));
    for (at, held) in held.iter().enumerate() {
        let asked = |twin: &char| letters.first.contains(twin) || letters.others.contains(twin);
        let twins = TWINS.iter().filter(|(one, twin)| *one == held.to_ascii_lowercase() && asked(twin));
        first.extend(twins.map(|(_, twin)| (at..at + 1, *twin)));
    }
    let mut made = Vec::new();
    for (ways, most) in [(first, FIRST), (others, OTHERS)] {
        for way in index::sample(rng, ways.len(), most.min(ways.len())) {
            let (place, letter) = &ways[way];
            made.push(held[..place.start].iter().chain([letter]).chain(&held[place.end..]).collect());
        }
    }
    made
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;
    use serde_json::json;

    use super::*;
    use crate::component::Sources;

    fn asked(seed: &str, candidate: &str, recorded: &str) -> Vec<String> {
        let dictionary = |text: &str| Dictionary::of(&Sources::default().with("src/lib.rs", text));
        let letters = Letters::of(&dictionary(candidate).beyond(&dictionary(seed)));
        let made = Kind::Text.asked_about(&json!(recorded), &letters, &mut ChaCha8Rng::seed_from_u64(1));
        made.into_iter().map(|value| value.as_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn a_question_that_is_asked_less_often_puts_its_letters_at_every_edge() {
        let made = asked("fn f(s: &str) -> &str { s.trim() }", "fn f(s: &str) -> &str { s.trim_ascii() }", "Host: x");
        for text in ["\u{a0}Host: x", "Host\u{a0}: x", "Host: \u{a0}x", "Host: x\u{a0}", "Host:\u{a0}x", "Host:\u{b}x"]
        {
            assert!(made.iter().any(|made| made == text), "{text:?}: {made:?}");
        }
        assert!(asked("fn f() { s.trim() }", "fn f() { let n = 5; s.trim() }", "Host: x").is_empty());
    }

    #[test]
    fn letters_that_a_candidate_speaks_of_come_with_their_neighbours_and_look_alikes_in_their_place() {
        let made = asked("fn f() {}", "fn f() { matches!(b, b'0'..=b'9') }", "a 1");
        assert!(["/a 1", "a :1", "a 19"].iter().all(|text| made.iter().any(|made| made == text)), "{made:?}");
        let made = asked("s.to_lowercase() == t", "s.eq_ignore_ascii_case(t)", "Key");
        assert!(made.iter().any(|made| made == "\u{212a}ey"), "{made:?}");
    }
}
