//! The seed's functions by itoa and atoi_simd.

pub fn format(number: u64) -> String {
    itoa::Buffer::new().format(number).to_string()
}

pub fn parse(text: &str) -> Option<u64> {
    atoi_simd::parse_pos(text.as_bytes()).ok()
}
