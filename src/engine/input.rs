//! What the user gives, read: a crate and traces.

use std::path::{Path, PathBuf};

use super::Fault;
use crate::component::{Component, LoadError};
use crate::operators::{DonorFile, Donors, Rules};
use crate::trace::{self, Trace};

/// The trace of a command's arguments; `holdout` files are held out as a whole.
///
/// # Errors
/// A trace is unreadable.
pub fn read_traces(component: &Component, traces: &[PathBuf], holdout: &[PathBuf]) -> Result<Trace, Fault> {
    let files: Vec<&PathBuf> = traces.iter().chain(holdout).collect();
    let mut trace = trace::read(&files, &component.lib).map_err(|e| Fault::Trace(e.to_string()))?;
    trace.held_out = (!holdout.is_empty()).then_some(traces.len());
    Ok(trace)
}

/// Loads a crate that is going to be built.
///
/// # Errors
/// It is not a library crate that can be read; or it has a build script, and nobody consented to run it.
pub fn load(dir: &Path, allow_build_script: bool) -> Result<Component, Fault> {
    let component = Component::load(dir).map_err(|e: LoadError| Fault::Seed(e.to_string()))?;
    consent(&component, allow_build_script)?;
    Ok(component)
}

/// To build a crate is to run its build script, as whoever runs us, and nothing contains that.
///
/// # Errors
/// It has one, and nobody consented.
pub fn consent(component: &Component, allow_build_script: bool) -> Result<(), Fault> {
    match component.build_scripts().first() {
        Some(script) if !allow_build_script => Err(Fault::Arguments(format!(
            "{} is a build script: to build `{}` is to run it on this machine, and nothing contains it; read it, and give \
             --allow-build-script if it may run",
            script.display(),
            component.package
        ))),
        _ => Ok(()),
    }
}

/// The rules to rewrite by: synth's own and those of the folders that the seed's metadata names.
///
/// # Errors
/// As [`rule_files`]; or a file does not hold rules.
pub fn rules(component: &Component) -> Result<Rules, Fault> {
    Rules::with(&rule_files(component)?).map_err(|error| Fault::Seed(format!("a rule cannot be used: {error}")))
}

/// Names and texts of the files of rules that the seed's metadata names, in the order of their names.
///
/// # Errors
/// A folder or file cannot be read.
pub fn rule_files(component: &Component) -> Result<Vec<(String, String)>, Fault> {
    let mut files = Vec::new();
    for folder in &component.metadata.rules {
        let folder = component.root.join(folder);
        let unreadable = |error: std::io::Error| {
            Fault::Seed(format!(
                "cannot read the rules in {}, which `rules` of the seed's metadata names: {error}",
                folder.display()
            ))
        };
        let mut here = Vec::new();
        for entry in std::fs::read_dir(&folder).map_err(unreadable)? {
            let path = entry.map_err(unreadable)?.path();
            if path.extension().is_some_and(|extension| extension == "toml") {
                here.push((path.display().to_string(), std::fs::read_to_string(&path).map_err(unreadable)?));
            }
        }
        here.sort();
        files.append(&mut here);
    }
    Ok(files)
}

/// The code to transplant from: synth's own, the seed's, and that of the folders that the seed's metadata names.
///
/// # Errors
/// As [`donor_files`]; or a file is no Rust.
pub fn donors(component: &Component) -> Result<Donors, Fault> {
    let own = component.sources.iter().filter(|(name, _)| name.ends_with(".rs"));
    let own = own.map(|(name, text)| DonorFile { name: name.to_string(), text: text.to_string(), home: true });
    let theirs = donor_files(component)?.into_iter().map(|(name, text)| DonorFile { name, text, home: false });
    let files: Vec<DonorFile> = theirs.chain(own).collect();
    Donors::with(&files).map_err(|error| Fault::Seed(format!("a donor cannot be used: {error}")))
}

/// Names and texts of the Rust files in the folders of donors that the seed's metadata names, in the order of their names.
///
/// # Errors
/// A folder or file cannot be read.
pub fn donor_files(component: &Component) -> Result<Vec<(String, String)>, Fault> {
    let mut files = Vec::new();
    for folder in &component.metadata.donors {
        let mut here = Vec::new();
        rust_files(&component.root.join(folder), folder.trim_end_matches('/'), &mut here)?;
        here.sort();
        files.append(&mut here);
    }
    Ok(files)
}

/// The Rust files of a folder and of those in it, called after `name`, the folder's own.
fn rust_files(folder: &Path, name: &str, files: &mut Vec<(String, String)>) -> Result<(), Fault> {
    let unreadable = |path: &Path, error: std::io::Error| {
        Fault::Seed(format!(
            "cannot read the donors in {}, which `donors` of the seed's metadata names: {error}",
            path.display()
        ))
    };
    for entry in std::fs::read_dir(folder).map_err(|error| unreadable(folder, error))? {
        let path = entry.map_err(|error| unreadable(folder, error))?.path();
        let name = format!("{name}/{}", path.file_name().unwrap_or_default().to_string_lossy());
        if path.is_dir() {
            rust_files(&path, &name, files)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push((name, std::fs::read_to_string(&path).map_err(|error| unreadable(&path, error))?));
        }
    }
    Ok(())
}
