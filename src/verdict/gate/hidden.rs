//! What of a file's types nobody outside can see, and an edit may therefore change: private fields, as long as nothing shows them and
//! they stay what can be sent between threads; and private types, made of the same, that the seed does not have. It must not know of bodies.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::visit::Visit;
use syn::{
    Attribute, Field, Fields, GenericArgument, GenericParam, ImplItem, Item, ItemImpl, ItemStruct, PathArguments, Type,
    Visibility,
};

use crate::component::Sources;
use crate::component::items::is_test;

/// Collections of std that are `Send`, `Sync`, unwind safe and covariant where what is in them is.
const COLLECTIONS: &[&str] =
    &["Vec", "VecDeque", "HashMap", "HashSet", "BTreeMap", "BTreeSet", "BinaryHeap", "BuildHasherDefault", "Option"];
/// What may be in them, whatever was there before.
const PLAIN: &[&str] = &["String", "bool", "u64", "usize"];
/// Derived traits that show nothing of a field that anybody may rely on: std says of derived `Debug` that it is not stable.
const SILENT: &[&str] = &["Clone", "Debug", "Default"];
/// Derived traits to which a list and a queue of the same are alike.
const ALIKE: &[&str] = &["Clone", "Default", "Debug", "PartialEq", "Eq", "PartialOrd", "Ord"];
/// Traits that, written by hand, may show the fields to callers that no trace shows.
const SHOWING: &[&str] = &["Debug", "PartialEq", "PartialOrd", "Ord", "Hash", "Serialize"];
/// What may be implemented for a new type: how a collection hashes.
const TRAITS: &[&str] = &["Default", "std :: hash :: Hasher"];

/// What the seed has.
#[derive(Default)]
pub struct Hidden {
    /// Every name in it.
    names: BTreeSet<String>,
    /// What is in the collections that the private fields of each struct are.
    items: BTreeMap<String, BTreeSet<String>>,
    /// Structs whose fields are shown by what is implemented for them.
    shown: BTreeSet<String>,
    /// The fields of structs that derive `Debug`.
    debugged: BTreeMap<String, String>,
    /// The seed itself makes texts of what a `Debug` shows.
    prints: bool,
}

impl Hidden {
    pub fn of(seed: &Sources) -> Hidden {
        let mut hidden = Hidden::default();
        for (_, text) in seed.iter() {
            let Ok(file) = syn::parse_file(text) else { continue };
            hidden.names.extend(names(file.to_token_stream()));
            hidden.visit_file(&file);
            hidden.prints |= shows_debug(file);
        }
        hidden
    }

    /// Structs of which a derived `Debug` shows other fields than the seed's.
    pub fn debugged_otherwise(&self, candidate: &Sources) -> Vec<String> {
        let theirs = Hidden::of(candidate).debugged;
        let other = |(name, fields): &(&String, &String)| theirs.get(*name).is_some_and(|theirs| theirs != *fields);
        self.debugged.iter().filter(other).map(|(name, _)| name.clone()).collect()
    }

    /// A file without what nobody can see. What may not be changed stays in, and so shows where it was.
    pub fn without(&self, mut file: syn::File) -> syn::File {
        let new = self.new_types(&file);
        file.items.retain(|item| match item {
            Item::Struct(item) => !new.contains(&item.ident.to_string()),
            Item::Impl(item) => !is_of(item, &new),
            _ => true,
        });
        for item in &mut file.items {
            if let Item::Struct(item) = item {
                self.hollow(item, &new);
            }
        }
        file
    }

