//! `synth trace`.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::print;
use crate::build;
use crate::component::interface::Interface;
use crate::engine::{Fault, load};
use crate::record::{self, CommandFailed, Limits};
use crate::trace::{self, Entry, Split, TraceError};

#[derive(Subcommand)]
pub enum Trace {
    Record(Record),
    Info(Info),
    Cat(Cat),
}

/// Runs a cargo command with an instrumented copy of a crate and writes down its calls
#[derive(Args)]
pub struct Record {
    /// Folder of the library crate whose calls are recorded
    #[arg(value_name = "CRATE")]
    seed_crate: PathBuf,
    /// The trace to be written; .gz compresses it
    #[arg(long, value_name = "FILE", default_value = "trace.jsonl")]
    out: PathBuf,
    /// Let cargo run the crate's build script (build.rs), uncontained
    #[arg(long)]
    allow_build_script: bool,
    /// The command, for example `cargo test`
    #[arg(last = true, required = true, value_name = "COMMAND")]
    command: Vec<String>,
}

/// Says what is in traces of one component
#[derive(Args)]
pub struct Info {
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
}

/// Prints a trace as JSON lines
#[derive(Args)]
pub struct Cat {
    file: PathBuf,
    /// Only this session, counted from 0, with handles numbered anew
    #[arg(long, value_name = "N")]
    session: Option<usize>,
}

impl Trace {
    pub fn run(self) -> Result<(), Fault> {
        match self {
            Trace::Record(record) => record.run(),
            Trace::Info(info) => info.run(),
            Trace::Cat(cat) => cat.run(),
        }
    }
}

impl Record {
    fn run(self) -> Result<(), Fault> {
        let component = load(&self.seed_crate, self.allow_build_script)?;
        let scratch = tempfile::tempdir().map_err(|error| {
            Fault::Output(format!("cannot make a temporary folder: {error}; set TMPDIR to another"))
        })?;
        let interface = Interface::of(&component, scratch.path())
            .map_err(|error| unless_full(format!("{error:#}"), Fault::Seed))?;
        let report =
            record::record(&component, &interface, &self.command, &self.out, &Limits::default()).map_err(unrecorded)?;
        print(&format!("{report}{}\n", self.out.display()));
        if report.status.success() {
            return Ok(());
        }
        Err(Fault::Seed(format!(
            "`{}` failed ({}); {} holds what was recorded until then: make the command pass, or use the trace if that is enough",
            self.command.join(" "),
            report.status,
            self.out.display()
        )))
    }
}

/// What a failed build means, unless the disk is full: recording builds in the folder for temporary files.
fn unless_full(text: String, fault: impl FnOnce(String) -> Fault) -> Fault {
    // What the recorded command said of it went to the user.
    match build::full(&std::env::temp_dir(), &[]) {
        Some(full) => Fault::Output(full.to_string()),
        None => fault(text),
    }
}

fn unrecorded(error: anyhow::Error) -> Fault {
    let text = format!("{error:#}");
    if error.is::<CommandFailed>() {
        return unless_full(text, Fault::Seed);
    }
    match error.downcast_ref::<std::io::Error>().map(std::io::Error::kind) {
        None => unless_full(text, Fault::Trace),
        Some(ErrorKind::NotFound) => Fault::Arguments(text),
        Some(_) => Fault::Output(text),
    }
}

impl Info {
    fn run(self) -> Result<(), Fault> {
        let component = component(&self.files[0])?;
        let trace = trace::read(&self.files, &component).map_err(unreadable)?;
        let split = Split::of(&trace);
        let kind = serde_json::to_value(split.kind).map_err(|error| Fault::Internal(error.to_string()))?;
        let mut calls: BTreeMap<&str, usize> = BTreeMap::new();
        for entry in trace.sessions.iter().flat_map(|session| &session.entries) {
            if let Entry::Call(event) = entry {
                *calls.entry(&trace.calls[event.call]).or_default() += 1;
            }
        }
        let mut text = format!("component  {component}\n");
        for (at, file) in trace.files.iter().enumerate() {
            let sessions = trace.sessions.iter().filter(|session| session.file == at);
            let events: usize = sessions.clone().map(trace::Session::calls).sum();
            text += &format!("file       {file}: {} sessions, {events} events\n", sessions.count());
        }
        text += &format!("sessions   {}\nevents     {}\n", trace.sessions.len(), trace.events());
        text += &format!("split      {} (", kind.as_str().unwrap_or_default());
        let parts = [("train", split.train), ("select", split.select), ("holdout", split.holdout)];
        text += &parts.map(|(name, part)| format!("{name} {}", part.slices.len())).join(", ");
        text += " sessions)\ncalls\n";
        for (call, count) in calls {
            text += &format!("{count:>9}  {call}\n");
        }
        print(&text);
        Ok(())
    }
}

impl Cat {
    fn run(self) -> Result<(), Fault> {
        let Some(session) = self.session else {
            print(&trace::text(&self.file).map_err(unreadable)?);
            return Ok(());
        };
        let component = component(&self.file)?;
        let trace = trace::read(&[&self.file], &component).map_err(unreadable)?;
        let text = trace.session_text(&component, session).ok_or_else(|| {
            let (file, count) = (self.file.display(), trace.sessions.len());
            Fault::Arguments(format!("{file} has no session {session}; it has {count}, counted from 0"))
        })?;
        print(&text);
        Ok(())
    }
}

fn component(file: &Path) -> Result<String, Fault> {
    trace::component(file).map_err(unreadable)
}

fn unreadable(error: TraceError) -> Fault {
    Fault::Trace(error.to_string())
}
