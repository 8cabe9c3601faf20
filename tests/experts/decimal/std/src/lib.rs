//! The seed's functions by the standard library.

pub fn format(number: u64) -> String {
    number.to_string()
}

pub fn parse(text: &str) -> Option<u64> {
    // The standard library allows for a sign.
    if text.starts_with('+') {
        None
    } else {
        text.parse().ok()
    }
}
