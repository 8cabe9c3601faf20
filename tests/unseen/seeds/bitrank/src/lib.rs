//! A fixed sequence of bits that answers how many ones stand before a place, and where the
//! n-th one stands.

/// A sequence of bits.
#[derive(Debug, Clone)]
pub struct Bits {
    bits: Vec<bool>,
}

impl Bits {
    /// Takes the bits of the bytes, the lowest bit of each byte first.
    pub fn from_bytes(bytes: &[u8]) -> Bits {
        let mut bits = Vec::new();
        for byte in bytes {
            for place in 0..8 {
                bits.push((byte >> place) & 1 == 1);
            }
        }
        Bits { bits }
    }

    /// The number of ones before `index`; an index behind the end counts all of them.
    pub fn rank(&self, index: usize) -> usize {
        let end = index.min(self.bits.len());
        let mut count = 0;
        for i in 0..end {
            if self.bits[i] {
                count += 1;
            }
        }
        count
    }

    /// The place of the one that has `n` ones before it.
    pub fn select(&self, n: usize) -> Option<usize> {
        let mut seen = 0;
        for i in 0..self.bits.len() {
            if self.bits[i] {
                if seen == n {
                    return Some(i);
                }
                seen += 1;
            }
        }
        None
    }

    /// The number of ones in each of the ranges `from..to`; a range that ends before it
    /// starts holds none.
    pub fn count_ranges(&self, ranges: &[(usize, usize)]) -> Vec<usize> {
        let mut counts = Vec::new();
        for &(from, to) in ranges {
            if from >= to {
                counts.push(0);
            } else {
                counts.push(self.rank(to) - self.rank(from));
            }
        }
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rank_and_select() {
        let bits = Bits::from_bytes(&[0b0000_0101, 0b1000_0000]);
        assert_eq!(bits.rank(0), 0);
        assert_eq!(bits.rank(1), 1);
        assert_eq!(bits.rank(3), 2);
        assert_eq!(bits.rank(100), 3);
        assert_eq!(bits.select(0), Some(0));
        assert_eq!(bits.select(2), Some(15));
        assert_eq!(bits.select(3), None);
    }

    #[test]
    fn ranges() {
        let bits = Bits::from_bytes(&[0xff; 20]);
        assert_eq!(bits.count_ranges(&[(0, 8), (150, 300), (9, 3), (7, 7)]), vec![8, 10, 0, 0]);
    }

    #[test]
    fn empty() {
        let bits = Bits::from_bytes(&[]);
        assert_eq!(bits.rank(5), 0);
        assert_eq!(bits.select(0), None);
    }
}
