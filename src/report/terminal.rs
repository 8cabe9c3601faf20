//! The last thing a run prints: a summary that a person understands at first sight. Plain text, no colour.

use std::path::Path;

use super::summary::{Status, Summary, VariantSummary};
use super::{Aim, Report, words};

/// A diff up to this long is shown; a longer one is in its patch file.
const SHORT_DIFF: usize = 40;

/// The text, ending in a line break. `run_dir` is printed before each path, so that paths can be pasted.
pub fn render(report: &Report, run_dir: &Path) -> String {
    let summary = report.summary;
    let mut text = format!("\n{}\n", words::headline(summary));
    for variant in &summary.variants {
        text += &render_variant(report, variant, run_dir);
    }
    if summary.variants.is_empty() {
        text += &explain_nothing(summary);
    } else if let Some(advice) = words::preconditions(summary) {
        text += "\nFaster still, under a precondition:\n";
        let conditional = summary.rejected.iter().filter(|rejected| rejected.requires.is_some());
        text += &bullets(conditional.map(words::rejected).chain([advice]));
    }
    text += &format!("\n{}.\n", words::funnel(summary));
    text += &format!("Split {}.\n", words::split(&summary.split));
    text += &format!("For trust: {}; {}.\n", words::own_tests(summary), words::yardsticks(summary));
    for warning in &summary.warnings {
        text += &format!("warning: {warning}\n");
    }
    text + &format!("Full report: {}\n", run_dir.join("report.md").display())
}

fn render_variant(report: &Report, variant: &VariantSummary, run_dir: &Path) -> String {
    let (speedup, aim) = (&variant.speedup, Aim::of(&report.summary.objective));
    let mut text = format!(
        "\n  {}: {} {}{}; {}, {}\n",
        variant.name,
        aim.figure(&speedup.holdout, variant.score.map(|score| score.holdout)),
        words::unseen(&report.summary.split),
        aim.certainty(),
        words::count(variant.edits as u64, "edit"),
        words::count(variant.diff_lines as u64, "changed line"),
    );
    let train = aim.figure(&speedup.train, variant.score.map(|score| score.train));
    let select = aim.figure(&speedup.select, variant.score.map(|score| score.select));
    text += &format!("    train {train}, select {select}\n");
    if variant.traces.len() > 1 {
        for (trace, figure) in &variant.traces {
            text += &format!("    {trace} {}\n", aim.figure(figure, None));
        }
    }
    for sentence in words::about(variant) {
        text += &format!("    {sentence}\n");
    }
    text += &format!("    patch  {}\n", run_dir.join(&variant.patch).display());
    let path = run_dir.join(&variant.path);
    text += &format!("    apply  synth apply {}\n", path.display());
    match report.diffs.get(&variant.name) {
        Some(diff) if diff.lines().count() <= SHORT_DIFF => text + "\n" + &indented(diff),
        _ => text,
    }
}

fn indented(diff: &str) -> String {
    diff.lines().map(|line| format!("      {line}").trim_end().to_owned() + "\n").collect()
}

/// Where the time goes, what died where, what was close and what to try.
fn explain_nothing(summary: &Summary) -> String {
    let mut text = String::new();
    if !summary.profile.is_empty() {
        text += "\nWhere the time of the seed goes:\n";
        for line in &summary.profile {
            let place = words::place(line.place, line.sites);
            text += &format!("  {:>7}  {:<32} {place}\n", words::percent(line.share), line.name);
        }
        text +=
            &format!("  {} of the time is in code that synth may change.\n", words::percent(summary.mutable_share()));
    }
    if !summary.funnel.stages.is_empty() {
        text += "\nWhat died where:\n";
        text += &format!("  {:<10} {:>9} {:>9}  why the rest left\n", "stage", "taken", "passed");
        for stage in &summary.funnel.stages {
            let (taken, passed) = (words::thousands(stage.taken), words::thousands(stage.passed));
            let line = format!("  {:<10} {taken:>9} {passed:>9}  {}", stage.stage, words::reasons(stage));
            text += line.trim_end();
            text.push('\n');
        }
    }
    if !summary.rejected.is_empty() {
        text += &format!("\n{}:\n", Aim::of(&summary.objective).forgone());
        text += &bullets(summary.rejected.iter().map(words::rejected));
    }
    if summary.status != Status::Interrupted {
        text += "\nWhat to try next:\n";
        text += &bullets(words::advice(summary).into_iter());
    }
    text
}

