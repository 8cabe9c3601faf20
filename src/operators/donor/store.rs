//! Donors: functions of Rust files that can stand anywhere, with the items they need, indexed by what they take and give.
//!
//! Only what means the same wherever it stands is taken: plain functions whose names are their own, the file's or the standard
//! library's. It must not know where a donor goes, nor read files.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use syn::spanned::Spanned;
use syn::{Item, Pat};

use super::names::{Names, PRELUDE, is_std};
use crate::component::items::is_test;
use crate::genome::Edit;
use crate::genome::tokens::tokens;
use crate::operators::layout;
use crate::operators::scan::text_of;
use crate::operators::types::{has_equality, is_copy, is_int};

/// Functions to transplant.
#[derive(Debug, Default)]
pub struct Donors {
    pub(super) all: Vec<Donor>,
    licences: BTreeMap<String, String>,
}

/// A file of Rust code to transplant from.
#[derive(Debug, Clone)]
pub struct DonorFile {
    /// As reports name it.
    pub name: String,
    pub text: String,
    /// The seed's own file: what it needs is already there, and its functions go nowhere else.
    pub home: bool,
}

/// A file that is no Rust.
#[derive(Debug, thiserror::Error)]
#[error("{file}:{line}: {why}")]
pub struct DonorError {
    file: String,
    line: usize,
    why: String,
}

/// A function that can stand anywhere.
#[derive(Debug)]
pub struct Donor {
    /// As events and reports show it, `donor:corpora/donors/hash.rs:fnv1a`; as good as static, because donors are read once.
    pub operator: &'static str,
    pub name: String,
    pub parameters: Vec<Parameter>,
    pub returns: String,
    /// The name of its type parameter, and the traits that it must have.
    pub generic: Option<(String, Vec<String>)>,
    pub is_const: bool,
    /// The whole function at the left margin, without attributes that a gate refuses.
    pub item: String,
    /// What stands between its braces; `None` where that means nothing without the function around it.
    pub body: Option<String>,
    /// The items it needs, at the left margin.
    pub helpers: Vec<String>,
    /// The names of these and its own.
    pub names: Vec<String>,
    /// Macros that it calls.
    pub macros: BTreeSet<String>,
    /// Words of its name and its documentation, to find it by.
    pub about: BTreeSet<String>,
    /// The file that it must stay in.
    pub home: Option<Arc<str>>,
}

/// One parameter of a donor.
#[derive(Debug)]
pub struct Parameter {
    pub name: String,
    pub ty: String,
    /// `mut name`.
    pub mutable: bool,
}

/// The files that synth brings along.
const OWN: &[(&str, &str)] = &[
    ("corpora/donors/ascii.rs", include_str!("../../../corpora/donors/ascii.rs")),
    ("corpora/donors/big.rs", include_str!("../../../corpora/donors/big.rs")),
    ("corpora/donors/bits.rs", include_str!("../../../corpora/donors/bits.rs")),
    ("corpora/donors/bytes.rs", include_str!("../../../corpora/donors/bytes.rs")),
    ("corpora/donors/checksum.rs", include_str!("../../../corpora/donors/checksum.rs")),
    ("corpora/donors/codecs.rs", include_str!("../../../corpora/donors/codecs.rs")),
    ("corpora/donors/decimal.rs", include_str!("../../../corpora/donors/decimal.rs")),
    ("corpora/donors/distance.rs", include_str!("../../../corpora/donors/distance.rs")),
    ("corpora/donors/sequences.rs", include_str!("../../../corpora/donors/sequences.rs")),
    ("corpora/donors/hash.rs", include_str!("../../../corpora/donors/hash.rs")),
    ("corpora/donors/lists.rs", include_str!("../../../corpora/donors/lists.rs")),
    ("corpora/donors/number.rs", include_str!("../../../corpora/donors/number.rs")),
    ("corpora/donors/search.rs", include_str!("../../../corpora/donors/search.rs")),
    ("corpora/donors/sort.rs", include_str!("../../../corpora/donors/sort.rs")),
    ("corpora/donors/sums.rs", include_str!("../../../corpora/donors/sums.rs")),
    ("corpora/donors/texts.rs", include_str!("../../../corpora/donors/texts.rs")),
    ("corpora/donors/utf8.rs", include_str!("../../../corpora/donors/utf8.rs")),
];

impl Donors {
    /// Those that synth brings along and those of `files`.
    ///
    /// # Errors
    /// A file that is no Rust.
    pub fn with(files: &[DonorFile]) -> Result<Donors, DonorError> {
        let own = OWN.iter().map(|(name, text)| DonorFile { name: (*name).into(), text: (*text).into(), home: false });
        let own: Vec<DonorFile> = own.collect();
        Donors::of(own.iter().chain(files))
    }

