//! The part of a worker that is the same for every component. This file is not compiled into synth: it is written beside
//! the generated `main.rs` and compiled into each worker. It must not know any recorded result.
//!
//! A worker reads sessions from a shared file, runs the laps that its parent asks for, and leaves one record per event,
//! (event, length, bytes), in shared memory. The parent compares and takes the time.

#![allow(dead_code)]

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, VecDeque};
use std::hash::{BuildHasher, Hash};
use std::rc::Rc;
use std::sync::Arc;

pub type Result<T> = std::result::Result<T, String>;

/// Tags of the wire format; `src/replay/wire.rs` holds the other end.
mod tag {
    pub const NULL: u8 = 0;
    pub const FALSE: u8 = 1;
    pub const TRUE: u8 = 2;
    pub const UINT: u8 = 3;
    pub const INT: u8 = 4;
    pub const UINT128: u8 = 5;
    pub const INT128: u8 = 6;
    pub const FLOAT: u8 = 7;
    pub const STR: u8 = 8;
    pub const BYTES: u8 = 9;
    pub const ARRAY: u8 = 10;
    pub const SET: u8 = 11;
    pub const OBJECT: u8 = 12;
    pub const HANDLE: u8 = 13;
    pub const PATH: u8 = 14;
    pub const SOME: u8 = 15;
    pub const OPAQUE: u8 = 16;
}

// ---------------------------------------------------------------------------------------------------------------------
// Reading arguments

/// A cursor over the sessions. The bytes live as long as the process, so that arguments may borrow from them.
#[derive(Clone)]
pub struct Reader {
    bytes: &'static [u8],
    at: usize,
}

impl Reader {
    pub fn new(bytes: &'static [u8]) -> Self {
        Reader { bytes, at: 0 }
    }

    pub fn done(&self) -> bool {
        self.at >= self.bytes.len()
    }

    pub fn take(&mut self, n: usize) -> Result<&'static [u8]> {
        let end = self.at.checked_add(n).filter(|&e| e <= self.bytes.len()).ok_or("the session is cut short")?;
        let taken = &self.bytes[self.at..end];
        self.at = end;
        Ok(taken)
    }

    pub fn u8(&mut self) -> Result<u8> {
        Ok(self.take(1)?[0])
    }

    pub fn u32(&mut self) -> Result<u32> {
        Ok(u32::from_le_bytes(self.fixed()?))
    }

    fn fixed<const N: usize>(&mut self) -> Result<[u8; N]> {
        let mut out = [0; N];
        out.copy_from_slice(self.take(N)?);
        Ok(out)
    }

    fn peek(&self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or(255)
    }

    fn block(&mut self) -> Result<&'static [u8]> {
        let n = self.u32()? as usize;
        self.take(n)
    }

    fn text(&mut self) -> Result<&'static str> {
        std::str::from_utf8(self.block()?).map_err(|_| "not UTF-8".to_string())
    }

    fn expect(&mut self, tag: u8, wanted: &str) -> Result<()> {
        match self.peek() {
            t if t == tag => {
                self.at += 1;
                Ok(())
            }
            other => Err(format!("expected {wanted}, found {}", name(other))),
        }
    }

    pub fn handle(&mut self) -> Result<u32> {
        self.expect(tag::HANDLE, "{\"$handle\":n}")?;
        self.u32()
    }

    /// The name of a public constant.
    pub fn path(&mut self) -> Result<&'static str> {
        self.expect(tag::PATH, "{\"$path\":\"NAME\"}")?;
        self.text()
    }

    /// The variant of an enum: its name, and whether a payload follows.
    pub fn variant(&mut self) -> Result<(&'static str, bool)> {
        match self.u8()? {
            tag::STR => Ok((self.text()?, false)),
            tag::OBJECT => match self.u32()? {
                1 => Ok((self.text()?, true)),
                n => Err(format!("expected a variant, found an object of {n} fields")),
            },
            other => Err(format!("expected a variant, found {}", name(other))),
        }
    }

    /// The fields of an object, in any order: `field` reads the value of the one it is given.
    pub fn object(&mut self, mut field: impl FnMut(&str, &mut Reader) -> Result<()>) -> Result<()> {
        self.expect(tag::OBJECT, "an object")?;
        for _ in 0..self.u32()? {
            let name = self.text()?;
            field(name, self).map_err(|e| format!("field `{name}`: {e}"))?;
        }
        Ok(())
    }

    /// Start of an array of exactly `n` items.
    pub fn tuple(&mut self, n: usize) -> Result<()> {
        self.expect(tag::ARRAY, "an array")?;
        match self.u32()? as usize {
            m if m == n => Ok(()),
            m => Err(format!("expected {n} items, found {m}")),
        }
    }

    fn integer(&mut self) -> Result<Integer> {
        match self.u8()? {
            tag::UINT => Ok(Integer::Unsigned(u64::from_le_bytes(self.fixed()?) as u128)),
            tag::INT => Ok(Integer::Signed(i64::from_le_bytes(self.fixed()?) as i128)),
            tag::UINT128 => Ok(Integer::Unsigned(u128::from_le_bytes(self.fixed()?))),
            tag::INT128 => Ok(Integer::Signed(i128::from_le_bytes(self.fixed()?))),
            // 128-bit integers are written as strings.
            tag::STR => {
                let text = self.text()?;
                let unsigned = text.parse().map(Integer::Unsigned);
                unsigned.or_else(|_| text.parse().map(Integer::Signed)).map_err(|_| format!("`{text}` is not an integer"))
            }
            other => Err(format!("expected an integer, found {}", name(other))),
        }
    }
}

