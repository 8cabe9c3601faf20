//! What rustc says, read from its JSON messages.

use std::fmt;
use std::ops::Range;

use serde_json::Value;

/// One error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The first line of the message.
    pub message: String,
    /// `E0308`, where it has a code.
    pub code: Option<String>,
    /// Every place that it names in a file, the primary ones first.
    pub spans: Vec<Span>,
    /// What the compiler would write, where it is sure of that: the first of its suggestions.
    pub fix: Vec<(Span, String)>,
}

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// As the compiler was given it, relative to where it ran.
    pub file: String,
    /// Bytes.
    pub range: Range<usize>,
    /// Line, from 1.
    pub line: u64,
    /// Column, from 1.
    pub column: u64,
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(at) = self.spans.first() {
            write!(f, "{}:{}:{}: ", at.file, at.line, at.column)?;
        }
        write!(f, "{}", self.to_words())
    }
}

impl Diagnostic {
    /// Without its place, for a file that nobody has.
    pub fn to_words(&self) -> String {
        match &self.code {
            Some(code) => format!("error[{code}]: {}", self.message),
            None => format!("error: {}", self.message),
        }
    }
}

/// The errors among the messages that a compiler left on standard error.
pub fn errors(stderr: &[u8]) -> Vec<Diagnostic> {
    of_level("error", stderr)
}

/// The warnings among them.
pub fn warnings(stderr: &[u8]) -> Vec<Diagnostic> {
    of_level("warning", stderr)
}

fn of_level(level: &str, stderr: &[u8]) -> Vec<Diagnostic> {
    let text = String::from_utf8_lossy(stderr);
    let messages = text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    messages.filter(|m| m["level"] == level).filter_map(|m| diagnostic(&m)).collect()
}

fn diagnostic(message: &Value) -> Option<Diagnostic> {
    let text = message["message"].as_str()?.lines().next()?.to_owned();
    if text.starts_with("aborting due to") {
        return None;
    }
    let listed = message["spans"].as_array().map(Vec::as_slice).unwrap_or_default();
    let primary = |wanted: bool| listed.iter().filter(move |s| s["is_primary"].as_bool() == Some(wanted));
    let spans = primary(true).chain(primary(false)).filter_map(span).collect();
    let children = message["children"].as_array().map(Vec::as_slice).unwrap_or_default();
    let fix = children.iter().find_map(fix).unwrap_or_default();
    Some(Diagnostic { message: text, code: message["code"]["code"].as_str().map(str::to_owned), spans, fix })
}

/// What a help message would write, if a machine may apply all of it.
fn fix(help: &Value) -> Option<Vec<(Span, String)>> {
    let part = |value: &Value| {
        let sure = value["suggestion_applicability"] == "MachineApplicable" && value["expansion"].is_null();
        let text = value["suggested_replacement"].as_str().filter(|_| sure)?;
        Some((span(value)?, text.to_owned()))
    };
    let parts: Option<Vec<_>> = help["spans"].as_array()?.iter().map(part).collect();
    parts.filter(|parts| !parts.is_empty())
}

/// A place; what a macro made is placed where the macro is called.
fn span(value: &Value) -> Option<Span> {
    let call = &value["expansion"]["span"];
    if call.is_object() {
        return span(call);
    }
    let number = |key: &str| value[key].as_u64();
    Some(Span {
        file: value["file_name"].as_str()?.to_owned(),
        range: number("byte_start")? as usize..number("byte_end")? as usize,
        line: number("line_start")?,
        column: number("column_start")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_read_with_their_places_and_the_summary_is_not_one() {
        let stderr = concat!(
            r#"{"message":"unused","code":null,"level":"warning","spans":[]}"#,
            "\n",
            r#"{"message":"mismatched types","code":{"code":"E0308"},"level":"error","spans":[{"file_name":"src/lib.rs","byte_start":7,"byte_end":9,"line_start":2,"column_start":3,"is_primary":true,"expansion":null}]}"#,
            "\n",
            r#"{"message":"aborting due to 1 previous error","code":null,"level":"error","spans":[]}"#,
        );
        let found = errors(stderr.as_bytes());
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].spans[0].range, 7..9);
        assert_eq!(found[0].to_string(), "src/lib.rs:2:3: error[E0308]: mismatched types");
        assert!(found[0].fix.is_empty());
    }

    #[test]
    fn a_suggestion_is_a_fix_if_a_machine_may_apply_all_of_it() {
        let part = |at: usize, applicability: &str| {
            format!(
                r#"{{"file_name":"a.rs","byte_start":{at},"byte_end":{at},"line_start":1,"column_start":1,"is_primary":true,"expansion":null,"suggested_replacement":"&","suggestion_applicability":"{applicability}"}}"#
            )
        };
        let error = |parts: &[String]| {
            let help = format!(r#"{{"message":"borrow","spans":[{}]}}"#, parts.join(","));
            let note = r#"{"message":"a note","spans":[]}"#;
            errors(
                format!(r#"{{"message":"m","code":null,"level":"error","spans":[],"children":[{note},{help}]}}"#)
                    .as_bytes(),
            )
        };
        let sure = error(&[part(3, "MachineApplicable"), part(5, "MachineApplicable")]);
        let places: Vec<_> = sure[0].fix.iter().map(|(span, text)| (span.range.start, text.as_str())).collect();
        assert_eq!(places, [(3, "&"), (5, "&")]);
        assert!(error(&[part(3, "MachineApplicable"), part(5, "MaybeIncorrect")])[0].fix.is_empty());
    }
}
