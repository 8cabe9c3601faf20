//! Code that the rules of `text.toml` are for.

mod count_chars {
    fn width(line: &str) -> usize {
        line.chars().count()
    }

    pub fn example() -> String {
        format!("{:?}", ["", "plain", "äöü", "水 and 🦀"].map(width))
    }
}

mod bytes_where_ascii {
    fn without_spaces(text: &str) -> String {
        let mut kept = String::new();
        for c in text.chars() {
            if !c.is_whitespace() {
                kept.push(c);
            }
        }
        kept
    }

    pub fn example() -> String {
        format!("{:?}", ["", " a b\tc\n", "ä\u{a0}ö \u{2003}x"].map(without_spaces))
    }
}

mod bytes_as_chars {
    fn depth(formula: &str) -> usize {
        let (mut depth, mut deepest) = (0, 0);
        for c in formula.chars() {
            match c {
                '(' => depth += 1,
                ')' => depth -= 1,
                _ => {}
            }
            deepest = deepest.max(depth);
        }
        deepest
    }

    pub fn example() -> String {
        format!("{:?}", ["", "a+b", "(a)", "((x+(y))*(z))"].map(depth))
    }
}

mod room_for_chars {
    fn reversed(text: &str) -> String {
        let letters: Vec<char> = text.chars().collect();
        letters.iter().rev().collect()
    }

    pub fn example() -> String {
        format!("{:?}", ["", "a", "abc", "aä水🦀"].map(reversed))
    }
}

mod nth_of_ascii {
    fn check_digit(code: &str) -> u32 {
        let mut sum = 0;
        for i in 0..code.len() {
            let digit = code.chars().nth(i).unwrap();
            sum += (i as u32 + 1) * (digit as u32 - '0' as u32);
        }
        sum % 11
    }

    pub fn example() -> String {
        format!("{:?}", ["", "7", "123", "306406152"].map(check_digit))
    }
}

mod decimal_digit {
    fn digits(mut number: u32) -> String {
        let mut digits = Vec::new();
        while number > 0 {
            digits.push(std::char::from_digit(number % 10, 10).unwrap());
            number /= 10;
        }
        digits.iter().rev().collect()
    }

    pub fn example() -> String {
        format!("{:?}", [0, 7, 10, 1_234_567_890].map(digits))
    }
}

mod hexadecimal_digit {
    fn hex(byte: u8) -> [char; 2] {
        let high = char::from_digit(u32::from(byte >> 4), 16).unwrap();
        let low = char::from_digit(u32::from(byte & 15), 16).unwrap();
        [high, low]
    }

    pub fn example() -> String {
        format!("{:?}", [0, 9, 10, 0x7f, 0xff].map(hex))
    }
}

mod two_hexadecimal_digits {
    fn hex(bytes: &[u8]) -> String {
        let mut text = String::new();
        for byte in bytes {
            text.push_str(&format!("{:02x}", byte));
        }
        text
    }

    pub fn example() -> String {
        format!("{:?}", [&[][..], &[0], &[1, 0x9a, 0xff, 16]].map(hex))
    }
}

mod two_hexadecimal_capitals {
    use std::fmt::Write;

    fn escaped(path: &str) -> String {
        let mut escaped = String::from("/");
        for b in path.bytes() {
            if b.is_ascii_alphanumeric() {
                escaped.push(b as char);
            } else {
                escaped.push('%');
                write!(escaped, "{:02X}", b).unwrap();
            }
        }
        escaped
    }

    pub fn example() -> String {
        format!("{:?}", ["", "plain", "a b/ä", "\n~"].map(escaped))
    }
}

mod push_of_formatted {
    fn fence(sign: char, width: usize) -> String {
        let mut fence = String::from("|");
        for _ in 0..width {
            fence.push_str(&sign.to_string());
        }
        fence + "|"
    }

    pub fn example() -> String {
        format!("{:?}", [('-', 0), ('-', 1), ('ä', 3), ('水', 2)].map(|(sign, width)| fence(sign, width)))
    }
}

