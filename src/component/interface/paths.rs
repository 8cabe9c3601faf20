//! Names of items: the public paths of a library's own, the places where the standard library shows its, and the short
//! spelling of types that traces use.

use std::collections::{BTreeMap, BTreeSet};
use syn::{GenericArgument, PathArguments, Type};

/// Every public path of every item, by item id.
#[derive(Debug, Clone, Default)]
pub(super) struct PublicPaths {
    by_id: BTreeMap<String, Vec<String>>,
    /// Public path to (id, kind of item).
    by_path: BTreeMap<(String, &'static str), String>,
    /// Path of definition, private modules included, and kind of item, to id.
    defined: BTreeMap<(String, &'static str), String>,
}

impl PublicPaths {
    /// Adds a path; false when it was known.
    pub fn add(&mut self, id: &str, kind: &str, at: &[String]) -> bool {
        let path = at.join("::");
        let paths = self.by_id.entry(id.to_string()).or_default();
        if paths.contains(&path) {
            return false;
        }
        paths.push(path.clone());
        self.by_path.entry((path, namespace(kind))).or_insert_with(|| id.to_string());
        true
    }

    /// Adds the path at which an item is defined.
    pub fn define(&mut self, id: &str, kind: &str, path: &str) {
        self.defined.insert((path.to_string(), namespace(kind)), id.to_string());
    }

    /// The path with the fewest steps, the shortest and then the first among equals.
    pub fn shortest(&self, id: &str) -> Option<&str> {
        let paths = self.by_id.get(id)?;
        paths.iter().map(String::as_str).min_by_key(|path| (path.matches("::").count(), path.len(), *path))
    }

    /// Last names of all types.
    pub fn type_names(&self) -> BTreeSet<String> {
        let types = self.by_path.keys().filter(|(_, space)| *space == "type");
        types.filter_map(|(path, _)| Some(path.rsplit("::").next()?.to_string())).collect()
    }

    /// The shortest path of the type (or trait) that `path` names: as written, as defined, or by its last name where that
    /// is unique.
    pub fn find(&self, path: &str, is_trait: bool) -> Option<&str> {
        let wanted = if is_trait { "trait" } else { "type" };
        let key = (path.to_string(), wanted);
        let id = self.by_path.get(&key).or_else(|| self.defined.get(&key));
        if let Some(public) = id.and_then(|id| self.shortest(id)) {
            return Some(public);
        }
        let ending = format!("::{path}");
        let mut found: Vec<&str> = self
            .by_path
            .iter()
            .filter(|((known, space), _)| *space == wanted && known.ends_with(&ending))
            .filter_map(|(_, id)| self.shortest(id))
            .collect();
        found.dedup();
        found.sort();
        found.dedup();
        (found.len() == 1).then(|| found[0])
    }

    /// The shortest path of the function that `path` names.
    pub fn function(&self, path: &str) -> Option<&str> {
        self.shortest(self.by_path.get(&(path.to_string(), "value"))?)
    }
}

fn namespace(kind: &str) -> &'static str {
    match kind {
        "function" | "constant" | "static" | "variant" => "value",
        "trait" | "trait_alias" => "trait",
        _ => "type",
    }
}

/// Where dependent code finds an item of the standard library that is defined at `parts`; other crates' items keep
/// their path. Private modules (`core::iter::adapters::map::Map`) show their items in the public one above them.
pub(super) fn std_path(parts: &[&str]) -> String {
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else {
        return String::new();
    };
    if !["std", "core", "alloc"].contains(first) {
        return format!("::{}", parts.join("::"));
    }
    let inner: Vec<&str> = match &parts[1..] {
        ["collections", "hash", "map", "HashMap", ..] | ["collections", "hash", "set", "HashSet", ..] => {
            vec!["collections", last]
        }
        ["collections", "hash", "map", ..] => vec!["collections", "hash_map", last],
        ["collections", "hash", "set", ..] => vec!["collections", "hash_set", last],
        ["collections", "btree", "map" | "set", "BTreeMap" | "BTreeSet"] => vec!["collections", last],
        ["collections", "btree", "map", ..] => vec!["collections", "btree_map", last],
        ["collections", "btree", "set", ..] => vec!["collections", "btree_set", last],
        ["collections", _, name] if ["VecDeque", "LinkedList", "BinaryHeap"].contains(name) => {
            vec!["collections", last]
        }
        ["collections", module, .., _] => vec!["collections", module, last],
        ["sync", module @ ("atomic" | "mpsc"), .., _] => vec!["sync", module, last],
        ["os", .., _] | ["arch", .., _] => parts[1..].to_vec(),
        [module, _, .., _] => vec![module, last],
        short => short.to_vec(),
    };
    format!("::std::{}", inner.join("::"))
}

/// Types of the standard library that a trace may write by their last name, with the module that shows them.
const SHORT: [(&str, &str); 27] = [
    ("Arc", "sync"),
    ("BTreeMap", "collections"),
    ("BTreeSet", "collections"),
    ("BinaryHeap", "collections"),
    ("Box", "boxed"),
    ("Cell", "cell"),
    ("Cow", "borrow"),
    ("Duration", "time"),
    ("HashMap", "collections"),
    ("HashSet", "collections"),
    ("LinkedList", "collections"),
    ("NonZero", "num"),
    ("Option", "option"),
    ("Ordering", "cmp"),
    ("OsString", "ffi"),
    ("PathBuf", "path"),
    ("PhantomData", "marker"),
    ("Range", "ops"),
    ("RangeInclusive", "ops"),
    ("Rc", "rc"),
    ("RefCell", "cell"),
    ("Result", "result"),
    ("Reverse", "cmp"),
    ("String", "string"),
    ("Vec", "vec"),
    ("VecDeque", "collections"),
    ("Wrapping", "num"),
];

/// The absolute path of a standard type written by its last name.
pub(super) fn short_std(name: &str) -> Option<String> {
    let (name, module) = SHORT.iter().find(|(short, _)| *short == name)?;
    Some(format!("::std::{module}::{name}"))
}

/// What spelling a type depends on.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    /// The library's identifier, which traces leave out.
    pub lib: String,
    /// Names of the library's own, which a type of the standard library must not be written by.
    pub shadowed: BTreeSet<String>,
}

