//! Rules about a field of a struct: another type for it, and what that means wherever the field is used. It must not know what
//! the types are good for.

use std::ops::Range;

use syn::spanned::Spanned;

use super::exchange::{Exchange, Known};
use super::format::{Rule, Target};
use super::pattern::{Bound, pieces};
use super::template::Filling;
use super::{Matcher, Place, Rewriting, choices};
use crate::genome::Change;
use crate::operators::layout;

/// What is put in the place of uses of a field.
type Uses = Vec<(Range<usize>, String)>;

/// The hole that stands for all functions of the file.
const EVERYWHERE: &str = "everywhere";

impl Matcher<'_> {
    /// What a rule makes of the private fields of the file.
    pub fn rewrite_fields(&self, rule: &Rule, found: &mut Vec<Rewriting>) {
        let finds = rule.finds.iter().filter(|(target, _)| *target == Target::Field);
        for (_, pattern) in finds {
            for (field, end) in self.fields() {
                let fit = self.text.fit(pattern, field.start, &Vec::new(), |at| at == field.end);
                let Some((bound, _)) = fit else { continue };
                for bound in self.known(rule, bound) {
                    let place = Place { target: Target::Field, index: 0, function: 0, range: field.clone(), bound };
                    found.extend(self.rewritten(rule, &place, end));
                }
            }
        }
    }

    /// What the holes hold where all that must stand somewhere does: each way in which it does.
    fn known(&self, rule: &Rule, bound: Bound) -> Vec<Bound> {
        let bodies = || self.program.functions.iter().filter(|function| &*function.file == self.file);
        rule.inside.iter().fold(vec![bound], |known, (_, pattern)| {
            let mut found: Vec<Bound> = Vec::new();
            for bound in known.iter().flat_map(|bound| bodies().map(move |function| (bound, &function.body))) {
                for new in self.text.fits_in(pattern, bound.1, bound.0) {
                    let says = |bound: &Bound| {
                        bound
                            .iter()
                            .map(|(_, range)| self.program.text(self.file, range).to_owned())
                            .collect::<Vec<_>>()
                    };
                    if !found.iter().any(|old| says(old) == says(&new)) {
                        found.push(new);
                    }
                }
            }
            found
        })
    }

    /// What a rule makes of one field: of its declaration and of all its uses. `end`: that of its struct.
    fn rewritten(&self, rule: &Rule, place: &Place, end: usize) -> Vec<Rewriting> {
        let bodies = || self.program.functions.iter().enumerate().filter(|(_, function)| &*function.file == self.file);
        let Some(holes) = self.holes(place, &rule.conditions) else { return Vec::new() };
        if !self.is_ours(place) {
            return Vec::new();
        }
        let everywhere: Vec<&Exchange> = rule.within.iter().filter(|exchange| exchange.hole == EVERYWHERE).collect();
        let words: Vec<&str> = self.words().map(|(_, word)| word).collect();
        let taken = |word: &str| words.contains(&word);
        let mut made = Vec::new();
        for put in &rule.puts {
            for chosen in choices(&rule.choose) {
                let fillings: Vec<Filling> = holes.iter().cloned().chain(chosen).collect();
                let known = Known { bound: &place.bound, fillings: &fillings, taken: &taken };
                let Some(text) = put.fill(&fillings, &taken) else { continue };
                let uses = bodies().map(|(index, function)| {
                    let uses = self.exchanges(&everywhere, &function.body, &known)?;
                    Some((index, uses))
                });
                let Some(uses) = uses.collect::<Option<Vec<_>>>() else { continue };
                if !self.is_all(rule, place, &uses) {
                    continue;
                }
                let weight = |index: usize| self.program.functions[index].weight;
                let used = bodies().filter(|(_, function)| {
                    !uses_of(self.program.text(self.file, &function.body), self.name_of(place)).is_empty()
                });
                let exchanged = uses.iter().filter(|(_, uses)| !uses.is_empty()).map(|(index, _)| *index);
                let concerned = exchanged.chain(used.map(|(index, _)| index));
                let Some(function) = concerned.max_by(|a, b| weight(*a).total_cmp(&weight(*b))) else { continue };
                let text = layout::shifted(&text, layout::indent_in(self.program, self.file, place.range.start));
                let mut changes = vec![self.change_of(place.range.clone(), text, rule.operator)];
                let beside = rule.beside.as_ref().and_then(|beside| beside.as_written(&fillings, &taken));
                let uses: Uses = uses.into_iter().flat_map(|(_, uses)| uses).collect();
                let beside = beside.map(|items| self.needed_of(&items, self.name_of(place), &uses));
                changes.extend(beside.map(|items| self.change_of(end..end, format!("\n\n{items}"), rule.operator)));
                changes.extend(uses.into_iter().map(|(range, text)| self.change_of(range, text, rule.operator)));
                made.push(Rewriting { function, changes });
            }
        }
        made
    }

    /// Items without those methods of theirs that nobody calls, neither what is put nor what stays.
    fn needed_of(&self, items: &str, field: &str, put: &Uses) -> String {
        let stays = |at: &Range<usize>| !put.iter().any(|(range, _)| range.start <= at.start && at.end <= range.end);
        let staying: Vec<&str> = self.words().filter(|(at, _)| stays(at)).map(|(_, word)| word).collect();
        let asked = |word: &str| staying.windows(3).any(|three| three == [field, ".", word]);
        let needed = |word: &str| asked(word) || put.iter().any(|(_, text)| calls(text, word));
        without_unused(items, needed)
    }

    pub fn change_of(&self, range: Range<usize>, text: String, operator: &'static str) -> Change {
        Change { file: self.file.into(), range, text, operator }
    }

    fn words(&self) -> impl Iterator<Item = (Range<usize>, &str)> {
        let text = self.program.sources.get(self.file).map_or("", |text| text);
        pieces(text).into_iter().map(|range| (range.clone(), &text[range]))
    }

    /// Whether all that uses the field is known and may be edited. It may also be taken out of its struct by a pattern with
    /// `..`, or by a module in another file.
    fn is_ours(&self, place: &Place) -> bool {
        let ours = |at: &Range<usize>| {
            let holds = |body: &Range<usize>| body.start < at.start && at.end < body.end;
            self.program.functions.iter().any(|function| &*function.file == self.file && holds(&function.body))
        };
        let name = self.name_of(place);
        let elsewhere =
            self.program.sources.iter().any(|(file, text)| **file != *self.file && !uses_of(text, name).is_empty());
        let text = self.program.sources.get(self.file).map_or("", |text| text);
        let words: Vec<&str> = pieces(text).into_iter().map(|range| &text[range]).collect();
        let taken_out =
            words.windows(2).any(|pair| pair == ["..", "}"]) || words.windows(3).any(|w| w == [".", ".", "}"]);
        !taken_out && !elsewhere && uses_of(text, name).iter().all(ours)
    }

    /// Whether a rule speaks of every use of the field, where it must.
    fn is_all(&self, rule: &Rule, place: &Place, exchanged: &[(usize, Uses)]) -> bool {
        let text = self.program.sources.get(self.file).map_or("", |text| text);
        let known = |at: &Range<usize>| {
            let holds = |range: &Range<usize>| range.start <= at.start && at.end <= range.end;
            let allowed = || {
                let whole = 0..text.len();
                let stands = |pattern| self.text.fits(pattern, &whole, &place.bound).any(|(range, _)| holds(&range));
                rule.only.iter().any(stands)
            };
            exchanged.iter().flat_map(|(_, uses)| uses).any(|(range, _)| holds(range)) || allowed()
        };
        rule.only.is_empty() || uses_of(text, self.name_of(place)).iter().all(known)
    }

    fn name_of(&self, place: &Place) -> &str {
        let name = place.bound.iter().find(|(name, _)| name == "f");
        name.map_or("", |(_, range)| self.program.text(self.file, range))
    }

    /// The private fields of all structs, from the name to the type, with the end of the struct.
    fn fields(&self) -> Vec<(Range<usize>, usize)> {
        let words: Vec<(Range<usize>, &str)> = self.words().collect();
        let mut fields = Vec::new();
        for at in (0..words.len()).filter(|&at| words[at].1 == "struct") {
            let Some(open) = (at..words.len()).find(|&at| matches!(words[at].1, "{" | ";" | "(")) else { continue };
            if words[open].1 != "{" {
                continue;
            }
            let (mut depth, mut first, mut own) = (0, open + 1, Vec::new());
            for at in open + 1..words.len() {
                match words[at].1 {
                    "(" | "[" | "{" | "<" => depth += 1,
                    ")" | "]" | ">" => depth -= 1,
                    "}" if depth > 0 => depth -= 1,
                    "}" | "," if depth == 0 => {
                        if at > first && words.get(first + 1).is_some_and(|(_, word)| *word == ":") {
                            own.push(words[first].0.start..words[at - 1].0.end);
                        }
                        first = at + 1;
                        if words[at].1 == "}" {
                            fields.extend(own.into_iter().map(|field| (field, words[at].0.end)));
                            break;
                        }
                    }
                    _ => {}
                }
            }
        }
        fields
    }
}

