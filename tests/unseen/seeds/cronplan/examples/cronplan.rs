use cronplan::*;
const FIXED: [&str; 30] = ["* * * * *", "*/5 * * * *", "*/15 * * * *", "0 * * * *", "0 0 * * *", "30 2 * * *", "0 9 * * mon-fri", "0 0 1 * *", "0 0 1 1 *", "0 12 * * sun", "15,45 8-18 * * 1-5", "0 22 * * 1-5", "5 4 * * sun", "0 0 29 2 *", "0 0 31 * *", "0 0 13 * 5", "0 6 1,15 * *", "0 0 1 JAN,JUL *", "*/10 9-17 * * MON-FRI", "23 0-20/2 * * *", "0 0 30 2 *", "0 3 31 4,6,9,11 *", "1-59/2 * * * *", "0 0 * 2 mon", "0 17 28-31 * fri", "0 0 1-7 * 1", "0 0 1 */3 *", "59 23 31 12 *", "0 0 29 feb mon", "0 5 */7 * 0,6"];
const WRONG: [&str; 14] = ["", "* * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *", "* * * * 8", "x * * * *", "*/0 * * * *", "5-1 * * * *", "1-2-3 * * * *", "1//2 * * * *", "* * * foo *", "99999999999 * * * *"];
fn value(r: &mut Rng, low: usize, high: usize) -> String {
    match r.below(9) {
        0..=2 => "*".to_string(),
        3 | 4 => r.range(low, high).to_string(),
        5 => { let a = r.range(low, high); format!("{}-{}", a, r.range(a, high)) }
        6 => format!("*/{}", r.range(1, (high - low) / 2)),
        7 => { let mut v: Vec<usize> = (0..r.range(2, 4)).map(|_| r.range(low, high)).collect(); v.sort(); v.iter().map(|x| x.to_string()).collect::<Vec<_>>().join(",") }
        _ => { let a = r.range(low, high); format!("{}-{}/{}", a, r.range(a, high), r.range(1, 6)) }
    }
}
fn expr(r: &mut Rng) -> String {
    match r.below(20) {
        0 => r.pick(&WRONG).to_string(),
        1..=9 => r.pick(&FIXED).to_string(),
        _ => format!("{} {} {} {} {}", value(r, 0, 59), value(r, 0, 23), if r.chance(50) { "*".to_string() } else { value(r, 1, 31) }, if r.chance(60) { "*".to_string() } else { value(r, 1, 12) }, if r.chance(60) { "*".to_string() } else { value(r, 0, 6) }),
    }
}
fn time(r: &mut Rng) -> Time {
    if r.chance(3) { return Time { year: 2023, month: 2, day: 29, hour: 0, minute: 0 }; }
    Time { year: r.range(2019, 2031) as u32, month: r.range(1, 12) as u32, day: r.range(1, 28) as u32, hour: r.range(0, 23) as u32, minute: r.range(0, 59) as u32 }
}
fn main() {
    let mut r = Rng(0x5555_1111_2222);
    for _ in 0..520 {
        let e = expr(&mut r);
        let t = time(&mut r);
        match r.below(10) {
            0..=2 => { let _ = next(&e, t); }
            3..=6 => { let n = r.range(1, 20); let _ = next_times(&e, t, n); }
            7 | 8 => { let _ = matches(&e, t); }
            _ => { let _ = parse(&e); }
        }
        if r.chance(8) { weekday(t.year, t.month, t.day); }
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
