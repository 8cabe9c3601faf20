//! Access logs of web servers in the common log format:
//! `host ident user [time] "method path protocol" status bytes`.

/// One line of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub host: String,
    pub time: String,
    pub method: String,
    pub path: String,
    pub status: u16,
    /// Bytes sent, 0 if the log says `-`.
    pub bytes: u64,
}

/// What is wrong with a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogError {
    /// A field is missing, or a bracket or quotation mark is.
    Incomplete,
    /// The request is not made of method, path and protocol.
    BadRequest,
    /// The status is not a number from 100 to 599.
    BadStatus,
    /// The size is neither a number nor `-`.
    BadSize,
}

/// The parts of a line, borrowed.
struct Parts<'a> {
    host: &'a str,
    time: &'a str,
    method: &'a str,
    path: &'a str,
    status: u16,
    bytes: u64,
}

#[inline]
fn find(bytes: &[u8], wanted: u8) -> Option<usize> {
    bytes.iter().position(|&b| b == wanted)
}

fn number(digits: &[u8]) -> Option<u64> {
    if digits.is_empty() {
        return None;
    }
    let mut value = 0u64;
    for &b in digits {
        let digit = b.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        value = value.checked_mul(10)?.checked_add(digit as u64)?;
    }
    Some(value)
}

/// The next field that is not empty; empty at the end.
fn field(mut rest: &[u8]) -> (&[u8], &[u8]) {
    while let [b' ', tail @ ..] = rest {
        rest = tail;
    }
    let end = find(rest, b' ').unwrap_or(rest.len());
    rest.split_at(end)
}

fn parts(line: &str) -> Result<Parts<'_>, LogError> {
    use LogError::*;
    let all = line.as_bytes();
    let host = find(all, b' ').unwrap_or(all.len());
    if host == 0 {
        return Err(Incomplete);
    }
    // The bracket may stand inside the host.
    let open = find(all, b'[').ok_or(Incomplete)? + 1;
    let close = open + find(&all[open..], b']').ok_or(Incomplete)?;
    let quote = close + 1 + find(&all[close + 1..], b'"').ok_or(Incomplete)? + 1;
    let request_end = quote + find(&all[quote..], b'"').ok_or(Incomplete)?;

    let request = &all[quote..request_end];
    let method = find(request, b' ').ok_or(BadRequest)?;
    let path = find(&request[method + 1..], b' ').ok_or(BadRequest)?;
    let protocol = &request[method + path + 2..];
    if method == 0 || path == 0 || protocol.is_empty() || find(protocol, b' ').is_some() {
        return Err(BadRequest);
    }
    let (status, rest) = field(&all[request_end + 1..]);
    let (size, _) = field(rest);
    if size.is_empty() {
        return Err(Incomplete);
    }
    let status = match number(status) {
        Some(status) if (100..600).contains(&status) => status as u16,
        _ => return Err(BadStatus),
    };
    let bytes = if size == b"-" { 0 } else { number(size).ok_or(BadSize)? };
    Ok(Parts {
        host: &line[..host],
        time: &line[open..close],
        method: &line[quote..quote + method],
        path: &line[quote + method + 1..quote + method + 1 + path],
        status,
        bytes,
    })
}

/// Reads one line. Fields after the size are ignored.
pub fn parse_line(line: &str) -> Result<Entry, LogError> {
    let parts = parts(line)?;
    Ok(Entry {
        host: parts.host.to_owned(),
        time: parts.time.to_owned(),
        method: parts.method.to_owned(),
        path: parts.path.to_owned(),
        status: parts.status,
        bytes: parts.bytes,
    })
}

/// Number of requests and bytes sent for each status in a log, by rising status. Lines
/// that cannot be read are left out.
pub fn by_status(log: &str) -> Vec<(u16, usize, u64)> {
    let mut totals = [(0usize, 0u64); 500];
    for line in log.lines() {
        if let Ok(parts) = parts(line) {
            let total = &mut totals[parts.status as usize - 100];
            total.0 += 1;
            total.1 = total.1.saturating_add(parts.bytes);
        }
    }
    let used = totals.iter().enumerate().filter(|(_, total)| total.0 > 0);
    used.map(|(at, total)| (at as u16 + 100, total.0, total.1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines() {
        let line = "10.0.0.7 - frank [10/Oct/2000:13:55:36 -0700] \"GET /a.gif HTTP/1.0\" 200 2326";
        let entry = parse_line(line).unwrap();
        assert_eq!((entry.host.as_str(), entry.time.as_str()), ("10.0.0.7", "10/Oct/2000:13:55:36 -0700"));
        assert_eq!((entry.method.as_str(), entry.path.as_str()), ("GET", "/a.gif"));
        assert_eq!(parse_line(""), Err(LogError::Incomplete));
        assert_eq!(parse_line("h - - [x] \"GET /\" 200 1"), Err(LogError::BadRequest));
        assert_eq!(parse_line("h - - [x] \"GET / H\" +200 1"), Err(LogError::BadStatus));
        assert_eq!(parse_line("h - - [x] \"GET / H\" 200 1k"), Err(LogError::BadSize));
        assert_eq!(parse_line("h - - [x] \"GET / H\" 200"), Err(LogError::Incomplete));
        let log = format!("{line}\nh - - [x] \"GET / H\" 404 - \"agent\"\r\nnonsense\n{line}\n");
        assert_eq!(by_status(&log), vec![(200, 2, 4652), (404, 1, 0)]);
    }
}
