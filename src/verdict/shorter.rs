//! Calls with less in their arguments, so that one that tells something can be made short enough to read. This module
//! must not know what a call tells.

use serde_json::Value;
use syn::Type;

use super::generate::{Kind, items};
use crate::replay::harness::Harness;
use crate::trace::{Event, Recorded};

/// Most that are made of one call.
const MOST: usize = 200;

/// Copies of a call in each of which a part of a list or a text is missing, large parts first. Types are kept.
pub fn shorter(harness: &Harness, event: &Event) -> Vec<Event> {
    shortened(&harness.function(event).params, event)
}

fn shortened(params: &[String], event: &Event) -> Vec<Event> {
    let mut made: Vec<(usize, Event)> = Vec::new();
    for (position, (ty, value)) in params.iter().zip(&event.args).enumerate() {
        let kind = syn::parse_str::<Type>(ty).map_or(Kind::Other, |ty| Kind::of(&ty));
        for (missing, value) in parts(&kind, value) {
            let mut args = event.args.clone();
            args[position] = value;
            made.push((missing, Event { args, recorded: Recorded::default(), ..event.clone() }));
        }
    }
    made.sort_by_key(|(missing, _)| std::cmp::Reverse(*missing));
    made.into_iter().take(MOST).map(|(_, event)| event).collect()
}

/// The value without its halves, quarters and so on, and how much is missing.
fn parts(kind: &Kind, value: &Value) -> Vec<(usize, Value)> {
    match (kind, value) {
        (Kind::Text | Kind::Bytes, Value::String(text)) => {
            let chars: Vec<char> = text.chars().collect();
            without(&chars).map(|(missing, chars)| (missing, String::from_iter(chars).into())).collect()
        }
        (Kind::List(_) | Kind::Bytes, value) => {
            let items = items(value).unwrap_or_default();
            without(&items).map(|(missing, items)| (missing, Value::Array(items))).collect()
        }
        _ => Vec::new(),
    }
}

fn without<T: Clone>(items: &[T]) -> impl Iterator<Item = (usize, Vec<T>)> {
    let sizes = std::iter::successors(Some(items.len() / 2 + items.len() % 2), |size| (*size > 1).then_some(size / 2));
    sizes.filter(|size| *size > 0).flat_map(move |size| {
        (0..items.len()).step_by(size).map(move |from| {
            let to = (from + size).min(items.len());
            (to - from, [&items[..from], &items[to..]].concat())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn parts_of_lists_and_texts_are_left_out_and_arrays_keep_their_length() {
        let args = vec![json!([1, 2, 3]), json!("éa"), json!([7, 8]), json!(9)];
        let event = Event { call: 0, on: None, args, new: Vec::new(), recorded: Recorded::default(), line: 0 };
        let params = ["&'static [u32]", "&'static str", "[u8; 2]", "u32"].map(str::to_owned);
        let made: Vec<String> =
            shortened(&params, &event).iter().map(|e| Value::from(e.args.clone()).to_string()).collect();
        assert_eq!(made[0], r#"[[3],"éa",[7,8],9]"#);
        assert!(
            made.contains(&r#"[[1,3],"éa",[7,8],9]"#.to_owned())
                && made.contains(&r#"[[1,2,3],"a",[7,8],9]"#.to_owned())
        );
        assert!(made.iter().all(|text| text.ends_with("[7,8],9]")), "{made:?}");
    }
}