    /// Those of some files only.
    pub(super) fn of<'a>(files: impl IntoIterator<Item = &'a DonorFile>) -> Result<Donors, DonorError> {
        let mut donors = Donors::default();
        for file in files {
            let parsed = match syn::parse_file(&file.text) {
                Ok(parsed) => parsed,
                // What cannot be taken apart is not edited either.
                Err(_) if file.home => continue,
                Err(error) => {
                    let (line, why) = (error.span().start().line, format!("is not Rust: {error}"));
                    return Err(DonorError { file: file.name.clone(), line, why });
                }
            };
            let licence = if file.home { "as the seed" } else { licence(&file.text) };
            donors.licences.insert(file.name.clone(), licence.to_owned());
            read(file, &parsed.items, &mut donors.all);
        }
        Ok(donors)
    }

    /// Which donors an edit's operator names, and the licence of each.
    pub fn behind<'a>(&'a self, operator: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        operator.split('+').filter_map(|name| {
            let donor = name.strip_prefix(Edit::DONOR)?;
            let file = donor.rsplit_once(':').map_or(donor, |(file, _)| file);
            Some((donor, self.licences.get(file).map_or("unknown", String::as_str)))
        })
    }
}

impl Donor {
    /// Whether a type has what the type parameter must have, as far as its text tells.
    pub fn admits(&self, ty: &str) -> bool {
        let Some((_, bounds)) = &self.generic else { return true };
        let simple = is_int(ty) || ty == "char" || ty == "bool";
        bounds.iter().all(|bound| match bound.as_str() {
            "Copy" | "Clone" => is_copy(ty),
            "PartialEq" | "Eq" => has_equality(ty),
            _ => simple,
        })
    }

    /// How it and what it needs are declared inside of a block.
    pub fn items(&self) -> Vec<&str> {
        if self.home.is_some() {
            return Vec::new();
        }
        self.helpers.iter().map(String::as_str).chain([&*self.item]).collect()
    }
}

/// What the line with the licence says, as SPDX wants it near the top.
fn licence(text: &str) -> &str {
    let said = text.lines().take(20).find_map(|line| line.split_once("SPDX-License-Identifier:"));
    said.map(|(_, licence)| licence.trim().trim_end_matches("*/").trim_end())
        .filter(|it| !it.is_empty())
        .unwrap_or("unknown")
}

/// A part of a file that goes along with whoever names it.
struct Piece {
    at: usize,
    text: String,
    names: Names,
}

/// What a file declares, by name.
type Pieces = BTreeMap<String, Vec<Piece>>;

/// Traits whose being there is enough for a type parameter to be filled by a number.
const BOUNDS: &[&str] = &["Copy", "Clone", "PartialEq", "Eq", "PartialOrd", "Ord", "Default", "Hash"];

fn read(file: &DonorFile, items: &[Item], donors: &mut Vec<Donor>) {
    let mut pieces = Pieces::new();
    for item in items {
        declare(file, item, &mut pieces);
    }
    for item in items {
        match item {
            Item::Fn(item) if !is_test(&item.attrs) => {
                donors.extend(donor(file, (&item.attrs, &item.sig, &item.block), &pieces));
            }
            Item::Impl(item) if item.trait_.is_none() && !file.home => {
                for inner in &item.items {
                    if let syn::ImplItem::Fn(inner) = inner {
                        donors.extend(donor(file, (&inner.attrs, &inner.sig, &inner.block), &pieces));
                    }
                }
            }
            Item::Trait(item) if !file.home => {
                for inner in &item.items {
                    if let syn::TraitItem::Fn(inner) = inner
                        && let Some(body) = &inner.default
                    {
                        donors.extend(donor(file, (&inner.attrs, &inner.sig, body), &pieces));
                    }
                }
            }
            Item::Mod(item) if !is_test(&item.attrs) && !file.home => {
                if let Some((_, items)) = &item.content {
                    read(file, items, donors);
                }
            }
            _ => {}
        }
    }
}

/// Notes what an item declares.
fn declare(file: &DonorFile, item: &Item, pieces: &mut Pieces) {
    let (attrs, vis, name) = match item {
        Item::Fn(item) => (&item.attrs, Some(&item.vis), item.sig.ident.to_string()),
        Item::Const(item) => (&item.attrs, Some(&item.vis), item.ident.to_string()),
        Item::Static(item) => (&item.attrs, Some(&item.vis), item.ident.to_string()),
        Item::Struct(item) => (&item.attrs, Some(&item.vis), item.ident.to_string()),
        Item::Enum(item) => (&item.attrs, Some(&item.vis), item.ident.to_string()),
        Item::Type(item) => (&item.attrs, Some(&item.vis), item.ident.to_string()),
        Item::Impl(item) => {
            (&item.attrs, None, text_of(&item.self_ty).split('<').next().unwrap_or_default().to_owned())
        }
        Item::Use(item) => return imports(&item.tree, &mut Vec::new(), pieces),
        _ => return,
    };
    let mut names = Names { of_type: matches!(item, Item::Impl(_)), ..Names::default() };
    syn::visit::visit_item(&mut names, item);
    let text = whole(&file.text, attrs, vis, item.span().byte_range());
    let text = match item {
        Item::Static(item) if matches!(item.mutability, syn::StaticMutability::None) => {
            text.replacen("static", "const", 1)
        }
        _ => text,
    };
    pieces.entry(name).or_default().push(Piece { at: item.span().byte_range().start, text, names });
}

