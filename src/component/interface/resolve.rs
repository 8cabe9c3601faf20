//! From a call as a trace spells it to the one function that it means, with every type concrete.

use super::generics::{Bindings, Generic, GenericKind, lone_ident, substitute, unify, unify_paths};
use super::model::{Function, Impl, Receiver, SourceSpan, turbofish};
use super::types::concrete_trait;
use super::{Interface, paths};
use quote::{format_ident, quote};
use syn::{GenericArgument, PathArguments, Type};

/// A call's function as a dependent crate sees it: every type concrete and absolute, every lifetime `'static`.
#[derive(Debug, Clone)]
pub struct Signature {
    /// The one spelling of this call, whichever was asked for.
    pub path: String,
    /// What to call, for example `::hash_table::Table::get`.
    pub callee: syn::Expr,
    /// How `self` is taken, and its type without the reference.
    pub receiver: Option<(Receiver, Type)>,
    /// Names and types of the other parameters.
    pub params: Vec<(String, Type)>,
    pub ret: Type,
    pub is_unsafe: bool,
    pub is_const: bool,
    pub is_async: bool,
    pub span: Option<SourceSpan>,
}

/// Why a call means no function, or not exactly one.
#[derive(Debug, thiserror::Error)]
pub enum ResolveError {
    #[error(
        "`{call}` is not a path as Rust writes it ({message}); write `function`, `Type::method` or `<Type as Trait>::method`"
    )]
    Syntax { call: String, message: String },
    #[error("`{call}` is not a public function of `{lib}`; {}", nearest_text(nearest))]
    Unknown { call: String, lib: String, nearest: Vec<String> },
    #[error(
        "`{call}` does not say what its generic parameter `{parameter}`{} is; write `{spelling}`{note}",
        bounds_text(bounds)
    )]
    MissingGeneric { call: String, parameter: String, bounds: String, spelling: String, note: &'static str },
    #[error("`{call}` gives {given} generic arguments, but `{path}` takes {wanted}")]
    TooManyGenerics { call: String, path: String, given: usize, wanted: usize },
    #[error("`{call}` can mean any of {}; write the one that is meant", candidates.join(", "))]
    Ambiguous { call: String, candidates: Vec<String> },
}

fn nearest_text(nearest: &[String]) -> String {
    match nearest {
        [] => "it has no public functions".into(),
        names => format!("the nearest are {}", names.join(", ")),
    }
}

fn bounds_text(bounds: &str) -> String {
    if bounds.is_empty() {
        String::new()
    } else {
        format!(" ({})", bounds.replace(' ', "").replace("::std::", "std::").replace('+', " + "))
    }
}

/// A call taken apart.
struct Call {
    text: String,
    /// The type before the method, absolute.
    this: Option<Type>,
    /// The trait in `<Type as Trait>`, absolute where it is known.
    trait_: Option<syn::Path>,
    method: String,
    /// Generic arguments after the last name.
    generics: Vec<GenericArgument>,
}

/// A function with what the call says about the parameters of its impl.
struct Found<'a> {
    function: &'a Function,
    block: Option<&'a Impl>,
    bindings: Bindings,
}

impl Interface {
    /// What `call` means, spelled as in a trace: `Table::new`, `cache::Lru::<String,u64>::get`, `encode::<&[u8]>`,
    /// `<Vec<u8> as FromHex>::from_hex::<&str>`. An `impl Trait` parameter is given after the function's own parameters,
    /// as if it were a named one.
    pub fn resolve(&self, call: &str) -> Result<Signature, ResolveError> {
        let syntax = |message: String| ResolveError::Syntax { call: call.into(), message };
        let parsed: syn::ExprPath = syn::parse_str(call).map_err(|error| syntax(error.to_string()))?;
        let last = parsed.path.segments.last().ok_or_else(|| syntax("it is empty".into()))?;
        let written = match &last.arguments {
            PathArguments::None => Vec::new(),
            _ => paths::path_arguments(&parsed.path).iter().map(|a| self.absolute_argument(a)).collect(),
        };
        if parsed.qself.is_none()
            && let Some(function) = self.free_function(&parsed.path)
        {
            let found = Found { function, block: None, bindings: Bindings::default() };
            return self.signature(call, found, written);
        }
        let (this, trait_) = self.owner(&parsed);
        let call = Call { text: call.into(), this, trait_, method: last.ident.to_string(), generics: written };
        let mut found = self.methods(&call);
        match found.len() {
            0 => Err(self.unknown(&call.text)),
            1 => self.signature(&call.text, found.remove(0), call.generics),
            _ => Err(ResolveError::Ambiguous {
                call: call.text,
                candidates: found.iter().map(|f| format!("`{}`", f.function.path)).collect(),
            }),
        }
    }

