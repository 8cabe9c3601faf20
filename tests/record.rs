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
    record_command(component, &["run"], program)
}

/// The same for another command.
fn record_command(component: &Path, command: &[&str], program: &Path) -> (RecordReport, Vec<String>) {
    let component = Component::load(component).expect("loads");
    let scratch = tempfile::tempdir().expect("a folder");
    let interface = Interface::of(&component, scratch.path()).expect("rustdoc reads it");
    let manifest = program.join("Cargo.toml").display().to_string();
    let options = ["--quiet", "--offline", "--manifest-path", &manifest];
    let command: Vec<String> = command.iter().chain(&options).map(|word| (*word).to_owned()).collect();
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
fn tests_in_documentation_are_recorded() {
    let text = "/// ```\n/// assert_eq!(twice::twice(4), 8);\n/// ```\npub fn twice(x: u8) -> u8 { x + x }\n";
    let manifest = "[package]\nname = \"twice\"\nversion = \"0.1.0\"\nedition = \"2021\"\n[workspace]\n";
    let dir = folder(&[("Cargo.toml", manifest), ("src/lib.rs", text)]);
    let (report, lines) = record_command(dir.path(), &["test"], dir.path());
    assert!(report.status.success());
    assert_eq!(lines[1..], [r#"{"call":"twice","args":[4],"ret":8}"#]);
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

const NAMES: &str = r#"
use std::mem;
#[repr(C)]
pub struct Pile { items: Vec<u8> }
#[cfg(feature = "none")]
pub struct Pile2<T> { items: Vec<T>, _more: u8 }
#[cfg(not(feature = "none"))]
pub struct Pile2<T, S = u8> { items: Vec<T>, _more: S }
impl Pile2<u8> { pub fn new() -> Self { Pile2 { items: vec![1], _more: 0 } } }
impl<T, S> Pile2<T, S> { pub fn size(&self) -> usize { self.items.len() } }
impl Pile {
    pub fn new() -> Self { Pile { items: Vec::new() } }
    pub fn add(&mut self, item: u8) { self.items.push(item) }
    pub fn exchange(&mut self, other: &mut Pile) { mem::swap(self, other) }
    pub fn clear(&mut self) { *self = Pile::new() }
    pub fn take(&mut self) -> Pile { mem::replace(self, Pile::new()) }
    pub fn size(&self) -> usize { self.items.len() }
    pub fn last_mut(&mut self) -> Option<&mut u8> { self.items.last_mut() }
}
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sum(u32);
impl Sum {
    pub const fn new() -> Sum { Sum(0) }
    pub fn parse(text: &str) -> Result<Sum, String> { text.parse().map(Sum).map_err(|_| "no".into()) }
    pub fn add(&mut self, n: u32) { self.0 += n }
    pub fn reset(&mut self, to: Sum) { *self = to }
    pub fn get(&self) -> u32 { self.0 }
    pub fn double(self) -> Sum { Sum(self.0 * 2) }
}
"#;

const NAMING: &str = r#"
use names::*;
fn main() {
    let (mut a, mut b) = (Pile::new(), Pile::new());
    a.add(1);
    a.exchange(&mut b);
    assert_eq!((a.size(), b.size()), (0, 1));
    b.clear();
    b.add(2);
    let c = b.take();
    assert_eq!((b.size(), c.size()), (0, 1));
    assert_eq!(Pile2::new().size(), 1);
    let mut cut = Pile::new();
    cut.add(1);
    *cut.last_mut().unwrap() += 1;
    cut.add(2);
    let mut one = Sum::parse("5").unwrap();
    let mut two = one;
    one.add(1);
    two.add(2);
    assert_eq!((one.get(), two.get()), (6, 7));
    assert_eq!(one.double().get(), 12);
    one.reset(two);
    assert_eq!((one.get(), two.get()), (7, 7));
}
"#;

#[test]
fn an_object_keeps_its_name_and_a_copy_value_is_named_by_its_state() {
    let manifest = |name: &str, more: &str| {
        format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2021\"\n[workspace]\n{more}")
    };
    let dir = folder(&[
        ("names/Cargo.toml", &manifest("names", "[features]\nnone = []\n")),
        ("names/src/lib.rs", NAMES),
        ("program/Cargo.toml", &manifest("program", "[dependencies]\nnames = { path = \"../names\" }\n")),
        ("program/src/main.rs", NAMING),
    ]);
    let (report, lines) = record(&dir.path().join("names"), &dir.path().join("program"));
    let calls: Vec<&str> = lines.iter().skip(1).map(String::as_str).filter(|line| !line.contains("drop")).collect();
    assert_eq!(
        calls,
        [
            r#"{"call":"Pile::new","args":[],"ret":{"$new":0}}"#,
            r#"{"call":"Pile::new","args":[],"ret":{"$new":1}}"#,
            r#"{"call":"Pile::add","on":0,"args":[1],"ret":null}"#,
            r#"{"call":"Pile::exchange","on":0,"args":[{"$handle":1}],"ret":null}"#,
            r#"{"call":"Pile::size","on":0,"args":[],"ret":0}"#,
            r#"{"call":"Pile::size","on":1,"args":[],"ret":1}"#,
            r#"{"call":"Pile::clear","on":1,"args":[],"ret":null}"#,
            r#"{"call":"Pile::add","on":1,"args":[2],"ret":null}"#,
            r#"{"call":"Pile::take","on":1,"args":[],"ret":{"$new":2}}"#,
            r#"{"call":"Pile::size","on":1,"args":[],"ret":0}"#,
            r#"{"call":"Pile::size","on":2,"args":[],"ret":1}"#,
            r#"{"call":"Pile2::<u8>::new","args":[],"ret":{"$new":3}}"#,
            r#"{"call":"Pile2::<u8>::size","on":3,"args":[],"ret":1}"#,
            r#"{"call":"Pile::new","args":[],"ret":{"$new":4}}"#,
            r#"{"call":"Pile::add","on":4,"args":[1],"ret":null}"#,
            r#"{"call":"Sum::parse","args":["5"],"ret":{"Ok":{"$new":5}}}"#,
            r#"{"call":"<Sum as Clone>::clone","on":5,"args":[],"ret":{"$new":6}}"#,
            r#"{"call":"Sum::add","on":5,"args":[1],"ret":null}"#,
            r#"{"call":"Sum::add","on":6,"args":[2],"ret":null}"#,
            r#"{"call":"Sum::get","on":5,"args":[],"ret":6}"#,
            r#"{"call":"Sum::get","on":6,"args":[],"ret":7}"#,
            r#"{"call":"<Sum as Clone>::clone","on":5,"args":[],"ret":{"$new":7}}"#,
            r#"{"call":"Sum::double","on":5,"args":[],"ret":{"$new":8}}"#,
            r#"{"call":"Sum::get","on":8,"args":[],"ret":12}"#,
            r#"{"call":"<Sum as Clone>::clone","on":6,"args":[],"ret":{"$new":9}}"#,
            r#"{"call":"Sum::reset","on":7,"args":[{"$handle":6}],"ret":null}"#,
            r#"{"call":"Sum::get","on":7,"args":[],"ret":7}"#,
            r#"{"call":"Sum::get","on":9,"args":[],"ret":7}"#,
        ]
    );
    assert_eq!((report.cut_sessions, report.dropped_sessions), (1, 0));
    assert_eq!(report.skipped.keys().collect::<Vec<_>>(), ["Pile::last_mut"]);
}
