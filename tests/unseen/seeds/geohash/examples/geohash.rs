use geohash::*;
const CITIES: [(f64, f64); 12] = [(48.8566, 2.3522), (52.52, 13.405), (40.7128, -74.006), (-33.8688, 151.2093), (35.6762, 139.6503), (-22.9068, -43.1729), (51.5074, -0.1278), (-17.7134, 178.065), (64.1466, -21.9426), (1.3521, 103.8198), (0.0, 0.0), (-54.8019, -68.303)];
fn place(r: &mut Rng) -> (f64, f64) {
    if r.chance(15) { return (r.float() * 180.0 - 90.0, r.float() * 360.0 - 180.0); }
    let c = CITIES[r.below(12)];
    let f = |x: f64| (x * 1e6).round() / 1e6;
    (f(c.0 + (r.float() - 0.5) * 0.4), f(c.1 + (r.float() - 0.5) * 0.4))
}
fn main() {
    let mut r = Rng(0x4242_8888_1111);
    for _ in 0..330 {
        let p = place(&mut r);
        let n = r.range(4, 12);
        let mut h = encode(p.0, p.1, n);
        if r.chance(10) { h = h.to_uppercase(); }
        if r.chance(4) { h.push('a'); }
        match r.below(10) {
            0 | 1 => { decode(&h); }
            2 => { bounds(&h); }
            3 | 4 => { neighbours(&h); }
            5 => { let k = r.range(20, 160); let c = place(&mut r); let v: Vec<(f64, f64)> = (0..k).map(|_| if r.chance(30) { place(&mut r) } else { (c.0 + r.float() * 0.1, c.1 + r.float() * 0.1) }).collect(); let l = r.range(3, 7); count_cells(&v, l); }
            6 => { let k = r.range(20, 110); let v: Vec<(f64, f64)> = (0..k).map(|_| (p.0 + (r.float() - 0.5) * 0.05, p.1 + (r.float() - 0.5) * 0.05)).collect(); let l = h.len().min(r.range(3, 7)); nearby(&h[..l].to_string(), &v); }
            _ => {}
        }
    }
    for h in ["", "b", "z", "0", "s", "p", "u4pruydqqvjxx", "ésk", "zzzz", "0000", "8", "bpbpb"] { neighbours(h); decode(h); bounds(h); nearby(h, &[(89.0, 179.9), (-89.0, -179.9), (10.0, 20.0), (0.0, 0.0)]); }
    encode(90.0, 180.0, 8); encode(-90.0, -180.0, 8); encode(91.0, 200.0, 6); encode(45.0, -45.0, 0); encode(-0.0, -0.0, 14); count_cells(&[], 5);
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