enum Integer {
    Unsigned(u128),
    Signed(i128),
}

fn name(tag: u8) -> &'static str {
    match tag {
        tag::NULL => "null",
        tag::FALSE | tag::TRUE => "a bool",
        tag::UINT | tag::INT | tag::UINT128 | tag::INT128 => "an integer",
        tag::FLOAT => "a float",
        tag::STR => "a string",
        tag::BYTES => "bytes",
        tag::ARRAY => "an array",
        tag::SET => "a set",
        tag::OBJECT => "an object",
        tag::HANDLE => "a handle",
        tag::PATH => "a path",
        tag::SOME => "{\"$some\":…}",
        _ => "nothing",
    }
}

/// Reads a value by its type.
pub trait Decode: Sized {
    fn decode(r: &mut Reader) -> Result<Self>;

    fn decode_vec(r: &mut Reader) -> Result<Vec<Self>> {
        r.expect(tag::ARRAY, "an array")?;
        (0..r.u32()?).map(|i| Self::decode(r).map_err(|e| format!("item {i}: {e}"))).collect()
    }

    /// Bytes are borrowed; anything else is made once and leaked, which a worker can afford.
    fn decode_slice(r: &mut Reader) -> Result<&'static [Self]> {
        Ok(Self::decode_vec(r)?.leak())
    }
}

macro_rules! integers {
    ($($t:ty),*) => {$(
        impl Decode for $t {
            fn decode(r: &mut Reader) -> Result<Self> {
                match r.integer()? {
                    Integer::Unsigned(v) => Self::try_from(v).map_err(|_| format!("{v} does not fit {}", stringify!($t))),
                    Integer::Signed(v) => Self::try_from(v).map_err(|_| format!("{v} does not fit {}", stringify!($t))),
                }
            }
        }
    )*};
}
integers!(u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize);

impl Decode for u8 {
    fn decode(r: &mut Reader) -> Result<Self> {
        match r.integer()? {
            Integer::Unsigned(v) => Self::try_from(v).map_err(|_| format!("{v} does not fit u8")),
            Integer::Signed(v) => Err(format!("{v} does not fit u8")),
        }
    }

    fn decode_vec(r: &mut Reader) -> Result<Vec<Self>> {
        Self::decode_slice(r).map(<[u8]>::to_vec)
    }

    fn decode_slice(r: &mut Reader) -> Result<&'static [Self]> {
        match r.peek() {
            tag::STR | tag::BYTES => {
                r.at += 1;
                r.block()
            }
            _ => {
                r.expect(tag::ARRAY, "bytes: a string, an array or {\"$base64\":…}")?;
                let items: Result<Vec<u8>> = (0..r.u32()?).map(|_| u8::decode(r)).collect();
                Ok(items?.leak())
            }
        }
    }
}

macro_rules! floats {
    ($($t:ty),*) => {$(
        impl Decode for $t {
            fn decode(r: &mut Reader) -> Result<Self> {
                match r.peek() {
                    tag::FLOAT => {
                        r.at += 1;
                        Ok(f64::from_le_bytes(r.fixed()?) as $t)
                    }
                    tag::STR => {
                        r.at += 1;
                        match r.text()? {
                            "NaN" => Ok(<$t>::NAN),
                            "inf" => Ok(<$t>::INFINITY),
                            "-inf" => Ok(<$t>::NEG_INFINITY),
                            other => other.parse().map_err(|_| format!("`{other}` is not a float")),
                        }
                    }
                    tag::UINT | tag::INT => match r.integer()? {
                        Integer::Unsigned(v) => Ok(v as $t),
                        Integer::Signed(v) => Ok(v as $t),
                    },
                    other => Err(format!("expected a float, found {}", name(other))),
                }
            }
        }
    )*};
}
floats!(f32, f64);

impl Decode for bool {
    fn decode(r: &mut Reader) -> Result<Self> {
        match r.u8()? {
            tag::FALSE => Ok(false),
            tag::TRUE => Ok(true),
            other => Err(format!("expected a bool, found {}", name(other))),
        }
    }
}

impl Decode for char {
    fn decode(r: &mut Reader) -> Result<Self> {
        let text = <&'static str>::decode(r)?;
        let mut chars = text.chars();
        match (chars.next(), chars.next()) {
            (Some(c), None) => Ok(c),
            _ => Err(format!("expected one character, found {text:?}")),
        }
    }
}

impl Decode for () {
    fn decode(r: &mut Reader) -> Result<Self> {
        r.expect(tag::NULL, "null")
    }
}

impl Decode for &'static str {
    fn decode(r: &mut Reader) -> Result<Self> {
        r.expect(tag::STR, "a string")?;
        r.text()
    }
}

impl Decode for &'static mut str {
    fn decode(r: &mut Reader) -> Result<Self> {
        String::decode(r).map(|s| &mut *s.leak())
    }
}

impl Decode for String {
    fn decode(r: &mut Reader) -> Result<Self> {
        <&'static str>::decode(r).map(str::to_owned)
    }
}

impl Decode for &'static std::path::Path {
    fn decode(r: &mut Reader) -> Result<Self> {
        <&'static str>::decode(r).map(std::path::Path::new)
    }
}

impl Decode for std::path::PathBuf {
    fn decode(r: &mut Reader) -> Result<Self> {
        String::decode(r).map(Into::into)
    }
}

impl Decode for &'static std::ffi::OsStr {
    fn decode(r: &mut Reader) -> Result<Self> {
        <&'static str>::decode(r).map(std::ffi::OsStr::new)
    }
}

