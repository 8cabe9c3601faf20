//! The generated half of a worker: one arm per function of the trace, from the signatures of the public interface.
//!
//! Nothing of the seed is edited. Types decide how an argument is read and a result is written; the compiler that builds
//! the worker checks that they are right. This module must not know any recorded result.

mod calls;
mod scored;
mod values;

use std::collections::BTreeMap;
use std::ops::Range;

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::Type;

use super::wire;
use crate::component::interface::{Interface, Receiver, Signature, SourceSpan};
use crate::component::{Fitness, Requirement};
use crate::trace::{Entry, Event, Recorded, Trace};

/// The part of a worker that is the same for every component: the files of a crate, by name.
pub const RUNTIME: [(&str, &str); 13] = [
    ("closed.rs", include_str!("harness/rt/closed.rs")),
    ("counting.rs", include_str!("harness/rt/counting.rs")),
    ("decode.rs", include_str!("harness/rt/decode.rs")),
    ("drive.rs", include_str!("harness/rt/drive.rs")),
    ("encode.rs", include_str!("harness/rt/encode.rs")),
    ("fitness.rs", include_str!("harness/rt/fitness.rs")),
    ("handles.rs", include_str!("harness/rt/handles.rs")),
    ("lib.rs", include_str!("harness/rt/lib.rs")),
    ("out.rs", include_str!("harness/rt/out.rs")),
    ("reader.rs", include_str!("harness/rt/reader.rs")),
    ("sampling.rs", include_str!("harness/rt/sampling.rs")),
    ("sys.rs", include_str!("harness/rt/sys.rs")),
    ("tag.rs", include_str!("harness/rt/tag.rs")),
];

/// A worker for the functions of one trace.
pub struct Harness {
    /// Source of the worker's `main.rs`.
    pub main: String,
    /// Preconditions that are about some function of the trace, by their place in the metadata.
    pub requires: Vec<usize>,
    /// Source of the executable that judges driven sessions, where the component has a fitness file.
    pub judge: Option<String>,
    functions: Vec<Function>,
    /// (call, receiver is a handle) to function.
    index: BTreeMap<(usize, bool), usize>,
    /// Stretches of `main` that are there for one function.
    stretches: Vec<(Range<usize>, usize)>,
}

/// A function of the trace, called in one way. Types are text, so that threads may share it.
pub struct Function {
    /// How it takes a receiver that is a handle or a value, and the receiver's type.
    pub receiver: Option<(Receiver, String)>,
    /// Types of the arguments of an event, the receiver first where it is not a handle.
    pub params: Vec<String>,
    /// Their names; empty where an argument has none.
    pub names: Vec<String>,
    /// Names of the values that a record holds after the result: positions of `&mut` arguments, then `self`.
    pub after: Vec<String>,
    /// Type of its result.
    pub ret: String,
    /// Its events carry what is to be written through the `&mut` that it returns.
    pub writes: bool,
    /// Where the component defines it.
    pub span: Option<SourceSpan>,
}

impl Function {
    /// The type of an argument as a person writes it.
    pub fn param(&self, at: usize) -> Option<String> {
        let text = self.params.get(at)?.replace("'static , ", "").replace("'static ", "");
        let spaced = |word: &str| if matches!(word, "mut" | "dyn" | "," | ";") { " " } else { "" };
        Some(text.split_whitespace().map(|word| format!("{word}{}", spaced(word))).collect())
    }
}

/// A function while the worker is being generated.
struct Bound {
    /// As the trace spells it.
    call: String,
    signature: Signature,
    after: Vec<String>,
    shape: Shape,
    /// What must hold before a call, with its place in the metadata.
    requires: Vec<(usize, Requirement)>,
}

/// How a function is called, gathered from all its events.
#[derive(Debug, Clone, Default)]
struct Shape {
    /// The receiver is a handle.
    on: bool,
    /// Arguments that are handles.
    handles: Vec<bool>,
    /// Some event's result names handles.
    makes: bool,
    /// Some event writes through the `&mut` that it got.
    writes: bool,
}

/// A trace that does not fit the interface, with its place.
#[derive(Debug, thiserror::Error)]
#[error("{place}: {what}")]
pub struct BindError {
    /// `file:line`.
    pub place: String,
    /// What does not fit.
    pub what: String,
}

