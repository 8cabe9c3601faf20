//! Turns identifiers from one convention into another.

/// Splits an identifier into words: at `_`, `-` and spaces, and before an upper-case letter that
/// follows a lower-case letter or a digit.
pub fn words(identifier: &str) -> Vec<String> {
    let mut result = Vec::new();
    let mut current = String::new();
    let mut previous: Option<char> = None;
    for c in identifier.chars() {
        if c == '_' || c == '-' || c == ' ' {
            if !current.is_empty() {
                result.push(current.clone());
                current.clear();
            }
        } else {
            let after_small = previous.map_or(false, |p| p.is_ascii_lowercase() || p.is_ascii_digit());
            if c.is_ascii_uppercase() && after_small && !current.is_empty() {
                result.push(current.clone());
                current.clear();
            }
            current.push(c);
        }
        previous = Some(c);
    }
    if !current.is_empty() {
        result.push(current);
    }
    result
}

/// A word with its first letter large and the others small.
fn capitalize(word: &str) -> String {
    let mut chars = word.chars();
    match chars.next() {
        None => String::new(),
        Some(first) => format!("{}{}", first.to_ascii_uppercase(), chars.as_str().to_ascii_lowercase()),
    }
}

/// `likeThis` to `like_this`.
pub fn to_snake(identifier: &str) -> String {
    words(identifier).iter().map(|word| word.to_ascii_lowercase()).collect::<Vec<_>>().join("_")
}

/// `like_this` to `LikeThis`.
pub fn to_pascal(identifier: &str) -> String {
    words(identifier).iter().map(|word| capitalize(word)).collect::<Vec<_>>().concat()
}

/// Rewrites each line of a list of identifiers as snake case.
pub fn snake_lines(list: &str) -> String {
    let mut out = String::new();
    for line in list.lines() {
        out = out + &to_snake(line) + "\n";
    }
    out
}

/// Rewrites each line of a list of identifiers as Pascal case.
pub fn pascal_lines(list: &str) -> String {
    list.lines().map(|line| format!("{}\n", to_pascal(line))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splitting() {
        assert_eq!(words("maxLineLength"), ["max", "Line", "Length"]);
        assert_eq!(words("__HTTP-status code2Name"), ["HTTP", "status", "code2", "Name"]);
        assert!(words("_-_").is_empty());
    }

    #[test]
    fn conversions() {
        assert_eq!(to_snake("userIDCount"), "user_idcount");
        assert_eq!(to_pascal("user_id count"), "UserIdCount");
    }

    #[test]
    fn lists() {
        assert_eq!(snake_lines("fooBar\n\nBaz"), "foo_bar\n\nbaz\n");
        assert_eq!(pascal_lines("foo_bar\r\nbaz"), "FooBar\nBaz\n");
    }
}
