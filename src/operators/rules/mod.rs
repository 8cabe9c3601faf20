//! Rewrite rules as data: what people know about fast code, in Rust syntax with holes, in `corpora/rules`.
//!
//! A rule need not be right everywhere: the verdict decides. This module knows how rules meet a program; it must not know any
//! rule by name.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use rand::Rng;

use super::code::Code;
use super::program::{Expr, Function, Program, Role, Shape, Statement};
use super::types::{is_copy, is_float, is_int, is_signed};
use super::{Operator, layout};
use crate::genome::Change;

mod exchange;
mod field;
mod format;
mod pattern;
mod spelling;
mod template;

use exchange::Known;
pub use format::RuleError;
use format::{Class, Condition, Demand, Rule, Target};
use pattern::{Bound, Text, is_member};
pub use pattern::{pieces, speaks};
pub use template::fresh;
use template::{Filling, Template, code};

/// Rules to rewrite by.
#[derive(Debug, Default)]
pub struct Rules(Vec<Rule>);

/// The rules that synth brings along, as files of `corpora/rules`.
const OWN: &[(&str, &str)] = &[
    ("bytes.toml", include_str!("../../../corpora/rules/bytes.toml")),
    ("bits.toml", include_str!("../../../corpora/rules/bits.toml")),
    ("loops.toml", include_str!("../../../corpora/rules/loops.toml")),
    ("collections.toml", include_str!("../../../corpora/rules/collections.toml")),
    ("text.toml", include_str!("../../../corpora/rules/text.toml")),
    ("letters.toml", include_str!("../../../corpora/rules/letters.toml")),
    ("calendar.toml", include_str!("../../../corpora/rules/calendar.toml")),
    ("whole.toml", include_str!("../../../corpora/rules/whole.toml")),
    ("search.toml", include_str!("../../../corpora/rules/search.toml")),
    ("strings.toml", include_str!("../../../corpora/rules/strings.toml")),
    ("numbers.toml", include_str!("../../../corpora/rules/numbers.toml")),
    ("equals.toml", include_str!("../../../corpora/rules/equals.toml")),
    ("grids.toml", include_str!("../../../corpora/rules/grids.toml")),
    ("hashers.toml", include_str!("../../../corpora/rules/hashers.toml")),
    ("order.toml", include_str!("../../../corpora/rules/order.toml")),
    ("fields.toml", include_str!("../../../corpora/rules/fields.toml")),
    ("chains.toml", include_str!("../../../corpora/rules/chains.toml")),
    ("words.toml", include_str!("../../../corpora/rules/words.toml")),
    ("pieces.toml", include_str!("../../../corpora/rules/pieces.toml")),
    ("runs.toml", include_str!("../../../corpora/rules/runs.toml")),
];

impl Rules {
    /// Those that synth brings along and those of `files`, which are names and texts.
    ///
    /// # Errors
    /// A file that cannot be read as rules.
    pub fn with(files: &[(String, String)]) -> Result<Rules, RuleError> {
        let own = OWN.iter().map(|(name, text)| (*name, *text));
        let theirs = files.iter().map(|(name, text)| (&**name, &**text));
        let read: Result<Vec<Vec<Rule>>, RuleError> =
            own.chain(theirs).map(|(name, text)| format::parse(name, text)).collect();
        Ok(Rules(read?.into_iter().flatten().collect()))
    }

    /// Each rule's items that it puts beside a struct, with a name of no meaning in each hole.
    pub fn items(&self) -> Vec<String> {
        let named = |items: &Template| {
            let name = |hole: &str| Filling { name: hole.to_owned(), code: Code::atom("T") };
            items.as_written(&items.holes().map(name).collect::<Vec<_>>(), &|_| false)
        };
        self.0.iter().filter_map(|rule| named(rule.beside.as_ref()?)).collect()
    }

    /// Whether the rule of this name only says the same in other words.
    pub fn reword(&self, operator: &str) -> bool {
        self.0.iter().any(|rule| rule.rewords && rule.operator == operator)
    }
}

/// Rewrites a part of the program by a rule of `corpora/rules`, or of the user's.
/// ```text
/// while rest != 0 { ones += rest & 1; rest >>= 1; }
/// ones += u64::from(rest.count_ones());
/// ```
pub struct Rewrite;

