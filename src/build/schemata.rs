//! Many candidates in one crate: each changed function body becomes an arm of a switch, everything else is compiled once.
//!
//! Mutant schemata (Untch, Offutt, Harrold, "Mutation analysis using mutant schemata", 1993). What cannot be switched (a
//! `const`, a field, the body of a `const fn`, a function that returns `impl Trait`) is the same for all of a crate: as in the
//! seed, or as in the candidate that the others are based on. A candidate is a number from 1; 0 is what they are based on.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::diagnostics::{Diagnostic, Span};
use super::switchable::switchable;
use crate::component::Sources;
use crate::genome::{Change, Edit, Genome};

/// The module that holds the switch, at the end of the crate's root file.
const SWITCH: &str = "
/// Which candidate runs.
#[doc(hidden)]
pub mod __synth {
    extern crate core as __core;
    use self::__core::sync::atomic::{AtomicU32, Ordering};
    static CANDIDATE: AtomicU32 = AtomicU32::new(0);
    /// The candidate.
    #[inline(always)]
    pub fn candidate() -> u32 {
        CANDIDATE.load(Ordering::Relaxed)
    }
    /// Switches to a candidate.
    pub fn select(candidate: u32) {
        CANDIDATE.store(candidate, Ordering::Relaxed)
    }
}
";

/// A function body of the seed.
#[derive(Clone)]
struct Body {
    file: Arc<str>,
    /// Braces included.
    range: Range<usize>,
    /// Where it can be said that the compiler shall not copy the function elsewhere; `None` where it must, as what is generic.
    pin: Option<Range<usize>>,
}

/// Says so.
const PIN: &str = "#[inline(never)] ";

/// The function bodies of a seed that can be switched.
#[derive(Clone)]
pub struct Bodies {
    seed: Sources,
    root: Arc<str>,
    bodies: Vec<Body>,
    /// What all candidates change outside of them.
    frame: Vec<Edit>,
    /// The bodies of what they are based on, where these are not the seed's.
    base: BTreeMap<usize, String>,
}

/// A hash of what crates that use a library can have copied from it.
pub type Outline = [u8; 32];

/// Where a candidate differs from what it is based on: bodies and their text.
pub type Arms = Vec<(usize, String)>;

/// Edits inside of bodies.
type ByBody<'a> = BTreeMap<usize, Vec<&'a Edit>>;

impl Bodies {
    /// Finds them. `root`: the library's root file.
    pub fn of(seed: &Sources, root: &str) -> Bodies {
        let mut bodies = Vec::new();
        for (file, text) in seed.iter() {
            let found = syn::parse_file(text).map(|tree| switchable(&tree)).unwrap_or_default();
            bodies.extend(found.into_iter().map(|(range, pin)| Body { file: file.clone(), range, pin }));
        }
        Bodies { seed: seed.clone(), root: root.into(), bodies, frame: Vec::new(), base: BTreeMap::new() }
    }

    /// The same for candidates that change what `genome` does outside of bodies; `None` if it changes nothing there.
    pub fn based_on(&self, genome: &Genome) -> Option<Bodies> {
        let (frame, edits) = self.split(genome)?;
        let base = self.texts(edits)?;
        (!frame.is_empty()).then(|| Bodies { frame, base, ..self.clone() })
    }

    /// Whether candidates are based on another than the seed.
    pub fn is_based(&self) -> bool {
        !self.frame.is_empty()
    }

    /// The arms of a candidate; `None` where it changes other things outside of bodies than all do.
    pub fn arms(&self, genome: &Genome) -> Option<Arms> {
        let (frame, edits) = self.split(genome)?;
        if frame != self.frame {
            return None;
        }
        let mut changed = self.texts(edits)?;
        for body in self.base.keys() {
            changed.entry(*body).or_insert_with(|| self.text(*body).to_owned());
        }
        changed.retain(|body, text| self.base.get(body) != Some(text));
        Some(changed.into_iter().collect())
    }

