//! One pass over the bytes, no list of words. All that is looked at is ASCII.

/// Calls `f` with each word, as a slice of the identifier.
#[inline]
fn each_word<'a>(identifier: &'a str, mut f: impl FnMut(&'a str)) {
    let bytes = identifier.as_bytes();
    let mut start = 0;
    let mut small = false;
    for (i, &byte) in bytes.iter().enumerate() {
        if matches!(byte, b'_' | b'-' | b' ') {
            if i > start {
                f(&identifier[start..i]);
            }
            start = i + 1;
            small = false;
        } else {
            if small && byte.is_ascii_uppercase() {
                f(&identifier[start..i]);
                start = i;
            }
            small = byte.is_ascii_lowercase() || byte.is_ascii_digit();
        }
    }
    if start < bytes.len() {
        f(&identifier[start..]);
    }
}

pub fn words(identifier: &str) -> Vec<String> {
    let mut result = Vec::new();
    each_word(identifier, |word| result.push(word.to_string()));
    result
}

fn snake_into(out: &mut String, identifier: &str) {
    let mut small = false;
    let mut gap = false;
    let begin = out.len();
    let mut from = 0;
    let bytes = identifier.as_bytes();
    for (i, &byte) in bytes.iter().enumerate() {
        if matches!(byte, b'_' | b'-' | b' ') {
            out.push_str(&identifier[from..i]);
            from = i + 1;
            gap = out.len() > begin;
            small = false;
            continue;
        }
        let upper = byte.is_ascii_uppercase();
        if gap || (small && upper) {
            out.push_str(&identifier[from..i]);
            from = i;
            out.push('_');
            gap = false;
        }
        small = byte.is_ascii_lowercase() || byte.is_ascii_digit();
    }
    out.push_str(&identifier[from..]);
    out[begin..].make_ascii_lowercase();
}

fn pascal_into(out: &mut String, identifier: &str) {
    each_word(identifier, |word| {
        let at = out.len();
        out.push_str(word);
        let added = &mut out[at..];
        added.make_ascii_lowercase();
        if let Some(first) = added.get_mut(..1) {
            first.make_ascii_uppercase();
        }
    });
}

pub fn to_snake(identifier: &str) -> String {
    let mut out = String::with_capacity(identifier.len() + 8);
    snake_into(&mut out, identifier);
    out
}

pub fn to_pascal(identifier: &str) -> String {
    let mut out = String::with_capacity(identifier.len());
    pascal_into(&mut out, identifier);
    out
}

pub fn snake_lines(list: &str) -> String {
    let mut out = String::with_capacity(list.len() + list.len() / 4 + 1);
    for line in list.lines() {
        snake_into(&mut out, line);
        out.push('\n');
    }
    out
}

pub fn pascal_lines(list: &str) -> String {
    let mut out = String::with_capacity(list.len() + 1);
    for line in list.lines() {
        pascal_into(&mut out, line);
        out.push('\n');
    }
    out
}
