//! Code that the rules of `search.toml` are for.

mod asked_without_a_copy {
    fn is_known(names: &[String], name: &str) -> bool {
        names.contains(&name.to_string())
    }

    pub fn example() -> String {
        let names = ["Ada", "", "Grace"].map(String::from);
        format!("{:?}", ["Ada", "ada", "", "Gra"].map(|name| (is_known(&names, name), is_known(&[], name))))
    }
}

mod seen_in_a_set {
    fn unique(words: &[String]) -> Vec<String> {
        let mut unique = Vec::new();
        for word in words {
            if !unique.contains(word) {
                unique.push(word.clone());
            }
        }
        unique
    }

    pub fn example() -> String {
        let words = ["a", "b", "a", "", "c", "b", ""].map(String::from);
        format!("{:?} {:?}", unique(&[]), unique(&words))
    }
}

mod copies_seen_in_a_set {
    fn first_repeated(values: &[i32]) -> Option<i32> {
        let mut seen: Vec<i32> = Vec::new();
        for &value in values {
            if seen.contains(&value) {
                return Some(value);
            }
            seen.push(value);
        }
        None
    }

    pub fn example() -> String {
        format!("{:?}", [&[][..], &[1], &[1, 2, 3], &[4, 2, 7, 2, 4]].map(first_repeated))
    }
}

mod asked_as_a_set {
    fn common(one: &[u32], other: &[u32]) -> Vec<u32> {
        let mut common = Vec::new();
        for number in one {
            if other.contains(number) {
                common.push(*number);
            }
        }
        common
    }

    pub fn example() -> String {
        format!("{:?} {:?} {:?}", common(&[], &[1]), common(&[1], &[]), common(&[3, 1, 4, 1, 5], &[1, 1, 5, 9]))
    }
}

mod filtered_by_a_set {
    fn winning(card: &[u32], drawn: &[u32]) -> usize {
        card.iter().filter(|number| drawn.contains(number)).count()
    }

    fn kept<'a>(words: &'a [String], wanted: &[String]) -> Vec<&'a String> {
        words.iter().filter(|word| wanted.contains(*word)).collect()
    }

    pub fn example() -> String {
        let words = ["one", "two", "one", "six"].map(String::from);
        format!("{} {} {:?}", winning(&[], &[1]), winning(&[3, 1, 4, 1], &[1, 3, 9]), kept(&words, &words[..1]))
    }
}

mod filtered_by_a_set_of_others {
    fn missing(wanted: &[String], present: &[String]) -> Vec<String> {
        wanted.iter().filter(|name| !present.contains(name)).cloned().collect()
    }

    pub fn example() -> String {
        let names = ["one", "two", "one", "six", ""].map(String::from);
        format!("{:?} {:?} {:?}", missing(&[], &names), missing(&names, &[]), missing(&names, &names[1..2]))
    }
}

mod any_that_is {
    struct Team {
        members: Vec<u64>,
    }

    impl Team {
        fn has(&self, id: u64) -> bool {
            self.members.iter().any(|member| *member == id)
        }
    }

    fn has_word(words: &[String], word: &String) -> bool {
        words.iter().any(|known| known == word)
    }

    pub fn example() -> String {
        let team = Team { members: vec![3, 7, 7] };
        let words = ["one", "two"].map(String::from);
        format!("{:?} {}", [0, 3, 7].map(|id| team.has(id)), has_word(&words, &words[1]) && !has_word(&[], &words[0]))
    }
}

mod found_is_contained {
    fn has(values: &[i32], wanted: i32) -> bool {
        let mut found = false;
        for value in values.iter() {
            if *value == wanted {
                found = true;
                break;
            }
        }
        found
    }

    fn has_at_any_place(values: &Vec<i32>, wanted: i32) -> bool {
        let mut found = false;
        for i in 0..values.len() {
            if values[i] == wanted {
                found = true;
            }
        }
        found
    }

    pub fn example() -> String {
        let values = vec![3, -1, 4, 1, 4];
        let all = [3, 4, 5].map(|wanted| (has(&values, wanted), has_at_any_place(&values, wanted)));
        format!("{all:?} {}", has(&[], 1))
    }
}

mod entry_by_its_place {
    #[derive(Debug, Default)]
    struct Stock {
        entries: Vec<(String, u32)>,
    }

