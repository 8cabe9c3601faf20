//! What `synth check` prints: whether a seed is fit to be evolved, and what its judge let pass. Decides nothing.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use super::summary::{Split, Tests};
use super::words;

/// Whether a seed is fit to be evolved on this machine.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Fitness {
    /// Package name of the seed.
    pub component: String,
    /// Its own tests.
    pub tests: Tests,
    /// Sessions of the trace that the seed reproduces.
    pub sessions: usize,
    /// Their calls.
    pub calls: usize,
    /// How they are split.
    pub split: Split,
    /// Calls in sessions beyond the trace, for which the seed is the oracle.
    pub generated_calls: usize,
    /// Whether workers run behind seccomp.
    pub seccomp: bool,
    /// What would count instructions, or what is missing.
    pub counter: String,
    /// What cannot be contained, and when.
    pub not_contained: Vec<String>,
    /// What may be edited, the most sites first.
    pub functions: Vec<Sites>,
    /// Ratio that identical copies reach by chance.
    pub noise_floor: f64,
    /// What a run can show.
    pub smallest_effects: Vec<SmallestEffect>,
    /// The least useful `--budget`, in seconds.
    pub least_budget_s: u64,
    /// What would make a run better, in sentences.
    pub advice: Vec<String>,
}

/// What may be edited in one function.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Sites {
    /// Its path.
    pub function: String,
    /// Places that an operator may touch.
    pub open: usize,
    /// Places that nothing may touch, because recorded calls never run them.
    pub frozen: usize,
    /// Rewrite rules that fit it, by name.
    #[serde(default)]
    pub rules: Vec<String>,
}

/// The smallest true ratio that a number of relinks shows in nine of ten runs.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct SmallestEffect {
    /// How many.
    pub relinks: usize,
    /// Seed time over variant time.
    pub ratio: f64,
}

/// What became of cheats of one kind.
#[derive(Debug, Clone, Default)]
pub struct Tried {
    /// Functions that it was tried on.
    pub tried: usize,
    /// Refusals, by who refused.
    pub refused: BTreeMap<&'static str, usize>,
    /// The first refusal, in the judge's words.
    pub example: Option<String>,
    /// Functions where it gives the seed's answers.
    pub equivalent: Vec<String>,
    /// Functions where it was not refused as it should be, and why.
    pub failed: Vec<(String, String)>,
}

/// For people.
pub fn fitness(fit: &Fitness) -> String {
    let mut text = format!("`{}` builds; {}.\n", fit.component, words::tests(fit.tests));
    let mut line = |words: String| {
        // Writing to a string does not fail.
        let _ = writeln!(text, "{words}");
    };
    let (sessions, calls) = (words::count(fit.sessions as u64, "session"), words::count(fit.calls as u64, "call"));
    line(format!("It reproduces the trace: {sessions}, {calls}; {}.", words::split(&fit.split)));
    line(format!("{} beyond the trace are judged, too.", words::count(fit.generated_calls as u64, "call")));
    line(match fit.seccomp {
        true => "This machine contains candidates: seccomp, limits of time and memory.".into(),
        false => "Candidates are NOT contained: limits of time and memory only.".into(),
    });
    for what in &fit.not_contained {
        line(format!("Not contained: {what}."));
    }
    line(format!("--objective instructions: {}.", fit.counter));
    let (open, frozen) = fit.functions.iter().fold((0, 0), |(o, f), sites| (o + sites.open, f + sites.frozen));
    line(format!(
        "\n{} may be edited; {frozen} are frozen, because recorded calls never run them:",
        words::count(open as u64, "site")
    ));
    for sites in &fit.functions {
        line(format!("  {:<40} {:>6} open {:>6} frozen", sites.function, sites.open, sites.frozen));
        if !sites.rules.is_empty() {
            line(format!("    rules that fit: {}", sites.rules.join(", ")));
        }
    }
    line(format!("\nNoise floor: identical copies differ by up to {}.", words::percent(fit.noise_floor - 1.0)));
    for effect in &fit.smallest_effects {
        let (relinks, percent) = (effect.relinks, words::percent(effect.ratio - 1.0));
        line(format!("Over {relinks} relinks, a gain of {percent} is shown in nine of ten runs."));
    }
    line(format!("The least useful budget: --budget {}s.", fit.least_budget_s));
    fit.advice.iter().for_each(|advice| line(format!("advice: {advice}")));
    line(match open {
        0 => format!("\n`{}` is not fit: nothing in it may be edited.", fit.component),
        _ => format!("\n`{}` is fit for `synth evolve`.", fit.component),
    });
    text
}

/// For people: a line for each kind of cheat. `calls`: those that behaviour was judged on.
pub fn self_test(kinds: &[(&str, Tried)], calls: usize) -> String {
    let mut text = String::new();
    for (name, tried) in kinds {
        let by: Vec<String> = tried.refused.iter().map(|(by, count)| format!("{by} {count}")).collect();
        let refused = if by.is_empty() { "-".to_owned() } else { by.join(", ") };
        let _ = writeln!(text, "it {name}: tried {}; refused by {refused}", tried.tried);
        if let Some(example) = &tried.example {
            let _ = writeln!(text, "    {example}");
        }
        for function in &tried.equivalent {
            let _ = writeln!(text, "    {function}: same behaviour on {calls} calls: equivalent here");
        }
        for (function, why) in &tried.failed {
            let _ = writeln!(text, "    {function}: NOT REFUSED: {why}");
        }
    }
    text
}