fn bullets(items: impl Iterator<Item = String>) -> String {
    items.map(|item| format!("  - {item}\n")).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::summary::examples;
    use super::*;

    #[test]
    fn a_variant_is_shown_with_its_figure_its_patch_and_its_diff() {
        let summary = examples::improved();
        let diff = "--- a/src/lib.rs\n+++ b/src/lib.rs\n@@ -1 +1 @@\n-old\n+new\n";
        let diffs = BTreeMap::from([("v1".to_owned(), diff.to_owned())]);
        let text = render(&Report { summary: &summary, diffs }, Path::new("synth.out"));
        insta::assert_snapshot!(text, @r##"

        hash_table: 12.4 times as fast, on 3 sessions that the search never saw

          v1: 12.4x (12.2 to 12.7) on unseen sessions, 99 % interval; 1 edit, 2 changed lines
            train 12.6x (12.3 to 12.8), select 12.5x (12.2 to 12.8)
            over-specialisation: none, the gain on train is there on holdout
            patch  synth.out/variants/v1.patch
            apply  synth apply synth.out/variants/v1

              --- a/src/lib.rs
              +++ b/src/lib.rs
              @@ -1 +1 @@
              -old
              +new

        12,000 candidates proposed in 1 min 58 s (3 min 42 s CPU): 2,000 duplicates, 8,000 compiled, 400 behaved like the seed so far, 40 raced, 1 accepted.
        Split by session, of which there are few: 9 train, 3 select, 3 holdout.
        For trust: the seed's own tests pass; identical copies of the seed differ by up to 0.4 %; stronger compiler flags alone give 1.000x.
        warning: the trace never calls Table::remove
        Full report: synth.out/report.md
        "##);
    }

    #[test]
    fn when_nothing_is_found_it_says_where_the_time_goes_and_what_died_where() {
        let summary = examples::unchanged();
        let text = render(&Report { summary: &summary, diffs: BTreeMap::new() }, Path::new("synth.out"));
        insta::assert_snapshot!(text, @r##"

        hash_table: no faster version was found

        Where the time of the seed goes:
           62.0 %  hash                             14 sites
           20.0 %  Table::get                       8 sites
           18.0 %  memcmp                           standard library
          82.0 % of the time is in code that synth may change.

        What died where:
          stage          taken    passed  why the rest left
          check         10,000     8,000  1,700 mismatched types, 300 borrow
          screen         8,000       400  7,500 differs, 100 time limit

        Faster, and not emitted:
          - 1.31x, candidate 812: verdict: returns None where the seed returns Some(1); on find([2, 1], 1); admitted by requires = ["sorted.is_sorted()"]

        What to try next:
          - if a `requires` line above holds for every caller, add it to [package.metadata.synth] in the seed's Cargo.toml
          - record more sessions: the search learns from the trace, and so does the verdict
          - give the search longer (`--budget`), or another `--seed`

        12,000 candidates proposed in 1 min 58 s (3 min 42 s CPU): 2,000 duplicates, 8,000 compiled, 400 behaved like the seed so far, 40 raced, 0 accepted.
        Split by session, of which there are few: 9 train, 3 select, 3 holdout.
        For trust: the seed's own tests pass; identical copies of the seed differ by up to 0.4 %; stronger compiler flags alone give 1.000x.
        Full report: synth.out/report.md
        "##);
    }
}
