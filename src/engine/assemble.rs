//! The worker for a trace: calls bound to the interface and compiled. A call that cannot be compiled costs itself, or its
//! session where something hangs on it; the rest of the trace goes on. Runs nothing.

use std::collections::BTreeMap;
use std::path::Path;

use super::ground::seed_fault;
use super::jury::Jury;
use super::{Fault, Progress};
use crate::build::diagnostics::Diagnostic;
use crate::build::{BuildError, Prepared, Program, Toolchain};
use crate::component::interface::{Interface, Receiver};
use crate::component::{Component, Requirement};
use crate::replay::harness::{Harness, RUNTIME};
use crate::trace::{Entry, Event, Trace};
use crate::verdict;

/// What a worker is made from, beside the trace.
pub(super) struct Site<'a> {
    pub component: &'a Component,
    pub prepared: &'a Prepared,
    pub interface: &'a Interface,
    pub requires: &'a [Requirement],
    pub work: &'a Path,
}

/// A trace, as far as it compiles, and the seed's worker for it.
pub(super) struct Assembled {
    pub trace: Trace,
    /// Functions that the trace does not call, and whether on a handle; their names are the last of the trace's.
    pub more: Vec<(usize, bool)>,
    pub harness: Harness,
    pub toolchain: Toolchain,
    pub jury: Option<Jury>,
    pub seed: Program,
}

/// A call, by its place in the trace's list, and whether on a handle.
type Way = (usize, bool);

impl Site<'_> {
    /// Compiles the trace's calls, and made-up calls of the rest of the interface; in rounds, until what is left compiles.
    ///
    /// # Errors
    /// The seed does not build, the trace does not fit its interface, or nothing of it is left.
    pub fn assemble(&self, mut trace: Trace, progress: &dyn Progress) -> Result<Assembled, Fault> {
        let mut surface = verdict::surface(self.interface, &trace);
        loop {
            let recorded = trace.calls.len();
            let more: Vec<Way> = surface.iter().enumerate().map(|(at, (_, on))| (recorded + at, *on)).collect();
            trace.calls.extend(surface.iter().map(|(call, _)| call.clone()));
            let fitness = self.component.scored_by.as_ref();
            let lib = &self.component.lib;
            let harness = Harness::bind(self.interface, &trace, &more, self.requires, lib, fitness)
                .map_err(|e| Fault::Trace(e.to_string()))?;
            let (toolchain, jury, built) = self.worker(&harness)?;
            let errors = match built {
                Ok(seed) => return Ok(Assembled { trace, more, harness, toolchain, jury, seed }),
                Err(errors) => errors,
            };
            let culprits = culprits(&errors, &harness, &counts(&trace));
            let guilty = |way: Way| culprits.iter().any(|(culprit, _)| *culprit == way);
            trace.calls.truncate(recorded);
            // Made-up calls are worth nothing to a trace that does not compile.
            let mut at = recorded..;
            surface.retain(|(_, on)| !culprits.is_empty() && at.next().is_some_and(|call| !guilty((call, *on))));
            let recorded_one = culprits.iter().find(|((call, _), _)| *call < recorded).map(|(_, why)| why.clone());
            let first = || errors.first().map_or("rejected without a word".to_owned(), Diagnostic::to_string);
            let refuse = || {
                Fault::Trace(format!(
                    "the calls of the trace do not compile against `{}`; check the generic arguments that they spell: {}",
                    self.component.lib,
                    recorded_one.clone().unwrap_or_else(first)
                ))
            };
            if culprits.is_empty() && more.is_empty() {
                return Err(refuse());
            }
            let wrong = |event: &Event| guilty((event.call, event.on.is_some()));
            for (way, why) in culprits.iter().filter(|((call, _), _)| *call < recorded) {
                let lost: Vec<&Event> =
                    events(&trace).filter(|event| (event.call, event.on.is_some()) == *way).collect();
                progress.warn(&format!(
                    "{} of `{}` left out, with the session where others need what it makes or changes, because the call \
                     does not compile in a worker: {why}",
                    counted(lost.len()),
                    trace.calls[way.0],
                ));
            }
            let (.., sessions) = trace.leave_out(wrong, |event| leaves_no_mark(&harness, event));
            if trace.sessions.is_empty() {
                return Err(refuse());
            }
            if sessions > 0 {
                progress.warn(&format!("{sessions} sessions went with them, {} are left", trace.sessions.len()));
            }
        }
    }

    /// The rustc calls for a harness, its judge, and the seed's worker or what the compiler has against it.
    #[expect(clippy::type_complexity)]
    fn worker(&self, harness: &Harness) -> Result<(Toolchain, Option<Jury>, Result<Program, Vec<Diagnostic>>), Fault> {
        let Site { component, prepared, work, .. } = self;
        let seed_fault = |e| seed_fault(component, e);
        let toolchain = Toolchain::new(component, prepared, work, &harness.main, &RUNTIME).map_err(seed_fault)?;
        // Before the worker, which holds the same file: what the compiler has against it is said of it.
        let judge = harness.judge.as_ref().map(|main| toolchain.judge(main));
        let judge = judge.transpose().map_err(|e| match e {
            BuildError::Rejected(what) => Fault::Seed(format!(
                "the fitness file does not compile; it says `use synth::{{Call, Value}};` and has the functions `drive` \
                 and `judge`: {what}"
            )),
            other => seed_fault(other),
        })?;
        let mut slot = toolchain.slot("seed", &component.sources).map_err(seed_fault)?;
        let seed = toolchain.build_seed(&mut slot, &component.sources).map_err(seed_fault)?;
        Ok((toolchain, judge.map(Jury::new), seed))
    }
}

