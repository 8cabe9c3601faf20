//! Makes the instrumented sources: decides for each function and type of the interface what is put where, by spans, so
//! that the lines of the original stay what they are. Pure: text in, text out.

use super::edits::Edits;
use super::structs::Structs;
use super::types::{Carriage, Carriages, debug_struct, record_enum, record_struct};
use super::wrap::{SelfAs, Wrap, argument, original, plain_name};
use crate::component::Component;
use crate::component::interface::{Function, Interface, Receiver};
use quote::ToTokens;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

/// What the compiler, or experience, has ruled out.
#[derive(Debug, Clone, Default)]
pub(super) struct Ruled {
    /// Functions left as they are, by path, with the reason.
    pub functions: BTreeMap<String, String>,
    /// Types not carried by name.
    pub types: BTreeSet<String>,
    /// Leave alone what can make *dependent* crates fail: `const fn`, and named types with lifetimes.
    pub cautious: bool,
}

/// The source of an instrumented stretch of text, to find what to rule out when it does not compile.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Cause {
    Function(String),
    Type(String),
}

/// A stretch of an instrumented file and what was done there.
#[derive(Debug)]
pub(super) struct Region {
    pub file: String,
    pub range: Range<usize>,
    pub cause: Cause,
}

/// The instrumented sources.
#[derive(Debug, Default)]
pub(super) struct Instrumented {
    pub files: Vec<(String, String)>,
    pub regions: Vec<Region>,
    /// Functions that are recorded, by path.
    pub recorded: BTreeSet<String>,
    /// Functions that are not, with the reason.
    pub left_out: BTreeMap<String, String>,
    /// Types whose values get no name, so that calls on them are not carried, with the reason.
    pub unnamed: BTreeMap<String, String>,
}

/// Instruments every source of the component.
pub(super) fn instrument(component: &Component, interface: &Interface, ruled: &Ruled) -> Instrumented {
    let mut carriages = Carriages::decide(interface, &ruled.types, ruled.cautious);
    let trees: Vec<(&str, &str, syn::File)> = component
        .sources
        .iter()
        .filter_map(|(path, text)| Some((&**path, &**text, syn::parse_file(text).ok()?)))
        .collect();
    let mut seen = Structs::among(trees.iter().map(|(_, text, _)| *text));
    trees.iter().for_each(|(.., tree)| seen.visit_file(tree));
    seen.settle(interface, &mut carriages);
    let mut out = Instrumented { unnamed: seen.unnamed(interface, &carriages, ruled), ..Instrumented::default() };
    for (path, text, tree) in &trees {
        let mut walk = Walk {
            path,
            interface,
            ruled,
            carriages: &carriages,
            owner: None,
            edits: Edits::default(),
            regions: Vec::new(),
            out: &mut out,
        };
        if *path == component.lib_path {
            let at = tree.items.first().map_or(text.len(), |item| item.span().byte_range().start);
            walk.edits.insert(at, "extern crate synth_trace; ");
        }
        walk.visit_file(tree);
        let (edits, regions) = (walk.edits, walk.regions);
        let (new, moves) = edits.apply(text);
        out.regions.extend(regions.into_iter().map(|(range, cause)| Region {
            file: path.to_string(),
            range: moves.of(&range, new.len()),
            cause,
        }));
        out.files.push((path.to_string(), new));
    }
    for function in interface.functions.iter().filter(|f| !f.is_derived) {
        if !out.recorded.contains(&function.path) && !out.left_out.contains_key(&function.path) {
            let method = function.path.split_once(" as ").map(|(_, method)| format!("<… as {method}"));
            let path = method.unwrap_or(function.path.clone());
            out.left_out.insert(path, "it is made by a macro".into());
        }
    }
    out
}

/// The impl or trait around a function.
#[derive(Clone)]
struct Owner {
    /// Last name of the type; none inside a trait.
    name: Option<String>,
    of_trait: bool,
}

struct Walk<'a> {
    path: &'a str,
    interface: &'a Interface,
    ruled: &'a Ruled,
    carriages: &'a Carriages,
    owner: Option<Owner>,
    edits: Edits,
    regions: Vec<(Range<usize>, Cause)>,
    out: &'a mut Instrumented,
}

