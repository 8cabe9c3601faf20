//! A wallet server: addresses, keys and signatures are printed and read back.

struct Rng(u64);

impl Rng {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) % n
    }

    fn bytes(&mut self, length: usize) -> Vec<u8> {
        (0..length).map(|_| self.below(256) as u8).collect()
    }
}

fn record(rng: &mut Rng) -> Vec<u8> {
    match rng.below(20) {
        // An address: version, hash, check sum.
        0..=7 => {
            let mut data = rng.bytes(25);
            data[0] = [0, 0, 5, 111][rng.below(4) as usize];
            data
        }
        8..=11 => rng.bytes(32),
        12..=13 => {
            let mut data = rng.bytes(38);
            data[0] = 0x80;
            data
        }
        14..=15 => rng.bytes(64),
        16 => {
            let mut data = vec![0x04, 0x88, 0xb2, 0x1e];
            data.extend(rng.bytes(78));
            data
        }
        17 => vec![0; 32],
        18 => {
            let length = rng.below(12) as usize;
            rng.bytes(length)
        }
        _ => {
            let length = rng.below(180) as usize;
            rng.bytes(length)
        }
    }
}

fn main() {
    let mut rng = Rng(58);
    let mut total = 0u64;
    for _ in 0..120 {
        for _ in 0..3 + rng.below(12) {
            let mut text = base58::encode(&record(&mut rng));
            total += text.bytes().map(u64::from).sum::<u64>();
            if rng.below(12) == 0 {
                let typo = ["0", "O", "l", " ", "ı", "I"][rng.below(6) as usize];
                let at = rng.below(text.len() as u64 + 1) as usize;
                text.insert_str(at, typo);
            }
            match base58::decode(&text) {
                Ok(data) => total += data.iter().map(|b| *b as u64).sum::<u64>(),
                Err(error) => total += error.position as u64 + error.character as u64,
            }
        }
    }
    println!("{total}");
}
