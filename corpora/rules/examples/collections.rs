//! Code that the rules of `collections.toml` are for.

mod unstable {
    fn median(values: &[i32]) -> Option<i32> {
        let mut sorted = values.to_vec();
        sorted.sort();
        sorted.get(values.len() / 2).copied()
    }

    pub fn example() -> String {
        format!("{:?}", [&[][..], &[4], &[3, 1, 2], &[5, -1, 5, 0]].map(median))
    }
}

mod unstable_by_key {
    fn by_length(words: &mut Vec<&str>) {
        words.sort_by_key(|word| word.len());
    }

    pub fn example() -> String {
        let mut words = vec!["three", "a", "fourteen", "", "of"];
        by_length(&mut words);
        format!("{words:?}")
    }
}

mod unstable_by {
    struct Scores {
        scores: Vec<(String, u32)>,
    }

    impl Scores {
        fn ranking(&mut self) -> Vec<&str> {
            self.scores.sort_by(|a, b| b.1.cmp(&a.1));
            self.scores.iter().map(|(name, _)| name.as_str()).collect()
        }
    }

    pub fn example() -> String {
        let scores = [("ann", 3), ("bob", 9), ("cy", 0), ("dee", 5)];
        let mut scores = Scores { scores: scores.map(|(name, score)| (name.to_string(), score)).to_vec() };
        format!("{:?}", scores.ranking())
    }
}

mod natural_order {
    fn sorted(mut names: Vec<String>) -> Vec<String> {
        names.sort_by(|a, b| a.cmp(b));
        names
    }

    pub fn example() -> String {
        let names = |text: &str| text.split_whitespace().map(str::to_string).collect::<Vec<_>>();
        format!("{:?}", ["", "x", "b a C a", "z y x"].map(|text| sorted(names(text))))
    }
}

mod swap_remove {
    fn finish(running: &mut Vec<u32>, id: u32) -> Option<u32> {
        let place = running.iter().position(|other| *other == id)?;
        Some(running.remove(place))
    }

    pub fn example() -> String {
        let mut running = vec![3, 1, 4, 5, 9];
        let finished = [1, 9, 7, 3].map(|id| finish(&mut running, id));
        running.sort_unstable();
        format!("{finished:?} {running:?}")
    }
}

mod entry_counts {
    use std::collections::HashMap;

    fn letters(text: &str) -> HashMap<char, usize> {
        let mut counts = HashMap::new();
        for c in text.chars() {
            if counts.contains_key(&c) {
                *counts.get_mut(&c).unwrap() += 1;
            } else {
                counts.insert(c, 1);
            }
        }
        counts
    }

    fn order(stock: &mut HashMap<String, u32>, item: &str, count: u32) {
        if stock.contains_key(item) {
            *stock.get_mut(item).unwrap() += count;
        } else {
            stock.insert(item.to_string(), count);
        }
    }

    pub fn example() -> String {
        let counts = ["", "a", "abba", "mississippi"].map(|text| {
            let mut counts: Vec<_> = letters(text).into_iter().collect();
            counts.sort_unstable();
            counts
        });
        let mut stock = HashMap::new();
        [("nut", 3), ("bolt", 0), ("nut", 4), ("bolt", 1)].map(|(item, count)| order(&mut stock, item, count));
        format!("{counts:?} {} {} {}", stock.len(), stock["nut"], stock["bolt"])
    }
}

mod one_look_up {
    use std::collections::HashMap;

    fn withdraw(accounts: &mut HashMap<String, u32>, name: &str, amount: u32) -> bool {
        let mut done = false;
        if accounts.contains_key(name) {
            let balance = accounts.get_mut(name).unwrap();
            if *balance >= amount {
                *balance -= amount;
                done = true;
            }
        }
        done
    }

    pub fn example() -> String {
        let mut accounts = HashMap::from([("ann".to_string(), 10), ("bob".to_string(), 3)]);
        let done =
            [("ann", 4), ("ann", 7), ("cy", 1), ("bob", 3)].map(|(name, amount)| withdraw(&mut accounts, name, amount));
        format!("{done:?} {} {}", accounts["ann"], accounts["bob"])
    }
}

