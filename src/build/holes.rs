//! A crate with holes: expressions that a program given to the worker can take the place of, lap by lap, without a compiler;
//! and every block counted. It must not know what the holes are filled with, nor why.

use std::ops::Range;
use std::sync::Arc;

use super::diagnostics::Diagnostic;
use super::reach::Reach;
use crate::component::Sources;
use crate::operators::holes::MACHINE;

/// What counts blocks and fills holes.
const SWITCH: &str = include_str!("holes/switch.rs");

/// An expression that becomes a hole.
#[derive(Debug, Clone)]
pub struct Hole {
    /// Its number in programs, from 1.
    pub number: u64,
    pub file: Arc<str>,
    pub range: Range<usize>,
    /// Its type, a scalar.
    pub ty: &'static str,
    /// Scalars in scope, each as it is written; `None` for one that the compiler will not have there.
    pub inputs: Vec<Option<String>>,
}

/// What the compiler objects to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Culprit {
    pub hole: u64,
    /// The input, or the hole as a whole.
    pub input: Option<usize>,
}

/// Words of a program before its code, as `switch.rs` reads them: what a lap does.
#[derive(Debug, Clone, Copy)]
pub enum Task<'a> {
    /// What stands in the hole, counted.
    Count,
    /// The same, with its inputs and results recorded.
    Record,
    /// Code in its place; `reads`: the inputs it needs, as bits.
    Fill { code: &'a [u64], reads: u64 },
}

/// The program of a lap. `cost`: of one evaluation; `limit`: the most that a lap may cost.
pub fn program(hole: u64, cost: u64, limit: u64, task: Task) -> Vec<u8> {
    let (mode, reads, code) = match task {
        Task::Count => (0, 0, &[][..]),
        Task::Record => (1, 0, &[][..]),
        Task::Fill { code, reads } => (2, reads, code),
    };
    let words = [hole, mode, limit, cost, reads];
    words.iter().chain(code).flat_map(|word| word.to_le_bytes()).collect()
}

/// What one lap cost, and what its hole saw.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counted {
    pub cost: u64,
    pub evaluations: u64,
    /// Inputs and the result of some evaluations, one after the other.
    pub record: Vec<u64>,
}

/// Reads the notes of a worker that ran so many laps.
pub fn counted(notes: &[u64], laps: usize) -> Option<Vec<Counted>> {
    let (figures, log) = notes.split_at_checked(laps * 3)?;
    let mut begin = 0;
    let lap = |figures: &[u64; 3]| {
        let [cost, evaluations, end] = *figures;
        let record = log.get(begin..end as usize)?.to_vec();
        begin = end as usize;
        Some(Counted { cost, evaluations, record })
    };
    figures.as_chunks().0.iter().map(lap).collect()
}

/// The text of a program with holes, of which none overlaps another but by lying in it.
pub fn compose(sources: &Sources, root: &str, holes: &[Hole]) -> Sources {
    let mut with = sources.clone();
    for (file, text) in sources.iter() {
        let here: Vec<&Hole> = holes.iter().filter(|hole| hole.file == *file).collect();
        if !here.is_empty() {
            with = with.with(file.clone(), dug(text, 0..text.len(), &here, None));
        }
    }
    Reach::told(&with, root, &|_| switchboard()).sources
}

/// A part of a text with the holes in it. `within`: the hole that it is the content of.
fn dug(text: &str, part: Range<usize>, holes: &[&Hole], within: Option<&Hole>) -> String {
    let inside = |hole: &&&Hole| {
        part.start <= hole.range.start && hole.range.end <= part.end && within.is_none_or(|of| of.number != hole.number)
    };
    let mut inner: Vec<&Hole> = holes.iter().filter(inside).copied().collect();
    inner.sort_by_key(|hole| (hole.range.start, std::cmp::Reverse(hole.range.end)));
    let (mut out, mut at) = (String::new(), part.start);
    for hole in inner {
        if hole.range.start < at {
            continue;
        }
        out.push_str(&text[at..hole.range.start]);
        out.push_str(&opened(hole, &dug(text, hole.range.clone(), holes, Some(hole))));
        at = hole.range.end;
    }
    out.push_str(&text[at..part.end]);
    out
}