impl<T: Decode> Decode for &'static [T] {
    fn decode(r: &mut Reader) -> Result<Self> {
        T::decode_slice(r)
    }
}

impl<T: Decode> Decode for &'static mut [T] {
    fn decode(r: &mut Reader) -> Result<Self> {
        T::decode_vec(r).map(|v| v.leak())
    }
}

impl<T: Decode> Decode for &'static T {
    fn decode(r: &mut Reader) -> Result<Self> {
        T::decode(r).map(|v| &*Box::leak(Box::new(v)))
    }
}

impl<T: Decode> Decode for &'static mut T {
    fn decode(r: &mut Reader) -> Result<Self> {
        T::decode(r).map(|v| Box::leak(Box::new(v)))
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode(r: &mut Reader) -> Result<Self> {
        T::decode_vec(r)
    }
}

impl<T: Decode, const N: usize> Decode for [T; N] {
    fn decode(r: &mut Reader) -> Result<Self> {
        T::decode_vec(r)?.try_into().map_err(|v: Vec<T>| format!("expected {N} items, found {}", v.len()))
    }
}

macro_rules! wrappers {
    ($($w:ident),*) => {$(
        impl<T: Decode> Decode for $w<T> {
            fn decode(r: &mut Reader) -> Result<Self> {
                T::decode(r).map($w::new)
            }
        }
    )*};
}
wrappers!(Box, Rc, Arc);

impl Decode for Box<str> {
    fn decode(r: &mut Reader) -> Result<Self> {
        String::decode(r).map(Into::into)
    }
}

impl<T: Decode> Decode for Box<[T]> {
    fn decode(r: &mut Reader) -> Result<Self> {
        T::decode_vec(r).map(Into::into)
    }
}

impl<B: ?Sized + ToOwned> Decode for Cow<'static, B>
where
    B::Owned: Decode,
{
    fn decode(r: &mut Reader) -> Result<Self> {
        B::Owned::decode(r).map(Cow::Owned)
    }
}

impl<T: Decode> Decode for Option<T> {
    fn decode(r: &mut Reader) -> Result<Self> {
        match r.peek() {
            tag::NULL => {
                r.at += 1;
                Ok(None)
            }
            tag::SOME => {
                r.at += 1;
                T::decode(r).map(Some)
            }
            _ => T::decode(r).map(Some),
        }
    }
}

impl<T: Decode, E: Decode> Decode for std::result::Result<T, E> {
    fn decode(r: &mut Reader) -> Result<Self> {
        match r.variant()? {
            ("Ok", true) => T::decode(r).map(Ok),
            ("Err", true) => E::decode(r).map(Err),
            _ => Err("expected {\"Ok\":…} or {\"Err\":…}".into()),
        }
    }
}

macro_rules! tuples {
    ($($n:literal: $($t:ident)+;)*) => {$(
        impl<$($t: Decode),+> Decode for ($($t,)+) {
            fn decode(r: &mut Reader) -> Result<Self> {
                r.tuple($n)?;
                Ok(($($t::decode(r)?,)+))
            }
        }
        impl<$($t: Encode),+> Encode for ($($t,)+) {
            #[allow(non_snake_case)]
            fn encode(&self, o: &mut Out) {
                let ($($t,)+) = self;
                o.array($n);
                $($t.encode(o);)+
            }
        }
    )*};
}
tuples! { 1: A; 2: A B; 3: A B C; 4: A B C D; 5: A B C D E; 6: A B C D E F; 7: A B C D E F G; 8: A B C D E F G H; }

/// Items of a set or a sequence, through a `Vec`.
macro_rules! collections {
    ($($c:ident<T $(: $b:ident $(+ $bs:ident)*)?>;)*) => {$(
        impl<T: Decode $(+ $b $(+ $bs)*)?> Decode for $c<T> {
            fn decode(r: &mut Reader) -> Result<Self> {
                T::decode_vec(r).map(|v| v.into_iter().collect())
            }
        }
    )*};
}
collections! { VecDeque<T>; BTreeSet<T: Ord>; BinaryHeap<T: Ord>; }

impl<T: Decode + Hash + Eq, S: BuildHasher + Default> Decode for HashSet<T, S> {
    fn decode(r: &mut Reader) -> Result<Self> {
        T::decode_vec(r).map(|v| v.into_iter().collect())
    }
}

fn pairs<K: Decode, V: Decode>(r: &mut Reader) -> Result<Vec<(K, V)>> {
    <(K, V)>::decode_vec(r)
}

impl<K: Decode + Hash + Eq, V: Decode, S: BuildHasher + Default> Decode for HashMap<K, V, S> {
    fn decode(r: &mut Reader) -> Result<Self> {
        pairs(r).map(|v| v.into_iter().collect())
    }
}

impl<K: Decode + Ord, V: Decode> Decode for BTreeMap<K, V> {
    fn decode(r: &mut Reader) -> Result<Self> {
        pairs(r).map(|v| v.into_iter().collect())
    }
}

impl<T: Decode> Decode for std::ops::Range<T> {
    fn decode(r: &mut Reader) -> Result<Self> {
        let (mut start, mut end) = (None, None);
        r.object(|field, r| {
            let value = T::decode(r)?;
            *if field == "start" { &mut start } else { &mut end } = Some(value);
            Ok(())
        })?;
        start.zip(end).map(|(s, e)| s..e).ok_or_else(|| "a range needs `start` and `end`".into())
    }
}

impl Decode for std::time::Duration {
    fn decode(r: &mut Reader) -> Result<Self> {
        let (mut secs, mut nanos) = (0, 0);
        r.object(|field, r| {
            match field {
                "secs" => secs = u64::decode(r)?,
                _ => nanos = u32::decode(r)?,
            }
            Ok(())
        })?;
        Ok(std::time::Duration::new(secs, nanos))
    }
}

