//! How values are written: the encoding of the trace format for the types of the standard library.

use crate::json;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, LinkedList, VecDeque};
use std::fmt::{Display, Write as _};
use std::rc::Rc;
use std::sync::Arc;

/// A value being written, and what is known about it.
#[derive(Debug)]
pub struct Out {
    pub(crate) text: String,
    pub(crate) carried: bool,
    /// The value changes hands, so that a handle in it ends, or is new.
    pub(crate) moved: bool,
    /// It is a result: handles in it are new.
    pub(crate) names: bool,
    /// Handles met.
    pub(crate) handles: Vec<u64>,
    /// States met that end here, with the names of their types.
    pub(crate) ends: Vec<(u64, &'static str)>,
    /// States with lower numbers were there before the call.
    pub(crate) since: u64,
    /// The handle that stood where this value stands now.
    pub(crate) stays: Option<u64>,
    /// A state stands behind a `&mut` argument, where nobody can say what it is now.
    pub(crate) changed: bool,
    /// Inside a value of the component's own, where a trace cannot name anything.
    pub(crate) nested: bool,
}

impl Default for Out {
    fn default() -> Out {
        Out {
            text: String::new(),
            carried: true,
            moved: true,
            names: false,
            handles: Vec::new(),
            ends: Vec::new(),
            since: 0,
            stays: None,
            changed: false,
            nested: false,
        }
    }
}

impl Out {
    /// Notes that the value cannot be written.
    pub fn cannot(&mut self) {
        self.carried = false;
    }

    /// Text that is JSON already.
    pub fn raw(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// A JSON string.
    pub fn string(&mut self, text: &str) {
        json::string(text, &mut self.text);
    }

    /// A JSON array.
    pub fn list<T>(&mut self, items: impl Iterator<Item = T>, mut write: impl FnMut(T, &mut Out)) {
        self.text.push('[');
        for (place, item) in items.enumerate() {
            if place > 0 {
                self.text.push(',');
            }
            write(item, self);
        }
        self.text.push(']');
    }

    /// Writes the fields of a value of the component's own.
    pub fn fields(&mut self, write: impl FnOnce(&mut Out)) {
        let before = std::mem::replace(&mut self.nested, true);
        write(self);
        self.nested = before;
    }

    fn borrowed(&mut self, write: impl FnOnce(&mut Out)) {
        let before = std::mem::replace(&mut self.moved, false);
        write(self);
        self.moved = before;
    }
}

/// A type whose values a trace can hold.
pub trait Record {
    /// Whether a value may be written as `null`, so that an `Option` around it has to say which of the two it means.
    const NULLABLE: bool = false;

    /// Writes the value.
    fn record(&self, out: &mut Out);

    /// Gives a state in a result a number of its own.
    fn rename(&mut self) {}

    /// Writes several; `u8` makes a string of them.
    fn record_slice(items: &[Self], out: &mut Out)
    where
        Self: Sized,
    {
        out.list(items.iter(), |item, out| item.record(out));
    }
}

macro_rules! as_displayed {
    ($($ty:ty)*) => { $(impl Record for $ty {
        fn record(&self, out: &mut Out) {
            let _ = write!(out.text, "{self}");
        }
    })* };
}

as_displayed!(bool i8 u16 i16 u32 i32 u64 i64 usize isize);
as_displayed!(std::num::NonZeroU8 std::num::NonZeroU16 std::num::NonZeroU32 std::num::NonZeroU64 std::num::NonZeroUsize);
as_displayed!(std::num::NonZeroI8 std::num::NonZeroI16 std::num::NonZeroI32 std::num::NonZeroI64 std::num::NonZeroIsize);

macro_rules! as_quoted {
    ($($ty:ty)*) => { $(impl Record for $ty {
        fn record(&self, out: &mut Out) {
            let _ = write!(out.text, "\"{self}\"");
        }
    })* };
}

as_quoted!(u128 i128);

impl Record for u8 {
    fn record(&self, out: &mut Out) {
        let _ = write!(out.text, "{self}");
    }

    fn record_slice(items: &[u8], out: &mut Out) {
        json::bytes(items, &mut out.text);
    }
}

fn float(value: f64, shown: impl Display, out: &mut Out) {
    let _ = match value {
        v if v.is_nan() => out.text.write_str("\"NaN\""),
        f64::INFINITY => out.text.write_str("\"inf\""),
        f64::NEG_INFINITY => out.text.write_str("\"-inf\""),
        _ => write!(out.text, "{shown}"),
    };
}

impl Record for f64 {
    fn record(&self, out: &mut Out) {
        float(*self, format_args!("{self:?}"), out);
    }
}

impl Record for f32 {
    fn record(&self, out: &mut Out) {
        float(f64::from(*self), format_args!("{self:?}"), out);
    }
}

impl Record for char {
    fn record(&self, out: &mut Out) {
        out.string(self.encode_utf8(&mut [0; 4]));
    }
}

impl Record for str {
    fn record(&self, out: &mut Out) {
        out.string(self);
    }
}

impl Record for String {
    fn record(&self, out: &mut Out) {
        out.string(self);
    }
}

impl Record for () {
    const NULLABLE: bool = true;

