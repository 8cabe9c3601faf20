//! The worker's `main.rs`: an enum with a variant per function, reading it, running it.

use std::ops::Range;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::Type;
use syn::visit_mut::VisitMut;

use super::{Bound, Tables, emit, scored, values, written_type};
use crate::component::interface::{Interface, Receiver};
use crate::component::{Fitness, Requirement};

/// The whole file, and the stretches of it that are there for one function.
pub(super) fn main(
    interface: &Interface,
    functions: &[Bound],
    lib: &str,
    fitness: Option<&Fitness>,
) -> (String, Vec<(Range<usize>, usize)>) {
    let tables = tables(interface, functions);
    let each = |text: &dyn Fn(usize, &Bound) -> TokenStream, which: &dyn Fn(&Bound) -> bool| -> Vec<TokenStream> {
        functions.iter().enumerate().filter(|(_, f)| which(f)).map(|(k, f)| text(k, f)).collect()
    };
    let variants = each(&variant, &|_| true);
    let decodes = each(&decode, &|_| true);
    let runs = each(&|k, f| run(interface, &tables, k, f), &|_| true);
    let waiting = each(&waiting, &Bound::waits);
    let writes = each(&|k, f| write(interface, k, f), &Bound::waits);
    let types = functions.iter().flat_map(|f| {
        let receiver = f.signature.receiver.iter().map(|(_, ty)| ty.clone());
        f.params().into_iter().chain(receiver).chain([f.signature.ret.clone()])
    });
    let impls = values::impls(interface, types);
    let names: Vec<_> = tables.all().iter().map(|(name, _)| name.clone()).collect();
    let kinds: Vec<_> = tables.all().iter().map(|(_, ty)| (*ty).clone()).collect();
    let lib = format_ident!("{lib}");
    let main = match fitness {
        None => quote!(rt::main::<Seed>()),
        Some(_) => quote!(rt::main_scored::<Seed>()),
    };
    let scored = fitness.map(|_| scored::component(functions, &names, &kinds, &runs));
    let file = quote! {
        #![allow(warnings)]
        use synth_rt as rt;
        use rt::{EmitEncoded as _, EmitOpaque as _, EmitPrinted as _, EmitWhich as _, TellMessage as _, TellNothing as _};
        use #lib as _;

        enum Event {
            #(#variants)*
            Drop(u32),
        }

        enum Done {
            #(#waiting)*
        }

        /// Stands for the component where the runtime's traits want a type of this crate.
        struct Seed;

        impl rt::Component for Seed {
            type Event = Event;
            type Done = Done;

            fn decode(r: &mut rt::Reader) -> rt::Result<Event> {
                let (function, on, new) = r.head()?;
                match function {
                    #(#decodes)*
                    u16::MAX => Ok(Event::Drop(on)),
                    other => r.unknown(other),
                }
            }

            fn run(
                events: &mut std::vec::IntoIter<Event>,
                count: usize,
                lap: &mut rt::Lap,
                o: &mut rt::Out,
                steps: &mut Vec<rt::Step<Done>>,
            ) {
                #(let mut #names: Vec<Option<#kinds>> = Vec::new();)*
                let mut i = 0;
                while i < count {
                    let Some(event) = events.next() else { break };
                    if i == lap.mark {
                        lap.mark();
                    }
                    match event {
                        #(#runs)*
                        Event::Drop(handle) => {
                            #(rt::discard(&mut #names, handle);)*
                            steps.push(rt::Step::Silent);
                        }
                    }
                    i += 1;
                }
                #(drop(#names);)*
            }

            fn write(done: Done, o: &mut rt::Out) {
                match done {
                    #(#writes)*
                }
            }

            fn notes(tell: &mut dyn FnMut(u64)) {
                #[cfg(any(synth_reach, synth_holes))]
                #lib::__synth::notes(tell);
            }

            fn select(candidate: u32, program: &[u8]) {
                #[cfg(synth_schemata)]
                #lib::__synth::select(candidate);
                #[cfg(synth_holes)]
                #lib::__synth::program(program);
            }
        }

        #impls

        #scored

        fn main() {
            #main
        }
    };
    let mut file = file.to_string();
    let all = (0..functions.len()).collect::<Vec<_>>();
    let waits: Vec<usize> = all.iter().copied().filter(|k| functions[*k].waits()).collect();
    let in_order = [(&variants, &all), (&waiting, &waits), (&decodes, &all), (&runs, &all), (&writes, &waits)];
    let pieces = in_order.into_iter().flat_map(|(texts, functions)| texts.iter().zip(functions));
    let stretches = stretches(&file, pieces.map(|(text, k)| (text.to_string(), *k)));
    if let Some(fitness) = fitness {
        // As text, because macros in it may tell one span from another.
        file += &format!("\nmod fitness {{\n{}\n}}\n", fitness.text);
    }
    (file, stretches)
}

