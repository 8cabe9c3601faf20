//! Inputs that told wrong candidates from the seed, as an integration test of a variant: what has once been got wrong is
//! easily got wrong again. Knows what the seed did; runs nothing.

use std::fmt::Write as _;

use serde_json::Value;
use syn::{GenericArgument, PathArguments, Type};

use crate::component::interface::Receiver;
use crate::replay::harness::Function;
use crate::trace::{Entry, Event, Session};

/// The source of the test, a function for each session that can be written as Rust; `None`: none can. `lib`: what a
/// dependent crate calls the component; `calls`: the paths of the trace; `sessions`: with the seed's results.
pub fn source<'a>(
    lib: &str,
    calls: &[String],
    function: &dyn Fn(&Event) -> &'a Function,
    sessions: &[Session],
) -> Option<String> {
    let mut tests = String::new();
    for (number, session) in (1..).zip(sessions) {
        let Some(body) = body(calls, function, session) else { continue };
        let _ = write!(tests, "\n#[test]\nfn input_{number}_gives_what_it_gave() {{\n{body}}}\n");
    }
    let header = "//! Inputs on which candidates were wrong while synth looked for faster versions, with what the seed does on them.\n\
                  #![allow(unused, clippy::all)]";
    (!tests.is_empty()).then(|| format!("{header}\n\nuse {lib}::*;\n{tests}"))
}

fn body<'a>(calls: &[String], function: &dyn Fn(&Event) -> &'a Function, session: &Session) -> Option<String> {
    let mut body = String::new();
    for (at, entry) in session.entries.iter().enumerate() {
        match entry {
            Entry::Drop(handle) => _ = writeln!(body, "    drop(h{handle});"),
            Entry::Call(event) => {
                body += &statements(&calls[event.call], function(event), event, at)?;
                if event.recorded.panic {
                    break;
                }
            }
        }
    }
    Some(body)
}

/// A call, and what it must give.
fn statements(call: &str, function: &Function, event: &Event, at: usize) -> Option<String> {
    let (mut before, mut after) = (String::new(), String::new());
    let mut args: Vec<String> = Vec::new();
    if let Some(on) = event.on {
        let borrow = match function.receiver.as_ref()?.0 {
            Receiver::Shared => "&",
            Receiver::Mutable => "&mut ",
            Receiver::Value => "",
        };
        args.push(format!("{borrow}h{on}"));
    }
    for (position, (value, ty)) in event.args.iter().zip(&function.params).enumerate() {
        let ty: Type = syn::parse_str(ty).ok()?;
        let named = |mark: &str| value.as_object().and_then(|value| value.get(mark));
        match &ty {
            Type::Reference(reference) if named("$handle").is_some() => {
                let borrow = if reference.mutability.is_some() { "&mut " } else { "&" };
                args.push(format!("{borrow}h{}", named("$handle")?));
            }
            _ if named("$handle").is_some() => args.push(format!("h{}", named("$handle")?)),
            _ if named("$path").is_some() => args.push(named("$path")?.as_str()?.to_owned()),
            Type::Reference(reference) if reference.mutability.is_some() => {
                let name = format!("a{at}_{position}");
                let _ = writeln!(before, "    let mut {name} = {};", owned(&reference.elem, value)?);
                let left = event.recorded.after.iter().find(|(of, _)| *of == position.to_string());
                if let Some((_, left)) = left.filter(|_| !event.recorded.panic) {
                    let _ = writeln!(after, "    assert_eq!({name}, {});", owned(&reference.elem, left)?);
                }
                args.push(format!("&mut {name}"));
            }
            ty => args.push(literal(ty, value)?),
        }
    }
    let call = format!("{call}({})", args.join(", "));
    let ret: Type = syn::parse_str(&function.ret).ok()?;
    let line = match (&event.recorded.ret, &event.new[..]) {
        _ if event.recorded.write.is_some() => return None,
        _ if event.recorded.panic => {
            format!(
                "    let call = std::panic::AssertUnwindSafe(|| drop({call}));\n    assert!(std::panic::catch_unwind(call).is_err());\n"
            )
        }
        (Some(Value::Object(made)), [handle]) if made.contains_key("$new") => {
            format!("    let mut h{handle} = {call};\n")
        }
        (_, [_, ..]) => return None,
        (Some(value), []) => match literal(&ret, value) {
            Some(value) if value != "()" => format!("    assert_eq!({call}, {value});\n"),
            _ => format!("    let _ = {call};\n"),
        },
        (None, []) => format!("    let _ = {call};\n"),
    };
    Some(before + &line + &after)
}

