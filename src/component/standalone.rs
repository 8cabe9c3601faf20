//! A copy of the seed that builds anywhere: its files, a manifest that needs no workspace, and its path dependencies
//! beside it. Everything is planned in memory first, so that the hash of a seed is the hash of what would be written.

use super::manifest::{Manifest, PathDependency, Purpose};
use super::{Component, LoadError};
use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Never part of a package: version control, build output, what `synth` wrote, and what cargo adds when publishing.
const SKIPPED: [&str; 9] = [
    ".git",
    ".hg",
    ".svn",
    "target",
    "synth.out",
    "synth.out.old",
    ".cargo-ok",
    ".cargo_vcs_info.json",
    "Cargo.toml.orig",
];

/// Path in the copy to where its bytes come from.
type Plan = BTreeMap<String, Source>;

enum Source {
    File(PathBuf),
    Text(String),
}

impl Component {
    /// Writes a copy that builds, tests and publishes without anything around it: tests, examples, data and licence
    /// included; inherited keys filled in; no `[profile]`; path dependencies under `deps/`; an empty `[workspace]`.
    pub fn write_standalone(&self, to: &Path) -> Result<()> {
        self.write(Purpose::Whole, to)
    }

    /// The same, but its manifest knows only the library: no dev-dependencies, tests, benches, examples, binaries. It
    /// builds where a dev-dependency cannot be had.
    pub fn write_library(&self, to: &Path) -> Result<()> {
        self.write(Purpose::Library, to)
    }

    /// Build scripts of the crate and of the packages that it depends on by path: programs that cargo runs when it builds them.
    /// What a folder holds that cannot be read as a package cannot be built either.
    pub fn build_scripts(&self) -> Vec<PathBuf> {
        let mut scripts = self.manifest.build_scripts();
        let mut seen = BTreeSet::from([self.root.clone()]);
        let mut waiting = self.manifest.path_dependencies(Purpose::Whole);
        while let Some(folder) = waiting.pop() {
            if seen.insert(folder.clone())
                && let Ok(manifest) = Manifest::read(&folder)
            {
                scripts.extend(manifest.build_scripts());
                waiting.extend(manifest.path_dependencies(Purpose::Dependency));
            }
        }
        scripts
    }

    /// SHA-256 in hex of what [`Component::write_standalone`] writes, lock file apart (it belongs to the place, not to
    /// the seed). An unreadable file counts as empty.
    pub fn hash(&self) -> String {
        let mut hasher = Sha256::new();
        for (path, source) in self.plan(Purpose::Whole).unwrap_or_default() {
            let bytes = match source {
                Source::Text(text) => text.into_bytes(),
                Source::File(file) => std::fs::read(file).unwrap_or_default(),
            };
            for part in [path.as_bytes(), &bytes] {
                hasher.update((part.len() as u64).to_le_bytes());
                hasher.update(part);
            }
        }
        hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn write(&self, purpose: Purpose, to: &Path) -> Result<()> {
        let mut plan = self.plan(purpose)?;
        if let Some(lock) = self.lock_file() {
            plan.insert("Cargo.lock".into(), Source::File(lock));
        }
        for (path, source) in plan {
            let target = to.join(&path);
            let folder = target.parent().unwrap_or(to);
            std::fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
            match source {
                Source::Text(text) => std::fs::write(&target, text),
                Source::File(file) => copy(&file, &target),
            }
            .with_context(|| format!("cannot write {}", target.display()))?;
        }
        Ok(())
    }

    fn plan(&self, purpose: Purpose) -> Result<Plan> {
        let mut copies = Copies::new(if self.root.join("deps").exists() { "path-deps" } else { "deps" });
        let mut plan = copies.package(&self.manifest, "", purpose, &self.root)?;
        for (path, text) in self.sources.iter() {
            plan.insert(path.to_string(), Source::Text(text.to_string()));
        }
        while let Some((place, folder)) = copies.waiting.pop() {
            let manifest = Manifest::read(&folder).map_err(|error| path_dependency(error, &folder))?;
            plan.extend(copies.package(&manifest, &format!("{place}/"), Purpose::Dependency, &self.root)?);
        }
        Ok(plan)
    }

    /// The lock that decides which versions the user builds with; a package of the registry has none that counts.
    fn lock_file(&self) -> Option<PathBuf> {
        if self.root.join("Cargo.toml.orig").exists() {
            return None;
        }
        let above = self.manifest.workspace.as_ref().map_or(&self.root, |(root, _)| root);
        Some(above.join("Cargo.lock")).filter(|path| path.is_file())
    }
}

fn path_dependency(error: LoadError, folder: &Path) -> anyhow::Error {
    anyhow::Error::new(error).context(format!("the path dependency in {} cannot be copied", folder.display()))
}

/// Path dependencies met so far and where their copies go.
struct Copies {
    /// Folder in the copy that holds them.
    shelf: &'static str,
    placed: BTreeMap<PathBuf, String>,
    names: BTreeSet<String>,
    waiting: Vec<(String, PathBuf)>,
}

impl Copies {
    fn new(shelf: &'static str) -> Copies {
        Copies { shelf, placed: BTreeMap::new(), names: BTreeSet::new(), waiting: Vec::new() }
    }