/// What is done to a function.
enum Decision {
    Record,
    /// Counted, and it spoils the sessions of its handles.
    Hide(&'static str),
    /// Counted, and it ends the sessions of its handles.
    Cut(&'static str),
    /// Hidden without harm: it shows, hashes or drops a value.
    Quiet(&'static str),
    Leave(String),
}

impl<'ast> Visit<'ast> for Walk<'_> {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        let owner = self.owner.take();
        self.function(&item.attrs, Some(&item.vis), &item.sig, &item.block, item.span().byte_range());
        visit::visit_item_fn(self, item);
        self.owner = owner;
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        let inherent = self.owner.as_ref().is_some_and(|owner| !owner.of_trait);
        self.function(&item.attrs, inherent.then_some(&item.vis), &item.sig, &item.block, item.span().byte_range());
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        if let Some(block) = &item.default {
            self.function(&item.attrs, None, &item.sig, block, item.span().byte_range());
        }
        visit::visit_trait_item_fn(self, item);
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        let owner = Owner { name: last_name(&item.self_ty), of_trait: item.trait_.is_some() };
        let before = self.owner.replace(owner);
        visit::visit_item_impl(self, item);
        self.owner = before;
    }

    fn visit_item_trait(&mut self, item: &'ast syn::ItemTrait) {
        let before = self.owner.replace(Owner { name: None, of_trait: true });
        visit::visit_item_trait(self, item);
        self.owner = before;
    }

    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        visit::visit_item_struct(self, item);
        let name = item.ident.to_string();
        let Some(carriage) = self.carriages.get(&name) else {
            return;
        };
        let range = item.span().byte_range();
        if let Carriage::Handle { .. } = carriage {
            self.add_field(item);
            self.keep_debug(item);
        }
        if let Some(text) = record_struct(item, carriage) {
            self.edits.insert(range.end, text);
        }
        self.regions.push((range, Cause::Type(name)));
    }

    fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
        visit::visit_item_enum(self, item);
        let name = item.ident.to_string();
        if self.carriages.get(&name) == Some(&Carriage::Value) {
            let range = item.span().byte_range();
            self.edits.insert(range.end, record_enum(item));
            self.regions.push((range, Cause::Type(name)));
        }
    }

    fn visit_expr_struct(&mut self, expr: &'ast syn::ExprStruct) {
        visit::visit_expr_struct(self, expr);
        if let Some(name) = self.handle_named(&expr.path) {
            let at = expr.brace_token.span.open().byte_range().end;
            self.edits.insert(at, format!("__synth: {}::new(), ", self.carriages.hidden(&name)));
            self.regions.push((expr.span().byte_range(), Cause::Type(name)));
        }
    }

    fn visit_pat_struct(&mut self, pattern: &'ast syn::PatStruct) {
        visit::visit_pat_struct(self, pattern);
        if let Some(name) = self.handle_named(&pattern.path).filter(|_| pattern.rest.is_none()) {
            let at = pattern.brace_token.span.open().byte_range().end;
            self.edits.insert(at, "__synth: _, ");
            self.regions.push((pattern.span().byte_range(), Cause::Type(name)));
        }
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        self.literals_in(mac.tokens.clone());
    }

    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        if let syn::Expr::Path(path) = &*call.func
            && let Some(name) = self.tuple_handle_named(&path.path)
        {
            call.args.iter().for_each(|argument| self.visit_expr(argument));
            let comma = if call.args.trailing_punct() { "" } else { ", " };
            let at = call.paren_token.span.close().byte_range().start;
            self.edits.insert(at, format!("{comma}{}::new()", self.carriages.hidden(&name)));
            self.regions.push((call.span().byte_range(), Cause::Type(name)));
        } else {
            visit::visit_expr_call(self, call);
        }
    }

    /// A constructor in the place of a function, as in `map(Wrapper)`.
    fn visit_expr_path(&mut self, path: &'ast syn::ExprPath) {
        if let Some(name) = self.tuple_handle_named(&path.path)
            && let Some((Ok(fields), _)) = self.carriages.handle(&name).map(|(place, tuple)| (place.parse(), tuple))
        {
            let names: Vec<String> = (0..fields).map(argument).collect();
            let (names, hidden) = (names.join(", "), self.carriages.hidden(&name));
            let text = format!("(|{names}| {}({names}, {hidden}::new()))", path.to_token_stream());
            self.edits.replace(path.span().byte_range(), text);
            self.regions.push((path.span().byte_range(), Cause::Type(name)));
        }
    }

    fn visit_pat_tuple_struct(&mut self, pattern: &'ast syn::PatTupleStruct) {
        visit::visit_pat_tuple_struct(self, pattern);
        let open = !pattern.elems.iter().any(|p| matches!(p, syn::Pat::Rest(_)));
        if let Some(name) = self.tuple_handle_named(&pattern.path).filter(|_| open) {
            let comma = if pattern.elems.trailing_punct() { "" } else { ", " };
            let at = pattern.paren_token.span.close().byte_range().start;
            self.edits.insert(at, format!("{comma}_"));
            self.regions.push((pattern.span().byte_range(), Cause::Type(name)));
        }
    }
}