impl Operator for Rewrite {
    fn name(&self) -> &'static str {
        "rewrite"
    }

    fn propose(&self, program: &Program, rng: &mut dyn Rng) -> Option<Change> {
        program.pick_rewriting(rng, program.rewrites())
    }
}

/// What a rule changes at a place: one span, or several that only make sense together.
#[derive(Debug, Clone)]
pub struct Rewriting {
    pub function: usize,
    pub changes: Vec<Change>,
}

/// All changes that rules make of a program, function by function.
pub fn all(program: &Program) -> Vec<Rewriting> {
    let mut texts = BTreeMap::new();
    for function in &program.functions {
        texts.entry(function.file.clone()).or_insert_with(|| Text::new(program, &function.file));
    }
    let mut found = Vec::new();
    for (file, text) in &texts {
        let matcher = Matcher { program, file, text };
        for rule in &program.rules.0 {
            matcher.rewrite(rule, &mut found);
            matcher.rewrite_fields(rule, &mut found);
        }
    }
    found.sort_by_key(|rewriting| rewriting.function);
    // Several spellings of a rule may fit one place.
    let mut known = BTreeSet::new();
    found.retain(|rewriting| {
        let say = |change: &Change| (change.file.clone(), change.range.start, change.range.end, change.text.clone());
        known.insert(rewriting.changes.iter().map(say).collect::<Vec<_>>())
    });
    found
}

struct Matcher<'a> {
    program: &'a Program,
    file: &'a str,
    text: &'a Text<'a>,
}

/// A place that a rule fits.
struct Place {
    target: Target,
    /// Expression, first statement or function.
    index: usize,
    function: usize,
    range: Range<usize>,
    bound: Bound,
}

