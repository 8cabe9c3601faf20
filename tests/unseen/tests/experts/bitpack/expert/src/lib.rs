//! Numbers of a fixed width in bits, packed into bytes, lowest bit first.

/// The least width that holds every one of the values.
pub fn width_for(values: &[u64]) -> u32 {
    let all = values.iter().fold(0, |all, value| all | value);
    64 - all.leading_zeros()
}

/// Packs values; `None` if the width is above 64 or a value does not fit.
pub fn pack(values: &[u64], width: u32) -> Option<Vec<u8>> {
    if width > 64 || width_for(values) > width {
        return None;
    }
    let mut out = Vec::with_capacity((values.len() * width as usize).div_ceil(8));
    let mut buffer = 0u64;
    let mut bits = 0;
    for &value in values {
        buffer |= value << bits;
        bits += width;
        if bits >= 64 {
            out.extend_from_slice(&buffer.to_le_bytes());
            bits -= 64;
            // What of the value did not find room
            buffer = value.checked_shr(width - bits).unwrap_or(0);
        }
    }
    out.extend_from_slice(&buffer.to_le_bytes()[..bits.div_ceil(8) as usize]);
    Some(out)
}

fn at(bytes: &[u8], position: usize, width: u32) -> u64 {
    let start = position / 8;
    let shift = position % 8;
    let mask = u64::MAX >> (64 - width);
    if let Some(block) = bytes.get(start..start + 8) {
        let mut eight = [0; 8];
        eight.copy_from_slice(block);
        let mut value = u64::from_le_bytes(eight) >> shift;
        if shift + width as usize > 64 {
            value |= (bytes[start + 8] as u64) << (64 - shift);
        }
        return value & mask;
    }
    let mut block = [0; 8];
    let rest = &bytes[start..];
    block[..rest.len()].copy_from_slice(rest);
    (u64::from_le_bytes(block) >> shift) & mask
}

/// The value at an index, or `None` if the bytes end before.
pub fn get(bytes: &[u8], width: u32, index: usize) -> Option<u64> {
    if width > 64 {
        return None;
    }
    if width == 0 {
        return Some(0);
    }
    let position = index.checked_mul(width as usize)?;
    let last = position.checked_add(width as usize - 1)?;
    if last / 8 >= bytes.len() {
        return None;
    }
    Some(at(bytes, position, width))
}

/// As many whole values as the bytes hold. Nothing for the width 0.
pub fn unpack(bytes: &[u8], width: u32) -> Vec<u64> {
    if width == 0 || width > 64 {
        return Vec::new();
    }
    let count = bytes.len() * 8 / width as usize;
    (0..count).map(|index| at(bytes, index * width as usize, width)).collect()
}
