//! Calls with less in their arguments, so that one that tells something can be made short enough to read. This module
//! must not know what a call tells.

use std::ops::Range;

use serde_json::Value;
use syn::Type;

use super::generate::{Kind, items};
use crate::replay::harness::Harness;
use crate::trace::{Event, Recorded};

/// Most that are made of one call.
const MOST: usize = 200;

/// The `rank`-th of the copies of a call in each of which a part of a list or a text is missing, large parts first. Types are kept.
/// One at a time, because a list of many thousands has as many parts.
pub fn shorter(harness: &Harness, event: &Event, rank: usize) -> Option<Event> {
    shortened(&harness.function(event).params, event, rank)
}

fn shortened(params: &[String], event: &Event, rank: usize) -> Option<Event> {
    let kinds = params.iter().map(|ty| syn::parse_str::<Type>(ty).map_or(Kind::Other, |ty| Kind::of(&ty)));
    let long: Vec<Long> = kinds.zip(&event.args).map(|(kind, value)| Long::of(&kind, value)).collect();
    let parts = |(position, long): (usize, &Long)| -> Vec<(usize, Range<usize>)> {
        parts(long.len()).take(MOST).map(|part| (position, part)).collect()
    };
    let mut all: Vec<(usize, Range<usize>)> = long.iter().enumerate().flat_map(parts).collect();
    all.sort_by_key(|(_, part)| std::cmp::Reverse(part.len()));
    let (position, part) = all.into_iter().take(MOST).nth(rank)?;
    let mut args = event.args.clone();
    args[position] = long[position].without(part).into();
    Some(Event { args, recorded: Recorded::default(), ..event.clone() })
}

/// A value that may lack a part.
enum Long {
    Text(Vec<char>),
    List(Vec<Value>),
    /// Nothing can be missing.
    Whole,
}

impl Long {
    fn of(kind: &Kind, value: &Value) -> Long {
        match (kind, value) {
            (Kind::Text | Kind::Bytes, Value::String(text)) => Long::Text(text.chars().collect()),
            (Kind::List(_) | Kind::Bytes, value) => Long::List(items(value).unwrap_or_default()),
            _ => Long::Whole,
        }
    }

    fn len(&self) -> usize {
        match self {
            Long::Text(letters) => letters.len(),
            Long::List(items) => items.len(),
            Long::Whole => 0,
        }
    }

    fn without(&self, part: Range<usize>) -> Value {
        match self {
            Long::Text(letters) => letters[..part.start].iter().chain(&letters[part.end..]).collect::<String>().into(),
            Long::List(items) => Value::Array([&items[..part.start], &items[part.end..]].concat()),
            Long::Whole => Value::Null,
        }
    }
}

/// The halves of so many items, their quarters and so on.
fn parts(items: usize) -> impl Iterator<Item = Range<usize>> {
    let sizes = std::iter::successors(Some(items.div_ceil(2)), |size| (*size > 1).then_some(size / 2));
    sizes
        .filter(|size| *size > 0)
        .flat_map(move |size| (0..items).step_by(size).map(move |from| from..(from + size).min(items)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn parts_of_lists_and_texts_are_left_out_and_arrays_keep_their_length() {
        let args = [json!([1, 2, 3]), json!("éa"), json!([7, 8]), json!(9)].map(Into::into).into();
        let event = Event { call: 0, on: None, args, new: Vec::new(), recorded: Recorded::default(), line: 0 };
        let params = ["&'static [u32]", "&'static str", "[u8; 2]", "u32"].map(str::to_owned);
        let made: Vec<String> = (0..)
            .map_while(|rank| shortened(&params, &event, rank))
            .map(|event| json!(event.args).to_string())
            .collect();
        assert_eq!(made[0], r#"[[3],"éa",[7,8],9]"#);
        assert!(
            made.contains(&r#"[[1,3],"éa",[7,8],9]"#.to_owned())
                && made.contains(&r#"[[1,2,3],"a",[7,8],9]"#.to_owned())
        );
        assert!(made.iter().all(|text| text.ends_with("[7,8],9]")), "{made:?}");
    }
}
