//! Likely preconditions: what holds for the arguments of every recorded call of a function, out of a fixed list. Each reads
//! as a line of `requires`, and tells of a call whether it breaks it. This module must not know any candidate.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde_json::Value;
use syn::{GenericArgument, PathArguments, Type};

use super::generate::{Kind, items};
use crate::component::Requirement;
use crate::replay::harness::Harness;
use crate::trace::{Entry, Event, Trace};

/// What may be said of arguments `{a}` and `{b}`, the simplest first.
const FORMS: &[Form] = &[
    Form { text: "!{a}.is_empty()", fits: has_length, says: Says::One(|a| Some(a.len()? > 0)) },
    Form { text: "{a} != 0", fits: is_integer, says: Says::One(|a| Some(a.number()? != 0)) },
    Form { text: "{a}.is_ascii()", fits: may_be_ascii, says: Says::One(Item::ascii) },
    Form { text: "{a}.is_sorted()", fits: has_ordered_items, says: Says::One(Item::sorted) },
    Form { text: "{a}.len() == {b}.len()", fits: has_length, says: Says::Two(|a, b| Some(a.len()? == b.len()?)) },
    Form { text: "{a} <= {b}", fits: is_integer, says: Says::Two(|a, b| Some(a.number()? <= b.number()?)) },
    Form { text: UNIQUE, fits: has_hashed_items, says: Says::One(Item::unique) },
    Form { text: "{a} <= {n}", fits: is_integer, says: Says::AtMost(Item::number) },
    Form { text: "{a} >= {n}", fits: is_integer, says: Says::AtLeast(Item::number) },
    Form { text: "{a}.len() <= {n}", fits: has_length, says: Says::AtMost(Item::len) },
    Form { text: "{a}.len() >= {n}", fits: has_length, says: Says::AtLeast(Item::len) },
];
const UNIQUE: &str = "{a}.iter().collect::<std::collections::HashSet<_>>().len() == {a}.len()";

/// One thing that may be said.
struct Form {
    /// As Rust.
    text: &'static str,
    /// Whether it can be said of an argument of a type.
    fits: fn(&Type) -> bool,
    says: Says,
}

/// What is said; `None` where a value has nothing to do with it, as a list of one item with order.
enum Says {
    One(fn(&Item) -> Option<bool>),
    Two(fn(&Item, &Item) -> Option<bool>),
    /// Some figure is at most the largest one that was recorded.
    AtMost(fn(&Item) -> Option<i128>),
    /// The same for the smallest.
    AtLeast(fn(&Item) -> Option<i128>),
}

/// What holds for every recorded call of a function.
pub struct Precondition {
    /// The line of `requires`.
    pub line: String,
    call: usize,
    on: bool,
    claim: Claim,
}

impl Precondition {
    /// Whether a call is of its function.
    pub fn is_about(&self, event: &Event) -> bool {
        event.call == self.call && event.on.is_some() == self.on
    }

    /// Whether a call breaks it.
    pub fn broken_by(&self, event: &Event) -> bool {
        self.is_about(event) && self.claim.of(event) == Some(false)
    }

    /// Whether it holds a number that happens to be the largest or smallest one of the trace.
    pub fn is_bound(&self) -> bool {
        self.claim.bound.is_some()
    }
}

/// A form about certain arguments of one function.
struct Claim {
    form: &'static Form,
    /// Positions and kinds; the second is that of the first where the form is about one.
    a: (usize, Kind),
    b: (usize, Kind),
    bound: Option<i128>,
    /// Some recorded call has to do with it.
    told: bool,
}

impl Claim {
    fn items(&self, event: &Event) -> Option<[Item; 2]> {
        let item = |(position, kind): &(usize, Kind)| Some(Item::of(kind, event.args.get(*position)?));
        Some([item(&self.a)?, item(&self.b)?])
    }

    /// Whether it holds for a call.
    fn of(&self, event: &Event) -> Option<bool> {
        let [a, b] = self.items(event)?;
        match self.form.says {
            Says::One(says) => says(&a),
            Says::Two(says) => says(&a, &b),
            Says::AtMost(figure) => Some(figure(&a)? <= self.bound?),
            Says::AtLeast(figure) => Some(figure(&a)? >= self.bound?),
        }
    }

    /// Learns from a recorded call; whether the claim is still tenable.
    fn learn(&mut self, event: &Event) -> bool {
        let figure = |figure: fn(&Item) -> Option<i128>| self.items(event).and_then(|[a, _]| figure(&a));
        match self.form.says {
            Says::AtMost(of) => self.bound = self.bound.max(figure(of)),
            Says::AtLeast(of) => self.bound = self.bound.into_iter().chain(figure(of)).min(),
            Says::One(_) | Says::Two(_) => match self.of(event) {
                Some(holds) => {
                    self.told = true;
                    return holds;
                }
                None => return true,
            },
        }
        self.told |= self.bound.is_some();
        true
    }

