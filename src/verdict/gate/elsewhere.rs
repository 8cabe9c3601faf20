//! Code of the seed that is not compiled as the run compiles it: tests, what is for other platforms and features, macros that nobody
//! calls. The compiler does not say whether it still fits a function that has changed. It must not know what is changed.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::visit::{self, Visit};
use syn::{ImplItem, Item, Stmt};

use super::hidden::names;
use crate::component::Sources;

/// Every word in such code: what stands there may be a call.
pub fn elsewhere(seed: &Sources) -> BTreeSet<String> {
    let mut words = Words::default();
    for (_, text) in seed.iter() {
        if let Ok(file) = syn::parse_file(text) {
            words.visit_file(&file);
        }
    }
    words.0
}

#[derive(Default)]
struct Words(BTreeSet<String>);

impl Words {
    /// Whether some code is such, and so was read.
    fn read(&mut self, code: TokenStream, is_macro: bool) -> bool {
        let such = is_macro || is_conditional(&code);
        if such {
            self.0.extend(names(code));
        }
        such
    }
}

impl<'ast> Visit<'ast> for Words {
    fn visit_item(&mut self, item: &'ast Item) {
        if !self.read(item.to_token_stream(), matches!(item, Item::Macro(_))) {
            visit::visit_item(self, item);
        }
    }

    fn visit_impl_item(&mut self, item: &'ast ImplItem) {
        if !self.read(item.to_token_stream(), false) {
            visit::visit_impl_item(self, item);
        }
    }

    fn visit_stmt(&mut self, statement: &'ast Stmt) {
        if !self.read(statement.to_token_stream(), false) {
            visit::visit_stmt(self, statement);
        }
    }
}

/// Whether code begins with attributes of which one says when it is compiled.
fn is_conditional(code: &TokenStream) -> bool {
    let tokens: Vec<TokenTree> = code.clone().into_iter().collect();
    let attributes = tokens.chunks(2).map_while(|pair| match pair {
        [TokenTree::Punct(sign), TokenTree::Group(attribute)] if sign.as_char() == '#' => Some(attribute),
        _ => None,
    });
    attributes.into_iter().any(|attribute| names(attribute.stream()).first().is_some_and(|name| name == "cfg"))
}
