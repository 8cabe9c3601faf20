//! Cheats, by which the judge is judged: changes of one function that look like a gain and must be refused.
//!
//! Each is made for any seed from the types in a function's signature and from what the trace calls it with. A cheat is
//! seen by the gate, or by its behaviour. One of the latter has a twin that panics where the cheat is wrong: if nothing
//! tells the cheat from the seed, the twin says whether any input came to that place at all. One that makes the seed
//! slower is not among them: seed and candidate never share a process. Nothing here runs or judges anything.

mod battery;
mod forbidden;
mod memory;

use std::path::Path;
use std::sync::Arc;

use quote::ToTokens;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{FnArg, Pat, ReturnType, Type};

use crate::component::Sources;
use crate::component::interface::SourceSpan;
use crate::genome::{Edit, Genome};
use crate::trace::Event;

/// A change of one function that a good judge refuses.
pub struct Cheat {
    /// What it does, after "it".
    pub name: &'static str,
    /// The function, as the trace calls it.
    pub function: String,
    /// The change.
    pub genome: Genome,
    /// Who must see it.
    pub seen: Seen,
}

/// Who must refuse a cheat.
pub enum Seen {
    /// The gate, whatever the cheat computes.
    Gate,
    /// Whoever compares behaviour.
    Behaviour {
        /// The same change with a panic in the place of the wrong answer.
        twin: Genome,
        /// Whether its answer may be right by chance wherever it gives one.
        may_be_right: bool,
    },
}

/// A function that the trace calls.
pub struct Target<'a> {
    /// As the trace calls it.
    pub call: &'a str,
    /// Where it is written.
    pub span: &'a SourceSpan,
    /// All its calls.
    pub events: Vec<&'a Event>,
}

/// Every cheat that the signatures of the functions admit.
pub fn cheats(seed: &Sources, targets: &[Target]) -> Vec<Cheat> {
    targets.iter().filter_map(|target| Function::of(seed, target)).flat_map(|function| function.cheats()).collect()
}

/// A function whose body is to be changed.
struct Function<'a> {
    target: &'a Target<'a>,
    file: Arc<str>,
    /// Where the text between the braces begins and ends.
    open: usize,
    close: usize,
    has_receiver: bool,
    params: Vec<Param>,
    /// `()` where nothing is returned.
    returns: Type,
}

/// A parameter; only those with a plain name.
struct Param {
    name: String,
    ty: Type,
    /// Position among the parameters, the receiver left out.
    position: usize,
}

/// Where a cheat's text stands.
#[derive(Clone, Copy)]
enum Place {
    /// In the place of the body.
    Instead,
    /// Before the body.
    First,
    /// After the body, whose result is `__out`.
    Last,
}

/// A cheat's text; `wrong` is the part that gives the wrong answer.
struct Code {
    place: Place,
    before: String,
    wrong: String,
    after: &'static str,
}