impl Harness {
    /// Binds a trace to an interface: every function is known, every event has the arguments that it takes.
    ///
    /// # Errors
    /// The first event that does not fit.
    /// `more`: calls, and whether on a handle, of functions that no event of the trace calls. `fitness`: drives sessions.
    pub fn bind(
        interface: &Interface,
        trace: &Trace,
        more: &[(usize, bool)],
        requires: &[Requirement],
        lib: &str,
        fitness: Option<&Fitness>,
    ) -> Result<Harness, BindError> {
        let mut functions: Vec<Bound> = Vec::new();
        let mut index = BTreeMap::new();
        for (s, session) in trace.sessions.iter().enumerate() {
            for (e, entry) in session.entries.iter().enumerate() {
                let Entry::Call(event) = entry else { continue };
                let error = |what: String| BindError { place: trace.place(s, e), what };
                let at = match index.get(&(event.call, event.on.is_some())) {
                    Some(&at) => at,
                    None => {
                        let call = &trace.calls[event.call];
                        functions.push(Bound::new(interface, call, event).map_err(error)?);
                        index.insert((event.call, event.on.is_some()), functions.len() - 1);
                        functions.len() - 1
                    }
                };
                functions[at].admit(event).map_err(|what| error(format!("`{}`: {what}", trace.calls[event.call])))?;
            }
        }
        for &(call, on) in more {
            let event = Event {
                call,
                on: on.then_some(0),
                args: Vec::new(),
                new: Vec::new(),
                recorded: Recorded::default(),
                line: 0,
            };
            let error = |what: String| BindError { place: "beyond the trace".into(), what };
            functions.push(Bound::new(interface, &trace.calls[call], &event).map_err(error)?);
            index.insert((call, on), functions.len() - 1);
        }
        for (&(call, _), &at) in &index {
            functions[at].require(&trace.calls[call], requires);
        }
        for function in &mut functions {
            function.after = function.after_names(interface);
        }
        let required = |place: &usize| functions.iter().any(|f| f.requires.iter().any(|(of, _)| of == place));
        let requires = (0..requires.len()).filter(required).collect();
        let (main, stretches) = calls::main(interface, &functions, lib, fitness);
        let judge = fitness.map(|fitness| scored::judge(&functions, fitness));
        let functions = functions.iter().map(Bound::shared).collect();
        Ok(Harness { main, requires, judge, functions, index, stretches })
    }

    /// Whether there is a function that an event calls.
    pub fn calls(&self, event: &Event) -> bool {
        self.index.contains_key(&(event.call, event.on.is_some()))
    }

    /// The function that an event calls.
    pub fn function(&self, event: &Event) -> &Function {
        &self.functions[self.function_of(event)]
    }

    /// Every function, with its call and whether that is on a handle.
    pub fn functions(&self) -> impl Iterator<Item = ((usize, bool), &Function)> {
        self.index.iter().map(|(call, at)| (*call, &self.functions[*at]))
    }

    /// The call, and whether it is on a handle, for which these bytes of `main` are there.
    pub fn calling(&self, bytes: &Range<usize>) -> Option<(usize, bool)> {
        let within = |stretch: &Range<usize>| stretch.start <= bytes.start && bytes.end <= stretch.end;
        let (_, function) = self.stretches.iter().find(|(stretch, _)| within(stretch))?;
        self.index.iter().find(|(_, of)| *of == function).map(|(call, _)| *call)
    }

    pub(super) fn function_of(&self, event: &Event) -> usize {
        self.index[&(event.call, event.on.is_some())]
    }
}

impl Bound {
    fn new(interface: &Interface, call: &str, event: &Event) -> Result<Bound, String> {
        let signature = interface.resolve(call).map_err(|e| e.to_string())?;
        if signature.is_unsafe || signature.is_async {
            return Err(format!(
                "`{call}` is `unsafe` or `async`; such calls are not replayed: leave them out of the trace"
            ));
        }
        if event.on.is_some() && signature.receiver.is_none() {
            return Err(format!("`{call}` has no receiver, but the event has \"on\"; give all arguments in \"args\""));
        }
        let arity = signature.params.len() + usize::from(signature.receiver.is_some() && event.on.is_none());
        let handles = (0..arity).map(|i| event.args.get(i).is_some_and(|value| is_handle(value))).collect();
        let shape = Shape { on: event.on.is_some(), handles, makes: false, writes: false };
        Ok(Bound { call: call.to_owned(), signature, after: Vec::new(), shape, requires: Vec::new() })
    }

    fn shared(&self) -> Function {
        let text = |ty: &Type| ty.to_token_stream().to_string();
        Function {
            receiver: self.signature.receiver.as_ref().map(|(kind, ty)| (*kind, text(ty))),
            params: self.params().iter().map(text).collect(),
            names: self.names(),
            after: self.after.clone(),
            ret: self.signature.ret.to_token_stream().to_string(),
            writes: self.shape.writes,
            span: self.signature.span.clone(),
        }
    }

