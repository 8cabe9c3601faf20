//! What a recording says to the person who asked for it.

use super::RecordReport;
use std::fmt::{Display, Formatter, Result};

/// Lines of a list before the rest is only counted.
const SHOWN: usize = 12;

impl Display for RecordReport {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        writeln!(
            f,
            "recorded {} in {}",
            counted(self.events as u64, "event"),
            counted(self.sessions as u64, "session")
        )?;
        let calls = self.functions.iter().map(|(path, count)| format!("{count:>8}  {path}"));
        list(f, calls.collect())?;
        if !self.skipped.is_empty() {
            writeln!(
                f,
                "calls that a trace cannot carry (closures, mutable borrows returned, types of the program, objects that no recorded call made or that changed unseen):"
            )?;
            let calls = self.skipped.iter().map(|(path, count)| format!("{count:>8}  {path}"));
            list(f, calls.collect())?;
        }
        if !self.unnamed.is_empty() {
            writeln!(f, "types whose values get no name in a trace, so that calls on them are not carried:")?;
            list(f, self.unnamed.iter().map(|(ty, reason)| format!("{ty}: {reason}")).collect())?;
        }
        if self.dropped_sessions > 0 {
            writeln!(f, "{} with such a call left out", counted(self.dropped_sessions as u64, "session"))?;
        }
        if self.cut_sessions > 0 {
            let cut = counted(self.cut_sessions as u64, "session");
            writeln!(
                f,
                "{cut} written only up to a call that returned a mutable borrow: what it was used for cannot be seen"
            )?;
        }
        if !self.left_out.is_empty() {
            writeln!(f, "functions that are not recorded:")?;
            list(f, self.left_out.iter().map(|(path, reason)| format!("{path}: {reason}")).collect())?;
        }
        for note in &self.notes {
            writeln!(f, "note: {note}")?;
        }
        Ok(())
    }
}

fn list(f: &mut Formatter<'_>, lines: Vec<String>) -> Result {
    for line in lines.iter().take(SHOWN) {
        writeln!(f, "  {line}")?;
    }
    if lines.len() > SHOWN {
        writeln!(f, "  and {} more", lines.len() - SHOWN)?;
    }
    Ok(())
}

fn counted(count: u64, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
