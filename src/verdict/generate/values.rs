//! Values that a trace need not show, by the type of the parameter: the bounds of integers, empty and long texts,
//! reversed and sorted lists. Where a type is the component's own, nothing is known and nothing is made up. This file
//! must not know sessions or calls.

use std::cmp::Ordering;

use rand::{Rng, RngExt};
use serde_json::{Number, Value, json};
use syn::{GenericArgument, PathArguments, Type};

use super::octets::{packed, raw};
use crate::replay::wire;

/// Beyond this an integer that is a size takes more memory than a test should.
const HUGE: u128 = 1 << 20;
/// Share of made-up integers that may be huge.
const HUGE_SHARE: f64 = 0.1;
/// Lengths of long texts, in characters.
const LONG: [usize; 2] = [1_000, 4_096];

/// Items or characters of a longer value that the made ones start from.
const MOST: usize = 4_096;

/// A type as far as values can be made for it.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::verdict) enum Kind {
    Integer {
        min: i128,
        max: u128,
        /// Of the width of an address: it may be how much memory is to be taken.
        size: bool,
    },
    Float,
    Bool,
    Char,
    Text,
    /// A sequence of `u8`, which a trace may write as text.
    Bytes,
    /// A sequence, a set, or a map as a list of pairs.
    List(Box<Kind>),
    /// Of a length that must be kept.
    Array(Box<Kind>),
    Tuple(Vec<Kind>),
    Option(Box<Kind>),
    Result(Box<Kind>, Box<Kind>),
    /// Values of it can be taken from the trace, never made.
    Other,
}

impl Kind {
    /// Reads a type as signatures spell it: absolute paths, primitives by their bare names.
    pub fn of(ty: &Type) -> Kind {
        match ty {
            Type::Reference(r) => Kind::of(&r.elem),
            Type::Paren(p) => Kind::of(&p.elem),
            Type::Group(g) => Kind::of(&g.elem),
            Type::Slice(s) => Kind::list(&s.elem),
            Type::Array(a) => Kind::Array(Box::new(Kind::of(&a.elem))),
            Type::Tuple(t) if !t.elems.is_empty() => Kind::Tuple(t.elems.iter().map(Kind::of).collect()),
            Type::Path(path) if path.qself.is_none() => Kind::of_path(&path.path),
            _ => Kind::Other,
        }
    }

    fn of_path(path: &syn::Path) -> Kind {
        let Some(last) = path.segments.last() else { return Kind::Other };
        let first = path.segments[0].ident.to_string();
        if path.segments.len() > 1 && !["std", "core", "alloc"].contains(&first.as_str()) {
            return Kind::Other;
        }
        let args = type_arguments(&last.arguments);
        match (last.ident.to_string().as_str(), args.as_slice()) {
            ("bool", []) => Kind::Bool,
            ("char", []) => Kind::Char,
            ("f32" | "f64", []) => Kind::Float,
            ("str" | "String" | "Path" | "PathBuf" | "OsStr", []) => Kind::Text,
            ("Box" | "Rc" | "Arc" | "Cow", [inner]) => Kind::of(inner),
            ("NonZero", [inner]) => match Kind::of(inner) {
                Kind::Integer { min, max, size } => Kind::Integer { min: min.max(1), max, size },
                _ => Kind::Other,
            },
            ("Option", [inner]) => Kind::Option(Box::new(Kind::of(inner))),
            ("Result", [ok, err]) => Kind::Result(Box::new(Kind::of(ok)), Box::new(Kind::of(err))),
            ("Vec" | "VecDeque" | "BTreeSet" | "BinaryHeap", [item]) => Kind::list(item),
            ("HashSet", [item, ..]) => Kind::list(item),
            ("HashMap" | "BTreeMap", [key, value, ..]) => {
                Kind::List(Box::new(Kind::Tuple(vec![Kind::of(key), Kind::of(value)])))
            }
            (name, []) => integer(name).unwrap_or(Kind::Other),
            _ => Kind::Other,
        }
    }

    /// Only items that are `u8` itself may be written as text: `Vec<&u8>` is read item by item.
    fn list(item: &Type) -> Kind {
        match item {
            Type::Path(path) if path.path.is_ident("u8") => Kind::Bytes,
            _ => Kind::List(Box::new(Kind::of(item))),
        }
    }

