//! Tokens of arithmetic expressions: ('n', number), ('v', name), ('o', operator)
//! or ('p', parenthesis).

/// Classes of the ASCII bytes.
const SPACE: u8 = 0;
const DIGIT: u8 = 1;
const POINT: u8 = 2;
const NAME: u8 = 3;
const PARENTHESIS: u8 = 4;
const OPERATOR: u8 = 5;
const OTHER: u8 = 6;
const WIDE: u8 = 7;

static CLASS: [u8; 256] = {
    let mut table = [OTHER; 256];
    let mut b = 0;
    while b < 256 {
        table[b] = match b as u8 {
            b'\t'..=b'\r' | b' ' => SPACE,
            b'0'..=b'9' => DIGIT,
            b'.' => POINT,
            b'_' | b'a'..=b'z' | b'A'..=b'Z' => NAME,
            b'(' | b')' => PARENTHESIS,
            b'+' | b'-' | b'*' | b'/' | b'%' | b'^' | b'<' | b'>' | b'=' | b',' => OPERATOR,
            0x80..=0xff => WIDE,
            _ => OTHER,
        };
        b += 1;
    }
    table
};

fn class(b: u8) -> u8 {
    CLASS[b as usize]
}

/// The end of the name that goes on at `i`.
#[inline(always)]
fn name_end(s: &str, mut i: usize) -> usize {
    let bytes = s.as_bytes();
    while let Some(&b) = bytes.get(i) {
        match class(b) {
            NAME | DIGIT => i += 1,
            WIDE => match s[i..].chars().next() {
                Some(c) if c.is_alphanumeric() => i += c.len_utf8(),
                _ => break,
            },
            _ => break,
        }
    }
    i
}

/// Calls `take` with each token, until there are no more or it returns `None`.
#[inline(always)]
fn scan<'a>(s: &'a str, mut take: impl FnMut(char, &'a str) -> Option<()>) -> Option<()> {
    let bytes = s.as_bytes();
    let mut i = 0;
    while let Some(&b) = bytes.get(i) {
        let from = i;
        i += 1;
        let kind = match class(b) {
            SPACE => continue,
            DIGIT | POINT => {
                let mut points = (b == b'.') as usize;
                while let Some(&b) = bytes.get(i) {
                    match class(b) {
                        DIGIT => {}
                        POINT => points += 1,
                        _ => break,
                    }
                    i += 1;
                }
                if points > 1 || (points == 1 && i - from == 1) {
                    return None;
                }
                'n'
            }
            NAME => {
                i = name_end(s, i);
                'v'
            }
            PARENTHESIS => 'p',
            OPERATOR => {
                let double = match b {
                    b'*' => bytes.get(i) == Some(&b'*'),
                    b'<' | b'>' | b'=' => bytes.get(i) == Some(&b'='),
                    _ => false,
                };
                i += double as usize;
                'o'
            }
            WIDE => {
                let c = s[from..].chars().next()?;
                i = from + c.len_utf8();
                if c.is_whitespace() {
                    continue;
                }
                if !c.is_alphabetic() {
                    return None;
                }
                i = name_end(s, i);
                'v'
            }
            _ => return None,
        };
        take(kind, &s[from..i])?;
    }
    Some(())
}

/// The tokens, or `None` if something is not one.
pub fn tokens(s: &str) -> Option<Vec<(char, String)>> {
    let mut out = Vec::with_capacity(s.len() / 2 + 1);
    scan(s, |kind, t| {
        out.push((kind, t.to_string()));
        Some(())
    })?;
    Some(out)
}

fn append(out: &mut String, t: &str) {
    if !out.is_empty() {
        out.push(' ');
    }
    out.push_str(t);
}

/// The tokens with single spaces between them.
pub fn tidy(s: &str) -> Option<String> {
    let mut out = String::with_capacity(2 * s.len());
    scan(s, |_, t| {
        append(&mut out, t);
        Some(())
    })?;
    Some(out)
}

/// The deepest nesting, if the parentheses match.
pub fn depth(s: &str) -> Option<usize> {
    let (mut now, mut max) = (0usize, 0);
    scan(s, |kind, t| {
        if kind == 'p' {
            if t == "(" {
                now += 1;
                max = max.max(now);
            } else {
                now = now.checked_sub(1)?;
            }
        }
        Some(())
    })?;
    if now == 0 {
        Some(max)
    } else {
        None
    }
}

fn rank(t: &str) -> Option<(u8, bool)> {
    match t.as_bytes() {
        b"^" | b"**" => Some((4, true)),
        b"*" | b"/" | b"%" => Some((3, false)),
        b"+" | b"-" => Some((2, false)),
        b"<" | b">" | b"<=" | b">=" | b"==" => Some((1, false)),
        _ => None,
    }
}

/// Reverse Polish form (operands' places are not checked); `None` for `=`, `,`
/// and parentheses that do not match.
pub fn rpn(s: &str) -> Option<String> {
    // Waiting operators with their ranks, 0 for an open parenthesis.
    let mut ops: Vec<(u8, &str)> = Vec::with_capacity(16);
    let mut out = String::with_capacity(2 * s.len());
    scan(s, |kind, t| {
        match kind {
            'o' => {
                let (p, right) = rank(t)?;
                while let Some(&(q, o)) = ops.last() {
                    if q > p || (q == p && !right) {
                        append(&mut out, o);
                        ops.pop();
                    } else {
                        break;
                    }
                }
                ops.push((p, t));
            }
            'p' if t == "(" => ops.push((0, t)),
            'p' => loop {
                match ops.pop()? {
                    (0, _) => break,
                    (_, o) => append(&mut out, o),
                }
            },
            _ => append(&mut out, t),
        }
        Some(())
    })?;
    while let Some((q, o)) = ops.pop() {
        if q == 0 {
            return None;
        }
        append(&mut out, o);
    }
    Some(out)
}
