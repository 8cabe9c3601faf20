//! Elements that a loop takes one after the other, as a stretch of the list.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use rand::Rng;

use super::affine::{Loop, Nest, is_literal, more, value};
use super::code::Code;
use super::program::{Program, Role, Shape, Statement};
use super::rules::{Rewriting, fresh, pieces};
use super::{Operator, layout};
use crate::genome::Change;

/// Cuts out once what a loop takes element by element, so that no index is checked in it.
/// ```text
/// for x in 0..width { sum += pixels[y * width + x]; }
/// for item in &pixels[y * width..y * width + width] { sum += *item; }
/// ```
pub struct Stretch;

impl Operator for Stretch {
    fn name(&self) -> &'static str {
        "stretch"
    }

    fn propose(&self, program: &Program, rng: &mut dyn Rng) -> Option<Change> {
        program.pick_rewriting(rng, &all(program))
    }
}

/// All that it makes of a program: each list of a loop by itself, and all of them together.
pub fn all(program: &Program) -> Vec<Rewriting> {
    let mut found = Vec::new();
    for statement in &program.statements {
        let Some(walk) = Walk::of(program, statement) else { continue };
        let lists: Vec<&List> = walk.lists.values().collect();
        let several = (lists.len() > 1).then(|| lists.clone());
        for lists in lists.iter().map(|list| vec![*list]).chain(several) {
            let change = walk.cut(&lists);
            found.extend(change.map(|change| Rewriting { function: statement.function, changes: vec![change] }));
        }
    }
    found
}

/// A loop that goes through lists.
struct Walk<'a> {
    program: &'a Program,
    variable: String,
    nest: Nest<'a>,
    /// What the body begins with: declarations.
    declarations: Vec<&'a Statement>,
    /// By the text of an element.
    lists: BTreeMap<String, List>,
}

/// An element that is the next one each time.
struct List {
    base: String,
    /// What is added to the variable, or subtracted (`true`), as expressions.
    terms: Vec<(bool, usize)>,
    /// The type that the index is cast to.
    cast: Option<String>,
    uses: Vec<usize>,
    written: bool,
}

