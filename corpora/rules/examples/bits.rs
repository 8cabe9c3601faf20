//! Code that the rules of `bits.toml` are for.

mod count_ones {
    fn ones(mut word: u64) -> u32 {
        let mut count: u32 = 0;
        while word != 0 {
            if word & 1 == 1 {
                count += 1;
            }
            word >>= 1;
        }
        count
    }

    pub fn example() -> String {
        format!("{:?}", [0, 1, 2, 255, 1 << 63, 0x1234_5678_9abc, u64::MAX].map(ones))
    }
}

mod count_ones_by_position {
    struct Board {
        squares: u64,
    }

    impl Board {
        fn taken(&self) -> u32 {
            let mut count: u32 = 0;
            for i in 0..64 {
                if (self.squares >> i) & 1 == 1 {
                    count += 1;
                }
            }
            count
        }
    }

    pub fn example() -> String {
        format!("{:?}", [0, 1, 0xff00, 1 << 63, u64::MAX].map(|squares| Board { squares }.taken()))
    }
}

mod count_different_bits {
    fn distance(a: u32, b: u32) -> usize {
        let mut count: usize = 0;
        for i in 0..32 {
            if (a >> i) & 1 != (b >> i) & 1 {
                count += 1;
            }
        }
        count
    }

    pub fn example() -> String {
        format!("{:?}", [(0, 0), (0, u32::MAX), (5, 6), (1 << 31, 1)].map(|(a, b)| distance(a, b)))
    }
}

mod different_bits_counted {
    fn distance(a: u16, b: u16) -> usize {
        (0..16).filter(|&i| (a >> i) & 1 != (b >> i) & 1).count()
    }

    pub fn example() -> String {
        format!("{:?}", [(0, 0), (0, u16::MAX), (5, 6), (1 << 15, 1)].map(|(a, b)| distance(a, b)))
    }
}

mod set_bits_counted {
    fn members(set: u32) -> usize {
        (0..32).filter(|&i| set & (1 << i) != 0).count()
    }

    fn parity(word: u32) -> bool {
        let ones: u32 = (0..32).map(|i| (word >> i) & 1).sum();
        ones % 2 == 1
    }

    pub fn example() -> String {
        let sets = [0, 1, 6, 7, 1 << 31, 0xf0f0, u32::MAX];
        format!("{:?} {:?}", sets.map(members), sets.map(parity))
    }
}

mod zeros {
    fn gcd_of_powers(mut n: u64) -> (u64, u32) {
        let mut twos: u32 = 0;
        while n & 1 == 0 {
            n >>= 1;
            twos += 1;
        }
        (n, twos)
    }

    pub fn example() -> String {
        format!("{:?}", [1, 2, 3, 12, 1000, 1 << 63].map(gcd_of_powers))
    }
}

mod mask {
    struct Ring {
        slots: [u32; 8],
        written: usize,
    }

    impl Ring {
        fn write(&mut self, value: u32) {
            let at: usize = self.written;
            self.slots[at % 8] = value;
            self.written += 1;
        }
    }

    pub fn example() -> String {
        let mut ring = Ring { slots: [0; 8], written: 0 };
        (1..20).for_each(|value| ring.write(value * value));
        format!("{:?}", ring.slots)
    }
}

mod widening_multiply {
    struct Table {
        buckets: Vec<Vec<u64>>,
    }

    impl Table {
        fn bucket(&self, key: u64) -> usize {
            let hash: u64 = key.wrapping_mul(0x9e37_79b9_7f4a_7c15);
            (hash % self.buckets.len() as u64) as usize
        }

        fn insert(&mut self, key: u64) {
            let bucket = self.bucket(key);
            if !self.buckets[bucket].contains(&key) {
                self.buckets[bucket].push(key);
            }
        }

        fn contains(&self, key: u64) -> bool {
            self.buckets[self.bucket(key)].contains(&key)
        }
    }

    pub fn example() -> String {
        let mut table = Table { buckets: vec![Vec::new(); 7] };
        [3, 5, 8, 13, 5, u64::MAX].into_iter().for_each(|key| table.insert(key));
        let count: usize = table.buckets.iter().map(Vec::len).sum();
        format!(
            "{count} {:?} {}",
            (0..20).filter(|key| table.contains(*key)).collect::<Vec<_>>(),
            table.contains(u64::MAX)
        )
    }
}

mod exchange {
    fn sort_three(v: &mut [u32; 3]) {
        if v[0] > v[1] {
            v.swap(0, 1);
        }
        if v[1] > v[2] {
            v.swap(1, 2);
        }
        if v[0] > v[1] {
            v.swap(0, 1);
        }
    }

    pub fn example() -> String {
        let mut all = [[1, 2, 3], [1, 3, 2], [2, 1, 3], [2, 3, 1], [3, 1, 2], [3, 2, 1], [2, 2, 1], [7, 7, 7]];
        all.iter_mut().for_each(sort_three);
        format!("{all:?}")
    }
}

mod exchange_by_hand {
    fn bubble_sort(list: &mut Vec<i32>) {
        for end in (1..list.len()).rev() {
            for i in 0..end {
                if list[i] > list[i + 1] {
                    let t = list[i];
                    list[i] = list[i + 1];
                    list[i + 1] = t;
                }
            }
        }
    }

    pub fn example() -> String {
        let mut lists = [vec![], vec![1], vec![3, -1, 2, 3, 0], vec![5, 4, 3, 2, 1]];
        lists.iter_mut().for_each(bubble_sort);
        format!("{lists:?}")
    }
}