mod insert_tells {
    use std::collections::HashSet;

    fn distinct(values: &[u32]) -> Vec<u32> {
        let mut seen = HashSet::new();
        let mut distinct = Vec::new();
        for &value in values {
            if !seen.contains(&value) {
                seen.insert(value);
                distinct.push(value);
            }
        }
        distinct
    }

    pub fn example() -> String {
        format!("{:?}", [&[][..], &[1], &[3, 1, 3, 2, 1], &[5, 5, 5]].map(distinct))
    }
}

mod collected {
    fn squares(values: &[i64]) -> Vec<i64> {
        let mut squares = Vec::new();
        for value in values {
            squares.push(value * value);
        }
        squares
    }

    pub fn example() -> String {
        format!("{:?}", [&[][..], &[-3], &[1, 2, 3]].map(squares))
    }
}

mod extended {
    struct Log {
        lines: Vec<String>,
    }

    impl Log {
        fn note(&mut self, words: &[&str]) {
            for word in words {
                self.lines.push(word.to_uppercase());
            }
        }
    }

    pub fn example() -> String {
        let mut log = Log { lines: vec!["start".to_string()] };
        log.note(&[]);
        log.note(&["a", "bc"]);
        format!("{:?}", log.lines)
    }
}

mod extended_by_slice {
    fn packet(header: &[u8], payload: &[u8]) -> Vec<u8> {
        let mut packet = vec![0x7e];
        for &byte in header {
            packet.push(byte);
        }
        for byte in payload.iter() {
            packet.push(*byte);
        }
        packet
    }

    pub fn example() -> String {
        format!("{:?} {:?}", packet(b"", b""), packet(b"ab", b"cde"))
    }
}

mod fill {
    struct Counters {
        counts: Vec<u32>,
    }

    impl Counters {
        fn reset(&mut self, start: u32) {
            for i in 0..self.counts.len() {
                self.counts[i] = start;
            }
        }
    }

    pub fn example() -> String {
        let mut all = [vec![], vec![5], vec![1, 2, 3]].map(|counts| Counters { counts });
        all.iter_mut().for_each(|counters| counters.reset(7));
        format!("{:?}", all.map(|counters| counters.counts))
    }
}

mod resized {
    fn padded(digits: &[u8], width: usize) -> Vec<u8> {
        let mut padded = digits.to_vec();
        for _ in 0..width.saturating_sub(digits.len()) {
            padded.push(0);
        }
        padded
    }

    pub fn example() -> String {
        format!("{:?}", [0, 2, 3, 6].map(|width| padded(&[1, 2, 3], width)))
    }
}

mod slices_compared {
    fn unchanged(before: &[u16], after: &[u16]) -> bool {
        before.iter().eq(after.iter())
    }

    pub fn example() -> String {
        let lists: [&[u16]; 4] = [&[], &[1], &[1, 2], &[2, 1]];
        format!("{:?}", lists.map(|one| lists.map(|other| unchanged(one, other))))
    }
}

mod look_from_the_end {
    struct Scope {
        variables: Vec<(String, i32)>,
    }

    impl Scope {
        fn value(&self, name: &str) -> Option<i32> {
            for variable in &self.variables {
                if variable.0 == name {
                    return Some(variable.1);
                }
            }
            None
        }
    }

    pub fn example() -> String {
        let scope = Scope { variables: [("x", 3), ("y", 4), ("z", 0)].map(|(name, n)| (name.to_string(), n)).to_vec() };
        format!("{:?}", ["x", "y", "z", "w"].map(|name| scope.value(name)))
    }
}

mod look_from_the_end_to_write {
    fn set(settings: &mut Vec<(String, u32)>, name: &str, value: u32) {
        for setting in settings.iter_mut() {
            if setting.0 == name {
                setting.1 = value;
                return;
            }
        }
        settings.push((name.to_string(), value));
    }

