//! Bytes as values of a trace, and back. As a list of numbers, each byte would be a value of its own: too much where thousands of
//! sessions are made. So what is made is text where it is UTF-8, else base64.

use serde_json::{Value, json};

use crate::replay::wire;

/// The bytes of a value in any of its spellings.
pub fn raw(value: &Value) -> Option<Vec<u8>> {
    match value {
        Value::String(text) => Some(text.as_bytes().to_vec()),
        Value::Array(items) => items.iter().map(|item| u8::try_from(item.as_u64()?).ok()).collect(),
        Value::Object(map) => wire::from_base64(map.get("$base64")?.as_str()?),
        _ => None,
    }
}

/// Bytes as a value.
pub fn packed(bytes: Vec<u8>) -> Value {
    match String::from_utf8(bytes) {
        Ok(text) => Value::String(text),
        Err(error) => json!({"$base64": wire::to_base64(error.as_bytes())}),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back_however_they_are_written() {
        for bytes in [&b"text"[..], &[0xff, 0], &[]] {
            assert_eq!(raw(&packed(bytes.to_vec())).as_deref(), Some(bytes));
            assert_eq!(raw(&json!(bytes)).as_deref(), Some(bytes));
        }
        assert_eq!(raw(&json!([256])), None);
    }
}
