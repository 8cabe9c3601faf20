//! `report.html`: the report as one self-contained page, without scripts.

use super::Report;
use super::content::{self, Block};
use super::words;

const STYLE: &str = "body{font:16px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}\
table{border-collapse:collapse}td,th{padding:.2rem .8rem;border-bottom:1px solid #ccc;text-align:left;vertical-align:top}\
pre{background:#f6f6f6;padding:1rem;overflow:auto}.add{color:#060}.del{color:#a00}";

/// The whole page.
pub fn render(report: &Report) -> String {
    let body: String = content::blocks(report).iter().map(render_block).collect();
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>{}</title>\n\
         <style>{STYLE}</style>\n{body}</html>\n",
        escape(&words::headline(report.summary))
    )
}

fn render_block(block: &Block) -> String {
    let all = |tag: &str, texts: &[String]| -> String {
        texts.iter().map(|text| format!("<{tag}>{}</{tag}>", escape(text))).collect()
    };
    match block {
        Block::Heading(level, text) => format!("<h{level}>{}</h{level}>\n", escape(text)),
        Block::Paragraph(text) => format!("<p>{}</p>\n", escape(text)),
        Block::List(items) => format!("<ul>{}</ul>\n", all("li", items)),
        Block::Table(header, rows) => {
            let header: Vec<String> = header.iter().map(|it| it.to_string()).collect();
            let rows: String = rows.iter().map(|row| format!("<tr>{}</tr>\n", all("td", row))).collect();
            format!("<table>\n<tr>{}</tr>\n{rows}</table>\n", all("th", &header))
        }
        Block::Diff(diff) => format!("<pre>{}</pre>\n", diff.lines().map(diff_line).collect::<String>()),
    }
}

fn diff_line(line: &str) -> String {
    let class = match line.as_bytes().first() {
        Some(b'+') => "add",
        Some(b'-') => "del",
        _ => return format!("{}\n", escape(line)),
    };
    format!("<span class=\"{class}\">{}</span>\n", escape(line))
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::summary::examples;
    use super::*;

    #[test]
    fn code_from_the_crate_cannot_become_markup() {
        let mut summary = examples::improved();
        summary.warnings = vec!["<script>alert(1)</script>".into()];
        let diffs = BTreeMap::from([("v1".to_owned(), "-a::<u8>()\n+<img src=x>\n".to_owned())]);
        let page = render(&Report { summary: &summary, diffs });
        assert!(!page.contains("<script") && !page.contains("<img"));
        assert!(page.contains("<span class=\"add\">+&lt;img src=x&gt;</span>"));
    }
}
