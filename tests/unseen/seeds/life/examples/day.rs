//! A puzzle site: boards are sent in, run for a while, and shown.

struct Rng(u64);

impl Rng {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % n
    }
}

const PATTERNS: [&[&str]; 5] = [
    &[".#.", "..#", "###"],
    &["###"],
    &[".##", "##.", ".#."],
    &["#......", "###....", "...#..."],
    &[".#..#", "#....", "#...#", "####."],
];

fn board(rng: &mut Rng) -> String {
    let width = [1, 5, 6, 8, 10, 12, 16, 20, 32, 40, 64, 80][rng.below(12)];
    let height = [1, 5, 6, 8, 10, 16, 20, 32, 48][rng.below(9)];
    let mut cells = vec![vec!['.'; width]; height];
    if rng.below(2) == 0 {
        let percent = 10 + rng.below(40);
        for cell in cells.iter_mut().flatten() {
            *cell = if rng.below(100) < percent { '#' } else { '.' };
        }
    } else {
        for _ in 0..1 + rng.below(8) {
            let (top, left) = (rng.below(height), rng.below(width));
            for (r, line) in PATTERNS[rng.below(5)].iter().enumerate() {
                for (c, cell) in line.chars().enumerate() {
                    cells[(top + r) % height][(left + c) % width] = cell;
                }
            }
        }
    }
    match rng.below(25) {
        0 => cells[height / 2][width / 2] = ['*', 'O', ' ', '█'][rng.below(4)],
        1 => cells[height - 1].push('.'),
        _ => {}
    }
    let rows: Vec<String> = cells.iter().map(|row| row.iter().collect()).collect();
    rows.join("\n")
}

fn main() {
    let mut rng = Rng(1970);
    let mut total = 0usize;
    for _ in 0..200 {
        let text = if rng.below(40) == 0 { String::new() } else { board(&mut rng) };
        match life::Board::parse(&text) {
            Ok(mut board) => {
                for _ in 0..1 + rng.below(5) {
                    total += board.run([1, 1, 1, 2, 4, 10, 25][rng.below(7)]);
                    if rng.below(3) > 0 {
                        let shown = board.to_text();
                        total += shown.bytes().enumerate().map(|(i, b)| (i % 13) * b as usize).sum::<usize>();
                    }
                }
            }
            Err(life::BoardError::BadCell(c)) => total += c as usize,
            Err(error) => total += (error == life::BoardError::Empty) as usize,
        }
    }
    println!("{total}");
}