impl Decode for std::cmp::Ordering {
    fn decode(r: &mut Reader) -> Result<Self> {
        match <&'static str>::decode(r)? {
            "Less" => Ok(Self::Less),
            "Equal" => Ok(Self::Equal),
            "Greater" => Ok(Self::Greater),
            other => Err(format!("`{other}` is not an ordering")),
        }
    }
}

macro_rules! by_text {
    ($($t:ty),*) => {$(
        impl Decode for $t {
            fn decode(r: &mut Reader) -> Result<Self> {
                let text = <&'static str>::decode(r)?;
                text.parse().map_err(|_| format!("`{text}` is not a {}", stringify!($t)))
            }
        }
        impl Encode for $t {
            fn encode(&self, o: &mut Out) {
                o.str(&self.to_string());
            }
        }
    )*};
}
by_text!(std::net::IpAddr, std::net::Ipv4Addr, std::net::Ipv6Addr, std::net::SocketAddr);

// ---------------------------------------------------------------------------------------------------------------------
// Writing results

/// Records in shared memory.
pub struct Out {
    bytes: &'static mut [u8],
    at: usize,
    /// Where the length of the open record stands.
    open: usize,
    event: u32,
}

/// A record's first byte: how the call ended.
const RETURNED: u8 = 0;
const PANICKED: u8 = 1;
const NO_HANDLE: u8 = 2;
/// Stands for the event of a session's end, where the handles that are left are dropped.
pub const END: u32 = u32::MAX;

impl Out {
    #[inline]
    fn raw(&mut self, bytes: &[u8]) {
        let end = self.at + bytes.len();
        let Some(space) = self.bytes.get_mut(self.at..end) else { full() };
        space.copy_from_slice(bytes);
        self.at = end;
    }

    #[inline]
    fn byte(&mut self, byte: u8) {
        let Some(space) = self.bytes.get_mut(self.at) else { full() };
        *space = byte;
        self.at += 1;
    }

    #[inline]
    fn tagged<const N: usize>(&mut self, tag: u8, bytes: [u8; N]) {
        self.byte(tag);
        self.raw(&bytes);
    }

    /// Opens the record of an event.
    #[inline]
    pub fn begin(&mut self, event: usize) {
        self.event = event as u32;
        self.raw(&(event as u32).to_le_bytes());
        self.open = self.at;
        self.raw(&[0; 4]);
        self.byte(RETURNED);
    }

    /// Closes it.
    #[inline]
    pub fn end(&mut self) {
        let length = (self.at - self.open - 4) as u32;
        self.bytes[self.open..self.open + 4].copy_from_slice(&length.to_le_bytes());
    }

    fn cut(&mut self, status: u8) {
        self.at = self.open + 4;
        self.byte(status);
        self.end();
    }

    /// The call's receiver or an argument does not exist, because an earlier call did not give it.
    pub fn no_handle(&mut self) {
        self.cut(NO_HANDLE);
    }

    pub fn null(&mut self) {
        self.byte(tag::NULL);
    }

    pub fn str(&mut self, s: &str) {
        self.tagged(tag::STR, (s.len() as u32).to_le_bytes());
        self.raw(s.as_bytes());
    }

    fn bytes(&mut self, b: &[u8]) {
        self.tagged(tag::BYTES, (b.len() as u32).to_le_bytes());
        self.raw(b);
    }

    pub fn array(&mut self, n: usize) {
        self.tagged(tag::ARRAY, (n as u32).to_le_bytes());
    }

    pub fn object(&mut self, n: usize) {
        self.tagged(tag::OBJECT, (n as u32).to_le_bytes());
    }

    pub fn key(&mut self, name: &str) {
        self.raw(&(name.len() as u32).to_le_bytes());
        self.raw(name.as_bytes());
    }

    pub fn handle(&mut self, handle: u32) {
        self.tagged(tag::HANDLE, handle.to_le_bytes());
    }

    pub fn some(&mut self) {
        self.byte(tag::SOME);
    }

    /// A value whose fields are private, followed by what can be seen of it.
    pub fn opaque(&mut self) {
        self.byte(tag::OPAQUE);
    }

    /// An array whose length is known when it ends; returns what [`Out::close_array`] takes.
    pub fn open_array(&mut self) -> usize {
        self.array(0);
        self.at - 4
    }

    pub fn close_array(&mut self, start: usize, n: u32) {
        self.bytes[start..start + 4].copy_from_slice(&n.to_le_bytes());
    }
}

#[cold]
fn full() -> ! {
    exit(EXIT_OUTPUT)
}

/// Writes a value so that equal behaviour gives equal bytes.
pub trait Encode {
    fn encode(&self, o: &mut Out);

    fn encode_slice(items: &[Self], o: &mut Out)
    where
        Self: Sized,
    {
        o.array(items.len());
        items.iter().for_each(|i| i.encode(o));
    }
}

macro_rules! encode_integers {
    ($($t:ty as $w:ty, $tag:ident;)*) => {$(
        impl Encode for $t {
            #[inline]
            fn encode(&self, o: &mut Out) {
                o.tagged(tag::$tag, (*self as $w).to_le_bytes());
            }
        }
    )*};
}
encode_integers! {
    u16 as u64, UINT; u32 as u64, UINT; u64 as u64, UINT; usize as u64, UINT; u128 as u128, UINT128;
    i8 as i64, INT; i16 as i64, INT; i32 as i64, INT; i64 as i64, INT; isize as i64, INT; i128 as i128, INT128;
}

