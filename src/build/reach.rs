//! Which parts of the seed no input reaches: what nothing executes, nothing can judge, so nothing may change it.
//!
//! The seed is built once with a note at the start of every block. A branch that was never taken is frozen together with
//! the condition that decides about it; a function that never ran, whole. A block that only made-up input reaches is idle:
//! frozen without its condition. What the program never runs costs it nothing, so that a change there can only do harm.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use syn::spanned::Spanned;
use syn::visit::{self, Visit};

use super::added::{Added, Instead, done_to};
use crate::component::Sources;
use crate::genome::tokens::words;
use crate::genome::{Frozen, Place};

/// The seed with notes.
pub struct Reach {
    /// Its text.
    pub sources: Sources,
    /// What is frozen if a note was never made.
    guarded: Vec<Place>,
    /// The block of each note.
    blocks: Vec<Place>,
    /// The conditions of those that an `if` decides about, by note.
    conditions: BTreeMap<usize, Place>,
    /// Of notes where an `if` of a candidate that leaves is not taken, the one where it is.
    passed: BTreeMap<usize, usize>,
    /// What the compiler evaluates, too, so that it takes no notes: bodies of `const fn` and values of consts, by name.
    unnoted: Vec<(String, Place)>,
    /// All other bodies.
    bodies: Vec<Place>,
    seed: Sources,
}

impl Reach {
    /// Notes in every block. `root`: the library's root file. `constant`: `const fn` stays so and takes no notes; otherwise it
    /// becomes a plain function, which compiles unless a constant needs it.
    pub fn of(seed: &Sources, root: &str, constant: bool) -> Reach {
        Reach::with(seed, root, constant, None, &switchboard)
    }

    /// The same of a candidate, with a note where what is `added` to a file's text changes a value, and where an `if` that leaves is not taken.
    pub fn of_candidate(sources: &Sources, root: &str, constant: bool, added: &dyn Fn(&str) -> Added) -> Reach {
        Reach::with(sources, root, constant, Some(added), &switchboard)
    }

    /// Those in blocks, with another module `__synth` that takes the notes; it is told how many there are.
    pub fn told(seed: &Sources, root: &str, module: &dyn Fn(usize) -> String) -> Reach {
        Reach::with(seed, root, true, None, module)
    }

    fn with(
        seed: &Sources,
        root: &str,
        constant: bool,
        candidate: Option<&dyn Fn(&str) -> Added>,
        module: &dyn Fn(usize) -> String,
    ) -> Reach {
        let mut reach = Reach {
            sources: seed.clone(),
            guarded: Vec::new(),
            blocks: Vec::new(),
            conditions: BTreeMap::new(),
            passed: BTreeMap::new(),
            unnoted: Vec::new(),
            bodies: Vec::new(),
            seed: seed.clone(),
        };
        for (file, text) in seed.iter() {
            let Ok(tree) = syn::parse_file(text) else { continue };
            let added = candidate.map(|added| added(text));
            let mut noter = Noter { file, reach: &mut reach, constant, added, inserts: Vec::new() };
            noter.visit_file(&tree);
            let mut inserts = noter.inserts;
            inserts.sort_by_key(|(at, order, _)| (*at, *order));
            let mut out = String::with_capacity(text.len() * 2);
            let mut at = 0;
            for (place, _, insert) in inserts {
                out.push_str(&text[at..place]);
                at = place;
                match insert {
                    Insert::Text(text) => out.push_str(&text),
                    Insert::Skip(length) => at += length,
                }
            }
            out.push_str(&text[at..]);
            reach.sources = reach.sources.with(file.clone(), out);
        }
        if let Some(text) = reach.sources.get(root) {
            let module = format!("{text}{}", module(reach.guarded.len()));
            reach.sources = reach.sources.with(root, module);
        }
        reach
    }