    impl Stock {
        fn add(&mut self, name: &str, count: u32) {
            for entry in self.entries.iter_mut() {
                if entry.0 == name {
                    entry.1 += count;
                    return;
                }
            }
            self.entries.push((name.to_string(), count));
        }

        fn sell(&mut self, name: &str) -> bool {
            let mut sold = false;
            for entry in self.entries.iter_mut() {
                if entry.0 == name {
                    entry.1 = entry.1.saturating_sub(1);
                    sold = true;
                    break;
                }
            }
            sold
        }
    }

    pub fn example() -> String {
        let mut stock = Stock::default();
        for (name, count) in [("nail", 3), ("screw", 1), ("nail", 4), ("", 2)] {
            stock.add(name, count);
        }
        format!("{:?} {stock:?}", ["nail", "hammer", "screw", "screw"].map(|name| stock.sell(name)))
    }
}

mod entry_by_its_place_to_read {
    fn price(list: &[(&str, u32)], name: &str) -> Option<u32> {
        for entry in list.iter() {
            if entry.0 == name {
                return Some(entry.1);
            }
        }
        None
    }

    pub fn example() -> String {
        let list = [("tea", 3), ("milk", 2), ("tea", 9)];
        format!("{:?} {:?}", ["tea", "milk", ""].map(|name| price(&list, name)), price(&[], "tea"))
    }
}

mod entry_found_by_its_place {
    struct Headers(Vec<(String, String)>);

    impl Headers {
        fn get(&self, name: &str) -> Option<&str> {
            self.0.iter().find(|header| header.0 == name).map(|header| header.1.as_str())
        }
    }

    pub fn example() -> String {
        let headers = [("Host", "here"), ("Accept", "all"), ("Host", "there")];
        let headers = Headers(headers.map(|(name, value)| (name.to_string(), value.to_string())).into());
        format!("{:?} {:?}", ["Host", "Accept", "host"].map(|name| headers.get(name)), Headers(vec![]).get("Host"))
    }
}

mod entry_found_by_its_place_to_write {
    fn count(words: &[&'static str]) -> Vec<(&'static str, usize)> {
        let mut counts: Vec<(&str, usize)> = Vec::new();
        for word in words {
            match counts.iter_mut().find(|entry| entry.0 == *word) {
                Some(entry) => entry.1 += 1,
                None => counts.push((word, 1)),
            }
        }
        counts
    }

    pub fn example() -> String {
        format!("{:?} {:?}", count(&[]), count(&["a", "b", "a", "", "b", "a"]))
    }
}

mod pushed_in_order {
    struct Scores {
        best: Vec<u32>,
    }

    impl Scores {
        fn add(&mut self, score: u32) {
            self.best.push(score);
            self.best.sort();
        }
    }

    pub fn example() -> String {
        let mut scores = Scores { best: Vec::new() };
        let all = [5, 2, 9, 5, 0, 7].map(|score| {
            scores.add(score);
            scores.best.clone()
        });
        format!("{all:?}")
    }
}

mod pushed_in_order_by {
    fn add(events: &mut Vec<(f64, &'static str)>, time: f64, name: &'static str) {
        events.push((time, name));
        events.sort_by(|a, b| a.0.total_cmp(&b.0));
    }

    pub fn example() -> String {
        let mut events = Vec::new();
        for (time, name) in [(5.5, "a"), (2.0, "b"), (5.5, "c"), (9.25, "d"), (-1.0, "e")] {
            add(&mut events, time, name);
        }
        format!("{events:?}")
    }
}

mod pushed_in_order_by_key {
    #[derive(Debug)]
    struct Task {
        name: String,
        due: u32,
    }

    #[derive(Default)]
    struct Plan {
        tasks: Vec<Task>,
        changes: usize,
    }

    impl Plan {
        fn add(&mut self, name: &str, due: u32) {
            self.tasks.push(Task { name: name.to_string(), due });
            self.changes += 1;
            self.tasks.sort_by_key(|task| task.due);
        }
    }

