//! Generic parameters: what they are bound to, putting the bindings into a type, and finding them by matching a type
//! against a pattern. Knows nothing of where the types come from.

use std::collections::BTreeMap;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, GenericArgument, PathArguments, Type};

/// One generic parameter of a function, impl, trait or type.
#[derive(Debug, Clone)]
pub struct Generic {
    pub name: String,
    pub kind: GenericKind,
    /// Its bounds as text (for a const parameter its type), for messages and generated code.
    pub bounds: String,
    pub default: Option<GenericArgument>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GenericKind {
    Lifetime,
    Type,
    Const,
    /// `impl Trait` in the place of a parameter's type; its name is made up.
    ImplTrait,
}

/// What each parameter stands for, by name.
#[derive(Debug, Clone, Default)]
pub(super) struct Bindings(BTreeMap<String, GenericArgument>);

impl Bindings {
    /// Binds parameters in order, lifetimes passed over, defaults taken where arguments end.
    pub fn positional(generics: &[Generic], arguments: Vec<GenericArgument>) -> Bindings {
        let mut bindings = Bindings::default();
        let mut arguments = arguments.into_iter();
        for generic in generics.iter().filter(|g| g.kind != GenericKind::Lifetime) {
            if let Some(value) = arguments.next().or_else(|| generic.default.clone()) {
                bindings.set(&generic.name, value);
            }
        }
        bindings
    }

    pub fn set(&mut self, name: &str, value: GenericArgument) {
        self.0.insert(name.to_string(), value);
    }

    pub fn set_type(&mut self, name: &str, ty: Type) {
        self.set(name, GenericArgument::Type(ty));
    }

    pub fn get(&self, name: &str) -> Option<&GenericArgument> {
        self.0.get(name)
    }
}

/// Replaces every bound parameter in `ty`.
pub(super) fn substitute(ty: &mut Type, bindings: &Bindings) {
    Substitute(bindings).visit_type_mut(ty);
}

pub(super) fn substitute_path(path: &mut syn::Path, bindings: &Bindings) {
    Substitute(bindings).visit_path_mut(path);
}

struct Substitute<'a>(&'a Bindings);

impl VisitMut for Substitute<'_> {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        if let Some(GenericArgument::Type(value)) = lone_ident(ty).and_then(|name| self.0.get(&name)) {
            *ty = value.clone();
            return;
        }
        visit_mut::visit_type_mut(self, ty);
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if let Expr::Path(path) = expr
            && let Some(name) = path.path.get_ident()
            && let Some(value) = self.0.get(&name.to_string()).and_then(as_expr)
        {
            *expr = value;
            return;
        }
        visit_mut::visit_expr_mut(self, expr);
    }

    fn visit_generic_argument_mut(&mut self, argument: &mut GenericArgument) {
        let name = match argument {
            GenericArgument::Type(ty) => lone_ident(ty),
            GenericArgument::Const(expr) => lone_name(expr),
            _ => None,
        };
        match name.and_then(|name| self.0.get(&name)) {
            Some(value) => *argument = value.clone(),
            None => visit_mut::visit_generic_argument_mut(self, argument),
        }
    }
}

/// A const argument as an expression; a bare name parses as a type, so both forms count.
fn as_expr(argument: &GenericArgument) -> Option<Expr> {
    match argument {
        GenericArgument::Const(Expr::Block(block)) if block.block.stmts.len() == 1 => match &block.block.stmts[0] {
            syn::Stmt::Expr(expr, None) => Some(expr.clone()),
            _ => None,
        },
        GenericArgument::Const(expr) => Some(expr.clone()),
        GenericArgument::Type(Type::Path(path)) => {
            Some(Expr::Path(syn::ExprPath { attrs: Vec::new(), qself: path.qself.clone(), path: path.path.clone() }))
        }
        _ => None,
    }
}

fn lone_name(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Path(path) => path.path.get_ident().map(ToString::to_string),
        Expr::Block(_) => match as_expr(&GenericArgument::Const(expr.clone()))? {
            Expr::Path(path) => path.path.get_ident().map(ToString::to_string),
            _ => None,
        },
        _ => None,
    }
}

pub(super) fn lone_ident(ty: &Type) -> Option<String> {
    match ty {
        Type::Path(path) if path.qself.is_none() => path.path.get_ident().map(ToString::to_string),
        _ => None,
    }
}

