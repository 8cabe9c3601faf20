//! Checksums and parity of byte messages.

const CCITT_POLYNOMIAL: u16 = 0x1021;
const MODBUS_POLYNOMIAL: u16 = 0xA001;
const TOP_BIT_16: u16 = 0x8000;

/// The CRC-16/CCITT-FALSE of `message`.
#[must_use]
pub fn crc16_ccitt(message: &[u8]) -> u16 {
    let mut crc = 0xFFFF_u16;
    for &byte in message {
        crc ^= u16::from(byte) << 8;
        for _ in 0..u8::BITS {
            let carry = crc & TOP_BIT_16 != 0;
            crc <<= 1;
            if carry {
                crc ^= CCITT_POLYNOMIAL;
            }
        }
    }
    crc
}

/// The CRC-16/MODBUS of `message`.
#[must_use]
pub fn crc16_modbus(message: &[u8]) -> u16 {
    let mut crc = 0xFFFF_u16;
    for &byte in message {
        crc ^= u16::from(byte);
        for _ in 0..u8::BITS {
            let carry = u16::from(crc & 1 == 1);
            crc = (crc >> 1) ^ (carry * MODBUS_POLYNOMIAL);
        }
    }
    crc
}

fn has_odd_parity(byte: u8) -> bool {
    let mut rest = byte;
    let mut odd = false;
    while rest != 0 {
        odd ^= rest & 1 == 1;
        rest >>= 1;
    }
    odd
}

/// Whether the message has an odd number of one bits.
#[must_use]
pub fn is_odd(message: &[u8]) -> bool {
    let mut odd = false;
    for &byte in message {
        odd ^= has_odd_parity(byte);
    }
    odd
}

/// Sets the top bit of each seven-bit byte so that all have even parity;
/// `None` if a byte already uses its top bit.
#[must_use]
pub fn with_parity_bits(message: &[u8]) -> Option<Vec<u8>> {
    let mut protected = Vec::new();
    for &byte in message {
        if byte & 0x80 != 0 {
            return None;
        }
        protected.push(byte | (u8::from(has_odd_parity(byte)) << 7));
    }
    Some(protected)
}

/// The places of the bytes that do not have even parity.
#[must_use]
pub fn parity_errors(protected: &[u8]) -> Vec<usize> {
    let mut errors = Vec::new();
    for (place, &byte) in protected.iter().enumerate() {
        if has_odd_parity(byte) {
            errors.push(place);
        }
    }
    errors
}

/// Appends the big-endian CCITT checksum to a message.
#[must_use]
pub fn seal(message: &[u8]) -> Vec<u8> {
    let mut frame = message.to_vec();
    frame.extend_from_slice(&crc16_ccitt(message).to_be_bytes());
    frame
}

/// The message of a sealed frame, if its checksum is right.
#[must_use]
pub fn unseal(frame: &[u8]) -> Option<Vec<u8>> {
    let Some((message, checksum)) = frame.split_last_chunk::<2>() else {
        return None;
    };
    if u16::from_be_bytes(*checksum) != crc16_ccitt(message) {
        return None;
    }
    Some(message.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_values_of_the_catalogue() {
        assert_eq!(crc16_ccitt(b"123456789"), 0x29B1);
        assert_eq!(crc16_modbus(b"123456789"), 0x4B37);
    }

    #[test]
    fn parity_bits_make_bytes_even() {
        assert_eq!(with_parity_bits(&[0x01, 0x03]), Some(vec![0x81, 0x03]));
        assert_eq!(parity_errors(&[0x81, 0x07, 0x03, 0x01]), [1, 3]);
        assert!(is_odd(&[0x07, 0x03]));
    }
}
