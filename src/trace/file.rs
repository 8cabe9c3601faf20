//! The trace file: JSON lines, plain or compressed. Reads and checks the form; joins nothing.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::session::Joiner;
use super::{Event, Recorded, Trace};

/// The trace format this build reads.
pub(super) const VERSION: u64 = 1;

/// A trace that cannot be used, with its place.
#[derive(Debug, thiserror::Error)]
#[error("{file}{}: {kind}", line.map(|l| format!(":{l}")).unwrap_or_default())]
pub struct TraceError {
    /// The file, as the user named it.
    pub file: String,
    /// The line, from 1.
    pub line: Option<usize>,
    /// What is wrong with it.
    pub kind: TraceErrorKind,
}

/// What can be wrong with a trace file's form.
#[derive(Debug, thiserror::Error)]
pub enum TraceErrorKind {
    /// It cannot be opened or read.
    #[error("cannot read the trace: {0}; check its path")]
    Unreadable(std::io::Error),
    /// It has no line at all, or no event.
    #[error("the trace {0}; record one with `synth trace record <CRATE> -- <cargo command>`")]
    Empty(&'static str),
    /// The first line is not the header.
    #[error("the first line is not a trace header; it must be {{\"synth_trace\":1,\"component\":\"<name>\"}}")]
    Header,
    /// Written by a newer synth.
    #[error(
        "the trace has format version {0}, this synth reads version {VERSION}; update synth or record the trace again"
    )]
    Version(u64),
    /// Recorded from something else.
    #[error("the trace was recorded from component `{found}`, the crate is `{expected}`; name the trace of this crate")]
    Component {
        /// Name in the header.
        found: String,
        /// Name of the crate.
        expected: String,
    },
    /// The file stops inside its last line.
    #[error("the file ends in the middle of a line; it was cut off: delete this last line or copy the trace again")]
    Truncated,
    /// A line that is not a JSON object.
    #[error("not JSON: {0}; every line must be one JSON object")]
    Json(serde_json::Error),
    /// An object that is not an event.
    #[error("{0}")]
    Event(String),
    /// A handle that nothing made, or that has ended.
    #[error("handle {handle} {why}; a handle must be made by an earlier \"$new\" and not be dropped before")]
    Handle {
        /// Its number in the file.
        handle: u64,
        /// What is the matter with it.
        why: &'static str,
    },
}

/// Reads trace files of one component and joins their events into sessions.
///
/// `component` is compared with each header, `-` and `_` alike.
///
/// # Errors
/// The first line that is not as the format says, with its place.
pub fn read(paths: &[impl AsRef<Path>], component: &str) -> Result<Trace, TraceError> {
    let mut trace = Trace::default();
    for path in paths {
        let path = path.as_ref();
        let file = path.display().to_string();
        trace.files.push(file.clone());
        let text = text(path)?;
        read_one(&mut trace, &text, component).map_err(|(line, kind)| TraceError {
            file,
            line: (line > 0).then_some(line),
            kind,
        })?;
    }
    Ok(trace)
}

/// The component that a trace file's header names.
///
/// # Errors
/// The file cannot be read, or its first line is not the header of a trace.
pub fn component(path: &Path) -> Result<String, TraceError> {
    let text = text(path)?;
    let first = text.lines().find(|line| !line.trim().is_empty());
    let named = first.and_then(|line| serde_json::from_str::<Map<String, Value>>(line).ok());
    let name = named.and_then(|header| header.get("component")?.as_str().map(str::to_owned));
    name.ok_or_else(|| {
        let kind = if first.is_none() { TraceErrorKind::Empty("is empty") } else { TraceErrorKind::Header };
        TraceError { file: path.display().to_string(), line: first.map(|_| 1), kind }
    })
}

/// The whole text of a file; the suffix `.gz` or `.zst` says how it is compressed.
///
/// # Errors
/// The file cannot be read.
pub fn text(path: &Path) -> Result<String, TraceError> {
    let file = path.display().to_string();
    decompressed(path).map_err(|e| TraceError { file, line: None, kind: TraceErrorKind::Unreadable(e) })
}

fn decompressed(path: &Path) -> std::io::Result<String> {
    let file = BufReader::new(File::open(path)?);
    let mut text = String::new();
    match path.extension().and_then(|e| e.to_str()) {
        Some("gz") => flate2::bufread::MultiGzDecoder::new(file).read_to_string(&mut text)?,
        Some("zst" | "zstd") => {
            let mut decoder = ruzstd::decoding::StreamingDecoder::new(file).map_err(std::io::Error::other)?;
            decoder.read_to_string(&mut text)?
        }
        _ => { file }.read_to_string(&mut text)?,
    };
    Ok(text)
}