    pub fn example() -> String {
        let mut settings = Vec::new();
        [("a", 1), ("b", 2), ("a", 3), ("c", 4), ("b", 5)].map(|(name, value)| set(&mut settings, name, value));
        format!("{settings:?}")
    }
}

mod lengths_first {
    fn allowed(stored: String, given: &str) -> bool {
        !given.is_empty() && stored == given
    }

    pub fn example() -> String {
        let stored = "secret".to_string();
        format!("{:?}", ["", "secret", "secrets", "Secret", "s"].map(|given| allowed(stored.clone(), given)))
    }
}

mod four_pushed_together {
    fn write_length(packet: &mut Vec<u8>, length: u32) {
        packet.push((length >> 24) as u8);
        packet.push((length >> 16) as u8);
        packet.push((length >> 8) as u8);
        packet.push(length as u8);
    }

    pub fn example() -> String {
        let mut packet = vec![1];
        [0, 1, 0x1234_5678].map(|length| write_length(&mut packet, length));
        format!("{packet:?}")
    }
}

mod two_pushed_together {
    fn mirrored(points: &[(i32, i32)]) -> Vec<i32> {
        let mut flat: Vec<i32> = Vec::new();
        for (x, y) in points {
            flat.push(*y);
            flat.push(*x);
        }
        flat
    }

    pub fn example() -> String {
        format!("{:?} {:?}", mirrored(&[]), mirrored(&[(1, 2), (3, 4)]))
    }
}

mod push_of_either {
    fn shout(text: &str) -> String {
        let mut shouted = String::new();
        for c in text.chars() {
            if c.is_ascii_lowercase() {
                shouted.push(c.to_ascii_uppercase());
            } else {
                shouted.push(c);
            }
        }
        shouted
    }

    pub fn example() -> String {
        format!("{:?}", ["", "abc", "a B-ä!"].map(shout))
    }
}

mod room {
    fn initials(words: &[&str]) -> String {
        let mut initials = String::new();
        for word in words {
            if let Some(first) = word.chars().next() {
                initials.push(first);
            }
        }
        initials
    }

    pub fn example() -> String {
        format!("{:?}", [&[][..], &["one"], &["two", "", "drei", "élan"]].map(initials))
    }
}

mod room_in_a_list {
    fn lengths(words: &[&str]) -> Vec<usize> {
        let mut lengths = vec![];
        for word in words {
            if !word.is_empty() {
                lengths.push(word.len());
            }
        }
        lengths
    }

    pub fn example() -> String {
        format!("{:?}", [&[][..], &["one"], &["two", "", "three"]].map(lengths))
    }
}

mod room_for_a_length {
    fn running_sums(values: &[u32]) -> Vec<u32> {
        let mut sums = Vec::new();
        let mut sum = 0;
        let count = values.len();
        for i in 0..count {
            sum += values[i];
            sums.push(sum);
        }
        sums
    }

    pub fn example() -> String {
        format!("{:?}", [&[][..], &[5], &[1, 2, 3, 4]].map(running_sums))
    }
}

mod one_looked_at_in_place {
    fn longest(lines: &[String]) -> usize {
        let mut longest = 0;
        for i in 0..lines.len() {
            let line = lines[i].clone();
            if line.trim().len() > longest {
                longest = line.trim().len();
            }
        }
        longest
    }

    pub fn example() -> String {
        let lines = ["", "  ab ", "xyz", "zz        "].map(str::to_string);
        format!("{:?}", [0, 1, 2, 4].map(|count| longest(&lines[..count])))
    }
}

mod looked_up_once {
    use std::collections::HashMap;

    fn book(stock: &mut HashMap<String, u32>, item: &str, count: u32) {
        if stock.contains_key(item) {
            *stock.get_mut(item).unwrap() += count;
        } else {
            stock.insert(item.to_string(), count);
        }
    }

