//! The seed's histogram with four tables, as entropy coders count (FSE and zstd, `HIST_count`): equal bytes that follow one
//! another do not wait for each other.

pub fn count(bytes: &[u8]) -> [u32; 256] {
    let mut tables = [[0_u32; 256]; 4];
    let chunks = bytes.chunks_exact(4);
    for &byte in chunks.remainder() {
        tables[0][usize::from(byte)] += 1;
    }
    for chunk in chunks {
        for (table, &byte) in tables.iter_mut().zip(chunk) {
            table[usize::from(byte)] += 1;
        }
    }
    std::array::from_fn(|byte| tables.iter().map(|table| table[byte]).sum())
}