    /// Values at the edges of the type and in the neighbourhood of a recorded one, the most telling first, each once.
    pub fn boundaries(&self, value: &Value) -> Vec<Value> {
        let mut made = match self {
            Kind::Integer { min, max, .. } => integers(*min, *max, value),
            Kind::Float => floats(value),
            Kind::Bool => vec![false.into(), true.into()],
            Kind::Char => ["a", "\0", " ", "é", "\u{10FFFF}", "A", "0"].map(Value::from).to_vec(),
            Kind::Text => texts(value.as_str().unwrap_or_default()).into_iter().map(Value::String).collect(),
            Kind::Bytes => bytes(value),
            Kind::List(item) => values(item, items(value).unwrap_or_default()),
            Kind::Array(item) => arrays(item, items(value).unwrap_or_default()),
            Kind::Tuple(kinds) => tuples(kinds, items(value).unwrap_or_default()),
            Kind::Option(inner) => inner.options(value),
            Kind::Result(ok, err) => match (value.get("Ok"), value.get("Err")) {
                (Some(v), _) => ok.boundaries(v).into_iter().map(|v| json!({"Ok": v})).collect(),
                (_, Some(v)) => err.boundaries(v).into_iter().map(|v| json!({"Err": v})).collect(),
                _ => Vec::new(),
            },
            Kind::Other => Vec::new(),
        };
        let mut seen = std::collections::HashSet::from([value.to_string()]);
        made.retain(|v| seen.insert(v.to_string()));
        made
    }

    /// The value with its beginning once more at its end: longer by a quarter, because what takes quadratic time would make
    /// a trial of twice the length a long one.
    pub fn longer(&self, value: &Value) -> Option<Value> {
        match self {
            Kind::Text => {
                let letters: Vec<char> = value.as_str()?.chars().collect();
                Some(longer(&letters).into_iter().collect::<String>().into())
            }
            Kind::Bytes => Some(packed(longer(&raw(value)?))),
            Kind::List(_) => Some(Value::Array(longer(&items(value)?))),
            Kind::Option(inner) => inner.longer(value),
            _ => None,
        }
    }

    /// Another value of the type: a boundary, or the same with an item varied. `None`: nothing can be made.
    pub fn vary(&self, value: &Value, rng: &mut dyn Rng) -> Option<Value> {
        if rng.random_bool(0.5)
            && let Some(varied) = self.vary_item(value, rng)
        {
            return Some(varied);
        }
        if rng.random_bool(0.3)
            && let Some(varied) = self.with_piece(value, rng)
        {
            return Some(varied);
        }
        let mut made = self.boundaries(value);
        if !is_huge(value) && !rng.random_bool(HUGE_SHARE) {
            made.retain(|v| !is_huge(v));
        }
        (!made.is_empty()).then(|| made.swap_remove(rng.random_range(0..made.len())))
    }

    fn vary_item(&self, value: &Value, rng: &mut dyn Rng) -> Option<Value> {
        let mut items = match self {
            Kind::List(_) | Kind::Array(_) | Kind::Tuple(_) => items(value).filter(|items| !items.is_empty())?,
            _ => return None,
        };
        let at = rng.random_range(0..items.len());
        let kind = match self {
            Kind::List(item) | Kind::Array(item) => item,
            Kind::Tuple(kinds) => kinds.get(at)?,
            _ => return None,
        };
        items[at] = kind.vary(&items[at], rng)?;
        Some(Value::Array(items))
    }

    /// Some value, where the trace shows none.
    pub fn sample(&self) -> Option<Value> {
        Some(match self {
            Kind::Integer { .. } => 1.into(),
            Kind::Float => 1.5.into(),
            Kind::Bool => true.into(),
            Kind::Char | Kind::Text | Kind::Bytes => "a".into(),
            Kind::List(_) => Value::Array(Vec::new()),
            Kind::Tuple(kinds) => Value::Array(kinds.iter().map(Kind::sample).collect::<Option<_>>()?),
            Kind::Option(_) => Value::Null,
            Kind::Result(ok, err) => match ok.sample() {
                Some(v) => json!({"Ok": v}),
                None => json!({"Err": err.sample()?}),
            },
            // The length of an array is known to the compiler only.
            Kind::Array(_) | Kind::Other => return None,
        })
    }

    /// Values of `Option<Self>`.
    fn options(&self, value: &Value) -> Vec<Value> {
        let present = value.get("$some").unwrap_or(value);
        let mut made = vec![Value::Null];
        let inner = match present {
            Value::Null => self.sample().into_iter().collect(),
            present => self.boundaries(present),
        };
        let nested = matches!(self, Kind::Option(_));
        made.extend(inner.into_iter().map(|v| if nested { json!({"$some": v}) } else { v }));
        made
    }
}

