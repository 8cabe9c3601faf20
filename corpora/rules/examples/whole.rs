//! Code that the rules of `whole.toml` are for.

mod number_to_text {
    fn decimal(mut number: u32) -> String {
        let mut digits = Vec::new();
        loop {
            digits.insert(0, char::from(b'0' + (number % 10) as u8));
            number /= 10;
            if number == 0 {
                break;
            }
        }
        digits.into_iter().collect()
    }

    pub fn example() -> String {
        format!("{:?}", [0, 7, 10, 1_234_567_890, u32::MAX].map(decimal))
    }
}

mod text_to_number {
    fn parse(text: &str) -> Option<u32> {
        let mut number = 0u32;
        for c in text.chars() {
            let digit = c.to_digit(10)?;
            number = number.checked_mul(10)?.checked_add(digit)?;
        }
        if text.is_empty() {
            None
        } else {
            Some(number)
        }
    }

    pub fn example() -> String {
        format!("{:?}", ["", "0", "007", "4294967295", "4294967296", "12a", "+5", "-1", "٣"].map(parse))
    }
}

mod bytes_to_number {
    fn parse(field: &[u8]) -> Option<u64> {
        if field.is_empty() {
            return None;
        }
        let mut number: u64 = 0;
        for byte in field {
            if !byte.is_ascii_digit() {
                return None;
            }
            number = number.checked_mul(10)?.checked_add(u64::from(*byte - b'0'))?;
        }
        Some(number)
    }

    pub fn example() -> String {
        let fields = ["", "0", "0042", "18446744073709551615", "18446744073709551616", "1 2", "+5"];
        format!("{:?}", fields.map(|field| parse(field.as_bytes())))
    }
}

mod bytes_that_are {
    fn is_number(field: &[u8]) -> bool {
        for &byte in field {
            if byte < b'0' || byte > b'9' {
                return false;
            }
        }
        true
    }

    pub fn example() -> String {
        format!("{:?}", ["", "0", "123", "12a", "ff", "-1", "ä"].map(|field| is_number(field.as_bytes())))
    }
}

mod text_that_is {
    fn is_plain(text: &str) -> bool {
        for c in text.chars() {
            if c as u32 > 127 {
                return false;
            }
        }
        true
    }

    pub fn example() -> String {
        format!("{:?}", ["", "a", "\u{7f}\n", "a-b 1", "ä", "🦀"].map(is_plain))
    }
}

mod two_texts {
    fn contains(text: &str, word: &str) -> bool {
        let (text, word) = (text.as_bytes(), word.as_bytes());
        let mut at = 0;
        while at + word.len() <= text.len() {
            if text[at..at + word.len()] == *word {
                return true;
            }
            at += 1;
        }
        false
    }

    pub fn example() -> String {
        let words = ["", "a", "ab", "bab", "abc", "Ab"];
        format!("{:?}", words.map(|text| words.map(|word| contains(text, word))))
    }
}

mod place_in_text {
    fn find(text: &str, word: &str) -> Option<usize> {
        for at in 0..=text.len() {
            if text.as_bytes()[at..].starts_with(word.as_bytes()) {
                return Some(at);
            }
        }
        None
    }

    pub fn example() -> String {
        let words = ["", "a", "ab", "abab", "äb"];
        format!("{:?}", words.map(|text| words.map(|word| find(text, word))))
    }
}

mod text_to_text {
    fn reversed(text: &str) -> String {
        let mut reversed = String::new();
        for c in text.chars() {
            reversed.insert(0, c);
        }
        reversed
    }

    pub fn example() -> String {
        format!("{:?}", ["", "a", "Ab c", "äöü "].map(reversed))
    }
}

mod number_to_number {
    fn root(n: u64) -> u32 {
        let mut root = 0u64;
        while (root + 1) * (root + 1) <= n {
            root += 1;
        }
        root as u32
    }

    pub fn example() -> String {
        format!("{:?}", [0, 1, 3, 4, 8, 9, 99, 100, 65_535, 65_536].map(root))
    }
}

mod number_that_is {
    fn is_power(mut n: u32) -> bool {
        if n == 0 {
            return false;
        }
        while n % 2 == 0 {
            n /= 2;
        }
        n == 1
    }

    fn fits(size: u32) -> bool {
        is_power(size)
    }

