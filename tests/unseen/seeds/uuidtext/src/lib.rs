//! Reading and printing UUIDs in their usual textual forms.

/// Why a text is no UUID.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UuidError {
    /// Neither 32 digits nor 36 characters with hyphens.
    BadLength,
    /// A hyphen is missing at one of its four places.
    BadHyphen,
    /// Some character is no hexadecimal digit.
    BadDigit,
}

/// Removes the decoration around the digits: `urn:uuid:` or a pair of braces.
fn strip_decoration(text: &str) -> &str {
    if let Some(rest) = text.strip_prefix("urn:uuid:") {
        return rest;
    }
    if let Some(rest) = text.strip_prefix('{') {
        if let Some(inner) = rest.strip_suffix('}') {
            return inner;
        }
    }
    text
}

/// Parses `67e55044-10b1-426f-9247-bb680e5fe0c8`, the same without hyphens, in braces, or
/// with the prefix `urn:uuid:`. Both cases of letters are fine.
pub fn parse(text: &str) -> Result<[u8; 16], UuidError> {
    let chars: Vec<char> = strip_decoration(text).chars().collect();
    let digits: Vec<char> = match chars.len() {
        32 => chars,
        36 => {
            for place in [8, 13, 18, 23] {
                if chars[place] != '-' {
                    return Err(UuidError::BadHyphen);
                }
            }
            chars
                .into_iter()
                .enumerate()
                .filter(|(place, _)| ![8, 13, 18, 23].contains(place))
                .map(|(_, c)| c)
                .collect()
        }
        _ => return Err(UuidError::BadLength),
    };

    let mut bytes = [0u8; 16];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks(2)) {
        let high = pair[0].to_digit(16).ok_or(UuidError::BadDigit)?;
        let low = pair[1].to_digit(16).ok_or(UuidError::BadDigit)?;
        *byte = (high * 16 + low) as u8;
    }
    Ok(bytes)
}

/// The canonical form: small letters, with hyphens.
pub fn format(bytes: &[u8; 16]) -> String {
    let mut out = String::new();
    for (index, byte) in bytes.iter().enumerate() {
        if index == 4 || index == 6 || index == 8 || index == 10 {
            out.push('-');
        }
        out.push_str(&format!("{:02x}", byte));
    }
    out
}

/// Reads a list of UUIDs separated by white space or commas. Returns the valid ones in
/// canonical form, in their order and without repetition of the one just before, and the
/// number of words that were no UUIDs.
pub fn normalize_list(text: &str) -> (Vec<String>, usize) {
    let mut ids: Vec<String> = Vec::new();
    let mut rejected = 0;
    let words = text
        .split(|c: char| c.is_whitespace() || c == ',')
        .filter(|word| !word.is_empty());
    for word in words {
        match parse(word) {
            Ok(bytes) => {
                let id = format(&bytes);
                if ids.last() != Some(&id) {
                    ids.push(id);
                }
            }
            Err(_) => rejected += 1,
        }
    }
    (ids, rejected)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "67e55044-10b1-426f-9247-bb680e5fe0c8";

    #[test]
    fn all_forms() {
        let id = parse(TEXT).unwrap();
        assert_eq!(id[0], 0x67);
        assert_eq!(format(&id), TEXT);
        assert_eq!(parse("67E5504410B1426F9247BB680E5FE0C8"), Ok(id));
        assert_eq!(parse(&format!("{{{TEXT}}}")), Ok(id));
        assert_eq!(parse(&format!("urn:uuid:{TEXT}")), Ok(id));
    }

    #[test]
    fn errors() {
        assert_eq!(parse(""), Err(UuidError::BadLength));
        assert_eq!(parse("67e55044-10b1-426f-9247_bb680e5fe0c8"), Err(UuidError::BadHyphen));
        assert_eq!(parse("67e55044-10b1-426f-9247-bb680e5fe0cx"), Err(UuidError::BadDigit));
        assert_eq!(parse("67e5504410b1426f9247bb680e5fe0cé"), Err(UuidError::BadDigit));
    }

    #[test]
    fn lists() {
        let text = format!("{TEXT}, {TEXT}\nnull 67e5504410b1426f9247bb680e5fe0c9");
        let (ids, rejected) = normalize_list(&text);
        assert_eq!(ids, vec![TEXT.to_string(), "67e55044-10b1-426f-9247-bb680e5fe0c9".to_string()]);
        assert_eq!(rejected, 1);
    }
}
