//! Morton codes: the bits of two coordinates interleaved into one key, so that points near
//! to each other get keys near to each other.

/// The key of a point: the bits of `x` at the even places, those of `y` at the odd ones.
pub fn encode(x: u32, y: u32) -> u64 {
    let mut key = 0u64;
    let mut x = x;
    let mut y = y;
    let mut place = 0;
    while x != 0 || y != 0 {
        if x & 1 == 1 {
            key |= 1 << place;
        }
        if y & 1 == 1 {
            key |= 1 << (place + 1);
        }
        x >>= 1;
        y >>= 1;
        place += 2;
    }
    key
}

/// The point of a key.
pub fn decode(key: u64) -> (u32, u32) {
    let mut x = 0;
    let mut y = 0;
    for bit in 0..32 {
        if key >> (2 * bit) & 1 == 1 {
            x |= 1 << bit;
        }
        if key >> (2 * bit + 1) & 1 == 1 {
            y |= 1 << bit;
        }
    }
    (x, y)
}

/// The order in which the points are stored: indexes by rising key, and points with the
/// same key in the order given.
pub fn order(points: &[(u32, u32)]) -> Vec<usize> {
    let mut indexes: Vec<usize> = (0..points.len()).collect();
    indexes.sort_by(|a, b| {
        let left = encode(points[*a].0, points[*a].1);
        let right = encode(points[*b].0, points[*b].1);
        left.cmp(&right)
    });
    indexes
}

/// The smallest box `(left, top, right, bottom)` around the points of the keys, `None` if
/// there are no keys. All bounds are inclusive.
pub fn bounds(keys: &[u64]) -> Option<(u32, u32, u32, u32)> {
    let points: Vec<(u32, u32)> = keys.iter().map(|key| decode(*key)).collect();
    let left = points.iter().map(|p| p.0).min()?;
    let top = points.iter().map(|p| p.1).min()?;
    let right = points.iter().map(|p| p.0).max()?;
    let bottom = points.iter().map(|p| p.1).max()?;
    Some((left, top, right, bottom))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes() {
        assert_eq!(encode(0, 0), 0);
        assert_eq!(encode(3, 0), 0b101);
        assert_eq!(encode(0, 3), 0b1010);
        assert_eq!(encode(u32::MAX, u32::MAX), u64::MAX);
        for (x, y) in [(1, 2), (77, 1 << 31), (0xdead_beef, 0x0123_4567)] {
            assert_eq!(decode(encode(x, y)), (x, y));
        }
    }

    #[test]
    fn orders() {
        assert_eq!(order(&[(1, 1), (0, 0), (1, 0), (0, 1), (1, 0)]), vec![1, 2, 4, 3, 0]);
        assert!(order(&[]).is_empty());
    }

    #[test]
    fn boxes() {
        assert_eq!(bounds(&[encode(4, 9), encode(7, 2)]), Some((4, 2, 7, 9)));
        assert_eq!(bounds(&[]), None);
    }
}
