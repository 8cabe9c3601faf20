//! Which names a piece of Rust speaks of, and whether it may stand anywhere at all. It must not know what declares them.

use std::collections::BTreeSet;

use syn::visit::{self, Visit};

/// Names that are there without being declared.
pub const PRELUDE: &[&str] = &[
    "u8",
    "u16",
    "u32",
    "u64",
    "u128",
    "usize",
    "i8",
    "i16",
    "i32",
    "i64",
    "i128",
    "isize",
    "f32",
    "f64",
    "bool",
    "char",
    "str",
    "String",
    "Vec",
    "Box",
    "Option",
    "Some",
    "None",
    "Result",
    "Ok",
    "Err",
    "Iterator",
    "IntoIterator",
    "DoubleEndedIterator",
    "ExactSizeIterator",
    "FromIterator",
    "Extend",
    "From",
    "Into",
    "TryFrom",
    "TryInto",
    "Default",
    "Clone",
    "Copy",
    "PartialEq",
    "Eq",
    "PartialOrd",
    "Ord",
    "AsRef",
    "AsMut",
    "ToString",
    "ToOwned",
    "Drop",
    "Fn",
    "FnMut",
    "FnOnce",
    "Send",
    "Sync",
    "Sized",
    "Hash",
    "drop",
    "std",
    "core",
];

/// Modules of the standard library that reach outside, or under the language.
const REFUSED: &[&str] = &[
    "fs",
    "io",
    "net",
    "process",
    "env",
    "thread",
    "time",
    "os",
    "ptr",
    "arch",
    "intrinsics",
    "transmute",
    "as_ptr",
    "as_mut_ptr",
    "addr_of",
    "addr_of_mut",
    "catch_unwind",
    "OnceLock",
    "LazyLock",
    "RandomState",
    "DefaultHasher",
    "type_name",
];

/// Attributes that code may carry along.
const ATTRIBUTES: &[&str] = &["inline", "cold", "must_use", "allow", "doc"];

/// Macros that do nothing but compute or refuse.
const MACROS: &[&str] = &[
    "assert",
    "assert_eq",
    "assert_ne",
    "debug_assert",
    "debug_assert_eq",
    "vec",
    "matches",
    "format",
    "panic",
    "unreachable",
];

/// Whether a path stays in the standard library, and inside of it.
pub fn is_std(path: &[String]) -> bool {
    path.first().is_some_and(|root| root == "std" || root == "core")
        && !path.iter().any(|part| REFUSED.contains(&&**part))
}

/// The names in a piece of Rust.
#[derive(Debug, Default)]
pub struct Names {
    /// The first names of paths.
    pub paths: BTreeSet<String>,
    /// Variables, type parameters and items declared inside.
    pub declared: BTreeSet<String>,
    /// Words in the arguments of macros, whatever they are.
    pub words: BTreeSet<String>,
    pub macros: BTreeSet<String>,
    /// It stands in an `impl` that goes along with its type, so that `self` means something.
    pub of_type: bool,
    /// It holds what may not be transplanted.
    pub refused: bool,
}

impl<'ast> Visit<'ast> for Names {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        let first = names.first().map_or("", String::as_str);
        let elsewhere = ["crate", "super"].contains(&first) || ["self", "Self"].contains(&first) && !self.of_type;
        self.refused |= path.leading_colon.is_some() || elsewhere;
        self.refused |= names.len() > 1 && names.iter().any(|name| REFUSED.contains(&&**name));
        if !["self", "Self"].contains(&first) {
            self.paths.insert(first.to_owned());
        }
        visit::visit_path(self, path);
    }

    fn visit_ident(&mut self, ident: &'ast proc_macro2::Ident) {
        self.refused |= ["transmute", "as_ptr", "as_mut_ptr"].iter().any(|word| ident == word);
    }

    fn visit_pat_ident(&mut self, name: &'ast syn::PatIdent) {
        self.declared.insert(name.ident.to_string());
        visit::visit_pat_ident(self, name);
    }

    fn visit_type_param(&mut self, param: &'ast syn::TypeParam) {
        self.declared.insert(param.ident.to_string());
        visit::visit_type_param(self, param);
    }

    fn visit_const_param(&mut self, param: &'ast syn::ConstParam) {
        self.declared.insert(param.ident.to_string());
        visit::visit_const_param(self, param);
    }

    fn visit_item(&mut self, item: &'ast syn::Item) {
        match item {
            syn::Item::Fn(inner) => drop(self.declared.insert(inner.sig.ident.to_string())),
            syn::Item::Const(inner) => drop(self.declared.insert(inner.ident.to_string())),
            _ => self.refused = true,
        }
        visit::visit_item(self, item);
    }

    fn visit_item_static(&mut self, item: &'ast syn::ItemStatic) {
        self.refused |= matches!(item.mutability, syn::StaticMutability::Mut(_));
        visit::visit_item_static(self, item);
    }

    fn visit_macro(&mut self, called: &'ast syn::Macro) {
        let name = called.path.get_ident().map(ToString::to_string);
        match name.filter(|name| MACROS.contains(&&**name)) {
            Some(name) => drop(self.macros.insert(name)),
            None => self.refused = true,
        }
        let tokens = called.tokens.to_string();
        let words = tokens.split(|c: char| !c.is_alphanumeric() && c != '_').map(str::to_owned);
        self.words.extend(words);
        self.refused |= ["crate", "super", "unsafe"].iter().any(|word| self.words.contains(*word));
    }

    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        self.refused |= !ATTRIBUTES.iter().any(|name| attribute.path().is_ident(name));
    }

    fn visit_signature(&mut self, signature: &'ast syn::Signature) {
        self.refused |= signature.asyncness.is_some() || signature.abi.is_some() || signature.variadic.is_some();
        visit::visit_signature(self, signature);
    }

    fn visit_safety(&mut self, safety: &'ast syn::Safety) {
        self.refused |= !matches!(safety, syn::Safety::Default);
    }

    fn visit_expr_unsafe(&mut self, _: &'ast syn::ExprUnsafe) {
        self.refused = true;
    }

    fn visit_expr_raw_addr(&mut self, _: &'ast syn::ExprRawAddr) {
        self.refused = true;
    }

    fn visit_type_ptr(&mut self, _: &'ast syn::TypePtr) {
        self.refused = true;
    }
}
