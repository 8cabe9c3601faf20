//! A day of somebody who searches in notes.
use text_search::Document;

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
    let mut random = Random(0x5ca1ab1e);
    let mut total = 0;
    for i in 0..80 {
        let words = random.range(50, if i % 4 == 0 { 1500 } else { 700 });
        let mut text = random.sentence(words);
        if i % 9 == 0 {
            text += &" -------------------------------- ".repeat(8);
        }
        let document = Document::new(&text);
        for k in 0..random.range(6, 14) {
            let needle = match k % 5 {
                0 => random.word().to_string(),
                1 => { let n = random.range(2, 4); random.sentence(n) }
                2 => {
                    let at = random.range(0, text.len() - 24);
                    text[at..at + random.range(3, 24)].to_string()
                }
                3 => format!("{} zebra", random.word()),
                _ => if i % 9 == 0 { "-".repeat(random.range(1, 34)) } else { "ing".to_string() },
            };
            total += match random.range(0, 3) {
                0 => document.find_all(&needle).len(),
                1 => document.count(&needle),
                _ => document.find(&needle, random.range(0, 200)).unwrap_or(0),
            };
        }
    }
    println!("{total}");
}