impl<'a> Walk<'a> {
    /// The handle type that a path in a literal or pattern names.
    fn handle_named(&self, path: &syn::Path) -> Option<String> {
        let mut names = path.segments.iter().rev().map(|s| s.ident.to_string());
        let last = names.next()?;
        // `Enum::Variant` may share the name of a struct.
        if names.next().is_some_and(|before| before.starts_with(char::is_uppercase)) {
            return None;
        }
        let name = if last == "Self" { self.owner.as_ref()?.name.clone()? } else { last };
        self.carriages.handle(&name).is_some().then_some(name)
    }

    /// Literals of handles among the tokens of a macro, where only their look tells: a name before braces.
    fn literals_in(&mut self, tokens: proc_macro2::TokenStream) {
        let mut before = [String::new(), String::new()];
        for token in tokens {
            if let proc_macro2::TokenTree::Group(group) = &token {
                self.literals_in(group.stream());
                let declares = ["struct", "impl", "for", "enum", "union", "mod", "trait", "macro_rules"]
                    .contains(&before[0].as_str());
                let braces = group.delimiter() == proc_macro2::Delimiter::Brace;
                let name = syn::parse_str::<syn::Path>(&before[1]).ok().and_then(|path| self.handle_named(&path));
                let named = name.filter(|name| self.carriages.handle(name).is_some_and(|(_, tuple)| !tuple));
                if let (true, false, Some(name)) = (braces, declares, named) {
                    let field = format!("__synth: {}::new(), ", self.carriages.hidden(&name));
                    self.edits.insert(group.span_open().byte_range().end, field);
                    self.regions.push((group.span().byte_range(), Cause::Type(name)));
                }
            }
            before = [std::mem::take(&mut before[1]), token.to_string()];
        }
    }

    fn tuple_handle_named(&self, path: &syn::Path) -> Option<String> {
        let name = self.handle_named(path)?;
        self.carriages.handle(&name).is_some_and(|(_, tuple)| tuple).then_some(name)
    }

    fn add_field(&mut self, item: &syn::ItemStruct) {
        let name = &item.ident;
        let (_, arguments, _) = item.generics.split_for_impl();
        let hidden = self.carriages.hidden(&name.to_string());
        let ty = format!("{hidden}<{name} {}>", arguments.to_token_stream());
        match &item.fields {
            // First, because the last field may be unsized.
            syn::Fields::Named(fields) => {
                let at = fields.brace_token.span.open().byte_range().end;
                let skip = if derives(item, &["Serialize", "Deserialize"]) { "#[serde(skip)] " } else { "" };
                self.edits.insert(at, format!(" {skip}#[doc(hidden)] pub(crate) __synth: {ty}, "));
            }
            syn::Fields::Unnamed(fields) => {
                let comma = if fields.unnamed.trailing_punct() { "" } else { ", " };
                let at = fields.paren_token.span.close().byte_range().start;
                self.edits.insert(at, format!("{comma}pub(crate) {ty}"));
            }
            syn::Fields::Unit => {}
        }
    }

    /// A derived `Debug` would show the hidden field: it is written out instead.
    fn keep_debug(&mut self, item: &syn::ItemStruct) {
        for attr in item.attrs.iter().filter(|a| a.path().is_ident("derive")) {
            let traits = derived(attr);
            let is_debug = |path: &&syn::Path| path.segments.last().is_some_and(|s| s.ident == "Debug");
            if !traits.iter().any(|path| is_debug(&path)) {
                continue;
            }
            let others: Vec<String> =
                traits.iter().filter(|path| !is_debug(path)).map(|path| path.to_token_stream().to_string()).collect();
            // As many lines as before, so that places in the source stay what they are.
            let (first, last) = (attr.span().start().line, attr.span().end().line);
            let text = format!("#[derive({})]{}", others.join(", "), "\n".repeat(last - first));
            self.edits.replace(attr.span().byte_range(), text);
            self.edits.insert(item.span().byte_range().end, debug_struct(item));
        }
    }

