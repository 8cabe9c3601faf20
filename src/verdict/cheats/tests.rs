use std::sync::Arc;

use super::*;
use crate::trace::Recorded;
use crate::verdict::Gate;

const SEED: &str = "//! Things.

/// Sorts.
pub fn sort(values: &mut [u32]) {
    values.sort();
}

pub fn find(text: &str, n: usize) -> Option<char> { text.chars().nth(n) }

pub struct Mean { sum: f64 }

impl Mean {
    /// Of what was added.
    pub fn get(&self) -> f64 {
        self.sum
    }
}
";

fn seed() -> Sources {
    Sources::default().with("src/lib.rs", SEED)
}

fn made(call: &str, first_line: usize, last_line: usize, event: Event) -> Vec<Cheat> {
    let span = SourceSpan { file: "src/lib.rs".into(), first_line, last_line };
    cheats(&seed(), &[Target { call, span: &span, events: vec![&event] }])
}

fn event(args: serde_json::Value, recorded: Recorded) -> Event {
    let args = args.as_array().into_iter().flatten().cloned().map(Arc::new).collect();
    Event { call: 0, on: None, args, new: Vec::new(), recorded, line: 1 }
}

fn sort() -> Vec<Cheat> {
    let recorded =
        Recorded { ret: Some(().into()), after: vec![("0".into(), serde_json::json!([1, 2]))], ..Recorded::default() };
    made("sort", 4, 6, event(serde_json::json!([[2, 1]]), recorded))
}

fn by_behaviour(cheats: &[Cheat]) -> Vec<&str> {
    cheats.iter().filter(|c| matches!(c.seen, Seen::Behaviour { .. })).map(|c| c.name).collect()
}

#[test]
fn a_signature_admits_the_cheats_of_its_types() {
    assert_eq!(
        by_behaviour(&sort()),
        [
            "skips the work",
            "remembers the trace's answers",
            "is right only on short inputs",
            "breaks on the empty input",
            "fills instead of sorting",
            "drops duplicates"
        ]
    );
    let find = made("find", 8, 8, event(serde_json::json!(["a", 0]), Recorded::default()));
    assert_eq!(
        by_behaviour(&find),
        [
            "skips the work",
            "is right only on ASCII",
            "takes all letters beyond the first 256 for one",
            "is right only on short inputs",
            "breaks on the empty input",
            "is wrong for zero",
            "ignores errors"
        ]
    );
    let get = made("Mean::get", 14, 16, event(serde_json::json!([]), Recorded::default()));
    assert_eq!(by_behaviour(&get), ["skips the work", "changes the rounding of floats"]);
}

#[test]
fn every_cheat_and_its_twin_parse_and_the_gate_sees_exactly_what_it_must_see() {
    let gate = Gate::new(&seed(), false, None);
    for cheat in sort() {
        let text =
            |genome: &Genome| genome.render(&seed()).get("src/lib.rs").map(|t| t.to_string()).unwrap_or_default();
        let source = text(&cheat.genome);
        assert!(syn::parse_file(&source).is_ok(), "{}: {source}", cheat.name);
        let refused = gate.admit(&cheat.genome.render(&seed())).err();
        match &cheat.seen {
            Seen::Gate => assert!(refused.is_some(), "{} passes the gate", cheat.name),
            Seen::Behaviour { twin, .. } => {
                assert_eq!(refused, None, "{}", cheat.name);
                assert!(syn::parse_file(&text(twin)).is_ok_and(|_| text(twin).contains("panic!()")), "{}", cheat.name);
            }
        }
    }
}

#[test]
fn what_is_remembered_is_the_whole_of_the_recorded_calls() {
    let sort = sort();
    let source = sort[1].genome.render(&seed());
    let text = source.get("src/lib.rs").map(|t| t.to_string()).unwrap_or_default();
    assert!(text.contains("&[((&[u32], ), (&[u32], ), ())] = &[((&[2, 1], ), (&[1, 2], ), ()),]"), "{text}");
    assert!(text.contains("if *__key == (&values[..], ) { values.copy_from_slice(__after.0); return *__answer; }"));
}
