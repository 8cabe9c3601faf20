use inifile::*;
const SECTIONS: [&str; 14] = ["server", "database", "Logging", "paths", "user", "Display", "network", "cache", "mail", "security", "plugins", "Editor", "git", "Größe"];
const KEYS: [&str; 22] = ["host", "port", "Enabled", "timeout", "path", "name", "level", "user", "password", "max_size", "retries", "Theme", "width", "height", "url", "interval", "verbose", "file", "format", "encoding", "Straße", "workers"];
fn case(r: &mut Rng, s: &str) -> String { match r.below(8) { 0 => s.to_uppercase(), 1 => s.to_lowercase(), _ => s.to_string() } }
fn value(r: &mut Rng) -> String {
    match r.below(10) {
        0 | 1 => r.range(0, 65535).to_string(),
        2 => ["yes", "no", "true", "False", "on", "OFF", "1"][r.below(7)].to_string(),
        3 => format!("/var/lib/{}/{}.log", r.word(), r.word()),
        4 => format!("\"{} ; {} \\\"{}\\\"\"", r.word(), r.word(), r.word()),
        5 => format!("{}.example.com", r.word()),
        6 => format!("{} ; {}", r.word(), r.words(3)),
        7 => format!("-{}", r.range(1, 500)),
        8 => String::new(),
        _ => { let n = r.range(1, 6); r.words(n) }
    }
}
fn text(r: &mut Rng) -> String {
    let mut t = String::new();
    if r.chance(50) { t += &format!("# {}\n", r.words(6)); }
    for _ in 0..r.range(0, 2) { t += &format!("{} = {}\n", r.pick(&KEYS), value(r)); }
    for _ in 0..r.range(1, 9) {
        t += &format!("\n[{}]\n", r.pick(&SECTIONS));
        for _ in 0..r.range(1, 12) {
            if r.chance(12) { t += &format!("; {}\n", r.words(5)); }
            let k = if r.chance(25) { format!("{}_{}", r.pick(&KEYS), r.range(1, 9)) } else { r.pick(&KEYS).to_string() };
            t += &format!("{}{}={}{}\n", k, [" ", ""][r.below(2)], [" ", ""][r.below(2)], value(r));
        }
    }
    if r.chance(8) { t += ["[open\n", "just words\n", " = 5\n", "a = \"never closed\n", "[]\n"][r.below(5)]; }
    t
}
fn main() {
    let mut r = Rng(0x77_1234_5678);
    for _ in 0..110 {
        let mut ini = Ini::new();
        let _ = ini.load(&text(&mut r));
        if r.chance(30) { let _ = ini.load(&text(&mut r)); }
        for _ in 0..r.range(5, 45) {
            let names = ini.sections();
            let s = if names.is_empty() || r.chance(20) { r.pick(&SECTIONS).to_string() } else { names[r.below(names.len())].clone() };
            let s = case(&mut r, &s);
            let ks = if r.chance(12) { ini.keys(&s) } else { Vec::new() };
            let k = if ks.is_empty() { r.pick(&KEYS).to_string() } else { ks[r.below(ks.len())].clone() };
            let k = case(&mut r, &k);
            match r.below(14) {
                0..=5 => { ini.get(&s, &k); }
                6 | 7 => { ini.get_int(&s, &k); }
                8 | 9 => { ini.get_bool(&s, &k); }
                10 | 11 => { let v = value(&mut r); ini.set(&s, &k, &v); }
                12 => { ini.remove(&s, &k); }
                _ => { ini.keys(&s); }
            }
        }
        if r.chance(20) { ini.set("notes", "last", " two\nlines; \\ \"q\" "); }
        ini.to_text();
        if r.chance(10) { let t = ini.to_text(); let mut again = Ini::new(); let _ = again.load(&t); again.to_text(); }
    }
}
#[allow(dead_code)]
struct Rng(u64);
#[allow(dead_code)]
impl Rng {
    fn next(&mut self) -> u64 { self.0 ^= self.0 << 13; self.0 ^= self.0 >> 7; self.0 ^= self.0 << 17; self.0.wrapping_mul(0x2545F4914F6CDD1D) >> 11 }
    fn below(&mut self, n: usize) -> usize { (self.next() % n as u64) as usize }
    fn range(&mut self, a: usize, b: usize) -> usize { a + self.below(b - a + 1) }
    fn chance(&mut self, p: usize) -> bool { self.below(100) < p }
    fn float(&mut self) -> f64 { (self.next() % (1 << 40)) as f64 / (1u64 << 40) as f64 }
    fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str { list[self.below(list.len())] }
    fn word(&mut self) -> &'static str { let w: Vec<&str> = WORDS.split(' ').collect(); let n = w.len(); let a = self.below(n); let b = self.below(n); w[a.min(b)] }
    fn words(&mut self, n: usize) -> String { (0..n).map(|_| self.word()).collect::<Vec<_>>().join(" ") }
}
#[allow(dead_code)]
const WORDS: &str = "the of and to in a is that for it as was with be by on not he this are or his from at which but have an had they you were their one all we can her has there been if more when will would who so no said what up its about into than them only other new some could time these two may then do first any my now such like our over man me even most made after also did many before must through back years where much your way well down should because each just those people Mr how too little state good very make world still own see men work long get here between both life being under never day same another know while last might us great old year off come since against go came right used take three café naïve Zürich server request report meeting invoice customer delivery warehouse schedule budget document release version update";