impl Encode for u8 {
    #[inline]
    fn encode(&self, o: &mut Out) {
        o.tagged(tag::UINT, (*self as u64).to_le_bytes());
    }

    fn encode_slice(items: &[Self], o: &mut Out) {
        o.bytes(items);
    }
}

impl Encode for f64 {
    fn encode(&self, o: &mut Out) {
        // The bits of a NaN are not defined by the language, so they are not behaviour.
        let value = if self.is_nan() { f64::NAN } else { *self };
        o.tagged(tag::FLOAT, value.to_bits().to_le_bytes());
    }
}

impl Encode for f32 {
    fn encode(&self, o: &mut Out) {
        f64::from(*self).encode(o);
    }
}

impl Encode for bool {
    #[inline]
    fn encode(&self, o: &mut Out) {
        o.byte(if *self { tag::TRUE } else { tag::FALSE });
    }
}

impl Encode for char {
    fn encode(&self, o: &mut Out) {
        o.str(self.encode_utf8(&mut [0; 4]));
    }
}

impl Encode for () {
    #[inline]
    fn encode(&self, o: &mut Out) {
        o.null();
    }
}

impl Encode for str {
    fn encode(&self, o: &mut Out) {
        o.str(self);
    }
}

impl Encode for String {
    fn encode(&self, o: &mut Out) {
        o.str(self);
    }
}

impl Encode for std::path::Path {
    fn encode(&self, o: &mut Out) {
        o.str(&self.to_string_lossy());
    }
}

impl Encode for std::path::PathBuf {
    fn encode(&self, o: &mut Out) {
        self.as_path().encode(o);
    }
}

impl Encode for std::ffi::OsStr {
    fn encode(&self, o: &mut Out) {
        o.str(&self.to_string_lossy());
    }
}

impl<T: Encode> Encode for [T] {
    fn encode(&self, o: &mut Out) {
        T::encode_slice(self, o);
    }
}

impl<T: Encode, const N: usize> Encode for [T; N] {
    fn encode(&self, o: &mut Out) {
        T::encode_slice(self, o);
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn encode(&self, o: &mut Out) {
        T::encode_slice(self, o);
    }
}

macro_rules! encode_through {
    ($($(<$($g:ident $(: $b:path)?),+>)? $t:ty;)*) => {$(
        impl<X: Encode + ?Sized> Encode for $t {
            #[inline]
            fn encode(&self, o: &mut Out) {
                (**self).encode(o);
            }
        }
    )*};
}
encode_through! { &X; &mut X; Box<X>; Rc<X>; Arc<X>; }

impl<B: ?Sized + ToOwned + Encode> Encode for Cow<'_, B> {
    fn encode(&self, o: &mut Out) {
        (**self).encode(o);
    }
}

impl<T: Encode> Encode for Option<T> {
    #[inline]
    fn encode(&self, o: &mut Out) {
        match self {
            None => o.null(),
            Some(value) => {
                o.some();
                value.encode(o);
            }
        }
    }
}

impl<T: Encode, E: Encode> Encode for std::result::Result<T, E> {
    fn encode(&self, o: &mut Out) {
        o.object(1);
        match self {
            Ok(value) => {
                o.key("Ok");
                value.encode(o);
            }
            Err(error) => {
                o.key("Err");
                error.encode(o);
            }
        }
    }
}

/// A collection without an order of its own is written sorted by the bytes of its items.
fn encode_sorted<T>(items: impl ExactSizeIterator<Item = T>, o: &mut Out, encode: impl Fn(&T, &mut Out)) {
    o.tagged(tag::SET, (items.len() as u32).to_le_bytes());
    let start = o.at;
    let mut encoded = Vec::with_capacity(items.len());
    for item in items {
        let from = o.at;
        encode(&item, o);
        encoded.push(o.bytes[from..o.at].to_vec());
    }
    encoded.sort();
    o.at = start;
    encoded.iter().for_each(|item| o.raw(item));
}

impl<T: Encode, S> Encode for HashSet<T, S> {
    fn encode(&self, o: &mut Out) {
        encode_sorted(self.iter(), o, |item, o| item.encode(o));
    }
}

impl<K: Encode, V: Encode, S> Encode for HashMap<K, V, S> {
    fn encode(&self, o: &mut Out) {
        encode_sorted(self.iter(), o, |pair, o| pair.encode(o));
    }
}

impl<T: Encode> Encode for BinaryHeap<T> {
    fn encode(&self, o: &mut Out) {
        encode_sorted(self.iter(), o, |item, o| item.encode(o));
    }
}

impl<K: Encode, V: Encode> Encode for BTreeMap<K, V> {
    fn encode(&self, o: &mut Out) {
        o.array(self.len());
        self.iter().for_each(|pair| pair.encode(o));
    }
}

macro_rules! encode_sequences {
    ($($c:ident),*) => {$(
        impl<T: Encode> Encode for $c<T> {
            fn encode(&self, o: &mut Out) {
                o.array(self.len());
                self.iter().for_each(|item| item.encode(o));
            }
        }
    )*};
}
encode_sequences!(BTreeSet, VecDeque);

impl<T: Encode> Encode for std::ops::Range<T> {
    fn encode(&self, o: &mut Out) {
        o.object(2);
        o.key("start");
        self.start.encode(o);
        o.key("end");
        self.end.encode(o);
    }
}

impl Encode for std::time::Duration {
    fn encode(&self, o: &mut Out) {
        o.object(2);
        o.key("secs");
        self.as_secs().encode(o);
        o.key("nanos");
        self.subsec_nanos().encode(o);
    }
}

