//! Compiles the instrumented copy until it is clean: what the compiler complains about is left out, and it is tried
//! again. Errors come in rounds, and each names the culprits by span.

use super::instrument::{Cause, Instrumented, Region, Ruled, instrument};
use super::wrapper::Substitution;
use crate::component::Component;
use crate::component::interface::Interface;
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// More rounds than the kinds of errors a compiler tells one after the other.
const ROUNDS: usize = 16;

/// Writes instrumented sources over those in `copy` until they compile, and says what they record.
pub(super) fn settle(
    component: &Component,
    interface: &Interface,
    cautious: bool,
    copy: &Path,
    executable: &Path,
    substitution: &Substitution,
) -> Result<Instrumented> {
    let mut ruled = Ruled { cautious, ..Ruled::default() };
    let mut without_types = false;
    for _ in 0..ROUNDS {
        let done = instrument(component, interface, &ruled);
        for (path, text) in &done.files {
            let path = copy.join(path);
            std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
        }
        let errors = check(copy, executable, substitution)?;
        if errors.is_empty() {
            return Ok(done);
        }
        let before = (ruled.functions.len(), ruled.types.len());
        for error in &errors {
            rule(&mut ruled, error, &done, interface);
        }
        if (ruled.functions.len(), ruled.types.len()) == before {
            if without_types {
                bail!("the instrumented copy of {} does not compile: {}", component.lib, errors[0].message);
            }
            // What no span explains comes from the hidden fields.
            ruled.types.extend(interface.local_types().into_iter().map(|ty| ty.declared));
            without_types = true;
        }
    }
    bail!("the instrumented copy of {} still does not compile after {ROUNDS} rounds", component.lib)
}

/// One error of the compiler.
struct Complaint {
    message: String,
    /// File and byte range; the primary spans first.
    spans: Vec<(String, usize, usize)>,
}

/// Leaves out what an error points at.
fn rule(ruled: &mut Ruled, error: &Complaint, done: &Instrumented, interface: &Interface) {
    let hidden_field =
        error.message.contains("__synth`") || error.message.contains("Handle<") || error.message.contains("State<");
    let named =
        interface.local_types().into_iter().map(|ty| ty.declared).find(|name| words(&error.message).any(|w| w == name));
    if let (true, Some(name)) = (hidden_field, named) {
        ruled.types.insert(name);
        return;
    }
    if error.message.contains("non-const") {
        let called = interface.functions.iter().filter(|f| f.is_const && words(&error.message).any(|w| w == f.name));
        let before = ruled.functions.len();
        ruled.functions.extend(called.map(|f| (f.path.clone(), "it is a const fn".to_string())));
        if ruled.functions.len() > before {
            return;
        }
    }
    let cause = error.spans.iter().find_map(|span| blame(span, &done.regions));
    match cause {
        Some(Cause::Type(name)) => {
            ruled.types.insert(name.clone());
        }
        Some(Cause::Function(path)) => {
            let first = error.message.lines().next().unwrap_or_default();
            ruled.functions.insert(path.clone(), format!("its instrumented form does not compile: {first}"));
        }
        None => {}
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty())
}

/// The smallest instrumented stretch around a span, or else the first one inside it.
fn blame<'a>((file, start, end): &(String, usize, usize), regions: &'a [Region]) -> Option<&'a Cause> {
    let here = || regions.iter().filter(|region| region.file == *file);
    let around = here().filter(|r| r.range.start <= *start && *end <= r.range.end).min_by_key(|r| r.range.len());
    let inside = || here().find(|r| *start <= r.range.start && r.range.end <= *end);
    around.or_else(inside).map(|region| &region.cause)
}

/// The errors of one compilation.
fn check(copy: &Path, executable: &Path, substitution: &Substitution) -> Result<Vec<Complaint>> {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()));
    command.current_dir(copy).args(["check", "--lib", "--quiet", "--message-format=json"]);
    command.env("CARGO_TARGET_DIR", copy.with_extension("check"));
    let trial = Substitution { root: substitution.copy.clone(), ..substitution.clone() };
    trial.set_on(&mut command, executable);
    let output = command.output().context("cannot run cargo; is Rust installed?")?;
    let messages =
        output.stdout.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice::<Value>(line).ok());
    let errors: Vec<Complaint> = messages
        .filter(|message| message["reason"] == "compiler-message" && message["message"]["level"] == "error")
        .map(|message| complaint(&message["message"], copy))
        .filter(|complaint| !complaint.message.starts_with("aborting due to"))
        .collect();
    if errors.is_empty() && !output.status.success() {
        bail!("the seed's library does not build:\n{}", String::from_utf8_lossy(&output.stderr).trim_end());
    }
    Ok(errors)
}

fn complaint(message: &Value, copy: &Path) -> Complaint {
    let mut spans = Vec::new();
    collect(message, &mut spans);
    spans.sort_by_key(|(primary, ..)| !primary);
    let mut seen = BTreeSet::new();
    let spans: Vec<_> = spans.into_iter().map(|(_, span)| span).filter(|span| seen.insert(span.clone())).collect();
    let copy = copy.canonicalize().unwrap_or(copy.to_path_buf());
    let below = |(file, start, end): (String, usize, usize)| match Path::new(&file).strip_prefix(&copy) {
        Ok(inner) => (inner.to_string_lossy().replace('\\', "/"), start, end),
        Err(_) => (file, start, end),
    };
    let spans = spans.into_iter().map(below).collect();
    let mut text = message["message"].as_str().unwrap_or_default().to_string();
    for child in message["children"].as_array().into_iter().flatten() {
        text.push('\n');
        text.push_str(child["message"].as_str().unwrap_or_default());
    }
    Complaint { message: text, spans }
}

fn collect(message: &Value, spans: &mut Vec<(bool, (String, usize, usize))>) {
    for span in message["spans"].as_array().into_iter().flatten() {
        let at = |key: &str| span[key].as_u64().unwrap_or(0) as usize;
        let file = span["file_name"].as_str().unwrap_or_default().replace('\\', "/");
        spans.push((span["is_primary"] == true, (file, at("byte_start"), at("byte_end"))));
    }
    for child in message["children"].as_array().into_iter().flatten() {
        let from = spans.len();
        collect(child, spans);
        spans[from..].iter_mut().for_each(|(primary, _)| *primary = false);
    }
}
