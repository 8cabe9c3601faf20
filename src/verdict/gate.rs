//! The gate: what edited code may not contain, whatever it computes. Compares tokens with the seed's.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use syn::visit_mut::{self, VisitMut};
use syn::{ImplItem, Item};

use crate::component::Sources;
use crate::component::items::{is_private, is_test};

mod elsewhere;
mod hidden;
mod newer;

use elsewhere::elsewhere;
use hidden::Hidden;

/// Words that may not stand more often than in the seed.
const WORDS: &[&str] = &[
    "unsafe",
    "extern",
    "asm",
    "global_asm",
    "naked_asm",
    "include",
    "include_str",
    "include_bytes",
    "env",
    "option_env",
    "static",
    "thread_local",
    "rt",
    "synth_harness",
    "synth_rt",
    "__synth",
    "getrandom",
    "transmute",
    "OnceLock",
    "LazyLock",
    "AtomicUsize",
    "type_name",
    "type_id",
    "Backtrace",
    "RandomState",
    "DefaultHasher",
    // A place where state outlives a session.
    "set_hook",
    "take_hook",
    "catch_unwind",
    // What tells an address; `*const` and `*mut` are the types of pointers.
    "as_ptr",
    "as_mut_ptr",
    "as_ptr_range",
    "as_mut_ptr_range",
    "addr_of",
    "addr_of_mut",
    "*const",
    "*mut",
];
/// Modules of `std` and `core` that may not be named more often than in the seed.
const MODULES: &[&str] = &["fs", "io", "net", "process", "env", "thread", "time", "os", "ptr"];
/// Attributes that an edit may add.
const ATTRIBUTES: &[&str] = &["inline", "cold", "must_use", "allow"];
/// Those that a new type may have, or begin with. On an item of the seed they show in the file's shape.
const OF_NEW_TYPES: &[&str] = &["derive (Clone)", "derive (Clone , Debug)", "doc = \""];

/// What the seed contains.
pub struct Gate {
    seed: Contents,
    seed_shape: BTreeMap<String, Shape>,
    hidden: Hidden,
    /// Every word in code that is not compiled as the run compiles it: tests, other platforms, macros. What stands there may be a call.
    elsewhere: BTreeSet<String>,
    allow_unsafe: bool,
    /// The oldest Rust 1 that the seed promises to build with, by its minor version.
    oldest: Option<u32>,
}

/// Why the gate is shut.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Objection {
    /// It does not parse.
    #[error("{0} does not parse")]
    Syntax(String),
    /// A word that the seed does not have so often.
    #[error("new `{0}`")]
    Word(String),
    /// A macro that the seed does not use, but for those that do no more than an expression could.
    #[error("new macro `{0}!`")]
    Macro(String),
    /// An attribute outside the list.
    #[error("new attribute `#[{0}]`")]
    Attribute(String),
    /// What the Rust that the seed promises to build with does not have yet.
    #[error("`{name}` needs Rust 1.{since}, and the crate promises to build with 1.{oldest}")]
    Newer {
        /// A name of the standard library.
        name: String,
        /// The minor version that brought it.
        since: u32,
        /// The one that the crate promises.
        oldest: u32,
    },
    /// Something outside function bodies and constants changed.
    #[error("a change outside of function bodies and constants in {0}")]
    Shape(String),
}

/// Macros of the standard library that only write a list or a comparison.
const HARMLESS: [&str; 2] = ["matches", "vec"];

/// Whether there are ways through some code that only one of several inputs takes: they are not seen in a macro.
fn branches(code: &TokenStream) -> bool {
    code.clone().into_iter().any(|token| match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace || branches(&group.stream()),
        TokenTree::Ident(word) => word == "if" || word == "match",
        _ => false,
    })
}

#[derive(Default)]
struct Contents {
    words: BTreeMap<String, usize>,
    macros: BTreeSet<String>,
    attributes: BTreeMap<String, usize>,
    /// Names of the standard library that not every Rust has.
    newer: BTreeSet<String>,
}

