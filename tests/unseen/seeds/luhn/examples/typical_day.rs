//! Validation of exported lists of card numbers, and a few single numbers.

struct Rng(u64);

impl Rng {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) % n
    }
}

fn number(rng: &mut Rng) -> String {
    let length = [15, 16, 16, 16, 14, 19][rng.below(6) as usize];
    let mut body: String = (1..length).map(|_| (b'0' + rng.below(10) as u8) as char).collect();
    let check = luhn::check_digit(&body).unwrap();
    let check = if rng.below(8) == 0 { (check + 1) % 10 } else { check };
    body.push_str(&check.to_string());
    match rng.below(4) {
        0 => body,
        1 => group(&body, '-'),
        2 => group(&body, ' '),
        _ if rng.below(20) == 0 => body.replace('5', "S"),
        _ => group(&body, ' '),
    }
}

fn group(body: &str, by: char) -> String {
    let mut out = String::new();
    for (i, c) in body.chars().enumerate() {
        if i > 0 && i % 4 == 0 {
            out.push(by);
        }
        out.push(c);
    }
    out
}

fn main() {
    let mut rng = Rng(7);
    let numbers: Vec<String> = (0..500).map(|_| number(&mut rng)).collect();
    let mut bad = 0;
    for n in numbers.iter().take(100) {
        bad += !luhn::is_valid(n) as usize;
    }
    for _ in 0..400 {
        let lines = 10 + rng.below(150);
        let mut text = String::new();
        for _ in 0..lines {
            text.push_str(&numbers[rng.below(500) as usize]);
            text.push_str(if rng.below(30) == 0 { " \n\n" } else { "\n" });
        }
        bad += luhn::invalid_lines(&text).len();
    }
    println!("{bad}");
}