    pub fn example() -> String {
        let mut plan = Plan::default();
        for (name, due) in [("a", 5), ("b", 2), ("c", 5), ("d", 9), ("e", 0)] {
            plan.add(name, due);
        }
        let tasks: Vec<_> = plan.tasks.iter().map(|task| (task.due, &task.name)).collect();
        format!("{tasks:?} {}", plan.changes)
    }
}

mod first_ones_in_order {
    fn most_frequent(counts: &[(&'static str, u32)], n: usize) -> Vec<(&'static str, u32)> {
        let mut ranked = counts.to_vec();
        ranked.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        ranked.truncate(n);
        ranked
    }

    pub fn example() -> String {
        let counts = [("the", 8), ("of", 8), ("a", 3), ("is", 11), ("be", 3)];
        format!("{:?} {:?}", (0..7).map(|n| most_frequent(&counts, n)).collect::<Vec<_>>(), most_frequent(&[], 2))
    }
}

mod first_ones_chosen {
    use std::collections::HashMap;

    fn top(counts: &HashMap<char, usize>, n: usize) -> String {
        let mut letters: Vec<(char, usize)> = counts.iter().map(|(letter, count)| (*letter, *count)).collect();
        letters.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        letters.into_iter().take(n).map(|(letter, _)| letter).collect()
    }

    pub fn example() -> String {
        let counts: HashMap<char, usize> = [('a', 3), ('e', 9), ('n', 3), ('z', 1)].into();
        format!("{:?} {:?}", (0..6).map(|n| top(&counts, n)).collect::<Vec<_>>(), top(&HashMap::new(), 1))
    }
}

mod first_ones_copied_after_choosing {
    #[derive(Clone, Debug)]
    struct Book {
        title: String,
        sold: u32,
    }

    struct Shop {
        books: Vec<Book>,
    }

    impl Shop {
        fn best_sellers(&self, n: usize) -> Vec<Book> {
            let mut books: Vec<Book> = self.books.iter().filter(|book| book.sold > 0).cloned().collect();
            books.sort_by(|a, b| b.sold.cmp(&a.sold).then_with(|| a.title.cmp(&b.title)));
            books.into_iter().take(n).collect()
        }
    }

    pub fn example() -> String {
        let books = [("Emma", 7), ("Ulysses", 0), ("Dracula", 12), ("Dubliners", 7)];
        let books = books.map(|(title, sold)| Book { title: title.to_string(), sold }).into();
        let shop = Shop { books };
        format!("{:?} {:?}", [0, 1, 2, 9].map(|n| shop.best_sellers(n)), Shop { books: vec![] }.best_sellers(1))
    }
}

mod places_in_an_alphabet {
    const DIGITS: &[u8] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    const LETTERS: &str = "abcdefghijklmnopqrstuvwxyz";

    fn decode(text: &str) -> Option<u64> {
        let mut value = 0;
        for byte in text.bytes() {
            let digit = DIGITS.iter().position(|&known| known == byte)?;
            value = value * 32 + digit as u64;
        }
        Some(value)
    }

    fn rotated(letter: char) -> char {
        match LETTERS.find(letter) {
            Some(at) => LETTERS.as_bytes()[(at + 13) % 26] as char,
            None => letter,
        }
    }

    pub fn example() -> String {
        let rotated: String = "hello, größe! Az".chars().map(rotated).collect();
        format!("{:?} {rotated}", ["", "0", "Z", "1000", "AIO", "é", "7ZZX"].map(decode))
    }
}

mod places_in_a_text {
    fn value(text: &str) -> Option<usize> {
        let digits = "0123456789abcdef";
        let mut value = 0;
        for letter in text.chars() {
            value = value * 16 + digits.find(letter)?;
        }
        Some(value)
    }

    pub fn example() -> String {
        format!("{:?}", ["", "0", "f", "10", "beef", "BEEF", "5é", "12 "].map(value))
    }
}

mod set_beside {
    fn reachable(links: &[Vec<usize>], start: usize) -> Vec<usize> {
        let mut visited = vec![start];
        let mut at = 0;
        while at < visited.len() {
            for next in &links[visited[at]] {
                if !visited.contains(next) {
                    visited.push(*next);
                }
            }
            at += 1;
        }
        visited
    }

    pub fn example() -> String {
        let links = [vec![1, 2], vec![2, 2], vec![0], vec![3, 1]];
        format!("{:?}", [0, 2, 3].map(|start| reachable(&links, start)))
    }
}

mod marks_beside {
    fn steps_until_repeated(next: &[usize], start: usize) -> usize {
        let mut seen: Vec<usize> = Vec::new();
        let mut at = start;
        while !seen.contains(&at) {
            seen.push(at);
            at = next[at];
        }
        seen.len()
    }

    fn distinct(text: &str) -> usize {
        let mut letters = Vec::new();
        for letter in text.chars() {
            if !letters.contains(&letter) {
                letters.push(letter);
            }
        }
        letters.len()
    }

    pub fn example() -> String {
        let next = [3, 0, 2, 4, 3];
        let steps = [0, 1, 2, 3].map(|start| steps_until_repeated(&next, start));
        format!("{steps:?} {:?}", ["", "a", "abcabc", "größe"].map(distinct))
    }
}

mod marks_of_pairs_beside {
    fn visited(moves: &str) -> usize {
        let mut visited: Vec<(usize, usize)> = vec![(10, 10)];
        let (mut row, mut column) = (10, 10);
        for step in moves.chars() {
            match step {
                '^' => row -= 1,
                'v' => row += 1,
                '<' => column -= 1,
                _ => column += 1,
            }
            if !visited.contains(&(row, column)) {
                visited.push((row, column));
            }
        }
        visited.len()
    }

    pub fn example() -> String {
        format!("{:?}", ["", ">", "><><", "^>v<", "^v^v>>>vvv<<<"].map(visited))
    }
}

mod counted_together {
    fn score(left: &[i32], right: &[i32]) -> i32 {
        let mut score = 0;
        for value in left {
            score += value * right.iter().filter(|other| *other == value).count() as i32;
        }
        score
    }

    fn unique(names: &[String]) -> Vec<String> {
        let mut unique = Vec::new();
        for name in names {
            if names.iter().filter(|&other| other == name).count() == 1 {
                unique.push(name.clone());
            }
        }
        unique
    }

    pub fn example() -> String {
        let names = ["a", "b", "a", "c", ""].map(String::from);
        format!("{} {} {:?}", score(&[], &[1]), score(&[3, 4, 2, 1, 3, 3], &[4, 3, 5, 3, 9, 3]), unique(&names))
    }
}

mod ranges_counted_together {
    fn busiest(meetings: &[(u32, u32)]) -> usize {
        let mut most = 0;
        for hour in 0..24 {
            let running = meetings.iter().filter(|meeting| meeting.0 <= hour && hour < meeting.1).count();
            most = most.max(running);
        }
        most
    }

    fn depths(ranges: &[(i64, i64)], points: &[i64]) -> Vec<usize> {
        let mut depths = Vec::new();
        for point in points {
            depths.push(ranges.iter().filter(|(start, end)| start <= point && point < end).count());
        }
        depths
    }

    pub fn example() -> String {
        let meetings = [&[][..], &[(9, 10)], &[(8, 12), (11, 13), (11, 11), (15, 14), (9, 12)]].map(busiest);
        format!("{meetings:?} {:?}", depths(&[(-5, 5), (0, 1), (0, 9), (7, 3)], &[-6, -5, 0, 1, 4, 5, 8, 9]))
    }
}

mod counted_by_hand_together {
    fn most_frequent(values: &[i32]) -> Option<i32> {
        let mut best = None;
        let mut best_count = 0;
        for value in values {
            let mut count = 0;
            for other in values {
                if other == value {
                    count += 1;
                }
            }
            if count > best_count {
                best_count = count;
                best = Some(*value);
            }
        }
        best
    }

    fn majority(votes: &Vec<u8>) -> Option<u8> {
        for i in 0..votes.len() {
            let mut count = 0;
            for j in 0..votes.len() {
                if votes[j] == votes[i] {
                    count += 1;
                }
            }
            if count > votes.len() / 2 {
                return Some(votes[i]);
            }
        }
        None
    }

    pub fn example() -> String {
        let frequent = [&[][..], &[4], &[1, 2, 3], &[3, 1, 2, 1, 3, 1]].map(most_frequent);
        format!("{frequent:?} {:?}", [vec![], vec![1], vec![1, 2], vec![2, 1, 2]].map(|votes| majority(&votes)))
    }
}

mod letters_counted_in_a_table {
    use std::collections::HashMap;

    fn frequencies(text: &str) -> HashMap<char, usize> {
        let mut counts = HashMap::new();
        for letter in text.chars() {
            *counts.entry(letter).or_insert(0) += 1;
        }
        counts
    }

    pub fn example() -> String {
        let sorted = |text: &str| {
            let mut counts: Vec<_> = frequencies(text).into_iter().collect();
            counts.sort();
            counts
        };
        format!("{:?}", ["", "a", "banana", "größte Größe\0"].map(sorted))
    }
}

mod bytes_counted_in_a_table {
    use std::collections::BTreeMap;

    fn histogram(data: &[u8]) -> BTreeMap<u8, u32> {
        let mut counts = BTreeMap::new();
        for &byte in data {
            *counts.entry(byte).or_insert(0) += 1;
        }
        counts
    }

    fn of_text(text: &str) -> BTreeMap<u8, u32> {
        let mut counts = BTreeMap::new();
        for byte in text.bytes() {
            *counts.entry(byte).or_default() += 1;
        }
        counts
    }

    pub fn example() -> String {
        format!("{:?} {:?}", [&b""[..], b"a", b"ban\0ana\xff"].map(histogram), ["", "größe"].map(of_text))
    }
}

mod found_and_left {
    struct User {
        id: u32,
        name: String,
    }

    fn name(users: &[User], id: u32) -> String {
        let mut name = String::from("nobody");
        let mut found = false;
        for user in users {
            if user.id == id {
                name = user.name.clone();
                found = true;
            }
        }
        format!("{name} {found}")
    }

    pub fn example() -> String {
        let users = [(3, "Ada"), (7, "Grace"), (9, "")].map(|(id, name)| User { id, name: name.to_string() });
        format!("{:?} {:?}", [3, 7, 9, 8].map(|id| name(&users, id)), name(&[], 3))
    }
}

mod found_kept_and_left {
    fn missing(numbers: &[u32]) -> Option<u32> {
        let mut missing = None;
        for n in 1..=numbers.len() as u32 + 1 {
            if !numbers.contains(&n) {
                missing = Some(n);
            }
        }
        missing
    }

    pub fn example() -> String {
        format!("{:?}", [&[][..], &[1], &[2], &[3, 1, 4], &[4, 2, 3, 1]].map(missing))
    }
}

mod sought_in_any_case {
    fn search<'a>(lines: &[&'a str], word: &str) -> Vec<&'a str> {
        lines.iter().filter(|line| line.to_lowercase().contains(&word.to_lowercase())).copied().collect()
    }

