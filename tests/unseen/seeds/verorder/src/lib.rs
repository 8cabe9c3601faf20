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

/// Reads a version like `1.4.0-beta.2+build5`; a leading `v` is allowed.
pub fn parse(text: &str) -> Result<Version, VersionError> {
    let text = text.trim().to_string();
    let text = text.strip_prefix('v').unwrap_or(&text).to_string();
    let without_build = text.split('+').next().unwrap_or("").to_string();
    let (core, pre) = match without_build.find('-') {
        Some(dash) => (
            without_build[..dash].to_string(),
            Some(without_build[dash + 1..].to_string()),
        ),
        None => (without_build.clone(), None),
    };

    let parts: Vec<String> = core.split('.').map(|part| part.to_string()).collect();
    if parts.len() != 3 {
        return Err(VersionError::WrongParts);
    }
    let mut numbers = Vec::new();
    for part in &parts {
        numbers.push(parse_number(part)?);
    }

    let mut identifiers = Vec::new();
    if let Some(pre) = pre {
        for identifier in pre.split('.') {
            let fine = identifier.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
            if identifier.is_empty() || !fine {
                return Err(VersionError::BadIdentifier(identifier.to_string()));
            }
            identifiers.push(identifier.to_string());
        }
    }
    Ok(Version { major: numbers[0], minor: numbers[1], patch: numbers[2], pre: identifiers })
}

fn parse_number(text: &str) -> Result<u64, VersionError> {
    let bad = VersionError::BadNumber(text.to_string());
    if text.is_empty() || !text.chars().all(|c| c.is_ascii_digit()) {
        return Err(bad);
    }
    if text.len() > 1 && text.starts_with('0') {
        return Err(bad);
    }
    text.parse::<u64>().map_err(|_| bad)
}

/// Orders two parsed versions: a pre-release comes before its release.
fn order(a: &Version, b: &Version) -> Ordering {
    let left = vec![a.major, a.minor, a.patch];
    let right = vec![b.major, b.minor, b.patch];
    if left != right {
        return left.cmp(&right);
    }
    if a.pre.is_empty() || b.pre.is_empty() {
        return a.pre.is_empty().cmp(&b.pre.is_empty());
    }
    for (x, y) in a.pre.iter().zip(b.pre.iter()) {
        let by_number = match (x.parse::<u64>(), y.parse::<u64>()) {
            (Ok(m), Ok(n)) => m.cmp(&n),
            (Ok(_), Err(_)) => Ordering::Less,
            (Err(_), Ok(_)) => Ordering::Greater,
            (Err(_), Err(_)) => x.cmp(y),
        };
        if by_number != Ordering::Equal {
            return by_number;
        }
    }
    a.pre.len().cmp(&b.pre.len())
}

/// Compares two versions; none if one of them is malformed.
pub fn compare(a: &str, b: &str) -> Option<Ordering> {
    match (parse(a), parse(b)) {
        (Ok(a), Ok(b)) => Some(order(&a, &b)),
        _ => None,
    }
}

/// Sorts from the oldest to the newest. Equal versions keep their order, malformed texts go
/// behind all versions in the order they came.
pub fn sort(versions: &[String]) -> Vec<String> {
    let mut sorted = versions.to_vec();
    sorted.sort_by(|a, b| match compare(a, b) {
        Some(ordering) => ordering,
        None => parse(a).is_err().cmp(&parse(b).is_err()),
    });
    sorted
}

/// Does the version meet one condition: `^1.2.3`, `~1.2.3`, `>=1.2.3`, `<1.2.3`, `1.2.3`, `*`?
fn meets(version: &str, condition: &str) -> bool {
    let condition = condition.trim();
    if condition == "*" {
        return parse(version).map(|v| v.pre.is_empty()).unwrap_or(false);
    }
    for operator in ["^", "~", ">=", "<"] {
        if let Some(rest) = condition.strip_prefix(operator) {
            let (have, want) = match (parse(version), parse(rest)) {
                (Ok(have), Ok(want)) => (have, want),
                _ => return false,
            };
            let reached = order(&have, &want) != Ordering::Less;
            return match operator {
                "^" if want.major > 0 => reached && have.major == want.major,
                "^" | "~" => reached && have.major == want.major && have.minor == want.minor,
                ">=" => reached,
                _ => !reached,
            };
        }
    }
    compare(version, condition) == Some(Ordering::Equal)
}

/// The newest of the versions that meets all conditions of the requirement, which are
/// separated by commas. Of equal ones the last is taken.
pub fn latest(versions: &[String], requirement: &str) -> Option<String> {
    let fitting: Vec<String> = versions
        .iter()
        .filter(|version| parse(version).is_ok())
        .filter(|version| requirement.split(',').all(|condition| meets(version, condition)))
        .cloned()
        .collect();
    sort(&fitting).last().cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|t| t.to_string()).collect()
    }

    #[test]
    fn orders() {
        assert_eq!(compare("1.0.0-rc.2", "v1.0.0-rc.10"), Some(Ordering::Less));
        assert_eq!(compare("1.0.0", "1.0.0-rc"), Some(Ordering::Greater));
        assert_eq!(compare("1.0", "1.0.0"), None);
        assert_eq!(
            sort(&list(&["2.0.0", "x", "1.10.0", "1.9.0"])),
            list(&["1.9.0", "1.10.0", "2.0.0", "x"])
        );
    }

    #[test]
    fn requirements() {
        let all = list(&["1.2.0", "1.4.1", "2.0.0", "1.4.0", "0.3.9", "0.4.0"]);
        assert_eq!(latest(&all, "^1.2.0"), Some("1.4.1".to_string()));
        assert_eq!(latest(&all, "^0.3.0"), Some("0.3.9".to_string()));
        assert_eq!(latest(&all, ">=1.0.0, <1.4.1"), Some("1.4.0".to_string()));
        assert_eq!(latest(&all, ">3"), None);
    }
}