    pub fn example() -> String {
        let mut stock = HashMap::new();
        [("nut", 3), ("bolt", 0), ("nut", 4), ("bolt", 1)].map(|(item, count)| book(&mut stock, item, count));
        format!("{} {} {}", stock.len(), stock["nut"], stock["bolt"])
    }
}

mod entry_of_lists {
    use std::collections::HashMap;

    fn by_length(words: &[&str]) -> Vec<(usize, Vec<String>)> {
        let mut groups: HashMap<usize, Vec<String>> = HashMap::new();
        for word in words {
            let length = word.len();
            if !groups.contains_key(&length) {
                groups.insert(length.clone(), Vec::new());
            }
            groups.get_mut(&length).unwrap().push(word.to_string());
        }
        let mut groups: Vec<_> = groups.into_iter().collect();
        groups.sort();
        groups
    }

    pub fn example() -> String {
        format!("{:?}", [&[][..], &["a"], &["to", "be", "or", "not", "", "b"]].map(by_length))
    }
}

mod map_without_order {
    use std::collections::BTreeMap;

    fn pairs_with_sum(values: &[i32], sum: i32) -> usize {
        let mut seen = BTreeMap::new();
        let mut pairs = 0;
        for value in values {
            pairs += seen.get(&(sum - value)).copied().unwrap_or(0);
            *seen.entry(*value).or_insert(0) += 1;
        }
        pairs
    }

    pub fn example() -> String {
        format!("{:?}", [0, 4, 5, 9].map(|sum| pairs_with_sum(&[1, 3, 2, 2, 3, -3], sum)))
    }
}

mod known_keys_not_copied {
    use std::collections::HashMap;

    fn most_common(text: &str) -> Option<(String, usize)> {
        let mut counts: HashMap<String, usize> = HashMap::new();
        for word in text.split_whitespace() {
            *counts.entry(word.to_string()).or_insert(0) += 1;
        }
        counts.into_iter().max_by(|one, other| one.1.cmp(&other.1).then(other.0.cmp(&one.0)))
    }

    pub fn example() -> String {
        format!("{:?}", ["", "a", "to be or not to be", "b a b a c b"].map(most_common))
    }
}

mod known_keys_of_lists_not_copied {
    use std::collections::BTreeMap;

    fn index(lines: &[&str]) -> BTreeMap<String, Vec<usize>> {
        let mut index: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (number, line) in lines.iter().enumerate() {
            for word in line.split(' ') {
                index.entry(word.to_string()).or_insert_with(Vec::new).push(number);
            }
        }
        index
    }

    pub fn example() -> String {
        format!("{:?}", [&[][..], &["a"], &["a b a", "", "b c"]].map(index))
    }
}

mod marks_in_place_of_a_set {
    use std::collections::HashSet;

    fn first_missing(values: &[u32]) -> u32 {
        let mut seen = HashSet::new();
        for value in values {
            seen.insert(*value);
        }
        let mut missing = 1;
        while seen.contains(&missing) {
            missing += 1;
        }
        missing
    }

    pub fn example() -> String {
        format!("{:?}", [&[][..], &[1], &[2, 3], &[3, 1, 2, 3, 5], &[0, 900]].map(first_missing))
    }
}

mod indices_from_the_end {
    fn place(ids: &[u32], id: u32) -> Option<usize> {
        for i in 0..ids.len() {
            if ids[i] == id {
                return Some(i);
            }
        }
        None
    }

    pub fn example() -> String {
        format!("{:?} {:?}", [5, 8, 2, 9].map(|id| place(&[5, 8, 2], id)), place(&[], 1))
    }
}

mod moved_to_the_end {
    use std::collections::VecDeque;

    struct Recent {
        pages: Vec<String>,
    }

    impl Recent {
        fn visit(&mut self, page: &str) {
            match self.pages.iter().position(|known| known == page) {
                Some(at) => {
                    let page = self.pages.remove(at);
                    self.pages.push(page);
                }
                None => self.pages.push(page.to_string()),
            }
        }
    }

