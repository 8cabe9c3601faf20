//! Tags of the wire format; `src/replay/wire.rs` holds the other end.

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
