//! A day of a log writer: messages, paths, snippets, and records of several fields.
use json_escape::{object, quote};

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
}

fn main() {
    let mut random = Random(0x77777123);
    let mut total = 0;
    let text = |random: &mut Random, most: usize| {
        let mut text = String::new();
        let kind = random.range(0, 6);
        let words = random.range(1, most);
        for k in 0..words {
            text += random.word();
            text += match (kind, k % 7) {
                (0, 3) => "\n",
                (1, 2) => "\\",
                (2, 5) => ": \"x\"",
                (3, 4) => " größe – ",
                (4, 6) => "\t\u{1b}[0m",
                _ => " ",
            };
        }
        text
    };
    for i in 0..130 {
        if i % 2 == 0 {
            let text = text(&mut random, if i % 4 == 0 { 60 } else { 500 });
            total += quote(&text).len();
        } else {
            let fields: Vec<(String, String)> = (0..random.range(2, 9))
                .map(|_| (random.word().to_string(), text(&mut random, 60)))
                .collect();
            total += object(&fields).len();
        }
    }
    println!("{}", total + quote("").len() + object(&[]).len() + quote("\0\u{8}\u{c}\r").len());
}