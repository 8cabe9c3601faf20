//! The public interface of a component: which functions there are, and what a call written in a trace means. Made from
//! rustdoc's JSON, so that re-exports, globs and macro-made items are what the compiler says they are. Knows nothing of
//! traces beyond how they spell a call, and nothing of harnesses.

mod generics;
mod model;
mod paths;
mod resolve;
mod rustdoc;
mod shown;
mod types;

pub use generics::{Generic, GenericKind};
pub use model::{Const, Field, Function, Receiver, SourceSpan, Variant};
pub use resolve::{ResolveError, Signature};
pub use shown::is_view;
pub use types::{LocalType, Shape};

use super::Component;
use anyhow::{Context, Result, bail};
use model::{Impl, TypeDef};
use std::path::Path;
use std::process::Command;

/// Everything that a dependent crate can call or name.
#[derive(Debug, Clone)]
pub struct Interface {
    /// Free functions, inherent methods and trait methods, as declared.
    pub functions: Vec<Function>,
    /// Items that could not be read, by name, and why.
    pub left_out: Vec<(String, String)>,
    lib: String,
    types: Vec<TypeDef>,
    impls: Vec<Impl>,
    consts: Vec<Const>,
    /// Path, parameters and target of public type aliases.
    aliases: Vec<(String, Vec<Generic>, syn::Type)>,
    public: paths::PublicPaths,
    names: paths::Names,
}

/// Why rustdoc's JSON could not be read.
#[derive(Debug, thiserror::Error)]
pub enum InterfaceError {
    #[error(
        "rustdoc's JSON does not fit ({what}): it is format {version}, this build of synth reads format {expected}; use rustc 1.95, or a newer synth"
    )]
    Format { version: u64, expected: u64, what: String },
}

impl Interface {
    /// Reads the JSON of the library whose identifier is `lib`.
    pub fn from_rustdoc(json: &serde_json::Value, lib: &str) -> Result<Interface, InterfaceError> {
        let mut interface = rustdoc::read(json, lib)?;
        shown::show(&mut interface);
        Ok(interface)
    }

    /// Writes a copy of the component's library into `scratch` (created, kept) and asks rustdoc about it.
    pub fn of(component: &Component, scratch: &Path) -> Result<Interface> {
        let copy = scratch.join("library");
        component.write_library(&copy)?;
        let json = document(&copy, &component.lib, &scratch.join("target"))?;
        Ok(Interface::from_rustdoc(&json, &component.lib)?)
    }

    /// Public consts and statics.
    pub fn consts(&self) -> &[Const] {
        &self.consts
    }

    fn empty(lib: &str) -> Interface {
        Interface {
            functions: Vec::new(),
            left_out: Vec::new(),
            lib: lib.into(),
            types: Vec::new(),
            impls: Vec::new(),
            consts: Vec::new(),
            aliases: Vec::new(),
            public: paths::PublicPaths::default(),
            names: paths::Names::default(),
        }
    }
}

/// What rustdoc is asked for, whoever runs it; the lints of a crate are its author's business.
pub const RUSTDOC: [&str; 7] =
    ["--", "-Zunstable-options", "--output-format", "json", "--document-hidden-items", "--cap-lints", "allow"];

/// What rustdoc wrote about the library `lib` below cargo's folder `target`.
///
/// # Errors
/// It cannot be read, or is not JSON.
pub fn documented(target: &Path, lib: &str) -> std::io::Result<serde_json::Value> {
    let text = std::fs::read(target.join("doc").join(format!("{lib}.json")))?;
    Ok(serde_json::from_slice(&text)?)
}

/// Runs rustdoc over the package in `folder`, a copy of ours that cargo may write a lock file into.
fn document(folder: &Path, lib: &str, target: &Path) -> Result<serde_json::Value> {
    let output = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()))
        .current_dir(folder)
        // Named for this crate alone, so that build scripts of dependencies still find a stable compiler.
        .env("RUSTC_BOOTSTRAP", lib)
        .env_remove("CARGO_TARGET_DIR")
        .args(["rustdoc", "--lib", "--quiet", "--target-dir"])
        .arg(target)
        .args(RUSTDOC)
        .output()
        .context("cannot run cargo; is Rust installed?")?;
    if !output.status.success() {
        bail!("the seed's library does not build:\n{}", String::from_utf8_lossy(&output.stderr).trim_end());
    }
    documented(target, lib).context("cannot read what rustdoc wrote")
}

#[cfg(test)]
mod tests;