fn type_arguments(arguments: &PathArguments) -> Vec<&Type> {
    let PathArguments::AngleBracketed(list) = arguments else { return Vec::new() };
    let types = list.args.iter().filter_map(|a| match a {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    });
    types.collect()
}

fn integer(name: &str) -> Option<Kind> {
    let bits = match &name[1..] {
        "8" => 8,
        "16" => 16,
        "32" => 32,
        "64" | "size" => 64,
        "128" => 128,
        _ => return None,
    };
    let size = name.ends_with("size");
    match &name[..1] {
        "u" => Some(Kind::Integer { min: 0, max: u128::MAX >> (128 - bits), size }),
        "i" => Some(Kind::Integer { min: i128::MIN >> (128 - bits), max: i128::MAX as u128 >> (128 - bits), size }),
        _ => None,
    }
}

fn integers(min: i128, max: u128, value: &Value) -> Vec<Value> {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let near = text.parse::<i128>().ok().map(|v| [v.checked_add(1), v.checked_sub(1), v.checked_mul(2), Some(v / 2)]);
    let near = near.into_iter().flatten().flatten();
    let made = [0, 1].into_iter().chain(near).chain([2, 3, 7, 8, 64, 255, 256, -1, -2, min + 1, min]);
    let fits = made.filter(|v| *v >= min && (*v < 0 || *v as u128 <= max));
    fits.map(|v| exact(v.to_string())).chain([exact((max - 1).to_string()), exact(max.to_string())]).collect()
}

/// An integer as a trace writes it: as a number where 64 bits hold it, else as text.
pub(super) fn exact(text: String) -> Value {
    let number = text.parse::<u64>().map(Value::from).or_else(|_| text.parse::<i64>().map(Value::from));
    number.unwrap_or(Value::String(text))
}

/// Whether an integer somewhere in the value would be a huge size.
pub(super) fn is_huge(value: &Value) -> bool {
    match value {
        Value::Number(n) => n.as_i64().map(|v| v.unsigned_abs()).or(n.as_u64()).is_some_and(|v| u128::from(v) > HUGE),
        Value::String(text) if text.len() < 40 => {
            text.parse::<i128>().map(i128::unsigned_abs).or_else(|_| text.parse()).is_ok_and(|v| v > HUGE)
        }
        Value::Array(items) => items.iter().any(is_huge),
        Value::Object(map) => map.values().any(is_huge),
        _ => false,
    }
}

fn floats(value: &Value) -> Vec<Value> {
    let mut made = vec![0.0, -0.0, 1.0, -1.0, 1e-40, f64::MIN_POSITIVE, f64::EPSILON, 1e30, f64::MAX];
    if let Some(v) = value.as_f64() {
        made.extend([-v, v * 2.0, v / 2.0, v + 1.0, v.next_up()]);
    }
    let numbers = made.into_iter().filter_map(Number::from_f64).map(Value::Number);
    numbers.chain(["NaN", "inf", "-inf"].map(Value::from)).collect()
}

fn texts(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().take(MOST).collect();
    let text: String = chars.iter().collect();
    let part = |range: std::ops::Range<usize>| chars[range].iter().collect::<String>();
    let (n, half) = (chars.len(), chars.len() / 2);
    let swapped = |c: &char| match c.is_uppercase() {
        true => c.to_lowercase().collect::<String>(),
        false => c.to_uppercase().collect(),
    };
    let middle = |c: &str| part(0..half) + c + &part((half + 1).min(n)..n);
    let mut made = vec![
        String::new(),
        part(0..n.min(1)),
        text.repeat(2),
        part(0..half),
        part(half..n),
        part(0..n.saturating_sub(1)),
        part(n.min(1)..n),
        chars.iter().rev().collect(),
        chars.iter().map(swapped).collect(),
        middle("é"),
        middle("x"),
        format!("{text}\u{10FFFF}"),
        format!("{text}\0"),
        format!(" {text} "),
        part(0..n.min(1)).repeat(n),
        "a".into(),
        "\0".into(),
        " ".into(),
        "é".into(),
        "\u{10FFFF}".into(),
    ];
    let pattern = if n == 0 { vec!['a'] } else { chars };
    made.extend(LONG.map(|length| pattern.iter().cycle().take(length).collect::<String>()));
    made
}

