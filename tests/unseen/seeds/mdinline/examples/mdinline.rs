use mdinline::*;
fn phrase(r: &mut Rng, depth: usize) -> String {
    let n = r.range(1, 6);
    let w = r.words(n);
    if depth > 2 { return w; }
    match r.below(20) {
        0 => format!("*{}*", phrase(r, depth + 1)),
        1 => format!("**{}**", phrase(r, depth + 1)),
        2 => format!("_{}_", phrase(r, depth + 1)),
        3 => format!("`{} < {}`", r.word(), r.word()),
        4 => format!("[{}](https://example.com/{}?a={}&b={})", phrase(r, depth + 1), r.word(), r.range(1, 9), r.word()),
        5 => format!("![{}](img/{}.png)", r.words(2), r.word()),
        6 => format!("{} \\*{}\\* \\_x", w, r.word()),
        7 => format!("{} & \"{}\" <{}>", w, r.word(), r.word()),
        8 => format!("{}_{}_{}", r.word(), r.word(), r.word()),
        9 => format!("{} * {}", r.range(1, 9), r.range(1, 9)),
        10 => ["*open", "**left", "`tick", "[br](no url)", "a]b", "![x]", "__", "**strong__", "[a][b]", "\\", "don't *stop**", "***both***"][r.below(12)].to_string(),
        11 => format!("{}  \n{}", w, r.word()),
        12 => format!("{}\n{}", w, r.word()),
        _ => w,
    }
}
fn main() {
    let mut r = Rng(0xdeaf_8888_1111);
    for _ in 0..560 {
        let k = match r.below(10) { 0 => r.range(60, 160), 1..=4 => r.range(25, 70), _ => r.range(1, 30) };
        let t = (0..k).map(|_| phrase(&mut r, 0)).collect::<Vec<_>>().join([" ", ", ", " "][r.below(3)]);
        match r.below(8) { 0..=4 => { to_html(&t); } 5 | 6 => { plain(&t); } _ => { links(&t); } }
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
