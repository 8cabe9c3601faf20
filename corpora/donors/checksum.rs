// SPDX-License-Identifier: MIT
//! Checksums, by tables that the compiler makes.

/// What each byte adds to a CRC-32, the polynomial of Ethernet and zip, reflected.
const CRC32: [u32; 256] = crc_table(0xedb8_8320);

const fn crc_table(polynomial: u32) -> [u32; 256] {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut rest = byte as u32;
        let mut bit = 0;
        while bit < 8 {
            rest = if rest & 1 == 1 { rest >> 1 ^ polynomial } else { rest >> 1 };
            bit += 1;
        }
        table[byte] = rest;
        byte += 1;
    }
    table
}

/// CRC-32 checksum, a byte at a time.
pub fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for &byte in bytes {
        crc = crc >> 8 ^ CRC32[((crc ^ u32::from(byte)) & 0xff) as usize];
    }
    !crc
}

/// The tables of [`CRC32`] for a byte that is one to four places from the end of a word.
const CRC32_BY_FOUR: [[u32; 256]; 4] = crc_tables(CRC32);

const fn crc_tables(first: [u32; 256]) -> [[u32; 256]; 4] {
    let mut tables = [first; 4];
    let mut place = 1;
    while place < 4 {
        let mut byte = 0;
        while byte < 256 {
            let before = tables[place - 1][byte];
            tables[place][byte] = before >> 8 ^ first[(before & 0xff) as usize];
            byte += 1;
        }
        place += 1;
    }
    tables
}

/// CRC-32 checksum, four bytes at a time.
pub fn crc32_by_four(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    let mut words = bytes.chunks_exact(4);
    for word in &mut words {
        let word = crc ^ u32::from_le_bytes([word[0], word[1], word[2], word[3]]);
        crc = CRC32_BY_FOUR[3][(word & 0xff) as usize]
            ^ CRC32_BY_FOUR[2][(word >> 8 & 0xff) as usize]
            ^ CRC32_BY_FOUR[1][(word >> 16 & 0xff) as usize]
            ^ CRC32_BY_FOUR[0][(word >> 24) as usize];
    }
    for &byte in words.remainder() {
        crc = crc >> 8 ^ CRC32_BY_FOUR[0][((crc ^ u32::from(byte)) & 0xff) as usize];
    }
    !crc
}

/// Adler-32 checksum: the remainders are taken once for as many bytes as cannot overflow.
pub fn adler32(bytes: &[u8]) -> u32 {
    let (mut a, mut b) = (1u32, 0u32);
    for chunk in bytes.chunks(5552) {
        for &byte in chunk {
            a += u32::from(byte);
            b += a;
        }
        a %= 65_521;
        b %= 65_521;
    }
    b << 16 | a
}

/// Fletcher-16 checksum, with few remainders.
pub fn fletcher16(bytes: &[u8]) -> u16 {
    let (mut a, mut b) = (0u32, 0u32);
    for chunk in bytes.chunks(4096) {
        for &byte in chunk {
            a += u32::from(byte);
            b += a;
        }
        a %= 255;
        b %= 255;
    }
    (b << 8 | a) as u16
}

/// Internet checksum: the complement of the sum of big-endian words, with the carries added.
pub fn internet_checksum(bytes: &[u8]) -> u16 {
    let mut words = bytes.chunks_exact(2);
    let mut sum: u64 = 0;
    for word in &mut words {
        sum += u64::from(u16::from_be_bytes([word[0], word[1]]));
    }
    if let [last] = words.remainder() {
        sum += u64::from(*last) << 8;
    }
    while sum > 0xffff {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    !(sum as u16)
}
