//! The fitness file of a component: which one it is, and its text. Nothing here runs it.

use std::path::PathBuf;

use super::Component;

/// A file with `drive` and `judge`.
#[derive(Debug, Clone)]
pub struct Fitness {
    /// Where it was found.
    pub path: PathBuf,
    /// What it holds.
    pub text: String,
}

/// Why there is no fitness file.
#[derive(Debug, thiserror::Error)]
pub enum FitnessError {
    /// The manifest names none.
    #[error(
        "--objective score needs a fitness file; name it in {}, [package.metadata.synth]: fitness = \"fitness/NAME.rs\"",
        .0.display()
    )]
    NotNamed(PathBuf),
    /// What the manifest names is nowhere.
    #[error("{}, [package.metadata.synth]: there is no {name} in {}, nor in a folder above", manifest.display(), dir.display())]
    Missing {
        /// The manifest.
        manifest: PathBuf,
        /// What it names.
        name: String,
        /// Its folder.
        dir: PathBuf,
    },
    /// It is there and cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

impl Component {
    /// Reads the file that `fitness` in the metadata names: relative to the package's folder or, where it is not there, to
    /// the nearest folder above that has it, so that the members of a workspace may share a folder at its top.
    ///
    /// # Errors
    /// None is named, it is not there, or it cannot be read.
    pub fn fitness(&self) -> Result<Fitness, FitnessError> {
        let manifest = self.root.join("Cargo.toml");
        let Some(name) = &self.metadata.fitness else { return Err(FitnessError::NotNamed(manifest)) };
        let path = self.root.ancestors().map(|dir| dir.join(name)).find(|path| path.is_file());
        let missing = || FitnessError::Missing { manifest, name: name.clone(), dir: self.root.clone() };
        let path = path.ok_or_else(missing)?;
        match std::fs::read_to_string(&path) {
            Ok(text) => Ok(Fitness { path, text }),
            Err(source) => Err(FitnessError::Unreadable { path, source }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A package `a/b` that names `fitness/it.rs`, which lies in the folders of `at`.
    fn package(dir: &std::path::Path, named: bool, at: &[&str]) -> Component {
        let root = dir.join("a/b");
        std::fs::create_dir_all(root.join("src")).unwrap();
        let named = if named { "[package.metadata.synth]\nfitness = \"fitness/it.rs\"\n" } else { "" };
        let manifest = format!("[package]\nname = \"b\"\nversion = \"0.1.0\"\n{named}");
        std::fs::write(root.join("Cargo.toml"), manifest).unwrap();
        std::fs::write(root.join("src/lib.rs"), "").unwrap();
        for folder in at {
            std::fs::create_dir_all(dir.join(folder).join("fitness")).unwrap();
            std::fs::write(dir.join(folder).join("fitness/it.rs"), folder).unwrap();
        }
        Component::load(&root).unwrap()
    }

    #[test]
    fn the_nearest_file_of_that_name_is_taken() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(package(dir.path(), true, &["."]).fitness().unwrap().text, ".");
        assert_eq!(package(dir.path(), true, &[".", "a"]).fitness().unwrap().text, "a");
        assert_eq!(package(dir.path(), true, &["a/b"]).fitness().unwrap().text, "a/b");
    }

    #[test]
    fn what_is_not_named_or_not_there_is_said_with_the_manifest() {
        let dir = tempfile::tempdir().unwrap();
        let error = package(dir.path(), false, &["."]).fitness().unwrap_err().to_string();
        assert!(error.contains("Cargo.toml") && error.contains("fitness = "), "{error}");
        let dir = tempfile::tempdir().unwrap();
        let error = package(dir.path(), true, &[]).fitness().unwrap_err().to_string();
        assert!(error.contains("there is no fitness/it.rs"), "{error}");
    }
}