impl Matcher<'_> {
    fn rewrite(&self, rule: &Rule, found: &mut Vec<Rewriting>) {
        let mut places: Vec<Place> =
            rule.finds.iter().flat_map(|(target, pattern)| self.places(*target, pattern)).collect();
        for (hole, pattern) in &rule.inside {
            places = places.iter().flat_map(|place| self.with(place, hole, pattern)).collect();
        }
        for place in places {
            let Some(holes) = self.holes(&place, &rule.conditions) else { continue };
            for put in &rule.puts {
                for chosen in choices(&rule.choose) {
                    let taken = |word: &str| self.taken(word, place.function);
                    let old = self.old(&place).into_iter();
                    let fillings: Vec<Filling> = holes.iter().cloned().chain(chosen).chain(old).collect();
                    let known = Known { bound: &place.bound, fillings: &fillings, taken: &taken };
                    let Some(fillings) = self.exchanged(&rule.within, &known) else { continue };
                    let text = put.fill(&fillings, &taken).filter(|_| self.reaches(rule, put, &place));
                    let holds =
                        |text: &String| !loses(rule, put, &fillings, text) && !self.needs_variables(text, &place);
                    if let Some(text) = text.filter(holds) {
                        let change = self.change(&place, text, rule.operator);
                        // What is put may be but another spelling, and stand there.
                        if change.text != self.program.text(self.file, &change.range) {
                            found.push(Rewriting { function: place.function, changes: vec![change] });
                        }
                    }
                }
            }
        }
    }

    fn places(&self, target: Target, pattern: &pattern::Pattern) -> Vec<Place> {
        if !self.text.may_hold(pattern) {
            return Vec::new();
        }
        let Program { exprs, statements, functions, .. } = self.program;
        let place = |index: usize, function: usize, range: Range<usize>, bound: Bound| Place {
            target,
            index,
            function,
            range,
            bound,
        };
        match target {
            Target::Expr | Target::Arm => {
                let is_arm = |expr: &Expr| {
                    let text = self.program.sources.get(self.file).map_or("", |text| text);
                    text[..expr.range.start].trim_end().ends_with("=>")
                        && text[expr.range.end..].trim_start().starts_with([',', '}'])
                };
                let usable = |expr: &(usize, &Expr)| {
                    &*expr.1.file == self.file
                        && !matches!(expr.1.role, Role::Fixed | Role::Target)
                        && expr.1.shape != Shape::Parentheses
                        && (target == Target::Expr || is_arm(expr.1))
                };
                let fit = |(index, expr): (usize, &Expr)| {
                    let end = expr.range.end;
                    let (bound, _) = self.text.fit(pattern, expr.range.start, &Vec::new(), |at| at == end)?;
                    Some(place(index, expr.function, expr.range.clone(), bound))
                };
                exprs.iter().enumerate().filter(usable).filter_map(fit).collect()
            }
            Target::Statements => {
                let fit = |(index, first): (usize, &Statement)| {
                    let block = &self.program.blocks[first.block].statements;
                    let ends = |at: usize| block[first.index..].iter().any(|&other| statements[other].range.end == at);
                    let (bound, end) = self.text.fit(pattern, first.range.start, &Vec::new(), ends)?;
                    Some(place(index, first.function, first.range.start..end, bound))
                };
                let here = |statement: &(usize, &Statement)| &*statement.1.file == self.file;
                statements.iter().enumerate().filter(here).filter_map(fit).collect()
            }
            Target::Field => Vec::new(),
            Target::Function => {
                let fit = |(index, function): (usize, &Function)| {
                    let (bound, _) = self
                        .text
                        .fit(pattern, function.range.start, &Vec::new(), |at| function.follows(self.program, at))?;
                    let whole = place(index, index, function.body.clone(), bound.clone());
                    let guarded =
                        self.program.guards(index).map(|end| place(index, index, end..function.body.end, bound));
                    Some([Some(whole), guarded].into_iter().flatten())
                };
                let here =
                    |function: &(usize, &Function)| &*function.1.file == self.file && !function.1.body.is_empty();
                functions.iter().enumerate().filter(here).filter_map(fit).flatten().collect()
            }
        }
    }

    /// The place with what else its holes hold where a pattern stands in one of them.
    fn with(&self, place: &Place, hole: &str, pattern: &pattern::Pattern) -> Vec<Place> {
        let Some((_, range)) = place.bound.iter().find(|(name, _)| name == hole) else { return Vec::new() };
        let fits = self.text.fits_in(pattern, range, &place.bound);
        fits.into_iter().map(|bound| Place { range: place.range.clone(), bound, ..*place }).collect()
    }

    /// What a whole function does so far.
    fn old(&self, place: &Place) -> Option<Filling> {
        let text = self.program.text(self.file, &place.range);
        let inside = text.strip_suffix('}').filter(|_| place.target == Target::Function)?;
        let inside = inside.strip_prefix('{').unwrap_or(inside);
        let start = place.range.start + text.find(inside.trim())?;
        let code = Code::atom(layout::flush_range(self.program, self.file, &(start..start + inside.trim().len())));
        Some(Filling { name: format::OLD.to_owned(), code })
    }

    /// Whether names in what was found inside are known where the match begins, too, if they are put.
    fn reaches(&self, rule: &Rule, put: &Template, place: &Place) -> bool {
        let inside = |name: &str| !rule.finds.iter().any(|(_, pattern)| pattern.holes().any(|hole| hole == name));
        let inner = |range: &Range<usize>| {
            let text = self.program.text(self.file, range);
            let bound =
                pieces(text).into_iter().filter_map(|word| self.program.resolve(self.file, range.start, &text[word]));
            bound.into_iter().any(|binding| place.range.start < binding.visible.start)
        };
        // What stands inside of one hole is not known in another.
        let elsewhere = |name: &str, at: &Range<usize>| {
            let apart = |hole: &str| {
                let found = place.bound.iter().find(|(other, _)| other == hole);
                found.is_some_and(|(_, hole)| at.start < hole.start || hole.end < at.end)
            };
            rule.within.iter().any(|exchange| apart(&exchange.hole) && exchange.to.holes().any(|hole| hole == name))
        };
        let known = |(name, range): &(String, Range<usize>)| {
            let is_put = put.holes().any(|hole| hole == name) || elsewhere(name, range);
            !inside(name) || !is_put || !inner(range)
        };
        place.bound.iter().all(known)
    }

    /// Whether a constant in a text speaks of a variable.
    fn needs_variables(&self, text: &str, place: &Place) -> bool {
        let words: Vec<&str> = pieces(text).into_iter().map(|range| &text[range]).collect();
        let mut at = 0;
        while let Some(start) = words[at..].iter().position(|word| *word == "const").map(|more| at + more) {
            let mut depth = 0;
            let ends = |word: &&str| {
                depth += i32::from("([{".contains(word)) - i32::from(")]}".contains(word));
                depth == 0 && *word == ";"
            };
            at = words[start..].iter().position(ends).map_or(words.len(), |more| start + more);
            let own = |word: &str| {
                words[start..at].windows(2).any(|pair| matches!(pair, ["let" | "mut", name] if *name == word))
            };
            let variable = |word: &str| {
                let found = self.program.resolve(self.file, place.range.start, word);
                found.is_some_and(|found| !found.name.starts_with(char::is_uppercase)) && !own(word)
            };
            let field = |index: usize| words[start + index - 1] == ".";
            if words[start..at].iter().enumerate().any(|(index, word)| index > 0 && !field(index) && variable(word)) {
                return true;
            }
        }
        false
    }

    /// What fills the holes, if all conditions hold.
    fn holes(&self, place: &Place, conditions: &[Condition]) -> Option<Vec<Filling>> {
        let mut fillings: Vec<Filling> =
            place.bound.iter().map(|(name, range)| Filling { name: name.clone(), code: self.code(range) }).collect();
        for condition in conditions {
            let ty = self.ty(place, condition, &fillings)?;
            match &condition.demand {
                Demand::Class(class) => belongs(&ty, *class).then_some(())?,
                Demand::Type(demand) => {
                    let fit = |ty: String| {
                        let (bound, _) =
                            Text::of(&ty, std::iter::empty()).fit(demand, 0, &Vec::new(), |at| at == ty.len())?;
                        Some(bound.into_iter().map(|(name, range)| (name, ty[range].to_owned())).collect::<Vec<_>>())
                    };
                    for (name, inner) in views(&ty).into_iter().find_map(fit)? {
                        match fillings.iter().find(|known| known.name == name) {
                            Some(known) if known.code.text != inner => return None,
                            Some(_) => {}
                            None => fillings.push(Filling { name, code: Code::atom(inner) }),
                        }
                    }
                }
            }
        }
        Some(fillings)
    }

    /// The type of what fills a hole; of a hole that holds a type, or statements, the text.
    fn ty(&self, place: &Place, condition: &Condition, fillings: &[Filling]) -> Option<String> {
        let Some((_, range)) = place.bound.iter().find(|(name, _)| *name == condition.hole) else {
            // Known by an earlier condition.
            return fillings.iter().find(|known| known.name == condition.hole).map(|known| known.code.text.clone());
        };
        if matches!(condition.demand, Demand::Class(Class::Straight)) {
            return Some(self.program.text(self.file, range).to_owned());
        }
        let of_expr = |expr: &&Expr| &*expr.file == self.file && expr.range == *range;
        if let Some(ty) = self.program.exprs.iter().find(of_expr).and_then(|expr| expr.ty.as_deref()) {
            return Some(ty.to_owned());
        }
        let text = self.program.text(self.file, range);
        // A name that is declared there is known behind it only, and what was called so before is something else.
        let declared = self.program.declared_at(self.file, range);
        match declared.or_else(|| self.program.resolve(self.file, range.start, text)) {
            Some(binding) => binding.ty.as_deref().map(str::to_owned),
            None => Some(text.to_owned()),
        }
    }

    fn code(&self, range: &Range<usize>) -> Code {
        let whole = |expr: &&Expr| &*expr.file == self.file && expr.range == *range;
        let tightness = self.program.exprs.iter().find(whole).map(|expr| expr.tightness);
        let text = layout::flush_range(self.program, self.file, range);
        match tightness {
            Some(tightness) => Code { text, tightness },
            None => Code::atom(text),
        }
    }

    /// Whether a word stands in a function.
    fn taken(&self, word: &str, function: usize) -> bool {
        speaks(self.program.text(self.file, &self.program.functions[function].range), word)
    }

    fn change(&self, place: &Place, text: String, operator: &'static str) -> Change {
        match place.target {
            Target::Expr => {
                let indent = layout::indent_in(self.program, self.file, place.range.start);
                self.program.replace(place.index, code(layout::shifted(&text, indent)), operator)
            }
            Target::Arm => {
                let one = text.strip_suffix(';').filter(|one| !one.contains(['\n', ';']));
                let block = || format!("{{\n    {}\n}}", text.replace('\n', "\n    "));
                let text = one.map_or_else(block, str::to_owned);
                let indent = layout::indent_in(self.program, self.file, place.range.start);
                self.program.replace(place.index, code(layout::shifted(&text, indent)), operator)
            }
            Target::Statements => {
                let text = layout::shifted(&text, layout::indent_in(self.program, self.file, place.range.start));
                let file = self.program.statements[place.index].file.clone();
                Change { file, range: place.range.clone(), text, operator }
            }
            Target::Field => self.change_of(place.range.clone(), text, operator),
            Target::Function => {
                let function = &self.program.functions[place.index];
                let indent = layout::indent_in(self.program, self.file, function.range.start);
                let open = if place.range.start == function.body.start { "{" } else { "" };
                let body = layout::shifted(&format!("{open}\n    {}\n}}", text.replace('\n', "\n    ")), indent);
                Change { file: function.file.clone(), range: place.range.clone(), text: body, operator }
            }
        }
    }
}

