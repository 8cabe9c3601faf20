//! Squeezing of byte strings: move-to-front coding followed by run lengths.

use std::iter::repeat;

/// The runs of equal bytes as `(count, byte)`, with counts from 1 to 255.
pub fn runs(data: &[u8]) -> Vec<(u8, u8)> {
    data.iter().fold(Vec::new(), |mut out: Vec<(u8, u8)>, &byte| {
        match out.last_mut() {
            Some((count, last)) if *last == byte && *count < 255 => *count += 1,
            _ => out.push((1, byte)),
        }
        out
    })
}

/// Undoes [`runs`].
pub fn expand(runs: &[(u8, u8)]) -> Vec<u8> {
    runs.iter()
        .flat_map(|&(count, byte)| repeat(byte).take(count as usize))
        .collect()
}

/// Move-to-front codes: the place of each byte in a table of the recently seen.
pub fn front_codes(data: &[u8]) -> Vec<u8> {
    data.iter()
        .scan((0..=255).collect::<Vec<u8>>(), |table, &byte| {
            let place = table.iter().position(|&b| b == byte)?;
            let front = table.remove(place);
            table.insert(0, front);
            Some(place as u8)
        })
        .collect()
}

/// Undoes [`front_codes`].
pub fn from_front_codes(codes: &[u8]) -> Vec<u8> {
    codes
        .iter()
        .scan((0..=255).collect::<Vec<u8>>(), |table, &code| {
            let front = table.remove(code as usize);
            table.insert(0, front);
            Some(front)
        })
        .collect()
}

/// The packed form: the runs of the move-to-front codes, two bytes each.
pub fn pack(data: &[u8]) -> Vec<u8> {
    runs(&front_codes(data))
        .into_iter()
        .flat_map(|(count, byte)| vec![count, byte])
        .collect()
}

/// Undoes [`pack`]; `None` for an odd length or a run of no bytes.
pub fn unpack(packed: &[u8]) -> Option<Vec<u8>> {
    if packed.len() % 2 != 0 {
        return None;
    }
    packed
        .chunks(2)
        .map(|pair| Some((pair[0], pair[1])).filter(|run| run.0 > 0))
        .collect::<Option<Vec<_>>>()
        .map(|runs| from_front_codes(&expand(&runs)))
}

/// How many different bytes occur.
pub fn alphabet_size(data: &[u8]) -> usize {
    (0..=255u8).filter(|byte| data.contains(byte)).count()
}

/// The length of the longest run of one byte.
pub fn longest_run(data: &[u8]) -> usize {
    data.chunk_by(|a, b| a == b).map(|run| run.len()).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_letters() {
        assert_eq!(runs(b"aaabcc"), [(3, b'a'), (1, b'b'), (2, b'c')]);
        assert_eq!(runs(&[7; 300]), [(255, 7), (45, 7)]);
        assert_eq!(expand(&[(2, 9), (0, 5), (1, 4)]), [9, 9, 4]);
    }

    #[test]
    fn codes_move_to_the_front() {
        assert_eq!(front_codes(&[2, 2, 0, 2]), [2, 0, 1, 1]);
        assert_eq!(from_front_codes(&[2, 0, 1, 1]), [2, 2, 0, 2]);
    }

    #[test]
    fn packing_round_trip() {
        let text = b"hello, squeezed and squeezable worlds      of bytes";
        assert_eq!(unpack(&pack(text)).unwrap(), text);
        assert_eq!(unpack(&[1]), None);
        assert_eq!(unpack(&[0, 3]), None);
        assert_eq!((alphabet_size(b"abba"), longest_run(b"abba")), (2, 2));
    }
}
