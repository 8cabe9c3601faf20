//! Values on which functions that look alike differ: a sign before a number, letters that grow when they are made small, bytes
//! that are nearly UTF-8, numbers where a digit or a byte is added, what the program itself speaks of, and so many equal items that a
//! byte cannot count them. Chance hardly ever comes upon them. Must not know what a right answer is.

use std::sync::Arc;

use rand::{Rng, RngExt};
use serde_json::Value;

use super::octets::{packed, raw};
use super::values::{Kind, exact, is_huge, items};
use super::{Base, Dictionary, Generator, pick, slips, translate, weight};
use crate::replay::harness::Harness;
use crate::trace::{Session, Trace};

/// What `parse`, `trim`, `lines`, `split` and the tests of characters each see differently.
const TEXTS: &[&str] = &[
    "+", "-", "+1", "-1", "-0", "00", "1.", ".5", "1e3", "0x1F", "1_000", "NaN", "inf", "٣", "½", "Ⅷ", "\t", "\n",
    "\r\n", "\r", "\u{b}", "\u{85}", "\u{a0}", "\u{2028}", "\u{200b}", "\u{feff}", "İ", "ß", "ﬁ", "Σ", "ǆ", "K",
    "e\u{301}", "\u{7f}", "_", ",", "\"", "\\", "/", ":", "=", "%", "#", "&",
];

