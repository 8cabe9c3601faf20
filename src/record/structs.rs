//! The structs that the sources declare: which of them have room for a hidden field, and why the others have none.

use super::instrument::Ruled;
use super::types::Carriages;
use crate::component::interface::Interface;
use quote::ToTokens;
use std::collections::BTreeMap;
use syn::visit::Visit;

/// The structs that the sources declare, for what the interface does not say.
#[derive(Default)]
pub(super) struct Structs {
    /// Name to (number of fields, fit for another field).
    found: BTreeMap<String, (usize, bool)>,
    /// Somebody may look at a value's bytes.
    raw: bool,
}

impl<'ast> Visit<'ast> for Structs {
    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        let fit = !item.attrs.iter().any(|attr| is_bare(attr, self.raw)) && !matches!(item.fields, syn::Fields::Unit);
        let entry = self.found.entry(item.ident.to_string()).or_insert((item.fields.len(), fit));
        entry.1 &= fit && entry.0 == item.fields.len();
    }
}

impl Structs {
    /// None yet, of a crate with these texts.
    pub fn among<'a>(mut texts: impl Iterator<Item = &'a str>) -> Structs {
        let raw = texts.any(|text| text.contains("unsafe") || text.contains("extern"));
        Structs { raw, ..Structs::default() }
    }

    /// Types with methods and private fields that nothing carries.
    pub fn unnamed(&self, interface: &Interface, carriages: &Carriages, ruled: &Ruled) -> BTreeMap<String, String> {
        let types = interface.local_types().into_iter().map(|ty| (ty.path.to_token_stream().to_string(), ty));
        let has_method = |name: &str| {
            let of = |path: &str| path.split(['<', ':', ' ']).any(|word| word == name);
            interface.functions.iter().any(|f| f.receiver.is_some() && !f.is_of_trait && of(&f.path))
        };
        let lacking = types.filter(|(_, ty)| carriages.get(&ty.declared).is_none() && has_method(&ty.declared));
        let reason = |name: &str| match self.found.get(name) {
            _ if ruled.types.contains(name) => "the crate does not compile with a hidden field in it",
            None => "it is no struct that stands in the crate's text: an enum or a union, or made by a macro",
            Some((0, _)) => "it has no fields, and so no room for a hidden one",
            Some((_, false)) => "its layout must not change (`repr`)",
            Some(_) => "it has something to do with lifetimes or consts that a hidden field would disturb",
        };
        lacking.map(|(_, ty)| (ty.declared.clone(), reason(&ty.declared).to_owned())).collect()
    }

    /// Drops handles that have no struct to put a field into, and places those of tuple structs.
    pub fn settle(&self, interface: &Interface, carriages: &mut Carriages) {
        for ty in interface.local_types() {
            match (carriages.handle(&ty.declared), self.found.get(&ty.declared)) {
                (Some((_, true)), Some((fields, true))) => carriages.set_field(&ty.declared, *fields),
                (Some((_, false)), Some((_, true))) | (None, _) => {}
                _ => carriages.forget(&ty.declared),
            }
        }
    }
}

/// Whether a struct must be laid out as what is in it, so that it has no room for another field; where somebody may look at its
/// bytes (`raw`), as it says.
fn is_bare(attr: &syn::Attribute, raw: bool) -> bool {
    let text = attr.to_token_stream().to_string();
    let bare = ["transparent", "packed", "simd"].iter().any(|word| text.contains(word));
    attr.path().is_ident("repr") && (raw || bare)
}
