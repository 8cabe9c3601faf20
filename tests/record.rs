//! `synth trace record` end to end: a component, a program that uses it, and the trace that comes out.

mod common;

use std::collections::BTreeMap;
use std::path::Path;

use common::published;
use synth::component::Component;
use synth::component::interface::Interface;
use synth::record::{Limits, RecordReport, record_with};

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a temporary folder");
    for (path, text) in files {
        let path = dir.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("can create it");
        std::fs::write(path, text).expect("can write");
    }
    dir
}

/// Records `cargo run` of `program` and returns the report and the lines of the trace.
fn record(component: &Path, program: &Path) -> (RecordReport, Vec<String>) {
    let component = Component::load(component).expect("loads");
    let scratch = tempfile::tempdir().expect("a folder");
    let interface = Interface::of(&component, scratch.path()).expect("rustdoc reads it");
    let manifest = program.join("Cargo.toml").display().to_string();
    let command = ["run", "--quiet", "--offline", "--manifest-path", &manifest].map(String::from);
    let out = scratch.path().join("trace.jsonl");
    let executable = Path::new(env!("CARGO_BIN_EXE_synth"));
    let report = record_with(executable, &component, &interface, &command, &out, &Limits::default()).expect("records");
    let text = std::fs::read_to_string(&out).expect("a trace");
    (report, text.lines().map(str::to_string).collect())
}

const STACK: &str = r#"
use std::collections::HashMap;
use std::hash::Hash;
/// A counter.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Counter<K: Hash + Eq> { seen: HashMap<K, u32>, total: u32 }
impl<K: Hash + Eq> Counter<K> {
    pub fn new() -> Self { Counter { seen: HashMap::new(), total: 0 } }
    pub fn add(&mut self, key: K) -> &mut Self { *self.seen.entry(key).or_insert(0) += 1; self.total += 1; self }
    pub fn count(&self, key: &K) -> Option<u32> { self.seen.get(key).copied() }
    pub fn each(&self, mut visit: impl FnMut(&K)) { self.seen.keys().for_each(|k| { let _ = self.count(k); visit(k) }) }
    pub fn finish(self) -> u32 { self.total }
}
#[derive(Debug, Clone, PartialEq)]
pub enum Token { End, Word(String), Pair { left: Option<Option<u8>>, right: f64 } }
pub fn tokens(text: &str) -> impl Iterator<Item = &str> + Clone { text.split(' ') }
pub fn last(token: Token, spare: &mut Vec<u8>) -> Token { spare.push(1); if token == Token::End { panic!("no more") } token }
"#;

const PROGRAM: &str = r#"
use stack::*;
#[derive(PartialEq, Eq, Hash, Debug, Clone)]
struct Mine(u8);
fn main() {
    let mut counter: Counter<String> = Counter::new();
    counter.add("a".into()).add("b".into());
    let copy = counter.clone();
    assert_eq!(format!("{copy:?}").contains("__synth"), false);
    assert_eq!(counter.count(&"a".into()), Some(1));
    assert_eq!(copy, counter);
    assert_eq!(counter.finish(), 2);
    let mut by_default = Counter::<u8>::default();
    by_default.add(7);
    let mut hidden = Counter::<Mine>::new();
    hidden.add(Mine(1));
    let mut visited = Counter::<u64>::new();
    visited.add(3);
    visited.each(|key| println!("{key}"));
    assert_eq!(tokens("x y").count(), 2);
    let mut spare = vec![0xff];
    last(Token::Pair { left: Some(None), right: f64::INFINITY }, &mut spare);
    last(Token::Word("w".into()), &mut spare);
    assert!(std::panic::catch_unwind(|| last(Token::End, &mut Vec::new())).is_err());
}
"#;