/// A hole with its content. The comments say to whom an error behind them belongs.
fn opened(hole: &Hole, content: &str) -> String {
    let Hole { number, ty, inputs, .. } = hole;
    let input = |(place, input): (usize, &Option<String>)| match input {
        Some(input) => {
            format!("/*hole {number}.{place}*/if crate::__synth::wants({place}) {{ ({input}) as u64 }} else {{ 0 }}")
        }
        None => "0".to_owned(),
    };
    let inputs: Vec<String> = inputs.iter().enumerate().map(input).collect();
    let value = if *ty == "bool" { "!= 0".to_owned() } else { format!("as {ty}") };
    format!(
        "(/*hole {number}*/if crate::__synth::hole({number}) && crate::__synth::filled(&[{}]) \
         {{ /*hole {number}*/crate::__synth::value() {value} }} \
         else {{ let value: {ty} = {content}; /*hole {number}*/crate::__synth::seen({number}, value as u64); value }})",
        inputs.join(", ")
    )
}

/// To which hole, or input of one, an error is to be laid: the last before it.
pub fn culprit(sources: &Sources, error: &Diagnostic) -> Option<Culprit> {
    error.spans.iter().find_map(|span| {
        let before = sources.get(&span.file)?.get(..span.range.start + 2)?;
        let (_, mark) = before.rsplit_once("/*hole ")?;
        let (mark, _) = mark.split_once("*/")?;
        let (hole, input) = mark.split_once('.').map_or((mark, None), |(hole, input)| (hole, input.parse().ok()));
        Some(Culprit { hole: hole.parse().ok()?, input })
    })
}

/// The module that everything else calls.
fn switchboard() -> String {
    format!(
        "
/// What fills holes.
#[doc(hidden)]
pub mod __synth {{
{SWITCH}
    /// Runs code.
    pub mod machine {{
{MACHINE}
    }}
}}
"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEED: &str =
        "fn f(x: u32, y: &u32) -> u32 {\n    if x > 3 { return g(x + *y); }\n    x\n}\nfn g(x: u32) -> u32 { x }\n";

    fn hole(number: u64, text: &str, ty: &'static str, inputs: &[&str]) -> Hole {
        let start = SEED.find(text).unwrap();
        let inputs = inputs.iter().map(|input| Some((*input).to_owned())).collect();
        Hole { number, file: "src/lib.rs".into(), range: start..start + text.len(), ty, inputs }
    }

    fn composed() -> Sources {
        let holes = [
            hole(1, "x > 3", "bool", &["x"]),
            hole(2, "g(x + *y)", "u32", &["x"]),
            hole(3, "x + *y", "u32", &["x", "*y"]),
        ];
        compose(&Sources::default().with("src/lib.rs", SEED), "src/lib.rs", &holes)
    }

    #[test]
    fn a_crate_with_holes_in_holes_compiles() {
        let sources = composed();
        let text = sources.get("src/lib.rs").unwrap();
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("lib.rs");
        for edition in ["2015", "2024"] {
            std::fs::write(&file, &**text).unwrap();
            let mut rustc = std::process::Command::new("rustc");
            rustc.args(["--crate-type=lib", "--emit=metadata", "--edition", edition, "--out-dir"]).arg(dir.path());
            let out = rustc.arg(&file).output().unwrap();
            assert!(out.status.success(), "{}\n{text}", String::from_utf8_lossy(&out.stderr));
        }
    }

    #[test]
    fn an_error_is_laid_to_the_input_or_hole_before_it() {
        let sources = composed();
        let text = sources.get("src/lib.rs").unwrap();
        let error = |at: usize| Diagnostic {
            message: String::new(),
            code: None,
            spans: vec![crate::build::diagnostics::Span {
                file: "src/lib.rs".into(),
                range: at..at + 1,
                line: 1,
                column: 1,
            }],
            fix: Vec::new(),
        };
        let at = |part: &str| culprit(&sources, &error(text.find(part).unwrap()));
        assert_eq!(at("(*y) as u64"), Some(Culprit { hole: 3, input: Some(1) }));
        assert_eq!(at("seen(1, value"), Some(Culprit { hole: 1, input: None }));
        assert_eq!(at("fn f"), None);
    }

    #[test]
    fn what_a_worker_notes_is_parted_by_lap() {
        let notes = [10, 2, 0, 7, 1, 3, 5, 6, 8];
        let counted = counted(&notes, 2).unwrap();
        assert_eq!(counted[0], Counted { cost: 10, evaluations: 2, record: vec![] });
        assert_eq!(counted[1], Counted { cost: 7, evaluations: 1, record: vec![5, 6, 8] });
        assert_eq!(super::counted(&notes, 4), None);
    }
}