impl Gate {
    /// The gate of a seed. `rust_version`: the oldest that its manifest promises to build with.
    pub fn new(seed: &Sources, allow_unsafe: bool, rust_version: Option<&str>) -> Gate {
        let mut gate = Gate {
            seed: Contents::default(),
            seed_shape: BTreeMap::new(),
            hidden: Hidden::of(seed),
            elsewhere: elsewhere(seed),
            allow_unsafe,
            oldest: rust_version.and_then(newer::minor),
        };
        for (path, text) in seed.iter() {
            if let Ok(tokens) = text.parse::<TokenStream>() {
                gate.seed.read(tokens, false);
            }
            if let Ok(file) = syn::parse_file(text) {
                let shape = shape(gate.hidden.without(file), &gate.elsewhere);
                gate.seed_shape.insert(path.to_string(), shape);
            }
        }
        gate
    }

    /// Structs of which a derived `Debug` shows something else than with the seed. It may: std says that nobody should rely on it.
    pub fn debugged_otherwise(&self, candidate: &Sources) -> Vec<String> {
        self.hidden.debugged_otherwise(candidate)
    }

    /// Objections to a candidate; none: it may pass.
    ///
    /// # Errors
    /// The first objection.
    pub fn admit(&self, candidate: &Sources) -> Result<(), Objection> {
        let mut contents = Contents::default();
        for (path, text) in candidate.iter() {
            let tokens = text.parse::<TokenStream>().map_err(|_| Objection::Syntax(path.to_string()))?;
            contents.read(tokens, false);
            let file = syn::parse_file(text).map_err(|_| Objection::Syntax(path.to_string()))?;
            let shape = shape(self.hidden.without(file), &self.elsewhere);
            if !self.seed_shape.get(&**path).is_some_and(|seed| seed.allows(&shape)) {
                return Err(Objection::Shape(path.to_string()));
            }
        }
        for (word, count) in &contents.words {
            let allowed = word == "unsafe" && self.allow_unsafe;
            if !allowed && *count > self.seed.words.get(word).copied().unwrap_or(0) {
                return Err(Objection::Word(word.clone()));
            }
        }
        for name in contents.newer.difference(&self.seed.newer) {
            if let (Some(since), Some(oldest)) = (newer::since(name), self.oldest)
                && since > oldest
            {
                return Err(Objection::Newer { name: name.clone(), since, oldest });
            }
        }
        if let Some(name) = contents.macros.difference(&self.seed.macros).next() {
            return Err(Objection::Macro(name.clone()));
        }
        for (attribute, count) in &contents.attributes {
            let name = attribute.split(' ').next().unwrap_or_default();
            let known = self.seed.attributes.get(attribute).copied().unwrap_or(0);
            let of_new_type = OF_NEW_TYPES.iter().any(|begins| attribute.starts_with(begins));
            if *count > known && !ATTRIBUTES.contains(&name) && !of_new_type {
                return Err(Objection::Attribute(attribute.clone()));
            }
        }
        Ok(())
    }
}

impl Contents {
    /// `in_tree`: the tokens are the braces of a path, as in `use std::{time as clock}`.
    fn read(&mut self, tokens: TokenStream, in_tree: bool) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        for (i, token) in tokens.iter().enumerate() {
            let punct = |at: usize, c: char| matches!(tokens.get(at), Some(TokenTree::Punct(p)) if p.as_char() == c);
            match token {
                TokenTree::Group(group) => {
                    let tree = i > 1 && punct(i - 1, ':') && punct(i - 2, ':');
                    self.read(group.stream(), in_tree || tree);
                }
                TokenTree::Ident(ident) => {
                    let text = ident.to_string();
                    let word = text.strip_prefix("r#").unwrap_or(&text);
                    // `if !x` calls no macro: a keyword is no name.
                    let named = || syn::parse_str::<syn::Ident>(&text).is_ok();
                    let is_macro = punct(i + 1, '!') && !punct(i + 2, '=') && named();
                    let harmless = || match tokens.get(i + 2) {
                        Some(TokenTree::Group(group)) => HARMLESS.contains(&word) && !branches(&group.stream()),
                        _ => false,
                    };
                    if is_macro && !harmless() {
                        self.macros.insert(word.to_owned());
                    }
                    // A field or a variable may have the name.
                    let path_before = i > 1 && punct(i - 1, ':') && punct(i - 2, ':');
                    let in_path = in_tree || path_before || (punct(i + 1, ':') && punct(i + 2, ':'));
                    // `'static` says how long something lives; it makes nothing.
                    let lifetime = i > 0 && punct(i - 1, '\'');
                    if (WORDS.contains(&word) && !lifetime) || (in_path && MODULES.contains(&word)) {
                        self.word(word);
                    }
                    if i > 0 && (punct(i - 1, '.') || punct(i - 1, ':')) && newer::since(word).is_some() {
                        self.newer.insert(word.to_owned());
                    }
                    if i > 0 && punct(i - 1, '*') && ["const", "mut"].contains(&word) {
                        self.word(&format!("*{word}"));
                    }
                }
                TokenTree::Literal(literal) if literal.to_string().contains(":p}") => self.word("{:p}"),
                TokenTree::Punct(p) if p.as_char() == '#' => {
                    if let Some(TokenTree::Group(group)) = tokens.get(i + 1) {
                        *self.attributes.entry(group.stream().to_string()).or_default() += 1;
                    }
                }
                _ => {}
            }
        }
    }

    fn word(&mut self, word: &str) {
        *self.words.entry(word.to_owned()).or_default() += 1;
    }
}

