//! The seed's functions by itoa and atoi.

use atoi::FromRadix10Checked;

pub fn format(number: u64) -> String {
    itoa::Buffer::new().format(number).to_string()
}

pub fn parse(text: &str) -> Option<u64> {
    match u64::from_radix_10_checked(text.as_bytes()) {
        (number, length) if length == text.len() && length > 0 => number,
        _ => None,
    }
}
