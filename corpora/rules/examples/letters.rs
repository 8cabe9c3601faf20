//! Code that the rules of `letters.toml` are for.

mod either_case {
    fn same_name(one: &str, other: &str) -> bool {
        one.to_lowercase() == other.to_lowercase()
    }

    pub fn example() -> String {
        let names = ["", "Ann", "aNN", "ann ", "Bob"];
        format!("{:?}", names.map(|one| names.map(|other| same_name(one, other))))
    }
}

mod either_lowercase_of_ascii {
    struct Header {
        name: String,
    }

    impl Header {
        fn is(&self, name: &str) -> bool {
            self.name.to_lowercase() == name.to_lowercase()
        }
    }

    pub fn example() -> String {
        let names = ["", "Host", "HOST", "hosts", "ÄRGER", "ärger"];
        format!("{:?}", names.map(|one| names.map(|name| Header { name: one.to_string() }.is(name))))
    }
}

mod either_uppercase_of_ascii {
    fn find(codes: &[String], wanted: &str) -> Option<usize> {
        codes.iter().position(|code| code.to_uppercase() == wanted.to_uppercase())
    }

    pub fn example() -> String {
        let codes = ["de", "FR", "straße"].map(str::to_string);
        format!("{:?}", ["DE", "fr", "STRASSE", "it", ""].map(|wanted| find(&codes, wanted)))
    }
}

mod either_lowercase_of_an_ascii_text {
    fn is_yes(answer: &str, yes: &str) -> bool {
        answer.trim().to_lowercase() == yes
    }

    pub fn example() -> String {
        let answers = ["", "Yes", " YES\n", "yes", "no", "ÖUI", "öui"];
        format!("{:?}", answers.map(|answer| ["yes", "öui", ""].map(|yes| is_yes(answer, yes))))
    }
}

mod either_uppercase_of_an_ascii_text {
    fn count_of(methods: &[&str], method: &str) -> usize {
        methods.iter().filter(|known| known.to_uppercase() == *method).count()
    }

    pub fn example() -> String {
        let methods = ["get", "Post", "GET", "grüß"];
        format!("{:?}", ["GET", "POST", "GRÜSS", "PUT", ""].map(|method| count_of(&methods, method)))
    }
}

mod compared_with_a_letter {
    fn is_operator(token: &str, sign: char) -> bool {
        token == sign.to_string()
    }

    pub fn example() -> String {
        let tokens = ["", "+", "++", "ä", "水"];
        format!("{:?}", tokens.map(|token| ['+', 'ä', '水'].map(|sign| is_operator(token, sign))))
    }
}

mod place_of_a_letter {
    fn value(digit: char) -> Option<usize> {
        "0123456789abcdef".chars().position(|known| known == digit)
    }

    pub fn example() -> String {
        format!("{:?}", ['0', '9', 'a', 'f', 'g', 'A', 'ä'].map(value))
    }
}

mod bits_without_a_text_of_4 {
    fn ones(digits: &str) -> usize {
        let mut ones = 0;
        for digit in digits.chars() {
            let nibble = digit.to_digit(16).unwrap();
            for bit in format!("{:04b}", nibble).chars() {
                if bit == '1' {
                    ones += 1;
                }
            }
        }
        ones
    }

    pub fn example() -> String {
        format!("{:?}", ["", "0", "7", "f", "12ef"].map(ones))
    }
}

mod bits_without_a_text_of_5 {
    fn signals(number: u8) -> Vec<bool> {
        let mut signals = Vec::new();
        for bit in format!("{number:05b}").chars() {
            signals.push(bit == '1');
        }
        signals
    }

    pub fn example() -> String {
        format!("{:?}", [0, 1, 16, 21, 31].map(signals))
    }
}

mod bits_without_a_text_of_6 {
    fn row(pixels: u32) -> String {
        let mut row = String::new();
        for bit in format!("{:06b}", pixels).chars() {
            row.push(if bit == '1' { '#' } else { '.' });
        }
        row
    }

    pub fn example() -> String {
        format!("{:?}", [0, 1, 32, 45, 63].map(row))
    }
}

mod bits_without_a_text_of_7 {
    fn bits(text: &str) -> Vec<char> {
        let mut bits = Vec::new();
        for letter in text.bytes() {
            for bit in format!("{:07b}", letter).chars() {
                bits.push(bit);
            }
        }
        bits
    }

