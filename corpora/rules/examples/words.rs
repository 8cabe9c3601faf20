//! Code that the rules of `words.toml` are for.

mod joined_as_a_loop {
    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<String>>().join("")
    }

    fn doubled(text: &str) -> String {
        text.chars().map(|c| format!("{c}{c}")).collect::<String>()
    }

    pub fn example() -> String {
        format!("{:?} {:?}", [hex(&[]), hex(&[0, 10, 255])], ["", "a", "größe"].map(doubled))
    }
}

mod letters_as_a_loop {
    fn rotated(text: &str) -> String {
        text.chars()
            .map(|c| match c {
                'a'..='z' => char::from((c as u8 - b'a' + 13) % 26 + b'a'),
                _ => c,
            })
            .collect::<String>()
    }

    pub fn example() -> String {
        format!("{:?}", ["", "a", "Hello, größe", "uryyb"].map(rotated))
    }
}

mod summed_as_a_loop {
    fn total(prices: &[(u32, u32)]) -> u32 {
        prices.iter().map(|(price, count)| price * count).sum()
    }

    fn squares(limit: u64) -> u64 {
        (1..=limit).map(|n| n * n).sum::<u64>()
    }

    pub fn example() -> String {
        format!("{} {} {:?}", total(&[]), total(&[(3, 2), (10, 0), (7, 1)]), [0, 1, 10].map(squares))
    }
}

mod folded_as_a_loop {
    fn number(digits: &str) -> u64 {
        digits.bytes().fold(0, |number, digit| number * 10 + u64::from(digit - b'0'))
    }

    pub fn example() -> String {
        format!("{:?}", ["", "0", "7", "0123", "9876543210"].map(number))
    }
}

mod counted_as_a_loop {
    fn vowels(text: &str) -> usize {
        text.chars().filter(|&c| "aeiou".contains(c)).count()
    }

    pub fn example() -> String {
        format!("{:?}", ["", "sky", "education", "größe"].map(vowels))
    }
}

mod counted_by_reference_as_a_loop {
    fn digits(text: &str) -> usize {
        text.chars().filter(|c| c.is_ascii_digit()).count()
    }

    fn large(values: &[i32], limit: i32) -> usize {
        values.iter().filter(|value| **value > limit).count()
    }

    pub fn example() -> String {
        let values = [3, -1, 4, 4];
        format!("{:?} {:?}", ["", "a1", "2024-07"].map(digits), [-5, 3, 4].map(|limit| large(&values, limit)))
    }
}

mod done_for_each_as_a_loop {
    fn double(values: &mut [i32]) {
        values.iter_mut().for_each(|value| *value *= 2);
    }

    fn sums(pairs: &[(i32, i32)]) -> Vec<i32> {
        let mut sums = Vec::new();
        pairs.iter().for_each(|(a, b)| {
            let sum = a + b;
            sums.push(sum);
        });
        sums
    }

    pub fn example() -> String {
        let mut values = [1, -2, 0];
        double(&mut values);
        double(&mut []);
        format!("{values:?} {:?} {:?}", sums(&[]), sums(&[(1, 2), (-3, 3)]))
    }
}

mod collected_as_a_loop {
    fn widest(lines: &[&str]) -> usize {
        let widths: Vec<usize> = lines.iter().map(|line| line.chars().count()).collect();
        widths.into_iter().max().unwrap_or(0)
    }

    fn rows(text: &str) -> Vec<Vec<i32>> {
        let rows = text.lines().map(|line| line.split(' ').flat_map(str::parse).collect()).collect::<Vec<Vec<i32>>>();
        rows
    }

    pub fn example() -> String {
        format!("{} {} {:?} {:?}", widest(&[]), widest(&["a", "größe", ""]), rows(""), rows("1 2\n\n-3 x"))
    }
}

mod counted_through {
    fn sum(values: &[i64]) -> i64 {
        let mut sum = 0;
        let mut i = 0;
        while i < values.len() {
            sum += values[i] * i as i64;
            i += 1;
        }
        sum
    }

    pub fn example() -> String {
        format!("{:?}", [&[][..], &[4], &[3, -1, 4]].map(sum))
    }
}

mod counted_through_to_the_end {
    fn factorial(n: u64) -> u64 {
        let mut i = 1;
        let mut product = 1;
        while i <= n {
            product *= i;
            i += 1;
        }
        product
    }

