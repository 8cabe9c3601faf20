//! `report.md`: the report as Markdown that reads well as plain text too.

use super::Report;
use super::content::{self, Block};

/// The whole file.
pub fn render(report: &Report) -> String {
    let blocks = content::blocks(report);
    let texts: Vec<String> = blocks.iter().map(render_block).collect();
    texts.join("\n")
}

fn render_block(block: &Block) -> String {
    match block {
        Block::Heading(level, text) => {
            format!("{} {}\n", "#".repeat(usize::from(*level)), escape(text))
        }
        Block::Paragraph(text) => format!("{}\n", escape(text)),
        Block::List(items) => items.iter().map(|item| format!("- {}\n", escape(item))).collect(),
        Block::Table(header, rows) => {
            let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
            let mut text = line(header.iter().map(|it| it.to_string()).collect());
            text += &line(vec!["---".to_owned(); header.len()]);
            for row in rows {
                text += &line(row.iter().map(|cell| escape(cell).replace('|', "\\|")).collect());
            }
            text
        }
        Block::Diff(diff) => fenced("diff", diff),
    }
}

/// A code block whose fence is longer than any run of backticks inside.
pub fn fenced(language: &str, code: &str) -> String {
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(3.max(longest + 1));
    format!("{fence}{language}\n{}\n{fence}\n", code.trim_end_matches('\n'))
}

/// Inline code for a table cell or a list: on one line, cut at 80 characters.
pub fn code(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut short: String = line.chars().take(80).collect();
    if short.len() < line.len() {
        short += "...";
    }
    let short = short.replace('|', "\\|");
    if short.contains('`') { format!("`` {short} ``") } else { format!("`{short}`") }
}

/// Keeps text from being read as HTML, and on one line. Backticks stay: our sentences use them.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace(['\n', '\r'], " ")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::summary::examples;
    use super::*;

    #[test]
    fn a_run_that_found_something_shows_figures_and_diff() {
        let summary = examples::improved();
        let diffs = BTreeMap::from([("v1".to_owned(), "-old\n+new\n".to_owned())]);
        let text = render(&Report { summary: &summary, diffs });
        insta::assert_snapshot!(text, @r##"
        # hash_table: 12.4 times as fast, on 3 sessions that the search never saw

        12,000 candidates proposed in 1 min 58 s (3 min 42 s CPU): 2,000 duplicates, 8,000 compiled, 400 behaved like the seed so far, 40 raced, 1 accepted.

        - split by session, of which there are few: 9 train, 3 select, 3 holdout
        - the seed's own tests pass
        - identical copies of the seed differ by up to 0.4 %; stronger compiler flags alone give 1.000x

        ## Warnings

        - the trace never calls Table::remove

        ## Variant v1

        1 edit, 2 changed lines. Crate: variants/v1. Patch for `git apply` in the seed's folder: variants/v1.patch.

        | measured on | seed time / variant time (99 % interval over relinks) |
        | --- | --- |
        | holdout: 3 sessions that the search never saw | 12.4x (12.2 to 12.7) |
        | select: what it was chosen by | 12.5x (12.2 to 12.8) |
        | train: what the search learned from | 12.6x (12.3 to 12.8) |
        | holdout of urls.jsonl | 12.4x (12.2 to 12.7) |

        - over-specialisation: none, the gain on train is there on holdout

        ```diff
        -old
        +new
        ```

        ## Where the time of the seed goes

        | share | function | what can be changed |
        | --- | --- | --- |
        | 62.0 % | hash | 14 sites |
        | 20.0 % | Table::get | 8 sites |
        | 18.0 % | memcmp | standard library |

        82.0 % of the time is in code that synth may change.

        ## What died where

        | stage | taken | passed | CPU | why the rest left |
        | --- | --- | --- | --- | --- |
        | check | 10,000 | 8,000 | 1 min 0 s | 1,700 mismatched types, 300 borrow |
        | screen | 8,000 | 400 | 1 min 0 s | 7,500 differs, 100 time limit |
        "##);
    }

    #[test]
    fn a_diff_with_fences_inside_stays_one_block() {
        assert_eq!(fenced("diff", " /// ```\n-x\n"), "````diff\n /// ```\n-x\n````\n");
    }
}
