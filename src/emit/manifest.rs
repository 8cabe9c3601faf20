//! The variant's `Cargo.toml`: another package name, everything that follows from the name pinned to what it was.
//!
//! Knows Cargo's rules for names of targets; the rest of the manifest passes through in its order.

use std::path::Path;

use anyhow::{Context as _, Result};
use toml::{Table, Value};

use super::Provenance;

/// The manifest `text` of a seed whose files lie in `root`, as that of the package `<seed>-<variant>`.
///
/// It ends in an empty `[workspace]`, so that the crate builds inside any folder.
pub fn rename(text: &str, variant: &str, provenance: &Provenance, root: &Path) -> Result<String> {
    let mut manifest: Table = text.parse().context("the seed's Cargo.toml is not valid TOML")?;
    let package = table(&mut manifest, "package")?;
    let seed = package.get("name").and_then(Value::as_str).context("the seed's Cargo.toml has no package name")?;
    let seed = seed.to_owned();
    let edition = package.get("edition").and_then(Value::as_str).unwrap_or("2015").to_owned();
    package.insert("name".into(), format!("{seed}-{variant}").into());
    let metadata = table(table(package, "metadata")?, "synth")?;
    metadata.insert("provenance".into(), Value::try_from(provenance).context("provenance does not fit TOML")?);
    if root.join("src/main.rs").exists() {
        keep_binary_name(&mut manifest, &seed, &edition)?;
    }
    let library = table(&mut manifest, "lib")?;
    library.entry("name").or_insert(seed.replace('-', "_").into());
    manifest.remove("workspace");
    manifest.insert("workspace".into(), Value::Table(Table::new()));
    toml::to_string_pretty(&manifest).context("cannot write the variant's Cargo.toml")
}

/// `src/main.rs` is named after the package unless the manifest says otherwise.
fn keep_binary_name(manifest: &mut Table, seed: &str, edition: &str) -> Result<()> {
    let package = table(manifest, "package")?;
    let searched = package.get("autobins").and_then(Value::as_bool);
    let bins = manifest.get("bin").and_then(Value::as_array).cloned();
    let explicit = |bin: &Value| {
        let is = |key: &str, value: &str| bin.get(key).and_then(Value::as_str) == Some(value);
        is("path", "src/main.rs") || is("name", seed)
    };
    // Before edition 2018 one explicit binary turned the search for others off.
    let first_stops_search = edition == "2015" && searched.is_none();
    if searched == Some(false) || bins.iter().flatten().any(explicit) || (first_stops_search && bins.is_some()) {
        return Ok(());
    }
    if first_stops_search {
        table(manifest, "package")?.insert("autobins".into(), true.into());
    }
    let bin = Table::from_iter([("name".into(), seed.into()), ("path".into(), "src/main.rs".into())]);
    let mut bins = bins.unwrap_or_default();
    bins.push(Value::Table(bin));
    manifest.insert("bin".into(), Value::Array(bins));
    Ok(())
}

/// The table under `key`, made when it is not there.
fn table<'a>(parent: &'a mut Table, key: &str) -> Result<&'a mut Table> {
    parent
        .entry(key)
        .or_insert_with(|| Value::Table(Table::new()))
        .as_table_mut()
        .with_context(|| format!("`{key}` in the seed's Cargo.toml is not a table"))
}

#[cfg(test)]
mod tests {
    use super::super::examples::Example;
    use super::*;

    fn renamed(text: &str) -> Table {
        renamed_in(&Example::new(), text)
    }

    fn renamed_in(example: &Example, text: &str) -> Table {
        let provenance = example.variant().provenance;
        let manifest = rename(text, "v1", &provenance, &example.seed_dir()).unwrap();
        manifest.parse().unwrap()
    }

    #[test]
    fn the_package_is_renamed_and_the_library_and_binary_are_not() {
        let manifest = renamed("[package]\nname = \"two-times\"\nedition = \"2021\"\n");
        assert_eq!(manifest["package"]["name"].as_str(), Some("two-times-v1"));
        assert_eq!(manifest["lib"]["name"].as_str(), Some("two_times"));
        assert_eq!(manifest["bin"][0]["name"].as_str(), Some("two-times"));
    }

    #[test]
    fn a_name_that_the_seed_gives_its_library_stays() {
        let manifest = renamed("[package]\nname = \"a\"\n[lib]\nname = \"other\"\npath = \"l.rs\"\n");
        assert_eq!(manifest["lib"]["name"].as_str(), Some("other"));
        assert_eq!(manifest["lib"]["path"].as_str(), Some("l.rs"));
    }

    #[test]
    fn an_old_edition_goes_on_finding_its_binaries() {
        assert_eq!(renamed("[package]\nname = \"a\"\n")["package"]["autobins"].as_bool(), Some(true));
        let explicit = renamed("[package]\nname = \"a\"\n[[bin]]\nname = \"b\"\npath = \"b.rs\"\n");
        assert_eq!(explicit["bin"].as_array().unwrap().len(), 1);
    }

    #[test]
    fn the_manifest_ends_in_an_empty_workspace_and_keeps_its_order() {
        let example = Example::new();
        let text = "[workspace]\nmembers = [\"x\"]\n[features]\nz = []\na = []\n[package]\nname = \"a\"\n";
        let text = rename(text, "v1", &example.variant().provenance, &example.seed_dir()).unwrap();
        assert!(text.ends_with("\n[workspace]\n"), "{text}");
        assert!(text.find("z = []").unwrap() < text.find("a = []").unwrap());
    }

    #[test]
    fn provenance_is_read_back_as_it_was_written_beside_other_metadata() {
        let example = Example::new();
        let provenance = example.variant().provenance;
        let manifest = renamed_in(&example, "[package]\nname = \"a\"\n[package.metadata.synth]\nevolve = [\"hash\"]\n");
        let synth = &manifest["package"]["metadata"]["synth"];
        assert_eq!(synth["evolve"][0].as_str(), Some("hash"));
        assert_eq!(synth["provenance"].clone().try_into::<Provenance>().unwrap(), provenance);
    }
}
