//! IPv4 addresses and networks in text.

/// Parses a dotted address such as `192.168.0.1`. Leading zeros are not allowed.
pub fn parse(text: &str) -> Option<u32> {
    parse_bytes(text.as_bytes())
}

fn parse_bytes(text: &[u8]) -> Option<u32> {
    if text.len() < 7 || text.len() > 15 {
        return None;
    }
    let mut address: u32 = 0;
    let mut value: u32 = 0;
    let mut digits = 0u32;
    let mut dots = 0u32;
    for &byte in text {
        let digit = byte.wrapping_sub(b'0');
        if digit < 10 {
            // A zero that is followed by another digit
            if digits > 0 && value == 0 {
                return None;
            }
            value = value * 10 + digit as u32;
            digits += 1;
            if value > 255 {
                return None;
            }
        } else if byte == b'.' {
            if digits == 0 || dots == 3 {
                return None;
            }
            address = address << 8 | value;
            dots += 1;
            value = 0;
            digits = 0;
        } else {
            return None;
        }
    }
    if dots != 3 || digits == 0 {
        return None;
    }
    Some(address << 8 | value)
}

/// The dotted form of an address.
pub fn format(address: u32) -> String {
    let mut out = String::with_capacity(15);
    for (place, byte) in address.to_be_bytes().into_iter().enumerate() {
        if place > 0 {
            out.push('.');
        }
        if byte >= 100 {
            out.push((b'0' + byte / 100) as char);
        }
        if byte >= 10 {
            out.push((b'0' + byte / 10 % 10) as char);
        }
        out.push((b'0' + byte % 10) as char);
    }
    out
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
    let networks: Vec<(u32, u32)> = networks.iter().filter_map(|text| parse_network(text)).collect();
    let mut result = Vec::new();
    if networks.is_empty() {
        return result;
    }
    for (number, line) in log.lines().enumerate() {
        let word = match line.split_whitespace().next() {
            Some(word) => word,
            None => continue,
        };
        if let Some(address) = parse(word) {
            if networks.iter().any(|&(base, mask)| address & mask == base) {
                result.push(number);
            }
        }
    }
    result
}
