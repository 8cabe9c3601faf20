//! Values with other letters and the same shape: what was equal stays equal, what was a prefix stays one. A trace of ASCII
//! shows nothing of how code treats two letters beyond it that are not the same, one of small numbers nothing of large ones.
//! This file must not know sessions or calls.

use rand::{Rng, RngExt};
use serde_json::Value;

use super::octets::{packed, raw};
use super::values::{Kind, items};

/// Where the letters of some scripts begin: Latin with accents in one byte and in two, Greek, Cyrillic, Chinese, emoji.
const SCRIPTS: [u32; 6] = [0xC0, 0x100, 0x391, 0x430, 0x4E00, 0x1F600];
/// How many letters of a script are used: enough that different ones stay different.
const LETTERS: u32 = 64;
/// What is added to numbers in lists.
const OFFSETS: [u64; 5] = [0x80, 0x100, 0x1_0000, 1 << 32, 1 << 40];

/// One way to put other letters and numbers in the place of those that are there.
pub struct Translation {
    script: u32,
    offset: u64,
    /// Which letters stay: some, so that a text mixes both.
    stays: u32,
}

impl Translation {
    pub fn draw(rng: &mut dyn Rng) -> Translation {
        Translation {
            script: SCRIPTS[rng.random_range(0..SCRIPTS.len())],
            offset: OFFSETS[rng.random_range(0..OFFSETS.len())],
            stays: rng.random_range(0..4),
        }
    }

    fn letter(&self, letter: char) -> char {
        let code = u32::from(letter);
        if !letter.is_ascii_graphic() || (self.stays > 0 && code % 4 == self.stays) {
            return letter;
        }
        char::from_u32(self.script + code % LETTERS).unwrap_or(letter)
    }

    /// The value in other letters; `None` where it has none.
    pub fn of(&self, kind: &Kind, value: &Value) -> Option<Value> {
        match (kind, value) {
            (Kind::Text | Kind::Char, Value::String(text)) => {
                Some(text.chars().map(|letter| self.letter(letter)).collect::<String>().into())
            }
            (Kind::Bytes, value) => Some(packed(raw(value)?.into_iter().map(|byte| byte ^ 0x80).collect())),
            (Kind::List(of) | Kind::Array(of), value) => {
                let part = |item: &Value| match &**of {
                    Kind::Integer { max, .. } => self.number(item, *max),
                    of => self.of(of, item),
                };
                Some(Value::Array(items(value)?.iter().map(part).collect::<Option<_>>()?))
            }
            (Kind::Tuple(kinds), Value::Array(parts)) => {
                let part = |(kind, part): (&Kind, &Value)| self.of(kind, part).unwrap_or_else(|| part.clone());
                Some(Value::Array(kinds.iter().zip(parts).map(part).collect()))
            }
            _ => None,
        }
    }

    fn number(&self, value: &Value, max: u128) -> Option<Value> {
        added(value, self.offset, max)
    }
}

fn added(value: &Value, offset: u64, max: u128) -> Option<Value> {
    let moved = value.as_u64()?.checked_add(offset)?;
    (u128::from(moved) <= max).then(|| moved.into())
}

/// A value in which every number is larger by an offset, where its type holds that and it is no size.
pub fn moved(kind: &Kind, value: &Value, offset: u64) -> Value {
    let new = match (kind, value) {
        (Kind::Integer { max, size: false, .. }, value) => added(value, offset, *max),
        (Kind::List(of) | Kind::Array(of), value @ Value::Array(_)) => {
            items(value).map(|items| items.iter().map(|item| moved(of, item, offset)).collect())
        }
        (Kind::Tuple(kinds), Value::Array(parts)) => {
            Some(kinds.iter().zip(parts).map(|(kind, part)| moved(kind, part, offset)).collect())
        }
        (Kind::Option(inner), value) if value.get("$some").is_none() => Some(moved(inner, value, offset)),
        _ => None,
    };
    new.unwrap_or_else(|| value.clone())
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;
    use serde_json::json;
    use syn::parse_quote;

    use super::*;

    #[test]
    fn numbers_that_are_no_sizes_move_wherever_they_are() {
        let kind = Kind::of(&parse_quote!(&[(u64, Option<u8>, usize)]));
        let numbers = json!([[7, 7, 7], [9, null, 9]]);
        assert_eq!(moved(&kind, &numbers, 1 << 33), json!([[(1u64 << 33) + 7, 7, 7], [(1u64 << 33) + 9, null, 9]]));
    }

    #[test]
    fn other_letters_keep_what_is_equal_and_what_is_not() {
        let mut rng = ChaCha8Rng::seed_from_u64(5);
        let text = Kind::of(&parse_quote!(&str));
        let mut beyond = 0;
        for _ in 0..50 {
            let translation = Translation::draw(&mut rng);
            let value = translation.of(&text, &json!("abcab z")).unwrap();
            let letters: Vec<char> = value.as_str().unwrap().chars().collect();
            assert_eq!((letters[0], letters[1], letters[5]), (letters[3], letters[4], ' '));
            assert!(letters[0] != letters[1] && letters[1] != letters[2]);
            beyond += usize::from(letters.iter().filter(|letter| **letter as u32 > 255).count() > 2);
        }
        assert!(beyond > 20, "{beyond}");
    }

    #[test]
    fn numbers_in_lists_move_together() {
        let translation = Translation { script: 0x391, offset: 0x1_0000, stays: 0 };
        let of = |ty: syn::Type, value| translation.of(&Kind::of(&ty), &value);
        assert_eq!(of(parse_quote!(&[u32]), json!([1, 2, 1])), Some(json!([65537, 65538, 65537])));
        assert_eq!(of(parse_quote!(&[u16]), json!([1])), None);
        assert_eq!(of(parse_quote!(&[u8]), json!("ab")), Some(packed(vec![225, 226])));
        assert_eq!(of(parse_quote!(usize), json!(1)), None);
    }
}
