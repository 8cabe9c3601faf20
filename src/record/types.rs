//! What the types of a component need so that a trace can hold their values: a hidden field that names an object, or
//! the text that writes a value.

use crate::component::interface::{Interface, LocalType, Shape};
use quote::ToTokens;
use std::collections::{BTreeMap, BTreeSet};
use syn::{Fields, ItemEnum, ItemStruct};

/// How values of one type are carried.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Carriage {
    /// By name; the field that holds the name. `copy`: the name of the state that a `Copy` value is in.
    Handle { field: String, tuple: bool, copy: bool },
    /// Whole.
    Value,
    /// Only when equal to one of these public consts (expression, path).
    Const(Vec<(String, String)>),
    /// Drained where it is returned.
    Iterator,
}

/// How the types of a component are carried, by the name under which they are declared.
#[derive(Debug)]
pub(super) struct Carriages(BTreeMap<String, Carriage>);

impl Carriages {
    /// Decides from the interface; `excluded` types are not carried by name. `cautious`: only types without lifetimes
    /// are, because a field that has something to do on drop makes the compiler stricter about borrows.
    pub fn decide(interface: &Interface, excluded: &BTreeSet<String>, cautious: bool) -> Carriages {
        let mut all = BTreeMap::new();
        for ty in interface.local_types() {
            if let Some(carriage) = carriage(interface, &ty, excluded, cautious) {
                all.insert(ty.declared, carriage);
            }
        }
        Carriages(all)
    }

    pub fn get(&self, name: &str) -> Option<&Carriage> {
        self.0.get(name)
    }

    /// The field that holds the name of a value of this type.
    pub fn handle(&self, name: &str) -> Option<(&str, bool)> {
        match self.get(name)? {
            Carriage::Handle { field, tuple, .. } => Some((field, *tuple)),
            _ => None,
        }
    }

    /// What the hidden field of a type that has names is.
    pub fn hidden(&self, name: &str) -> &'static str {
        if self.is_copy(name) { "::synth_trace::State" } else { "::synth_trace::Handle" }
    }

    /// Whether the names of a type are those of the states of `Copy` values.
    pub fn is_copy(&self, name: &str) -> bool {
        matches!(self.get(name), Some(Carriage::Handle { copy: true, .. }))
    }

    /// The source has no such struct that a field could be put into.
    pub fn forget(&mut self, name: &str) {
        self.0.remove(name);
    }

    pub fn set_field(&mut self, name: &str, place: usize) {
        if let Some(Carriage::Handle { field, .. }) = self.0.get_mut(name) {
            *field = place.to_string();
        }
    }
}

fn carriage(interface: &Interface, ty: &LocalType, excluded: &BTreeSet<String>, cautious: bool) -> Option<Carriage> {
    let is = |name: &str| ty.implements.contains(name);
    let (opaque, tuple) = match &ty.shape {
        Shape::Struct { opaque, tuple, .. } => (*opaque, *tuple),
        Shape::Enum { .. } => (false, false),
        Shape::Opaque => return None,
    };
    if !opaque && (cautious || !holds_names(interface, ty, 0)) {
        return (!excluded.contains(&ty.declared)).then_some(Carriage::Value);
    }
    if is("Iterator") && is("Clone") {
        return Some(Carriage::Iterator);
    }
    let consts = consts_of(interface, ty);
    let borrows = ty.path.to_token_stream().to_string().contains('\'');
    if !consts.is_empty() || excluded.contains(&ty.declared) || (cautious && borrows) {
        return (is("PartialEq") && !consts.is_empty()).then_some(Carriage::Const(consts));
    }
    Some(Carriage::Handle { field: "__synth".into(), tuple, copy: is("Copy") })
}

/// Whether a struct without private fields holds a value, however deep, that has some and so has a name: nobody can
/// write the one without the other, so that it has a name itself.
fn holds_names(interface: &Interface, ty: &LocalType, depth: usize) -> bool {
    let Shape::Struct { fields, .. } = &ty.shape else { return false };
    let named = |ty: &syn::Type| {
        let Some(local) = interface.local_type(ty) else { return false };
        match &local.shape {
            Shape::Struct { opaque: true, .. } => consts_of(interface, &local).is_empty(),
            _ => depth < DEEP && holds_names(interface, &local, depth + 1),
        }
    };
    fields.iter().any(|field| owned(&field.ty).into_iter().any(&named))
}

