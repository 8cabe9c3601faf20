//! Reading values by their types.
//!
//! `M` is a type of the worker's own: it lets a worker implement these traits for the component's types, which are as
//! foreign to it as the traits. What does not depend on a type parameter is compiled here, once for all workers.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, VecDeque};
use std::hash::{BuildHasher, Hash};
use std::rc::Rc;
use std::sync::Arc;

use super::reader::{Integer, Reader, name};
use super::{Encode, Out, Result, tag};

/// Reads a value by its type.
pub trait Decode<M>: Sized {
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
        impl<M> Decode<M> for $t {
            fn decode(r: &mut Reader) -> Result<Self> {
                fn read(r: &mut Reader) -> Result<$t> {
                    let misfit = |v: &dyn std::fmt::Display| format!("{v} does not fit {}", stringify!($t));
                    match r.integer()? {
                        Integer::Unsigned(v) => v.try_into().map_err(|_| misfit(&v)),
                        Integer::Signed(v) => v.try_into().map_err(|_| misfit(&v)),
                    }
                }
                read(r)
            }
        }
    )*};
}
integers!(u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize);

macro_rules! non_zero {
    ($($t:ty),*) => {$(
        impl<M> Decode<M> for std::num::NonZero<$t> {
            fn decode(r: &mut Reader) -> Result<Self> {
                std::num::NonZero::new(<$t as Decode<M>>::decode(r)?).ok_or_else(|| "0 is not allowed".into())
            }
        }

        impl<M> Encode<M> for std::num::NonZero<$t> {
            fn encode(&self, o: &mut Out) {
                <$t as Encode<M>>::encode(&self.get(), o);
            }
        }
    )*};
}
non_zero!(u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize);

fn byte(r: &mut Reader) -> Result<u8> {
    match r.integer()? {
        Integer::Unsigned(v) => v.try_into().map_err(|_| format!("{v} does not fit u8")),
        Integer::Signed(v) => Err(format!("{v} does not fit u8")),
    }
}

fn bytes(r: &mut Reader) -> Result<&'static [u8]> {
    match r.peek() {
        tag::STR | tag::BYTES => {
            r.at += 1;
            r.block()
        }
        _ => {
            r.expect(tag::ARRAY, "bytes: a string, an array or {\"$base64\":…}")?;
            let items: Result<Vec<u8>> = (0..r.u32()?).map(|_| byte(r)).collect();
            Ok(items?.leak())
        }
    }
}

impl<M> Decode<M> for u8 {
    fn decode(r: &mut Reader) -> Result<Self> {
        byte(r)
    }

    fn decode_vec(r: &mut Reader) -> Result<Vec<Self>> {
        bytes(r).map(<[u8]>::to_vec)
    }

    fn decode_slice(r: &mut Reader) -> Result<&'static [Self]> {
        bytes(r)
    }
}

fn float(r: &mut Reader) -> Result<f64> {
    match r.peek() {
        tag::FLOAT => {
            r.at += 1;
            Ok(f64::from_le_bytes(r.fixed()?))
        }
        tag::STR => match r.str()? {
            "NaN" => Ok(f64::NAN),
            "inf" => Ok(f64::INFINITY),
            "-inf" => Ok(f64::NEG_INFINITY),
            other => other.parse().map_err(|_| format!("`{other}` is not a float")),
        },
        tag::UINT | tag::INT => match r.integer()? {
            Integer::Unsigned(v) => Ok(v as f64),
            Integer::Signed(v) => Ok(v as f64),
        },
        other => Err(format!("expected a float, found {}", name(other))),
    }
}

impl<M> Decode<M> for f64 {
    fn decode(r: &mut Reader) -> Result<Self> {
        float(r)
    }
}

impl<M> Decode<M> for f32 {
    fn decode(r: &mut Reader) -> Result<Self> {
        float(r).map(|v| v as f32)
    }
}

impl<M> Decode<M> for bool {
    fn decode(r: &mut Reader) -> Result<Self> {
        match r.u8()? {
            tag::FALSE => Ok(false),
            tag::TRUE => Ok(true),
            other => Err(format!("expected a bool, found {}", name(other))),
        }
    }
}

impl<M> Decode<M> for char {
    fn decode(r: &mut Reader) -> Result<Self> {
        let text = r.str()?;
        let mut chars = text.chars();
        match (chars.next(), chars.next()) {
            (Some(c), None) => Ok(c),
            _ => Err(format!("expected one character, found {text:?}")),
        }
    }
}

impl<M> Decode<M> for () {
    fn decode(r: &mut Reader) -> Result<Self> {
        r.expect(tag::NULL, "null")
    }
}

impl<M> Decode<M> for &'static str {
    fn decode(r: &mut Reader) -> Result<Self> {
        r.str()
    }
}

impl<M> Decode<M> for &'static mut str {
    fn decode(r: &mut Reader) -> Result<Self> {
        r.string().map(|s| &mut *s.leak())
    }
}

impl<M> Decode<M> for String {
    fn decode(r: &mut Reader) -> Result<Self> {
        r.string()
    }
}

impl<M> Decode<M> for &'static std::path::Path {
    fn decode(r: &mut Reader) -> Result<Self> {
        r.str().map(std::path::Path::new)
    }
}

impl<M> Decode<M> for std::path::PathBuf {
    fn decode(r: &mut Reader) -> Result<Self> {
        r.string().map(Into::into)
    }
}

impl<M> Decode<M> for &'static std::ffi::OsStr {
    fn decode(r: &mut Reader) -> Result<Self> {
        r.str().map(std::ffi::OsStr::new)
    }
}

