//! A package's manifest: what it says once workspace inheritance is resolved, and the form in which it builds alone.
//! Reads `Cargo.toml` files; does not call cargo, which might write a lock file into a folder that is not ours.

use super::{LoadError, Metadata};
use std::path::{Path, PathBuf};
use toml::{Table, Value};

const DEPENDENCIES: [&str; 3] = ["dependencies", "dev-dependencies", "build-dependencies"];

/// A manifest with everything inherited filled in.
#[derive(Debug, Clone)]
pub(super) struct Manifest {
    pub path: PathBuf,
    pub table: Table,
    /// Folder and manifest of the workspace above, the package itself included.
    pub workspace: Option<(PathBuf, Table)>,
}

/// A dependency by path: where it lies, and where its copy goes.
#[derive(Debug, Clone)]
pub(super) struct PathDependency {
    pub name: String,
    pub folder: PathBuf,
}

/// What of a package a copy must be able to build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Everything, tests, examples and benches included.
    Whole,
    /// The library alone, without dev-dependencies.
    Library,
    /// The same, as a member of the seed's workspace.
    Dependency,
}

impl Manifest {
    pub fn read(root: &Path) -> Result<Manifest, LoadError> {
        let path = root.join("Cargo.toml");
        if !path.is_file() {
            return Err(LoadError::NoManifest(root.to_path_buf()));
        }
        let table = parse(&path)?;
        if !table.contains_key("package") {
            return Err(if table.contains_key("workspace") {
                LoadError::OnlyWorkspace(path)
            } else {
                LoadError::Manifest { path, message: "it has no [package] section".into() }
            });
        }
        let workspace = find_workspace(root, &table)?;
        let mut manifest = Manifest { path, table, workspace };
        manifest.inherit()?;
        Ok(manifest)
    }

    pub fn name(&self) -> Result<String, LoadError> {
        self.package_string("name")
            .ok_or_else(|| LoadError::Manifest { path: self.path.clone(), message: "[package] has no name".into() })
    }

    pub fn package_string(&self, key: &str) -> Option<String> {
        Some(self.table.get("package")?.get(key)?.as_str()?.to_string())
    }

    /// Identifier and root file of the library target.
    pub fn library(&self, package: &str) -> Result<(String, String), LoadError> {
        let lib = self.table.get("lib");
        let text = |key: &str| Some(lib?.get(key)?.as_str()?.to_string());
        let refuse = |reason: &str| LoadError::NotALibrary {
            path: self.path.clone(),
            package: package.into(),
            reason: reason.into(),
        };
        let flag = |key: &str| lib.and_then(|l| l.get(key)).and_then(Value::as_bool) == Some(true);
        if flag("proc-macro") || flag("proc_macro") {
            return Err(refuse("a procedural macro runs inside the compiler"));
        }
        let name = text("name").unwrap_or_else(|| package.replace('-', "_"));
        let path = text("path").unwrap_or("src/lib.rs".into());
        let path = path.trim_start_matches("./").to_string();
        if !self.folder().join(&path).is_file() {
            return Err(refuse(&format!("it has no {path}")));
        }
        Ok((name, path))
    }

    pub fn metadata(&self) -> Result<Metadata, LoadError> {
        let Some(value) = self.table["package"].get("metadata").and_then(|m| m.get("synth")) else {
            return Ok(Metadata::default());
        };
        value.clone().try_into().map_err(|error: toml::de::Error| LoadError::Metadata {
            path: self.path.clone(),
            message: error.message().to_string(),
        })
    }

    /// `[profile]` of the workspace root, where alone cargo reads it, as it is for a package: what it says of that package by
    /// name is said of all, so that it holds for others with the same interface, too.
    pub fn profile(&self, package: &str) -> Table {
        let root = self.workspace.as_ref().map_or(&self.table, |(_, table)| table);
        let mut profiles = root.get("profile").and_then(Value::as_table).cloned().unwrap_or_default();
        for profile in profiles.iter_mut().filter_map(|(_, profile)| profile.as_table_mut()) {
            let own = profile.get_mut("package").and_then(Value::as_table_mut).and_then(|all| all.remove(package));
            if let Some(Value::Table(own)) = own {
                profile.extend(own);
            }
        }
        profiles
    }

    /// The build scripts that cargo runs before it compiles the package: those that `build` names, or `build.rs`.
    pub fn build_scripts(&self) -> Vec<PathBuf> {
        let default = self.folder().join("build.rs");
        match self.table["package"].get("build") {
            Some(Value::Boolean(false)) => Vec::new(),
            Some(Value::String(file)) => vec![self.folder().join(file)],
            Some(Value::Array(files)) => {
                files.iter().filter_map(Value::as_str).map(|file| self.folder().join(file)).collect()
            }
            _ => Some(default).filter(|file| file.is_file()).into_iter().collect(),
        }
    }