    fn serve(queue: &mut VecDeque<u32>, customer: u32) -> bool {
        let Some(place) = queue.iter().position(|other| *other == customer) else { return false };
        let served = queue.remove(place).unwrap();
        queue.push_back(served);
        true
    }

    pub fn example() -> String {
        let mut queue = VecDeque::from([3, 4]);
        [2, 1].map(|customer| queue.push_front(customer));
        let served = [2, 1, 9, 4, 4].map(|customer| (serve(&mut queue, customer), format!("{queue:?}")));
        let mut recent = Recent { pages: Vec::new() };
        let mut seen = Vec::new();
        for page in ["a", "a", "b", "c", "a", "b", "b"] {
            recent.visit(page);
            seen.push(recent.pages.concat());
        }
        format!("{seen:?} {served:?}")
    }
}

mod moved_to_the_front {
    fn encode(text: &[u8]) -> Vec<usize> {
        let mut alphabet: Vec<u8> = (b'a'..=b'f').collect();
        let mut places = Vec::new();
        for letter in text {
            let place = alphabet.iter().position(|known| known == letter).unwrap();
            places.push(place);
            let front = alphabet.remove(place);
            alphabet.insert(0, front);
        }
        places
    }

    pub fn example() -> String {
        format!("{:?}", ["", "a", "f", "abcabc", "ffeebad"].map(|text| encode(text.as_bytes())))
    }
}

mod counted_with_one_look {
    use std::collections::HashMap;

    fn visits(log: &[u32]) -> HashMap<u32, usize> {
        let mut visits: HashMap<u32, usize> = HashMap::new();
        for &user in log {
            let so_far = visits.get(&user).copied().unwrap_or(0);
            visits.insert(user, so_far + 1);
        }
        visits
    }

    pub fn example() -> String {
        let asked = |log: &[u32]| [1, 2, 3].map(|user| visits(log).get(&user).copied());
        format!("{:?}", [&[][..], &[2], &[1, 3, 1, 1, 3]].map(asked))
    }
}

mod counted_without_collecting {
    fn words(text: &str) -> usize {
        text.split_whitespace().collect::<Vec<_>>().len()
    }

    pub fn example() -> String {
        format!("{:?}", ["", "one", " two  words "].map(words))
    }
}

mod gone_through_without_collecting {
    fn total(list: &str) -> u32 {
        list.split(',').filter_map(|part| part.trim().parse::<u32>().ok()).collect::<Vec<_>>().into_iter().sum()
    }

    pub fn example() -> String {
        format!("{:?}", ["", "7", "1, 2,x,3"].map(total))
    }
}

mod one_without_collecting {
    fn host(url: &str) -> &str {
        let rest = url.split("://").collect::<Vec<&str>>()[1];
        rest.split('/').collect::<Vec<&str>>()[0]
    }

    pub fn example() -> String {
        format!("{:?}", ["http://a.org", "ftp://b/c/d", "x://"].map(host))
    }
}

mod joined_without_collecting {
    fn capitals(text: &str) -> String {
        text.split('-').map(|word| word.to_uppercase()).collect::<Vec<String>>().join("")
    }

    pub fn example() -> String {
        format!("{:?}", ["", "a", "ab-c--def"].map(capitals))
    }
}

mod any_in_place_of_how_many {
    fn has_digit(text: &str) -> bool {
        text.chars().filter(|c| c.is_ascii_digit()).count() > 0
    }

    pub fn example() -> String {
        format!("{:?}", ["", "abc", "a1", "123"].map(has_digit))
    }
}

mod none_in_place_of_how_many {
    fn all_positive(values: &[i32]) -> bool {
        values.iter().filter(|value| **value <= 0).count() == 0
    }

    pub fn example() -> String {
        format!("{:?}", [&[][..], &[1, 2], &[1, 0], &[-1]].map(all_positive))
    }
}

mod compared_backwards_in_place {
    fn is_palindrome(word: &str) -> bool {
        word.chars().rev().collect::<String>() == word
    }

    pub fn example() -> String {
        format!("{:?}", ["", "a", "ab", "anna", "réér", "abca"].map(is_palindrome))
    }
}