    pub fn example() -> String {
        format!("{:?}", ["", "A", "\0\u{7f}"].map(bits))
    }
}

mod bits_without_a_text_of_8 {
    fn runs(byte: u8) -> Vec<(char, usize)> {
        let mut runs: Vec<(char, usize)> = Vec::new();
        for bit in format!("{byte:08b}").chars() {
            match runs.last_mut() {
                Some((last, length)) if *last == bit => *length += 1,
                _ => runs.push((bit, 1)),
            }
        }
        runs
    }

    pub fn example() -> String {
        format!("{:?}", [0, 1, 128, 0b0110_1100, 255].map(runs))
    }
}

mod bits_without_a_text_of_16 {
    fn gray(number: u16) -> String {
        let mut code = String::new();
        let mut last = '0';
        for bit in format!("{:016b}", number).chars() {
            code.push(if bit == last { '0' } else { '1' });
            last = bit;
        }
        code
    }

    pub fn example() -> String {
        format!("{:?}", [0, 1, 0x8000, 0x1234, u16::MAX].map(gray))
    }
}

mod bits_pushed_of_4 {
    fn binary(hex: &str) -> String {
        let mut bits = String::new();
        for digit in hex.chars() {
            let value = digit.to_digit(16).unwrap();
            bits.push_str(&format!("{:04b}", value));
        }
        bits
    }

    pub fn example() -> String {
        format!("{:?}", ["", "0", "9", "af10"].map(binary))
    }
}

mod bits_pushed_of_5 {
    fn bits(letters: &str) -> String {
        let mut bits = String::new();
        for letter in letters.bytes() {
            let value = letter - b'a';
            bits.push_str(&format!("{value:05b}"));
        }
        bits
    }

    pub fn example() -> String {
        format!("{:?}", ["", "a", "z", "base"].map(bits))
    }
}

mod bits_pushed_of_6 {
    fn bits(values: &[u8]) -> String {
        let mut bits = String::from("0b");
        for &value in values {
            bits += &format!("{:06b}", value);
        }
        bits
    }

    pub fn example() -> String {
        format!("{:?}", [&[][..], &[0], &[1, 32, 63]].map(bits))
    }
}

mod bits_pushed_of_7 {
    struct Stream {
        bits: String,
    }

    impl Stream {
        fn letter(&mut self, letter: u8) {
            self.bits.push_str(&format!("{:07b}", letter));
        }
    }

    pub fn example() -> String {
        let mut stream = Stream { bits: String::new() };
        b"Az\x00\x7f".iter().for_each(|letter| stream.letter(*letter));
        stream.bits
    }
}

mod bits_pushed_of_8 {
    fn bits(data: &[u8]) -> String {
        let mut bits = String::with_capacity(8 * data.len());
        for byte in data {
            bits.push_str(&format!("{:08b}", byte));
        }
        bits
    }

    pub fn example() -> String {
        format!("{:?}", [&[][..], &[0], &[1, 128, 0x5a, 255]].map(bits))
    }
}

mod bits_pushed_of_16 {
    fn bits(words: &[u16]) -> String {
        let mut bits = String::new();
        for &word in words {
            bits.push_str(&format!("{word:016b}"));
            bits.push('\n');
        }
        bits
    }

    pub fn example() -> String {
        format!("{:?}", [&[][..], &[0], &[1, 0x8000, 0x1234, u16::MAX]].map(bits))
    }
}

mod bits_read_one_by_one {
    fn bytes(bits: &str) -> Vec<u8> {
        bits.split(' ').map(|bits| u8::from_str_radix(bits, 2).unwrap()).collect()
    }

    pub fn example() -> String {
        format!("{:?}", ["0", "1", "01000001 11111111 00000000 101"].map(bytes))
    }
}

mod bits_of_letters {
    fn packed(bits: &[char]) -> Vec<u8> {
        let mut bytes = Vec::new();
        for eight in bits.chunks(8) {
            let text: String = eight.iter().collect();
            bytes.push(u8::from_str_radix(&text, 2).unwrap());
        }
        bytes
    }

    pub fn example() -> String {
        let packed = |bits: &str| packed(&bits.chars().collect::<Vec<_>>());
        format!("{:?}", ["", "1", "0100000111111111", "000000001"].map(packed))
    }
}