    /// Whether it says more than the type of the argument does.
    fn says_something(&self) -> bool {
        let length = self.form.text.contains("len()");
        match (&self.form.says, self.bound, &self.a.1) {
            (Says::AtLeast(_), Some(n), _) if length => n > 1,
            (Says::AtLeast(_), Some(n), Kind::Integer { min, .. }) => n > *min,
            (Says::AtMost(_), Some(n), Kind::Integer { max, .. }) if !length => (n as u128) < *max || n < 0,
            _ => self.told,
        }
    }

    fn line(&self, names: &[String]) -> String {
        let text = self.form.text.replace("{a}", &names[self.a.0]).replace("{b}", &names[self.b.0]);
        self.bound.map_or(text.clone(), |n| text.replace("{n}", &n.to_string()))
    }
}

/// What holds for every call in `sessions` of the trace, function by function, in the order of the list.
pub fn likely(harness: &Harness, trace: &Trace, sessions: impl Iterator<Item = usize>) -> Vec<Precondition> {
    let mut claims: BTreeMap<(usize, bool), Vec<Claim>> = BTreeMap::new();
    for entry in sessions.flat_map(|session| &trace.sessions[session].entries) {
        let Entry::Call(event) = entry else { continue };
        let of = claims.entry((event.call, event.on.is_some())).or_insert_with(|| {
            let function = harness.function(event);
            possible(&function.names, &function.params)
        });
        of.retain_mut(|claim| claim.learn(event));
    }
    let line = |call: usize, on: bool, claim: &Claim| {
        let names =
            |f: (usize, bool)| harness.functions().find(|(of, _)| *of == f).map(|(_, function)| &function.names);
        let text = claim.line(names((call, on))?);
        // Said of one function, it must not bind another that has an argument of that name.
        let requirement = Requirement::parse(&text).ok()?;
        let mut others = harness.functions().filter(|((of, _), _)| *of != call);
        let binds = |names: &[String]| requirement.named_in(&names.iter().map(String::as_str).collect::<Vec<_>>());
        let alone = !others.any(|(_, function)| binds(&function.names));
        Some(if alone { text } else { format!("{}: {text}", trace.calls[call]) })
    };
    let all = claims.into_iter().flat_map(|((call, on), of)| of.into_iter().map(move |claim| (call, on, claim)));
    all.filter(|(.., claim)| claim.says_something())
        .filter_map(|(call, on, claim)| Some(Precondition { line: line(call, on, &claim)?, call, on, claim }))
        .collect()
}

/// Everything that may be said of a function with these parameters.
fn possible(names: &[String], params: &[String]) -> Vec<Claim> {
    let types: Vec<Option<Type>> = params.iter().map(|ty| syn::parse_str(ty).ok()).collect();
    let mut claims = Vec::new();
    for form in FORMS {
        let fits = |at: usize| types[at].as_ref().filter(|ty| !names[at].is_empty() && (form.fits)(ty));
        for a in 0..types.len() {
            let Some(one) = fits(a) else { continue };
            let others = match form.says {
                // Both ways where the two are of one type and order matters; else each pair once.
                Says::Two(_) => (0..types.len()).filter(|&b| b > a || b < a && is_integer(one)).collect(),
                _ => vec![a],
            };
            for b in others {
                let Some(other) = fits(b).filter(|other| !is_integer(one) || *other == one) else { continue };
                let (a, b) = ((a, Kind::of(one)), (b, Kind::of(other)));
                claims.push(Claim { form, a, b, bound: None, told: false });
            }
        }
    }
    claims
}

/// A type behind references and boxes, which do not matter to methods.
fn peeled(ty: &Type) -> &Type {
    match ty {
        Type::Reference(r) => peeled(&r.elem),
        Type::Paren(p) => peeled(&p.elem),
        Type::Group(g) => peeled(&g.elem),
        ty => match named(ty) {
            Some((name, Some(inner))) if ["Box", "Rc", "Arc", "Cow"].contains(&name.as_str()) => peeled(inner),
            _ => ty,
        },
    }
}

/// The last name of a path and its first type argument.
fn named(ty: &Type) -> Option<(String, Option<&Type>)> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last()?;
    let argument = match &last.arguments {
        PathArguments::AngleBracketed(list) => list.args.iter().find_map(|argument| match argument {
            GenericArgument::Type(ty) => Some(ty),
            _ => None,
        }),
        _ => None,
    };
    Some((last.ident.to_string(), argument))
}

