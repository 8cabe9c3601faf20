//! A game server's day: caves are loaded, guards look for their way to the players.

use gridpath::Map;

struct Rng(u64);

impl Rng {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 20) as usize % n
    }
}

fn cave(rng: &mut Rng, height: usize, width: usize) -> String {
    let walls = [0, 12, 25, 35, 42][rng.below(5)];
    let mut text = String::new();
    for _ in 0..height {
        for _ in 0..width {
            text.push(if rng.below(100) < walls { '#' } else { '.' });
        }
        text.push('\n');
    }
    if rng.below(12) == 0 {
        text.push_str(["..\n", "?", "", "#", ".....é"][rng.below(5)]);
    }
    text
}

fn main() {
    let mut rng = Rng(0xca7e);
    let mut total = 0usize;
    for _ in 0..150 {
        let height = [0, 1, 5, 12, 24, 40, 50, 60][rng.below(8)];
        let width = [1, 3, 10, 24, 40, 60, 80][rng.below(7)];
        let text = cave(&mut rng, height, width);
        let parsed = Map::parse(&text);
        let map = match parsed {
            Ok(map) => map,
            Err(_) => {
                total += 1;
                continue;
            }
        };
        let rooms = map.rooms();
        total += rooms.iter().enumerate().map(|(i, size)| (i + 1) * size).sum::<usize>();
        for _ in 0..4 + rng.below(14) {
            let from = (rng.below(height + 1), rng.below(width + 1));
            let to = (rng.below(height + 1), rng.below(width + 1));
            match rng.below(6) {
                0 | 1 => {
                    let way = map.path(from, to);
                    total += way.map_or(1, |way| way.iter().map(|(y, x)| 3 * y + x).sum());
                }
                2 | 3 => total += map.distance(from, to).unwrap_or(7),
                4 => {
                    let steps = rng.below(25);
                    total += map.reachable(from, steps);
                }
                _ => total += map.is_floor(from) as usize,
            }
        }
    }
    println!("{total}");
}
