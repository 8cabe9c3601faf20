//! A bit set in words, with its count kept.

#[derive(Clone)]
pub struct IdSet {
    words: Vec<u64>,
    limit: usize,
    count: usize,
}

impl IdSet {
    pub fn new(limit: usize) -> Self {
        Self { words: vec![0; limit.div_ceil(64)], limit, count: 0 }
    }

    #[inline]
    pub fn insert(&mut self, id: usize) -> bool {
        if id >= self.limit {
            return false;
        }
        let word = &mut self.words[id / 64];
        let fresh = (*word >> (id % 64) & 1) ^ 1;
        *word |= 1 << (id % 64);
        self.count += fresh as usize;
        fresh == 1
    }

    pub fn insert_all(&mut self, ids: &[usize]) -> usize {
        let before = self.count;
        for &id in ids {
            self.insert(id);
        }
        self.count - before
    }

    pub fn remove(&mut self, id: usize) -> bool {
        if !self.contains(id) {
            return false;
        }
        self.words[id / 64] &= !(1 << (id % 64));
        self.count -= 1;
        true
    }

    #[inline]
    pub fn contains(&self, id: usize) -> bool {
        id < self.limit && self.words[id / 64] >> (id % 64) & 1 == 1
    }

    pub fn len(&self) -> usize {
        self.count
    }

    pub fn common(&self, other: &IdSet) -> usize {
        self.words.iter().zip(&other.words).map(|(a, b)| (a & b).count_ones() as usize).sum()
    }

    pub fn to_vec(&self) -> Vec<usize> {
        let mut ids = Vec::with_capacity(self.count);
        for (i, &word) in self.words.iter().enumerate() {
            let mut word = word;
            while word != 0 {
                ids.push(i * 64 + word.trailing_zeros() as usize);
                word &= word - 1;
            }
        }
        ids
    }

    pub fn first_free(&self) -> Option<usize> {
        let at = self.words.iter().position(|&word| word != !0)?;
        let id = at * 64 + self.words[at].trailing_ones() as usize;
        (id < self.limit).then_some(id)
    }
}
