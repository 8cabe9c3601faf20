use super::*;
use crate::component::tests::{folder, registry};
use quote::ToTokens;

fn interface_of(dir: &Path) -> Interface {
    let component = Component::load(dir).expect("loads");
    let scratch = tempfile::tempdir().expect("a folder");
    Interface::of(&component, scratch.path()).expect("rustdoc reads it")
}

/// A signature in one line: `callee(receiver; params) -> ret`.
fn show(interface: &Interface, call: &str) -> String {
    let tight = |tokens: &dyn ToTokens| {
        let text = tokens.to_token_stream().to_string();
        text.replace(" :: ", "::")
            .replace(":: ", "::")
            .replace(" ::", "::")
            .replace(" <", "<")
            .replace("< ", "<")
            .replace(" >", ">")
            .replace(" ,", ",")
            .replace("& ", "&")
            .replace("' ", "'")
            .replace("[ ", "[")
            .replace(" ]", "]")
    };
    match interface.resolve(call) {
        Err(error) => format!("error: {error}"),
        Ok(signature) => {
            let receiver = signature.receiver.as_ref().map(|(how, ty)| format!("{how:?} {}; ", tight(ty)));
            let params: Vec<String> =
                signature.params.iter().map(|(name, ty)| format!("{name}: {}", tight(ty))).collect();
            format!(
                "{} = {}({}{}) -> {}",
                signature.path,
                tight(&signature.callee),
                receiver.unwrap_or_default(),
                params.join(", "),
                tight(&signature.ret)
            )
        }
    }
}