mod equal_ones_known_by_a_set {
    fn has_duplicates(values: &[u32]) -> bool {
        for i in 0..values.len() {
            for j in i + 1..values.len() {
                if values[i] == values[j] {
                    return true;
                }
            }
        }
        false
    }

    pub fn example() -> String {
        format!("{:?}", [&[][..], &[1], &[1, 1], &[1, 2, 3], &[3, 1, 2, 3]].map(has_duplicates))
    }
}

mod looped_without_collecting {
    fn checksum(text: &str) -> u32 {
        let mut sum = 0;
        for line in text.lines().collect::<Vec<&str>>() {
            sum = sum * 3 + line.len() as u32;
        }
        sum
    }

    pub fn example() -> String {
        format!("{:?}", ["", "one", "one\ntwo two\n\nx\n"].map(checksum))
    }
}

mod turned_around_in_place {
    struct History {
        entries: Vec<String>,
    }

    impl History {
        fn latest(&self, count: usize) -> Vec<String> {
            let mut latest = self.entries.clone();
            latest.reverse();
            latest.truncate(count);
            latest
        }
    }

    pub fn example() -> String {
        let history = History { entries: ["a", "b", "c"].map(str::to_string).to_vec() };
        format!("{:?} {:?}", [0, 1, 3, 5].map(|count| history.latest(count)), History { entries: vec![] }.latest(2))
    }
}

mod first_ones_copied {
    fn preview(lines: &[String], count: usize) -> Vec<String> {
        let mut preview = lines.to_vec();
        preview.truncate(count);
        preview
    }

    pub fn example() -> String {
        let lines = ["a", "b", "c"].map(str::to_string);
        format!("{:?} {:?}", [0, 1, 3, 5].map(|count| preview(&lines, count)), preview(&[], 2))
    }
}

mod best_looked_at {
    #[derive(Clone)]
    struct Offer {
        shop: String,
        price: u32,
    }

    fn cheapest_shop(offers: &[Offer]) -> String {
        let mut best: Option<Offer> = None;
        for offer in offers {
            if best.is_none() || offer.price < best.as_ref().unwrap().price {
                best = Some(offer.clone());
            }
        }
        best.map_or("none".to_string(), |offer| offer.shop.clone())
    }

    pub fn example() -> String {
        let offers = [("a", 5), ("b", 3), ("c", 3), ("d", 9)];
        let offers = offers.map(|(shop, price)| Offer { shop: shop.to_string(), price });
        format!("{:?}", [0, 1, 2, 4].map(|count| cheapest_shop(&offers[..count])))
    }
}

mod best_looked_at_and_copied {
    fn longest(words: &[String]) -> Option<String> {
        let mut longest: Option<String> = None;
        for word in words {
            if longest.as_ref().map_or(true, |known| word.len() > known.len()) {
                longest = Some(word.clone());
            }
        }
        longest
    }

    pub fn example() -> String {
        let words = ["to", "be", "three", "seven", ""].map(str::to_string);
        format!("{:?}", [0, 1, 2, 3, 5].map(|count| longest(&words[..count])))
    }
}

mod error_made_when_needed {
    fn item(list: &[u32], at: usize) -> Result<u32, String> {
        let item = list.get(at).ok_or(format!("no item {at} of {}", list.len()))?;
        Ok(*item)
    }

    pub fn example() -> String {
        format!("{:?} {:?}", [0, 1, 2].map(|at| item(&[5, 6], at)), item(&[], 0))
    }
}

mod default_made_when_needed {
    fn greeting(name: Option<String>) -> String {
        let name = name.unwrap_or(["no", "body"].concat());
        format!("hello {name}")
    }

    pub fn example() -> String {
        format!("{:?}", [None, Some(String::new()), Some("ann".to_string())].map(greeting))
    }
}

mod moved_out_of_each {
    fn column(rows: Vec<Vec<String>>, number: usize) -> Vec<String> {
        rows.iter().filter_map(|row| row.get(number).cloned()).collect()
    }