    /// The names of private types that the seed knows nothing by, and that are made of plain things, of what they are given as type
    /// parameters, and of each other.
    fn new_types(&self, file: &syn::File) -> BTreeSet<String> {
        let structs =
            || file.items.iter().filter_map(|item| if let Item::Struct(item) = item { Some(item) } else { None });
        let unknown = |item: &&ItemStruct| {
            let name = item.ident.to_string();
            is_private(&item.vis)
                && item.attrs.iter().all(|attribute| is_derived(attribute, SILENT))
                && !(self.names.contains(&name) || COLLECTIONS.contains(&&*name) || PLAIN.contains(&&*name))
        };
        let mut new: BTreeSet<String> = structs().filter(unknown).map(|item| item.ident.to_string()).collect();
        // What is made of something else takes those with it that are made of it.
        while let Some(other) = structs().find(|item| new.contains(&item.ident.to_string()) && !is_made_of(item, &new))
        {
            new.remove(&other.ident.to_string());
        }
        new
    }

    /// Takes fields out that are collections, of what those of the seed hold. A struct has one at least: others could else not
    /// build it any more.
    fn hollow(&self, item: &mut ItemStruct, new: &BTreeSet<String>) {
        let Fields::Named(fields) = &mut item.fields else { return };
        let name = item.ident.to_string();
        let before = self.items.get(&name);
        let known = |item: &String| PLAIN.contains(&&**item) || before.is_some_and(|before| before.contains(item));
        let hidden = |field: &Field| {
            let items = items(&field.ty, new).filter(|items| items.iter().all(known));
            is_private(&field.vis) && items.is_some() && field.attrs.iter().all(is_doc)
        };
        let silent = if self.prints { &["Clone", "Default"] } else { SILENT };
        let derives = |traits: &[&str]| item.attrs.iter().all(|attribute| is_derived(attribute, traits));
        if !self.shown.contains(&name) && !derives(silent) && derives(ALIKE) {
            let private = fields.named.iter_mut().filter(|field| is_private(&field.vis));
            private.filter(|field| field.attrs.iter().all(is_doc)).for_each(as_list);
            return;
        }
        if self.shown.contains(&name) || !derives(silent) || !fields.named.iter().any(hidden) {
            return;
        }
        fields.named = fields.named.iter().filter(|field| !hidden(field)).cloned().collect();
        let private: Field = syn::parse_quote!(hidden: ());
        fields.named.push(private);
    }
}

/// Whether the fields of a type are plain, its own parameters, types in the list, or collections of these.
fn is_made_of(item: &ItemStruct, types: &BTreeSet<String>) -> bool {
    let bare = |param: &GenericParam| match param {
        GenericParam::Type(param) if param.bounds.is_empty() && param.default.is_none() => {
            Some(param.ident.to_string())
        }
        _ => None,
    };
    let Some(params) = item.generics.params.iter().map(bare).collect::<Option<Vec<_>>>() else { return false };
    let known = |leaf: &String| PLAIN.contains(&&**leaf) || params.contains(leaf);
    let field = |field: &Field| field.attrs.iter().all(is_doc) && leaves(&field.ty, types).iter().all(known);
    item.generics.where_clause.is_none() && item.fields.iter().all(field)
}

/// What is in a collection, or in one of the new types, through collections and tuples; `None` where a type is none.
fn items(ty: &Type, new: &BTreeSet<String>) -> Option<BTreeSet<String>> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last()?;
    let name = last.ident.to_string();
    let arguments = match &last.arguments {
        PathArguments::AngleBracketed(arguments) => &arguments.args,
        PathArguments::None if new.contains(&name) => return Some(BTreeSet::new()),
        _ => return None,
    };
    if path.qself.is_some() || !(COLLECTIONS.contains(&&*name) || new.contains(&name)) {
        return None;
    }
    let mut found = BTreeSet::new();
    for argument in arguments {
        let GenericArgument::Type(argument) = argument else { return None };
        found.extend(leaves(argument, new));
    }
    Some(found)
}

fn leaves(ty: &Type, new: &BTreeSet<String>) -> BTreeSet<String> {
    match (items(ty, new), ty) {
        (Some(items), _) => items,
        (None, Type::Tuple(tuple)) => tuple.elems.iter().flat_map(|ty| leaves(ty, new)).collect(),
        (None, other) => BTreeSet::from([other.to_token_stream().to_string()]),
    }
}

