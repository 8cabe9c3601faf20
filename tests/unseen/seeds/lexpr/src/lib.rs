//! Tokens of arithmetic: 'n'umbers, 'v'ariables, 'o'perators and 'p'arentheses.

/// The tokens, or `None` if something is not one.
pub fn tokens(s: &str) -> Option<Vec<(char, String)>> {
    let s: Vec<char> = s.chars().collect();
    let (mut i, mut out) = (0, vec![]);
    while i < s.len() {
        let from = i;
        match s[i] {
            c if c.is_whitespace() => i += 1,
            c if '.' == c || c.is_ascii_digit() => {
                while i < s.len() && ('.' == s[i] || s[i].is_ascii_digit()) {
                    i += 1;
                }
                let t: String = s[from..i].iter().collect();
                if "." == t || 1 < t.matches('.').count() {
                    return None;
                }
                out.push(('n', t));
            }
            c if '_' == c || c.is_alphabetic() => {
                while i < s.len() && ('_' == s[i] || s[i].is_alphanumeric()) {
                    i += 1;
                }
                out.push(('v', s[from..i].iter().collect()));
            }
            c if '(' == c || ')' == c => {
                out.push(('p', c.to_string()));
                i += 1;
            }
            c if "+-*/%^<>=,".contains(c) => {
                let two: String = s[i..s.len().min(i + 2)].iter().collect();
                i += match two.as_str() {
                    "**" | "<=" | ">=" | "==" => 2,
                    _ => 1,
                };
                out.push(('o', s[from..i].iter().collect()));
            }
            _ => return None,
        }
    }
    return Some(out);
}

/// The tokens with single spaces between them.
pub fn tidy(s: &str) -> Option<String> {
    return Some(tokens(s)?.into_iter().map(|(_, t)| t).collect::<Vec<_>>().join(" "));
}

/// The deepest nesting, if the parentheses match.
pub fn depth(s: &str) -> Option<usize> {
    let (mut now, mut max) = (0usize, 0);
    for (k, t) in tokens(s)? {
        match (k, t.as_str()) {
            ('p', "(") => now += 1,
            ('p', _) => now = now.checked_sub(1)?,
            _ => {}
        }
        max = now.max(max);
    }
    return if 0 == now { Some(max) } else { None };
}

fn rank(t: &str) -> Option<(u8, bool)> {
    return Some(match t {
        "^" | "**" => (4, true),
        "*" | "/" | "%" => (3, false),
        "+" | "-" => (2, false),
        "=" | "," | "(" => return None,
        _ => (1, false),
    });
}

/// Reverse Polish form; `None` for `=`, `,` and parentheses that do not match.
pub fn rpn(s: &str) -> Option<String> {
    let (mut ops, mut out): (Vec<String>, Vec<String>) = (vec![], vec![]);
    for (k, t) in tokens(s)? {
        match k {
            'o' => {
                let (p, right) = rank(&t)?;
                while ops.last().and_then(|o| rank(o)).is_some_and(|(q, _)| p < q || (p == q && !right)) {
                    out.extend(ops.pop());
                }
                ops.push(t);
            }
            'p' if "(" == t => ops.push(t),
            'p' => loop {
                match ops.pop()? {
                    o if "(" == o => break,
                    o => out.push(o),
                }
            },
            _ => out.push(t),
        }
    }
    if ops.iter().any(|o| "(" == o) {
        return None;
    }
    out.extend(ops.into_iter().rev());
    return Some(out.join(" "));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lexes() {
        let (k, t): (String, Vec<String>) = tokens("3.5*x_1<=(").unwrap().into_iter().unzip();
        assert_eq!(("novop", vec!["3.5", "*", "x_1", "<=", "("]), (k.as_str(), t.iter().map(|t| t.as_str()).collect()));
        assert_eq!((None, None, None), (tokens("1.2.3"), tokens("."), tokens("a ? b")));
    }

    #[test]
    fn orders() {
        assert_eq!(Some("a b c d ** ^ 2 * -".to_string()), rpn("a - b^(c**d)*2"));
        assert_eq!((Some(2), None), (depth("((1)) + (2)"), depth(")(")));
        assert_eq!(Some("1 + x".to_string()), tidy(" 1+x "));
    }
}
