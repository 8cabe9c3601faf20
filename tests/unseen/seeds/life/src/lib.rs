//! Conway's game of life on a torus: what leaves at one edge comes back at the opposite one.

/// Why a text is no board.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BoardError {
    /// There are no cells at all.
    Empty,
    /// A row is not as long as the first one.
    Uneven,
    /// A character other than `.` and `#`.
    BadCell(char),
}

/// A board of living and dead cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Board {
    rows: Vec<Vec<bool>>,
}

impl Board {
    /// Reads a board, one line for each row: `#` is alive, `.` is dead.
    pub fn parse(text: &str) -> Result<Board, BoardError> {
        let mut rows: Vec<Vec<bool>> = Vec::new();
        for line in text.lines() {
            let mut row = Vec::new();
            for c in line.chars() {
                match c {
                    '#' => row.push(true),
                    '.' => row.push(false),
                    other => return Err(BoardError::BadCell(other)),
                }
            }
            if !rows.is_empty() && rows[0].len() != row.len() {
                return Err(BoardError::Uneven);
            }
            rows.push(row);
        }
        if rows.is_empty() || rows[0].is_empty() {
            return Err(BoardError::Empty);
        }
        Ok(Board { rows })
    }

    /// The living ones among the eight neighbours of a cell. On a very narrow board one cell
    /// may be several neighbours.
    fn neighbours(&self, row: usize, column: usize) -> usize {
        let height = self.rows.len();
        let width = self.rows[0].len();
        let mut count = 0;
        for down in 0..3 {
            for right in 0..3 {
                if down == 1 && right == 1 {
                    continue;
                }
                let r = (row + height + down - 1) % height;
                let c = (column + width + right - 1) % width;
                if self.rows[r][c] {
                    count += 1;
                }
            }
        }
        count
    }

    /// Lets a number of generations pass and returns how many cells live then.
    pub fn run(&mut self, generations: usize) -> usize {
        for _ in 0..generations {
            let mut next = self.rows.clone();
            for row in 0..self.rows.len() {
                for column in 0..self.rows[0].len() {
                    let count = self.neighbours(row, column);
                    next[row][column] = count == 3 || (count == 2 && self.rows[row][column]);
                }
            }
            self.rows = next;
        }
        self.rows.iter().flatten().filter(|alive| **alive).count()
    }

    /// The board as a text that [`Board::parse`] can read.
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        for row in &self.rows {
            for alive in row {
                out.push(if *alive { '#' } else { '.' });
            }
            out.push('\n');
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blinker() {
        let mut board = Board::parse(".....\n..#..\n..#..\n..#..\n.....\n").unwrap();
        assert_eq!(board.run(1), 3);
        assert_eq!(board.to_text(), ".....\n.....\n.###.\n.....\n.....\n");
    }

    #[test]
    fn glider_comes_around() {
        let text = ".#....\n..#...\n###...\n......\n......\n......\n";
        let mut board = Board::parse(text).unwrap();
        assert_eq!(board.run(24), 5);
        assert_eq!(board.to_text(), text);
    }

    #[test]
    fn narrow_and_bad() {
        let mut board = Board::parse("#\n.\n.").unwrap();
        assert_eq!(board.run(1), 3);
        assert_eq!(Board::parse(""), Err(BoardError::Empty));
        assert_eq!(Board::parse("..\n.\n"), Err(BoardError::Uneven));
        assert_eq!(Board::parse("..\n.x\n"), Err(BoardError::BadCell('x')));
    }
}
