//! Code that the rules of `grids.toml` are for.

mod rows_of_one_list {
    fn common_letters(one: &[u8], other: &[u8]) -> usize {
        let (height, width) = (one.len() + 1, other.len() + 1);
        let mut table = vec![vec![0; width]; height];
        for i in 1..height {
            for j in 1..width {
                table[i][j] = if one[i - 1] == other[j - 1] {
                    table[i - 1][j - 1] + 1
                } else {
                    table[i - 1][j].max(table[i][j - 1])
                };
            }
        }
        table[height - 1][width - 1]
    }

    pub fn example() -> String {
        let words = ["", "a", "nematode", "empty", "knowledge"];
        format!("{:?}", words.map(|one| words.map(|other| common_letters(one.as_bytes(), other.as_bytes()))))
    }
}

mod rows_of_one_list_that_are_counted {
    fn ways(height: usize, width: usize, walls: &[(usize, usize)]) -> u64 {
        let mut ways: Vec<Vec<u64>> = vec![vec![0; width]; height];
        ways[0][0] = 1;
        for row in 0..ways.len() {
            for column in 0..width {
                if walls.contains(&(row, column)) {
                    ways[row][column] = 0;
                    continue;
                }
                if row > 0 {
                    ways[row][column] += ways[row - 1][column];
                }
                if column > 0 {
                    ways[row][column] += ways[row][column - 1];
                }
            }
        }
        ways[height - 1][width - 1]
    }

    pub fn example() -> String {
        format!("{} {} {} {}", ways(1, 1, &[]), ways(3, 4, &[]), ways(3, 3, &[(1, 1)]), ways(2, 2, &[(0, 1), (1, 0)]))
    }
}

mod rows_of_marks_that_tell {
    use std::collections::HashSet;

    fn first_revisited(steps: &str) -> Option<(usize, usize)> {
        let mut visited = HashSet::new();
        let (mut x, mut y) = (10, 10);
        visited.insert((x, y));
        for step in steps.bytes() {
            match step {
                b'>' => x += 1,
                b'<' => x -= 1,
                b'v' => y += 1,
                _ => y -= 1,
            }
            if !visited.insert((x, y)) {
                return Some((x, y));
            }
        }
        None
    }

    pub fn example() -> String {
        format!("{:?}", ["", ">", "><", ">>v<^", ">v<^", "vv>>^^"].map(first_revisited))
    }
}

mod rows_of_marks_that_are_asked {
    use std::collections::HashSet;

    fn walled(walls: &[(usize, usize)], size: usize) -> String {
        let mut blocked = HashSet::new();
        for (row, column) in walls {
            blocked.insert((*row, *column));
        }
        let mut drawn = String::new();
        for row in 0..size {
            for column in 0..size {
                drawn.push(if blocked.contains(&(row, column)) { '#' } else { '.' });
            }
        }
        drawn
    }

    pub fn example() -> String {
        format!("{:?}", [&[][..], &[(0, 0)], &[(1, 2), (2, 0), (1, 2), (7, 7)]].map(|walls| walled(walls, 3)))
    }
}

mod rows_of_marks_that_are_counted {
    use std::collections::HashSet;

    fn houses(moves: &str) -> usize {
        let mut visited: HashSet<(usize, usize)> = HashSet::new();
        let (mut x, mut y) = (100, 100);
        visited.insert((x, y));
        for step in moves.chars() {
            match step {
                '^' => y -= 1,
                'v' => y += 1,
                '<' => x -= 1,
                _ => x += 1,
            }
            visited.insert((x, y));
        }
        visited.len()
    }

    pub fn example() -> String {
        format!("{:?}", ["", ">", "^>v<", "^v^v^v^v", ">>>vvv<<<"].map(houses))
    }
}

mod rows_in_the_place_of_a_map {
    use std::collections::HashMap;

    fn paths(height: usize, width: usize) -> u64 {
        let mut known: HashMap<(usize, usize), u64> = HashMap::new();
        let mut sum = 0;
        for row in 0..height {
            for column in 0..width {
                let mut ways = 0;
                if row == 0 && column == 0 {
                    ways = 1;
                }
                if row > 0 && known.contains_key(&(row - 1, column)) {
                    ways += known[&(row - 1, column)];
                }
                if column > 0 && known.contains_key(&(row, column - 1)) {
                    ways += known[&(row, column - 1)];
                }
                if (row + 2 * column) % 5 != 4 {
                    known.insert((row, column), ways);
                }
                sum = ways;
            }
        }
        sum
    }

    pub fn example() -> String {
        format!("{:?}", [(0, 0), (1, 1), (2, 2), (3, 4), (6, 6)].map(|(height, width)| paths(height, width)))
    }
}
