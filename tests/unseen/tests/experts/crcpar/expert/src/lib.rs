//! Checksums and parity of byte messages.

const TOP_BIT_8: u8 = 0b1000_0000;

const fn ccitt_step(mut crc: u16) -> u16 {
    let mut bit = 0;
    while bit < 8 {
        crc = (crc << 1) ^ if crc & 0x8000 != 0 { 0x1021 } else { 0 };
        bit += 1;
    }
    crc
}

const fn modbus_step(mut crc: u16) -> u16 {
    let mut bit = 0;
    while bit < 8 {
        crc = (crc >> 1) ^ if crc & 1 != 0 { 0xA001 } else { 0 };
        bit += 1;
    }
    crc
}

/// `table[k][b]`: what the byte `b` followed by `k` zero bytes adds to the checksum.
const fn ccitt_tables() -> [[u16; 256]; 8] {
    let mut tables = [[0; 256]; 8];
    let mut i = 0;
    while i < 256 {
        let mut crc = ccitt_step((i as u16) << 8);
        let mut k = 0;
        while k < 8 {
            tables[k][i] = crc;
            crc = ccitt_step(crc);
            k += 1;
        }
        i += 1;
    }
    tables
}

const fn modbus_tables() -> [[u16; 256]; 8] {
    let mut tables = [[0; 256]; 8];
    let mut i = 0;
    while i < 256 {
        let mut crc = modbus_step(i as u16);
        let mut k = 0;
        while k < 8 {
            tables[k][i] = crc;
            crc = modbus_step(crc);
            k += 1;
        }
        i += 1;
    }
    tables
}

static CCITT: [[u16; 256]; 8] = ccitt_tables();
static MODBUS: [[u16; 256]; 8] = modbus_tables();

#[inline(always)]
fn mix(tables: &[[u16; 256]; 8], first: u8, second: u8, chunk: &[u8]) -> u16 {
    tables[7][usize::from(first)]
        ^ tables[6][usize::from(second)]
        ^ tables[5][usize::from(chunk[2])]
        ^ tables[4][usize::from(chunk[3])]
        ^ tables[3][usize::from(chunk[4])]
        ^ tables[2][usize::from(chunk[5])]
        ^ tables[1][usize::from(chunk[6])]
        ^ tables[0][usize::from(chunk[7])]
}

/// The CRC-16/CCITT-FALSE of `message`.
#[must_use]
pub fn crc16_ccitt(message: &[u8]) -> u16 {
    let mut crc = 0xFFFF_u16;
    let chunks = message.chunks_exact(8);
    let tail = chunks.remainder();
    for chunk in chunks {
        let [high, low] = crc.to_be_bytes();
        crc = mix(&CCITT, chunk[0] ^ high, chunk[1] ^ low, chunk);
    }
    for &byte in tail {
        let [high, low] = crc.to_be_bytes();
        crc = (u16::from(low) << 8) ^ CCITT[0][usize::from(byte ^ high)];
    }
    crc
}

/// The CRC-16/MODBUS of `message`.
#[must_use]
pub fn crc16_modbus(message: &[u8]) -> u16 {
    let mut crc = 0xFFFF_u16;
    let chunks = message.chunks_exact(8);
    let tail = chunks.remainder();
    for chunk in chunks {
        let [low, high] = crc.to_le_bytes();
        crc = mix(&MODBUS, chunk[0] ^ low, chunk[1] ^ high, chunk);
    }
    for &byte in tail {
        let [low, high] = crc.to_le_bytes();
        crc = u16::from(high) ^ MODBUS[0][usize::from(byte ^ low)];
    }
    crc
}

/// 1 if the byte has an odd number of one bits, else 0.
#[inline(always)]
fn parity(byte: u8) -> u8 {
    let folded = byte ^ (byte >> 4);
    let folded = folded ^ (folded >> 2);
    (folded ^ (folded >> 1)) & 1
}

/// Whether the message has an odd number of one bits.
#[must_use]
pub fn is_odd(message: &[u8]) -> bool {
    let chunks = message.chunks_exact(8);
    let tail = chunks.remainder().iter().fold(0, |a, b| a ^ b);
    let body = chunks.fold(0, |all, chunk| {
        all ^ u64::from_le_bytes([
            chunk[0], chunk[1], chunk[2], chunk[3], chunk[4], chunk[5], chunk[6], chunk[7],
        ])
    });
    (body ^ u64::from(tail)).count_ones() & 1 == 1
}

/// Sets the top bit of each seven-bit byte so that all have even parity;
/// `None` if a byte already uses its top bit.
#[must_use]
pub fn with_parity_bits(message: &[u8]) -> Option<Vec<u8>> {
    if !message.is_ascii() {
        return None;
    }
    Some(message.iter().map(|&byte| byte | (parity(byte) * TOP_BIT_8)).collect())
}

/// The places of the bytes that do not have even parity.
#[must_use]
pub fn parity_errors(protected: &[u8]) -> Vec<usize> {
    let mut errors = Vec::new();
    for (number, chunk) in protected.chunks(16).enumerate() {
        // Most chunks have no error, which one vectorised pass tells.
        if chunk.iter().fold(0, |any, &byte| any | parity(byte)) == 0 {
            continue;
        }
        for (place, &byte) in chunk.iter().enumerate() {
            if parity(byte) == 1 {
                errors.push(16 * number + place);
            }
        }
    }
    errors
}

/// Appends the big-endian CCITT checksum to a message.
#[must_use]
pub fn seal(message: &[u8]) -> Vec<u8> {
    let mut frame = Vec::with_capacity(message.len() + 2);
    frame.extend_from_slice(message);
    frame.extend_from_slice(&crc16_ccitt(message).to_be_bytes());
    frame
}

/// The message of a sealed frame, if its checksum is right.
#[must_use]
pub fn unseal(frame: &[u8]) -> Option<Vec<u8>> {
    let (message, checksum) = frame.split_last_chunk::<2>()?;
    if u16::from_be_bytes(*checksum) != crc16_ccitt(message) {
        return None;
    }
    Some(message.to_vec())
}
