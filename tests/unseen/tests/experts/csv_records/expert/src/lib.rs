//! One scanner that lends fields out; only those with doubled quotes are put together.

use memchr::memchr;
use std::borrow::Cow;

/// Calls `f` with each field and whether it is the last of its record.
#[inline]
fn each_field<'a>(text: &'a str, mut f: impl FnMut(Cow<'a, str>, bool)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut first = true;
    loop {
        let mut field = Cow::Borrowed("");
        if bytes.get(at) == Some(&b'"') {
            at += 1;
            loop {
                let length = memchr(b'"', &bytes[at..]).unwrap_or(bytes.len() - at);
                let piece = &text[at..at + length];
                at = (at + length + 1).min(bytes.len());
                if field.is_empty() {
                    field = Cow::Borrowed(piece);
                } else {
                    field.to_mut().push_str(piece);
                }
                if bytes.get(at) != Some(&b'"') {
                    break;
                }
                field.to_mut().push('"');
                at += 1;
            }
        }
        let start = at;
        while at < bytes.len() && bytes[at] != b',' && bytes[at] != b'\n' {
            at += 1;
        }
        let end = bytes.get(at).copied();
        let mut piece = &text[start..at];
        if end == Some(b'\n') {
            piece = piece.strip_suffix('\r').unwrap_or(piece);
        }
        if field.is_empty() {
            field = Cow::Borrowed(piece);
        } else if !piece.is_empty() {
            field.to_mut().push_str(piece);
        }
        let last = end != Some(b',');
        if !(first && last && field.is_empty()) {
            f(field, last);
        }
        first = last;
        if end.is_none() {
            return;
        }
        at += 1;
    }
}

pub fn parse(text: &str) -> Vec<Vec<String>> {
    let mut records: Vec<Vec<String>> = Vec::new();
    let mut record: Vec<String> = Vec::new();
    each_field(text, |field, last| {
        record.push(field.into_owned());
        if last {
            let width = record.len();
            records.push(std::mem::replace(&mut record, Vec::with_capacity(width)));
        }
    });
    records
}

#[inline]
fn each_of_column<'a>(text: &'a str, index: usize, mut f: impl FnMut(Cow<'a, str>)) {
    let mut at = 0;
    each_field(text, |field, last| {
        if at == index {
            f(field);
        }
        at = if last { 0 } else { at + 1 };
    });
}

pub fn column(text: &str, index: usize) -> Vec<String> {
    let mut fields = Vec::new();
    each_of_column(text, index, |field| fields.push(field.into_owned()));
    fields
}

pub fn column_sum(text: &str, index: usize) -> i64 {
    let mut sum = 0;
    each_of_column(text, index, |field| {
        if let Ok(number) = field.trim().parse::<i32>() {
            sum += i64::from(number);
        }
    });
    sum
}