/// As what a type may be used where a rule wants another: itself, what is behind references, and the slice of a list or text.
fn views(ty: &str) -> Vec<String> {
    let mut views = vec![ty.to_owned()];
    let mut inner = ty;
    while let Some(behind) = inner.strip_prefix('&') {
        let named = behind.strip_prefix('\'').and_then(|rest| rest.split_once(' '));
        let behind = named.map_or(behind, |(_, rest)| rest);
        inner = behind.strip_prefix("mut ").unwrap_or(behind);
        views.push(inner.to_owned());
    }
    let items = inner.strip_prefix("Vec<").and_then(|items| items.strip_suffix('>'));
    views.extend(items.map(|items| format!("&[{items}]")));
    views.extend((inner == "String").then(|| "&str".to_owned()));
    views
}

/// Whether a text speaks of a name that the match declared and that what was put no longer does.
fn loses(rule: &Rule, put: &Template, fillings: &[Filling], text: &str) -> bool {
    let gone = |name: &&str| put.holes().all(|hole| hole != *name);
    let declared = rule.finds.iter().flat_map(|(_, pattern)| pattern.declared());
    let names: Vec<&str> = declared.filter(gone).collect();
    let speaks = |name: &str| pieces(text).iter().any(|at| text[at.clone()] == *name && !is_member(text, at.start));
    fillings.iter().any(|filling| names.contains(&&*filling.name) && speaks(&filling.code.text))
}

