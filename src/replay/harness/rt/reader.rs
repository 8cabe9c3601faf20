//! Reading sessions: the cursor, and the values that have no type of their own.

use super::{Result, tag};

/// A cursor over the sessions. The bytes live as long as the process, so that arguments may borrow from them.
#[derive(Clone)]
pub struct Reader {
    bytes: &'static [u8],
    pub(crate) at: usize,
    /// What is being read, for messages: an argument by its position, or what is written through a result.
    pub reading: Reading,
}

/// Part of an event.
#[derive(Clone, Copy)]
pub enum Reading {
    /// Function and handles.
    Head,
    /// An argument.
    Argument(usize),
    /// What is to be written through a `&mut` that the function returns.
    Write,
}

impl Reader {
    pub fn new(bytes: &'static [u8]) -> Self {
        Reader { bytes, at: 0, reading: Reading::Head }
    }

    /// What a message is about: the position of an argument if it is one, and the message.
    pub(crate) fn blame(&self, why: String) -> (u32, String) {
        match self.reading {
            Reading::Head => (u32::MAX, why),
            Reading::Argument(i) => (i as u32, why),
            Reading::Write => (u32::MAX, format!("write: {why}")),
        }
    }

    /// The head of an event: function, receiver's handle, handles of what the call makes.
    pub fn head(&mut self) -> Result<(u16, u32, Vec<u32>)> {
        self.reading = Reading::Head;
        let function = u16::from_le_bytes(self.fixed()?);
        let on = self.u32()?;
        let count = if function == u16::MAX { 0 } else { self.u8()? };
        let new = (0..count).map(|_| self.u32()).collect::<Result<_>>()?;
        Ok((function, on, new))
    }

    /// The message for a function that the worker does not have.
    pub fn unknown<T>(&self, function: u16) -> Result<T> {
        Err(format!("there is no function {function}"))
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

    pub(crate) fn fixed<const N: usize>(&mut self) -> Result<[u8; N]> {
        let mut out = [0; N];
        out.copy_from_slice(self.take(N)?);
        Ok(out)
    }

    pub(crate) fn peek(&self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or(255)
    }

    pub(crate) fn block(&mut self) -> Result<&'static [u8]> {
        let n = self.u32()? as usize;
        self.take(n)
    }

    pub(crate) fn text(&mut self) -> Result<&'static str> {
        std::str::from_utf8(self.block()?).map_err(|_| "not UTF-8".to_string())
    }

    pub(crate) fn expect(&mut self, tag: u8, wanted: &str) -> Result<()> {
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

    pub(crate) fn str(&mut self) -> Result<&'static str> {
        self.expect(tag::STR, "a string")?;
        self.text()
    }

    pub(crate) fn string(&mut self) -> Result<String> {
        self.str().map(str::to_owned)
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

    pub(crate) fn integer(&mut self) -> Result<Integer> {
        match self.u8()? {
            tag::UINT => Ok(Integer::Unsigned(u64::from_le_bytes(self.fixed()?) as u128)),
            tag::INT => Ok(Integer::Signed(i64::from_le_bytes(self.fixed()?) as i128)),
            tag::UINT128 => Ok(Integer::Unsigned(u128::from_le_bytes(self.fixed()?))),
            tag::INT128 => Ok(Integer::Signed(i128::from_le_bytes(self.fixed()?))),
            // 128-bit integers are written as strings.
            tag::STR => {
                let text = self.text()?;
                let unsigned = text.parse().map(Integer::Unsigned);
                unsigned
                    .or_else(|_| text.parse().map(Integer::Signed))
                    .map_err(|_| format!("`{text}` is not an integer"))
            }
            other => Err(format!("expected an integer, found {}", name(other))),
        }
    }
}

pub(crate) enum Integer {
    Unsigned(u128),
    Signed(i128),
}

pub(crate) fn name(tag: u8) -> &'static str {
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