    /// What a genome changes outside of bodies, and inside of each; `None` where an edit is not either of them.
    fn split<'a>(&self, genome: &'a Genome) -> Option<(Vec<Edit>, ByBody<'a>)> {
        let mut edits = ByBody::new();
        let mut frame = Vec::new();
        for edit in genome.edits() {
            let touches = |body: &Body| body.file == edit.file && meet(&body.range, &edit.range);
            let Some(body) = self.bodies.iter().position(touches) else {
                frame.push(edit.clone());
                continue;
            };
            let range = &self.bodies[body].range;
            if edit.range.start <= range.start || range.end <= edit.range.end {
                return None;
            }
            edits.entry(body).or_default().push(edit);
        }
        Some((frame, edits))
    }

    /// Bodies with their new text; `None` if one is not a block any more.
    fn texts(&self, edits: ByBody) -> Option<BTreeMap<usize, String>> {
        edits.into_iter().map(|(body, edits)| Some((body, self.changed(body, &edits)?))).collect()
    }

    /// A candidate with its code as the compiler would write it.
    pub fn repaired(&self, genome: &Genome, repair: &Repair) -> Option<Genome> {
        let Body { file, range, .. } = self.bodies.get(repair.body)?;
        let start = genome.place(file, range.clone())?.start;
        let change = |(range, text): &(Range<usize>, String)| Change {
            file: file.clone(),
            range: start + range.start..start + range.end,
            text: text.clone(),
            operator: Edit::REPAIR,
        };
        Some(genome.compose_all(&self.seed, repair.parts.iter().map(change).collect()))
    }

    /// A body's text in the seed.
    fn text(&self, body: usize) -> &str {
        let Body { file, range, .. } = &self.bodies[body];
        self.seed.get(file).map_or("", |text| &text[range.clone()])
    }

    /// A body's text with edits, which are in the order of the text; `None` if it is not a block any more.
    fn changed(&self, body: usize, edits: &[&Edit]) -> Option<String> {
        let Body { file, range, .. } = &self.bodies[body];
        let text = self.seed.get(file)?;
        let (mut out, mut at) = (String::new(), range.start);
        for edit in edits {
            out.push_str(&text[at..edit.range.start]);
            out.push_str(&edit.text);
            at = edit.range.end;
        }
        out.push_str(&text[at..range.end]);
        syn::parse_str::<syn::Block>(&out).is_ok().then_some(out)
    }

    /// One crate for many candidates. What is switched is compiled in one place only; `pinned`: everything is that can be, so that more
    /// crates have one outline.
    pub fn compose<'a>(&self, candidates: impl IntoIterator<Item = (u32, &'a Arms)>, pinned: bool) -> Schemata {
        let mut switches = Switches::new();
        for (candidate, arms) in candidates {
            for (body, text) in arms {
                switches.entry(*body).or_default().entry(text).or_default().push(candidate);
            }
        }
        let pins = self.pins(&switches, pinned);
        let (mut schemata, mut outline) =
            (Schemata { sources: self.seed.clone(), ..Schemata::default() }, Sha256::new());
        for (file, text) in self.seed.iter() {
            let mut out = String::with_capacity(text.len() * 2);
            let mut at = 0;
            outline.update(&**file);
            for (range, new) in self.replaced(file, &switches, &pins) {
                let before = out.len();
                out.push_str(&text[at..range.start]);
                outline.update(&out[before..]);
                match new {
                    New::Text(text) => {
                        out.push_str(text);
                        outline.update(text);
                    }
                    New::Pinned(text) => out.push_str(text),
                    New::Switch(body, arms, base) => schemata.switch((file, body), &mut out, arms, base),
                }
                at = range.end;
            }
            out.push_str(&text[at..]);
            outline.update(&text[at..]);
            if *file == self.root {
                out.push_str(SWITCH);
            }
            schemata.sources = schemata.sources.with(file.clone(), out);
        }
        let known = switches.keys().all(|body| pins.contains_key(body));
        schemata.outline = known.then(|| outline.finalize().into());
        schemata
    }

    /// Which bodies are compiled in one place only, and where that is said; none, if one that is switched cannot be.
    fn pins(&self, switches: &Switches, all: bool) -> BTreeMap<usize, Range<usize>> {
        let pin = |place: usize| {
            let body = &self.bodies[place];
            let free =
                |pin: &Range<usize>| self.frame.iter().all(|edit| edit.file != body.file || !meet(&edit.range, pin));
            Some((place, body.pin.clone().filter(free)?))
        };
        let switched: Option<BTreeMap<_, _>> = switches.keys().map(|place| pin(*place)).collect();
        match switched {
            Some(_) if all => (0..self.bodies.len()).filter_map(pin).collect(),
            switched => switched.unwrap_or_default(),
        }
    }

    /// What of a file is replaced, in its order.
    fn replaced<'a>(
        &'a self,
        file: &str,
        switches: &'a Switches,
        pins: &BTreeMap<usize, Range<usize>>,
    ) -> Vec<(Range<usize>, New<'a>)> {
        let frame = self.frame.iter().filter(|edit| &*edit.file == file);
        let mut replaced: Vec<_> = frame.map(|edit| (edit.range.clone(), New::Text(&edit.text))).collect();
        for (place, body) in self.bodies.iter().enumerate().filter(|(_, body)| &*body.file == file) {
            let base = self.base.get(&place).map(String::as_str);
            let pin = pins.get(&place);
            replaced.extend(pin.map(|pin| (pin.clone(), New::Text(PIN))));
            let text = base.unwrap_or_else(|| self.text(place));
            let new = match (switches.get(&place), pin) {
                (Some(arms), _) => New::Switch(place, arms, text),
                (None, Some(_)) => New::Pinned(text),
                (None, None) => New::Text(text),
            };
            replaced.push((body.range.clone(), new));
        }
        replaced.sort_by_key(|(range, _)| (range.start, range.end));
        replaced
    }
}

