use std::sync::Arc;

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use super::*;
use crate::component::Sources;
use crate::component::types::TypeMap;
use crate::operators::{Rules, View, Weights, take_apart};

const HOST: &str = "src/lib.rs";

fn file(name: &str, text: &str) -> DonorFile {
    DonorFile { name: name.into(), text: text.into(), home: name == HOST }
}

fn store(text: &str) -> Donors {
    Donors::of([&file("a/b.rs", text)]).expect("it is Rust")
}

fn program(host: &str, donors: Donors) -> Program {
    take_apart(&View {
        sources: &Sources::default().with(HOST, host),
        types: &TypeMap::default(),
        weights: &Weights::default(),
        rules: &Arc::new(Rules::default()),
        donors: &Arc::new(donors),
        values: &Arc::default(),
        allowed: &|_, _| true,
        allow_unsafe: false,
        allow_uncalled: true,
    })
}

fn made(program: &Program, change: &Change) -> String {
    let mut text = program.sources.get(HOST).expect("it is there").to_string();
    text.replace_range(change.range.clone(), &change.text);
    syn::parse_file(&text).unwrap_or_else(|error| panic!("{error} in {text}"));
    text
}

/// What whole bodies make of the first function of a host.
fn bodies(host: &str, donors: &str) -> Vec<String> {
    let program = program(host, store(donors));
    transplants(&program, 0).iter().map(|(_, change)| made(&program, change)).collect()
}

/// What calls make of a host.
fn called(host: &str, donors: &str) -> String {
    let program = program(host, store(donors));
    let mut found = std::collections::BTreeSet::new();
    for number in 0..300 {
        let change = Call.propose(&program, &mut ChaCha8Rng::seed_from_u64(number));
        found.extend(change.map(|change| made(&program, &change)));
    }
    found.into_iter().collect::<Vec<_>>().join("\n---\n")
}

#[test]
fn a_body_comes_with_its_parameters_renamed_and_with_what_it_needs() {
    let donors = "\
/// Each byte's part.
const PARTS: [u32; 2] = parts();
const fn parts() -> [u32; 2] { [1, 2] }
pub fn sum(bytes: &[u8], start: u32) -> u32 {
    // Adds up.
    bytes.iter().fold(start, |sum, byte| sum + PARTS[usize::from(byte & 1)])
}
";
    let found = bodies("fn f(seed: u32, text: &[u8]) -> u32 {\n    for x in text {}\n    0\n}\n", donors);
    let want = "\
fn f(seed: u32, text: &[u8]) -> u32 {
    // Each byte's part.
    const PARTS: [u32; 2] = parts();
    const fn parts() -> [u32; 2] { [1, 2] }
    // Adds up.
    text.iter().fold(seed, |sum, byte| sum + PARTS[usize::from(byte & 1)])
}
";
    assert_eq!(found[0], want);
}

#[test]
fn all_permutations_are_tried_where_several_parameters_have_one_type() {
    let found =
        bodies("fn f(a: u8, b: u8) -> u8 { g(a) + g(b) }", "fn less(left: u8, right: u8) -> u8 { left - right }")
            .join("\n");
    assert!(found.contains("a - b") && found.contains("b - a"), "{found}");
    assert!(!found.contains("a - a"), "{found}");
}

#[test]
fn what_is_nearly_of_the_type_is_adapted() {
    let donors = "fn hash(bytes: &[u8]) -> u32 { let mut key = 7; for b in bytes { key ^= *b as u32; } key }";
    let found = bodies("fn f(key: &str) -> u64 {\n    loop {}\n}", donors);
    assert!(
        found[0].contains("fn hash(bytes: &[u8]) -> u32") && found[0].contains("    hash(key.as_bytes()) as u64\n}"),
        "{found:?}"
    );
    let found = bodies("fn f(key: &str) -> u32 {\n    loop {}\n}", donors);
    assert!(found[0].contains("    let bytes: &[u8] = key.as_bytes();\n    let mut key = 7;"), "{found:?}");
    let found = bodies("fn f(key: &[u8]) -> u32 {\n    loop {}\n}", donors);
    assert!(found[0].contains("let bytes: &[u8] = key;"), "no name is hidden that is used: {found:?}");
}

#[test]
fn a_type_parameter_is_filled_if_it_has_the_traits() {
    let donors = "fn sort<T: Copy + Ord>(v: &mut [T]) { let first: T = v[0]; v[0] = first; }";
    let found = bodies("fn f(values: &mut [u32]) { loop {} }", donors);
    assert!(found[0].contains("let first: u32 = values[0];"), "{found:?}");
    assert_eq!(bodies("fn f(values: &mut [f64]) { loop {} }", donors), [""; 0]);
    assert!(bodies("fn f(values: &mut Vec<u8>) { loop {} }", donors)[0].contains("let v: &mut [u8] = values;"));
}

