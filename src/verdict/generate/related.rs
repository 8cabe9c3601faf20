//! A value for one argument made from another of the same call: equal texts, a prefix, a byte that the text holds, an index
//! that is its length. Independent values hardly ever meet in that way, and code is full of cases for it. This file must
//! not know sessions or calls.

use rand::{Rng, RngExt};
use serde_json::Value;

use super::octets::{packed, raw};
use super::pick;
use super::values::{Kind, items};

impl Kind {
    /// A value of this kind in the place of `mine`, made from `theirs`, which is of kind `other`. `None`: the two have
    /// nothing to do with one another.
    pub fn related(&self, mine: &Value, other: &Kind, theirs: &Value, rng: &mut dyn Rng) -> Option<Value> {
        match (self, other) {
            (Kind::Other | Kind::Bool, _) | (_, Kind::Other) => None,
            (Kind::Text, Kind::Text) => {
                let (mine, theirs) = (letters(mine)?, letters(theirs)?);
                Some(Value::String(alike(mine, &theirs, rng).into_iter().collect()))
            }
            (Kind::Bytes, Kind::Bytes) => Some(packed(alike(raw(mine)?, &raw(theirs)?, rng))),
            (Kind::List(one), Kind::List(two)) if one == two => Some(alike(items(mine)?, &items(theirs)?, rng).into()),
            (one, two) if one == two => Some(theirs.clone()),
            (Kind::Integer { max, .. }, Kind::Text | Kind::Bytes | Kind::List(_) | Kind::Array(_)) => {
                let length = length(theirs)? as u128;
                let item = if rng.random_bool(0.5) { self.item_of(other, theirs, rng) } else { None };
                let near = [length, length.saturating_sub(1), length + 1][rng.random_range(0..3)];
                item.or_else(|| (near <= *max).then(|| Value::from(near as u64)))
            }
            _ => self.item_of(other, theirs, rng).or_else(|| self.with_item(mine, other, theirs, rng)),
        }
    }

    /// The beginning of one value and the end of another: new, and of the lengths, the alphabet and the prefixes of what was
    /// recorded.
    pub fn crossed(&self, one: &Value, two: &Value, rng: &mut dyn Rng) -> Option<Value> {
        match self {
            Kind::Text => Some(Value::String(cross(&letters(one)?, &letters(two)?, rng).into_iter().collect())),
            Kind::Bytes => Some(packed(cross(&raw(one)?, &raw(two)?, rng))),
            Kind::List(_) => Some(cross(&items(one)?, &items(two)?, rng).into()),
            _ => None,
        }
    }

    /// An item of `theirs`, where this kind is the item's.
    fn item_of(&self, other: &Kind, theirs: &Value, rng: &mut dyn Rng) -> Option<Value> {
        match (self, other) {
            (Kind::Char, Kind::Text) => pick(&letters(theirs)?, rng).map(|letter| letter.to_string().into()),
            (Kind::Integer { max, .. }, Kind::Text) => {
                let letter = u32::from(*pick(&letters(theirs)?, rng)?);
                (u128::from(letter) <= *max).then(|| letter.into())
            }
            (Kind::Integer { max: 255.., .. }, Kind::Bytes) => pick(&raw(theirs)?, rng).map(|byte| Value::from(*byte)),
            (item, Kind::List(of) | Kind::Array(of)) if item == &**of => pick(&items(theirs)?, rng).cloned(),
            _ => None,
        }
    }

    /// `mine` with `theirs` put into it, where that is an item of this kind.
    fn with_item(&self, mine: &Value, other: &Kind, theirs: &Value, rng: &mut dyn Rng) -> Option<Value> {
        match (self, other) {
            (Kind::Text, Kind::Char | Kind::Integer { .. }) => {
                let code = || char::from_u32(u32::try_from(theirs.as_u64()?).ok()?);
                let letter = if *other == Kind::Char { theirs.as_str()?.chars().next() } else { code() }?;
                Some(Value::String(put(letters(mine)?, letter, rng).into_iter().collect()))
            }
            (Kind::Bytes, Kind::Integer { .. }) => {
                Some(packed(put(raw(mine)?, u8::try_from(theirs.as_u64()?).ok()?, rng)))
            }
            (Kind::List(of), item) if &**of == item => Some(put(items(mine)?, theirs.clone(), rng).into()),
            _ => None,
        }
    }
}

