//! From text to [`Program`]: finds what may be edited. The only file that walks `syn`'s tree.
//!
//! Left out: tests, attributes, signatures, patterns, types, nested items, `unsafe` code, every file that
//! holds `unsafe` outside of tests and every function that such a file calls by name, functions that the caller does not allow, and the arguments of
//! macros other than the well-known ones of the standard library.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Attribute, Item, Pat, Token};

use self::uncalled::uncalled;
pub use self::uncalled::uncalled_since;
use super::View;
use super::code::Tightness;
use super::program::{Arm, Binding, Block, Expr, Function, Program, Role, Shape, Statement};
use crate::component::items::{attributes, is_test};
use crate::component::types::normalise;
use crate::component::{Sources, module_of};
use crate::genome::tokens::tokens;

mod body;
mod place;
mod uncalled;

/// Takes the files of a candidate apart. Files that do not parse are left out.
pub fn scan(view: &View) -> Program {
    let mut program = Program {
        sources: view.sources.clone(),
        rules: view.rules.clone(),
        donors: view.donors.clone(),
        values: view.values.clone(),
        ..Program::default()
    };
    let (mut files, mut others) = (Vec::new(), Vec::new());
    let mut trusted = BTreeSet::new();
    for (file, text) in view.sources.iter() {
        // A byte order mark or a `#!` line would move every place.
        if !file.ends_with(".rs")
            || text.starts_with('\u{feff}')
            || (text.starts_with("#!") && !text.starts_with("#!["))
        {
            continue;
        }
        let Ok(parsed) = syn::parse_file(text) else { continue };
        if !view.allow_unsafe && holds_unsafe(&parsed) {
            trusted.extend(called(text));
            others.push((&**text, parsed));
        } else {
            files.push((file.clone(), parsed, &**text));
        }
    }
    let all: Vec<(&str, &syn::File)> = files
        .iter()
        .map(|(_, file, text)| (*text, file))
        .chain(others.iter().map(|(text, file)| (*text, file)))
        .collect();
    let barred = if view.allow_uncalled { trusted } else { &trusted | &uncalled(&all, false) };
    for (file, parsed, text) in &files {
        let module = module_of(file);
        Scanner::new(view, &mut program, file.clone(), &barred).items(&parsed.items, &module, 0..text.len());
    }
    type_own_calls(&mut program);
    program
}

/// What functions of the component give, where rustc was not asked since an edit: as their signatures say.
fn type_own_calls(program: &mut Program) {
    let mut returns: BTreeMap<&str, Option<&str>> = BTreeMap::new();
    for function in &program.functions {
        let name = function.path.rsplit("::").next().unwrap_or_default();
        let plain = !["Self", "impl ", "'"].iter().any(|word| function.returns.contains(word));
        let known = returns.insert(name, plain.then_some(&*function.returns)).is_some();
        returns.entry(name).and_modify(|ty| *ty = ty.filter(|_| !known));
    }
    let of = |expr: &Expr| {
        let name = match &expr.shape {
            Shape::Method { receiver, name, .. } if program.source(&program.exprs[*receiver]) == "self" => {
                program.text(&expr.file, name)
            }
            Shape::Call { .. } => program.source(expr).split('(').next()?.trim_start_matches("Self::"),
            _ => return None,
        };
        returns.get(name).copied().flatten().map(Arc::from)
    };
    let types: Vec<Option<Arc<str>>> = program.exprs.iter().map(|expr| expr.ty.clone().or_else(|| of(expr))).collect();
    for (expr, ty) in program.exprs.iter_mut().zip(types) {
        expr.ty = ty;
    }
    let typed = |expr: &Expr| {
        let tried =
            program.source(expr).strip_suffix('?').filter(|_| expr.shape == Shape::Other && expr.ty.is_none())?;
        let inner = expr.range.start..expr.range.start + tried.len();
        let is_it = |other: &&Expr| other.file == expr.file && other.range == inner;
        super::types::tried(program.exprs.iter().find(is_it)?.ty.as_deref()?).map(Arc::from)
    };
    let types: Vec<(usize, Arc<str>)> =
        (0..program.exprs.len()).filter_map(|index| Some((index, typed(&program.exprs[index])?))).collect();
    types.into_iter().for_each(|(index, ty)| program.exprs[index].ty = Some(ty));
}

