//! How a donor's parameters can be filled by what there is at a place, by type. It must not know where these come from.

use super::store::{Donor, words};
use crate::genome::tokens::tokens;
use crate::operators::code::Code;
use crate::operators::types::{bits, fill, fit, is_copy, is_int, sure_bits};

/// Bits of a number that may be made wider.
const FEWEST: u32 = 32;

/// Something that a parameter can be filled by.
#[derive(Debug, Clone)]
pub struct Offer {
    pub code: Code,
    pub ty: String,
    /// How far-fetched its use is.
    pub cost: u32,
    /// The forms in which it can be given, with their types and how far-fetched each is, the plainest first.
    views: Vec<(Code, String, u32)>,
}

impl Offer {
    /// A name, field or literal. `mutable`: it may be borrowed to be written to.
    pub fn new(text: &str, ty: &str, mutable: bool, cost: u32) -> Offer {
        let code = Code::atom(text);
        Offer { views: views(&code, ty, mutable), code, ty: ty.to_owned(), cost }
    }

    /// The forms that may be of a type.
    fn forms(&self, wanted: &str) -> impl Iterator<Item = (Code, String, u32)> {
        // What is lost where `usize` has fewer bits than here, nobody would see.
        let seen = bits(wanted) == sure_bits(wanted) || bits(&self.ty) <= sure_bits(wanted);
        let cast = (is_int(&self.ty) && is_int(wanted) && self.ty != wanted && seen).then(|| {
            let narrower = u32::from(bits(wanted) < bits(&self.ty));
            (Code::cast(self.code.clone(), wanted), wanted.to_owned(), 1 + narrower)
        });
        self.views.iter().cloned().chain(cast)
    }
}

/// What fills a donor's parameters.
#[derive(Debug, Clone)]
pub struct Fitting {
    pub arguments: Vec<Argument>,
    /// What the type parameter stands for.
    pub generic: Option<String>,
    pub cost: u32,
}

#[derive(Debug, Clone)]
pub struct Argument {
    /// Which offer it came from.
    pub offer: usize,
    pub code: Code,
    /// The very type that is wanted, as it is.
    pub exact: bool,
}

/// Up to `most` ways to fill the parameters, the plainest first. No offer is used twice.
pub fn fittings(donor: &Donor, offers: &[Offer], most: usize) -> Vec<Fitting> {
    let start = Fitting { arguments: Vec::new(), generic: None, cost: 0 };
    let mut found = donor.parameters.iter().fold(vec![start], |partial, parameter| {
        let mut next: Vec<Fitting> =
            partial.iter().flat_map(|so_far| filled(donor, &parameter.ty, so_far, offers)).collect();
        next.sort_by_key(|fitting| fitting.cost);
        next.truncate(most * 4);
        next
    });
    found.truncate(most);
    found
}

/// All ways to fill one parameter more.
fn filled(donor: &Donor, wanted: &str, so_far: &Fitting, offers: &[Offer]) -> Vec<Fitting> {
    let used = |index: usize| so_far.arguments.iter().any(|argument| argument.offer == index);
    let mut found = Vec::new();
    for (index, offer) in offers.iter().enumerate().filter(|(index, _)| !used(*index)) {
        for (code, ty, cost) in offer.forms(wanted) {
            let Some(generic) = bound(donor, wanted, &ty, so_far.generic.as_deref()) else { continue };
            let mut next = so_far.clone();
            let exact = cost == 0 && code == offer.code;
            next.arguments.push(Argument { offer: index, code, exact });
            next.generic = generic;
            next.cost += cost + offer.cost;
            found.push(next);
            break;
        }
    }
    found
}

/// What the type parameter stands for where a type takes the place of a pattern; `None` if it cannot.
fn bound(donor: &Donor, pattern: &str, ty: &str, known: Option<&str>) -> Option<Option<String>> {
    let Some((name, _)) = &donor.generic else { return (pattern == ty).then_some(None) };
    let pattern = renamed(pattern, &[(name, "T")]);
    if let Some(known) = known {
        return (fill(&pattern, known) == ty).then(|| Some(known.to_owned()));
    }
    match fit(&pattern, ty)? {
        "" => Some(None),
        inner => donor.admits(inner).then(|| Some(inner.to_owned())),
    }
}