    /// Blocks and operations whose note was never made and whose words, braces apart, `other` does not have. And blocks that it has, with
    /// the conditions that decide about them, where these are not its own: what ran there runs no longer. And conditions that are not its
    /// own, decide about leaving, and are never false: what stands behind may never run.
    pub fn unmade(&self, noted: &[bool], other: &Sources) -> impl Iterator<Item = &Place> {
        let known: Vec<String> = other.iter().map(|(_, text)| normalised(text)).collect();
        let knows = move |text: &str| {
            let words = normalised(text);
            words.trim().is_empty() || known.iter().any(|known| known.contains(&words))
        };
        let text = |(file, range): &Place| self.seed.get(file).map_or("", |text| &text[range.clone()]);
        let made = |i: usize| noted.get(i).copied().unwrap_or(false);
        let place = move |i: usize| {
            let block = text(&self.blocks[i]);
            let inside = block.strip_prefix('{').and_then(|text| text.strip_suffix('}')).unwrap_or(block);
            let others = |condition: &Place| !knows(&format!("if {} {{", text(condition)));
            let decided = |condition: &Place| !inside.trim().is_empty() && others(condition) && knows(block);
            match self.conditions.get(&i) {
                Some(condition) if let Some(taken) = self.passed.get(&i) => {
                    Some(&self.guarded[i]).filter(|_| made(*taken) && others(condition))
                }
                _ if !knows(inside) => Some(&self.blocks[i]),
                Some(condition) if decided(condition) => Some(&self.guarded[i]),
                _ => None,
            }
        };
        (0..self.blocks.len()).filter(move |i| !made(*i)).filter_map(place)
    }

    /// What may not be changed, given which notes were made by anything, and which of them by recorded calls. What takes no
    /// notes counts as reached where reached code names it.
    pub fn frozen(&self, noted: &[bool], recorded: &[bool]) -> Frozen {
        let made = |notes: &[bool], i: usize| notes.get(i).copied().unwrap_or(false);
        let unmade = self.guarded.iter().enumerate().filter(|(i, _)| !made(noted, *i));
        let mut unreached: Vec<Place> = unmade.map(|(_, place)| place.clone()).collect();
        let words_of = |(file, range): &Place| words(self.seed.get(file).map_or("", |text| &text[range.clone()]));
        let mut used: BTreeSet<&str> =
            self.bodies.iter().filter(|body| !unreached.contains(body)).flat_map(words_of).collect();
        let mut left: Vec<&(String, Place)> = self.unnoted.iter().collect();
        loop {
            let (reached, others): (Vec<_>, Vec<_>) = left.iter().partition(|(name, _)| used.contains(name.as_str()));
            left = others;
            if reached.is_empty() {
                break;
            }
            used.extend(reached.into_iter().flat_map(|(_, place)| words_of(place)));
        }
        unreached.extend(left.into_iter().map(|(_, place)| place.clone()));
        let made_up = self.blocks.iter().enumerate().filter(|(i, _)| made(noted, *i) && !made(recorded, *i));
        Frozen { unreached, idle: made_up.map(|(_, place)| place.clone()).collect() }
    }
}

/// The words of a text, so that layout does not count.
pub(super) fn normalised(text: &str) -> String {
    format!(" {} ", words(text).join(" "))
}

/// The module that takes notes.
fn switchboard(count: usize) -> String {
    format!(
        "
/// What was reached.
#[doc(hidden)]
pub mod __synth {{
    extern crate core as __core;
    use self::__core::sync::atomic::{{AtomicBool, Ordering}};
    static REACHED: [AtomicBool; {count}] = [const {{ AtomicBool::new(false) }}; {count}];
    /// Notes a place.
    #[inline(always)]
    pub fn reached(place: usize) {{
        REACHED[place].store(true, Ordering::Relaxed)
    }}
    /// Tells all notes.
    pub fn notes(tell: &mut dyn FnMut(u64)) {{
        for place in REACHED.iter() {{
            tell(place.load(Ordering::Relaxed) as u64)
        }}
    }}
}}
"
    )
}

enum Insert {
    Text(String),
    Skip(usize),
}

struct Noter<'a> {
    file: &'a Arc<str>,
    reach: &'a mut Reach,
    constant: bool,
    /// Of a candidate.
    added: Option<Added>,
    /// Place, order among inserts at one place, and what.
    inserts: Vec<(usize, usize, Insert)>,
}