impl<'a> Walk<'a> {
    fn of(program: &'a Program, statement: &'a Statement) -> Option<Walk<'a>> {
        if !program.text(&statement.file, &statement.range).starts_with("for ") {
            return None;
        }
        let inside = |other: &&Statement| {
            other.file == statement.file
                && statement.range.start < other.range.start
                && other.range.end < statement.range.end
        };
        let first = program.statements.iter().filter(inside).min_by_key(|other| other.range.start)?;
        let (variable, around) = Loop::around(program, first)?;
        let body = program.blocks[first.block].statements.iter().map(|&index| &program.statements[index]);
        let declared: Vec<(&Statement, (String, usize))> =
            body.map_while(|statement| Some((statement, value(program, statement)?))).collect();
        let mut nest = Nest::new(program);
        nest.declared.extend(declared.iter().map(|(_, value)| value.clone()));
        nest.loops.insert(variable.clone(), around);
        let mut lists: BTreeMap<String, List> = BTreeMap::new();
        for (index, expr) in program.exprs.iter().enumerate() {
            let here = expr.file == statement.file
                && first.range.start <= expr.range.start
                && expr.range.end <= statement.range.end;
            if !here || expr.shape != Shape::Index || expr.in_macro {
                continue;
            }
            if let Some(new) = element(program, &nest, index, &variable) {
                let list = lists.entry(program.source(expr).to_owned()).or_insert(new);
                list.uses.push(index);
                list.written |= expr.role == Role::Target;
            }
        }
        let declarations = declared.into_iter().map(|(statement, _)| statement).collect();
        (!lists.is_empty()).then_some(Walk { program, variable, nest, declarations, lists })
    }

    fn around(&self) -> &Loop<'a> {
        &self.nest.loops[&self.variable]
    }

    /// The loop over stretches of some of the lists; `None` where one of them is used in another way, too.
    fn cut(&self, lists: &[&List]) -> Option<Change> {
        let program = self.program;
        let statement = self.around().statement;
        let function = program.text(&statement.file, &program.functions[statement.function].range);
        let mut names: Vec<String> = Vec::new();
        let mut edits: Vec<(Range<usize>, String)> = Vec::new();
        let mut stretches = Vec::new();
        for list in lists {
            if !self.is_free(list) {
                return None;
            }
            let taken = |name: &str| {
                names.iter().any(|known| known == name)
                    || pieces(function).into_iter().any(|word| &function[word] == name)
            };
            let name = fresh("item", &taken);
            for &used in &list.uses {
                let change = program.replace(used, Code::prefix("*", Code::atom(&name)), Stretch.name());
                edits.push((change.range, change.text));
            }
            stretches.push(self.stretch(list)?);
            names.push(name);
        }
        let counted = self.is_counted(&edits);
        if !counted {
            // Who is not needed any more.
            let gone = self.declarations.iter().filter(|one| self.speaks(&one.range, &self.dependent()));
            edits.retain(|(range, _)| {
                !gone.clone().any(|one| one.range.start <= range.start && range.end <= one.range.end)
            });
            edits.extend(gone.map(|one| (layout::remove(program, one, Stretch.name()).range, String::new())));
        }
        let range = &program.exprs[self.around().range].range;
        let numbers = counted.then(|| (self.variable.clone(), format!("({})", program.text(&statement.file, range))));
        let parts: Vec<(String, String)> = numbers.into_iter().chain(names.into_iter().zip(stretches)).collect();
        let (pattern, items) = parts.into_iter().reduce(|(pattern, items), (name, more)| {
            (format!("({pattern}, {name})"), format!("{items}.zip({more})"))
        })?;
        // A borrowed stretch has no `zip` of its own.
        let items = match (items.strip_prefix("&mut "), items.strip_prefix('&')) {
            (Some(list), _) if items.contains(".zip(") => list.replacen("].zip(", "].iter_mut().zip(", 1),
            (None, Some(list)) if items.contains(".zip(") => list.replacen("].zip(", "].iter().zip(", 1),
            _ => items,
        };
        edits.push((statement.range.start..range.end, format!("for {pattern} in {items}")));
        layout::edited(program, &statement.file, edits, Stretch.name())
    }

    /// Whether a list may be borrowed as long as the loop lasts: nobody else writes it, or looks at it where its stretch is written.
    fn is_free(&self, list: &List) -> bool {
        let (program, around) = (self.program, self.around().statement);
        let of = |used: &usize| &program.exprs[*used].range;
        let other = |range: &Range<usize>| {
            list.uses.iter().map(of).all(|used| range.start < used.start || used.end < range.end)
        };
        let inside = |range: &Range<usize>| around.range.start <= range.start && range.end <= around.range.end;
        !program.exprs.iter().any(|expr| {
            expr.file == around.file
                && inside(&expr.range)
                && program.source(expr) == list.base
                && other(&expr.range)
                && (list.written || expr.role == Role::Target)
        })
    }

    /// `&mut base[from..to]`
    fn stretch(&self, list: &List) -> Option<String> {
        let program = self.program;
        let [start, end] = self.around().ends.map(|end| program.code(end));
        let whole = is_literal(&start) && start.text == "0";
        let at = |place: Code| {
            let sum = list.terms.iter().fold(place, |sum, (minus, term)| {
                let term = self.nest.code(*term);
                match minus {
                    false if is_literal(&sum) && sum.text == "0" => term,
                    false => Code::binary(term, "+", sum),
                    true => Code::binary(sum, "-", term),
                }
            });
            match &list.cast {
                Some(ty) => Code::cast(sum, ty),
                None => sum,
            }
        };
        let from = at(start);
        let to = at(if self.around().inclusive { more(end, 1) } else { end });
        let to = if whole || is_literal(&to) { to } else { Code::method(to, "max", std::slice::from_ref(&from)) };
        let from = if from.text == "0" { Code::atom("") } else { from };
        let sign = if list.written { "&mut " } else { "&" };
        let range = match from.text.is_empty() {
            true => format!("..{}", to.text),
            false => Code::binary(from, "..", to).text,
        };
        Some(format!("{sign}{}[{range}]", list.base))
    }

    /// The variable, and what is declared by it.
    fn dependent(&self) -> Vec<String> {
        let mut names = vec![self.variable.clone()];
        for one in &self.declarations {
            if self.speaks(&one.range, &names) {
                names.extend(one.declares.iter().cloned());
            }
        }
        names
    }

    fn speaks(&self, range: &Range<usize>, names: &[String]) -> bool {
        let file: &Arc<str> = &self.around().statement.file;
        let text = self.program.text(file, range);
        pieces(text).into_iter().any(|word| names.iter().any(|name| *name == text[word.clone()]))
    }

    /// Whether anything but the elements that are replaced and the declarations needs the variable.
    fn is_counted(&self, replaced: &[(Range<usize>, String)]) -> bool {
        let dependent = self.dependent();
        let file = &self.around().statement.file;
        let range = self.program.exprs[self.around().range].range.end..self.around().statement.range.end;
        let text = self.program.text(file, &range);
        let apart = |at: usize| {
            replaced.iter().any(|(range, _)| range.contains(&at))
                || self.declarations.iter().any(|one| one.range.contains(&at))
        };
        let mut words = pieces(text).into_iter();
        words.any(|word| dependent.iter().any(|name| *name == text[word.clone()]) && !apart(range.start + word.start))
    }
}

