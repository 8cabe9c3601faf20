use stock::*;
fn main() {
    let mut r = Rng(0xfeed_8888_1111);
    let kinds = ["bolt", "nut", "washer", "screw", "hinge", "bracket", "cable", "lamp", "switch", "pipe", "valve", "filter"];
    let sizes = ["M4", "M6", "M8", "M10", "small", "large", "12V", "steel", "brass"];
    for _ in 0..80 {
        let mut w = Warehouse::new();
        let items: Vec<String> = (0..r.range(6, 45)).map(|_| format!("{}-{}-{}", r.pick(&kinds), r.pick(&sizes), r.range(10, 25))).collect();
        let mut orders: Vec<String> = Vec::new();
        let mut count = r.range(1000, 9000);
        for item in items.iter() { if r.chance(85) { let q = r.range(5, 200) as u32; let c = r.range(3, 5000) as u32; let _ = w.receive(item, q, c); } }
        for _ in 0..r.range(80, 280) {
            let item = if r.chance(3) { "sample".to_string() } else { items[r.below(items.len())].clone() };
            match r.below(24) {
                0..=5 => { let q = r.range(0, 80) as u32; let c = r.range(3, 5000) as u32; let _ = w.receive(&item, q, c); }
                6..=11 => { let q = r.range(1, 60) as u32; let _ = w.take(&item, q); }
                12..=15 => {
                    if orders.is_empty() || r.chance(45) { count += 1; orders.push(format!("SO-{}", count)); }
                    let o = orders[orders.len() - 1 - r.below(orders.len().min(3))].clone();
                    let q = r.range(1, 25) as u32; let _ = w.reserve(&o, &item, q);
                }
                16 | 17 => { if r.chance(5) { let _ = w.ship("SO-1"); } else if !orders.is_empty() { let i = r.below(orders.len()); let o = orders.remove(i); let _ = w.ship(&o); } }
                18 => { if !orders.is_empty() { let i = r.below(orders.len()); let o = orders[i].clone(); let _ = w.cancel(&o); } }
                19 | 20 => { w.available(&item); }
                21 => { w.on_hand(&item); }
                22 => { if r.chance(50) { w.value(); } else { let l = r.range(5, 60) as u64; w.low(l); } }
                _ => { if r.chance(30) { w.report(); } }
            }
        }
        w.report(); w.value();
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
