//! What the public interface is made of: functions, types, impls and consts, generic as the crate declares them.

use super::generics::{Bindings, Generic, substitute};
use super::paths::{self, Names};
use std::collections::BTreeMap;
use syn::{GenericArgument, Type};

/// A public function, inherent method or trait method as it is declared.
#[derive(Debug, Clone)]
pub struct Function {
    /// Its last name.
    pub name: String,
    /// Its name in traces with generic parameters as declared: `encode`, `Table::get`, `<Vec<u8> as FromHex>::from_hex`.
    pub path: String,
    /// Its own generic parameters.
    pub generics: Vec<Generic>,
    /// Those of the impl around it.
    pub outer: Vec<Generic>,
    pub receiver: Option<Receiver>,
    /// Names and declared types, the receiver left out.
    pub params: Vec<(String, Type)>,
    pub ret: Type,
    pub is_unsafe: bool,
    pub is_const: bool,
    pub is_async: bool,
    /// A trait method that the impl takes over with its default body.
    pub is_provided: bool,
    /// Made by `#[derive]`.
    pub is_derived: bool,
    /// Whether it belongs to a trait or an impl of one.
    pub is_of_trait: bool,
    /// Place in the list of impls.
    pub(super) implementation: Option<usize>,
    /// Where it is written; for an item made by a macro, the macro call.
    pub span: Option<SourceSpan>,
}

impl Function {
    pub(super) fn substitute(&mut self, bindings: &Bindings) {
        substitute(&mut self.ret, bindings);
        for (_, ty) in &mut self.params {
            substitute(ty, bindings);
        }
    }
}

/// How a method takes `self`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Receiver {
    Shared,
    Mutable,
    Value,
}

impl Receiver {
    /// Only `self`, `&self` and `&mut self`.
    pub(super) fn of(ty: &Type) -> Option<Receiver> {
        let is_self = |ty: &Type| super::generics::lone_ident(ty).is_some_and(|name| name == "Self");
        match ty {
            Type::Reference(reference) if is_self(&reference.elem) => {
                Some(if reference.mutability.is_some() { Receiver::Mutable } else { Receiver::Shared })
            }
            ty if is_self(ty) => Some(Receiver::Value),
            _ => None,
        }
    }
}

/// Lines of a file (from 1, both included), the file relative to the package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceSpan {
    pub file: String,
    pub first_line: usize,
    pub last_line: usize,
}

/// A public const or static.
#[derive(Debug, Clone)]
pub struct Const {
    /// Path without the crate's name.
    pub path: String,
    pub ty: Type,
    /// The absolute path.
    pub expr: syn::Expr,
}

/// A public type as declared.
#[derive(Debug, Clone)]
pub(super) struct TypeDef {
    /// Its name where it is declared; re-exports may give it another.
    pub name: String,
    pub path: String,
    pub generics: Vec<Generic>,
    pub kind: TypeKind,
}

#[derive(Debug, Clone)]
pub(super) enum TypeKind {
    Struct { fields: Vec<Field>, tuple: bool, opaque: bool },
    Enum { variants: Vec<Variant>, non_exhaustive: bool },
    Union,
}

/// A public field; positional ones have no name.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    pub name: Option<String>,
    pub ty: Type,
}

/// One case of an enum; no fields and not `tuple`: a plain one.
#[derive(Debug, Clone, PartialEq)]
pub struct Variant {
    pub name: String,
    pub fields: Vec<Field>,
    pub tuple: bool,
}

/// An impl block, inherent or of a trait.
#[derive(Debug, Clone)]
pub(super) struct Impl {
    pub generics: Vec<Generic>,
    pub self_ty: Type,
    pub trait_: Option<TraitRef>,
    pub assoc: BTreeMap<String, Type>,
}

impl Impl {
    /// A method's name in traces.
    pub fn spell(&self, names: &Names, method: &str) -> String {
        let this = paths::spell(&self.self_ty, names);
        match &self.trait_ {
            Some(trait_) => format!("<{this} as {}>::{method}", paths::spell_path(&trait_.short(names), names)),
            None => format!("{}::{method}", turbofish(&self.self_ty, names)),
        }
    }
}

/// A type in the place of a path's first steps: `Lru::<String,u64>`, or `<[u8]>` where it is not a path.
pub(super) fn turbofish(ty: &Type, names: &Names) -> String {
    match ty {
        Type::Path(path) if path.qself.is_none() => {
            let arguments =
                path.path.segments.last().map_or(String::new(), |s| paths::spell_arguments(&s.arguments, names));
            let mut plain = path.path.clone();
            if let Some(last) = plain.segments.last_mut() {
                last.arguments = syn::PathArguments::None;
            }
            let joint = if arguments.is_empty() { "" } else { "::" };
            format!("{}{joint}{arguments}", paths::spell_path(&plain, names))
        }
        other => format!("<{}>", paths::spell(other, names)),
    }
}

/// A trait with its arguments, by its absolute path.
#[derive(Debug, Clone)]
pub(super) struct TraitRef {
    pub path: syn::Path,
}

impl TraitRef {
    pub fn name(&self) -> String {
        self.path.segments.last().map(|s| s.ident.to_string()).unwrap_or_default()
    }

    pub fn arguments(&self) -> Vec<GenericArgument> {
        paths::path_arguments(&self.path)
    }

    /// As traces write it: a foreign trait by its last name, a trait of this crate by its path.
    pub fn short(&self, names: &Names) -> syn::Path {
        let local = self.path.segments.first().is_some_and(|s| s.ident == names.lib);
        let segments = self.path.segments.iter();
        if local {
            return self.path.clone();
        }
        syn::Path { leading_colon: None, segments: segments.last().cloned().into_iter().collect() }
    }
}