    pub fn example() -> String {
        format!("{:?}", [0, 1, 2, 10].map(factorial))
    }
}

mod taken_one_by_one {
    fn initials(name: &str) -> String {
        let mut initials = String::new();
        let mut words = name.split(' ');
        while let Some(word) = words.next() {
            initials.extend(word.chars().next());
        }
        initials
    }

    pub fn example() -> String {
        format!("{:?}", ["", "Ada", "Grace  Hopper", "öl und essig"].map(initials))
    }
}

mod until {
    fn steps(mut n: u64) -> u32 {
        let mut steps = 0;
        loop {
            if n <= 1 {
                break;
            }
            n = if n % 2 == 0 { n / 2 } else { 3 * n + 1 };
            steps += 1;
        }
        steps
    }

    pub fn example() -> String {
        format!("{:?}", [0, 1, 2, 7, 27].map(steps))
    }
}

mod numbered {
    fn inversions(values: &[i32]) -> usize {
        let mut inversions = 0;
        for (i, value) in values.iter().enumerate() {
            for j in i + 1..values.len() {
                if *value > values[j] {
                    inversions += 1;
                }
            }
        }
        inversions
    }

    fn weighted(values: &[i32]) -> i32 {
        let mut sum = 0;
        for (i, &value) in values.iter().enumerate() {
            sum += i as i32 * value;
        }
        sum
    }

    pub fn example() -> String {
        format!("{:?}", [&[][..], &[4], &[1, 2, 3], &[3, 1, 3, 2]].map(|all| (inversions(all), weighted(all))))
    }
}

mod numbered_in_a_part {
    fn sum(values: &[i32], from: usize, to: usize) -> i32 {
        let mut sum = 0;
        for value in &values[from..to] {
            sum += *value;
        }
        sum
    }

    pub fn example() -> String {
        let values = [3, -1, 4, 1, -5];
        format!("{:?}", [(0, 5), (2, 2), (1, 4), (5, 5)].map(|(from, to)| sum(&values, from, to)))
    }
}

mod asked_the_other_way {
    struct Account {
        open: bool,
        balance: i32,
    }

    impl Account {
        fn deposit(&mut self, amount: i32) -> bool {
            if !self.open {
                return false;
            } else {
                self.balance += amount;
            }
            true
        }
    }

    pub fn example() -> String {
        let accounts = [true, false].map(|open| {
            let mut account = Account { open, balance: 5 };
            (account.deposit(7), account.balance)
        });
        format!("{accounts:?}")
    }
}

mod different_the_other_way {
    fn runs(text: &str) -> Vec<(char, usize)> {
        let mut runs: Vec<(char, usize)> = Vec::new();
        for c in text.chars() {
            let last = runs.last().map_or('\0', |run| run.0);
            if c != last {
                runs.push((c, 1));
            } else {
                runs.last_mut().unwrap().1 += 1;
            }
        }
        runs
    }

    pub fn example() -> String {
        format!("{:?}", ["", "a", "aaabccaa"].map(runs))
    }
}

mod both_at_once {
    fn count(values: &[i32]) -> usize {
        let mut count = 0;
        for value in values {
            if *value > 0 {
                if value % 3 == 0 || value % 5 == 0 {
                    count += 1;
                }
            }
        }
        count
    }

    pub fn example() -> String {
        format!("{:?}", [&[][..], &[-3], &[3, 4, 5, -5, 0, 30]].map(count))
    }
}

mod not_left_out {
    fn settings(text: &str) -> Vec<(&str, &str)> {
        let mut settings = Vec::new();
        for line in text.lines() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            settings.push(line.split_once('=').unwrap_or((line, "")));
        }
        settings
    }

    pub fn example() -> String {
        format!("{:?}", ["", "# only a remark", " a=1\n\n#b=2\nc\n d = 4 "].map(settings))
    }
}

mod if_there_is_one {
    fn count(words: &[&str]) -> Vec<(String, usize)> {
        let mut counts: Vec<(String, usize)> = Vec::new();
        for word in words {
            match counts.iter().position(|entry| entry.0 == *word) {
                Some(at) => {
                    counts[at].1 += 1;
                }
                None => {
                    counts.push((word.to_string(), 1));
                }
            }
        }
        counts
    }

