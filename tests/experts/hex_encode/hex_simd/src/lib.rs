//! The seed's encoder by hex-simd.

pub fn encode(bytes: &[u8]) -> String {
    hex_simd::encode_to_string(bytes, hex_simd::AsciiCase::Lower)
}
