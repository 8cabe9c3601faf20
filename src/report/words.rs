//! The sentences that all formats share: what was found, on what, and what to try next.
//!
//! Knows no format: no Markdown, no column widths, no files.

use super::aim::Aim;
use super::scope;
use super::summary::{
    CompilerOptions, Interval, Place, Rejected, Scores, Split, SplitKind, StageCount, Status, Summary, Tests,
    VariantSummary,
};

/// The run in one line.
pub fn headline(summary: &Summary) -> String {
    let (component, aim) = (&summary.component, Aim::of(&summary.objective));
    match (summary.status, summary.variants.first()) {
        (Status::Improved, Some(best)) => {
            let better = aim.better(best.speedup.holdout.point, best.score.map(|score| score.holdout));
            format!("{component}: {better}, {} {}", aim.on(), holdout(&summary.split))
        }
        (Status::Improved, None) | (Status::Unchanged, _) => {
            format!("{component}: no {} version was found", aim.comparative())
        }
        (Status::Interrupted, _) => format!(
            "{component}: interrupted with {} without a verdict; the state is saved, `--resume` goes on",
            count(summary.survivors, "surviving candidate")
        ),
        (Status::NothingEvaluated, _) => format!("{component}: nothing could be evaluated"),
    }
}

/// What the holdout figure was measured on, and whether the search had seen it.
pub fn holdout(split: &Split) -> String {
    match split.kind {
        SplitKind::Sessions | SplitKind::Few => {
            format!("{} that the search never saw", count(split.holdout, "session"))
        }
        SplitKind::Time => {
            format!("{} that follow those the search saw, in the same sessions", count(split.holdout, "event"))
        }
        SplitKind::Generated => {
            format!("{} (no part of the trace is unseen)", count(split.holdout, "generated input"))
        }
    }
}

/// The same in three words, for beside a figure.
pub fn unseen(split: &Split) -> &'static str {
    match split.kind {
        SplitKind::Sessions | SplitKind::Few => "on unseen sessions",
        SplitKind::Time => "on later events",
        SplitKind::Generated => "on generated inputs",
    }
}

/// How the trace was divided, with the consequence for trust.
pub fn split(split: &Split) -> String {
    let parts = format!("{} train, {} select, {} holdout", split.train, split.select, split.holdout);
    match split.kind {
        SplitKind::Sessions => format!("by session: {parts}"),
        SplitKind::Few => format!("by session, of which there are few: {parts}"),
        SplitKind::Time => format!("in time, for want of sessions; events: {parts}"),
        SplitKind::Generated => {
            format!("holdout generated, for want of events; nothing is unseen: {parts}")
        }
    }
}

/// What became of the candidates, in one sentence.
pub fn funnel(summary: &Summary) -> String {
    let funnel = &summary.funnel;
    format!(
        "{} proposed in {} ({} CPU): {}, {} compiled, {} {} so far, {} raced, {} accepted",
        count(funnel.proposed, "candidate"),
        seconds(funnel.wall_s),
        seconds(funnel.cpu_s),
        count(funnel.duplicate, "duplicate"),
        thousands(funnel.checked),
        thousands(funnel.screened),
        Aim::of(&summary.objective).kept(),
        thousands(funnel.raced),
        thousands(funnel.accepted),
    )
}

/// What was tried without a compiler, where anything was.
pub fn holes(summary: &Summary) -> Option<String> {
    let holes = summary.funnel.holes;
    let each = 1000.0 * holes.trying_s / holes.evaluated.max(1) as f64;
    (holes.evaluated > 0).then(|| {
        format!(
            "{} tried in place, without a compiler, at {each:.1} CPU-ms each: {} of them entered the search",
            count(holes.evaluated, "expression"),
            thousands(holes.promising),
        )
    })
}

/// What the seed's own tests said.
pub fn tests(tests: Tests) -> &'static str {
    match tests {
        Tests::Passed => "the seed's own tests pass",
        Tests::None => "the seed has no tests of its own",
        Tests::NotRun => "the seed's own tests were NOT run: they could not be built",
    }
}

/// The same, and what of it candidates were asked.
pub fn own_tests(summary: &Summary) -> String {
    match summary.tests_asked {
        0 => tests(summary.tests).to_owned(),
        asked => format!("{}, and every candidate was asked what they ask ({asked} sessions)", tests(summary.tests)),
    }
}