const TINY: &str = r#"
use std::collections::HashMap;
mod inner {
    pub struct Hidden<T, const N: usize = 4> { pub a: T, b: [u8; N] }
    impl<T: Clone, const N: usize> Hidden<T, N> {
        pub fn new(t: T) -> Self { Hidden { a: t, b: [0; N] } }
        pub fn get<'a>(&'a mut self, k: &'a str) -> Option<&'a T> { let _ = (k, &self.b); None }
    }
    pub enum E<T> { A, B(T, u8), C { x: u32 } }
    pub mod globbed { pub fn deep(x: impl Into<String>, n: u8) -> impl Iterator<Item = u8> { let _ = x.into(); std::iter::once(n) } }
}
pub use inner::Hidden as Shown;
pub use inner::E;
pub use inner::globbed::*;
pub type Alias<V> = HashMap<String, Vec<V>>;
pub trait Tr { type Out; fn go(&self) -> Self::Out; fn twice(&self) -> (Self::Out, Self::Out) { (self.go(), self.go()) } }
impl Tr for Vec<u8> { type Out = u16; fn go(&self) -> u16 { 1 } }
impl<T: Clone> Tr for Option<T> { type Out = T; fn go(&self) -> T { self.clone().unwrap() } }
pub fn alias(a: Alias<u8>, s: &mut [u8], d: &dyn Fn(&u8) -> u8) -> std::io::Result<()> { let _ = (a, s, d); Ok(()) }
pub fn assoc<T: Tr>(t: T) -> T::Out { t.go() }
pub fn nothing<T: Default>() -> usize { std::mem::size_of::<T>() }
pub const fn konst<const N: usize>(x: [u8; N]) -> usize { let _ = x; N }
pub static ST: &[u8] = b"x";
#[derive(Clone, Debug, PartialEq)] pub struct Val { pub a: u8 }
#[derive(Clone)] pub struct Walk<'a> { rest: &'a [u8] }
pub fn walk(bytes: &[u8]) -> Walk<'_> { Walk { rest: bytes } }
impl<'a> Iterator for Walk<'a> { type Item = &'a u8; fn next(&mut self) -> Option<Self::Item> { let (f, r) = self.rest.split_first()?; self.rest = r; Some(f) } }
impl From<u8> for Val { fn from(a: u8) -> Val { Val { a } } }
impl From<u16> for Val { fn from(a: u16) -> Val { Val { a: a as u8 } } }
macro_rules! mk { ($n:ident) => { pub fn $n(x: u8) -> u8 { x } } }
mk!(made);
#[doc(hidden)] pub mod hid { pub fn h() {} }
"#;

fn tiny() -> Interface {
    let manifest = "[package]\nname = \"ti-ny\"\nversion = \"0.1.0\"\nedition = \"2021\"\n";
    let dir = folder(&[("Cargo.toml", manifest), ("src/lib.rs", TINY)]);
    interface_of(dir.path())
}

#[test]
fn a_tiny_crate_resolves_as_a_dependent_crate_would_write_it() {
    let interface = tiny();
    let calls = [
        "Shown::<String>::new",
        "inner::Hidden::<u8>::new",
        "Shown::<u8,7>::get",
        "Shown::new",
        "deep::<&str>",
        "deep",
        "alias",
        "assoc::<Vec<u8>>",
        "assoc::<Option<Val>>",
        "nothing",
        "konst::<3>",
        "<Vec<u8> as Tr>::go",
        "<Option<u8> as Tr>::twice",
        "walk",
        "Walk::next",
        "<Walk as Iterator>::next",
        "<Val as From<u16>>::from",
        "Val::from",
        "<Val as Clone>::clone",
        "made",
        "hid::h",
        "mode",
        "made::<u8>",
        "a b",
    ];
    let shown: Vec<String> = calls.iter().map(|call| format!("{call}\n    {}", show(&interface, call))).collect();
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn types_and_consts_of_a_tiny_crate_are_known() {
    let interface = tiny();
    let local = |text: &str| interface.local_type(&interface.absolute(&syn::parse_str(text).expect("a type")));
    let hidden = local("Shown<String>").expect("local");
    let Shape::Struct { fields, tuple: false, opaque: true } = hidden.shape else { panic!("{:?}", hidden.shape) };
    assert_eq!(fields.len(), 1);
    assert_eq!(fields[0].ty.to_token_stream().to_string(), ":: std :: string :: String");
    let Some(Shape::Enum { variants, non_exhaustive: false }) = local("E<u8>").map(|t| t.shape) else { panic!() };
    assert_eq!(variants.iter().map(|v| v.name.as_str()).collect::<Vec<_>>(), ["A", "B", "C"]);
    let val = local("Val").expect("local");
    assert!(
        val.implements.contains("Clone")
            && val.implements.contains("PartialEq")
            && !val.implements.contains("Iterator")
    );
    let walk = local("Walk").expect("local");
    assert_eq!(walk.iterator_item.map(|t| t.to_token_stream().to_string()).as_deref(), Some("& 'static u8"));
    assert!(local("Vec<u8>").is_none());
    assert_eq!(interface.consts().iter().map(|c| c.path.as_str()).collect::<Vec<_>>(), ["ST"]);
}

#[test]
fn published_crates_resolve() {
    let hex = interface_of(&registry("hex"));
    let percent = interface_of(&registry("percent-encoding"));
    let strsim = interface_of(&registry("strsim"));
    let calls: [(&Interface, &[&str]); 3] = [
        (
            &hex,
            &[
                "encode::<&[u8]>",
                "encode",
                "decode::<&str>",
                "<Vec<u8> as FromHex>::from_hex::<&str>",
                "<[u8; 4] as FromHex>::from_hex::<String>",
                "encode_to_slice::<Vec<u8>>",
                "<Vec<u8> as ToHex>::encode_hex::<String>",
                "<[u8] as ToHex>::encode_hex::<String>",
                "FromHexError::eq",
            ],
        ),
        (
            &percent,
            &[
                "percent_encode",
                "utf8_percent_encode",
                "<PercentEncode as Iterator>::next",
                "PercentDecode::decode_utf8",
                "AsciiSet::add",
                "percent_decode_str",
                "<Cow<str> as From<PercentEncode>>::from",
            ],
        ),
        (
            &strsim,
            &[
                "levenshtein",
                "generic_levenshtein::<&Vec<char>,&Vec<char>,char,char>",
                "jaro_winkler",
                "generic_hamming::<Vec<u8>,Vec<u8>,u8,u8>",
                "levenstein",
            ],
        ),
    ];
    let mut shown = Vec::new();
    for (interface, calls) in calls {
        shown.extend(calls.iter().map(|call| format!("{call}\n    {}", show(interface, call))));
    }
    insta::assert_snapshot!(shown.join("\n"));
    assert_eq!(percent.consts().len(), 2);
    assert!(percent.left_out.is_empty() && hex.left_out.is_empty() && strsim.left_out.is_empty());
}

#[test]
fn a_newer_format_is_refused_with_its_number() {
    let json = serde_json::json!({"format_version": 99, "root": 0});
    let error = Interface::from_rustdoc(&json, "x").map(|_| ()).expect_err("is refused").to_string();
    assert!(error.contains("format 99") && error.contains("format 57"), "{error}");
}

#[test]
fn names_that_the_standard_library_has_too_are_told_apart() {
    let manifest = "[package]\nname = \"same\"\nversion = \"0.1.0\"\nedition = \"2021\"\n";
    let text = "pub struct Duration(pub std::time::Duration);\n\
                impl From<std::time::Duration> for Duration { fn from(d: std::time::Duration) -> Self { Duration(d) } }\n\
                pub struct Hasher;\n\
                impl std::hash::Hasher for Hasher { fn finish(&self) -> u64 { 0 } fn write(&mut self, _: &[u8]) {} }\n\
                pub fn r#match(a: std::io::Result<Vec<u8>>) -> u8 { a.map_or(0, |v| v[0]) }\n\
                impl PartialEq for Hasher { fn eq(&self, _: &Hasher) -> bool { true } }\n\
                impl PartialEq<u8> for Hasher { fn eq(&self, _: &u8) -> bool { true } }\n";
    let dir = folder(&[("Cargo.toml", manifest), ("src/lib.rs", text)]);
    let interface = interface_of(dir.path());
    for function in &interface.functions {
        let signature = interface.resolve(&function.path).expect("its own name resolves");
        assert_eq!(signature.path, function.path);
    }
    let paths: Vec<&str> = interface.functions.iter().map(|f| f.path.as_str()).collect();
    assert!(paths.contains(&"<Duration as From<std::time::Duration>>::from"), "{paths:?}");
    assert!(paths.contains(&"r#match") && paths.contains(&"<Hasher as Hasher>::finish"), "{paths:?}");
}
