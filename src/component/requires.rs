//! One line of `requires`: a Rust expression over argument names, and the functions that it is about. Reads the line;
//! evaluates nothing.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};

use super::matches;

/// A precondition as the user wrote it: `sorted.is_sorted()`, or `find: sorted.is_sorted()` where it is about one function
/// only.
#[derive(Debug, Clone)]
pub struct Requirement {
    /// What must hold.
    pub expr: syn::Expr,
    /// Names of the arguments in it, in order.
    pub names: Vec<syn::Ident>,
    /// The functions that it is about, `*` as a wildcard, where the line says so.
    pub function: Option<String>,
}

impl Requirement {
    /// Reads a line.
    ///
    /// # Errors
    /// It is not an expression, or names nothing.
    pub fn parse(text: &str) -> Result<Requirement, String> {
        let (function, expr) = match syn::parse_str::<syn::Expr>(text) {
            Ok(expr) => (None, expr),
            Err(error) => {
                let named = prefix(text).and_then(|(function, rest)| Some((function, syn::parse_str(rest).ok()?)));
                let (function, expr) = named.ok_or_else(|| {
                    format!("this is not a Rust expression ({error}); write one over argument names, such as \"sorted.is_sorted()\"")
                })?;
                (Some(function.to_owned()), expr)
            }
        };
        let names = free_names(&expr);
        if names.is_empty() {
            return Err("this names no argument; write an expression over argument names, such as \"n != 0\"".into());
        }
        Ok(Requirement { expr, names, function })
    }

    /// Whether it is about a call of a function with these parameters.
    pub fn applies(&self, call: &str, params: &[&str]) -> bool {
        self.function.as_ref().is_none_or(|pattern| matches(pattern, call)) && self.named_in(params)
    }

    /// Whether all its names are among these.
    pub fn named_in(&self, params: &[&str]) -> bool {
        self.names.iter().all(|name| params.iter().any(|param| name == param))
    }
}

/// `Table::get` and the rest, of `Table::get: key.len() > 2`.
fn prefix(text: &str) -> Option<(&str, &str)> {
    let lone = |at: &usize| !text[..*at].ends_with(':') && !text[at + 1..].starts_with(':');
    let at = text.match_indices(':').map(|(at, _)| at).find(lone)?;
    Some((text[..at].trim(), text[at + 1..].trim()))
}

/// Names that an expression uses and does not bind, each once.
fn free_names(expr: &syn::Expr) -> Vec<syn::Ident> {
    let mut names = Names::default();
    names.visit_expr(expr);
    let mut seen = BTreeSet::new();
    names.used.retain(|name| !names.bound.contains(name) && seen.insert(name.clone()));
    names.used
}

#[derive(Default)]
struct Names {
    used: Vec<syn::Ident>,
    bound: BTreeSet<syn::Ident>,
}

impl Names {
    /// Constants and variants begin with a capital; whether they exist is for the compiler to say.
    fn add(&mut self, name: &syn::Ident) {
        if !name.to_string().starts_with(char::is_uppercase) {
            self.used.push(name.clone());
        }
    }

    /// Arguments of a macro, which may be anything: names that are neither called nor part of a path.
    fn add_tokens(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let punct = |at: usize| match tokens.get(at) {
            Some(TokenTree::Punct(punct)) => Some(punct.as_char()),
            _ => None,
        };
        for (at, token) in tokens.iter().enumerate() {
            match token {
                TokenTree::Group(group) => self.add_tokens(group.stream()),
                TokenTree::Ident(name) if syn::parse_str::<syn::Ident>(&name.to_string()).is_ok() => {
                    let before = at.checked_sub(1).and_then(punct);
                    let range = before == Some('.') && at.checked_sub(2).and_then(punct) == Some('.');
                    let part = matches!(before, Some('.' | ':')) && !range || matches!(punct(at + 1), Some(':' | '!'));
                    let called = matches!(tokens.get(at + 1), Some(TokenTree::Group(_)));
                    if !part && !called {
                        self.add(name);
                    }
                }
                _ => {}
            }
        }
    }
}

impl<'ast> Visit<'ast> for Names {
    fn visit_expr_path(&mut self, path: &'ast syn::ExprPath) {
        if let Some(name) = path.path.get_ident().filter(|_| path.qself.is_none()) {
            self.add(name);
        }
    }

    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        if !matches!(&*call.func, syn::Expr::Path(_)) {
            self.visit_expr(&call.func);
        }
        call.args.iter().for_each(|argument| self.visit_expr(argument));
    }

    fn visit_pat_ident(&mut self, pattern: &'ast syn::PatIdent) {
        self.bound.insert(pattern.ident.clone());
        visit::visit_pat_ident(self, pattern);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.add_tokens(call.tokens.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        Requirement::parse(text).unwrap().names.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn arguments_are_told_from_everything_else_that_has_a_name() {
        assert_eq!(names("a.len() == b.len()"), ["a", "b"]);
        assert_eq!(names("list.iter().all(|item| *item < LIMIT && *item != u32::MAX)"), ["list"]);
        assert_eq!(names("valid(text) && std::cmp::min(n, 3) <= m"), ["text", "n", "m"]);
        assert_eq!(names("matches!(mode.kind, Some(0..n) | Kind::Fast) && n > 0"), ["mode", "n"]);
    }

    #[test]
    fn a_function_may_be_named_before_the_expression() {
        let named = Requirement::parse("Lru::<String, u64>::get: key.len() > 2").unwrap();
        assert_eq!(named.function.as_deref(), Some("Lru::<String, u64>::get"));
        assert!(Requirement::parse("Table::*: n > 0").unwrap().applies("Table::get", &["n"]));
        assert!(!Requirement::parse("Table::*: n > 0").unwrap().applies("find", &["n"]));
        assert!(!Requirement::parse("n > m").unwrap().applies("find", &["n"]));
    }

    #[test]
    fn what_is_no_expression_or_names_nothing_is_refused() {
        assert!(Requirement::parse("sorted.is_sorted(").unwrap_err().contains("not a Rust expression"));
        assert!(Requirement::parse("find: ").unwrap_err().contains("not a Rust expression"));
        assert!(Requirement::parse("1 < 2").unwrap_err().contains("names no argument"));
    }
}
