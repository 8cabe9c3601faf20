//! A scanning service's day: thumbnails are softened, pages made black and white.

use boxblur::Picture;

struct Rng(u64);

impl Rng {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 20) as usize % n
    }
}

fn scan(rng: &mut Rng, width: usize, height: usize) -> Vec<u8> {
    let kind = rng.below(4);
    let mut pixels = Vec::with_capacity(width * height);
    for y in 0..height {
        for x in 0..width {
            pixels.push(match kind {
                0 => rng.below(256) as u8,
                1 => ((x * 5 + y * 3) % 256) as u8,
                2 => (200 + rng.below(30) - if (x / 2 + y / 5) % 3 == 0 { 170 } else { 0 }) as u8,
                _ => if (x / 4 + y / 4) % 2 == 0 { 255 } else { rng.below(20) as u8 },
            });
        }
    }
    pixels
}

fn main() {
    let mut rng = Rng(0x9125);
    let mut total = 0u64;
    for _ in 0..1000 {
        let width = [0, 1, 3, 8, 24, 32, 48, 50, 64, 96][rng.below(10)];
        let height = [1, 2, 8, 16, 24, 32, 48, 64][rng.below(8)];
        let mut pixels = scan(&mut rng, width, height);
        if rng.below(30) == 0 {
            pixels.push(0);
        }
        let picture = match Picture::new(width, height, pixels) {
            Some(picture) => picture,
            None => {
                total += 1;
                continue;
            }
        };
        let radius = [0, 1, 1, 1, 2, 2, 3, 4, 5][rng.below(9)];
        let level = rng.below(120) as u8;
        let result = match rng.below(4) {
            0 | 1 => boxblur::blur(&picture, radius),
            2 => boxblur::sharpen(&picture, radius, level),
            _ => boxblur::binarize(&picture, radius, level / 4),
        };
        for (i, &pixel) in result.pixels().iter().enumerate() {
            total = total.wrapping_add(pixel as u64 * (i as u64 % 1009 + 1));
        }
    }
    println!("{total}");
}
