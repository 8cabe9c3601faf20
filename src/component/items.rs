//! Items of a crate: which are tests, and which only the crate itself can call. It must not know what is done with them.

use syn::{Attribute, Item, Visibility};

/// The attributes of items that hold code.
pub fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Fn(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Const(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        _ => &[],
    }
}

/// `#[test]`, `#[bench]`, and any `#[cfg]` that speaks of tests.
pub fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let tokens = quote::quote!(#attribute).to_string();
        let words = tokens.split(|c: char| !c.is_alphanumeric() && c != '_');
        words.into_iter().any(|word| word == "test" || word == "bench")
    })
}

/// Whether nobody but the crate itself can call a function, as far as it and its attributes say.
pub fn is_private(visible: &Visibility, attributes: &[Attribute]) -> bool {
    const KNOWN: [&str; 5] = ["doc", "inline", "cold", "must_use", "allow"];
    let known = |attribute: &Attribute| KNOWN.iter().any(|name| attribute.path().is_ident(name));
    matches!(visible, Visibility::Inherited) && attributes.iter().all(known)
}
