//! Which function bodies a switch can stand in the place of, and which functions can be kept from being copied into other crates.
//!
//! Knows syntax only; must not know what is switched.

use std::ops::Range;

use syn::spanned::Spanned;
use syn::visit::{self, Visit};

/// The outermost bodies of a file that can be switched, braces included, each with the place for an `#[inline(never)]`: that of an `#[inline]`,
/// or one in front of the signature. It has none where it is compiled for each use, as what is generic.
pub(super) fn switchable(file: &syn::File) -> Vec<(Range<usize>, Option<Range<usize>>)> {
    let mut finder = Finder { found: Vec::new(), generic: false };
    finder.visit_file(file);
    finder.found
}

/// Collects the outermost function bodies that a switch can replace.
struct Finder {
    /// Each with the place of its pin.
    found: Vec<(Range<usize>, Option<Range<usize>>)>,
    /// What is around them has parameters of its own.
    generic: bool,
}

impl Finder {
    fn consider(&mut self, f: Function) {
        let inner = f.attributes.iter().any(|a| matches!(a.style, syn::AttrStyle::Inner(_)));
        let test = f.attributes.iter().any(|a| a.path().is_ident("test"));
        let signature = f.signature;
        if signature.constness.is_none() && signature.asyncness.is_none() && !inner && !test && !opaque(signature) {
            let pin = if self.generic { None } else { f.pin() };
            self.found.push((f.block.span().byte_range(), pin));
        }
    }

    fn within(&mut self, generic: bool, visit: impl FnOnce(&mut Finder)) {
        let around = std::mem::replace(&mut self.generic, generic);
        visit(self);
        self.generic = around;
    }
}

/// A function with a body.
struct Function<'a> {
    attributes: &'a [syn::Attribute],
    /// What is in front of its signature.
    front: Option<&'a syn::Visibility>,
    signature: &'a syn::Signature,
    block: &'a syn::Block,
}

impl Function<'_> {
    /// The place of its `#[inline]`, or of one that it could have; `None` where it is compiled for each use.
    fn pin(&self) -> Option<Range<usize>> {
        if generic(&self.signature.generics) || takes_any(self.signature) {
            return None;
        }
        let inlines = |a: &&syn::Attribute| a.path().is_ident("inline") || a.path().is_ident("cfg_attr");
        let mut inlines = self.attributes.iter().filter(inlines);
        match (inlines.next(), inlines.next()) {
            (None, _) => {
                let signature = self.signature.span().byte_range().start;
                let front = self.front.filter(|front| !matches!(front, syn::Visibility::Inherited));
                let start = front.map_or(signature, |front| front.span().byte_range().start);
                Some(start..start)
            }
            (Some(one), None) if one.path().is_ident("inline") => Some(one.span().byte_range()),
            _ => None,
        }
    }
}

impl<'ast> Visit<'ast> for Finder {
    fn visit_item_fn(&mut self, f: &'ast syn::ItemFn) {
        self.consider(Function { attributes: &f.attrs, front: Some(&f.vis), signature: &f.sig, block: &f.block });
    }

    fn visit_item_impl(&mut self, i: &'ast syn::ItemImpl) {
        self.within(generic(&i.generics), |finder| visit::visit_item_impl(finder, i));
    }

    // Its default bodies are compiled for each type.
    fn visit_item_trait(&mut self, i: &'ast syn::ItemTrait) {
        self.within(true, |finder| visit::visit_item_trait(finder, i));
    }

    fn visit_impl_item_fn(&mut self, f: &'ast syn::ImplItemFn) {
        // Before the visibility stands what specialisation has, which no stable compiler takes.
        self.consider(Function { attributes: &f.attrs, front: Some(&f.vis), signature: &f.sig, block: &f.block });
    }

    fn visit_trait_item_fn(&mut self, f: &'ast syn::TraitItemFn) {
        if let Some(block) = &f.default {
            self.consider(Function { attributes: &f.attrs, front: None, signature: &f.sig, block });
        }
    }

    // A function in the initializer of a constant is evaluated by the compiler.
    fn visit_item_const(&mut self, _: &'ast syn::ItemConst) {}
    fn visit_item_static(&mut self, _: &'ast syn::ItemStatic) {}
}

/// Whether there are parameters other than lifetimes.
fn generic(generics: &syn::Generics) -> bool {
    generics.params.iter().any(|param| !matches!(param, syn::GenericParam::Lifetime(_)))
}

/// Whether the result's type is hidden: two bodies would have two types.
fn opaque(signature: &syn::Signature) -> bool {
    any_impl(|look| visit::visit_return_type(look, &signature.output))
}

/// Whether a parameter's type is `impl` something: the function is generic.
fn takes_any(signature: &syn::Signature) -> bool {
    any_impl(|look| signature.inputs.iter().for_each(|input| look.visit_fn_arg(input)))
}

fn any_impl(visit: impl FnOnce(&mut AnyImpl)) -> bool {
    let mut look = AnyImpl(false);
    visit(&mut look);
    look.0
}

/// Finds `impl Trait` in types.
struct AnyImpl(bool);

impl<'ast> Visit<'ast> for AnyImpl {
    fn visit_type_impl_trait(&mut self, _: &'ast syn::TypeImplTrait) {
        self.0 = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "/// Words.\n#[inline]\npub fn marked(x: u8) -> u8 { x }\n#[must_use]\npub fn plain<'a>(x: &'a str) -> &'a str { x }\nfn each<T>(x: T) -> T { x }\nfn any(x: impl Into<u8>) -> u8 { x.into() }\n#[cfg_attr(test, inline)] fn maybe() {}\nimpl S<'_> { fn method(&self) {} }\nimpl<T> G<T> { fn generic(&self) {} }\ntrait Tr { fn default(&self) {} }\nconst fn never() {}\n";

    #[test]
    fn what_is_compiled_once_can_be_kept_where_it_is() {
        let found = switchable(&syn::parse_file(FILE).unwrap());
        let text = |range: &Range<usize>| &FILE[range.clone()];
        let pinned: Vec<_> =
            found.iter().map(|(body, pin)| (text(body), pin.clone().map(|pin| &FILE[pin.start..]))).collect();
        let starts = |at: usize, start: &str| pinned[at].1.is_some_and(|from| from.starts_with(start));
        assert_eq!(pinned.len(), 8);
        assert!(starts(0, "#[inline]") && starts(1, "pub fn plain") && starts(5, "fn method"), "{pinned:?}");
        assert_eq!([2, 3, 4, 6, 7].map(|at| pinned[at].1), [None; 5]);
    }
}