fn is_text(ty: &Type) -> bool {
    Kind::of(ty) == Kind::Text && named(peeled(ty)).is_some_and(|(name, _)| ["str", "String"].contains(&name.as_str()))
}

/// The items of what has the methods of a slice.
fn slice_items(ty: &Type) -> Option<Kind> {
    let item = match peeled(ty) {
        _ if Kind::of(ty) == Kind::Other => return None,
        Type::Slice(slice) => &*slice.elem,
        Type::Array(array) => &*array.elem,
        ty => named(ty).filter(|(name, _)| name == "Vec")?.1?,
    };
    Some(Kind::of(item))
}

fn has_length(ty: &Type) -> bool {
    is_text(ty) || matches!(Kind::of(ty), Kind::List(_) | Kind::Bytes)
}

fn is_integer(ty: &Type) -> bool {
    matches!((ty, Kind::of(ty)), (Type::Path(_), Kind::Integer { .. })) && named(ty).is_some_and(|(_, of)| of.is_none())
}

fn may_be_ascii(ty: &Type) -> bool {
    is_text(ty) || Kind::of(ty) == Kind::Char || Kind::of(ty) == Kind::Bytes && slice_items(ty).is_some()
}

fn has_ordered_items(ty: &Type) -> bool {
    slice_items(ty).is_some_and(|item| ordered(&item))
}

fn has_hashed_items(ty: &Type) -> bool {
    slice_items(ty).is_some_and(|item| ordered(&item) && !holds_float(&item))
}

fn ordered(kind: &Kind) -> bool {
    match kind {
        Kind::Integer { .. } | Kind::Float | Kind::Bool | Kind::Char | Kind::Text => true,
        Kind::Tuple(kinds) => kinds.iter().all(ordered),
        _ => false,
    }
}

fn holds_float(kind: &Kind) -> bool {
    matches!(kind, Kind::Float) || matches!(kind, Kind::Tuple(kinds) if kinds.iter().any(holds_float))
}

/// A value of a trace as its type has it.
#[derive(Debug, PartialEq)]
enum Item {
    Number(i128),
    Float(f64),
    Text(String),
    List(Vec<Item>),
    /// Nothing is said of it.
    Other,
}

impl Item {
    fn of(kind: &Kind, value: &Value) -> Item {
        let list = |items: Vec<Value>, kind: &Kind| Item::List(items.iter().map(|item| Item::of(kind, item)).collect());
        let read = match kind {
            Kind::Integer { .. } => {
                let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                text.parse().ok().map(Item::Number)
            }
            Kind::Float => value.as_f64().map(Item::Float),
            Kind::Bool => value.as_bool().map(|value| Item::Number(i128::from(value))),
            Kind::Char | Kind::Text => value.as_str().map(|text| Item::Text(text.to_owned())),
            Kind::Bytes => items(value).map(|items| list(items, &Kind::Integer { min: 0, max: 255, size: false })),
            Kind::List(item) | Kind::Array(item) => items(value).map(|items| list(items, item)),
            Kind::Tuple(kinds) => {
                let items = value.as_array().filter(|items| items.len() == kinds.len());
                items
                    .map(|items| Item::List(items.iter().zip(kinds).map(|(item, kind)| Item::of(kind, item)).collect()))
            }
            _ => None,
        };
        read.unwrap_or(Item::Other)
    }

    fn number(&self) -> Option<i128> {
        if let Item::Number(number) = self { Some(*number) } else { None }
    }

    fn len(&self) -> Option<i128> {
        match self {
            Item::Text(text) => Some(text.len() as i128),
            Item::List(items) => Some(items.len() as i128),
            _ => None,
        }
    }

    fn ascii(&self) -> Option<bool> {
        match self {
            Item::Text(text) => Some(text.is_ascii()),
            Item::List(items) => Some(items.iter().all(|item| matches!(item, Item::Number(0..=127)))),
            _ => None,
        }
    }

    fn sorted(&self) -> Option<bool> {
        let Item::List(items) = self else { return None };
        (items.len() > 1).then(|| items.is_sorted())
    }

    fn unique(&self) -> Option<bool> {
        let Item::List(items) = self else { return None };
        let mut sorted: Vec<&Item> = items.iter().collect();
        sorted.sort_by(|a, b| a.partial_cmp(b).unwrap_or(Ordering::Equal));
        (items.len() > 1).then(|| sorted.windows(2).all(|pair| pair[0] != pair[1]))
    }
}

