//! What the compiler warns of and knows how to write better: a `mut` or parentheses that nothing needs. Must not know who wrote
//! the code.

use std::collections::HashSet;
use std::ops::Range;

use super::diagnostics::{Diagnostic, warnings};
use super::rustc::{Failed, Slot, Toolchain};
use crate::component::Sources;
use crate::genome::Place;

/// Whether the compiler takes sources.
pub fn compiles(toolchain: &Toolchain, slot: &mut Slot, sources: &Sources) -> bool {
    toolchain.check(slot, sources).is_ok()
}

/// The sources as the compiler would have them in some places, and wherever it warns of what it does not warn of in the seed: an import or a
/// `mut` that was needed before. Those that it will not compile stay as they are.
pub fn heeded(toolchain: &Toolchain, slot: &mut Slot, seed: &Sources, sources: &Sources, places: &[Place]) -> Sources {
    let mut parts: Vec<(String, Range<usize>, String)> = Vec::new();
    // Most have nothing outside of these places.
    let mut old: Option<HashSet<_>> = None;
    for about in advice(toolchain, slot, sources) {
        let it = subject(&about, sources);
        let fix: Vec<_> = about.fix.into_iter().map(|(span, text)| (span.file, span.range, text)).collect();
        let inside = |(file, range, _): &(String, Range<usize>, String)| {
            places.iter().any(|(of, place)| **of == **file && place.start <= range.start && range.end <= place.end)
        };
        let apart = |(file, range, _): &(String, Range<usize>, String)| {
            parts.iter().all(|(of, other, _)| of != file || other.end <= range.start || range.end <= other.start)
        };
        let mut is_new = || {
            let old = old.get_or_insert_with(|| subjects(&advice(toolchain, slot, seed), seed));
            !old.contains(&it)
        };
        if fix.iter().all(apart) && (fix.iter().all(inside) || is_new()) {
            parts.extend(fix);
        }
    }
    parts.sort_by_key(|(_, range, _)| std::cmp::Reverse(range.start));
    let mut heeded = sources.clone();
    for (file, range, text) in parts {
        let Some(old) = heeded.get(&file) else { continue };
        let mut new = old.to_string();
        new.replace_range(range, &text);
        heeded = heeded.with(&*file, new);
    }
    heeded
}

/// What the compiler has to say, and how it would write it.
fn advice(toolchain: &Toolchain, slot: &mut Slot, sources: &Sources) -> Vec<Diagnostic> {
    match toolchain.check(slot, sources) {
        Ok(stderr) => warnings(&stderr),
        // What a crate denies is an error.
        Err(Failed::Rejected(errors)) => errors,
        Err(Failed::Other(_)) => Vec::new(),
    }
}

fn subjects(advice: &[Diagnostic], sources: &Sources) -> HashSet<(String, Option<String>)> {
    advice.iter().map(|about| subject(about, sources)).collect()
}

/// What it says, and of what.
fn subject(about: &Diagnostic, sources: &Sources) -> (String, Option<String>) {
    let text = about.spans.first().and_then(|span| sources.get(&span.file)?.get(span.range.clone()));
    (about.message.clone(), text.map(str::to_owned))
}
