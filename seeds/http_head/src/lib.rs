//! The head of an HTTP/1 request, taken apart.
//!
//! ```
//! let head = http_head::parse("GET /index.html HTTP/1.1\r\nHost: example.org\r\n\r\n").unwrap();
//! assert_eq!(head.method, "GET");
//! assert_eq!(head.path, "/index.html");
//! assert_eq!(head.headers[0], ("Host".to_string(), "example.org".to_string()));
//! ```

/// What a request says before its body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    pub method: String,
    pub path: String,
    /// The part of the version after the dot: 0 or 1.
    pub version: u8,
    /// Names and values, in the order of the request; names are spelled as they came.
    pub headers: Vec<(String, String)>,
}

/// Takes the head of a request apart; `None` if it is not one, or has not ended yet.
pub fn parse(text: &str) -> Option<Head> {
    let end = text.find("\r\n\r\n")?;
    let mut lines = text[..end].split("\r\n");
    let request: Vec<&str> = lines.next()?.split(' ').collect();
    if request.len() != 3 || !is_name(request[0]) || request[1].is_empty() {
        return None;
    }
    let version = match request[2] {
        "HTTP/1.0" => 0,
        "HTTP/1.1" => 1,
        _ => return None,
    };

    let mut headers = Vec::new();
    for line in lines {
        let colon = line.find(':')?;
        let name = &line[..colon];
        let value = line[colon + 1..].trim_matches(|c| c == ' ' || c == '\t');
        if !is_name(name) || value.chars().any(|c| c.is_ascii_control() && c != '\t') {
            return None;
        }
        headers.push((name.to_string(), value.to_string()));
    }
    Some(Head { method: request[0].to_string(), path: request[1].to_string(), version, headers })
}

/// Whether `text` is a token, as methods and the names of headers are (RFC 9110).
fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_without_headers_is_a_request() {
        let head = parse("HEAD / HTTP/1.0\r\n\r\n").unwrap();
        assert_eq!((head.method.as_str(), head.path.as_str(), head.version), ("HEAD", "/", 0));
        assert!(head.headers.is_empty());
    }

    #[test]
    fn values_lose_the_spaces_around_them_and_keep_those_within() {
        let head = parse("GET / HTTP/1.1\r\nA:1\r\nb-C: \t two words \r\nD:\r\n\r\nbody").unwrap();
        let headers: Vec<(&str, &str)> = head.headers.iter().map(|(name, value)| (&name[..], &value[..])).collect();
        assert_eq!(headers, [("A", "1"), ("b-C", "two words"), ("D", "")]);
    }

    #[test]
    fn what_has_not_ended_is_no_head() {
        for text in ["", "GET / HTTP/1.1", "GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nHost: a\r\n"] {
            assert_eq!(parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn what_is_no_request_is_refused() {
        for line in ["GET /", "GET  / HTTP/1.1", "GET / HTTP/2.0", "G(T / HTTP/1.1", "GET  HTTP/1.1"] {
            assert_eq!(parse(&format!("{line}\r\n\r\n")), None, "{line:?}");
        }
        for header in ["no colon", ": no name", "two words: a", "a: \x01", "Ünïcode: a"] {
            assert_eq!(parse(&format!("GET / HTTP/1.1\r\n{header}\r\n\r\n")), None, "{header:?}");
        }
    }
}
