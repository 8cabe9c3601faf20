//! Code that the rules of `pieces.toml` are for.

mod rest_in_place {
    fn words(text: &str) -> Vec<String> {
        let mut words = Vec::new();
        let mut rest = text.to_string();
        while !rest.is_empty() {
            let end = rest.find(' ').unwrap_or(rest.len());
            words.push(rest[..end].to_string());
            rest = rest[end..].trim_start().to_string();
        }
        words
    }

    fn count(text: &str, word: &str) -> usize {
        let mut count = 0;
        let mut rest = String::from(text);
        while let Some(at) = rest.find(word) {
            count += 1;
            rest = rest[at + word.len()..].to_string();
        }
        count
    }

    pub fn example() -> String {
        let texts = ["", "one", "one  two three", "größe zählt one", "oneone "];
        format!("{:?}", texts.map(|text| (words(text), count(text, "one"))))
    }
}

mod copied_when_given {
    fn is_key(word: &str) -> bool {
        word.len() > 2 && word.chars().all(char::is_alphabetic)
    }

    fn first_key(line: &str) -> Option<String> {
        for part in line.split('=') {
            let key: String = part.to_string();
            if is_key(&key) {
                return Some(key);
            }
        }
        None
    }

    pub fn example() -> String {
        format!("{:?}", ["", "=", "a=b", "1=abc=def", "größe=3"].map(first_key))
    }
}

mod piece_of_the_first_letters {
    fn date(text: &str) -> Option<(String, String, char)> {
        let letters: Vec<char> = text.chars().take(7).collect();
        if letters.len() < 7 {
            return None;
        }
        let year: String = letters[..4].iter().collect();
        let month: String = letters[5..7].iter().collect();
        Some((year, month, letters[4]))
    }

    pub fn example() -> String {
        format!("{:?}", ["", "2024", "2024-07", "1999-12-31 and more", "äöü-größe", "0000ü00"].map(date))
    }
}

mod put_together_at_once {
    fn dump(data: &[u8]) -> String {
        let mut lines = vec![];
        for (number, chunk) in data.chunks(4).enumerate() {
            if chunk[0] == 0 {
                continue;
            }
            lines.push(format!("{number}: {chunk:?}\n"));
        }
        lines.concat()
    }

    pub fn example() -> String {
        [&b""[..], b"abc", b"abcd\0bcdef"].map(dump).join("|")
    }
}

mod put_together_with_something_at_once {
    fn row(cells: &[i64]) -> String {
        let mut texts: Vec<String> = Vec::new();
        for cell in cells {
            texts.push(if *cell < 0 { String::new() } else { cell.to_string() });
        }
        texts.join(", ")
    }

    pub fn example() -> String {
        [&[][..], &[1], &[-1], &[-1, 2], &[3, -4], &[5, 6, 7]].map(row).join("|")
    }
}
