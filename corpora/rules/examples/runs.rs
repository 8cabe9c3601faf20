//! Code that the rules of `runs.toml` are for.

mod runs_of_letters_until_asked {
    fn words(text: &str) -> Vec<String> {
        let mut words = Vec::new();
        let mut word = String::new();
        for c in text.chars() {
            if c.is_alphanumeric() {
                word.push(c);
            } else if !word.is_empty() {
                words.push(word.clone());
                word.clear();
            }
        }
        if !word.is_empty() {
            words.push(word);
        }
        words
    }

    pub fn example() -> String {
        format!("{:?}", ["", "one", " two  words ", "änder-ung, 水!x"].map(words))
    }
}

mod runs_of_ascii_until_asked {
    fn fields(line: &str) -> Vec<String> {
        let mut fields = Vec::new();
        let mut field = String::new();
        let mut quoted = false;
        for c in line.chars() {
            match c {
                '"' => quoted = !quoted,
                ',' if !quoted => fields.push(std::mem::take(&mut field)),
                _ => field.push(c),
            }
        }
        fields.push(field);
        fields
    }

    pub fn example() -> String {
        format!("{:?}", ["", "a", "a,b,,c", "\"a,b\",c", "x\"y\"z,\"\""].map(fields))
    }
}

mod runs_of_bytes_as_letters_until_asked {
    fn without_comments(source: &str) -> String {
        let mut code = String::new();
        let mut comment = false;
        for byte in source.bytes() {
            if byte == b'#' {
                comment = true;
            }
            if byte == b'\n' {
                comment = false;
            }
            if !comment {
                code.push(byte as char);
            }
        }
        code
    }

    pub fn example() -> String {
        format!("{:?}", ["", "a", "a # b\nc", "#x\n#y\nz\n", "end #"].map(without_comments))
    }
}

mod runs_of_bytes_until_asked {
    fn unstuffed(frame: &[u8]) -> Vec<u8> {
        let mut data = Vec::new();
        let mut escaped = false;
        for &byte in frame {
            if byte == 0x7d && !escaped {
                escaped = true;
            } else {
                if escaped {
                    data.extend_from_slice(&[byte ^ 0x20]);
                } else {
                    data.push(byte);
                }
                escaped = false;
            }
        }
        data
    }

    pub fn example() -> String {
        format!("{:?}", [&[][..], &[1, 2], &[1, 0x7d, 0x5e, 2, 3, 0x7d], &[0x7d, 0x5d, 0x7d, 0x5e]].map(unstuffed))
    }
}

mod runs_of_bytes_of_a_text_until_asked {
    fn digits_only(number: &str) -> Vec<u8> {
        let mut digits = Vec::new();
        for byte in number.bytes() {
            if byte.is_ascii_digit() {
                digits.push(byte);
            }
        }
        digits
    }

    pub fn example() -> String {
        format!("{:?}", ["", "1", "+49 (30) 123-45", "ä7ö8", "none"].map(digits_only))
    }
}

mod kept_without_branches {
    fn set_places(flags: &[bool]) -> Vec<usize> {
        (0..flags.len()).filter(|&i| flags[i]).collect()
    }

    pub fn example() -> String {
        format!("{:?}", [&[][..], &[true], &[false], &[true, false, true, true], &[false, false, true]].map(set_places))
    }
}

mod pushed_without_branches {
    fn primes(limit: usize) -> Vec<usize> {
        let mut composite = vec![false; limit + 1];
        for n in 2..=limit {
            for multiple in (2 * n..=limit).step_by(n) {
                composite[multiple] = true;
            }
        }
        let mut primes = Vec::new();
        for n in 2..=limit {
            if !composite[n] {
                primes.push(n);
            }
        }
        primes
    }

    pub fn example() -> String {
        format!("{:?}", [0, 1, 2, 3, 10, 30].map(primes))
    }
}

mod made_behind_the_other {
    fn table(rows: &[Vec<i32>]) -> String {
        let mut table = String::from("[");
        for row in rows {
            let mut line = String::new();
            for value in row {
                line.push_str(&value.to_string());
                line.push(';');
            }
            line.push('\n');
            table.push_str(&line);
        }
        table + "]"
    }

    pub fn example() -> String {
        format!("{:?}", [&[][..], &[vec![]], &[vec![1, -2], vec![], vec![30]]].map(table))
    }
}

mod made_between_the_others {
    fn signature(names: &[&str]) -> String {
        let mut signature = String::from("f");
        for name in names {
            let mut parameter = String::new();
            parameter.push_str(name);
            parameter.push(':');
            parameter += "int";
            signature.push(' ');
            signature.push_str(&parameter);
        }
        signature
    }

    pub fn example() -> String {
        format!("{:?}", [&[][..], &["x"], &["a", "", "bc"]].map(signature))
    }
}