/// The fewest calls that explain the errors, each with the compiler's words. Where two borrows are in each other's way an
/// error names both calls, so that the one goes that most errors name, or the one that is made less often.
fn culprits(errors: &[Diagnostic], harness: &Harness, counts: &BTreeMap<Way, usize>) -> Vec<(Way, String)> {
    let named = |error: &Diagnostic| -> Vec<Way> {
        let here = error.spans.iter().filter(|span| span.file.ends_with("main.rs"));
        here.filter_map(|span| harness.calling(&span.range)).collect()
    };
    let mut left: Vec<(&Diagnostic, Vec<Way>)> = errors.iter().map(|error| (error, named(error))).collect();
    let mut found = Vec::new();
    loop {
        left.retain(|(_, ways)| !ways.is_empty());
        let mut votes: BTreeMap<Way, usize> = BTreeMap::new();
        for (_, ways) in &left {
            let distinct: std::collections::BTreeSet<_> = ways.iter().collect();
            distinct.into_iter().for_each(|way| *votes.entry(*way).or_default() += 1);
        }
        let rare = |way: &Way| std::cmp::Reverse(counts.get(way).copied().unwrap_or(0));
        let Some(way) = votes.iter().max_by_key(|(way, votes)| (**votes, rare(way))).map(|(way, _)| *way) else {
            return found;
        };
        let why = left.iter().find(|(_, ways)| ways.contains(&way)).map(|(error, _)| error.to_words());
        found.push((way, why.unwrap_or_default()));
        left.retain(|(_, ways)| !ways.contains(&way));
    }
}

/// Whether nothing that comes later can tell that a call was not made: it reads what it gets, and makes nothing.
fn leaves_no_mark(harness: &Harness, event: &Event) -> bool {
    let function = harness.function(event);
    let reads = |ty: &String| ty.starts_with('&') && !ty.contains("mut ");
    let on = event.on.is_none() || matches!(function.receiver, Some((Receiver::Shared, _)));
    let given = event.args.iter().zip(&function.params).all(|(arg, ty)| reads(ty) || !holds_handle(arg));
    on && given && event.new.is_empty()
}

fn holds_handle(value: &serde_json::Value) -> bool {
    match value {
        serde_json::Value::Array(items) => items.iter().any(holds_handle),
        serde_json::Value::Object(items) => items.contains_key("$handle") || items.values().any(holds_handle),
        _ => false,
    }
}

fn events(trace: &Trace) -> impl Iterator<Item = &Event> {
    trace.sessions.iter().flat_map(|session| &session.entries).filter_map(|entry| match entry {
        Entry::Call(event) => Some(&**event),
        Entry::Drop(_) => None,
    })
}

