//! Morton codes: the bits of two coordinates interleaved into one key, so that points near
//! to each other get keys near to each other.

#[inline]
fn spread(value: u32) -> u64 {
    let mut v = value as u64;
    v = (v | v << 16) & 0x0000_ffff_0000_ffff;
    v = (v | v << 8) & 0x00ff_00ff_00ff_00ff;
    v = (v | v << 4) & 0x0f0f_0f0f_0f0f_0f0f;
    v = (v | v << 2) & 0x3333_3333_3333_3333;
    (v | v << 1) & 0x5555_5555_5555_5555
}

#[inline]
fn gather(key: u64) -> u32 {
    let mut v = key & 0x5555_5555_5555_5555;
    v = (v | v >> 1) & 0x3333_3333_3333_3333;
    v = (v | v >> 2) & 0x0f0f_0f0f_0f0f_0f0f;
    v = (v | v >> 4) & 0x00ff_00ff_00ff_00ff;
    v = (v | v >> 8) & 0x0000_ffff_0000_ffff;
    (v | v >> 16) as u32
}

/// The key of a point: the bits of `x` at the even places, those of `y` at the odd ones.
pub fn encode(x: u32, y: u32) -> u64 {
    spread(x) | spread(y) << 1
}

/// The point of a key.
pub fn decode(key: u64) -> (u32, u32) {
    (gather(key), gather(key >> 1))
}

/// The order in which the points are stored: indexes by rising key, and points with the
/// same key in the order given.
pub fn order(points: &[(u32, u32)]) -> Vec<usize> {
    let mut keyed: Vec<(u64, usize)> =
        points.iter().enumerate().map(|(index, p)| (encode(p.0, p.1), index)).collect();
    keyed.sort_unstable();
    keyed.into_iter().map(|(_, index)| index).collect()
}

/// The smallest box `(left, top, right, bottom)` around the points of the keys, `None` if
/// there are no keys. All bounds are inclusive.
pub fn bounds(keys: &[u64]) -> Option<(u32, u32, u32, u32)> {
    // Interleaving keeps the order of each coordinate, so the keys need no decoding one by one.
    const EVEN: u64 = 0x5555_5555_5555_5555;
    let first = *keys.first()?;
    let (mut left, mut right) = (first & EVEN, first & EVEN);
    let (mut top, mut bottom) = (first & !EVEN, first & !EVEN);
    for &key in keys {
        let (x, y) = (key & EVEN, key & !EVEN);
        left = left.min(x);
        right = right.max(x);
        top = top.min(y);
        bottom = bottom.max(y);
    }
    Some((gather(left), gather(top >> 1), gather(right), gather(bottom >> 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all() {
        assert_eq!(encode(3, 0), 0b101);
        assert_eq!(encode(0, 3), 0b1010);
        assert_eq!(encode(u32::MAX, u32::MAX), u64::MAX);
        for (x, y) in [(1, 2), (77, 1 << 31), (0xdead_beef, 0x0123_4567)] {
            assert_eq!(decode(encode(x, y)), (x, y));
        }
        assert_eq!(order(&[(1, 1), (0, 0), (1, 0), (0, 1), (1, 0)]), vec![1, 2, 4, 3, 0]);
        assert_eq!(bounds(&[encode(4, 9), encode(7, 2)]), Some((4, 2, 7, 9)));
        assert_eq!(bounds(&[]), None);
    }
}
