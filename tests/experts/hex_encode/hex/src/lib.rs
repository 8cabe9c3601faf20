//! The seed's encoder by hex.

pub fn encode(bytes: &[u8]) -> String {
    hex::encode(bytes)
}