mod push_str {
    fn sentence(words: &[&str]) -> String {
        let mut sentence = String::new();
        for word in words {
            if !sentence.is_empty() {
                sentence.push(' ');
            }
            sentence += &word.to_string();
        }
        sentence
    }

    pub fn example() -> String {
        format!("{:?}", [&[][..], &["a"], &["one", "", "zwölf"]].map(sentence))
    }
}

mod formatted_text {
    struct Point {
        x: i32,
        y: i32,
    }

    impl Point {
        fn coordinates(&self) -> [String; 2] {
            [format!("{}", self.x), format!("{}", self.y)]
        }
    }

    pub fn example() -> String {
        format!("{:?}", [(0, -1), (i32::MAX, i32::MIN)].map(|(x, y)| Point { x, y }.coordinates()))
    }
}

mod two_digits_a_division {
    fn digits(mut number: u64) -> Vec<u8> {
        let mut digits = Vec::new();
        while number > 0 {
            digits.push((number % 10) as u8);
            number /= 10;
        }
        digits.reverse();
        digits
    }

    pub fn example() -> String {
        format!("{:?}", [0, 5, 10, 99, 100, 101, 98_765, u64::MAX].map(digits))
    }
}

mod two_digits_a_division_at_least_one {
    fn decimal(mut number: u32) -> String {
        let mut digits = Vec::new();
        loop {
            digits.push(b'0' + (number % 10) as u8);
            number /= 10;
            if number == 0 {
                break;
            }
        }
        digits.reverse();
        String::from_utf8(digits).unwrap()
    }

    pub fn example() -> String {
        format!("{:?}", [0, 7, 10, 99, 100, 1000, 98_765, u32::MAX].map(decimal))
    }
}

mod digit_of_char {
    fn digit_sum(number: &str) -> u32 {
        number.chars().map(|c| c.to_digit(10).unwrap()).sum()
    }

    pub fn example() -> String {
        format!("{:?}", ["", "0", "42", "9876543210"].map(digit_sum))
    }
}

mod digits_as_bytes {
    fn luhn(number: &str) -> bool {
        let (mut sum, mut double) = (0, number.len() % 2 == 0);
        for c in number.chars() {
            if let Some(digit) = c.to_digit(10) {
                let digit = if double { digit * 2 } else { digit };
                sum += digit / 10 + digit % 10;
                double = !double;
            }
        }
        sum % 10 == 0
    }

    pub fn example() -> String {
        format!("{:?}", ["", "0", "79927398713", "79927398710", "4539 1488 0343 6467", "18"].map(luhn))
    }
}

mod letters_by_number {
    fn is_palindrome(text: &str) -> bool {
        let letters: Vec<char> = text.chars().collect();
        let count = letters.len();
        for i in 0..count / 2 {
            if letters[i] != letters[count - 1 - i] {
                return false;
            }
        }
        true
    }

    pub fn example() -> String {
        format!("{:?}", ["", "a", "ab", "anna", "abca", "racecar", "réér"].map(is_palindrome))
    }
}

mod letters_of_two_by_number {
    fn distance(one: &str, other: &str) -> usize {
        let a: Vec<char> = one.chars().collect();
        let b: Vec<char> = other.chars().collect();
        let mut row: Vec<usize> = (0..=b.len()).collect();
        for i in 0..a.len() {
            let mut before = row[0];
            row[0] = i + 1;
            for j in 0..b.len() {
                let changed = before + usize::from(a[i] != b[j]);
                before = row[j + 1];
                row[j + 1] = changed.min(before + 1).min(row[j] + 1);
            }
        }
        row[b.len()]
    }

    pub fn example() -> String {
        let words = ["", "kitten", "sitting", "sätting", "mitten"];
        format!("{:?}", words.map(|one| words.map(|other| distance(one, other))))
    }
}

mod text_from_bytes {
    fn rotated(text: &str) -> String {
        let mut rotated = String::new();
        for c in text.chars() {
            match c {
                'a'..='m' => rotated.push((c as u8 + 13) as char),
                'n'..='z' => rotated.push((c as u8 - 13) as char),
                _ => rotated.push(c),
            }
        }
        rotated
    }

