//! Exchanges in what fills a hole: each place in it where a pattern stands, and then what stands in the holes of that. It must
//! not know where the hole goes.

use std::ops::Range;

use super::Matcher;
use super::pattern::{Bound, Pattern};
use super::template::{Filling, Template, code};
use crate::operators::code::{Code, Tightness};
use crate::operators::layout;

/// What is exchanged in the text of a hole before it is put.
#[derive(Debug)]
pub struct Exchange {
    pub hole: String,
    pub from: Pattern,
    pub to: Template,
}

impl Exchange {
    /// How `put` calls a hole as it was before exchanges.
    pub const FOUND: &str = ":found";
}

/// What all exchanges of a place know.
pub struct Known<'a> {
    /// What the holes of the rule hold.
    pub bound: &'a Bound,
    pub fillings: &'a [Filling],
    /// Whether a word stands where the text goes.
    pub taken: &'a dyn Fn(&str) -> bool,
}

impl Matcher<'_> {
    /// What fills the holes of a rule once its exchanges are made; what they held before is kept under another name.
    pub fn exchanged(&self, exchanges: &[Exchange], known: &Known) -> Option<Vec<Filling>> {
        let mut fillings = Vec::new();
        for filling in known.fillings {
            let here: Vec<&Exchange> = exchanges.iter().filter(|exchange| exchange.hole == filling.name).collect();
            let Some((_, range)) = known.bound.iter().find(|(name, _)| *name == filling.name && !here.is_empty())
            else {
                fillings.push(filling.clone());
                continue;
            };
            fillings.push(Filling { name: format!("{}{}", filling.name, Exchange::FOUND), ..filling.clone() });
            let text = self.made(&here, range, known)?;
            let text = layout::flushed(&text, layout::indent_in(self.program, self.file, range.start));
            fillings.push(Filling { name: filling.name.clone(), code: Code { text, ..filling.code } });
        }
        Some(fillings)
    }

    /// The text of a range with all exchanges made, the first that fits at each place.
    fn made(&self, exchanges: &[&Exchange], range: &Range<usize>, known: &Known) -> Option<String> {
        let text = |range: Range<usize>| self.program.text(self.file, &range);
        let (mut out, mut copied) = (String::new(), range.start);
        for (place, put) in self.exchanges(exchanges, range, known)? {
            out.push_str(text(copied..place.start));
            out.push_str(&put);
            copied = place.end;
        }
        out.push_str(text(copied..range.end));
        Some(out)
    }

    /// What all exchanges put into a range, and where.
    pub fn exchanges(
        &self,
        exchanges: &[&Exchange],
        range: &Range<usize>,
        known: &Known,
    ) -> Option<Vec<(Range<usize>, String)>> {
        let text = |range: Range<usize>| self.program.text(self.file, &range);
        let (mut found, mut copied) = (Vec::new(), range.start);
        let possible: Vec<&Exchange> =
            exchanges.iter().copied().filter(|exchange| self.text.may_hold(&exchange.from)).collect();
        for start in self.text.starts_in(range) {
            if start < copied {
                continue;
            }
            let fit = possible.iter().find_map(|&exchange| {
                let fit = self.text.fit(&exchange.from, start, known.bound, |end| end <= range.end)?;
                Some((exchange, fit))
            });
            let Some((exchange, (bound, end))) = fit else { continue };
            let put = self.put(exchanges, exchange, &bound, known)?;
            let torn = text(end..range.end).trim_start().starts_with(['.', '[', '(', '?']);
            let put = if torn { code(put).held(Tightness::Postfix).text } else { put };
            found.push((start..end, layout::shifted(&put, layout::indent_in(self.program, self.file, start))));
            copied = end;
        }
        Some(found)
    }

    /// What takes the place of one fit.
    fn put(&self, exchanges: &[&Exchange], exchange: &Exchange, bound: &Bound, known: &Known) -> Option<String> {
        let mut fillings = known.fillings.to_vec();
        for (name, range) in &bound[known.bound.len()..] {
            let text = self.made(exchanges, range, known)?;
            let text = layout::flushed(&text, layout::indent_in(self.program, self.file, range.start));
            fillings.push(Filling { name: name.clone(), code: Code { text, ..self.code(range) } });
        }
        exchange.to.fill(&fillings, known.taken)
    }
}