/// The names of all functions that a text calls, as far as tokens tell. Where the text holds `unsafe`,
/// that code may rely on what they return.
fn called(text: &str) -> impl Iterator<Item = String> {
    let tokens = tokens(text);
    let names = tokens.windows(2).filter(|pair| ["(", "::"].contains(&&text[pair[1].clone()]));
    names.map(|pair| text[pair[0].clone()].to_owned()).collect::<Vec<_>>().into_iter()
}

/// The files of a crate that hold `unsafe`.
pub fn unsafe_files(sources: &Sources) -> Vec<&str> {
    let holds = |text: &str| syn::parse_file(text).is_ok_and(|parsed| holds_unsafe(&parsed));
    sources.iter().filter(|(_, text)| holds(text)).map(|(file, _)| &**file).collect()
}

/// Whether `unsafe` stands anywhere in the file, tests apart.
fn holds_unsafe(file: &syn::File) -> bool {
    #[derive(Default)]
    struct Finder(bool);
    impl<'ast> Visit<'ast> for Finder {
        fn visit_item(&mut self, item: &'ast Item) {
            if !is_test(attributes(item)) {
                visit::visit_item(self, item);
            }
        }
        fn visit_ident(&mut self, _: &'ast proc_macro2::Ident) {}
        fn visit_token_stream(&mut self, tokens: &'ast proc_macro2::TokenStream) {
            self.0 |= tokens.to_string().split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == "unsafe");
        }
        fn visit_expr_unsafe(&mut self, _: &'ast syn::ExprUnsafe) {
            self.0 = true;
        }
        fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
            self.0 |= item.unsafety.is_some();
            visit::visit_item_impl(self, item);
        }
        fn visit_item_trait(&mut self, item: &'ast syn::ItemTrait) {
            self.0 |= item.unsafety.is_some();
            visit::visit_item_trait(self, item);
        }
        fn visit_item_foreign_mod(&mut self, _: &'ast syn::ItemForeignMod) {
            self.0 = true;
        }
        fn visit_safety(&mut self, safety: &'ast syn::Safety) {
            self.0 |= !matches!(safety, syn::Safety::Default);
        }
    }
    let mut finder = Finder::default();
    finder.visit_file(file);
    finder.0
}

struct Scanner<'a> {
    view: &'a View<'a>,
    program: &'a mut Program,
    file: Arc<str>,
    /// Functions that `unsafe` code in other files calls, and those that nothing does.
    barred: &'a BTreeSet<String>,
    function: usize,
    parent: Option<usize>,
    /// Index of the block that statements are put into.
    block: usize,
    /// Where names declared in the present block end.
    block_end: usize,
    in_loop: bool,
    can_break: bool,
    in_closure: bool,
    in_macro: bool,
    head: bool,
}

