//! A day of a tool that reads hashtags and domain names.
use segmenter::Lexicon;

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
    let mut random = Random(0x2718281828);
    let mut total = 0;
    for i in 0..70 {
        let mut words: Vec<&str> = (0..random.range(30, 220)).map(|_| WORDS[random.range(0, WORDS.len())]).collect();
        if i % 10 == 3 {
            words.extend(["straße", "über", "日本", "日本語"]);
        }
        let lexicon = Lexicon::new(&words.join(if i % 2 == 0 { " " } else { "\n" }));
        for k in 0..random.range(4, 20) {
            let mut text: String = (0..random.range(1, 12)).map(|_| words[random.range(0, words.len())]).collect();
            match k % 5 {
                1 => text += "2024",
                2 => text.insert_str(0, random.word()),
                3 if i % 10 == 3 => text += "日本語über",
                _ => {}
            }
            total += match random.range(0, 8) {
                0 => usize::from(lexicon.contains(random.word())),
                1 => lexicon.longest_match(&text).map_or(0, |word| word.len()),
                _ => lexicon.segment(&text).len(),
            };
        }
    }
    println!("{total}");
}