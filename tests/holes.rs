//! Expressions are found without a compiler, judged like every other candidate, and the same for any number of jobs.

use std::fs;

use common::{component, evolve, trace};

mod common;

/// A component that asks too many questions about a number.
const SOURCE: &str = "//! Numbers.

/// Whether `n` has no divisor but one and itself.
pub fn is_prime(n: u32) -> bool {
    if n < 2 {
        return false;
    }
    let mut d = 2;
    while d < n {
        if n % d == 0 {
            return false;
        }
        d += 1;
    }
    true
}
";

#[test]
fn fewer_steps_are_found_without_a_compiler_and_for_any_number_of_jobs() {
    let dir = tempfile::tempdir().expect("a folder");
    let calls = (0..40).map(|i| format!("{{\"call\":\"is_prime\",\"args\":[{}]}}", 509 + 36 * i));
    let (seed, trace) =
        (component(dir.path(), "numbers", SOURCE), trace(dir.path(), "numbers", &calls.collect::<Vec<_>>()));
    let run = |name: &str, jobs: &str| {
        let out = dir.path().join(name);
        let summary = evolve(&seed, &trace, &out, &["--evaluations", "8", "--jobs", jobs]);
        let log = fs::read_to_string(out.join("events.jsonl")).expect("a log");
        (summary["funnel"]["holes"].clone(), log)
    };
    let ((holes, one), (_, other)) = (run("one", "1"), run("other", "2"));
    assert_eq!(one, other);
    assert!(holes["evaluated"].as_u64() > Some(100) && holes["promising"].as_u64() > Some(0), "{holes}");
    // It is judged like everything else, and holds.
    let filled = |line: &&str| line.contains("\"operator\":\"hole\"") && line.contains("\"cost\":");
    assert!(one.lines().any(|line| filled(&line)), "{one}");
}
