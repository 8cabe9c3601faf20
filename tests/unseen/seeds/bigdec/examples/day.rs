//! A mathematics tutor's day: sums, products and powers from short ones to very long ones.

struct Rng(u64);

impl Rng {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 20) as usize % n
    }
}

fn number(rng: &mut Rng, length: usize) -> String {
    let mut text: String = (0..length).map(|_| (b'0' + rng.below(10) as u8) as char).collect();
    match rng.below(25) {
        0 => text.insert_str(0, "000"),
        1 => text.push(['x', ' ', '-', 'é', '.'][rng.below(5)]),
        2 => text = "9".repeat(length),
        _ => {}
    }
    text
}

fn digest(answer: Result<String, bigdec::NotANumber>) -> u64 {
    match answer {
        Ok(text) => text.bytes().fold(5, |h, b| h.wrapping_mul(131).wrapping_add(b as u64)),
        Err(bigdec::NotANumber(place)) => place as u64,
    }
}

fn main() {
    let mut rng = Rng(0xd161);
    let mut total = 0u64;
    for _ in 0..1500 {
        let m = [0, 1, 3, 8, 15, 20, 40, 60, 100, 220][rng.below(10)];
        let n = [1, 2, 5, 9, 18, 30, 50, 80, 150, 300][rng.below(10)];
        let a = number(&mut rng, m);
        let b = number(&mut rng, n);
        total = total.wrapping_add(match rng.below(10) {
            0..=2 => digest(bigdec::add(&a, &b)),
            3..=5 => digest(bigdec::multiply(&a, &b)),
            6 => {
                let order = bigdec::compare(&a, &b);
                order.map_or(9, |o| (o as i8 + 2) as u64)
            }
            7 => {
                let list: Vec<String> = (0..rng.below(30)).map(|_| {
                    let length = 1 + rng.below(n);
                    number(&mut rng, length)
                }).collect();
                digest(bigdec::sum(&list))
            }
            _ => {
                let length = rng.below(6);
                let base = number(&mut rng, length);
                let exponent = rng.below(60) as u8;
                digest(bigdec::power(&base, exponent))
            }
        });
    }
    println!("{total}");
}