/// A file without the bodies of functions and the values of private constants.
struct Shape {
    /// What may not change.
    open: String,
    /// The names of functions that only the crate itself can call, and what it imports for itself; those that it does not call or name any
    /// more may go, and what functions take and give is nobody else's matter.
    private: BTreeSet<String>,
}

impl Shape {
    fn allows(&self, candidate: &Shape) -> bool {
        self.open == candidate.open && candidate.private.is_subset(&self.private)
    }
}

fn shape(mut file: syn::File, elsewhere: &BTreeSet<String>) -> Shape {
    struct Hollow;
    impl VisitMut for Hollow {
        fn visit_block_mut(&mut self, block: &mut syn::Block) {
            block.stmts.clear();
        }
        fn visit_item_const_mut(&mut self, item: &mut syn::ItemConst) {
            if matches!(item.vis, syn::Visibility::Inherited) {
                *item.expr = syn::parse_quote!(());
            }
            visit_mut::visit_item_const_mut(self, item);
        }
        fn visit_attributes_mut(&mut self, attributes: &mut Vec<syn::Attribute>) {
            attributes.retain(|a| !a.path().get_ident().is_some_and(|i| ATTRIBUTES.contains(&i.to_string().as_str())));
        }
    }
    Hollow.visit_file_mut(&mut file);
    let mut private = BTreeSet::new();
    take_private(&mut file.items, "", elsewhere, &mut private);
    Shape { open: file.to_token_stream().to_string(), private }
}

/// Takes private functions out of items and puts their names, with what they are in, among others.
fn take_private(items: &mut Vec<Item>, within: &str, elsewhere: &BTreeSet<String>, private: &mut BTreeSet<String>) {
    let named = |within: &str, vis: &syn::Visibility, attributes: &[syn::Attribute], signature: &syn::Signature| {
        let own = is_private(vis, attributes) && !elsewhere.contains(&signature.ident.to_string());
        own.then(|| private_name(within, attributes, signature))
    };
    items.retain(|item| match item {
        Item::Fn(f) => !named(within, &f.vis, &f.attrs, &f.sig).is_some_and(|name| private.insert(name)),
        Item::Use(import) if matches!(import.vis, syn::Visibility::Inherited) => {
            let said = said(&import.attrs);
            private.extend(imported(&import.tree).into_iter().map(|path| format!("{within} {said} use {path}")));
            false
        }
        _ => true,
    });
    for item in items {
        match item {
            Item::Mod(module) if !is_test(&module.attrs) => {
                let within = format!("{within} {}", module.ident);
                module.content.iter_mut().for_each(|(_, items)| take_private(items, &within, elsewhere, private));
            }
            Item::Impl(methods) if methods.trait_.is_none() && !is_test(&methods.attrs) => {
                let within = format!("{within} {}", methods.self_ty.to_token_stream());
                methods.items.retain(|item| {
                    let ImplItem::Fn(f) = item else { return true };
                    !named(&within, &f.vis, &f.attrs, &f.sig).is_some_and(|name| private.insert(name))
                });
            }
            _ => {}
        }
    }
}

/// The paths of an import, one by one.
fn imported(tree: &syn::UseTree) -> Vec<String> {
    match tree {
        syn::UseTree::Path(path) => {
            imported(&path.tree).into_iter().map(|rest| format!("{}::{rest}", path.ident)).collect()
        }
        syn::UseTree::Group(group) => group.items.iter().flat_map(imported).collect(),
        one => vec![one.to_token_stream().to_string()],
    }
}

