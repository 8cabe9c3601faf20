//! Semantic versions: parsing, ordering, and choosing the latest one that meets a requirement.

use std::cmp::Ordering;

/// A parsed version. Build metadata is dropped.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    pub major: u64,
    pub minor: u64,
    pub patch: u64,
    /// The identifiers behind the dash, if any.
    pub pre: Vec<String>,
}

/// Why a text is no version.
#[derive(Debug, Clone, PartialEq)]
pub enum VersionError {
    /// There are not exactly three numbers.
    WrongParts,
    /// A number is empty, has another character, a leading zero, or is too large.
    BadNumber(String),
    /// A pre-release identifier is empty or has a forbidden character.
    BadIdentifier(String),
}

/// A checked version that borrows its text; the release has no `pre`.
#[derive(Clone, Copy)]
struct Key<'a> {
    core: [u64; 3],
    pre: Option<&'a str>,
}

enum Fault<'a> {
    Parts,
    Number(&'a str),
    Identifier(&'a str),
}

fn number(text: &str) -> Option<u64> {
    let bytes = text.as_bytes();
    if bytes.is_empty() || bytes.len() > 20 || (bytes.len() > 1 && bytes[0] == b'0') {
        return None;
    }
    let mut value = 0u64;
    for &byte in bytes {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        value = value.checked_mul(10)?.checked_add(digit as u64)?;
    }
    Some(value)
}

fn read(text: &str) -> Result<Key<'_>, Fault<'_>> {
    let text = text.trim();
    let text = text.strip_prefix('v').unwrap_or(text);
    let mut dots = [0usize; 2];
    let mut count = 0;
    let mut dash = None;
    let mut end = text.len();
    for (i, &byte) in text.as_bytes().iter().enumerate() {
        match byte {
            b'.' if dash.is_none() => {
                if count < 2 {
                    dots[count] = i;
                }
                count += 1;
            }
            b'-' if dash.is_none() => dash = Some(i),
            b'+' => {
                end = i;
                break;
            }
            _ => {}
        }
    }
    if count != 2 {
        return Err(Fault::Parts);
    }
    let parts = [
        &text[..dots[0]],
        &text[dots[0] + 1..dots[1]],
        &text[dots[1] + 1..dash.unwrap_or(end)],
    ];
    let mut core = [0; 3];
    for (value, part) in core.iter_mut().zip(parts) {
        *value = number(part).ok_or(Fault::Number(part))?;
    }
    let pre = dash.map(|dash| &text[dash + 1..end]);
    if let Some(pre) = pre {
        for identifier in pre.split('.') {
            let fine = identifier.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
            if identifier.is_empty() || !fine {
                return Err(Fault::Identifier(identifier));
            }
        }
    }
    Ok(Key { core, pre })
}

/// Reads a version like `1.4.0-beta.2+build5`; a leading `v` is allowed.
pub fn parse(text: &str) -> Result<Version, VersionError> {
    match read(text) {
        Ok(Key { core: [major, minor, patch], pre }) => {
            let pre = pre.map_or(Vec::new(), |pre| pre.split('.').map(str::to_string).collect());
            Ok(Version { major, minor, patch, pre })
        }
        Err(Fault::Parts) => Err(VersionError::WrongParts),
        Err(Fault::Number(part)) => Err(VersionError::BadNumber(part.to_string())),
        Err(Fault::Identifier(part)) => Err(VersionError::BadIdentifier(part.to_string())),
    }
}

fn order_pre(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a.split('.'), b.split('.'));
    loop {
        let (x, y) = match (left.next(), right.next()) {
            (None, None) => return Ordering::Equal,
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(x), Some(y)) => (x, y),
        };
        let ordering = match (x.parse::<u64>(), y.parse::<u64>()) {
            (Ok(m), Ok(n)) => m.cmp(&n),
            (Ok(_), Err(_)) => Ordering::Less,
            (Err(_), Ok(_)) => Ordering::Greater,
            (Err(_), Err(_)) => x.cmp(y),
        };
        if ordering != Ordering::Equal {
            return ordering;
        }
    }
}

fn order(a: &Key, b: &Key) -> Ordering {
    a.core.cmp(&b.core).then_with(|| match (a.pre, b.pre) {
        (None, None) => Ordering::Equal,
        (None, Some(_)) => Ordering::Greater,
        (Some(_), None) => Ordering::Less,
        (Some(x), Some(y)) => order_pre(x, y),
    })
}

/// Compares two versions; none if one of them is malformed.
pub fn compare(a: &str, b: &str) -> Option<Ordering> {
    Some(order(&read(a).ok()?, &read(b).ok()?))
}

/// Sorts from the oldest to the newest. Equal versions keep their order, malformed texts go
/// behind all versions in the order they came.
pub fn sort(versions: &[String]) -> Vec<String> {
    let mut keyed = Vec::with_capacity(versions.len());
    let mut malformed = Vec::new();
    for text in versions {
        match read(text) {
            Ok(key) => keyed.push((key, text)),
            Err(_) => malformed.push(text),
        }
    }
    keyed.sort_by(|a, b| order(&a.0, &b.0));
    let mut sorted = Vec::with_capacity(versions.len());
    sorted.extend(keyed.iter().map(|(_, text)| text.to_string()));
    sorted.extend(malformed.iter().map(|text| text.to_string()));
    sorted
}

enum Condition<'a> {
    Release,
    Major(Key<'a>),
    Minor(Key<'a>),
    AtLeast(Key<'a>),
    Below(Key<'a>),
    Exactly(Key<'a>),
}

fn condition(text: &str) -> Option<Condition<'_>> {
    let text = text.trim();
    if text == "*" {
        return Some(Condition::Release);
    }
    let key = |rest| read(rest).ok();
    if let Some(rest) = text.strip_prefix('^') {
        key(rest).map(|k| if k.core[0] > 0 { Condition::Major(k) } else { Condition::Minor(k) })
    } else if let Some(rest) = text.strip_prefix('~') {
        key(rest).map(Condition::Minor)
    } else if let Some(rest) = text.strip_prefix(">=") {
        key(rest).map(Condition::AtLeast)
    } else if let Some(rest) = text.strip_prefix('<') {
        key(rest).map(Condition::Below)
    } else {
        key(text).map(Condition::Exactly)
    }
}

fn meets(have: &Key, condition: &Condition) -> bool {
    match condition {
        Condition::Release => have.pre.is_none(),
        Condition::Major(want) => have.core[0] == want.core[0] && order(have, want).is_ge(),
        Condition::Minor(want) => have.core[..2] == want.core[..2] && order(have, want).is_ge(),
        Condition::AtLeast(want) => order(have, want).is_ge(),
        Condition::Below(want) => order(have, want).is_lt(),
        Condition::Exactly(want) => order(have, want).is_eq(),
    }
}

/// The newest of the versions that meets all conditions of the requirement, which are
/// separated by commas. Of equal ones the last is taken.
pub fn latest(versions: &[String], requirement: &str) -> Option<String> {
    let conditions: Vec<Condition> = requirement.split(',').map(condition).collect::<Option<_>>()?;
    let mut best: Option<(Key, &String)> = None;
    for text in versions {
        let Ok(key) = read(text) else { continue };
        if best.as_ref().is_some_and(|(old, _)| order(&key, old).is_lt()) {
            continue;
        }
        if conditions.iter().all(|condition| meets(&key, condition)) {
            best = Some((key, text));
        }
    }
    best.map(|(_, text)| text.clone())
}
