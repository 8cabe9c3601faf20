//! The format in which arguments go to a worker and results come back: tagged, little-endian, self-describing, so that
//! synth needs no types to read it. `harness/rt/` holds the other end.

use base64::Engine;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde_json::{Map, Number, Value, json};

const NULL: u8 = 0;
const FALSE: u8 = 1;
const TRUE: u8 = 2;
const UINT: u8 = 3;
const INT: u8 = 4;
const UINT128: u8 = 5;
const INT128: u8 = 6;
const FLOAT: u8 = 7;
const STR: u8 = 8;
const BYTES: u8 = 9;
const ARRAY: u8 = 10;
const SET: u8 = 11;
const OBJECT: u8 = 12;
const HANDLE: u8 = 13;
const PATH: u8 = 14;
const SOME: u8 = 15;
const OPAQUE: u8 = 16;
/// How a value is written of which nothing can be seen; other values may hold these bytes too.
pub const UNSEEN: [u8; 2] = [OPAQUE, NULL];

/// Writes a trace value. `Err` names a special form that is not one.
pub fn encode(value: &Value, out: &mut Vec<u8>) -> Result<(), String> {
    match value {
        Value::Null => out.push(NULL),
        Value::Bool(b) => out.push(if *b { TRUE } else { FALSE }),
        Value::Number(n) => number(n, out),
        Value::String(s) => block(STR, s.as_bytes(), out),
        Value::Array(items) => {
            length(ARRAY, items.len(), out);
            items.iter().try_for_each(|i| encode(i, out))?;
        }
        Value::Object(map) => match special(map) {
            Some((form, inner)) => return encode_special(form, inner, out),
            None => {
                length(OBJECT, map.len(), out);
                for (key, value) in map {
                    out.extend((key.len() as u32).to_le_bytes());
                    out.extend(key.as_bytes());
                    encode(value, out)?;
                }
            }
        },
    }
    Ok(())
}

fn special(map: &Map<String, Value>) -> Option<(&str, &Value)> {
    let (key, value) = map.iter().next()?;
    (map.len() == 1 && key.starts_with('$')).then_some((key.as_str(), value))
}

fn encode_special(form: &str, inner: &Value, out: &mut Vec<u8>) -> Result<(), String> {
    match (form, inner) {
        ("$handle", Value::Number(n)) => {
            let n = n.as_u64().and_then(|n| u32::try_from(n).ok()).ok_or("\"$handle\" must hold a handle number")?;
            out.push(HANDLE);
            out.extend(n.to_le_bytes());
        }
        ("$path", Value::String(path)) => block(PATH, path.as_bytes(), out),
        ("$base64", Value::String(text)) => {
            block(BYTES, &from_base64(text).ok_or("\"$base64\" does not hold base64")?, out)
        }
        ("$some", value) => {
            out.push(SOME);
            encode(value, out)?;
        }
        _ => return Err(format!("`{{\"{form}\":…}}` is not a form that an argument can have")),
    }
    Ok(())
}

fn number(n: &Number, out: &mut Vec<u8>) {
    if let Some(v) = n.as_u64() {
        out.push(UINT);
        out.extend(v.to_le_bytes());
    } else if let Some(v) = n.as_i64() {
        out.push(INT);
        out.extend(v.to_le_bytes());
    } else if let Ok(v) = n.to_string().parse::<u128>() {
        out.push(UINT128);
        out.extend(v.to_le_bytes());
    } else if let Ok(v) = n.to_string().parse::<i128>() {
        out.push(INT128);
        out.extend(v.to_le_bytes());
    } else {
        out.push(FLOAT);
        out.extend(n.to_string().parse::<f64>().unwrap_or(f64::NAN).to_le_bytes());
    }
}

fn length(tag: u8, n: usize, out: &mut Vec<u8>) {
    out.push(tag);
    out.extend((n as u32).to_le_bytes());
}

fn block(tag: u8, bytes: &[u8], out: &mut Vec<u8>) {
    length(tag, bytes.len(), out);
    out.extend(bytes);
}

/// Reads one value off the front. Bytes come back as `{"$base64":…}`, sets as `{"$set":[…]}`, a present `Option` as
/// `{"$some":…}`, a value with private fields as `{"$opaque":…}`, a handle as `{"$new":n}`. `None`: not the format.
pub fn decode(bytes: &mut &[u8]) -> Option<Value> {
    Some(match take::<1>(bytes)?[0] {
        NULL => Value::Null,
        FALSE => Value::Bool(false),
        TRUE => Value::Bool(true),
        UINT => u64::from_le_bytes(take(bytes)?).into(),
        INT => i64::from_le_bytes(take(bytes)?).into(),
        UINT128 => Value::Number(u128::from_le_bytes(take(bytes)?).to_string().parse().ok()?),
        INT128 => Value::Number(i128::from_le_bytes(take(bytes)?).to_string().parse().ok()?),
        FLOAT => float(f64::from_le_bytes(take(bytes)?)),
        STR | PATH => Value::String(text(bytes)?),
        BYTES => json!({"$base64": to_base64(&taken(bytes)?)}),
        ARRAY => items(bytes)?,
        SET => json!({"$set": items(bytes)?}),
        OBJECT => {
            let n = u32::from_le_bytes(take(bytes)?);
            let fields: Option<Map<String, Value>> = (0..n).map(|_| Some((text(bytes)?, decode(bytes)?))).collect();
            Value::Object(fields?)
        }
        HANDLE => json!({"$new": u32::from_le_bytes(take(bytes)?)}),
        SOME => json!({"$some": decode(bytes)?}),
        OPAQUE => json!({"$opaque": decode(bytes)?}),
        _ => return None,
    })
}