    pub fn example() -> String {
        format!("{:?}", [0, 1, 2, 3, 6, 64, 1 << 31, u32::MAX].map(fits))
    }
}

mod two_numbers {
    fn power(base: u64, exponent: u32) -> u64 {
        let mut power = 1;
        for _ in 0..exponent {
            power *= base;
        }
        power
    }

    pub fn example() -> String {
        format!("{:?}", [(0, 0), (0, 3), (2, 10), (7, 1), (10, 19)].map(|(base, exponent)| power(base, exponent)))
    }
}

mod sorted_in_place {
    fn bubble_sort(list: &mut [i32]) {
        for end in (1..list.len()).rev() {
            for i in 0..end {
                if list[i] > list[i + 1] {
                    list.swap(i, i + 1);
                }
            }
        }
    }

    pub fn example() -> String {
        let mut lists = [vec![], vec![1], vec![3, -1, 2, 3, 0], vec![5, 4, 3, 2, 1]];
        lists.iter_mut().for_each(|list| bubble_sort(list));
        format!("{lists:?}")
    }
}

mod network {
    fn sort_five(values: &mut [u32; 5]) {
        for i in 1..values.len() {
            let mut j = i;
            while j > 0 && values[j - 1] > values[j] {
                values.swap(j - 1, j);
                j -= 1;
            }
        }
    }

    pub fn example() -> String {
        let mut lists = [[1, 2, 3, 4, 5], [5, 4, 3, 2, 1], [2, 2, 1, 3, 1], [0, 9, 0, 9, 0], [4, 5, 1, 2, 3]];
        lists.iter_mut().for_each(sort_five);
        format!("{lists:?}")
    }
}

mod sorted_copy {
    fn sorted(values: &[u32]) -> Vec<u32> {
        let mut sorted: Vec<u32> = Vec::new();
        for &value in values {
            let place = sorted.iter().position(|other| *other > value).unwrap_or(sorted.len());
            sorted.insert(place, value);
        }
        sorted
    }

    pub fn example() -> String {
        format!("{:?}", [&[][..], &[1], &[3, 1, 2, 3, 0], &[9, 8, 7]].map(sorted))
    }
}

mod sorted_by_value {
    fn sorted(mut names: Vec<String>) -> Vec<String> {
        for i in 0..names.len() {
            for j in i + 1..names.len() {
                if names[j] < names[i] {
                    names.swap(i, j);
                }
            }
        }
        names
    }

    pub fn example() -> String {
        let names = |text: &str| text.split_whitespace().map(str::to_string).collect::<Vec<_>>();
        format!("{:?}", ["", "x", "b a C a", "z y x"].map(|text| sorted(names(text))))
    }
}

mod different_bits {
    fn distance(a: &[u8], b: &[u8]) -> u32 {
        let mut distance = 0;
        for i in 0..a.len() {
            let mut different = a[i] ^ b[i];
            while different != 0 {
                distance += u32::from(different & 1);
                different >>= 1;
            }
        }
        distance
    }

    pub fn example() -> String {
        let pairs: [(&[u8], &[u8]); 4] = [(b"", b""), (b"a", b"b"), (b"same", b"same"), (b"karolin", b"kathrin")];
        format!("{:?}", pairs.map(|(a, b)| distance(a, b)))
    }
}

mod how_many {
    fn count(values: &[i64], wanted: i64) -> usize {
        let mut count = 0;
        for value in values {
            if *value == wanted {
                count += 1;
            }
        }
        count
    }

    pub fn example() -> String {
        format!("{:?} {}", [1, 2, 3].map(|wanted| count(&[1, 3, 1, -1], wanted)), count(&[], 0))
    }
}

mod where_it_is {
    fn place(values: &[u8], wanted: u8) -> Option<usize> {
        let mut i = 0;
        while i < values.len() {
            if values[i] == wanted {
                return Some(i);
            }
            i += 1;
        }
        None
    }

    pub fn example() -> String {
        format!("{:?} {:?}", [5, 3, 9, 0].map(|wanted| place(&[5, 9, 3, 5, 9], wanted)), place(&[], 1))
    }
}

mod of_all {
    fn total(values: &[u64]) -> u64 {
        let mut total = 0;
        for i in 0..values.len() {
            total += values[i];
        }
        total
    }