fn belongs(ty: &str, class: Class) -> bool {
    match class {
        Class::Int => is_int(ty),
        Class::Unsigned => is_int(ty) && !is_signed(ty),
        Class::Signed => is_signed(ty),
        Class::Float => is_float(ty),
        Class::Copy => is_copy(ty),
        Class::Straight => is_straight(ty),
    }
}

/// Whether statements stay within the loops in them.
fn is_straight(text: &str) -> bool {
    let (mut blocks, mut loops, mut begins) = (Vec::new(), 0, false);
    for word in pieces(text) {
        match &text[word] {
            "for" | "while" | "loop" => begins = true,
            "break" | "continue" if loops == 0 => return false,
            "{" => {
                loops += usize::from(begins);
                blocks.push(std::mem::take(&mut begins));
            }
            "}" => loops -= usize::from(blocks.pop() == Some(true)),
            _ => {}
        }
    }
    true
}

/// Every combination of what names may stand for.
fn choices(choose: &BTreeMap<String, Vec<String>>) -> Vec<Vec<Filling>> {
    let mut all: Vec<Vec<Filling>> = vec![Vec::new()];
    for (name, texts) in choose {
        let with = |so_far: &Vec<Filling>, text: &String| {
            let filling = Filling { name: name.clone(), code: code(text.clone()) };
            so_far.iter().cloned().chain([filling]).collect()
        };
        all = all.iter().flat_map(|so_far| texts.iter().map(move |text| with(so_far, text))).collect();
    }
    all
}

#[cfg(test)]
mod tests;