fn counts(trace: &Trace) -> BTreeMap<Way, usize> {
    let mut counts = BTreeMap::new();
    events(trace).for_each(|event| *counts.entry((event.call, event.on.is_some())).or_default() += 1);
    counts
}

fn counted(calls: usize) -> String {
    if calls == 1 { "1 call".into() } else { format!("{calls} calls") }
}

#[cfg(test)]
mod tests {
    use super::super::scene::Scene;

    const SOURCE: &str = "
        pub struct Bag { items: Vec<u8> }
        pub struct Look<'a>(&'a Bag);
        pub trait Named { fn name(&self) -> String; }
        impl Named for u8 { fn name(&self) -> String { self.to_string() } }
        pub fn show<T: Named>(value: T) -> String { value.name() }
        impl Bag {
            pub fn new() -> Bag { Bag { items: Vec::new() } }
            pub fn add(&mut self, item: u8) { self.items.push(item) }
            pub fn put<T: Into<u8>>(&mut self, item: T) { self.items.push(item.into()) }
            pub fn size(&self) -> usize { self.items.len() }
            pub fn has<T: Into<u8>>(&self, item: T) -> bool { self.items.contains(&item.into()) }
        }";

    const WALKED: &str = "
        pub struct Bag { items: Vec<u8> }
        impl Bag {
            pub fn new() -> Bag { Bag { items: Vec::new() } }
            pub fn add(&mut self, item: u8) { self.items.push(item) }
        }
        impl<'a> IntoIterator for &'a Bag {
            type Item = &'a u8;
            type IntoIter = std::slice::Iter<'a, u8>;
            fn into_iter(self) -> Self::IntoIter { self.items.iter() }
        }";

    #[test]
    fn what_borrows_from_a_handle_borrows_it_no_longer_than_the_call() {
        let events = [
            r#"{"call":"Bag::new","args":[],"ret":{"$new":0}}"#,
            r#"{"call":"Bag::add","on":0,"args":[1]}"#,
            r#"{"call":"<&Bag as IntoIterator>::into_iter","args":[{"$handle":0}],"drain":[1]}"#,
            r#"{"call":"Bag::add","on":0,"args":[2]}"#,
            r#"{"call":"<&Bag as IntoIterator>::into_iter","args":[{"$handle":0}],"drain":[1,2]}"#,
        ];
        assert_eq!(Scene::new(WALKED, &events.join("\n")).ground.trace.events(), 5);
    }

    fn scene(events: &[&str]) -> Scene {
        Scene::new(SOURCE, &events.join("\n"))
    }

    #[test]
    fn a_call_that_does_not_compile_costs_itself_or_its_session_and_nothing_more() {
        let good = (0..30).map(|n| format!(r#"{{"call":"show::<u8>","args":[{n}],"ret":"{n}"}}"#));
        let lines: Vec<String> = good
            .chain([
                r#"{"call":"show::<u16>","args":[7]}"#.to_string(),
                r#"{"call":"Bag::new","args":[],"ret":{"$new":0}}"#.to_string(),
                r#"{"call":"Bag::add","on":0,"args":[1]}"#.to_string(),
                r#"{"call":"Bag::has::<u16>","on":0,"args":[1]}"#.to_string(),
                r#"{"call":"Bag::size","on":0,"args":[],"ret":1}"#.to_string(),
                r#"{"call":"Bag::new","args":[],"ret":{"$new":1}}"#.to_string(),
                r#"{"call":"Bag::put::<u16>","on":1,"args":[1]}"#.to_string(),
                r#"{"call":"Bag::size","on":1,"args":[],"ret":1}"#.to_string(),
            ])
            .collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let scene = scene(&lines);
        let trace = &scene.ground.trace;
        // The free call is gone, the look at the first bag too, and the second bag with all its session.
        assert_eq!(trace.events(), 30 + 3);
        assert_eq!(trace.sessions.len(), 30 + 1);
        assert!(!trace.calls.iter().any(|call| call.contains("u16")), "{:?}", trace.calls);
    }
}
