//! Walking on a map of characters: `#` is a wall, `.` is floor. Steps go up, right, down and
//! left.

use std::collections::{HashMap, HashSet};

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
    rows: Vec<Vec<char>>,
}

impl Map {
    /// Reads a map, one row a line.
    pub fn parse(text: &str) -> Result<Map, MapError> {
        let mut rows: Vec<Vec<char>> = Vec::new();
        for (y, line) in text.lines().enumerate() {
            let row: Vec<char> = line.chars().collect();
            if !rows.is_empty() && rows[0].len() != row.len() {
                return Err(MapError::Uneven(y));
            }
            for (x, c) in row.iter().enumerate() {
                if *c != '#' && *c != '.' {
                    return Err(MapError::Unknown(*c, y, x));
                }
            }
            rows.push(row);
        }
        Ok(Map { rows })
    }

    /// Is there floor at this place?
    pub fn is_floor(&self, place: Place) -> bool {
        match self.rows.get(place.0).and_then(|row| row.get(place.1)) {
            Some(c) => *c == '.',
            None => false,
        }
    }

    fn neighbours(&self, place: Place) -> Vec<Place> {
        let (y, x) = place;
        let mut found = Vec::new();
        if y > 0 {
            found.push((y - 1, x));
        }
        found.push((y, x + 1));
        found.push((y + 1, x));
        if x > 0 {
            found.push((y, x - 1));
        }
        found.into_iter().filter(|p| self.is_floor(*p)).collect()
    }

    /// A shortest way including both ends. Of several shortest ways it is the one a search in
    /// the order of up, right, down, left finds first.
    pub fn path(&self, from: Place, to: Place) -> Option<Vec<Place>> {
        if !self.is_floor(from) || !self.is_floor(to) {
            return None;
        }
        let mut came_from: HashMap<Place, Place> = HashMap::new();
        let mut queue = vec![from];
        came_from.insert(from, from);
        while !queue.is_empty() {
            let place = queue.remove(0);
            if place == to {
                let mut way = vec![to];
                let mut current = to;
                while current != from {
                    current = came_from[&current];
                    way.insert(0, current);
                }
                return Some(way);
            }
            for next in self.neighbours(place) {
                if !came_from.contains_key(&next) {
                    came_from.insert(next, place);
                    queue.push(next);
                }
            }
        }
        None
    }

    /// The number of steps of a shortest way.
    pub fn distance(&self, from: Place, to: Place) -> Option<usize> {
        self.path(from, to).map(|way| way.len() - 1)
    }

    /// How many places can be reached with at most so many steps, the start included.
    pub fn reachable(&self, from: Place, steps: usize) -> usize {
        if !self.is_floor(from) {
            return 0;
        }
        let mut seen = HashSet::new();
        seen.insert(from);
        let mut edge = vec![from];
        for _ in 0..steps {
            let mut next_edge = Vec::new();
            for place in &edge {
                for next in self.neighbours(*place) {
                    if seen.insert(next) {
                        next_edge.push(next);
                    }
                }
            }
            if next_edge.is_empty() {
                break;
            }
            edge = next_edge;
        }
        seen.len()
    }

    /// The sizes of the connected rooms, the largest first.
    pub fn rooms(&self) -> Vec<usize> {
        let mut sizes = Vec::new();
        let mut seen: HashSet<Place> = HashSet::new();
        for y in 0..self.rows.len() {
            for x in 0..self.rows[y].len() {
                if !self.is_floor((y, x)) || seen.contains(&(y, x)) {
                    continue;
                }
                let mut stack = vec![(y, x)];
                let mut size = 0;
                seen.insert((y, x));
                while let Some(place) = stack.pop() {
                    size += 1;
                    for next in self.neighbours(place) {
                        if seen.insert(next) {
                            stack.push(next);
                        }
                    }
                }
                sizes.push(size);
            }
        }
        sizes.sort();
        sizes.reverse();
        sizes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn walks() {
        let map = Map::parse("...#\n.#.#\n...#\n##..\n").unwrap();
        assert_eq!(map.distance((0, 0), (3, 3)), Some(6));
        assert_eq!(map.path((0, 0), (0, 2)), Some(vec![(0, 0), (0, 1), (0, 2)]));
        assert_eq!(map.path((0, 0), (0, 3)), None);
        assert_eq!(map.reachable((0, 0), 1), 3);
        assert_eq!(map.rooms(), vec![10]);
        assert_eq!(Map::parse("..\n.\n"), Err(MapError::Uneven(1)));
    }
}