impl Encode for std::cmp::Ordering {
    fn encode(&self, o: &mut Out) {
        o.str(&format!("{self:?}"));
    }
}

/// Standard types with private fields: what they show is how they print.
macro_rules! encode_debug {
    ($($t:ty),*) => {$(
        impl Encode for $t {
            fn encode(&self, o: &mut Out) {
                o.opaque();
                o.str(&format!("{self:?}"));
            }
        }
    )*};
}
encode_debug!(
    std::str::Utf8Error,
    std::string::FromUtf8Error,
    std::num::ParseIntError,
    std::num::ParseFloatError,
    std::num::TryFromIntError,
    std::str::ParseBoolError,
    std::char::ParseCharError,
    std::fmt::Error,
    std::convert::Infallible
);

/// Chooses [`Encode`] where the type has it, and otherwise writes that there is a value: `(&&Probe(&x)).emit(o)`.
pub struct Probe<'a, T: ?Sized>(pub &'a T);

pub trait EmitEncoded {
    fn emit(&self, o: &mut Out);
}

impl<T: Encode + ?Sized> EmitEncoded for &Probe<'_, T> {
    #[inline]
    fn emit(&self, o: &mut Out) {
        self.0.encode(o);
    }
}

pub trait EmitOpaque {
    fn emit(&self, o: &mut Out);
}

