use poker::*;
fn deck(r: &mut Rng) -> Vec<String> {
    let mut d: Vec<(usize, usize)> = (0..52).map(|i| (i % 13, i / 13)).collect();
    // now and then few values or few suits, so that good hands occur
    match r.below(8) { 0 => d.retain(|c| c.1 < 2), 1 => d.retain(|c| c.0 > 6), 2 => d.retain(|c| c.1 == 0 || c.0 % 5 == 0), _ => {} }
    for i in (1..d.len()).rev() { let j = r.below(i + 1); d.swap(i, j); }
    let style = r.below(3);
    d.iter().map(|c| {
        let v = if c.0 == 8 && style == 1 { "10".to_string() } else { "23456789TJQKA"[c.0..c.0 + 1].to_string() };
        let t = format!("{}{}", v, &"SHDC"[c.1..c.1 + 1]);
        if style == 2 { t.to_lowercase() } else { t }
    }).collect()
}
fn main() {
    let mut r = Rng(0x9999_3333_2222);
    for _ in 0..520 {
        let d = deck(&mut r);
        let n = r.range(5, 7);
        let mut hand = d[..n].to_vec();
        if r.chance(5) { match r.below(4) { 0 => hand[2] = "1X".to_string(), 1 => hand.truncate(3), 2 => hand[3] = hand[0].clone(), _ => hand.extend(d[7..9].to_vec()) } }
        let h = hand.join(" ");
        match r.below(10) {
            0..=3 => { let _ = rank(&h); }
            4 | 5 => { let o = if r.chance(50) { d[5..5 + n].join(" ") } else { d[7..7 + n].join(" ") }; let _ = compare(&h, &o); }
            6 | 7 => { let k = r.range(2, 6); let p: Vec<String> = (0..k).map(|i| format!("{} {}", d[5 + 2 * i], d[6 + 2 * i])).collect(); let _ = showdown(&d[..5].join(" "), &p); }
            _ => { let _ = describe(&h); }
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
