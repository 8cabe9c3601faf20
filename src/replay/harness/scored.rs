//! What a worker has more where the component has a fitness file, and the executable that judges. Each function that may
//! be issued has the same number in both.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::Type;

use super::Bound;
use crate::component::Fitness;

/// `rt::Scored` for the component: sessions in the hands of `drive`. `runs`: the arms that run an event; `names` and `kinds`:
/// the tables of handles that they use.
pub(super) fn component(functions: &[Bound], names: &[Ident], kinds: &[Type], runs: &[TokenStream]) -> TokenStream {
    let table = table(functions);
    quote! {
        extern crate synth_rt as synth;

        impl rt::Scored for Seed {
            const FUNCTIONS: &'static [rt::Function] = #table;

            fn play(session: &[rt::Call], o: &mut rt::Out, played: &mut rt::Played) {
                #(let mut #names: Vec<Option<#kinds>> = Vec::new();)*
                let mut steps: Vec<rt::Step<Done>> = Vec::new();
                fitness::drive(session, &mut |call: &rt::Call| {
                    let event = rt::issued::<Seed>(call);
                    let (i, start) = (played.issued, o.written());
                    loop {
                        match event {
                            #(#runs)*
                            Event::Drop(handle) => {
                                #(rt::discard(&mut #names, handle);)*
                                steps.push(rt::Step::Silent);
                            }
                        }
                        break;
                    }
                    rt::settle::<Seed>(steps.pop(), start, o, played)
                });
                #(drop(#names);)*
            }
        }
    }
}

/// The judge's `main.rs`. It takes the fitness file from where it lies, so that the compiler names it by its path.
pub(super) fn judge(functions: &[Bound], fitness: &Fitness) -> String {
    let table = table(functions);
    let path = fitness.path.display().to_string();
    let file = quote! {
        #![allow(warnings)]
        extern crate synth_rt as synth;

        #[path = #path]
        mod fitness;

        const FUNCTIONS: &[synth::Function] = #table;

        fn main() {
            synth::judge(FUNCTIONS, fitness::drive, fitness::judge)
        }
    };
    file.to_string()
}

fn table(functions: &[Bound]) -> TokenStream {
    let rows = functions.iter().map(|f| {
        let (call, on, args, writes) = (&f.call, f.shape.on, f.shape.handles.len(), f.shape.writes);
        quote!(synth::Function { call: #call, on: #on, args: #args, writes: #writes },)
    });
    quote!(&[#(#rows)*])
}
