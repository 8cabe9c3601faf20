//! A mail gateway: bodies go out encoded and come in to be decoded, some of them broken.

struct Rng(u64);

impl Rng {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % n
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }
}

const ENGLISH: &[&str] = &[
    "the", "meeting", "is", "moved", "to", "Tuesday", "please", "find", "attached", "invoice",
    "for", "your", "order", "we", "thank", "you", "and", "remain", "at", "disposal", "a=b",
    "https://example.org/track?id=8812&u=77", "regards,", "budget", "review", "(draft)", "100%",
];
const GERMAN: &[&str] = &[
    "für", "die", "Prüfung", "möchten", "wir", "Ihnen", "herzlich", "danken", "Grüße", "aus",
    "Köln", "und", "Straße", "Rechnung", "über", "120", "€", "zzgl.", "Mehrwertsteuer", "schön",
];
const RUSSIAN: &[&str] = &["добрый", "день", "счёт", "за", "услуги", "в", "мае", "спасибо"];

fn body(rng: &mut Rng) -> String {
    let words = match rng.below(10) {
        0 => RUSSIAN,
        1..=3 => GERMAN,
        _ => ENGLISH,
    };
    let paragraphs = [1, 1, 2, 3, 5, 8, 20][rng.below(7)];
    let mut text = String::new();
    for _ in 0..paragraphs {
        // Either one long line for a whole paragraph or lines of an editor.
        let every = if rng.below(2) == 0 { 1000 } else { 11 };
        for i in 0..4 + rng.below(70) {
            if i > 0 {
                text.push(if i % every == 0 { '\n' } else { ' ' });
            }
            text.push_str(rng.pick(words));
        }
        text.push_str(rng.pick(&["\n", "\n\n", " \n", ".\n"]));
    }
    text
}

fn spoil(rng: &mut Rng, encoded: String) -> String {
    match rng.below(14) {
        0 => encoded.replacen("=C3", "=Ã", 1),
        1 => encoded.replacen("ing ", "ing=2", 1),
        2 => encoded.replace("\r\n", "\n"),
        3 => encoded.replace("\r\n", " \r\n"),
        4 => encoded.to_lowercase(),
        _ => encoded,
    }
}

fn main() {
    let mut rng = Rng(20);
    let mut total = 0usize;
    for _ in 0..90 {
        for _ in 0..2 + rng.below(6) {
            let encoded = quotedp::encode(body(&mut rng).as_bytes());
            total += encoded.bytes().map(usize::from).sum::<usize>();
            if rng.below(3) > 0 {
                match quotedp::decode(&spoil(&mut rng, encoded)) {
                    Ok(data) => total += data.iter().map(|b| *b as usize).sum::<usize>(),
                    Err(quotedp::QpError::BadEscape(line)) => total += line,
                    Err(quotedp::QpError::BadCharacter(line)) => total += line * 100,
                }
            }
        }
        if rng.below(5) == 0 {
            let data: Vec<u8> = (0..rng.below(400)).map(|_| rng.below(256) as u8).collect();
            total += quotedp::encode(&data).len();
        }
    }
    println!("{total}");
}