impl Noter<'_> {
    fn place(&self, range: Range<usize>) -> Place {
        (self.file.clone(), range)
    }

    fn insert(&mut self, at: usize, insert: Insert) {
        let order = self.inserts.len();
        self.inserts.push((at, order, insert));
    }

    /// A note at the start of a block; `guarded` is frozen without it.
    fn block(&mut self, block: &syn::Block, guarded: Range<usize>) {
        let note = format!(" crate::__synth::reached({});", self.reach.guarded.len());
        self.reach.guarded.push(self.place(guarded));
        self.reach.blocks.push(self.place(block.span().byte_range()));
        self.insert(block.brace_token.span.open().byte_range().end, Insert::Text(note));
    }

    /// A note where a condition is false.
    fn passed(&mut self, branch: &syn::ExprIf, condition: Place, taken: usize) {
        let place = self.reach.guarded.len();
        self.reach.passed.insert(place, taken);
        self.reach.conditions.insert(place, condition);
        self.reach.guarded.push(self.place(from_to(&branch.cond, &branch.then_branch)));
        self.reach.blocks.push(self.place(branch.then_branch.span().byte_range()));
        let end = branch.then_branch.span().byte_range().end;
        self.insert(end, Insert::Text(format!(" else {{ crate::__synth::reached({place}); }}")));
    }

    /// A note where an operation gives another value than what it is done to.
    fn operation(&mut self, whole: &syn::Expr, inner: &syn::Expr, rest: impl FnOnce(&mut Self)) {
        let range = whole.span().byte_range();
        let note = format!("; if __new != __old {{ crate::__synth::reached({}) }} __new }})", self.reach.guarded.len());
        self.reach.guarded.push(self.place(range.clone()));
        self.reach.blocks.push(self.place(range.clone()));
        self.insert(range.start, Insert::Text("({ let __old = ".into()));
        self.visit_expr(inner);
        self.insert(inner.span().byte_range().end, Insert::Text("; let __new = __old".into()));
        rest(self);
        self.insert(range.end, Insert::Text(note));
    }

    /// A note where what is done gives another value than a `number`.
    fn instead_of(&mut self, number: &str, whole: &syn::Expr) {
        let range = whole.span().byte_range();
        let place = self.reach.guarded.len();
        self.reach.guarded.push(self.place(range.clone()));
        self.reach.blocks.push(self.place(range.clone()));
        self.insert(range.start, Insert::Text("({ let __new = ".into()));
        visit::visit_expr(self, whole);
        let note = format!("; if __new != {number} {{ crate::__synth::reached({place}) }} __new }})");
        self.insert(range.end, Insert::Text(note));
    }

    fn body(&mut self, signature: &syn::Signature, attributes: &[syn::Attribute], block: &syn::Block) {
        let range = block.span().byte_range();
        if attributes.iter().any(|a| a.path().is_ident("test")) {
            return;
        }
        let inner = attributes.iter().any(|a| matches!(a.style, syn::AttrStyle::Inner(_)));
        if inner || (signature.constness.is_some() && self.constant) {
            self.reach.unnoted.push((signature.ident.to_string(), self.place(range)));
            return;
        }
        self.reach.bodies.push(self.place(range.clone()));
        if let Some(constness) = &signature.constness {
            let word = constness.span.byte_range();
            self.insert(word.start, Insert::Skip(word.len()));
        }
        self.block(block, range);
        visit::visit_block(self, block);
    }
}

/// Whether it is a call of the module that takes the notes.
fn ours(expr: &syn::Expr) -> bool {
    let syn::Expr::Call(call) = expr else { return false };
    matches!(&*call.func, syn::Expr::Path(path) if path.path.segments.iter().any(|part| part.ident == "__synth"))
}

/// Whether what stands behind a block does not run after it.
fn leaves(block: &syn::Block) -> bool {
    use syn::Expr::{Break, Continue, Return};
    matches!(block.stmts.last(), Some(syn::Stmt::Expr(Break(_) | Continue(_) | Return(_), _)))
}

/// From the start of a condition to the end of what it decides about.
fn from_to(condition: &impl Spanned, end: &impl Spanned) -> Range<usize> {
    condition.span().byte_range().start..end.span().byte_range().end
}