    pub fn example() -> String {
        format!("{:?}", ["", "hello, world", "uryyb", "A-Z"].map(rotated))
    }
}

mod one_of_some {
    fn is_vowel(c: char) -> bool {
        "aeiouAEIOU".contains(c)
    }

    pub fn example() -> String {
        format!("{:?}", ['a', 'b', 'U', '0', 'ä', '水', '\u{7f}', '\u{80}'].map(is_vowel))
    }
}

mod one_of_a_few {
    fn ends_sentence(c: char) -> bool {
        ['.', '!', '?'].contains(&c)
    }

    pub fn example() -> String {
        format!("{:?}", "a.!?,¿…".chars().map(ends_sentence).collect::<Vec<_>>())
    }
}

mod table_of_letters {
    fn is_identifier(text: &str) -> bool {
        !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || "$@".contains(c))
    }

    pub fn example() -> String {
        format!("{:?}", ["", "name_1", "a-b", "$x@y", "näme", "with space"].map(is_identifier))
    }
}

mod table_of_bytes {
    fn is_number(text: &str) -> bool {
        text.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b'-')
    }

    pub fn example() -> String {
        format!("{:?}", ["", "12.5", "-3", "1e5", "½", "1 2"].map(is_number))
    }
}

mod any_at_once {
    fn needs_quotes(field: &str) -> bool {
        field.chars().any(|c| c == ',' || c == '"' || c == '\n')
    }

    pub fn example() -> String {
        format!("{:?}", ["", "plain", "a,b", "\"", "two\nlines", "äöü"].map(needs_quotes))
    }
}

mod any_byte_at_once {
    fn has_control(text: &str) -> bool {
        text.bytes().any(|b| b < 32 || b == 127)
    }

    pub fn example() -> String {
        format!("{:?}", ["", "plain", "tab\t", "\0", "ä", "\u{7f}"].map(has_control))
    }
}

mod all_at_once {
    fn is_hex(text: &str) -> bool {
        text.len() % 2 == 0 && text.chars().all(|c| c.is_ascii_hexdigit())
    }

    pub fn example() -> String {
        format!("{:?}", ["", "0", "0a", "FFee", "xyz0", "ä"].map(is_hex))
    }
}

mod all_bytes_at_once {
    fn is_upper(text: &str) -> bool {
        text.bytes().all(|b| b.is_ascii_uppercase() || b == b' ')
    }

    pub fn example() -> String {
        format!("{:?}", ["", "A", "A B", "Ab", "Ä", "1"].map(is_upper))
    }
}

mod few_parts {
    fn parse_version(version: &str) -> Option<(u32, u32, u32)> {
        let parts: Vec<&str> = version.split('.').collect();
        if parts.len() != 3 {
            return None;
        }
        Some((parts[0].parse().ok()?, parts[1].parse().ok()?, parts[2].parse().ok()?))
    }

    pub fn example() -> String {
        format!("{:?}", ["", "1", "1.2.3", "1.2", "0.x.1", "1.2.3.4", "1.2.3.4.5.6"].map(parse_version))
    }
}

mod first_part_and_others {
    fn run(command: &str) -> i32 {
        let words: Vec<&str> = command.split(' ').collect();
        let mut result = if words[0] == "mul" { 1 } else { 0 };
        for word in words[1..].iter() {
            let number = word.parse::<i32>().unwrap_or(0);
            match words[0] {
                "add" => result += number,
                "mul" => result *= number,
                _ => result -= number,
            }
        }
        result
    }

    pub fn example() -> String {
        format!("{:?}", ["", "add", "add 1 2 3", "mul 4 5", "sub 7", "mul x"].map(run))
    }
}

mod find_in_windows {
    fn comment_start(line: &str) -> Option<usize> {
        line.find("//")
    }