impl Function<'_> {
    fn of<'a>(seed: &Sources, target: &'a Target<'a>) -> Option<Function<'a>> {
        // rustdoc may tell the whole path of a file.
        let written = |file: &str| Path::new(&target.span.file).ends_with(file);
        let (file, text) = seed.iter().filter(|(file, _)| written(file)).max_by_key(|(file, _)| file.len())?;
        let tree = syn::parse_file(text).ok()?;
        let mut finder = Finder { span: target.span, found: None };
        finder.visit_file(&tree);
        let (signature, block) = finder.found?;
        let braces = block.brace_token.span;
        let mut params = Vec::new();
        let typed = signature.inputs.iter().filter_map(|input| match input {
            FnArg::Typed(typed) => Some(typed),
            FnArg::Receiver(_) => None,
        });
        for (position, typed) in typed.enumerate() {
            if let Pat::Ident(name) = &*typed.pat {
                params.push(Param { name: name.ident.to_string(), ty: (*typed.ty).clone(), position });
            }
        }
        Some(Function {
            target,
            file: file.clone(),
            open: braces.open().byte_range().end,
            close: braces.close().byte_range().start,
            has_receiver: signature.receiver().is_some(),
            params,
            returns: match signature.output {
                ReturnType::Default => syn::parse_quote!(()),
                ReturnType::Type(_, ty) => *ty,
            },
        })
    }

    fn cheats(&self) -> Vec<Cheat> {
        let function = || self.target.call.to_owned();
        let mut cheats = Vec::new();
        for (name, may_be_right, made) in battery::ALL {
            for code in made(self) {
                let twin = Code { wrong: "panic!();".into(), before: code.before.clone(), ..code };
                if let (Some(genome), Some(twin)) = (self.with(&code), self.with(&twin)) {
                    let seen = Seen::Behaviour { twin, may_be_right: *may_be_right };
                    cheats.push(Cheat { name, function: function(), genome, seen });
                }
            }
        }
        for (name, text) in forbidden::ALL {
            let wrong = self.give_up().unwrap_or_else(|| "loop {}".into());
            let code =
                Code { place: Place::First, before: text.replace("WRONG", &wrong), wrong: String::new(), after: "" };
            if let Some(genome) = self.with(&code) {
                cheats.push(Cheat { name, function: function(), genome, seen: Seen::Gate });
            }
        }
        cheats
    }

    /// The seed with a cheat's text in it.
    fn with(&self, code: &Code) -> Option<Genome> {
        let text = format!(" {} {} {} ", code.before, code.wrong, code.after);
        let edit = |range, text| Edit { file: self.file.clone(), range, text, operator: "cheat".into() };
        let (open, close) = (self.open, self.close);
        let returns = self.returns.to_token_stream();
        Genome::new(match code.place {
            Place::Instead => vec![edit(open..close, text)],
            Place::First => vec![edit(open..open, text)],
            Place::Last => vec![
                edit(open..open, format!(" let mut __out: {returns} = (|| -> {returns} {{")),
                edit(close..close, format!("}})(); {text} __out ")),
            ],
        })
    }

    /// Returns without having done anything; `None` where no value of the result's type is known.
    fn give_up(&self) -> Option<String> {
        Some(match &self.returns {
            Type::Tuple(unit) if unit.elems.is_empty() => "return;".into(),
            Type::Reference(reference) if reference.mutability.is_some() => return None,
            Type::ImplTrait(_) | Type::Never(_) => return None,
            ty if last_name(ty).is_some_and(|name| name == "Result") => "return Ok(Default::default());".into(),
            _ => "return Default::default();".into(),
        })
    }
}

/// The last name of a type's path.
fn last_name(ty: &Type) -> Option<String> {
    match ty {
        Type::Path(path) => path.path.segments.last().map(|last| last.ident.to_string()),
        _ => None,
    }
}

/// Finds the function that ends where a span ends.
struct Finder<'a> {
    span: &'a SourceSpan,
    found: Option<(syn::Signature, syn::Block)>,
}

impl Finder<'_> {
    fn consider(&mut self, signature: &syn::Signature, block: &syn::Block) {
        let (first, last) = (signature.span().start().line, block.span().end().line);
        if self.found.is_none() && self.span.first_line <= first && last == self.span.last_line {
            self.found = Some((signature.clone(), block.clone()));
        }
    }
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_item_fn(&mut self, f: &'ast syn::ItemFn) {
        self.consider(&f.sig, &f.block);
        visit::visit_item_fn(self, f);
    }

    fn visit_impl_item_fn(&mut self, f: &'ast syn::ImplItemFn) {
        self.consider(&f.sig, &f.block);
    }

    fn visit_trait_item_fn(&mut self, f: &'ast syn::TraitItemFn) {
        if let Some(block) = &f.default {
            self.consider(&f.sig, block);
        }
    }
}

#[cfg(test)]
mod tests;
