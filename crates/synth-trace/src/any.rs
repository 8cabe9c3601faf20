//! Recording values of any type, also of a generic one without bounds: what implements [`Record`] is written, what
//! does not is noted as not carried. This needs specialization, so that it exists only in the build that
//! `synth trace record` makes for instrumented copies; programs use [`Record`] directly.

use crate::{Call, Out, Record};

/// [`Record`] for every type.
pub trait Any {
    /// Writes the value, or notes that it cannot be written.
    fn put(&self, out: &mut Out);

    /// [`Record::rename`], where there is one.
    fn rename(&mut self);
}

impl<T: ?Sized> Any for T {
    default fn put(&self, out: &mut Out) {
        out.cannot();
    }

    default fn rename(&mut self) {}
}

impl<T: Record + ?Sized> Any for T {
    fn put(&self, out: &mut Out) {
        self.record(out);
    }

    fn rename(&mut self) {
        Record::rename(self);
    }
}

/// What becomes of a result: written, or drained from a clone if it is an iterator.
trait Outcome {
    fn finish(&self, call: &mut Call, since: u64);
}

impl<T: ?Sized> Outcome for T {
    default fn finish(&self, call: &mut Call, _: u64) {
        self.drain(call);
    }
}

impl<T: Record + ?Sized> Outcome for T {
    fn finish(&self, call: &mut Call, since: u64) {
        call.write_result("ret", since, |out| self.record(out));
    }
}

trait Drain {
    fn drain(&self, call: &mut Call);
}

impl<T: ?Sized> Drain for T {
    default fn drain(&self, _: &mut Call) {}
}

/// More items than this are taken for an endless iterator, and not written.
const ITEMS: usize = 1 << 16;

impl<T: Iterator + Clone> Drain for T {
    fn drain(&self, call: &mut Call) {
        let items: Vec<T::Item> = self.clone().take(ITEMS + 1).collect();
        if items.len() <= ITEMS {
            call.write_result("drain", 0, |out| out.list(items.iter(), |item, out| item.put(out)));
        }
    }
}

impl Call {
    /// [`Call::argument`] for a value of any type.
    pub fn any_argument<T: ?Sized>(&mut self, value: &T) {
        self.write_argument(|out| value.put(out));
    }

    /// [`Call::after`] for a value of any type.
    pub fn any_after<T: ?Sized>(&mut self, position: usize, value: &T) {
        self.write_after(position, |out| value.put(out));
    }

    /// [`Call::result`] for a value of any type.
    pub fn any_result<T: ?Sized>(&mut self, value: &mut T) {
        if self.is_open() {
            let since = crate::handle::fresh();
            Any::rename(value);
            Outcome::finish(&*value, self, since);
        }
    }
}
