//! Patterns for paths: `?` and `[a-z]` stand for one character and `*` for any number of them,
//! none of which is a slash; `**` stands for anything. `[!...]` excludes, `\` quotes.

/// Why a pattern is wrong; the number is the place of the character.
#[derive(Debug, Clone, PartialEq)]
pub enum PatternError {
    /// A bracket is not closed or holds nothing.
    Bracket(usize),
    /// There is nothing behind the backslash.
    Backslash(usize),
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Literal(char),
    AnyOne,
    Within(bool, Vec<(char, char)>),
    Star,
    DoubleStar,
}

impl Token {
    fn takes(&self, c: char) -> bool {
        match self {
            Token::Literal(wanted) => *wanted == c,
            Token::AnyOne | Token::Star => c != '/',
            Token::Within(negated, ranges) => {
                let inside = ranges.iter().any(|(low, high)| *low <= c && c <= *high);
                c != '/' && inside != *negated
            }
            Token::DoubleStar => true,
        }
    }
}

fn tokenize(pattern: &str) -> Result<Vec<Token>, PatternError> {
    let chars: Vec<char> = pattern.chars().collect();
    let mut tokens = Vec::new();
    let mut i = 0;
    while i < chars.len() {
        match chars[i] {
            '*' if chars.get(i + 1) == Some(&'*') => {
                tokens.push(Token::DoubleStar);
                i += 2;
            }
            '*' => {
                tokens.push(Token::Star);
                i += 1;
            }
            '?' => {
                tokens.push(Token::AnyOne);
                i += 1;
            }
            '\\' => {
                let quoted = chars.get(i + 1).ok_or(PatternError::Backslash(i))?;
                tokens.push(Token::Literal(*quoted));
                i += 2;
            }
            '[' => {
                let length = chars[i..].iter().position(|c| *c == ']').ok_or(PatternError::Bracket(i))?;
                let mut inner = chars[i + 1..i + length].to_vec();
                let negated = inner.first() == Some(&'!');
                if negated {
                    inner.remove(0);
                }
                if inner.is_empty() {
                    return Err(PatternError::Bracket(i));
                }
                let mut ranges = Vec::new();
                let mut k = 0;
                while k < inner.len() {
                    if k + 2 < inner.len() && inner[k + 1] == '-' {
                        ranges.push((inner[k], inner[k + 2]));
                        k += 3;
                    } else {
                        ranges.push((inner[k], inner[k]));
                        k += 1;
                    }
                }
                tokens.push(Token::Within(negated, ranges));
                i += length + 1;
            }
            c => {
                tokens.push(Token::Literal(c));
                i += 1;
            }
        }
    }
    Ok(tokens)
}

/// `table[i][j]` tells whether the first i tokens match the first j characters.
fn matches_tokens(tokens: &[Token], path: &str) -> bool {
    let chars: Vec<char> = path.chars().collect();
    let mut table = vec![vec![false; chars.len() + 1]; tokens.len() + 1];
    table[0][0] = true;
    for i in 0..tokens.len() {
        let repeated = matches!(tokens[i], Token::Star | Token::DoubleStar);
        for j in 0..chars.len() + 1 {
            table[i + 1][j] = if repeated {
                table[i][j] || (j > 0 && table[i + 1][j - 1] && tokens[i].takes(chars[j - 1]))
            } else {
                j > 0 && table[i][j - 1] && tokens[i].takes(chars[j - 1])
            };
        }
    }
    table[tokens.len()][chars.len()]
}

/// Does the pattern match the whole path?
pub fn matches(pattern: &str, path: &str) -> Result<bool, PatternError> {
    let tokens = tokenize(pattern)?;
    Ok(matches_tokens(&tokens, path))
}

/// The paths the pattern matches.
pub fn filter(pattern: &str, paths: &[String]) -> Result<Vec<String>, PatternError> {
    let mut found = Vec::new();
    tokenize(pattern)?;
    for path in paths {
        if matches(pattern, path)? {
            found.push(path.clone());
        }
    }
    Ok(found)
}

/// The paths that stay when a list of rules is applied: the last rule that matches decides. It
/// drops the path, or, with `!` before it, keeps it. Empty rules and those with `#` are skipped.
pub fn ignore(rules: &[&str], paths: &[String]) -> Result<Vec<String>, PatternError> {
    let mut kept = paths.to_vec();
    for rule in rules {
        let rule = rule.trim();
        if rule.is_empty() || rule.starts_with('#') {
            continue;
        }
        if let Some(pattern) = rule.strip_prefix('!') {
            let back = filter(pattern, paths)?;
            kept = paths.iter().filter(|p| kept.contains(p) || back.contains(p)).cloned().collect();
        } else {
            let dropped = filter(rule, paths)?;
            kept.retain(|path| !dropped.contains(path));
        }
    }
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matching() {
        assert_eq!(matches("src/*.rs", "src/lib.rs"), Ok(true));
        assert_eq!(matches("src/*.rs", "src/a/lib.rs"), Ok(false));
        assert_eq!(matches("src/**.rs", "src/a/lib.rs"), Ok(true));
        assert_eq!(matches("[!a-c]?\\*", "dx*"), Ok(true));
        assert_eq!(matches("a[", "a"), Err(PatternError::Bracket(1)));
        let paths: Vec<String> = ["a.o", "b.o", "c.c"].iter().map(|p| p.to_string()).collect();
        assert_eq!(ignore(&["# objects", "*.o", "!b.*"], &paths), Ok(paths[1..].to_vec()));
    }
}
