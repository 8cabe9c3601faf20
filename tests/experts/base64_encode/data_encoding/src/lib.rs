//! The seed's encoder by data-encoding.

pub fn encode(bytes: &[u8]) -> String {
    data_encoding::BASE64.encode(bytes)
}
