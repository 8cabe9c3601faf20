//! What a run gives away: each variant as a crate that builds anywhere, and as a patch on its seed.
//!
//! Writes what it is given. It must not know how a candidate was found or judged, and it changes no line of code
//! that the patch does not show.

mod apply;
mod manifest;
mod provenance;
mod readme;
mod regression;

use std::fs;
use std::path::{Component, Path};

use anyhow::{Context as _, Result, bail};
use sha2::{Digest as _, Sha256};

pub use apply::{Applied, ApplyError, apply};
pub use provenance::{Edit, FileHash, NotAVariant, Provenance, TouchedFile, Transplanted};
pub use regression::source as regression_test;

/// An accepted candidate, ready to be written.
pub struct Variant<'a> {
    /// Letters, digits, `-` and `_`: part of the package name.
    pub name: &'a str,
    /// A copy of the seed that builds alone; its manifest is normalised.
    pub seed_dir: &'a Path,
    /// Path relative to the package root, and the new text, of each file that an edit touches.
    pub changed: Vec<(String, String)>,
    /// Unified diff against the seed, paths relative to the package root (`a/src/lib.rs`).
    pub diff: &'a str,
    /// The source of a test of inputs on which candidates were wrong.
    pub regression: Option<&'a str>,
    pub provenance: Provenance,
}

/// Writes `<variants_dir>/<name>/` and `<variants_dir>/<name>.patch`, replacing what an earlier run left there.
///
/// The crate appears whole or not at all, and before its patch.
pub fn emit(variant: &Variant, variants_dir: &Path) -> Result<()> {
    let target = variants_dir.join(variant.name);
    let patch = variants_dir.join(format!("{}.patch", variant.name));
    let write = || {
        fs::create_dir_all(variants_dir)?;
        let temporary = tempfile::Builder::new().prefix(".emit-").tempdir_in(variants_dir)?;
        let crate_dir = temporary.path().join("crate");
        write_crate(variant, &crate_dir)?;
        if target.exists() {
            fs::rename(&target, temporary.path().join("previous"))?;
        }
        fs::rename(&crate_dir, &target)?;
        fs::write(temporary.path().join("patch"), variant.diff)?;
        fs::rename(temporary.path().join("patch"), &patch)?;
        anyhow::Ok(())
    };
    write().with_context(|| format!("cannot write the variant to {}", target.display()))
}

/// Lines added plus lines removed in a unified diff.
pub fn diff_lines(diff: &str) -> usize {
    let mut lines = diff.lines();
    let mut changed = 0;
    while let Some(line) = lines.next() {
        if line.starts_with("--- ") && lines.clone().next().is_some_and(|next| next.starts_with("+++ ")) {
            lines.next();
        } else if line.starts_with(['+', '-']) {
            changed += 1;
        }
    }
    changed
}

fn write_crate(variant: &Variant, crate_dir: &Path) -> Result<()> {
    copy_tree(variant.seed_dir, crate_dir)?;
    let mut provenance = variant.provenance.clone();
    provenance.files.clear();
    for (path, text) in &variant.changed {
        if !is_inside(path) {
            bail!("the edited file {path} lies outside the package, where a variant cannot change it");
        }
        let file = crate_dir.join(path);
        let old = fs::read(&file).with_context(|| format!("the seed has no file {path}"))?;
        provenance.files.push(TouchedFile {
            path: path.clone(),
            seed_sha256: sha256(&old),
            variant_sha256: sha256(text.as_bytes()),
        });
        fs::write(&file, text)?;
    }
    if let Some(test) = variant.regression {
        fs::create_dir_all(crate_dir.join("tests"))?;
        fs::write(crate_dir.join("tests/synth_counterexamples.rs"), test)?;
    }
    let manifest = crate_dir.join("Cargo.toml");
    let text = fs::read_to_string(&manifest).context("cannot read the seed's Cargo.toml")?;
    let renamed = manifest::rename(&text, variant.name, &provenance, crate_dir)?;
    fs::write(&manifest, renamed)?;
    readme::write(variant, crate_dir)
}

/// Copies files and folders, following links; leaves build output and version control behind.
fn copy_tree(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))? {
        let source = entry?.path();
        let name = source.file_name().expect("an entry of a folder has a name");
        let target = to.join(name);
        if !source.is_dir() {
            fs::copy(&source, &target).with_context(|| format!("cannot copy {}", source.display()))?;
        } else if name != "target" && name != ".git" {
            copy_tree(&source, &target)?;
        }
    }
    Ok(())
}

/// Whether a relative path stays below the folder that it is joined to.
fn is_inside(path: &str) -> bool {
    let mut parts = Path::new(path).components().peekable();
    parts.peek().is_some() && parts.all(|part| matches!(part, Component::Normal(_)))
}

/// SHA-256 in lower-case hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod examples;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_crate_holds_the_new_text_and_everything_else_as_it_was() {
        let example = examples::Example::new();
        emit(&example.variant(), &example.variants_dir()).unwrap();
        let out = example.variants_dir().join("v1");
        assert_eq!(fs::read_to_string(out.join("src/lib.rs")).unwrap(), examples::NEW);
        assert_eq!(fs::read_to_string(out.join("LICENSE")).unwrap(), "MIT\n");
        assert!(out.join("tests/it.rs").exists());
        assert!(!out.join("target").exists());
        let patch = example.variants_dir().join("v1.patch");
        assert_eq!(fs::read_to_string(patch).unwrap(), examples::DIFF);
    }

    #[test]
    fn emitting_again_replaces_the_earlier_crate_and_leaves_nothing_beside_it() {
        let example = examples::Example::new();
        let variants = example.variants_dir();
        fs::create_dir_all(variants.join("v1")).unwrap();
        fs::write(variants.join("v1/stale"), "").unwrap();
        emit(&example.variant(), &variants).unwrap();
        let mut names: Vec<_> = fs::read_dir(&variants).unwrap().map(|it| it.unwrap().file_name()).collect();
        names.sort();
        assert_eq!(names, ["v1", "v1.patch"]);
        assert!(!variants.join("v1/stale").exists());
    }

    #[test]
    fn a_file_outside_the_package_is_refused_and_nothing_is_left() {
        let example = examples::Example::new();
        let mut variant = example.variant();
        variant.changed[0].0 = "../elsewhere.rs".into();
        let error = format!("{:#}", emit(&variant, &example.variants_dir()).unwrap_err());
        assert!(error.contains("../elsewhere.rs lies outside the package"));
        assert_eq!(fs::read_dir(example.variants_dir()).unwrap().count(), 0);
    }

    #[test]
    fn diff_lines_counts_changes_and_not_headers() {
        assert_eq!(diff_lines(examples::DIFF), 2);
        assert_eq!(diff_lines("--- a/x\n+++ b/x\n@@ -1,2 +1 @@\n--- a comment of another language\n-x\n+y\n"), 3);
    }
}