fn items(bytes: &mut &[u8]) -> Option<Value> {
    let n = u32::from_le_bytes(take(bytes)?);
    (0..n).map(|_| decode(bytes)).collect::<Option<Vec<Value>>>().map(Value::Array)
}

fn float(v: f64) -> Value {
    match Number::from_f64(v) {
        Some(n) => Value::Number(n),
        None if v.is_nan() => "NaN".into(),
        None => if v > 0.0 { "inf" } else { "-inf" }.into(),
    }
}

fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (head, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(*head)
}

fn taken(bytes: &mut &[u8]) -> Option<Vec<u8>> {
    let n = u32::from_le_bytes(take(bytes)?) as usize;
    let (head, rest) = bytes.split_at_checked(n)?;
    *bytes = rest;
    Some(head.to_vec())
}

fn text(bytes: &mut &[u8]) -> Option<String> {
    String::from_utf8(taken(bytes)?).ok()
}

/// Whether a recorded value is what the worker saw, given the freedom of the trace format: bytes as a string, an array
/// or base64; `Option` as null or the value; sets and maps in any order; values with private fields as anything.
pub fn same(recorded: &Value, seen: &Value) -> bool {
    match (recorded, seen) {
        (_, Value::Object(o)) if o.len() == 1 && o.contains_key("$opaque") => true,
        (Value::Object(r), Value::Object(s)) if r.contains_key("$base64") && s.contains_key("$base64") => r == s,
        (_, Value::Object(s)) if s.len() == 1 && s.contains_key("$some") => {
            let inner = recorded.as_object().and_then(|r| r.get("$some")).unwrap_or(recorded);
            same(inner, &s["$some"])
        }
        (_, Value::Object(s)) if s.len() == 1 && s.contains_key("$base64") => {
            s["$base64"].as_str().and_then(from_base64).is_some_and(|bytes| same_bytes(recorded, &bytes))
        }
        (Value::Array(r), Value::Object(s)) if s.len() == 1 && s.contains_key("$set") => {
            s["$set"].as_array().is_some_and(|s| same_multiset(r, s))
        }
        (Value::Array(r), Value::Array(s)) => r.len() == s.len() && r.iter().zip(s).all(|(r, s)| same(r, s)),
        (Value::Object(r), Value::Object(s)) => {
            r.len() == s.len() && r.iter().all(|(k, r)| s.get(k).is_some_and(|s| same(r, s)))
        }
        (Value::Number(r), Value::Number(s)) => same_number(r, s),
        // 128-bit integers are recorded as strings.
        (Value::String(r), Value::Number(s)) => *r == s.to_string(),
        (r, s) => r == s,
    }
}

fn same_bytes(recorded: &Value, bytes: &[u8]) -> bool {
    match recorded {
        Value::String(s) => s.as_bytes() == bytes,
        Value::Array(items) => {
            items.len() == bytes.len() && items.iter().zip(bytes).all(|(i, b)| i.as_u64() == Some(u64::from(*b)))
        }
        Value::Object(o) => o.get("$base64").and_then(Value::as_str).and_then(from_base64).as_deref() == Some(bytes),
        _ => false,
    }
}

fn same_multiset(recorded: &[Value], seen: &[Value]) -> bool {
    let mut left: Vec<&Value> = seen.iter().collect();
    recorded.len() == seen.len()
        && recorded.iter().all(|r| match left.iter().position(|s| same(r, s)) {
            Some(at) => {
                left.swap_remove(at);
                true
            }
            None => false,
        })
}

fn same_number(recorded: &Number, seen: &Number) -> bool {
    if recorded == seen {
        return true;
    }
    match (recorded.as_f64(), seen.as_f64()) {
        // An `f32` is recorded with the few digits that tell it from its neighbours, and seen widened.
        (Some(r), Some(s)) if seen.to_string().contains(['.', 'e']) => r == s || f64::from(r as f32) == s,
        _ => false,
    }
}

/// Standard base64; padding is written and need not be read.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// What stands in `{"$base64":…}` for bytes.
pub fn to_base64(bytes: &[u8]) -> String {
    BASE64.encode(bytes)
}

/// The bytes of `{"$base64":…}`.
pub fn from_base64(text: &str) -> Option<Vec<u8>> {
    BASE64.decode(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_there_and_back_are_the_same() {
        for text in [
            "null",
            "[1,-2,true]",
            r#"{"a":"b"}"#,
            "18446744073709551615",
            "340282366920938463463374607431768211455",
            "1.5",
        ] {
            let value: Value = serde_json::from_str(text).unwrap();
            let mut bytes = Vec::new();
            encode(&value, &mut bytes).unwrap();
            assert_eq!(decode(&mut &bytes[..]), Some(value));
        }
    }

    #[test]
    fn the_freedom_of_the_format_is_not_a_difference() {
        assert!(same(&json!("ab"), &json!({"$base64": "YWI="})));
        assert!(same(&json!([97, 98]), &json!({"$base64": "YWI="})));
        assert!(same(&json!(3), &json!({"$some": 3})));
        assert!(same(&json!({"$some": null}), &json!({"$some": null})));
        assert!(same(&json!([2, 1]), &json!({"$set": [1, 2]})));
        assert!(same(&json!({"$new": 0}), &json!({"$opaque": null})));
        assert!(same(&json!(0.1), &json!(f64::from(0.1f32))));
    }

    #[test]
    fn a_difference_is_seen() {
        assert!(!same(&json!([1, 1]), &json!({"$set": [1, 2]})));
        assert!(!same(&json!(null), &json!({"$some": 3})));
        assert!(!same(&json!({"Ok": 3}), &json!({"Err": 3})));
        assert!(!same(&json!(3), &json!(4)));
        assert!(!same(&json!(0.1), &json!(0.2)));
    }
}
