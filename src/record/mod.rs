//! The recorder: runs a cargo command with an instrumented copy of a component, and makes a trace of the calls.
//!
//! The user's manifests are not touched. This executable stands in for rustc (`RUSTC_WRAPPER`), and where cargo would
//! compile the component's library, the instrumented copy is compiled. Knows the component and its interface; knows
//! nothing of searching or judging.

mod edits;
mod instrument;
mod merge;
mod report;
mod rounds;
mod structs;
mod types;
mod wrap;
mod wrapper;

pub use wrapper::wrapper_main;

use crate::component::Component;
use crate::component::interface::Interface;
use crate::replay::process::finish_group;
use anyhow::{Context, Result, bail};
use instrument::Instrumented;
use merge::{Merged, merge};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};
use std::time::Duration;
use wrapper::{Notes, Substitution};

/// Bounds of a recording.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Bytes that one process may record; it goes on unrecorded beyond.
    pub bytes_per_process: u64,
    /// Where nobody watches the command. Else it is run where we are, and says what it likes.
    pub unwatched: Option<Unwatched>,
}

/// A command that nobody watches: it says nothing, and is run without the network.
#[derive(Debug, Clone)]
pub struct Unwatched {
    /// Where it is run.
    pub folder: PathBuf,
    /// Where builds go.
    pub scratch: PathBuf,
    /// After how long it is killed.
    pub deadline: Duration,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { bytes_per_process: 256 << 20, unwatched: None }
    }
}

/// What was recorded and what was not.
#[derive(Debug)]
pub struct RecordReport {
    pub events: usize,
    pub sessions: usize,
    /// Recorded calls, by path.
    pub functions: BTreeMap<String, usize>,
    /// Functions of the interface that are not recorded, with the reason.
    pub left_out: BTreeMap<String, String>,
    /// Types whose values get no name, with the reason.
    pub unnamed: BTreeMap<String, String>,
    /// Calls that happened and could not be carried, by path.
    pub skipped: BTreeMap<String, u64>,
    /// Sessions dropped because such a call was part of them.
    pub dropped_sessions: usize,
    /// Sessions that end before a call after which nothing could be carried.
    pub cut_sessions: usize,
    /// How the command ended.
    pub status: ExitStatus,
    /// Things worth a line to the user.
    pub notes: Vec<String>,
}

/// The recorded command ended badly, and nothing was recorded.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct CommandFailed(String);

/// Runs `command` with an instrumented copy of the component and writes the trace to `out` (gzip if it ends in `.gz`).
///
/// # Errors
/// When the copy cannot be built, the command cannot be started, or not a single call was recorded.
pub fn record(
    component: &Component,
    interface: &Interface,
    command: &[String],
    out: &Path,
    limits: &Limits,
) -> Result<RecordReport> {
    let executable = std::env::current_exe().context("cannot find the path of synth itself")?;
    record_with(&executable, component, interface, command, out, limits)
}

/// [`record`] with the executable that stands in for rustc: one whose `main` calls [`wrapper_main`] first.
pub fn record_with(
    executable: &Path,
    component: &Component,
    interface: &Interface,
    command: &[String],
    out: &Path,
    limits: &Limits,
) -> Result<RecordReport> {
    writable(out)?;
    let folder = limits.unwatched.as_ref().map_or_else(std::env::temp_dir, |unwatched| unwatched.scratch.clone());
    let scratch = tempfile::tempdir_in(folder).context("cannot make a temporary folder")?;
    let library = build_library(scratch.path())?;
    let mut attempt = run(executable, component, interface, command, scratch.path(), &library, limits, false)?;
    let mut notes = Vec::new();
    if attempt.merged.events == 0 && attempt.notes.failed && !attempt.status.success() {
        notes.push(
            "a crate did not compile against the instrumented copy; recorded again with less of it instrumented".into(),
        );
        attempt = run(executable, component, interface, command, scratch.path(), &library, limits, true)?;
    }
    if attempt.notes.fell_back {
        notes.push("one form of the component (other features, or its tests) did not compile when instrumented and was not recorded".into());
    }
    let Attempt { instrumented, merged, status, notes: noted } = attempt;
    if merged.events == 0 {
        let nothing = nothing_recorded(component, &instrumented, &merged, &noted, status);
        if !status.success() {
            return Err(CommandFailed(nothing).into());
        }
        bail!(nothing);
    }
    let skipped: u64 = merged.skipped.values().sum();
    if skipped > merged.events as u64 {
        notes.push(format!(
            "{skipped} calls could not be carried and only {} could: see above why, and whether the trace shows what matters",
            merged.events
        ));
    }
    write(component, &merged, out)?;
    Ok(RecordReport {
        events: merged.events,
        sessions: merged.sessions,
        functions: merged.calls,
        left_out: instrumented.left_out,
        unnamed: instrumented.unnamed,
        skipped: merged.skipped,
        dropped_sessions: merged.dropped_sessions,
        cut_sessions: merged.cut_sessions,
        status,
        notes,
    })
}