    pub fn example() -> String {
        format!("{:?} {:?}", count(&[]), count(&["a", "b", "a"]))
    }
}

mod pushed_in_place {
    fn listed(words: &[&str]) -> String {
        let mut text: String = String::new();
        for word in words {
            text += word;
            text = text + ", ";
        }
        text
    }

    fn joined(words: &[String]) -> String {
        let mut text: String = String::from(">");
        for word in words {
            text = text + &word;
        }
        text
    }

    pub fn example() -> String {
        format!("{:?} {:?}", [listed(&[]), listed(&["a", "", "bc"])], joined(&["one", "größe"].map(String::from)))
    }
}

mod greater_of_two {
    fn highest(values: &[i32]) -> i32 {
        let mut highest = i32::MIN;
        for value in values {
            highest = std::cmp::max(highest, *value);
        }
        highest
    }

    pub fn example() -> String {
        format!("{:?}", [&[][..], &[-4], &[3, 7, 7, -9]].map(highest))
    }
}

mod lesser_of_two {
    use std::cmp::min;

    fn distance(a: usize, b: usize, around: usize) -> usize {
        let direct = a.abs_diff(b);
        min(direct, around - direct)
    }

    pub fn example() -> String {
        format!("{:?}", [(0, 0), (1, 4), (9, 1), (0, 5)].map(|(a, b)| distance(a, b, 10)))
    }
}

mod place_sought_by_hand {
    fn first_negative(values: &[i32]) -> Option<usize> {
        for (i, &value) in values.iter().enumerate() {
            if value < 0 {
                return Some(i);
            }
        }
        None
    }

    pub fn example() -> String {
        format!("{:?}", [&[][..], &[1], &[-1], &[3, 0, -2, -4]].map(first_negative))
    }
}

mod place_sought_by_hand_in_place {
    struct User {
        id: u32,
    }

    fn place(users: &[User], id: u32) -> Option<usize> {
        for (i, user) in users.iter().enumerate() {
            if user.id == id {
                return Some(i + 1);
            }
        }
        None
    }

    pub fn example() -> String {
        let users = [3, 9, 9, 4].map(|id| User { id });
        format!("{:?} {:?}", [3, 9, 4, 5].map(|id| place(&users, id)), place(&[], 3))
    }
}

mod place_sought_by_number {
    fn find(values: &[u64], wanted: u64) -> Option<usize> {
        for i in 0..values.len() {
            if values[i] == wanted {
                return Some(i);
            }
        }
        None
    }

    pub fn example() -> String {
        let values = [3, 9, 9, 4];
        format!("{:?} {:?}", [3, 9, 4, 5].map(|wanted| find(&values, wanted)), find(&[], 3))
    }
}

mod items_counted_by_number {
    fn passed(points: &[u32], limit: u32) -> usize {
        (0..points.len()).filter(|&i| points[i] >= limit).count()
    }

    pub fn example() -> String {
        let points = [3, 9, 9, 4];
        format!("{:?} {:?}", [0, 4, 9, 10].map(|limit| passed(&points, limit)), passed(&[], 0))
    }
}

mod item_found_by_number {
    fn first_free(taken: &[bool]) -> Option<usize> {
        (0..taken.len()).find(|&i| !taken[i])
    }

    pub fn example() -> String {
        format!("{:?}", [&[][..], &[true], &[false], &[true, true, false, false]].map(first_free))
    }
}

mod items_chosen_by_number {
    fn places(values: &[i32], wanted: i32) -> Vec<usize> {
        (0..values.len()).filter(|&i| values[i] == wanted).collect()
    }

    pub fn example() -> String {
        let values = [3, 9, 9, -4];
        format!("{:?} {:?}", [3, 9, 0].map(|wanted| places(&values, wanted)), places(&[], 1))
    }
}

mod mapped_by_name_as_a_loop {
    fn rotated(letter: char) -> char {
        match letter {
            'a'..='z' => char::from((letter as u8 - b'a' + 13) % 26 + b'a'),
            _ => letter,
        }
    }

    fn escaped(letter: char) -> String {
        if letter.is_ascii_alphanumeric() {
            letter.to_string()
        } else {
            format!("%{:x}", letter as u32)
        }
    }

