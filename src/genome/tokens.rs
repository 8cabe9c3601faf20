//! Rust text as tokens: enough to compare texts and to cut them where a reader would.
//! It knows no grammar, never fails, and keeps nothing.

use std::ops::Range;

/// The byte ranges of the tokens of `text`, without white space and comments.
pub fn tokens(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let end = skip(bytes, at).max(at + 1);
        let blank = bytes[at].is_ascii_whitespace() || bytes[at..].starts_with(b"//") || bytes[at..].starts_with(b"/*");
        if !blank {
            found.push(at..end);
        }
        at = end;
    }
    found
}

/// The same as texts.
pub fn words(text: &str) -> Vec<&str> {
    tokens(text).into_iter().map(|range| &text[range]).collect()
}

/// The end of the token, comment or white space that begins at `at`.
fn skip(bytes: &[u8], at: usize) -> usize {
    let rest = &bytes[at..];
    let run = |from: usize, keep: fn(u8) -> bool| at + from + rest[from..].iter().take_while(|b| keep(**b)).count();
    match rest {
        [b'/', b'/', ..] => run(0, |b| b != b'\n'),
        [b'/', b'*', ..] => block_comment(bytes, at),
        [b'"', ..] => quoted(bytes, at + 1, b'"'),
        [b'b' | b'c', b'"', ..] => quoted(bytes, at + 2, b'"'),
        [b'b', b'\'', ..] => quoted(bytes, at + 2, b'\''),
        [b'\'', b'\\', ..] => quoted(bytes, at + 1, b'\''),
        [b'\'', first, ..] => {
            let end = at + 1 + char_length(*first);
            if bytes.get(end) == Some(&b'\'') { end + 1 } else { run(1, is_word) }
        }
        [b'r' | b'b' | b'c', ..] if raw_hashes(rest).is_some() => raw(bytes, at),
        [b'0'..=b'9', ..] => number(bytes, at),
        [first, ..] if is_word(*first) => run(0, is_word),
        [first, ..] if first.is_ascii_whitespace() => run(0, |b| b.is_ascii_whitespace()),
        [first, ..] if is_operator(*first) => run(0, is_operator),
        _ => at + 1,
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

/// Operators are kept whole (`<<=`), so that a change of one is a change of all of it.
fn is_operator(byte: u8) -> bool {
    b"+-*%^!&|=<>:.@/".contains(&byte)
}

fn char_length(first: u8) -> usize {
    match first {
        0xf0.. => 4,
        0xe0.. => 3,
        0xc0.. => 2,
        _ => 1,
    }
}

fn block_comment(bytes: &[u8], at: usize) -> usize {
    let (mut depth, mut i) = (0, at);
    while i < bytes.len() {
        match &bytes[i..] {
            [b'/', b'*', ..] => (depth, i) = (depth + 1, i + 2),
            [b'*', b'/', ..] => (depth, i) = (depth - 1, i + 2),
            _ => i += 1,
        }
        if depth == 0 {
            break;
        }
    }
    i
}

fn quoted(bytes: &[u8], mut at: usize, quote: u8) -> usize {
    while at < bytes.len() && bytes[at] != quote {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    (at + 1).min(bytes.len())
}

/// Of `r#"`, `br##"`: the length of the prefix, and the number of hashes.
fn raw_hashes(rest: &[u8]) -> Option<(usize, usize)> {
    let prefix = rest.iter().take_while(|b| b"brc".contains(b)).count();
    let hashes = rest[prefix..].iter().take_while(|b| **b == b'#').count();
    let is_raw = rest[..prefix].ends_with(b"r") && rest.get(prefix + hashes) == Some(&b'"');
    is_raw.then_some((prefix, hashes))
}

fn raw(bytes: &[u8], at: usize) -> usize {
    let (prefix, hashes) = raw_hashes(&bytes[at..]).unwrap_or((1, 0));
    let end = [&b"\""[..], &b"#".repeat(hashes)].concat();
    let from = at + prefix + hashes + 1;
    let found = bytes[from..].windows(end.len()).position(|window| window == end);
    found.map_or(bytes.len(), |found| from + found + end.len())
}

/// A number with its suffix; `1.5` and `1e-9` are one token, `1..2` and `1.max(2)` are not.
fn number(bytes: &[u8], at: usize) -> usize {
    let digits = |from: usize| from + bytes[from..].iter().take_while(|b| is_word(**b)).count();
    let mut end = digits(at);
    if bytes.get(end) == Some(&b'.') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit) {
        end = digits(end + 1);
    }
    let decimal = !bytes[at..].starts_with(b"0x");
    if decimal && matches!(bytes[end - 1], b'e' | b'E') && matches!(bytes.get(end), Some(b'-' | b'+')) {
        end = digits(end + 1);
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        tokens(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn comments_and_white_space_are_not_tokens() {
        assert_eq!(split("a /* b /* c */ d */ + // e\n f"), ["a", "+", "f"]);
    }

    #[test]
    fn literals_are_one_token_each() {
        let text = r####"'a' '\'' 'é' b'x' "q\"r" r#"a"b"# br"x" 1.5e-9f64 0xE-1 1..2 'life b"\"" r#type"####;
        let want = ["'a'", "'\\''", "'é'", "b'x'", r#""q\"r""#, r###"r#"a"b"#"###, r#"br"x""#, "1.5e-9f64", "0xE", "-"];
        let rest = ["1", "1", "..", "2", "'life", r#"b"\"""#, "r", "#", "type"];
        assert_eq!(split(text), [&want[..], &rest[..]].concat());
    }

    #[test]
    fn operators_stay_whole() {
        assert_eq!(split("a>>=b&&!c"), ["a", ">>=", "b", "&&!", "c"]);
    }

    #[test]
    fn text_that_ends_within_a_token_is_no_panic() {
        for text in ["\"a\\", "/* a", "r#\"a", "'", "b'", "'\\", "1.", "1e", "é"] {
            assert!(tokens(text).iter().all(|range| range.end <= text.len()), "{text}");
        }
    }
}
