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

enum Token {
    /// A byte of a quoted or plain character.
    Literal(u8),
    AnyOne,
    Within(bool, Vec<(char, char)>),
    Star,
    DoubleStar,
}

fn push_char(tokens: &mut Vec<Token>, c: char) {
    let mut buffer = [0; 4];
    tokens.extend(c.encode_utf8(&mut buffer).bytes().map(Token::Literal));
}

fn tokenize(pattern: &str) -> Result<Vec<Token>, PatternError> {
    let mut tokens = Vec::with_capacity(pattern.len());
    let mut rest = pattern.chars();
    let mut place = 0;
    while let Some(c) = rest.next() {
        let start = place;
        place += 1;
        match c {
            '*' => {
                if rest.as_str().starts_with('*') {
                    rest.next();
                    place += 1;
                    tokens.push(Token::DoubleStar);
                } else {
                    tokens.push(Token::Star);
                }
            }
            '?' => tokens.push(Token::AnyOne),
            '\\' => {
                push_char(&mut tokens, rest.next().ok_or(PatternError::Backslash(start))?);
                place += 1;
            }
            '[' => {
                let text = rest.as_str();
                let end = text.find(']').ok_or(PatternError::Bracket(start))?;
                let inner = &text[..end];
                place += inner.chars().count() + 1;
                rest = text[end + 1..].chars();
                let (negated, inner) = match inner.strip_prefix('!') {
                    Some(inner) => (true, inner),
                    None => (false, inner),
                };
                if inner.is_empty() {
                    return Err(PatternError::Bracket(start));
                }
                let mut ranges = Vec::new();
                let mut chars = inner.chars();
                while let Some(low) = chars.next() {
                    let mut ahead = chars.clone();
                    match (ahead.next(), ahead.next()) {
                        (Some('-'), Some(high)) => {
                            ranges.push((low, high));
                            chars = ahead;
                        }
                        _ => ranges.push((low, low)),
                    }
                }
                tokens.push(Token::Within(negated, ranges));
            }
            c => push_char(&mut tokens, c),
        }
    }
    Ok(tokens)
}

/// The length of the character that starts with this byte.
#[inline]
fn width(first: u8) -> usize {
    match first {
        0..=0xbf => 1,
        0xc0..=0xdf => 2,
        0xe0..=0xef => 3,
        _ => 4,
    }
}

/// How many bytes at the start of `rest` the token takes, none if it does not.
#[inline]
fn take(token: &Token, path: &str, at: usize) -> Option<usize> {
    let first = *path.as_bytes().get(at)?;
    match token {
        Token::Literal(wanted) => (*wanted == first).then_some(1),
        Token::AnyOne => (first != b'/').then(|| width(first)),
        Token::Within(negated, ranges) => {
            let c = path[at..].chars().next()?;
            let inside = ranges.iter().any(|&(low, high)| low <= c && c <= high);
            (c != '/' && inside != *negated).then(|| c.len_utf8())
        }
        Token::Star | Token::DoubleStar => None,
    }
}

struct Pattern {
    tokens: Vec<Token>,
    /// The number of plain bytes at the start and the end.
    head: usize,
    tail: usize,
}

impl Pattern {
    fn new(pattern: &str) -> Result<Pattern, PatternError> {
        let tokens = tokenize(pattern)?;
        let plain = |token: &&Token| matches!(token, Token::Literal(_));
        let head = tokens.iter().take_while(plain).count();
        let tail = tokens[head..].iter().rev().take_while(plain).count();
        Ok(Pattern { tokens, head, tail })
    }

    /// With only the last star and the last double star to come back to: what stood before a
    /// star is matched as early as possible, which leaves the most to those that follow.
    fn matches(&self, path: &str) -> bool {
        let same = |(token, byte): (&Token, &u8)| matches!(token, Token::Literal(b) if b == byte);
        let bytes = path.as_bytes();
        let tokens = &self.tokens[..];
        if bytes.len() < self.head + self.tail
            || !tokens[..self.head].iter().zip(bytes).all(same)
            || !tokens[tokens.len() - self.tail..].iter().zip(&bytes[bytes.len() - self.tail..]).all(same)
        {
            return false;
        }
        if self.head == tokens.len() {
            return bytes.len() == self.head;
        }
        let tokens = &tokens[self.head..tokens.len() - self.tail];
        let path = &path[self.head..bytes.len() - self.tail];
        let bytes = path.as_bytes();
        let (mut t, mut at) = (0, 0);
        let mut star: Option<(usize, usize)> = None;
        let mut double: Option<(usize, usize)> = None;
        loop {
            match tokens.get(t) {
                None if at == bytes.len() => return true,
                Some(Token::DoubleStar) => {
                    t += 1;
                    if t == tokens.len() {
                        return true;
                    }
                    double = Some((t, at));
                    star = None;
                    continue;
                }
                Some(Token::Star) => {
                    t += 1;
                    star = Some((t, at));
                    continue;
                }
                Some(token) => {
                    if let Some(taken) = take(token, path, at) {
                        at += taken;
                        t += 1;
                        continue;
                    }
                }
                None => {}
            }
            // The last star takes one more character, or else the double star.
            match (&mut star, &mut double) {
                (Some((after, from)), _) if *from < bytes.len() && bytes[*from] != b'/' => {
                    *from += width(bytes[*from]);
                    (t, at) = (*after, *from);
                }
                (_, Some((after, from))) if *from < bytes.len() => {
                    *from += width(bytes[*from]);
                    (t, at) = (*after, *from);
                    star = None;
                }
                _ => return false,
            }
        }
    }
}

/// Does the pattern match the whole path?
pub fn matches(pattern: &str, path: &str) -> Result<bool, PatternError> {
    Ok(Pattern::new(pattern)?.matches(path))
}

/// The paths the pattern matches.
pub fn filter(pattern: &str, paths: &[String]) -> Result<Vec<String>, PatternError> {
    let pattern = Pattern::new(pattern)?;
    Ok(paths.iter().filter(|path| pattern.matches(path)).cloned().collect())
}

/// The paths that stay when a list of rules is applied: the last rule that matches decides. It
/// drops the path, or, with `!` before it, keeps it. Empty rules and those with `#` are skipped.
pub fn ignore(rules: &[&str], paths: &[String]) -> Result<Vec<String>, PatternError> {
    let mut compiled = Vec::new();
    for rule in rules {
        let rule = rule.trim();
        if rule.is_empty() || rule.starts_with('#') {
            continue;
        }
        compiled.push(match rule.strip_prefix('!') {
            Some(pattern) => (true, Pattern::new(pattern)?),
            None => (false, Pattern::new(rule)?),
        });
    }
    let stays = |path: &&String| {
        let last = compiled.iter().rev().find(|(_, pattern)| pattern.matches(path));
        last.map_or(true, |(keeps, _)| *keeps)
    };
    Ok(paths.iter().filter(stays).cloned().collect())
}