fn bytes(value: &Value) -> Vec<Value> {
    let mut recorded = raw(value).unwrap_or_default();
    recorded.truncate(MOST);
    let mut made: Vec<Value> = match std::str::from_utf8(&recorded) {
        Ok(text) => texts(text).into_iter().map(Value::String).collect(),
        Err(_) => Vec::new(),
    };
    let more = [&recorded[..], &[255, 128]].concat();
    made.extend([vec![0], vec![255], more].map(packed));
    let first = recorded.first().copied().unwrap_or(1);
    let near = |byte: &u8| [0, 1, byte.wrapping_add(1), byte.wrapping_sub(1), 2, 7, 64, 254, 255].to_vec();
    made.extend(lists(first, &recorded, u8::cmp, near).into_iter().map(packed));
    made
}

/// The items of a value; bytes may be written as text.
pub(in crate::verdict) fn items(value: &Value) -> Option<Vec<Value>> {
    let numbers = |bytes: &[u8]| bytes.iter().map(|b| Value::from(*b)).collect();
    match value {
        Value::Array(items) => Some(items.clone()),
        Value::String(text) => Some(numbers(text.as_bytes())),
        Value::Object(map) => Some(numbers(&wire::from_base64(map.get("$base64")?.as_str()?)?)),
        _ => None,
    }
}

fn values(item: &Kind, mut items: Vec<Value>) -> Vec<Value> {
    items.truncate(MOST);
    let Some(first) = items.first().cloned().or_else(|| item.sample()) else { return Vec::new() };
    lists(first, &items, order, |value| item.boundaries(value)).into_iter().map(Value::Array).collect()
}

fn longer<T: Clone>(items: &[T]) -> Vec<T> {
    items.iter().cycle().take(items.len() + items.len() / 4 + 1).cloned().collect()
}

/// Lists of other lengths and orders. `first`: an item, where there is none; `near`: others like one.
fn lists<T: Clone>(
    first: T,
    items: &[T],
    order: impl FnMut(&T, &T) -> Ordering,
    near: impl Fn(&T) -> Vec<T>,
) -> Vec<Vec<T>> {
    let mut made = vec![Vec::new(), vec![first.clone()], vec![first; 2]];
    made.extend(permuted(items, order));
    made.push(items.iter().flat_map(|v| [v.clone(), v.clone()]).collect());
    made.push(items.iter().chain(items).cloned().collect());
    made.extend(items.split_last().map(|(_, rest)| rest.to_vec()));
    made.extend(items.split_first().map(|(_, rest)| rest.to_vec()));
    made.extend(with_first(items, near));
    made
}

fn arrays(item: &Kind, items: Vec<Value>) -> Vec<Value> {
    let first = with_first(&items, |value| item.boundaries(value));
    permuted(&items, order).into_iter().chain(first).map(Value::Array).collect()
}

fn order(a: &Value, b: &Value) -> Ordering {
    match (a.as_f64(), b.as_f64()) {
        (Some(x), Some(y)) => x.total_cmp(&y),
        _ => a.to_string().cmp(&b.to_string()),
    }
}

/// The same number of items: in other orders, all equal, one of them twice.
fn permuted<T: Clone>(items: &[T], order: impl FnMut(&T, &T) -> Ordering) -> Vec<Vec<T>> {
    let Some(first) = items.first() else { return Vec::new() };
    let mut sorted = items.to_vec();
    sorted.sort_by(order);
    let mut twice = items.to_vec();
    twice[items.len() - 1] = first.clone();
    let reversed = |items: &[T]| items.iter().rev().cloned().collect::<Vec<_>>();
    vec![reversed(items), sorted.clone(), reversed(&sorted), vec![first.clone(); items.len()], twice]
}

/// The list with its first item at each of its boundaries.
fn with_first<T: Clone>(items: &[T], near: impl Fn(&T) -> Vec<T>) -> Vec<Vec<T>> {
    let Some(first) = items.first() else { return Vec::new() };
    let replaced = near(first).into_iter().map(|v| {
        let mut items = items.to_vec();
        items[0] = v;
        items
    });
    replaced.collect()
}

