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

/// A board of living and dead cells: 64 of them in a word, the leftmost in the lowest bit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Board {
    cells: Vec<u64>,
    width: usize,
    height: usize,
}

/// The sums of each cell, its left and its right neighbour, as two planes of bits; the
/// second pair leaves the cell itself out.
fn row_sums(row: &[u64], width: usize, three: &mut [(u64, u64)], two: &mut [(u64, u64)]) {
    let last = row.len() - 1;
    let last_bit = (width - 1) % 64;
    for i in 0..row.len() {
        let word = row[i];
        let carry_left = if i == 0 { row[last] >> last_bit & 1 } else { row[i - 1] >> 63 };
        let carry_right = if i == last { (row[0] & 1) << last_bit } else { row[i + 1] << 63 };
        let left = word << 1 | carry_left;
        let right = word >> 1 | carry_right;
        let (one, carry) = (left ^ right, left & right);
        two[i] = (one, carry);
        three[i] = (one ^ word, carry | one & word);
    }
}

impl Board {
    /// Reads a board, one line for each row: `#` is alive, `.` is dead.
    pub fn parse(text: &str) -> Result<Board, BoardError> {
        let width = text.lines().next().map_or(0, |line| line.chars().count());
        let words = (width + 63) / 64;
        let mut cells = Vec::with_capacity(words * (text.len() / (width + 1) + 1));
        let mut height = 0;
        for line in text.lines() {
            let begin = cells.len();
            for chunk in line.as_bytes().chunks(64) {
                let mut word = 0u64;
                let mut bad = false;
                for (i, &b) in chunk.iter().enumerate() {
                    word |= ((b == b'#') as u64) << i;
                    bad |= b != b'#' && b != b'.';
                }
                if bad {
                    let other = line.chars().find(|c| *c != '#' && *c != '.').unwrap();
                    return Err(BoardError::BadCell(other));
                }
                cells.push(word);
            }
            if line.len() != width {
                return Err(BoardError::Uneven);
            }
            debug_assert_eq!(cells.len(), begin + words);
            height += 1;
        }
        if width == 0 || height == 0 {
            return Err(BoardError::Empty);
        }
        Ok(Board { cells, width, height })
    }

    fn step(&mut self, three: &mut [(u64, u64)], two: &mut [(u64, u64)]) {
        let words = self.cells.len() / self.height;
        let keep = if self.width % 64 == 0 { !0 } else { (1u64 << (self.width % 64)) - 1 };
        for row in 0..self.height {
            let range = row * words..(row + 1) * words;
            row_sums(&self.cells[range.clone()], self.width, &mut three[range.clone()], &mut two[range]);
        }
        for row in 0..self.height {
            let above = if row == 0 { self.height - 1 } else { row - 1 } * words;
            let below = if row + 1 == self.height { 0 } else { row + 1 } * words;
            for i in 0..words {
                let (a1, a2) = three[above + i];
                let (b1, b2) = three[below + i];
                let (m1, m2) = two[row * words + i];
                // Ones.
                let partial = a1 ^ b1;
                let ones = partial ^ m1;
                let carry = a1 & b1 | partial & m1;
                // Four planes of weight two: exactly one of them set means a count of 2 or 3.
                let (x, xx) = (a2 ^ b2, a2 & b2);
                let (y, yy) = (m2 ^ carry, m2 & carry);
                let exactly_one = (x ^ y) & !(xx | yy);
                let cell = self.cells[row * words + i];
                let next = exactly_one & (ones | cell);
                self.cells[row * words + i] = if i + 1 == words { next & keep } else { next };
            }
        }
    }

    /// Lets a number of generations pass and returns how many cells live then.
    pub fn run(&mut self, generations: usize) -> usize {
        let mut three = vec![(0, 0); self.cells.len()];
        let mut two = vec![(0, 0); self.cells.len()];
        for _ in 0..generations {
            self.step(&mut three, &mut two);
        }
        self.cells.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// The board as a text that [`Board::parse`] can read.
    pub fn to_text(&self) -> String {
        let words = self.cells.len() / self.height;
        let mut out = Vec::with_capacity((self.width + 1) * self.height);
        for row in self.cells.chunks(words) {
            for (i, &word) in row.iter().enumerate() {
                let count = (self.width - i * 64).min(64);
                out.extend((0..count).map(|bit| if word >> bit & 1 == 1 { b'#' } else { b'.' }));
            }
            out.push(b'\n');
        }
        String::from_utf8(out).unwrap()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns() {
        let mut board = Board::parse(".....\n..#..\n..#..\n..#..\n.....\n").unwrap();
        assert_eq!(board.run(1), 3);
        assert_eq!(board.to_text(), ".....\n.....\n.###.\n.....\n.....\n");
        let text = ".#....\n..#...\n###...\n......\n......\n......\n";
        let mut board = Board::parse(text).unwrap();
        assert_eq!(board.run(24), 5);
        assert_eq!(board.to_text(), text);
        let mut board = Board::parse("#\n.\n.").unwrap();
        assert_eq!(board.run(1), 3);
        assert_eq!(Board::parse(""), Err(BoardError::Empty));
        assert_eq!(Board::parse("..\n.\n"), Err(BoardError::Uneven));
        assert_eq!(Board::parse("..\n.x\n"), Err(BoardError::BadCell('x')));
    }
}
