//! Private functions that nothing calls any more: what a candidate left of the seed when it did their work otherwise. By name, so
//! that one of several of a name keeps all of them.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use syn::spanned::Spanned;
use syn::{Attribute, Item, Visibility};

use crate::component::Sources;
use crate::component::items::{attributes, is_private, is_test};
use crate::genome::Change;
use crate::genome::tokens::{tokens, words};

/// What of a file counts.
#[derive(Default)]
struct Parts {
    /// Private functions.
    private: Vec<(String, Range<usize>)>,
    tests: Vec<Range<usize>>,
}

/// The name of these changes.
const NAME: &str = "uncalled";

/// A candidate's private functions that the seed calls and it does not, tests included, each taken away.
pub fn uncalled_since(seed: &Sources, candidate: &Sources) -> Vec<Change> {
    let parsed = |sources: &Sources| -> Vec<(Arc<str>, String, syn::File)> {
        let parse =
            |(file, text): (&Arc<str>, &Arc<str>)| Some((file.clone(), text.to_string(), syn::parse_file(text).ok()?));
        sources.iter().filter_map(parse).collect()
    };
    let names = |files: &[(Arc<str>, String, syn::File)]| {
        uncalled(&files.iter().map(|(_, text, file)| (&**text, file)).collect::<Vec<_>>(), true)
    };
    let (before, after) = (parsed(seed), parsed(candidate));
    let gone = &names(&after) - &names(&before);
    let of_file = |(path, text, file): &(Arc<str>, String, syn::File)| {
        let mut parts = Parts::default();
        parts.find(&file.items);
        let gone = parts.private.into_iter().filter(|(name, _)| gone.contains(name));
        let remove = |(_, range): (String, Range<usize>)| {
            let range = beginning(text, range.start)..range.end;
            Change { file: path.clone(), range, text: String::new(), operator: NAME }
        };
        gone.map(remove).collect::<Vec<_>>()
    };
    after.iter().flat_map(of_file).collect()
}

/// Where an item begins with the comment that stands right above it and the empty lines before that.
fn beginning(text: &str, mut start: usize) -> usize {
    loop {
        let above = text[..start].trim_end_matches([' ', '\t']);
        let line = above.strip_suffix('\n').map_or("", |above| above.rsplit('\n').next().unwrap_or_default());
        if !line.trim_start().starts_with("//") || line.trim_start().starts_with("//!") {
            return above.trim_end().len();
        }
        start = above.len() - 1 - line.len();
    }
}

/// Their names. `files`: each with its text. `for_tests`: what tests call is called.
pub fn uncalled(files: &[(&str, &syn::File)], for_tests: bool) -> BTreeSet<String> {
    let (mut called, mut left) = (BTreeSet::new(), Vec::new());
    for (text, file) in files {
        let mut parts = Parts::default();
        parts.find(&file.items);
        let apart = |token: &Range<usize>| {
            let tests = parts.tests.iter().filter(|_| !for_tests);
            let mut ranges = parts.private.iter().map(|(_, range)| range).chain(tests);
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
        called.extend(reached.iter().flat_map(|(_, text)| words(text)));
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
        if is_private(visible, attributes) {
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
        let found: Vec<String> = uncalled(&[(text, &file)], false).into_iter().collect();
        assert_eq!(found, ["alone", "left", "of_alone", "tested"]);
        let piece = "fn f() { g() } fn g() {} fn h() {}";
        assert!(uncalled(&[(piece, &syn::parse_file(piece).unwrap())], false).is_empty());
    }

    #[test]
    fn what_a_candidate_does_not_call_any_more_goes_with_its_comments() {
        let seed = "pub fn f() { g() }\n\n// Helps.\n/// As it says.\nfn g() { h() }\n\nfn h() {}\n\nfn never() {}\n#[cfg(test)]\nmod t { fn t() { super::h() } }\n";
        let sources = |text: &str| Sources::default().with("src/lib.rs", text);
        let candidate = seed.replace("{ g() }", "{}");
        let [change] = &uncalled_since(&sources(seed), &sources(&candidate))[..] else { panic!("one goes") };
        assert_eq!(&candidate[change.range.clone()], "\n\n// Helps.\n/// As it says.\nfn g() { h() }");
        assert!(uncalled_since(&sources(seed), &sources(seed)).is_empty());
    }
}
