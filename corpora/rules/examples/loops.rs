//! Code that the rules of `loops.toml` are for.

mod peel {
    fn longest<'a>(words: &[&'a str]) -> Option<&'a str> {
        let mut best: Option<&str> = None;
        for word in words {
            if best.map_or(true, |old| word.len() > old.len()) {
                best = Some(word);
            }
        }
        best
    }

    pub fn example() -> String {
        format!("{:?} {:?} {:?}", longest(&[]), longest(&["one"]), longest(&["a", "list", "of", "words", "thats"]))
    }
}

mod peel_while {
    fn digits(mut n: u64) -> Vec<u8> {
        let mut digits = Vec::new();
        while n > 0 {
            digits.push((n % 10) as u8);
            n /= 10;
        }
        digits
    }

    pub fn example() -> String {
        format!("{:?}", [0, 7, 10, 65536, u64::MAX].map(digits))
    }
}

mod items {
    struct Samples(Vec<i32>);

    impl Samples {
        fn mean(&self) -> i32 {
            let mut sum = 0;
            for i in 0..self.0.len() {
                sum += self.0[i];
            }
            sum / self.0.len().max(1) as i32
        }

        fn weighted(&self) -> i32 {
            let mut sum = 0;
            for i in 0..self.0.len() {
                sum += self.0[i] * i as i32;
            }
            sum
        }
    }

    pub fn example() -> String {
        let all = [vec![], vec![5], vec![3, -4, 8, 1]].map(Samples);
        format!("{:?} {:?}", all.each_ref().map(Samples::mean), all.each_ref().map(Samples::weighted))
    }
}

mod items_to_write {
    fn squares(values: &mut Vec<i64>) {
        for i in 0..values.len() {
            values[i] = values[i] * values[i];
        }
    }

    fn numbers(places: &mut [usize]) {
        for i in 0..places.len() {
            places[i] = i;
        }
    }

    pub fn example() -> String {
        let mut all = [vec![], vec![-3], vec![2, 5, -7, 0]];
        all.iter_mut().for_each(squares);
        let mut places = [9; 5];
        numbers(&mut places);
        format!("{all:?} {places:?}")
    }
}

mod items_to_add_to {
    fn shift(values: &mut [i32], by: i32) {
        for i in 0..values.len() {
            values[i] += by;
        }
    }

    fn tilt(values: &mut [i32]) {
        for i in 0..values.len() {
            values[i] += 2 * i as i32;
        }
    }

    pub fn example() -> String {
        let mut all = [vec![], vec![-3], vec![2, 5, -7, 0]];
        for values in &mut all {
            shift(values, 10);
            tilt(values);
        }
        format!("{all:?}")
    }
}

mod items_of_two {
    fn dot(a: &[f64], b: &[f64]) -> f64 {
        let n = a.len().min(b.len());
        let mut sum = 0.0;
        for i in 0..n {
            sum += a[i] * b[i];
        }
        sum
    }

    pub fn example() -> String {
        let (a, b) = ([1.5, 2.0, -3.0], [4.0, 0.5, 2.0]);
        format!("{:?}", [dot(&[], &[]), dot(&a, &b), dot(&a[1..], &b[..2])])
    }
}

mod items_beside_a_margin {
    fn costs(steps: &[u32]) -> Vec<u32> {
        let n = steps.len();
        let mut cost = vec![0; n + 1];
        for i in 1..=n {
            cost[i] = 3 * steps[i - 1] + 1;
        }
        cost
    }

    fn weighted(values: &[i32]) -> Vec<i32> {
        let n = values.len();
        let mut weighted = vec![0; n + 1];
        for i in 1..=n {
            weighted[i] = values[i - 1] * i as i32;
        }
        weighted
    }

    pub fn example() -> String {
        format!("{:?} {:?} {:?} {:?}", costs(&[]), costs(&[4]), costs(&[1, 2, 2, 7]), weighted(&[5, -1, 3]))
    }
}

mod items_before_a_margin {
    fn widths(columns: &[&str]) -> Vec<usize> {
        let mut widths = vec![0; columns.len() + 1];
        for i in 0..columns.len() {
            widths[i + 1] = columns[i].len() + 2;
        }
        widths
    }