/// What a private function is called, with what it is in and whatever is said of it.
fn private_name(within: &str, attributes: &[syn::Attribute], signature: &syn::Signature) -> String {
    format!("{within} {} {}", said(attributes), signature.ident)
}

fn said(attributes: &[syn::Attribute]) -> String {
    attributes.iter().map(|attribute| attribute.to_token_stream().to_string()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn objection(seed: &str, candidate: &str) -> Option<Objection> {
        let sources = |text: &str| [("src/lib.rs".into(), text.into())].into_iter().collect::<Sources>();
        Gate::new(&sources(seed), false, Some("1.70.0")).admit(&sources(candidate)).err()
    }

    const SEED: &str = "const K: u64 = 3; pub fn f(x: u64) -> u64 { assert!(x > 0); x * K }";

    #[test]
    fn a_changed_body_or_private_constant_passes() {
        let candidate = "const K: u64 = 5; pub fn f(x: u64) -> u64 { x.wrapping_mul(K) }";
        assert_eq!(objection(SEED, candidate), None);
    }

    #[test]
    fn an_import_of_its_own_may_go() {
        let seed = format!("use std::collections::{{HashMap, VecDeque}}; pub use std::fmt::Write; {SEED}");
        let candidate = |old: &str, new: &str| objection(&seed, &seed.replace(old, new));
        let refused = Some(Objection::Shape("src/lib.rs".into()));
        assert_eq!(candidate("{HashMap, VecDeque}", "VecDeque"), None);
        assert_eq!(candidate("use std::collections::{HashMap, VecDeque};", ""), None);
        assert_eq!(candidate("{HashMap, VecDeque}", "{BTreeMap, VecDeque}"), refused);
        assert_eq!(candidate("pub use std::fmt::Write;", ""), refused);
    }

    const HOLDER: &str = "pub struct S { list: Vec<(String, u64)>, pub n: u64 } impl S { pub fn f(&self) {} }";

    #[test]
    fn a_private_field_may_be_another_collection() {
        let holder = |fields: &str| objection(HOLDER, &HOLDER.replace("list: Vec<(String, u64)>", fields));
        let refused = Some(Objection::Shape("src/lib.rs".into()));
        assert_eq!(holder("list: std::collections::HashMap<String, u64>"), None);
        assert_eq!(holder("list: Vec<(String, u64)>, places: std::collections::BTreeMap<String, usize>"), None);
        // What would take `Send` away, what others see, what they could not build any more.
        assert_eq!(holder("list: std::rc::Rc<u64>"), refused);
        assert_eq!(holder("list: std::cell::Cell<u64>"), refused);
        assert_eq!(holder("pub list: Vec<(String, u64)>"), refused);
        assert_eq!(objection(HOLDER, &HOLDER.replace("pub n: u64", "n: u64")), refused);
        assert_eq!(objection(HOLDER, &HOLDER.replace("pub n: u64", "pub n: u32")), refused);
        let shown = format!("#[derive(Debug)] {HOLDER}");
        assert_eq!(objection(&shown, &shown.replace("list", "lost")), None, "nobody may rely on it");
        let other = |shown: &str| objection(shown, &shown.replace("list", "lost"));
        assert_eq!(other(&format!("#[derive(Debug, PartialEq)] {HOLDER}")), refused);
        assert_eq!(other(&format!("{shown} fn show(s: &S) -> String {{ format!(\"{{s:?}}\") }}")), refused);
        // A queue shows what a list shows, unless it is hashed.
        let queue = |text: &str| text.replace("list: Vec<", "list: std::collections::VecDeque<");
        assert_eq!(objection(&shown, &queue(&shown)), None);
        assert_eq!(objection(&shown, &queue(&shown).replace("String", "&'static str")), refused);
        let hashed = format!("#[derive(Hash)] {HOLDER}");
        assert_eq!(objection(&hashed, &queue(&hashed)), refused);
        let shown = format!("{HOLDER} impl std::fmt::Debug for S {{ }}");
        assert_eq!(objection(&shown, &shown.replace("list: Vec<(String, u64)>", "list: Vec<u64>")), refused);
        let locked = HOLDER.replace("pub n", "lock: std::sync::Mutex<std::cell::Cell<u8>>, pub n");
        let bare = locked.replace("std::sync::Mutex<std::cell::Cell<u8>>", "std::cell::Cell<u8>");
        assert_eq!(objection(&locked, &bare), refused);
        assert_eq!(objection(&locked, &locked.replace("Vec<(String, u64)>", "Vec<std::cell::Cell<u8>>")), refused);
        assert_eq!(objection(&locked, HOLDER), refused, "what a field drops may be seen");
        // What another struct has is not what this one may have.
        let other = format!("{HOLDER} struct T {{ shared: std::rc::Rc<u64> }}");
        assert_eq!(objection(&other, &other.replace("list: Vec<(String, u64)>", "list: std::rc::Rc<u64>")), refused);
        let open = "pub struct S { pub n: u64 }";
        assert_eq!(objection(open, "pub struct S { pub n: u64, m: u64 }"), refused);
    }

    #[test]
    fn what_is_debugged_otherwise_is_named() {
        let sources = |text: &str| Sources::default().with("src/lib.rs", text);
        let seed = format!("#[derive(Clone, Debug)] {HOLDER} struct T {{ list: Vec<u8> }}");
        let named = |candidate: &str| Gate::new(&sources(&seed), false, None).debugged_otherwise(&sources(candidate));
        assert_eq!(named(&seed.replace("list: Vec<", "list: std::collections::VecDeque<")), [""; 0]);
        assert_eq!(named(&seed.replace("pub n: u64", "more: Vec<u64>, pub n: u64")), ["S"]);
    }

    #[test]
    fn a_private_type_of_its_own_may_hold_what_the_field_held() {
        let holder = |field: &str, items: &str| {
            objection(HOLDER, &format!("{} {items}", HOLDER.replace("list: Vec<(String, u64)>", field)))
        };
        let refused = Some(Objection::Shape("src/lib.rs".into()));
        let chain = "/// A chain.\n #[derive(Clone)] struct Chain<K, E> { places: std::collections::HashMap<K, usize>, links: Vec<Link<E>> } \
                     #[derive(Clone)] struct Link<E> { entry: Option<E>, before: usize } \
                     impl<K: Eq, E> Chain<K, E> { fn new() -> Self { Chain { places: Default::default(), links: Vec::new() } } }";
        let field = "list: Chain<String, (String, u64)>";
        assert_eq!(holder(field, chain), None);
        assert_eq!(objection(HOLDER, &format!("#[derive(Clone)] {HOLDER}")), refused, "the seed's own is no other");
        assert_eq!(holder("list: Chain<String, std::rc::Rc<u64>>", chain), refused);
        assert_eq!(holder(field, &chain.replace("Option<E>", "std::rc::Rc<E>")), refused, "through another type");
        assert_eq!(holder(field, &chain.replace("before: usize", "before: std::cell::Cell<usize>")), refused);
        assert_eq!(holder(field, &chain.replace("Clone", "Clone, Debug")), None);
        assert_eq!(holder(field, &chain.replace("Clone", "Clone, PartialEq")), refused);
        assert_eq!(holder(field, &chain.replace("struct Chain<K, E>", "struct Chain<K: Eq, E>")), refused);
        assert_eq!(
            holder(field, &format!("{chain} impl<K, E> Drop for Chain<K, E> {{ fn drop(&mut self) {{}} }}")),
            refused
        );
        assert_eq!(holder(field, &format!("{chain} impl S {{ pub fn more(&self) {{}} }}")), refused);
    }

    #[test]
    fn a_private_type_of_numbers_may_come_with_it() {
        let with = |items: &str| objection(HOLDER, &format!("{HOLDER} {items}"));
        let refused = Some(Objection::Shape("src/lib.rs".into()));
        assert_eq!(with("struct W(u64); impl Default for W { fn default() -> Self { W(0) } }"), None);
        assert_eq!(with("struct W(std::rc::Rc<u64>);"), refused);
        assert_eq!(with("pub struct W(u64);"), refused);
        assert_eq!(with("struct String(u64);"), refused);
        assert_eq!(with("struct W(u64); impl Drop for W { fn drop(&mut self) {} }"), refused);
        assert_eq!(with("impl Default for S { fn default() -> Self { S::new() } }"), refused);
    }

    #[test]
    fn a_negated_condition_is_no_macro() {
        let candidate = "const K: u64 = 3; pub fn f(x: u64) -> u64 { if !(x > 0) { return !x } x * K }";
        assert_eq!(objection(SEED, candidate), None);
    }

    #[test]
    fn each_forbidden_thing_is_named() {
        let body = |body: &str| objection(SEED, &format!("const K: u64 = 3; pub fn f(x: u64) -> u64 {{ {body} }}"));
        assert_eq!(body("unsafe { x }"), Some(Objection::Word("unsafe".into())));
        assert_eq!(body("static S: u64 = 0; x"), Some(Objection::Word("static".into())));
        assert_eq!(body("let s: &'static u64 = &0; x + s"), None);
        assert_eq!(body("use std::{time as t}; x"), Some(Objection::Word("time".into())));
        assert_eq!(body("struct T { time: u64 } let time: T = T { time: x }; time.time"), None);
        assert_eq!(body("std::r#time::Instant::now(); x"), Some(Objection::Word("time".into())));
        assert_eq!(body("&x as *const u64 as u64"), Some(Objection::Word("*const".into())));
        assert_eq!(body("assert!(x > 0, \"{:p}\", &x); x"), Some(Objection::Word("{:p}".into())));
        assert_eq!(body("std::fs::read(\"x\"); x"), Some(Objection::Word("fs".into())));
        assert_eq!(body("println!(); x"), Some(Objection::Macro("println".into())));
        assert_eq!(body("vec![x; 3][0]"), None);
        assert_eq!(body("vec![if x == 7 { 8 } else { x }][0]"), Some(Objection::Macro("vec".into())));
        assert_eq!(
            body("#[link_section = \"x\"] fn g() {} x"),
            Some(Objection::Attribute("link_section = \"x\"".into()))
        );
    }

    #[test]
    fn what_is_newer_than_the_promised_rust_is_named() {
        let body = |body: &str| objection(SEED, &SEED.replace("x * K", body));
        let newer = |name: &str, since| Some(Objection::Newer { name: name.into(), since, oldest: 70 });
        assert_eq!(body("x.isqrt()"), newer("isqrt", 84));
        assert_eq!(body("u64::isqrt(x)"), newer("isqrt", 84));
        assert_eq!(body("let isqrt = x; isqrt"), None, "a name of its own");
        assert_eq!(body("x.ilog2() as u64"), None);
        let has = SEED.replace("x * K", "x.isqrt() * K");
        assert_eq!(objection(&has, &has.replace("* K", "* 3")), None, "the seed has it, whatever it promises");
    }

    #[test]
    fn a_private_function_may_go_or_take_something_else_and_no_new_one_may_come() {
        let seed =
            "pub struct S; impl S { fn a(&self) {} pub fn b(&self) { self.a() } } mod m { fn c() {} } fn d(x: u8) {}";
        let refused = Some(Objection::Shape("src/lib.rs".into()));
        let without = |part: &str| objection(seed, &seed.replace(part, ""));
        assert_eq!(without("fn a(&self) {} "), None);
        assert_eq!(without("fn c() {}"), None);
        assert_eq!(without("fn d(x: u8) {}"), None);
        assert_eq!(without("pub fn b(&self) { self.a() }"), refused);
        assert_eq!(without("mod m { fn c() {} }"), refused);
        assert_eq!(objection(seed, &seed.replace("x: u8", "x: &u16")), None);
        for (old, new) in
            [("fn d", "pub fn d"), ("fn d", "fn e"), ("fn d", "#[no_mangle] fn d"), ("fn d", "unsafe fn d")]
        {
            assert!(objection(seed, &seed.replace(old, new)).is_some(), "{new}");
        }
        assert_eq!(objection(seed, &format!("{seed} fn e() {{}}")), refused);
        for caller in [
            "#[cfg(test)] mod tests { fn t() { super::d(1) } }",
            "macro_rules! m { () => { d(1) } }",
            "impl S { #[cfg(windows)] fn t() { d(1) } }",
            "fn t() { #[cfg(windows)] d(1); }",
        ] {
            let seed = format!("{seed} {caller}");
            assert_eq!(objection(&seed, &seed.replace("x: u8", "x: &u16")), refused, "{caller}");
        }
        let linked = "#[export_name = \"f\"] fn f() {}";
        assert_eq!(objection(linked, ""), refused);
    }

    #[test]
    fn a_changed_interface_is_named() {
        let changed = objection(SEED, "const K: u64 = 3; pub fn f(x: u32) -> u64 { assert!(x > 0); x * K }");
        assert_eq!(changed, Some(Objection::Shape("src/lib.rs".into())));
    }
}
