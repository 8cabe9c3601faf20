use huffman::*;
fn main() {
    let mut r = Rng(0x1234_5678_9abc);
    for _ in 0..120 {
        let n = r.range(3, 160);
        let data: Vec<u8> = match r.below(6) {
            0..=2 => r.words(n / 2 + 1).into_bytes(),
            3 => (0..n).map(|_| format!("{{\"id\":{},\"name\":\"{}\"}}", r.range(1, 9999), r.word())).take(n / 10 + 1).collect::<Vec<_>>().join(",").into_bytes(),
            4 => (0..n * 2).map(|_| { let a = r.below(256); let b = r.below(256); (a * b / 256) as u8 }).collect(),
            _ => (0..n).flat_map(|_| vec![b"ACGT"[r.below(4)]; r.range(1, 4)]).collect(),
        };
        code_lengths(&data);
        let mut p = encode(&data);
        if r.chance(40) { codes(&p.lengths); }
        decode(&p);
        if r.chance(15) { p.bits.truncate(p.bits.len() / 2); decode(&p); }
        if r.chance(10) { p.lengths[0].1 = 0; decode(&p); codes(&p.lengths); }
    }
    encode(b""); code_lengths(b""); encode(b"aaaaaaaa"); decode(&encode(b"aaaaaaaa")); decode(&encode(b""));
    codes(&[(3, 2), (1, 2)]); codes(&[(1, 1), (2, 1), (3, 1)]); codes(&[]);
    let mut w = Vec::new(); let (mut a, mut b) = (1usize, 1usize);
    for s in 0..14u8 { w.extend(vec![b'a' + s; a]); let c = a + b; a = b; b = c; }
    w.truncate(900); decode(&encode(&w));
    let deep: Vec<(u8, u8)> = (0..14u8).map(|s| (s, s + 1)).collect();
    codes(&deep); decode(&Packed { lengths: deep, count: 3, bits: vec![0xff, 0xf0, 0x0f, 0xff, 0xc0] });
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