mod select_added {
    fn sum_of_large(values: &[i64], limit: i64) -> i64 {
        let mut sum: i64 = 0;
        for &value in values {
            if value > limit {
                sum += value;
            }
        }
        sum
    }

    pub fn example() -> String {
        let values = [5, -3, 12, 7, 0, 12];
        format!("{:?} {}", [-10, 0, 6, 12].map(|limit| sum_of_large(&values, limit)), sum_of_large(&[], 0))
    }
}

mod select_added_or_taken {
    fn height(steps: &str) -> i32 {
        let mut height: i32 = 0;
        for step in steps.bytes() {
            if step == b'(' {
                height += 1;
            } else if step == b')' {
                height -= 1;
            }
        }
        height
    }

    pub fn example() -> String {
        format!("{:?}", ["", "(", "())", "(a(b)c", "none"].map(height))
    }
}

mod select_taken_or_added {
    fn balance(entries: &[(char, i64)]) -> i64 {
        let mut balance: i64 = 0;
        for &(kind, amount) in entries {
            if kind == '-' {
                balance -= amount;
            } else if kind == '+' {
                balance += amount;
            }
        }
        balance
    }

    pub fn example() -> String {
        let entries = [('+', 7), ('-', 5), ('?', 100), ('-', 9), ('+', 1)];
        format!("{:?}", (0..=5).map(|count| balance(&entries[..count])).collect::<Vec<_>>())
    }
}

mod both_asked {
    fn inside(x: i32, y: i32) -> bool {
        let across = x >= 0 && x < 10;
        across && y >= 0 && y < 5
    }

    pub fn example() -> String {
        format!("{:?}", [(0, 0), (9, 4), (10, 4), (-1, 2), (5, 5), (5, -1)].map(|(x, y)| inside(x, y)))
    }
}

mod both_asked_for_either {
    fn is_separator(byte: u8) -> bool {
        byte == b',' || byte == b';' || byte == b' '
    }

    pub fn example() -> String {
        format!("{:?}", b"a, b;c.".map(is_separator))
    }
}

mod smaller {
    fn shortest(a: u32, b: u32) -> u32 {
        if a < b {
            a
        } else {
            b
        }
    }

    pub fn example() -> String {
        format!("{:?}", [(1, 2), (2, 1), (3, 3), (0, u32::MAX)].map(|(a, b)| shortest(a, b)))
    }
}

mod larger {
    fn depth(left: i32, right: i32) -> i32 {
        let deeper = if left > right { left } else { right };
        deeper + 1
    }

    pub fn example() -> String {
        format!("{:?}", [(1, 2), (2, 1), (3, 3), (-5, -7)].map(|(left, right)| depth(left, right)))
    }
}

mod keep_smaller {
    fn cheapest(prices: &[u32]) -> u32 {
        let mut least: u32 = u32::MAX;
        for i in 0..prices.len() {
            let price: u32 = prices[i];
            if price < least {
                least = price;
            }
        }
        least
    }

    pub fn example() -> String {
        format!("{:?}", [&[][..], &[5], &[3, 1, 2, 1], &[9, 8, 7]].map(cheapest))
    }
}

mod keep_larger {
    struct Meter {
        peak: i64,
    }

    impl Meter {
        fn read(&mut self, value: i64) {
            if value > self.peak {
                self.peak = value;
            }
        }
    }

    pub fn example() -> String {
        let mut meter = Meter { peak: -1 };
        let peaks = [-5, 3, 2, 3, 8, 0].map(|value| {
            meter.read(value);
            meter.peak
        });
        format!("{peaks:?}")
    }
}

mod shift_in_place_of_swap {
    fn insertion_sort(list: &mut [u8]) {
        for i in 1..list.len() {
            let mut j = i;
            while j > 0 && list[j - 1] > list[j] {
                list.swap(j - 1, j);
                j -= 1;
            }
        }
    }

    pub fn example() -> String {
        let mut lists = [b"".to_vec(), b"a".to_vec(), b"insertion".to_vec(), b"zyx".to_vec()];
        lists.iter_mut().for_each(|list| insertion_sort(list));
        format!("{lists:?}")
    }
}

mod insert_without_branches {
    fn insertion_sort(list: &mut [i32]) {
        for i in 1..list.len() {
            let mut j = i;
            while j > 0 && list[j - 1] > list[j] {
                list.swap(j - 1, j);
                j -= 1;
            }
        }
    }

    pub fn example() -> String {
        let mut lists = [vec![], vec![1], vec![3, -1, 2, 3, 0], vec![5, 4, 3, 2, 1]];
        lists.iter_mut().for_each(|list| insertion_sort(list));
        format!("{lists:?}")
    }
}

mod set_bits_only {
    fn squares(board: u64) -> Vec<u32> {
        let mut squares = Vec::new();
        for i in 0..64 {
            if (board >> i) & 1 == 1 {
                squares.push(i);
            }
        }
        squares
    }

    pub fn example() -> String {
        format!("{:?}", [0, 1, 0b1010_0110, 1 << 63, u64::MAX].map(squares))
    }
}

mod last_set_bit {
    fn highest(mask: u32) -> Option<u32> {
        let mut highest = None;
        for i in 0..32 {
            if mask & (1 << i) != 0 {
                highest = Some(i);
            }
        }
        highest
    }

    pub fn example() -> String {
        format!("{:?}", [0, 1, 2, 0b1010, 1 << 31, u32::MAX].map(highest))
    }
}
