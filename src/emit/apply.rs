//! `synth apply`: the files that a variant changed, put into the seed it came from.
//!
//! No patch is parsed and no other tool is called: the variant holds the new text, its provenance the hash of the
//! old. A seed that moved on since is refused as a whole.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::provenance::read_manifest;
use super::{NotAVariant, Provenance, sha256};

/// What [`apply`] did.
#[derive(Debug, PartialEq)]
pub struct Applied {
    /// Folder of the seed.
    pub seed: PathBuf,
    /// Files written, relative to it. Empty: the seed already was the variant.
    pub changed: Vec<String>,
}

/// Why nothing was applied. The seed is as it was.
#[derive(Debug, Error)]
pub enum ApplyError {
    #[error(transparent)]
    NotAVariant(#[from] NotAVariant),
    #[error("the seed {package} is not in {seed} (no Cargo.toml of that package); say where it is now with --to")]
    NoSeed { seed: PathBuf, package: String },
    #[error(
        "{file} of the seed changed since the variant was made, so the patch is not what was judged; \
         run `synth evolve` on the seed as it is, or merge by hand with `git apply --3way`"
    )]
    SeedChanged { file: PathBuf },
    #[error(
        "{file} of the variant changed since it was judged; restore it, or copy it into the seed by hand if you \
         mean the change"
    )]
    VariantChanged { file: PathBuf },
    #[error("cannot {action} {file}: {source}")]
    Io { action: &'static str, file: PathBuf, source: std::io::Error },
}

/// Puts the changed files of the variant in `variant_dir` into its seed, all of them or none.
///
/// The seed is the one named in the variant's provenance, or `seed_override`.
pub fn apply(variant_dir: &Path, seed_override: Option<&Path>) -> Result<Applied, ApplyError> {
    let provenance = Provenance::read(variant_dir)?;
    let seed = seed_override.map_or_else(|| PathBuf::from(&provenance.seed_path), Path::to_owned);
    check_package(&seed, &provenance)?;
    let mut pending = Vec::new();
    for touched in &provenance.files {
        let (old_file, new_file) = (seed.join(&touched.path), variant_dir.join(&touched.path));
        let new = fs::read(&new_file).map_err(io("read", &new_file))?;
        if sha256(&new) != touched.variant_sha256 {
            return Err(ApplyError::VariantChanged { file: new_file });
        }
        let old = fs::read(&old_file).map_err(io("read", &old_file))?;
        if old == new {
            continue;
        }
        if sha256(&old) != touched.seed_sha256 {
            return Err(ApplyError::SeedChanged { file: old_file });
        }
        pending.push((touched.path.clone(), stage(&old_file, &new).map_err(io("write", &old_file))?));
    }
    let mut changed = Vec::new();
    for (path, (file, target)) in pending {
        file.persist(&target).map_err(|error| io("write", &target)(error.error))?;
        changed.push(path);
    }
    Ok(Applied { seed, changed })
}

/// Writes the new text beside the old file, with its permissions, ready to take its place; follows links.
fn stage(file: &Path, text: &[u8]) -> std::io::Result<(tempfile::NamedTempFile, PathBuf)> {
    let target = file.canonicalize()?;
    let parent = target.parent().unwrap_or(Path::new("/"));
    let mut temporary = tempfile::NamedTempFile::new_in(parent)?;
    temporary.write_all(text)?;
    temporary.as_file().set_permissions(target.metadata()?.permissions())?;
    Ok((temporary, target))
}

fn check_package(seed: &Path, provenance: &Provenance) -> Result<(), ApplyError> {
    let package = provenance.seed_package();
    let found = read_manifest(&seed.join("Cargo.toml")).ok();
    let name = found.as_ref().and_then(|manifest| manifest.get("package")?.get("name")?.as_str());
    if name == Some(package) {
        return Ok(());
    }
    Err(ApplyError::NoSeed { seed: seed.to_owned(), package: package.to_owned() })
}

fn io(action: &'static str, file: &Path) -> impl FnOnce(std::io::Error) -> ApplyError {
    let file = file.to_owned();
    move |source| ApplyError::Io { action, file, source }
}

#[cfg(test)]
mod tests {
    use super::super::emit;
    use super::super::examples::{Example, NEW, OLD};
    use super::*;

    fn emitted() -> (Example, PathBuf) {
        let example = Example::new();
        emit(&example.variant(), &example.variants_dir()).unwrap();
        let variant = example.variants_dir().join("v1");
        (example, variant)
    }

    fn library(example: &Example) -> String {
        fs::read_to_string(example.seed_dir().join("src/lib.rs")).unwrap()
    }

    #[test]
    fn the_seed_gets_the_new_text_once_and_a_second_time_changes_nothing() {
        let (example, variant) = emitted();
        let applied = apply(&variant, None).unwrap();
        assert_eq!(applied, Applied { seed: example.seed_dir(), changed: vec!["src/lib.rs".into()] });
        assert_eq!(library(&example), NEW);
        assert!(apply(&variant, None).unwrap().changed.is_empty());
    }

    #[test]
    fn a_seed_that_changed_since_is_left_alone() {
        let (example, variant) = emitted();
        let edited = OLD.replace("Adds", "Adds well");
        fs::write(example.seed_dir().join("src/lib.rs"), &edited).unwrap();
        let error = apply(&variant, None).unwrap_err();
        assert!(matches!(&error, ApplyError::SeedChanged { file } if file.ends_with("src/lib.rs")), "{error}");
        assert_eq!(library(&example), edited);
    }

    #[test]
    fn a_variant_that_was_edited_by_hand_is_not_taken_for_the_judged_one() {
        let (example, variant) = emitted();
        fs::write(variant.join("src/lib.rs"), "pub fn twice(x: u32) -> u32 { 0 }\n").unwrap();
        assert!(matches!(apply(&variant, None), Err(ApplyError::VariantChanged { .. })));
        assert_eq!(library(&example), OLD);
    }

    #[test]
    fn a_seed_that_moved_is_asked_for_and_taken_from_the_option() {
        let (example, variant) = emitted();
        let moved = example.root.path().join("moved");
        fs::rename(example.seed_dir(), &moved).unwrap();
        assert!(matches!(apply(&variant, None), Err(ApplyError::NoSeed { .. })));
        assert_eq!(apply(&variant, Some(&moved)).unwrap().seed, moved);
    }

    #[test]
    fn a_manifest_that_names_files_outside_the_package_is_refused() {
        let (_example, variant) = emitted();
        let manifest = variant.join("Cargo.toml");
        let text = fs::read_to_string(&manifest).unwrap();
        fs::write(&manifest, text.replace("path = \"src/lib.rs\"", "path = \"../../x\"")).unwrap();
        assert!(matches!(apply(&variant, None), Err(ApplyError::NotAVariant(_))));
    }

    #[test]
    fn a_crate_that_is_no_variant_is_named_as_such() {
        let example = Example::new();
        let error = apply(&example.seed_dir(), None).unwrap_err();
        assert!(error.to_string().contains("is not the manifest of a variant"), "{error}");
    }
}
