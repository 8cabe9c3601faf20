//! Numbers of a fixed width in bits, packed into bytes, lowest bit first.

/// The least width that holds every one of the values.
pub fn width_for(values: &[u64]) -> u32 {
    let mut width = 0;
    for value in values {
        let mut needed = 0;
        let mut rest = *value;
        while rest > 0 {
            needed += 1;
            rest >>= 1;
        }
        if needed > width {
            width = needed;
        }
    }
    width
}

/// Packs values; `None` if the width is above 64 or a value does not fit.
pub fn pack(values: &[u64], width: u32) -> Option<Vec<u8>> {
    if width > 64 || width_for(values) > width {
        return None;
    }
    let mut out = Vec::new();
    let mut position = 0;
    for value in values {
        for bit in 0..width {
            if position % 8 == 0 {
                out.push(0);
            }
            if (value >> bit) & 1 == 1 {
                out[position / 8] |= 1 << (position % 8);
            }
            position += 1;
        }
    }
    Some(out)
}

/// The value at an index, or `None` if the bytes end before.
pub fn get(bytes: &[u8], width: u32, index: usize) -> Option<u64> {
    if width > 64 {
        return None;
    }
    let mut value = 0;
    for bit in 0..width {
        let position = index.checked_mul(width as usize)?.checked_add(bit as usize)?;
        let byte = bytes.get(position / 8)?;
        if byte >> (position % 8) & 1 == 1 {
            value |= 1 << bit;
        }
    }
    Some(value)
}

/// As many whole values as the bytes hold. Nothing for the width 0.
pub fn unpack(bytes: &[u8], width: u32) -> Vec<u64> {
    let mut values = Vec::new();
    if width == 0 {
        return values;
    }
    while let Some(value) = get(bytes, width, values.len()) {
        values.push(value);
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packs() {
        assert_eq!(width_for(&[0, 5, 9]), 4);
        assert_eq!(pack(&[1, 2, 3], 4), Some(vec![0x21, 0x03]));
        assert_eq!(pack(&[16], 4), None);
    }

    #[test]
    fn unpacks() {
        let values = vec![u64::MAX, 0, 77];
        assert_eq!(unpack(&pack(&values, 64).unwrap(), 64), values);
        assert_eq!(get(&[0x21, 0x03], 4, 2), Some(3));
        assert_eq!(get(&[0x21, 0x03], 4, 4), None);
        assert_eq!(unpack(&[0x21], 3), vec![1, 4]);
    }
}
