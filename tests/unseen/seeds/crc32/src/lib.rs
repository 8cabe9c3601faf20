//! The CRC-32 of Ethernet, zip and PNG.

/// The generator polynomial, bits reversed.
const POLYNOMIAL: u32 = 0xedb8_8320;

/// A checksum under way. Data may come in pieces.
#[derive(Debug, Clone)]
pub struct Crc32 {
    state: u32,
    length: u64,
}

impl Crc32 {
    /// Starts a checksum of nothing.
    pub fn new() -> Self {
        Crc32 { state: 0xffff_ffff, length: 0 }
    }

    /// Adds more data.
    pub fn update(&mut self, data: &[u8]) {
        for &byte in data {
            self.add_byte(byte);
        }
        self.length += data.len() as u64;
    }

    /// The checksum of all data so far.
    pub fn value(&self) -> u32 {
        !self.state
    }

    /// How many bytes were added.
    pub fn length(&self) -> u64 {
        self.length
    }

    fn add_byte(&mut self, byte: u8) {
        self.state ^= u32::from(byte);
        for _ in 0..8 {
            if self.state & 1 == 1 {
                self.state = (self.state >> 1) ^ POLYNOMIAL;
            } else {
                self.state >>= 1;
            }
        }
    }
}

impl Default for Crc32 {
    fn default() -> Self {
        Self::new()
    }
}

/// The checksum of one piece of data.
pub fn crc32(data: &[u8]) -> u32 {
    let mut crc = Crc32::new();
    crc.update(data);
    crc.value()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_value() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
        assert_eq!(crc32(b""), 0);
    }

    #[test]
    fn pieces_are_like_the_whole() {
        let mut crc = Crc32::new();
        crc.update(b"1234");
        crc.update(b"");
        crc.update(b"56789");
        assert_eq!(crc.value(), crc32(b"123456789"));
        assert_eq!(crc.length(), 9);
    }
}