    fn function(
        &mut self,
        attrs: &[syn::Attribute],
        visibility: Option<&syn::Visibility>,
        sig: &syn::Signature,
        block: &syn::Block,
        range: Range<usize>,
    ) {
        let Some(function) = self.found(&sig.ident).next() else {
            return;
        };
        let paths: Vec<String> = self.found(&sig.ident).map(|f| f.path.clone()).collect();
        let this = self.handle_of_owner().unwrap_or(SelfAs::Value);
        let owner = self.owner.clone();
        let in_trait = owner.as_ref().is_some_and(|o| o.name.is_none());
        let names = sig.inputs.iter().filter(|i| matches!(i, syn::FnArg::Typed(_))).enumerate();
        let mut wrap = Wrap {
            function,
            signature: sig,
            this,
            names: names.map(|(place, _)| argument(place)).collect(),
            in_trait,
            in_impl: owner.is_some(),
        };
        let body = block.brace_token.span.open().byte_range().end;
        let decision = self.decide(function, sig, attrs);
        let cuts = matches!(decision, Decision::Cut(_));
        match decision {
            Decision::Record => {
                match visibility {
                    Some(visibility) => {
                        self.edits.insert(range.start, wrap.wrapper(visibility, attrs));
                        self.edits.replace(sig.ident.span().byte_range(), original(&sig.ident));
                    }
                    None => self.in_place(&mut wrap, block),
                }
                self.out.recorded.extend(paths);
                self.regions.push((range, Cause::Function(function.path.clone())));
            }
            Decision::Hide(reason) | Decision::Cut(reason) => {
                wrap.names = own_names(sig);
                self.edits.insert(body, wrap.hide(cuts));
                self.leave_out(paths, reason);
                self.regions.push((range, Cause::Function(function.path.clone())));
            }
            Decision::Quiet(reason) => {
                self.edits.insert(body, "let __synth_call = ::synth_trace::Call::hidden(); ");
                self.leave_out(paths, reason);
                self.regions.push((range, Cause::Function(function.path.clone())));
            }
            Decision::Leave(reason) => self.leave_out(paths, &reason),
        }
    }

    fn leave_out(&mut self, paths: Vec<String>, reason: &str) {
        for path in paths {
            self.out.left_out.insert(path, reason.into());
        }
    }

    /// A trait's method keeps its place; its body moves into a closure.
    fn in_place(&mut self, wrap: &mut Wrap, block: &syn::Block) {
        let mut inner = String::new();
        let params = wrap.signature.inputs.iter().filter_map(|input| match input {
            syn::FnArg::Typed(param) => Some(param),
            syn::FnArg::Receiver(_) => None,
        });
        for (place, param) in params.enumerate() {
            match plain_name(&param.pat) {
                Some(name) => wrap.names[place] = name.to_string(),
                None => {
                    self.edits.replace(param.pat.span().byte_range(), argument(place));
                    if !matches!(*param.pat, syn::Pat::Wild(_)) {
                        inner.push_str(&format!("let {} = {}; ", param.pat.to_token_stream(), argument(place)));
                    }
                }
            }
        }
        let span = block.brace_token.span;
        self.edits.insert(span.open().byte_range().end, format!("{}{}{inner}", wrap.before(), wrap.closure()));
        self.edits.insert(span.close().byte_range().start, format!(" }})(); {}__synth_ret ", wrap.after()));
    }

    /// The function of the interface that is written here; a trait's default body stands for several.
    fn found(&self, name: &syn::Ident) -> impl Iterator<Item = &'a Function> + use<'a> {
        let (path, line) = (self.path, name.span().start().line);
        let name = name.to_string().trim_start_matches("r#").to_string();
        self.interface.functions.iter().filter(move |function| {
            let span = function.span.as_ref().filter(|span| span.file == path);
            function.name.trim_start_matches("r#") == name
                && !function.is_derived
                && span.is_some_and(|span| (span.first_line..=span.last_line).contains(&line))
        })
    }

    fn handle_of_owner(&self) -> Option<SelfAs> {
        let name = self.owner.as_ref()?.name.as_ref()?;
        let (field, _) = self.carriages.handle(name)?;
        let this = if self.carriages.is_copy(name) { SelfAs::State } else { SelfAs::Handle };
        Some(this(field.to_string()))
    }