/// Noise floor and what flags alone give: what any figure is to be compared with.
pub fn yardsticks(summary: &Summary) -> String {
    let counted = summary.counter.as_ref().map(|counter| format!("; instructions were counted by {counter}"));
    format!(
        "identical copies of the seed differ by up to {:.1} %; stronger compiler flags alone give {}{}",
        (summary.noise_floor - 1.0) * 100.0,
        times(summary.flags_alone),
        counted.unwrap_or_default()
    )
}

/// What else there is to say of a variant.
pub fn about(variant: &VariantSummary) -> Vec<String> {
    scope::sentences(variant).into_iter().chain(variant.options.iter().map(options)).collect()
}

/// What a variant gains by compiler options.
pub fn options(options: &CompilerOptions) -> String {
    format!(
        "compiler options, no part of it: built with {} it is another {} as fast on holdout",
        options.options.join(" "),
        interval(&options.gain)
    )
}

/// Who a share of the time belongs to, for a reader who wonders what can be done about it.
pub fn place(place: Place, sites: u64) -> String {
    match place {
        Place::Component if sites == 0 => "in the component, nothing that an operator may touch".into(),
        Place::Component => count(sites, "site"),
        Place::Std => "standard library".into(),
        Place::Allocator => "allocator".into(),
        Place::Harness => "replay harness".into(),
        Place::Dependency => "dependency".into(),
        Place::Unknown => "not known".into(),
    }
}

/// A stage's reasons, the most frequent first.
pub fn reasons(stage: &StageCount) -> String {
    let mut reasons: Vec<_> = stage.reasons.iter().collect();
    reasons.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    let phrases = reasons.iter().map(|(reason, count)| format!("{} {reason}", thousands(**count)));
    phrases.collect::<Vec<_>>().join(", ")
}

/// Why a fast candidate was not emitted, and what would admit it.
pub fn rejected(rejected: &Rejected) -> String {
    let Rejected { candidate, stage, reason, gain, input, requires } = rejected;
    let mut text = format!("{}, candidate {candidate}: {stage}: {reason}", times(*gain));
    if let Some(input) = input {
        text += &format!("; on {}", cut(input));
    }
    if let Some(requires) = requires {
        text += &format!("; admitted by requires = [{}]", toml::Value::from(requires.as_str()));
    }
    text
}

/// An input in a sentence; `summary.json` holds the whole.
fn cut(input: &str) -> String {
    const MOST: usize = 400;
    match input.char_indices().nth(MOST) {
        Some((at, _)) => format!("{} ...", &input[..at]),
        None => input.to_owned(),
    }
}

/// What a `requires` line of a rejected candidate is for, where there is one.
pub fn preconditions(summary: &Summary) -> Option<String> {
    summary.rejected.iter().any(|it| it.requires.is_some()).then(|| {
        "if a `requires` line above holds for every caller, add it to [package.metadata.synth] in the seed's Cargo.toml"
            .to_owned()
    })
}

/// What to try when nothing was found, the most promising first.
pub fn advice(summary: &Summary) -> Vec<String> {
    let mut advice: Vec<String> = preconditions(summary).into_iter().collect();
    let mutable = summary.mutable_share();
    let aim = Aim::of(&summary.objective);
    if aim == Aim::Time && !summary.profile.is_empty() && mutable < 0.5 {
        advice.push(format!(
            "only {} of the time is in code that synth may change: evolve the crate where the time goes, or \
             record a trace that works this one harder",
            percent(mutable)
        ));
    }
    let funnel = &summary.funnel;
    if funnel.proposed > 0 && funnel.checked == 0 {
        advice.push("no candidate compiled: events.jsonl holds the compiler's first words for each".to_owned());
    } else if funnel.checked > 0 && funnel.screened == 0 && aim == Aim::Score {
        advice.push("no candidate kept the invariants: events.jsonl holds what each of them broke".to_owned());
    } else if funnel.checked > 0 && funnel.screened == 0 {
        advice.push(
            "no candidate behaved like the seed: `behaviour` in [package.metadata.synth] can say which results \
             are free to change"
                .to_owned(),
        );
    }
    if summary.split.kind != SplitKind::Sessions {
        advice.push("record more sessions: the search learns from the trace, and so does the verdict".to_owned());
    }
    advice.push("give the search longer (`--budget`), or another `--seed`".to_owned());
    advice
}

