//! A day of a code generator: names of columns and fields.
use ident_case::{pascal_lines, snake_lines, to_pascal, to_snake, words};

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

fn name(random: &mut Random, style: usize) -> String {
    let mut parts: Vec<String> = (0..random.range(1, 6)).map(|_| random.word().to_string()).collect();
    if random.range(0, 8) == 0 {
        parts.push(["ID", "URL", "2", "v3", "größe"][random.range(0, 5)].to_string());
    }
    match style {
        0 => parts.join("_"),
        1 => parts.join("-"),
        2 => parts.join("_").to_uppercase(),
        _ => {
            let large = |part: &String| part[..1].to_uppercase() + &part[1..];
            let first = if style == 3 { parts[0].clone() } else { large(&parts[0]) };
            first + &parts[1..].iter().map(large).collect::<String>()
        }
    }
}

fn main() {
    let mut random = Random(0x3c6ef372);
    let mut total = 0;
    for i in 0..140 {
        let style = random.range(0, 5);
        if i % 4 == 0 {
            let name = name(&mut random, style);
            total += match i % 12 {
                0 => words(&name).len(),
                4 => to_snake(&name).len(),
                _ => to_pascal(&name).len(),
            };
        } else {
            let count = random.range(5, 130);
            let list: Vec<String> = (0..count)
                .map(|_| {
                    let style = if i % 5 == 0 { random.range(0, 5) } else { style };
                    name(&mut random, style)
                })
                .collect();
            let list = list.join("\n");
            total += if i % 2 == 0 { snake_lines(&list).len() } else { pascal_lines(&list).len() };
        }
    }
    println!("{total}");
}