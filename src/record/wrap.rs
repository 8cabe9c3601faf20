//! The text that records a call: what stands before and after the body of a function. Only text is made here; where it
//! goes is decided in `instrument`.

use crate::component::interface::{Function, GenericKind, Receiver};
use quote::ToTokens;
use syn::{FnArg, Pat, ReturnType, Signature, Type};

/// How `self` is written into the trace.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum SelfAs {
    /// By the name in this field.
    Handle(String),
    /// By the name of its state in this field.
    State(String),
    /// As the first argument.
    Value,
}

/// A function that can be recorded, and the names of its parameters inside.
pub(super) struct Wrap<'a> {
    pub function: &'a Function,
    pub signature: &'a Signature,
    pub this: SelfAs,
    /// Names of the parameters where the text stands, the receiver left out.
    pub names: Vec<String>,
    /// Inside a trait's own default body, where `Self` is any type.
    pub in_trait: bool,
    /// Inside an impl, so that the original is called through `Self`.
    pub in_impl: bool,
}

impl Wrap<'_> {
    /// Starts the call and writes the arguments.
    pub fn before(&self) -> String {
        let mut text = format!("let mut __synth_call = ::synth_trace::Call::begin(|| {}); ", self.path());
        match (&self.this, self.function.receiver) {
            (_, None) => {}
            (SelfAs::Handle(field), Some(how)) => {
                // What the body puts elsewhere must not take the receiver's name along, which it gets back after the call.
                let stays = how == Receiver::Mutable && !borrows(&self.signature.output);
                let ends = how == Receiver::Value || stays;
                text.push_str(&format!("__synth_call.receiver(&self.{field}, {ends}); "));
            }
            (SelfAs::State(field), Some(Receiver::Mutable)) => {
                text.push_str(&format!("__synth_call.receiver_changes(&mut self.{field}); "));
            }
            (SelfAs::State(field), Some(how)) => {
                let ends = how == Receiver::Value;
                text.push_str(&format!("__synth_call.receiver_state(&self.{field}, {ends}); "));
            }
            (SelfAs::Value, Some(Receiver::Value)) => text.push_str("__synth_call.any_argument(&self); "),
            (SelfAs::Value, Some(_)) => text.push_str("__synth_call.any_argument(&*self); "),
        }
        for name in &self.names {
            text.push_str(&format!("__synth_call.any_argument(&{name}); "));
        }
        text
    }

    /// The same where the call cannot be carried: it is counted, and the sessions of its handles are given up, or end
    /// here if `cuts`.
    pub fn hide(&self, cuts: bool) -> String {
        let mut text = format!("let mut __synth_call = ::synth_trace::Call::begin(|| {}); ", self.path());
        match (&self.this, self.function.receiver) {
            (SelfAs::Handle(field), Some(_)) => {
                text.push_str(&format!("__synth_call.receiver(&self.{field}, false); "))
            }
            (SelfAs::State(field), Some(_)) => {
                text.push_str(&format!("__synth_call.receiver_state(&self.{field}, false); "));
            }
            _ => {}
        }
        text.push_str(if cuts { "__synth_call.cuts(); " } else { "__synth_call.cannot(); " });
        text
    }

    /// Writes `&mut` arguments and the result.
    pub fn after(&self) -> String {
        let mut text = String::new();
        let shift = usize::from(self.function.receiver.is_some() && self.this == SelfAs::Value);
        if !borrows(&self.signature.output) {
            // Its body may have put another value into the receiver's place.
            match (&self.this, self.function.receiver) {
                (SelfAs::Handle(field), Some(Receiver::Mutable)) => {
                    text.push_str(&format!("__synth_call.receiver_stays(&self.{field}); "));
                }
                (SelfAs::State(field), Some(Receiver::Mutable)) => {
                    text.push_str(&format!("__synth_call.receiver_changed(&mut self.{field}); "));
                }
                _ => {}
            }
            if shift == 1 && self.function.receiver == Some(Receiver::Mutable) {
                text.push_str("__synth_call.any_after(0, &*self); ");
            }
            for (place, _) in self.params().filter(|(_, ty)| is_mutable_reference(ty)) {
                text.push_str(&format!("__synth_call.any_after({}, &*{}); ", place + shift, self.names[place]));
            }
        }
        text.push_str("__synth_call.any_result(&mut __synth_ret); ");
        text
    }

    /// A whole function that calls the renamed original.
    pub fn wrapper(&self, visibility: &syn::Visibility, attributes: &[syn::Attribute]) -> String {
        let mut signature = self.signature.clone();
        signature.constness = None;
        let mut passed = Vec::new();
        for (place, input) in signature.inputs.iter_mut().enumerate() {
            match input {
                FnArg::Receiver(receiver) => {
                    receiver.attrs.clear();
                    if matches!(receiver.kind, syn::ReceiverKind::Value) {
                        receiver.mutability = None;
                    }
                    passed.push("self".to_string());
                }
                FnArg::Typed(param) => {
                    let name = self.names[place - usize::from(self.function.receiver.is_some())].clone();
                    let ident = quote::format_ident!("{name}");
                    param.attrs.clear();
                    *param.pat = syn::parse_quote!(#ident);
                    passed.push(name);
                }
            }
        }
        let cfgs: String = attributes
            .iter()
            .filter(|a| ["cfg", "must_use", "track_caller"].iter().any(|name| a.path().is_ident(name)))
            .map(|a| a.to_token_stream().to_string())
            .collect();
        let owner = if self.in_impl { "Self::" } else { "" };
        format!(
            "{cfgs} {} {} {{ {}let mut __synth_ret = {owner}{}{}({}); {}__synth_ret }} ",
            visibility.to_token_stream(),
            signature.to_token_stream(),
            self.before(),
            original(&self.signature.ident),
            self.turbofish(),
            passed.join(", "),
            self.after()
        )
    }

    /// The closure's head around a body that stays in place.
    pub fn closure(&self) -> String {
        let output = match &self.signature.output {
            ReturnType::Type(_, ty) if !ty.to_token_stream().to_string().contains("impl ") => {
                format!("-> {} ", ty.to_token_stream())
            }
            _ => String::new(),
        };
        format!("let mut __synth_ret = (|| {output}{{ ")
    }

    /// Parameters without the receiver, by position.
    fn params(&self) -> impl Iterator<Item = (usize, &Type)> {
        let typed = self.signature.inputs.iter().filter_map(|input| match input {
            FnArg::Typed(param) => Some(&*param.ty),
            FnArg::Receiver(_) => None,
        });
        typed.enumerate()
    }

    /// An expression for the call's name, types spelled out.
    fn path(&self) -> String {
        let literal = |text: &str| format!("{text:?}");
        let name = &self.function.name;
        let concrete = !self.in_trait && self.function.outer.iter().all(|g| g.kind == GenericKind::Lifetime);
        let mut pieces = if concrete {
            vec![literal(&self.function.path)]
        } else {
            let tail = match self.function.path.split_once(" as ") {
                Some((_, rest)) => self.with_names(&format!(" as {rest}")),
                None => vec![literal(&format!(">::{name}"))],
            };
            let this = [literal("<"), "::synth_trace::name::<Self>()".into()];
            this.into_iter().chain(tail).collect()
        };
        let mut own: Vec<String> = self
            .signature
            .generics
            .params
            .iter()
            .filter_map(|param| match param {
                syn::GenericParam::Type(ty) => Some(format!("::synth_trace::name::<{}>()", ty.ident)),
                syn::GenericParam::Const(value) => Some(format!("&::synth_trace::constant({})", value.ident)),
                syn::GenericParam::Lifetime(_) => None,
            })
            .collect();
        own.extend(self.params().filter_map(|(place, ty)| match ty {
            Type::ImplTrait(_) => Some(format!("::synth_trace::name_of(&{})", self.names[place])),
            Type::Reference(inner) if matches!(*inner.elem, Type::ImplTrait(_)) => {
                Some(format!("::synth_trace::name_of(&*{})", self.names[place]))
            }
            _ => None,
        }));
        if !own.is_empty() {
            pieces.push(literal("::<"));
            pieces.push(own.join(", \",\", "));
            pieces.push(literal(">"));
        }
        format!("::synth_trace::path(&[{}])", pieces.join(", "))
    }

    /// Text as pieces, in which the impl's parameters are replaced by the names of what they stand for.
    fn with_names(&self, text: &str) -> Vec<String> {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let mut pieces = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            let starts = rest.starts_with(is_word);
            let end = rest.find(|c| is_word(c) != starts).unwrap_or(rest.len());
            let (piece, after) = rest.split_at(end);
            let generic = self.function.outer.iter().find(|g| g.name == piece);
            pieces.push(match generic.map(|g| g.kind) {
                Some(GenericKind::Const) => format!("&::synth_trace::constant({piece})"),
                Some(_) => format!("::synth_trace::name::<{piece}>()"),
                None => format!("{piece:?}"),
            });
            rest = after;
        }
        pieces
    }

    fn turbofish(&self) -> String {
        let anonymous = self.function.generics.iter().any(|g| g.kind == GenericKind::ImplTrait);
        let names: Vec<String> = self
            .signature
            .generics
            .params
            .iter()
            .filter_map(|param| match param {
                syn::GenericParam::Type(ty) => Some(ty.ident.to_string()),
                syn::GenericParam::Const(value) => Some(value.ident.to_string()),
                syn::GenericParam::Lifetime(_) => None,
            })
            .collect();
        if names.is_empty() || anonymous { String::new() } else { format!("::<{}>", names.join(", ")) }
    }
}

/// The name of a parameter inside instrumented code, by its position without the receiver.
pub(super) fn argument(place: usize) -> String {
    format!("__synth_a{place}")
}

/// The name that the original of a wrapped function gets.
pub(super) fn original(name: &syn::Ident) -> String {
    format!("__synth_{}", name.to_string().trim_start_matches("r#"))
}

fn is_mutable_reference(ty: &Type) -> bool {
    matches!(ty, Type::Reference(reference) if reference.mutability.is_some())
}

/// Whether a result may hold on to an argument, as far as its text shows.
fn borrows(output: &ReturnType) -> bool {
    match output {
        ReturnType::Default => false,
        ReturnType::Type(_, ty) => {
            let text = ty.to_token_stream().to_string();
            text.contains('&') || text.contains('\'') || text.contains("impl ")
        }
    }
}

/// Whether a pattern is a plain name, which code after it may use.
pub(super) fn plain_name(pattern: &Pat) -> Option<&syn::Ident> {
    match pattern {
        Pat::Ident(name) if name.by_ref.is_none() && name.subpat.is_none() => Some(&name.ident),
        _ => None,
    }
}
