//! Types at a place of use: written types made absolute, associated types looked up in impls, and what is known of a
//! type that this crate declares.

use super::Interface;
use super::generics::{Bindings, GenericKind, same, substitute, substitute_path, unify, unify_paths};
use super::model::{Field, Function, Impl, TypeDef, TypeKind, Variant};
use super::paths;
use std::collections::BTreeSet;
use syn::visit_mut::{self, VisitMut};
use syn::{GenericArgument, Lifetime, PathArguments, Type};

/// A public struct, enum or union of the component with its parameters filled in.
#[derive(Debug, Clone)]
pub struct LocalType {
    /// Absolute, as a dependent crate writes it.
    pub path: Type,
    /// Its name where it is declared; a re-export may give it another.
    pub declared: String,
    pub shape: Shape,
    /// Last names of the traits that it implements, bounds of the impls not looked at.
    pub implements: BTreeSet<String>,
    /// `Item`, where it is an iterator.
    pub iterator_item: Option<Type>,
}

/// What a dependent crate can see of a type.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// `opaque`: it has fields that are not public, or may get some, so that it can be read but not built.
    Struct {
        fields: Vec<Field>,
        tuple: bool,
        opaque: bool,
    },
    Enum {
        variants: Vec<Variant>,
        non_exhaustive: bool,
    },
    Opaque,
}

impl Interface {
    /// What is known of `ty` if it is a public type of this crate.
    pub fn local_type(&self, ty: &Type) -> Option<LocalType> {
        let (def, bindings) = self.definition(ty)?;
        let fields = |fields: &[Field]| -> Vec<Field> {
            fields
                .iter()
                .map(|f| Field { name: f.name.clone(), ty: self.usual(&self.concrete(&f.ty, &bindings)) })
                .collect()
        };
        let shape = match &def.kind {
            TypeKind::Struct { fields: all, tuple, opaque } => {
                Shape::Struct { fields: fields(all), tuple: *tuple, opaque: *opaque }
            }
            TypeKind::Enum { variants, non_exhaustive } => Shape::Enum {
                variants: variants
                    .iter()
                    .map(|v| Variant { name: v.name.clone(), fields: fields(&v.fields), tuple: v.tuple })
                    .collect(),
                non_exhaustive: *non_exhaustive,
            },
            TypeKind::Union => Shape::Opaque,
        };
        let traits = self.impls.iter().filter(|block| {
            block.trait_.is_some() && unify(&block.self_ty, ty, &block.generics, &mut Bindings::default())
        });
        Some(LocalType {
            path: ty.clone(),
            declared: def.name.clone(),
            shape,
            implements: traits.filter_map(|block| Some(block.trait_.as_ref()?.name())).collect(),
            iterator_item: self.associated(ty, &syn::parse_quote!(::std::iter::Iterator), "Item"),
        })
    }

    /// Every public type, its parameters standing for themselves.
    pub fn local_types(&self) -> Vec<LocalType> {
        let as_declared = |def: &TypeDef| -> Option<LocalType> {
            let names = def.generics.iter().map(|generic| match generic.kind {
                GenericKind::Lifetime => "'static",
                _ => generic.name.as_str(),
            });
            let names = names.collect::<Vec<_>>().join(", ");
            let arguments = if names.is_empty() { names } else { format!("<{names}>") };
            self.local_type(&syn::parse_str(&format!("::{}::{}{arguments}", self.lib, def.path)).ok()?)
        };
        self.types.iter().filter_map(as_declared).collect()
    }

    /// What a function returns, associated types of its impl looked up, parameters standing for themselves.
    pub fn result_of(&self, function: &Function) -> Type {
        let mut bindings = Bindings::default();
        if let Some(place) = function.implementation {
            bindings.set_type("Self", self.impls[place].self_ty.clone());
        }
        self.concrete(&function.ret, &bindings)
    }

    fn definition(&self, ty: &Type) -> Option<(&TypeDef, Bindings)> {
        let Type::Path(path) = ty else { return None };
        let name = self.local_name(&path.path)?;
        let def = self.types.iter().find(|def| def.path == name)?;
        Some((def, Bindings::positional(&def.generics, paths::path_arguments(&path.path))))
    }