/// Notes each name that a `use` brings in.
fn imports(tree: &syn::UseTree, path: &mut Vec<String>, pieces: &mut Pieces) {
    match tree {
        syn::UseTree::Path(inner) => {
            path.push(inner.ident.to_string());
            imports(&inner.tree, path, pieces);
            path.pop();
        }
        syn::UseTree::Group(group) => group.items.iter().for_each(|inner| imports(inner, path, pieces)),
        syn::UseTree::Name(name) => {
            path.push(name.ident.to_string());
            let names = Names { refused: !is_std(path), ..Names::default() };
            let text = format!("use {};", path.join("::"));
            path.pop();
            pieces.entry(name.ident.to_string()).or_default().push(Piece { at: 0, text, names });
        }
        // A name that is not known is not followed.
        syn::UseTree::Rename(_) | syn::UseTree::Glob(_) => {}
    }
}

type Parts<'a> = (&'a [syn::Attribute], &'a syn::Signature, &'a syn::Block);

fn donor(file: &DonorFile, (attrs, signature, block): Parts, pieces: &Pieces) -> Option<Donor> {
    let name = signature.ident.to_string();
    let mut own = Names::default();
    attrs.iter().for_each(|attribute| syn::visit::Visit::visit_attribute(&mut own, attribute));
    syn::visit::Visit::visit_signature(&mut own, signature);
    syn::visit::Visit::visit_block(&mut own, block);
    let needed = needed(&name, &own, pieces, file.home)?;
    let mut macros = own.macros.clone();
    macros.extend(needed.iter().flat_map(|(_, piece)| piece.names.macros.clone()));
    let parameters = signature.inputs.iter().map(parameter).collect::<Option<Vec<_>>>()?;
    let returns = match &signature.output {
        syn::ReturnType::Default => "()".to_owned(),
        syn::ReturnType::Type(_, ty) => text_of(ty),
    };
    let generic = generic(&signature.generics)?;
    let opaque =
        parameters.iter().map(|it| &it.ty).chain([&returns]).any(|ty| ty.contains("impl ") || ty.contains("dyn "));
    let last = block.brace_token.span.close().byte_range().end;
    let item = whole(&file.text, attrs, None, signature.span().byte_range().start..last);
    if opaque || parameters.is_empty() || item.len() > 4000 || file.name.contains('+') {
        return None;
    }
    let braces = block.brace_token.span.open().byte_range().end..block.brace_token.span.close().byte_range().start;
    let lifetimes = signature.generics.lifetimes().next().is_some();
    let recursive = own.paths.contains(&name) && !own.declared.contains(&name);
    let body = flush_body(&file.text[braces]);
    let body = (!lifetimes && !recursive).then_some(body);
    let said = documentation(attrs).collect::<Vec<_>>().join("\n");
    let about = subjects(&said).chain(subjects(&name)).collect();
    Some(Donor {
        operator: Box::leak(format!("{}{}:{name}", Edit::DONOR, file.name).into_boxed_str()),
        parameters,
        returns,
        generic,
        is_const: signature.constness.is_some(),
        item,
        body,
        helpers: needed.iter().map(|(_, piece)| piece.text.clone()).collect(),
        names: needed.iter().map(|(name, _)| (*name).clone()).chain([name.clone()]).collect(),
        name,
        macros,
        about,
        home: file.home.then(|| Arc::from(&*file.name)),
    })
}

