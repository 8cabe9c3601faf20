//! A log viewer: single lines are shown, chunks of logs are summed up.

struct Rng(u64);

impl Rng {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) as usize % n
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }
}

const PATHS: &[&str] = &[
    "/", "/index.html", "/static/css/site.css?v=31", "/static/js/app.min.js", "/favicon.ico",
    "/api/v1/users/8121/orders?limit=50&sort=-date", "/login", "/images/logo@2x.png", "/robots.txt",
    "/blog/2021/03/why-we-moved-to-a-monorepo", "/wp-login.php", "/search?q=red+shoes&size=42",
];
const AGENTS: &[&str] = &["curl/7.68.0", "Mozilla/5.0 (X11; Linux x86_64)", "Googlebot/2.1"];

fn line(rng: &mut Rng) -> String {
    let host = match rng.below(8) {
        0 => "crawl-66-249-66-1.googlebot.com".to_string(),
        1 => "2001:db8::8a2e:370:7334".to_string(),
        _ => format!("{}.{}.{}.{}", rng.below(224), rng.below(256), rng.below(256), rng.below(256)),
    };
    let user = rng.pick(&["-", "-", "-", "frank", "mia"]);
    let time = format!("{:02}/Mar/2021:{:02}:{:02}:{:02} +0100", 1 + rng.below(31), rng.below(24), rng.below(60), rng.below(60));
    let method = rng.pick(&["GET", "GET", "GET", "GET", "POST", "HEAD", "OPTIONS"]);
    let path = rng.pick(PATHS);
    let status = rng.pick(&["200", "200", "200", "200", "200", "304", "304", "301", "404", "403", "500", "206"]);
    let bytes = match rng.below(5) {
        0 => "-".to_string(),
        1 => (rng.below(20_000_000)).to_string(),
        _ => (rng.below(9000)).to_string(),
    };
    let request = match rng.below(40) {
        0 => "-".to_string(),
        1 => "\\x16\\x03\\x01".to_string(),
        2 => format!("{method} {path}"),
        _ => format!("{method} {path} HTTP/1.1"),
    };
    let mut text = format!("{host} - {user} [{time}] \"{request}\" {status} {bytes}");
    if rng.below(3) == 0 {
        text.push_str(&format!(" \"-\" \"{}\"", rng.pick(AGENTS)));
    }
    match rng.below(60) {
        0 => text.truncate(rng.below(text.len())),
        1 => text = text.replace(" 200 ", " OK "),
        2 => text.push('k'),
        3 => text = format!("# {}", rng.pick(&["rotated", "server started", ""])),
        _ => {}
    }
    text
}

fn main() {
    let mut rng = Rng(2021);
    let mut total = 0usize;
    for _ in 0..150 {
        for _ in 0..3 + rng.below(15) {
            match accesslog::parse_line(&line(&mut rng)) {
                Ok(entry) => {
                    total += entry.host.len() + entry.time.len() * 3 + entry.method.len() * 5;
                    total += entry.path.len() * 7 + entry.status as usize + entry.bytes as usize;
                }
                Err(error) => total += error as usize,
            }
        }
        for _ in 0..1 + rng.below(3) {
            let count = [0, 5, 20, 60, 120, 250][rng.below(6)];
            let lines: Vec<String> = (0..count).map(|_| line(&mut rng)).collect();
            let log = lines.join(rng.pick(&["\n", "\n", "\n", "\r\n"]));
            for (status, count, bytes) in accesslog::by_status(&log) {
                total += status as usize * count + bytes as usize;
            }
        }
    }
    println!("{total}");
}
