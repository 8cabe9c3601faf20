use topk::Board;

struct Contest {
    state: u64,
}

impl Contest {
    fn new() -> Self {
        Contest { state: 7 }
    }

    fn draw(&mut self, bound: u64) -> u64 {
        self.state = self.state.wrapping_mul(2862933555777941757).wrapping_add(3037000493);
        (self.state >> 35) % bound
    }

    fn player(&mut self) -> String {
        let first = ["Ada", "Ben", "Chloe", "Dmitri", "Eve", "Fatima", "Gustavo", "Hye-jin"][self.draw(8) as usize];
        let last = ["Smith", "O'Hara", "Nakamura", "Lee", "García", "Weber"][self.draw(6) as usize];
        format!("{} {} {}", first, last, self.draw(12))
    }

    fn score(&mut self, round: u64) -> i64 {
        let luck = (self.draw(100) * self.draw(100)) as i64;
        luck / 10 + round as i64 / 5 - 100
    }
}

fn main() {
    let mut contest = Contest::new();
    let mut on_board = 0;
    for capacity in [10, 100, 40] {
        let mut board = Board::new(capacity);
        for round in 0..500 {
            let player = contest.player();
            let score = contest.score(round);
            if board.offer(&player, score) {
                on_board += 1;
                if round % 3 == 0 {
                    on_board += board.place_of(&player).unwrap_or(0);
                }
            }
            if round % 25 == 0 {
                on_board += board.leaders(5).len();
                on_board += board.threshold().unwrap_or(0) as usize % 7;
            }
            if round % 40 == 11 {
                let cheat = match board.leaders(3).pop() {
                    Some((name, _)) if round % 80 == 11 => name,
                    _ => contest.player(),
                };
                on_board += board.disqualify(&cheat) as usize;
            }
            if round % 60 == 5 {
                let absent = contest.player();
                on_board += board.contains(&absent) as usize;
            }
        }
        on_board += board.len() + board.is_empty() as usize;
    }
    println!("{}", on_board);
}