#[test]
fn what_a_program_does_with_a_component_becomes_a_trace() {
    let manifest = |name: &str, more: &str| {
        format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2021\"\n[workspace]\n{more}")
    };
    let dir = folder(&[
        ("stack/Cargo.toml", &manifest("stack", "")),
        ("stack/src/lib.rs", STACK),
        ("program/Cargo.toml", &manifest("program", "[dependencies]\nstack = { path = \"../stack\" }\n")),
        ("program/src/main.rs", PROGRAM),
    ]);
    let (report, lines) = record(&dir.path().join("stack"), &dir.path().join("program"));
    assert_eq!(
        lines,
        [
            r#"{"synth_trace":1,"component":"stack"}"#,
            r#"{"call":"Counter::<String>::new","args":[],"ret":{"$new":0}}"#,
            r#"{"call":"Counter::<String>::add","on":0,"args":["a"]}"#,
            r#"{"call":"Counter::<String>::add","on":0,"args":["b"]}"#,
            r#"{"call":"<Counter<String> as Clone>::clone","on":0,"args":[],"ret":{"$new":1}}"#,
            r#"{"call":"Counter::<String>::count","on":0,"args":["a"],"ret":1}"#,
            r#"{"call":"Counter::<String>::finish","on":0,"args":[],"ret":2}"#,
            r#"{"call":"<Counter<u8> as Default>::default","args":[],"ret":{"$new":2}}"#,
            r#"{"call":"Counter::<u8>::add","on":2,"args":[7]}"#,
            r#"{"call":"tokens","args":["x y"],"drain":["x","y"]}"#,
            r#"{"call":"last","args":[{"Pair":{"left":{"$some":null},"right":"inf"}},{"$base64":"/w=="}],"ret":{"Pair":{"left":{"$some":null},"right":"inf"}},"after":{"1":{"$base64":"/wE="}}}"#,
            r#"{"call":"last","args":[{"Word":"w"},{"$base64":"/wE="}],"ret":{"Word":"w"},"after":{"1":{"$base64":"/wEB"}}}"#,
            r#"{"call":"last","args":["End",""],"panic":true}"#,
            r#"{"drop":2}"#,
            r#"{"drop":1}"#,
        ]
    );
    assert!(report.status.success());
    // A key that no dependent crate can name, and a closure on a receiver: both sessions are given up, and said.
    assert_eq!(report.dropped_sessions, 2);
    assert!(report.skipped.keys().any(|path| path.contains("Mine")), "{:?}", report.skipped);
    assert!(report.left_out["Counter::<K>::each"].contains("closure"));
    assert_eq!(report.sessions, 6);
}

#[test]
fn published_crates_are_recorded_where_cargo_unpacked_them() {
    let calls = BTreeMap::from([
        (
            "hex",
            "let _ = hex::encode(b\"\\xff\"); let _ = hex::decode(String::from(\"zz\")); \
             let mut four = [0u8; 2]; let _ = hex::decode_to_slice(\"0102\", &mut four);",
        ),
        (
            "percent-encoding",
            "use percent_encoding::*; let _ = utf8_percent_encode(\"a b\", NON_ALPHANUMERIC).to_string(); \
             let _ = percent_decode(b\"%41\").count();",
        ),
        ("strsim", "let _ = strsim::levenshtein(\"ab\", \"b\"); let _ = strsim::hamming(\"a\", \"bc\");"),
    ]);
    for (package, body) in calls {
        let source = published(package);
        let manifest = format!(
            "[package]\nname = \"program\"\nversion = \"0.1.0\"\nedition = \"2021\"\n[dependencies]\n{package} = {{ path = {:?} }}\n[workspace]\n",
            source.display().to_string()
        );
        let main = format!("fn main() {{ {body} }}\n");
        let dir = folder(&[("Cargo.toml", &manifest), ("src/main.rs", &main)]);
        let (_, lines) = record(&source, dir.path());
        let expected: &[&str] = match package {
            "hex" => &[
                r#"{"call":"encode::<&[u8;1]>","args":[{"$base64":"/w=="}],"ret":"ff"}"#,
                r#"{"call":"decode::<String>","args":["zz"],"ret":{"Err":{"InvalidHexCharacter":{"c":"z","index":0}}}}"#,
                r#"{"call":"decode_to_slice::<&str>","args":["0102","\u0000\u0000"],"ret":{"Ok":null},"after":{"1":"\u0001\u0002"}}"#,
            ],
            "percent-encoding" => &[
                r#"{"call":"utf8_percent_encode","args":["a b",{"$path":"NON_ALPHANUMERIC"}],"drain":["a","%20","b"]}"#,
                r#"{"call":"percent_decode","args":["%41"],"drain":[65]}"#,
            ],
            _ => &[
                r#"{"call":"levenshtein","args":["ab","b"],"ret":1}"#,
                r#"{"call":"hamming","args":["a","bc"],"ret":{"Err":"DifferentLengthArgs"}}"#,
            ],
        };
        assert_eq!(lines[1..], *expected, "{package}");
    }
}

#[test]
fn a_command_that_never_builds_the_component_is_told_so() {
    let dir = folder(&[("Cargo.toml", "[package]\nname = \"alone\"\n[workspace]\n"), ("src/lib.rs", "pub fn f() {}")]);
    let component = Component::load(dir.path()).expect("loads");
    let interface = Interface::of(&component, &dir.path().join("scratch")).expect("rustdoc reads it");
    let out = dir.path().join("trace.jsonl");
    let executable = Path::new(env!("CARGO_BIN_EXE_synth"));
    let command = ["cargo".to_string(), "--version".to_string()];
    let error = record_with(executable, &component, &interface, &command, &out, &Limits::default()).expect_err("fails");
    assert!(error.to_string().contains("did not build alone"), "{error}");
    assert!(!out.exists());
}
