//! The seed crate: where it is, what belongs to it, what it offers. Reads folders and manifests; starts no search,
//! judges nothing, and never writes into the folder that it was given.

mod fitness;
pub mod interface;
pub mod items;
mod manifest;
mod metadata;
mod requires;
mod sources;
mod standalone;
pub mod types;

pub use fitness::{Fitness, FitnessError};
pub use metadata::{Behaviour, Metadata, matches};
pub use requires::Requirement;
pub use sources::{Sources, module_of};

use std::path::{Path, PathBuf};

/// A library crate as it lies on disk, read once.
#[derive(Debug, Clone)]
pub struct Component {
    /// Name in the manifest, for example `percent-encoding`.
    pub package: String,
    /// Version in the manifest, `0.0.0` when there is none.
    pub version: String,
    /// The identifier that a dependent crate writes, for example `percent_encoding`.
    pub lib: String,
    /// `2015` when the manifest says nothing.
    pub edition: String,
    /// The oldest Rust that it promises to build with.
    pub rust_version: Option<String>,
    /// Canonical folder of the manifest.
    pub root: PathBuf,
    /// Root file of the library relative to `root`, with `/`.
    pub lib_path: String,
    /// `[package.metadata.synth]`.
    pub metadata: Metadata,
    /// What says what it is worth, where that is asked for; else it is worth what the seed does.
    pub scored_by: Option<Fitness>,
    /// Every file that is compiled into the library.
    pub sources: Sources,
    /// `[profile]` of the package, or of its workspace. The stand-alone copy carries none, so that whoever builds it
    /// chooses; to build as the user does, add this table.
    pub profile: toml::Table,
    manifest: manifest::Manifest,
}

/// Why a folder cannot be a seed.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    #[error(
        "{} has no Cargo.toml; give the folder of a library crate (for a workspace, the folder of the member)",
        .0.display()
    )]
    NoManifest(PathBuf),
    #[error("cannot read {}: {source}", path.display())]
    Unreadable { path: PathBuf, source: std::io::Error },
    #[error("{} is not a valid manifest: {message}", path.display())]
    Manifest { path: PathBuf, message: String },
    #[error(
        "{} is a workspace without a package of its own; give the folder of one of its members", .0.display()
    )]
    OnlyWorkspace(PathBuf),
    #[error(
        "{}: `{package}` is not a library ({reason}); synth evolves library crates, so move the code to be improved into a src/lib.rs", path.display()
    )]
    NotALibrary { path: PathBuf, package: String, reason: String },
    #[error("{}: `{key}` is inherited, but no workspace above defines it; add it to `[workspace.{table}]` or write it out", path.display())]
    NotInherited { path: PathBuf, key: String, table: String },
    #[error("{}, [package.metadata.synth]: {message}", path.display())]
    Metadata { path: PathBuf, message: String },
    #[error("{}:{line}:{column}: {message}; the crate must parse before it can be evolved", file.display())]
    Syntax { file: PathBuf, line: usize, column: usize, message: String },
    #[error("{}:{line}: `mod {module};` has no file; expected {expected}", file.display())]
    MissingModule { file: PathBuf, line: usize, module: String, expected: String },
}

impl Component {
    /// Reads the crate whose manifest lies in `dir`: a stand-alone crate, a workspace member, or a folder of cargo's
    /// registry. Nothing is written and cargo is not called.
    pub fn load(dir: &Path) -> Result<Component, LoadError> {
        let root = dir.canonicalize().map_err(|_| LoadError::NoManifest(dir.to_path_buf()))?;
        let manifest = manifest::Manifest::read(&root)?;
        let package = manifest.name()?;
        let (lib, lib_path) = manifest.library(&package)?;
        let sources = Sources::read(&root, &lib_path)?;
        Ok(Component {
            version: manifest.package_string("version").unwrap_or("0.0.0".into()),
            edition: manifest.package_string("edition").unwrap_or("2015".into()),
            rust_version: manifest.package_string("rust-version"),
            metadata: manifest.metadata()?,
            scored_by: None,
            profile: manifest.profile(&package),
            package,
            lib,
            root,
            lib_path,
            sources,
            manifest,
        })
    }

    /// Where the manifest holds a line of its metadata, for messages: `Cargo.toml:12`.
    pub fn place_in_manifest(&self, line: &str) -> String {
        let path = self.root.join("Cargo.toml");
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        let spelled = [line.to_owned(), line.replace('\\', r"\\").replace('"', "\\\"")];
        let at = text.lines().position(|l| spelled.iter().any(|s| l.contains(s)));
        at.map_or(path.display().to_string(), |at| format!("{}:{}", path.display(), at + 1))
    }
}

#[cfg(test)]
mod tests;