/// What a `&mut` to such a type can point to.
fn owned(ty: &Type, value: &Value) -> Option<String> {
    match ty {
        Type::Slice(slice) => Some(format!("vec![{}]", items(&slice.elem, value)?)),
        Type::Path(path) if path.path.is_ident("str") => None,
        ty => literal(ty, value),
    }
}

/// A value of a type as an expression; `None` where the type is not one of the plain ones.
fn literal(ty: &Type, value: &Value) -> Option<String> {
    match ty {
        Type::Reference(reference) => match (&*reference.elem, value) {
            (Type::Path(path), Value::String(text)) if path.path.is_ident("str") => Some(format!("{text:?}")),
            (Type::Slice(slice), value) => Some(format!("&[{}][..]", items(&slice.elem, value)?)),
            (elem, value) => Some(format!("&{}", literal(elem, value)?)),
        },
        Type::Array(array) => Some(format!("[{}]", items(&array.elem, value)?)),
        Type::Tuple(tuple) if tuple.elems.is_empty() => Some("()".into()),
        Type::Tuple(tuple) => {
            let values = value.as_array().filter(|values| values.len() == tuple.elems.len())?;
            let parts: Option<Vec<String>> =
                tuple.elems.iter().zip(values).map(|(ty, value)| literal(ty, value)).collect();
            Some(format!("({},)", parts?.join(", ")))
        }
        Type::Paren(inner) => literal(&inner.elem, value),
        Type::Group(inner) => literal(&inner.elem, value),
        Type::Path(path) => {
            let last = path.path.segments.last()?;
            named(&last.ident.to_string(), argument(&last.arguments), value)
        }
        _ => None,
    }
}

fn named(name: &str, argument: Option<&Type>, value: &Value) -> Option<String> {
    match (name, argument, value) {
        ("bool", _, Value::Bool(value)) => Some(value.to_string()),
        ("char", _, Value::String(text)) => Some(format!("{:?}", text.chars().next()?)),
        ("String", _, Value::String(text)) => Some(format!("String::from({text:?})")),
        ("f32" | "f64", _, Value::Number(number)) => Some(format!("{number}_{name}").replace("e+", "e")),
        ("u128" | "i128", _, Value::String(number)) if number.parse::<i128>().is_ok() => {
            Some(format!("{number}_{name}"))
        }
        (_, None, Value::Number(number)) if INTEGERS.contains(&name) => Some(format!("{number}_{name}")),
        ("Vec", Some(item), value) => Some(format!("vec![{}]", items(item, value)?)),
        ("Box", Some(inner), value) => Some(format!("Box::new({})", literal(inner, value)?)),
        ("Option", _, Value::Null) => Some("None".into()),
        ("Option", Some(inner), Value::Object(some)) if some.contains_key("$some") => {
            Some(format!("Some({})", literal(inner, &some["$some"])?))
        }
        ("Option", Some(inner), value) => Some(format!("Some({})", literal(inner, value)?)),
        _ => None,
    }
}

const INTEGERS: [&str; 12] = ["u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize"];

/// The items of a list, separated by commas. Bytes may be given as text.
fn items(item: &Type, value: &Value) -> Option<String> {
    let bytes = |text: &str| text.bytes().map(|byte| format!("{byte}_u8")).collect::<Vec<_>>().join(", ");
    match value {
        Value::Array(values) => {
            let parts: Option<Vec<String>> = values.iter().map(|value| literal(item, value)).collect();
            Some(parts?.join(", "))
        }
        Value::String(text) => Some(bytes(text)),
        _ => None,
    }
}