    /// The path of an absolute path below this crate.
    fn local_name(&self, path: &syn::Path) -> Option<String> {
        let mut names = path.segments.iter().map(|s| s.ident.to_string());
        let local = path.leading_colon.is_some() && names.next()? == self.lib;
        local.then(|| names.collect::<Vec<_>>().join("::"))
    }

    /// A declared type with its parameters filled in and associated types looked up.
    pub(super) fn concrete(&self, ty: &Type, bindings: &Bindings) -> Type {
        let mut ty = ty.clone();
        substitute(&mut ty, bindings);
        Project(self).visit_type_mut(&mut ty);
        ty
    }

    /// A type without the arguments that its declaration gives anyway, in which it may name what only its own crate can.
    pub(super) fn usual(&self, ty: &Type) -> Type {
        let mut ty = ty.clone();
        Usual(self).visit_type_mut(&mut ty);
        ty
    }

    /// `<this as trait_>::name` where an impl of this crate says it.
    fn associated(&self, this: &Type, trait_: &syn::Path, name: &str) -> Option<Type> {
        self.impls.iter().find_map(|block| {
            let declared = block.assoc.get(name)?;
            let mut bindings = Bindings::default();
            let fits = unify(&block.self_ty, this, &block.generics, &mut bindings)
                && unify_paths(&block.trait_.as_ref()?.path, trait_, &block.generics, &mut bindings);
            fits.then(|| {
                bindings.set_type("Self", this.clone());
                self.concrete(declared, &bindings)
            })
        })
    }

    /// A type as a person or a trace writes it, made absolute: names of this crate, the prelude, `std`.
    pub(super) fn absolute(&self, ty: &Type) -> Type {
        let mut ty = ty.clone();
        Absolute { interface: self, of_trait: false }.visit_type_mut(&mut ty);
        ty
    }

    pub(super) fn absolute_argument(&self, argument: &GenericArgument) -> GenericArgument {
        let mut argument = argument.clone();
        Absolute { interface: self, of_trait: false }.visit_generic_argument_mut(&mut argument);
        argument
    }

    /// A trait of this crate, or a foreign one as written.
    pub(super) fn absolute_trait(&self, path: &syn::Path) -> syn::Path {
        let mut path = path.clone();
        Absolute { interface: self, of_trait: true }.visit_path_mut(&mut path);
        path
    }
}

/// Replaces `<T as Trait>::Name` by the type that an impl gives it.
struct Project<'a>(&'a Interface);

impl VisitMut for Project<'_> {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        visit_mut::visit_type_mut(self, ty);
        let Type::Path(path) = ty else { return };
        let Some(qself) = &path.qself else { return };
        let (trait_, name) = paths::split(&path.path, qself.position);
        if let Some(found) = self.0.associated(&qself.ty, &trait_, &name) {
            *ty = found;
        }
    }
}

/// Makes written paths absolute and lifetimes `'static`.
struct Absolute<'a> {
    interface: &'a Interface,
    /// The outermost path names a trait.
    of_trait: bool,
}

impl Absolute<'_> {
    /// The absolute form of a path's names, if they are known.
    fn name(&self, path: &syn::Path) -> Option<String> {
        let names: Vec<String> = path.segments.iter().map(|s| s.ident.to_string()).collect();
        let parts: Vec<&str> = names.iter().map(String::as_str).collect();
        let lib = self.interface.lib.as_str();
        let local = |parts: &[&str]| {
            Some(format!("::{lib}::{}", self.interface.public.find(&parts.join("::"), self.of_trait)?))
        };
        match parts.as_slice() {
            ["crate", rest @ ..] => local(rest),
            [first, rest @ ..] if *first == lib && !rest.is_empty() => local(rest),
            ["std" | "core" | "alloc", _, ..] => Some(paths::std_path(&parts)),
            // A foreign trait keeps its last name, whatever types are called.
            [_] if self.of_trait => local(&parts),
            [name] => self
                .interface
                .public
                .find(name, self.of_trait)
                .map(|found| format!("::{lib}::{found}"))
                .or_else(|| paths::short_std(name)),
            _ => local(&parts),
        }
    }

    /// An alias of this crate, expanded.
    fn alias(&self, path: &syn::Path) -> Option<Type> {
        let name = self.interface.local_name(path)?;
        let (_, generics, target) = self.interface.aliases.iter().find(|(alias, ..)| *alias == name)?;
        let mut target = target.clone();
        substitute(&mut target, &Bindings::positional(generics, paths::path_arguments(path)));
        Some(target)
    }
}

