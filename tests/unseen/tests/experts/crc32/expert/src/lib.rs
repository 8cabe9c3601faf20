//! CRC-32, sixteen bytes at a time.

const TABLES: [[u32; 256]; 16] = {
    let mut tables = [[0u32; 256]; 16];
    let mut i = 0;
    while i < 256 {
        let mut crc = i as u32;
        let mut bit = 0;
        while bit < 8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
            bit += 1;
        }
        tables[0][i] = crc;
        i += 1;
    }
    let mut t = 1;
    while t < 16 {
        let mut i = 0;
        while i < 256 {
            let before = tables[t - 1][i];
            tables[t][i] = (before >> 8) ^ tables[0][(before & 255) as usize];
            i += 1;
        }
        t += 1;
    }
    tables
};

static T: [[u32; 256]; 16] = TABLES;

#[derive(Debug, Clone)]
pub struct Crc32 {
    state: u32,
    length: u64,
}

impl Crc32 {
    pub fn new() -> Self {
        Crc32 { state: !0, length: 0 }
    }

    pub fn update(&mut self, data: &[u8]) {
        let mut crc = self.state;
        let mut chunks = data.chunks_exact(16);
        for chunk in &mut chunks {
            let c: &[u8; 16] = chunk.try_into().unwrap();
            let first = (u32::from_le_bytes([c[0], c[1], c[2], c[3]]) ^ crc).to_le_bytes();
            crc = T[15][first[0] as usize]
                ^ T[14][first[1] as usize]
                ^ T[13][first[2] as usize]
                ^ T[12][first[3] as usize]
                ^ T[11][c[4] as usize]
                ^ T[10][c[5] as usize]
                ^ T[9][c[6] as usize]
                ^ T[8][c[7] as usize]
                ^ T[7][c[8] as usize]
                ^ T[6][c[9] as usize]
                ^ T[5][c[10] as usize]
                ^ T[4][c[11] as usize]
                ^ T[3][c[12] as usize]
                ^ T[2][c[13] as usize]
                ^ T[1][c[14] as usize]
                ^ T[0][c[15] as usize];
        }
        for &byte in chunks.remainder() {
            crc = (crc >> 8) ^ T[0][usize::from(crc as u8 ^ byte)];
        }
        self.state = crc;
        self.length += data.len() as u64;
    }

    pub fn value(&self) -> u32 {
        !self.state
    }

    pub fn length(&self) -> u64 {
        self.length
    }
}

impl Default for Crc32 {
    fn default() -> Self {
        Self::new()
    }
}

pub fn crc32(data: &[u8]) -> u32 {
    let mut crc = Crc32::new();
    crc.update(data);
    crc.value()
}