mod pieces_copied {
    fn tokens(line: &str) -> Vec<String> {
        let mut tokens = Vec::new();
        let mut token = String::new();
        for c in line.chars() {
            if c == ' ' || c == ';' {
                if !token.is_empty() {
                    tokens.push(token.clone());
                    token.clear();
                }
            } else {
                token.push(c);
            }
        }
        if !token.is_empty() {
            tokens.push(token);
        }
        tokens
    }

    pub fn example() -> String {
        format!("{:?}", ["", "one", " a b;;c ", "ä ö;水"].map(tokens))
    }
}

mod pieces_in_place {
    use std::collections::BTreeMap;

    fn word_counts(text: &str) -> Vec<(usize, usize)> {
        let mut word = String::new();
        let mut counts = BTreeMap::new();
        for c in text.chars() {
            if c.is_alphabetic() {
                word.push(c);
            } else {
                *counts.entry(std::mem::take(&mut word)).or_insert(0) += 1;
            }
        }
        *counts.entry(word).or_insert(0) += 1;
        counts.iter().map(|(key, count)| (key.len(), *count)).collect()
    }

    pub fn example() -> String {
        format!("{:?}", ["", "one", "to be or not to be", "ä,ä-ö.. a"].map(word_counts))
    }
}

mod pieces_of_ascii_copied {
    fn headers(line: &str) -> Vec<String> {
        let mut parts = Vec::new();
        let mut part = String::with_capacity(16);
        for c in line.chars() {
            if c == ':' {
                parts.push(part);
                part = String::new();
            } else if !part.is_empty() || c != ' ' {
                part.push(c);
            }
        }
        parts.push(part);
        parts
    }

    pub fn example() -> String {
        format!("{:?}", ["", "Host: a.org", "x:  y z:", ": a"].map(headers))
    }
}

mod pieces_of_ascii_in_place {
    fn sum(expression: &str) -> i32 {
        let mut number = String::new();
        let mut sum = 0;
        for c in expression.chars() {
            if c == '+' {
                sum += number.parse::<i32>().unwrap_or(0);
                number.clear();
            } else {
                number.push(c);
            }
        }
        sum + number.parse::<i32>().unwrap_or(0)
    }

    pub fn example() -> String {
        format!("{:?}", ["", "7", "1+20+300", "+5+", "x+-3"].map(sum))
    }
}

mod pieces_of_bytes_copied {
    fn lines(data: &[u8]) -> Option<Vec<Vec<u8>>> {
        let mut lines: Vec<Vec<u8>> = Vec::new();
        let mut current = Vec::new();
        for &byte in data {
            if byte != b'\n' {
                current.push(byte);
                continue;
            }
            if current.last() == Some(&b'\r') {
                current.pop();
            }
            if !current.is_empty() {
                lines.push(current);
                current = Vec::new();
            } else if !lines.is_empty() {
                return Some(lines);
            }
        }
        None
    }

    pub fn example() -> String {
        format!("{:?}", ["", "a", "a\n\n", "\r\n\nGET x\r\nb:\r\n\r\nrest\n", "a\r\r\n\n"].map(|t| lines(t.as_bytes())))
    }
}

mod pieces_of_bytes_in_place {
    fn numbers(data: &[u8]) -> Vec<usize> {
        let mut digits = Vec::with_capacity(8);
        let mut lengths = vec![];
        for &byte in data {
            if byte.is_ascii_digit() {
                digits.push(byte);
            } else {
                lengths.push(digits.len());
                digits.clear();
            }
        }
        lengths.push(digits.len());
        lengths
    }

    pub fn example() -> String {
        format!("{:?}", ["", "12", "1,234,,5", "x17y", "9 8 "].map(|text| numbers(text.as_bytes())))
    }
}

mod made_small_in_place {
    fn slug(title: &str) -> String {
        let mut slug = String::new();
        for word in title.split(' ') {
            if !slug.is_empty() {
                slug.push('-');
            }
            slug.push_str(&word.to_ascii_lowercase());
        }
        slug
    }

    pub fn example() -> String {
        format!("{:?}", ["", "Hello", "A Title OF Words", "ÄÖ Äb"].map(slug))
    }
}

mod made_large_in_place {
    fn constant(name: &str) -> String {
        let mut constant = String::from("kX_");
        for part in name.split('.') {
            constant += &part.to_ascii_uppercase();
            constant.push('_');
        }
        constant
    }

    pub fn example() -> String {
        format!("{:?}", ["", "size", "max.size", "straße.äx"].map(constant))
    }
}

mod letter_put_as_it_is {
    fn repeated(letter: char, count: usize) -> String {
        let mut text = String::from("<");
        let piece = letter.to_string();
        for _ in 0..count {
            text.push_str(&piece);
        }
        text + ">"
    }

    pub fn example() -> String {
        format!("{:?}", [('a', 0), ('a', 1), ('ä', 3), ('水', 2)].map(|(letter, count)| repeated(letter, count)))
    }
}