impl<T: ?Sized> EmitOpaque for Probe<'_, T> {
    fn emit(&self, o: &mut Out) {
        o.opaque();
        o.null();
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// Handles

pub fn get<T>(table: &[Option<T>], handle: u32) -> Option<&T> {
    table.get(handle as usize)?.as_ref()
}

pub fn get_mut<T>(table: &mut [Option<T>], handle: u32) -> Option<&mut T> {
    table.get_mut(handle as usize)?.as_mut()
}

pub fn take<T>(table: &mut [Option<T>], handle: u32) -> Option<T> {
    table.get_mut(handle as usize)?.take()
}

pub fn put<T>(table: &mut Vec<Option<T>>, handle: u32, value: T) {
    let at = handle as usize;
    if table.len() <= at {
        table.resize_with(at + 1, || None);
    }
    table[at] = Some(value);
}

pub fn discard<T>(table: &mut [Option<T>], handle: u32) {
    drop(take(table, handle));
}

// ---------------------------------------------------------------------------------------------------------------------
// The worker's life

/// What the generated half provides.
pub trait Component {
    type Event: 'static;
    /// Reads one entry of a session.
    fn decode(r: &mut Reader) -> Result<Self::Event>;
    /// Runs a session up to `to`; calls [`Lap::mark`] before entry `mark`.
    fn run(events: Vec<Self::Event>, lap: &mut Lap, out: &mut Out);
}

/// Where in a session the timed part begins, and whether it has begun.
pub struct Lap {
    pub mark: usize,
    link: Link,
    /// Time from the mark to the end is asked for.
    timed: bool,
}

impl Lap {
    /// The clock of the parent starts here.
    #[cold]
    pub fn mark(&mut self) {
        if self.timed {
            sys::count(true);
            self.link.handshake(b'R');
        }
    }
}

/// The pipes to the parent: one byte either way. Descriptors 6 (in) and 7 (out).
#[derive(Clone, Copy)]
struct Link;

impl Link {
    fn say(self, byte: u8) {
        // SAFETY: one byte that lives during the call.
        if unsafe { sys::write(7, &byte, 1) } != 1 {
            exit(EXIT_LINK);
        }
    }

    fn read(self, buffer: &mut [u8]) {
        let mut at = 0;
        while at < buffer.len() {
            // SAFETY: the pointer and length are those of the rest of `buffer`.
            match unsafe { sys::read(6, buffer[at..].as_mut_ptr(), buffer.len() - at) } {
                n if n > 0 => at += n as usize,
                _ => exit(EXIT_LINK),
            }
        }
    }

    /// Says `byte` and waits until the parent answers.
    fn handshake(self, byte: u8) {
        self.say(byte);
        self.read(&mut [0]);
    }

    fn u32(self) -> u32 {
        let mut bytes = [0; 4];
        self.read(&mut bytes);
        u32::from_le_bytes(bytes)
    }
}

pub const EXIT_OUTPUT: i32 = 70;
pub const EXIT_LINK: i32 = 71;
pub const EXIT_SANDBOX: i32 = 72;
pub const EXIT_DECODE: i32 = 73;

pub fn exit(code: i32) -> ! {
    // SAFETY: ends the process; no destructor is owed to anybody.
    unsafe { sys::_exit(code) }
}

thread_local! {
    /// Stream of the answers of `getrandom`, so that the order of a `HashMap` repeats.
    static RANDOM: Cell<u64> = const { Cell::new(0x9e37_79b9_7f4a_7c15) };
}

/// Answers every call for randomness from a fixed stream.
#[unsafe(no_mangle)]
pub extern "C" fn getrandom(buffer: *mut u8, length: usize, _flags: u32) -> isize {
    for i in 0..length {
        let state = RANDOM.get().wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        RANDOM.set(state);
        // SAFETY: the caller gives `length` writable bytes.
        unsafe { *buffer.add(i) = (state >> 33) as u8 };
    }
    length as isize
}

/// Runs what the parent asks for. Descriptors: 3 the sessions, 4 the output, 5 the seccomp program (empty: none),
/// 6 and 7 the link.
pub fn main<C: Component>() -> ! {
    let sessions = sys::map(3, false);
    let output = sys::map(4, true);
    let link = Link;
    RANDOM.set(0x9e37_79b9_7f4a_7c15 ^ (u64::from(link.u32()) << 17));
    // Touches the thread's hash keys now: they are part of the process, not of the first call.
    drop(std::collections::hash_map::RandomState::new());
    std::panic::set_hook(Box::new(|_| {}));
    #[cfg(synth_profile)]
    sampling::start();
    sys::contain(5);
    let sessions = index(sessions);
    let mut out = Out { bytes: output, at: 0, open: 0, event: 0 };
    loop {
        match link.u32() {
            0 => break,
            n => lap::<C>(link, n, &sessions, &mut out),
        }
    }
    #[cfg(synth_count)]
    for figure in [&counting::CALLS, &counting::BYTES] {
        out.raw(&figure.load(std::sync::atomic::Ordering::Relaxed).to_le_bytes());
    }
    #[cfg(synth_profile)]
    sampling::write(&mut out);
    // The nonce comes only now, after the last event: a candidate that ends early cannot know it.
    let mut nonce = [0; 16];
    link.handshake_nonce(&mut nonce);
    out.raw(&nonce);
    link.say(b'E');
    exit(0)
}

impl Link {
    fn handshake_nonce(self, nonce: &mut [u8]) {
        self.say(b'N');
        self.read(nonce);
    }
}

/// Where each session begins: count, then (mark, entries, length, bytes) each.
fn index(bytes: &'static [u8]) -> Vec<Stored> {
    let mut r = Reader::new(bytes);
    let read = |r: &mut Reader| -> Result<Stored> {
        let (mark, entries) = (r.u32()? as usize, r.u32()? as usize);
        Ok(Stored { mark, entries, reader: Reader::new(r.block()?) })
    };
    let count = r.u32().unwrap_or(0);
    (0..count).map(|_| read(&mut r).unwrap_or_else(|_| exit(EXIT_DECODE))).collect()
}

struct Stored {
    mark: usize,
    entries: usize,
    reader: Reader,
}

/// One lap: `n` sessions, named by the parent. All arguments are read before the clock starts; a single session with a
/// mark starts it there.
fn lap<C: Component>(link: Link, n: u32, sessions: &[Stored], out: &mut Out) {
    let mut batch = Vec::with_capacity(n as usize);
    for _ in 0..n {
        let id = link.u32();
        let Some(stored) = sessions.get(id as usize) else { exit(EXIT_LINK) };
        let mut reader = stored.reader.clone();
        let mut events = Vec::with_capacity(stored.entries);
        for entry in 0..stored.entries {
            match C::decode(&mut reader) {
                Ok(event) => events.push(event),
                Err(why) => {
                    // The parent knows the place; this is what is wrong there.
                    out.at = 0;
                    out.raw(&id.to_le_bytes());
                    out.raw(&(entry as u32).to_le_bytes());
                    out.str(&why);
                    link.say(b'X');
                    exit(EXIT_DECODE)
                }
            }
        }
        batch.push((id, stored.mark, events));
    }
    let marked = n == 1 && batch[0].1 > 0;
    if !marked {
        link.handshake(b'R');
    }
    // The entries before a mark build the state and are nobody's figure.
    sys::count(!marked);
    for (id, mark, events) in batch {
        out.raw(&id.to_le_bytes());
        let mut lap = Lap { mark: if marked { mark } else { usize::MAX }, link, timed: marked };
        let run = std::panic::AssertUnwindSafe(|| C::run(events, &mut lap, out));
        if std::panic::catch_unwind(run).is_err() {
            out.cut(PANICKED);
            out.begin(END as usize);
            out.end();
        }
    }
    sys::count(false);
    link.handshake(b'D');
}

mod sys {
    use std::ffi::c_void;

    unsafe extern "C" {
        pub fn read(fd: i32, buffer: *mut u8, length: usize) -> isize;
        pub fn write(fd: i32, buffer: *const u8, length: usize) -> isize;
        pub fn _exit(code: i32) -> !;
        fn mmap(at: *mut c_void, length: usize, protection: i32, flags: i32, fd: i32, offset: i64) -> *mut c_void;
        fn lseek(fd: i32, offset: i64, whence: i32) -> i64;
        fn close(fd: i32) -> i32;
        fn prctl(option: i32, a: usize, b: usize, c: usize, d: usize) -> i32;
    }

    /// Maps a whole file, shared and writable or private and read-only. The mapping lives as long as the process.
    pub fn map(fd: i32, writable: bool) -> &'static mut [u8] {
        const READ: i32 = 1;
        const WRITE: i32 = 2;
        const SHARED: i32 = 1;
        const PRIVATE: i32 = 2;
        const POPULATE: i32 = 0x8000;
        // SAFETY: a fresh mapping of a file that the parent made; nobody else in this process has it. The length is
        // the file's; an empty file is not mapped.
        unsafe {
            let length = lseek(fd, 0, 2) as usize;
            if length == 0 {
                return &mut [];
            }
            let (protection, flags) = if writable { (READ | WRITE, SHARED) } else { (READ | WRITE, PRIVATE) };
            // Page faults belong before the clock starts; a huge region is for a run that is not timed.
            let populate = if length <= 256 << 20 { POPULATE } else { 0 };
            let at = mmap(std::ptr::null_mut(), length, protection, flags | populate, fd, 0);
            if at as isize == -1 {
                super::exit(super::EXIT_SANDBOX);
            }
            close(fd);
            std::slice::from_raw_parts_mut(at.cast(), length)
        }
    }

    /// Installs the seccomp program that the parent compiled. From here on only the calls in its list exist.
    pub fn contain(fd: i32) {
        const SET_NO_NEW_PRIVS: i32 = 38;
        const SET_SECCOMP: i32 = 22;
        const FILTER: usize = 2;
        #[repr(C)]
        struct Program {
            length: u16,
            filter: *const u8,
        }
        let program = map(fd, false);
        if program.is_empty() {
            return;
        }
        let argument = Program { length: (program.len() / 8) as u16, filter: program.as_ptr() };
        // SAFETY: the argument points to a `sock_fprog` that lives during the call.
        let done = unsafe {
            prctl(SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
                && prctl(SET_SECCOMP, FILTER, &raw const argument as usize, 0, 0) == 0
        };
        if !done {
            super::exit(super::EXIT_SANDBOX);
        }
    }

    /// Switches the counting allocator and the sampling, where the worker was built with them.
    pub fn count(_on: bool) {
        #[cfg(synth_profile)]
        super::sampling::ON.store(_on, std::sync::atomic::Ordering::Relaxed);
        #[cfg(synth_count)]
        super::counting::ON.store(_on, std::sync::atomic::Ordering::Relaxed);
    }
}

/// Counts allocations between the start and the end of laps; its figures are part of the output.
#[cfg(synth_count)]
pub mod counting {
    use std::alloc::{GlobalAlloc, Layout, System};
    use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};

    pub static ON: AtomicBool = AtomicBool::new(false);
    pub static CALLS: AtomicU64 = AtomicU64::new(0);
    pub static BYTES: AtomicU64 = AtomicU64::new(0);

    struct Counting;

    #[global_allocator]
    static ALLOCATOR: Counting = Counting;

    fn note(size: usize) {
        if ON.load(Relaxed) {
            CALLS.fetch_add(1, Relaxed);
            BYTES.fetch_add(size as u64, Relaxed);
        }
    }

    // SAFETY: every request goes to the system's allocator unchanged.
    unsafe impl GlobalAlloc for Counting {
        unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
            note(layout.size());
            unsafe { System.alloc(layout) }
        }
        unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
            unsafe { System.dealloc(at, layout) }
        }
        unsafe fn realloc(&self, at: *mut u8, layout: Layout, size: usize) -> *mut u8 {
            note(size);
            unsafe { System.realloc(at, layout, size) }
        }
        unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
            note(layout.size());
            unsafe { System.alloc_zeroed(layout) }
        }
    }
}