/// A type as a trace writes it: no lifetimes, no crate name, no spaces, well-known types by their last name.
pub(super) fn spell(ty: &Type, names: &Names) -> String {
    match ty {
        Type::Path(path) => match &path.qself {
            Some(qself) => {
                let (trait_, name) = split(&path.path, qself.position);
                format!("<{} as {}>::{name}", spell(&qself.ty, names), spell_path(&trait_, names))
            }
            None => spell_path(&path.path, names),
        },
        Type::Reference(reference) => {
            let keyword = if reference.mutability.is_some() { "mut " } else { "" };
            format!("&{keyword}{}", spell(&reference.elem, names))
        }
        Type::Slice(slice) => format!("[{}]", spell(&slice.elem, names)),
        Type::Array(array) => {
            let len = &array.len;
            format!("[{};{}]", spell(&array.elem, names), quote::quote!(#len))
        }
        Type::Tuple(tuple) if tuple.elems.len() == 1 => {
            format!("({},)", spell(&tuple.elems[0], names))
        }
        Type::Tuple(tuple) => {
            let parts: Vec<String> = tuple.elems.iter().map(|t| spell(t, names)).collect();
            format!("({})", parts.join(","))
        }
        Type::Paren(inner) => spell(&inner.elem, names),
        other => quote::quote!(#other).to_string(),
    }
}

/// A path as a trace writes it.
pub(super) fn spell_path(path: &syn::Path, names: &Names) -> String {
    let steps: Vec<String> = path.segments.iter().map(|s| s.ident.to_string()).collect();
    let last = steps.last().cloned().unwrap_or_default();
    let name = match steps.first() {
        Some(first) if path.leading_colon.is_some() && *first == names.lib => steps[1..].join("::"),
        Some(first) if path.leading_colon.is_some() && first == "std" => {
            let whole = format!("::{}", steps.join("::"));
            let known = short_std(&last).is_some_and(|known| known == whole);
            if known && !names.shadowed.contains(&last) { last } else { steps.join("::") }
        }
        _ => steps.join("::"),
    };
    let arguments = path.segments.last().map_or(String::new(), |s| spell_arguments(&s.arguments, names));
    format!("{name}{arguments}")
}

/// `<A,B>`, or nothing where only lifetimes stand.
pub(super) fn spell_arguments(arguments: &PathArguments, names: &Names) -> String {
    let PathArguments::AngleBracketed(list) = arguments else {
        return String::new();
    };
    let parts: Vec<String> = list
        .args
        .iter()
        .filter_map(|argument| match argument {
            GenericArgument::Lifetime(_) => None,
            GenericArgument::Type(ty) => Some(spell(ty, names)),
            GenericArgument::Const(expr) => {
                let text = quote::quote!(#expr).to_string();
                Some(text.trim_start_matches("{ ").trim_end_matches(" }").to_string())
            }
            other => Some(quote::quote!(#other).to_string()),
        })
        .collect();
    if parts.is_empty() { String::new() } else { format!("<{}>", parts.join(",")) }
}

/// The arguments of a type's last step.
pub(super) fn arguments(ty: &Type) -> Vec<GenericArgument> {
    match ty {
        Type::Path(path) => path_arguments(&path.path),
        _ => Vec::new(),
    }
}

/// Type and const arguments of a path's last step.
pub(super) fn path_arguments(path: &syn::Path) -> Vec<GenericArgument> {
    match path.segments.last().map(|s| &s.arguments) {
        Some(PathArguments::AngleBracketed(list)) => {
            let real = |a: &&GenericArgument| matches!(a, GenericArgument::Type(_) | GenericArgument::Const(_));
            list.args.iter().filter(real).cloned().collect()
        }
        _ => Vec::new(),
    }
}

/// The first `position` steps of a path, and what follows as text.
pub(super) fn split(path: &syn::Path, position: usize) -> (syn::Path, String) {
    let head = syn::Path {
        leading_colon: path.leading_colon,
        segments: path.segments.iter().take(position).cloned().collect(),
    };
    let tail: Vec<String> = path.segments.iter().skip(position).map(|s| s.ident.to_string()).collect();
    (head, tail.join("::"))
}