/// Whether an edit of the one range and an edit of the other are in each other's way.
fn meet(range: &Range<usize>, edit: &Range<usize>) -> bool {
    range.start < edit.end.max(edit.start + 1) && edit.start < range.end.max(range.start + 1)
}

/// Of each switched body the arms, with the candidates that share each.
type Switches<'a> = BTreeMap<usize, ByText<'a>>;

/// Candidates by their text of one body.
type ByText<'a> = BTreeMap<&'a str, Vec<u32>>;

/// What takes the place of a part of a file.
enum New<'a> {
    Text(&'a str),
    /// The same, for what nobody outside of the crate has a copy of.
    Pinned(&'a str),
    /// Arms of a body, and the text for whoever has none.
    Switch(usize, &'a ByText<'a>, &'a str),
}

/// The crate that holds many candidates.
#[derive(Default)]
pub struct Schemata {
    /// Its text.
    pub sources: Sources,
    /// Stands for all of it that can be in a crate compiled against it: everything but the bodies that are compiled here only. `None`,
    /// where what is switched can be.
    pub outline: Option<Outline>,
    /// Where which candidates' code stands.
    places: Vec<Arm>,
}

/// The text of a body in a crate that holds many.
struct Arm {
    file: Arc<str>,
    range: Range<usize>,
    body: usize,
    candidates: Vec<u32>,
}

/// What a compiler would write in a candidate's body.
pub struct Repair {
    body: usize,
    /// Ranges of the body's text.
    parts: Vec<(Range<usize>, String)>,
}

impl Repair {
    /// Together with what another error asks for; `None` if that has no answer or is elsewhere.
    pub fn and(mut self, other: Option<Repair>) -> Option<Repair> {
        let other = other.filter(|other| other.body == self.body)?;
        self.parts.extend(other.parts);
        self.parts.sort_by_key(|(range, _)| (range.start, range.end));
        self.parts.dedup();
        let apart = self.parts.windows(2).all(|pair| pair[0].0.end <= pair[1].0.start);
        apart.then_some(self)
    }
}

impl Schemata {
    fn switch(&mut self, (file, body): (&Arc<str>, usize), out: &mut String, arms: &ByText, base: &str) {
        out.push_str("{ match crate::__synth::candidate() {");
        for (text, candidates) in arms {
            for (i, candidate) in candidates.iter().enumerate() {
                // Writing to a string does not fail.
                let _ = write!(out, "{}{candidate}u32", if i == 0 { "\n" } else { " | " });
            }
            out.push_str(" => ");
            let range = out.len()..out.len() + text.len();
            self.places.push(Arm { file: file.clone(), range, body, candidates: candidates.clone() });
            out.push_str(text);
        }
        out.push_str("\n_ => ");
        out.push_str(base);
        out.push_str("\n} }");
    }

    /// The candidates whose code an error is about; none, if it cannot be told.
    pub fn culprits(&self, error: &Diagnostic) -> Vec<u32> {
        error.spans.iter().find_map(|span| self.arm(span)).map(|arm| arm.candidates.clone()).unwrap_or_default()
    }

    /// What the compiler would write instead of what an error is about; `None`, if that is not in one candidate's body.
    pub fn repair(&self, error: &Diagnostic) -> Option<Repair> {
        let arm = self.arm(&error.fix.first()?.0)?;
        let part = |(span, text): &(Span, String)| {
            let inside = self.arm(span).is_some_and(|other| std::ptr::eq(other, arm));
            let at = |place: usize| place - arm.range.start;
            inside.then(|| (at(span.range.start)..at(span.range.end), text.clone()))
        };
        Some(Repair { body: arm.body, parts: error.fix.iter().map(part).collect::<Option<_>>()? })
    }

    /// The arm that a place is in.
    fn arm(&self, span: &Span) -> Option<&Arm> {
        let inside = |arm: &&Arm| {
            span.file == *arm.file && arm.range.start <= span.range.start && span.range.end <= arm.range.end
        };
        self.places.iter().find(inside)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEED: &str = "const N: u32 = 1;\nconst fn c() -> u32 { 2 }\nfn f(x: u32) -> u32 { x + N }\nfn it() -> impl Iterator<Item = u8> { [1].into_iter() }\n";

    fn bodies() -> Bodies {
        let sources: Sources = [(Arc::from("src/lib.rs"), Arc::from(SEED))].into_iter().collect();
        Bodies::of(&sources, "src/lib.rs")
    }

    fn edit(old: &str, new: &str) -> Genome {
        let start = SEED.find(old).unwrap();
        let (file, range) = (Arc::from("src/lib.rs"), start..start + old.len());
        Genome::new(vec![Edit { file, range, text: new.into(), operator: "test".into() }]).unwrap()
    }

    #[test]
    fn only_bodies_of_plain_functions_are_switched() {
        let bodies = bodies();
        assert_eq!(bodies.arms(&edit("x + N", "x - N")).unwrap()[0].1, "{ x - N }");
        assert!(bodies.arms(&edit("= 1", "= 3")).is_none());
        assert!(bodies.arms(&edit("{ 2 }", "{ 3 }")).is_none());
        assert!(bodies.arms(&edit("[1]", "[2]")).is_none());
        assert!(bodies.arms(&edit("x + N", "x + ")).is_none());
    }

    #[test]
    fn what_all_change_outside_of_bodies_is_built_into_the_crate() {
        let seed = bodies();
        let join = |one: Genome, two: Genome| Genome::new([one.edits(), two.edits()].concat()).unwrap();
        assert!(seed.based_on(&edit("x + N", "x - N")).is_none());
        let leader = join(edit("= 1", "= 3"), edit("x + N", "x - N"));
        let based = seed.based_on(&leader).unwrap();
        assert!(based.arms(&leader).unwrap().is_empty());
        assert!(based.arms(&edit("x + N", "x - N")).is_none(), "its constant is the seed's");
        assert!(based.arms(&edit("fn f(x: u32) -> u32 { x", "fn f(x: u32) -> u32 { 1 + x")).is_none());
        let (other, without) = (join(edit("= 1", "= 3"), edit("x + N", "x ^ N")), edit("= 1", "= 3"));
        let arms = [&other, &without].map(|genome| based.arms(genome).unwrap());
        let schemata = based.compose((1..).zip(&arms), false);
        let text = schemata.sources.get("src/lib.rs").unwrap();
        syn::parse_file(text).unwrap();
        for part in ["N: u32 = 3;", "1u32 => { x ^ N }", "2u32 => { x + N }", "_ => { x - N }"] {
            assert!(text.contains(part), "{part}: {text}");
        }
        let nobody = based.compose([], false);
        assert!(nobody.sources.get("src/lib.rs").unwrap().contains("u32 { x - N }"));
    }

    #[test]
    fn the_outline_is_all_that_another_crate_can_copy() {
        const SEED: &str =
            "pub fn f(x: u32) -> u32 { x + 1 }\n#[inline]\npub fn g() -> u32 { 2 }\npub fn h<T>(x: T) -> T { x }\n";
        let sources: Sources = [(Arc::from("src/lib.rs"), Arc::from(SEED))].into_iter().collect();
        let bodies = Bodies::of(&sources, "src/lib.rs");
        let arm = |body: usize, text: &str| vec![(body, text.to_owned())];
        let [one, two, other, generic] = [arm(0, "{ x }"), arm(0, "{ x * 2 }"), arm(1, "{ 3 }"), arm(2, "{ x }")];
        let outline = |arms: &Arms, pinned| bodies.compose([(1, arms)], pinned).outline;
        assert!(outline(&one, false).is_some() && outline(&one, false) == outline(&two, false));
        assert!(outline(&one, false) != outline(&other, false), "a body that is not switched may have been copied");
        assert!(outline(&one, true) == outline(&other, true), "nothing but what is generic can have been");
        assert!(outline(&generic, true).is_none());
        let text = bodies.compose([(1, &other)], false).sources.get("src/lib.rs").unwrap().to_string();
        assert!(text.contains("#[inline(never)] \npub fn g()") && !text.contains("#[inline]"), "{text}");
    }

    #[test]
    fn the_composed_crate_parses_and_shares_equal_arms() {
        let bodies = bodies();
        let (one, two) = (bodies.arms(&edit("+", "-")).unwrap(), bodies.arms(&edit("+", "*")).unwrap());
        let schemata = bodies.compose([(1, &one), (2, &two), (3, &one)], false);
        let text = schemata.sources.get("src/lib.rs").unwrap();
        syn::parse_file(text).unwrap();
        assert!(text.contains("1u32 | 3u32 => { x - N }"), "{text}");
        assert!(text.contains("_ => { x + N }"), "{text}");
    }

    #[test]
    fn an_error_is_traced_to_the_candidates_whose_arm_it_is_in() {
        let bodies = bodies();
        let one = bodies.arms(&edit("+", "-")).unwrap();
        let schemata = bodies.compose([(1, &one), (2, &one)], false);
        let at = schemata.sources.get("src/lib.rs").unwrap().find("x - N").unwrap();
        let error = |range: Range<usize>| Diagnostic {
            message: String::new(),
            code: None,
            spans: vec![span(range)],
            fix: Vec::new(),
        };
        assert_eq!(schemata.culprits(&error(at..at + 5)), [1, 2]);
        assert!(schemata.culprits(&error(0..5)).is_empty());
    }

    fn span(range: Range<usize>) -> Span {
        Span { file: "src/lib.rs".into(), range, line: 1, column: 1 }
    }

    #[test]
    fn what_the_compiler_would_write_becomes_an_edit_of_the_candidate() {
        let (bodies, genome) = (bodies(), edit("+", "-"));
        let arms = bodies.arms(&genome).unwrap();
        let schemata = bodies.compose([(1, &arms)], true);
        let text = schemata.sources.get("src/lib.rs").unwrap();
        let (x, n) = (text.find("x - N").unwrap(), text.find("x - N").unwrap() + 4);
        let error = |fix| Diagnostic { message: String::new(), code: None, spans: Vec::new(), fix };
        let around = vec![(span(x..x), "(".to_owned()), (span(n + 1..n + 1), ")".to_owned())];
        let repair = schemata.repair(&error(around.clone())).unwrap();
        let repaired = bodies.repaired(&genome, &repair).unwrap().render(&bodies.seed);
        assert!(repaired.get("src/lib.rs").unwrap().contains("{ (x - N) }"));
        let elsewhere = [around, vec![(span(0..0), "!".to_owned())]].concat();
        assert!(schemata.repair(&error(elsewhere)).is_none() && schemata.repair(&error(Vec::new())).is_none());
    }
}
