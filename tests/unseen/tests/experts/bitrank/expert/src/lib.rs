//! A fixed sequence of bits that answers how many ones stand before a place, and where the
//! n-th one stands.

/// A sequence of bits.
#[derive(Debug, Clone)]
pub struct Bits {
    /// The bits, and one word of zeros more.
    words: Vec<u64>,
    /// The ones before each word.
    before: Vec<u32>,
    length: usize,
}

impl Bits {
    /// Takes the bits of the bytes, the lowest bit of each byte first.
    pub fn from_bytes(bytes: &[u8]) -> Bits {
        let count = bytes.len() / 8 + 1;
        let mut words = Vec::with_capacity(count);
        let chunks = bytes.chunks_exact(8);
        let tail = chunks.remainder();
        for chunk in chunks {
            words.push(u64::from_le_bytes(chunk.try_into().unwrap()));
        }
        let mut last = [0u8; 8];
        last[..tail.len()].copy_from_slice(tail);
        words.push(u64::from_le_bytes(last));
        let mut before = Vec::with_capacity(count);
        let mut sum = 0u32;
        for word in &words {
            before.push(sum);
            sum += word.count_ones();
        }
        Bits { words, before, length: bytes.len() * 8 }
    }

    /// The number of ones before `index`; an index behind the end counts all of them.
    pub fn rank(&self, index: usize) -> usize {
        let end = index.min(self.length);
        let low = self.words[end / 64] & ((1u64 << (end % 64)) - 1);
        (self.before[end / 64] + low.count_ones()) as usize
    }

    /// The place of the one that has `n` ones before it.
    pub fn select(&self, n: usize) -> Option<usize> {
        // The last word with no more than n ones before it.
        let at = self.before.partition_point(|&ones| ones as usize <= n) - 1;
        let mut word = self.words[at];
        let skip = n - self.before[at] as usize;
        if skip >= word.count_ones() as usize {
            return None;
        }
        for _ in 0..skip {
            word &= word - 1;
        }
        Some(at * 64 + word.trailing_zeros() as usize)
    }

    /// The number of ones in each of the ranges `from..to`; a range that ends before it
    /// starts holds none.
    pub fn count_ranges(&self, ranges: &[(usize, usize)]) -> Vec<usize> {
        ranges
            .iter()
            .map(|&(from, to)| if from >= to { 0 } else { self.rank(to) - self.rank(from) })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rank_and_select() {
        let bits = Bits::from_bytes(&[0b0000_0101, 0b1000_0000]);
        assert_eq!((bits.rank(0), bits.rank(1), bits.rank(3), bits.rank(100)), (0, 1, 2, 3));
        assert_eq!((bits.select(0), bits.select(2), bits.select(3)), (Some(0), Some(15), None));
        let bits = Bits::from_bytes(&[0xff; 24]);
        assert_eq!(bits.count_ranges(&[(0, 8), (150, 300), (9, 3), (7, 7)]), vec![8, 42, 0, 0]);
        let bits = Bits::from_bytes(&[]);
        assert_eq!((bits.rank(5), bits.select(0)), (0, None));
    }
}