    /// Checks one event and notes what it needs.
    fn admit(&mut self, event: &Event) -> Result<(), String> {
        let expected = self.shape.handles.len();
        if event.args.len() != expected {
            return Err(format!(
                "takes {expected} argument{}, the event has {}",
                if expected == 1 { "" } else { "s" },
                event.args.len()
            ));
        }
        for (i, arg) in event.args.iter().enumerate() {
            wire::encode(arg, &mut Vec::new()).map_err(|e| format!("argument {i}: {e}"))?;
            if is_handle(arg) != self.shape.handles[i] {
                return Err(format!(
                    "argument {i} is a handle in some events and a value in others; record it in one way"
                ));
            }
        }
        for (name, _) in &event.recorded.after {
            let known = name == "self" || name.parse().is_ok_and(|i: usize| i < expected);
            if !known {
                return Err(format!(
                    "\"after\" names `{name}`, which is neither the position of an argument nor \"self\""
                ));
            }
        }
        self.shape.makes |= !event.new.is_empty();
        if event.recorded.write.is_some() {
            if written_type(&self.signature.ret).is_none() {
                return Err("has \"write\", but does not return `&mut`".into());
            }
            self.shape.writes = true;
        }
        Ok(())
    }

    /// Arguments as the worker passes them: the receiver first where it is not a handle.
    fn params(&self) -> Vec<Type> {
        let mut params = Vec::new();
        if let (Some((kind, ty)), false) = (&self.signature.receiver, self.shape.on) {
            params.push(match kind {
                Receiver::Shared => syn::parse_quote!(&'static #ty),
                Receiver::Mutable => syn::parse_quote!(&'static mut #ty),
                Receiver::Value => ty.clone(),
            });
        }
        params.extend(self.signature.params.iter().map(|(_, ty)| ty.clone()));
        params
    }

    /// The names of `params`.
    fn names(&self) -> Vec<String> {
        let receiver = (self.signature.receiver.is_some() && !self.shape.on).then(String::new);
        let named = self.signature.params.iter().map(|(name, _)| match syn::parse_str::<syn::Ident>(name) {
            Ok(_) => name.clone(),
            Err(_) => String::new(),
        });
        receiver.into_iter().chain(named).collect()
    }

    fn require(&mut self, call: &str, requires: &[Requirement]) {
        let names = self.names();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let applying = requires.iter().enumerate().filter(|(_, requirement)| requirement.applies(call, &names));
        self.requires = applying.map(|(place, requirement)| (place, requirement.clone())).collect();
    }

    /// A result that is kept and may borrow from an argument leaves nothing to look at afterwards.
    fn keeps_borrow(&self) -> bool {
        self.shape.makes && self.signature.ret.to_token_stream().to_string().contains("'static")
    }

    /// Whether what the call leaves can be written when the clock has stopped.
    fn waits(&self) -> bool {
        let plain = values::plain(&self.signature.ret);
        plain && !self.shape.makes && !self.shape.writes && !self.after.iter().any(|name| name == "self")
    }

    fn after_names(&self, interface: &Interface) -> Vec<String> {
        let mut names = Vec::new();
        for (i, ty) in self.params().iter().enumerate() {
            let mutable = matches!(ty, Type::Reference(r) if r.mutability.is_some());
            if mutable && !self.shape.handles[i] && !self.keeps_borrow() {
                names.push(i.to_string());
            }
        }
        if let (Some((Receiver::Mutable, ty)), true) = (&self.signature.receiver, self.shape.on)
            && values::shows_fields(interface, ty)
        {
            names.push("self".to_owned());
        }
        names
    }
}

fn is_handle(value: &serde_json::Value) -> bool {
    value.as_object().is_some_and(|o| o.len() == 1 && o.contains_key("$handle"))
}

/// What a returned `&mut T`, or `Option<&mut T>`, can be overwritten with.
fn written_type(ret: &Type) -> Option<&Type> {
    match ret {
        Type::Reference(r) if r.mutability.is_some() => Some(&r.elem),
        _ => values::argument(ret, "Option", 0).and_then(written_type),
    }
}

/// The types whose values the worker keeps under handles, each with the table that holds them.
#[derive(Default)]
struct Tables {
    of: BTreeMap<String, (usize, Type)>,
}

impl Tables {
    fn add(&mut self, ty: &Type) {
        let ty = values::without_reference(ty);
        let next = self.of.len();
        self.of.entry(ty.to_token_stream().to_string()).or_insert_with(|| (next, ty.clone()));
    }

    fn get(&self, ty: &Type) -> Option<proc_macro2::Ident> {
        let ty = values::without_reference(ty);
        self.of.get(&ty.to_token_stream().to_string()).map(|(n, _)| table(*n))
    }

    fn all(&self) -> Vec<(proc_macro2::Ident, &Type)> {
        let mut all: Vec<_> = self.of.values().collect();
        all.sort_by_key(|(n, _)| *n);
        all.into_iter().map(|(n, ty)| (table(*n), ty)).collect()
    }
}

fn table(n: usize) -> proc_macro2::Ident {
    format_ident!("table{n}")
}

/// Writes `expr`, a reference, whatever its type.
fn emit(expr: TokenStream) -> TokenStream {
    quote! { (&&&&rt::probe::<Seed, _>(#expr)).emit(o); }
}
