//! The cheat that knows every recorded answer and nothing else. It knows the held-out ones, too, so that only inputs
//! beyond the trace can give it away.

use std::fmt::Write as _;

use quote::ToTokens;
use serde_json::Value;
use syn::Type;

use super::battery::{INTEGERS, behind, is_name, is_text, item};
use super::{Code, Function, Param, Place};
use crate::trace::Event;

/// Most text that it may take: the compiler must swallow it.
const MOST: usize = 1 << 19;

impl Function<'_> {
    /// The recorded arguments of one parameter.
    pub(super) fn recorded<'a>(&'a self, param: &'a Param) -> impl Iterator<Item = &'a Value> {
        self.target.events.iter().filter_map(|event| self.argument(event, param))
    }

    /// Where the receiver is no handle, it stands before the other arguments.
    fn argument<'a>(&self, event: &'a Event, param: &Param) -> Option<&'a Value> {
        let shift = usize::from(self.has_receiver && event.on.is_none());
        event.args.get(param.position + shift).map(|value| &**value)
    }
}

/// Free functions of plain values; slices of numbers may be changed in place.
pub(super) fn remembers(f: &Function) -> Vec<Code> {
    remember(f).into_iter().collect()
}

fn remember(f: &Function) -> Option<Code> {
    let wrong = f.give_up().filter(|_| !f.has_receiver && !f.params.is_empty())?;
    let keys: Vec<Plain> = f.params.iter().map(|p| Plain::of(&p.ty)).collect::<Option<_>>()?;
    let changed: Vec<(&Param, &Plain)> = f.params.iter().zip(&keys).filter(|(_, key)| key.mutable).collect();
    let answer = Plain::of(&f.returns)?;
    let mut known = String::new();
    for event in f.target.events.iter().filter(|event| !event.recorded.panic) {
        let Some(line) = line(f, event, &keys, &changed, &answer) else { continue };
        known.push_str(&line);
        if known.len() > MOST {
            break;
        }
    }
    let list = |parts: Vec<String>| parts.iter().map(|part| format!("{part}, ")).collect::<String>();
    let types = list(keys.iter().map(|key| key.ty.clone()).collect());
    let after_types = list(changed.iter().map(|(_, key)| key.ty.clone()).collect());
    let given = list(f.params.iter().zip(&keys).map(|(p, key)| key.borrow(&p.name)).collect());
    let mut text = format!(
        "const __KNOWN: &[(({types}), ({after_types}), {})] = &[{known}]; for (__key, __after, __answer) in __KNOWN {{ if *__key == ({given}) {{ ",
        answer.ty
    );
    for (i, (param, _)) in changed.iter().enumerate() {
        let _ = write!(text, "{}.copy_from_slice(__after.{i}); ", param.name);
    }
    let _ = write!(text, "return {}; }} }}", answer.give("__answer"));
    (!known.is_empty()).then_some(Code { place: Place::Instead, before: text, wrong, after: "" })
}

/// One recorded call as an element of the table; `None` where something of it is not recorded or has no literal.
fn line(f: &Function, event: &Event, keys: &[Plain], changed: &[(&Param, &Plain)], answer: &Plain) -> Option<String> {
    let mut line = "((".to_owned();
    for (param, key) in f.params.iter().zip(keys) {
        line += &format!("{}, ", key.literal(f.argument(event, param)?)?);
    }
    line += "), (";
    for (param, key) in changed {
        let name = param.position.to_string();
        let (_, after) = event.recorded.after.iter().find(|(position, _)| *position == name)?;
        line += &format!("{}, ", key.literal(after)?);
    }
    Some(line + "), " + &answer.literal(event.recorded.ret.as_ref()?)? + "),")
}

/// A type whose values can be written into a constant.
struct Plain {
    /// The type in the constant.
    ty: String,
    sort: Sort,
    mutable: bool,
}

enum Sort {
    Unit,
    /// Integers and `bool`.
    Scalar,
    Char,
    Text,
    List,
}

impl Plain {
    fn of(ty: &Type) -> Option<Plain> {
        let mutable = matches!(ty, Type::Reference(reference) if reference.mutability.is_some());
        let unit = matches!(ty, Type::Tuple(tuple) if tuple.elems.is_empty());
        let list = item(ty).filter(|item| is_name(item, INTEGERS));
        let (ty, sort) = match (ty, list) {
            (ty, Some(item)) if !mutable || matches!(behind(ty), Type::Slice(_)) => {
                (format!("&[{}]", item.to_token_stream()), Sort::List)
            }
            _ if unit => ("()".into(), Sort::Unit),
            (ty, _) if is_text(ty) && !mutable => ("&str".into(), Sort::Text),
            (ty, _) if is_name(ty, &["char"]) => ("char".into(), Sort::Char),
            (ty, _) if is_name(ty, INTEGERS) || is_name(ty, &["bool"]) => {
                (ty.to_token_stream().to_string(), Sort::Scalar)
            }
            _ => return None,
        };
        Some(Plain { ty, sort, mutable })
    }

    fn literal(&self, value: &Value) -> Option<String> {
        Some(match (&self.sort, value) {
            (Sort::Unit, _) => "()".into(),
            (Sort::Scalar, Value::Number(_) | Value::Bool(_)) => value.to_string(),
            (Sort::Char, Value::String(text)) => format!("{:?}", text.chars().next()?),
            (Sort::Text, Value::String(text)) => format!("{text:?}"),
            (Sort::List, Value::Array(items)) => {
                let numbers: Vec<String> =
                    items.iter().map(|n| n.is_number().then(|| n.to_string())).collect::<Option<_>>()?;
                format!("&[{}]", numbers.join(", "))
            }
            (Sort::List, Value::String(text)) => format!("&{:?}", text.as_bytes()),
            _ => return None,
        })
    }

    /// A parameter, to be compared with the constant.
    fn borrow(&self, name: &str) -> String {
        match self.sort {
            Sort::Text | Sort::List => format!("&{name}[..]"),
            _ => name.to_owned(),
        }
    }

    /// A remembered value as the function returns it.
    fn give(&self, name: &str) -> String {
        match self.sort {
            Sort::Text | Sort::List => format!("(*{name}).into()"),
            _ => format!("*{name}"),
        }
    }
}
