//! The files that are compiled into a library, found by following its `mod` items. Modules that macros make are not
//! seen, and a module whose `cfg` cannot be judged here is taken when its file exists.

use super::LoadError;
use std::collections::BTreeMap;
use std::path::{Component as Part, Path, PathBuf};
use std::sync::Arc;
use syn::spanned::Spanned;

/// Source files by path relative to the package (with `/`). Cloning is cheap: texts are shared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sources(BTreeMap<Arc<str>, Arc<str>>);

impl Sources {
    /// The text of one file.
    pub fn get(&self, path: &str) -> Option<&Arc<str>> {
        self.0.get(path)
    }

    /// Files in the order of their paths.
    pub fn iter(&self) -> impl Iterator<Item = (&Arc<str>, &Arc<str>)> {
        self.0.iter()
    }

    /// The same files with one text replaced or added.
    pub fn with(&self, path: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Sources {
        let mut files = self.0.clone();
        files.insert(path.into(), text.into());
        Sources(files)
    }

    /// Follows the module tree from `lib_path` (relative to `root`).
    pub(super) fn read(root: &Path, lib_path: &str) -> Result<Sources, LoadError> {
        let mut walk = Walk { root, files: BTreeMap::new() };
        walk.file(Path::new(lib_path), true)?;
        Ok(Sources(walk.files))
    }
}

impl FromIterator<(Arc<str>, Arc<str>)> for Sources {
    fn from_iter<I: IntoIterator<Item = (Arc<str>, Arc<str>)>>(files: I) -> Sources {
        Sources(files.into_iter().collect())
    }
}

/// The modules that a file lies in, if it is where it usually is: `src/a/b.rs` and `src/a/b/mod.rs` are `a::b`.
pub fn module_of(file: &str) -> Vec<String> {
    let path = file.strip_prefix("src/").unwrap_or(file).trim_end_matches(".rs");
    let path = path.strip_suffix("/mod").unwrap_or(path);
    if path == "lib" || path == "main" { Vec::new() } else { path.split('/').map(str::to_owned).collect() }
}

struct Walk<'a> {
    root: &'a Path,
    files: BTreeMap<Arc<str>, Arc<str>>,
}

/// Where the `mod` items of one scope look for their files, relative to the package.
struct Scope<'a> {
    file: &'a Path,
    /// Folder of `x.rs` for `mod x;`.
    children: PathBuf,
    /// Folder that a `#[path]` is relative to.
    explicit: PathBuf,
}

impl Walk<'_> {
    /// Reads `file` and what it declares. `owns_folder`: its modules lie beside it (`lib.rs`, `mod.rs`, `#[path]`).
    fn file(&mut self, file: &Path, owns_folder: bool) -> Result<(), LoadError> {
        let key: Arc<str> = slashed(file).into();
        if self.files.contains_key(&key) {
            return Ok(());
        }
        let path = self.root.join(file);
        let text =
            std::fs::read_to_string(&path).map_err(|source| LoadError::Unreadable { path: path.clone(), source })?;
        let tree = syn::parse_file(&text).map_err(|error| LoadError::Syntax {
            line: error.span().start().line,
            column: error.span().start().column + 1,
            message: error.to_string(),
            file: path,
        })?;
        self.files.insert(key, text.into());
        let folder = file.parent().unwrap_or(Path::new("")).to_path_buf();
        let children = match file.file_stem() {
            Some(stem) if !owns_folder => folder.join(stem),
            _ => folder.clone(),
        };
        let scope = Scope { file, children, explicit: folder };
        self.items(&tree.items, &scope)
    }

    fn items(&mut self, items: &[syn::Item], scope: &Scope) -> Result<(), LoadError> {
        for item in items {
            if let syn::Item::Mod(module) = item
                && !only_in_tests(&module.attrs)
            {
                self.module(module, scope)?;
            }
        }
        Ok(())
    }

    fn module(&mut self, module: &syn::ItemMod, scope: &Scope) -> Result<(), LoadError> {
        let name = module.ident.to_string();
        let name = name.trim_start_matches("r#");
        let explicit = explicit_paths(&module.attrs);
        if let Some((_, items)) = &module.content {
            let folder = match explicit.first() {
                Some(path) => tidy(&scope.explicit.join(path)),
                None => scope.children.join(name),
            };
            let inner = Scope { file: scope.file, children: folder.clone(), explicit: folder };
            return self.items(items, &inner);
        }
        let mut candidates: Vec<(PathBuf, bool)> =
            explicit.iter().map(|path| (tidy(&scope.explicit.join(path)), true)).collect();
        let unconditional = module.attrs.iter().any(|a| a.path().is_ident("path"));
        if !unconditional {
            candidates.push((scope.children.join(format!("{name}.rs")), false));
            candidates.push((scope.children.join(name).join("mod.rs"), true));
        }
        let found: Vec<_> = candidates.iter().filter(|(path, _)| self.root.join(path).is_file()).collect();
        let conditional = module.attrs.iter().any(|a| a.path().is_ident("cfg") || a.path().is_ident("cfg_attr"));
        if found.is_empty() && !conditional {
            let expected: Vec<String> = candidates.iter().map(|(p, _)| slashed(p)).collect();
            return Err(LoadError::MissingModule {
                file: self.root.join(scope.file),
                line: module.span().start().line,
                module: name.into(),
                expected: expected.join(" or "),
            });
        }
        found.into_iter().try_for_each(|(path, owns_folder)| self.file(path, *owns_folder))
    }
}

/// `#[path = "…"]`, also inside `#[cfg_attr(…, path = "…")]`.
fn explicit_paths(attrs: &[syn::Attribute]) -> Vec<String> {
    let mut found = Vec::new();
    for attr in attrs {
        match &attr.meta {
            syn::Meta::NameValue(pair) if pair.path.is_ident("path") => found.extend(literal(&pair.value)),
            syn::Meta::List(list) if list.path.is_ident("cfg_attr") => {
                let parts =
                    list.parse_args_with(syn::punctuated::Punctuated::<syn::Meta, syn::Token![,]>::parse_terminated);
                for meta in parts.into_iter().flatten().skip(1) {
                    if let syn::Meta::NameValue(pair) = &meta
                        && pair.path.is_ident("path")
                    {
                        found.extend(literal(&pair.value));
                    }
                }
            }
            _ => {}
        }
    }
    found
}

fn literal(value: &syn::Expr) -> Option<String> {
    match value {
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Some(text.value()),
        _ => None,
    }
}

/// `#[cfg(test)]`: compiled into the tests, never into the library that others link.
fn only_in_tests(attrs: &[syn::Attribute]) -> bool {
    attrs.iter().any(|attr| {
        attr.path().is_ident("cfg") && attr.parse_args::<syn::Path>().is_ok_and(|word| word.is_ident("test"))
    })
}

/// Folds `a/../b`, so that one file has one name.
fn tidy(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Part::CurDir => {}
            Part::ParentDir if out.file_name().is_some() => {
                out.pop();
            }
            other => out.push(other),
        }
    }
    out
}

fn slashed(path: &Path) -> String {
    let parts: Vec<_> = path.components().map(|c| c.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}