/// Matches `target` against `pattern`, in which the names of `generics` stand for anything; adds what they stand for.
/// Lifetimes are ignored, and arguments that the target leaves out match (their parameters stay unbound).
pub(super) fn unify(pattern: &Type, target: &Type, generics: &[Generic], bindings: &mut Bindings) -> bool {
    let (pattern, target) = (bare(pattern), bare(target));
    if let Some(name) = lone_ident(pattern)
        && generics.iter().any(|g| g.name == name)
    {
        return match bindings.get(&name) {
            Some(GenericArgument::Type(bound)) => same(bound, target),
            Some(_) => false,
            None => {
                bindings.set_type(&name, target.clone());
                true
            }
        };
    }
    match (pattern, target) {
        (Type::Path(p), Type::Path(t)) if p.qself.is_none() && t.qself.is_none() => {
            unify_paths(&p.path, &t.path, generics, bindings)
        }
        (Type::Reference(p), Type::Reference(t)) => {
            p.mutability.is_some() == t.mutability.is_some() && unify(&p.elem, &t.elem, generics, bindings)
        }
        (Type::Slice(p), Type::Slice(t)) => unify(&p.elem, &t.elem, generics, bindings),
        (Type::Array(p), Type::Array(t)) => {
            unify(&p.elem, &t.elem, generics, bindings) && unify_const(&p.len, &t.len, generics, bindings)
        }
        (Type::Tuple(p), Type::Tuple(t)) => {
            p.elems.len() == t.elems.len() && p.elems.iter().zip(&t.elems).all(|(p, t)| unify(p, t, generics, bindings))
        }
        _ => same_text(pattern, target),
    }
}

/// The same for paths, which is also how traits with arguments match.
pub(super) fn unify_paths(
    pattern: &syn::Path,
    target: &syn::Path,
    generics: &[Generic],
    bindings: &mut Bindings,
) -> bool {
    if !same_item(pattern, target) {
        return false;
    }
    let (Some(p), Some(t)) = (pattern.segments.last(), target.segments.last()) else {
        return false;
    };
    let (PathArguments::AngleBracketed(p), PathArguments::AngleBracketed(t)) = (&p.arguments, &t.arguments) else {
        return true;
    };
    let counts = |a: &&GenericArgument| matches!(a, GenericArgument::Type(_) | GenericArgument::Const(_));
    p.args.iter().filter(counts).zip(t.args.iter().filter(counts)).all(|pair| match pair {
        (GenericArgument::Type(p), GenericArgument::Type(t)) if !is_const(p, generics) => {
            unify(p, t, generics, bindings)
        }
        (p, t) => match (as_expr(p), as_expr(t)) {
            (Some(p), Some(t)) => unify_const(&p, &t, generics, bindings),
            _ => false,
        },
    })
}

fn is_const(ty: &Type, generics: &[Generic]) -> bool {
    lone_ident(ty).is_some_and(|name| generics.iter().any(|g| g.name == name && g.kind == GenericKind::Const))
}

fn unify_const(pattern: &Expr, target: &Expr, generics: &[Generic], bindings: &mut Bindings) -> bool {
    if let Some(name) = lone_name(pattern)
        && generics.iter().any(|g| g.name == name)
        && bindings.get(&name).is_none()
    {
        bindings.set(&name, GenericArgument::Const(target.clone()));
        return true;
    }
    let text = |expr: &Expr| match expr {
        Expr::Lit(syn::ExprLit { lit: syn::Lit::Int(int), .. }) => int.base10_digits().to_string(),
        other => quote::quote!(#other).to_string(),
    };
    text(pattern) == text(target)
}

/// Whether two paths name one item, arguments apart. The standard library shows an item in several places, so there the
/// last name decides.
fn same_item(a: &syn::Path, b: &syn::Path) -> bool {
    let names = |path: &syn::Path| path.segments.iter().map(|s| s.ident.to_string()).collect::<Vec<_>>();
    let (a, b) = (names(a), names(b));
    a == b || (a.first() == b.first() && a.first().is_some_and(|first| first == "std") && a.last() == b.last())
}

/// Equal but for lifetimes and for where the standard library shows an item.
pub(super) fn same(a: &Type, b: &Type) -> bool {
    unify(a, b, &[], &mut Bindings::default())
}

fn same_text(a: &Type, b: &Type) -> bool {
    let text = |ty: &Type| quote::quote!(#ty).to_string().replace("'static", "").replace(' ', "");
    text(a) == text(b)
}

fn bare(ty: &Type) -> &Type {
    match ty {
        Type::Paren(inner) => bare(&inner.elem),
        Type::Group(inner) => bare(&inner.elem),
        other => other,
    }
}