    pub fn example() -> String {
        let row = |text: &str| text.split(',').map(str::to_string).collect::<Vec<_>>();
        let rows = ["a,b,c", "d", "e,f"].map(row).to_vec();
        format!("{:?} {:?}", [0, 1, 2, 3].map(|number| column(rows.clone(), number)), column(vec![], 0))
    }
}

mod made_where_it_is_given_back {
    fn port(text: &str) -> Result<u16, String> {
        let wrong = format!("{text:?} is no port");
        if text.is_empty() {
            return Err(wrong);
        }
        match text.parse() {
            Ok(0) => Err(wrong),
            Ok(port) => Ok(port),
            Err(_) => Err(wrong),
        }
    }

    pub fn example() -> String {
        format!("{:?}", ["", "80", "0", "x", "70000"].map(port))
    }
}

mod put_behind_by_a_loop {
    fn reversed(words: &[&str]) -> Vec<String> {
        let mut reversed = Vec::new();
        for word in words {
            reversed.insert(0, word.to_string());
        }
        reversed
    }

    pub fn example() -> String {
        format!("{:?}", [&[][..], &["a"], &["a", "b", "c"]].map(reversed))
    }
}

mod put_behind_by_going_on {
    fn digits(mut number: u32) -> Vec<u32> {
        let mut digits = Vec::new();
        while number > 0 {
            digits.insert(0, number % 10);
            number /= 10;
        }
        digits
    }

    pub fn example() -> String {
        format!("{:?}", [0, 7, 120, 90_210].map(digits))
    }
}

mod put_behind_by_taking_one_by_one {
    fn path(parents: &[Option<usize>], leaf: usize) -> Vec<usize> {
        let mut path = vec![leaf];
        let mut at = leaf;
        while let Some(parent) = parents[at] {
            path.insert(0, parent);
            at = parent;
        }
        path
    }

    pub fn example() -> String {
        let parents = [None, Some(0), Some(1), Some(0), Some(2)];
        format!("{:?}", [0, 1, 3, 4].map(|leaf| path(&parents, leaf)))
    }
}

mod summed_in_a_tree {
    fn totals(sales: &[(String, u32)]) -> Vec<(String, u32)> {
        let mut totals: Vec<(String, u32)> = Vec::new();
        for (product, amount) in sales.iter().cloned() {
            match totals.iter_mut().find(|line| line.0 == product) {
                Some(line) => line.1 += amount,
                None => totals.push((product, amount)),
            }
        }
        totals.sort();
        totals
    }

    pub fn example() -> String {
        let sales = [("pen", 3), ("ink", 5), ("pen", 0), ("ink", 2), ("cap", 1)];
        let sales = sales.map(|(product, amount)| (product.to_string(), amount));
        format!("{:?}", [0, 1, 2, 5].map(|count| totals(&sales[..count])))
    }
}

mod taken_away_where_it_was_found {
    fn leave(members: &mut Vec<String>, name: &str) -> bool {
        if !members.iter().any(|member| member == name) {
            return false;
        }
        members.retain(|member| member != name);
        true
    }

    pub fn example() -> String {
        let mut members = ["ann", "bob", "cy"].map(str::to_string).to_vec();
        let left = ["bob", "bob", "dee", "ann"].map(|name| leave(&mut members, name));
        format!("{left:?} {members:?}")
    }
}

mod united_by_counting {
    use std::collections::HashSet;

    fn similarity(a: &HashSet<char>, b: &HashSet<char>) -> f64 {
        let shared = a.intersection(b).count();
        let all = a.union(b).count();
        shared as f64 / all.max(1) as f64
    }

    pub fn example() -> String {
        let sets = ["", "a", "abc", "bcd"].map(|text| text.chars().collect::<HashSet<char>>());
        format!("{:?}", [(0, 0), (0, 1), (1, 2), (2, 3), (3, 3)].map(|(a, b)| similarity(&sets[a], &sets[b])))
    }
}