fn views(code: &Code, ty: &str, mutable: bool) -> Vec<(Code, String, u32)> {
    let mut views = vec![(code.clone(), ty.to_owned(), 0)];
    let mut view = |code: Code, ty: String| views.push((code, ty, 1));
    let element = |ty: &str| {
        let vector = fit("Vec<T>", ty).or_else(|| fit("Box<[T]>", ty)).map(str::to_owned);
        vector.or_else(|| Some(ty.strip_prefix('[')?.strip_suffix(']')?.rsplit_once("; ")?.0.to_owned()))
    };
    let (inner, writable) = match (ty.strip_prefix("&mut "), ty.strip_prefix('&')) {
        (Some(inner), _) => (Some(inner), true),
        (None, inner) => (inner, false),
    };
    let text = || Code::method(code.clone(), "as_bytes", &[]);
    match inner {
        Some("str" | "String") => {
            view(text(), "&[u8]".into());
            view(code.clone(), "&str".into());
        }
        Some(inner) => {
            if is_copy(inner) {
                view(Code::prefix("*", code.clone()), inner.to_owned());
            }
            if writable {
                view(code.clone(), format!("&{inner}"));
            }
            if let Some(element) = element(inner) {
                view(code.clone(), format!("&[{element}]"));
                if writable {
                    view(code.clone(), format!("&mut [{element}]"));
                }
            }
        }
        None => {
            if ty == "String" {
                view(text(), "&[u8]".into());
                view(Code::prefix("&", code.clone()), "&str".into());
            }
            view(Code::prefix("&", code.clone()), format!("&{ty}"));
            if mutable {
                view(Code::prefix("&mut ", code.clone()), format!("&mut {ty}"));
            }
            if let Some(element) = element(ty) {
                view(Code::prefix("&", code.clone()), format!("&[{element}]"));
                if mutable {
                    view(Code::prefix("&mut ", code.clone()), format!("&mut [{element}]"));
                }
            }
        }
    }
    views
}

/// What a donor's result is turned into where another type is wanted, and how far-fetched that is. A number of a few bits is none of many:
/// a checksum of sixteen bits would pass for a hash as long as a table is small.
pub fn result(given: Code, have: &str, wanted: &str) -> Option<(Code, u32)> {
    if have == wanted {
        return Some((given, 0));
    }
    if is_int(have) && is_int(wanted) {
        if bits(have) < Some(FEWEST).min(bits(wanted)) {
            return None;
        }
        return Some((Code::cast(given, wanted), 1));
    }
    (fit("Option<T>", wanted) == Some(have)).then(|| (Code::call("Some", &[given]), 2))
}

/// A text with some of its names exchanged; fields and methods keep theirs.
pub fn renamed(text: &str, names: &[(&str, &str)]) -> String {
    let (mut out, mut at, mut field) = (String::with_capacity(text.len()), 0, false);
    for token in tokens(text) {
        let word = &text[token.clone()];
        out += &text[at..token.start];
        at = token.end;
        let new = names.iter().find(|(name, _)| *name == word && !field);
        out += new.map_or(word, |(_, new)| new);
        field = word == ".";
    }
    out + &text[at..]
}

impl Fitting {
    /// A type of the donor's with its parameter filled in.
    pub fn ty(&self, donor: &Donor, ty: &str) -> String {
        match (&donor.generic, &self.generic) {
            (Some((name, _)), Some(generic)) => renamed(ty, &[(name, generic)]),
            _ => ty.to_owned(),
        }
    }

    /// `donor(arguments)`.
    pub fn call(&self, donor: &Donor) -> Code {
        let arguments: Vec<Code> = self.arguments.iter().map(|argument| argument.code.clone()).collect();
        Code::call(&donor.name, &arguments)
    }

    /// What the donor does, with its parameters named as what fills them, or declared first; `None` where names clash.
    pub fn body(&self, donor: &Donor) -> Option<String> {
        let body = donor.body.as_deref()?;
        let spoken = words(body);
        // What is in quotes may name a variable, too.
        let quoted = spoken.iter().any(|word| word.contains('"'));
        let generic = donor.generic.iter().zip(&self.generic).map(|((name, _), ty)| (&**name, &**ty));
        let mut names: Vec<(&str, &str)> = generic.collect();
        let mut lets: Vec<(&str, String)> = Vec::new();
        for (parameter, argument) in donor.parameters.iter().zip(&self.arguments) {
            let text = &*argument.code.text;
            let taken = spoken.contains(text) && !donor.parameters.iter().any(|other| other.name == text);
            if argument.exact && !parameter.mutable && (text == parameter.name || !quoted && !taken) && is_name(text) {
                names.push((&parameter.name, text));
            } else {
                let mutable = if parameter.mutable { "mut " } else { "" };
                let ty = self.ty(donor, &parameter.ty);
                lets.push((&parameter.name, format!("let {mutable}{}: {ty} = {text};\n", parameter.name)));
            }
        }
        // What is declared first must not hide what is used after.
        let hidden = |name: &str, from: usize| {
            lets[from..]
                .iter()
                .any(|(_, text)| text.split_once('=').is_some_and(|(_, value)| words(value).contains(name)))
        };
        let clash = lets
            .iter()
            .enumerate()
            .any(|(at, (name, _))| hidden(name, at + 1) || names.iter().any(|(_, new)| new == name));
        let lets: String = lets.iter().map(|(_, text)| text.as_str()).collect();
        (!clash).then(|| lets + &renamed(body, &names))
    }
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_') && text.chars().all(|c| c.is_alphanumeric() || c == '_')
}
