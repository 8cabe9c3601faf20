//! Frames of a serial line, and blocks of files.

struct Rng(u64);

impl Rng {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % n
    }
}

fn main() {
    let mut text = std::fs::read("/usr/share/common-licenses/GPL-3").unwrap();
    text.extend(std::fs::read("/usr/include/math.h").unwrap());
    let mut rng = Rng(31);
    let mut total = 0u64;
    for round in 0..300 {
        let length = if round % 2 == 0 { 8 + rng.below(250) } else { 300 + rng.below(3000) };
        let mut block: Vec<u8> = if round % 3 == 0 {
            (0..length).map(|_| rng.below(256) as u8).collect()
        } else {
            let start = rng.below(text.len() - length);
            text[start..start + length].to_vec()
        };
        if round % 25 == 0 {
            block = vec![255; length];
        }
        total += match round % 6 {
            0 | 1 => fletcher::fletcher32(&block) as u64,
            2 | 3 => fletcher::adler32(&block) as u64,
            _ => fletcher::fletcher16(&block) as u64,
        };
        if round % 2 == 0 {
            let mut frame = fletcher::seal(&block);
            if rng.below(10) == 0 {
                let at = rng.below(frame.len());
                frame[at] ^= 1 << rng.below(8);
            }
            total += fletcher::is_whole(&frame) as u64;
        }
    }
    println!("{total}");
}
