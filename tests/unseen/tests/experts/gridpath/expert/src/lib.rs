//! Walking on a map of characters: `#` is a wall, `.` is floor. Steps go up, right, down and
//! left.

/// A place as row and column.
pub type Place = (usize, usize);

/// Why a text is no map.
#[derive(Debug, Clone, PartialEq)]
pub enum MapError {
    /// The row with this number is longer or shorter than the first.
    Uneven(usize),
    /// There is something other than wall and floor.
    Unknown(char, usize, usize),
}

/// A map with walls and floor.
#[derive(Debug, Clone, PartialEq)]
pub struct Map {
    /// 1 for floor; the rows have a wall behind their ends, and one row of walls is above and
    /// one below.
    cells: Vec<u8>,
    height: usize,
    width: usize,
}

impl Map {
    /// Reads a map, one row a line.
    pub fn parse(text: &str) -> Result<Map, MapError> {
        let mut width = 0;
        let mut height = 0;
        let mut cells = Vec::new();
        for line in text.lines() {
            if height == 0 {
                // Its wrong characters are found below.
                width = line.chars().count();
                cells.reserve(text.len() + 2 * width + 8);
                cells.resize(width + 1, 0);
            }
            if line.len() != width && line.chars().count() != width {
                return Err(MapError::Uneven(height));
            }
            let start = cells.len();
            let mut known = true;
            cells.extend(line.bytes().map(|byte| {
                known &= byte == b'#' || byte == b'.';
                (byte == b'.') as u8
            }));
            if !known {
                for (x, c) in line.chars().enumerate() {
                    if c != '#' && c != '.' {
                        // Where the length in bytes agrees by chance, the one in characters
                        // does not.
                        if line.chars().count() != width {
                            return Err(MapError::Uneven(height));
                        }
                        return Err(MapError::Unknown(c, height, x));
                    }
                }
            }
            debug_assert_eq!(cells.len() - start, width);
            cells.push(0);
            height += 1;
        }
        cells.resize(cells.len() + width + 1, 0);
        Ok(Map { cells, height, width })
    }

    #[inline]
    fn index(&self, place: Place) -> Option<usize> {
        if place.0 < self.height && place.1 < self.width {
            let at = (place.0 + 1) * (self.width + 1) + place.1;
            (self.cells[at] == 1).then_some(at)
        } else {
            None
        }
    }

    /// Is there floor at this place?
    pub fn is_floor(&self, place: Place) -> bool {
        self.index(place).is_some()
    }

    /// Tells for each cell from which it was reached, if `to` can be reached at all.
    fn search(&self, from: usize, to: usize) -> Option<Vec<u32>> {
        let stride = self.width + 1;
        let mut came_from = vec![0u32; self.cells.len()];
        let mut queue: Vec<u32> = Vec::with_capacity(self.cells.len());
        queue.push(from as u32);
        came_from[from] = from as u32;
        let mut head = 0;
        while head < queue.len() {
            let at = queue[head] as usize;
            head += 1;
            if at == to {
                return Some(came_from);
            }
            for next in [at - stride, at + 1, at + stride, at - 1] {
                if self.cells[next] == 1 && came_from[next] == 0 {
                    came_from[next] = at as u32;
                    queue.push(next as u32);
                }
            }
        }
        None
    }

    /// A shortest way including both ends. Of several shortest ways it is the one a search in
    /// the order of up, right, down, left finds first.
    pub fn path(&self, from: Place, to: Place) -> Option<Vec<Place>> {
        let (start, end) = (self.index(from)?, self.index(to)?);
        let came_from = self.search(start, end)?;
        let stride = self.width + 1;
        let mut way = vec![to];
        let mut current = end;
        let (mut y, mut x) = to;
        while current != start {
            let before = came_from[current] as usize;
            if before + stride == current {
                y -= 1;
            } else if before == current + stride {
                y += 1;
            } else if before < current {
                x -= 1;
            } else {
                x += 1;
            }
            way.push((y, x));
            current = before;
        }
        way.reverse();
        Some(way)
    }

    /// The number of steps of a shortest way.
    pub fn distance(&self, from: Place, to: Place) -> Option<usize> {
        let (start, end) = (self.index(from)?, self.index(to)?);
        let mut steps = 0;
        let mut free = self.cells.clone();
        let stride = self.width + 1;
        let mut edge = vec![start as u32];
        let mut next_edge = Vec::new();
        free[start] = 0;
        while free[end] == 1 {
            if edge.is_empty() {
                return None;
            }
            for &at in &edge {
                let at = at as usize;
                for next in [at - stride, at + 1, at + stride, at - 1] {
                    if free[next] == 1 {
                        free[next] = 0;
                        next_edge.push(next as u32);
                    }
                }
            }
            std::mem::swap(&mut edge, &mut next_edge);
            next_edge.clear();
            steps += 1;
        }
        Some(steps)
    }

    /// How many places can be reached with at most so many steps, the start included.
    pub fn reachable(&self, from: Place, steps: usize) -> usize {
        let Some(start) = self.index(from) else { return 0 };
        let stride = self.width + 1;
        let mut free = self.cells.clone();
        let mut queue = vec![start as u32];
        free[start] = 0;
        let mut head = 0;
        for _ in 0..steps {
            let end = queue.len();
            if head == end {
                break;
            }
            while head < end {
                let at = queue[head] as usize;
                head += 1;
                for next in [at - stride, at + 1, at + stride, at - 1] {
                    if free[next] == 1 {
                        free[next] = 0;
                        queue.push(next as u32);
                    }
                }
            }
        }
        queue.len()
    }

    /// The sizes of the connected rooms, the largest first.
    pub fn rooms(&self) -> Vec<usize> {
        let stride = self.width + 1;
        let mut free = self.cells.clone();
        let mut sizes = Vec::new();
        let mut stack = Vec::new();
        for first in 0..free.len() {
            if free[first] == 0 {
                continue;
            }
            free[first] = 0;
            stack.push(first);
            let mut size = 0;
            while let Some(at) = stack.pop() {
                size += 1;
                for next in [at - stride, at + 1, at + stride, at - 1] {
                    if free[next] == 1 {
                        free[next] = 0;
                        stack.push(next);
                    }
                }
            }
            sizes.push(size);
        }
        sizes.sort_unstable_by(|a, b| b.cmp(a));
        sizes
    }
}