    fn starts(lengths: &[u32]) -> Vec<u32> {
        let n = lengths.len();
        let mut starts = vec![0; n + 1];
        let mut total = 0;
        for i in 0..n {
            total += lengths[i];
            starts[i + 1] = total;
        }
        starts
    }

    pub fn example() -> String {
        format!("{:?} {:?} {:?} {:?}", widths(&["name", "", "age"]), starts(&[]), starts(&[4]), starts(&[1, 2, 2, 7]))
    }
}

mod while_to_for {
    fn count_spaces(text: &[u8]) -> usize {
        let mut spaces = 0;
        let mut i = 0;
        while i < text.len() {
            if text[i] == b' ' {
                spaces += 1;
            }
            i += 1;
        }
        spaces
    }

    pub fn example() -> String {
        format!("{:?}", [&b""[..], b" ", b"no", b" a b  c "].map(count_spaces))
    }
}

mod pairs {
    fn is_sorted(values: &[i32]) -> bool {
        for i in 1..values.len() {
            if values[i] < values[i - 1] {
                return false;
            }
        }
        true
    }

    pub fn example() -> String {
        format!("{:?}", [&[][..], &[4], &[1, 1, 2], &[1, 3, 2], &[2, 1]].map(is_sorted))
    }
}

mod rows {
    fn common(a: &[u8], b: &[u8]) -> usize {
        let mut longest = vec![vec![0usize; b.len() + 1]; a.len() + 1];
        for i in 1..=a.len() {
            for j in 1..=b.len() {
                longest[i][j] = if a[i - 1] == b[j - 1] {
                    longest[i - 1][j - 1] + 1
                } else {
                    longest[i - 1][j].max(longest[i][j - 1])
                };
            }
        }
        longest[a.len()][b.len()]
    }

    pub fn example() -> String {
        let all = [("", ""), ("a", ""), ("abcbdab", "bdcaba"), ("same", "same"), ("other", "things")];
        format!("{:?}", all.map(|(a, b)| common(a.as_bytes(), b.as_bytes())))
    }
}

mod rows_from_below {
    struct Differ<'a> {
        old: &'a [i32],
        new: &'a [i32],
    }

    impl Differ<'_> {
        fn table(&self) -> Vec<Vec<u32>> {
            let (n, m) = (self.old.len(), self.new.len());
            let mut common = vec![vec![0; m + 1]; n + 1];
            for i in (0..n).rev() {
                for j in (0..m).rev() {
                    if self.old[i] == self.new[j] {
                        common[i][j] = common[i + 1][j + 1] + 1;
                    } else {
                        common[i][j] = common[i + 1][j].max(common[i][j + 1]);
                    }
                }
            }
            common
        }
    }

    pub fn example() -> String {
        let table = |old, new| Differ { old, new }.table();
        format!("{:?} {:?} {:?}", table(&[], &[]), table(&[1, 2, 3, 4], &[2, 4, 1]), table(&[5, 5], &[5, 5, 5]))
    }
}

mod leave_early {
    fn has_negative(values: &[i32]) -> bool {
        let mut found = false;
        for value in values {
            if *value < 0 {
                found = true;
            }
        }
        found
    }

    pub fn example() -> String {
        format!("{:?}", [&[][..], &[-1], &[1, 2], &[3, -1, -2, 4]].map(has_negative))
    }
}

mod leave_early_where_wrong {
    fn all_letters(text: &str) -> bool {
        let mut good = true;
        for c in text.chars() {
            if !c.is_alphabetic() {
                good = false;
            }
        }
        good
    }

    pub fn example() -> String {
        format!("{:?}", ["", "a", "1", "word", "two words", "größe"].map(all_letters))
    }
}

mod leave_early_while {
    fn has_divisor(n: u32) -> bool {
        let mut divisor = 2;
        let mut found = false;
        while divisor < n {
            if n % divisor == 0 {
                found = true;
            }
            divisor += 1;
        }
        found
    }

    pub fn example() -> String {
        format!("{:?}", (0..50).map(has_divisor).collect::<Vec<_>>())
    }
}