/// The only type argument of a path's last segment.
fn argument(arguments: &PathArguments) -> Option<&Type> {
    let PathArguments::AngleBracketed(arguments) = arguments else { return None };
    match arguments.args.first() {
        Some(GenericArgument::Type(ty)) if arguments.args.len() == 1 => Some(ty),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::json;

    use super::*;
    use crate::trace::Recorded;

    fn shown(ty: &str, value: Value) -> Option<String> {
        literal(&syn::parse_str(ty).unwrap(), &value)
    }

    #[test]
    fn plain_values_are_written_as_their_types_want_them() {
        assert_eq!(shown("& 'static str", json!("a\"b")).unwrap(), r#""a\"b""#);
        assert_eq!(shown("& String", json!("a")).unwrap(), r#"&String::from("a")"#);
        assert_eq!(shown("& [u8]", json!("a\n")).unwrap(), "&[97_u8, 10_u8][..]");
        assert_eq!(shown("Vec < Option < u64 > >", json!([1, null])).unwrap(), "vec![Some(1_u64), None]");
        assert_eq!(shown("Option < Option < bool > >", json!({"$some": null})).unwrap(), "Some(None)");
        assert_eq!(shown("(i8 , char)", json!([-1, "x"])).unwrap(), "(-1_i8, 'x',)");
        assert_eq!(shown("HashMap < u8 , u8 >", json!([])), None);
        assert_eq!(shown("f64", json!("NaN")), None);
    }

    #[test]
    fn a_session_becomes_a_test_that_makes_its_calls() {
        let function = |receiver, params: &[&str], ret: &str| Function {
            receiver,
            params: params.iter().map(|ty| (*ty).to_owned()).collect(),
            after: Vec::new(),
            writes: false,
            ret: ret.to_owned(),
            names: Vec::new(),
            span: None,
        };
        let table = || "Table".to_owned();
        let functions = [
            function(None, &["usize"], "Table"),
            function(Some((Receiver::Mutable, table())), &["& str", "u64"], "Option < u64 >"),
            function(None, &["& mut [u32]"], "()"),
            function(Some((Receiver::Shared, table())), &[], "& str"),
        ];
        let calls = ["Table::new", "Table::put", "sort", "Table::name"].map(str::to_owned);
        let event = |call: usize, on, args: Value, ret: Value| {
            let recorded = Recorded { ret: Some(ret), ..Recorded::default() };
            Event {
                call,
                on,
                args: args.as_array().unwrap().iter().cloned().map(Arc::new).collect(),
                new: Vec::new(),
                recorded,
                line: 0,
            }
        };
        let mut made = event(0, None, json!([4]), json!({"$new": 0}));
        made.new = vec![0];
        let mut sorted = event(2, None, json!([[2, 1]]), json!(null));
        sorted.recorded.after = vec![("0".to_owned(), json!([1, 2]))];
        let mut panics = event(3, Some(0), json!([]), json!(null));
        panics.recorded = Recorded { panic: true, ..Recorded::default() };
        let put = event(1, Some(0), json!(["k", 7]), json!(null));
        let entries = [made, put, sorted, panics].map(|event| Entry::Call(Arc::new(event))).into();
        let text = source("tables", &calls, &|event| &functions[event.call], &[Session { file: 0, entries }]).unwrap();
        assert!(syn::parse_file(&text).is_ok(), "{text}");
        for line in [
            "use tables::*;",
            "let mut h0 = Table::new(4_usize);",
            "assert_eq!(Table::put(&mut h0, \"k\", 7_u64), None);",
            "let mut a2_0 = vec![2_u32, 1_u32];",
            "assert_eq!(a2_0, vec![1_u32, 2_u32]);",
            "assert!(std::panic::catch_unwind(call).is_err());",
        ] {
            assert!(text.contains(line), "{line} is not in\n{text}");
        }
    }
}