    pub fn example() -> String {
        format!("{:?}", [&[][..], &[5], &[1, 2, 3, 3], &[0, 7]].map(total))
    }
}

mod best_of_all {
    fn largest(values: &[i32]) -> Option<i32> {
        if values.is_empty() {
            return None;
        }
        let mut best = values[0];
        for &value in values {
            if value > best {
                best = value;
            }
        }
        Some(best)
    }

    pub fn example() -> String {
        format!("{:?}", [&[][..], &[-5], &[1, 9, 3, 9], &[-1, -2]].map(largest))
    }
}

mod number_of_a_number_if_any {
    fn highest_bit(word: u64) -> Option<u32> {
        if word == 0 {
            return None;
        }
        let mut bit = 0;
        while word >> bit > 1 {
            bit += 1;
        }
        Some(bit)
    }

    pub fn example() -> String {
        format!("{:?}", [0, 1, 2, 3, 1000, 1 << 63, u64::MAX].map(highest_bit))
    }
}

mod valid_text_first {
    #[derive(Debug)]
    struct Fault {
        position: usize,
    }

    fn letters(bytes: &[u8]) -> Result<usize, Fault> {
        let (mut letters, mut position) = (0, 0);
        while position < bytes.len() {
            let length = match bytes[position] {
                0..=0x7f => 1,
                0xc2..=0xdf => 2,
                0xe0..=0xef => 3,
                0xf0..=0xf4 => 4,
                _ => return Err(Fault { position }),
            };
            let letter = bytes.get(position..position + length).ok_or(Fault { position })?;
            if std::str::from_utf8(letter).is_err() {
                return Err(Fault { position });
            }
            letters += 1;
            position += length;
        }
        Ok(letters)
    }

    pub fn example() -> String {
        let texts = [&b""[..], b"plain", "größer €".as_bytes(), b"a\xff", b"\xe2\x82", b"abc\x80"];
        format!("{:?}", texts.map(letters))
    }
}

mod place_in_what_is_no_text {
    fn first_bad(bytes: &[u8]) -> Option<usize> {
        let mut place = 0;
        while place < bytes.len() {
            let longest = bytes.len().min(place + 4);
            let length = (place + 1..=longest).find(|end| std::str::from_utf8(&bytes[place..*end]).is_ok());
            match length {
                Some(end) => place = end,
                None => return Some(place),
            }
        }
        None
    }

    pub fn example() -> String {
        let texts = [&b""[..], b"plain", "größer €".as_bytes(), b"a\xff", b"\xe2\x82", b"abc\x80"];
        format!("{:?}", texts.map(first_bad))
    }
}

mod how_much_is_text {
    fn valid(bytes: &[u8]) -> usize {
        let mut end = bytes.len();
        while std::str::from_utf8(&bytes[..end]).is_err() {
            end -= 1;
        }
        end
    }

    pub fn example() -> String {
        let texts = [&b""[..], b"plain", "größer €".as_bytes(), b"a\xff", b"\xe2\x82", b"abc\x80"];
        format!("{:?}", texts.map(valid))
    }
}

mod network_of_a_copy_of_an_array {
    fn sorted(values: [i32; 8]) -> [i32; 8] {
        values.iter().fold([i32::MAX; 8], |mut row, &value| {
            let mut at = 7;
            while at > 0 && row[at - 1] > value {
                row[at] = row[at - 1];
                at -= 1;
            }
            row[at] = value;
            row
        })
    }

    pub fn example() -> String {
        format!("{:?}", [[3, 1, 2, 8, 5, 7, 6, 4], [0; 8], [9, -1, 9, -1, 0, 7, 7, 1]].map(sorted))
    }
}

mod network_of_a_copy_of_an_own_array {
    fn sorted(mut values: [u16; 5]) -> [u16; 5] {
        for end in 1..5 {
            for at in (0..end).rev() {
                if values[at] > values[at + 1] {
                    values.swap(at, at + 1);
                }
            }
        }
        values
    }

    pub fn example() -> String {
        format!("{:?}", [[3, 1, 2, 5, 4], [0; 5], [9, 1, 9, 1, 0]].map(sorted))
    }
}