mod found_without_collecting {
    fn first_long(text: &str) -> Option<&str> {
        text.split_whitespace().collect::<Vec<_>>().into_iter().find(|word| word.len() > 3)
    }

    pub fn example() -> String {
        format!("{:?}", ["", "a to the", "the long and longer"].map(first_long))
    }
}

mod put_back_as_it_was {
    use std::collections::VecDeque;

    fn touch(order: &mut VecDeque<String>, key: &str) {
        if let Some(i) = order.iter().position(|k| k == key) {
            order.remove(i);
        }
        order.push_back(key.to_string());
    }

    pub fn example() -> String {
        let mut order = VecDeque::new();
        ["a", "b", "a", "c", "b", "b", "d"].map(|key| touch(&mut order, key));
        format!("{order:?}")
    }
}

mod moved_instead_of_copied {
    struct Queue {
        waiting: Vec<String>,
    }

    impl Queue {
        fn sift(&mut self, least: usize) {
            let mut kept = Vec::new();
            for name in self.waiting.iter() {
                if name.len() >= least {
                    kept.push(name.clone());
                }
            }
            self.waiting = kept;
        }
    }

    pub fn example() -> String {
        let mut queue = Queue { waiting: ["a", "bcd", "ef", "ghij"].map(String::from).to_vec() };
        queue.sift(2);
        queue.sift(3);
        format!("{:?}", queue.waiting)
    }
}

mod moved_from_rows_instead_of_copied {
    #[derive(Clone)]
    struct Entry {
        hash: usize,
        key: String,
    }

    struct Table {
        buckets: Vec<Vec<Entry>>,
    }

    impl Table {
        fn grow(&mut self) {
            let size = self.buckets.len() * 2;
            let mut buckets: Vec<Vec<Entry>> = vec![Vec::new(); size];
            for bucket in self.buckets.iter() {
                for entry in bucket.iter() {
                    buckets[entry.hash % size].push(entry.clone());
                }
            }
            self.buckets = buckets;
        }
    }

    pub fn example() -> String {
        let mut table = Table { buckets: vec![Vec::new(); 2] };
        for (hash, key) in ["a", "b", "c", "d", "e"].into_iter().enumerate() {
            table.buckets[hash % 2].push(Entry { hash, key: key.to_owned() });
        }
        table.grow();
        let keys = |bucket: &Vec<Entry>| bucket.iter().map(|entry| entry.key.clone()).collect::<Vec<_>>();
        format!("{:?}", table.buckets.iter().map(keys).collect::<Vec<_>>())
    }
}

mod pairs_moved_instead_of_copied {
    struct Scores {
        all: Vec<(String, u32)>,
    }

    impl Scores {
        fn halve(&mut self) {
            let mut kept = Vec::with_capacity(self.all.len());
            for (name, score) in &self.all {
                if *score > 1 {
                    kept.push((name.clone(), *score / 2));
                }
            }
            self.all = kept;
        }
    }

    pub fn example() -> String {
        let mut scores = Scores { all: vec![("a".to_owned(), 9), ("b".to_owned(), 1), ("c".to_owned(), 4)] };
        scores.halve();
        scores.halve();
        format!("{:?}", scores.all)
    }
}

mod pairs_moved_from_rows_instead_of_copied {
    struct Map {
        buckets: Vec<Vec<(String, u32)>>,
    }

    impl Map {
        fn grow(&mut self) {
            let mut wider: Vec<Vec<(String, u32)>> = vec![Vec::new(); self.buckets.len() * 2];
            for bucket in &self.buckets {
                for (key, value) in bucket {
                    let at = *value as usize % wider.len();
                    wider[at].push((key.clone(), *value));
                }
            }
            self.buckets = wider;
        }
    }

    pub fn example() -> String {
        let pair = |n: u32| (format!("key{n}"), n);
        let mut map = Map { buckets: vec![(0..5).map(pair).collect(), vec![]] };
        map.grow();
        format!("{:?}", map.buckets)
    }
}
