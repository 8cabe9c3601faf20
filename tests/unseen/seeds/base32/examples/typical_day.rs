//! Keys and attachments: short secrets in groups of four, and longer pieces of text.

struct Rng(u64);

impl Rng {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % n
    }
}

fn group(text: &str, size: usize, by: char) -> String {
    let mut out = String::new();
    for (i, c) in text.chars().enumerate() {
        if i > 0 && i % size == 0 {
            out.push(by);
        }
        out.push(c);
    }
    out
}

fn main() {
    let text = std::fs::read("/usr/share/common-licenses/GPL-3").unwrap();
    let mut rng = Rng(23);
    let mut total = 0;
    for round in 0..400 {
        let data: Vec<u8> = match round % 4 {
            0 | 1 => (0..10 + rng.below(30)).map(|_| rng.below(256) as u8).collect(),
            2 => (0..100 + rng.below(1500)).map(|_| rng.below(256) as u8).collect(),
            _ => {
                let start = rng.below(text.len() - 2000);
                text[start..start + 50 + rng.below(1900)].to_vec()
            }
        };
        let encoded = base32::encode(&data);
        total += encoded.len();
        let sent = match round % 4 {
            0 => group(encoded.trim_end_matches('='), 4, ' ').to_lowercase(),
            1 => encoded,
            2 => group(&encoded, 64, '\n'),
            _ if rng.below(10) == 0 => encoded.replace('O', "0"),
            _ => encoded,
        };
        total += base32::decode(&sent).map_or(0, |d| d.len());
    }
    println!("{total}");
}