impl<M, T: Decode<M>> Decode<M> for &'static [T] {
    fn decode(r: &mut Reader) -> Result<Self> {
        T::decode_slice(r)
    }
}

impl<M, T: Decode<M>> Decode<M> for &'static mut [T] {
    fn decode(r: &mut Reader) -> Result<Self> {
        T::decode_vec(r).map(|v| v.leak())
    }
}

impl<M, T: Decode<M>> Decode<M> for &'static T {
    fn decode(r: &mut Reader) -> Result<Self> {
        T::decode(r).map(|v| &*Box::leak(Box::new(v)))
    }
}

impl<M, T: Decode<M>> Decode<M> for &'static mut T {
    fn decode(r: &mut Reader) -> Result<Self> {
        T::decode(r).map(|v| Box::leak(Box::new(v)))
    }
}

impl<M, T: Decode<M>> Decode<M> for Vec<T> {
    fn decode(r: &mut Reader) -> Result<Self> {
        T::decode_vec(r)
    }
}

impl<M, T: Decode<M>, const N: usize> Decode<M> for [T; N] {
    fn decode(r: &mut Reader) -> Result<Self> {
        T::decode_vec(r)?.try_into().map_err(|v: Vec<T>| format!("expected {N} items, found {}", v.len()))
    }
}

macro_rules! wrappers {
    ($($w:ident),*) => {$(
        impl<M, T: Decode<M>> Decode<M> for $w<T> {
            fn decode(r: &mut Reader) -> Result<Self> {
                T::decode(r).map($w::new)
            }
        }
    )*};
}
wrappers!(Box, Rc, Arc);

impl<M> Decode<M> for Box<str> {
    fn decode(r: &mut Reader) -> Result<Self> {
        r.string().map(Into::into)
    }
}

impl<M, T: Decode<M>> Decode<M> for Box<[T]> {
    fn decode(r: &mut Reader) -> Result<Self> {
        T::decode_vec(r).map(Into::into)
    }
}

impl<M, B: ?Sized + ToOwned> Decode<M> for Cow<'static, B>
where
    B::Owned: Decode<M>,
{
    fn decode(r: &mut Reader) -> Result<Self> {
        B::Owned::decode(r).map(Cow::Owned)
    }
}

impl<M, T: Decode<M>> Decode<M> for Option<T> {
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

impl<M, T: Decode<M>, E: Decode<M>> Decode<M> for std::result::Result<T, E> {
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
        impl<M, $($t: Decode<M>),+> Decode<M> for ($($t,)+) {
            fn decode(r: &mut Reader) -> Result<Self> {
                r.tuple($n)?;
                Ok(($($t::decode(r)?,)+))
            }
        }
        impl<M, $($t: Encode<M>),+> Encode<M> for ($($t,)+) {
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
        impl<M, T: Decode<M> $(+ $b $(+ $bs)*)?> Decode<M> for $c<T> {
            fn decode(r: &mut Reader) -> Result<Self> {
                T::decode_vec(r).map(|v| v.into_iter().collect())
            }
        }
    )*};
}
collections! { VecDeque<T>; BTreeSet<T: Ord>; BinaryHeap<T: Ord>; }

impl<M, T: Decode<M> + Hash + Eq, S: BuildHasher + Default> Decode<M> for HashSet<T, S> {
    fn decode(r: &mut Reader) -> Result<Self> {
        T::decode_vec(r).map(|v| v.into_iter().collect())
    }
}

fn pairs<M, K: Decode<M>, V: Decode<M>>(r: &mut Reader) -> Result<Vec<(K, V)>> {
    <(K, V) as Decode<M>>::decode_vec(r)
}

impl<M, K: Decode<M> + Hash + Eq, V: Decode<M>, S: BuildHasher + Default> Decode<M> for HashMap<K, V, S> {
    fn decode(r: &mut Reader) -> Result<Self> {
        pairs::<M, K, V>(r).map(|v| v.into_iter().collect())
    }
}

impl<M, K: Decode<M> + Ord, V: Decode<M>> Decode<M> for BTreeMap<K, V> {
    fn decode(r: &mut Reader) -> Result<Self> {
        pairs::<M, K, V>(r).map(|v| v.into_iter().collect())
    }
}

impl<M, T: Decode<M>> Decode<M> for std::ops::Range<T> {
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

impl<M> Decode<M> for std::time::Duration {
    fn decode(r: &mut Reader) -> Result<Self> {
        let (mut secs, mut nanos) = (0, 0);
        r.object(|field, r| {
            match field {
                "secs" => secs = Decode::<()>::decode(r)?,
                _ => nanos = Decode::<()>::decode(r)?,
            }
            Ok(())
        })?;
        Ok(std::time::Duration::new(secs, nanos))
    }
}

impl<M> Decode<M> for std::cmp::Ordering {
    fn decode(r: &mut Reader) -> Result<Self> {
        match r.str()? {
            "Less" => Ok(Self::Less),
            "Equal" => Ok(Self::Equal),
            "Greater" => Ok(Self::Greater),
            other => Err(format!("`{other}` is not an ordering")),
        }
    }
}

macro_rules! by_text {
    ($($t:ty),*) => {$(
        impl<M> Decode<M> for $t {
            fn decode(r: &mut Reader) -> Result<Self> {
                let text = r.str()?;
                text.parse().map_err(|_| format!("`{text}` is not a {}", stringify!($t)))
            }
        }
        impl<M> Encode<M> for $t {
            fn encode(&self, o: &mut Out) {
                o.str(&self.to_string());
            }
        }
    )*};
}
by_text!(std::net::IpAddr, std::net::Ipv4Addr, std::net::Ipv6Addr, std::net::SocketAddr);
