//! The seed's decoder by integer-encoding.

use integer_encoding::VarInt;

pub fn decode(mut bytes: &[u8]) -> Option<Vec<u64>> {
    let mut numbers = Vec::with_capacity(bytes.len());
    while !bytes.is_empty() {
        let (number, length) = u64::decode_var(bytes)?;
        numbers.push(number);
        bytes = &bytes[length..];
    }
    Some(numbers)
}