/// Items without those methods of theirs that they do not call themselves and that are not `needed`.
fn without_unused(items: &str, needed: impl Fn(&str) -> bool) -> String {
    let mut items = items.to_owned();
    while let Ok(file) = syn::parse_file(&items) {
        let own = |item: syn::Item| match item {
            syn::Item::Impl(item) if item.trait_.is_none() => item.items,
            _ => Vec::new(),
        };
        let method = |item| match item {
            syn::ImplItem::Fn(method) => Some((method.sig.ident.to_string(), method.span().byte_range())),
            _ => None,
        };
        let unused = |(name, at): &(String, Range<usize>)| {
            !needed(name) && !calls(&items[..at.start], name) && !calls(&items[at.end..], name)
        };
        let Some((_, at)) = file.items.into_iter().flat_map(own).filter_map(method).find(unused) else { break };
        let start = items[..at.start].trim_end().len();
        let first = items[..start].ends_with('{') && items[at.end..].starts_with("\n\n");
        items.replace_range(start..at.end + usize::from(first), "");
    }
    items
}

/// Whether a text calls a method of this name, or names it by a path; a variable or a field may be called the same.
fn calls(text: &str, name: &str) -> bool {
    let words: Vec<&str> = pieces(text).into_iter().map(|range| &text[range]).collect();
    words.windows(3).any(|three| {
        three[1] == name && (three[0].ends_with(':') || three[0] == "." && three[2].starts_with(['(', ':']))
    })
}

/// Where a field of this name is used in a text.
fn uses_of(text: &str, name: &str) -> Vec<Range<usize>> {
    let words: Vec<Range<usize>> = pieces(text);
    let used = words.windows(2).filter(|pair| &text[pair[0].clone()] == "." && &text[pair[1].clone()] == name);
    used.map(|pair| pair[1].clone()).collect()
}
