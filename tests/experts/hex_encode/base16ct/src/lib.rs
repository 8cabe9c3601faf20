//! The seed's encoder by base16ct.

pub fn encode(bytes: &[u8]) -> String {
    base16ct::lower::encode_string(bytes)
}