/// One run of the command.
struct Attempt {
    instrumented: Instrumented,
    merged: Merged,
    status: ExitStatus,
    notes: Notes,
}

#[expect(clippy::too_many_arguments)]
fn run(
    executable: &Path,
    component: &Component,
    interface: &Interface,
    command: &[String],
    scratch: &Path,
    library: &Path,
    limits: &Limits,
    cautious: bool,
) -> Result<Attempt> {
    let folder = scratch.join(if cautious { "second" } else { "first" });
    let copy = folder.join("copy");
    component.write_library(&copy)?;
    let traces = folder.join("traces");
    std::fs::create_dir_all(&traces).with_context(|| format!("cannot make {}", traces.display()))?;
    let substitution = Substitution {
        root: component.root.join(&component.lib_path),
        copy: copy.join(&component.lib_path).canonicalize().context("the copy has no library")?,
        library: library.to_path_buf(),
        notes: folder.join("trial"),
    };
    let instrumented = rounds::settle(component, interface, cautious, &copy, executable, &substitution)?;
    let substitution = Substitution { notes: folder.join("notes"), ..substitution };
    let mut process = cargo_command(command)?;
    substitution.set_on(&mut process, executable);
    process
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .env("SYNTH_TRACE_DIR", &traces)
        .env("SYNTH_TRACE_LIMIT", limits.bytes_per_process.to_string());
    let status = ended(&mut process, limits).with_context(|| format!("cannot run `{}`", command.join(" ")))?;
    Ok(Attempt {
        instrumented,
        merged: merge(&read_all(&traces)?, interface),
        status,
        notes: Notes::read(&substitution.notes),
    })
}

/// Runs a command to its end.
fn ended(process: &mut Command, limits: &Limits) -> std::io::Result<ExitStatus> {
    let Some(Unwatched { folder, scratch, deadline }) = &limits.unwatched else { return process.status() };
    for name in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "RUSTC_WORKSPACE_WRAPPER"] {
        process.env_remove(name);
    }
    // What tests leave there when they are killed goes with the folder.
    process.env("TMPDIR", scratch).env("RUST_TEST_THREADS", "1");
    let finished = finish_group(process.current_dir(folder).env("CARGO_NET_OFFLINE", "true"), *deadline)?;
    finished.status.ok_or_else(|| std::io::ErrorKind::TimedOut.into())
}

/// `cargo run …` as it stands, and `run …` with cargo before it.
fn cargo_command(command: &[String]) -> Result<Command> {
    let [first, rest @ ..] = command else {
        bail!("there is no command to run; write it after `--`, for example `-- cargo test`");
    };
    let subcommands = ["run", "r", "test", "t", "bench", "build", "b", "nextest"];
    let mut process = if subcommands.contains(&first.as_str()) {
        let mut cargo = Command::new("cargo");
        cargo.arg(first);
        cargo
    } else {
        Command::new(first)
    };
    process.args(rest);
    Ok(process)
}

/// The files of `crates/synth-trace`, compiled anew for whatever compiler the user has.
const LIBRARY: [(&str, &str); 7] = [
    ("lib.rs", include_str!("../../crates/synth-trace/src/lib.rs")),
    ("any.rs", include_str!("../../crates/synth-trace/src/any.rs")),
    ("handle.rs", include_str!("../../crates/synth-trace/src/handle.rs")),
    ("json.rs", include_str!("../../crates/synth-trace/src/json.rs")),
    ("record.rs", include_str!("../../crates/synth-trace/src/record.rs")),
    ("sink.rs", include_str!("../../crates/synth-trace/src/sink.rs")),
    ("state.rs", include_str!("../../crates/synth-trace/src/state.rs")),
];

