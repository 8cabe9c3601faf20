//! Writing values so that equal behaviour gives equal bytes. `M` is as in `decode.rs`.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, VecDeque};
use std::fmt::Debug;
use std::marker::PhantomData;
use std::rc::Rc;
use std::sync::Arc;

use super::{Out, tag};

/// Writes a value so that equal behaviour gives equal bytes.
pub trait Encode<M> {
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
        impl<M> Encode<M> for $t {
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

impl<M> Encode<M> for u8 {
    #[inline]
    fn encode(&self, o: &mut Out) {
        o.tagged(tag::UINT, (*self as u64).to_le_bytes());
    }

    fn encode_slice(items: &[Self], o: &mut Out) {
        o.bytes(items);
    }
}

impl<M> Encode<M> for f64 {
    fn encode(&self, o: &mut Out) {
        o.float(*self);
    }
}

impl<M> Encode<M> for f32 {
    fn encode(&self, o: &mut Out) {
        o.float(f64::from(*self));
    }
}

impl<M> Encode<M> for bool {
    #[inline]
    fn encode(&self, o: &mut Out) {
        o.byte(if *self { tag::TRUE } else { tag::FALSE });
    }
}

impl<M> Encode<M> for char {
    fn encode(&self, o: &mut Out) {
        o.str(self.encode_utf8(&mut [0; 4]));
    }
}

impl<M> Encode<M> for () {
    #[inline]
    fn encode(&self, o: &mut Out) {
        o.null();
    }
}

impl<M> Encode<M> for str {
    fn encode(&self, o: &mut Out) {
        o.str(self);
    }
}

impl<M> Encode<M> for String {
    fn encode(&self, o: &mut Out) {
        o.str(self);
    }
}

impl<M> Encode<M> for std::path::Path {
    fn encode(&self, o: &mut Out) {
        o.str(&self.to_string_lossy());
    }
}

impl<M> Encode<M> for std::path::PathBuf {
    fn encode(&self, o: &mut Out) {
        o.str(&self.to_string_lossy());
    }
}

impl<M> Encode<M> for std::ffi::OsStr {
    fn encode(&self, o: &mut Out) {
        o.str(&self.to_string_lossy());
    }
}

impl<M, T: Encode<M>> Encode<M> for [T] {
    fn encode(&self, o: &mut Out) {
        T::encode_slice(self, o);
    }
}

impl<M, T: Encode<M>, const N: usize> Encode<M> for [T; N] {
    fn encode(&self, o: &mut Out) {
        T::encode_slice(self, o);
    }
}

impl<M, T: Encode<M>> Encode<M> for Vec<T> {
    fn encode(&self, o: &mut Out) {
        T::encode_slice(self, o);
    }
}

macro_rules! encode_through {
    ($($(<$($g:ident $(: $b:path)?),+>)? $t:ty;)*) => {$(
        impl<M, X: Encode<M> + ?Sized> Encode<M> for $t {
            #[inline]
            fn encode(&self, o: &mut Out) {
                (**self).encode(o);
            }
        }
    )*};
}
encode_through! { &X; &mut X; Box<X>; Rc<X>; Arc<X>; }

impl<M, B: ?Sized + ToOwned + Encode<M>> Encode<M> for Cow<'_, B> {
    fn encode(&self, o: &mut Out) {
        (**self).encode(o);
    }
}

impl<M, T: Encode<M>> Encode<M> for Option<T> {
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

impl<M, T: Encode<M>, E: Encode<M>> Encode<M> for std::result::Result<T, E> {
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

impl<M, T: Encode<M>, S> Encode<M> for HashSet<T, S> {
    fn encode(&self, o: &mut Out) {
        encode_sorted(self.iter(), o, |item, o| Encode::<M>::encode(item, o));
    }
}

impl<M, K: Encode<M>, V: Encode<M>, S> Encode<M> for HashMap<K, V, S> {
    fn encode(&self, o: &mut Out) {
        encode_sorted(self.iter(), o, |pair, o| Encode::<M>::encode(pair, o));
    }
}

impl<M, T: Encode<M>> Encode<M> for BinaryHeap<T> {
    fn encode(&self, o: &mut Out) {
        encode_sorted(self.iter(), o, |item, o| Encode::<M>::encode(item, o));
    }
}

impl<M, K: Encode<M>, V: Encode<M>> Encode<M> for BTreeMap<K, V> {
    fn encode(&self, o: &mut Out) {
        o.array(self.len());
        self.iter().for_each(|pair| Encode::<M>::encode(&pair, o));
    }
}

macro_rules! encode_sequences {
    ($($c:ident),*) => {$(
        impl<M, T: Encode<M>> Encode<M> for $c<T> {
            fn encode(&self, o: &mut Out) {
                o.array(self.len());
                self.iter().for_each(|item| item.encode(o));
            }
        }
    )*};
}
encode_sequences!(BTreeSet, VecDeque);

impl<M, T: Encode<M>> Encode<M> for std::ops::Range<T> {
    fn encode(&self, o: &mut Out) {
        o.object(2);
        o.key("start");
        self.start.encode(o);
        o.key("end");
        self.end.encode(o);
    }
}

impl<M> Encode<M> for std::time::Duration {
    fn encode(&self, o: &mut Out) {
        o.object(2);
        o.key("secs");
        o.tagged(tag::UINT, self.as_secs().to_le_bytes());
        o.key("nanos");
        o.tagged(tag::UINT, u64::from(self.subsec_nanos()).to_le_bytes());
    }
}

impl<M> Encode<M> for std::cmp::Ordering {
    fn encode(&self, o: &mut Out) {
        o.print(format_args!("{self:?}"));
    }
}

/// Standard types with private fields: what they show is how they print.
macro_rules! encode_debug {
    ($($t:ty),*) => {$(
        impl<M> Encode<M> for $t {
            fn encode(&self, o: &mut Out) {
                o.opaque();
                o.print(format_args!("{self:?}"));
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
    std::convert::Infallible,
    std::time::SystemTime,
    std::time::SystemTimeError,
    std::net::AddrParseError,
    std::num::IntErrorKind,
    std::string::FromUtf16Error
);

/// Chooses what shows most of a value: [`Encode`] where its type has it, else how it prints, else at least which of `Ok`,
/// `Err`, `Some` and `None` it is, else that there is one: `(&&&&probe::<M, _>(&x)).emit(o)`.
pub struct Probe<'a, M, T: ?Sized>(&'a T, PhantomData<M>);

/// See [`Probe`].
pub fn probe<M, T: ?Sized>(value: &T) -> Probe<'_, M, T> {
    Probe(value, PhantomData)
}

pub trait EmitEncoded {
    fn emit(&self, o: &mut Out);
}

impl<M, T: Encode<M> + ?Sized> EmitEncoded for &&&Probe<'_, M, T> {
    #[inline]
    fn emit(&self, o: &mut Out) {
        self.0.encode(o);
    }
}

/// Types of other crates, and what the standard library does not let look into: what they show is how they print.
pub trait EmitPrinted {
    fn emit(&self, o: &mut Out);
}

impl<M, T: Debug + ?Sized> EmitPrinted for &&Probe<'_, M, T> {
    fn emit(&self, o: &mut Out) {
        o.opaque();
        o.print(format_args!("{:?}", self.0));
    }
}

pub trait EmitWhich {
    fn emit(&self, o: &mut Out);
}

impl<M, T> EmitWhich for &Probe<'_, M, Option<T>> {
    fn emit(&self, o: &mut Out) {
        match self.0 {
            None => o.null(),
            Some(_) => {
                o.some();
                o.unseen();
            }
        }
    }
}

impl<M, T, E> EmitWhich for &Probe<'_, M, std::result::Result<T, E>> {
    fn emit(&self, o: &mut Out) {
        o.object(1);
        o.key(if self.0.is_ok() { "Ok" } else { "Err" });
        o.unseen();
    }
}

pub trait EmitOpaque {
    fn emit(&self, o: &mut Out);
}

impl<M, T: ?Sized> EmitOpaque for Probe<'_, M, T> {
    fn emit(&self, o: &mut Out) {
        o.unseen();
    }
}

/// What a component's own type without public fields shows: an error its message, all else that it is there.
/// `(&&told(&x)).tell(o)`.
pub struct Told<'a, T>(&'a T);

/// See [`Told`].
pub fn told<T>(value: &T) -> Told<'_, T> {
    Told(value)
}

pub trait TellMessage {
    fn tell(&self, o: &mut Out);
}

impl<T: std::error::Error> TellMessage for &Told<'_, T> {
    fn tell(&self, o: &mut Out) {
        o.print(format_args!("{}", self.0));
    }
}

pub trait TellNothing {
    fn tell(&self, o: &mut Out);
}

impl<T> TellNothing for Told<'_, T> {
    fn tell(&self, o: &mut Out) {
        o.null();
    }
}