    fn decide(&self, function: &Function, sig: &syn::Signature, attrs: &[syn::Attribute]) -> Decision {
        if let Some(reason) = self.ruled.functions.get(&function.path) {
            return Decision::Leave(reason.clone());
        }
        if sig.constness.is_some() && (self.ruled.cautious || self.owner.as_ref().is_some_and(|o| o.of_trait)) {
            return Decision::Leave("it is a const fn".into());
        }
        if sig.asyncness.is_some() {
            return Decision::Leave("it is async".into());
        }
        let exported = ["no_mangle", "export_name"].iter().any(|name| attrs.iter().any(|a| a.path().is_ident(name)));
        if sig.abi.is_some() || sig.variadic.is_some() || exported {
            return Decision::Leave("it is called from other languages".into());
        }
        if let Some(quiet) = self.quiet(function) {
            return Decision::Quiet(quiet);
        }
        if function.is_unsafe {
            return Decision::Hide("it is unsafe");
        }
        let params = function.params.iter().map(|(_, ty)| ty.to_token_stream().to_string());
        let bounds = function.generics.iter().map(|g| g.bounds.clone());
        if params.chain(bounds).any(|text| takes_code(&text)) {
            return Decision::Hide("it takes a closure, a trait object or a raw pointer");
        }
        let ret = self.interface.result_of(function);
        if ret.to_token_stream().to_string().contains("mut ") && !self.is_receiver(&ret) {
            return Decision::Cut("it returns a mutable borrow");
        }
        Decision::Record
    }

    /// `&mut Self` of a type that has names: the calls that follow name it themselves.
    fn is_receiver(&self, ret: &syn::Type) -> bool {
        match ret {
            syn::Type::Reference(reference) => last_name(&reference.elem).is_some_and(|name| {
                self.carriages.handle(&name).is_some()
                    && Some(&name) == self.owner.as_ref().and_then(|o| o.name.as_ref())
            }),
            _ => false,
        }
    }

    /// Functions that show or end a value, or belong to an iterator that is drained where it is returned.
    fn quiet(&self, function: &Function) -> Option<&'static str> {
        let of = |name: &str| function.is_of_trait && function.path.contains(&format!(" as {name}"));
        if ["Drop>", "Debug>", "Display>", "Hash>"].iter().any(|name| of(name)) {
            return Some("it only shows, hashes or drops a value");
        }
        let owner = self.owner.as_ref()?.name.as_ref()?;
        let drained = self.carriages.get(owner) == Some(&Carriage::Iterator) && function.receiver.is_some();
        let by_reference = function.receiver != Some(Receiver::Value) || of("IntoIterator>");
        (drained && (by_reference || function.is_of_trait))
            .then_some("its receiver is an iterator, which is drained where it is returned")
    }
}

/// The traits in `#[derive(…)]`.
fn derived(attr: &syn::Attribute) -> Vec<syn::Path> {
    let list = syn::punctuated::Punctuated::<syn::Path, syn::Token![,]>::parse_terminated;
    let traits = attr.path().is_ident("derive").then(|| attr.parse_args_with(list).ok()).flatten();
    traits.into_iter().flatten().collect()
}

fn derives(item: &syn::ItemStruct, names: &[&str]) -> bool {
    let mut traits = item.attrs.iter().flat_map(derived);
    traits.any(|path| path.segments.last().is_some_and(|s| names.iter().any(|name| s.ident == name)))
}

/// Names of the parameters as they are written; `()` where there is a pattern.
fn own_names(sig: &syn::Signature) -> Vec<String> {
    let params = sig.inputs.iter().filter_map(|input| match input {
        syn::FnArg::Typed(param) => Some(plain_name(&param.pat).map_or("()".into(), ToString::to_string)),
        syn::FnArg::Receiver(_) => None,
    });
    params.collect()
}

fn takes_code(text: &str) -> bool {
    ["dyn ", "fn (", "unsafe fn", "* const", "* mut", "*const", "*mut"].iter().any(|word| text.contains(word))
        || ["Fn", "FnMut", "FnOnce"].iter().any(|name| text.replace(' ', "").contains(&format!("ops::{name}(")))
}

/// The last name of a type's path, references looked through.
fn last_name(ty: &syn::Type) -> Option<String> {
    match ty {
        syn::Type::Path(path) => Some(path.path.segments.last()?.ident.to_string()),
        syn::Type::Paren(inner) => last_name(&inner.elem),
        syn::Type::Group(inner) => last_name(&inner.elem),
        _ => Some(String::new()),
    }
}