    fn record(&self, out: &mut Out) {
        out.raw("null");
    }
}

impl Record for std::cmp::Ordering {
    fn record(&self, out: &mut Out) {
        out.string(&format!("{self:?}"));
    }
}

impl<T: Record> Record for Option<T> {
    const NULLABLE: bool = true;

    fn rename(&mut self) {
        self.iter_mut().for_each(Record::rename);
    }

    fn record(&self, out: &mut Out) {
        match self {
            None => out.raw("null"),
            Some(value) if T::NULLABLE => {
                out.raw("{\"$some\":");
                value.record(out);
                out.raw("}");
            }
            Some(value) => value.record(out),
        }
    }
}

impl<T: Record, E: Record> Record for Result<T, E> {
    fn rename(&mut self) {
        match self {
            Ok(value) => value.rename(),
            Err(error) => error.rename(),
        }
    }

    fn record(&self, out: &mut Out) {
        match self {
            Ok(value) => {
                out.raw("{\"Ok\":");
                value.record(out);
            }
            Err(error) => {
                out.raw("{\"Err\":");
                error.record(out);
            }
        }
        out.raw("}");
    }
}

/// Pointers are written as what they point to; only an owning one hands it on.
macro_rules! pointers {
    ($([$($lifetime:lifetime)?] $ty:ty, $owns:literal;)*) => { $(
        impl<$($lifetime,)? T: Record + ?Sized> Record for $ty {
            const NULLABLE: bool = T::NULLABLE;

            fn record(&self, out: &mut Out) {
                if $owns {
                    (**self).record(out);
                } else {
                    out.borrowed(|out| (**self).record(out));
                }
            }
        }
    )* };
}

pointers! {
    ['a] &'a T, false;
    ['a] &'a mut T, false;
    [] Box<T>, true;
    [] Rc<T>, false;
    [] Arc<T>, false;
}

impl<T: Record + ToOwned + ?Sized> Record for Cow<'_, T> {
    const NULLABLE: bool = T::NULLABLE;

    fn record(&self, out: &mut Out) {
        out.borrowed(|out| (**self).record(out));
    }
}

impl<T: Record> Record for [T] {
    fn record(&self, out: &mut Out) {
        T::record_slice(self, out);
    }
}

impl<T: Record, const N: usize> Record for [T; N] {
    fn record(&self, out: &mut Out) {
        T::record_slice(self, out);
    }
}

impl<T: Record> Record for Vec<T> {
    fn record(&self, out: &mut Out) {
        T::record_slice(self, out);
    }
}

macro_rules! lists {
    ($($ty:ident<T $(, $more:ident)?>)*) => { $(impl<T: Record $(, $more)?> Record for $ty<T $(, $more)?> {
        fn record(&self, out: &mut Out) {
            out.list(self.iter(), |item, out| item.record(out));
        }
    })* };
}

lists!(VecDeque<T> LinkedList<T> BTreeSet<T> BinaryHeap<T> HashSet<T, S>);

macro_rules! maps {
    ($($ty:ident<K, V $(, $more:ident)?>)*) => { $(impl<K: Record, V: Record $(, $more)?> Record for $ty<K, V $(, $more)?> {
        fn record(&self, out: &mut Out) {
            out.list(self.iter(), |(key, value), out| {
                out.raw("[");
                key.record(out);
                out.raw(",");
                value.record(out);
                out.raw("]");
            });
        }
    })* };
}

maps!(BTreeMap<K, V> HashMap<K, V, S>);

macro_rules! tuples {
    ($($first:ident $($name:ident)*;)*) => { $(impl<$first: Record $(, $name: Record)*> Record for ($first, $($name,)*) {
        #[allow(non_snake_case)]
        fn record(&self, out: &mut Out) {
            let ($first, $($name,)*) = self;
            out.raw("[");
            $first.record(out);
            $(out.raw(",");
            $name.record(out);)*
            out.raw("]");
        }
    })* };
}

tuples! {
    A;
    A B;
    A B C;
    A B C D;
    A B C D E;
    A B C D E F;
}