/// The list of an element whose index is the variable with something added, without its uses.
fn element(program: &Program, nest: &Nest, index: usize, variable: &str) -> Option<List> {
    let part = |is: &dyn Fn(&Range<usize>) -> bool| {
        (index + 1..program.exprs.len())
            .take_while(|&part| program.exprs[part].range.start < program.exprs[index].range.end)
            .find(|&part| program.exprs[part].parent == Some(index) && is(&program.exprs[part].range))
    };
    let whole = &program.exprs[index].range;
    let base = part(&|range| range.start == whole.start)?;
    let place = part(&|range| range.start != whole.start)?;
    let inner = match &program.exprs[place].shape {
        Shape::Cast { inner } => Some(*inner),
        _ => None,
    };
    let cast = inner.map(|inner| {
        let cast = &program.exprs[place];
        let text = program.text(&cast.file, &(program.exprs[inner].range.end..cast.range.end));
        text.trim_start_matches(')').trim().trim_start_matches("as ").to_owned()
    });
    let (found, terms) = nest.terms(inner.unwrap_or(place))?;
    let text = program.source(&program.exprs[base]);
    let plain = text.chars().all(|c| c.is_alphanumeric() || "_.[]".contains(c));
    // What is written through a list changes its elements and not where they are.
    let names: Vec<&str> = program
        .names_in(&program.exprs[base].file, &program.exprs[base].range)
        .map(|used| program.source(used))
        .collect();
    let varies = names.iter().any(|name| *name == variable || nest.declared.contains_key(*name));
    let next = found == variable && plain && !varies && !(terms.is_empty() && cast.is_some());
    next.then(|| List { base: text.to_owned(), terms, cast, uses: Vec::new(), written: false })
}

#[cfg(test)]
mod tests {
    use super::super::testing::outcomes;
    use super::*;

    #[test]
    fn a_row_of_a_flat_matrix_is_gone_through_by_its_items() {
        let source = "\
fn f(p: &[u8], y: usize, w: usize) -> u32 {
    let mut sum = 0;
    for x in 0..w {
        sum += p[y * w + x] as u32;
    }
    sum
}
";
        let found = outcomes(&Stretch, source);
        assert!(found.contains("    for item in &p[y * w..y * w + w] {\n        sum += *item as u32;\n"), "{found}");
    }

    #[test]
    fn what_is_declared_by_the_variable_goes_where_nobody_needs_it() {
        let source = "\
fn f(p: &[u8], x: i64, y: i64, w: i64, a: i64, b: i64) -> u32 {
    let mut sum = 0;
    for dx in a..=b {
        let yy = y + 1;
        let xx = x + dx;
        sum += p[(yy * w + xx) as usize] as u32;
    }
    sum
}
";
        let found = outcomes(&Stretch, source);
        let stretch = "&p[((y + 1) * w + (x + a)) as usize..(((y + 1) * w + (x + (b + 1))) as usize).max(((y + 1) * w + (x + a)) as usize)]";
        assert!(
            found.contains(&format!(
                "    for item in {stretch} {{\n        let yy = y + 1;\n        sum += *item as u32;\n"
            )),
            "{found}"
        );
    }

    #[test]
    fn several_lists_go_together_and_the_number_stays_where_it_is_needed() {
        let source = "\
fn f(a: &[u64], b: &mut [u64], n: usize, k: usize) {
    for i in 0..n {
        b[i + k] += a[i] * i as u64;
    }
}
";
        let found = outcomes(&Stretch, source);
        let both = "    for ((i, item), item2) in (0..n).zip(&a[..n]).zip(&mut b[k..k + n]) {\n        *item2 += *item * i as u64;\n";
        assert!(found.contains(both), "{found}");
        let one = "    for (i, item) in (0..n).zip(&a[..n]) {\n        b[i + k] += *item * i as u64;\n";
        assert!(found.contains(one), "{found}");
    }

    #[test]
    fn a_name_that_hides_another_is_not_spelled_out() {
        let source = "fn f(v: &[u8], k: usize) -> u32 {\n    let mut s = 0;\n    for i in 0..9 {\n        let k = k + i;\n        s += v[k] as u32;\n    }\n    s\n}\n";
        assert_eq!(outcomes(&Stretch, source), "");
    }

    #[test]
    fn what_moves_in_another_way_stays() {
        for body in ["s += v[i * 2];", "s += v[n - i];", "s += v[i + s];", "s += v[v[i + 1]];"] {
            let source = format!(
                "fn f(v: &[usize], n: usize) -> usize {{\n    let mut s = 0;\n    for i in 0..n {{ {body} }}\n    s\n}}\n"
            );
            let found = outcomes(&Stretch, &source);
            assert!(found.is_empty() || body.contains("v[v["), "{found}");
        }
    }
}