impl<'a> Scanner<'a> {
    fn new(view: &'a View<'a>, program: &'a mut Program, file: Arc<str>, barred: &'a BTreeSet<String>) -> Scanner<'a> {
        Scanner {
            view,
            program,
            file,
            barred,
            function: 0,
            parent: None,
            block: 0,
            block_end: 0,
            in_loop: false,
            can_break: false,
            in_closure: false,
            in_macro: false,
            head: false,
        }
    }

    fn items(&mut self, items: &[Item], module: &[String], whole: Range<usize>) {
        for item in items.iter().filter(|item| !is_test(attributes(item))) {
            if let Item::Const(item) = item {
                // Visible everywhere but in its own value.
                let own = item.span().byte_range();
                for visible in [whole.start..own.start, own.end..whole.end] {
                    self.declare(item.ident.to_string(), Some(text_of(&item.ty).into()), visible, false);
                }
            }
        }
        for item in items.iter().filter(|item| !is_test(attributes(item))) {
            match item {
                Item::Fn(item) => self.callable(&item.sig, &item.block, module),
                Item::Const(item) => self.constant(item, module),
                Item::Mod(item) => {
                    if let Some((brace, items)) = &item.content {
                        let module = [module, &[item.ident.to_string()]].concat();
                        self.items(items, &module, brace.span.join().byte_range());
                    }
                }
                Item::Impl(item) => {
                    let module = [module, &[type_name(&item.self_ty)]].concat();
                    for inner in &item.items {
                        match inner {
                            syn::ImplItem::Fn(inner) if !is_test(&inner.attrs) => {
                                self.callable(&inner.sig, &inner.block, &module);
                            }
                            _ => {}
                        }
                    }
                }
                Item::Trait(item) => {
                    let module = [module, &[item.ident.to_string()]].concat();
                    for inner in &item.items {
                        if let syn::TraitItem::Fn(inner) = inner
                            && let Some(body) = &inner.default
                        {
                            self.callable(&inner.sig, body, &module);
                        }
                    }
                }
                _ => {}
            }
        }
    }

    fn constant(&mut self, item: &syn::ItemConst, module: &[String]) {
        let range = item.span().byte_range();
        if self.enter(path(module, &item.ident.to_string()), range, 0..0, text_of(&item.ty)) {
            self.expr(&item.expr, Tightness::Any, Role::Value);
            self.leave();
        }
    }

    fn callable(&mut self, signature: &syn::Signature, body: &syn::Block, module: &[String]) {
        let name = signature.ident.to_string();
        let safe = matches!(signature.safety, syn::Safety::Default) && !self.barred.contains(&name);
        let returns = match &signature.output {
            syn::ReturnType::Default => "()".to_owned(),
            syn::ReturnType::Type(_, ty) => text_of(ty),
        };
        let inside = place::of_block(body);
        let range = signature.span().byte_range().start..inside.end;
        if !safe || signature.asyncness.is_some() || !self.enter(path(module, &name), range, inside.clone(), returns) {
            return;
        }
        for input in &signature.inputs {
            match input {
                syn::FnArg::Receiver(receiver) => {
                    let place = receiver.span().byte_range();
                    let ty = self.view.types.get(&self.file, &place).cloned();
                    self.declare("self".to_owned(), ty, inside.clone(), receiver.mutability.is_some());
                }
                syn::FnArg::Typed(input) => self.pattern(&input.pat, Some(text_of(&input.ty)), inside.clone(), false),
            }
        }
        self.body(body);
        self.leave();
    }

    /// Begins a function, if its body may be edited at all.
    fn enter(&mut self, path: String, range: Range<usize>, body: Range<usize>, returns: String) -> bool {
        if !(self.view.allowed)(&self.file, &path) {
            return false;
        }
        let weight = self.view.weights.of(&path);
        let transplants = Default::default();
        let function = Function { file: self.file.clone(), path, range, body, returns, weight, transplants };
        self.program.functions.push(function);
        self.function = self.program.functions.len() - 1;
        (self.parent, self.in_loop, self.in_closure, self.in_macro, self.head) = (None, false, false, false, false);
        true
    }

    /// Ends a function. One in which rustc saw nothing though all of it was there was not compiled (`#[cfg]`): to change it is to
    /// change nothing.
    fn leave(&mut self) {
        let Program { functions, exprs, statements, blocks, arms, .. } = &mut *self.program;
        let function = functions.len() - 1;
        let mut mine = exprs.iter().rev().take_while(|expr| expr.function == function);
        let types = self.view.types;
        let asked = !types.is_empty() && !types.is_unseen(&self.file, &functions[function].range);
        if asked && !mine.any(|expr| types.get(&expr.file, &expr.range).is_some()) {
            exprs.retain(|expr| expr.function != function);
            statements.retain(|statement| statement.function != function);
            arms.retain(|arm| arm.expr < exprs.len());
            blocks.iter_mut().for_each(|block| block.statements.retain(|&index| index < statements.len()));
            functions.pop();
        }
    }

    fn declare(&mut self, name: String, ty: Option<Arc<str>>, visible: Range<usize>, mutable: bool) {
        let file = self.file.clone();
        self.program.bindings.push(Binding { file, name, ty, visible, mutable, ambiguous: false });
    }

    /// Declares every name of a pattern. `ty` is what is written beside it.
    fn pattern(&mut self, pattern: &Pat, ty: Option<String>, visible: Range<usize>, ambiguous: bool) {
        struct Names<'ast>(Vec<&'ast syn::PatIdent>);
        impl<'ast> Visit<'ast> for Names<'ast> {
            fn visit_pat_ident(&mut self, name: &'ast syn::PatIdent) {
                self.0.push(name);
                visit::visit_pat_ident(self, name);
            }
            fn visit_expr(&mut self, _: &'ast syn::Expr) {}
        }
        let ty = match pattern {
            Pat::Type(typed) => Some(text_of(&typed.ty)),
            _ => ty.filter(|_| matches!(pattern, Pat::Ident(_))),
        };
        let mut names = Names(Vec::new());
        names.visit_pat(pattern);
        for name in names.0 {
            let known = self.view.types.get(&self.file, &name.span().byte_range()).cloned();
            let ty = known.or_else(|| ty.as_deref().map(Arc::from));
            self.declare(name.ident.to_string(), ty, visible.clone(), name.mutability.is_some());
            if let Some(binding) = self.program.bindings.last_mut() {
                binding.ambiguous = ambiguous;
            }
        }
    }
}

