//! What a report says, as a short list of blocks that each document format renders in its own way.
//!
//! Knows nothing of any format.

use super::summary::{Status, Summary, VariantSummary};
use super::{Aim, Report, words};

/// A piece of a document.
pub enum Block {
    /// Level 1 or 2, and the text.
    Heading(u8, String),
    Paragraph(String),
    List(Vec<String>),
    /// A header row, then rows of as many cells.
    Table(Vec<&'static str>, Vec<Vec<String>>),
    /// A unified diff.
    Diff(String),
}

use Block::{Diff, Heading, List, Paragraph, Table};

/// The whole report, in the order in which a reader wants it.
pub fn blocks(report: &Report) -> Vec<Block> {
    let summary = report.summary;
    let mut blocks = vec![Heading(1, words::headline(summary))];
    blocks.push(Paragraph(words::funnel(summary) + "."));
    blocks.extend(words::holes(summary).map(|told| Paragraph(told + ".")));
    blocks.push(List(vec![
        format!("split {}", words::split(&summary.split)),
        words::own_tests(summary),
        words::yardsticks(summary),
    ]));
    if !summary.warnings.is_empty() {
        blocks.push(Heading(2, "Warnings".into()));
        blocks.push(List(summary.warnings.clone()));
    }
    for variant in &summary.variants {
        push_variant(&mut blocks, report, variant);
    }
    push_profile(&mut blocks, summary);
    push_stages(&mut blocks, summary);
    push_rejected(&mut blocks, summary);
    if summary.variants.is_empty() && summary.status != Status::Interrupted {
        blocks.push(Heading(2, "What to try next".into()));
        blocks.push(List(words::advice(summary)));
    }
    blocks
}

fn push_variant(blocks: &mut Vec<Block>, report: &Report, variant: &VariantSummary) {
    let split = &report.summary.split;
    blocks.push(Heading(2, format!("Variant {}", variant.name)));
    blocks.push(Paragraph(format!(
        "{}, {}. Crate: {}. Patch for `git apply` in the seed's folder: {}.",
        words::count(variant.edits as u64, "edit"),
        words::count(variant.diff_lines as u64, "changed line"),
        variant.path,
        variant.patch
    )));
    let (aim, speedup, score) = (Aim::of(&report.summary.objective), &variant.speedup, variant.score.as_ref());
    let row = |what: String, figure, scores| vec![what, aim.figure(figure, scores)];
    let mut rows = vec![
        row(format!("holdout: {}", words::holdout(split)), &speedup.holdout, score.map(|it| it.holdout)),
        row("select: what it was chosen by".into(), &speedup.select, score.map(|it| it.select)),
        row("train: what the search learned from".into(), &speedup.train, score.map(|it| it.train)),
    ];
    rows.extend(variant.traces.iter().map(|(trace, figure)| row(format!("holdout of {trace}"), figure, None)));
    blocks.push(Table(vec!["measured on", aim.measure()], rows));
    blocks.push(List(words::about(variant)));
    if let Some(diff) = report.diffs.get(&variant.name) {
        blocks.push(Diff(diff.clone()));
    }
}

fn push_profile(blocks: &mut Vec<Block>, summary: &Summary) {
    if summary.profile.is_empty() {
        return;
    }
    blocks.push(Heading(2, "Where the time of the seed goes".into()));
    let rows = summary
        .profile
        .iter()
        .map(|line| vec![words::percent(line.share), line.name.clone(), words::place(line.place, line.sites)]);
    blocks.push(Table(vec!["share", "function", "what can be changed"], rows.collect()));
    blocks.push(Paragraph(format!(
        "{} of the time is in code that synth may change.",
        words::percent(summary.mutable_share())
    )));
}

fn push_stages(blocks: &mut Vec<Block>, summary: &Summary) {
    if summary.funnel.stages.is_empty() {
        return;
    }
    blocks.push(Heading(2, "What died where".into()));
    let rows = summary.funnel.stages.iter().map(|stage| {
        vec![
            stage.stage.clone(),
            words::thousands(stage.taken),
            words::thousands(stage.passed),
            words::seconds(stage.cpu_s),
            words::reasons(stage),
        ]
    });
    blocks.push(Table(vec!["stage", "taken", "passed", "CPU", "why the rest left"], rows.collect()));
}

fn push_rejected(blocks: &mut Vec<Block>, summary: &Summary) {
    if summary.rejected.is_empty() {
        return;
    }
    blocks.push(Heading(2, Aim::of(&summary.objective).forgone().into()));
    blocks.push(List(summary.rejected.iter().map(words::rejected).collect()));
    // Without a variant, this is the first thing to try.
    let advice = words::preconditions(summary).filter(|_| !summary.variants.is_empty());
    blocks.extend(advice.map(Paragraph));
}
