//! IPv4 addresses and networks in text.

/// Parses a dotted address such as `192.168.0.1`. Leading zeros are not allowed.
pub fn parse(text: &str) -> Option<u32> {
    let parts: Vec<&str> = text.split('.').collect();
    if parts.len() != 4 {
        return None;
    }
    let mut address: u32 = 0;
    for part in parts {
        if part.is_empty() || part.len() > 3 || !part.chars().all(|c| c.is_ascii_digit()) {
            return None;
        }
        if part.len() > 1 && part.starts_with('0') {
            return None;
        }
        let value: u8 = part.parse().ok()?;
        address = address * 256 + value as u32;
    }
    Some(address)
}

/// The dotted form of an address.
pub fn format(address: u32) -> String {
    let parts: Vec<String> = address.to_be_bytes().iter().map(|b| b.to_string()).collect();
    parts.join(".")
}

/// Parses a network such as `10.0.0.0/8` into its first address and its mask.
pub fn parse_network(text: &str) -> Option<(u32, u32)> {
    let (address, length) = text.split_once('/')?;
    let address = parse(address)?;
    let length: u32 = length.parse().ok()?;
    if length > 32 {
        return None;
    }
    let mask = if length == 0 { 0 } else { u32::MAX << (32 - length) };
    Some((address & mask, mask))
}

/// Whether an address lies in a network. False if either cannot be parsed.
pub fn contains(network: &str, address: &str) -> bool {
    match (parse_network(network), parse(address)) {
        (Some((base, mask)), Some(address)) => address & mask == base,
        _ => false,
    }
}

/// The lines of a log whose first word is an address in one of the networks.
pub fn matching_lines(log: &str, networks: &[String]) -> Vec<usize> {
    let mut result = Vec::new();
    for (number, line) in log.lines().enumerate() {
        let address = match line.split_whitespace().next() {
            Some(word) => word.to_string(),
            None => continue,
        };
        if networks.iter().any(|network| contains(network, &address)) {
            result.push(number);
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        assert_eq!(parse("192.168.0.1"), Some(0xc0a80001));
        assert_eq!(parse("192.168.00.1"), None);
        assert_eq!(parse("1.2.3.256"), None);
        assert_eq!(parse("1.2.3"), None);
        assert_eq!(format(0xc0a80001), "192.168.0.1");
    }

    #[test]
    fn networks() {
        assert!(contains("10.0.0.0/8", "10.200.3.4"));
        assert!(!contains("10.0.0.0/33", "10.200.3.4"));
        let log = "10.0.0.1 GET /\n\nx\n11.0.0.1 GET /";
        assert_eq!(matching_lines(log, &["10.0.0.0/8".to_string()]), vec![0]);
    }
}