/// Types in types in types: a recursive one is given up there.
const DEEP: usize = 8;

/// A type, and the types in its arguments.
fn owned(ty: &syn::Type) -> Vec<&syn::Type> {
    let mut all = vec![ty];
    if let syn::Type::Path(path) = ty {
        for segment in &path.path.segments {
            if let syn::PathArguments::AngleBracketed(arguments) = &segment.arguments {
                all.extend(arguments.args.iter().flat_map(|argument| match argument {
                    syn::GenericArgument::Type(ty) => owned(ty),
                    _ => Vec::new(),
                }));
            }
        }
    }
    all
}

/// Public consts that hold a value of this type or a reference to one: a reference to it, and its path.
fn consts_of(interface: &Interface, ty: &LocalType) -> Vec<(String, String)> {
    let wanted = ty.path.to_token_stream().to_string();
    let mut found = Vec::new();
    for item in interface.consts() {
        let (inner, by_reference) = match &item.ty {
            syn::Type::Reference(reference) => (&*reference.elem, true),
            other => (other, false),
        };
        if inner.to_token_stream().to_string() == wanted {
            let ampersand = if by_reference { "" } else { "&" };
            found.push((format!("{ampersand}crate::{}", item.path), item.path.clone()));
        }
    }
    found
}

/// `impl Record` for a struct, as text to stand beside it.
pub(super) fn record_struct(item: &ItemStruct, carriage: &Carriage) -> Option<String> {
    let body = match carriage {
        Carriage::Handle { field, copy, .. } => {
            let record = format!("::synth_trace::Record::record(&self.{field}, out);");
            return Some(implementation((&item.attrs, &item.ident, &item.generics), &record, copy.then_some(field)));
        }
        Carriage::Value => {
            let places: Vec<String> = match &item.fields {
                Fields::Named(fields) => {
                    fields.named.iter().filter_map(|f| Some(f.ident.as_ref()?.to_string())).collect()
                }
                Fields::Unnamed(fields) => (0..fields.unnamed.len()).map(|n| n.to_string()).collect(),
                Fields::Unit => Vec::new(),
            };
            let values: Vec<(String, String)> = places.iter().map(|p| (p.clone(), format!("&self.{p}"))).collect();
            fields_text(&item.fields, &values)
        }
        Carriage::Const(consts) => {
            let arms: Vec<String> = consts
                .iter()
                .map(|(expr, path)| {
                    let text = serde_json::json!({ "$path": path }).to_string();
                    format!("if self == {expr} {{ out.raw({text:?}); }} else ")
                })
                .collect();
            format!("{}{{ out.cannot(); }}", arms.concat())
        }
        Carriage::Iterator => return None,
    };
    let body = format!("out.fields(|out| {{ {body} }});");
    Some(implementation((&item.attrs, &item.ident, &item.generics), &body, None))
}

/// `impl Record` for an enum, as text to stand beside it.
pub(super) fn record_enum(item: &ItemEnum) -> String {
    let mut arms = String::new();
    for variant in &item.variants {
        let name = &variant.ident;
        let cfgs = cfgs(&variant.attrs);
        let names: Vec<String> = match &variant.fields {
            Fields::Named(fields) => fields.named.iter().filter_map(|f| Some(f.ident.as_ref()?.to_string())).collect(),
            Fields::Unnamed(fields) => (0..fields.unnamed.len()).map(|n| n.to_string()).collect(),
            Fields::Unit => Vec::new(),
        };
        let binds: Vec<String> = names.iter().enumerate().map(|(n, name)| format!("{name}: __f{n}")).collect();
        let values: Vec<(String, String)> =
            names.iter().enumerate().map(|(n, name)| (name.clone(), format!("__f{n}"))).collect();
        let tag = name.to_string();
        let tag = tag.trim_start_matches("r#");
        let body = match variant.fields {
            Fields::Unit => format!("out.string({tag:?});"),
            _ => format!("out.raw(\"{{\\\"{tag}\\\":\"); {} out.raw(\"}}\");", fields_text(&variant.fields, &values)),
        };
        arms.push_str(&format!("{cfgs} Self::{name} {{ {} }} => {{ {body} }} ", binds.join(", ")));
    }
    if item.variants.is_empty() {
        arms = "_ => {}".into();
    }
    let body = format!("out.fields(|out| match self {{ {arms} }});");
    implementation((&item.attrs, &item.ident, &item.generics), &body, None)
}

