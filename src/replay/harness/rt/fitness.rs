//! What a fitness file knows of the component: calls and values, without the component's types.
//!
//! A fitness file says `use synth::{Call, Value};` and has two functions:
//! ```text
//! pub fn drive(session: &[Call], issue: &mut dyn FnMut(&Call) -> Value)
//! pub fn judge(log: &[(Call, Value)]) -> Result<f64, String>
//! ```

use std::fmt;

use super::{Reader, Result, tag};

/// One call of the component, as a trace spells it.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// For example `Cache::get`; `drop` with a receiver ends a value.
    pub call: &'static str,
    /// The receiver's handle.
    pub on: Option<u32>,
    /// The arguments, without the receiver.
    pub args: Vec<Value>,
    /// Handles for the values that the call makes.
    pub new: Vec<u32>,
    /// What is to be written through the `&mut` that the call returns.
    pub write: Option<Value>,
}

/// An argument or a result.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `()` or `None`.
    Null,
    Bool(bool),
    /// An integer of any type that is not below zero.
    Uint(u128),
    /// One that is.
    Int(i128),
    Float(f64),
    /// Text, a `char`, or a variant without fields.
    Str(String),
    Bytes(Vec<u8>),
    /// Items of a list, a tuple or an iterator; a map is pairs.
    Array(Vec<Value>),
    /// Items without an order.
    Set(Vec<Value>),
    /// Fields by name; a variant with its fields, `Ok` and `Err` among them, is one field.
    Object(Vec<(String, Value)>),
    /// A value of the component's own, under its number.
    Handle(u32),
    /// A public constant, by its path.
    Path(String),
    /// What is in an `Option`.
    Some(Box<Value>),
    /// A value with private fields, and what can be seen of it.
    Opaque(Box<Value>),
}

impl Call {
    /// A call on the value under a handle.
    pub fn method(on: u32, call: &'static str, args: Vec<Value>) -> Call {
        Call { call, on: Some(on), args, new: Vec::new(), write: None }
    }

    /// A call of a free function.
    pub fn function(call: &'static str, args: Vec<Value>) -> Call {
        Call { call, on: None, args, new: Vec::new(), write: None }
    }
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let args: Vec<String> = self.args.iter().map(Value::to_string).collect();
        write!(f, "{}({})", self.call, args.join(", "))
    }
}

impl Value {
    /// `()` or `None`.
    pub fn is_null(&self) -> bool {
        *self == Value::Null
    }

    /// An integer, or one in an `Option`.
    pub fn as_u64(&self) -> Option<u64> {
        match self {
            Value::Uint(n) => u64::try_from(*n).ok(),
            Value::Some(inner) => inner.as_u64(),
            _ => None,
        }
    }

    /// An integer, or one in an `Option`.
    pub fn as_i64(&self) -> Option<i64> {
        match self {
            Value::Uint(n) => i64::try_from(*n).ok(),
            Value::Int(n) => i64::try_from(*n).ok(),
            Value::Some(inner) => inner.as_i64(),
            _ => None,
        }
    }

    /// A number of any kind, or one in an `Option`.
    pub fn as_f64(&self) -> Option<f64> {
        match self {
            Value::Float(n) => Some(*n),
            Value::Uint(n) => Some(*n as f64),
            Value::Int(n) => Some(*n as f64),
            Value::Some(inner) => inner.as_f64(),
            _ => None,
        }
    }