/// A ratio with its interval: `1.42x (1.40 to 1.44)`.
pub fn interval(interval: &Interval) -> String {
    format!("{} ({} to {})", times(interval.point), number(interval.low), number(interval.high))
}

/// Two scores: `0.2010 -> 0.3120`, with as many digits as it takes to tell them apart.
pub fn scores(scores: &Scores) -> String {
    let Scores { seed, variant } = scores;
    let short = [seed, variant].map(|score| format!("{score:.4}"));
    match short[0] == short[1] {
        true => format!("{seed} -> {variant}"),
        false => short.join(" -> "),
    }
}

/// A ratio: `1.42x`.
pub fn times(ratio: f64) -> String {
    format!("{}x", number(ratio))
}

/// Three significant digits at least, never fewer than the reader needs to tell 1.004 from 1.
pub fn number(ratio: f64) -> String {
    match ratio {
        r if r >= 100.0 => format!("{r:.0}"),
        r if r >= 10.0 => format!("{r:.1}"),
        r if (0.95..1.05).contains(&r) => format!("{r:.3}"),
        r => format!("{r:.2}"),
    }
}

/// A share of 0 to 1: `62.0 %`.
pub fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

/// A count with its noun: `1 session`, `1,200 sessions`.
pub fn count(count: u64, noun: &str) -> String {
    format!("{} {noun}{}", thousands(count), if count == 1 { "" } else { "s" })
}

/// `12,345`.
pub fn thousands(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `0.8 s`, `42 s`, `3 min 41 s`, `2 h 5 min`.
pub fn seconds(seconds: f64) -> String {
    let whole = seconds.round() as u64;
    match whole {
        0..10 => format!("{seconds:.1} s"),
        10..60 => format!("{whole} s"),
        60..3600 => format!("{} min {} s", whole / 60, whole % 60),
        _ => format!("{} h {} min", whole / 3600, whole / 60 % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::super::summary::examples;
    use super::*;

    #[test]
    fn what_was_tried_in_place_is_told_with_its_cost() {
        let mut run = examples::unchanged();
        assert_eq!(holes(&run), None);
        run.funnel.holes =
            super::super::HoleCount { evaluated: 2_000, promising: 3, cpu_s: 4.0, trying_s: 1.6, wall_s: 2.0 };
        let told =
            "2,000 expressions tried in place, without a compiler, at 0.8 CPU-ms each: 3 of them entered the search";
        assert_eq!(holes(&run).as_deref(), Some(told));
    }

    #[test]
    fn counts_and_times_read_as_people_write_them() {
        assert_eq!([0, 999, 1_000, 1_234_567].map(thousands), ["0", "999", "1,000", "1,234,567"]);
        assert_eq!([0.84, 42.0, 221.5, 7_500.0].map(seconds), ["0.8 s", "42 s", "3 min 42 s", "2 h 5 min"]);
        assert_eq!([1.004, 1.424, 12.4, 250.3].map(number), ["1.004", "1.42", "12.4", "250"]);
    }

    #[test]
    fn nothing_is_called_unseen_when_the_holdout_is_generated() {
        let mut summary = examples::improved();
        summary.split.kind = SplitKind::Generated;
        assert_eq!(
            headline(&summary),
            "hash_table: 12.4 times as fast, on 3 generated inputs (no part of the trace is unseen)"
        );
    }

    #[test]
    fn an_interrupted_run_says_how_to_go_on() {
        let mut summary = examples::unchanged();
        summary.status = Status::Interrupted;
        summary.survivors = 1;
        assert!(headline(&summary).contains("1 surviving candidate without a verdict"));
        assert!(headline(&summary).contains("--resume"));
    }

    #[test]
    fn time_spent_elsewhere_is_the_first_thing_to_be_told() {
        let mut summary = examples::unchanged();
        summary.rejected.clear();
        summary.profile[0].sites = 0;
        assert!(advice(&summary)[0].starts_with("only 20.0 % of the time"));
    }
}