fn path(module: &[String], name: &str) -> String {
    module.iter().map(|part| format!("{part}::")).collect::<String>() + name
}

/// The last name of a type's path: `Table` of `crate::Table<V>`.
fn type_name(ty: &syn::Type) -> String {
    match ty {
        syn::Type::Path(ty) => ty.path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default(),
        other => text_of(other),
    }
}

/// A type as written, in the form that rustc's types are normalised to.
pub fn text_of(ty: &syn::Type) -> String {
    struct Plain;
    impl syn::visit_mut::VisitMut for Plain {
        fn visit_type_reference_mut(&mut self, reference: &mut syn::TypeReference) {
            reference.lifetime = None;
            syn::visit_mut::visit_type_reference_mut(self, reference);
        }
    }
    let mut ty = ty.clone();
    syn::visit_mut::VisitMut::visit_type_mut(&mut Plain, &mut ty);
    let mut text = quote::quote!(#ty).to_string();
    for (spaced, close) in [
        (" <", "<"),
        ("< ", "<"),
        (" >", ">"),
        ("& ", "&"),
        (" ,", ","),
        (" ;", ";"),
        (" :: ", "::"),
        ("( ", "("),
        (" )", ")"),
        ("[ ", "["),
        (" ]", "]"),
    ] {
        text = text.replace(spaced, close);
    }
    normalise(&text)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{program, take};
    use super::super::{TypeMap, everything, take_apart};
    use super::*;

    fn paths(program: &Program) -> Vec<&str> {
        program.functions.iter().map(|function| &*function.path).collect()
    }

    #[test]
    fn functions_are_named_as_a_caller_writes_them() {
        let sources = Sources::default()
            .with(
                "src/lib.rs",
                "fn a() {} mod m { fn b() {} } impl X<u8> { fn c() {} } impl T for m::Y { fn d() {} } const E: u8 = 1;",
            )
            .with("src/deep/mod.rs", "trait F { fn g() {} fn h(); }")
            .with("src/deep/er.rs", "fn i() {}");
        let want = ["deep::er::i", "deep::F::g", "a", "m::b", "X::c", "Y::d", "E"];
        assert_eq!(paths(&take(&sources)), want);
    }

    #[test]
    fn tests_are_no_part_of_the_program() {
        let source =
            "#[cfg(test)] mod tests { fn a() {} } #[test] fn b() {} #[cfg(all(test, unix))] fn c() {} fn d() {}";
        assert_eq!(paths(&program(source)), ["d"]);
    }

    #[test]
    fn nothing_is_left_of_a_function_in_which_rustc_saw_nothing() {
        let (text, thir) =
            (include_str!("../component/testdata/typed.rs"), include_str!("../component/testdata/typed.thir"));
        let unseen = "fn unseen(x: &[u8]) { if let Some(&b) = x.get(0) { let c = b; } }";
        let sources = Sources::default().with("src/lib.rs", format!("{text}\n{unseen}\n"));
        let types = TypeMap::parse(thir, &sources, "");
        let program = take_apart(&View { types: &types, ..everything(&sources) });
        assert!(!program.functions.is_empty() && paths(&program).iter().all(|path| *path != "unseen"));
        assert!(program.arms.iter().all(|arm| arm.expr < program.exprs.len() && arm.of < program.exprs.len()));
        let known = |block: &Block| block.statements.iter().all(|&index| index < program.statements.len());
        assert!(program.blocks.iter().all(known));
        // Somebody wrote it since.
        let written = vec![("src/lib.rs".into(), text.len() + 1..text.len() + 1 + unseen.len())];
        let types = types.moved(|_, range| Some(range), written);
        assert!(paths(&take_apart(&View { types: &types, ..everything(&sources) })).contains(&"unseen"));
    }

    #[test]
    fn a_file_that_holds_unsafe_and_what_it_calls_are_left_alone() {
        let sources = Sources::default()
            .with("src/lib.rs", "#![forbid(unsafe_op_in_unsafe_fn)] mod a; mod b; fn free() { helper() }")
            .with("src/a.rs", "fn f(x: &[u8]) -> u8 { unsafe { *x.get_unchecked(crate::b::index(x)) } }")
            .with(
                "src/b.rs",
                "fn index(x: &[u8]) -> usize { 0 } fn other() {} #[cfg(test)] mod t { unsafe fn u() {} }",
            );
        assert_eq!(paths(&take(&sources)), ["b::other", "free"]);
        for text in ["unsafe impl Send for X {}", "unsafe fn f() {}", "extern \"C\" { fn f(); }", "m!(unsafe { f() });"]
        {
            assert!(paths(&program(&format!("fn g() {{}} {text}"))).is_empty(), "{text}");
        }
    }

    #[test]
    fn arguments_of_unknown_macros_are_left_alone() {
        let program = program("fn f(a: u8) { assert!(a == 1, \"{}\", a); mine!(a + 2); let v = vec![a + 3; 4]; }");
        let texts: Vec<&str> = program.exprs.iter().map(|expr| program.source(expr)).collect();
        assert!(texts.contains(&"a == 1") && texts.contains(&"a + 3") && texts.contains(&"4"), "{texts:?}");
        assert!(!texts.contains(&"a + 2") && !texts.contains(&"\"{}\""), "{texts:?}");
    }

    #[test]
    fn names_are_visible_from_their_declaration_to_the_end_of_their_block() {
        let source = "fn f(a: u8) { { let b: u16 = 1; g(b); } while let Some(c) = h() { k(c) } m(|d: u32| n(d)); p() }";
        let program = program(source);
        let seen = |marker: &str| {
            let at = source.find(marker).expect("the marker is in the source");
            program.scope("src/lib.rs", at).iter().map(|binding| binding.name.as_str()).collect::<Vec<_>>()
        };
        assert_eq!(seen("g(b)"), ["a", "b"]);
        assert_eq!(seen("h()"), ["a"]);
        assert_eq!(seen("k(c)"), ["a", "c"]);
        assert_eq!(seen("n(d)"), ["a", "d"]);
        assert_eq!(seen("p()"), ["a"]);
    }
}
