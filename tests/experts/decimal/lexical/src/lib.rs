//! The seed's functions by itoa and lexical-parse-integer.

use lexical_parse_integer::FromLexical;

pub fn format(number: u64) -> String {
    itoa::Buffer::new().format(number).to_string()
}

pub fn parse(text: &str) -> Option<u64> {
    // It allows for a sign.
    if text.starts_with('+') {
        None
    } else {
        u64::from_lexical(text.as_bytes()).ok()
    }
}