/// Where pieces stand in a file, which has them in this order.
fn stretches(file: &str, pieces: impl Iterator<Item = (String, usize)>) -> Vec<(Range<usize>, usize)> {
    let mut from = 0;
    let place = |(text, function): (String, usize)| {
        let start = from + file[from..].find(&text)?;
        from = start + text.len();
        Some((start..from, function))
    };
    pieces.filter_map(place).collect()
}

fn variant(k: usize, f: &Bound) -> TokenStream {
    let name = format_ident!("F{k}");
    let args = f.params().into_iter().enumerate().map(|(i, ty)| {
        let arg = format_ident!("a{i}");
        let ty = if f.shape.handles[i] { quote!(u32) } else { quote!(#ty) };
        quote!(#arg: #ty,)
    });
    let on = f.shape.on.then(|| quote!(on: u32,));
    let new = f.shape.makes.then(|| quote!(new: Vec<u32>,));
    let write = write_type(f).map(|ty| quote!(write: Option<#ty>,));
    quote!(#name { #on #new #(#args)* #write },)
}

fn write_type(f: &Bound) -> Option<&Type> {
    f.shape.writes.then(|| written_type(&f.signature.ret)).flatten()
}

fn decode(k: usize, f: &Bound) -> TokenStream {
    let name = format_ident!("F{k}");
    let k = k as u16;
    let args = f.shape.handles.iter().enumerate().map(|(i, handle)| {
        let arg = format_ident!("a{i}");
        let read = if *handle { quote!(r.handle()) } else { quote!(rt::Decode::<Seed>::decode(r)) };
        quote!(#arg: { r.reading = rt::Reading::Argument(#i); #read? },)
    });
    let on = f.shape.on.then(|| quote!(on,));
    let new = f.shape.makes.then(|| quote!(new,));
    let write =
        f.shape.writes.then(|| quote!(write: { r.reading = rt::Reading::Write; rt::Decode::<Seed>::decode(r)? },));
    quote!(#k => Ok(Event::#name { #on #new #(#args)* #write }),)
}

/// One use of a handle in a call.
struct Use {
    /// The local that holds the handle's number.
    number: proc_macro2::Ident,
    /// The local that holds the reference or the value.
    value: proc_macro2::Ident,
    table: proc_macro2::Ident,
    kind: Receiver,
}

fn run(interface: &Interface, tables: &Tables, k: usize, f: &Bound) -> TokenStream {
    let name = format_ident!("F{k}");
    let uses = uses(tables, f);
    let alone = uses.len() == 1;
    let fetch = uses.iter().map(|u| fetch(u, alone));
    let put_back = uses.iter().filter(|u| matches!(u.kind, Receiver::Mutable) && !alone).map(|u| {
        let Use { number, value, table, .. } = u;
        quote!(rt::put(&mut #table, #number, #value);)
    });
    let mut callee = f.signature.callee.clone();
    Anonymous.visit_expr_mut(&mut callee);
    let mut arguments = Vec::new();
    if f.shape.on {
        arguments.push(pass(&uses[0], alone));
    }
    for (i, _) in f.params().iter().enumerate() {
        let arg = format_ident!("a{i}");
        arguments.push(match uses.iter().find(|u| u.number == arg) {
            Some(handle) => pass(handle, alone),
            None if f.after.contains(&i.to_string()) => quote!(std::hint::black_box(&mut *#arg)),
            None => quote!(std::hint::black_box(#arg)),
        });
    }
    let fields = fields(f);
    let requires = f.requires.iter().map(|(place, requirement)| require(f, &uses, *place as u32, requirement));
    let fetch = quote!(#(#fetch)* #(#requires)*);
    let call = quote!(let result = std::hint::black_box(#callee(#(#arguments),*)););
    if f.waits() {
        let after = f.after.iter().map(|position| format_ident!("a{position}"));
        return quote! {
            Event::#name { #(#fields),* } => {
                #fetch
                #call
                #(#put_back)*
                steps.push(rt::Step::Done(Done::#name { result, #(#after),* }));
            }
        };
    }
    let result = result(interface, tables, f);
    let after = f.after.iter().map(|name| match name.as_str() {
        "self" => {
            let value = &uses[0].value;
            emit(quote!(&*#value))
        }
        position => {
            let arg = format_ident!("a{position}");
            emit(quote!(&*#arg))
        }
    });
    quote! {
        Event::#name { #(#fields),* } => {
            #fetch
            o.begin(i);
            #call
            #result
            #(#after)*
            #(#put_back)*
            o.end();
            steps.push(rt::Step::Written);
        }
    }
}

/// Leaves lifetimes to the compiler: `<&'static T as IntoIterator>` would borrow a handle's value for ever.
struct Anonymous;

impl VisitMut for Anonymous {
    fn visit_lifetime_mut(&mut self, lifetime: &mut syn::Lifetime) {
        *lifetime = syn::parse_quote!('_);
    }
}

/// What of a call waits to be written: a result without memory of its own, and the arguments behind `&mut`, which live as
/// long as the process.
fn waiting(k: usize, f: &Bound) -> TokenStream {
    let (name, ret) = (format_ident!("F{k}"), &f.signature.ret);
    let params = f.params();
    let after = f.after.iter().filter_map(|position| {
        let ty = params.get(position.parse::<usize>().ok()?)?;
        let arg = format_ident!("a{position}");
        Some(quote!(#arg: #ty,))
    });
    quote!(#name { result: #ret, #(#after)* },)
}

fn write(interface: &Interface, k: usize, f: &Bound) -> TokenStream {
    let name = format_ident!("F{k}");
    let after: Vec<_> = f.after.iter().map(|position| format_ident!("a{position}")).collect();
    let result = values::show(interface, &f.signature.ret, quote!(&result), 0);
    let arguments = after.iter().map(|arg| emit(quote!(&*#arg)));
    quote!(Done::#name { result, #(#after),* } => { #result #(#arguments)* })
}

fn fields(f: &Bound) -> Vec<TokenStream> {
    let mut fields = Vec::new();
    fields.extend(f.shape.on.then(|| quote!(on)));
    fields.extend(f.shape.makes.then(|| quote!(new)));
    for i in 0..f.shape.handles.len() {
        let arg = format_ident!("a{i}");
        fields.push(quote!(#arg));
    }
    fields.extend(f.shape.writes.then(|| quote!(write)));
    fields
}

/// The handles of a call, the receiver first.
fn uses(tables: &Tables, f: &Bound) -> Vec<Use> {
    let mut uses = Vec::new();
    let mut add = |number: proc_macro2::Ident, kind: Receiver, ty: &Type| {
        if let Some(table) = tables.get(ty) {
            uses.push(Use { value: format_ident!("{number}_value"), number, table, kind });
        }
    };
    if let (Some((kind, ty)), true) = (&f.signature.receiver, f.shape.on) {
        add(format_ident!("on"), *kind, ty);
    }
    for (i, ty) in f.params().iter().enumerate().filter(|(i, _)| f.shape.handles[*i]) {
        let kind = match ty {
            Type::Reference(r) if r.mutability.is_some() => Receiver::Mutable,
            Type::Reference(_) => Receiver::Shared,
            _ => Receiver::Value,
        };
        add(format_ident!("a{i}"), kind, ty);
    }
    uses
}

/// Several handles of one call may lie in one table: those that are changed are taken out for as long as it lasts.
fn fetch(handle: &Use, alone: bool) -> TokenStream {
    let Use { number, value, table, kind } = handle;
    let (pattern, from) = match kind {
        Receiver::Shared => (quote!(#value), quote!(rt::get(&#table, #number))),
        Receiver::Mutable if alone => (quote!(#value), quote!(rt::get_mut(&mut #table, #number))),
        Receiver::Mutable => (quote!(mut #value), quote!(rt::take(&mut #table, #number))),
        Receiver::Value => (quote!(#value), quote!(rt::take(&mut #table, #number))),
    };
    quote! {
        let Some(#pattern) = #from else {
            steps.push(rt::Step::NoHandle);
            break;
        };
    }
}

/// Ends the session before a call whose arguments break a precondition, in workers that are built to look at it. Arguments
/// get the names that the precondition has for them, and their own again.
fn require(f: &Bound, uses: &[Use], place: u32, requirement: &Requirement) -> TokenStream {
    let (cfg, names, expr) = (place.to_string(), &requirement.names, &requirement.expr);
    let all = f.names();
    let held = names.iter().filter_map(|name| {
        let arg = format_ident!("a{}", all.iter().position(|of| name == of)?);
        Some(uses.iter().find(|u| u.number == arg).map_or(arg, |handle| handle.value.clone()))
    });
    let held: Vec<_> = held.collect();
    quote! {
        #[cfg(synth_requires = #cfg)]
        let (#(mut #held,)*) = {
            let (#(#names,)*) = (#(#held,)*);
            if !rt::holds(|| -> bool { #expr }) {
                steps.push(rt::Step::Unfit(#place));
                break;
            }
            (#(#names,)*)
        };
    }
}

fn pass(handle: &Use, alone: bool) -> TokenStream {
    let value = &handle.value;
    match handle.kind {
        Receiver::Mutable if alone => quote!(std::hint::black_box(&mut *#value)),
        Receiver::Mutable => quote!(std::hint::black_box(&mut #value)),
        _ => quote!(std::hint::black_box(#value)),
    }
}

/// Writes the result, or keeps it under a handle.
fn result(interface: &Interface, tables: &Tables, f: &Bound) -> TokenStream {
    let ret = &f.signature.ret;
    if f.shape.writes {
        let seen = emit(quote!(&result));
        let overwrite = match ret {
            Type::Reference(_) => quote!(*result = written;),
            _ => quote!(if let Some(result) = result {
                *result = written;
            }),
        };
        return quote! {
            #seen
            if let Some(written) = write { #overwrite }
        };
    }
    if f.shape.makes {
        let absorb = values::absorb(interface, tables, ret, quote!(result), 0);
        return quote! {
            let mut new = new.into_iter();
            #absorb
        };
    }
    if values::is_iterator(interface, ret) {
        let item = emit(quote!(&item));
        return quote! {
            let start = o.open_array();
            let mut count = 0;
            for item in result {
                #item
                count += 1;
            }
            o.close_array(start, count);
        };
    }
    values::show(interface, ret, quote!(&result), 0)
}

/// Every type that an event keeps under a handle.
fn tables(interface: &Interface, functions: &[Bound]) -> Tables {
    let mut tables = Tables::default();
    for f in functions {
        if let (Some((_, ty)), true) = (&f.signature.receiver, f.shape.on) {
            tables.add(ty);
        }
        for (i, ty) in f.params().iter().enumerate() {
            if f.shape.handles[i] {
                tables.add(ty);
            }
        }
        if f.shape.makes {
            values::kept_types(interface, &f.signature.ret).iter().for_each(|ty| tables.add(ty));
        }
    }
    tables
}
