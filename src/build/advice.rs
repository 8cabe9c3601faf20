//! What the compiler warns of and knows how to write better: a `mut` or parentheses that nothing needs. Must not know who wrote
//! the code.

use std::ops::Range;

use super::diagnostics::{Diagnostic, warnings};
use super::rustc::{Failed, Slot, Toolchain};
use crate::component::Sources;
use crate::genome::Place;

/// Whether the compiler takes sources.
pub fn compiles(toolchain: &Toolchain, slot: &mut Slot, sources: &Sources) -> bool {
    toolchain.check(slot, sources).is_ok()
}

/// The sources as the compiler would have them in some places; those that it will not compile as they are.
pub fn heeded(toolchain: &Toolchain, slot: &mut Slot, sources: &Sources, places: &[Place]) -> Sources {
    let advice = match toolchain.check(slot, sources) {
        Ok(stderr) => warnings(&stderr),
        // What a crate denies is an error.
        Err(Failed::Rejected(errors)) => errors,
        Err(Failed::Other(_)) => Vec::new(),
    };
    let mut parts: Vec<(String, Range<usize>, String)> = Vec::new();
    for Diagnostic { fix, .. } in advice {
        let fix: Vec<_> = fix.into_iter().map(|(span, text)| (span.file, span.range, text)).collect();
        let inside = |(file, range, _): &(String, Range<usize>, String)| {
            places.iter().any(|(of, place)| **of == **file && place.start <= range.start && range.end <= place.end)
        };
        let apart = |(file, range, _): &(String, Range<usize>, String)| {
            parts.iter().all(|(of, other, _)| of != file || other.end <= range.start || range.end <= other.start)
        };
        if fix.iter().all(|part| inside(part) && apart(part)) {
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