impl PartialOrd for Item {
    fn partial_cmp(&self, other: &Item) -> Option<Ordering> {
        match (self, other) {
            (Item::Number(a), Item::Number(b)) => a.partial_cmp(b),
            (Item::Float(a), Item::Float(b)) => a.partial_cmp(b),
            (Item::Text(a), Item::Text(b)) => a.partial_cmp(b),
            (Item::List(a), Item::List(b)) => a.partial_cmp(b),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::Recorded;
    use serde_json::json;

    fn event(args: Value) -> Event {
        let args = args.as_array().unwrap().iter().cloned().map(Into::into).collect();
        Event { call: 0, on: None, args, new: Vec::new(), recorded: Recorded::default(), line: 0 }
    }

    /// What holds for all of these argument lists, as lines.
    fn inferred(params: &[(&str, &str)], calls: &[Value]) -> (Vec<String>, Vec<Claim>) {
        let (names, types): (Vec<String>, Vec<String>) =
            params.iter().map(|(name, ty)| (name.to_string(), ty.to_string())).unzip();
        let mut claims = possible(&names, &types);
        for call in calls {
            claims.retain_mut(|claim| claim.learn(&event(call.clone())));
        }
        claims.retain(Claim::says_something);
        (claims.iter().map(|claim| claim.line(&names)).collect(), claims)
    }

    fn lines(params: &[(&str, &str)], calls: &[Value]) -> Vec<String> {
        inferred(params, calls).0
    }

    #[test]
    fn a_slice_in_order_is_found_and_a_call_that_breaks_it() {
        let params = [("sorted", "&'static [u32]"), ("x", "u32")];
        let (lines, claims) = inferred(&params, &[json!([[1, 2, 2], 9]), json!([[5], 3])]);
        let expected = ["!sorted.is_empty()", "x != 0", "sorted.is_sorted()", "x <= 9", "x >= 3", "sorted.len() <= 3"];
        assert_eq!(lines, expected);
        assert_eq!(claims[2].of(&event(json!([[2, 1], 4]))), Some(false));
        assert_eq!(claims[2].of(&event(json!([[], 4]))), None);
        assert_eq!(claims[5].of(&event(json!([[1, 2, 3, 4], 4]))), Some(false));
    }

    #[test]
    fn nothing_is_said_that_no_call_shows_or_some_call_breaks() {
        let vec = "::std::vec::Vec<i64>";
        assert_eq!(lines(&[("list", vec)], &[json!([[]])]), ["list.len() <= 0"]);
        assert_eq!(lines(&[("list", vec)], &[json!([[3, 1, 1]]), json!([[]])]), ["list.len() <= 3"]);
        assert_eq!(lines(&[("n", "u8")], &[json!([0]), json!([255])]), [] as [&str; 0]);
        assert_eq!(lines(&[("t", "::own::Vec<u8>")], &[json!([[1]])]), [] as [&str; 0]);
    }

    #[test]
    fn bytes_and_texts_are_read_in_every_spelling() {
        let text = lines(&[("text", "&'static str")], &[json!(["ab"]), json!([""])]);
        assert_eq!(text, ["text.is_ascii()", "text.len() <= 2"]);
        let bytes = [("bytes", "&'static [u8]")];
        assert!(
            lines(&bytes, &[json!(["ba"]), json!([[98, 97]]), json!([{"$base64": "YmE="}])])
                .contains(&"bytes.is_ascii()".to_owned())
        );
        assert!(!lines(&bytes, &[json!([{"$base64": "AP8="}])]).contains(&"bytes.is_ascii()".to_owned()));
    }

    #[test]
    fn pairs_of_arguments_are_compared() {
        let params = [("a", "&'static [f64]"), ("b", "&'static mut [f64]"), ("low", "usize"), ("high", "usize")];
        let found = lines(&params, &[json!([[2.0, 1.0], [0.0, 0.0], 0, 3]), json!([[1.0], [5.0], 3, 3])]);
        assert!(found.contains(&"a.len() == b.len()".to_owned()) && found.contains(&"low <= high".to_owned()));
        assert!(!found.contains(&"high <= low".to_owned()), "{found:?}");
    }

    #[test]
    fn every_line_is_one_that_requires_takes() {
        let params = [("a", "::std::vec::Vec<u32>"), ("b", "&'static [u32]"), ("low", "i32"), ("high", "i32")];
        let found = lines(&params, &[json!([[1, 2], [3, 4], -5, 7])]);
        assert_eq!(found.len(), 18, "{found:?}");
        for line in found {
            Requirement::parse(&line).unwrap();
        }
    }
}