#[test]
fn what_refuses_arguments_may_stay() {
    let found = bodies(
        "fn f(v: &[u8]) -> usize {\n    assert!(v.len() > 1);\n    g(v.len())\n}",
        "fn g(a: &[u8]) -> usize { a.len() / 2 }",
    );
    assert!(found.iter().any(|text| text.contains("assert!(v.len() > 1);\n    v.len() / 2")), "{found:?}");
    assert!(found.iter().any(|text| !text.contains("assert")), "{found:?}");
}

#[test]
fn what_a_function_prepares_may_stay_and_is_used_then() {
    let host = "fn f(a: &str, n: usize) -> usize {\n    let b: Vec<u8> = g(a);\n    g(b.len()) + n\n}";
    let found = bodies(host, "fn h(x: &[u8], y: usize) -> usize { x.len() * y }");
    let after = "{\n    let b: Vec<u8> = g(a);\n    let x: &[u8] = &b;\n    x.len() * n\n}";
    assert!(found.iter().any(|text| text.contains(after)), "{found:?}");
    assert!(!found.iter().any(|text| text.contains("g(a);\n    let x: &[u8] = a.as_bytes()")), "{found:?}");
}

#[test]
fn only_a_number_may_be_forgotten_and_never_all_of_self() {
    let donor = "fn h(x: &[u8]) -> usize { x.len() }";
    assert!(!bodies("fn f(a: &[u8], n: usize) -> usize { g(g(n)) }", donor).is_empty());
    assert_eq!(bodies("fn f(a: &[u8], b: &[u8]) -> usize { loop {} }", donor), [""; 0]);
    let method = "struct S { n: usize } impl S { fn f(&self, a: &[u8]) -> usize { g(g(self.n)) } }";
    assert_eq!(bodies(method, donor), [""; 0]);
    assert!(!bodies("fn f(a: &[u8]) -> usize { g(g(1)) }", donor).is_empty());
    assert_eq!(bodies("fn f(a: &[u8]) -> usize { 1 }", donor), [""; 0], "there is nothing to gain");
}

#[test]
fn fields_constants_and_literals_fill_parameters() {
    let donors = "fn count(bytes: &[u8], wanted: u8) -> usize { bytes.iter().filter(|byte| **byte == wanted).count() }";
    let found =
        bodies("fn f(text: &[u8]) -> usize { let mut n = 0; for b in text { if *b == b'x' { n += 1; } } n }", donors);
    assert!(found[0].contains("let wanted: u8 = b'x';"), "{found:?}");
}

#[test]
fn what_cannot_stand_anywhere_is_no_donor() {
    for text in [
        "fn f(x: u8) -> u8 { unsafe { x } }",
        "fn f(x: u8) -> u8 { crate::g(x) }",
        "fn f(x: u8) -> u8 { unknown(x) }",
        "fn f(x: u8) -> u8 { std::fs::read(\"a\"); x }",
        "use other::g; fn f(x: u8) -> u8 { g(x) }",
        "use std::io::stdin; fn f(x: u8) -> u8 { stdin(); x }",
        "fn f(x: u8) -> u8 { println!(\"{x}\"); x }",
        "extern \"C\" fn f(x: u8) -> u8 { x }",
        "static mut S: u8 = 0; fn f(x: u8) -> u8 { x + S }",
        "#[test] fn f(x: u8) {}",
        "struct S; impl S { fn f(&self, x: u8) -> u8 { x } fn g(x: u8) -> Self { S } }",
        "fn f(x: impl Iterator<Item = u8>) {}",
        "async fn f(x: u8) {}",
    ] {
        assert!(store(text).all.is_empty(), "{text}");
    }
    let fit = "use std::cmp::min; static S: u8 = 1; struct P(u8); impl P { fn new(x: u8) -> Self { Self(x) } }
        fn f(x: u8) -> u8 { min(P::new(x).0, S) }";
    let store = store(fit);
    let items = store.all[0].helpers.join("\n");
    for item in ["use std::cmp::min;", "const S: u8 = 1;", "struct P(u8);", "impl P {"] {
        assert!(items.contains(item), "{items}");
    }
}

#[test]
fn macros_that_the_crate_does_not_call_are_not_brought_in() {
    let donors = "fn g(x: u8) -> Vec<u8> { vec![x] }";
    assert!(bodies("fn f(x: u8) -> Vec<u8> { g(Vec::new()) }", donors).is_empty());
    assert!(!bodies("fn f(x: u8) -> Vec<u8> { g(g(vec![])) }", donors).is_empty());
}