mod leave_early_where_wrong_while {
    fn is_palindrome(text: &str) -> bool {
        let letters = text.as_bytes();
        let mut same = true;
        let mut i = 0;
        while i < letters.len() / 2 {
            let mirrored = letters.len() - 1 - i;
            if letters[i] != letters[mirrored] {
                same = false;
            }
            i += 1;
        }
        same
    }

    pub fn example() -> String {
        format!("{:?}", ["", "a", "ab", "otto", "level", "lever"].map(is_palindrome))
    }
}

mod interchange {
    fn product(a: &[Vec<i64>], b: &[Vec<i64>]) -> Vec<Vec<i64>> {
        let n = b.len();
        let width = b.first().map_or(0, Vec::len);
        let mut c = vec![vec![0; width]; a.len()];
        for i in 0..a.len() {
            for j in 0..width {
                for k in 0..n {
                    c[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        c
    }

    pub fn example() -> String {
        let (a, b) = (vec![vec![1, 2, 3], vec![4, 5, 6]], vec![vec![1, -1], vec![0, 2], vec![7, 3]]);
        format!("{:?} {:?} {:?}", product(&a, &b), product(&b, &a), product(&[], &[]))
    }
}

mod interchange_of_sums {
    type Matrix = [[i64; 3]; 3];

    fn product(a: &Matrix, b: &Matrix) -> Matrix {
        let mut c = [[0; 3]; 3];
        for i in 0..3 {
            for j in 0..3 {
                let mut sum = 0;
                for k in 0..3 {
                    sum += a[i][k] * b[k][j];
                }
                c[i][j] = sum;
            }
        }
        c
    }

    pub fn example() -> String {
        let (a, one) = ([[1, 2, 3], [4, 5, 6], [7, 8, 9]], [[1, 0, 0], [0, 1, 0], [0, 0, 1]]);
        format!("{:?} {:?}", product(&a, &a), product(&one, &a))
    }
}

mod items_of_two_to_write {
    fn add(total: &mut [u32], part: &[u32]) {
        let n = total.len();
        assert_eq!(n, part.len());
        for i in 0..n {
            total[i] += part[i];
        }
    }

    pub fn example() -> String {
        let mut total = vec![0; 4];
        add(&mut total, &[1, 2, 3, 4]);
        add(&mut total, &[5, 0, 0, 7]);
        add(&mut [], &[]);
        format!("{total:?}")
    }
}

mod sliding_sum {
    fn best_window(values: &[i64], width: usize) -> Option<i64> {
        if values.len() < width {
            return None;
        }
        let mut best = None;
        for start in 0..values.len() - width + 1 {
            let mut sum = 0;
            for j in start..start + width {
                sum += values[j];
            }
            best = best.max(Some(sum));
        }
        best
    }

    pub fn example() -> String {
        let values = [3, -1, 4, 1, -5, 9, 2, 6];
        format!("{:?} {:?}", (0..10).map(|width| best_window(&values, width)).collect::<Vec<_>>(), best_window(&[], 1))
    }
}

mod sliding_sum_of_slices {
    fn averages(values: &[f64], width: usize) -> Vec<f64> {
        let mut averages = Vec::new();
        for start in 0..(values.len() + 1).saturating_sub(width) {
            let mut sum = 0.0;
            for value in &values[start..start + width] {
                sum += value;
            }
            averages.push(sum / width as f64);
        }
        averages
    }

    pub fn example() -> String {
        let values = [3.0, -1.0, 4.0, 1.0, -5.0, 9.0];
        format!("{:?} {:?}", (1..8).map(|width| averages(&values, width)).collect::<Vec<_>>(), averages(&[], 2))
    }
}

mod sliding_sum_of_windows {
    fn rises(depths: &[i32]) -> usize {
        let sums: Vec<i32> = depths.windows(3).map(|window| window.iter().sum()).collect();
        sums.windows(2).filter(|pair| pair[0] < pair[1]).count()
    }

    fn widest(depths: &[i32], width: usize) -> Option<i32> {
        depths.windows(width).map(|window| window.iter().sum::<i32>()).max()
    }

    pub fn example() -> String {
        let depths = [199, 200, 208, 210, 200, 207, 240, 269, 260, 263];
        let widths: Vec<_> = (1..12).map(|width| widest(&depths, width)).collect();
        format!("{:?} {:?} {widths:?}", rises(&depths), rises(&[]))
    }
}

mod running_sum {
    fn balances(changes: &[i64]) -> Vec<i64> {
        let mut balances = Vec::with_capacity(changes.len());
        for day in 0..changes.len() {
            let mut balance = 0;
            for earlier in 0..=day {
                balance += changes[earlier];
            }
            balances.push(balance);
        }
        balances
    }

    pub fn example() -> String {
        format!("{:?}", [balances(&[]), balances(&[5]), balances(&[5, -7, 0, 3, 3])])
    }
}

mod running_sum_of_items {
    struct Ledger {
        entries: Vec<i64>,
    }

    impl Ledger {
        fn lowest(&self) -> i64 {
            let mut lowest = 0;
            for i in 0..self.entries.len() {
                let balance: i64 = self.entries[..=i].iter().sum();
                lowest = lowest.min(balance);
            }
            lowest
        }
    }

    pub fn example() -> String {
        let all = [vec![], vec![-2], vec![5, -7, -3, 10, -6]];
        format!("{:?}", all.map(|entries| Ledger { entries }.lowest()))
    }
}

mod sliding_best {
    fn peaks(values: &[u32], width: usize) -> Vec<u32> {
        let mut peaks = Vec::new();
        for i in 0..values.len() - width + 1 {
            let mut peak = values[i];
            for j in i..i + width {
                if values[j] > peak {
                    peak = values[j];
                }
            }
            peaks.push(peak);
        }
        peaks
    }

    pub fn example() -> String {
        let values = [1, 3, 1, 2, 0, 5, 5, 4, 3, 2, 1];
        format!("{:?}", (1..=values.len()).map(|width| peaks(&values, width)).collect::<Vec<_>>())
    }
}

mod least_of_windows {
    fn lows(prices: &[u32], days: usize) -> Vec<u32> {
        prices.windows(days).map(|window| *window.iter().min().unwrap()).collect()
    }

    pub fn example() -> String {
        let prices = [9, 3, 7, 7, 2, 8, 6, 4, 4, 1];
        format!("{:?} {:?}", (1..12).map(|days| lows(&prices, days)).collect::<Vec<_>>(), lows(&[], 2))
    }
}

mod greatest_of_windows {
    fn highs(prices: &[i32], days: usize) -> Vec<i32> {
        prices.windows(days).map(|window| window.iter().copied().max().unwrap()).collect()
    }

    pub fn example() -> String {
        let prices = [9, -3, 7, 7, 2, -8, 6, 4, 4, 1];
        format!("{:?} {:?}", (1..12).map(|days| highs(&prices, days)).collect::<Vec<_>>(), highs(&[], 2))
    }
}

mod sums_of_ranges {
    fn answers(values: &[i64], queries: &[(usize, usize)]) -> Vec<i64> {
        let mut answers = Vec::new();
        for &(from, to) in queries {
            let mut sum = 0;
            for i in from..to {
                sum += values[i];
            }
            answers.push(sum);
        }
        answers
    }

    fn answers_with_the_last(values: &[i64], queries: &[(usize, usize)]) -> Vec<i64> {
        let mut answers = Vec::new();
        for &(from, to) in queries {
            let mut sum = 0;
            for i in from..=to {
                sum += values[i];
            }
            answers.push(sum);
        }
        answers
    }

    pub fn example() -> String {
        let (values, queries) = ([3, -1, 4, 1, -5, 9], [(0, 5), (2, 2), (1, 4), (4, 1), (5, 5)]);
        format!(
            "{:?} {:?} {:?}",
            answers(&values, &queries),
            answers_with_the_last(&values, &queries),
            answers(&[], &[])
        )
    }
}

mod sums_of_slices {
    struct Table {
        rows: Vec<(usize, usize)>,
    }

    impl Table {
        fn totals(&self, values: &[i64]) -> Vec<i64> {
            let mut totals = Vec::new();
            for &(from, to) in &self.rows {
                totals.push(values[from..to].iter().sum::<i64>());
            }
            totals
        }

        fn totals_with_the_next(&self, values: &[i64]) -> Vec<i64> {
            let mut totals = Vec::new();
            for &(from, to) in &self.rows {
                totals.push(values[from..=to].iter().sum::<i64>());
            }
            totals
        }

        fn greatest(&self, values: &[i64]) -> i64 {
            let mut greatest = 0;
            for &(from, to) in &self.rows {
                let sum: i64 = values[from..to].iter().sum();
                greatest = greatest.max(sum);
            }
            greatest
        }
    }

    pub fn example() -> String {
        let table = Table { rows: vec![(0, 5), (2, 2), (1, 4), (4, 5)] };
        let values = [3, -1, 4, 1, -5, 9];
        let totals = (table.totals(&values), table.totals_with_the_next(&values));
        format!("{totals:?} {:?} {:?}", table.greatest(&values), Table { rows: vec![] }.totals(&[]))
    }
}

mod long_enough {
    fn checksum(data: &[u8], n: usize) -> u32 {
        let mut sum = 0u32;
        for i in 0..n {
            sum = sum.wrapping_mul(31).wrapping_add(data[i] as u32);
        }
        sum
    }

    pub fn example() -> String {
        let data = b"some data";
        format!("{:?}", [0, 1, 4, 9].map(|n| checksum(data, n)))
    }
}

mod long_enough_to_write {
    fn clear(cells: &mut Vec<i32>, n: usize, value: i32) {
        for i in 0..n {
            cells[i] = value;
        }
    }

    pub fn example() -> String {
        let mut cells = vec![1, 2, 3, 4, 5];
        clear(&mut cells, 0, 7);
        clear(&mut cells, 3, 9);
        format!("{cells:?}")
    }
}

mod long_enough_to_add_to {
    fn raise(cells: &mut [u64], n: usize) {
        for i in 0..n {
            cells[i] += i as u64 * 10;
        }
    }

    pub fn example() -> String {
        let mut cells = [1, 2, 3, 4, 5];
        raise(&mut cells, 0);
        raise(&mut cells, 4);
        format!("{cells:?}")
    }
}

mod array_of_known_length {
    fn mix(block: &mut [u32]) {
        assert_eq!(block.len(), 4, "a block has four words");
        block[0] = block[0].wrapping_add(block[1]);
        block[3] ^= block[0];
        block[2] = block[2].rotate_left(7) ^ block[3];
    }

    pub fn example() -> String {
        let mut blocks = [1, 2, 3, 4, 0, u32::MAX, 7, 8];
        blocks.chunks_mut(4).for_each(mix);
        format!("{blocks:?}")
    }
}

mod array_of_known_length_without_a_word {
    fn sort_three(values: &mut [i32]) {
        assert_eq!(values.len(), 3);
        for (i, j) in [(0, 1), (1, 2), (0, 1)] {
            if values[i] > values[j] {
                values.swap(i, j);
            }
        }
    }

    pub fn example() -> String {
        let mut values = [3, 2, 1, 1, 3, 2, 5, 5, 4];
        values.chunks_mut(3).for_each(sort_three);
        format!("{values:?}")
    }
}

mod worth_of_the_best {
    fn weight(word: &str) -> u32 {
        word.bytes().map(u32::from).sum()
    }

    fn heaviest(words: &[&'static str]) -> &'static str {
        let mut best = "";
        for word in words {
            if weight(word) > weight(best) {
                best = word;
            }
        }
        best
    }

    pub fn example() -> String {
        format!("{:?}", [heaviest(&[]), heaviest(&["a"]), heaviest(&["ab", "zz", "ba", "zz", "yy"])])
    }
}

mod worth_of_the_least {
    fn distance(point: (i32, i32)) -> i32 {
        point.0.abs() + point.1.abs()
    }

    fn nearest(points: &[(i32, i32)]) -> (i32, i32) {
        let mut best = points[0];
        for point in &points[1..] {
            if distance(*point) < distance(best) {
                best = *point;
            }
        }
        best
    }

    pub fn example() -> String {
        format!("{:?}", [nearest(&[(7, 7)]), nearest(&[(3, 4), (-2, 2), (0, 4), (2, 2), (9, 0)])])
    }
}

mod worth_of_the_one_kept {
    struct Player {
        name: &'static str,
        points: [u32; 3],
    }

    fn total(player: &Player) -> u32 {
        player.points.iter().sum()
    }

    fn winner(players: &[Player]) -> Option<&Player> {
        let mut best: Option<&Player> = None;
        for player in players {
            match best {
                Some(old) if total(player) <= total(old) => {}
                _ => best = Some(player),
            }
        }
        best
    }

    pub fn example() -> String {
        let player = |name, points| Player { name, points };
        let players = [player("a", [1, 2, 3]), player("b", [4, 0, 4]), player("c", [8, 0, 0]), player("d", [0, 0, 1])];
        let names = [0, 1, 2, 4].map(|n| winner(&players[..n]).map(|player| player.name));
        format!("{names:?}")
    }
}

mod worth_of_the_least_one_kept {
    fn width(word: &str) -> usize {
        word.chars().count()
    }

    fn shortest<'a>(words: impl Iterator<Item = &'a str>) -> Option<&'a str> {
        let mut least: Option<&str> = None;
        for word in words {
            if let Some(old) = least {
                if width(word) < width(old) {
                    least = Some(word);
                }
            } else {
                least = Some(word);
            }
        }
        least
    }

    pub fn example() -> String {
        let words = ["three", "two", "größe", "one", "six", "seven"];
        format!("{:?}", [0, 1, 4, 6].map(|n| shortest(words[..n].iter().copied())))
    }
}

mod to_the_next {
    fn triangle(n: u64) -> u64 {
        let mut sum = 0;
        for i in 1..=n {
            sum += i;
        }
        sum
    }

    pub fn example() -> String {
        format!("{:?}", [0, 1, 2, 10, 100].map(triangle))
    }
}

mod field_mixed_in_a_local {
    struct Hasher {
        state: u32,
    }

    impl Hasher {
        fn update(&mut self, bytes: &[u8]) {
            for byte in bytes {
                self.state ^= *byte as u32;
                self.state = self.state.wrapping_mul(16777619);
            }
        }
    }

    pub fn example() -> String {
        let mut hasher = Hasher { state: 2166136261 };
        let states = [&b""[..], b"a", b"foobar"].map(|bytes| {
            hasher.update(bytes);
            hasher.state
        });
        format!("{states:?}")
    }
}

mod field_added_to_in_a_local {
    #[derive(Default)]
    struct Counter {
        total: u64,
        calls: u32,
    }

    impl Counter {
        fn add_all(&mut self, values: &[u64]) -> u64 {
            self.calls += 1;
            for value in values {
                self.total += value;
            }
            self.total
        }
    }

    pub fn example() -> String {
        let mut counter = Counter::default();
        let totals = [&[][..], &[5], &[1, 2, 3]].map(|values| counter.add_all(values));
        format!("{totals:?} {}", counter.calls)
    }
}

mod field_shifted_in_a_local {
    struct Bits {
        left: u64,
    }

    impl Bits {
        fn take(&mut self, n: usize) -> Vec<u8> {
            let mut bits = Vec::new();
            for _ in 0..n {
                bits.push((self.left & 1) as u8);
                self.left >>= 1;
            }
            bits
        }
    }

    pub fn example() -> String {
        let mut bits = Bits { left: 0b1011_0010_1110 };
        format!("{:?} {}", [0, 1, 4, 3].map(|n| bits.take(n)), bits.left)
    }
}

mod field_set_in_a_local {
    struct Random {
        seed: u64,
    }

    impl Random {
        fn fill(&mut self, numbers: &mut [u32]) {
            for number in numbers {
                self.seed = self.seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
                *number = (self.seed >> 33) as u32;
            }
        }
    }

    pub fn example() -> String {
        let mut random = Random { seed: 42 };
        let mut numbers = [0; 6];
        random.fill(&mut numbers[..2]);
        random.fill(&mut []);
        random.fill(&mut numbers[2..]);
        format!("{numbers:?} {}", random.seed)
    }
}
