//! The seed's parser by httparse.

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    pub method: String,
    pub path: String,
    pub version: u8,
    pub headers: Vec<(String, String)>,
}

pub fn parse(text: &str) -> Option<Head> {
    let mut headers = [httparse::EMPTY_HEADER; 64];
    let mut request = httparse::Request::new(&mut headers);
    if !request.parse(text.as_bytes()).ok()?.is_complete() {
        return None;
    }
    let owned = |header: &httparse::Header| {
        Some((header.name.to_string(), std::str::from_utf8(header.value).ok()?.to_string()))
    };
    Some(Head {
        method: request.method?.to_string(),
        path: request.path?.to_string(),
        version: request.version?,
        headers: request.headers.iter().map(owned).collect::<Option<_>>()?,
    })
}
