//! Geohashes of places on the earth.

use std::collections::HashSet;

const ALPHABET: &[u8; 32] = b"0123456789bcdefghjkmnpqrstuvwxyz";

/// The value of each character in either case, 32 for none.
static DIGITS: [u8; 128] = {
    let mut table = [32; 128];
    let mut i = 0;
    while i < 32 {
        table[ALPHABET[i] as usize] = i as u8;
        table[ALPHABET[i].to_ascii_uppercase() as usize] = i as u8;
        i += 1;
    }
    table
};

/// The rectangle of a geohash.
#[derive(Debug, Clone, PartialEq)]
pub struct Bounds {
    pub south: f64,
    pub west: f64,
    pub north: f64,
    pub east: f64,
}

/// Row, column and length of a geohash.
#[derive(Clone, Copy)]
struct Cell {
    row: u64,
    column: u64,
    length: usize,
}

/// The part of a range from -half to half, halved so often, that a value is in. All bounds are
/// exact, as 12 characters are no more than 30 halvings.
fn part(value: f64, half: f64, bits: u32) -> u64 {
    let count = 1u64 << bits;
    let size = 2.0 * half / count as f64;
    let mut index = (((value + half) / size) as u64).min(count - 1);
    while index > 0 && value < index as f64 * size - half {
        index -= 1;
    }
    while index + 1 < count && value >= (index + 1) as f64 * size - half {
        index += 1;
    }
    index
}

/// Spreads the low 32 bits to the even places.
fn spread(mut x: u64) -> u64 {
    x = (x | x << 16) & 0x0000_ffff_0000_ffff;
    x = (x | x << 8) & 0x00ff_00ff_00ff_00ff;
    x = (x | x << 4) & 0x0f0f_0f0f_0f0f_0f0f;
    x = (x | x << 2) & 0x3333_3333_3333_3333;
    (x | x << 1) & 0x5555_5555_5555_5555
}

fn gather(mut x: u64) -> u64 {
    x &= 0x5555_5555_5555_5555;
    x = (x | x >> 1) & 0x3333_3333_3333_3333;
    x = (x | x >> 2) & 0x0f0f_0f0f_0f0f_0f0f;
    x = (x | x >> 4) & 0x00ff_00ff_00ff_00ff;
    x = (x | x >> 8) & 0x0000_ffff_0000_ffff;
    (x | x >> 16) & 0x0000_0000_ffff_ffff
}

impl Cell {
    fn at(latitude: f64, longitude: f64, length: usize) -> Cell {
        let (rows, columns) = sizes(length);
        Cell { row: part(latitude, 90.0, rows), column: part(longitude, 180.0, columns), length }
    }

    fn parse(hash: &str) -> Option<Cell> {
        if hash.is_empty() || hash.len() > 48 {
            return None;
        }
        if !hash.is_ascii() {
            return Cell::parse_odd(hash);
        }
        if hash.len() > 12 {
            return None;
        }
        let mut code = 0;
        for &b in hash.as_bytes() {
            let digit = DIGITS[b as usize];
            if digit == 32 {
                return None;
            }
            code = code << 5 | digit as u64;
        }
        let length = hash.len();
        // The last bit is a longitude when the number of bits is odd.
        Some(if length % 2 == 1 {
            Cell { row: gather(code >> 1), column: gather(code), length }
        } else {
            Cell { row: gather(code), column: gather(code >> 1), length }
        })
    }

    /// Letters beyond ASCII may become ASCII as small letters.
    #[cold]
    fn parse_odd(hash: &str) -> Option<Cell> {
        let lower = hash.to_lowercase();
        if hash.chars().count() > 12 || !lower.is_ascii() { None } else { Cell::parse(&lower) }
    }

    fn code(&self) -> u64 {
        if self.length % 2 == 1 {
            spread(self.row) << 1 | spread(self.column)
        } else {
            spread(self.row) | spread(self.column) << 1
        }
    }

    fn bounds(&self) -> Bounds {
        let (rows, columns) = sizes(self.length);
        let height = 180.0 / (1u64 << rows) as f64;
        let width = 360.0 / (1u64 << columns) as f64;
        Bounds {
            south: self.row as f64 * height - 90.0,
            west: self.column as f64 * width - 180.0,
            north: (self.row + 1) as f64 * height - 90.0,
            east: (self.column + 1) as f64 * width - 180.0,
        }
    }

    /// The cells around, row by row.
    fn around(&self) -> impl Iterator<Item = Cell> {
        let (rows, columns) = sizes(self.length);
        let (row, column, length) = (self.row, self.column, self.length);
        let mask = (1u64 << columns) - 1;
        (0..9u64).filter(move |&i| i != 4 && row + i / 3 > 0 && row + i / 3 <= 1 << rows).map(move |i| Cell {
            row: row + i / 3 - 1,
            column: (column + i % 3).wrapping_sub(1) & mask,
            length,
        })
    }
}

/// The bits of latitude and longitude.
fn sizes(length: usize) -> (u32, u32) {
    let bits = length as u32 * 5;
    (bits / 2, bits.div_ceil(2))
}

fn text(code: u64, length: usize) -> String {
    let mut result = String::with_capacity(length);
    for i in (0..length).rev() {
        result.push(ALPHABET[(code >> (5 * i) & 31) as usize] as char);
    }
    result
}

/// The geohash of a place with 1 to 12 characters.
pub fn encode(latitude: f64, longitude: f64, length: usize) -> String {
    let length = length.clamp(1, 12);
    text(Cell::at(latitude, longitude, length).code(), length)
}

/// The rectangle of a geohash, or nothing when it is none.
pub fn bounds(hash: &str) -> Option<Bounds> {
    Some(Cell::parse(hash)?.bounds())
}

/// Latitude and longitude of the middle.
pub fn decode(hash: &str) -> Option<(f64, f64)> {
    let b = bounds(hash)?;
    Some(((b.south + b.north) / 2.0, (b.west + b.east) / 2.0))
}

/// The geohashes around one, from the south west to the north east, row by row. There are none
/// beyond the poles.
pub fn neighbours(hash: &str) -> Option<Vec<String>> {
    let cell = Cell::parse(hash)?;
    let mut result = Vec::with_capacity(8);
    result.extend(cell.around().map(|cell| text(cell.code(), cell.length)));
    Some(result)
}

/// How many places fall into each geohash, ordered by geohash.
pub fn count_cells(places: &[(f64, f64)], length: usize) -> Vec<(String, usize)> {
    let length = length.clamp(1, 12);
    let mut codes: Vec<u64> = places.iter().map(|p| Cell::at(p.0, p.1, length).code()).collect();
    codes.sort_unstable();
    codes.chunk_by(|a, b| a == b).map(|same| (text(same[0], length), same.len())).collect()
}

/// The places, by index, in a geohash or one of its neighbours.
pub fn nearby(hash: &str, places: &[(f64, f64)]) -> Vec<usize> {
    let Some(cell) = Cell::parse(hash) else { return Vec::new() };
    if cell.length < 2 {
        let mut cells: HashSet<u64> = cell.around().map(|c| c.code()).collect();
        cells.insert(cell.code());
        return (0..places.len()).filter(|&i| cells.contains(&Cell::at(places[i].0, places[i].1, 1).code())).collect();
    }
    let mask = (1u64 << sizes(cell.length).1) - 1;
    (0..places.len())
        .filter(|&i| {
            let own = Cell::at(places[i].0, places[i].1, cell.length);
            own.row.abs_diff(cell.row) <= 1 && (own.column.wrapping_sub(cell.column).wrapping_add(1) & mask) <= 2
        })
        .collect()
}