mod network_of_a_copy_of_a_lent_array {
    fn sorted(values: &[u8; 3]) -> [u8; 3] {
        let [a, b, c] = *values;
        let (low, high) = if a < b { (a, b) } else { (b, a) };
        match c {
            c if c < low => [c, low, high],
            c if c < high => [low, c, high],
            c => [low, high, c],
        }
    }

    pub fn example() -> String {
        format!("{:?}", [[3, 1, 2], [0, 0, 0], [9, 1, 9], [1, 2, 3]].map(|values| sorted(&values)))
    }
}

mod sorted_by_what_is_asked {
    fn insertion_sort<T: Clone, F>(items: &mut [T], before: F)
    where
        F: Fn(&T, &T) -> bool,
    {
        for end in 1..items.len() {
            let mut at = end;
            while at > 0 && before(&items[at], &items[at - 1]) {
                items.swap(at, at - 1);
                at -= 1;
            }
        }
    }

    pub fn example() -> String {
        let mut words = ["one", "three", "six", "four", "two", "", "seven"];
        insertion_sort(&mut words, |one, other| one.len() < other.len());
        format!("{words:?}")
    }
}

mod sorted_copy_by_what_is_asked {
    fn merge<T: Clone, F: Fn(&T, &T) -> bool + Copy>(left: Vec<T>, right: Vec<T>, less: F) -> Vec<T> {
        let mut merged = Vec::new();
        let (mut i, mut j) = (0, 0);
        while i < left.len() && j < right.len() {
            if less(&right[j], &left[i]) {
                merged.push(right[j].clone());
                j += 1;
            } else {
                merged.push(left[i].clone());
                i += 1;
            }
        }
        merged.extend_from_slice(&left[i..]);
        merged.extend_from_slice(&right[j..]);
        merged
    }

    fn merge_sort<T: Clone, F: Fn(&T, &T) -> bool + Copy>(list: &[T], less: F) -> Vec<T> {
        if list.len() < 2 {
            return list.to_vec();
        }
        let (left, right) = list.split_at(list.len() / 2);
        merge(merge_sort(left, less), merge_sort(right, less), less)
    }

    pub fn example() -> String {
        let pairs = [(3, 'a'), (1, 'b'), (3, 'c'), (2, 'd'), (1, 'e')];
        format!("{:?} {:?}", merge_sort(&pairs, |one, other| one.0 < other.0), merge_sort(&[7, 9], |a, b| a > b))
    }
}

mod sorted_list_by_what_is_asked {
    fn merge_sort<T: Clone>(items: Vec<T>, in_order: &dyn Fn(&T, &T) -> bool) -> Vec<T> {
        if items.len() <= 1 {
            return items;
        }
        let middle = items.len() / 2;
        let left = merge_sort(items[..middle].to_vec(), in_order);
        let right = merge_sort(items[middle..].to_vec(), in_order);
        merge(&left, &right, in_order)
    }

    fn merge<T: Clone>(left: &[T], right: &[T], in_order: &dyn Fn(&T, &T) -> bool) -> Vec<T> {
        let (mut merged, mut i, mut j) = (Vec::new(), 0, 0);
        while i < left.len() && j < right.len() {
            if in_order(&left[i], &right[j]) {
                merged.push(left[i].clone());
                i += 1;
            } else {
                merged.push(right[j].clone());
                j += 1;
            }
        }
        merged.extend_from_slice(&left[i..]);
        merged.extend_from_slice(&right[j..]);
        merged
    }

    pub fn example() -> String {
        let pairs = vec![(3, 'a'), (1, 'b'), (3, 'c'), (2, 'd'), (1, 'e')];
        format!("{:?} {:?}", merge_sort(pairs, &|one, other| one.0 <= other.0), merge_sort(vec![7], &|_, _| true))
    }
}

mod sorted_list {
    fn quick_sort(values: Vec<u32>) -> Vec<u32> {
        let Some((&pivot, rest)) = values.split_first() else { return Vec::new() };
        let below = rest.iter().copied().filter(|value| *value < pivot).collect();
        let above = rest.iter().copied().filter(|value| *value >= pivot).collect();
        [quick_sort(below), vec![pivot], quick_sort(above)].concat()
    }

    pub fn example() -> String {
        format!("{:?}", [vec![], vec![5], vec![3, 1, 3, 2, 9, 0]].map(quick_sort))
    }
}
