use linediff::*;
fn line(r: &mut Rng) -> String {
    match r.below(10) {
        0 => String::new(),
        1 => "}".to_string(),
        2 => "    }".to_string(),
        3 => format!("    let {} = {};", r.word(), r.range(0, 99)),
        4 => format!("    if {} > {} {{", r.word(), r.range(0, 9)),
        5 => format!("{}: {}", r.word(), r.word()),
        _ => { let n = r.range(2, 8); r.words(n) }
    }
}
fn change(r: &mut Rng, lines: &[String]) -> Vec<String> {
    let mut v = lines.to_vec();
    let n = if r.chance(10) { 0 } else { r.range(1, 2 + lines.len() / 8) };
    for _ in 0..n {
        let at = r.below(v.len() + 1);
        match r.below(5) {
            0 => { let k = r.range(1, 4); for _ in 0..k { v.insert(at, line(r)); } }
            1 => { let k = r.range(1, 3).min(v.len() - at); v.drain(at..at + k); }
            2 => { if at < v.len() { let l = v.remove(at); let to = r.below(v.len() + 1); v.insert(to, l); } }
            _ => { if at < v.len() { if r.chance(20) { v[at] += "  "; } else { v[at] = line(r); } } }
        }
    }
    v
}
fn main() {
    let mut r = Rng(0xabc_8888_1111);
    for i in 0..230 {
        let n = if i % 10 == 0 { r.range(100, 160) } else { r.range(0, 70) };
        let a: Vec<String> = (0..n).map(|_| line(&mut r)).collect();
        let b = if r.chance(5) { (0..n).map(|_| line(&mut r)).collect() } else { change(&mut r, &a) };
        let (a, b) = (a.join("\n") + "\n", b.join("\n"));
        match r.below(6) {
            0 | 1 => { diff(&a, &b); }
            2 => { diff_text(&a, &b); }
            3 => { similarity(&a, &b); }
            _ => { let h = diff(&a, &b); if r.chance(80) { apply(&a, &h); } else { apply(&b, &h); } }
        }
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