    /// Folders of the packages that it depends on by path.
    pub fn path_dependencies(&self, purpose: Purpose) -> Vec<PathBuf> {
        let mut folders = Vec::new();
        self.standalone(purpose, &mut |dependency| {
            folders.push(dependency.folder);
            None
        });
        folders
    }

    pub fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new("."))
    }

    /// The manifest of a copy that builds anywhere. `place` says, for a path dependency (its name and folder), which
    /// path the copy writes; `None` keeps what is written.
    pub fn standalone(&self, purpose: Purpose, place: &mut dyn FnMut(PathDependency) -> Option<String>) -> Table {
        let mut table = self.table.clone();
        for key in ["workspace", "patch", "replace", "profile"] {
            table.remove(key);
        }
        if purpose != Purpose::Whole {
            library_only(&mut table);
            only_known_features(&mut table);
        }
        self.package_section(&mut table, purpose);
        each_dependency(&mut table, &mut |name, value| {
            let Some(path) = value.get("path").and_then(Value::as_str) else {
                return;
            };
            let folder = self.folder().join(path);
            let dependency = PathDependency { name: name.into(), folder: folder.canonicalize().unwrap_or(folder) };
            if let (Some(new), Some(entry)) = (place(dependency), value.as_table_mut()) {
                entry.insert("path".into(), Value::String(new));
            }
        });
        if purpose != Purpose::Dependency {
            table.insert("workspace".into(), Value::Table(Table::new()));
        }
        table
    }

    /// Files that `[package]` names outside the package (`readme`, `license-file`).
    pub fn outside_files(&self) -> Vec<PathBuf> {
        ["readme", "license-file"]
            .into_iter()
            .filter_map(|key| self.package_string(key))
            .filter(|path| outside(path))
            .map(|path| self.folder().join(path))
            .collect()
    }

    fn package_section(&self, table: &mut Table, purpose: Purpose) {
        let resolver = self.workspace.as_ref().and_then(|(_, root)| root.get("workspace")?.get("resolver").cloned());
        let Some(package) = table.get_mut("package").and_then(Value::as_table_mut) else {
            return;
        };
        package.remove("workspace");
        if let Some(resolver) = resolver.filter(|_| purpose != Purpose::Dependency) {
            package.entry("resolver").or_insert(resolver);
        }
        for key in ["readme", "license-file"] {
            if let Some(path) = package.get(key).and_then(Value::as_str)
                && outside(path)
                && let Some(name) = Path::new(path).file_name()
            {
                let name = name.to_string_lossy().into_owned();
                package.insert(key.into(), Value::String(name));
            }
        }
    }

    /// Replaces every `{ workspace = true }` by what the workspace says.
    fn inherit(&mut self) -> Result<(), LoadError> {
        let folder = self.folder().to_path_buf();
        let path = self.path.clone();
        let missing = |key: &str, table: &str| LoadError::NotInherited {
            path: path.clone(),
            key: key.into(),
            table: table.into(),
        };
        let (root, shared) = match &self.workspace {
            Some((root, table)) => (root.clone(), table.get("workspace").cloned()),
            None => (folder.clone(), None),
        };
        let from = |section: &str, key: &str| shared.as_ref()?.get(section)?.get(key).cloned();
        if let Some(package) = self.table.get_mut("package").and_then(Value::as_table_mut) {
            for (key, value) in package.iter_mut().filter(|(_, v)| inherits(v)) {
                let found = from("package", key).ok_or_else(|| missing(key, "package"))?;
                let is_file = key == "readme" || key == "license-file";
                *value = match found.as_str() {
                    Some(file) if is_file => Value::String(relative(&root.join(file), &folder)),
                    _ => found,
                };
            }
        }
        if self.table.get("lints").is_some_and(inherits) {
            let lints = shared.as_ref().and_then(|w| w.get("lints").cloned());
            self.table.insert("lints".into(), lints.ok_or_else(|| missing("lints", "lints"))?);
        }
        let mut failed = None;
        each_dependency(&mut self.table, &mut |name, value| {
            if !inherits(value) {
                return;
            }
            match from("dependencies", name) {
                Some(found) => *value = merge(found, value, &root, &folder),
                None => failed = Some(missing(name, "dependencies")),
            }
        });
        failed.map_or(Ok(()), Err)
    }
}

fn parse(path: &Path) -> Result<Table, LoadError> {
    let text =
        std::fs::read_to_string(path).map_err(|source| LoadError::Unreadable { path: path.to_path_buf(), source })?;
    text.parse::<Table>().map_err(|error| LoadError::Manifest { path: path.to_path_buf(), message: error.to_string() })
}

