//! Cheats that only their behaviour gives away, by what a signature admits.

use syn::{GenericArgument, PathArguments, Type};

use super::super::generate::items;
use super::{Code, Function, Param, Place, last_name, memory};

/// What it does, after "it"; whether its answer may be right by chance wherever it gives one, as that of a skipped
/// `reserve` is; and how it is made. A function may admit it in several places, or in none.
type Kind = (&'static str, bool, fn(&Function) -> Vec<Code>);

pub(super) const ALL: &[Kind] = &[
    ("skips the work", true, skips),
    ("remembers the trace's answers", true, memory::remembers),
    ("is right only on ASCII", true, only_ascii),
    ("takes all letters beyond the first 256 for one", true, merges_letters),
    ("is right only on short inputs", true, only_short),
    ("breaks on the empty input", true, not_empty),
    ("is wrong for zero", true, not_zero),
    ("fills instead of sorting", false, fills),
    ("drops duplicates", false, drops_duplicates),
    ("ignores errors", false, ignores_errors),
    ("changes the rounding of floats", false, rounds),
    ("reorders equal elements", false, reorders),
];

impl Code {
    fn new(place: Place, before: impl Into<String>, wrong: impl Into<String>, after: &'static str) -> Code {
        Code { place, before: before.into(), wrong: wrong.into(), after }
    }
}

fn skips(f: &Function) -> Vec<Code> {
    f.give_up().map(|wrong| Code::new(Place::Instead, "", wrong, "")).into_iter().collect()
}

/// Gives up where `condition` holds for a parameter of a kind.
fn unless(f: &Function, kind: fn(&Type) -> bool, condition: impl Fn(&Param) -> Option<String>) -> Vec<Code> {
    let Some(wrong) = f.give_up() else { return Vec::new() };
    let guard = |condition: String| Code::new(Place::First, format!("if {condition} {{"), wrong.clone(), "}");
    f.params.iter().filter(|p| kind(&p.ty)).filter_map(|p| condition(p).map(guard)).collect()
}

fn only_ascii(f: &Function) -> Vec<Code> {
    let kind = |ty: &Type| is_text(ty) || item(ty).is_some_and(|item| is_name(&item, &["u8"]));
    unless(f, kind, |p| Some(format!("!{}.is_ascii()", p.name)))
}

/// In all texts together, so that two that are equal stay so.
fn merges_letters(f: &Function) -> Vec<Code> {
    let borrowed =
        |ty: &Type| matches!(ty, Type::Reference(it) if it.mutability.is_none() && is_name(&it.elem, &["str"]));
    let texts: Vec<&str> = f.params.iter().filter(|p| borrowed(&p.ty)).map(|p| &*p.name).collect();
    if texts.is_empty() {
        return Vec::new();
    }
    // Its twin, which never fills them, must compile, too.
    let (names, count) = (texts.join(", "), texts.len());
    let before = format!(
        "let __texts = [{names}]; let __letters: [String; {count}]; let [{names}] = if __texts.concat().chars().any(|__c| __c > 'ÿ') {{"
    );
    let wrong = "__letters = __texts.map(|__text| __text.chars().map(|__c| __c.min('Ā')).collect::<String>()); \
                 __letters.each_ref().map(|__text| &**__text)";
    vec![Code::new(Place::First, before, wrong, "} else { __texts };")]
}

/// Short is what is no longer than the longest that was recorded.
fn only_short(f: &Function) -> Vec<Code> {
    let length = |p: &Param| {
        let lengths = f.recorded(p).filter_map(|value| match value {
            serde_json::Value::String(text) => Some(text.len()),
            list => Some(items(list)?.len()),
        });
        Some(format!("{}.len() > {}", p.name, lengths.max()?))
    };
    unless(f, has_length, length)
}

fn not_empty(f: &Function) -> Vec<Code> {
    unless(f, has_length, |p| Some(format!("{}.is_empty()", p.name)))
}

fn not_zero(f: &Function) -> Vec<Code> {
    unless(f, |ty| is_name(ty, INTEGERS), |p| Some(format!("{} == 0", p.name)))
}

/// What a check for sortedness alone would accept.
fn fills(f: &Function) -> Vec<Code> {
    let Some(wrong) = f.give_up() else { return Vec::new() };
    let fill = |p: &Param| {
        let text = format!("if let Some(__first) = {0}.first().cloned() {{ {0}.fill(__first); }} {wrong}", p.name);
        Code::new(Place::Instead, "", text, "")
    };
    f.params.iter().filter(|p| is_mutable(&p.ty) && item(&p.ty).is_some()).map(fill).collect()
}

/// The values that a function leaves behind or returns: name, the type of the items, whether their number may change.
fn lists(f: &Function) -> Vec<(String, Type, bool)> {
    let mutable = f.params.iter().filter(|p| is_mutable(&p.ty));
    let mut lists: Vec<_> =
        mutable.filter_map(|p| Some((p.name.clone(), item(&p.ty)?, is_vec(behind(&p.ty))))).collect();
    if is_vec(&f.returns) {
        lists.extend(item(&f.returns).map(|item| ("__out".to_owned(), item, true)));
    }
    lists
}

fn neighbours(list: &str, alike: &str) -> String {
    format!("for __i in 1..{list}.len() {{ if {list}[__i]{alike} == {list}[__i - 1]{alike} {{")
}

fn drops_duplicates(f: &Function) -> Vec<Code> {
    let drop = |(list, _, may_shrink): (String, Type, bool)| match may_shrink {
        true => {
            let any = format!("if {list}.windows(2).any(|__pair| __pair[0] == __pair[1]) {{");
            Code::new(Place::Last, any, format!("{list}.dedup();"), "}")
        }
        false => Code::new(Place::Last, neighbours(&list, ""), format!("{list}[__i] = Default::default();"), "} }"),
    };
    lists(f).into_iter().map(drop).collect()
}

fn reorders(f: &Function) -> Vec<Code> {
    let swap = |(list, item, _): (String, Type, bool)| {
        let alike = match &item {
            Type::Tuple(tuple) if tuple.elems.len() > 1 => ".0",
            ty if is_name(ty, FLOATS) => "",
            // Nobody can tell equal integers apart.
            _ => return None,
        };
        Some(Code::new(Place::Last, neighbours(&list, alike), format!("{list}.swap(__i, __i - 1);"), "} }"))
    };
    lists(f).into_iter().filter_map(swap).collect()
}

fn ignores_errors(f: &Function) -> Vec<Code> {
    let (is_wrong, right) = match last_name(&f.returns).as_deref() {
        Some("Result") => ("is_err", "Ok"),
        Some("Option") => ("is_none", "Some"),
        _ => return Vec::new(),
    };
    let wrong = format!("__out = {right}(Default::default());");
    vec![Code::new(Place::Last, format!("if __out.{is_wrong}() {{"), wrong, "}")]
}

fn rounds(f: &Function) -> Vec<Code> {
    let step = |place: &str| (format!("if {place} != 0.0 {{"), format!("{place} *= 1.0 + 1e-7;"));
    let mut made = Vec::new();
    if is_name(&f.returns, FLOATS) {
        let (before, wrong) = step("__out");
        made.push(Code::new(Place::Last, before, wrong, "}"));
    }
    for (list, _, _) in lists(f).into_iter().filter(|(_, item, _)| is_name(item, FLOATS)) {
        let (before, wrong) = step("*__x");
        made.push(Code::new(Place::Last, format!("for __x in {list}.iter_mut() {{ {before}"), wrong, "} }"));
    }
    made
}

pub(super) const INTEGERS: &[&str] =
    &["u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize"];
const FLOATS: &[&str] = &["f32", "f64"];

/// Whether a type is one of these names, spelled without a path.
pub(super) fn is_name(ty: &Type, names: &[&str]) -> bool {
    matches!(ty, Type::Path(path) if path.path.get_ident().is_some_and(|ident| names.iter().any(|name| ident == name)))
}

/// What a reference refers to, and any other type itself.
pub(super) fn behind(ty: &Type) -> &Type {
    match ty {
        Type::Reference(reference) => &reference.elem,
        other => other,
    }
}

fn is_mutable(ty: &Type) -> bool {
    matches!(ty, Type::Reference(reference) if reference.mutability.is_some())
}

pub(super) fn is_text(ty: &Type) -> bool {
    is_name(behind(ty), &["str", "String"])
}

fn is_vec(ty: &Type) -> bool {
    last_name(ty).is_some_and(|name| name == "Vec")
}

fn has_length(ty: &Type) -> bool {
    is_text(ty) || item(ty).is_some()
}

/// The type of the items of a slice or `Vec`, behind a reference or not.
pub(super) fn item(ty: &Type) -> Option<Type> {
    match behind(ty) {
        Type::Slice(slice) => Some((*slice.elem).clone()),
        Type::Path(path) if is_vec(behind(ty)) => match &path.path.segments.last()?.arguments {
            PathArguments::AngleBracketed(list) => list.args.iter().find_map(|argument| match argument {
                GenericArgument::Type(ty) => Some(ty.clone()),
                _ => None,
            }),
            _ => None,
        },
        _ => None,
    }
}
