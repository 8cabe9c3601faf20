//! Code that the rules of `strings.toml` are for.

mod runs_of_letters {
    fn escaped(text: &str) -> String {
        let mut escaped = String::new();
        for letter in text.chars() {
            match letter {
                '<' => escaped.push_str("&lt;"),
                '&' => escaped.push_str("&amp;"),
                _ => escaped.push(letter),
            }
        }
        escaped
    }

    fn quoted(text: &str) -> String {
        let mut quoted = String::from("\"");
        for c in text.chars() {
            match c {
                '"' | '\\' => {
                    quoted.push('\\');
                    quoted.push(c);
                }
                '\n' => quoted += "\\n",
                _ => quoted.push(c),
            }
        }
        quoted.push('"');
        quoted
    }

    pub fn example() -> String {
        let texts = ["", "plain", "<a & b>", "&&", "größe < länge", "<ü", "ü&", "say \"so\"\n", "\\"];
        format!("{:?} {:?}", texts.map(escaped), texts.map(quoted))
    }
}

mod runs_of_bytes_as_letters {
    fn encoded(text: &str) -> String {
        let mut encoded = String::new();
        for byte in text.bytes() {
            match byte {
                b' ' => encoded.push('+'),
                b'\'' => {
                    encoded.push('\'');
                    encoded.push(byte as char);
                }
                b'%' | b'+' | b'&' | 128.. => encoded.push_str(&format!("%{byte:02X}")),
                _ => encoded.push(byte as char),
            }
        }
        encoded
    }

    pub fn example() -> String {
        format!("{:?}", ["", "plain", " ", "a b&c", "100%", "+x", "größe", "it's"].map(encoded))
    }
}

mod runs_by_number {
    fn without_escapes(text: &str) -> String {
        let letters: Vec<char> = text.chars().collect();
        let mut plain = String::new();
        let mut i = 0;
        while i < letters.len() {
            let letter = letters[i];
            match letter {
                '\\' if i + 1 < letters.len() => {
                    i += 1;
                    plain.push(if letters[i] == 'n' { '\n' } else { letters[i] });
                }
                '\t' => plain.push_str("    "),
                _ => plain.push(letter),
            }
            i += 1;
        }
        plain
    }

    pub fn example() -> String {
        format!("{:?}", ["", "plain", "a\\nb", "\\\\", "end\\", "\tx\t", "two  words\\n"].map(without_escapes))
    }
}

mod run_while {
    fn numbers(text: &str) -> Vec<String> {
        let letters: Vec<char> = text.chars().collect();
        let mut numbers = Vec::new();
        let mut i = 0;
        while i < letters.len() {
            let mut number = String::new();
            while i < letters.len() && letters[i].is_ascii_digit() {
                number.push(letters[i]);
                i += 1;
            }
            if !number.is_empty() {
                numbers.push(number);
            }
            i += 1;
        }
        numbers
    }

    pub fn example() -> String {
        format!("{:?}", ["", "7", "a12b", "1 22  333", "größe 4"].map(numbers))
    }
}

mod taken_in_place_of_copied {
    fn fields(line: &str) -> Vec<String> {
        let mut fields = Vec::new();
        let mut field = String::new();
        for c in line.chars() {
            if c == ',' {
                fields.push(field.clone());
                field.clear();
            } else {
                field.push(c);
            }
        }
        fields.push(field);
        fields
    }

    fn groups(values: &[i32]) -> Vec<Vec<i32>> {
        let mut groups = Vec::new();
        let mut group = Vec::new();
        for value in values {
            group.push(*value);
            if group.len() == 3 {
                groups.push(group.clone());
                group = Vec::new();
            }
        }
        groups
    }

    pub fn example() -> String {
        format!("{:?} {:?}", ["", ",", "a,bc,,d"].map(fields), [groups(&[]), groups(&[1, 2, 3, 4, 5, 6, 7])])
    }
}

mod wrapped_in_place_of_copied {
    #[derive(Debug)]
    enum Token {
        Word(String),
        Sign(char),
    }