impl VisitMut for Absolute<'_> {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        visit_mut::visit_type_mut(self, ty);
        match ty {
            Type::Path(path) if path.qself.is_none() => {
                if let Some(target) = self.alias(&path.path) {
                    *ty = target;
                    return;
                }
                complete(self.interface, ty);
            }
            Type::Reference(reference) => reference.lifetime = Some(syn::parse_quote!('static)),
            _ => {}
        }
    }

    fn visit_path_mut(&mut self, path: &mut syn::Path) {
        visit_mut::visit_path_mut(&mut Absolute { interface: self.interface, of_trait: false }, path);
        let arguments = path.segments.last().map(|s| s.arguments.clone()).unwrap_or_default();
        if let Some(mut absolute) = self.name(path).and_then(|name| syn::parse_str::<syn::Path>(&name).ok()) {
            if let Some(last) = absolute.segments.last_mut() {
                last.arguments = arguments;
            }
            *path = absolute;
        }
    }

    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        *lifetime = syn::parse_quote!('static);
    }
}

/// Adds the arguments that a written type leaves to defaults, and its lifetimes.
fn complete(interface: &Interface, ty: &mut Type) {
    let Some((def, bindings)) = interface.definition(ty) else {
        return;
    };
    let mut arguments: Vec<GenericArgument> = Vec::new();
    for generic in &def.generics {
        match (generic.kind, bindings.get(&generic.name)) {
            (GenericKind::Lifetime, _) => arguments.push(syn::parse_quote!('static)),
            (_, Some(value)) => arguments.push(value.clone()),
            (_, None) => break,
        }
    }
    if let Type::Path(path) = ty
        && let Some(last) = path.path.segments.last_mut()
    {
        last.arguments = if arguments.is_empty() {
            PathArguments::None
        } else {
            PathArguments::AngleBracketed(syn::parse_quote!(<#(#arguments),*>))
        };
    }
}

/// Takes arguments away that are the defaults of their parameters.
struct Usual<'a>(&'a Interface);

impl Usual<'_> {
    /// Whether two paths name one item of a third crate, which may show it in several places.
    fn same_foreign(&self, a: &Type, b: &Type) -> bool {
        let ends = |ty: &Type| match ty {
            Type::Path(path) if path.qself.is_none() => {
                Some((path.path.segments.first()?.ident.clone(), path.path.segments.last()?.ident.clone()))
            }
            _ => None,
        };
        ends(a).is_some_and(|(first, _)| first != self.0.lib) && ends(a) == ends(b)
    }
}

impl VisitMut for Usual<'_> {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        let defaults = self.0.definition(ty).map(|(def, bindings)| {
            let generics = def.generics.iter().filter(|g| g.kind != GenericKind::Lifetime);
            let defaults = generics.map(|generic| match &generic.default {
                Some(GenericArgument::Type(default)) => {
                    let mut default = default.clone();
                    substitute(&mut default, &bindings);
                    Some(default)
                }
                _ => None,
            });
            defaults.collect::<Vec<_>>()
        });
        if let (Some(defaults), Type::Path(path)) = (defaults, &mut *ty)
            && let Some(PathArguments::AngleBracketed(list)) = path.path.segments.last_mut().map(|s| &mut s.arguments)
        {
            let mut given = list.args.iter().filter(|a| !matches!(a, GenericArgument::Lifetime(_))).count();
            while let (Some(GenericArgument::Type(last)), Some(Some(default))) =
                (list.args.last(), defaults.get(given.wrapping_sub(1)))
                && (same(default, last) || self.same_foreign(default, last))
            {
                list.args.pop();
                list.args.pop_punct();
                given -= 1;
            }
        }
        visit_mut::visit_type_mut(self, ty);
    }
}

/// An impl's trait with its parameters filled in.
pub(super) fn concrete_trait(block: &Impl, bindings: &Bindings) -> Option<syn::Path> {
    let mut path = block.trait_.as_ref()?.path.clone();
    substitute_path(&mut path, bindings);
    Some(path)
}