    fn free_function(&self, path: &syn::Path) -> Option<&Function> {
        let names: Vec<String> = path.segments.iter().map(|s| s.ident.to_string()).collect();
        let inner = match names.first() {
            Some(first) if names.len() > 1 && (first == "crate" || *first == self.lib) => &names[1..],
            _ => &names[..],
        };
        let path = self.public.function(&inner.join("::"))?;
        self.functions.iter().find(|f| f.implementation.is_none() && f.path == path)
    }

    /// The type and the trait before a method.
    fn owner(&self, parsed: &syn::ExprPath) -> (Option<Type>, Option<syn::Path>) {
        let path = &parsed.path;
        match &parsed.qself {
            Some(qself) if qself.position > 0 => {
                let (trait_, _) = paths::split(path, qself.position);
                (Some(self.absolute(&qself.ty)), Some(self.absolute_trait(&trait_)))
            }
            Some(qself) => (Some(self.absolute(&qself.ty)), None),
            None if path.segments.len() > 1 => {
                let (mut owner, _) = paths::split(path, path.segments.len() - 1);
                for segment in &mut owner.segments {
                    if let PathArguments::AngleBracketed(list) = &mut segment.arguments {
                        list.colon2_token = None;
                    }
                }
                (Some(self.absolute(&syn::parse_quote!(#owner))), None)
            }
            None => (None, None),
        }
    }

    /// Methods that fit: inherent ones before those of traits, impls for one type before blanket impls.
    fn methods(&self, call: &Call) -> Vec<Found<'_>> {
        let Some(this) = &call.this else {
            return Vec::new();
        };
        let mut ranked: Vec<(u8, Found)> = Vec::new();
        for function in self.functions.iter().filter(|f| f.name == call.method) {
            let Some(block) = function.implementation.map(|place| &self.impls[place]) else {
                continue;
            };
            let mut bindings = Bindings::default();
            if !unify(&block.self_ty, this, &block.generics, &mut bindings) {
                continue;
            }
            let rank = match (&call.trait_, &block.trait_) {
                (None, None) => 0,
                (Some(_), None) => continue,
                (Some(wanted), Some(has)) if !trait_fits(&has.path, wanted, block, &mut bindings) => {
                    continue;
                }
                (_, Some(_)) if is_blanket(block) => 2,
                (_, Some(_)) => 1,
            };
            ranked.push((rank, Found { function, block: Some(block), bindings }));
        }
        if let Some(wanted) = &call.trait_ {
            // A parameter that the call leaves out has its default.
            let given = paths::path_arguments(wanted).len();
            let exact = |found: &Found| {
                let has = found.block.and_then(|block| block.trait_.as_ref());
                has.is_some_and(|has| has.arguments().len() == given)
            };
            if ranked.iter().any(|(_, found)| exact(found)) {
                ranked.retain(|(_, found)| exact(found));
            }
        }
        let best = ranked.iter().map(|(rank, _)| *rank).min();
        ranked.into_iter().filter(|(rank, _)| Some(*rank) == best).map(|(_, found)| found).collect()
    }

    fn signature(&self, call: &str, found: Found, written: Vec<GenericArgument>) -> Result<Signature, ResolveError> {
        let Found { function, block, mut bindings } = found;
        self.bind_outer(call, function, block, &mut bindings)?;
        let this = block.map(|block| {
            let mut this = block.self_ty.clone();
            substitute(&mut this, &bindings);
            self.usual(&this)
        });
        if let Some(this) = &this {
            bindings.set_type("Self", this.clone());
        }
        let trait_ = block.and_then(|block| concrete_trait(block, &bindings));
        let head = self.head(function, this.as_ref(), trait_.as_ref());
        let own = bind_own(call, function, &head.spelling, written, &mut bindings)?;
        let callee = head.callee;
        let expressed = &own.expressed;
        let callee = if expressed.is_empty() { callee } else { quote!(#callee::<#(#expressed),*>) };
        Ok(Signature {
            path: format!("{}{}", head.spelling, own.spelling(&self.names)),
            callee: syn::parse2(callee)
                .map_err(|error| ResolveError::Syntax { call: call.into(), message: error.to_string() })?,
            receiver: function.receiver.zip(this),
            params: function
                .params
                .iter()
                .map(|(name, ty)| (name.clone(), self.usual(&self.concrete(ty, &bindings))))
                .collect(),
            ret: self.usual(&self.concrete(&function.ret, &bindings)),
            is_unsafe: function.is_unsafe,
            is_const: function.is_const,
            is_async: function.is_async,
            span: function.span.clone(),
        })
    }

    /// Every parameter of the impl must be known from the type and trait that the call names.
    fn bind_outer(
        &self,
        call: &str,
        function: &Function,
        block: Option<&Impl>,
        bindings: &mut Bindings,
    ) -> Result<(), ResolveError> {
        for generic in &function.outer {
            if generic.kind == GenericKind::Lifetime || bindings.get(&generic.name).is_some() {
                continue;
            }
            let spelling = block.map_or(function.path.clone(), |block| block.spell(&self.names, &function.name));
            return Err(missing(call, generic, spelling, ""));
        }
        Ok(())
    }

    /// What stands before the function's own generic arguments.
    fn head(&self, function: &Function, this: Option<&Type>, trait_: Option<&syn::Path>) -> Head {
        let name = format_ident!("{}", function.name);
        let Some(this) = this else {
            let lib = format_ident!("{}", self.lib);
            let parts = function.path.split("::").map(|part| format_ident!("{part}"));
            return Head { callee: quote!(::#lib #(::#parts)*), spelling: function.path.clone() };
        };
        match trait_ {
            Some(trait_) => {
                let short = super::model::TraitRef { path: trait_.clone() }.short(&self.names);
                let spelling = format!(
                    "<{} as {}>::{name}",
                    paths::spell(this, &self.names),
                    paths::spell_path(&short, &self.names)
                );
                Head { callee: quote!(<#this as #trait_>::#name), spelling }
            }
            None => {
                let plain = matches!(this, Type::Path(path) if paths::path_arguments(&path.path).is_empty());
                let callee = if plain && let Type::Path(path) = this {
                    let mut path = path.path.clone();
                    if let Some(last) = path.segments.last_mut() {
                        last.arguments = PathArguments::None;
                    }
                    quote!(#path::#name)
                } else {
                    quote!(<#this>::#name)
                };
                Head { callee, spelling: format!("{}::{name}", turbofish(this, &self.names)) }
            }
        }
    }

    fn unknown(&self, call: &str) -> ResolveError {
        let last = |path: &str| path.rsplit("::").next().unwrap_or_default().to_string();
        let plain: String = call.split("::<").next().unwrap_or(call).into();
        let mut names: Vec<(usize, String)> = self
            .functions
            .iter()
            .filter(|f| !f.is_derived && !super::is_view(&f.path))
            .map(|f| (distance(&f.path, &plain).min(1 + distance(&f.name, &last(&plain))), format!("`{}`", f.path)))
            .collect();
        names.sort();
        names.dedup();
        ResolveError::Unknown {
            call: call.into(),
            lib: self.lib.clone(),
            nearest: names.into_iter().take(3).map(|(_, name)| name).collect(),
        }
    }
}

struct Head {
    callee: proc_macro2::TokenStream,
    spelling: String,
}

/// The function's own arguments: those that Rust lets a caller write, and those of `impl Trait` parameters.
struct Own {
    expressed: Vec<GenericArgument>,
    anonymous: Vec<GenericArgument>,
}

impl Own {
    fn spelling(&self, names: &paths::Names) -> String {
        let all = self.expressed.iter().chain(&self.anonymous);
        let list: syn::AngleBracketedGenericArguments = syn::parse_quote!(<#(#all),*>);
        match paths::spell_arguments(&PathArguments::AngleBracketed(list), names) {
            empty if empty.is_empty() => empty,
            arguments => format!("::{arguments}"),
        }
    }
}

fn bind_own(
    call: &str,
    function: &Function,
    head: &str,
    written: Vec<GenericArgument>,
    bindings: &mut Bindings,
) -> Result<Own, ResolveError> {
    let wanted: Vec<&Generic> = function.generics.iter().filter(|g| g.kind != GenericKind::Lifetime).collect();
    if written.len() > wanted.len() {
        return Err(ResolveError::TooManyGenerics {
            call: call.into(),
            path: function.path.clone(),
            given: written.len(),
            wanted: wanted.len(),
        });
    }
    // Named parameters first, then anonymous ones, whatever their order in the declaration.
    let (named, anonymous): (Vec<&Generic>, Vec<&Generic>) =
        wanted.iter().partition(|g| g.kind != GenericKind::ImplTrait);
    let names: Vec<&str> = named.iter().chain(&anonymous).map(|g| g.name.as_str()).collect();
    let mut own = Own { expressed: Vec::new(), anonymous: Vec::new() };
    let mut written = written.into_iter();
    for generic in named.iter().chain(&anonymous) {
        let Some(value) = written.next().filter(|a| !matches!(a, GenericArgument::Type(Type::Infer(_)))) else {
            let used = function.params.iter().any(|(_, ty)| mentions(ty, &generic.name));
            let note = match generic.kind {
                GenericKind::ImplTrait => " (its `impl Trait` parameter is given like a named one)",
                _ if !used => " (it occurs in no parameter, so nothing else can tell it)",
                _ => "",
            };
            return Err(missing(call, generic, format!("{head}::<{}>", names.join(",")), note));
        };
        bindings.set(&generic.name, value.clone());
        match generic.kind {
            GenericKind::ImplTrait => own.anonymous.push(value),
            _ => own.expressed.push(value),
        }
    }
    Ok(own)
}

fn missing(call: &str, generic: &Generic, spelling: String, note: &'static str) -> ResolveError {
    ResolveError::MissingGeneric {
        call: call.into(),
        parameter: generic.name.clone(),
        bounds: generic.bounds.clone(),
        spelling,
        note,
    }
}

fn trait_fits(has: &syn::Path, wanted: &syn::Path, block: &Impl, bindings: &mut Bindings) -> bool {
    if unify_paths(has, wanted, &block.generics, bindings) {
        return true;
    }
    // A foreign trait may be written by its last name alone.
    let mut by_last_name = wanted.clone();
    if by_last_name.segments.len() != 1
        || by_last_name.segments.last().map(|s| &s.ident) != has.segments.last().map(|s| &s.ident)
    {
        return false;
    }
    let arguments = by_last_name.segments.pop().map(|segment| segment.arguments).unwrap_or_default();
    let mut full = has.clone();
    if let Some(last) = full.segments.last_mut() {
        last.arguments = arguments;
    }
    unify_paths(has, &full, &block.generics, bindings)
}

/// `impl<T: …> Trait for T`.
fn is_blanket(block: &Impl) -> bool {
    lone_ident(&block.self_ty).is_some_and(|name| block.generics.iter().any(|g| g.name == name))
}

fn mentions(ty: &Type, name: &str) -> bool {
    quote!(#ty).into_iter().any(|token| token_mentions(&token, name))
}

fn token_mentions(token: &proc_macro2::TokenTree, name: &str) -> bool {
    match token {
        proc_macro2::TokenTree::Ident(ident) => ident == name,
        proc_macro2::TokenTree::Group(group) => group.stream().into_iter().any(|inner| token_mentions(&inner, name)),
        _ => false,
    }
}

/// Edit distance, for the names in an error message.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replace = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = replace.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}
