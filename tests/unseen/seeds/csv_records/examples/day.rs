//! A day of an importer: orders, addresses, measurements.
use csv_records::{column, column_sum, parse};

const WORDS: &[&str] = &[
    "the", "of", "and", "to", "in", "is", "it", "you", "that", "was", "for", "on", "are", "with", "as", "his",
    "they", "be", "at", "one", "have", "this", "from", "had", "by", "word", "but", "what", "some", "we",
    "can", "out", "other", "were", "all", "there", "when", "up", "use", "your", "how", "said", "an", "each",
    "she", "which", "do", "their", "time", "if", "will", "way", "about", "many", "then", "them", "write",
    "would", "like", "so", "these", "her", "long", "make", "thing", "see", "him", "two", "has", "look",
    "more", "day", "could", "go", "come", "did", "number", "sound", "no", "most", "people", "my", "over",
    "know", "water", "than", "call", "first", "who", "may", "down", "side", "been", "now", "find", "any",
    "new", "work", "part", "take", "get", "place", "made", "live", "where", "after", "back", "little", "only",
    "round", "man", "year", "came", "show", "every", "good", "me", "give", "our", "under", "name", "very",
    "through", "just", "form", "sentence", "great", "think", "say", "help", "low", "line", "differ", "turn",
    "cause", "much", "mean", "before", "move", "right", "boy", "old", "too", "same", "tell", "does", "set",
    "three", "want", "air", "well", "also", "play", "small", "end", "put", "home", "read", "hand", "port",
    "large", "spell", "add", "even", "land", "here", "must", "big", "high", "such", "follow", "act", "why",
    "ask", "men", "change", "went", "light", "kind", "off", "need", "house", "picture", "try", "us", "again",
    "animal", "point", "mother", "world", "near", "build", "self", "earth", "father",
];

struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11
    }

    /// From `low` to below `high`.
    fn range(&mut self, low: usize, high: usize) -> usize {
        low + (self.next() % (high - low) as u64) as usize
    }

    fn word(&mut self) -> &'static str {
        let at = self.range(0, WORDS.len()) * self.range(0, 100) / 100;
        WORDS[at]
    }

    fn sentence(&mut self, words: usize) -> String {
        (0..words).map(|_| self.word()).collect::<Vec<_>>().join(" ")
    }
}

fn main() {
    let mut random = Random(0x510e527f);
    let mut total = 0;
    for i in 0..130 {
        let end = if i % 4 == 0 { "\r\n" } else { "\n" };
        let columns = random.range(2, 9);
        let mut text = String::new();
        for row in 0..random.range(1, 70) {
            for column in 0..columns {
                if column > 0 {
                    text.push(',');
                }
                text += &match (i + column) % 5 {
                    0 => format!("{}", random.range(0, 100_000)),
                    1 => random.word().to_string(),
                    2 => { let n = random.range(0, 6); format!("\"{}\"", random.sentence(n)) }
                    3 if row % 4 == 1 => format!("\"{}, {} \"\"{}\"\"\"", random.word(), random.word(), random.word()),
                    3 => format!("{}.{:02}", random.range(0, 500), random.range(0, 100)),
                    _ => if random.range(0, 5) == 0 { String::new() } else { format!("{} Straße", random.word()) },
                };
            }
            text += end;
        }
        if i % 8 == 5 {
            text.truncate(text.trim_end().len());
        }
        total += match i % 3 {
            0 => parse(&text).len(),
            1 => column(&text, random.range(0, columns)).len(),
            _ => column_sum(&text, (10 - i % 5) % 5 % columns) as usize,
        };
    }
    println!("{}", total + parse("").len() + parse("\n\na,b\n\n").len() + parse("a,\"open\nb").len());
}