    fn tokens(text: &str) -> Vec<Token> {
        let mut tokens = Vec::new();
        let mut word = String::new();
        for c in text.chars().chain([' ']) {
            if c.is_alphanumeric() {
                word.push(c);
                continue;
            }
            if !word.is_empty() {
                tokens.push(Token::Word(word.clone()));
                word.clear();
            }
            if c != ' ' {
                tokens.push(Token::Sign(c));
            }
        }
        tokens
    }

    pub fn example() -> String {
        format!("{:?}", ["", "one", "a+b", "größe (12) *"].map(tokens))
    }
}

mod taken_out {
    struct Parser {
        parts: Vec<String>,
    }

    impl Parser {
        fn sections(&self) -> Vec<(Option<String>, String)> {
            let mut sections = Vec::new();
            let mut title: Option<String> = None;
            for part in &self.parts {
                if let Some(name) = part.strip_prefix('#') {
                    title = Some(name.to_string());
                } else {
                    sections.push((title.clone(), part.to_string()));
                    title = None;
                }
            }
            sections
        }
    }

    pub fn example() -> String {
        let parser = |text: &str| Parser { parts: text.lines().map(String::from).collect() };
        format!("{:?}", ["", "a", "#A\na\nb\n#B\n#C\nc"].map(|text| parser(text).sections()))
    }
}

mod parts_in_place {
    fn sum(line: &str) -> i64 {
        let parts: Vec<String> = line.split(',').map(|part| part.to_string()).collect();
        let mut sum = 0;
        for part in parts.iter() {
            sum += part.trim().parse::<i64>().unwrap_or(0);
        }
        sum * parts.len() as i64
    }

    pub fn example() -> String {
        format!("{:?}", ["", "7", "1, 2,x,-5", ","].map(sum))
    }
}

mod what_follows_in_place {
    fn header(line: &str) -> Option<(String, String)> {
        let parts: Vec<&str> = line.split(": ").collect();
        if parts.len() < 2 {
            return None;
        }
        Some((parts[0].to_string(), parts[1..].join(": ")))
    }

    pub fn example() -> String {
        format!("{:?}", ["", "Host: here", "Note: a: b: c", ": ", "none:"].map(header))
    }
}

mod turned_around_once {
    fn digits(mut n: u32) -> Vec<u32> {
        let mut digits = Vec::new();
        while n > 0 {
            digits.insert(0, n % 10);
            n /= 10;
        }
        digits
    }

    pub fn example() -> String {
        format!("{:?}", [0, 7, 10, 12345].map(digits))
    }
}

mod queue {
    fn distances(links: &[Vec<usize>], start: usize) -> Vec<Option<u32>> {
        let mut distances = vec![None; links.len()];
        distances[start] = Some(0);
        let mut waiting = vec![(start, 0)];
        while !waiting.is_empty() {
            let (at, distance) = waiting.remove(0);
            for &next in &links[at] {
                if distances[next].is_none() {
                    distances[next] = Some(distance + 1);
                    waiting.push((next, distance + 1));
                }
            }
        }
        distances
    }

    pub fn example() -> String {
        let links = [vec![1, 2], vec![2, 4], vec![0, 3], vec![4], vec![], vec![5, 0]];
        format!("{:?}", [0, 4, 5].map(|start| distances(&links, start)))
    }
}

mod added_in_place {
    fn listed(words: &[&str]) -> String {
        let mut text: String = String::new();
        for word in words {
            text = format!("{}{}", text, word);
            text = text + ";";
        }
        text
    }

    fn repeated(c: char, n: usize) -> String {
        let mut text: String = String::new();
        for i in 0..n {
            text = text.clone() + &i.to_string();
            text = format!("{text}{}", c);
        }
        text
    }

    pub fn example() -> String {
        format!("{:?} {:?}", [listed(&[]), listed(&["a", "", "bc"])], [repeated('-', 0), repeated('ü', 3)])
    }
}

mod one_digit_is_a_letter {
    fn numbers(limit: u32) -> String {
        let mut text = String::new();
        let mut n: u32 = 0;
        while n <= limit {
            text.push_str(&n.to_string());
            text.push(' ');
            n += 1;
        }
        text
    }

    pub fn example() -> String {
        format!("{:?}", [0, 1, 9, 10, 101].map(numbers))
    }
}

