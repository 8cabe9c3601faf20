//! Records in shared memory, written as calls return.

use super::drive::{EXIT_OUTPUT, exit};
use super::tag;

/// Records in shared memory.
pub struct Out {
    pub(crate) bytes: &'static mut [u8],
    pub(crate) at: usize,
    /// Where the length of the open record stands.
    open: usize,
    unfinished: bool,
}

/// A record's first byte: how the call ended.
pub(crate) const RETURNED: u8 = 0;
pub(crate) const PANICKED: u8 = 1;
pub(crate) const NO_HANDLE: u8 = 2;
pub(crate) const UNFIT: u8 = 3;
/// Stands for the event of a session's end, where the handles that are left are dropped.
pub const END: u32 = u32::MAX;

impl Out {
    pub(crate) fn new(bytes: &'static mut [u8]) -> Out {
        Out { bytes, at: 0, open: 0, unfinished: false }
    }

    #[inline]
    pub(crate) fn raw(&mut self, bytes: &[u8]) {
        let end = self.at + bytes.len();
        let Some(space) = self.bytes.get_mut(self.at..end) else { full() };
        space.copy_from_slice(bytes);
        self.at = end;
    }

    #[inline]
    pub(crate) fn byte(&mut self, byte: u8) {
        let Some(space) = self.bytes.get_mut(self.at) else { full() };
        *space = byte;
        self.at += 1;
    }

    #[inline]
    pub(crate) fn tagged<const N: usize>(&mut self, tag: u8, bytes: [u8; N]) {
        self.byte(tag);
        self.raw(&bytes);
    }

    /// Where the next byte goes.
    pub fn written(&self) -> usize {
        self.at
    }

    /// What was written since.
    pub(crate) fn since(&self, start: usize) -> &[u8] {
        &self.bytes[start..self.at]
    }

    /// Opens the record of an event.
    #[inline]
    pub fn begin(&mut self, event: usize) {
        self.unfinished = true;
        self.raw(&(event as u32).to_le_bytes());
        self.open = self.at;
        self.raw(&[0; 4]);
        self.byte(RETURNED);
    }

    /// Closes it.
    #[inline]
    pub fn end(&mut self) {
        self.unfinished = false;
        let length = (self.at - self.open - 4) as u32;
        self.bytes[self.open..self.open + 4].copy_from_slice(&length.to_le_bytes());
    }

    /// A record without values.
    pub(crate) fn ended(&mut self, event: usize, status: u8) {
        self.begin(event);
        self.bytes[self.at - 1] = status;
        self.end();
    }

    /// The record of a call that was not made, with the number of the precondition that it breaks.
    pub(crate) fn unfit(&mut self, event: usize, which: u32) {
        self.begin(event);
        self.bytes[self.at - 1] = UNFIT;
        self.raw(&which.to_le_bytes());
        self.end();
    }

    /// Takes back a record that is not closed.
    pub(crate) fn abandon(&mut self) {
        if self.unfinished {
            self.at = self.open - 4;
            self.unfinished = false;
        }
    }

    /// Writes once more the record that begins at `at`; returns where it ends.
    pub(crate) fn repeat(&mut self, at: usize) -> usize {
        let length = self.bytes[at + 4..at + 8].iter().rev().fold(0, |n, byte| n << 8 | *byte as usize);
        let end = at + 8 + length;
        let to = self.at;
        if self.bytes.len() - to < end - at {
            full();
        }
        self.bytes.copy_within(at..end, to);
        self.at += end - at;
        end
    }

    /// Begins what is written while the clock runs and is to be repeated in order afterwards; returns where it begins.
    pub(crate) fn open_region(&mut self) -> usize {
        self.raw(&[0; 8]);
        self.at
    }

    /// Ends it: its length stands before it.
    pub(crate) fn close_region(&mut self, start: usize) {
        let length = (self.at - start) as u64;
        self.bytes[start - 8..start].copy_from_slice(&length.to_le_bytes());
    }

    pub fn null(&mut self) {
        self.byte(tag::NULL);
    }

    pub fn str(&mut self, s: &str) {
        self.tagged(tag::STR, (s.len() as u32).to_le_bytes());
        self.raw(s.as_bytes());
    }

    /// A text as it is formatted, without memory for it in between: that would count as the component's.
    pub(crate) fn print(&mut self, what: std::fmt::Arguments) {
        self.tagged(tag::STR, [0; 4]);
        let start = self.at;
        let _ = std::fmt::Write::write_fmt(self, what);
        let length = (self.at - start) as u32;
        self.bytes[start - 4..start].copy_from_slice(&length.to_le_bytes());
    }

    pub(crate) fn bytes(&mut self, b: &[u8]) {
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

    /// A value of which nothing can be seen.
    pub fn unseen(&mut self) {
        self.opaque();
        self.null();
    }

    pub(crate) fn float(&mut self, value: f64) {
        // The bits of a NaN are not defined by the language, so they are not behaviour.
        let value = if value.is_nan() { f64::NAN } else { value };
        self.tagged(tag::FLOAT, value.to_bits().to_le_bytes());
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

impl std::fmt::Write for Out {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        self.raw(text.as_bytes());
        Ok(())
    }
}
