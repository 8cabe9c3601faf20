//! Base58 as used for Bitcoin addresses and keys: no 0, O, I and l.

const ALPHABET: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/// A character outside the alphabet and its place, counted in characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidCharacter {
    pub character: char,
    pub position: usize,
}

/// Divides a big-endian number by 58 in place and returns the remainder.
fn divide_by_58(number: &mut [u8]) -> u8 {
    let mut remainder = 0u32;
    for digit in number.iter_mut() {
        let value = remainder * 256 + *digit as u32;
        *digit = (value / 58) as u8;
        remainder = value % 58;
    }
    remainder as u8
}

/// Encodes bytes, seen as one big number. Each leading zero byte becomes a `1`.
pub fn encode(data: &[u8]) -> String {
    let zeros = data.iter().take_while(|b| **b == 0).count();
    let mut number = data.to_vec();
    let mut digits = Vec::new();
    while number.iter().any(|b| *b != 0) {
        digits.push(divide_by_58(&mut number));
    }
    for _ in 0..zeros {
        digits.push(0);
    }
    digits
        .iter()
        .rev()
        .map(|d| ALPHABET[*d as usize] as char)
        .collect()
}

/// Decodes a text made by [`encode`].
pub fn decode(text: &str) -> Result<Vec<u8>, InvalidCharacter> {
    // The number, lowest byte first.
    let mut number: Vec<u8> = Vec::new();
    for (position, character) in text.chars().enumerate() {
        let digit = match ALPHABET.iter().position(|c| *c as char == character) {
            Some(digit) => digit as u32,
            None => return Err(InvalidCharacter { character, position }),
        };
        let mut carry = digit;
        for byte in number.iter_mut() {
            let value = *byte as u32 * 58 + carry;
            *byte = (value % 256) as u8;
            carry = value / 256;
        }
        if carry > 0 {
            number.push(carry as u8);
        }
    }
    let zeros = text.chars().take_while(|c| *c == '1').count();
    let mut out = vec![0; zeros];
    out.extend(number.iter().rev());
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_values() {
        assert_eq!(encode(b""), "");
        assert_eq!(encode(b"Hello World!"), "2NEpo7TZRRrLZSi2U");
        assert_eq!(encode(&[0, 0, 0x28, 0x7f, 0xb4, 0xcd]), "11233QC4");
        assert_eq!(decode("11233QC4"), Ok(vec![0, 0, 0x28, 0x7f, 0xb4, 0xcd]));
    }

    #[test]
    fn bad_characters() {
        assert_eq!(decode("2NE0"), Err(InvalidCharacter { character: '0', position: 3 }));
        assert_eq!(decode("é"), Err(InvalidCharacter { character: 'é', position: 0 }));
    }

    #[test]
    fn round_trip() {
        for length in 0..70u32 {
            let data: Vec<u8> = (0..length).map(|i| (i * 37 % 256 * (i / 3 % 2)) as u8).collect();
            assert_eq!(decode(&encode(&data)), Ok(data));
        }
    }
}