type Place<T> = Result<T, (usize, TraceErrorKind)>;

fn read_one(trace: &mut Trace, text: &str, component: &str) -> Place<()> {
    let complete = text.is_empty() || text.ends_with('\n');
    let last = text.lines().count();
    let mut lines = text.lines().enumerate().map(|(i, l)| (i + 1, l)).filter(|(_, l)| !l.trim().is_empty());
    let parse = |line: usize, text: &str| -> Place<Map<String, Value>> {
        serde_json::from_str(text).map_err(|e| {
            let cut = line == last && (!complete || e.is_eof());
            (line, if cut { TraceErrorKind::Truncated } else { TraceErrorKind::Json(e) })
        })
    };
    let (line, first) = lines.next().ok_or((0, TraceErrorKind::Empty("is empty")))?;
    header(&parse(line, first)?, component).map_err(|kind| (line, kind))?;
    let mut joiner = Joiner::new(trace.files.len() - 1);
    let mut any = false;
    for (line, text) in lines {
        let object = parse(line, text)?;
        any = true;
        step(trace, &mut joiner, object, line).map_err(|kind| (line, kind))?;
    }
    if !any {
        return Err((line, TraceErrorKind::Empty("holds a header and no event")));
    }
    trace.sessions.extend(joiner.finish());
    Ok(())
}

fn header(object: &Map<String, Value>, component: &str) -> Result<(), TraceErrorKind> {
    let version = object.get("synth_trace").and_then(Value::as_u64).ok_or(TraceErrorKind::Header)?;
    if version != VERSION {
        return Err(TraceErrorKind::Version(version));
    }
    let found = object.get("component").and_then(Value::as_str).ok_or(TraceErrorKind::Header)?;
    if found.replace('-', "_") != component.replace('-', "_") {
        return Err(TraceErrorKind::Component { found: found.to_owned(), expected: component.to_owned() });
    }
    Ok(())
}

fn step(
    trace: &mut Trace,
    joiner: &mut Joiner,
    mut object: Map<String, Value>,
    line: usize,
) -> Result<(), TraceErrorKind> {
    let session = match object.remove("session") {
        None => None,
        Some(Value::String(id)) => Some(id),
        Some(other) => Some(other.to_string()),
    };
    if let Some(handle) = object.get("drop") {
        let handle = handle.as_u64().ok_or_else(|| TraceErrorKind::Event("\"drop\" must be a handle number".into()))?;
        return joiner.drop(handle, session);
    }
    let event = event(trace, object, line)?;
    joiner.call(event, session)
}

/// Reads one call; handles still carry the file's numbers.
fn event(trace: &mut Trace, mut object: Map<String, Value>, line: usize) -> Result<FileEvent, TraceErrorKind> {
    let bad = |what: &str| TraceErrorKind::Event(what.to_owned());
    let call = match object.remove("call") {
        Some(Value::String(call)) => call,
        _ => return Err(bad("an event needs \"call\" (a path) or \"drop\" (a handle)")),
    };
    let on = match object.remove("on") {
        None | Some(Value::Null) => None,
        Some(v) => Some(v.as_u64().ok_or_else(|| bad("\"on\" must be a handle number"))?),
    };
    let args = match object.remove("args") {
        None => Vec::new(),
        Some(Value::Array(args)) => args.into_iter().map(Arc::new).collect(),
        Some(_) => return Err(bad("\"args\" must be an array")),
    };
    let after = match object.remove("after") {
        None => Vec::new(),
        Some(Value::Object(after)) => after.into_iter().collect(),
        Some(_) => return Err(bad("\"after\" must be an object: position of the argument, or \"self\", to value")),
    };
    let drain = match object.remove("drain") {
        None => None,
        Some(Value::Array(items)) => Some(items),
        Some(_) => return Err(bad("\"drain\" must be an array of the iterator's items")),
    };
    let index = trace.calls.iter().position(|c| *c == call).unwrap_or_else(|| {
        trace.calls.push(call);
        trace.calls.len() - 1
    });
    let recorded = Recorded {
        ret: object.remove("ret"),
        panic: object.get("panic").and_then(Value::as_bool).unwrap_or(false),
        after,
        write: object.remove("write"),
        drain,
    };
    Ok(FileEvent { on, event: Event { call: index, on: None, args, new: Vec::new(), recorded, line } })
}

/// An event whose receiver is still numbered as in the file.
pub(super) struct FileEvent {
    pub on: Option<u64>,
    pub event: Event,
}
