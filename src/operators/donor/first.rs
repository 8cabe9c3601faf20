//! Donors that are asked first: what they give an answer to is answered, and all else is left to what was there. Errors, and
//! whatever a donor refuses, stay the host's own.

use super::Host;
use super::fitting::fittings;
use super::store::Donor;
use crate::genome::Change;
use crate::operators::layout;
use crate::operators::types::{bits, fit, is_int, is_signed};

/// Ways to fill one donor's parameters.
const WAYS: usize = 2;

/// Functions whose donors may have an answer or none, asked before anything else is done, with how far-fetched each is.
/// ```text
/// fn parse(text: &str) -> Result<u64, Wrong> { if let Some(number) = parse_decimal(text.as_bytes()) { return Ok(number); } … }
/// ```
pub fn asked_first(host: &Host, donors: &[&Donor]) -> Vec<(i64, Change)> {
    let Some((wrap, wanted)) = answer(&host.function.returns) else { return Vec::new() };
    let Some(at) = host.first_statement() else { return Vec::new() };
    let offers = host.offers(at);
    let mut found = Vec::new();
    for donor in donors {
        for fitting in fittings(donor, &offers, WAYS) {
            let returns = fitting.ty(donor, &donor.returns);
            let Some(answered) = fit("Option<T>", &returns) else { continue };
            let Some(call) = converted(fitting.call(donor).text, answered, wanted) else { continue };
            let asked = format!("if let Some(value) = {call} {{\n    return {wrap}(value);\n}}\n");
            let text: String = donor.items().iter().map(|item| format!("{item}\n")).collect::<String>() + &asked;
            let indent = layout::indent_in(host.program, &host.function.file, at);
            let text = layout::shifted(&text, indent) + indent;
            let change = Change { file: host.function.file.clone(), range: at..at, text, operator: donor.operator };
            found.push((host.rank(donor, fitting.cost + 1), change));
        }
    }
    found
}

/// What an answer is wrapped in, and its type.
fn answer(returns: &str) -> Option<(&'static str, &str)> {
    if let Some(inner) = fit("Option<T>", returns) {
        return Some(("Some", inner));
    }
    let inner = returns.strip_prefix("Result<")?.strip_suffix('>')?;
    let mut depth = 0;
    let comma = inner.find(|c: char| {
        depth += i32::from("<([".contains(c)) - i32::from(">)]".contains(c));
        c == ',' && depth == 0
    });
    Some(("Ok", &inner[..comma.unwrap_or(inner.len())]))
}

/// What asks for an answer of one type where another is wanted; `None` if these are not numbers.
fn converted(call: String, have: &str, wanted: &str) -> Option<String> {
    let fits = || bits(have) <= bits(wanted) && is_signed(have) == is_signed(wanted);
    match is_int(have) && is_int(wanted) {
        _ if have == wanted => Some(call),
        true if fits() => Some(format!("{call}.map(|value| value as {wanted})")),
        true => Some(format!("{call}.and_then(|value| {wanted}::try_from(value).ok())")),
        false => None,
    }
}
