use super::*;
use std::fs;

/// The folder of a dev-dependency as cargo unpacked it.
pub(super) fn registry(package: &str) -> PathBuf {
    let output = std::process::Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--filter-platform", "host-tuple", "--manifest-path"])
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml"))
        .output()
        .expect("cargo runs");
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("cargo metadata is JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    let found = packages.iter().find(|p| p["name"] == package).expect("a dev-dependency");
    Path::new(found["manifest_path"].as_str().expect("a path")).parent().expect("a folder").to_path_buf()
}

/// A folder with these files.
pub(super) fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a temporary folder");
    for (path, text) in files {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("can create it");
        fs::write(path, text).expect("can write");
    }
    dir
}

fn workspace() -> tempfile::TempDir {
    folder(&[
        (
            "Cargo.toml",
            "[workspace]\nmembers = [\"a\", \"b\"]\nresolver = \"2\"\n[workspace.package]\nversion = \"1.2.3\"\nedition = \"2021\"\nlicense = \"MIT\"\nreadme = \"README.md\"\n\
             [workspace.dependencies]\nb = { path = \"b\", default-features = false }\n[workspace.lints.rust]\nunused = \"allow\"\n[profile.release]\nopt-level = 2\nlto = false\n[profile.release.package.a-b]\nopt-level = 3\n",
        ),
        ("LICENSE", "MIT text"),
        ("README.md", "read me"),
        (
            "a/Cargo.toml",
            "[package]\nname = \"a-b\"\nversion.workspace = true\nedition.workspace = true\nlicense.workspace = true\nreadme.workspace = true\n\
             [dependencies]\nb = { workspace = true, features = [\"f\"] }\n[lints]\nworkspace = true\n",
        ),
        (
            "a/src/lib.rs",
            "pub mod x;\n#[cfg(test)] mod tests;\n#[path = \"odd/place.rs\"] mod y;\npub fn f() -> u8 { b::g() }\n",
        ),
        ("a/src/x.rs", "pub mod deep;\n"),
        ("a/src/x/deep.rs", "pub fn d() {}\n"),
        ("a/src/odd/place.rs", "mod z;\n"),
        ("a/src/odd/z.rs", "// z\n"),
        ("a/src/tests.rs", "// tests\n"),
        ("a/src/unused.rs", "// not compiled\n"),
        ("a/tests/outer.rs", "#[test] fn t() { assert_eq!(a_b::f(), 7); }\n"),
        ("a/target/junk", "junk"),
        ("b/Cargo.toml", "[package]\nname = \"b\"\nversion.workspace = true\nedition = \"2018\"\n[features]\nf = []\n"),
        ("b/src/lib.rs", "pub fn g() -> u8 { 7 }\n"),
    ])
}

#[test]
fn a_workspace_member_loads_with_what_it_inherits() {
    let dir = workspace();
    let component = Component::load(&dir.path().join("a")).expect("loads");
    assert_eq!((component.package.as_str(), component.lib.as_str()), ("a-b", "a_b"));
    assert_eq!((component.version.as_str(), component.edition.as_str()), ("1.2.3", "2021"));
    let opt_level = |component: &Component| component.profile["release"]["opt-level"].as_integer();
    let other = Component::load(&dir.path().join("b")).expect("loads");
    assert_eq!((opt_level(&component), opt_level(&other)), (Some(3), Some(2)));
    // As it is written for whoever builds it alone.
    let written = component.profile.to_string();
    assert_eq!(written.parse::<toml::Table>().expect("valid")["release"], component.profile["release"]);
    let files: Vec<&str> = component.sources.iter().map(|(path, _)| &**path).collect();
    assert_eq!(files, ["src/lib.rs", "src/odd/place.rs", "src/odd/z.rs", "src/x.rs", "src/x/deep.rs"]);
}

#[test]
fn a_run_under_any_name_is_no_part_of_the_seed() {
    let seed = folder(&[("Cargo.toml", "[package]\nname = \"a\"\n"), ("src/lib.rs", ""), ("data/x", "")]);
    let before = Component::load(seed.path()).expect("loads").hash();
    for (path, text) in [("mine/.gitignore", "*\n"), ("mine/events.jsonl", "")] {
        fs::create_dir_all(seed.path().join("mine")).expect("writable");
        fs::write(seed.path().join(path), text).expect("writable");
    }
    let component = Component::load(seed.path()).expect("loads");
    assert_eq!(component.hash(), before);
    let other = tempfile::tempdir().expect("a folder");
    component.write_standalone(other.path()).expect("writes");
    assert!(other.path().join("data/x").exists() && !other.path().join("mine").exists());
}

