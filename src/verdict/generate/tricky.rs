//! Values on which functions that look alike differ: a sign before a number, letters that grow when they are made small, bytes
//! that are nearly UTF-8, numbers where a digit or a byte is added, long runs of one item. Chance hardly ever comes upon them. Must not know what a right
//! answer is.

use rand::{Rng, RngExt};
use serde_json::{Value, json};

use super::pick;
use super::values::{Kind, exact, is_huge, items};
use super::{Called, Generator};
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

/// Lengths of runs: more than a byte counts, and more than is looked at together.
const RUNS: [usize; 2] = [33, 300];
/// Most different items of a recorded value of which there are runs.
const RUNNERS: usize = 48;

/// Bytes from which on a recorded value is left alone.
const LONG: usize = 4096;

/// For each argument of each function of the trace, sessions that give it such values, made from the sessions `from`.
pub fn tricky(harness: &Harness, trace: &Trace, from: &[usize], rng: &mut dyn Rng) -> Vec<Session> {
    let generator = Generator::new(&|event| harness.function(event), trace, from);
    let keys: Vec<Called> = generator.callees.keys().copied().collect();
    let mut made = Vec::new();
    for key in keys {
        made.extend(generator.ending_in(key, |recorded| {
            let kinds = &generator.callees[&key].args;
            let mut all = Vec::new();
            for (position, kind) in kinds.iter().enumerate().take(recorded.len()) {
                for value in kind.tricky(&recorded[position], rng) {
                    let mut args = recorded.to_vec();
                    args[position] = value;
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
    fn tricky(&self, recorded: &Value, rng: &mut dyn Rng) -> Vec<Value> {
        match self {
            Kind::Text => {
                let mut within = |piece: &&str| put(short(recorded).unwrap_or_default(), piece, rng);
                let alone = TEXTS.iter().map(|piece| Value::from(*piece));
                let letters: Vec<char> = short(recorded).unwrap_or_default().chars().collect();
                let runs = runs(&letters).map(|run| Value::from(run.into_iter().collect::<String>()));
                alone.chain(TEXTS.iter().map(&mut within).map(Value::from)).chain(runs).collect()
            }
            Kind::Bytes => {
                let held = items(recorded).filter(|items| items.len() < LONG).unwrap_or_default();
                let list = |piece: &[u8]| piece.iter().map(|byte| json!(byte)).collect::<Vec<_>>();
                let pieces = || BYTES.iter().copied().chain(TEXTS.iter().map(|text| text.as_bytes())).map(list);
                let mut within = |piece: Vec<Value>| inserted(held.clone(), piece, rng);
                pieces().chain(pieces().map(&mut within)).chain(runs(&held)).map(Value::Array).collect()
            }
            Kind::List(_) => {
                let held = items(recorded).filter(|items| items.len() < LONG).unwrap_or_default();
                runs(&held).map(Value::Array).collect()
            }
            Kind::Char => TEXTS.iter().flat_map(|text| text.chars()).map(|letter| letter.to_string().into()).collect(),
            Kind::Integer { min, max } => {
                let tens = (1..39).filter_map(|n| 10u128.checked_pow(n));
                let shifts = (0..128).filter(|n| n % 7 == 0 || n % 8 == 0).map(|n| 1u128 << n);
                let fits = |number: &u128| number <= max;
                let near = tens.chain(shifts).flat_map(|number| [number - 1, number]).filter(fits);
                let made = near.map(|number| exact(number.to_string()));
                let negative = (*min < 0).then(|| exact("-10".into()));
                let wide = is_huge(recorded);
                made.chain(negative).filter(|value| wide || !is_huge(value)).collect()
            }
            Kind::Option(inner) => inner.tricky(recorded, rng),
            _ => Vec::new(),
        }
    }

    /// The recorded value with such a piece in it; `None`: it has no pieces.
    pub(super) fn with_piece(&self, recorded: &Value, rng: &mut dyn Rng) -> Option<Value> {
        match self {
            Kind::Text => Some(put(short(recorded)?, pick(TEXTS, rng)?, rng).into()),
            Kind::Bytes => {
                let held = items(recorded).filter(|items| items.len() < LONG)?;
                let piece = pick(BYTES, rng)?.iter().map(|byte| json!(byte)).collect();
                Some(inserted(held, piece, rng).into())
            }
            _ => None,
        }
    }
}

/// Runs of each of the different items, as far as there are not very many.
fn runs<T: Clone + PartialEq>(items: &[T]) -> impl Iterator<Item = Vec<T>> {
    let mut different: Vec<T> = Vec::new();
    for item in items {
        if different.len() < RUNNERS && !different.contains(item) {
            different.push(item.clone());
        }
    }
    different.into_iter().flat_map(|item| RUNS.map(|length| vec![item.clone(); length]))
}

/// A text that is worth copying again and again.
fn short(value: &Value) -> Option<&str> {
    value.as_str().filter(|text| text.len() < LONG)
}

/// A text with a piece in it, most often at its beginning or end.
fn put(text: &str, piece: &str, rng: &mut dyn Rng) -> String {
    let letters = inserted(text.chars().collect(), piece.chars().collect(), rng);
    letters.into_iter().collect()
}

fn inserted<T>(mut items: Vec<T>, piece: Vec<T>, rng: &mut dyn Rng) -> Vec<T> {
    let at = match rng.random_range(0..3) {
        0 => 0,
        1 => items.len(),
        _ => rng.random_range(0..=items.len()),
    };
    items.splice(at..at, piece);
    items
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;
    use syn::parse_quote;

    use super::*;

    fn made(kind: &Kind, recorded: Value) -> Vec<Value> {
        kind.tricky(&recorded, &mut ChaCha8Rng::seed_from_u64(1))
    }

    #[test]
    fn a_number_meets_a_sign_and_bytes_are_nearly_text() {
        let texts = made(&Kind::of(&parse_quote!(&str)), json!("42"));
        assert!(
            texts.contains(&json!("+1")) && texts.iter().any(|text| ["+42", "42+"].contains(&text.as_str().unwrap()))
        );
        let bytes = made(&Kind::of(&parse_quote!(&[u8])), json!("ab"));
        assert!(bytes.contains(&json!([0xed, 0xa0, 0x80])) && bytes.len() > 2 * BYTES.len());
    }

    #[test]
    fn every_item_of_a_recorded_value_makes_a_run_longer_than_a_byte_counts() {
        assert!(made(&Kind::of(&parse_quote!(&[u8])), json!("a\n")).contains(&json!(vec![b'\n'; 300])));
        assert!(made(&Kind::of(&parse_quote!(&str)), json!("aé")).contains(&json!("é".repeat(300))));
        assert!(made(&Kind::of(&parse_quote!(Vec<u32>)), json!([1, 7])).contains(&json!(vec![7; 300])));
    }

    #[test]
    fn numbers_of_a_size_that_nobody_uses_are_left_out() {
        let size = Kind::of(&parse_quote!(usize));
        assert!(
            made(&size, json!(7)).contains(&json!(1000)) && !made(&size, json!(7)).contains(&json!(10_000_000_000u64))
        );
        assert!(made(&size, json!(99_999_999_999u64)).contains(&json!(10_000_000_000u64)));
        let byte = made(&Kind::of(&parse_quote!(u8)), json!(7));
        assert!(byte.contains(&json!(127)) && byte.iter().all(|v| v.as_u64().is_some_and(|v| v < 256)));
    }
}