impl<'ast> Visit<'ast> for Hidden {
    fn visit_item_struct(&mut self, item: &'ast ItemStruct) {
        let derives =
            |attribute: &Attribute| names(attribute.meta.to_token_stream()).iter().any(|name| name == "Debug");
        if item.attrs.iter().any(|attribute| attribute.path().is_ident("derive") && derives(attribute)) {
            let mut fields = item.fields.clone();
            fields.iter_mut().for_each(as_list);
            // Of two structs of one name, either.
            *self.debugged.entry(item.ident.to_string()).or_default() += &fields.to_token_stream().to_string();
        }
        let held = item
            .fields
            .iter()
            .filter(|field| is_private(&field.vis))
            .filter_map(|field| items(&field.ty, &BTreeSet::new()));
        let held: BTreeSet<String> = held.flatten().collect();
        let entry = self.items.entry(item.ident.to_string());
        // Of two structs of one name it is not known which is which.
        entry.and_modify(|both| both.retain(|item| held.contains(item))).or_insert(held);
    }

    fn visit_item_impl(&mut self, item: &'ast ItemImpl) {
        let last = |path: &syn::Path| path.segments.last().map(|segment| segment.ident.to_string());
        let shows = item.trait_.as_ref().and_then(|(path, _)| last(path)).is_some_and(|name| SHOWING.contains(&&*name));
        if shows {
            self.shown.extend(names(item.self_ty.to_token_stream()));
        }
    }
}

/// Whether it is what one of the types can do by itself, or one of the traits in the list.
fn is_of(item: &ItemImpl, types: &BTreeSet<String>) -> bool {
    let Type::Path(path) = &*item.self_ty else { return false };
    let [segment] = &path.path.segments.iter().collect::<Vec<_>>()[..] else { return false };
    let allowed = match &item.trait_ {
        Some((path, _)) => TRAITS.contains(&&*path.to_token_stream().to_string()) && item.generics.params.is_empty(),
        None => item.items.iter().all(|item| matches!(item, ImplItem::Fn(_))),
    };
    path.qself.is_none() && types.contains(&segment.ident.to_string()) && item.attrs.is_empty() && allowed
}

fn is_private(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Inherited)
}

fn is_doc(attribute: &Attribute) -> bool {
    attribute.path().is_ident("doc")
}

/// Whether an attribute of a struct derives some of these traits and nothing else.
fn is_derived(attribute: &Attribute, traits: &[&str]) -> bool {
    let among = |name: &String| traits.contains(&&**name);
    let derived = || attribute.meta.require_list().map(|list| names(list.tokens.clone())).unwrap_or_default();
    is_doc(attribute) || attribute.path().is_ident("derive") && derived().iter().all(among)
}

/// A field as if a queue were a list: who compares or shows the whole struct sees no difference.
fn as_list(field: &mut Field) {
    let Type::Path(path) = &field.ty else { return };
    let Some(last) = path.path.segments.last().filter(|last| last.ident == "VecDeque") else { return };
    let arguments = &last.arguments;
    field.ty = syn::parse_quote!(Vec #arguments);
}

/// Whether a text of a file, outside of tests, is to show something as `Debug` does.
fn shows_debug(mut file: syn::File) -> bool {
    fn within(tokens: TokenStream) -> bool {
        tokens.into_iter().any(|token| match token {
            TokenTree::Literal(literal) => [":?}", ":#?}"].iter().any(|shown| literal.to_string().contains(shown)),
            TokenTree::Group(group) => within(group.stream()),
            _ => false,
        })
    }
    file.items.retain(|item| !matches!(item, Item::Mod(module) if is_test(&module.attrs)));
    within(file.to_token_stream())
}

/// The names in tokens, one after the other.
pub fn names(tokens: TokenStream) -> Vec<String> {
    let mut found = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Ident(name) => found.push(name.to_string()),
            TokenTree::Group(group) => found.extend(names(group.stream())),
            _ => {}
        }
    }
    found
}