fn tuples(kinds: &[Kind], items: Vec<Value>) -> Vec<Value> {
    let mut made = Vec::new();
    if items.len() == kinds.len() {
        for (at, kind) in kinds.iter().enumerate() {
            for value in kind.boundaries(&items[at]) {
                let mut items = items.clone();
                items[at] = value;
                made.push(Value::Array(items));
            }
        }
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;

    fn boundaries(ty: &str, value: Value) -> Vec<Value> {
        Kind::of(&syn::parse_str(ty).unwrap()).boundaries(&value)
    }

    #[test]
    fn integers_stay_within_their_type_and_reach_its_ends() {
        let made = boundaries("i8", json!(100));
        assert!(made.iter().all(|v| v.as_i64().is_some_and(|v| (-128..=127).contains(&v))), "{made:?}");
        assert!(made.contains(&json!(-128)) && made.contains(&json!(127)) && made.contains(&json!(101)));
        assert!(boundaries("usize", json!(3)).contains(&json!(u64::MAX)));
        assert!(boundaries("u128", json!(3)).contains(&json!(u128::MAX.to_string())));
        assert!(boundaries("i128", json!("-5")).contains(&json!(i128::MIN.to_string())));
    }

    #[test]
    fn arrays_keep_their_length_and_lists_need_not() {
        let value = json!([3, 1, 2]);
        let lengths =
            |ty| boundaries(ty, value.clone()).iter().map(|v| v.as_array().unwrap().len()).collect::<Vec<_>>();
        assert!(lengths("[u32; 3]").iter().all(|n| *n == 3));
        assert!(lengths("&'static mut [u32]").contains(&0) && lengths("::std::vec::Vec<u32>").contains(&6));
        assert!(boundaries("[u8; 2]", json!("ab")).contains(&json!([98, 97])));
    }

    #[test]
    fn bytes_are_read_in_every_spelling() {
        for value in [json!("ab"), json!([97, 98]), json!({"$base64": "YWI="})] {
            assert!(boundaries("&'static [u8]", value).contains(&json!("ba")));
        }
    }

    #[test]
    fn a_type_of_the_component_is_never_made_up_whatever_its_name() {
        assert_eq!(boundaries("::own::Vec<u8>", json!([1, 2])), [] as [Value; 0]);
        assert_eq!(boundaries("&'static ::own::AsciiSet", json!({"$path": "ALL"})), [] as [Value; 0]);
        assert!(!boundaries("::std::option::Option<::own::T>", json!({"a": 1})).iter().any(|v| !v.is_null()));
    }

    #[test]
    fn options_are_emptied_and_filled_and_keep_their_depth() {
        let option = "::std::option::Option<u8>";
        assert_eq!(boundaries(option, json!(null)), [json!(1)]);
        assert_eq!(boundaries(option, json!(9))[0], json!(null));
        let nested = boundaries(&format!("::std::option::Option<{option}>"), json!({"$some": 9}));
        assert!(nested.contains(&json!({"$some": null})));
    }

    #[test]
    fn texts_are_cut_between_characters() {
        let made = boundaries("&'static str", json!("éa"));
        assert!(made.contains(&json!("é")) && made.contains(&json!("aé")) && made.contains(&json!("ÉA")));
        assert!(made.iter().any(|v| v.as_str().unwrap().chars().count() == 1_000));
    }

    #[test]
    fn however_long_a_recorded_value_is_a_longer_one_is_made() {
        let longer = |ty: &str, value: Value| Kind::of(&syn::parse_str(ty).unwrap()).longer(&value);
        assert_eq!(longer("&'static str", json!("éa")), Some(json!("éaé")));
        assert_eq!(longer("&'static [u8]", json!("x".repeat(8_000))), Some(json!("x".repeat(10_001))));
        let list = longer("&'static mut [u32]", json!(vec![7; 10_000])).unwrap();
        assert_eq!(list.as_array().unwrap().len(), 12_501);
        assert_eq!(longer("[u32; 2]", json!([1, 2])), None);
    }

    #[test]
    fn huge_integers_are_rare_unless_the_trace_has_them() {
        let kind = Kind::of(&syn::parse_quote!(usize));
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let mut huge =
            |value: Value| (0..1000).filter(|_| kind.vary(&value, &mut rng).is_some_and(|v| is_huge(&v))).count();
        let (rare, common) = (huge(json!(64)), huge(json!(u64::MAX / 3)));
        assert!((1..100).contains(&rare), "{rare}");
        assert!(common > 200, "{common}");
    }

    #[test]
    fn items_inside_containers_vary_too() {
        let kind = Kind::of(&syn::parse_quote!(::std::vec::Vec<(::std::string::String, u8)>));
        let value = json!([["a", 1], ["b", 2]]);
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let mut seconds = (0..500).filter_map(|_| kind.vary(&value, &mut rng)).map(|v| v[1][1].clone());
        assert!(seconds.any(|v| v == json!(255)));
    }
}
