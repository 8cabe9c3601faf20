//! Donors that are asked first: what they give an answer to is answered, and all else is left to what was there. Errors, and
//! whatever a donor refuses, stay the host's own.

use super::fitting::fittings;
use super::store::Donor;
use super::{Host, after};
use crate::genome::Change;
use crate::operators::layout;
use crate::operators::types::{bits, fit, is_int, is_signed, sure_bits};

/// Ways to fill one donor's parameters.
const WAYS: usize = 2;

/// Functions whose donors may have an answer or none, asked before anything else is done, with how far-fetched each is.
/// ```text
/// fn parse(text: &str) -> Result<u64, Wrong> { if let Some(number) = parse_decimal(text.as_bytes()) { return Ok(number); } … }
/// ```
pub fn asked_first(host: &Host, donors: &[&Donor]) -> Vec<(i64, Change)> {
    let Some(at) = host.first_statement() else { return Vec::new() };
    let offers = host.offers(at);
    let answers = answers(&host.function.returns);
    let mut found = Vec::new();
    for donor in donors {
        for fitting in fittings(donor, &offers, WAYS) {
            let returns = fitting.ty(donor, &donor.returns);
            let Some(answered) = fit("Option<T>", &returns) else { continue };
            let call = fitting.call(donor).text;
            let asks = |(given, wanted, cost): &(_, &str, u32)| {
                let call = converted(&call, answered, wanted)?;
                Some((format!("if let Some(value) = {call} {{\n    return {given};\n}}\n"), *cost))
            };
            let Some((asked, cost)) = answers.iter().find_map(asks) else { continue };
            let indent = layout::indent_in(host.program, &host.function.file, at);
            let text = layout::shifted(&after(&donor.items(), &asked), indent) + indent;
            let change = Change { file: host.function.file.clone(), range: at..at, text, operator: donor.operator };
            found.push((host.rank(donor, fitting.cost + cost), change));
        }
    }
    found
}

/// How an answer may be given where a type is to be returned, of which type it is then, and how far-fetched that is.
fn answers(returns: &str) -> Vec<(&'static str, &str, u32)> {
    let mut depth = 0;
    let mut apart = |c: char| {
        depth += i32::from("<([".contains(c)) - i32::from(">)]".contains(c));
        c == ',' && depth == 0
    };
    let right = returns.strip_prefix("Result<").and_then(|inner| inner.strip_suffix('>')).map(|inner| {
        let end = inner.find(&mut apart).unwrap_or(inner.len());
        ("Ok(value)", &inner[..end], 1)
    });
    let some = fit("Option<T>", returns).map(|inner| ("Some(value)", inner, 1));
    right.into_iter().chain(some).chain([("value", returns, 2)]).collect()
}

/// What asks for an answer of one type where another is wanted; `None` if these are not numbers.
fn converted(call: &str, have: &str, wanted: &str) -> Option<String> {
    let fits = || bits(have) <= sure_bits(wanted) && is_signed(have) == is_signed(wanted);
    match is_int(have) && is_int(wanted) {
        _ if have == wanted => Some(call.to_owned()),
        true if fits() => Some(format!("{call}.map(|value| value as {wanted})")),
        true => Some(format!("{call}.and_then(|value| {wanted}::try_from(value).ok())")),
        false => None,
    }
}
