//! A small exchange's day: several markets, makers around a wandering price, some takers.

use orderbook::{Book, Request, Side};

struct Rng(u64);

impl Rng {
    fn below(&mut self, n: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 20) as u32 % n
    }
}

fn main() {
    let mut rng = Rng(0xb00c);
    let mut total = 0u64;
    for market in 0..5u32 {
        let mut book = Book::new();
        let mut middle = 1000 + 700 * market;
        let spread = 10 + 15 * market;
        let mut last = 0u32;
        // What was left from the day before, sent in one go.
        let mut opening = Vec::new();
        for _ in 0..[0, 1200, 60, 700, 2000][market as usize] {
            last += 1;
            let far = 1 + rng.below(6 * spread);
            let (side, price) = match rng.below(2) {
                0 => (Side::Buy, middle - far),
                _ => (Side::Sell, middle + far),
            };
            opening.push(Request::New { id: last, side, price, quantity: rng.below(80) });
        }
        let (made, rejected) = book.submit_all(&opening);
        total = total.wrapping_add(made.len() as u64 * 1000 + rejected as u64);
        for step in 0..[300, 500, 600, 30, 700][market as usize] {
            middle = middle + rng.below(3) - 1;
            let request = match rng.below(20) {
                0 | 1 => Request::Cancel(last.saturating_sub(rng.below(200))),
                2 => Request::Reduce(last.saturating_sub(rng.below(60)), rng.below(30)),
                3 => {
                    let side = if rng.below(2) == 0 { Side::Buy } else { Side::Sell };
                    let price = match side {
                        Side::Buy => middle + rng.below(spread),
                        Side::Sell => middle - rng.below(spread),
                    };
                    last += 1;
                    Request::New { id: last, side, price, quantity: rng.below(150) }
                }
                n => {
                    let side = if n % 2 == 0 { Side::Buy } else { Side::Sell };
                    let price = match side {
                        Side::Buy => middle - rng.below(spread),
                        Side::Sell => middle + 1 + rng.below(spread),
                    };
                    if rng.below(50) > 0 {
                        last += 1;
                    }
                    Request::New { id: last, side, price, quantity: 1 + rng.below(50) }
                }
            };
            let answer = book.submit(&request);
            match answer {
                Ok(trades) => {
                    for t in trades {
                        let sum = t.buyer as u64 + 3 * t.seller as u64 + 5 * t.price as u64;
                        total = total.wrapping_mul(31).wrapping_add(sum + 7 * t.quantity as u64);
                    }
                }
                Err(_) => total = total.wrapping_add(1),
            }
            if step % 5 == 0 {
                let (bid, offer) = book.best();
                total = total.wrapping_add(bid.unwrap_or(1) as u64 * 3 + offer.unwrap_or(2) as u64);
            }
            if step % 10 == 3 {
                let side = if rng.below(2) == 0 { Side::Buy } else { Side::Sell };
                let levels = [0, 1, 5, 10, 1000][rng.below(5) as usize];
                let ladder = book.depth(side, levels);
                for (price, quantity) in ladder {
                    total = total.wrapping_mul(17).wrapping_add(price as u64 ^ quantity);
                }
            }
        }
    }
    println!("{total}");
}