/// Where UTF-8 begins and ends: cut off, longer than needed, halves of UTF-16 pairs, beyond the last character.
const BYTES: &[&[u8]] = &[
    &[0x80],
    &[0xbf],
    &[0xc0, 0x80],
    &[0xc1, 0xbf],
    &[0xc2],
    &[0xc2, 0x80],
    &[0xdf, 0xbf],
    &[0xc2, 0x41],
    &[0xe0, 0x80, 0x80],
    &[0xe0, 0x9f, 0xbf],
    &[0xe0, 0xa0, 0x80],
    &[0xe2, 0x82],
    &[0xed, 0x9f, 0xbf],
    &[0xed, 0xa0, 0x80],
    &[0xed, 0xbf, 0xbf],
    &[0xee, 0x80, 0x80],
    &[0xef, 0xbf, 0xbf],
    &[0xf0, 0x80, 0x80, 0x80],
    &[0xf0, 0x8f, 0xbf, 0xbf],
    &[0xf0, 0x90, 0x80, 0x80],
    &[0xf0, 0x9f, 0x98],
    &[0xf4, 0x8f, 0xbf, 0xbf],
    &[0xf4, 0x90, 0x80, 0x80],
    &[0xf5, 0x80, 0x80, 0x80],
    &[0xfe],
    &[0xff],
    &[0x7f],
    &[0xff; 10],
    // Numbers of seven bits a byte: longer than needed, the largest of 32 and 64 bits, and those that are too large by one bit.
    &[0x80, 0x00],
    &[0xff, 0xff, 0xff, 0xff, 0x0f],
    &[0xff, 0xff, 0xff, 0xff, 0x10],
    &[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
    &[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02],
];

/// Share of pieces that are a slip in a word.
const SLIPS: f64 = 0.5;

/// Bytes from which on a recorded value is left alone.
pub(super) const LONG: usize = 4096;

/// More than a byte can count, and more than two.
const MANY: usize = 300;
const VERY_MANY: usize = 65_537;
/// What such a list may weigh at most, in argument bytes: a list of long lists would take gigabytes.
const BULKY: usize = 1 << 22;
/// How many recorded sessions come with larger numbers, and by how much larger.
const MOVED: usize = 8;
const BY: [u64; 3] = [1 << 33, 1 << 45, 1 << 62];
/// The powers of two that lengths are.
const ROUND: std::ops::RangeInclusive<u32> = 8..=16;
/// Most different letters or items of a recorded value that are repeated so often.
const LETTERS: usize = 12;

/// For each argument of each function of the trace, sessions that give it such values, made from the sessions `from` and
/// from what a program speaks of.
pub fn tricky(
    harness: &Harness,
    trace: &Trace,
    from: &[usize],
    dictionary: &Dictionary,
    rng: &mut dyn Rng,
) -> Vec<Session> {
    let generator = Generator::new(&|event| harness.function(event), trace, from);
    each(&generator, rng, &mut |kind, recorded, rng| kind.tricky(recorded, dictionary, rng))
}

/// The same of numbers that are larger than any size and that are no sizes; a seed may count up to them.
pub fn huge(
    harness: &Harness,
    trace: &Trace,
    from: &[usize],
    dictionary: &Dictionary,
    rng: &mut dyn Rng,
) -> Vec<Session> {
    let generator = Generator::new(&|event| harness.function(event), trace, from);
    let mut made = each(&generator, rng, &mut |kind, _, _| kind.huge(dictionary));
    made.extend(moved(&generator));
    made
}

/// Recorded sessions in which all numbers that are no sizes are larger by the same: times and names keep their order, and what is
/// equal stays so.
fn moved(generator: &Generator) -> Vec<Session> {
    let step = generator.bases.len().div_ceil(MOVED).max(1);
    let bases = generator.bases.iter().step_by(step);
    let session = |(base, offset): (&Base, u64)| {
        let mut entries = base.copy(&base.excerpt(0));
        let changed = generator.exchange(&mut entries, &mut |kind, value| {
            Some(translate::moved(kind, value, offset)).filter(|new| new != value)
        });
        changed.then(|| Session { file: base.session.file, entries: generator.mend(entries) })
    };
    bases.flat_map(|base| BY.map(|offset| (base, offset))).filter_map(session).collect()
}

/// For each function of the trace, calls in which all its texts, bytes and lists are equally long, as long as a power of two: what is
/// reckoned with lengths may go wrong at such a one alone, and where two must be as long, one by itself is refused.
pub fn round(harness: &Harness, trace: &Trace, from: &[usize], rng: &mut dyn Rng) -> Vec<Session> {
    let generator = Generator::new(&|event| harness.function(event), trace, from);
    let mut made = Vec::new();
    for (key, callee) in &generator.callees {
        made.extend(generator.around(*key, rng.random_range(0..1 << 16), |recorded| {
            let lengthened = |length: usize| {
                let of = |(kind, value): (&Kind, &Arc<Value>)| kind.of_length(value, length);
                let new: Vec<Option<Value>> = callee.args.iter().zip(recorded).map(of).collect();
                let args = new.iter().zip(recorded).map(|(new, old)| new.clone().map_or(old.clone(), Arc::new));
                new.iter().any(Option::is_some).then(|| args.collect())
            };
            ROUND.filter_map(|bits| lengthened(1 << bits)).collect()
        }));
    }
    made
}

/// Values of a kind that are made from a recorded one.
type Made<'a> = &'a mut dyn FnMut(&Kind, &Value, &mut dyn Rng) -> Vec<Value>;

fn each(generator: &Generator, rng: &mut dyn Rng, values: Made) -> Vec<Session> {
    let mut made = Vec::new();
    for (key, callee) in &generator.callees {
        made.extend(generator.around(*key, rng.random_range(0..1 << 16), |recorded| {
            let mut all = Vec::new();
            for (position, kind) in callee.args.iter().enumerate().take(recorded.len()) {
                for value in values(kind, &recorded[position], rng) {
                    let mut args = recorded.to_vec();
                    args[position] = value.into();
                    all.push(args);
                }
            }
            all
        }));
    }
    made
}

impl Kind {
    /// Such values of the kind: by themselves, and within the recorded one.
    fn tricky(&self, recorded: &Value, dictionary: &Dictionary, rng: &mut dyn Rng) -> Vec<Value> {
        let texts = || TEXTS.iter().copied().chain(dictionary.texts.iter().map(|text| &**text));
        match self {
            Kind::Text => {
                let held: Vec<char> = short(recorded).unwrap_or_default().chars().collect();
                let pieces: Vec<Vec<char>> = texts().map(|text| text.chars().collect()).collect();
                let text = |letters: Vec<char>| letters.into_iter().collect::<String>().into();
                let slips = slips::every(&held, slips::LETTERS);
                strings(&held, pieces, VERY_MANY, dictionary, rng).into_iter().chain(slips).map(text).collect()
            }
            Kind::Bytes => {
                let held = raw(recorded).filter(|bytes| bytes.len() < LONG).unwrap_or_default();
                let own = dictionary.bytes.iter().map(|bytes| &**bytes);
                let known = BYTES.iter().copied().chain(TEXTS.iter().map(|text| text.as_bytes()));
                let pieces = known.chain(own).map(<[u8]>::to_vec).collect();
                let bytes = |letters: Vec<char>| letters.into_iter().collect::<String>().into_bytes();
                let letters: Vec<char> = std::str::from_utf8(&held).unwrap_or_default().chars().collect();
                let as_text = slips::every(&letters, slips::LETTERS).into_iter().map(bytes);
                let slips = as_text.chain(slips::every(&held, slips::BYTES));
                strings(&held, pieces, VERY_MANY, dictionary, rng).into_iter().chain(slips).map(packed).collect()
            }
            Kind::List(_) => {
                let held = items(recorded).filter(|items| items.len() < LONG).unwrap_or_default();
                let heaviest = held.iter().map(weight).max().unwrap_or(1);
                strings(&held, Vec::new(), BULKY / heaviest, dictionary, rng).into_iter().map(Value::Array).collect()
            }
            Kind::Char => texts().flat_map(str::chars).map(|letter| letter.to_string().into()).collect(),
            Kind::Integer { min, max, .. } => {
                let negative = (*min < 0).then(|| exact("-10".into()));
                let wide = is_huge(recorded);
                let made = numbers(*max, dictionary).into_iter().chain(negative);
                made.filter(|value| wide || !is_huge(value)).collect()
            }
            Kind::Option(inner) => inner.tricky(recorded, dictionary, rng),
            _ => Vec::new(),
        }
    }

    /// The recorded value as often as it takes to be so long; `None`: it has no length, is empty, or would take too much memory.
    fn of_length(&self, recorded: &Value, length: usize) -> Option<Value> {
        fn cycled<T: Clone>(held: &[T], length: usize) -> Option<Vec<T>> {
            (!held.is_empty()).then(|| held.iter().cycle().take(length).cloned().collect())
        }
        match self {
            Kind::Text => {
                let held: Vec<char> = recorded.as_str()?.chars().filter(char::is_ascii).collect();
                Some(cycled(&held, length)?.into_iter().collect::<String>().into())
            }
            Kind::Bytes => Some(packed(cycled(&raw(recorded)?, length)?)),
            Kind::List(_) => {
                let held = items(recorded)?;
                let heaviest = held.iter().map(weight).max()?;
                cycled(&held, length).filter(|_| heaviest * length <= BULKY).map(Value::Array)
            }
            _ => None,
        }
    }

    /// Numbers of the kind that are no sizes and larger than any.
    fn huge(&self, dictionary: &Dictionary) -> Vec<Value> {
        match self {
            Kind::Integer { max, size: false, .. } => {
                numbers(*max, dictionary).into_iter().chain([exact(max.to_string())]).filter(is_huge).collect()
            }
            Kind::Option(inner) => inner.huge(dictionary),
            _ => Vec::new(),
        }
    }

    /// The recorded value with such a piece in it; `None`: it has no pieces.
    pub(super) fn with_piece(&self, recorded: &Value, rng: &mut dyn Rng) -> Option<Value> {
        match self {
            Kind::Text => {
                let held = short(recorded)?;
                let letters: Vec<char> = held.chars().collect();
                let slip = rng.random_bool(SLIPS).then(|| slips::any(&letters, slips::LETTERS, rng)).flatten();
                Some(match slip {
                    Some(slip) => slip.into_iter().collect::<String>().into(),
                    None => put(held, pick(TEXTS, rng)?, rng).into(),
                })
            }
            Kind::Bytes => {
                let held = raw(recorded).filter(|bytes| bytes.len() < LONG)?;
                let slip = rng.random_bool(SLIPS).then(|| slips::any(&held, slips::BYTES, rng)).flatten();
                let piece = if rng.random() { pick(TEXTS, rng)?.as_bytes() } else { pick(BYTES, rng)? };
                Some(packed(match slip {
                    Some(slip) => slip,
                    None => inserted(held, piece.to_vec(), slips::at_an_edge, rng),
                }))
            }
            _ => None,
        }
    }
}

/// Numbers up to a largest one at which a digit, seven bits or a byte are added, and those near what a program speaks of.
fn numbers(max: u128, dictionary: &Dictionary) -> Vec<Value> {
    let tens = (1..39).filter_map(|n| 10u128.checked_pow(n));
    let shifts = (0..128).filter(|n| n % 7 == 0 || n % 8 == 0).map(|n| 1u128 << n);
    // What is shifted by a number shows in what has so many bits.
    let shifted = dictionary.numbers.iter().filter_map(|by| 1u128.checked_shl(u32::try_from(*by).ok()?));
    let own = shifted.chain(dictionary.numbers.iter().copied()).map(|number| number.saturating_add(1));
    let own = own.filter(|number| *number > 1).flat_map(|number| [number - 2, number - 1, number]);
    let near = tens.chain(shifts).flat_map(|number| [number - 1, number]).chain(own);
    near.filter(|number| *number <= max).map(|number| exact(number.to_string())).collect()
}

/// Pieces by themselves and within what was recorded; many of each item; and what was recorded, at lengths that matter.
fn strings<T: Clone + PartialEq>(
    held: &[T],
    pieces: Vec<Vec<T>>,
    most: usize,
    dictionary: &Dictionary,
    rng: &mut dyn Rng,
) -> Vec<Vec<T>> {
    let mut letters: Vec<T> = Vec::new();
    let single = pieces.iter().filter(|piece| piece.len() == 1).map(|piece| &piece[0]);
    for letter in single.chain(held.iter().take(LONG)) {
        if letters.len() < pieces.len() + LETTERS && !letters.contains(letter) {
            letters.push(letter.clone());
        }
    }
    let mut made: Vec<Vec<T>> = letters.iter().map(|letter| vec![letter.clone(); MANY.min(most)]).collect();
    made.extend(letters.first().map(|letter| vec![letter.clone(); VERY_MANY.min(most)]));
    made.push(held.iter().cycle().take(VERY_MANY.min(most)).cloned().collect());
    for length in dictionary.lengths().map(|length| length.min(most)) {
        made.push(held.iter().cycle().take(length).cloned().collect());
        made.extend(pick(&letters, rng).map(|letter| vec![letter.clone(); length]));
    }
    for piece in pieces {
        made.push(inserted(held.to_vec(), piece.clone(), |_, _| false, rng));
        made.push(piece);
    }
    made
}

/// A text that is worth copying again and again.
pub(super) fn short(value: &Value) -> Option<&str> {
    value.as_str().filter(|text| text.len() < LONG)
}

/// A text with a piece in it, most often at its beginning or end, or at those of a word.
fn put(text: &str, piece: &str, rng: &mut dyn Rng) -> String {
    let letters = inserted(text.chars().collect(), piece.chars().collect(), slips::at_an_edge, rng);
    letters.into_iter().collect()
}

/// A piece put at one of the ends, anywhere, or between two neighbours that are an `edge`, as at the end of a word.
fn inserted<T>(mut items: Vec<T>, piece: Vec<T>, edge: impl Fn(&T, &T) -> bool, rng: &mut dyn Rng) -> Vec<T> {
    let edges: Vec<usize> = (1..items.len()).filter(|at| edge(&items[at - 1], &items[*at])).collect();
    let at = match rng.random_range(0..6) {
        0 => 0,
        1 => items.len(),
        2 | 3 => rng.random_range(0..=items.len()),
        _ => pick(&edges, rng).copied().unwrap_or(0),
    };
    items.splice(at..at, piece);
    items
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;
    use serde_json::json;
    use syn::parse_quote;

    use super::*;
    use crate::component::Sources;

    fn made(kind: &Kind, recorded: Value) -> Vec<Value> {
        let source = Sources::default().with("src/lib.rs", "fn f() { [b'\\n', 77] }");
        kind.tricky(&recorded, &Dictionary::of(&source), &mut ChaCha8Rng::seed_from_u64(1))
    }

    #[test]
    fn a_number_meets_a_sign_and_bytes_are_nearly_text() {
        let texts = made(&Kind::of(&parse_quote!(&str)), json!("42"));
        assert!(
            texts.contains(&json!("+1")) && texts.iter().any(|text| ["+42", "42+"].contains(&text.as_str().unwrap()))
        );
        let bytes = made(&Kind::of(&parse_quote!(&[u8])), json!("ab"));
        assert!(bytes.contains(&packed(vec![0xed, 0xa0, 0x80])) && bytes.len() > 2 * BYTES.len());
    }

    #[test]
    fn what_a_program_speaks_of_comes_so_often_that_a_byte_cannot_count_it() {
        let bytes = made(&Kind::of(&parse_quote!(&[u8])), json!("ab"));
        assert!(bytes.contains(&json!("\n".repeat(MANY))) && bytes.contains(&json!("a".repeat(MANY))));
        assert!(bytes.iter().any(|value| raw(value).unwrap().len() == 78));
        let lists = made(&Kind::of(&parse_quote!(&[u32])), json!([7, 9]));
        assert!(lists.contains(&json!(vec![9; MANY])));
        assert!(made(&Kind::of(&parse_quote!(u32)), json!(7)).contains(&json!(78)));
    }

    #[test]
    fn a_list_of_long_lists_does_not_take_all_memory() {
        let kind = Kind::of(&parse_quote!(&[Vec<u32>]));
        let heaviest = |items: usize| {
            let lists = made(&kind, json!([vec![7; items], [9]]));
            lists.iter().map(weight).max().expect("there are some")
        };
        let weighs = (heaviest(2000), heaviest(1));
        assert!(weighs.0 <= BULKY + 8 && weighs.1 > VERY_MANY * 8, "{weighs:?}");
    }

    #[test]
    fn numbers_of_a_size_that_nobody_uses_are_left_out() {
        let size = Kind::of(&parse_quote!(usize));
        assert!(
            made(&size, json!(7)).contains(&json!(1000)) && !made(&size, json!(7)).contains(&json!(10_000_000_000u64))
        );
        assert!(made(&size, json!(99_999_999_999u64)).contains(&json!(10_000_000_000u64)));
        let speaks = Dictionary::of(&Sources::default().with("src/lib.rs", "fn f(x: u64) -> u64 { x >> 27 }"));
        let huge = Kind::of(&parse_quote!(u64)).huge(&speaks);
        assert!([1 << 27, u64::MAX].iter().all(|number| huge.contains(&json!(number))), "{huge:?}");
        assert!(size.huge(&speaks).is_empty());
        let byte = made(&Kind::of(&parse_quote!(u8)), json!(7));
        assert!(byte.contains(&json!(127)) && byte.iter().all(|v| v.as_u64().is_some_and(|v| v < 256)));
    }
}
