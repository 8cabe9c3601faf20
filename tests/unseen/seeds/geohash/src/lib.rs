//! Geohashes of places on the earth.

const ALPHABET: &str = "0123456789bcdefghjkmnpqrstuvwxyz";

/// The rectangle of a geohash.
#[derive(Debug, Clone, PartialEq)]
pub struct Bounds {
    pub south: f64,
    pub west: f64,
    pub north: f64,
    pub east: f64,
}

/// The geohash of a place with 1 to 12 characters.
pub fn encode(latitude: f64, longitude: f64, length: usize) -> String {
    let length = length.clamp(1, 12);
    let mut bits: Vec<bool> = Vec::new();
    let (mut south, mut north) = (-90.0, 90.0);
    let (mut west, mut east) = (-180.0, 180.0);
    while bits.len() < length * 5 {
        if bits.len() % 2 == 0 {
            let middle = (west + east) / 2.0;
            let upper = longitude >= middle;
            if upper {
                west = middle;
            } else {
                east = middle;
            }
            bits.push(upper);
        } else {
            let middle = (south + north) / 2.0;
            let upper = latitude >= middle;
            if upper {
                south = middle;
            } else {
                north = middle;
            }
            bits.push(upper);
        }
    }
    bits.chunks(5)
        .map(|chunk| chunk.iter().fold(0, |value, bit| value * 2 + *bit as usize))
        .map(|value| ALPHABET.chars().nth(value).unwrap())
        .collect()
}

/// The rectangle of a geohash, or nothing when it is none.
pub fn bounds(hash: &str) -> Option<Bounds> {
    if hash.is_empty() || hash.chars().count() > 12 {
        return None;
    }
    let mut b = Bounds { south: -90.0, west: -180.0, north: 90.0, east: 180.0 };
    let mut is_longitude = true;
    for c in hash.to_lowercase().chars() {
        let value = ALPHABET.chars().position(|a| a == c)?;
        for digit in format!("{:05b}", value).chars() {
            if is_longitude {
                let middle = (b.west + b.east) / 2.0;
                if digit == '1' { b.west = middle } else { b.east = middle }
            } else {
                let middle = (b.south + b.north) / 2.0;
                if digit == '1' { b.south = middle } else { b.north = middle }
            }
            is_longitude = !is_longitude;
        }
    }
    Some(b)
}

/// Latitude and longitude of the middle.
pub fn decode(hash: &str) -> Option<(f64, f64)> {
    let b = bounds(hash)?;
    Some(((b.south + b.north) / 2.0, (b.west + b.east) / 2.0))
}

/// The geohashes around one, from the south west to the north east, row by row. There are none
/// beyond the poles.
pub fn neighbours(hash: &str) -> Option<Vec<String>> {
    let b = bounds(hash)?;
    let (latitude, longitude) = decode(hash)?;
    let mut result = Vec::new();
    for row in [-1.0, 0.0, 1.0] {
        for column in [-1.0, 0.0, 1.0] {
            if row == 0.0 && column == 0.0 {
                continue;
            }
            let y = latitude + row * (b.north - b.south);
            let mut x = longitude + column * (b.east - b.west);
            if !(-90.0..=90.0).contains(&y) {
                continue;
            }
            if x > 180.0 {
                x -= 360.0;
            }
            if x < -180.0 {
                x += 360.0;
            }
            result.push(encode(y, x, hash.chars().count()));
        }
    }
    Some(result)
}

/// How many places fall into each geohash, ordered by geohash.
pub fn count_cells(places: &[(f64, f64)], length: usize) -> Vec<(String, usize)> {
    let mut counts: Vec<(String, usize)> = Vec::new();
    for (latitude, longitude) in places {
        let hash = encode(*latitude, *longitude, length);
        match counts.iter_mut().find(|entry| entry.0 == hash) {
            Some(entry) => entry.1 += 1,
            None => counts.push((hash, 1)),
        }
    }
    counts.sort();
    counts
}

/// The places, by index, in a geohash or one of its neighbours.
pub fn nearby(hash: &str, places: &[(f64, f64)]) -> Vec<usize> {
    let mut found = Vec::new();
    for (i, place) in places.iter().enumerate() {
        let own = encode(place.0, place.1, hash.chars().count());
        if let Some(mut cells) = neighbours(hash) {
            cells.push(hash.to_lowercase());
            if cells.contains(&own) {
                found.push(i);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_places() {
        assert_eq!(encode(57.64911, 10.40744, 11), "u4pruydqqvj");
        assert_eq!(encode(48.8566, 2.3522, 5), "u09tv");
        let (latitude, longitude) = decode("ezs42").unwrap();
        assert!((latitude - 42.605).abs() < 0.01 && (longitude + 5.603).abs() < 0.01);
        assert_eq!(decode("u4a"), None);
    }

    #[test]
    fn around() {
        let n = neighbours("u09tv").unwrap();
        assert_eq!(n.len(), 8);
        assert!(n.contains(&"u09tt".to_string()));
        assert_eq!(neighbours("b").unwrap().len(), 5);
    }

    #[test]
    fn cells() {
        let places = [(48.8566, 2.3522), (48.8570, 2.3530), (52.52, 13.405)];
        assert_eq!(count_cells(&places, 4), vec![("u09t".to_string(), 2), ("u33d".to_string(), 1)]);
        assert_eq!(nearby("u09tv", &places), vec![0, 1]);
    }
}
