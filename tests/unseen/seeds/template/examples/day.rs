//! A mailing service's day: letters, pages and notices are filled.

struct Rng(u64);

impl Rng {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 20) as usize % n
    }
}

const COLUMNS: [&str; 8] = ["name", "street", "city", "order", "price", "note", "date", "phone"];
const SLOTS: [&str; 12] = [
    "{{name}}", "{{ name | upper }}", "{{street}}", "{{city|trim|upper}}", "{{order|digits}}", "{{price}}",
    "{{note|html}}", "{{ note|quote }}", "{{date}}", "{{phone|digits}}", "{{city|lower}}", "{{name|html}}",
];
const TEXTS: [&str; 9] = [
    "Dear ", ",\n\nthank you for your order no. ", ". We shall send it to:\n\n    ", "\n    ",
    "<div class=\"entry\"><p>", "</p></div>\n", " – mit freundlichen Grüßen – ", " { not a slot } ",
    "This message was made automatically, please do not answer it. If you think you got it by mistake, \
     tell our office, which is open from Monday to Friday.\n",
];
const VALUES: [&str; 12] = [
    "Zoë Brontë", "12 Elm Street", "  London ", "No. 2024/118-7", "17.50", "", "call <before> & ring \"twice\"",
    "2024-05-01", "+44 (0)20 7946 0018", "Straße des 17. Juni 135", "none", "Ms. O'Neill & Sons, Ltd.",
];

fn template(rng: &mut Rng, length: usize) -> String {
    let mut text = String::new();
    for _ in 0..length {
        text.push_str(TEXTS[rng.below(TEXTS.len())]);
        text.push_str(SLOTS[rng.below(SLOTS.len())]);
    }
    if rng.below(15) == 0 {
        text.push_str(["{{", "{{none}}", "{{name|shout}}", "{{name} }", "}}"][rng.below(5)]);
    }
    text
}

fn digest(text: &str) -> u64 {
    text.bytes().fold(3, |h, b| h.wrapping_mul(33).wrapping_add(b as u64))
}

fn main() {
    let mut rng = Rng(0x7e3a);
    let mut total = 0u64;
    let header: Vec<String> = COLUMNS.iter().map(|c| c.to_string()).collect();
    for _ in 0..1200 {
        let length = [0, 1, 2, 5, 10, 20, 40][rng.below(7)];
        let text = template(&mut rng, length);
        match rng.below(5) {
            0 | 1 => {
                let count = 1 + rng.below(9);
                let values: Vec<(String, String)> = (0..count)
                    .map(|i| (COLUMNS[i % 8].to_string(), VALUES[rng.below(12)].to_string()))
                    .collect();
                let answer = template::render(&text, &values);
                total = total.wrapping_add(answer.map_or(1, |letter| digest(&letter)));
            }
            2 => {
                let rows: Vec<Vec<String>> = (0..rng.below(25))
                    .map(|_| (0..7 + rng.below(3)).map(|_| VALUES[rng.below(12)].to_string()).collect())
                    .collect();
                let answer = template::merge(&text, &header, &rows);
                total = total.wrapping_add(match answer {
                    Ok(letters) => letters.iter().map(|l| digest(l) >> 8).sum(),
                    Err(_) => 2,
                });
            }
            3 => {
                let answer = template::names(&text);
                total = total.wrapping_add(answer.map_or(3, |list| digest(&list.join(" "))));
            }
            _ => {
                let answer = template::parse(&text);
                total = total.wrapping_add(answer.map_or(4, |pieces| pieces.len() as u64));
            }
        }
    }
    println!("{total}");
}