mod nth_letters {
    fn is_palindrome(text: &str) -> bool {
        let length = text.chars().count();
        for i in 0..length / 2 {
            if text.chars().nth(i) != text.chars().nth(length - 1 - i) {
                return false;
            }
        }
        true
    }

    pub fn example() -> String {
        format!("{:?}", ["", "a", "otto", "lever", "level", "äöä", "äöü"].map(is_palindrome))
    }
}

mod nth_letters_while {
    fn digits(text: &str) -> u32 {
        let mut sum = 0;
        let mut i = 0;
        while i < text.chars().count() {
            sum += text.chars().nth(i).unwrap().to_digit(10).unwrap_or(0) * (i as u32 + 1);
            i += 1;
        }
        sum
    }

    pub fn example() -> String {
        format!("{:?}", ["", "7", "12ü4", "größe 99"].map(digits))
    }
}

mod nth_byte {
    fn initial(word: &str, at: usize) -> char {
        word.chars().nth(at).unwrap_or('-')
    }

    pub fn example() -> String {
        format!("{:?}", [("", 0), ("a", 0), ("abc", 2), ("abc", 3)].map(|(word, at)| initial(word, at)))
    }
}

mod sorted_by_counting {
    fn sorted(text: &str) -> String {
        let mut bytes: Vec<u8> = text.bytes().collect();
        bytes.sort();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    pub fn example() -> String {
        format!("{:?}", ["", "a", "banana", "The quick brown fox\0", "zyx"].map(sorted))
    }
}

mod filled_in_front {
    fn binary(mut n: u32, width: usize) -> String {
        let mut text = String::new();
        while n > 0 {
            text.insert(0, if n % 2 == 1 { '1' } else { '0' });
            n /= 2;
        }
        while text.len() < width {
            text.insert(0, '0');
        }
        text
    }

    fn right(word: &str, width: usize) -> String {
        let mut text = word.to_string();
        while text.chars().count() < width {
            text = format!(" {}", text);
        }
        text
    }

    pub fn example() -> String {
        let numbers = [(0, 0), (0, 4), (5, 8), (255, 4)].map(|(n, width)| binary(n, width));
        format!("{numbers:?} {:?}", ["", "ab", "größe", "longer"].map(|word| right(word, 5)))
    }
}

mod filled_behind {
    fn left(word: &str, width: usize) -> String {
        let mut text = word.to_string();
        while text.len() < width {
            text.push('.');
        }
        text
    }

    fn left_by_letters(word: &str, width: usize) -> String {
        let mut text = String::from(word);
        while text.chars().count() < width {
            text.push(' ');
        }
        text
    }

    pub fn example() -> String {
        format!("{:?}", ["", "ab", "größe", "exact", "longer"].map(|word| (left(word, 6), left_by_letters(word, 5))))
    }
}

mod piece_of_the_text {
    fn longest_palindrome(text: &str) -> String {
        let letters: Vec<char> = text.chars().collect();
        let mut best = (0, 0);
        for start in 0..letters.len() {
            let mut end = letters.len();
            while (start..end).any(|i| letters[i] != letters[start + end - 1 - i]) {
                end -= 1;
            }
            if end - start > best.1 - best.0 {
                best = (start, end);
            }
        }
        letters[best.0..best.1].iter().collect::<String>()
    }

    pub fn example() -> String {
        format!("{:?}", ["", "a", "ab", "banana", "forgeeksskeegfor", "xäbä"].map(longest_palindrome))
    }
}

mod run_of_letters {
    fn words(text: &str) -> Vec<String> {
        let letters: Vec<char> = text.chars().collect();
        let mut words = Vec::new();
        let mut i = 0;
        while i < letters.len() {
            if !letters[i].is_alphabetic() {
                i += 1;
                continue;
            }
            let mut word = String::new();
            while i < letters.len() && letters[i].is_alphabetic() {
                word.push(letters[i]);
                i += 1;
            }
            words.push(word);
        }
        words
    }

