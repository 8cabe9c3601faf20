//! The crate's own tests, run as its author runs them.

use std::path::Path;
use std::time::Duration;

use super::cargo::command;
use super::{BuildError, room};
use crate::replay::process;

/// How the tests of a crate went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TestRun {
    /// All passed; how many there are.
    Passed(u64),
    /// The crate has none.
    None,
    /// They could not be built; what cargo said first.
    NotBuilt(String),
    /// Some failed; cargo's last words.
    Failed(String),
}

/// Runs unit, integration and doc tests of the crate in `dir`, killed at `deadline`.
///
/// # Errors
/// cargo cannot be run, or the user interrupts.
pub fn run_tests(dir: &Path, work: &Path, deadline: Duration) -> Result<TestRun, BuildError> {
    let cargo = |args: &[&str]| {
        let mut command = command(dir, work);
        command.args(args).env("CARGO_NET_RETRY", "0");
        let finished =
            process::finish_group(&mut command, deadline).map_err(BuildError::host("cannot run cargo test"))?;
        if process::interrupted() {
            return Err(BuildError::Interrupted);
        }
        let said = [&finished.stdout[..], &finished.stderr].concat();
        match room::full(work, &said).filter(|_| !finished.success()) {
            Some(full) => Err(full),
            None => Ok(finished),
        }
    };
    let words = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim_end().to_owned();
    let mut offline = vec!["--offline"];
    let mut built = cargo(&["test", "--no-run", "--offline"])?;
    if !built.success() {
        offline.clear();
        built = cargo(&["test", "--no-run"])?;
    }
    if !built.success() {
        let words = words(&built.stderr);
        let first = words.lines().find(|l| l.starts_with("error")).unwrap_or("cargo test --no-run fails");
        return Ok(TestRun::NotBuilt(first.to_owned()));
    }
    let finished = cargo(&[&["test", "--no-fail-fast"], &offline[..]].concat())?;
    let out = words(&finished.stdout);
    if !finished.success() {
        let lines: Vec<&str> = out.lines().filter(|l| !l.trim().is_empty()).collect();
        let tail = lines[lines.len().saturating_sub(12)..].join("\n");
        return Ok(TestRun::Failed(format!("{}\n{tail}", finished.how())));
    }
    let passed = |line: &str| line.strip_prefix("test result: ok. ")?.split(' ').next()?.parse::<u64>().ok();
    Ok(match out.lines().filter_map(passed).sum() {
        0 => TestRun::None,
        n => TestRun::Passed(n),
    })
}