/// Two lists that have something in common: the same, the same but for a few slips, a part of the other, or one with a part
/// of the other in it.
fn alike<T: Clone>(mut mine: Vec<T>, theirs: &[T], rng: &mut dyn Rng) -> Vec<T> {
    let cut = rng.random_range(0..=theirs.len());
    match rng.random_range(0..8) {
        0 => theirs.to_vec(),
        1 => theirs[..cut].to_vec(),
        2 => theirs[cut..].to_vec(),
        3 => [theirs, &mine].concat(),
        4..=6 => slips(theirs.to_vec(), rng),
        _ => {
            let at = rng.random_range(0..=mine.len());
            mine.splice(at..at, theirs[..cut].iter().cloned());
            mine
        }
    }
}

/// One to three items exchanged with their neighbours, left out, written twice or written for another.
fn slips<T: Clone>(mut items: Vec<T>, rng: &mut dyn Rng) -> Vec<T> {
    for _ in 0..rng.random_range(1..=3) {
        if items.is_empty() {
            break;
        }
        let (at, other) = (rng.random_range(0..items.len()), rng.random_range(0..items.len()));
        match rng.random_range(0..5) {
            0 | 1 if at > 0 => items.swap(at - 1, at),
            2 => _ = items.remove(at),
            3 => items.insert(at, items[at].clone()),
            _ => items[at] = items[other].clone(),
        }
    }
    items
}

fn cross<T: Clone>(one: &[T], two: &[T], rng: &mut dyn Rng) -> Vec<T> {
    let share = rng.random_range(0.0..=1.0);
    let cut = |items: &[T]| (items.len() as f64 * share) as usize;
    [&one[..cut(one)], &two[cut(two)..]].concat()
}

fn put<T>(mut items: Vec<T>, item: T, rng: &mut dyn Rng) -> Vec<T> {
    items.insert(rng.random_range(0..=items.len()), item);
    items
}

fn letters(value: &Value) -> Option<Vec<char>> {
    Some(value.as_str()?.chars().collect())
}

fn length(value: &Value) -> Option<usize> {
    match value {
        Value::String(text) => Some(text.len()),
        value => items(value).map(|items| items.len()),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;
    use serde_json::json;
    use syn::parse_quote;

    use super::*;

    fn all(mine: (syn::Type, Value), theirs: (syn::Type, Value)) -> HashSet<String> {
        let mut rng = ChaCha8Rng::seed_from_u64(3);
        let (kind, other) = (Kind::of(&mine.0), Kind::of(&theirs.0));
        let made = (0..300).filter_map(|_| kind.related(&mine.1, &other, &theirs.1, &mut rng));
        made.map(|value| value.to_string()).collect()
    }

    fn has(made: &HashSet<String>, wanted: &[Value]) {
        for value in wanted {
            assert!(made.contains(&value.to_string()), "{value} is not among {made:?}");
        }
    }

    #[test]
    fn texts_become_equal_or_parts_of_one_another() {
        let made = all((parse_quote!(&str), json!("x")), (parse_quote!(&str), json!("ab")));
        has(&made, &[json!("ab"), json!("a"), json!("b"), json!("abx"), json!("xab"), json!("")]);
        has(&made, &[json!("ba"), json!("aab"), json!("bb")]);
    }

    #[test]
    fn two_recorded_values_make_one_that_looks_like_them() {
        let (kind, mut rng) = (Kind::of(&parse_quote!(&str)), ChaCha8Rng::seed_from_u64(3));
        let mut made = (0..100).filter_map(|_| kind.crossed(&json!("abcd"), &json!("wxyz"), &mut rng));
        assert!(made.any(|value| value == json!("abyz")));
        assert!(made.all(|value| value.as_str().unwrap().len() == 4));
    }

    #[test]
    fn a_number_becomes_a_length_or_an_item_and_an_item_is_put_in() {
        let made = all((parse_quote!(u8), json!(7)), (parse_quote!(&str), json!("ab")));
        has(&made, &[json!(2), json!(1), json!(3), json!(97), json!(98)]);
        let made = all((parse_quote!(&str), json!("ab")), (parse_quote!(u8), json!(0)));
        has(&made, &[json!("\0ab"), json!("ab\0")]);
        let made = all((parse_quote!(&[u32]), json!([1])), (parse_quote!(u32), json!(5)));
        has(&made, &[json!([5, 1]), json!([1, 5])]);
        assert!(all((parse_quote!(bool), json!(true)), (parse_quote!(bool), json!(false))).is_empty());
    }
}
