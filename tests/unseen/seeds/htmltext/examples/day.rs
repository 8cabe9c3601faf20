//! A forum: posts are escaped for pages, feeds are unescaped, pages are indexed as plain text.

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

const WORDS: &[&str] = &[
    "the", "printer", "does", "not", "work", "since", "yesterday", "I", "tried", "to", "reinstall",
    "driver", "and", "it", "shows", "an", "error", "thanks", "for", "your", "answer", "don't",
    "\"offline\"", "if", "x < 3 && y > 4", "R&D", "café", "naïve", "Größe", "10€", "see", "page",
    "Vec<String>", "it's", "maybe", "a", "new", "cable", "helps", "version", "2.4.1", "—",
];
const ENTITIES: &[&str] = &[
    "&amp;", "&lt;", "&gt;", "&quot;", "&#39;", "&nbsp;", "&euro;", "&hellip;", "&#8217;",
    "&#x2014;", "&laquo;", "&eacute;", "& ", "&copy;", "&T;", "&#xZZ;",
];

fn sentence(rng: &mut Rng, length: usize) -> String {
    let words: Vec<&str> = (0..length).map(|_| rng.pick(WORDS)).collect();
    words.join(" ")
}

fn escaped(rng: &mut Rng, length: usize) -> String {
    let mut text = String::new();
    for _ in 0..length {
        text.push_str(&rng.pick(WORDS).replace('<', "&lt;").replace('&', "&amp;"));
        text.push_str(if rng.below(12) == 0 { rng.pick(ENTITIES) } else { " " });
    }
    text
}

fn page(rng: &mut Rng) -> String {
    let mut html = String::from("<html><head><title>Forum</title></head>\n<body class=\"thread\">\n");
    for _ in 0..1 + rng.below(12) {
        html.push_str(rng.pick(&["<p>", "<div class='post' id=\"p17\">\n  ", "<li>", "<h2>"]));
        for _ in 0..1 + rng.below(4) {
            let length = 2 + rng.below(20);
            html.push_str(&escaped(rng, length));
            html.push_str(rng.pick(&[
                "<br/>\n", "<b>new</b> ", "<a href=\"https://forum.example.org/t/8123?page=2\">link</a>", "\n    ",
            ]));
        }
        html.push_str("</p>\n\n");
    }
    html.push_str(rng.pick(&["</body></html>", "</body></html>\n", "<!-- cut", ""]));
    html
}

fn sum(text: &str) -> usize {
    text.bytes().enumerate().map(|(i, b)| (i % 7 + 1) * b as usize).sum()
}

fn main() {
    let mut rng = Rng(99);
    let mut total = 0;
    for _ in 0..200 {
        for _ in 0..2 + rng.below(8) {
            let length = [2, 5, 12, 30, 60, 200][rng.below(6)];
            total += sum(&htmltext::escape(&sentence(&mut rng, length)));
        }
        for _ in 0..1 + rng.below(6) {
            let length = [1, 4, 10, 25, 80, 150][rng.below(6)];
            total += sum(&htmltext::unescape(&escaped(&mut rng, length)));
        }
        for _ in 0..1 + rng.below(5) {
            total += sum(&htmltext::plain_text(&page(&mut rng)));
        }
    }
    println!("{total}");
}