fn build_library(scratch: &Path) -> Result<PathBuf> {
    let folder = scratch.join("library");
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    for (name, text) in LIBRARY {
        let path = folder.join(name);
        std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    let library = folder.join("libsynth_trace.rlib");
    let output = Command::new(std::env::var_os("RUSTC").unwrap_or("rustc".into()))
        // Specialization lets generic code record what it can without bounds that its callers would see.
        .env("RUSTC_BOOTSTRAP", "synth_trace")
        .args([
            "--crate-name",
            "synth_trace",
            "--crate-type",
            "rlib",
            "--edition",
            "2024",
            "-O",
            "--cfg",
            "synth_specialize",
            "-o",
        ])
        .args([&library, &folder.join("lib.rs")])
        .output()
        .context("cannot run rustc; is Rust installed?")?;
    if !output.status.success() {
        bail!("the recorder's library does not compile with this rustc:\n{}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(library)
}

fn read_all(folder: &Path) -> Result<Vec<String>> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    // Named by the time at which the process started to record.
    paths.sort();
    let read = |path: &PathBuf| {
        let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    };
    paths.iter().map(read).collect()
}

fn nothing_recorded(
    component: &Component,
    instrumented: &Instrumented,
    merged: &Merged,
    notes: &Notes,
    status: ExitStatus,
) -> String {
    let root = component.root.display();
    if !notes.built && !status.success() {
        let here = std::env::current_dir().unwrap_or_default();
        return format!(
            "nothing was recorded: the command failed ({status}) before it built {} from {root}; it was run in {}: run it where it passes, or \
             tell cargo where with --manifest-path",
            component.lib,
            here.display()
        );
    }
    let ended = if status.success() { String::new() } else { format!("; the command failed ({status}): make it pass") };
    if !notes.built {
        return format!(
            "nothing was recorded: the command did not build {} from {root}; the program must depend on the crate in that very folder",
            component.lib
        );
    }
    if merged.skipped.is_empty() {
        return format!(
            "nothing was recorded: the command built the component but called none of its recorded functions; record a program that does{ended}"
        );
    }
    let skipped = merged.skipped.iter().map(|(path, count)| format!("{path} ({count} times)"));
    let unnamed = instrumented.unnamed.iter().map(|(ty, reason)| format!("; `{ty}` gets no name in a trace: {reason}"));
    format!(
        "nothing was recorded: calls happened, but a trace could carry none of them: {}{}; record a program that calls other \
         functions, or with other types{ended}",
        skipped.collect::<Vec<_>>().join(", "),
        unnamed.collect::<String>()
    )
}

/// Fails before the long part if the trace cannot be written at the end.
fn writable(out: &Path) -> Result<()> {
    if out.extension().is_some_and(|extension| extension == "zst") {
        bail!("cannot write {}: a trace is written plain or as .gz; compress it afterwards", out.display());
    }
    let folder = folder_of(out);
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
    tempfile::NamedTempFile::new_in(folder).with_context(|| format!("cannot write into {}", folder.display()))?;
    Ok(())
}

fn folder_of(out: &Path) -> &Path {
    out.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Writes the trace whole or not at all.
fn write(component: &Component, merged: &Merged, out: &Path) -> Result<()> {
    let header = serde_json::json!({ "synth_trace": 1, "component": component.lib });
    let mut text = format!("{header}\n");
    for line in &merged.lines {
        text.push_str(line);
        text.push('\n');
    }
    let mut file = tempfile::NamedTempFile::new_in(folder_of(out))?;
    if out.extension().is_some_and(|extension| extension == "gz") {
        let mut encoder = flate2::write::GzEncoder::new(&mut file, flate2::Compression::best());
        encoder.write_all(text.as_bytes())?;
        encoder.finish()?;
    } else {
        file.write_all(text.as_bytes())?;
    }
    let written = file.persist(out).with_context(|| format!("cannot write {}", out.display()))?;
    // A temporary file is private; a trace is an ordinary one.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        written.set_permissions(std::fs::Permissions::from_mode(0o644))?;
    }
    drop(written);
    Ok(())
}
