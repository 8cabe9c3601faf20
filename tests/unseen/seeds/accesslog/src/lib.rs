//! Access logs of web servers in the common log format:
//! `host ident user [time] "method path protocol" status bytes`.

use std::collections::BTreeMap;

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

/// The text between the first `open` and the next `close`, and what follows.
fn enclosed(text: &str, open: char, close: char) -> Result<(String, String), LogError> {
    let start = text.find(open).ok_or(LogError::Incomplete)?;
    let after = &text[start + 1..];
    let end = after.find(close).ok_or(LogError::Incomplete)?;
    Ok((after[..end].to_string(), after[end + 1..].to_string()))
}

/// Only digits make a number here; `+5` is none.
fn number(text: &str) -> Option<u64> {
    if text.chars().all(|c| c.is_ascii_digit()) {
        text.parse().ok()
    } else {
        None
    }
}

/// Reads one line. Fields after the size are ignored.
pub fn parse_line(line: &str) -> Result<Entry, LogError> {
    let host = line.split(' ').next().unwrap_or("").to_string();
    if host.is_empty() {
        return Err(LogError::Incomplete);
    }
    let (time, rest) = enclosed(line, '[', ']')?;
    let (request, rest) = enclosed(&rest, '"', '"')?;

    let parts: Vec<&str> = request.split(' ').collect();
    if parts.len() != 3 || parts.iter().any(|part| part.is_empty()) {
        return Err(LogError::BadRequest);
    }
    let fields: Vec<&str> = rest.split(' ').filter(|field| !field.is_empty()).collect();
    if fields.len() < 2 {
        return Err(LogError::Incomplete);
    }
    let status = match number(fields[0]) {
        Some(status) if (100..600).contains(&status) => status as u16,
        _ => return Err(LogError::BadStatus),
    };
    let bytes = if fields[1] == "-" {
        0
    } else {
        number(fields[1]).ok_or(LogError::BadSize)?
    };
    Ok(Entry {
        host,
        time,
        method: parts[0].to_string(),
        path: parts[1].to_string(),
        status,
        bytes,
    })
}

/// Number of requests and bytes sent for each status in a log, by rising status. Lines
/// that cannot be read are left out.
pub fn by_status(log: &str) -> Vec<(u16, usize, u64)> {
    let mut totals: BTreeMap<u16, (usize, u64)> = BTreeMap::new();
    for entry in log.lines().filter_map(|line| parse_line(line).ok()) {
        let total = totals.entry(entry.status).or_insert((0, 0));
        total.0 += 1;
        total.1 = total.1.saturating_add(entry.bytes);
    }
    totals
        .into_iter()
        .map(|(status, (count, bytes))| (status, count, bytes))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str =
        "10.0.0.7 - frank [10/Oct/2000:13:55:36 -0700] \"GET /a.gif HTTP/1.0\" 200 2326";

    #[test]
    fn good_line() {
        let entry = parse_line(LINE).unwrap();
        assert_eq!(entry.host, "10.0.0.7");
        assert_eq!(entry.time, "10/Oct/2000:13:55:36 -0700");
        assert_eq!((entry.method.as_str(), entry.path.as_str()), ("GET", "/a.gif"));
        assert_eq!((entry.status, entry.bytes), (200, 2326));
    }

    #[test]
    fn bad_lines() {
        assert_eq!(parse_line(""), Err(LogError::Incomplete));
        assert_eq!(parse_line("h - - [x] \"GET /\" 200 1"), Err(LogError::BadRequest));
        assert_eq!(parse_line("h - - [x] \"GET / H\" +200 1"), Err(LogError::BadStatus));
        assert_eq!(parse_line("h - - [x] \"GET / H\" 200 1k"), Err(LogError::BadSize));
        assert_eq!(parse_line("h - - [x] \"GET / H\" 200"), Err(LogError::Incomplete));
    }

    #[test]
    fn totals() {
        let log = format!("{LINE}\nh - - [x] \"GET / H\" 404 - \"agent\"\r\nnonsense\n{LINE}\n");
        assert_eq!(by_status(&log), vec![(200, 2, 4652), (404, 1, 0)]);
    }
}