#[test]
fn a_loop_and_what_it_fills_become_a_call() {
    let host = "\
fn f(key: &[u8], n: u32) -> u32 {
    let mut sum: u32 = 0;
    for byte in key {
        sum += 1;
    }
    sum + n
}
";
    let found = called(host, "fn total(bytes: &[u8]) -> u32 {\n    bytes.len() as u32\n}");
    let want = "\
fn f(key: &[u8], n: u32) -> u32 {
    fn total(bytes: &[u8]) -> u32 {
        bytes.len() as u32
    }
    let sum: u32 = total(key);
    sum + n
}
";
    assert!(found.contains(want), "{found}");
}

#[test]
fn an_expression_becomes_a_call_that_forgets_none_of_its_names() {
    let host = "fn f(a: u64, b: u64) -> u64 {\n    let c: u64 = (a / b) * 2;\n    c\n}\n";
    let two = called(host, "fn gcd(x: u64, y: u64) -> u64 { x % y }");
    assert!(two.contains("fn gcd(x: u64, y: u64) -> u64 { x % y }\n    let c: u64 = gcd(a, b)"), "{two}");
    assert!(!called(host, "fn one(x: u64) -> u64 { x }").contains("let c: u64 = one(a);"));
}

#[test]
fn the_functions_of_the_seed_are_called_where_they_are() {
    let host = "fn f(v: &mut [u8]) {\n    slow(v);\n    slow(v);\n}\nfn slow(v: &mut [u8]) {}\nfn fast(v: &mut [u8]) { private(v); }\n";
    let donors = Donors::of([&file(HOST, host)]).expect("it is Rust");
    let program = program(host, donors);
    let found: Vec<String> = transplants(&program, 0).iter().map(|(_, change)| made(&program, change)).collect();
    assert!(found.iter().any(|text| text.contains("fn f(v: &mut [u8]) {\n    private(v);\n}")), "{found:?}");
    let mut calls = (0..200).filter_map(|n| Call.propose(&program, &mut ChaCha8Rng::seed_from_u64(n)));
    assert!(calls.any(|change| made(&program, &change).contains("{\n    fast(v);\n    slow(v);\n}")));
}

#[test]
fn each_donor_names_its_licence() {
    let with = |text: &str| Donors::of([&file("a/b.rs", text)]).expect("it is Rust");
    let donors = with("// SPDX-License-Identifier: Apache-2.0 OR MIT\nfn f(x: u8) -> u8 { x }");
    let behind: Vec<_> = donors.behind("rewrite count-ones+donor:a/b.rs:f").collect();
    assert_eq!(behind, [("a/b.rs:f", "Apache-2.0 OR MIT")]);
    assert_eq!(with("fn f(x: u8) {}").behind("donor:a/b.rs:f").collect::<Vec<_>>(), [("a/b.rs:f", "unknown")]);
}

#[test]
fn the_files_that_come_along_are_donors_from_end_to_end() {
    let donors = Donors::with(&[]).expect("our own files are Rust");
    let public: usize = donors.all.len();
    assert!(public > 90, "{public}");
    assert!(donors.all.iter().all(|donor| donor.macros.is_empty()), "a macro that the seed does not call is refused");
}

#[test]
fn a_file_that_is_no_rust_is_named_with_its_line() {
    let wrong = Donors::with(&[file("mine/x.rs", "fn f() {}\nfn {\n")]).unwrap_err().to_string();
    assert!(wrong.starts_with("mine/x.rs:2: is not Rust"), "{wrong}");
}

#[test]
fn what_may_have_no_answer_is_asked_first_and_the_rest_stays() {
    let donors = "fn read(bytes: &[u8]) -> Option<u64> { bytes.first().map(|first| u64::from(*first)) }";
    let host = "fn f(text: &str) -> Result<u32, String> {\n    if text.len() > 9 {\n        return Err(text.to_owned());\n    }\n    text.parse().map_err(|_| text.to_owned())\n}\n";
    let found = bodies(host, donors);
    let asked = "{
    fn read(bytes: &[u8]) -> Option<u64> { bytes.first().map(|first| u64::from(*first)) }
    if let Some(value) = read(text.as_bytes()).and_then(|value| u32::try_from(value).ok()) {
        return Ok(value);
    }
    if text.len() > 9 {
";
    assert!(found.iter().any(|text| text.contains(asked)), "{found:?}");
    let found = bodies("fn f(text: &str) -> u64 {\n    g(text)\n}\n", donors);
    assert!(
        found[0].contains("if let Some(value) = read(text.as_bytes()) {\n        return value;\n    }\n    g(text)"),
        "{found:?}"
    );
    assert_eq!(bodies("fn f(text: &str) -> char {\n    g(text)\n}\n", donors), [""; 0]);
}
