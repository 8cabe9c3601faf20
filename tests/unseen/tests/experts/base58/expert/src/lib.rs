//! Base58 as used for Bitcoin addresses and keys: no 0, O, I and l.

const ALPHABET: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

const VALUE: [u8; 256] = {
    let mut table = [0xffu8; 256];
    let mut i = 0;
    while i < 58 {
        table[ALPHABET[i] as usize] = i as u8;
        i += 1;
    }
    table
};

/// 58 to the fifth, the base of the limbs of encoding.
const LIMB: u64 = 58 * 58 * 58 * 58 * 58;

/// A character outside the alphabet and its place, counted in characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidCharacter {
    pub character: char,
    pub position: usize,
}

/// Encodes bytes, seen as one big number. Each leading zero byte becomes a `1`.
pub fn encode(data: &[u8]) -> String {
    let zeros = data.iter().take_while(|b| **b == 0).count();
    let data = &data[zeros..];
    // Limbs of five digits, the lowest first; four bytes come in at a time.
    let mut limbs: Vec<u32> = Vec::with_capacity(data.len() * 2 / 7 + 2);
    let (head, rest) = data.split_at(data.len() % 4);
    let mut add = |word: u64| {
        let mut carry = word;
        for limb in limbs.iter_mut() {
            let value = ((*limb as u64) << 32) + carry;
            carry = value / LIMB;
            *limb = (value - carry * LIMB) as u32;
        }
        while carry > 0 {
            limbs.push((carry % LIMB) as u32);
            carry /= LIMB;
        }
    };
    if !head.is_empty() {
        add(head.iter().fold(0u64, |word, b| word << 8 | *b as u64));
    }
    for four in rest.chunks_exact(4) {
        add(u32::from_be_bytes([four[0], four[1], four[2], four[3]]) as u64);
    }
    let mut out = Vec::with_capacity(zeros + limbs.len() * 5);
    out.resize(zeros, b'1');
    let mut first = true;
    for &limb in limbs.iter().rev() {
        let mut digits = [0u8; 5];
        let mut value = limb;
        for digit in digits.iter_mut().rev() {
            *digit = ALPHABET[(value % 58) as usize];
            value /= 58;
        }
        let skip = if first { digits.iter().take_while(|d| **d == b'1').count() } else { 0 };
        out.extend_from_slice(&digits[skip..]);
        first = false;
    }
    String::from_utf8(out).unwrap()
}

#[cold]
fn invalid(text: &str) -> InvalidCharacter {
    let known = |c: char| c.is_ascii() && VALUE[c as usize] != 0xff;
    let (position, character) = text.chars().enumerate().find(|(_, c)| !known(*c)).unwrap();
    InvalidCharacter { character, position }
}

/// Decodes a text made by [`encode`].
pub fn decode(text: &str) -> Result<Vec<u8>, InvalidCharacter> {
    let bytes = text.as_bytes();
    let zeros = bytes.iter().take_while(|b| **b == b'1').count();
    // Words of 32 bits, the lowest first; five digits come in at a time.
    let mut words: Vec<u32> = Vec::with_capacity(bytes.len() / 5 + 1);
    for group in bytes[zeros..].chunks(5) {
        let mut carry = 0u64;
        let mut factor = 1u64;
        for &b in group {
            let digit = VALUE[b as usize];
            if digit == 0xff {
                return Err(invalid(text));
            }
            carry = carry * 58 + digit as u64;
            factor *= 58;
        }
        for word in words.iter_mut() {
            let value = *word as u64 * factor + carry;
            *word = value as u32;
            carry = value >> 32;
        }
        if carry > 0 {
            words.push(carry as u32);
        }
    }
    let mut out = Vec::with_capacity(zeros + words.len() * 4);
    out.resize(zeros, 0);
    if let Some((top, rest)) = words.split_last() {
        let skip = (top.leading_zeros() / 8) as usize;
        out.extend_from_slice(&top.to_be_bytes()[skip..]);
        for word in rest.iter().rev() {
            out.extend_from_slice(&word.to_be_bytes());
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_values() {
        assert_eq!(encode(b"Hello World!"), "2NEpo7TZRRrLZSi2U");
        assert_eq!(encode(&[0, 0, 0x28, 0x7f, 0xb4, 0xcd]), "11233QC4");
        assert_eq!(decode("11233QC4"), Ok(vec![0, 0, 0x28, 0x7f, 0xb4, 0xcd]));
        assert_eq!(decode("2NE0"), Err(InvalidCharacter { character: '0', position: 3 }));
        assert_eq!(decode("1é"), Err(InvalidCharacter { character: 'é', position: 1 }));
        for length in 0..70u32 {
            let data: Vec<u8> = (0..length).map(|i| (i * 37 % 256 * (i / 3 % 2)) as u8).collect();
            assert_eq!(decode(&encode(&data)), Ok(data));
        }
    }
}
