//! How values of the component's own types are read and written, and which results a worker keeps under handles.

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{GenericArgument, PathArguments, Type, TypeParamBound};

use super::{Tables, emit};
use crate::component::interface::{Field, Interface, LocalType, Shape, Variant};

/// The type behind references.
pub(super) fn without_reference(ty: &Type) -> &Type {
    match ty {
        Type::Reference(r) => without_reference(&r.elem),
        Type::Paren(p) => without_reference(&p.elem),
        _ => ty,
    }
}

/// The `n`th type argument of a path type whose last name is `name`.
pub(super) fn argument<'a>(ty: &'a Type, name: &str, n: usize) -> Option<&'a Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last().filter(|s| s.ident == name)?;
    arguments(&last.arguments).nth(n)
}

fn arguments(arguments: &PathArguments) -> impl Iterator<Item = &Type> {
    let list = match arguments {
        PathArguments::AngleBracketed(a) => Some(&a.args),
        _ => None,
    };
    list.into_iter().flatten().filter_map(|a| match a {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}

/// The types one step inside a type.
fn inside(ty: &Type) -> Vec<&Type> {
    match ty {
        Type::Reference(r) => vec![&*r.elem],
        Type::Paren(p) => vec![&*p.elem],
        Type::Slice(s) => vec![&*s.elem],
        Type::Array(a) => vec![&*a.elem],
        Type::Tuple(t) => t.elems.iter().collect(),
        Type::Path(p) => p.path.segments.iter().flat_map(|s| arguments(&s.arguments)).collect(),
        _ => Vec::new(),
    }
}

/// A type whose values own no memory and borrow none, so that keeping one costs what copying it costs.
pub(super) fn plain(ty: &Type) -> bool {
    const SCALARS: [&str; 17] = [
        "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize", "f32", "f64", "bool",
        "char", "Ordering",
    ];
    match ty {
        Type::Tuple(tuple) => tuple.elems.iter().all(plain),
        Type::Array(array) => plain(&array.elem),
        Type::Paren(inner) => plain(&inner.elem),
        Type::Path(path) if path.qself.is_none() => path.path.segments.last().is_some_and(|last| {
            let std = path.path.segments.len() == 1
                || path.path.segments[0].ident == "std"
                || path.path.segments[0].ident == "core";
            let name = last.ident.to_string();
            std && (SCALARS.contains(&name.as_str())
                || (["Option", "Result"].contains(&name.as_str()) && arguments(&last.arguments).all(plain)))
        }),
        _ => false,
    }
}

/// A returned iterator is drained.
pub(super) fn is_iterator(interface: &Interface, ty: &Type) -> bool {
    match ty {
        Type::ImplTrait(t) => t.bounds.iter().any(bounds_iterator),
        Type::TraitObject(t) => t.bounds.iter().any(bounds_iterator),
        Type::Path(path) => {
            if let Some(boxed) = argument(ty, "Box", 0) {
                return is_iterator(interface, boxed);
            }
            match interface.local_type(ty) {
                Some(local) => local.implements.contains("Iterator"),
                None => is_std_iterator(&path.path),
            }
        }
        _ => false,
    }
}

fn bounds_iterator(bound: &TypeParamBound) -> bool {
    let TypeParamBound::Trait(bound) = bound else { return false };
    let name = bound.path.segments.last().map(|s| s.ident.to_string()).unwrap_or_default();
    ["Iterator", "DoubleEndedIterator", "ExactSizeIterator"].contains(&name.as_str())
}

/// Lazy iterators of the standard library, by their names: nothing else there is called so.
fn is_std_iterator(path: &syn::Path) -> bool {
    let names: Vec<String> = path.segments.iter().map(|s| s.ident.to_string()).collect();
    let Some(last) = names.last() else { return false };
    let known =
        ["Iter", "IterMut", "IntoIter", "Keys", "Values", "IntoKeys", "IntoValues", "Drain", "Chars", "CharIndices"]
            .contains(&last.as_str())
            || ["Bytes", "Lines", "Split", "SplitWhitespace", "Chunks", "Windows", "RSplit", "Matches"]
                .contains(&last.as_str());
    names[0] == "std" && (known || names.contains(&"iter".to_owned()))
}

/// Whether a record of a call shows public fields of the receiver.
pub(super) fn shows_fields(interface: &Interface, ty: &Type) -> bool {
    matches!(interface.local_type(ty).map(|l| l.shape), Some(Shape::Struct { fields, .. }) if !fields.is_empty())
}

/// Types of this crate that a result may carry by value.
pub(super) fn kept_types(interface: &Interface, ty: &Type) -> Vec<Type> {
    if matches!(ty, Type::Reference(_)) {
        return Vec::new();
    }
    match interface.local_type(ty) {
        Some(_) => vec![ty.clone()],
        None => inside(ty).into_iter().flat_map(|t| kept_types(interface, t)).collect(),
    }
}

/// Consumes `expr`: values that have a table go under the next new handle while there is one, all else is written.
pub(super) fn absorb(
    interface: &Interface,
    tables: &Tables,
    ty: &Type,
    expr: TokenStream,
    depth: usize,
) -> TokenStream {
    if kept_types(interface, ty).is_empty() {
        return show(interface, ty, quote!(&#expr), depth);
    }
    let inner = format_ident!("v{depth}");
    let go = |ty: &Type, expr: TokenStream| absorb(interface, tables, ty, expr, depth + 1);
    if interface.local_type(ty).is_some() {
        let seen = emit(quote!(&kept));
        let keep = tables.get(ty).map(|table| quote!(rt::put(&mut #table, handle, kept);));
        return quote! {
            let kept = #expr;
            match new.next() {
                Some(handle) => { o.handle(handle); #keep }
                None => { #seen }
            }
        };
    }
    if let Some(which) = which(ty, &expr, &inner, &go) {
        return which;
    }
    if let Some(boxed) = argument(ty, "Box", 0) {
        return go(boxed, quote!((*#expr)));
    }
    if let Some(item) = argument(ty, "Vec", 0) {
        let item = go(item, quote!(#inner));
        return quote!(let items = #expr; o.array(items.len()); for #inner in items { #item });
    }
    if let Type::Tuple(tuple) = ty {
        let n = tuple.elems.len();
        let names: Vec<_> = (0..n).map(|i| format_ident!("v{depth}_{i}")).collect();
        let parts = tuple.elems.iter().zip(&names).map(|(ty, name)| {
            let part = go(ty, quote!(#name));
            quote!({ #part })
        });
        return quote!(let (#(#names,)*) = #expr; o.array(#n); #(#parts)*);
    }
    emit(quote!(&#expr))
}

/// Writes which of its variants an `Option` or a `Result` is, and what is in it as `go` does.
fn which(
    ty: &Type,
    expr: &TokenStream,
    inner: &Ident,
    go: &dyn Fn(&Type, TokenStream) -> TokenStream,
) -> Option<TokenStream> {
    if let Some(some) = argument(ty, "Option", 0) {
        let some = go(some, quote!(#inner));
        return Some(quote!(match #expr { None => o.null(), Some(#inner) => { o.some(); #some } }));
    }
    let (ok, err) = (argument(ty, "Result", 0)?, argument(ty, "Result", 1)?);
    let (ok, err) = (go(ok, quote!(#inner)), go(err, quote!(#inner)));
    Some(quote! {
        o.object(1);
        match #expr {
            Ok(#inner) => { o.key("Ok"); #ok }
            Err(#inner) => { o.key("Err"); #err }
        }
    })
}

/// Writes what is behind the reference `expr`, each part as it can be shown: whether it is `Ok` or `Some` is seen of a result
/// whatever is in it.
pub(super) fn show(interface: &Interface, ty: &Type, expr: TokenStream, depth: usize) -> TokenStream {
    let go = |ty: &Type, expr: TokenStream| show(interface, ty, expr, depth + 1);
    let own = interface.local_type(ty).is_some();
    let which = which(ty, &expr, &format_ident!("v{depth}"), &go).filter(|_| !own);
    which.unwrap_or_else(|| emit(expr))
}

/// `Encode` and `Decode` for every type of this crate that is reached from `roots`.
pub(super) fn impls(interface: &Interface, roots: impl Iterator<Item = Type>) -> TokenStream {
    let mut seen = BTreeSet::new();
    let mut left: Vec<Type> = roots.collect();
    let mut out = TokenStream::new();
    while let Some(ty) = left.pop() {
        left.extend(inside(&ty).into_iter().cloned());
        let Some(local) = interface.local_type(&ty) else { continue };
        if !seen.insert(ty.to_token_stream().to_string()) {
            continue;
        }
        let fields: Vec<&Field> = match &local.shape {
            Shape::Struct { fields, .. } => fields.iter().collect(),
            Shape::Enum { variants, .. } => variants.iter().flat_map(|v| &v.fields).collect(),
            Shape::Opaque => Vec::new(),
        };
        left.extend(fields.iter().map(|f| f.ty.clone()));
        out.extend(encode(interface, &local));
        out.extend(decode(interface, &local));
    }
    out
}

fn encode(interface: &Interface, local: &LocalType) -> TokenStream {
    let ty = &local.path;
    let hidden = quote!(o.opaque(); (&&rt::told(self)).tell(o););
    let body = match &local.shape {
        Shape::Opaque => hidden,
        Shape::Struct { fields, opaque: true, .. } if fields.is_empty() => hidden,
        Shape::Struct { fields, tuple, opaque } => {
            let mark = opaque.then(|| quote!(o.opaque();));
            let fields = encode_fields(interface, fields, *tuple, |i, f| match &f.name {
                Some(name) => {
                    let name = ident(name);
                    quote!(&self.#name)
                }
                None => {
                    let i = syn::Index::from(i);
                    quote!(&self.#i)
                }
            });
            quote!(#mark #fields)
        }
        Shape::Enum { variants, .. } => {
            let arms = variants.iter().map(|v| encode_variant(interface, v));
            quote!(match self { #(#arms)* _ => o.unseen(), })
        }
    };
    quote!(impl rt::Encode<Seed> for #ty { fn encode(&self, o: &mut rt::Out) { #body } })
}

/// As serde writes them: named fields as an object, one positional field as itself, several as an array, none as null.
fn encode_fields(
    interface: &Interface,
    fields: &[Field],
    tuple: bool,
    access: impl Fn(usize, &Field) -> TokenStream,
) -> TokenStream {
    let n = fields.len();
    let parts = fields.iter().enumerate().map(|(i, f)| {
        let key = f.name.as_ref().filter(|_| !tuple).map(|name| quote!(o.key(#name);));
        let value = show(interface, &f.ty, access(i, f), 0);
        quote!(#key #value)
    });
    match (n, tuple) {
        (0, _) => quote!(o.null();),
        (1, true) => quote!(#(#parts)*),
        (_, true) => quote!(o.array(#n); #(#parts)*),
        (_, false) => quote!(o.object(#n); #(#parts)*),
    }
}

fn encode_variant(interface: &Interface, v: &Variant) -> TokenStream {
    let (name, text) = (ident(&v.name), &v.name);
    if v.fields.is_empty() {
        return quote!(Self::#name { .. } => o.str(#text),);
    }
    let locals: Vec<_> = (0..v.fields.len()).map(|i| format_ident!("f{i}")).collect();
    let fields = encode_fields(interface, &v.fields, v.tuple, |i, _| {
        let local = &locals[i];
        quote!(#local)
    });
    let names = v.fields.iter().enumerate().map(|(i, f)| member(i, f));
    quote!(Self::#name { #(#names: #locals,)* .. } => { o.object(1); o.key(#text); #fields })
}

fn member(i: usize, f: &Field) -> TokenStream {
    match &f.name {
        Some(name) => ident(name).to_token_stream(),
        None => syn::Index::from(i).to_token_stream(),
    }
}

/// Field and variant names may be keywords of a later edition.
fn ident(name: &str) -> Ident {
    syn::parse_str(name).unwrap_or_else(|_| format_ident!("r#{}", name.trim_start_matches("r#")))
}

fn decode(interface: &Interface, local: &LocalType) -> TokenStream {
    let ty = &local.path;
    let body = match &local.shape {
        Shape::Struct { fields, tuple, opaque: false } => decode_fields(interface, fields, *tuple, quote!(#ty)),
        Shape::Enum { variants, .. } => {
            let arms = variants.iter().map(|v| {
                let (name, text) = (ident(&v.name), &v.name);
                let payload = !v.fields.is_empty();
                let value = match payload {
                    true => decode_fields(interface, &v.fields, v.tuple, quote!(Self::#name)),
                    false => quote!(Ok(Self::#name {})),
                };
                quote!((#text, #payload) => { #value })
            });
            quote!(match r.variant()? { #(#arms)* (other, _) => Err(format!("there is no variant `{other}`")) })
        }
        _ => return decode_consts(interface, ty),
    };
    quote!(impl rt::Decode<Seed> for #ty { fn decode(r: &mut rt::Reader) -> rt::Result<Self> { #body } })
}

fn decode_fields(interface: &Interface, fields: &[Field], tuple: bool, constructor: TokenStream) -> TokenStream {
    let n = fields.len();
    let reads: Vec<_> = fields.iter().map(|field| read_field(interface, field)).collect();
    let members: Vec<_> = fields.iter().enumerate().map(|(i, f)| member(i, f)).collect();
    match (n, tuple) {
        (0, _) => quote!({ <() as rt::Decode<Seed>>::decode(r)?; Ok(#constructor {}) }),
        (1, true) => quote!(Ok(#constructor { 0: #(#reads)* })),
        (_, true) => quote!({ r.tuple(#n)?; Ok(#constructor { #(#members: #reads,)* }) }),
        (_, false) => {
            let locals: Vec<_> = (0..n).map(|i| format_ident!("f{i}")).collect();
            let names: Vec<_> = fields.iter().map(|f| f.name.clone().unwrap_or_default()).collect();
            quote!({
                #(let mut #locals = None;)*
                r.object(|field, r| {
                    match field {
                        #(#names => #locals = Some(#reads),)*
                        _ => return Err("is unknown".into()),
                    }
                    Ok(())
                })?;
                Ok(#constructor { #(#members: #locals.ok_or(concat!("field `", #names, "` is missing"))?,)* })
            })
        }
    }
}

/// Reads a field. Where its type cannot be read a value without it may still be: another variant of an enum.
fn read_field(interface: &Interface, field: &Field) -> TokenStream {
    match readable(interface, &field.ty) {
        true => quote!(rt::Decode::<Seed>::decode(r)?),
        false => quote!(Err("holds a value that a trace can only name")?),
    }
}

/// Whether no part of a type is code, or can only be a handle.
fn readable(interface: &Interface, ty: &Type) -> bool {
    let named_only = interface.local_type(ty).is_some_and(|local| match local.shape {
        Shape::Struct { opaque, .. } => opaque && decode_consts(interface, ty).is_empty(),
        Shape::Opaque => true,
        Shape::Enum { .. } => false,
    });
    let code = matches!(ty, Type::FnPtr(_) | Type::Ptr(_) | Type::TraitObject(_));
    !named_only && !code && inside(ty).into_iter().all(|ty| readable(interface, ty))
}

/// A type with private fields is read by the name of a public constant.
fn decode_consts(interface: &Interface, ty: &Type) -> TokenStream {
    let text = ty.to_token_stream().to_string();
    let is = |t: &Type| t.to_token_stream().to_string() == text;
    let (mut values, mut references) = (Vec::new(), Vec::new());
    for c in interface.consts() {
        let (path, expr) = (&c.path, &c.expr);
        if is(&c.ty) {
            values.push(quote!(#path => Ok(#expr),));
        } else if matches!(&c.ty, Type::Reference(r) if is(&r.elem)) {
            references.push(quote!(#path => Ok(#expr),));
        }
    }
    let read = |ty: TokenStream, arms: &[TokenStream]| {
        quote! {
            impl rt::Decode<Seed> for #ty {
                fn decode(r: &mut rt::Reader) -> rt::Result<Self> {
                    match r.path()? {
                        #(#arms)*
                        other => Err(format!("there is no public constant `{other}` of this type")),
                    }
                }
            }
        }
    };
    match (values.is_empty(), references.is_empty()) {
        (false, _) => read(quote!(#ty), &values),
        (true, false) => read(quote!(&'static #ty), &references),
        (true, true) => TokenStream::new(),
    }
}
