//! Values as Rust: from what `Debug` shows, with the type that they have where they are written down instead of computed. Knows
//! nothing of programs.

use std::collections::BTreeMap;

use quote::ToTokens;
use syn::{Expr, ExprLit, Lit};

use super::super::types::{is_float, is_int, parts};

/// A value as it is written down.
#[derive(Debug, Clone, PartialEq)]
pub struct Value {
    pub text: String,
    pub ty: String,
    /// Whether that is the type that it had.
    pub same: bool,
}

/// What code comes to, by its text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Values(BTreeMap<String, Value>);

/// Bytes of a value that a reader may be shown.
pub const LONGEST: usize = 6000;

impl Values {
    /// Remembers what code of a type comes to, if that can be written down, and is more than nothing.
    pub fn learn(&mut self, code: &str, ty: &str, debugged: &str) {
        let parsed = (debugged.len() <= LONGEST).then(|| syn::parse_str::<Expr>(debugged).ok()).flatten();
        let written = parsed.and_then(|value| written(ty, &value));
        if let Some((text, written)) = written.filter(|(text, _)| !["&[]", "\"\"", "[]"].contains(&text.as_str())) {
            self.0.insert(code.to_owned(), Value { text, same: written == ty, ty: written });
        }
    }

    /// What code comes to.
    pub fn get(&self, code: &str) -> Option<&Value> {
        self.0.get(code)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Whether values of a type may be written down, as far as the type tells.
pub fn can_be_written(ty: &str) -> bool {
    let holds = |outer: &str, end: char| ty.strip_prefix(outer).and_then(|rest| rest.strip_suffix(end));
    if let Some(inner) = holds("Vec<", '>').or(holds("Option<", '>')) {
        return can_be_written(inner);
    }
    if let Some(inner) = holds("[", ']') {
        return inner.rsplit_once("; ").is_some_and(|(item, _)| can_be_written(item));
    }
    if let Some(inner) = holds("(", ')') {
        return !inner.is_empty() && parts(inner).into_iter().all(can_be_written);
    }
    let own = ty.starts_with(char::is_uppercase) && ty.chars().all(|c| c.is_alphanumeric() || c == '_');
    is_int(ty) || is_float(ty) || ["bool", "char", "String", "&str", "&'static str"].contains(&ty) || own
}

/// A value of a type as text, and the type of that text.
fn written(ty: &str, value: &Expr) -> Option<(String, String)> {
    let holds = |outer: &str, end: char| ty.strip_prefix(outer).and_then(|rest| rest.strip_suffix(end));
    let list = |item: &str, value: &Expr| {
        let Expr::Array(list) = value else { return None };
        let items: Option<Vec<_>> = list.elems.iter().map(|value| written(item, value)).collect();
        let (texts, types): (Vec<String>, Vec<String>) = items?.into_iter().unzip();
        Some((format!("[{}]", texts.join(", ")), types.into_iter().next().unwrap_or(item.to_owned())))
    };
    if let Some(item) = holds("Vec<", '>') {
        let (text, item) = list(item, value)?;
        return Some((format!("&{text}"), format!("&'static [{item}]")));
    }
    if let Some((item, size)) = holds("[", ']').and_then(|inner| inner.rsplit_once("; ")) {
        let (text, item) = list(item, value)?;
        return Some((text, format!("[{item}; {size}]")));
    }
    if let Some(inner) = holds("(", ')') {
        let Expr::Tuple(tuple) = value else { return None };
        let types = parts(inner);
        if types.len() != tuple.elems.len() {
            return None;
        }
        let items: Option<Vec<_>> = types.iter().zip(&tuple.elems).map(|(ty, value)| written(ty, value)).collect();
        let (texts, types): (Vec<String>, Vec<String>) = items?.into_iter().unzip();
        return Some((format!("({})", texts.join(", ")), format!("({})", types.join(", "))));
    }
    if let Some(inner) = holds("Option<", '>') {
        return match value {
            Expr::Call(some) if some.func.to_token_stream().to_string() == "Some" => {
                let (text, inner) = written(inner, some.args.first()?)?;
                Some((format!("Some({text})"), format!("Option<{inner}>")))
            }
            _ => None,
        };
    }
    let text = value.to_token_stream().to_string().replace(' ', "");
    match value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) if ["String", "&str", "&'static str"].contains(&ty) => {
            Some((text.to_token_stream().to_string(), "&'static str".into()))
        }
        Expr::Lit(ExprLit { lit: Lit::Char(c), .. }) if ty == "char" => {
            Some((c.to_token_stream().to_string(), ty.to_owned()))
        }
        Expr::Lit(_) | Expr::Unary(_) if is_int(ty) || is_float(ty) || ty == "bool" => Some((text, ty.to_owned())),
        Expr::Path(name) if name.path.get_ident().is_some() && ty.starts_with(char::is_uppercase) => {
            Some((format!("{ty}::{text}"), ty.to_owned()))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn learned(ty: &str, debugged: &str) -> Option<(String, String)> {
        let mut values = Values::default();
        values.learn("f()", ty, debugged);
        values.get("f()").map(|value| (value.ty.clone(), value.text.clone()))
    }

    #[test]
    fn what_debug_shows_is_written_as_what_can_stand_for_it() {
        let written = |ty: &str, debugged: &str, as_ty: &str, text: &str| {
            let expected = Some((as_ty.to_owned(), text.to_owned()));
            assert_eq!(learned(ty, debugged), expected);
            assert!(can_be_written(ty));
        };
        let list = "&'static [(&'static str, u8)]";
        written("Vec<(String, u8)>", "[(\"a\\n\", 1), (\"ü\", 2)]", list, "&[(\"a\\n\", 1), (\"ü\", 2)]");
        written("[i64; 2]", "[-1, 2]", "[i64; 2]", "[-1, 2]");
        written("Vec<Vec<char>>", "[['\\''], []]", "&'static [&'static [char]]", "&[&['\\''], &[]]");
        written("Vec<Side>", "[Buy, Sell]", "&'static [Side]", "&[Side::Buy, Side::Sell]");
        written("Option<String>", "Some(\"x\")", "Option<&'static str>", "Some(\"x\")");
        written("f64", "-0.5", "f64", "-0.5");
    }

    #[test]
    fn what_is_nothing_or_cannot_be_written_is_not_remembered() {
        for (ty, debugged) in [
            ("Vec<u8>", "[]"),
            ("String", "\"\""),
            ("f64", "inf"),
            ("Token", "Token { at: 1 }"),
            ("Vec<u8>", "nothing at all"),
            ("(u8, u8)", "(1, 2, 3)"),
        ] {
            assert_eq!(learned(ty, debugged), None, "{debugged}");
        }
        assert!(!can_be_written("std::collections::HashMap<u8, u8>"));
    }
}
