//! A bank's day: payment files are checked, numbers made and printed.

struct Rng(u64);

impl Rng {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 20) as usize % n
    }
}

const COUNTRIES: [(&str, usize); 10] = [
    ("DE", 18), ("NO", 11), ("GB", 18), ("MT", 27), ("FR", 23), ("NL", 14), ("CH", 17), ("pl", 24), ("ES", 20), ("XK", 16),
];

fn account(rng: &mut Rng, length: usize, letters: usize) -> String {
    let mut text = String::new();
    for i in 0..length {
        text.push(match i < letters {
            true => (b'A' + rng.below(26) as u8) as char,
            false => (b'0' + rng.below(10) as u8) as char,
        });
    }
    text
}

/// Good ones with and without blanks, and spoiled ones.
fn number(rng: &mut Rng, good: &[String]) -> String {
    if good.is_empty() {
        return "DE".to_string();
    }
    let mut text = good[rng.below(good.len())].clone();
    match rng.below(12) {
        0 => text.replace_range(6..7, "7"),
        1 => text = text.to_lowercase(),
        2 => text.push('0'),
        3 => text.insert(4, ['-', '.', 'é', ' ', '\t'][rng.below(5)]),
        4 => text.truncate(rng.below(20)),
        5 => text = ["", "  ", "n/a", "1234", "ZZ00 1234"][rng.below(5)].to_string(),
        6..=8 => {
            let letters: Vec<char> = text.chars().collect();
            let groups: Vec<String> = letters.chunks(4).map(|g| g.iter().collect()).collect();
            text = groups.join(" ");
        }
        _ => {}
    }
    text
}

fn digest(text: &str) -> u64 {
    text.bytes().fold(11, |h, b| h.wrapping_mul(37).wrapping_add(b as u64))
}

fn main() {
    let mut rng = Rng(0x1ba9);
    let mut total = 0u64;
    let mut good: Vec<String> = Vec::new();
    for _ in 0..300 {
        for _ in 0..1 + rng.below(3) {
            let (country, length) = COUNTRIES[rng.below(10)];
            let letters = [0, 0, 4, 6][rng.below(4)];
            let spare = if rng.below(15) == 0 { 1 } else { 0 };
            let account = account(&mut rng, length + spare, letters);
            let built = iban::build(country, &account);
            match built {
                Ok(iban) => {
                    total = total.wrapping_add(digest(&iban));
                    good.push(iban);
                }
                Err(_) => total += 1,
            }
        }
        for _ in 0..rng.below(8) {
            let text = number(&mut rng, &good);
            let answer = match rng.below(3) {
                0 => iban::pretty(&text),
                1 => iban::normalize(&text),
                _ => iban::check(&text),
            };
            total = total.wrapping_add(answer.map_or(2, |iban| digest(&iban)));
        }
        let mut list = String::new();
        for _ in 0..[0, 1, 5, 20, 60, 120][rng.below(6)] {
            list.push_str(&number(&mut rng, &good));
            list.push('\n');
        }
        let wrong = iban::check_list(&list);
        for (line, error) in wrong {
            let kind = match error {
                iban::IbanError::Character(c) => c as u64,
                iban::IbanError::Start => 1,
                iban::IbanError::Country(name) => digest(&name),
                iban::IbanError::Length(want, have) => (want * 100 + have) as u64,
                iban::IbanError::Checksum => 2,
            };
            total = total.wrapping_mul(3).wrapping_add(line as u64 * 7 + kind);
        }
    }
    println!("{total}");
}