/// The items of the file that a function needs, in the order of the file; `None` if it needs something else.
fn needed<'a>(name: &str, own: &Names, pieces: &'a Pieces, home: bool) -> Option<Vec<(&'a String, &'a Piece)>> {
    let mut found: BTreeMap<&String, &Vec<Piece>> = BTreeMap::new();
    let mut open: Vec<&Names> = vec![own];
    while let Some(names) = open.pop() {
        if names.refused {
            return None;
        }
        // At home everything is already there.
        let wanted = names.paths.iter().filter(|_| !home);
        for path in wanted.filter(|path| *path != name && !names.declared.contains(*path)) {
            match pieces.get_key_value(path) {
                Some((path, there)) if !found.contains_key(path) => {
                    open.extend(there.iter().map(|piece| &piece.names));
                    found.insert(path, there);
                }
                Some(_) => {}
                None => PRELUDE.contains(&&**path).then_some(())?,
            }
        }
        let spoken = names.words.iter().filter_map(|word| pieces.get_key_value(word)).filter(|_| !home);
        for (word, there) in spoken.filter(|(word, _)| *word != name) {
            if found.insert(word, there).is_none() {
                open.extend(there.iter().map(|piece| &piece.names));
            }
        }
    }
    let mut list: Vec<_> =
        found.into_iter().flat_map(|(name, all)| all.iter().map(move |piece| (name, piece))).collect();
    list.sort_by_key(|(_, piece)| piece.at);
    Some(list)
}

fn parameter(input: &syn::FnArg) -> Option<Parameter> {
    match input {
        syn::FnArg::Typed(typed) => match &*typed.pat {
            Pat::Ident(name) if name.by_ref.is_none() && name.subpat.is_none() => Some(Parameter {
                name: name.ident.to_string(),
                ty: text_of(&typed.ty),
                mutable: name.mutability.is_some(),
            }),
            _ => None,
        },
        syn::FnArg::Receiver(_) => None,
    }
}

/// No type parameter, or one and its bounds; `None` if there is more to it.
fn generic(generics: &syn::Generics) -> Option<Option<(String, Vec<String>)>> {
    if generics.const_params().next().is_some() || generics.where_clause.is_some() {
        return None;
    }
    let types: Vec<&syn::TypeParam> = generics.type_params().collect();
    match types[..] {
        [] => Some(None),
        [one] => {
            let bound = |bound: &syn::TypeParamBound| match bound {
                syn::TypeParamBound::Trait(bound) => bound.path.get_ident().map(ToString::to_string),
                _ => None,
            };
            let bounds = one.bounds.iter().map(bound).collect::<Option<Vec<String>>>()?;
            let known = bounds.iter().all(|bound| BOUNDS.contains(&&**bound));
            known.then(|| Some((one.ident.to_string(), bounds)))
        }
        _ => None,
    }
}

/// An item at the left margin, its documentation as plain comments, without its visibility.
fn whole(text: &str, attrs: &[syn::Attribute], vis: Option<&syn::Visibility>, range: std::ops::Range<usize>) -> String {
    let attributes = attrs.iter().map(|attribute| attribute.span().byte_range().end).filter(|end| *end <= range.end);
    let begin = attributes.max().unwrap_or(range.start).max(range.start);
    let begin = vis.map_or(begin, |vis| begin.max(vis.span().byte_range().end));
    let begin = begin + text[begin..].len() - text[begin..].trim_start().len();
    let kept = attrs.iter().filter(|attribute| !attribute.path().is_ident("doc"));
    let kept: String = kept.map(|attribute| format!("{}\n", &text[attribute.span().byte_range()])).collect();
    let comments: String = documentation(attrs).map(|line| format!("//{line}\n")).collect();
    comments + &kept + &plain(layout::flushed(&text[begin..range.end], indent(text, begin)))
}

/// The lines between braces, at the left margin.
fn flush_body(inside: &str) -> String {
    let text = inside.trim_matches('\n').trim_end();
    let margin = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let margin = &margin[..margin.len() - margin.trim_start().len()];
    plain(layout::flushed(text.strip_prefix(margin).unwrap_or(text), margin))
}

fn indent(text: &str, at: usize) -> &str {
    let line = &text[text[..at].rfind('\n').map_or(0, |at| at + 1)..];
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}

/// Documentation is an attribute; a comment is not.
fn plain(text: String) -> String {
    let line = |line: &str| match line.trim_start() {
        doc if doc.starts_with("///") || doc.starts_with("//!") => line.replacen(&doc[..3], "//", 1),
        _ => line.to_owned(),
    };
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

fn documentation(attrs: &[syn::Attribute]) -> impl Iterator<Item = String> {
    attrs.iter().filter_map(|attribute| match &attribute.meta {
        syn::Meta::NameValue(meta) if meta.path.is_ident("doc") => match &meta.value {
            syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    })
}

/// Words that say nothing about what a function is for.
const EMPTY: &[&str] =
    &["the", "and", "for", "with", "that", "from", "are", "its", "let", "mut", "fn", "pub", "usize", "not"];

/// The words of a text that say what it is about, without a plural's end.
pub fn subjects(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    let words = words.filter(|word| word.len() > 2 && !EMPTY.contains(&&**word));
    words.map(|word| word.strip_suffix('s').map(str::to_owned).unwrap_or(word))
}

/// The words of a text as the compiler sees them.
pub fn words(text: &str) -> BTreeSet<&str> {
    tokens(text).into_iter().map(|token| &text[token]).collect()
}