    pub fn example() -> String {
        format!("{:?}", ["", "one", "two words", " größe: 12 cm"].map(words))
    }
}

mod pair_of_hexadecimal_digits {
    fn color(text: &str) -> Option<Vec<u8>> {
        let digits = text.strip_prefix('#').filter(|digits| digits.is_ascii())?;
        (0..digits.len())
            .step_by(2)
            .map(|i| u8::from_str_radix(&digits[i..(i + 2).min(digits.len())], 16).ok())
            .collect()
    }

    pub fn example() -> String {
        format!("{:?}", ["", "#", "#ff8000", "#0AfFe9", "#1", "#+1", "#gg", "#é1", "#12345"].map(color))
    }
}

mod compared_in_place {
    struct User {
        name: String,
    }

    fn is(user: &User, name: &str) -> bool {
        user.name == name.to_string()
    }

    fn are_same(one: &User, other: &User) -> bool {
        one.name == other.name.clone()
    }

    pub fn example() -> String {
        let users = ["Ada", "Grace", ""].map(|name| User { name: name.to_string() });
        let all = users.each_ref().map(|user| (is(user, "Ada"), is(user, ""), are_same(user, &users[1])));
        format!("{all:?}")
    }
}

mod compared_in_place_in_front {
    fn count(words: &[String], word: &str) -> usize {
        words.iter().filter(|other| other.to_string() == word).count()
    }

    fn is_empty(word: &str) -> bool {
        word.to_string() == ""
    }

    pub fn example() -> String {
        let words = ["a", "b", "a", ""].map(String::from);
        format!("{:?}", ["a", "b", "", "c"].map(|word| (count(&words, word), is_empty(word))))
    }
}

mod letter_compared_in_place {
    fn kind(letter: char) -> &'static str {
        if letter.to_string() == "ß" {
            return "sharp";
        }
        if letter.to_string() != "a" {
            "other"
        } else {
            "first"
        }
    }

    fn is_separator(letter: char, separator: &str) -> bool {
        letter.to_string() == separator
    }

    pub fn example() -> String {
        let all = ['a', 'ß', 'b'].map(|letter| (kind(letter), is_separator(letter, "a"), is_separator(letter, "")));
        format!("{all:?}")
    }
}

mod lines_counted_as_bytes {
    fn lines(text: &str) -> usize {
        text.matches('\n').count()
    }

    fn spaces(text: &str) -> usize {
        text.chars().filter(|c| *c == ' ').count()
    }

    pub fn example() -> String {
        let texts = ["", "\n", "one\ntwo lines\n", "größe  und mehr", &" \n".repeat(600)];
        format!("{:?}", texts.map(|text| (lines(text), spaces(text))))
    }
}

mod parts_counted_as_bytes {
    fn columns(line: &str) -> usize {
        line.split(',').count()
    }

    pub fn example() -> String {
        format!("{:?}", ["", ",", "a,b,ü", "none", &"x,".repeat(600)].map(columns))
    }
}

mod parts_copied_where_kept {
    fn longest(text: &str) -> (String, usize) {
        let words: Vec<String> = text.split(' ').map(|part| part.to_string()).collect();
        let mut longest = words[0].clone();
        for word in &words {
            if word.len() > longest.len() {
                longest = word.clone();
            }
        }
        (longest, words.len())
    }

    pub fn example() -> String {
        format!("{:?}", ["", "one", "a few words", "größe  hier"].map(longest))
    }
}

mod same_letters_counted {
    fn are_anagrams(a: &str, b: &str) -> bool {
        let mut one: Vec<char> = a.chars().collect();
        let mut other: Vec<char> = b.chars().collect();
        one.sort();
        other.sort();
        one == other
    }

    pub fn example() -> String {
        let pairs = [("", ""), ("a", ""), ("listen", "silent"), ("aab", "abb"), ("größe", "ößreg"), ("ä", "ab")];
        format!("{:?}", pairs.map(|(a, b)| are_anagrams(a, b)))
    }
}

mod letters_sorted_as_bytes {
    use std::collections::BTreeMap;

    fn grouped<'a>(words: &[&'a str]) -> Vec<Vec<&'a str>> {
        let mut groups: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for word in words {
            let mut letters: Vec<char> = word.chars().collect();
            letters.sort();
            let key: String = letters.into_iter().collect();
            groups.entry(key).or_default().push(word);
        }
        groups.into_values().collect()
    }

    pub fn example() -> String {
        format!("{:?} {:?}", grouped(&[]), grouped(&["tea", "", "eat", "tan", "ö1ä", "ate", "nat", "äö1"]))
    }
}