    fn both(text: &str) -> (String, String) {
        let one: String = text.chars().map(rotated).collect();
        let other: String = text.chars().map(escaped).collect();
        (one, other)
    }

    pub fn example() -> String {
        format!("{:?}", ["", "a", "one two", "größe"].map(both))
    }
}

mod mapped_as_a_loop {
    fn shouted(text: &str) -> String {
        let shouted: String = text.chars().map(|c| c.to_ascii_uppercase()).collect();
        shouted + "!"
    }

    fn numbered(words: &[&str]) -> String {
        let lines: String = words.iter().enumerate().map(|(i, word)| format!("{i}: {word}\n")).collect();
        lines
    }

    pub fn example() -> String {
        format!("{:?} {:?}", ["", "a", "größe"].map(shouted), [numbered(&[]), numbered(&["a", "b"])])
    }
}

mod values_mapped_by_name_as_a_loop {
    fn complement(base: char) -> char {
        match base {
            'A' => 'T',
            'T' => 'A',
            'C' => 'G',
            'G' => 'C',
            other => other,
        }
    }

    fn reverse_complement(strand: &str) -> String {
        strand.chars().rev().map(complement).collect::<String>()
    }

    pub fn example() -> String {
        format!("{:?}", ["", "A", "ACCGTN"].map(reverse_complement))
    }
}

mod named_once {
    fn sum(text: &str) -> u32 {
        let mut sum = 0;
        for letter in text.chars() {
            let c = letter;
            sum += c.to_digit(10).unwrap_or(0);
        }
        sum
    }

    fn total(values: &[i32]) -> i32 {
        let mut total = 0;
        for value in values {
            let number: &i32 = value;
            total += number;
        }
        total
    }

    pub fn example() -> String {
        format!("{:?} {:?}", ["", "7", "a12b3"].map(sum), [total(&[]), total(&[3, -1, 4])])
    }
}

mod joined_with_something_as_a_loop {
    fn listed(values: &[i32]) -> String {
        let text = values.iter().map(|value| value.to_string()).collect::<Vec<String>>().join(", ");
        format!("[{text}]")
    }

    pub fn example() -> String {
        format!("{:?}", [&[][..], &[4], &[3, -1, 0]].map(listed))
    }
}

mod joined_later_as_a_loop {
    struct Table {
        columns: Vec<String>,
    }

    impl Table {
        fn row(&self, width: usize) -> String {
            let cells: Vec<String> = self.columns.iter().map(|name| format!("{name:<width$}")).collect();
            let mut row = String::from("| ");
            row.push_str(&cells.join(" | "));
            row.push_str(" |");
            row
        }
    }

    pub fn example() -> String {
        let table = |names: &[&str]| Table { columns: names.iter().map(|name| name.to_string()).collect() };
        format!("{:?}", [table(&[]).row(3), table(&["a"]).row(0), table(&["name", "age", ""]).row(5)])
    }
}

mod each_way_by_itself {
    fn counted(n: usize, thing: &str) -> String {
        let mut text = String::from("There ");
        let noun = if n == 1 {
            text.push_str("is one ");
            thing.to_string()
        } else {
            text.push_str("are some ");
            format!("{thing}s")
        };
        text.push_str(&noun);
        text.push('.');
        text
    }

    pub fn example() -> String {
        format!("{:?}", [0, 1, 2].map(|n| counted(n, "word")))
    }
}

mod named_before {
    fn area(width: u32, height: u32) -> String {
        let area = {
            let rows = height.max(1);
            let columns = width.max(1);
            rows * columns
        };
        format!("{area} of {width} by {height}")
    }

    pub fn example() -> String {
        format!("{:?}", [(0, 0), (3, 4), (5, 0)].map(|(width, height)| area(width, height)))
    }
}

mod text_in_place {
    fn indented(lines: &[&str]) -> String {
        let prefix = "  ";
        lines.iter().map(|line| format!("{}{line}\n", prefix)).collect()
    }

    fn value(letter: char) -> Option<usize> {
        let digits: &str = "0123456789abcdef";
        digits.find(letter)
    }

    pub fn example() -> String {
        format!("{:?} {:?} {:?}", indented(&[]), indented(&["a", ""]), ['0', 'f', 'g'].map(value))
    }
}