    fn is_error(line: &str, word: &str) -> bool {
        line.to_ascii_lowercase().contains(word)
    }

    pub fn example() -> String {
        let lines = ["", "Rust is fast", "TRUST", "rus", "ÄRGER rust", "Ärger"];
        let found = ["", "RUST", "st", "ärger", "K"].map(|word| search(&lines, word));
        format!("{found:?} {:?}", ["rust", "ärger", "Ä", ""].map(|word| lines.map(|line| is_error(line, word))))
    }
}

mod all_counted_in_one_pass {
    fn faces(rolls: &[u8]) -> Vec<usize> {
        (1..=6).map(|face| rolls.iter().filter(|roll| **roll == face).count()).collect()
    }

    fn letters(text: &str) -> Vec<usize> {
        ('a'..='e').map(|letter| text.chars().filter(|c| *c == letter).count()).collect()
    }

    pub fn example() -> String {
        format!("{:?} {:?}", [&[][..], &[6], &[1, 6, 6, 3, 0, 7]].map(faces), ["", "cabbage", "édé"].map(letters))
    }
}

mod bytes_seen_in_one_pass {
    fn distinct(data: &[u8]) -> usize {
        (0..=255u8).filter(|byte| data.contains(byte)).count()
    }

    pub fn example() -> String {
        format!("{:?}", [&b""[..], b"a", b"aaa", b"banana\0\xff"].map(distinct))
    }
}

mod place_of_each_that_was_seen {
    fn cycle(start: u32) -> (usize, usize) {
        let mut seen: Vec<u32> = Vec::new();
        let mut state = start;
        loop {
            if let Some(first) = seen.iter().position(|&old| old == state) {
                return (first, seen.len() - first);
            }
            seen.push(state);
            state = (state * state + 1) % 255;
        }
    }

    fn numbered(words: &[String]) -> Vec<usize> {
        let mut names: Vec<String> = Vec::new();
        let mut numbers = Vec::new();
        for word in words {
            match names.iter().position(|name| name == word) {
                Some(at) => numbers.push(at),
                None => {
                    numbers.push(names.len());
                    names.push(word.clone());
                }
            }
        }
        numbers
    }

    pub fn example() -> String {
        let words = ["b", "a", "b", "", "a", "c"].map(String::from);
        format!("{:?} {:?}", [0, 2, 3, 7, 100].map(cycle), numbered(&words))
    }
}