/// The workspace that cargo would use: the package's own, the one that it names, or the first one above that does not
/// exclude it.
fn find_workspace(root: &Path, table: &Table) -> Result<Option<(PathBuf, Table)>, LoadError> {
    if table.contains_key("workspace") {
        return Ok(Some((root.to_path_buf(), table.clone())));
    }
    if let Some(path) = table["package"].get("workspace").and_then(Value::as_str) {
        let folder = root.join(path);
        return Ok(Some((folder.clone(), parse(&folder.join("Cargo.toml"))?)));
    }
    for folder in root.ancestors().skip(1) {
        let path = folder.join("Cargo.toml");
        if !path.is_file() {
            continue;
        }
        let above = parse(&path)?;
        let Some(workspace) = above.get("workspace") else {
            continue;
        };
        let excluded = workspace
            .get("exclude")
            .and_then(Value::as_array)
            .is_some_and(|list| list.iter().filter_map(Value::as_str).any(|e| root.starts_with(folder.join(e))));
        return Ok((!excluded).then(|| (folder.to_path_buf(), above)));
    }
    Ok(None)
}

fn inherits(value: &Value) -> bool {
    value.get("workspace").and_then(Value::as_bool) == Some(true)
}

/// A workspace dependency with what the member adds to it.
fn merge(shared: Value, member: &Value, root: &Path, folder: &Path) -> Value {
    let mut entry = match shared {
        Value::Table(table) => table,
        version => Table::from_iter([("version".to_string(), version)]),
    };
    if let Some(path) = entry.get("path").and_then(Value::as_str) {
        let path = relative(&root.join(path), folder);
        entry.insert("path".into(), Value::String(path));
    }
    for (key, value) in member.as_table().into_iter().flatten() {
        match (key.as_str(), entry.get_mut(key), value) {
            ("workspace", ..) => {}
            ("features", Some(Value::Array(all)), Value::Array(more)) => all.extend(more.iter().cloned()),
            // Cargo lets a member switch the default features on, never off.
            ("default-features", Some(_), Value::Boolean(false)) => {}
            _ => {
                entry.insert(key.clone(), value.clone());
            }
        }
    }
    Value::Table(entry)
}

/// Every dependency of a manifest, those of `[target.*]` included.
fn each_dependency(table: &mut Table, visit: &mut dyn FnMut(&str, &mut Value)) {
    for section in DEPENDENCIES {
        for (name, value) in table.get_mut(section).and_then(Value::as_table_mut).into_iter().flatten() {
            visit(name, value);
        }
    }
    for (_, target) in table.get_mut("target").and_then(Value::as_table_mut).into_iter().flatten() {
        if let Some(target) = target.as_table_mut() {
            each_dependency(target, visit);
        }
    }
}

/// Features may name dev-dependencies, and are refused when those are gone.
fn only_known_features(table: &mut Table) {
    let mut known: Vec<String> = Vec::new();
    each_dependency(table, &mut |name, _| known.push(name.to_string()));
    for (_, list) in table.get_mut("features").and_then(Value::as_table_mut).into_iter().flatten() {
        if let Some(list) = list.as_array_mut() {
            list.retain(|entry| {
                let text = entry.as_str().unwrap_or_default();
                let of = text.strip_prefix("dep:").or_else(|| Some(text.split_once('/')?.0.trim_end_matches('?')));
                of.is_none_or(|name| known.iter().any(|k| k == name))
            });
        }
    }
}

fn library_only(table: &mut Table) {
    for key in ["dev-dependencies", "test", "bench", "example", "bin"] {
        table.remove(key);
    }
    for (_, target) in table.get_mut("target").and_then(Value::as_table_mut).into_iter().flatten() {
        if let Some(target) = target.as_table_mut() {
            target.remove("dev-dependencies");
        }
    }
    if let Some(package) = table.get_mut("package").and_then(Value::as_table_mut) {
        package.remove("default-run");
        for key in ["autotests", "autobenches", "autoexamples", "autobins"] {
            package.insert(key.into(), Value::Boolean(false));
        }
    }
}

fn outside(path: &str) -> bool {
    path.starts_with("..") || Path::new(path).is_absolute()
}

/// `path` as seen from `folder`; absolute where they share nothing.
fn relative(path: &Path, folder: &Path) -> String {
    let path = path.canonicalize().unwrap_or(path.to_path_buf());
    let shared = path.components().zip(folder.components()).take_while(|(a, b)| a == b).count();
    let up = folder.components().count() - shared;
    let mut out = PathBuf::new();
    out.extend(std::iter::repeat_n("..", up));
    out.extend(path.components().skip(shared));
    out.to_string_lossy().replace('\\', "/")
}