#[test]
fn the_standalone_copy_of_a_member_builds_and_tests_inside_a_foreign_workspace() {
    let dir = workspace();
    let component = Component::load(&dir.path().join("a")).expect("loads");
    let other = folder(&[("Cargo.toml", "[workspace]\nmembers = []\n")]);
    let copy = other.path().join("copy");
    component.write_standalone(&copy).expect("writes");
    assert!(copy.join("LICENSE").is_file() && copy.join("README.md").is_file());
    assert!(!copy.join("target").exists());
    let text = fs::read_to_string(copy.join("Cargo.toml")).expect("a manifest");
    assert!(text.trim_end().ends_with("[workspace]"), "{text}");
    assert!(!text.contains("profile") && !text.contains("workspace = true"), "{text}");
    let status = std::process::Command::new(env!("CARGO"))
        .args(["test", "--offline", "--quiet"])
        .env("CARGO_TARGET_DIR", other.path().join("target"))
        .current_dir(&copy)
        .output()
        .expect("cargo runs");
    assert!(status.status.success(), "{}", String::from_utf8_lossy(&status.stderr));
    assert_eq!(Component::load(&copy).expect("loads again").sources, component.sources);
}

#[test]
fn a_registry_package_is_read_and_not_touched() {
    let folder = registry("strsim");
    let before: Vec<_> = fs::read_dir(&folder).expect("reads").map(|e| e.expect("an entry").path()).collect();
    let component = Component::load(&folder).expect("loads");
    assert_eq!((component.lib.as_str(), component.edition.as_str()), ("strsim", "2015"));
    let copy = tempfile::tempdir().expect("a folder");
    component.write_standalone(copy.path()).expect("writes");
    let after: Vec<_> = fs::read_dir(&folder).expect("reads").map(|e| e.expect("an entry").path()).collect();
    assert_eq!(before, after);
    assert!(copy.path().join("LICENSE").is_file() && copy.path().join("tests/lib.rs").is_file());
    assert_eq!(component.hash().len(), 64);
}

#[test]
fn the_hash_follows_the_text_and_not_the_place() {
    let (one, two) = (workspace(), workspace());
    let hash = |dir: &tempfile::TempDir| Component::load(&dir.path().join("a")).expect("loads").hash();
    assert_eq!(hash(&one), hash(&two));
    fs::write(two.path().join("b/src/lib.rs"), "pub fn g() -> u8 { 8 }\n").expect("writes");
    assert_ne!(hash(&one), hash(&two));
}

#[test]
fn what_is_not_a_library_is_refused_with_the_reason() {
    let refuse = |files: &[(&str, &str)]| {
        let dir = folder(files);
        Component::load(dir.path()).map(|_| ()).expect_err("is refused")
    };
    let package = "[package]\nname = \"p\"\nversion = \"0.1.0\"\n";
    let with = |more: &str| format!("{package}{more}");
    assert!(matches!(refuse(&[]), LoadError::NoManifest(_)));
    assert!(matches!(refuse(&[("Cargo.toml", "[workspace]\n")]), LoadError::OnlyWorkspace(_)));
    assert!(matches!(refuse(&[("Cargo.toml", "[package\n")]), LoadError::Manifest { .. }));
    assert!(matches!(refuse(&[("Cargo.toml", package), ("src/main.rs", "")]), LoadError::NotALibrary { .. }));
    let text = with("license.workspace = true\n");
    assert!(matches!(refuse(&[("Cargo.toml", &text), ("src/lib.rs", "")]), LoadError::NotInherited { .. }));
    let error = refuse(&[("Cargo.toml", package), ("src/lib.rs", "fn f( {\n")]);
    assert!(matches!(&error, LoadError::Syntax { line: 1, .. }), "{error}");
    let error = refuse(&[("Cargo.toml", package), ("src/lib.rs", "\nmod gone;\n")]);
    assert!(error.to_string().contains("lib.rs:2: `mod gone;` has no file; expected src/gone.rs"), "{error}");
    let text = with("[package.metadata.synth]\nevolv = []\n");
    let error = refuse(&[("Cargo.toml", &text), ("src/lib.rs", "")]);
    assert!(error.to_string().contains("evolv"), "{error}");
}

#[test]
fn metadata_is_typed() {
    let text = "[package]\nname = \"p\"\n[package.metadata.synth]\nevolve = [\"hash\"]\nallow-unsafe = true\n\
                behaviour = { \"keys\" = \"unordered\", \"mean\" = { approx = 1e-9 } }\n";
    let dir = folder(&[("Cargo.toml", text), ("src/lib.rs", "")]);
    let metadata = Component::load(dir.path()).expect("loads").metadata;
    assert_eq!(metadata.behaviour["keys"], Behaviour::Unordered);
    assert_eq!(metadata.behaviour["mean"], Behaviour::Approx(1e-9));
    assert!(metadata.allow_unsafe && metadata.evolve == ["hash"]);
    let wrong = text.replace("unordered", "random");
    let dir = folder(&[("Cargo.toml", &wrong), ("src/lib.rs", "")]);
    let error = Component::load(dir.path()).map(|_| ()).expect_err("is refused").to_string();
    assert!(error.contains("unknown behaviour \"random\""), "{error}");
}