    /// A truth value, or one in an `Option`.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Value::Bool(b) => Some(*b),
            Value::Some(inner) => inner.as_bool(),
            _ => None,
        }
    }

    /// Text, or text in an `Option`.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Value::Str(text) => Some(text),
            Value::Some(inner) => inner.as_str(),
            _ => None,
        }
    }

    pub(crate) fn read(r: &mut Reader) -> Result<Value> {
        Ok(match r.u8()? {
            tag::NULL => Value::Null,
            tag::FALSE => Value::Bool(false),
            tag::TRUE => Value::Bool(true),
            tag::UINT => Value::Uint(u64::from_le_bytes(r.fixed()?).into()),
            tag::INT => signed(i64::from_le_bytes(r.fixed()?).into()),
            tag::UINT128 => Value::Uint(u128::from_le_bytes(r.fixed()?)),
            tag::INT128 => signed(i128::from_le_bytes(r.fixed()?)),
            tag::FLOAT => Value::Float(f64::from_le_bytes(r.fixed()?)),
            tag::STR => Value::Str(r.text()?.to_owned()),
            tag::BYTES => Value::Bytes(r.block()?.to_vec()),
            tag::ARRAY => Value::Array(items(r)?),
            tag::SET => Value::Set(items(r)?),
            tag::OBJECT => {
                let n = r.u32()?;
                let fields = (0..n).map(|_| Ok((r.text()?.to_owned(), Value::read(r)?)));
                Value::Object(fields.collect::<Result<_>>()?)
            }
            tag::HANDLE => Value::Handle(r.u32()?),
            tag::PATH => Value::Path(r.text()?.to_owned()),
            tag::SOME => Value::Some(Box::new(Value::read(r)?)),
            tag::OPAQUE => Value::Opaque(Box::new(Value::read(r)?)),
            other => return Err(format!("{other} is not the tag of a value")),
        })
    }

    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        match self {
            Value::Null => out.push(tag::NULL),
            Value::Bool(false) => out.push(tag::FALSE),
            Value::Bool(true) => out.push(tag::TRUE),
            Value::Uint(n) => match u64::try_from(*n) {
                Ok(n) => tagged(tag::UINT, &n.to_le_bytes(), out),
                Err(_) => tagged(tag::UINT128, &n.to_le_bytes(), out),
            },
            Value::Int(n) => match i64::try_from(*n) {
                Ok(n) => tagged(tag::INT, &n.to_le_bytes(), out),
                Err(_) => tagged(tag::INT128, &n.to_le_bytes(), out),
            },
            Value::Float(n) => tagged(tag::FLOAT, &n.to_le_bytes(), out),
            Value::Str(text) => block(tag::STR, text.as_bytes(), out),
            Value::Bytes(bytes) => block(tag::BYTES, bytes, out),
            Value::Array(items) => list(tag::ARRAY, items, out),
            Value::Set(items) => list(tag::SET, items, out),
            Value::Object(fields) => {
                tagged(tag::OBJECT, &(fields.len() as u32).to_le_bytes(), out);
                for (name, value) in fields {
                    out.extend((name.len() as u32).to_le_bytes());
                    out.extend(name.as_bytes());
                    value.write(out);
                }
            }
            Value::Handle(handle) => tagged(tag::HANDLE, &handle.to_le_bytes(), out),
            Value::Path(path) => block(tag::PATH, path.as_bytes(), out),
            Value::Some(inner) => {
                out.push(tag::SOME);
                inner.write(out);
            }
            Value::Opaque(inner) => {
                out.push(tag::OPAQUE);
                inner.write(out);
            }
        }
    }
}

fn signed(n: i128) -> Value {
    u128::try_from(n).map_or(Value::Int(n), Value::Uint)
}

fn items(r: &mut Reader) -> Result<Vec<Value>> {
    let n = r.u32()?;
    (0..n).map(|_| Value::read(r)).collect()
}

fn tagged(tag: u8, bytes: &[u8], out: &mut Vec<u8>) {
    out.push(tag);
    out.extend(bytes);
}

fn block(tag: u8, bytes: &[u8], out: &mut Vec<u8>) {
    tagged(tag, &(bytes.len() as u32).to_le_bytes(), out);
    out.extend(bytes);
}

fn list(tag: u8, items: &[Value], out: &mut Vec<u8>) {
    tagged(tag, &(items.len() as u32).to_le_bytes(), out);
    items.iter().for_each(|item| item.write(out));
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Value::Null => write!(f, "null"),
            Value::Bool(b) => write!(f, "{b}"),
            Value::Uint(n) => write!(f, "{n}"),
            Value::Int(n) => write!(f, "{n}"),
            Value::Float(n) => write!(f, "{n}"),
            Value::Str(text) | Value::Path(text) => write!(f, "{text:?}"),
            Value::Bytes(bytes) => write!(f, "{} bytes", bytes.len()),
            Value::Array(items) | Value::Set(items) => f.debug_list().entries(items).finish(),
            Value::Object(fields) => f.debug_map().entries(fields.iter().map(|(k, v)| (k, v))).finish(),
            Value::Handle(handle) => write!(f, "#{handle}"),
            Value::Some(inner) | Value::Opaque(inner) => inner.fmt(f),
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Str(text.to_owned())
    }
}

impl From<bool> for Value {
    fn from(b: bool) -> Value {
        Value::Bool(b)
    }
}

impl From<u64> for Value {
    fn from(n: u64) -> Value {
        Value::Uint(n.into())
    }
}

impl From<i64> for Value {
    fn from(n: i64) -> Value {
        signed(n.into())
    }
}

impl From<f64> for Value {
    fn from(n: f64) -> Value {
        Value::Float(n)
    }
}