mod letters_turned_around_once {
    fn base_seven(mut n: u32) -> String {
        let mut text = String::new();
        while n > 0 {
            text.insert(0, char::from_digit(n % 7, 10).unwrap());
            n /= 7;
        }
        text
    }

    fn grouped(number: &str) -> String {
        let mut text = String::new();
        for (i, c) in number.chars().rev().enumerate() {
            if i > 0 && i % 3 == 0 {
                text.insert(0, ',');
            }
            text.insert(0, c);
        }
        text
    }

    pub fn example() -> String {
        format!("{:?} {:?}", [0, 6, 7, 5000].map(base_seven), ["", "12", "123", "1234567"].map(grouped))
    }
}

mod letters_counted_as_they_come {
    fn wrapped(text: &str, width: usize) -> Vec<String> {
        let mut lines = Vec::new();
        let mut line = String::new();
        for word in text.split(' ') {
            if line.chars().count() + word.len() > width {
                lines.push(line.clone());
                line.clear();
            }
            line.push_str(word);
            line.push(' ');
        }
        lines.push(line);
        lines
    }

    pub fn example() -> String {
        format!(
            "{:?}",
            ["", "word", "some words that are wrapped", "größere Wörter gibt es auch"].map(|t| wrapped(t, 12))
        )
    }
}

mod added_one_after_the_other {
    fn indented(lines: &[&str]) -> String {
        let mut text = String::new();
        for line in lines {
            text = text + "  " + line;
            text = text.clone() + ";" + "\n";
        }
        text
    }

    pub fn example() -> String {
        format!("{:?} {:?}", indented(&[]), indented(&["one", "", "größe"]))
    }
}

mod given_away {
    fn paragraphs(text: &str) -> Vec<String> {
        let mut paragraphs = Vec::new();
        let mut current = String::new();
        let mut sizes = 0;
        for line in text.lines() {
            if line.is_empty() {
                paragraphs.push(current.clone());
                sizes += 1;
                current = String::new();
            } else {
                current.push_str(line);
            }
        }
        paragraphs.push(format!("{current}{sizes}"));
        paragraphs
    }

    pub fn example() -> String {
        format!("{:?}", ["", "one", "a\nb\n\nc\n\n\nd"].map(paragraphs))
    }
}

mod digit_pushed {
    fn digits(values: &[u8]) -> String {
        let mut text = String::new();
        for value in values {
            let digit = value % 10;
            text.push_str(&digit.to_string());
        }
        text
    }

    fn reversed(mut n: u64) -> String {
        let mut text = String::new();
        while n > 0 {
            let digit = n % 10;
            text += &digit.to_string();
            n /= 10;
        }
        text
    }

    pub fn example() -> String {
        format!("{:?} {:?}", [digits(&[]), digits(&[0, 9, 10, 255])], [0, 7, 1230].map(reversed))
    }
}

mod letters_in_capitals_pushed {
    fn shout(text: &str) -> String {
        let mut shouted = String::new();
        for letter in text.chars() {
            shouted.push_str(&letter.to_uppercase().to_string());
        }
        shouted
    }

    fn title(word: &str) -> String {
        let mut title = String::new();
        for (i, letter) in word.chars().enumerate() {
            if i == 0 {
                for upper in letter.to_uppercase() {
                    title.push(upper);
                }
            } else {
                title.push(letter);
            }
        }
        title
    }

    pub fn example() -> String {
        format!("{:?}", ["", "a", "Word 1", "straße", "ößé"].map(|text| (shout(text), title(text))))
    }
}

mod letters_in_small_pushed {
    fn snake(name: &str) -> String {
        let mut snake = String::new();
        for letter in name.chars() {
            if letter.is_uppercase() {
                snake.push('_');
                snake += &letter.to_lowercase().to_string();
            } else {
                snake.push(letter);
            }
        }
        snake
    }

    pub fn example() -> String {
        format!("{:?}", ["", "a", "camelCase", "HTTPServer", "ÄrgerÜber"].map(snake))
    }
}
