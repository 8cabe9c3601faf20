//! A small studio's day: snippets are mixed, levelled and measured.

use mixdown::Track;

struct Rng(u64);

impl Rng {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 20) as usize % n
    }
}

fn wave(rng: &mut Rng, length: usize) -> Vec<i16> {
    let height = [0, 200, 4000, 15000, 32767][rng.below(5)];
    let period = 3 + rng.below(90);
    let noisy = rng.below(3) == 0;
    (0..length)
        .map(|i| {
            let saw = (i % period) as i32 * 2 * height / period as i32 - height;
            let noise = if noisy { rng.below(height as usize / 8 + 1) as i32 } else { 0 };
            (saw + noise).clamp(-32768, 32767) as i16
        })
        .collect()
}

fn digest(samples: &[i16]) -> u64 {
    samples.iter().fold(samples.len() as u64, |h, &s| h.wrapping_mul(3).wrapping_add(s as u16 as u64))
}

fn main() {
    let mut rng = Rng(0xa0d10);
    let mut total = 0u64;
    for _ in 0..950 {
        let length = [0, 1, 10, 100, 500, 1000, 2500, 4410][rng.below(8)];
        let count = rng.below(9);
        let tracks: Vec<Track> = (0..count)
            .map(|_| {
                let own = length / 2 + rng.below(length + 1) / 2;
                Track {
                    samples: wave(&mut rng, own),
                    gain: [100, 80, 50, 25, 130, 0][rng.below(6)],
                    delay: rng.below(length / 3 + 1) as u16,
                    muted: rng.below(10) == 0,
                }
            })
            .collect();
        let mixture = mixdown::mix(&tracks);
        total = total.wrapping_add(digest(&mixture));
        let height = mixdown::peak(&mixture);
        total = total.wrapping_add(height as u64);
        if height < 20000 && mixture.len() < 1500 {
            let louder = mixdown::normalize(&mixture, 30000);
            total = total.wrapping_add(digest(&louder));
        }
        if rng.below(2) == 0 {
            let block = [0, 1, 64, 441, 1024, 100000][rng.below(6)];
            let levels = mixdown::loudness(&mixture, block);
            total = levels.iter().fold(total, |h, &l| h.wrapping_mul(5).wrapping_add(l as u64));
        }
        if rng.below(2) == 0 {
            let steps = [0, 10, 200, 3000][rng.below(4)];
            let faded = mixdown::fade(&mixture, steps);
            total = total.wrapping_add(digest(&faded));
        }
        if rng.below(3) == 0 {
            let (left, right) = mixdown::split_stereo(&mixture);
            total = total.wrapping_add(digest(&left) ^ digest(&right));
        }
    }
    println!("{total}");
}