impl<'ast> Visit<'ast> for Noter<'_> {
    fn visit_item_fn(&mut self, f: &'ast syn::ItemFn) {
        self.body(&f.sig, &f.attrs, &f.block);
    }

    fn visit_impl_item_fn(&mut self, f: &'ast syn::ImplItemFn) {
        self.body(&f.sig, &f.attrs, &f.block);
    }

    fn visit_trait_item_fn(&mut self, f: &'ast syn::TraitItemFn) {
        if let Some(block) = &f.default {
            self.body(&f.sig, &f.attrs, block);
        }
    }

    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        let tests =
            module.attrs.iter().any(|a| a.path().is_ident("cfg") && quote::quote!(#a).to_string().contains("test"));
        if !tests {
            visit::visit_item_mod(self, module);
        }
    }

    fn visit_item_const(&mut self, item: &'ast syn::ItemConst) {
        let place = self.place(item.expr.span().byte_range());
        self.reach.unnoted.push((item.ident.to_string(), place));
    }

    fn visit_impl_item_const(&mut self, item: &'ast syn::ImplItemConst) {
        let place = self.place(item.expr.span().byte_range());
        self.reach.unnoted.push((item.ident.to_string(), place));
    }

    // What the compiler evaluates cannot take notes.
    fn visit_item_static(&mut self, _: &'ast syn::ItemStatic) {}
    fn visit_expr_const(&mut self, _: &'ast syn::ExprConst) {}
    fn visit_expr_repeat(&mut self, repeat: &'ast syn::ExprRepeat) {
        self.visit_expr(&repeat.expr);
    }
    fn visit_type(&mut self, _: &'ast syn::Type) {}

    fn visit_expr(&mut self, expr: &'ast syn::Expr) {
        let added = self.added.as_ref().and_then(|added| added.instead(&expr.span().byte_range()).cloned());
        match (added, done_to(expr)) {
            (Some(Instead::Operand), Some(inner)) => self.operation(expr, inner, |noter| match expr {
                syn::Expr::Binary(both) => noter.visit_expr(&both.right),
                syn::Expr::MethodCall(call) => call.args.iter().for_each(|arg| noter.visit_expr(arg)),
                _ => {}
            }),
            (Some(Instead::Number(number)), _) => self.instead_of(&number, expr),
            _ => visit::visit_expr(self, expr),
        }
    }

    fn visit_expr_if(&mut self, branch: &'ast syn::ExprIf) {
        // What we put there ourselves is nobody's block.
        let first = match &*branch.cond {
            syn::Expr::Binary(both) => &both.left,
            _ => &branch.cond,
        };
        if ours(first) {
            return visit::visit_expr_if(self, branch);
        }
        let condition = self.place(branch.cond.span().byte_range());
        let taken = self.reach.guarded.len();
        self.reach.conditions.insert(taken, condition.clone());
        self.block(&branch.then_branch, from_to(&branch.cond, &branch.then_branch));
        self.visit_expr(&branch.cond);
        visit::visit_block(self, &branch.then_branch);
        match branch.else_branch.as_ref().map(|(_, otherwise)| &**otherwise) {
            Some(syn::Expr::Block(otherwise)) => {
                self.reach.conditions.insert(self.reach.guarded.len(), condition);
                self.block(&otherwise.block, from_to(&branch.cond, otherwise));
                visit::visit_block(self, &otherwise.block);
            }
            Some(otherwise) => self.visit_expr(otherwise),
            None if self.added.is_some() && leaves(&branch.then_branch) => self.passed(branch, condition, taken),
            None => {}
        }
    }

    fn visit_expr_loop(&mut self, looped: &'ast syn::ExprLoop) {
        self.block(&looped.body, looped.span().byte_range());
        visit::visit_expr_loop(self, looped);
    }

    fn visit_expr_while(&mut self, looped: &'ast syn::ExprWhile) {
        self.block(&looped.body, from_to(&looped.cond, &looped.body));
        visit::visit_expr_while(self, looped);
    }

    fn visit_expr_for_loop(&mut self, looped: &'ast syn::ExprForLoop) {
        self.block(&looped.body, from_to(&looped.expr, &looped.body));
        visit::visit_expr_for_loop(self, looped);
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        if let Some(init) = &local.init
            && let Some((_, otherwise)) = &init.diverge
            && let syn::Expr::Block(block) = &**otherwise
        {
            self.block(&block.block, from_to(&init.expr, otherwise));
        }
        visit::visit_local(self, local);
    }

    fn visit_arm(&mut self, arm: &'ast syn::Arm) {
        let guarded = from_to(&arm.pat, &arm.body);
        match &*arm.body {
            syn::Expr::Block(body) if body.label.is_none() && body.attrs.is_empty() => self.block(&body.block, guarded),
            body => {
                let range = body.span().byte_range();
                let note = format!("{{ crate::__synth::reached({}); ", self.reach.guarded.len());
                self.reach.guarded.push(self.place(guarded));
                self.reach.blocks.push(self.place(range.clone()));
                self.insert(range.start, Insert::Text(note));
                visit::visit_arm(self, arm);
                self.insert(range.end, Insert::Text(" }".into()));
                return;
            }
        }
        visit::visit_arm(self, arm);
    }

    fn visit_expr_closure(&mut self, closure: &'ast syn::ExprClosure) {
        if let syn::Expr::Block(body) = &*closure.body {
            self.block(&body.block, body.span().byte_range());
        }
        visit::visit_expr_closure(self, closure);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEED: &str = "const N: u32 = 1;
const M: u32 = 2;
const fn c() -> u32 { 3 }
fn f(x: u32) -> u32 {
    if x > N { return c(); } else { g() }
    match x { 0 => x + 1, _ => { x } }
}
fn g() -> u32 { M }
";

    fn reach(constant: bool) -> Reach {
        let sources: Sources = [(Arc::from("src/lib.rs"), Arc::from(SEED))].into_iter().collect();
        Reach::of(&sources, "src/lib.rs", constant)
    }

    fn texts(frozen: Vec<Place>) -> Vec<&'static str> {
        frozen.into_iter().map(|(_, range)| &SEED[range]).collect()
    }

    #[test]
    fn every_block_and_arm_has_a_note_and_the_text_parses() {
        for constant in [true, false] {
            let reach = reach(constant);
            let text = reach.sources.get("src/lib.rs").unwrap();
            syn::parse_file(text).unwrap();
            assert_eq!(reach.guarded.len(), if constant { 6 } else { 7 }, "{text}");
            assert_eq!(text.contains("const fn c"), constant);
        }
    }

    #[test]
    fn an_operation_that_is_added_has_a_note() {
        let sources: Sources = [(Arc::from("src/lib.rs"), Arc::from(SEED))].into_iter().collect();
        let text = SEED.replace("x > N", "(x ^ (x >> 9)) > N");
        let candidate = sources.with("src/lib.rs", text.clone());
        let reach = Reach::of_candidate(&candidate, "src/lib.rs", false, &|text| Added::to(&sources, text));
        let noted = reach.sources.get("src/lib.rs").unwrap();
        syn::parse_file(noted).unwrap();
        assert!(noted.contains("if (({ let __old = x; let __new = __old ^ (x >> 9); if __new"), "{noted}");
        let unmade = |noted: &[bool]| -> Vec<String> {
            reach.unmade(noted, &sources).map(|(_, range)| text[range.clone()].to_owned()).collect()
        };
        assert!(unmade(&[]).contains(&"x ^ (x >> 9)".to_owned()));
        assert!(unmade(&vec![true; reach.blocks.len()]).is_empty());
    }

    #[test]
    fn what_was_not_reached_is_frozen_with_its_condition() {
        let reach = reach(false);
        // c, f, then, else, first arm, second arm, g
        let noted = [true, true, true, false, true, false, false];
        let frozen = texts(reach.frozen(&noted, &noted).unreached);
        assert_eq!(frozen, ["x > N { return c(); } else { g() }", "_ => { x }", "{ M }", "2"]);
    }

    #[test]
    fn what_only_made_up_input_reaches_is_frozen_without_its_condition() {
        let reach = reach(false);
        let frozen = reach.frozen(&[true; 7], &[true, true, false, true, false, true, true]);
        assert!(frozen.unreached.is_empty());
        assert_eq!(texts(frozen.idle), ["{ return c(); }", "x + 1"]);
    }

    #[test]
    fn what_takes_no_notes_is_reached_where_reached_code_names_it() {
        // f, then, else, first arm, second arm, g
        assert_eq!(reach(true).frozen(&[true; 6], &[true; 6]), Frozen::default());
        let noted = [false, true, true, true, true, true];
        assert_eq!(texts(reach(true).frozen(&noted, &noted).unreached)[1..], ["1", "{ 3 }"]);
    }
}
