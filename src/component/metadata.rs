//! What the user says about a component in `[package.metadata.synth]`. Only the data; nothing here acts on it.

use serde::Deserialize;
use std::collections::BTreeMap;

/// `[package.metadata.synth]`; every key is optional, an unknown one is an error.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Metadata {
    /// Functions to evolve, `*` as a wildcard. Empty: every function that the trace reaches.
    pub evolve: Vec<String>,
    /// How results of a function are compared, by its name in the trace.
    pub behaviour: BTreeMap<String, Behaviour>,
    /// Preconditions over argument names, as Rust expressions, for generated inputs. One holds for every function that has
    /// arguments of all its names; `path: expression` holds for functions of that name in the trace only, `*` as a wildcard.
    pub requires: Vec<String>,
    /// File with `drive` and `judge`, for `--objective score`, relative to the package or to a folder above it.
    pub fitness: Option<String>,
    /// Folders of Rust code to transplant from, relative to the package.
    pub donors: Vec<String>,
    /// Folders of rewrite rules, relative to the package.
    pub rules: Vec<String>,
    /// Whether edits may write `unsafe`.
    pub allow_unsafe: bool,
    /// Written by `synth` into the variants that it emits.
    pub provenance: Option<toml::Table>,
}

/// How far a result may differ from the seed's.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(try_from = "BehaviourText")]
pub enum Behaviour {
    /// Any value, but the same for the same arguments within a session.
    Free,
    /// Compared as a multiset.
    Unordered,
    /// Called, not compared.
    Ignore,
    /// Floats may differ by this much, relative to the larger one.
    Approx(f64),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum BehaviourText {
    Word(String),
    Approx { approx: f64 },
}

impl TryFrom<BehaviourText> for Behaviour {
    type Error = String;

    fn try_from(text: BehaviourText) -> Result<Self, String> {
        match text {
            BehaviourText::Approx { approx } if approx >= 0.0 => Ok(Behaviour::Approx(approx)),
            BehaviourText::Approx { approx } => Err(format!("approx = {approx} must not be negative")),
            BehaviourText::Word(word) => match word.as_str() {
                "free" => Ok(Behaviour::Free),
                "unordered" => Ok(Behaviour::Unordered),
                "ignore" => Ok(Behaviour::Ignore),
                _ => Err(format!(
                    "unknown behaviour \"{word}\"; use \"free\", \"unordered\", \"ignore\" or {{ approx = 1e-9 }}"
                )),
            },
        }
    }
}

/// Whether a name fits a pattern, in which `*` stands for any text.
pub fn matches(pattern: &str, name: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = name.strip_prefix(first) else { return false };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else { return rest.is_empty() };
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn a_star_stands_for_any_text_and_nothing_else_does() {
        assert!(
            matches("hash", "hash") && matches("Table::*", "Table::get") && matches("*::get*", "a::Table::get_mut")
        );
        assert!(!matches("hash", "hash2") && !matches("Table::*", "Tables::get") && !matches("a*a", "a"));
    }
}