/// Notes where the program is, once per tick of its CPU clock, while a lap runs; the samples are part of the output.
#[cfg(synth_profile)]
mod sampling {
    use std::ffi::c_void;
    use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering::Relaxed};

    pub static ON: AtomicBool = AtomicBool::new(false);
    /// As many as `SAMPLES` in `src/replay/worker.rs`.
    static SAMPLES: [AtomicU64; 1 << 16] = [const { AtomicU64::new(0) }; 1 << 16];
    static TAKEN: AtomicUsize = AtomicUsize::new(0);

    /// `struct sigaction` of glibc and musl on 64-bit Linux.
    #[repr(C)]
    struct Action {
        handler: extern "C" fn(i32, *const c_void, *const c_void),
        mask: [u64; 16],
        flags: i32,
        restorer: usize,
    }

    /// `struct itimerval`: interval and first value, in seconds and microseconds.
    #[repr(C)]
    struct Timer([i64; 4]);

    unsafe extern "C" {
        fn sigaction(signal: i32, new: *const Action, old: *mut Action) -> i32;
        fn setitimer(which: i32, new: *const Timer, old: *mut Timer) -> i32;
    }

    /// Where `ucontext_t` holds the program counter, bytes.
    #[cfg(target_arch = "x86_64")]
    const COUNTER: usize = 168;
    #[cfg(target_arch = "aarch64")]
    const COUNTER: usize = 440;

    extern "C" fn sample(_: i32, _: *const c_void, context: *const c_void) {
        if ON.load(Relaxed) {
            // SAFETY: the kernel passes a whole `ucontext_t`, in which the program counter stands at this offset.
            let counter = unsafe { context.byte_add(COUNTER).cast::<u64>().read() };
            if let Some(slot) = SAMPLES.get(TAKEN.fetch_add(1, Relaxed)) {
                slot.store(counter, Relaxed);
            }
        }
    }

    /// Asks for a signal per millisecond of CPU time; the kernel rounds that up to its own tick. To be called before
    /// the process is contained.
    pub fn start() {
        const SIGPROF: i32 = 27;
        const ITIMER_PROF: i32 = 2;
        const SIGINFO: i32 = 4;
        const ONSTACK: i32 = 0x0800_0000;
        const RESTART: i32 = 0x1000_0000;
        let action = Action { handler: sample, mask: [0; 16], flags: SIGINFO | ONSTACK | RESTART, restorer: 0 };
        let timer = Timer([0, 1000, 0, 1000]);
        // SAFETY: both structures live during the calls; the handler only touches atomics.
        let failed = unsafe {
            sigaction(SIGPROF, &action, std::ptr::null_mut()) != 0
                || setitimer(ITIMER_PROF, &timer, std::ptr::null_mut()) != 0
        };
        if failed {
            super::exit(super::EXIT_SANDBOX);
        }
    }

    /// Writes the number of samples, then the samples.
    pub fn write(out: &mut super::Out) {
        let taken = &SAMPLES[..TAKEN.load(Relaxed).min(SAMPLES.len())];
        out.raw(&(taken.len() as u64).to_le_bytes());
        taken.iter().for_each(|sample| out.raw(&sample.load(Relaxed).to_le_bytes()));
    }
}