    pub fn example() -> String {
        format!("{:?}", ["", "/", "//", "ä // b // c", "a / b", "x /"].map(comment_start))
    }
}

mod contains_in_windows {
    fn is_arrow(line: &str) -> bool {
        line.contains("->")
    }

    pub fn example() -> String {
        format!("{:?}", ["", "-", "->", "ä -> b", "a - > b", "x -"].map(is_arrow))
    }
}

mod split_once_in_windows {
    fn key_and_value(line: &str) -> Option<(&str, &str)> {
        line.split_once(": ")
    }

    pub fn example() -> String {
        format!("{:?}", ["", "a:b", ": ", "key: value: more", "ä: ö", "x: "].map(key_and_value))
    }
}

mod split_in_windows {
    fn fields(line: &str) -> Vec<&str> {
        line.split(", ").collect()
    }

    pub fn example() -> String {
        format!("{:?}", ["", "a", "a, b", ", ", "ä,, ö, ", "x,y, z"].map(fields))
    }
}

mod asks_all {
    fn is_lower(text: &str) -> bool {
        for c in text.chars() {
            if !c.is_lowercase() {
                return false;
            }
        }
        true
    }

    pub fn example() -> String {
        format!("{:?}", ["", "a", "abc", "aBc", "ä", "a1"].map(is_lower))
    }
}

mod asks_any {
    fn has_zero(data: &[u8]) -> bool {
        for byte in data.iter() {
            if *byte == 0 {
                return true;
            }
        }
        false
    }

    pub fn example() -> String {
        format!("{:?}", [&[][..], &[0], &[1, 2], &[1, 2, 0]].map(has_zero))
    }
}

mod exceptions_by_table {
    fn parse_hex(text: &str) -> Result<u32, String> {
        for c in text.chars() {
            if !c.is_ascii_hexdigit() {
                return Err("no digit".to_string());
            }
        }
        u32::from_str_radix(text, 16).map_err(|error| error.to_string())
    }

    pub fn example() -> String {
        format!("{:?}", ["", "0", "fF", "12g", "+5", "ä", "123456789"].map(parse_hex))
    }
}

mod nothing_to_do_with_letters {
    fn decoded(text: &str) -> String {
        let letters: Vec<char> = text.chars().collect();
        let mut decoded = String::new();
        let mut i = 0;
        while i < letters.len() {
            if letters[i] == '%' && i + 2 < letters.len() {
                let code: String = letters[i + 1..i + 3].iter().collect();
                decoded.push(u8::from_str_radix(&code, 16).map_or('?', char::from));
                i += 3;
            } else {
                decoded.push(letters[i]);
                i += 1;
            }
        }
        decoded
    }

    pub fn example() -> String {
        format!("{:?}", ["", "plain", "a%20b", "%41%", "ä%zz!"].map(decoded))
    }
}

mod nothing_to_do_with_each_letter {
    fn unescaped(text: &str) -> String {
        let mut letters = text.chars();
        let mut unescaped = String::new();
        while let Some(c) = letters.next() {
            if c == '\\' {
                match letters.next() {
                    Some('n') => unescaped.push('\n'),
                    Some(other) => unescaped.push(other),
                    None => break,
                }
            } else {
                unescaped.push(c);
            }
        }
        unescaped
    }

    pub fn example() -> String {
        format!("{:?}", ["", "plain", "a\\nb", "\\\\", "end\\", "ä\\ö"].map(unescaped))
    }
}

mod nothing_to_do_with_the_next_letter {
    fn without_tags(text: &str) -> String {
        let mut letters = text.chars().peekable();
        let mut kept = String::new();
        while let Some(c) = letters.next() {
            if c == '<' && letters.peek().is_some_and(|next| next.is_ascii_alphabetic() || *next == '/') {
                while letters.next().is_some_and(|inner| inner != '>') {}
            } else {
                kept.push(c);
            }
        }
        kept
    }

    pub fn example() -> String {
        format!("{:?}", ["", "plain", "a <b>bold</b> ä", "1 < 2", "<open"].map(without_tags))
    }
}