/// Statements that write fields: an object, an array, the content of a single unnamed one, or `null`.
fn fields_text(fields: &Fields, values: &[(String, String)]) -> String {
    let put = |value: &str| format!("::synth_trace::any::Any::put({value}, out); ");
    match fields {
        Fields::Unit => "out.raw(\"null\");".into(),
        Fields::Unnamed(_) if values.len() == 1 => put(&values[0].1),
        _ => {
            let named = matches!(fields, Fields::Named(_));
            let (open, close) = if named { ('{', '}') } else { ('[', ']') };
            let mut text = format!("out.raw(\"{open}\"); ");
            for (place, (name, value)) in values.iter().enumerate() {
                let comma = if place > 0 { "," } else { "" };
                let name = name.trim_start_matches("r#");
                let key = if named { format!("\\\"{name}\\\":") } else { String::new() };
                text.push_str(&format!("out.raw(\"{comma}{key}\"); {}", put(value)));
            }
            text.push_str(&format!("out.raw(\"{close}\");"));
            text
        }
    }
}

/// The conditions under which something is there at all: a type may be declared twice, under one each.
fn cfgs(attributes: &[syn::Attribute]) -> String {
    let cfgs = attributes.iter().filter(|a| a.path().is_ident("cfg"));
    cfgs.map(|a| a.to_token_stream().to_string()).collect()
}

/// `renamed`: the field that holds the name of a state.
fn implementation(
    (attributes, name, generics): (&[syn::Attribute], &syn::Ident, &syn::Generics),
    body: &str,
    renamed: Option<&String>,
) -> String {
    let cfgs = cfgs(attributes);
    let (parameters, arguments, bounds) = generics.split_for_impl();
    let rename = renamed.map_or(String::new(), |field| {
        format!("fn rename(&mut self) {{ ::synth_trace::Record::rename(&mut self.{field}); }} ")
    });
    format!(
        " {cfgs} impl {} ::synth_trace::Record for {name} {} {} {{ {rename}#[allow(unused_variables)] fn record(&self, out: &mut ::synth_trace::Out) {{ {body} }} }} ",
        parameters.to_token_stream(),
        arguments.to_token_stream(),
        bounds.to_token_stream()
    )
}

/// `impl Debug` for a struct as `#[derive]` would write it, as text to stand beside it.
pub(super) fn debug_struct(item: &ItemStruct) -> String {
    let mut generics = item.generics.clone();
    for parameter in generics.type_params_mut() {
        parameter.bounds.push(syn::parse_quote!(::synth_trace::fmt::Debug));
    }
    let (parameters, arguments, bounds) = generics.split_for_impl();
    let (name, cfgs) = (&item.ident, cfgs(&item.attrs));
    let fields: String = match &item.fields {
        Fields::Named(fields) => {
            let names = fields.named.iter().filter_map(|f| f.ident.as_ref());
            names.map(|f| format!(".field({:?}, &self.{f})", f.to_string().trim_start_matches("r#"))).collect()
        }
        fields => (0..fields.len()).map(|n| format!(".field(&self.{n})")).collect(),
    };
    let kind = if matches!(item.fields, Fields::Named(_)) { "struct" } else { "tuple" };
    format!(
        " {cfgs} impl {} ::synth_trace::fmt::Debug for {name} {} {} {{ fn fmt(&self, f: &mut ::synth_trace::fmt::Formatter<'_>) -> ::synth_trace::fmt::Result {{ f.debug_{kind}(\"{name}\"){fields}.finish() }} }} ",
        parameters.to_token_stream(),
        arguments.to_token_stream(),
        bounds.to_token_stream()
    )
}
