//! Private functions that nothing calls any more: what a candidate left of the seed when it did their work otherwise. By name, so
//! that one of several of a name keeps all of them.

use std::collections::BTreeSet;
use std::ops::Range;

use syn::spanned::Spanned;
use syn::{Attribute, Item, Visibility};

use super::{attributes, is_test};
use crate::genome::tokens::tokens;

/// What of a file counts.
#[derive(Default)]
struct Parts {
    /// Private functions.
    private: Vec<(String, Range<usize>)>,
    tests: Vec<Range<usize>>,
}

/// Their names. `files`: each with its text.
pub fn uncalled(files: &[(&str, &syn::File)]) -> BTreeSet<String> {
    let (mut called, mut left) = (BTreeSet::new(), Vec::new());
    for (text, file) in files {
        let mut parts = Parts::default();
        parts.find(&file.items);
        let apart = |token: &Range<usize>| {
            let mut ranges = parts.private.iter().map(|(_, range)| range).chain(&parts.tests);
            ranges.any(|range| range.start <= token.start && token.end <= range.end)
        };
        called.extend(tokens(text).into_iter().filter(|token| !apart(token)).map(|token| &text[token]));
        left.extend(parts.private.into_iter().map(|(name, range)| (name, &text[range])));
    }
    // What nobody can call from outside is a piece of a crate.
    if !called.contains("fn") {
        return BTreeSet::new();
    }
    loop {
        let (reached, others): (Vec<_>, Vec<_>) =
            left.into_iter().partition(|(name, _)| called.contains(name.as_str()));
        left = others;
        if reached.is_empty() {
            return left.into_iter().map(|(name, _)| name).collect();
        }
        called.extend(reached.iter().flat_map(|(_, text)| tokens(text).into_iter().map(|token| &text[token])));
    }
}

impl Parts {
    fn find(&mut self, items: &[Item]) {
        for item in items {
            if is_test(attributes(item)) {
                self.tests.push(item.span().byte_range());
                continue;
            }
            match item {
                Item::Fn(f) => self.function(&f.vis, &f.attrs, &f.sig, item),
                Item::Mod(module) => module.content.iter().for_each(|(_, items)| self.find(items)),
                Item::Impl(methods) if methods.trait_.is_none() => {
                    for inner in &methods.items {
                        match inner {
                            syn::ImplItem::Fn(f) if is_test(&f.attrs) => self.tests.push(f.span().byte_range()),
                            syn::ImplItem::Fn(f) => self.function(&f.vis, &f.attrs, &f.sig, f),
                            _ => {}
                        }
                    }
                }
                _ => {}
            }
        }
    }

    fn function(
        &mut self,
        visible: &Visibility,
        attributes: &[Attribute],
        signature: &syn::Signature,
        item: &impl Spanned,
    ) {
        // What others say of it may be that somebody else calls it.
        let known = |attribute: &Attribute| {
            ["doc", "inline", "cold", "must_use", "allow"].iter().any(|name| attribute.path().is_ident(name))
        };
        if matches!(visible, Visibility::Inherited) && attributes.iter().all(known) {
            self.private.push((signature.ident.to_string(), item.span().byte_range()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_tests_or_itself_or_what_is_not_called_call_is_not_called() {
        let text = "
pub fn open() { one(); T.method(); log!(in_a_macro()); }
fn one() { two() }
fn two() {}
/// Calls itself.
fn alone() { alone(); of_alone(); }
fn of_alone() {}
fn tested() {}
fn in_a_macro() {}
#[no_mangle]
fn linked() {}
struct T;
impl T { fn method(&self) {} fn left(&self) { self.method() } }
impl Drop for T { fn drop(&mut self) {} }
#[cfg(test)]
mod tests { #[test] fn it_is() { super::tested() } }
";
        let file = syn::parse_file(text).unwrap();
        let found: Vec<String> = uncalled(&[(text, &file)]).into_iter().collect();
        assert_eq!(found, ["alone", "left", "of_alone", "tested"]);
        let piece = "fn f() { g() } fn g() {} fn h() {}";
        assert!(uncalled(&[(piece, &syn::parse_file(piece).unwrap())]).is_empty());
    }
}
