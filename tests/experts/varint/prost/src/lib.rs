//! The seed's decoder by prost.

pub fn decode(mut bytes: &[u8]) -> Option<Vec<u64>> {
    let mut numbers = Vec::with_capacity(bytes.len());
    while !bytes.is_empty() {
        numbers.push(prost::encoding::decode_varint(&mut bytes).ok()?);
    }
    Some(numbers)
}