    /// The files of one package under `prefix` (empty, or ending in `/`).
    fn package(&mut self, manifest: &Manifest, prefix: &str, purpose: Purpose, seed: &Path) -> Result<Plan> {
        let mut plan = Plan::new();
        let root = manifest.folder();
        files_below(root, "", &mut |path, file| {
            plan.insert(format!("{prefix}{path}"), Source::File(file));
        })?;
        let mut beside = manifest.outside_files();
        beside.extend(licences_above(manifest));
        for file in beside {
            if let Some(name) = file.file_name() {
                let path = format!("{prefix}{}", name.to_string_lossy());
                plan.entry(path).or_insert(Source::File(file));
            }
        }
        let table = manifest.standalone(purpose, &mut |dependency| {
            // A dev-dependency on the package itself, to switch features on for its tests.
            (dependency.folder != seed).then(|| self.place(dependency, prefix))
        });
        let text = toml::to_string(&table).context("cannot write the manifest of the copy")?;
        plan.insert(format!("{prefix}Cargo.toml"), Source::Text(text));
        plan.remove(&format!("{prefix}Cargo.lock"));
        Ok(plan)
    }

    /// Where a dependency's copy lies, as seen from the package under `prefix`.
    fn place(&mut self, dependency: PathDependency, prefix: &str) -> String {
        if !self.placed.contains_key(&dependency.folder) {
            let mut name = dependency.name.clone();
            while !self.names.insert(name.clone()) {
                name.push('_');
            }
            let place = format!("{}/{name}", self.shelf);
            self.waiting.push((place.clone(), dependency.folder.clone()));
            self.placed.insert(dependency.folder.clone(), place);
        }
        let up = "../".repeat(prefix.matches('/').count());
        format!("{up}{}", self.placed[&dependency.folder])
    }
}

/// Visits the files of a package as (relative path with `/`, file); other packages below it are not part of it.
fn files_below(root: &Path, relative: &str, visit: &mut dyn FnMut(String, PathBuf)) -> Result<()> {
    let folder = root.join(relative);
    let unreadable = || format!("cannot read the folder {}", folder.display());
    for entry in std::fs::read_dir(&folder).with_context(unreadable)? {
        let entry = entry.with_context(unreadable)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if SKIPPED.contains(&name.as_str()) {
            continue;
        }
        let path = if relative.is_empty() { name } else { format!("{relative}/{name}") };
        let kind = entry.file_type().with_context(unreadable)?;
        let file = entry.path();
        if kind.is_dir() {
            // `CACHEDIR.TAG` marks build output under any name, and `.gitignore` a run of ours.
            let ours = std::fs::read(file.join(".gitignore")).is_ok_and(|text| text == b"*\n");
            if !ours && !file.join("Cargo.toml").exists() && !file.join("CACHEDIR.TAG").exists() {
                files_below(root, &path, visit)?;
            }
        } else if file.is_file() {
            visit(path, file);
        }
    }
    Ok(())
}

/// Licence files of the workspace or repository, for a package that carries none of its own.
fn licences_above(manifest: &Manifest) -> Vec<PathBuf> {
    let own = licences_in(manifest.folder());
    if !own.is_empty() {
        return Vec::new();
    }
    let stop = |folder: &Path| {
        folder.join(".git").exists() || manifest.workspace.as_ref().is_some_and(|(root, _)| root == folder)
    };
    for folder in manifest.folder().ancestors().skip(1) {
        let found = licences_in(folder);
        if !found.is_empty() && manifest.folder().ancestors().any(stop) {
            return found;
        }
        if folder.join(".git").exists() {
            break;
        }
    }
    Vec::new()
}

fn licences_in(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| path.is_file())
        .filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy().to_uppercase();
            ["LICENSE", "LICENCE", "COPYING", "UNLICENSE"].iter().any(|word| name.starts_with(word))
        })
        .collect();
    found.sort();
    found
}

/// Copies bytes; what the registry keeps read-only becomes writable.
fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    std::fs::write(to, std::fs::read(from)?)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(from)?.permissions().mode() | 0o600;
        std::fs::set_permissions(to, std::fs::Permissions::from_mode(mode))?;
    }
    Ok(())
}
